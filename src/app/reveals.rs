//! The reveal: what a strong answer covers, shown once in the question's thread.
//!
//! It comes behind the question after it (`receipts`), or by the tick when its own time has come: so many hours after the
//! question, or when the next one would have come and did not. Questions that were closed before the bot knew reveals are
//! left alone: nobody wants a month of answers in one morning.

use std::collections::HashSet;

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};

use super::enqueue;
use crate::compose::reveal_post;
use crate::domain::{Bank, CommunityId, Day};
use crate::effect::{Effect, day_effect};
use crate::store::{Asked, CommunityState, Store, Tx};

/// How long an answer that cannot be posted waits for an organiser.
const WAITS: Duration = Duration::days(7);

/// How many due answers are read at once.
const PAGE: i64 = 500;

/// How many share a commit at most: commands that write wait for it.
const TOGETHER: usize = 10;

/// A question whose answer is due.
type Due = (CommunityId, Day);

/// Has every answer shown whose time has come. One that fails stays due and stands in nobody's way.
pub(super) async fn tick(store: &Store, bank: &Bank, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (mut failed, mut first_error): (HashSet<Due>, _) = (HashSet::new(), None);
    loop {
        let limit = PAGE + i64::try_from(failed.len()).unwrap_or(0);
        let mut due = store.read().await?.due_reveals(now, limit).await?;
        due.retain(|one| !failed.contains(one));
        if due.is_empty() {
            break;
        }
        for together in due.chunks(TOGETHER) {
            if answers_due(store, bank, together, now).await.is_ok() {
                continue;
            }
            for one in together {
                if let Err(error) = answers_due(store, bank, std::slice::from_ref(one), now).await {
                    first_error.get_or_insert(error.context(format!("cannot show an answer in {}", one.0)));
                    failed.insert(one.clone());
                }
            }
        }
    }
    match first_error {
        Some(error) => Err(error.context(format!("{} answers stay due", failed.len()))),
        None => Ok(()),
    }
}

/// All of them or none.
async fn answers_due(store: &Store, bank: &Bank, due: &[Due], now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = store.begin().await?;
    for (id, day) in due {
        tx.hold_community(id).await?;
        if !tx.is_reveal_due(id, *day, now).await? {
            continue;
        }
        let community = tx.community(id).await?.context("cannot find the answer's community")?;
        match community.state {
            // Nothing can be said there. Who invites the bot again is shown the last answer then.
            CommunityState::Left => tx.put_reveal_due(id, *day, None).await?,
            CommunityState::New
            | CommunityState::Running
            | CommunityState::Paused
            | CommunityState::ChannelGone => {
                let asked = tx.asked_on(id, *day).await?.context("cannot find the answer's question")?;
                reveal(&mut tx, bank, &asked, now).await?;
            }
        }
    }
    tx.commit().await
}

/// Has an answer shown that was not shown yet.
pub(super) async fn reveal(
    tx: &mut Tx,
    bank: &Bank,
    asked: &Asked,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    tx.put_reveal_due(&asked.community, asked.day, None).await?;
    tx.clear_hints(&asked.community, asked.ordinal).await?;
    if asked.revealed_at.is_some() {
        return Ok(());
    }
    let (Some(thread), Some(since)) = (asked.open_thread(), asked.published_at) else {
        tracing::info!(
            community.id = %asked.community,
            question.ordinal = asked.ordinal.0,
            "There is no thread to show the answer in"
        );
        return Ok(());
    };
    let settings = tx.community(&asked.community).await?;
    let language = settings.map(|community| community.language).unwrap_or_default();
    let post = Box::new(reveal_post(tx, bank, (asked, language), now).await?);
    let effect = Effect::RevealAnswer { thread, since, not_after: now + WAITS, post };
    enqueue(tx, day_effect(effect.kind(), &asked.community, asked.day), &asked.community, &effect, now).await
}

/// The bot is back in a community: the last answers, if they were still to be shown, are due. After a week nobody waits.
pub(super) async fn due_again(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    for asked in tx.latest_asked(id, 2).await? {
        let is_fresh = asked.published_at.is_some_and(|at| now < at + WAITS);
        tx.put_reveal_due(id, asked.day, is_fresh.then_some(now)).await?;
    }
    Ok(())
}
