//! Boards: places with ties, and the part of a board that its reader is shown.

use super::MemberId;

/// A member and how many questions they answered in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub member: MemberId,
    /// Questions answered, at least 1.
    pub answered: i64,
}

/// A row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 is the top; equal counts share a place and the next place is skipped.
    pub place: i64,
    /// Who.
    pub member: MemberId,
    /// Questions answered.
    pub answered: i64,
}

/// Gives every standing its place, best first; ties share one and are listed by member id.
pub fn rank(mut standings: Vec<Standing>) -> Vec<Place> {
    standings.sort_by(|a, b| b.answered.cmp(&a.answered).then_with(|| a.member.cmp(&b.member)));
    let mut places: Vec<Place> = Vec::with_capacity(standings.len());
    for (index, standing) in (1..).zip(standings) {
        let tied = places.last().filter(|above| above.answered == standing.answered);
        let place = tied.map_or(index, |above| above.place);
        places.push(Place { place, member: standing.member, answered: standing.answered });
    }
    places
}

/// The reader's own row with up to `around` neighbours on each side; empty when they have no place.
pub fn window<'a>(places: &'a [Place], reader: &MemberId, around: usize) -> &'a [Place] {
    let Some(index) = places.iter().position(|place| place.member == *reader) else { return &[] };
    let end = (index + around + 1).min(places.len());
    &places[index.saturating_sub(around)..end]
}

#[cfg(test)]
mod tests;
