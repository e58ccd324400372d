//! What happened while nobody listened: threads and ledger are compared both ways.
//!
//! A question's thread is read page by page, newest first. What is not in the ledger is noted as if it were told now; what
//! is in the ledger and not in the thread was deleted. Whatever is told meanwhile comes to the same: notes are kept by
//! message, and an answer that was withdrawn stays so.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::{answers, pending};
use crate::domain::{CommunityId, MemberId, MessageId, ThreadId};
use crate::effect::{Effect, Receipt, Seen, effect_about};
use crate::store::{Asked, Tx};

/// So many of a community's latest questions are compared after every absence, however short: a working week and more,
/// which is where people still answer and delete. Older ones were closed before, so that no streak waits for them.
const LATEST: i64 = 7;

/// What was heard is compared again for so long before the absence: clocks differ, and what was told in the last moments
/// may not have been noted.
const OVERLAP: Duration = Duration::minutes(10);

/// How far back answers are looked for when nobody noted until when everything was heard.
const UNKNOWN: Duration = Duration::days(7);

/// How long a thread that may not be read waits for an organiser; the next absence calls for it anew.
const WAITS: Duration = Duration::days(1);

/// What happens in a community is told from here on.
pub(super) async fn hearing_began(tx: &mut Tx, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    let heard = tx.heard_until(id.platform()).await?;
    let since = heard.unwrap_or(now - UNKNOWN) - OVERLAP;
    for (age, asked) in (0..).zip(tx.asked_lately(id, since, LATEST).await?) {
        compare(tx, &asked, (since, age), now).await?;
    }
    Ok(())
}

/// Has a thread read that was not listened to from its beginning.
pub(super) async fn thread_found(tx: &mut Tx, thread: &ThreadId, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some(asked) = tx.asked_in(thread).await? else { return Ok(()) };
    let since = asked.published_at.unwrap_or(now) - OVERLAP;
    compare(tx, &asked, (since, 0), now).await
}

async fn compare(
    tx: &mut Tx,
    asked: &Asked,
    (since, age): (DateTime<Utc>, i64),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(thread) = asked.thread.clone() else { return Ok(()) };
    let noted = tx.noted_answers(&asked.community, asked.ordinal).await?;
    let noted = noted.into_iter().map(|(message, _)| message).reduce(newer);
    let not_after = now + WAITS;
    let page = Effect::CompareThread { thread, before: None, noted, since, age, not_after };
    read_page(tx, &asked.community, &page, now).await
}

/// Calls for a page, in place of any other of its thread: what is read later knows more.
async fn read_page(
    tx: &mut Tx,
    community: &CommunityId,
    page: &Effect,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Effect::CompareThread { thread, .. } = page else { return Ok(()) };
    let id = effect_about(page.kind(), community, thread);
    tx.renew_outgoing(&pending(id, community, page)?, now).await
}

/// A page was read: notes what was missed, withdraws what is gone, and calls for the page before while it may matter.
pub(super) async fn thread_read(
    tx: &mut Tx,
    page: Effect,
    receipt: Receipt,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Effect::CompareThread { thread, before, noted: newest, since, age, .. } = &page else {
        return Ok(());
    };
    let Receipt::ThreadRead { before: read_before, answers, back_to } = receipt else { return Ok(()) };
    let Some(asked) = tx.hold_asked_in(thread).await? else { return Ok(()) };
    if read_before != *before {
        // The thread was called for anew after this page was chosen: it says nothing about the one that waits now.
        return read_page(tx, &asked.community, &page, now).await;
    }
    let noted = tx.noted_answers(&asked.community, asked.ordinal).await?;
    let is_covered = |message: &MessageId| {
        let is_before = before.as_ref().is_none_or(|before| message.is_older_than(before));
        let was_there = newest.as_ref().is_some_and(|newest| !newest.is_older_than(message));
        let is_within = back_to.as_ref().is_none_or(|(oldest, _)| !message.is_older_than(oldest));
        is_before && was_there && is_within
    };
    let seen: BTreeSet<&MessageId> = answers.iter().map(|answer| &answer.id).collect();
    let gone = noted.iter().map(|(message, _)| message).filter(|it| is_covered(it) && !seen.contains(it));
    take_back(tx, &asked, gone, now).await?;
    note_all(tx, &asked, answers.clone(), now).await?;
    let Some((oldest, at)) = back_to else { return Ok(()) };
    if at < *since && !noted.iter().any(|(message, _)| message.is_older_than(&oldest)) {
        return Ok(());
    }
    let older = Effect::CompareThread {
        thread: thread.clone(),
        before: Some(oldest),
        noted: newest.clone(),
        since: *since,
        age: *age,
        not_after: now + WAITS,
    };
    read_page(tx, &asked.community, &older, now).await
}

async fn take_back(
    tx: &mut Tx,
    asked: &Asked,
    gone: impl Iterator<Item = &MessageId>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut members = BTreeSet::new();
    for message in gone {
        members.extend(answers::withdraw(tx, asked, message, now).await?);
    }
    for member in &members {
        answers::save_streak(tx, &asked.community, member).await?;
    }
    Ok(())
}

async fn note_all(
    tx: &mut Tx,
    asked: &Asked,
    mut answers: Vec<Seen>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let mut members: BTreeSet<MemberId> = BTreeSet::new();
    answers.sort_by_key(|answer| answer.at);
    for answer in &answers {
        if answers::note(tx, asked, answer, now).await? {
            members.insert(answer.author.clone());
        }
    }
    if !members.is_empty() {
        tracing::info!(
            community.id = %asked.community,
            question.ordinal = asked.ordinal.0,
            members = members.len(),
            "Found answers that were given unheard"
        );
    }
    for member in &members {
        answers::count(tx, asked, member, now).await?;
    }
    Ok(())
}

fn newer(one: MessageId, other: MessageId) -> MessageId {
    if one.is_older_than(&other) { other } else { one }
}
