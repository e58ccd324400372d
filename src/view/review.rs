//! What came back to a member, and how far they have come.

use super::AnswerView;
use crate::domain::{Comeback, Day, MemberId, QuestionId, Tally, ThreadId};

/// A question that came back to the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    /// Its id.
    pub question: QuestionId,
    /// The day on which it came due, by which its buttons know it again.
    pub due: Day,
    /// Its title.
    pub title: String,
    /// Its scenario.
    pub scenario: String,
    /// Said with the question when what it asks about is gone.
    pub note: Option<String>,
    /// The last day it was asked here.
    pub day: Day,
    /// Where it was discussed.
    pub thread: Option<ThreadId>,
    /// Whether it was reworded since it was asked, and since the reader marked it.
    pub changed: bool,
    /// The hints that the reader asked for.
    pub hints: Vec<String>,
    /// Whether there is one more.
    pub more_hints: bool,
    /// What a strong answer covers, once the reader asked for it.
    pub answer: Option<AnswerView>,
}

/// What becomes of a question that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedView {
    /// Its title; `None` when it is gone.
    pub title: Option<String>,
    /// Whether it was marked before, and this press changed nothing.
    pub before: bool,
    /// Whether it was marked low just now.
    pub low: bool,
    /// Whether it comes back.
    pub comeback: Comeback,
    /// How many others are ready.
    pub ready: usize,
}

/// How far a member has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    /// Who.
    pub member: MemberId,
    /// By pack, in the order in which they began; without a story none.
    pub packs: Vec<PackProgress>,
    /// How many questions are ready to come back.
    pub ready: usize,
}

/// How far a member has come with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackProgress {
    /// Its title.
    pub title: String,
    /// The week of the series.
    pub week: Option<u32>,
    /// With all of it that was asked.
    pub tally: Tally,
    /// By topic, in the order in which they began.
    pub topics: Vec<TopicProgress>,
}

/// How far a member has come with a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicProgress {
    /// A slug.
    pub topic: String,
    /// With what was asked of it.
    pub tally: Tally,
}
