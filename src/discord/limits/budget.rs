//! The requests a second that Discord allows a bot over all routes: all of them used, and never one more.
//!
//! Discord counts a request when it arrives, which nobody here can see: it is some time between leaving and the answer.
//! Between two requests the way there may take longer for the first and shorter for the second, so as many as are
//! allowed, counted as they leave, may arrive within less than a second. A request is therefore held against the budget
//! from when it leaves until a second after the latest moment at which it may have arrived, counted from the earliest.
//! Then no second, wherever it begins, sees more than are allowed: whatever arrived in it is still held when the last of
//! them leaves. What a way always takes costs nothing, since it shifts all requests alike; only what varies does.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Lane;

/// The span that Discord counts over, and a little for clocks that do not run quite alike.
const SECOND: Duration = Duration::from_millis(1_004);

/// Of fewer answers even the quickest may have been slow: then all of their time may have been the way there.
const ENOUGH: u32 = 16;

/// What the budget says to one who wants to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// There is room.
    Now,
    /// There is room at this time, or sooner when an answer comes.
    At(Instant),
    /// There is none before an answer comes.
    AfterAnAnswer,
}

/// The budget of the present second.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// Requests that left and were not answered yet.
    in_flight: usize,
    /// When those that were answered need no longer be held, soonest first.
    held: Vec<Instant>,
    /// The quickest answer of each kind of route, about what the way always takes, and of how many it is.
    quickest: HashMap<Arc<str>, (Duration, u32)>,
}

impl Budget {
    /// Whether a request of this lane may leave.
    pub(super) fn room(&mut self, lane: Lane, now: Instant) -> Room {
        let Some(share) = lane.share() else { return Room::Now };
        let over = self.held.partition_point(|until| *until <= now);
        self.held.drain(..over);
        match (self.in_flight + self.held.len()).checked_sub(share) {
            None => Room::Now,
            Some(too_many) => self.held.get(too_many).map_or(Room::AfterAnAnswer, |until| Room::At(*until)),
        }
    }

    /// A request leaves.
    pub(super) fn leave(&mut self) {
        self.in_flight += 1;
    }

    /// It was answered, or is no longer waited for (`answered` is false).
    pub(super) fn settle(&mut self, route: &Arc<str>, left: Instant, answered: bool, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let took = now.saturating_duration_since(left);
        if answered {
            let (quickest, of) = self.quickest.entry(Arc::clone(route)).or_insert((took, 0));
            (*quickest, *of) = (took.min(*quickest), of.saturating_add(1));
        }
        let known = self.quickest.get(route).filter(|(_, of)| *of >= ENOUGH);
        let quickest = known.map_or(Duration::ZERO, |(quickest, _)| *quickest);
        let until = left + took.saturating_sub(quickest) + SECOND;
        let place = self.held.partition_point(|other| *other <= until);
        self.held.insert(place, until);
    }
}
