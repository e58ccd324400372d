//! Events in, effects out, and the one place where errors end. Names no platform: it knows them by [`Platform`].
//!
//! The clock is read here, once for each event; everything below takes `now`.

mod delays;
mod queue;
mod share;

use std::collections::HashSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::app::{App, Waiting};
use crate::clock::Clock;
use crate::commands::{Actor, Choice, Command};
use crate::domain::{CommunityId, Language, ThreadId};
use crate::effect::{Effect, Receipt};
use crate::event::{Event, Refusal};
use crate::metrics::Metrics;
use crate::view::View;
use crate::words::UserError;
use delays::{Delays, pause_until};
use queue::Queue;
use share::Share;

pub use delays::Pace;

/// A place where communities live; each adapter is one.
pub trait Platform: Send + Sync + 'static {
    /// Its name in ids and metrics.
    const NAME: &'static str;

    /// Carries an effect out. With `look` it may have been carried out before: look before sending.
    fn perform(
        &self,
        community: &CommunityId,
        effect: &Effect,
        look: bool,
    ) -> impl Future<Output = Result<Receipt, Failure>> + Send;
}

/// Why an effect was not carried out, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Certainly not done; worth another try after this.
    RetryAfter(Duration),
    /// It may have been done: look before trying again.
    Unknown,
    /// It may have been done, and we may not look: it is not sent.
    Uncertain,
    /// It cannot be done.
    Refused(Refusal),
}

/// What the asker is told when something went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// They can mend it.
    User(UserError),
    /// They cannot; the reference is in the log too.
    Inside {
        /// Four characters or a few more.
        reference: String,
    },
}

/// How long the pump rests when nothing happens.
const REST: Duration = Duration::from_secs(30);

/// The core with its clock, and what it owes the world.
#[derive(Clone)]
pub struct Pump {
    inner: Arc<Inner>,
}

struct Inner {
    app: App,
    clock: Clock,
    metrics: Metrics,
    pace: Pace,
    delays: Delays,
    queue: Queue,
    /// Something may be due before the next tick.
    hurry: Notify,
    /// What could be done was done, for the moment.
    acted: Notify,
    // Held for a look-up, never across an await.
    looked: Mutex<HashSet<(CommunityId, &'static str)>>,
}

impl Pump {
    /// A pump over the core.
    pub fn new(app: App, clock: Clock, metrics: Metrics, pace: Pace) -> Self {
        let inner = Inner {
            app,
            clock,
            metrics,
            pace,
            delays: Delays::new(pace),
            queue: Queue::default(),
            hurry: Notify::new(),
            acted: Notify::new(),
            looked: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The time, by the clock that the core goes by.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.clock.now()
    }

    /// Someone asked: what they should see.
    ///
    /// # Errors
    /// What they should be told instead.
    pub async fn ask(&self, command: Command, actor: &Actor) -> Result<View, Trouble> {
        let is_setup = matches!(command, Command::Setup(_));
        let view = self.inner.app.ask(command, actor, self.now()).await;
        if is_setup {
            // An organiser may just have mended what stood in the way.
            self.inner.delays.forget(&actor.community);
            self.inner.hurry.notify_one();
        }
        view.map_err(|error| self.trouble(error))
    }

    /// Suggestions for what is being typed, from memory; only a community's own questions are read.
    pub async fn complete(&self, at: &CommunityId, of: (&str, &str), typed: (&str, Language)) -> Vec<Choice> {
        self.inner.app.complete(at, of, typed).await
    }

    /// In which language a community is spoken to, once it was set up; from memory alone.
    pub fn language(&self, community: &CommunityId) -> Option<Language> {
        self.inner.app.language(community)
    }

    /// Whether a thread is one of ours, from memory alone.
    pub fn knows_thread(&self, thread: &ThreadId) -> bool {
        self.inner.app.knows_thread(thread)
    }

    /// Turns an error into what the asker is told; anything they cannot mend is logged, once, under a reference.
    pub fn trouble(&self, error: anyhow::Error) -> Trouble {
        match error.downcast::<UserError>() {
            Ok(error) => {
                tracing::info!(%error, "Told someone what to mend");
                Trouble::User(error)
            }
            Err(error) => {
                let reference = self.reference();
                tracing::error!(reference, error = format!("{error:#}"), "Something went wrong");
                self.inner.metrics.count_error();
                Trouble::Inside { reference }
            }
        }
    }

    /// A short name for this moment, for finding the line in the log.
    fn reference(&self) -> String {
        use std::hash::{BuildHasher, RandomState};
        format!("{:06x}", RandomState::new().hash_one(()) & 0x00ff_ffff)
    }

    /// One turn of the crank: what is due is asked, and what waits is carried out, until nothing can be done now.
    pub async fn step<P: Platform>(&self, platform: &P) {
        self.tell(Event::Tick).await;
        self.drain(platform, Share::Acts, || false).await;
        self.drain(platform, Share::Looks, || false).await;
    }

    /// Whether something waits that could be carried out now.
    pub async fn has_work(&self) -> bool {
        let nobody = HashSet::new();
        !self.runnable(Share::Acts, &nobody, 1).await.is_empty()
            || !self.runnable(Share::Looks, &nobody, 1).await.is_empty()
    }

    /// Waits until what failed may be tried again; returns at once when nothing did.
    pub async fn until_retry(&self) {
        if let Some(until) = self.inner.delays.earliest() {
            pause_until(until).await;
        }
    }

    /// Turns the crank until told to stop, then finishes what is in hand. `stepped` is called after every turn.
    pub async fn run<P: Platform>(&self, platform: &P, stop: CancellationToken, stepped: impl Fn()) {
        tokio::join!(self.act(platform, &stop, stepped), self.look(platform, &stop));
    }

    /// Looks that are under way when the bot stops are made again at the next start.
    async fn look<P: Platform>(&self, platform: &P, stop: &CancellationToken) {
        let looking = async {
            loop {
                self.drain(platform, Share::Looks, || false).await;
                // Whatever wakes those who act wakes these after them.
                self.inner.acted.notified().await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = looking => {}
        }
    }

    async fn act<P: Platform>(&self, platform: &P, stop: &CancellationToken, stepped: impl Fn()) {
        let mut next_tick = Instant::now();
        while !stop.is_cancelled() {
            if Instant::now() >= next_tick {
                self.tick(platform, || {
                    stepped();
                    stop.is_cancelled()
                })
                .await;
                next_tick = Instant::now() + self.tick_every();
            }
            // A long morning must not keep the next tick waiting, nor look as if nothing moved.
            self.drain(platform, Share::Acts, || {
                stepped();
                stop.is_cancelled() || Instant::now() >= next_tick
            })
            .await;
            self.show_waiting().await;
            self.inner.acted.notify_one();
            let turn = self.next_turn(next_tick);
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.inner.app.more_waits() => {}
                () = self.inner.hurry.notified() => next_tick = Instant::now(),
                () = pause_until(turn) => {}
            }
        }
    }

    /// A tick. Where many communities are due, the first are asked while the others are still being dealt with.
    async fn tick<P: Platform>(&self, platform: &P, is_over: impl Fn() -> bool) {
        let dealt_with = CancellationToken::new();
        let ticking = async {
            self.tell(Event::Tick).await;
            dealt_with.cancel();
        };
        let asking = async {
            loop {
                tokio::select! {
                    () = dealt_with.cancelled() => return,
                    () = self.inner.app.more_waits() => {}
                }
                self.drain(platform, Share::Acts, || is_over() || dealt_with.is_cancelled()).await;
            }
        };
        tokio::join!(ticking, asking);
    }

    /// Shows how much is still to be done: for whoever follows a long morning.
    async fn show_waiting(&self) {
        match self.inner.app.count_waiting().await {
            Ok(waiting) => self.inner.metrics.set_effects_waiting(waiting),
            // Whatever needs the database next says what is wrong with it.
            Err(error) => tracing::debug!(error = format!("{error:#}"), "Cannot count what waits"),
        }
    }

    /// A clock that is pushed jumps, so it is looked at often.
    fn tick_every(&self) -> Duration {
        match self.inner.clock {
            Clock::System => REST,
            Clock::Pushed(_) => Duration::from_millis(100),
        }
    }

    /// When to turn the crank again if nothing happens; never at once.
    fn next_turn(&self, next_tick: Instant) -> Instant {
        let retry = self.inner.delays.earliest().unwrap_or(next_tick);
        retry.min(next_tick).max(Instant::now() + Duration::from_millis(10))
    }

    /// Carries out what waits: the most urgent first, one at a time for each community. Once `is_over`, nothing new is
    /// begun.
    async fn drain<P: Platform>(&self, platform: &P, share: Share, is_over: impl Fn() -> bool) {
        let mut busy: HashSet<CommunityId> = HashSet::new();
        let mut running = FuturesUnordered::new();
        let mut page = Vec::new().into_iter();
        loop {
            let room = if is_over() { 0 } else { share.at_once() - running.len() };
            if room > 0 && page.len() == 0 {
                page = self.runnable(share, &busy, share.page()).await.into_iter();
            }
            for waiting in page.by_ref().take(room) {
                busy.insert(waiting.community.clone());
                running.push(self.carry_out(platform, waiting));
            }
            let Some(community) = running.next().await else { return };
            busy.remove(&community);
        }
    }

    async fn runnable(&self, share: Share, busy: &HashSet<CommunityId>, limit: usize) -> Vec<Waiting> {
        if limit == 0 {
            return Vec::new();
        }
        let page = share::PAGE + self.inner.delays.len();
        let waiting = match self.inner.app.waiting(i64::try_from(page).unwrap_or(i64::MAX)).await {
            Ok(waiting) => waiting,
            Err(error) => {
                self.trouble(error);
                return Vec::new();
            }
        };
        if waiting.len() < page {
            // These are all: what no longer waits, whoever took it away, needs no memory of its failures.
            self.inner.delays.keep_only(&waiting.iter().map(|waiting| &waiting.id).collect());
        }
        let now = Instant::now();
        let mut taken = busy.clone();
        let is_ready = |waiting: &Waiting| self.inner.delays.is_ready(&waiting.id, now);
        if waiting.iter().any(|waiting| is_ready(waiting) && share.yields_to(&waiting.effect)) {
            return Vec::new();
        }
        waiting
            .into_iter()
            .filter(|waiting| share.holds(&waiting.effect) && is_ready(waiting))
            .filter(|waiting| taken.insert(waiting.community.clone()))
            .take(limit)
            .collect()
    }

    async fn carry_out<P: Platform>(&self, platform: &P, waiting: Waiting) -> CommunityId {
        let kind = waiting.effect.kind();
        let span = tracing::info_span!("effect", effect.kind = kind, community.id = %waiting.community);
        let outcome = self.attempt(platform, &waiting).instrument(span).await;
        self.inner.metrics.count_effect(P::NAME, kind, outcome);
        waiting.community
    }

    async fn attempt<P: Platform>(&self, platform: &P, waiting: &Waiting) -> &'static str {
        self.inner.delays.take_up(&waiting.id);
        match self.count_attempt(&waiting.id).await {
            Ok(true) => {}
            Ok(false) => return "gone",
            Err(error) => {
                self.trouble(error);
                self.inner.delays.put_off(waiting, None);
                return "error";
            }
        }
        let look = waiting.attempts > 0 || self.is_first_look(waiting);
        match platform.perform(&waiting.community, &waiting.effect, look).await {
            Ok(receipt) => {
                let is_post = matches!(receipt, Receipt::Published { .. });
                match self.is_told(Event::EffectDone(waiting.id.clone(), receipt)).await {
                    true => {
                        self.inner.delays.drop(&waiting.id);
                        if is_post {
                            self.inner.metrics.count_question_asked();
                        }
                    }
                    // It still waits, and is looked for soon.
                    false => self.inner.delays.put_off(waiting, Some(Duration::ZERO)),
                }
                "ok"
            }
            Err(Failure::Refused(refusal)) => {
                tracing::warn!(?refusal, "An effect was refused");
                self.inner.delays.put_off_long(waiting);
                self.tell(Event::EffectRefused(waiting.id.clone(), refusal)).await;
                "refused"
            }
            Err(Failure::Uncertain) => {
                self.inner.delays.put_off_long(waiting);
                self.tell(Event::EffectUncertain(waiting.id.clone())).await;
                "uncertain"
            }
            Err(Failure::Unknown) => {
                self.inner.delays.put_off(waiting, None);
                "unknown"
            }
            Err(Failure::RetryAfter(pause)) => {
                self.inner.delays.put_off(waiting, Some(pause));
                "later"
            }
        }
    }

    /// Whether this is the first question or the first answer posted to a community since the start: an older life of
    /// ours may have posted it.
    fn is_first_look(&self, waiting: &Waiting) -> bool {
        let is_post = matches!(waiting.effect, Effect::PublishQuestion { .. } | Effect::RevealAnswer { .. });
        let mut looked = self.inner.looked.lock().unwrap_or_else(PoisonError::into_inner);
        is_post && looked.insert((waiting.community.clone(), waiting.effect.kind()))
    }
}
