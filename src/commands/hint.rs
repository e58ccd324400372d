//! *Hint* under a question: one nudge at a time, for the asker alone. The next opens after an attempt or some hours.

use chrono::{DateTime, Utc};

use super::Actor;
use crate::compose::find;
use crate::domain::{Bank, Day, hint_opens};
use crate::store::{Asked, Tx};
use crate::view::{HintView, NextHint, Notice, View};

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    day: Day,
    actor: &Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<View> {
    let asked = tx.asked_on(&actor.community, day).await?;
    let Some(asked) = asked.filter(|asked| asked.published_at.is_some()) else {
        return Ok(View::Notice(Notice::HintsToCome));
    };
    if asked.is_out() {
        let place = asked.open_thread().map(|thread| (thread, asked.reveal_message.clone()));
        return Ok(View::Notice(Notice::AnswerIsOut(asked.community, place)));
    }
    let found = find(tx, bank, &actor.community, &asked.question).await?;
    let hints = found.map(|found| found.question.told_in(actor.language).hints.clone()).unwrap_or_default();
    if hints.is_empty() {
        return Ok(View::Notice(Notice::NoHints));
    }
    tx.hold_member(&actor.community, &actor.member, now).await?;
    let before = tx.hints_opened(&actor.community, asked.ordinal, &actor.member).await?;
    let has_tried = tx.has_answered(&actor.community, asked.ordinal, &actor.member).await?;
    let open = usize::try_from(before).unwrap_or(0).min(hints.len());
    let next = |open| next(&asked, open, (hints.len(), has_tried), now);
    let open = if next(open) == NextHint::Now { open + 1 } else { open };
    tx.put_hints_opened(&actor.community, asked.ordinal, &actor.member, i64::try_from(open)?).await?;
    Ok(View::Hint(HintView {
        hints: hints[..open].to_vec(),
        next: next(open),
        community: asked.community.clone(),
        day,
        title: asked.title.clone(),
    }))
}

/// What comes after so many open hints.
fn next(asked: &Asked, open: usize, (all, has_tried): (usize, bool), now: DateTime<Utc>) -> NextHint {
    if open >= all {
        return NextHint::Nothing;
    }
    let opens = hint_opens(open, asked.published_at.unwrap_or(now));
    if has_tried || opens <= now { NextHint::Now } else { NextHint::At(opens) }
}
