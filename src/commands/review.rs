//! `/review`: what the asker missed or found hard, brought back to them alone and only when they ask.
//!
//! A button carries the day on which its question came due. Once the question is marked that day is over, so that an
//! old button, pressed again or after a restart, finds nothing to do and says so.

use chrono::{DateTime, Utc};

use super::met::{self, Known, Story};
use super::{Actor, Review};
use crate::domain::{Bank, Comeback, Day, Language, Premise, QuestionId};
use crate::store::{self, Tx};
use crate::view::{AnswerView, Notice, ReviewPress, ReviewView, ReviewedView, View};

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    step: Review,
    by: (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    match step {
        Review::Next => next(tx, bank, by).await,
        Review::Of(question, due, press) => press_on(tx, bank, (&question, due, press), by).await,
    }
}

async fn next(tx: &mut Tx, bank: &Bank, by: (&Actor, DateTime<Utc>)) -> anyhow::Result<View> {
    let story = met::read(tx, bank, by).await?;
    if let Some((due, known)) = story.ready().first() {
        return show(tx, known, (*due, 0, false), (bank, by.0, by.1)).await;
    }
    let soonest = story.waiting().first().map(|(due, _)| *due);
    Ok(View::Notice(match story.questions.is_empty() {
        true => Notice::NothingMet,
        false => Notice::NothingBack(soonest),
    }))
}

async fn press_on(
    tx: &mut Tx,
    bank: &Bank,
    (question, due, press): (&QuestionId, Day, ReviewPress),
    by: (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let (actor, now) = by;
    if matches!(press, ReviewPress::Score(_)) {
        // Of two presses at once the second reads what the first has left. Who is not known has nothing to mark.
        tx.hold_known_member(&actor.community, &actor.member).await?;
    }
    let story = met::read(tx, bank, by).await?;
    let Some(known) = story.known(question).filter(|known| known.due() == Some(due)) else {
        return Ok(reviewed(&story, (question, actor.language), (true, false)));
    };
    let score = match press {
        ReviewPress::Hints(hints) => return show(tx, known, (due, hints, false), (bank, by.0, by.1)).await,
        ReviewPress::Answer => return show(tx, known, (due, 0, true), (bank, by.0, by.1)).await,
        ReviewPress::Score(score) => score,
    };
    let revision = known.question.revision;
    let review = store::Review { question: question.clone(), revision, score, at: now };
    let is_new = tx.insert_review((&actor.community, &actor.member), due, &review).await?;
    let story = met::read(tx, bank, by).await?;
    Ok(reviewed(&story, (question, actor.language), (!is_new, !score.is_good())))
}

/// A question with as many of its hints as were asked for, or with what a strong answer covers.
async fn show(
    tx: &mut Tx,
    known: &Known<'_>,
    (due, hints, answer): (Day, usize, bool),
    (bank, actor, now): (&Bank, &Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let question = &*known.question;
    let asked = tx.last_asked(&actor.community, &question.id).await?;
    let marked = known.met.marks.last().map(|mark| mark.revision);
    let last_met = marked.max(asked.as_ref().map(|asked| asked.revision));
    let told = question.told_in(actor.language);
    Ok(View::Review(Box::new(ReviewView {
        question: question.id.clone(),
        due,
        title: told.title.clone(),
        scenario: told.scenario.clone(),
        note: match &told.premise {
            Premise::Retired(note) => Some(note.clone()),
            Premise::Current | Premise::Dated(_) => None,
        },
        day: asked.as_ref().map_or(due, |asked| asked.day),
        thread: asked.and_then(|asked| asked.open_thread()),
        changed: last_met.is_some_and(|revision| revision < question.revision),
        hints: told.hints.iter().take(hints).cloned().collect(),
        more_hints: hints < told.hints.len(),
        answer: answer.then(|| AnswerView::of(told, bank, now.date_naive())),
    })))
}

fn reviewed(
    story: &Story<'_>,
    (question, language): (&QuestionId, Language),
    (before, low): (bool, bool),
) -> View {
    let known = story.known(question);
    let comeback = known.map_or(Comeback::Never, |known| known.met.comeback(known.question.revision));
    // What is open just now is answered where it is asked, and an old day's button says nothing of a new one.
    let is_ahead = |known: &Known<'_>| known.due().is_some_and(|due| due > story.today);
    let is_told = comeback == Comeback::Over || known.is_some_and(is_ahead);
    View::Reviewed(ReviewedView {
        title: known.map(|known| known.question.told_in(language).title.clone()),
        before,
        low,
        comeback: if is_told { comeback } else { Comeback::Never },
        ready: story.ready().len(),
    })
}
