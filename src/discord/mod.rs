//! Discord: the only place that knows serenity and Discord's wire.
//!
//! Events come from the gateway and go to the core; interactions are conversations of their own; what the core owes the
//! world is carried out through one REST path. It must not decide anything: the core does.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow};
use futures_util::FutureExt;
use secrecy::SecretString;
use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::event::Event as DiscordEvent;
use serenity::model::id::ApplicationId;
use tokio::sync::{Mutex, OnceCell, mpsc, watch};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use crate::domain::CommunityId;
use crate::effect::{Effect, Receipt};
use crate::event::Event;
use crate::metrics::Metrics;
use crate::pump::{Failure, Platform, Pump};

mod checks;
mod commands;
mod effects;
mod events;
mod facts;
mod gateway;
mod interactions;
mod limits;
pub(crate) mod paper;
mod render;
mod rest;

use effects::Effects;
use events::Events;
use gateway::Gateway;
use rest::{Call, Rest};

/// How long conversations in hand may take once we are asked to stop.
const FINISHING: Duration = Duration::from_secs(4);
/// How many dispatches are told to the core at once.
const AT_ONCE: usize = 256;
/// What is said before the reason for which the link is over.
const NOT_CONNECTED: &str = "cannot stay connected to Discord";

/// The bot on Discord: give it to the pump as its platform, and run it beside.
pub(crate) struct Discord {
    effects: Arc<Effects>,
    metrics: Metrics,
    gateway: Gateway,
    incoming: Mutex<mpsc::UnboundedReceiver<DiscordEvent>>,
    tasks: TaskTracker,
    progress: watch::Sender<Progress>,
    unread: AtomicU64,
}

/// How far the adapter is with what Discord sent.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// Dispatches that were told to the core, or begun as a conversation.
    handled: u64,
    /// Conversations in hand.
    talking: usize,
}

impl Discord {
    /// Starts the link to Discord, or with `origin` (scheme, host and port) to a server that speaks its protocol.
    ///
    /// It returns at once; [`Discord::connected`] says when the link stands.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn connect(
        token: &SecretString,
        origin: Option<String>,
        pump: Pump,
        metrics: Metrics,
    ) -> anyhow::Result<Discord> {
        let rest = Rest::new(token, origin)?;
        let (events, incoming) = mpsc::unbounded_channel();
        let gateway = Gateway::connect(&rest, events);
        let effects = Effects { rest, pump, me: OnceCell::new() };
        Ok(Discord {
            effects: Arc::new(effects),
            metrics,
            gateway,
            incoming: Mutex::new(incoming),
            tasks: TaskTracker::new(),
            progress: watch::Sender::default(),
            unread: AtomicU64::new(0),
        })
    }

    /// Whether events arrive.
    pub(crate) fn connected(&self) -> bool {
        self.gateway.connected()
    }

    /// [`Discord::connected`], to wait on.
    pub(crate) fn link(&self) -> watch::Receiver<bool> {
        self.gateway.link()
    }

    /// How many events could not be read; anything but 0 means that the bot misses something.
    pub(crate) fn unread(&self) -> u64 {
        self.gateway.unread()
    }

    /// Takes events until told to stop; then hands over those that have come, and finishes the conversations in hand.
    ///
    /// # Errors
    /// When the link is over for good, with a sentence that says what to do.
    pub(crate) async fn run(&self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        tokio::pin!(stop);
        let mut incoming = self.incoming.lock().await;
        let mut inbox = Inbox { events: Events::default(), teller: self.teller() };
        let mut link = self.gateway.link();
        let ended = loop {
            self.metrics.set_gateway_connected(self.connected());
            tokio::select! {
                () = &mut stop => break Ok(()),
                error = self.gateway.closed() => break Err(error).context(NOT_CONNECTED),
                _ = link.changed() => {}
                event = incoming.recv() => match event {
                    Some(event) => self.take(&mut inbox, event),
                    // The link ends for a reason, which is known by then.
                    None => break Err(self.gateway.over()).context(NOT_CONNECTED),
                },
            }
        };
        while let Ok(event) = incoming.try_recv() {
            self.take(&mut inbox, event);
        }
        drop(inbox);
        self.tasks.close();
        if timeout(FINISHING, self.tasks.wait()).await.is_err() {
            warn!("Some conversations were not finished in time");
        }
        self.metrics.set_gateway_connected(false);
        ended
    }

    /// Logs off from Discord.
    pub(crate) async fn shutdown(self) {
        self.gateway.shutdown().await;
    }

    /// Waits until this many dispatches of the present sessions came, and all that came are dealt with to the last word.
    pub(crate) async fn settled(&self, dispatches: u64) {
        let came = self.gateway.forwarded(dispatches).await;
        let mut progress = self.progress.subscribe();
        let is_done = |progress: &Progress| progress.handled >= came && progress.talking == 0;
        let _we_hold_the_sender = progress.wait_for(is_done).await;
    }

    /// Sorts an event. A conversation never waits for the core to note what happened elsewhere, nor does the link.
    fn take(&self, inbox: &mut Inbox, event: DiscordEvent) {
        self.count_unread();
        if let DiscordEvent::InteractionCreate(created) = event {
            let (effects, metrics) = (Arc::clone(&self.effects), self.metrics.clone());
            self.own(async move { interactions::converse(&effects, &metrics, created.interaction).await });
            self.progress.send_modify(|progress| progress.handled += 1);
            return;
        }
        if let DiscordEvent::Ready(ready) = &event {
            self.register(ready.ready.application.id);
        }
        let pump = &self.effects.pump;
        let mut told = inbox.events.read(&event, |thread| pump.knows_thread(thread));
        if self.connected() {
            told.extend(inbox.events.heard(pump.now()));
        }
        // The teller takes until we drop our end.
        let _ = inbox.teller.send(told);
    }

    /// Tells the core what happened, in the order in which it came: what came meanwhile, at once.
    fn teller(&self) -> mpsc::UnboundedSender<Vec<Event>> {
        // Only what concerns a question gets here, so what waits while the database is away stays small.
        let (teller, mut waiting) = mpsc::unbounded_channel::<Vec<Event>>();
        let (pump, progress) = (self.effects.pump.clone(), self.progress.clone());
        drop(self.tasks.spawn(async move {
            let mut came = Vec::new();
            while waiting.recv_many(&mut came, AT_ONCE).await > 0 {
                let dispatches = u64::try_from(came.len()).unwrap_or(0);
                pump.tell_all(came.drain(..).flatten()).await;
                progress.send_modify(|progress| progress.handled += dispatches);
            }
        }));
        teller
    }

    fn count_unread(&self) {
        let unread = self.gateway.unread();
        for _ in self.unread.swap(unread, Ordering::Relaxed)..unread {
            self.metrics.count_unread_event();
        }
    }

    /// Tells Discord our commands, if it knows others.
    fn register(&self, application: ApplicationId) {
        let effects = Arc::clone(&self.effects);
        self.own(async move {
            if let Err(error) = register(&effects, application).await {
                warn!(error = format!("{error:#}"), "Commands are as they were on Discord");
            }
        });
    }

    /// Runs a task that [`Discord::run`] waits for. A panic in it is logged under a reference and ends only that task.
    fn own(&self, task: impl Future<Output = ()> + Send + 'static) {
        let (pump, progress) = (self.effects.pump.clone(), self.progress.clone());
        progress.send_modify(|progress| progress.talking += 1);
        drop(self.tasks.spawn(async move {
            if AssertUnwindSafe(task).catch_unwind().await.is_err() {
                pump.trouble(anyhow!("a conversation with Discord panicked"));
            }
            progress.send_modify(|progress| progress.talking -= 1);
        }));
    }
}

/// Where events go that are not conversations.
struct Inbox {
    events: Events,
    teller: mpsc::UnboundedSender<Vec<Event>>,
}

impl Platform for Discord {
    const NAME: &'static str = events::PLATFORM;

    async fn perform(
        &self,
        community: &CommunityId,
        effect: &Effect,
        look: bool,
    ) -> Result<Receipt, Failure> {
        self.effects.perform(community, effect, look).await
    }
}

/// Registers the catalogue, only when Discord's list differs: new commands are rationed to 200 a day.
async fn register(effects: &Effects, application_id: ApplicationId) -> anyhow::Result<()> {
    let route = || Route::Commands { application_id };
    let ours: Value = commands::registration();
    let known = effects
        .rest
        .call(Call::get(route()).param("with_localizations", true))
        .await
        .context("cannot read the commands on Discord")?;
    if commands::essence(&known) == commands::essence(&ours) {
        return Ok(());
    }
    let put = Call::new(LightMethod::Put, route()).json(&ours);
    effects.rest.call(put).await.context("cannot register the commands on Discord")?;
    info!("Registered the commands on Discord");
    Ok(())
}
