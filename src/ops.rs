//! What operators and their tools ask the process: is it alive, is it ready, what are its figures.
//!
//! Three pages on one address, plain text, no secrets and no ids. They look at the bot and never touch it.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::future::BoxFuture;
use tokio::net::TcpListener;

use crate::metrics::Metrics;

/// A pump that has not taken a step for this long is stuck: it takes one every 30 seconds.
const STALLED: Duration = Duration::from_secs(90);

/// A database that has not answered by then is as good as gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// How the process is doing, as told by those who know. Clones share what they are told.
#[derive(Clone)]
pub struct Health(Arc<Signs>);

struct Signs {
    last_step: Mutex<Instant>,
    gateway_connected: AtomicBool,
    ask_database: Box<dyn Fn() -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>,
}

impl Health {
    /// A process that started at `started`; `ask_database` is called whenever someone wants to know.
    pub fn new<F>(started: Instant, ask_database: impl Fn() -> F + Send + Sync + 'static) -> Health
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        Health(Arc::new(Signs {
            last_step: Mutex::new(started),
            gateway_connected: AtomicBool::new(false),
            ask_database: Box::new(move || Box::pin(ask_database())),
        }))
    }

    /// The pump has just taken a step.
    ///
    /// `at` is the machine's steady clock, not the bot's: a demo that pushes time is not thereby unwell.
    pub fn set_last_step(&self, at: Instant) {
        *self.0.last_step.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// The platform's event stream is connected, or has just been lost.
    pub fn set_gateway_connected(&self, connected: bool) {
        self.0.gateway_connected.store(connected, Ordering::Relaxed);
    }

    /// Whether the platform's event stream is connected.
    pub fn is_gateway_connected(&self) -> bool {
        self.0.gateway_connected.load(Ordering::Relaxed)
    }

    fn since_last_step(&self) -> Duration {
        self.0.last_step.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    /// Why the bot cannot do its work at the moment, a line each; nothing if it can.
    async fn obstacles(&self) -> Vec<&'static str> {
        let mut obstacles = Vec::new();
        match tokio::time::timeout(PATIENCE, (self.0.ask_database)()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!("Cannot read the database: {error:#}");
                obstacles.push("database: it cannot be read, the log says why");
            }
            Err(_) => obstacles.push("database: no answer within 2 seconds"),
        }
        if !self.is_gateway_connected() {
            obstacles.push("gateway: not connected");
        }
        obstacles
    }
}

/// Takes the address, or says who else may have it and what to do.
///
/// Taking it is apart from serving, so that a second bot on the same machine stops at the door, before
/// it has told anyone that it is there.
pub async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot serve health and metrics on {address}; stop what uses it, such as another Quotidian, \
             or set ops_addr (QUOTIDIAN_OPS_ADDR) to another address"
        )
    })
}

/// Answers on `listener` until `shutdown`.
///
/// It then leaves at once: a probe that is cut off asks again, and must not hold up the bot's own goodbye.
pub async fn serve(
    listener: TcpListener,
    health: Health,
    metrics: Metrics,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let pages = Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        .with_state((health, metrics));
    tokio::select! {
        served = async { axum::serve(listener, pages).await } => served.context("cannot serve health and metrics"),
        () = shutdown => Ok(()),
    }
}

async fn healthz(State((health, _)): State<(Health, Metrics)>) -> Response {
    let age = health.since_last_step();
    if age < STALLED {
        return text(StatusCode::OK, "ok");
    }
    text(
        StatusCode::SERVICE_UNAVAILABLE,
        &format!("stalled: the last step was {} seconds ago", age.as_secs()),
    )
}

async fn readyz(State((health, _)): State<(Health, Metrics)>) -> Response {
    let obstacles = health.obstacles().await;
    if obstacles.is_empty() {
        return text(StatusCode::OK, "ready");
    }
    text(StatusCode::SERVICE_UNAVAILABLE, &obstacles.join("\n"))
}

async fn figures(State((health, metrics)): State<(Health, Metrics)>) -> Response {
    metrics.set_gateway_connected(health.is_gateway_connected());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.render()).into_response()
}

fn text(status: StatusCode, lines: &str) -> Response {
    (status, format!("{lines}\n")).into_response()
}
