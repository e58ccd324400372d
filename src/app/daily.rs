//! The tick: which communities are due, and asking each its question of the day, once.

use std::collections::HashSet;

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};

use super::{enqueue, membership};
use crate::compose::{FEW, due_today, is_late, next_question, settle_past};
use crate::domain::{Bank, CommunityId, Day, Schedule};
use crate::effect::{ChannelKind, Effect, News, day_effect};
use crate::store::{AskedNew, Community, CommunityState, Store, Tx};

/// How many due communities are read at once.
const PAGE: i64 = 500;

/// How many due communities share a commit at most: commands that write wait for it.
const TOGETHER: usize = 10;

/// A community and when it became due.
type Due = (CommunityId, DateTime<Utc>);

/// Deals with every community whose time has come, some in a transaction. One that fails is dealt with by itself, stays
/// due, and stands in nobody's way.
pub(super) async fn tick(store: &Store, bank: &Bank, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (mut failed, mut first_error) = (HashSet::new(), None);
    loop {
        let limit = PAGE + i64::try_from(failed.len()).unwrap_or(0);
        let mut due = store.read().await?.due_communities(now, limit).await?;
        due.retain(|(community, _)| !failed.contains(community));
        if due.is_empty() {
            break;
        }
        for together in due.chunks(TOGETHER) {
            if communities_due(store, bank, together, now).await.is_ok() {
                continue;
            }
            for one in together {
                if let Err(error) = communities_due(store, bank, std::slice::from_ref(one), now).await {
                    first_error
                        .get_or_insert(error.context(format!("cannot ask today's question in {}", one.0)));
                    failed.insert(one.0.clone());
                }
            }
        }
    }
    match first_error {
        Some(error) => Err(error.context(format!("{} communities stay due", failed.len()))),
        None => Ok(()),
    }
}

/// All of them or none.
async fn communities_due(store: &Store, bank: &Bank, due: &[Due], now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = store.begin().await?;
    for one in due {
        community_due(&mut tx, bank, one, now).await?;
    }
    tx.commit().await
}

async fn community_due(
    tx: &mut Tx,
    bank: &Bank,
    (id, due_at): &Due,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    tx.hold_community(id).await?;
    let community = tx.community(id).await?.context("cannot find the community that is due")?;
    match community.state {
        CommunityState::Running => ask_today(tx, bank, (community, *due_at), now).await,
        CommunityState::Left => membership::purge_if_old(tx, &community, now).await,
        CommunityState::New | CommunityState::Paused | CommunityState::ChannelGone => {
            tx.put_due(id, None).await
        }
    }
}

async fn ask_today(
    tx: &mut Tx,
    bank: &Bank,
    (mut community, due_at): (Community, DateTime<Utc>),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(schedule) = community.schedule() else { return tx.put_due(&community.id, None).await };
    settle_past(tx, (&mut community, schedule), now).await?;
    if let Some(day) = due_today(tx, (&community, schedule), now).await? {
        community.last_day = Some(day);
        claim(tx, bank, (&mut community, schedule, due_at), day, now).await?;
    }
    let next = schedule.next(now, community.last_day).map(|(_, at)| at);
    tx.put_community(&community).await?;
    tx.put_due(&community.id, next).await
}

/// Claims the day; whoever's row it becomes posts the question.
async fn claim(
    tx: &mut Tx,
    bank: &Bank,
    (community, schedule, due_at): (&mut Community, Schedule, DateTime<Utc>),
    day: Day,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(channel) = community.channel.clone() else { return Ok(()) };
    let Some(next) = next_question(tx, bank, (community, schedule), day).await? else {
        tx.insert_missed(&community.id, day, now).await?;
        return tell_organiser(tx, community, News::NoQuestions, now).await;
    };
    let new = AskedNew {
        community: &community.id,
        day,
        ordinal: next.ordinal,
        question: &next.found.question.id,
        revision: next.found.question.revision,
        title: &next.post.title,
        round: next.round,
        channel: &channel,
    };
    if !tx.claim_day(&new, now).await? {
        return Ok(());
    }
    // The answer before goes with this question, at the latest when its day is over without it.
    tx.put_off_reveals(&community.id, schedule.end_of(day)).await?;
    tx.clear_missed(&community.id, day).await?;
    tx.clear_trouble(&community.id, News::NoQuestions.kind()).await?;
    let mut post = next.post;
    post.late = is_late(schedule, day, due_at, now);
    let effect = Effect::PublishQuestion {
        channel,
        channel_kind: ChannelKind::named(&community.channel_kind),
        role: community.role.clone(),
        not_after: schedule.end_of(day),
        post: Box::new(post),
    };
    enqueue(tx, day_effect(effect.kind(), &community.id, day), &community.id, &effect, now).await?;
    tracing::info!(
        community.id = %community.id,
        question.ordinal = next.ordinal.0,
        question.id = %next.found.question.id,
        "Asking question {}",
        next.ordinal.0
    );
    community.round = next.round;
    if next.left <= FEW && community.round_warned < next.round {
        community.round_warned = next.round;
        // What was told of an earlier round may read the same.
        tx.clear_trouble(&community.id, News::FewQuestions { left: next.left }.kind()).await?;
        tell_organiser(tx, community, News::FewQuestions { left: next.left }, now).await?;
    }
    Ok(())
}

/// Tells whoever ran `/setup` last, once for each news; told again when it changes.
pub(super) async fn tell_organiser(
    tx: &mut Tx,
    community: &Community,
    news: News,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let detail = serde_json::to_string(&news).context("cannot write the news down")?;
    if !tx.put_trouble(&community.id, (news.kind(), &detail), now).await? {
        return Ok(());
    }
    let Some(member) = community.organiser.clone() else { return Ok(()) };
    let id = crate::effect::effect_about(
        "tell_organiser",
        &community.id,
        format_args!("{}/{}", news.kind(), now.timestamp_millis()),
    );
    let effect =
        Effect::TellOrganiser { member, community: community.id.clone(), news, language: community.language };
    enqueue(tx, id, &community.id, &effect, now).await
}

/// How long the rows of a community that removed the bot are kept.
pub(super) const KEPT_AFTER_LEAVING: Duration = Duration::days(30);
