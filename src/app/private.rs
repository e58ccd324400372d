//! Private answers in the ledger: each counts like one in the thread, once however often it is told.

use chrono::{DateTime, Utc};

use super::answers;
use crate::commands::Actor;
use crate::domain::{CommunityId, Day, MemberId, MessageId};
use crate::store::{Answer, Store, Tx};

/// How many wordings are deleted in one transaction.
const TOGETHER: i64 = 100;

/// Makes the ledger say what the form said last. Of a question that has closed nothing is changed any more.
pub(super) async fn count(tx: &mut Tx, day: Day, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<()> {
    let (community, member) = (&actor.community, &actor.member);
    let asked = tx.hold_asked_on(community, day).await?.filter(|asked| asked.closed_at.is_none());
    let Some(asked) = asked else { return Ok(()) };
    let kept = tx.private_answer(community, asked.ordinal, member).await?;
    let counted = tx.private_messages(community, asked.ordinal, member).await?;
    if let Some(kept) = &kept {
        tx.hold_member(community, member, now).await?;
        let (ordinal, message, at) = (asked.ordinal, &kept.message, kept.edited_at);
        tx.insert_answer(&Answer { community, ordinal, message, member, at }).await?;
    }
    for message in counted.iter().filter(|message| kept.as_ref().is_none_or(|kept| kept.message != **message))
    {
        answers::withdraw(tx, &asked, message, now).await?;
    }
    match kept {
        Some(_) => answers::count(tx, &asked, member, now).await,
        None => answers::save_streak(tx, community, member).await.map(|_| ()),
    }
}

/// An answer stands in the thread now.
pub(super) async fn shared(
    tx: &mut Tx,
    of: (&CommunityId, Day, &MemberId),
    message: Option<MessageId>,
) -> anyhow::Result<()> {
    let (community, day, member) = of;
    let Some(asked) = tx.hold_asked_on(community, day).await? else { return Ok(()) };
    let Some(mut answer) = tx.private_answer(community, asked.ordinal, member).await? else { return Ok(()) };
    if message.is_none() {
        // It could not be posted: it is private again, and its author may try anew.
        (answer.shared_at, answer.shares) = (None, Some(false));
    }
    answer.shared_message = message;
    tx.put_private_answer((community, asked.ordinal), &answer).await
}

/// Deletes what was kept long enough.
pub(super) async fn delete_old(store: &Store, now: DateTime<Utc>) -> anyhow::Result<()> {
    loop {
        if store.read().await?.wordings_over(now, 1).await?.is_empty() {
            return Ok(());
        }
        let mut tx = store.begin().await?;
        for (community, ordinal, member) in tx.wordings_over(now, TOGETHER).await? {
            tx.end_wording(&community, ordinal, &member).await?;
        }
        tx.commit().await?;
    }
}
