//! Which question comes next: the same inputs give the same question, in every test and on every instance.

use std::collections::BTreeSet;

use super::{Decided, Decision, DecisionKind, QuestionId};

/// The order in which a community meets the questions of its packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As the packs list them.
    Curriculum,
    /// Shuffled by the community's seed, afresh each round.
    Shuffled,
}

/// All that decides which questions come, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// In which order.
    pub order: Order,
    /// What the shuffle starts from.
    pub seed: i64,
    /// The questions of the packs that are on, in curriculum order.
    pub available: Vec<QuestionId>,
    /// What organisers decided about some of them.
    pub decided: Decided,
    /// The current round, from 1.
    pub round: i64,
    /// What was asked in it, oldest first.
    pub asked: Vec<QuestionId>,
}

/// The next question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its id.
    pub question: QuestionId,
    /// How often the packs have been gone through, from 1.
    pub round: i64,
    /// Questions left in this round after this one.
    pub left: usize,
}

/// How things stand with one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It comes in this round, after so many others.
    Comes {
        /// The round.
        round: i64,
        /// Others before it.
        ahead: usize,
    },
    /// It was asked in this round, and comes again in a later one.
    Asked,
    /// It is left out of this round, and comes in a later one.
    Skipped {
        /// This round.
        round: i64,
    },
    /// It is never asked here.
    Retired,
    /// Its pack is off.
    Off,
}

/// Why a decision has no sense just now: something else is true already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// The question's pack is off.
    Off,
    /// It is retired here.
    Retired,
    /// It was asked in this round.
    Asked,
    /// It was the last one asked, and does not come twice running.
    JustAsked,
    /// The round that was meant is over, or not yet begun.
    OtherRound,
    /// It is left out of that round already.
    Skipped,
    /// It comes next already.
    Next,
    /// It is neither left out nor retired.
    NotOut,
}

impl Course {
    /// The questions to come, the next one first, for ever: each is the [`pick`] after the one before was asked.
    pub fn upcoming(&self) -> impl Iterator<Item = Pick> + use<> {
        let mut course = self.clone();
        std::iter::from_fn(move || {
            let picked = pick(&course)?;
            if picked.round != course.round {
                course.round = picked.round;
                course.asked.clear();
            }
            course.asked.push(picked.question.clone());
            Some(picked)
        })
    }

    /// Questions that still come in this round; none when the next question begins another.
    pub fn left(&self) -> usize {
        pick(self).filter(|next| next.round == self.round).map_or(0, |next| next.left + 1)
    }

    /// How things stand with a question.
    pub fn fate(&self, question: &QuestionId) -> Fate {
        if !self.available.contains(question) {
            return Fate::Off;
        }
        if self.decided.is_retired(question) {
            return Fate::Retired;
        }
        let Some(Pick { round, .. }) = pick(self) else { return Fate::Retired };
        let of_round = self.upcoming().take_while(|next| next.round == round);
        match of_round.map(|next| next.question).position(|next| next == *question) {
            Some(ahead) => Fate::Comes { round, ahead },
            None if self.decided.is_skipped(round, question) => Fate::Skipped { round },
            None => Fate::Asked,
        }
    }
}

impl Course {
    /// What stands against a decision: whoever decides by what they saw a while ago learns what is true now.
    pub fn objection(&self, wish: &Decision) -> Option<Objection> {
        let fate = self.fate(&wish.question);
        let round = pick(self).map_or(self.round, |next| next.round);
        let skipped = self.decided.is_skipped(wish.round, &wish.question);
        match (wish.kind, fate) {
            (DecisionKind::Restore, Fate::Retired) => None,
            (DecisionKind::Restore, _) if skipped => None,
            (DecisionKind::Restore, _) => Some(Objection::NotOut),
            (_, Fate::Retired) => Some(Objection::Retired),
            (DecisionKind::Retire, _) => None,
            (_, Fate::Off) => Some(Objection::Off),
            (DecisionKind::Skip, _) if wish.round < round => Some(Objection::OtherRound),
            (DecisionKind::Skip, _) if skipped => Some(Objection::Skipped),
            (DecisionKind::Skip, Fate::Asked) if wish.round == round => Some(Objection::Asked),
            (DecisionKind::Skip, _) => None,
            (DecisionKind::Next, Fate::Asked) => Some(Objection::Asked),
            (DecisionKind::Next, _) if wish.round != round => Some(Objection::OtherRound),
            (DecisionKind::Next, Fate::Comes { ahead: 0, .. }) => Some(Objection::Next),
            (DecisionKind::Next, _) if self.asked.last() == Some(&wish.question) => {
                Some(Objection::JustAsked)
            }
            (DecisionKind::Next, _) => None,
        }
    }
}

/// Picks the next question; `None` without questions.
///
/// When all have been asked or are left out the next round begins, but not with the question just asked. Adding a
/// question to a pack mid-round puts it among those still to come.
pub fn pick(course: &Course) -> Option<Pick> {
    let Course { order, seed, available, decided, asked, .. } = course;
    let open: Vec<&QuestionId> = available.iter().filter(|id| !decided.is_retired(id)).collect();
    if open.is_empty() {
        return None;
    }
    let been: BTreeSet<&QuestionId> = asked.iter().collect();
    let of = |round: i64| {
        let is_out =
            |id: &QuestionId| decided.is_skipped(round, id) || round == course.round && been.contains(id);
        open.iter().copied().filter(|id| !is_out(id)).collect::<Vec<_>>()
    };
    // Whole rounds may be left out, but each by acts of their own, so that one is found.
    let (round, candidates) =
        (course.round..).map(|round| (round, of(round))).find(|(_, candidates)| !candidates.is_empty())?;
    // Only a new round can hold the question just asked; alone in its packs, it comes again all the same.
    let is_rested = |id: &&QuestionId| candidates.len() == 1 || asked.last() != Some(*id);
    let rested: Vec<&QuestionId> = candidates.iter().copied().filter(is_rested).collect();
    let put_first = decided.put_first(round).find(|id| rested.contains(id));
    let question = put_first.or_else(|| match order {
        Order::Curriculum => rested.first().copied(),
        Order::Shuffled => rested.iter().copied().min_by_key(|id| (mix(*seed, round, id), *id)),
    })?;
    Some(Pick { question: question.clone(), round, left: candidates.len() - 1 })
}

/// FNV-1a over seed, round and id, finished with an avalanche: written out so that it never changes with a library.
fn mix(seed: i64, round: i64, id: &QuestionId) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(round.to_le_bytes()).chain(id.as_str().bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests;
