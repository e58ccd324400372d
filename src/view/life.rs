//! What a member does with a question besides answering it: opening hints, and saying how they did.

use chrono::{DateTime, Utc};

use crate::domain::{CommunityId, Day, Score};

/// The hints of a question that the reader opened. How many are left is nobody's business: it invites to go through them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HintView {
    /// Where.
    pub community: CommunityId,
    /// The question's day.
    pub day: Day,
    /// Its title.
    pub title: String,
    /// Those that are open, oldest first, Markdown.
    pub hints: Vec<String>,
    /// What comes after them.
    pub next: NextHint,
}

/// What comes after the hints that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextHint {
    /// Nothing: the last one is open.
    Nothing,
    /// One that can be opened now.
    Now,
    /// One that opens after an answer, or at this time.
    At(DateTime<Utc>),
}

/// How the reader says they did on a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreView {
    /// Where.
    pub community: CommunityId,
    /// The question's day.
    pub day: Day,
    /// Its title.
    pub title: String,
    /// What a strong answer must cover, Markdown; empty when the question has left the bank.
    pub must: Vec<String>,
    /// What they said, if they did.
    pub score: Option<Score>,
    /// Whether they said it just now.
    pub saved: bool,
}
