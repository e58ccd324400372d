//! `quotidian export` and `quotidian import`: a community's own questions out to files and back in.
//!
//! The bot may run meanwhile. What is imported is committed at once, whole or not at all; the bot reads its questions from
//! the database whenever it needs one, so it has them with its next look.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::ensure;
use chrono::{DateTime, Duration, Utc};

use crate::compose::switch_on_own;
use crate::domain::{CommunityId, QuestionId};
use crate::questions::{self, Draft, Format, Incoming, MOST_QUESTIONS};
use crate::store::{OwnQuestion, Store, Tx};

/// Writes a community's own questions to a new file or folder; what to say of it.
///
/// Who proposed a question is not written: it is a member's, and theirs to have forgotten. It stays beside the question
/// and comes back to it when the file is imported here again.
///
/// # Errors
/// When there is no such community, something is there already, or a database or a disk does not answer.
pub async fn export(url: &str, community: &CommunityId, to: (Format, &Path)) -> anyhow::Result<String> {
    let store = Store::open_as_is(url).await?;
    let mut tx = store.read().await?;
    must_know(&mut tx, community).await?;
    let own = tx.own_questions(community).await?;
    drop(tx);
    store.close().await;
    let read = |own: &OwnQuestion| {
        let question = questions::own(&own.id, &own.text)?;
        anyhow::Ok((question, own.credit.iter().cloned().collect()))
    };
    let read: Vec<_> = own.iter().map(read).collect::<anyhow::Result<_>>()?;
    ensure!(!read.is_empty(), "{community} has no questions of its own yet");
    questions::export(to.1, to.0, &read)?;
    Ok(format!("exported {} questions to {}\n", read.len(), to.1.display()))
}

/// Reads a community's own questions from a file or a folder; what to say of it.
///
/// # Errors
/// When anything in it is wrong, with all that is; or there is no such community, or the database does not answer. Then
/// nothing was imported.
pub async fn import(
    url: &str,
    community: &CommunityId,
    from: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let incoming = questions::import(from, now.date_naive())?;
    let store = Store::open_as_is(url).await?;
    let mut tx = store.begin().await?;
    must_know(&mut tx, community).await?;
    tx.hold_community(community).await?;
    let said = save(&mut tx, community, incoming, now).await?;
    tx.commit().await?;
    store.close().await;
    Ok(said)
}

async fn must_know(tx: &mut Tx, community: &CommunityId) -> anyhow::Result<()> {
    if tx.community(community).await?.is_some() {
        return Ok(());
    }
    let known = tx.communities_of(community.platform()).await?;
    let known: Vec<&str> = known.iter().take(10).map(CommunityId::as_str).collect();
    anyhow::bail!("there is no community {community} in the database; it knows: {}", known.join(", "))
}

async fn save(
    tx: &mut Tx,
    community: &CommunityId,
    incoming: Vec<Incoming>,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let before = tx.own_questions(community).await?;
    let before: BTreeMap<QuestionId, OwnQuestion> =
        before.into_iter().map(|own| (own.id.clone(), own)).collect();
    let new = incoming.iter().filter(|incoming| !before.contains_key(&incoming.question.id)).count();
    ensure!(
        before.len() + new <= MOST_QUESTIONS,
        "{community} would have {} questions of its own; at most {MOST_QUESTIONS} are kept. Nothing was imported",
        before.len() + new
    );
    let (mut changed, mut reworded) = (0, 0);
    for (at, incoming) in (0..).zip(incoming) {
        let old = before.get(&incoming.question.id);
        let own = merged(old, incoming)?;
        let is_same = |old: &OwnQuestion| (&old.text, &old.credit) == (&own.text, &own.credit);
        if old.is_some_and(is_same) {
            continue;
        }
        changed += usize::from(old.is_some());
        reworded += usize::from(old.is_some_and(|old| old.revision < own.revision));
        // A moment apart, so that they are asked in the order of the file.
        tx.put_own_question(community, &own, now + Duration::milliseconds(at)).await?;
    }
    if before.is_empty() {
        switch_on_own(tx, community).await?;
    }
    Ok(format!(
        "imported: {new} new, {changed} changed ({reworded} of them with another meaning)\n\
         A bot that runs has them from now on.\n"
    ))
}

/// What is kept of a question that may be there already. Whose idea it was stays, unless the file says otherwise.
fn merged(old: Option<&OwnQuestion>, incoming: Incoming) -> anyhow::Result<OwnQuestion> {
    let Incoming { mut question, authors, .. } = incoming;
    if let Some(old) = old {
        let is_reworded = match questions::own(&old.id, &old.text) {
            Ok(before) => !before.means_the_same(&question),
            Err(_) => true,
        };
        question.revision = question.revision.max(old.revision + i64::from(is_reworded));
    }
    let named = (!authors.is_empty()).then(|| authors.join(", "));
    Ok(OwnQuestion {
        id: question.id.clone(),
        revision: question.revision,
        status: question.status,
        author: old.filter(|_| named.is_none()).and_then(|old| old.author.clone()),
        credit: named.or_else(|| old.and_then(|old| old.credit.clone())),
        text: Draft::from(&question).text(),
        changed_at: DateTime::UNIX_EPOCH,
    })
}
