//! Answers: a member's message in a question's thread, and what becomes of it when it is deleted.

use chrono::{DateTime, Duration, Utc};

use super::enqueue;
use crate::domain::{
    CommunityId, MILESTONES, MemberId, MessageId, Ordinal, Streak, ThreadId, Verdict, judge,
};
use crate::effect::{Effect, effect_about};
use crate::event::Message;
use crate::store::{Answer, Asked, SavedStreak, Tx};

/// How long a member may wait for the mark on an answer before it only disturbs.
const MARK_WITHIN: Duration = Duration::minutes(10);

pub(super) async fn message_posted(tx: &mut Tx, message: Message, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some(asked) = tx.hold_asked_in(&message.thread).await? else { return Ok(()) };
    tx.hold_member(&asked.community, &message.author, now).await?;
    let answer = Answer {
        community: &asked.community,
        ordinal: asked.ordinal,
        message: &message.id,
        member: &message.author,
        at: message.at,
    };
    if !tx.insert_answer(&answer).await? {
        return Ok(());
    }
    let (streak, published) = save_streak(tx, &asked.community, &message.author).await?;
    mark(tx, &asked, &message, now).await?;
    if judge(asked.closed_at, message.at) == Verdict::Counts {
        congratulate(tx, &asked, &message.author, (streak, &published), now).await?;
    }
    Ok(())
}

pub(super) async fn messages_deleted(
    tx: &mut Tx,
    thread: &ThreadId,
    messages: &[MessageId],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(asked) = tx.hold_asked_in(thread).await? else { return Ok(()) };
    for message in messages {
        let Some(member) = tx.withdraw_answer(&asked.community, asked.ordinal, message).await? else {
            continue;
        };
        tx.hold_member(&asked.community, &member, now).await?;
        save_streak(tx, &asked.community, &member).await?;
        tx.take_outgoing(&effect_about("mark_answer", &asked.community, message).0).await?;
    }
    Ok(())
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

async fn mark(tx: &mut Tx, asked: &Asked, message: &Message, now: DateTime<Utc>) -> anyhow::Result<()> {
    let effect = Effect::MarkAnswer {
        thread: message.thread.clone(),
        message: message.id.clone(),
        not_after: now + MARK_WITHIN,
    };
    let id = effect_about(effect.kind(), &asked.community, &message.id);
    enqueue(tx, id, &asked.community, &effect, now).await
}

async fn congratulate(
    tx: &mut Tx,
    asked: &Asked,
    member: &MemberId,
    (streak, published): (Streak, &[Ordinal]),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    if streak.last != Some(asked.ordinal) || !MILESTONES.contains(&streak.run) {
        return Ok(());
    }
    let back = usize::try_from(streak.run).unwrap_or(1) - 1;
    let last = published.iter().position(|ordinal| *ordinal == asked.ordinal).unwrap_or(0);
    let Some(start) = published.get(last.saturating_sub(back)) else { return Ok(()) };
    if !tx.insert_milestone(&asked.community, member, (streak.run, *start)).await? {
        return Ok(());
    }
    let Some(thread) = asked.thread.clone() else { return Ok(()) };
    let effect = Effect::Congratulate { thread, member: member.clone(), length: streak.run };
    let id =
        effect_about(effect.kind(), &asked.community, format_args!("{member}/{}/{}", streak.run, start.0));
    enqueue(tx, id, &asked.community, &effect, now).await
}
