//! `/streak`: how many questions in a row a member has answered, told without shaming anyone.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Actor, met};
use crate::domain::{Bank, MemberId, Ordinal};
use crate::store::{Asked, CommunityState, Tx};
use crate::view::{Mark, Notice, OpenView, StreakView, View};

/// How many of the latest questions are shown.
const SHOWN: i64 = 30;

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    member: Option<MemberId>,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let member = member.unwrap_or_else(|| actor.member.clone());
    let own = member == actor.member;
    if !own && tx.member(&actor.community, &member).await?.hidden {
        return Ok(View::Notice(Notice::KeptPrivate));
    }
    let saved = tx.streak(&actor.community, &member).await?;
    let answered: BTreeMap<Ordinal, bool> =
        tx.answered(&actor.community, &member).await?.into_iter().collect();
    let mut latest = tx.latest_asked(&actor.community, SHOWN).await?;
    latest.reverse();
    let last_two: Vec<Ordinal> = latest.iter().rev().take(2).map(|asked| asked.ordinal).collect();
    let closes_at = match tx.community(&actor.community).await? {
        Some(community) if community.state == CommunityState::Running => {
            community.schedule().and_then(|schedule| schedule.next(now, community.last_day)).map(|(_, at)| at)
        }
        Some(_) | None => None,
    };
    let ready = if own { met::read(tx, bank, (actor, now)).await?.ready().len() } else { 0 };
    let open = latest.last().filter(|asked| asked.closed_at.is_none());
    Ok(View::Streak(StreakView {
        own,
        current: saved.streak.current(&last_two),
        longest: saved.streak.longest,
        total: saved.total,
        marks: latest.iter().map(|asked| mark(asked, &answered)).collect(),
        open: open.map(|asked| OpenView {
            thread: asked.open_thread(),
            closes_at,
            answered: answered.contains_key(&asked.ordinal),
        }),
        ready,
        member,
    }))
}

fn mark(asked: &Asked, answered: &BTreeMap<Ordinal, bool>) -> Mark {
    match answered.get(&asked.ordinal) {
        Some(true) => Mark::InTime,
        Some(false) => Mark::Late,
        None if asked.closed_at.is_none() => Mark::Open,
        None => Mark::None,
    }
}
