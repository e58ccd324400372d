//! Everything that can happen to us. Adapters translate; the core decides.

use chrono::{DateTime, Utc};

use crate::domain::{ChannelId, CommunityId, MemberId, MessageId, ThreadId};
use crate::effect::{ChannelKind, EffectId, Receipt};

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time has passed.
    Tick,
    /// A member wrote in a thread.
    MessagePosted(Message),
    /// Messages of a thread are gone.
    MessagesDeleted {
        /// Where.
        community: CommunityId,
        /// In which thread.
        thread: ThreadId,
        /// Which.
        messages: Vec<MessageId>,
    },
    /// A channel is gone.
    ChannelDeleted {
        /// Where.
        community: CommunityId,
        /// Which.
        channel: ChannelId,
    },
    /// The community's channels as they are now, told when the link comes up.
    ChannelsSeen {
        /// Where.
        community: CommunityId,
        /// Every one there is, with its kind where it can hold questions.
        channels: Vec<(ChannelId, Option<ChannelKind>)>,
    },
    /// A channel that can hold questions was changed; it may be of another kind now.
    ChannelChanged {
        /// Where.
        community: CommunityId,
        /// Which.
        channel: ChannelId,
        /// What it is now.
        kind: ChannelKind,
    },
    /// The bot was removed from a community.
    CommunityLeft(CommunityId),
    /// The bot was added to a community, or is still there.
    CommunityJoined(CommunityId),
    /// Every community of the platform that the bot is in, told when the link comes up.
    CommunitiesSeen {
        /// The platform's name, as in [`CommunityId`].
        platform: &'static str,
        /// Every one.
        communities: Vec<CommunityId>,
    },
    /// What happens in a community is told from here on; what happened before may not have been.
    HearingBegan(CommunityId),
    /// Everything that happened on a platform until then was told.
    HeardUntil {
        /// The platform's name, as in [`CommunityId`].
        platform: &'static str,
        /// When.
        at: DateTime<Utc>,
    },
    /// An effect was carried out.
    EffectDone(EffectId, Receipt),
    /// An effect cannot be carried out, and will not be tried again.
    EffectRefused(EffectId, Refusal),
    /// An effect may have been carried out, and the adapter may not look: it waits, and organisers are told.
    EffectUncertain(EffectId),
}

impl Event {
    /// The name it has in logs and metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::MessagePosted(_) => "message_posted",
            Self::MessagesDeleted { .. } => "messages_deleted",
            Self::ChannelDeleted { .. } => "channel_deleted",
            Self::ChannelsSeen { .. } => "channels_seen",
            Self::ChannelChanged { .. } => "channel_changed",
            Self::CommunityLeft(_) => "community_left",
            Self::CommunityJoined(_) => "community_joined",
            Self::CommunitiesSeen { .. } => "communities_seen",
            Self::HearingBegan(_) => "hearing_began",
            Self::HeardUntil { .. } => "heard_until",
            Self::EffectDone(..) => "effect_done",
            Self::EffectRefused(..) => "effect_refused",
            Self::EffectUncertain(_) => "effect_uncertain",
        }
    }

    /// Whether it is dealt with in transactions of its own, one for each community, and so shares none with others.
    pub fn stands_alone(&self) -> bool {
        match self {
            Self::Tick | Self::CommunitiesSeen { .. } => true,
            Self::MessagePosted(_)
            | Self::MessagesDeleted { .. }
            | Self::ChannelDeleted { .. }
            | Self::ChannelsSeen { .. }
            | Self::ChannelChanged { .. }
            | Self::CommunityLeft(_)
            | Self::CommunityJoined(_)
            | Self::HearingBegan(_)
            | Self::HeardUntil { .. }
            | Self::EffectDone(..)
            | Self::EffectRefused(..)
            | Self::EffectUncertain(_) => false,
        }
    }
}

/// Why an effect cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A permission is missing; what the platform said.
    Forbidden(String),
    /// The place is gone.
    PlaceGone(String),
    /// The person is gone.
    MemberGone,
    /// Its time has passed.
    Stale,
    /// Anything else; what the platform said.
    Other(String),
}

/// A member's message in a thread. Its text is not known, and not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where.
    pub community: CommunityId,
    /// In which thread.
    pub thread: ThreadId,
    /// By whom.
    pub author: MemberId,
    /// Which.
    pub id: MessageId,
    /// When, told from the message's id.
    pub at: DateTime<Utc>,
}
