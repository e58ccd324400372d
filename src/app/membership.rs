//! The bot comes and goes, channels vanish, members leave: pausing, purging, and looking for members lazily.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::daily::{KEPT_AFTER_LEAVING, tell_organiser};
use super::{enqueue, reveals};
use crate::domain::{ChannelId, CommunityId, MemberId};
use crate::effect::{ChannelKind, Effect, News, effect_about};
use crate::store::{Community, CommunityState, Store, Tx};

/// A member shown on a board is looked for again after this.
const LOOK_AGAIN: Duration = Duration::days(7);

/// The bot was removed: nothing more is said or asked there, and its rows go after a while.
pub(super) async fn left(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    tx.hold_community(id).await?;
    let Some(mut community) = tx.community(id).await? else { return Ok(()) };
    if community.state == CommunityState::Left {
        return Ok(());
    }
    tracing::info!(community.id = %id, "Removed from a community");
    community.state = CommunityState::Left;
    community.left_at = Some(now);
    drop_outgoing(tx, id, now).await?;
    tx.put_community(&community).await?;
    tx.put_due(id, Some(now + KEPT_AFTER_LEAVING)).await
}

/// The bot is back: settings are as they were, and an organiser starts it.
pub(super) async fn joined(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    tx.hold_community(id).await?;
    let Some(mut community) = tx.community(id).await? else { return Ok(()) };
    if community.state != CommunityState::Left {
        return Ok(());
    }
    community.state = CommunityState::Paused;
    community.left_at = None;
    tx.put_community(&community).await?;
    reveals::due_again(tx, id, now).await?;
    tx.put_due(id, None).await
}

/// Nothing waits any more. A question that waited to be posted never comes: its day is missed, and its number and its
/// place in the round are free again.
async fn drop_outgoing(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    tx.clear_outgoing(id).await?;
    for day in tx.unclaim_unposted(id).await? {
        tx.insert_missed(id, day, now).await?;
    }
    Ok(())
}

/// Compares the communities that the bot is in with those it knows: some may have removed it while it was away.
pub(super) async fn communities_seen(
    store: &Store,
    platform: &str,
    seen: &[CommunityId],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let seen: std::collections::HashSet<&CommunityId> = seen.iter().collect();
    let known = store.read().await?.communities_of(platform).await?;
    for community in known.iter().filter(|community| !seen.contains(community)) {
        let mut tx = store.begin().await?;
        left(&mut tx, community, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Removes what is known of a community that removed the bot long enough ago.
pub(super) async fn purge_if_old(
    tx: &mut Tx,
    community: &Community,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let purge_at = community.left_at.unwrap_or(now) + KEPT_AFTER_LEAVING;
    if now < purge_at {
        return tx.put_due(&community.id, Some(purge_at)).await;
    }
    tracing::info!(community.id = %community.id, "Deleting a community that removed the bot");
    tx.delete_community(&community.id).await
}

/// A channel was deleted.
pub(super) async fn channel_deleted(
    tx: &mut Tx,
    id: &CommunityId,
    channel: &ChannelId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(community) = tx.community(id).await? else { return Ok(()) };
    if community.channel.as_ref() != Some(channel) {
        return Ok(());
    }
    channel_gone(tx, id, now).await
}

/// The channels as they are: the community's own may have been deleted while the bot was away. A list without any
/// says more about the list than about the channels.
pub(super) async fn channels_seen(
    tx: &mut Tx,
    id: &CommunityId,
    channels: &[(ChannelId, Option<ChannelKind>)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(community) = tx.community(id).await? else { return Ok(()) };
    let Some(channel) = &community.channel else { return Ok(()) };
    match channels.iter().find(|(seen, _)| seen == channel) {
        Some((_, Some(kind))) => channel_changed(tx, id, (channel, *kind)).await,
        None if !channels.is_empty() => channel_gone(tx, id, now).await,
        // One that cannot hold questions any more is found out by the post, whose refusal organisers are told.
        Some((_, None)) | None => Ok(()),
    }
}

/// The community's channel may be of another kind now: what is posted from here on follows it.
pub(super) async fn channel_changed(
    tx: &mut Tx,
    id: &CommunityId,
    (channel, kind): (&ChannelId, ChannelKind),
) -> anyhow::Result<()> {
    let is_news = |community: &Community| {
        community.channel.as_ref() == Some(channel) && community.channel_kind != kind.name()
    };
    // Most changes are of another channel, or of its name: they hold nobody up.
    if !tx.community(id).await?.is_some_and(|community| is_news(&community)) {
        return Ok(());
    }
    tx.hold_community(id).await?;
    let Some(mut community) = tx.community(id).await?.filter(is_news) else { return Ok(()) };
    tracing::info!(community.id = %id, kind = kind.name(), "The channel for questions is of another kind now");
    community.channel_kind = kind.name().to_owned();
    tx.put_community(&community).await
}

/// The community's channel is gone: it pauses, and organisers are told.
pub(super) async fn channel_gone(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    tx.hold_community(id).await?;
    let Some(mut community) = tx.community(id).await? else { return Ok(()) };
    if community.state != CommunityState::Running {
        return Ok(());
    }
    tracing::warn!(community.id = %id, "The channel for questions is gone");
    community.state = CommunityState::ChannelGone;
    drop_outgoing(tx, id, now).await?;
    tx.put_community(&community).await?;
    tx.put_due(id, None).await?;
    tell_organiser(tx, &community, News::ChannelGone, now).await
}

/// Has the platform asked whether the members who stood on a board are still there; each at most once in a while.
pub(super) async fn look_for(
    store: &Store,
    community: &CommunityId,
    shown: &BTreeSet<MemberId>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let before = now - LOOK_AGAIN;
    let mut stale = Vec::new();
    let mut tx = store.read().await?;
    for member in shown {
        if tx.is_unchecked(community, member, before).await? {
            stale.push(member);
        }
    }
    drop(tx);
    if stale.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    for member in stale {
        if tx.put_checked(community, member, (before, now)).await? {
            let effect = Effect::CheckMember { community: community.clone(), member: member.clone() };
            enqueue(&mut tx, effect_about(effect.kind(), community, member), community, &effect, now).await?;
        }
    }
    tx.commit().await
}
