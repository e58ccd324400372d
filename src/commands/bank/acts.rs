//! What organisers decide, and taking it back. Each act is a row with a number; the button that takes it back names it.

use chrono::{DateTime, Utc};

use crate::commands::{Actor, BankAct, setup};
use crate::compose::{course, due_today, find};
use crate::domain::{Bank, Day, Decision, DecisionKind, QuestionId};
use crate::store::{Act, Community, CommunityState, Tx};
use crate::view::{BankDone, BankPress, BankSaid, BankToday, Press};

/// Carries out what writes; the community is held.
pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    act: BankAct,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<BankSaid> {
    let Some(mut community) = tx.community(&actor.community).await? else {
        return Ok(plain(BankDone::NotNow(BankToday::NotRunning)));
    };
    match act {
        BankAct::Decide(decision) => decide(tx, bank, (&community, decision), now).await,
        BankAct::Pack(on, pack) => switch(tx, bank, &mut community, (on, &pack)).await,
        BankAct::AskNow => ask_now(tx, bank, &community, now).await,
        BankAct::Undo(number) => undo(tx, bank, &mut community, number, now).await,
        BankAct::Show
        | BankAct::AskSearch
        | BankAct::Search(_)
        | BankAct::Card(_)
        | BankAct::Preview(_)
        | BankAct::Answer(_) => Ok(plain(BankDone::Unknown)),
    }
}

fn plain(what: BankDone) -> BankSaid {
    BankSaid { what, undo: None }
}

fn undoable(what: BankDone, number: i64) -> BankSaid {
    BankSaid { what, undo: Some(Press::Bank(BankPress::Undo(number))) }
}

async fn title(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
    id: &QuestionId,
) -> anyhow::Result<Option<String>> {
    let found = find(tx, bank, &community.id, id).await?;
    Ok(found.map(|found| found.question.told_in(community.language).title.clone()))
}

async fn decide(
    tx: &mut Tx,
    bank: &Bank,
    (community, decision): (&Community, Decision),
    now: DateTime<Utc>,
) -> anyhow::Result<BankSaid> {
    let Some(title) = title(tx, bank, community, &decision.question).await? else {
        return Ok(plain(BankDone::Unknown));
    };
    let (course, _) = course(tx, bank, community).await?;
    if let Some(objection) = course.objection(&decision) {
        return Ok(plain(BankDone::Objected(objection, title)));
    }
    let kind = decision.kind;
    let number = tx.insert_act(&community.id, &Act::Decided(decision), now).await?;
    Ok(undoable(BankDone::Decided(kind, title), number))
}

/// A pack is a setting of the community: taking its switch back is switching it again.
async fn switch(
    tx: &mut Tx,
    bank: &Bank,
    community: &mut Community,
    (on, id): (bool, &str),
) -> anyhow::Result<BankSaid> {
    let packs = setup::packs(tx, bank, community).await?;
    let Some(pack) = packs.iter().find(|pack| pack.id == id) else { return Ok(plain(BankDone::Unknown)) };
    if pack.on == on {
        return Ok(plain(BankDone::PackAlready(on, pack.title.clone())));
    }
    let stay = packs.iter().filter(|pack| if pack.id == id { on } else { pack.on });
    // A pack that has no questions yet is not listed, and stays as it is.
    let unlisted = community.packs.iter().filter(|id| packs.iter().all(|pack| pack.id != **id));
    community.packs = stay.map(|pack| &pack.id).chain(unlisted).cloned().collect();
    tx.put_community(community).await?;
    let undo = Some(Press::Bank(BankPress::Pack(!on, id.to_owned())));
    Ok(BankSaid { what: BankDone::Pack(on, pack.title.clone()), undo })
}

/// What can be said of today's question.
pub(super) async fn today(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
    now: DateTime<Utc>,
) -> anyhow::Result<BankToday> {
    let (Some(schedule), CommunityState::Running) = (community.schedule(), community.state) else {
        return Ok(BankToday::NotRunning);
    };
    let today = schedule.day_of(now);
    if let Some(asked) = tx.asked_on(&community.id, today).await? {
        return Ok(match asked.published_at {
            Some(_) => BankToday::Asked(asked.title.clone(), asked.open_thread()),
            None => BankToday::OnItsWay(Some(asked.title)),
        });
    }
    if due_today(tx, (community, schedule), now).await?.is_some() {
        let (course, _) = course(tx, bank, community).await?;
        let Some(next) = course.upcoming().next() else { return Ok(BankToday::OnItsWay(None)) };
        return Ok(BankToday::OnItsWay(title(tx, bank, community, &next.question).await?));
    }
    // In another zone a later day may have been asked already: then today is over.
    let is_over = tx.last_claimed(&community.id).await?.is_some_and(|claimed| claimed > today);
    Ok(if schedule.instant(today).is_none() || is_over { BankToday::DayOff } else { BankToday::Open })
}

/// Today's question goes the way of the morning's: the tick asks it, once for ever.
async fn ask_now(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
    now: DateTime<Utc>,
) -> anyhow::Result<BankSaid> {
    let state = today(tx, bank, community, now).await?;
    let (BankToday::Open, Some(schedule)) = (&state, community.schedule()) else {
        return Ok(plain(BankDone::NotNow(state)));
    };
    let (course, _) = course(tx, bank, community).await?;
    if course.upcoming().next().is_none() || community.channel.is_none() {
        return Ok(plain(BankDone::NothingToAsk));
    }
    let number = tx.insert_act(&community.id, &Act::AskNow(schedule.day_of(now)), now).await?;
    // It keeps the time it was wished for, so that the post is not called late.
    tx.put_due(&community.id, Some(now)).await?;
    Ok(undoable(BankDone::AskedNow, number))
}

async fn undo(
    tx: &mut Tx,
    bank: &Bank,
    community: &mut Community,
    number: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<BankSaid> {
    let done = match tx.act(&community.id, number).await? {
        None => BankDone::Unknown,
        Some((_, _, true)) => BankDone::UndoneBefore,
        Some((Act::AskNow(day), made_at, false)) => {
            let done = undo_now(tx, community, (day, made_at), now).await?;
            if done == BankDone::UndoneNow {
                tx.undo_act(&community.id, number, now).await?;
            }
            done
        }
        Some((Act::Decided(decision), _, false)) => {
            if is_over(tx, community, &decision).await? {
                BankDone::UndoneTooLate
            } else {
                tx.undo_act(&community.id, number, now).await?;
                let title = title(tx, bank, community, &decision.question).await?;
                BankDone::Undone(decision.kind, title.unwrap_or_else(|| decision.question.to_string()))
            }
        }
    };
    Ok(plain(done))
}

/// Whether taking a decision back would change nothing any more.
async fn is_over(tx: &mut Tx, community: &Community, decision: &Decision) -> anyhow::Result<bool> {
    Ok(match decision.kind {
        DecisionKind::Retire | DecisionKind::Restore => false,
        DecisionKind::Skip => decision.round < community.round,
        DecisionKind::Next => {
            let (_, asked) = tx.asked_in_round(&community.id, decision.round).await?;
            decision.round < community.round || asked.contains(&decision.question)
        }
    })
}

/// Today's question is not asked now after all, if it certainly does not stand in the channel.
async fn undo_now(
    tx: &mut Tx,
    community: &mut Community,
    (day, made_at): (Day, DateTime<Utc>),
    now: DateTime<Utc>,
) -> anyhow::Result<BankDone> {
    let Some(schedule) = community.schedule() else { return Ok(BankDone::UndoneTooLate) };
    if schedule.day_of(now) != day {
        return Ok(BankDone::UndoneTooLate);
    }
    if tx.asked_on(&community.id, day).await?.is_some() {
        let time = schedule.instant(day);
        let came_due = time.is_some_and(|time| made_at < time && time <= now);
        if came_due || setup::take_back_post(tx, community).await? != Some(day) {
            return Ok(BankDone::StandsAlready);
        }
        // A day whose time had passed without a question was dealt with before, and is so again.
        community.last_day = Some(if time.is_some_and(|time| time > now) { day.previous() } else { day });
        tx.put_community(community).await?;
    }
    tx.put_due(&community.id, setup::next_due(community, now)).await?;
    Ok(BankDone::UndoneNow)
}
