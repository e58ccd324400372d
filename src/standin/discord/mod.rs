//! A pretend Discord: REST v10 and gateway on one loopback port, with its rules, its refusals and its silences.
//!
//! A bot is pointed at [`Discord::origin`]. People act through [`Discord::say`] and its like, or through the page
//! at `/`. It must not know which bot it serves, and it must not be kinder than the real one.
//!
//! `state` holds the world, `messages`, `threads`, `interactions`, `commands` and `permissions` its rules,
//! `payloads` how it is written down, `http` and `gateway` the two faces, `control` the page's.

mod channel_routes;
mod commands;
mod components;
mod control;
mod crowd;
mod drafts;
mod faults;
mod filling;
mod forums;
mod founding;
mod gateway;
mod http;
mod interactions;
mod invoke;
mod limits;
mod links;
mod message_payloads;
mod message_routes;
mod messages;
mod payloads;
mod people;
mod permissions;
mod places;
mod refusal;
mod routes;
mod sessions;
mod setting;
mod snapshot;
mod starting;
mod state;
mod tap;
mod threads;
mod uploads;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{any, get};
use chrono_tz::Tz;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use faults::{Act, Fault, FaultHandle, Phase};
pub use interactions::{Answer, Asked, Interaction};
pub use invoke::Reason;
pub use limits::{Limits, Rule, Scope};
pub use links::Order;
pub use starting::Starts;
pub use state::{
    Channel, Clock, Guild, Member, Message, Overwrite, Request, Role, Tag, Thread, User, World, instant_of,
};
pub use tap::{Exchange, Passed};

/// How a pretend Discord starts.
pub struct Options {
    /// The port on 127.0.0.1; 0 for any.
    pub port: u16,
    /// Its clock.
    pub clock: Clock,
    /// Where "next morning" is meant.
    pub zone: Tz,
    /// The bot token it accepts.
    pub token: String,
}

struct Inner {
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
    serving: Mutex<Option<JoinHandle<()>>>,
    clock: Clock,
    zone: Tz,
    origin: String,
    watcher: OnceLock<tap::Watcher>,
}

/// A handle on a pretend Discord; clones share it.
#[derive(Clone)]
pub struct Discord {
    inner: Arc<Inner>,
}

impl Discord {
    /// Starts one with the default world: the guild "Cloud Study Group" with #general, #daily-question and #help,
    /// the role "Learners", and Amina (owner), Ben, Chidi, Dora and the bot.
    pub async fn start(options: Options) -> std::io::Result<Discord> {
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let world = World::new(options.clock.clone(), options.token, origin.clone());
        let discord = Discord {
            inner: Arc::new(Inner {
                world: Mutex::new(world),
                changed: watch::Sender::new(0),
                stopping: watch::Sender::new(false),
                serving: Mutex::new(None),
                clock: options.clock,
                zone: options.zone,
                origin,
                watcher: OnceLock::new(),
            }),
        };
        discord.serve_on(listener);
        Ok(discord)
    }

    #[expect(clippy::disallowed_methods, reason = "the stand-in is another program; it owns its own tasks")]
    fn serve_on(&self, listener: TcpListener) {
        let router = Router::new()
            .route("/gw", get(gateway::open))
            .route("/gw/", get(gateway::open))
            .route("/attachments/{*path}", get(http::file))
            .merge(control::router())
            .fallback(any(http::handle))
            .with_state(self.clone());
        let discord = self.clone();
        let ending = async move { discord.stopping().await };
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(ending).await {
                tracing::warn!(%error, "The stand-in stopped serving");
            }
        });
        *self.inner.serving.lock().unwrap_or_else(PoisonError::into_inner) = Some(serving);
    }

    /// Where it listens, as in `http://127.0.0.1:4321`.
    pub fn origin(&self) -> String {
        self.inner.origin.clone()
    }

    /// Ends every connection and stops listening.
    pub async fn stop(&self) {
        self.inner.stopping.send_replace(true);
        let serving = self.inner.serving.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(serving) = serving {
            let abort = serving.abort_handle();
            // Idle connections end at once; one that does not is not worth waiting for.
            if tokio::time::timeout(Duration::from_secs(2), serving).await.is_err() {
                abort.abort();
            }
        }
    }

    async fn stopping(&self) {
        let mut stopping = self.inner.stopping.subscribe();
        stopping.wait_for(|stopping| *stopping).await.map(|_| ()).unwrap_or_default();
    }

    /// Changes the world, and says that it changed.
    fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let result = {
            let mut world = self.inner.world.lock().unwrap_or_else(PoisonError::into_inner);
            world.settle();
            act(&mut world)
        };
        self.touch();
        result
    }

    fn touch(&self) {
        self.inner.changed.send_modify(|revision| *revision += 1);
    }

    /// Looks at the world; nothing else happens meanwhile, so be brief, and do not use the handle inside.
    pub fn look<T>(&self, see: impl FnOnce(&World) -> T) -> T {
        if self.inner.world.lock().unwrap_or_else(PoisonError::into_inner).needs_settling() {
            self.with(|_| ());
        }
        see(&self.inner.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until the world shows something; none when that takes too long. Woken by changes.
    pub async fn wait_for<T>(&self, timeout: Duration, see: impl Fn(&World) -> Option<T>) -> Option<T> {
        let mut changed = self.inner.changed.subscribe();
        let seen = async {
            loop {
                changed.borrow_and_update();
                if let Some(seen) = self.look(&see) {
                    return Some(seen);
                }
                changed.changed().await.ok()?;
            }
        };
        tokio::time::timeout(timeout, seen).await.ok().flatten()
    }

    /// Waits until an interaction is answered completely: not only put off. After the timeout, whatever there is:
    /// an [`Answer`] that is not `done`, or none at all.
    pub async fn answered(&self, interaction: u64, timeout: Duration) -> Option<Answer> {
        let done = |world: &World| world.answer(interaction).filter(|answer| answer.done);
        match self.wait_for(timeout, done).await {
            Some(answer) => Some(answer),
            None => self.look(|world| world.answer(interaction)),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the three seconds are real time, and nobody else keeps them"
    )]
    fn expect_answer(&self, interaction: u64, within: Duration) {
        let discord = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = tokio::time::sleep(within) => {}
                () = discord.stopping() => return,
            }
            let waiting = |world: &World| {
                world.interaction(interaction).is_some_and(|one| one.callback.is_none() && !one.failed)
            };
            if discord.look(waiting) {
                discord.with(|world| world.give_up(interaction));
            }
        });
    }
}
