//! Everything we can do to the world. An effect is stored in the same transaction as the state that calls for it, and
//! may be carried out more than once, so each has an id that comes from what it is about.
//!
//! The stored form is read by the next version too: a variant is never renamed, a new field has a default.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{ChannelId, CommunityId, Day, Language, MemberId, MessageId, RoleId, ThreadId};
use crate::view::{QuestionPost, RevealPost, as_optional_text, as_text};

mod receipt;

mod news;

pub use crate::view::ChannelKind;
pub use news::{News, Part};
pub use receipt::{Receipt, Seen};

/// Names an effect for ever: the same act for the same thing has the same id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId(pub String);

impl std::fmt::Display for EffectId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something to do to the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Effect {
    /// Post the day's question. Done once, whatever happens.
    PublishQuestion {
        /// Where.
        #[serde(with = "as_text")]
        channel: ChannelId,
        /// What kind of channel that is.
        channel_kind: ChannelKind,
        /// Whom to ping.
        #[serde(with = "as_optional_text", default)]
        role: Option<RoleId>,
        /// After this it is not posted any more, only looked for.
        not_after: DateTime<Utc>,
        /// What.
        post: Box<QuestionPost>,
    },
    /// Open the thread under the day's question.
    OpenThread {
        /// Where the question is.
        #[serde(with = "as_text")]
        channel: ChannelId,
        /// Which message.
        #[serde(with = "as_text")]
        message: MessageId,
        /// The thread's name, at most 100 characters.
        name: String,
    },
    /// Let the channels elsewhere that follow this one have the day's question too. Once done it stays done.
    CrosspostQuestion {
        /// Where.
        #[serde(with = "as_text")]
        channel: ChannelId,
        /// Which message.
        #[serde(with = "as_text")]
        message: MessageId,
        /// After this it is yesterday's news.
        not_after: DateTime<Utc>,
    },
    /// Pin the day's question.
    PinQuestion {
        /// Where.
        #[serde(with = "as_text")]
        channel: ChannelId,
        /// What kind of channel that is.
        #[serde(default)]
        channel_kind: ChannelKind,
        /// Which message.
        #[serde(with = "as_text")]
        message: MessageId,
    },
    /// Take an earlier question's pin away.
    UnpinQuestion {
        /// Where.
        #[serde(with = "as_text")]
        channel: ChannelId,
        /// What kind of channel that is.
        #[serde(default)]
        channel_kind: ChannelKind,
        /// Which message.
        #[serde(with = "as_text")]
        message: MessageId,
    },
    /// Show a member that their answer was counted.
    MarkAnswer {
        /// Where.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// Which message.
        #[serde(with = "as_text")]
        message: MessageId,
        /// After this nobody needs the mark.
        not_after: DateTime<Utc>,
    },
    /// One line in the thread for a long run.
    Congratulate {
        /// Where.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// Whom; the only person mentioned.
        #[serde(with = "as_text")]
        member: MemberId,
        /// How many in a row.
        length: i64,
        /// In which language.
        #[serde(with = "as_text", default)]
        language: Language,
    },
    /// Show in the question's thread what a strong answer covers. Done once, whatever happens.
    RevealAnswer {
        /// The question's thread.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// It does not stand there from before this: when the question was posted.
        since: DateTime<Utc>,
        /// After this it is not posted any more.
        not_after: DateTime<Utc>,
        /// What.
        post: Box<RevealPost>,
    },
    /// Post in a question's thread what a member answered privately, since they want it shared. Done once.
    ShareAnswer {
        /// Where.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// Of which community.
        #[serde(with = "as_text")]
        community: CommunityId,
        /// Of which day's question.
        day: NaiveDate,
        /// Whose answer; with community and day it names the message for ever. Named, and not called.
        #[serde(with = "as_text")]
        member: MemberId,
        /// What they wrote.
        text: String,
        /// When it was called for.
        at: DateTime<Utc>,
        /// After this it is not posted any more.
        not_after: DateTime<Utc>,
        /// In which language.
        #[serde(with = "as_text", default)]
        language: Language,
    },
    /// Delete the message that shares what a member answered privately.
    UnshareAnswer {
        /// Where.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// Of which community.
        #[serde(with = "as_text")]
        community: CommunityId,
        /// Of which day's question.
        day: NaiveDate,
        /// Whose answer.
        #[serde(with = "as_text")]
        member: MemberId,
        /// Which message; without it, it is looked for.
        #[serde(with = "as_optional_text", default)]
        message: Option<MessageId>,
        /// No message that shares it is older.
        since: DateTime<Utc>,
    },
    /// A private message to whoever ran `/setup` last; or to whoever proposed a question, once it was decided.
    TellOrganiser {
        /// Whom.
        #[serde(with = "as_text")]
        member: MemberId,
        /// In which community.
        #[serde(with = "as_text")]
        community: CommunityId,
        /// What.
        news: News,
        /// In which language.
        #[serde(with = "as_text", default)]
        language: Language,
    },
    /// See whether a member shown on a board is still there.
    CheckMember {
        /// Where.
        #[serde(with = "as_text")]
        community: CommunityId,
        /// Who.
        #[serde(with = "as_text")]
        member: MemberId,
    },
    /// Read a page of a question's thread, since the bot may have missed what was written or deleted there.
    CompareThread {
        /// Which thread.
        #[serde(with = "as_text")]
        thread: ThreadId,
        /// The page ends before this message; without it, it is the newest.
        #[serde(with = "as_optional_text", default)]
        before: Option<MessageId>,
        /// The newest answer that was noted when this was called for. What is newer and not in the page may have come
        /// after it, so that only older answers can be seen to be gone.
        #[serde(with = "as_optional_text", default)]
        noted: Option<MessageId>,
        /// What was written before this was heard when it was written.
        since: DateTime<Utc>,
        /// How many questions the community was asked after this one.
        age: i64,
        /// After this it is not read any more.
        not_after: DateTime<Utc>,
    },
}

impl Effect {
    /// The kind of [`Effect::PublishQuestion`].
    pub const PUBLISH_QUESTION: &str = "publish_question";

    /// The kind of [`Effect::CompareThread`].
    pub const COMPARE_THREAD: &str = "compare_thread";

    /// The kind of [`Effect::ShareAnswer`].
    pub const SHARE_ANSWER: &str = "share_answer";

    /// The kind of [`Effect::UnshareAnswer`].
    pub const UNSHARE_ANSWER: &str = "unshare_answer";

    /// The name it has in logs, metrics and the outbox.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PublishQuestion { .. } => Self::PUBLISH_QUESTION,
            Self::OpenThread { .. } => "open_thread",
            Self::CrosspostQuestion { .. } => "crosspost_question",
            Self::PinQuestion { .. } => "pin_question",
            Self::UnpinQuestion { .. } => "unpin_question",
            Self::MarkAnswer { .. } => "mark_answer",
            Self::Congratulate { .. } => "congratulate",
            Self::RevealAnswer { .. } => "reveal_answer",
            Self::ShareAnswer { .. } => Self::SHARE_ANSWER,
            Self::UnshareAnswer { .. } => Self::UNSHARE_ANSWER,
            Self::TellOrganiser { .. } => "tell_organiser",
            Self::CheckMember { .. } => "check_member",
            Self::CompareThread { .. } => Self::COMPARE_THREAD,
        }
    }

    /// How urgent it is; 0 goes first.
    pub fn priority(&self) -> i64 {
        match self {
            // A question can be answered once its thread is there: nobody's waits for the questions of others.
            Self::OpenThread { .. } => 0,
            Self::PublishQuestion { .. } => 1,
            // A forum holds one pin: the old one makes room.
            Self::CrosspostQuestion { .. } | Self::UnpinQuestion { .. } => 2,
            Self::PinQuestion { .. } | Self::TellOrganiser { .. } => 3,
            Self::Congratulate { .. } | Self::UnshareAnswer { .. } => 4,
            // It waits for every morning's post: nobody is late to read what yesterday was about.
            Self::RevealAnswer { .. } => 5,
            // What members share stands below it.
            Self::ShareAnswer { .. } => 6,
            Self::CheckMember { .. } => 8,
            Self::MarkAnswer { .. } => 9,
            // The open question of every community before yesterday's of any.
            Self::CompareThread { age, .. } => 10 + age,
        }
    }

    /// Whether it only looks at the world. What looks waits for the morning's posts, and nothing waits for it.
    pub fn is_look(&self) -> bool {
        match self {
            Self::CheckMember { .. } | Self::CompareThread { .. } => true,
            Self::PublishQuestion { .. }
            | Self::OpenThread { .. }
            | Self::CrosspostQuestion { .. }
            | Self::PinQuestion { .. }
            | Self::UnpinQuestion { .. }
            | Self::MarkAnswer { .. }
            | Self::Congratulate { .. }
            | Self::RevealAnswer { .. }
            | Self::ShareAnswer { .. }
            | Self::UnshareAnswer { .. }
            | Self::TellOrganiser { .. } => false,
        }
    }

    /// Whom it is about, so that forgetting a member forgets it too.
    pub fn about(&self) -> Option<&MemberId> {
        match self {
            Self::Congratulate { member, .. }
            | Self::ShareAnswer { member, .. }
            | Self::TellOrganiser { member, .. }
            | Self::CheckMember { member, .. } => Some(member),
            Self::PublishQuestion { .. }
            | Self::OpenThread { .. }
            | Self::CrosspostQuestion { .. }
            | Self::PinQuestion { .. }
            | Self::UnpinQuestion { .. }
            | Self::MarkAnswer { .. }
            | Self::RevealAnswer { .. }
            // What takes their words away is still done for whoever is forgotten.
            | Self::UnshareAnswer { .. }
            | Self::CompareThread { .. } => None,
        }
    }
}

/// The id of an act about a community's day, such as posting its question.
pub fn day_effect(kind: &str, community: &CommunityId, day: Day) -> EffectId {
    EffectId(format!("{kind}/{community}/{day}"))
}

/// The id of an act about something else that has an id of its own.
pub fn effect_about(kind: &str, community: &CommunityId, what: impl std::fmt::Display) -> EffectId {
    EffectId(format!("{kind}/{community}/{what}"))
}
