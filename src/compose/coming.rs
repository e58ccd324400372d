//! When the next questions come: by the schedule, or today because an organiser wishes it. The tick and the bank both
//! ask here.

use chrono::{DateTime, Utc};

use crate::domain::{Day, Schedule};
use crate::store::{Community, CommunityState, Tx};

/// The day whose question is to be asked now: its time has come, or an organiser does not wait for it. A day that was
/// asked is never asked again.
pub(crate) async fn due_today(
    tx: &mut Tx,
    (community, schedule): (&Community, Schedule),
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Day>> {
    if let Some(day) = schedule.due(now, community.last_day) {
        return Ok(Some(day));
    }
    let today = schedule.day_of(now);
    if schedule.instant(today).is_none() || !tx.is_asked_early(&community.id, today).await? {
        return Ok(None);
    }
    Ok((tx.last_claimed(&community.id).await? < Some(today)).then_some(today))
}

/// The next days on which a question comes, soonest first, each with its time; without one it comes at once. A
/// community that does not run is told them as if it were started now.
pub(crate) async fn next_days(
    tx: &mut Tx,
    (community, schedule): (&Community, Schedule),
    now: DateTime<Utc>,
) -> anyhow::Result<impl Iterator<Item = (Day, Option<DateTime<Utc>>)> + use<>> {
    let (today, last) = match community.state {
        CommunityState::Running => {
            let today = due_today(tx, (community, schedule), now).await?;
            (today, today.max(community.last_day))
        }
        CommunityState::New | CommunityState::Paused | CommunityState::ChannelGone | CommunityState::Left => {
            (None, tx.last_claimed(&community.id).await?)
        }
    };
    let later = schedule.upcoming(now, last).map(|(day, at)| (day, Some(at)));
    Ok(today.map(|day| (day, None)).into_iter().chain(later))
}
