//! Which question comes next: the same inputs give the same question, in every test and on every instance.

use super::QuestionId;

/// The order in which a community meets the questions of its packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As the packs list them.
    Curriculum,
    /// Shuffled by the community's seed, afresh each round.
    Shuffled,
}

/// The next question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick<'a> {
    /// Its id.
    pub question: &'a QuestionId,
    /// How often the packs have been gone through, from 1.
    pub round: i64,
    /// Questions left in this round after this one.
    pub left: usize,
}

/// Picks the next question; `None` without questions.
///
/// `available` are the packs' questions in curriculum order; `asked` are the ids asked in the current round
/// `round`, oldest first. When all have been asked the next round begins, but not with the question just asked. Adding a question to a pack mid-round puts it among those
/// still to come.
pub fn pick<'a>(
    order: Order,
    seed: i64,
    available: &'a [QuestionId],
    round: i64,
    asked: &[QuestionId],
) -> Option<Pick<'a>> {
    let fresh: Vec<&QuestionId> = available.iter().filter(|id| !asked.contains(id)).collect();
    let (round, candidates) =
        if fresh.is_empty() { (round + 1, available.iter().collect()) } else { (round, fresh) };
    // Only a new round can hold the question just asked; alone in its packs, it comes again all the same.
    let is_rested = |id: &&QuestionId| candidates.len() == 1 || asked.last() != Some(*id);
    let mut rested = candidates.iter().copied().filter(is_rested);
    let question = match order {
        Order::Curriculum => rested.next(),
        Order::Shuffled => rested.min_by_key(|id| (mix(seed, round, id), *id)),
    }?;
    Some(Pick { question, round, left: candidates.len() - 1 })
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
