//! What members proposed, for those who decide; and for those who proposed it, what became of it.

use crate::domain::{MemberId, QuestionId};

/// The page of `/suggest`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestView {
    /// Said first, after a press or a form.
    pub said: Option<SuggestSaid>,
    /// What became of the reader's suggestions, where no message could tell.
    pub decided: Vec<Decided>,
    /// For organisers, what waits longest.
    pub waiting: Option<SuggestedQuestion>,
    /// How many more wait.
    pub more: usize,
    /// For organisers, the latest of the community's own questions, by id and title.
    pub own: Vec<(QuestionId, String)>,
    /// Whether the reader decides about suggestions.
    pub organiser: bool,
}

/// A proposed question, to decide about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedQuestion {
    /// The suggestion.
    pub id: String,
    /// Whose.
    pub member: MemberId,
    /// Its title.
    pub title: String,
    /// Its scenario.
    pub scenario: String,
    /// What a strong answer covers.
    pub must: Vec<String>,
    /// A nudge.
    pub hint: Option<String>,
    /// Where it comes from.
    pub link: Option<String>,
}

/// What became of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its title.
    pub title: String,
    /// Whether it was taken.
    pub approved: bool,
    /// What the organiser says with it.
    pub note: String,
}

/// What just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestSaid {
    /// The reader's suggestion waits for an organiser.
    Sent,
    /// It is among the community's own questions now.
    Approved,
    /// It is not taken, and its author hears of it.
    Declined,
    /// The change was kept.
    Saved,
    /// Someone decided before: whether it was taken.
    Already(bool),
    /// It is not there any more.
    Gone,
}
