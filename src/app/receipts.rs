//! What carrying out an effect brought: the next step, or what organisers must know.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};

use super::daily::tell_organiser;
use super::{answers, away, enqueue, membership, private, reveals};
use crate::commands::private::share_closed;
use crate::compose::reveal_due;
use crate::domain::{Bank, ChannelId, CommunityId, Day, MessageId, Ordinal, ThreadId};
use crate::effect::{ChannelKind, Effect, EffectId, News, Part, Receipt, day_effect};
use crate::event::Refusal;
use crate::store::{Asked, Tx};
use crate::view::QuestionPost;
use crate::words::Words;

/// A post that stood there for longer before it was noted may have been answered unheard.
const NOTED_AT_ONCE: Duration = Duration::minutes(1);

/// The question stands in the channel: note it, close the one before and show its answer, open the thread, move the pin.
pub(super) async fn published(
    tx: &mut Tx,
    bank: &Bank,
    id: &EffectId,
    (message, thread, at, kind): (MessageId, ThreadId, DateTime<Utc>, ChannelKind),
    now: DateTime<Utc>,
) -> anyhow::Result<Option<(Asked, ThreadId)>> {
    let Some((community, effect)) = take(tx, id).await? else { return Ok(None) };
    let Effect::PublishQuestion { post, not_after, .. } = effect else { return Ok(None) };
    let day = Day(post.day);
    tx.hold_community(&community).await?;
    let before = tx.latest_asked(&community, 1).await?.pop();
    if before.as_ref().is_some_and(|before| before.ordinal > Ordinal(post.ordinal)) {
        // Found after a later question was asked: it had no thread while it could be answered.
        let_day_go(tx, id, &community, day, now).await?;
        return Ok(None);
    }
    if !tx.put_published((&community, day), (&message, &thread, kind.name()), at).await? {
        return Ok(None);
    }
    if kind == ChannelKind::Forum {
        tx.put_thread_opened(&community, day, at).await?;
    }
    let asked = tx.asked_on(&community, day).await?.context("cannot find the question just posted")?;
    if let Some(settings) = tx.community(&community).await? {
        tx.put_reveal_due(&community, day, Some(reveal_due(&settings, at, now))).await?;
    }
    if let Some(before) = &before {
        close(tx, before, &asked, (at, now)).await?;
        if before.closed_at.is_none() {
            reveals::reveal(tx, bank, before, now).await?;
        }
    }
    next_steps(tx, &asked, (&post, not_after), now).await?;
    if now > at + NOTED_AT_ONCE {
        away::thread_found(tx, &thread, now).await?;
    }
    tx.clear_trouble(&community, "post_failed").await?;
    tx.clear_trouble(&community, "post_uncertain").await?;
    Ok(Some((asked, thread)))
}

/// Closes the question before for the streak. Whoever answered it after the new one stood there is late.
async fn close(
    tx: &mut Tx,
    before: &Asked,
    asked: &Asked,
    (at, now): (DateTime<Utc>, DateTime<Utc>),
) -> anyhow::Result<()> {
    tx.close_before(&asked.community, asked.ordinal, at).await?;
    for member in tx.answered_since(&asked.community, before.ordinal, at).await? {
        // Someone else may be computing the same streak from an answer to an older question.
        if !tx.hold_known_member(&asked.community, &member).await? {
            continue;
        }
        answers::save_streak(tx, &asked.community, &member).await?;
    }
    share_closed(tx, before, now).await?;
    // What never worked for yesterday is not done behind today's post.
    for kind in ["open_thread", "crosspost_question", "pin_question"] {
        tx.take_outgoing(&day_effect(kind, &asked.community, before.day).0).await?;
    }
    Ok(())
}

async fn next_steps(
    tx: &mut Tx,
    asked: &Asked,
    (post, not_after): (&QuestionPost, DateTime<Utc>),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let id = &asked.community;
    let (Some(message), Some(community)) = (asked.message.clone(), tx.community(id).await?) else {
        return Ok(());
    };
    let (channel, channel_kind) = (asked.channel.clone(), ChannelKind::named(&asked.channel_kind));
    let mut effects = Vec::new();
    if asked.thread_opened_at.is_none() {
        let name =
            Words::from(post.language).thread_name(post.ordinal, &post.title).chars().take(100).collect();
        effects.push(Effect::OpenThread { channel: channel.clone(), message: message.clone(), name });
    }
    if channel_kind == ChannelKind::Announcement && community.publishes {
        let (channel, message) = (channel.clone(), message.clone());
        effects.push(Effect::CrosspostQuestion { channel, message, not_after });
    }
    if community.pins {
        effects.push(Effect::PinQuestion { channel, channel_kind, message });
    }
    for effect in effects {
        enqueue(tx, day_effect(effect.kind(), id, asked.day), id, &effect, now).await?;
    }
    unpin(tx, id, asked.day, now).await
}

/// Takes away every pin of ours.
async fn unpin(tx: &mut Tx, community: &CommunityId, day: Day, now: DateTime<Utc>) -> anyhow::Result<()> {
    for (channel, kind, message) in tx.pinned(community).await? {
        let id = EffectId(format!("{}/{message}", day_effect("unpin_question", community, day)));
        let effect = Effect::UnpinQuestion { channel, channel_kind: ChannelKind::named(&kind), message };
        enqueue(tx, id, community, &effect, now).await?;
    }
    Ok(())
}

/// An effect other than the post itself was carried out.
pub(super) async fn done(
    tx: &mut Tx,
    id: &EffectId,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some((community, effect)) = read(tx.take_attempted(&id.0).await?)? else { return Ok(()) };
    match effect {
        Effect::CompareThread { .. } => away::thread_read(tx, effect, receipt, now).await,
        Effect::OpenThread { message, .. } => {
            let thread = ThreadId(message.0);
            if let Some(asked) = tx.asked_in(&thread).await? {
                tx.put_thread_opened(&community, asked.day, now).await?;
            }
            tx.clear_trouble(&community, "thread_failed").await
        }
        Effect::CrosspostQuestion { message, .. } => {
            tx.put_crossposted(&community, &message, now).await?;
            tx.clear_trouble(&community, "crosspost_failed").await
        }
        Effect::PinQuestion { message, .. } => {
            tx.put_pinned(&community, &message, Some(now)).await?;
            tx.clear_trouble(&community, "pin_failed").await
        }
        Effect::UnpinQuestion { message, .. } => tx.put_pinned(&community, &message, None).await,
        Effect::CheckMember { member, .. } => {
            let gone = receipt == Receipt::MemberIs { present: false };
            tx.put_gone(&community, &member, gone).await
        }
        Effect::MarkAnswer { .. } => tx.clear_trouble(&community, "mark_failed").await,
        Effect::RevealAnswer { post, .. } => {
            if let Receipt::Revealed { message, at } = receipt {
                tx.put_revealed(&community, Day(post.day), &message, at).await?;
            }
            tx.clear_trouble(&community, "reveal_failed").await
        }
        Effect::ShareAnswer { day, member, .. } => {
            let Receipt::Shared(message) = receipt else { return Ok(()) };
            private::shared(tx, (&community, Day(day), &member), Some(message)).await
        }
        Effect::TellOrganiser { news: News::Decided { suggestion, .. }, .. } => {
            tx.put_told(&community, &suggestion).await
        }
        Effect::PublishQuestion { .. }
        | Effect::Congratulate { .. }
        | Effect::UnshareAnswer { .. }
        | Effect::TellOrganiser { .. } => Ok(()),
    }
}

/// An effect cannot be carried out. What organisers can mend waits for them; the rest is let go.
pub(super) async fn refused(
    tx: &mut Tx,
    id: &EffectId,
    refusal: Refusal,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some((community, effect)) = named(tx, id).await? else { return Ok(()) };
    let (part, waits) = match &effect {
        Effect::PublishQuestion { post, channel, .. } => match refusal {
            Refusal::Stale => return let_day_go(tx, id, &community, Day(post.day), now).await,
            Refusal::PlaceGone(_) => {
                let_day_go(tx, id, &community, Day(post.day), now).await?;
                return place_gone(tx, &community, channel, now).await;
            }
            Refusal::Forbidden(_) | Refusal::Other(_) | Refusal::MemberGone => {
                // A later refusal may be of the look that follows a doubt, and then says nothing about the post.
                tx.clear_first_attempt(&id.0).await?;
                (Part::Message, true)
            }
        },
        Effect::OpenThread { .. } => {
            (Part::Thread, matches!(refusal, Refusal::Forbidden(_) | Refusal::Other(_)))
        }
        Effect::CrosspostQuestion { .. } => (Part::Crosspost, false),
        Effect::PinQuestion { .. } => (Part::Pin, false),
        Effect::MarkAnswer { .. } => (Part::Mark, false),
        Effect::RevealAnswer { .. } => {
            tx.clear_first_attempt(&id.0).await?;
            // A thread that a moderator deleted stays deleted, and whoever could mend the rest had a week.
            (Part::Reveal, matches!(refusal, Refusal::Forbidden(_) | Refusal::Other(_)))
        }
        Effect::UnpinQuestion { message, .. } => {
            tx.put_pinned(&community, message, None).await?;
            take(tx, id).await?;
            return Ok(());
        }
        Effect::CheckMember { member, .. } => {
            if refusal == Refusal::MemberGone {
                tx.put_gone(&community, member, true).await?;
            }
            take(tx, id).await?;
            return Ok(());
        }
        Effect::CompareThread { .. } => {
            // A thread that is gone keeps the answers that were given in it.
            if !matches!(refusal, Refusal::Forbidden(_)) {
                take(tx, id).await?;
            }
            return Ok(());
        }
        Effect::ShareAnswer { day, member, .. } => {
            take(tx, id).await?;
            return private::shared(tx, (&community, Day(*day), member), None).await;
        }
        Effect::Congratulate { .. } | Effect::UnshareAnswer { .. } | Effect::TellOrganiser { .. } => {
            take(tx, id).await?;
            return Ok(());
        }
    };
    if !waits {
        take(tx, id).await?;
    }
    let why = match refusal {
        Refusal::Forbidden(why) => why,
        Refusal::Other(why) if part != Part::Mark => why,
        // Nobody needs to know that a mark came too late or that a moderator deleted a message.
        Refusal::Other(_) | Refusal::PlaceGone(_) | Refusal::MemberGone | Refusal::Stale => return Ok(()),
    };
    let Some(community) = tx.community(&community).await? else { return Ok(()) };
    tell_organiser(tx, &community, News::PostFailed { part, why }, now).await
}

/// A post's channel is gone; the community may have moved to another meanwhile.
async fn place_gone(
    tx: &mut Tx,
    community: &CommunityId,
    channel: &ChannelId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let has_moved =
        tx.community(community).await?.is_some_and(|community| community.channel.as_ref() != Some(channel));
    if has_moved {
        return Ok(());
    }
    membership::channel_gone(tx, community, now).await
}

/// Nobody knows whether the post was made, and the bot may not look: it waits, and organisers are told.
pub(super) async fn uncertain(tx: &mut Tx, id: &EffectId, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some((community, effect)) = named(tx, id).await? else { return Ok(()) };
    let Effect::PublishQuestion { channel, .. } = effect else { return Ok(()) };
    let Some(community) = tx.community(&community).await? else { return Ok(()) };
    tell_organiser(tx, &community, News::PostUncertain { channel }, now).await
}

/// The day is over without its question: recorded as missed, and nobody's streak is touched.
async fn let_day_go(
    tx: &mut Tx,
    id: &EffectId,
    community: &CommunityId,
    day: Day,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    take(tx, id).await?;
    if tx.unclaim_day(community, day).await? {
        tx.insert_missed(community, day, now).await?;
    }
    Ok(())
}

async fn take(tx: &mut Tx, id: &EffectId) -> anyhow::Result<Option<(CommunityId, Effect)>> {
    read(tx.take_outgoing(&id.0).await?)
}

async fn named(tx: &mut Tx, id: &EffectId) -> anyhow::Result<Option<(CommunityId, Effect)>> {
    read(tx.outgoing_named(&id.0).await?)
}

fn read(row: Option<(CommunityId, String)>) -> anyhow::Result<Option<(CommunityId, Effect)>> {
    let Some((community, payload)) = row else { return Ok(None) };
    let effect = serde_json::from_str(&payload).context("cannot read the effect")?;
    Ok(Some((community, effect)))
}
