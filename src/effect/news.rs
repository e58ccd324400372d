//! What is told privately: to whoever ran `/setup` last, and to whoever proposed a question.

use serde::{Deserialize, Serialize};

use crate::domain::ChannelId;
use crate::view::as_text;

/// What organisers are told, once each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// The question could not be posted, or one of its parts not made; what the platform said.
    PostFailed {
        /// Which part failed.
        part: Part,
        /// The platform's words.
        why: String,
    },
    /// It is not known whether the question was posted, and the bot may not read the channel to look.
    PostUncertain {
        /// The channel.
        #[serde(with = "as_text")]
        channel: ChannelId,
    },
    /// The channel is gone; the community is paused.
    ChannelGone,
    /// So many questions are left before they start again.
    FewQuestions {
        /// How many.
        left: usize,
    },
    /// There is no question to ask.
    NoQuestions,
    /// A member proposed a question.
    Suggested {
        /// Which suggestion.
        suggestion: String,
    },
    /// Told to whoever proposed it: what became of their question.
    Decided {
        /// Which suggestion.
        suggestion: String,
        /// The question's title.
        title: String,
        /// Whether it was taken.
        approved: bool,
        /// What the organiser says with it.
        #[serde(default)]
        note: String,
    },
}

impl News {
    /// What makes it another message than the one before of its kind, where several may go out within minutes.
    pub fn subject(&self) -> &str {
        match self {
            Self::Suggested { suggestion } | Self::Decided { suggestion, .. } => suggestion,
            Self::PostFailed { .. }
            | Self::PostUncertain { .. }
            | Self::ChannelGone
            | Self::FewQuestions { .. }
            | Self::NoQuestions => "",
        }
    }

    /// What it is about: of one kind only the latest is held.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PostFailed { part: Part::Message, .. } => "post_failed",
            Self::PostFailed { part: Part::Thread, .. } => "thread_failed",
            Self::PostFailed { part: Part::Crosspost, .. } => "crosspost_failed",
            Self::PostFailed { part: Part::Pin, .. } => "pin_failed",
            Self::PostFailed { part: Part::Mark, .. } => "mark_failed",
            Self::PostFailed { part: Part::Reveal, .. } => "reveal_failed",
            Self::PostUncertain { .. } => "post_uncertain",
            Self::ChannelGone => "channel_gone",
            Self::FewQuestions { .. } => "few_questions",
            Self::NoQuestions => "no_questions",
            Self::Suggested { .. } => "suggested",
            Self::Decided { .. } => "decided",
        }
    }
}

/// A part of the morning's post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The message.
    Message,
    /// The thread.
    Thread,
    /// Its publishing to followers.
    Crosspost,
    /// The pin.
    Pin,
    /// The mark on an answer.
    Mark,
    /// What a strong answer covers, in the thread of the question before.
    Reveal,
}
