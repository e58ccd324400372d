//! What organisers decided about single questions: an act after the other, and what follows from all of them.
//!
//! An act that is taken back is left out as if it had never been, so that the order before it comes back exactly.

use std::collections::BTreeSet;

use super::QuestionId;

/// What was decided about a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecisionKind {
    /// Not in this round.
    Skip,
    /// Before all others of this round.
    Next,
    /// Never again here.
    Retire,
    /// Asked again after all: neither skipped in this round nor retired.
    Restore,
}

/// One act of an organiser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub kind: DecisionKind,
    /// About which question.
    pub question: QuestionId,
    /// In which round; a retirement is for all rounds.
    pub round: i64,
}

/// What holds after all acts that were not taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    retired: BTreeSet<QuestionId>,
    skipped: BTreeSet<(i64, QuestionId)>,
    /// The one put first last stands at the end.
    first: Vec<(i64, QuestionId)>,
}

impl Decided {
    /// What these acts come to, in their order.
    pub fn of(acts: impl IntoIterator<Item = Decision>) -> Self {
        let mut decided = Self::default();
        for Decision { kind, question, round } in acts {
            let about = (round, question);
            match kind {
                DecisionKind::Skip => {
                    decided.first.retain(|one| *one != about);
                    decided.skipped.insert(about);
                }
                DecisionKind::Next => {
                    decided.skipped.remove(&about);
                    decided.first.retain(|one| *one != about);
                    decided.first.push(about);
                }
                DecisionKind::Retire => {
                    decided.retired.insert(about.1);
                }
                DecisionKind::Restore => {
                    decided.skipped.remove(&about);
                    decided.retired.remove(&about.1);
                }
            }
        }
        decided
    }

    /// Whether a question is never asked here.
    pub fn is_retired(&self, question: &QuestionId) -> bool {
        self.retired.contains(question)
    }

    /// Whether a question is left out of a round.
    pub fn is_skipped(&self, round: i64, question: &QuestionId) -> bool {
        self.skipped.iter().any(|(of, skipped)| *of == round && skipped == question)
    }

    /// The questions put first in a round, the latest wish first.
    pub fn put_first(&self, round: i64) -> impl Iterator<Item = &QuestionId> {
        self.first.iter().rev().filter(move |(of, _)| *of == round).map(|(_, question)| question)
    }

    /// Every retired question.
    pub fn retired(&self) -> impl Iterator<Item = &QuestionId> {
        self.retired.iter()
    }
}
