//! A private answer, as its author sees it.

use chrono::{DateTime, Utc};

use crate::domain::{CommunityId, Day, ThreadId};

/// A private answer, and what its author can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateView {
    /// Where.
    pub community: CommunityId,
    /// The day of the question.
    pub day: Day,
    /// Where the question is talked about.
    pub thread: Option<ThreadId>,
    /// What happened.
    pub said: PrivateSaid,
    /// What was written; `None` when there is no private answer.
    pub text: Option<String>,
    /// Whether the question is open.
    pub is_open: bool,
    /// When it closes, if that is known.
    pub until: Option<DateTime<Utc>>,
    /// Until when the text is kept.
    pub kept_until: Option<DateTime<Utc>>,
    /// Who else sees it.
    pub sharing: Sharing,
}

/// What just happened to a private answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrivateSaid {
    /// Nothing: this is how it stands.
    Here,
    /// It was saved, and counts.
    Saved,
    /// It was taken back, and no longer counts.
    TakenBack,
    /// Its text was deleted; that it counted stays.
    Deleted,
    /// Whether it is shared was chosen.
    Chosen,
    /// The question had closed before this was sent.
    TooLate(String),
}

/// Who else sees a private answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Nobody.
    No,
    /// Nobody yet: it is shared once the question has closed.
    Later,
    /// Everyone in the thread.
    Shared,
}
