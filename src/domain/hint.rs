//! Hints: one at a time, and the next not before it helps.
//!
//! Whoever can click through to the last hint does so instead of thinking, and telling how many are left invites to it;
//! so the next hint waits for an attempt, or for some hours in which a first sentence could have come by itself.

use chrono::{DateTime, Duration, Utc};

/// Hours after the question at which each hint opens by itself. The first is a nudge for whoever cannot begin; three
/// hours are a morning in which to try, six a working day, after which a worked example teaches more than being stuck.
const OPENS_AFTER: [i64; 3] = [0, 3, 6];

/// When a hint (0 is the first) opens by itself to whoever has not answered yet.
pub fn hint_opens(hint: usize, published: DateTime<Utc>) -> DateTime<Utc> {
    let hours = OPENS_AFTER.get(hint).or(OPENS_AFTER.last()).copied().unwrap_or(0);
    published + Duration::hours(hours)
}
