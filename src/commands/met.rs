//! What there was between a member and each question of their community, read once and counted by the rules.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Actor;
use crate::compose::{Found, find_all};
use crate::domain::{
    Bank, Comeback, Day, Mark, Met, Ordinal, Pack, Question, QuestionId, QuestionStatus, day_of,
};
use crate::store::{AskedOnce, Review, Tx};

/// A member's whole story.
pub(super) struct Story<'a> {
    /// The community's day.
    pub(super) today: Day,
    /// The questions that the member met, in the order in which they were first asked. One that is retired or no
    /// longer there is left out.
    pub(super) questions: Vec<Known<'a>>,
}

/// A question that the member met.
pub(super) struct Known<'a> {
    /// Its pack.
    pub(super) pack: &'a Pack,
    /// What it says.
    pub(super) question: Cow<'a, Question>,
    /// What there was.
    pub(super) met: Met,
    /// Whether it is asked just now.
    pub(super) is_open: bool,
}

impl Known<'_> {
    /// When it comes back. What is open is answered where it was asked.
    pub(super) fn due(&self) -> Option<Day> {
        match self.met.comeback(self.question.revision) {
            Comeback::On(day) if !self.is_open => Some(day),
            Comeback::On(_) | Comeback::Never | Comeback::Over => None,
        }
    }
}

impl<'a> Story<'a> {
    /// What is ready to come back, with its day, longest waiting first.
    pub(super) fn ready(&self) -> Vec<(Day, &Known<'a>)> {
        let mut ready = self.waiting();
        ready.retain(|(due, _)| *due <= self.today);
        ready
    }

    /// What comes back some day, soonest first.
    pub(super) fn waiting(&self) -> Vec<(Day, &Known<'a>)> {
        let mut waiting: Vec<_> =
            self.questions.iter().filter_map(|known| Some((known.due()?, known))).collect();
        waiting.sort_by_key(|(due, _)| *due);
        waiting
    }

    /// The question with this id.
    pub(super) fn known(&self, id: &QuestionId) -> Option<&Known<'a>> {
        self.questions.iter().find(|known| known.question.id == *id)
    }
}

/// Reads the asker's story.
pub(super) async fn read<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<Story<'a>> {
    let zone = tx.community(&actor.community).await?.and_then(|community| community.zone).unwrap_or(Tz::UTC);
    let today = day_of(zone, now);
    let answered: Vec<Ordinal> =
        tx.answered(&actor.community, &actor.member).await?.into_iter().map(|(ordinal, _)| ordinal).collect();
    let scores = tx.scores(&actor.community, &actor.member).await?;
    let met = answered.iter().chain(scores.iter().map(|(ordinal, _)| ordinal));
    // What was asked before someone's first answer or mark is none of their story.
    let Some(first) = met.min().copied() else {
        return Ok(Story { today, questions: Vec::new() });
    };
    let mut asked = tx.every_asked(&actor.community).await?;
    asked.retain(|asked| asked.ordinal >= first);
    let reviews = tx.reviews(&actor.community, &actor.member).await?;
    let marks = marks(scores.into_iter().map(|(_, score)| score).chain(reviews), zone);
    let mut order: Vec<&QuestionId> = Vec::new();
    let mut times: BTreeMap<&QuestionId, Vec<&AskedOnce>> = BTreeMap::new();
    for asked in &asked {
        let times = times.entry(&asked.question).or_default();
        if times.is_empty() {
            order.push(&asked.question);
        }
        times.push(asked);
    }
    let order: Vec<QuestionId> = order.into_iter().cloned().collect();
    let found = find_all(tx, bank, &actor.community, &order).await?;
    let known = |Found { pack, question, .. }: Found<'a>| {
        let times = times.get(&question.id).filter(|_| question.status == QuestionStatus::Ready)?;
        let met = Met {
            answered: times.iter().any(|asked| answered.contains(&asked.ordinal)),
            closed: times.iter().filter_map(|asked| asked.closed_at).max().map(|at| day_of(zone, at)),
            marks: marks.get(&question.id).cloned().unwrap_or_default(),
        };
        Some(Known { pack, question, met, is_open: times.iter().any(|asked| asked.closed_at.is_none()) })
    };
    Ok(Story { today, questions: found.into_iter().filter_map(known).collect() })
}

/// How someone says they did with each question, oldest first.
fn marks(said: impl Iterator<Item = Review>, zone: Tz) -> BTreeMap<QuestionId, Vec<Mark>> {
    let mut said: Vec<Review> = said.collect();
    said.sort_by_key(|review| review.at);
    let mut marks: BTreeMap<QuestionId, Vec<Mark>> = BTreeMap::new();
    for review in said {
        let mark = Mark { day: day_of(zone, review.at), revision: review.revision, score: review.score };
        marks.entry(review.question).or_default().push(mark);
    }
    marks
}
