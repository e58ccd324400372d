//! The gateway link: events in, through serenity's shard manager, kept up for as long as the process runs.
//!
//! - We ask for the address ourselves and give it to serenity, which therefore never falls back to one of its own.
//!   An address that is not Discord's (or, with an origin, not the origin's) is refused before the token is sent.
//! - Each connection has a thread with a runtime of its own. It ends serenity's tasks, which nothing else can; a
//!   serenity that spins on a dead socket does not take a worker from the bot; and since serenity starts one task per
//!   event and this runtime runs tasks in the order they were started, events of a shard arrive in order. Discord
//!   itself may repeat, reorder or lose events, so the consumer has to be idempotent all the same.
//! - serenity reconnects by itself. When that does not help for a while we begin anew, with growing pauses, asking
//!   Discord again for shards, address and how many sessions may still be started.
//!
//! It must not read events (`events.rs` does) nor log what they say. Two of serenity's targets must be filtered by
//! `telemetry`: `serenity::gateway::ws` logs a frame that it cannot read, with its text, and its spans hold more.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use serenity::async_trait;
use serenity::client::{Context, RawEventHandler};
use serenity::model::event::Event;
use serenity::model::id::ShardId;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{info, warn};

use super::rest::Rest;

mod link;
mod plan;

use link::Link;
use plan::Plan;

/// Kinds of events that serenity 0.12.5 does not know and that nobody here misses.
const HARMLESS: [&str; 5] = [
    "RATE_LIMITED",
    "SUBSCRIPTION_CREATE",
    "SUBSCRIPTION_DELETE",
    "SUBSCRIPTION_UPDATE",
    "VOICE_CHANNEL_EFFECT_SEND",
];
/// How often the shards are looked at when nothing happens.
const LOOK: Duration = Duration::from_secs(1);
/// How long serenity may try by itself to connect the first shard.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much longer for each shard; serenity starts one every 5 s.
const PATIENCE_PER_SHARD: Duration = Duration::from_secs(10);
/// The longest pause before beginning anew.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// How long closing may take in all.
const CLOSING: Duration = Duration::from_secs(4);

/// The link to Discord's events. Dropping it cuts the link; [`Gateway::shutdown`] logs off properly.
pub(crate) struct Gateway {
    state: Arc<State>,
    stop: watch::Sender<bool>,
    keeper: JoinSet<()>,
}

/// What the link knows of itself.
#[derive(Debug, Default)]
struct State {
    connected: watch::Sender<bool>,
    /// By shard, since its last READY.
    dispatches: watch::Sender<HashMap<ShardId, u64>>,
    /// Of all sessions.
    total: AtomicU64,
    unread: AtomicU64,
    fatal: watch::Sender<Option<String>>,
    /// Something happened that may have changed `connected`.
    news: Notify,
}

impl State {
    fn count(&self, shard: ShardId, is_new_session: bool) {
        self.total.fetch_add(1, Ordering::Relaxed);
        self.dispatches.send_modify(|dispatches| {
            let count = dispatches.entry(shard).or_default();
            *count = if is_new_session { 1 } else { *count + 1 };
        });
    }
}

/// Why a connection, or the attempt to get one, is over.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// We were asked to stop.
    Stopped,
    /// Trying again cannot help; the sentence says what can.
    Fatal(String),
    /// To be tried again, not before `after`.
    Again { why: String, after: Duration },
}

impl Gateway {
    /// Starts the link and returns at once; [`Gateway::connected`] says when it stands. Events go into `events` in the
    /// order they came: it has no bound, since events that wait for room would overtake one another. Those that serenity
    /// could not read come as [`Event::Unknown`], so that the consumer can count what Discord sent. Needs a tokio
    /// runtime.
    pub(crate) fn connect(rest: &Rest, events: mpsc::UnboundedSender<Event>) -> Gateway {
        let state = Arc::new(State::default());
        let (stop, stopped) = watch::channel(false);
        let mut keeper = JoinSet::new();
        keeper.spawn(keep(Keeper { rest: rest.clone(), state: Arc::clone(&state), events, stopped }));
        Gateway { state, stop, keeper }
    }

    /// Whether all shards are connected and Discord greeted them.
    pub(crate) fn connected(&self) -> bool {
        *self.state.connected.borrow()
    }

    /// [`Gateway::connected`], to wait on.
    pub(crate) fn link(&self) -> watch::Receiver<bool> {
        self.state.connected.subscribe()
    }

    /// Waits until this many dispatches of the present sessions, READY first, are in the channel. Returns how many were
    /// put there since the start.
    pub(crate) async fn forwarded(&self, dispatches: u64) -> u64 {
        let mut seen = self.state.dispatches.subscribe();
        let _state_is_ours = seen.wait_for(|seen| seen.values().sum::<u64>() >= dispatches).await;
        self.state.total.load(Ordering::Relaxed)
    }

    /// How many dispatches serenity could not read. Anything but 0 means that the bot misses something.
    pub(crate) fn unread(&self) -> u64 {
        self.state.unread.load(Ordering::Relaxed)
    }

    /// Resolves when the link is over for good, with a sentence that says what to do.
    pub(crate) async fn closed(&self) -> anyhow::Error {
        let mut fatal = self.state.fatal.subscribe();
        let _sender_is_ours = fatal.wait_for(Option::is_some).await;
        self.over()
    }

    /// Why no event can come any more.
    pub(crate) fn over(&self) -> anyhow::Error {
        match self.state.fatal.borrow().as_deref() {
            Some(sentence) => anyhow!("{sentence}"),
            None => anyhow!("the gateway link is gone"),
        }
    }

    /// Logs off and ends everything the link runs, within about 3 seconds. Events not yet in the channel are dropped.
    pub(crate) async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let _ended_or_late = timeout(CLOSING, self.keeper.join_next()).await;
    }
}

/// Everything the task that keeps the link needs.
struct Keeper {
    rest: Rest,
    state: Arc<State>,
    events: mpsc::UnboundedSender<Event>,
    stopped: watch::Receiver<bool>,
}

/// Keeps the link until it is stopped or cannot be kept.
async fn keep(mut keeper: Keeper) {
    let mut failures = 0;
    let mut said = String::new();
    loop {
        let end = keeper.hold_one(&mut failures).await;
        keeper.state.connected.send_replace(false);
        let (why, after) = match end {
            End::Stopped => return,
            End::Fatal(sentence) => {
                keeper.state.fatal.send_replace(Some(sentence));
                return;
            }
            End::Again { why, after } => (why, after),
        };
        let pause = after.max(pause_after(failures));
        if why != said {
            warn!(pause_s = pause.as_secs(), "Not connected to Discord's gateway, trying again: {why}");
            said = why;
        }
        failures += 1;
        if timeout(pause, keeper.stopped.wait_for(|stopped| *stopped)).await.is_ok() {
            return;
        }
    }
}

impl Keeper {
    /// One connection from asking for the address to its end.
    async fn hold_one(&mut self, failures: &mut u32) -> End {
        let mut stopped = self.stopped.clone();
        let plan = tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return End::Stopped,
            plan = Plan::ask(&self.rest) => plan,
        };
        let plan = match plan {
            Ok(plan) => plan,
            Err(end) => return end,
        };
        let handler = Forward { events: self.events.clone(), state: Arc::clone(&self.state) };
        let (link, given_up) = match Link::start(&self.rest, &plan, handler).await {
            Ok(started) => started,
            Err(error) => return End::Again { why: format!("{error:#}"), after: Duration::ZERO },
        };
        let end = tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => End::Stopped,
            () = self.rest.unauthorized() => End::Fatal(plan::BAD_TOKEN.to_owned()),
            end = given_up.end() => end,
            end = watch_shards(&self.state, &link, plan.shards, failures) => end,
        };
        link.end().await;
        end
    }
}

/// Follows the shards' state, and gives up when they stay away for long.
async fn watch_shards(state: &State, link: &Link, shards: u32, failures: &mut u32) -> End {
    let patience = PATIENCE + PATIENCE_PER_SHARD * shards;
    let mut seen = Instant::now();
    loop {
        let connected = link.connected_shards().await == shards;
        let changed = state.connected.send_if_modified(|was| std::mem::replace(was, connected) != connected);
        if connected {
            (seen, *failures) = (Instant::now(), 0);
        }
        match (changed, connected) {
            (true, true) => info!(shards, "Connected to Discord's gateway"),
            (true, false) => {
                warn!(shards, "Lost the connection to Discord's gateway; serenity is reconnecting")
            }
            (false, _) => {}
        }
        if seen.elapsed() > patience {
            let why = format!("not all of {shards} shards connected in {} s", patience.as_secs());
            return End::Again { why, after: Duration::ZERO };
        }
        let _news_or_due = timeout(LOOK, state.news.notified()).await;
    }
}

/// The pause after so many failures in a row: 1, 2, 4 … seconds, 5 minutes at most.
fn pause_after(failures: u32) -> Duration {
    Duration::from_secs(1 << failures.min(16)).min(LONGEST_PAUSE)
}

/// Puts what serenity hands over into our channel.
struct Forward {
    events: mpsc::UnboundedSender<Event>,
    state: Arc<State>,
}

#[async_trait]
impl RawEventHandler for Forward {
    async fn raw_event(&self, context: Context, event: Event) {
        if let Event::Unknown(unknown) = &event
            && !HARMLESS.contains(&unknown.kind.as_str())
        {
            self.state.unread.fetch_add(1, Ordering::Relaxed);
            warn!(event.kind = %unknown.kind, "An event could not be read");
        }
        let is_new_session = matches!(event, Event::Ready(_));
        // A closed channel means that the bot is stopping.
        let _ = self.events.send(event);
        self.state.count(context.shard_id, is_new_session);
        self.state.news.notify_one();
    }
}

#[cfg(test)]
mod tests;
