//! *How did you do?* under an answer: the asker holds their own against it, and says so to nobody but themselves.

use chrono::{DateTime, Utc};

use super::{Actor, Scoring};
use crate::compose::find;
use crate::domain::{Bank, Day, Score};
use crate::store::{Asked, Scored, Tx};
use crate::view::{Notice, ScoreView, View};

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    scoring: Scoring,
    actor: &Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<View> {
    let (Scoring::Ask(day) | Scoring::Give(day, _)) = scoring;
    let Some(asked) = tx.asked_on(&actor.community, day).await? else {
        return Ok(View::Notice(Notice::NoSuchQuestion));
    };
    if !asked.is_out() {
        return Ok(View::Notice(Notice::AnswerToCome));
    }
    if let Scoring::Give(_, score) = scoring {
        keep(tx, bank, (&asked, score), actor, now).await?;
    }
    let saved = matches!(scoring, Scoring::Give(..));
    Ok(View::Score(Box::new(show(tx, bank, (&asked, day), (actor, saved)).await?)))
}

async fn keep(
    tx: &mut Tx,
    bank: &Bank,
    (asked, score): (&Asked, Score),
    actor: &Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    // Whoever is forgotten is found by their row.
    tx.hold_member(&actor.community, &actor.member, now).await?;
    let found = find(tx, bank, &actor.community, &asked.question).await?;
    let revision = found.map_or(asked.revision, |found| found.question.revision);
    let scored = Scored {
        community: &actor.community,
        ordinal: asked.ordinal,
        member: &actor.member,
        question: &asked.question,
        revision,
        score,
    };
    tx.put_score(&scored, now).await
}

async fn show(
    tx: &mut Tx,
    bank: &Bank,
    (asked, day): (&Asked, Day),
    (actor, saved): (&Actor, bool),
) -> anyhow::Result<ScoreView> {
    let found = find(tx, bank, &actor.community, &asked.question).await?;
    Ok(ScoreView {
        community: asked.community.clone(),
        day,
        title: asked.title.clone(),
        must: found.map(|found| found.question.told_in(actor.language).must.clone()).unwrap_or_default(),
        score: tx.score(&actor.community, &actor.member, asked.ordinal).await?,
        saved,
    })
}
