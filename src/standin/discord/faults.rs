//! Trouble on demand: requests held, cut or answered wrongly, before or after they reach the world.
//! It must not know what the requests mean.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::limits::Scope;

/// Whether trouble comes before or after a request changes the world.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// The world does not change (unless a held request is released).
    Before,
    /// The world has changed already: the ambiguous case.
    After,
}

/// What happens to the request.
#[derive(Clone, Debug)]
pub enum Act {
    /// It waits until it is released; if its client goes away meanwhile, it ends there.
    Hold,
    /// The connection closes without an answer.
    Cut,
    /// Just then someone else has used a limit up for so long, so that it and what follows is refused with 429.
    Limit(Scope, Duration),
    /// It gets this status, body and these further headers.
    Status(u16, Value, Vec<(String, String)>),
}

/// Trouble for the requests it matches.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The method, or any.
    pub method: Option<String>,
    /// What the path (without `/api/v10`) contains; `/gw` is the gateway.
    pub path_contains: String,
    /// The first matching request it strikes, counted from 1 and from when the fault was set.
    pub nth: usize,
    /// Before or after the world changes.
    pub phase: Phase,
    /// What happens.
    pub act: Act,
    /// How many requests it strikes.
    pub times: usize,
}

#[derive(Debug)]
struct Signs {
    reached: watch::Sender<usize>,
    vanished: watch::Sender<usize>,
    released: watch::Sender<bool>,
}

/// What a test holds of a fault. Dropping it changes nothing.
#[derive(Clone, Debug)]
pub struct FaultHandle {
    signs: Arc<Signs>,
}

impl FaultHandle {
    /// Waits until the fault strikes (has struck).
    pub async fn reached(&self) {
        self.reached_times(1).await;
    }

    /// Waits until the fault has struck this often.
    pub async fn reached_times(&self, times: usize) {
        let mut reached = self.signs.reached.subscribe();
        reached.wait_for(|count| *count >= times).await.map(|_| ()).unwrap_or_default();
    }

    /// Waits until the client of a held request has gone away.
    pub async fn vanished(&self) {
        let mut vanished = self.signs.vanished.subscribe();
        vanished.wait_for(|count| *count >= 1).await.map(|_| ()).unwrap_or_default();
    }

    /// Lets held requests go on, and ends the fault.
    pub fn release(&self) {
        self.signs.released.send_replace(true);
    }
}

#[derive(Debug)]
struct Set {
    fault: Fault,
    seen: usize,
    struck: usize,
    signs: Arc<Signs>,
}

/// All faults that were set.
#[derive(Debug, Default)]
pub(super) struct Faults {
    set: Vec<Set>,
}

/// A fault that strikes one request.
#[derive(Clone, Debug)]
pub(super) struct Strike {
    pub(super) phase: Phase,
    pub(super) act: Act,
    signs: Arc<Signs>,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) -> FaultHandle {
        let signs = Arc::new(Signs {
            reached: watch::Sender::new(0),
            vanished: watch::Sender::new(0),
            released: watch::Sender::new(false),
        });
        self.set.push(Set { fault, seen: 0, struck: 0, signs: Arc::clone(&signs) });
        FaultHandle { signs }
    }

    pub(super) fn clear(&mut self) {
        for set in self.set.drain(..) {
            set.signs.released.send_replace(true);
        }
    }

    /// The fault that strikes this request, if one does.
    pub(super) fn strike(&mut self, method: &str, path: &str) -> Option<Strike> {
        let mut strike = None;
        for set in &mut self.set {
            let fault = &set.fault;
            let fits =
                fault.method.as_ref().is_none_or(|one| one == method) && path.contains(&fault.path_contains);
            if !fits {
                continue;
            }
            set.seen += 1;
            let due =
                set.seen >= fault.nth.max(1) && set.struck < fault.times && !*set.signs.released.borrow();
            if due && strike.is_none() {
                set.struck += 1;
                strike = Some(Strike {
                    phase: fault.phase,
                    act: fault.act.clone(),
                    signs: Arc::clone(&set.signs),
                });
            }
        }
        strike
    }
}

/// Says that the client went away, unless it was told that the wait is over.
struct Watchman {
    signs: Arc<Signs>,
    over: bool,
}

impl Drop for Watchman {
    fn drop(&mut self) {
        if !self.over {
            self.signs.vanished.send_modify(|count| *count += 1);
        }
    }
}

impl Strike {
    /// Says that the fault has struck, and for a hold waits for its release.
    pub(super) async fn wait(&self) {
        self.signs.reached.send_modify(|count| *count += 1);
        if !matches!(self.act, Act::Hold) {
            return;
        }
        let mut watchman = Watchman { signs: Arc::clone(&self.signs), over: false };
        let mut released = self.signs.released.subscribe();
        released.wait_for(|released| *released).await.map(|_| ()).unwrap_or_default();
        // A client that went away just before the release must not count as there: let its end arrive first.
        for _ in 0..16 {
            tokio::task::yield_now().await;
        }
        watchman.over = true;
    }
}
