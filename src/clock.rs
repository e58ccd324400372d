//! What time it is. Nothing else in the bot may read the wall clock: everyone is handed `now`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// Where the bot's time comes from.
///
/// `Pushed` is part of the product, not of the tests alone: the demo's "next day" button pushes it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// A clock that stands still until someone pushes it. Clones share the same hands.
    Pushed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that shows `start` until it is pushed.
    pub fn pushed(start: DateTime<Utc>) -> Clock {
        Clock::Pushed(Arc::new(Mutex::new(start)))
    }

    /// The current instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Pushed(hands) => *lock(hands),
        }
    }

    /// Pushes the clock forward to `instant` and returns the time it then shows.
    ///
    /// Time never runs backwards: an earlier instant leaves the hands where they are. The machine's
    /// clock cannot be pushed and simply tells its time.
    pub fn push_to(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Clock::System => self.now(),
            Clock::Pushed(hands) => {
                let mut hands = lock(hands);
                *hands = instant.max(*hands);
                *hands
            }
        }
    }
}

/// An instant cannot be left half-written, so a panic elsewhere does not spoil it.
fn lock(hands: &Mutex<DateTime<Utc>>) -> MutexGuard<'_, DateTime<Utc>> {
    hands.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
