//! What an answer says about the limits: headers, and the body of a 429. Reading only; no decisions.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

/// Waited when a 429 does not say how long.
const UNSAID: Duration = Duration::from_secs(5);
/// No wait is believed beyond this (a blocked address is told hours).
const LONGEST: Duration = Duration::from_secs(86_400);

/// What one answer said about the limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Discord's name of the bucket.
    pub(crate) bucket: Option<String>,
    /// Requests in a window.
    pub(crate) limit: Option<u32>,
    /// Requests left in this window.
    pub(crate) remaining: Option<u32>,
    /// Until the window ends.
    pub(crate) reset_after: Option<Duration>,
    /// Set when the answer was a 429.
    pub(crate) refusal: Option<Refusal>,
}

/// A 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What has to wait.
    pub(crate) scope: Scope,
    /// How long.
    pub(crate) retry_after: Duration,
}

/// What a 429 stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// This route, for us (`user`) or for everyone (`shared`).
    Route,
    /// Everything but interaction endpoints.
    Global,
    /// Everything: not Discord's API but what stands before it answered, so this address is blocked.
    Address,
}

impl Seen {
    /// Reads an answer; `body` is only looked at for a 429.
    pub(crate) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Seen {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        Seen {
            bucket: text("x-ratelimit-bucket").map(str::to_owned),
            limit: text("x-ratelimit-limit").and_then(|value| value.parse().ok()),
            remaining: text("x-ratelimit-remaining").and_then(|value| value.parse().ok()),
            reset_after: text("x-ratelimit-reset-after").and_then(seconds),
            refusal: (status == StatusCode::TOO_MANY_REQUESTS).then(|| refusal(headers, body)),
        }
    }
}

fn refusal(headers: &HeaderMap, body: &[u8]) -> Refusal {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let header = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(seconds);
    let body: Option<Value> = serde_json::from_slice(body).ok();
    // The body has the decimals, the header is rounded up to seconds.
    let said = body.as_ref().and_then(|body| body["retry_after"].as_f64()).and_then(duration);
    let retry_after = said.or(header).unwrap_or(UNSAID);
    let global = text("x-ratelimit-global").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || text("x-ratelimit-scope") == Some("global")
        || body.as_ref().is_some_and(|body| body["global"] == true);
    let scope = match body {
        _ if global => Scope::Global,
        None if text("x-ratelimit-scope").is_none() => Scope::Address,
        Some(_) | None => Scope::Route,
    };
    Refusal { scope, retry_after }
}

fn seconds(text: &str) -> Option<Duration> {
    duration(text.parse().ok()?)
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok().map(|duration| duration.min(LONGEST))
}
