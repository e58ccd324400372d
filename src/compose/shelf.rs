//! The questions that a community can be asked: the bank's, which are in memory, and its own, which are in the database.
//!
//! Nothing of its own is kept in memory, so what was imported or approved counts from its commit on, whoever made it. A
//! community without questions of its own costs one look at an index at most, and one that has them only those it needs.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::domain::{Bank, CommunityId, MemberId, Pack, Question, QuestionId};
use crate::questions;
use crate::store::{Community, OwnQuestion, Tx};
use crate::view::Credit;

/// The pack of every community's own questions, without the questions.
static OWN: LazyLock<Pack> = LazyLock::new(|| Pack {
    id: Pack::OWN.to_owned(),
    title: "Our own questions".to_owned(),
    summary: "What members of this community proposed, or its organisers imported".to_owned(),
    week: None,
    questions: Vec::new(),
    resources: Vec::new(),
});

/// A question, wherever it lives.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    /// Its pack; that of a community's own has no list of questions.
    pub(crate) pack: &'a Pack,
    /// What it says.
    pub(crate) question: Cow<'a, Question>,
    /// Whom to thank for it.
    pub(crate) credit: Option<Credit>,
}

/// The question with this id, in the bank or among the community's own.
pub(crate) async fn find<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    community: &CommunityId,
    id: &QuestionId,
) -> anyhow::Result<Option<Found<'a>>> {
    if id.is_own() {
        return Ok(tx.own_question(community, id).await?.and_then(|own| read(community, own)));
    }
    Ok(in_bank(bank, id))
}

/// The questions with these ids, in the same order; those that are nowhere are left out.
pub(crate) async fn find_all<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    community: &CommunityId,
    ids: &[QuestionId],
) -> anyhow::Result<Vec<Found<'a>>> {
    let mut own = match ids.iter().any(QuestionId::is_own) {
        true => tx.own_questions(community).await?,
        false => Vec::new(),
    };
    let mut take = |id: &QuestionId| own.iter().position(|own| own.id == *id).map(|at| own.swap_remove(at));
    let found = ids.iter().filter_map(|id| match id.is_own() {
        true => read(community, take(id)?),
        false => in_bank(bank, id),
    });
    Ok(found.collect())
}

/// A community's own questions, of every status, in the order in which they came.
pub(crate) async fn own<'a>(tx: &mut Tx, community: &CommunityId) -> anyhow::Result<Vec<Found<'a>>> {
    let own = tx.own_questions(community).await?;
    Ok(own.into_iter().filter_map(|own| read(community, own)).collect())
}

/// The questions of the packs that are on in a community, in curriculum order: what may be asked, before anything was
/// decided about single ones. Whoever lists or asks questions reads them here.
pub(crate) async fn askable(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
) -> anyhow::Result<Vec<QuestionId>> {
    let mut ids = Vec::new();
    for pack in &community.packs {
        match pack.as_str() {
            Pack::OWN => ids.extend(tx.own_ready(&community.id).await?),
            _ => ids.extend(bank.askable(std::slice::from_ref(pack))),
        }
    }
    Ok(ids)
}

/// Every question that a community could be asked with all packs on, in curriculum order.
pub(crate) async fn everything<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    community: &CommunityId,
) -> anyhow::Result<Vec<Found<'a>>> {
    let mut ids = in_whole_bank(bank);
    ids.extend(tx.own_ready(community).await?);
    find_all(tx, bank, community, &ids).await
}

/// The ids of all questions of the bank that may be asked.
pub(crate) fn in_whole_bank(bank: &Bank) -> Vec<QuestionId> {
    let packs: Vec<String> = bank.packs.iter().map(|pack| pack.id.clone()).collect();
    bank.askable(&packs)
}

/// Every pack that a community can switch on, with how many of its questions may be asked: its own once it has one.
pub(crate) async fn packs<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    community: &CommunityId,
) -> anyhow::Result<Vec<(&'a Pack, usize)>> {
    let count = |pack: &'a Pack| (pack, bank.askable(std::slice::from_ref(&pack.id)).len());
    let mut packs: Vec<(&Pack, usize)> = bank.packs.iter().map(count).collect();
    if tx.count_own(community).await? > 0 {
        packs.push((&OWN, tx.own_ready(community).await?.len()));
    }
    Ok(packs)
}

/// Those of the questions with these ids that are in the bank: without a look at the database.
pub(crate) fn in_bank_all<'a>(bank: &'a Bank, ids: &[QuestionId]) -> Vec<Found<'a>> {
    ids.iter().filter_map(|id| in_bank(bank, id)).collect()
}

pub(super) fn in_bank<'a>(bank: &'a Bank, id: &QuestionId) -> Option<Found<'a>> {
    let (pack, question) = bank.question(id)?;
    Some(Found { pack, question: Cow::Borrowed(question), credit: None })
}

fn credit(author: Option<MemberId>, name: Option<String>) -> Option<Credit> {
    author.map(|id| Credit::Member { id }).or(name.map(|name| Credit::Name { name }))
}

/// Reads an own question's text. One that cannot be read is passed over: the others are asked all the same.
fn read<'a>(community: &CommunityId, own: OwnQuestion) -> Option<Found<'a>> {
    match questions::own(&own.id, &own.text) {
        Ok(question) => {
            Some(Found { pack: &OWN, question: Cow::Owned(question), credit: credit(own.author, own.credit) })
        }
        Err(faults) => {
            tracing::warn!(
                community.id = %community,
                question.id = %own.id,
                faults = faults.faults.len(),
                "Cannot read one of a community's own questions"
            );
            None
        }
    }
}
