//! Answers: a member's message in a question's thread, and what becomes of it when it is deleted.

use chrono::{DateTime, Duration, Utc};

use super::enqueue;
use crate::domain::{CommunityId, MILESTONES, MemberId, MessageId, Ordinal, Streak, ThreadId};
use crate::effect::{Effect, Seen, effect_about};
use crate::event::Message;
use crate::store::{Answer, Asked, SavedStreak, Tx};

/// How long a member may wait for the mark on an answer before it only disturbs.
const MARK_WITHIN: Duration = Duration::minutes(10);

pub(super) async fn message_posted(tx: &mut Tx, message: Message, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some(asked) = tx.hold_asked_in(&message.thread).await? else { return Ok(()) };
    let seen = Seen { id: message.id, author: message.author, at: message.at };
    if note(tx, &asked, &seen, now).await? {
        count(tx, &asked, &seen.author, now).await?;
    }
    Ok(())
}

/// Notes an answer, and has it marked while that is news; `false` when it was known.
pub(super) async fn note(
    tx: &mut Tx,
    asked: &Asked,
    seen: &Seen,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    if tx.is_noted(&asked.community, asked.ordinal, &seen.id).await? {
        // Perhaps of someone who asked to be forgotten: not even that they are there is noted again.
        return Ok(false);
    }
    // Whoever wrote was there when they wrote.
    tx.hold_member(&asked.community, &seen.author, seen.at.min(now)).await?;
    let answer = Answer {
        community: &asked.community,
        ordinal: asked.ordinal,
        message: &seen.id,
        member: &seen.author,
        at: seen.at,
    };
    if !tx.insert_answer(&answer).await? {
        return Ok(false);
    }
    mark(tx, asked, seen, now).await?;
    Ok(true)
}

/// Computes the streak of a member whose answer was noted, and congratulates them on a long run.
pub(super) async fn count(
    tx: &mut Tx,
    asked: &Asked,
    member: &MemberId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let before = tx.streak(&asked.community, member).await?.streak;
    let (streak, published) = save_streak(tx, &asked.community, member).await?;
    congratulate(tx, asked, member, (before, streak, &published), now).await
}

pub(super) async fn messages_deleted(
    tx: &mut Tx,
    thread: &ThreadId,
    messages: &[MessageId],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(asked) = tx.hold_asked_in(thread).await? else { return Ok(()) };
    for message in messages {
        if let Some(member) = withdraw(tx, &asked, message, now).await? {
            save_streak(tx, &asked.community, &member).await?;
        }
    }
    Ok(())
}

/// Withdraws the answer that a deleted message was; its author, whose streak is to be computed again.
pub(super) async fn withdraw(
    tx: &mut Tx,
    asked: &Asked,
    message: &MessageId,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<MemberId>> {
    let Some(member) = tx.withdraw_answer(&asked.community, asked.ordinal, message).await? else {
        return Ok(None);
    };
    tx.hold_member(&asked.community, &member, now).await?;
    tx.take_outgoing(&effect_about("mark_answer", &asked.community, message).0).await?;
    Ok(Some(member))
}

/// Computes a member's streak from their answers and saves it; returned with every question asked.
pub(super) async fn save_streak(
    tx: &mut Tx,
    community: &CommunityId,
    member: &MemberId,
) -> anyhow::Result<(Streak, Vec<Ordinal>)> {
    let published = tx.published(community).await?;
    let saved = compute_streak(tx, community, member, &published).await?;
    tx.put_streak(community, member, saved).await?;
    Ok((saved.streak, published))
}

/// A member's streak, computed from their answers: the truth that the saved one must equal.
pub(crate) async fn compute_streak(
    tx: &mut Tx,
    community: &CommunityId,
    member: &MemberId,
    published: &[Ordinal],
) -> anyhow::Result<SavedStreak> {
    let answered = tx.answered(community, member).await?;
    let in_time: Vec<Ordinal> =
        answered.iter().filter(|(_, in_time)| *in_time).map(|(ordinal, _)| *ordinal).collect();
    Ok(SavedStreak {
        streak: Streak::of(published, &in_time),
        total: i64::try_from(answered.len()).unwrap_or(i64::MAX),
    })
}

async fn mark(tx: &mut Tx, asked: &Asked, seen: &Seen, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some(thread) = asked.thread.clone() else { return Ok(()) };
    let not_after = seen.at + MARK_WITHIN;
    if now > not_after {
        return Ok(());
    }
    let effect = Effect::MarkAnswer { thread, message: seen.id.clone(), not_after };
    let id = effect_about(effect.kind(), &asked.community, &seen.id);
    enqueue(tx, id, &asked.community, &effect, now).await
}

/// One line for a run that has just become long. An answer that is told after a later question's may close a gap, so
/// that the run grows by more than one.
async fn congratulate(
    tx: &mut Tx,
    asked: &Asked,
    member: &MemberId,
    (before, after, published): (Streak, Streak, &[Ordinal]),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let reached = MILESTONES.into_iter().filter(|length| before.run < *length && *length <= after.run);
    let Some(last) = after.last else { return Ok(()) };
    let back = usize::try_from(after.run).unwrap_or(1) - 1;
    let at = published.iter().position(|ordinal| *ordinal == last).unwrap_or(0);
    let Some(start) = published.get(at.saturating_sub(back)) else { return Ok(()) };
    let mut is_news = false;
    for length in reached {
        is_news = tx.insert_milestone(&asked.community, member, (length, *start)).await?;
    }
    if !is_news {
        return Ok(());
    }
    let Some(thread) = tx.thread_of(&asked.community, last).await? else { return Ok(()) };
    let language = tx.community(&asked.community).await?.map(|community| community.language);
    let language = language.unwrap_or_default();
    let effect = Effect::Congratulate { thread, member: member.clone(), length: after.run, language };
    let id =
        effect_about(effect.kind(), &asked.community, format_args!("{member}/{}/{}", after.run, start.0));
    enqueue(tx, id, &asked.community, &effect, now).await
}
