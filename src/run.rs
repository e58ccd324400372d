//! Starting and stopping: store, core, platform, ops; stopped in reverse. The demo and the tests start the same bot.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::discord::Discord;
use crate::domain::Bank;
use crate::metrics::Metrics;
use crate::ops::{self, Health};
use crate::pump::{Pace, Pump};
use crate::questions;
use crate::store::Store;

/// Everything is finished or given up by then; an orchestrator kills later than this.
const STOPPING: Duration = Duration::from_secs(8);

/// What a bot is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The bot's token.
    pub token: SecretString,
    /// A server that speaks Discord's protocol; without it, Discord itself.
    pub origin: Option<String>,
    /// Where its data is kept.
    pub database_url: SecretString,
    /// What it asks.
    pub bank: Arc<Bank>,
    /// What it goes by.
    pub clock: Clock,
    /// How soon it tries again.
    pub pace: Pace,
}

/// A bot that is connected, and does nothing until it is run or stepped.
pub struct Bot {
    app: App,
    pump: Pump,
    discord: Discord,
    metrics: Metrics,
}

impl Bot {
    /// Opens the database and connects.
    ///
    /// # Errors
    /// When the database cannot be opened, or Discord refuses the token.
    pub async fn start(parts: Parts) -> anyhow::Result<Bot> {
        let metrics = Metrics::new();
        let store = Store::open(parts.database_url.expose_secret()).await?;
        Self::over(store, parts, metrics).await
    }

    async fn over(store: Store, parts: Parts, metrics: Metrics) -> anyhow::Result<Bot> {
        let app = App::open(store, parts.bank).await?;
        let pump = Pump::new(app.clone(), parts.clock, metrics.clone(), parts.pace);
        let discord = Discord::connect(&parts.token, parts.origin, pump.clone(), metrics.clone())?;
        Ok(Bot { app, pump, discord, metrics })
    }

    /// Takes events until told to stop, without asking or carrying out anything: [`Bot::settle`] does that.
    ///
    /// # Errors
    /// When the link to the platform is over for good.
    pub async fn listen(&self, stop: CancellationToken) -> anyhow::Result<()> {
        self.discord.run(stop.cancelled_owned()).await
    }

    /// Turns the crank until there is nothing to do: every event sent so far is dealt with, what is due is asked, and
    /// what waits is carried out. `dispatched` tells how many events the other side has sent in this session.
    pub async fn settle(&self, dispatched: impl Fn() -> u64) {
        loop {
            let before = dispatched();
            self.discord.settled(before).await;
            self.pump.step(&self.discord).await;
            let after = dispatched();
            self.discord.settled(after).await;
            if before == after && !self.pump.has_work().await {
                return;
            }
        }
    }

    /// Waits until what failed may be tried again.
    pub async fn until_retry(&self) {
        self.pump.until_retry().await;
    }

    /// Does everything until told to stop, then finishes what is in hand.
    ///
    /// # Errors
    /// When the link to the platform is over for good.
    pub async fn run(&self, stop: CancellationToken, stepped: impl Fn()) -> anyhow::Result<()> {
        let listening = async {
            let ended = self.discord.run(stop.clone().cancelled_owned()).await;
            stop.cancel();
            ended
        };
        let (ended, ()) = tokio::join!(listening, self.pump.run(&self.discord, stop.clone(), stepped));
        ended
    }

    /// Waits until the platform has greeted the bot.
    pub async fn connected(&self) {
        let mut link = self.discord.link();
        let _sender_is_ours = link.wait_for(|connected| *connected).await;
    }

    /// How many of the platform's events could not be read; anything but 0 means that the bot misses something.
    pub fn unread(&self) -> u64 {
        self.discord.unread()
    }

    /// What the bot counts, in Prometheus' text format.
    pub fn figures(&self) -> String {
        self.metrics.render()
    }

    /// What is still owed to the world, by kind: nothing when all is well.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owed(&self) -> anyhow::Result<Vec<&'static str>> {
        let waiting = self.app.waiting(i64::MAX).await?;
        Ok(waiting.iter().map(|waiting| waiting.effect.kind()).collect())
    }

    /// Logs off and lets the database go.
    pub async fn close(self) {
        self.discord.shutdown().await;
        self.pump.close().await;
        self.app.close().await;
    }
}

/// `quotidian run`: everything, until SIGTERM or Ctrl-C.
///
/// # Errors
/// When something needed at the start is missing, with what to do about it.
pub async fn run(config: &Config, today: NaiveDate) -> anyhow::Result<()> {
    let token = config.discord_token()?.clone();
    let loaded = questions::open(config.questions.as_deref(), today)?;
    for warning in &loaded.warnings {
        tracing::warn!("{warning}");
    }
    let listener = ops::bind(config.ops_addr).await?;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        ops_addr = %listener.local_addr().context("cannot tell the ops address")?,
        packs = loaded.bank.packs.len(),
        "Starting"
    );
    let metrics = Metrics::new();
    let store = Store::open(config.database_url.expose_secret()).await?;
    let asked = store.clone();
    let health = Health::new(Instant::now(), move || {
        let store = asked.clone();
        async move { store.ping().await }
    });
    let stop = CancellationToken::new();
    let parts = Parts {
        token,
        origin: config.discord_api_base.clone(),
        database_url: config.database_url.clone(),
        bank: Arc::new(loaded.bank),
        clock: Clock::System,
        pace: Pace::default(),
    };
    let serving = ops::serve(listener, health.clone(), metrics.clone(), stop.clone().cancelled_owned());
    let working = work(store, parts, metrics, (health, stop.clone()));
    let stopping = async {
        terminated().await?;
        tracing::info!("Stopping");
        stop.cancel();
        anyhow::Ok(())
    };
    tokio::pin!(working);
    let (served, worked) = tokio::select! {
        worked = &mut working => (Ok(()), worked),
        served = serving => (served, within(STOPPING, &mut working).await),
        stopped = stopping => (stopped, within(STOPPING, &mut working).await),
    };
    served.and(worked)
}

/// The bot itself, from connecting to logging off.
async fn work(
    store: Store,
    parts: Parts,
    metrics: Metrics,
    (health, stop): (Health, CancellationToken),
) -> anyhow::Result<()> {
    let bot = Bot::over(store, parts, metrics).await?;
    let mut link = bot.discord.link();
    let following = async {
        loop {
            health.set_gateway_connected(*link.borrow_and_update());
            if link.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let ended = tokio::select! {
        ended = bot.run(stop, || health.set_last_step(Instant::now())) => ended,
        () = following => Ok(()),
    };
    bot.close().await;
    ended
}

async fn within(time: Duration, work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    match tokio::time::timeout(time, work).await {
        Ok(worked) => worked,
        Err(_) => {
            // What is owed is in the database, and is carried out at the next start.
            tracing::warn!("Stopped with work in hand; it is taken up at the next start");
            Ok(())
        }
    }
}

/// Resolves when the process is asked to end.
pub(crate) async fn terminated() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
