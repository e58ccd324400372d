//! What carrying out an effect brings: never stored, told once.

use chrono::{DateTime, Utc};

use super::ChannelKind;
use crate::domain::{MemberId, MessageId, ThreadId};

/// What carrying out an effect brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The question stands in the channel, and this is, or will be, its thread.
    Published {
        /// The message.
        message: MessageId,
        /// The thread's id, known before the thread is opened.
        thread: ThreadId,
        /// When the message was made, told from its id.
        at: DateTime<Utc>,
        /// As what it was posted: in a forum its thread is there with it.
        kind: ChannelKind,
    },
    /// The answer stands in its thread.
    Revealed {
        /// The message.
        message: MessageId,
        /// When the message was made, told from its id.
        at: DateTime<Utc>,
    },
    /// The member is still there, or is not.
    MemberIs {
        /// Whether they are there.
        present: bool,
    },
    /// A page of a thread was read.
    ThreadRead {
        /// The page ends before this message, as it was called for.
        before: Option<MessageId>,
        /// The members' messages in it, in any order.
        answers: Vec<Seen>,
        /// The oldest message of the page, of whomever, and when it was written; `None` when nothing is older.
        back_to: Option<(MessageId, DateTime<Utc>)>,
    },
    /// A private answer stands in its thread.
    Shared(MessageId),
    /// Nothing to report but that it is done.
    Done,
}

/// A member's message that was found in a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: MessageId,
    /// By whom.
    pub author: MemberId,
    /// When, told from the message's id.
    pub at: DateTime<Utc>,
}
