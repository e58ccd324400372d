//! The one REST path to Discord: serenity's requests, sent by us, with our limits and deadlines.
//!
//! Every call of the bot goes through [`Rest::call`], which sees status and headers, waits its turn, retries what is
//! safe to retry and says which of five things went wrong. Without an origin only discord.com is contacted, with one
//! only that origin; redirects and proxies are not followed.
//!
//! What it must not do: retry a POST or PATCH that may have happened, send anything after Discord refused the token,
//! or log a token, a path or a body. A route is logged by its name, without ids. serenity writes bodies and tokens into
//! the spans of `serenity::http`; `telemetry` filters that target out.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::header::HeaderValue;
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};
use tokio::sync::watch;
use tracing::{debug, error, warn};

use super::limits::{Lane, Limits, Pass, RouteKey, Seen};

/// The longest a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// The longest one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(15);
/// How often a 429 is waited for.
const LIMITED_TIMES: u32 = 5;
/// How often anything else is tried again.
const RETRIES: u32 = 3;
/// The first pause before trying again; doubled each time, and up to half as much again by chance.
const PAUSE: Duration = Duration::from_millis(250);

/// The way to Discord's REST API. Cheap to clone; all clones share limits and the memory of a refused token.
#[derive(Clone)]
pub(crate) struct Rest(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    origin: Option<String>,
    /// With `Bot ` in front.
    token: SecretString,
    limits: Limits,
    /// Set for good by the first 401.
    unauthorized: watch::Sender<bool>,
}

/// One request and how it may be sent. Start from [`Call::new`].
pub(crate) struct Call<'a> {
    /// Where to.
    pub(crate) route: Route<'a>,
    /// How.
    pub(crate) method: LightMethod,
    /// JSON.
    pub(crate) body: Option<Vec<u8>>,
    /// The query.
    pub(crate) params: Vec<(&'static str, String)>,
    /// How urgent; [`Call::new`] finds [`Lane::Interaction`] by itself.
    pub(crate) lane: Lane,
    /// Time for everything: waiting for limits, every attempt and reading the answer.
    pub(crate) deadline: Duration,
    /// ASCII text for the server's audit log.
    pub(crate) reason: Option<&'static str>,
}

/// Why a call gave no answer; what the caller branches on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestError {
    /// Discord said no (4xx). Asking again will not help.
    #[error("Discord refused ({status}, code {code:?}): {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's JSON error code, such as 50013 for missing permissions.
        code: Option<u32>,
        /// Discord's sentence for developers.
        message: String,
    },
    /// Discord does not accept the bot token. Nothing is sent any more.
    #[error("Discord does not accept the bot token")]
    Unauthorized,
    /// It did not happen: the limits would have kept it beyond the deadline.
    #[error("Discord's rate limit asks to wait {} ms", .retry_after.as_millis())]
    RateLimited {
        /// How long from now until it may be worth trying again.
        retry_after: Duration,
    },
    /// It may have happened: sent, but cut, timed out, or answered with a server error or something unreadable.
    #[error("it is not known whether Discord did it: {why}")]
    Unknown {
        /// For the log; holds no address and no body.
        why: String,
    },
    /// It certainly did not happen: no connection to Discord.
    #[error("cannot reach Discord: {why}")]
    Unsent {
        /// For the log; holds no address and no body.
        why: String,
    },
}

impl<'a> Call<'a> {
    /// A request without body: interaction endpoints in their lane with 2.5 s, everything else as a post with 20 s.
    pub(crate) fn new(method: LightMethod, route: Route<'a>) -> Call<'a> {
        let interaction = RouteKey::of(method, &route.path()).is_interaction();
        let (lane, deadline) = match interaction {
            true => (Lane::Interaction, Duration::from_millis(2_500)),
            false => (Lane::Post, Duration::from_secs(20)),
        };
        Call { route, method, body: None, params: Vec::new(), lane, deadline, reason: None }
    }

    /// `GET`.
    pub(crate) fn get(route: Route<'a>) -> Call<'a> {
        Call::new(LightMethod::Get, route)
    }

    /// `POST` with a JSON body, such as one of serenity's builders.
    pub(crate) fn post(route: Route<'a>, body: &impl Serialize) -> Call<'a> {
        Call::new(LightMethod::Post, route).json(body)
    }

    /// `PATCH` with a JSON body.
    pub(crate) fn patch(route: Route<'a>, body: &impl Serialize) -> Call<'a> {
        Call::new(LightMethod::Patch, route).json(body)
    }

    /// `PUT` without a body, e.g. a reaction or a pin.
    pub(crate) fn put(route: Route<'a>) -> Call<'a> {
        Call::new(LightMethod::Put, route)
    }

    /// `DELETE`.
    pub(crate) fn delete(route: Route<'a>) -> Call<'a> {
        Call::new(LightMethod::Delete, route)
    }

    /// Sets the JSON body.
    pub(crate) fn json(mut self, body: &impl Serialize) -> Call<'a> {
        self.body =
            Some(serde_json::to_vec(body).expect("serenity's builders and JSON values always serialize"));
        self
    }

    /// Adds to the query.
    pub(crate) fn param(mut self, name: &'static str, value: impl ToString) -> Call<'a> {
        self.params.push((name, value.to_string()));
        self
    }

    /// Lets posts go first, and allows a minute.
    pub(crate) fn background(mut self) -> Call<'a> {
        (self.lane, self.deadline) = (Lane::Background, Duration::from_secs(60));
        self
    }

    /// Sets the time for everything.
    pub(crate) fn within(mut self, deadline: Duration) -> Call<'a> {
        self.deadline = deadline;
        self
    }

    /// Whether doing it twice is the same as doing it once.
    fn is_idempotent(&self) -> bool {
        matches!(self.method, LightMethod::Get | LightMethod::Put | LightMethod::Delete)
    }
}

impl Rest {
    /// `origin` is scheme, host and port of a stand-in (`http://127.0.0.1:9000`); without it, discord.com.
    /// Fails only when TLS cannot be set up.
    pub(crate) fn new(token: &SecretString, origin: Option<String>) -> anyhow::Result<Rest> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .build()
            .context("cannot set up the HTTP client")?;
        let token = token.expose_secret().trim();
        let token = format!("Bot {}", token.strip_prefix("Bot ").unwrap_or(token)).into();
        let unauthorized = watch::Sender::new(false);
        Ok(Rest(Arc::new(Inner { client, origin, token, limits: Limits::new(), unauthorized })))
    }

    /// The origin given to [`Rest::new`].
    pub(crate) fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }

    /// Resolves once Discord has refused the token; from then on every call is [`RestError::Unauthorized`].
    pub(crate) async fn unauthorized(&self) {
        let mut unauthorized = self.0.unauthorized.subscribe();
        let _sender_is_ours = unauthorized.wait_for(|unauthorized| *unauthorized).await;
    }

    /// serenity's own HTTP, for its shard manager's type and the token within. No call is made with it.
    pub(crate) fn for_shards(&self) -> Http {
        let http = HttpBuilder::new(self.0.token.expose_secret())
            .client(self.0.client.clone())
            .ratelimiter_disabled(true);
        match self.origin() {
            Some(origin) => http.proxy(origin).build(),
            None => http.build(),
        }
    }

    /// Makes the call and returns the JSON of the answer (`null` when it has none). At most `call.deadline` passes.
    ///
    /// Tried again within the deadline: what was refused by a limit (5 times), what was not sent (3 times), and for
    /// GET, PUT and DELETE also what may have happened (3 times); a DELETE may then be refused with 404. The error is
    /// that of the last attempt.
    pub(crate) async fn call(&self, call: Call<'_>) -> Result<Value, RestError> {
        let until = Instant::now() + call.deadline;
        let key = RouteKey::of(call.method, &call.route.path());
        let (mut limited, mut retried) = (0, 0);
        loop {
            self.check_token()?;
            let again = limited > 0 || retried > 0;
            let pass = self.0.limits.enter(&key, call.lane, again, until).await;
            let pass = pass.map_err(|retry_after| RestError::RateLimited { retry_after })?;
            let error = match self.attempt(&call, &key, pass, until).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let pause = match &error {
                RestError::Refused { .. } | RestError::Unauthorized => return Err(error),
                RestError::Unknown { .. } if !call.is_idempotent() => return Err(error),
                RestError::RateLimited { .. } => {
                    limited += 1;
                    Duration::ZERO
                }
                RestError::Unknown { .. } | RestError::Unsent { .. } => {
                    retried += 1;
                    pause_before(retried)
                }
            };
            if limited > LIMITED_TIMES || retried > RETRIES || Instant::now() + pause >= until {
                return Err(error);
            }
            rest_for(pause).await;
        }
    }

    /// Sends it once and logs how that went.
    async fn attempt(
        &self,
        call: &Call<'_>,
        key: &RouteKey,
        pass: Pass,
        until: Instant,
    ) -> Result<Value, RestError> {
        self.check_token()?;
        let started = Instant::now();
        let result = self.send(call, pass, until.saturating_duration_since(started).min(ATTEMPT)).await;
        let (route, duration_ms) = (key.name(), started.elapsed().as_millis());
        match &result {
            Ok(_) => debug!(route, duration_ms, "Discord answered"),
            Err(RestError::Refused { status, code, .. }) => {
                debug!(route, duration_ms, status, code, "Discord refused");
            }
            Err(RestError::Unauthorized) => {
                if !self.0.unauthorized.send_replace(true) {
                    error!(route, "Discord does not accept the bot token; nothing is sent any more");
                }
            }
            Err(why) => warn!(route, duration_ms, %why, "Discord did not answer as hoped"),
        }
        result
    }

    fn check_token(&self) -> Result<(), RestError> {
        if *self.0.unauthorized.borrow() {
            return Err(RestError::Unauthorized);
        }
        Ok(())
    }

    async fn send(&self, call: &Call<'_>, pass: Pass, time: Duration) -> Result<Value, RestError> {
        let request = self.request(call)?.timeout(time);
        let answer =
            request.send().await.map_err(|error| match error.is_connect() || error.is_builder() {
                true => RestError::Unsent { why: reason(error) },
                false => RestError::Unknown { why: reason(error) },
            })?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if status.is_success() {
            pass.settle(&Seen::read(status, &headers, &[]));
            let body = answer.bytes().await.map_err(|error| RestError::Unknown { why: reason(error) })?;
            return read(&body);
        }
        let body = answer.bytes().await.unwrap_or_default();
        let seen = Seen::read(status, &headers, &body);
        pass.settle(&seen);
        Err(match seen.refusal {
            Some(refusal) => RestError::RateLimited { retry_after: refusal.retry_after },
            None => refused(status, &body, call.lane),
        })
    }

    /// serenity's request, as our client sends it. Refuses to address anyone but the one host this is for.
    fn request(&self, call: &Call<'_>) -> Result<RequestBuilder, RestError> {
        let unsent = |why: &str| RestError::Unsent { why: why.to_owned() };
        let expected = self.origin().unwrap_or("https://discord.com");
        if !call.route.path().starts_with("https://discord.com/api/") {
            return Err(unsent("this route does not lead to Discord's API"));
        }
        let request = Request::new(call.route, call.method);
        let request = request.body(call.body.clone());
        let mut request = request
            .build(&self.0.client, self.0.token.expose_secret(), Some(expected))
            .map_err(|_| unsent("the request cannot be built"))?;
        if !call.params.is_empty() {
            request = request.query(&call.params);
        }
        if let Some(Ok(reason)) = call.reason.map(HeaderValue::from_str) {
            request = request.header("X-Audit-Log-Reason", reason);
        }
        Ok(request)
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("origin", &self.0.origin).finish_non_exhaustive()
    }
}

fn read(body: &[u8]) -> Result<Value, RestError> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|_| RestError::Unknown { why: "the answer is not JSON".to_owned() })
}

/// What an answer without success means. An interaction's token that ran out (50027) is no fault of the bot's token.
fn refused(status: StatusCode, body: &[u8], lane: Lane) -> RestError {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = body["code"].as_u64().and_then(|code| u32::try_from(code).ok());
    if status == StatusCode::UNAUTHORIZED && !(lane == Lane::Interaction && code == Some(50_027)) {
        return RestError::Unauthorized;
    }
    if status.is_server_error() {
        return RestError::Unknown { why: format!("Discord answered {}", status.as_u16()) };
    }
    let message = body["message"].as_str().unwrap_or("no reason given").to_owned();
    RestError::Refused { status: status.as_u16(), code, message }
}

/// The error and what caused it, without the address, which may hold a token.
fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// The pause before the nth try again: doubled each time, plus up to half by chance so that a crowd spreads out.
fn pause_before(nth: u32) -> Duration {
    let pause = PAUSE * 2_u32.saturating_pow(nth.saturating_sub(1));
    let chance = RandomState::new().hash_one(nth) % 512;
    pause + pause * u32::try_from(chance).unwrap_or(0) / 1024
}

#[expect(
    clippy::disallowed_methods,
    reason = "the pause between two attempts of one call, inside its deadline"
)]
async fn rest_for(pause: Duration) {
    tokio::time::sleep(pause).await;
}

#[cfg(test)]
mod tests;
