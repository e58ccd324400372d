//! What comes back to a member and when, and what they have mastered.
//!
//! The written policy:
//! - A question comes back that closed without an answer of the member's, or that they gave a low mark. A late answer is
//!   an answer, and a question answered in any round was answered.
//! - It comes back [`GAPS`] days later: seven after it closed, or after the mark; then, after each good mark, at the next
//!   gap. A low mark starts again at the first. After a good mark at the last gap it does not come back any more.
//! - A mark given to an older revision of the question counts as a low one: what it was given for is no longer asked.
//! - What was asked before the member's first answer or mark is none of their story, and what is open now is answered
//!   where it was asked. Both are left out by whoever calls.

use super::{Day, Score};

/// After how many days a question comes back: at first, after one good mark, and after two.
pub const GAPS: [u64; 3] = [7, 21, 60];

/// What a member said of how they did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When, as a day of the community.
    pub day: Day,
    /// Of which revision of the question.
    pub revision: i64,
    /// How well.
    pub score: Score,
}

impl Mark {
    /// Whether it is good, and of the question as it is.
    fn is_good(self, revision: i64) -> bool {
        self.score.is_good() && self.revision >= revision
    }
}

/// All that there was between a member and a question.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Met {
    /// Whether the member answered it, in time or late.
    pub answered: bool,
    /// The day on which it last closed.
    pub closed: Option<Day>,
    /// What the member said of how they did, oldest first.
    pub marks: Vec<Mark>,
}

/// Whether a question comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comeback {
    /// There is no reason for it.
    Never,
    /// From this day on, until it is marked.
    On(Day),
    /// It came back often enough.
    Over,
}

impl Met {
    /// Whether the question comes back, which now has this revision.
    pub fn comeback(&self, revision: i64) -> Comeback {
        let missed = self.closed.filter(|_| !self.answered);
        let mut waiting = missed.map(|closed| (0, closed));
        for mark in &self.marks {
            waiting = match (mark.is_good(revision), waiting) {
                (false, _) => Some((0, mark.day)),
                (true, Some((gap, _))) => Some((gap + 1, mark.day)),
                (true, None) => None,
            };
        }
        match waiting {
            None => Comeback::Never,
            Some((gap, since)) => match GAPS.get(gap) {
                Some(days) => Comeback::On(since.later(*days)),
                None => Comeback::Over,
            },
        }
    }

    /// Whether the member has the question, which now has this revision: their last mark is a good one.
    pub fn is_mastered(&self, revision: i64) -> bool {
        self.marks.last().is_some_and(|mark| mark.is_good(revision))
    }
}

/// How far a member has come with some questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Questions asked.
    pub asked: usize,
    /// Those that the member answered.
    pub answered: usize,
    /// Those that they have.
    pub mastered: usize,
    /// Those that they answered and do not have yet.
    pub begun: usize,
}

impl Tally {
    /// Counts one more question.
    pub fn add(&mut self, met: &Met, revision: i64) {
        let mastered = met.is_mastered(revision);
        self.asked += 1;
        self.answered += usize::from(met.answered);
        self.mastered += usize::from(mastered);
        self.begun += usize::from(met.answered && !mastered);
    }

    /// Adds another tally to this one.
    pub fn join(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        self.mastered += other.mastered;
        self.begun += other.begun;
    }

    /// At most so many squares as a picture of it: how many of them are mastered, begun, and neither. While there is
    /// room, each question is a square; beyond, whatever there is has at least one.
    pub fn squares(self, most: usize) -> [usize; 3] {
        let parts = [self.mastered, self.begun, self.asked - self.mastered - self.begun];
        if self.asked <= most {
            return parts;
        }
        let mut squares = parts.map(|part| (part * most / self.asked).max(usize::from(part > 0)));
        // What rounding left over goes to what is least well shown, and what it took is given back by the largest.
        while squares.iter().sum::<usize>() < most {
            let owed = |at: &usize| parts[*at] * most - (squares[*at] * self.asked).min(parts[*at] * most);
            let Some(at) = (0..3).max_by_key(|at| (owed(at), 3 - at)) else { break };
            squares[at] += 1;
        }
        while squares.iter().sum::<usize>() > most {
            let Some(at) = (0..3).max_by_key(|at| squares[*at]).filter(|at| squares[*at] > 1) else { break };
            squares[at] -= 1;
        }
        squares
    }
}

#[cfg(test)]
mod tests;
