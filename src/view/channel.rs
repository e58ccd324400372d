//! What kind of channel holds the questions: it decides how a question is posted, and what people are told of it.

use serde::{Deserialize, Serialize};

/// What kind of channel holds the questions. A platform without such differences has only [`ChannelKind::Text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A message, with a thread under it.
    #[default]
    Text,
    /// The same, in a channel that others follow from elsewhere.
    Announcement,
    /// A post of its own: message and thread are one.
    Forum,
}

const NAMES: [(ChannelKind, &str); 3] =
    [(ChannelKind::Text, "text"), (ChannelKind::Announcement, "announcement"), (ChannelKind::Forum, "forum")];

impl ChannelKind {
    /// The word it is stored by, for good.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, name)| name)
    }

    /// The kind of this word; an unknown one is treated as text, whose refusals say what is wrong.
    pub fn named(name: &str) -> Self {
        NAMES.iter().find(|(_, known)| *known == name).map_or(Self::Text, |(kind, _)| *kind)
    }
}
