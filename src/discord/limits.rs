//! Discord's rate limits: when a request may leave, learnt from what Discord answers.
//!
//! `book.rs` is the pure core: every decision takes `now`. [`Limits`] is the thin shell that waits.
//! Nothing here sends a request or knows what it says, and no lock is held while waiting.
//!
//! - Per route and channel, server or webhook: first in, first out, as many as the bucket allows. A bucket that
//!   is not known yet lets one request through to learn from.
//! - Over all: [`PER_SECOND`] requests a second, which is all that Discord allows; `budget.rs` says why that is safe.
//!   Interaction endpoints are not bound to that limit, so they neither wait for it nor count, and a global pause does
//!   not hold them.
//! - What is idle is forgotten, and the callback of an interaction leaves nothing behind.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serenity::http::LightMethod;
use tokio::sync::watch;

mod book;
mod budget;
mod seen;

use book::{Book, Sent, Verdict};
pub(crate) use seen::{Refusal, Scope, Seen};

/// Requests a second over all routes.
const PER_SECOND: usize = 50;
/// How many of those background work may use, so that posts always find room.
const PER_SECOND_BACKGROUND: usize = 30;
/// Told to a caller whose turn did not come in time, when nothing says how long it would have been.
const NEXT_TURN: Duration = Duration::from_secs(1);

/// How urgent a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// An answer to someone who is waiting; exempt from the global limit. For interaction endpoints only.
    Interaction,
    /// Whatever people see: questions, threads, messages.
    Post,
    /// Reactions and checks, which leave room for posts.
    Background,
}

impl Lane {
    /// How many requests a second this lane may bring the total to; `None` = it is not counted.
    fn share(self) -> Option<usize> {
        match self {
            Lane::Interaction => None,
            Lane::Post => Some(PER_SECOND),
            Lane::Background => Some(PER_SECOND_BACKGROUND),
        }
    }
}

/// A route as the limits see it: its name without any id or token, and a hash of the id (and token) that splits it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RouteKey {
    name: Arc<str>,
    major: u64,
}

impl RouteKey {
    /// Reads method and path, e.g. `https://discord.com/api/v10/channels/1/messages` -> `POST /channels/{id}/messages`.
    pub(crate) fn of(method: LightMethod, path: &str) -> RouteKey {
        let path = path.split_once("/api/v10/").map_or(path, |(_, path)| path);
        let parts: Vec<&str> = path.split('/').collect();
        let token_at = matches!(parts[0], "webhooks" | "interactions").then_some(2);
        let mut name = method.reqwest_method().to_string() + " ";
        for (at, part) in parts.iter().enumerate() {
            name.push('/');
            name.push_str(match part {
                _ if Some(at) == token_at => "{token}",
                _ if at > 0 && parts[at - 1] == "reactions" => "{emoji}",
                part if part.starts_with(|c: char| c.is_ascii_digit()) => "{id}",
                part => part,
            });
        }
        let mut major = DefaultHasher::new();
        if matches!(parts[0], "channels" | "guilds" | "webhooks" | "interactions") {
            (parts.get(1), token_at.and_then(|at| parts.get(at))).hash(&mut major);
        }
        RouteKey { name: name.into(), major: major.finish() }
    }

    /// The name, which is safe to log: it holds no id and no token.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is an interaction's endpoint, which the global limit does not bind.
    pub(crate) fn is_interaction(&self) -> bool {
        self.name.contains(" /interactions/") || self.name.contains(" /webhooks/")
    }

    /// Whether nobody will ever ask for this key again.
    fn is_used_once(&self) -> bool {
        self.name.ends_with("/callback")
    }
}

/// The book, shared by everyone who sends.
#[derive(Clone)]
pub(crate) struct Limits(Arc<Shared>);

struct Shared {
    book: Mutex<Book>,
    /// Counts changes, so that those who wait look again.
    changes: watch::Sender<u64>,
}

impl Limits {
    /// A book with nothing learnt yet.
    pub(crate) fn new() -> Limits {
        Limits(Arc::new(Shared { book: Mutex::default(), changes: watch::Sender::new(0) }))
    }

    /// Waits until a request may leave. Fails with the time still to wait when that is past `deadline`.
    pub(crate) async fn enter(
        &self,
        key: &RouteKey,
        lane: Lane,
        again: bool,
        deadline: Instant,
    ) -> Result<Pass, Duration> {
        let mut changes = self.0.changes.subscribe();
        let waiting = Waiting { limits: self, key, ticket: self.book().join(key, again, Instant::now()) };
        loop {
            changes.mark_unchanged();
            let now = Instant::now();
            let (verdict, bucket) = {
                let mut book = self.book();
                let bucket = book.counted_in(key);
                (book.ask(key, lane, waiting.ticket, now), bucket)
            };
            let wake = match verdict {
                Verdict::Go => {
                    let sent = Sent { bucket, lane, at: now };
                    return Ok(Pass { limits: self.clone(), key: key.clone(), sent, open: true });
                }
                Verdict::Until(until) if until > deadline => return Err(until - now),
                Verdict::Until(until) => until,
                Verdict::NextChange if now >= deadline => return Err(NEXT_TURN),
                Verdict::NextChange => deadline,
            };
            let _changed_or_due = tokio::time::timeout_at(wake.into(), changes.changed()).await;
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        self.0.changes.send_modify(|changes| *changes += 1);
    }
}

/// A place in a queue. Dropping it, also when the caller is cancelled, gives the place up.
struct Waiting<'a> {
    limits: &'a Limits,
    key: &'a RouteKey,
    ticket: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limits.book().quit(self.key, self.ticket);
        self.limits.changed();
    }
}

/// Leave to send one request. Dropping it says that no answer came.
pub(crate) struct Pass {
    limits: Limits,
    key: RouteKey,
    sent: Sent,
    open: bool,
}

impl Pass {
    /// Tells the book what the answer said.
    pub(crate) fn settle(mut self, seen: &Seen) {
        self.close(Some(seen));
    }

    fn close(&mut self, seen: Option<&Seen>) {
        if std::mem::replace(&mut self.open, false) {
            self.limits.book().leave(&self.key, &self.sent, seen, Instant::now());
            self.limits.changed();
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.close(None);
    }
}

#[cfg(test)]
mod tests;
