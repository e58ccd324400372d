//! The pure core of the limits: what is known, and whether a request may leave. Time comes in as `now`.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::budget::{Budget, Room};
use super::{Lane, Refusal, RouteKey, Scope, Seen};

/// What nobody used for this long is forgotten.
const IDLE: Duration = Duration::from_secs(600);
/// How often idle entries are looked for.
const SWEEP: Duration = Duration::from_secs(5);

/// What a bucket is kept under: Discord's name for it and the id that splits it.
pub(super) type BucketKey = (Arc<str>, u64);

/// What a waiting request is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may leave now, and counts as in flight.
    Go,
    /// It cannot leave before this.
    Until(Instant),
    /// It has to see what another request's answer says, or another's turn comes first.
    NextChange,
}

/// A request that left: what is noted of it until it is over.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The bucket it is counted in.
    pub(super) bucket: Option<BucketKey>,
    /// How urgent it is.
    pub(super) lane: Lane,
    /// When it left.
    pub(super) at: Instant,
}

/// One route's queue, and the bucket Discord said it belongs to.
#[derive(Debug)]
struct Route {
    queue: VecDeque<u64>,
    in_flight: u32,
    bucket: Option<BucketKey>,
    /// It was answered without any limit.
    free: bool,
    used: Instant,
}

/// One of Discord's buckets in its present window.
#[derive(Debug)]
struct Bucket {
    limit: u32,
    remaining: u32,
    in_flight: u32,
    /// `None` from the end of a window until the first answer of the next.
    reset: Option<Instant>,
    used: Instant,
}

impl Bucket {
    /// Starts a new window when the old one is over.
    fn roll(&mut self, now: Instant) {
        if self.reset.is_some_and(|reset| reset <= now) {
            self.reset = None;
            self.remaining = self.limit.saturating_sub(self.in_flight);
        }
    }

    /// Why nothing may leave, if nothing may. With nothing in flight to learn from, one may always try.
    fn closed(&self) -> Option<Verdict> {
        if self.remaining > 0 {
            return None;
        }
        match self.reset {
            Some(reset) => Some(Verdict::Until(reset)),
            None if self.in_flight > 0 => Some(Verdict::NextChange),
            None => None,
        }
    }
}

/// All that is known of the limits. Pure: time comes in as `now`.
#[derive(Debug, Default)]
pub(crate) struct Book {
    routes: HashMap<RouteKey, Route>,
    buckets: HashMap<BucketKey, Bucket>,
    budget: Budget,
    /// A global 429: interaction endpoints go on.
    paused: Option<Instant>,
    /// The address is blocked: nothing goes on.
    barred: Option<Instant>,
    tickets: u64,
    swept: Option<Instant>,
}

impl Book {
    /// Queues a request and returns its ticket; one that was already refused (`again`) keeps its place in front.
    pub(crate) fn join(&mut self, key: &RouteKey, again: bool, now: Instant) -> u64 {
        self.tickets += 1;
        let ticket = self.tickets;
        let route = self.routes.entry(key.clone()).or_insert_with(|| Route {
            queue: VecDeque::new(),
            in_flight: 0,
            bucket: None,
            free: false,
            used: now,
        });
        if again {
            route.queue.push_front(ticket);
        } else {
            route.queue.push_back(ticket);
        }
        ticket
    }

    /// Takes a request that gave up out of its queue.
    pub(crate) fn quit(&mut self, key: &RouteKey, ticket: u64) {
        if let Some(route) = self.routes.get_mut(key) {
            route.queue.retain(|waiting| *waiting != ticket);
        }
    }

    /// May the request with this ticket leave? `Go` is given once and must be followed by [`Book::leave`].
    pub(crate) fn ask(&mut self, key: &RouteKey, lane: Lane, ticket: u64, now: Instant) -> Verdict {
        let Some(route) = self.routes.get(key) else { return Verdict::NextChange };
        if route.queue.front() != Some(&ticket) {
            return Verdict::NextChange;
        }
        if let Some(until) = self.held(lane, now) {
            return Verdict::Until(until);
        }
        let bucket = route.bucket.as_ref().and_then(|bucket| self.buckets.get_mut(bucket));
        match bucket {
            Some(bucket) => {
                bucket.roll(now);
                if let Some(verdict) = bucket.closed() {
                    return verdict;
                }
            }
            None if route.in_flight > 0 && !route.free => return Verdict::NextChange,
            None => {}
        }
        match self.budget.room(lane, now) {
            Room::Now => {}
            Room::At(until) => return Verdict::Until(until),
            Room::AfterAnAnswer => return Verdict::NextChange,
        }
        self.take(key, lane, now);
        Verdict::Go
    }

    /// Until when this lane is held by a global refusal.
    fn held(&self, lane: Lane, now: Instant) -> Option<Instant> {
        let paused = self.paused.filter(|_| lane != Lane::Interaction);
        self.barred.max(paused).filter(|until| *until > now)
    }

    fn take(&mut self, key: &RouteKey, lane: Lane, now: Instant) {
        if lane.share().is_some() {
            self.budget.leave();
        }
        let Some(route) = self.routes.get_mut(key) else { return };
        route.queue.pop_front();
        route.in_flight += 1;
        route.used = now;
        if let Some(bucket) = route.bucket.as_ref().and_then(|bucket| self.buckets.get_mut(bucket)) {
            bucket.remaining = bucket.remaining.saturating_sub(1);
            bucket.in_flight += 1;
            bucket.used = now;
        }
    }

    /// Which bucket a request that may leave now is counted in.
    pub(super) fn counted_in(&self, key: &RouteKey) -> Option<BucketKey> {
        let bucket = self.routes.get(key)?.bucket.clone()?;
        self.buckets.contains_key(&bucket).then_some(bucket)
    }

    /// A request is over: `seen` is what its answer said (`None`: no answer).
    pub(crate) fn leave(&mut self, key: &RouteKey, sent: &Sent, seen: Option<&Seen>, now: Instant) {
        if sent.lane.share().is_some() {
            self.budget.settle(&key.name, sent.at, seen.is_some(), now);
        }
        if let Some(bucket) = sent.bucket.as_ref().and_then(|bucket| self.buckets.get_mut(bucket)) {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
        }
        if let Some(route) = self.routes.get_mut(key) {
            route.in_flight = route.in_flight.saturating_sub(1);
        }
        if let Some(seen) = seen {
            self.learn(key, seen, now);
        }
        let refused = seen.is_some_and(|seen| seen.refusal.is_some());
        if key.is_used_once() && !refused && self.routes.get(key).is_some_and(|route| route.queue.is_empty())
        {
            self.routes.remove(key);
        }
        self.sweep(now);
    }

    fn learn(&mut self, key: &RouteKey, seen: &Seen, now: Instant) {
        match seen.refusal {
            Some(Refusal { scope: Scope::Global, retry_after }) => {
                self.paused = self.paused.max(Some(now + retry_after));
                // An interaction endpoint that is told so waits by itself; its lane is not held above.
                if !key.is_interaction() {
                    return;
                }
            }
            Some(Refusal { scope: Scope::Address, retry_after }) => {
                self.barred = self.barred.max(Some(now + retry_after));
                return;
            }
            Some(Refusal { scope: Scope::Route, .. }) | None => {}
        }
        if key.is_used_once() && seen.refusal.is_none() {
            return;
        }
        let Some(route) = self.routes.get_mut(key) else { return };
        if let Some(name) = &seen.bucket {
            route.bucket = Some((name.as_str().into(), key.major));
        } else if seen.refusal.is_some() && route.bucket.is_none() {
            route.bucket = Some((key.name.clone(), key.major));
        } else if route.bucket.is_none() {
            route.free = true;
        }
        let Some(id) = route.bucket.clone() else { return };
        self.learn_bucket(id, seen, now);
    }

    fn learn_bucket(&mut self, id: BucketKey, seen: &Seen, now: Instant) {
        let limit = seen.limit.unwrap_or(1).max(1);
        let bucket = self.buckets.entry(id).or_insert(Bucket {
            limit,
            remaining: limit,
            in_flight: 0,
            reset: None,
            used: now,
        });
        bucket.used = now;
        bucket.roll(now);
        if let Some(refusal) = &seen.refusal {
            bucket.remaining = 0;
            bucket.reset = bucket.reset.max(Some(now + refusal.retry_after));
            return;
        }
        bucket.limit = limit;
        if let (Some(remaining), Some(reset_after)) = (seen.remaining, seen.reset_after) {
            // Answers overtake each other; within a window only fewer can be left.
            bucket.remaining = bucket.remaining.min(remaining);
            bucket.reset = bucket.reset.max(Some(now + reset_after));
        }
    }

    /// Forgets what nobody uses, now and then.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|swept| now < swept + SWEEP) {
            return;
        }
        self.swept = Some(now);
        self.buckets.retain(|_, bucket| {
            let window_over = bucket.reset.is_none_or(|reset| reset <= now);
            bucket.in_flight > 0 || !window_over || now < bucket.used + IDLE
        });
        let buckets = &self.buckets;
        self.routes.retain(|key, route| {
            let limited = route.bucket.as_ref().and_then(|bucket| buckets.get(bucket));
            let closed = limited.and_then(|bucket| bucket.reset).is_some_and(|reset| reset > now);
            let kept = if key.is_interaction() { closed } else { now < route.used + IDLE };
            kept || route.in_flight > 0 || !route.queue.is_empty()
        });
        let routes = &self.routes;
        let owned: HashSet<&BucketKey> = routes.values().filter_map(|route| route.bucket.as_ref()).collect();
        self.buckets.retain(|id, bucket| bucket.in_flight > 0 || owned.contains(id));
    }

    /// How many routes and buckets are remembered.
    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.routes.len(), self.buckets.len())
    }
}
