//! Which effects are put off after a failure, and until when. In memory only: a restart tries everything at once.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::app::Waiting;
use crate::domain::CommunityId;
use crate::effect::EffectId;

/// How long the pump waits before it tries again what failed. Real time: a clock that is pushed does not hurry it.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After the first failure; it doubles with each.
    pub first: Duration,
    /// At most.
    pub longest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_secs(1), longest: Duration::from_secs(600) }
    }
}

/// Longer than any attempt takes.
const IN_HAND: Duration = Duration::from_secs(3600);

/// The effects that are put off.
#[derive(Debug)]
pub(super) struct Delays {
    pace: Pace,
    // Held for a look-up, never across an await.
    until: Mutex<HashMap<EffectId, Delay>>,
}

#[derive(Clone, Debug)]
struct Delay {
    community: CommunityId,
    failures: u32,
    until: Instant,
}

impl Delays {
    /// Nothing is put off.
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, until: Mutex::default() }
    }

    /// Puts an effect off: for `pause`, or for longer with each failure.
    pub(super) fn put_off(&self, waiting: &Waiting, pause: Option<Duration>) {
        let mut delays = self.lock();
        let failures = delays.get(&waiting.id).map_or(0, |delay| delay.failures) + 1;
        let doubled = self.pace.first.saturating_mul(1 << failures.min(16).saturating_sub(1));
        let pause = pause.unwrap_or(doubled).min(self.pace.longest);
        let (community, until) = (waiting.community.clone(), Instant::now() + pause);
        delays.insert(waiting.id.clone(), Delay { community, failures, until });
    }

    /// Puts an effect off for the longest time: a person has to act first.
    pub(super) fn put_off_long(&self, waiting: &Waiting) {
        self.put_off(waiting, Some(self.pace.longest));
    }

    /// An effect that failed before is being tried: until that is settled, nobody needs to wake for it.
    pub(super) fn take_up(&self, id: &EffectId) {
        if let Some(delay) = self.lock().get_mut(id) {
            delay.until = Instant::now() + IN_HAND;
        }
    }

    /// Forgets the failures of a community's effects: they may be tried at once.
    pub(super) fn forget(&self, community: &CommunityId) {
        self.lock().retain(|_, delay| delay.community != *community);
    }

    /// Forgets the failures of an effect that no longer waits.
    pub(super) fn drop(&self, id: &EffectId) {
        self.lock().remove(id);
    }

    /// Forgets the failures of every effect but these.
    pub(super) fn keep_only(&self, ids: &HashSet<&EffectId>) {
        self.lock().retain(|id, _| ids.contains(id));
    }

    /// Whether an effect may be tried at `now`.
    pub(super) fn is_ready(&self, id: &EffectId, now: Instant) -> bool {
        self.lock().get(id).is_none_or(|delay| delay.until <= now)
    }

    /// When the first effect that is put off may be tried again.
    pub(super) fn earliest(&self) -> Option<Instant> {
        self.lock().values().map(|delay| delay.until).min()
    }

    /// How many effects are put off.
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<EffectId, Delay>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits by the machine's steady clock, which no one pushes.
#[expect(
    clippy::disallowed_methods,
    reason = "pauses between attempts are real time; what is due is found by the tick"
)]
pub(super) async fn pause_until(instant: Instant) {
    tokio::time::sleep(instant.saturating_duration_since(Instant::now())).await;
}

#[cfg(test)]
mod tests;
