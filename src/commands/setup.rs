//! `/setup`: one panel, filled in with sensible guesses; every change is kept at once.

mod told;

use chrono::{DateTime, NaiveTime, Utc};

use super::{Actor, Setup, Start, read_zone};
use crate::compose::{self, FEW, course, move_reveal, next_question, settle_past};
use crate::domain::{Bank, Course, Day, Pack, Schedule};
use crate::effect::{ChannelKind, Effect, News, day_effect};
use crate::store::{Community, CommunityState, Tx};
use crate::view::{
    Field, FieldView, Form, FormView, PackChoice, Press, Problem, SetupPage, SetupPress, SetupSaid,
    SetupState, SetupView, View,
};
use crate::words::UserError;
use told::problem_of;

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    change: Setup,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    tx.hold_community(&actor.community).await?;
    let mut community = load(tx, bank, actor).await?;
    community.organiser = Some(actor.member.clone());
    let before = community.clone();
    let shown = match change {
        Setup::Show(None) => (SetupPage::Main, None),
        Setup::Check => (SetupPage::Main, Some(SetupSaid::Checked)),
        Setup::More => (SetupPage::More, None),
        Setup::Preview => return preview(tx, bank, &community, now).await,
        Setup::AskWhen => return Ok(when_form()),
        Setup::Start(start) => start_asking(tx, bank, &mut community, start, now).await?,
        Setup::Pause => (SetupPage::Main, pause(tx, &mut community).await?),
        Setup::Order(_)
        | Setup::Language(_)
        | Setup::Pin(_)
        | Setup::Publish(_)
        | Setup::Reveal(_)
        | Setup::SharePrivate(_) => {
            keep(&mut community, bank, change)?;
            (SetupPage::More, Some(SetupSaid::Saved))
        }
        Setup::Channel(..) => {
            keep(&mut community, bank, change)?;
            ask_in_new_channel(tx, &mut community).await?;
            (SetupPage::Main, Some(SetupSaid::Saved))
        }
        Setup::Role(_) | Setup::Packs(_) => {
            keep(&mut community, bank, change)?;
            (SetupPage::Main, Some(SetupSaid::Saved))
        }
        Setup::Show(Some(_)) | Setup::Weekdays(_) | Setup::When { .. } => {
            let old = community.clone();
            keep(&mut community, bank, change)?;
            (first_day_page(tx, old, &mut community, now).await?, Some(SetupSaid::Saved))
        }
    };
    tx.put_community(&community).await?;
    move_reveal(tx, (&before, &community), now).await?;
    // Asking at once keeps the time it was wished for, so that the post is not called late.
    let at_once = shown.1 == Some(SetupSaid::Started(None));
    let runs = community.state == CommunityState::Running;
    if at_once {
        tx.put_due(&community.id, Some(now)).await?;
    } else if !(runs && tx.is_due(&community.id, now).await?) {
        // Where a tick is about to come, it keeps the time that it was wished for.
        tx.put_due(&community.id, next_due(&community, now)).await?;
    }
    Ok(View::Setup(Box::new(panel(tx, bank, &community, shown, now).await?)))
}

/// The community's settings, or the first guesses.
pub(super) async fn load(tx: &mut Tx, bank: &Bank, actor: &Actor) -> anyhow::Result<Community> {
    if let Some(community) = tx.community(&actor.community).await? {
        return Ok(community);
    }
    let packs = bank.packs.iter().map(|pack| pack.id.clone()).collect();
    let mut community = Community::new(actor.community.clone(), packs);
    community.language = actor.community_language;
    if let Some((channel, kind)) = &actor.channel {
        (community.channel, community.channel_kind) = (Some(channel.clone()), kind.name().to_owned());
    }
    Ok(community)
}

fn keep(community: &mut Community, bank: &Bank, change: Setup) -> anyhow::Result<()> {
    match change {
        Setup::Channel(channel, kind) => {
            (community.channel, community.channel_kind) = (Some(channel), kind.name().to_owned());
            if community.state == CommunityState::ChannelGone {
                community.state = CommunityState::Paused;
            }
        }
        Setup::Role(role) => community.role = role,
        Setup::Weekdays(weekdays) => community.weekdays = weekdays,
        Setup::Packs(packs) => {
            let known = bank.packs.iter().map(|pack| pack.id.as_str()).chain([Pack::OWN]);
            community.packs = known.filter(|id| packs.iter().any(|on| on == id)).map(str::to_owned).collect();
        }
        Setup::When { time, zone } => {
            // Left empty, it stays as it is: most people only want to give their city.
            let time = if time.trim().is_empty() { community.time } else { read_time(&time)? };
            if !zone.trim().is_empty() {
                community.zone = Some(read_zone(&zone)?);
            }
            community.time = time;
        }
        Setup::Order(order) => community.order = order,
        Setup::Language(language) => community.language = language,
        Setup::Reveal(reveal) => community.reveal = reveal,
        Setup::Pin(pins) => community.pins = pins,
        Setup::Publish(publishes) => community.publishes = publishes,
        Setup::SharePrivate(shares) => community.shares_private = shares,
        Setup::Show(zone) => community.zone = zone.or(community.zone),
        Setup::Check | Setup::More | Setup::Start(_) | Setup::Pause | Setup::Preview | Setup::AskWhen => {}
    }
    Ok(())
}

/// The form for time and zone: empty, since what is left empty stays as it is.
pub(super) fn when_form() -> View {
    let field = |field: Field, most: u16| FieldView {
        field,
        value: String::new(),
        length: (0, most),
        required: false,
        paragraph: false,
    };
    View::Form(Box::new(FormView {
        form: Form::When,
        submit: Press::Setup(SetupPress::When),
        fields: vec![field(Field::Time, 10), field(Field::Zone, 60)],
    }))
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

/// Whether today's time has passed by a change of the schedule: then the panel asks, and until it is answered nothing
/// is posted. What was due by the old schedule is asked all the same, and days before today stay as they were.
async fn first_day_page(
    tx: &mut Tx,
    mut old: Community,
    community: &mut Community,
    now: DateTime<Utc>,
) -> anyhow::Result<SetupPage> {
    if community.state != CommunityState::Running {
        return Ok(SetupPage::Main);
    }
    let (Some(was), Some(schedule)) = (old.schedule(), community.schedule()) else {
        return Ok(SetupPage::Main);
    };
    settle_past(tx, (&mut old, was), now).await?;
    let yesterday = schedule.day_of(now).previous();
    community.last_day = old.last_day.map(|last| last.max(yesterday));
    if was.due(now, old.last_day).is_some() {
        return Ok(SetupPage::Main);
    }
    let Some(today) = schedule.due(now, community.last_day) else { return Ok(SetupPage::Main) };
    community.last_day = Some(today);
    Ok(SetupPage::FirstDay)
}

/// No more questions until started again. A post that may have been made stays where it is, and is looked for then.
async fn pause(tx: &mut Tx, community: &mut Community) -> anyhow::Result<Option<SetupSaid>> {
    if community.state != CommunityState::Running {
        return Ok(None);
    }
    take_back_post(tx, community).await?;
    community.state = CommunityState::Paused;
    Ok(Some(SetupSaid::Paused))
}

/// A question that is still to be posted is asked in the channel chosen now.
async fn ask_in_new_channel(tx: &mut Tx, community: &mut Community) -> anyhow::Result<()> {
    if community.state != CommunityState::Running {
        return Ok(());
    }
    if let Some(day) = take_back_post(tx, community).await? {
        community.last_day = Some(day.previous());
    }
    Ok(())
}

/// Takes back the claim of a question that is certainly not posted yet; its day.
pub(super) async fn take_back_post(tx: &mut Tx, community: &mut Community) -> anyhow::Result<Option<Day>> {
    let Some(day) = tx.last_claimed(&community.id).await? else { return Ok(None) };
    let post = day_effect(Effect::PUBLISH_QUESTION, &community.id, day);
    if !tx.take_undone(&post.0).await? {
        return Ok(None);
    }
    if !tx.unclaim_day(&community.id, day).await? {
        return Ok(None);
    }
    // The round that it would have begun has not begun: what was asked last is known by the round before.
    let began = community.round > 1 && tx.asked_in_round(&community.id, community.round).await?.1.is_empty();
    community.round -= i64::from(began);
    Ok(Some(day))
}

async fn start_asking(
    tx: &mut Tx,
    bank: &Bank,
    community: &mut Community,
    start: Start,
    now: DateTime<Utc>,
) -> anyhow::Result<(SetupPage, Option<SetupSaid>)> {
    let (course, _) = course(tx, bank, community).await?;
    let blocked = problems_of(community, &course).iter().any(Problem::blocks);
    let (Some(schedule), false) = (community.schedule(), blocked) else {
        return Ok((SetupPage::Main, Some(SetupSaid::NotYet)));
    };
    let today = schedule.day_of(now);
    if community.state == CommunityState::Running {
        settle_past(tx, (community, schedule), now).await?;
    }
    let claimed = tx.last_claimed(&community.id).await?;
    let passed = schedule.due(now, claimed).is_some();
    if passed && start == Start::Ask {
        return Ok((SetupPage::FirstDay, None));
    }
    let now_too = passed && start == Start::Now;
    let is_ahead = schedule.instant(today).is_some_and(|time| time > now);
    let dealt_with = if now_too || is_ahead { today.previous() } else { today };
    // A day that was asked in another zone, or at another time, is not asked again.
    community.last_day = Some(claimed.map_or(dealt_with, |claimed| claimed.max(dealt_with)));
    community.state = CommunityState::Running;
    community.left_at = None;
    let first = if now_too { None } else { schedule.next(now, community.last_day).map(|(_, at)| at) };
    for kind in [News::ChannelGone.kind(), News::NoQuestions.kind()] {
        tx.clear_trouble(&community.id, kind).await?;
    }
    Ok((SetupPage::Main, Some(SetupSaid::Started(first))))
}

/// When the tick must look at the community next.
pub(super) fn next_due(community: &Community, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
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

/// What the settings lack; the platform's own checks are added by the adapter.
fn problems_of(community: &Community, course: &Course) -> Vec<Problem> {
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
    if course.upcoming().next().is_none() {
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
    let (course, _) = course(tx, bank, community).await?;
    let mut problems = problems_of(community, &course);
    let left = course.left();
    let packs = packs(tx, bank, community).await?;
    // Without another pack to add there is nothing to mend; the panel says how many are left all the same.
    let has_more = packs.iter().any(|pack| !pack.on && pack.questions > 0);
    if left <= FEW && has_more && !problems.contains(&Problem::NoQuestions) {
        problems.push(Problem::FewQuestions(left));
    }
    for trouble in tx.troubles(&community.id).await? {
        problems.extend(problem_of(&trouble)?);
    }
    let last = match community.state {
        CommunityState::Running => community.last_day,
        // As it would be if it were started now.
        CommunityState::New | CommunityState::Paused | CommunityState::ChannelGone | CommunityState::Left => {
            tx.last_claimed(&community.id).await?
        }
    };
    let upcoming = community.schedule().map(|schedule| schedule.upcoming(now, last).take(5));
    Ok(SetupView {
        community: community.id.clone(),
        channel: community.channel.clone(),
        channel_kind: ChannelKind::named(&community.channel_kind),
        zone: community.zone,
        time: community.time,
        weekdays: community.weekdays,
        role: community.role.clone(),
        pins: community.pins,
        publishes: community.publishes,
        reveal: community.reveal,
        shares_private: community.shares_private,
        order: community.order,
        language: community.language,
        packs,
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

/// The packs there are to switch on.
pub(super) async fn packs(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
) -> anyhow::Result<Vec<PackChoice>> {
    let packs = compose::packs(tx, bank, &community.id).await?.into_iter();
    let choice = |(pack, questions): (&Pack, usize)| PackChoice {
        id: pack.id.clone(),
        title: pack.title.clone(),
        week: pack.week,
        questions,
        on: community.packs.contains(&pack.id),
    };
    Ok(packs.map(choice).collect())
}

#[cfg(test)]
mod tests;
