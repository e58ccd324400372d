//! Whom to thank for a question.

use serde::{Deserialize, Serialize};

use super::as_text;
use crate::domain::MemberId;

/// Whom to thank for a question. Stored with a post; it calls nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Credit {
    /// A member of the community.
    Member {
        /// Who.
        #[serde(with = "as_text")]
        id: MemberId,
    },
    /// A name that came with the question.
    Name {
        /// As it was written.
        name: String,
    },
}
