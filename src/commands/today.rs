//! `/today`: where today's question is, and whether the asker has answered it.

use chrono::{DateTime, Utc};

use super::Actor;
use crate::store::{Community, CommunityState, Tx};
use crate::view::{Notice, TodayView, View};

pub(super) async fn run(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<View> {
    let Some(community) = tx.community(&actor.community).await? else {
        return Ok(View::Notice(Notice::NotStarted));
    };
    if is_on_its_way(tx, &community, now).await? {
        return Ok(View::Notice(Notice::OnItsWay));
    }
    let next = match community.state {
        CommunityState::Running => {
            community.schedule().and_then(|schedule| schedule.next(now, community.last_day))
        }
        CommunityState::New | CommunityState::Paused | CommunityState::ChannelGone | CommunityState::Left => {
            None
        }
    };
    let next = next.map(|(_, at)| at);
    let Some(asked) = tx.latest_asked(&actor.community, 1).await?.pop() else {
        return Ok(View::Notice(match community.state {
            CommunityState::Running => Notice::NothingAsked(next),
            CommunityState::New
            | CommunityState::Paused
            | CommunityState::ChannelGone
            | CommunityState::Left => Notice::NotStarted,
        }));
    };
    let answered = tx.answered(&actor.community, &actor.member).await?;
    Ok(View::Today(TodayView {
        ordinal: asked.ordinal,
        thread: asked.open_thread(),
        title: asked.title,
        closes_at: next,
        answered: tx.count_answered(&actor.community, asked.ordinal).await?,
        reader_answered: answered.iter().any(|(ordinal, _)| *ordinal == asked.ordinal),
    }))
}

/// Whether today's question was due and does not stand in the channel yet.
async fn is_on_its_way(tx: &mut Tx, community: &Community, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let Some(schedule) = community.schedule().filter(|_| community.state == CommunityState::Running) else {
        return Ok(false);
    };
    if schedule.due(now, community.last_day).is_some() {
        return Ok(true);
    }
    let today = tx.asked_on(&community.id, schedule.day_of(now)).await?;
    Ok(today.is_some_and(|asked| asked.published_at.is_none()))
}
