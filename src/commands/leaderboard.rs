//! `/leaderboard`: the top of a period, and always the reader's own place with its neighbours.

use chrono::{DateTime, Utc};

use super::Actor;
use crate::domain::{Period, day_of, rank, window};
use crate::store::Tx;
use crate::view::{LeaderboardView, View};

/// Rows on a page.
const ROWS: usize = 10;

/// Neighbours shown on each side of the reader.
const AROUND: usize = 1;

pub(super) async fn run(
    tx: &mut Tx,
    (period, page): (Period, usize),
    actor: &Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<View> {
    let community = tx.community(&actor.community).await?;
    let zone = community.and_then(|community| community.zone).unwrap_or(chrono_tz::UTC);
    let first = period.first_day(day_of(zone, now));
    let places = rank(tx.standings(&actor.community, first, &actor.member).await?);
    let pages = places.len().div_ceil(ROWS).max(1);
    let page = page.clamp(1, pages);
    let rows: Vec<_> = places.iter().skip((page - 1) * ROWS).take(ROWS).cloned().collect();
    let on_page = rows.iter().any(|place| place.member == actor.member);
    Ok(View::Leaderboard(LeaderboardView {
        period,
        page,
        pages,
        around: if on_page { Vec::new() } else { window(&places, &actor.member, AROUND).to_vec() },
        rows,
        reader: actor.member.clone(),
        reader_hidden: tx.member(&actor.community, &actor.member).await?.hidden,
        asked: tx.published_since(&actor.community, first).await?,
    }))
}
