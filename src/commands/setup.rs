//! `/setup`: one panel, filled in with sensible guesses; every change is kept at once.

use anyhow::Context;
use chrono::{DateTime, NaiveTime, Utc};

use super::{Actor, Setup, Start, read_zone};
use crate::compose::next_question;
use crate::domain::{Bank, Day, Schedule};
use crate::effect::News;
use crate::store::{Community, CommunityState, Trouble, Tx};
use crate::view::{PackChoice, Problem, SetupPage, SetupSaid, SetupState, SetupView, View};
use crate::words::UserError;

/// From how few questions on the panel says so.
const FEW: usize = 7;

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    change: Setup,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    tx.hold_community(&actor.community).await?;
    let mut community = load(tx, bank, actor).await?;
    community.organiser = Some(actor.member.clone());
    let shown = match change {
        Setup::Show(zone) => {
            community.zone = zone.or(community.zone);
            (SetupPage::Main, zone.map(|_| SetupSaid::Saved))
        }
        Setup::Check => (SetupPage::Main, Some(SetupSaid::Checked)),
        Setup::More => (SetupPage::More, None),
        Setup::Preview => return preview(tx, bank, &community, now).await,
        Setup::Start(start) => start_asking(tx, bank, &mut community, start, now).await?,
        Setup::Pause => {
            community.state = CommunityState::Paused;
            (SetupPage::Main, Some(SetupSaid::Paused))
        }
        Setup::Order(_) | Setup::Pin(_) => {
            keep(&mut community, bank, change)?;
            (SetupPage::More, Some(SetupSaid::Saved))
        }
        Setup::Channel(..) | Setup::Role(_) | Setup::Weekdays(_) | Setup::Packs(_) | Setup::When { .. } => {
            keep(&mut community, bank, change)?;
            (first_day_page(tx, &mut community, now).await?, Some(SetupSaid::Saved))
        }
    };
    tx.put_community(&community).await?;
    // Asking at once keeps the time it was wished for, so that the post is not called late.
    let at_once = shown.1 == Some(SetupSaid::Started(None));
    let due = if at_once { Some(now) } else { next_due(&community, now) };
    tx.put_due(&community.id, due).await?;
    Ok(View::Setup(Box::new(panel(tx, bank, &community, shown, now).await?)))
}

/// The community's settings, or the first guesses.
pub(super) async fn load(tx: &mut Tx, bank: &Bank, actor: &Actor) -> anyhow::Result<Community> {
    if let Some(community) = tx.community(&actor.community).await? {
        return Ok(community);
    }
    let packs = bank.packs.iter().map(|pack| pack.id.clone()).collect();
    let mut community = Community::new(actor.community.clone(), packs);
    community.channel.clone_from(&actor.channel);
    Ok(community)
}

fn keep(community: &mut Community, bank: &Bank, change: Setup) -> anyhow::Result<()> {
    match change {
        Setup::Channel(channel, _) => {
            community.channel = Some(channel);
            if community.state == CommunityState::ChannelGone {
                community.state = CommunityState::Paused;
            }
        }
        Setup::Role(role) => community.role = role,
        Setup::Weekdays(weekdays) => community.weekdays = weekdays,
        Setup::Packs(packs) => {
            community.packs =
                bank.packs.iter().map(|pack| pack.id.clone()).filter(|id| packs.contains(id)).collect();
        }
        Setup::When { time, zone } => {
            let time = read_time(&time)?;
            if !zone.trim().is_empty() || community.zone.is_none() {
                community.zone = Some(read_zone(&zone)?);
            }
            community.time = time;
        }
        Setup::Order(order) => community.order = order,
        Setup::Pin(pins) => community.pins = pins,
        Setup::Show(_) | Setup::Check | Setup::More | Setup::Start(_) | Setup::Pause | Setup::Preview => {}
    }
    Ok(())
}

/// A time of day as people write it: `9`, `9:00`, `09.30`, `9h30`, `6:30 pm`.
fn read_time(typed: &str) -> Result<NaiveTime, UserError> {
    let bad = || UserError::BadTime(typed.to_owned());
    let text = typed.trim().to_lowercase().replace(' ', "");
    let (text, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text.to_owned(), Some(true)),
        (None, Some(text)) => (text.to_owned(), Some(false)),
        (None, None) => (text, None),
    };
    let mut parts = text.splitn(2, [':', '.', 'h']);
    let hour: u32 = parts.next().and_then(|hour| hour.parse().ok()).ok_or_else(bad)?;
    let minute: u32 = match parts.next() {
        Some("") | None => 0,
        Some(minute) => minute.parse().map_err(|_| bad())?,
    };
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(bad()),
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(bad)
}

/// Whether today's time has passed without a question: then the panel asks, and until it is answered nothing is posted.
async fn first_day_page(
    tx: &mut Tx,
    community: &mut Community,
    now: DateTime<Utc>,
) -> anyhow::Result<SetupPage> {
    if community.state != CommunityState::Running {
        return Ok(SetupPage::Main);
    }
    let Some(today) = passed_today(tx, community, now).await? else { return Ok(SetupPage::Main) };
    if community.last_day.is_some_and(|last| last >= today) {
        return Ok(SetupPage::Main);
    }
    community.last_day = Some(today);
    Ok(SetupPage::FirstDay)
}

/// Today, when its posting time has passed and it has no question.
async fn passed_today(tx: &mut Tx, community: &Community, now: DateTime<Utc>) -> anyhow::Result<Option<Day>> {
    let Some(schedule) = community.schedule() else { return Ok(None) };
    let Some(today) = schedule.due(now, None) else { return Ok(None) };
    let is_free = tx.asked_on(&community.id, today).await?.is_none();
    Ok(Some(today).filter(|_| is_free))
}

async fn start_asking(
    tx: &mut Tx,
    bank: &Bank,
    community: &mut Community,
    start: Start,
    now: DateTime<Utc>,
) -> anyhow::Result<(SetupPage, Option<SetupSaid>)> {
    let (Some(schedule), false) = (community.schedule(), is_blocked(community, bank)) else {
        return Ok((SetupPage::Main, Some(SetupSaid::NotYet)));
    };
    let today = schedule.day_of(now);
    let passed = passed_today(tx, community, now).await?.is_some();
    if passed && start == Start::Ask {
        return Ok((SetupPage::FirstDay, None));
    }
    let now_too = passed && start == Start::Now;
    let is_ahead = schedule.instant(today).is_some_and(|time| time > now);
    let dealt_with = if now_too || is_ahead { today.previous() } else { today };
    community.last_day = Some(dealt_with);
    community.state = CommunityState::Running;
    let first = if now_too { None } else { schedule.next(now, community.last_day).map(|(_, at)| at) };
    for kind in [News::ChannelGone.kind(), News::NoQuestions.kind()] {
        tx.clear_trouble(&community.id, kind).await?;
    }
    Ok((SetupPage::Main, Some(SetupSaid::Started(first))))
}

/// When the tick must look at the community next.
fn next_due(community: &Community, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match community.state {
        CommunityState::Running => {
            let schedule = community.schedule()?;
            let overdue = schedule.due(now, community.last_day).and_then(|day| schedule.instant(day));
            overdue.or_else(|| schedule.next(now, community.last_day).map(|(_, at)| at))
        }
        CommunityState::New | CommunityState::Paused | CommunityState::ChannelGone | CommunityState::Left => {
            None
        }
    }
}

async fn preview(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
    now: DateTime<Utc>,
) -> anyhow::Result<View> {
    let schedule = community.schedule().unwrap_or(Schedule {
        zone: chrono_tz::UTC,
        time: community.time,
        weekdays: community.weekdays,
    });
    let day = schedule.next(now, community.last_day).map_or_else(|| schedule.day_of(now), |(day, _)| day);
    let next = next_question(tx, bank, (community, schedule), day).await?;
    match next {
        Some(next) => Ok(View::Preview(Box::new(next.post))),
        None => {
            let view = panel(tx, bank, community, (SetupPage::Main, Some(SetupSaid::NotYet)), now).await?;
            Ok(View::Setup(Box::new(view)))
        }
    }
}

fn is_blocked(community: &Community, bank: &Bank) -> bool {
    problems_of(community, bank).iter().any(Problem::blocks)
}

/// What the settings lack; the platform's own checks are added by the adapter.
fn problems_of(community: &Community, bank: &Bank) -> Vec<Problem> {
    let mut problems = Vec::new();
    if community.channel.is_none() {
        problems.push(Problem::NoChannel);
    }
    if community.zone.is_none() {
        problems.push(Problem::NoZone);
    }
    if community.weekdays.is_empty() {
        problems.push(Problem::NoWeekdays);
    }
    if bank.askable(&community.packs).is_empty() {
        problems.push(Problem::NoQuestions);
    }
    problems
}

/// The panel as it stands.
pub(super) async fn panel(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
    (page, said): (SetupPage, Option<SetupSaid>),
    now: DateTime<Utc>,
) -> anyhow::Result<SetupView> {
    let mut problems = problems_of(community, bank);
    let (_, asked) = tx.asked_in_round(&community.id, community.round).await?;
    let left = bank.askable(&community.packs).iter().filter(|id| !asked.contains(id)).count();
    if left <= FEW && !problems.contains(&Problem::NoQuestions) {
        problems.push(Problem::FewQuestions(left));
    }
    for trouble in tx.troubles(&community.id).await? {
        problems.extend(problem_of(&trouble)?);
    }
    let upcoming = community.schedule().map(|schedule| {
        let from = Some(now).filter(|_| community.state != CommunityState::Running);
        schedule.upcoming(now, if from.is_some() { None } else { community.last_day }).take(5)
    });
    Ok(SetupView {
        community: community.id.clone(),
        channel: community.channel.clone(),
        zone: community.zone,
        time: community.time,
        weekdays: community.weekdays,
        role: community.role.clone(),
        pins: community.pins,
        order: community.order,
        packs: packs(bank, community),
        state: match community.state {
            CommunityState::New => SetupState::New,
            CommunityState::Running => SetupState::Running,
            CommunityState::Paused => SetupState::Paused,
            CommunityState::ChannelGone => SetupState::ChannelGone,
            CommunityState::Left => SetupState::Removed,
        },
        next: upcoming.into_iter().flatten().map(|(_, at)| at).collect(),
        left,
        problems,
        page,
        said,
    })
}

fn packs(bank: &Bank, community: &Community) -> Vec<PackChoice> {
    bank.packs
        .iter()
        .map(|pack| PackChoice {
            id: pack.id.clone(),
            title: pack.title.clone(),
            week: pack.week,
            questions: bank.askable(std::slice::from_ref(&pack.id)).len(),
            on: community.packs.contains(&pack.id),
        })
        .collect()
}

/// What organisers were told by message stands in the panel too, but for what the panel itself computes.
fn problem_of(trouble: &Trouble) -> anyhow::Result<Option<Problem>> {
    let news: News =
        serde_json::from_str(&trouble.detail).context("cannot read what organisers were told")?;
    Ok(match news {
        News::PostFailed { why, .. } => Some(Problem::PostFailed(trouble.since, why)),
        News::PostUncertain { channel } => Some(Problem::PostUncertain(trouble.since, channel)),
        News::ChannelGone | News::FewQuestions { .. } | News::NoQuestions => None,
    })
}

#[cfg(test)]
mod tests;
