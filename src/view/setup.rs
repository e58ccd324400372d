//! The panel of `/setup`: settings, what follows from them, and what stands in the way.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::ChannelKind;
use crate::domain::{ChannelId, CommunityId, Language, Order, RevealTime, RoleId, Weekdays};

/// A community's settings and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupView {
    /// Which community.
    pub community: CommunityId,
    /// The channel chosen.
    pub channel: Option<ChannelId>,
    /// What kind of channel that is.
    pub channel_kind: ChannelKind,
    /// Time zone; `None` until chosen.
    pub zone: Option<Tz>,
    /// Local posting time.
    pub time: NaiveTime,
    /// Days of the week.
    pub weekdays: Weekdays,
    /// Who is pinged.
    pub role: Option<RoleId>,
    /// Whether today's question is pinned.
    pub pins: bool,
    /// Whether it is published to those who follow the channel; of no meaning but in [`ChannelKind::Announcement`].
    pub publishes: bool,
    /// When the answer to a question is shown.
    pub reveal: RevealTime,
    /// Whether private answers are shared unless their author says no.
    pub shares_private: bool,
    /// In which order questions come.
    pub order: Order,
    /// In which language everyone is spoken to.
    pub language: Language,
    /// Every pack there is.
    pub packs: Vec<PackChoice>,
    /// Whether it runs.
    pub state: SetupState,
    /// The next five posting times; empty when something is missing.
    pub next: Vec<DateTime<Utc>>,
    /// Questions left before the round starts again.
    pub left: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Which page of the panel.
    pub page: SetupPage,
    /// Said above the panel after a change.
    pub said: Option<SetupSaid>,
}

/// A pack that can be switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackChoice {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The week of the series.
    pub week: Option<u32>,
    /// Questions that can be asked.
    pub questions: usize,
    /// Whether it is on.
    pub on: bool,
}

/// Whether a community runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupState {
    /// Never started.
    New,
    /// Questions come.
    Running,
    /// Stopped by an organiser.
    Paused,
    /// Stopped because the channel is gone.
    ChannelGone,
    /// Stopped because the bot was removed.
    Removed,
}

/// A page of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupPage {
    /// What everyone sets.
    Main,
    /// The rest.
    More,
    /// Today's time has passed: ask now, or start on the next day.
    FirstDay,
}

/// What just happened in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupSaid {
    /// A change was kept.
    Saved,
    /// Questions will come, the first at this time; `None` means right now.
    Started(Option<DateTime<Utc>>),
    /// No more questions until started again.
    Paused,
    /// It cannot start until the problems are mended.
    NotYet,
    /// The panel was read again.
    Checked,
}

/// Something that stands in the way, with a remedy in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No channel was chosen.
    NoChannel,
    /// The chosen channel is gone, or the bot cannot see it.
    ChannelUnseen(ChannelId),
    /// The chosen channel is of a kind that cannot hold questions.
    WrongKind(ChannelId),
    /// A permission is missing in the chosen channel, which is of this kind.
    Missing(Permission, ChannelId, ChannelKind),
    /// The chosen forum wants a tag on every post, and there is none that the bot may use.
    NoUsableTag(ChannelId),
    /// The role cannot be mentioned by the bot.
    RoleNotMentionable(RoleId),
    /// The role is gone.
    RoleGone(RoleId),
    /// No time zone was chosen.
    NoZone,
    /// No weekday was chosen.
    NoWeekdays,
    /// No pack was chosen, or none has a question.
    NoQuestions,
    /// So many questions are left before the round starts again: no obstacle, a warning.
    FewQuestions(usize),
    /// The last post failed, since when, and what the platform said.
    PostFailed(DateTime<Utc>, String),
    /// The last answer could not be shown, since when, and what the platform said.
    RevealFailed(DateTime<Utc>, String),
    /// A post may or may not have been made, and the bot cannot look.
    PostUncertain(DateTime<Utc>, ChannelId),
    /// The platform does not answer the bot's questions just now.
    CannotCheck,
}

impl Problem {
    /// Whether nothing can be posted until it is mended.
    pub fn blocks(&self) -> bool {
        match self {
            Self::FewQuestions(_)
            | Self::RoleNotMentionable(_)
            | Self::RoleGone(_)
            | Self::PostFailed(..)
            | Self::RevealFailed(..)
            | Self::PostUncertain(..)
            | Self::CannotCheck => false,
            Self::Missing(permission, ..) => permission.is_needed(),
            Self::NoChannel
            | Self::ChannelUnseen(_)
            | Self::WrongKind(_)
            | Self::NoUsableTag(_)
            | Self::NoZone
            | Self::NoWeekdays
            | Self::NoQuestions => true,
        }
    }
}

/// What the bot must be allowed to do in the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See it.
    View,
    /// Post the question.
    Send,
    /// Show it as a card.
    Embed,
    /// Open its thread.
    OpenThreads,
    /// Show the answer in the thread.
    SendInThreads,
    /// Look for its own post after a doubt: without it nothing is ever sent twice, nor in doubt at all.
    ReadHistory,
    /// Mark answers.
    React,
    /// Pin the question.
    Pin,
}

impl Permission {
    /// Every permission, most needed first.
    pub const ALL: [Self; 8] = [
        Self::View,
        Self::Send,
        Self::Embed,
        Self::OpenThreads,
        Self::SendInThreads,
        Self::ReadHistory,
        Self::React,
        Self::Pin,
    ];

    /// What is wanted in a channel of this kind: a forum's posts need no thread of their own, and nobody misses a leave
    /// to pin who does not pin.
    pub fn wanted(kind: ChannelKind, pins: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |permission| match permission {
            Self::OpenThreads => kind != ChannelKind::Forum,
            Self::Pin => pins,
            Self::View | Self::Send | Self::Embed | Self::SendInThreads | Self::ReadHistory | Self::React => {
                true
            }
        })
    }

    /// Whether nothing is asked without it: a question whose answer cannot be shown plants what is wrong.
    pub fn is_needed(self) -> bool {
        match self {
            Self::View
            | Self::Send
            | Self::Embed
            | Self::OpenThreads
            | Self::SendInThreads
            | Self::ReadHistory => true,
            Self::React | Self::Pin => false,
        }
    }
}
