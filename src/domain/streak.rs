//! How many questions in a row a member has answered: recomputed from the answers, never incremented.

use super::Ordinal;

/// Lengths of a run that get one line in the thread.
pub const MILESTONES: [i64; 3] = [7, 30, 100];

/// A member's run of consecutive asked questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Streak {
    /// The run that ends at `last`, in questions.
    pub run: i64,
    /// The longest run ever, in questions.
    pub longest: i64,
    /// The last question answered in time.
    pub last: Option<Ordinal>,
}

impl Streak {
    /// The streak of someone who answered the questions `answered` in time, of those `asked`.
    ///
    /// `asked` is every question that reached the community, ascending: a missed day has none, and so breaks
    /// nobody. The order of `answered` and repeats in it do not matter.
    pub fn of(asked: &[Ordinal], answered: &[Ordinal]) -> Self {
        let answered: std::collections::BTreeSet<Ordinal> = answered.iter().copied().collect();
        let mut streak = Self::default();
        let mut run = 0;
        for ordinal in asked {
            run = if answered.contains(ordinal) { run + 1 } else { 0 };
            if run > 0 {
                streak = Self { run, longest: streak.longest.max(run), last: Some(*ordinal) };
            }
        }
        streak
    }

    /// The run as it stands now: the open question, the last of `latest`, never breaks it.
    ///
    /// `latest` is the last two questions that reached the community, in any order.
    pub fn current(self, latest: &[Ordinal]) -> i64 {
        match self.last {
            Some(last) if latest.contains(&last) => self.run,
            Some(_) | None => 0,
        }
    }
}

#[cfg(test)]
mod tests;
