//! When the answer to a question is shown, and what it says.

use chrono::{DateTime, Utc};

use super::find;
use crate::domain::{Bank, Language};
use crate::store::{Asked, Community, CommunityState, Tx};
use crate::view::{AnswerView, RevealPost};

/// When the answer to the question is due that stands in a community since `published`. With the next one it is not
/// posted by this time but behind that question; the time is for where none comes: after a pause, or without packs.
pub(crate) fn reveal_due(
    community: &Community,
    published: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let next = community.schedule().and_then(|schedule| schedule.next(now, community.last_day));
    community.reveal.due(published, next.map(|(_, at)| at))
}

/// The answer that is awaited comes at the time that is chosen now, or with the next question by the schedule of now.
pub(crate) async fn move_reveal(
    tx: &mut Tx,
    (before, after): (&Community, &Community),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let has_started = after.state == CommunityState::Running && before.state != CommunityState::Running;
    if (before.reveal, before.schedule()) == (after.reveal, after.schedule()) && !has_started {
        return Ok(());
    }
    let Some(asked) = tx.reveal_awaited(&after.id).await? else { return Ok(()) };
    let Some(published) = asked.published_at else { return Ok(()) };
    tx.put_reveal_due(&after.id, asked.day, Some(reveal_due(after, published, now))).await
}

/// What the thread of a question is shown.
pub(crate) async fn reveal_post(
    tx: &mut Tx,
    bank: &Bank,
    (asked, language): (&Asked, Language),
    now: DateTime<Utc>,
) -> anyhow::Result<RevealPost> {
    let found = find(tx, bank, &asked.community, &asked.question).await?;
    Ok(RevealPost {
        community: asked.community.clone(),
        day: asked.day.0,
        title: asked.title.clone(),
        language,
        answer: found.map(|found| AnswerView {
            credit: found.credit,
            ..AnswerView::of(found.question.told_in(language), bank, now.date_naive())
        }),
    })
}
