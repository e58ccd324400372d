//! The rules. Pure: no async, clock, chance, SQL, serialisation or platform; nothing here can fail.
//!
//! This module may name only `std`, `chrono` and `chrono_tz`.

mod comeback;
mod day;
mod decision;
mod hint;
mod ids;
mod language;
mod leaderboard;
mod order;
mod question;
mod reveal;
mod score;
mod streak;
mod zone;

pub use comeback::{Comeback, GAPS, Mark, Met, Tally};
pub use day::{Day, Period, Schedule, Weekdays, day_of};
pub use decision::{Decided, Decision, DecisionKind};
pub use hint::hint_opens;
pub use ids::{ChannelId, CommunityId, MemberId, MessageId, Ordinal, QuestionId, RoleId, ThreadId};
pub use language::Language;
pub use leaderboard::{Place, Standing, rank, window};
pub use order::{Course, Fate, Objection, Order, Pick, pick};
pub use question::{
    Anchor, Bank, Link, LinkKind, Pack, Practice, Premise, Question, QuestionKind, QuestionStatus, Resource,
    ResourceKind, ResourceLevel, ResourceStatus,
};
pub use reveal::RevealTime;
pub use score::Score;
pub use streak::{MILESTONES, Streak};
pub use zone::{find_zones, is_city};
