//! What Discord tells us before we connect: where to, with how many shards, and whether we may.

use std::time::Duration;

use reqwest::Url;
use serde_json::Value;
use serenity::gateway::GatewayError;
use serenity::http::Route;

use super::End;
use crate::discord::rest::{Call, Rest, RestError};

/// Sessions a day that are left unused for each shard: serenity starts new ones by itself after a lost one, and one
/// too many makes Discord reset the token.
const SPARE: u64 = 10;

/// What to do when the token is refused, by REST (401) or by the gateway (4004).
pub(super) const BAD_TOKEN: &str = "Discord does not accept the bot token; make a new one on the Bot page of the \
    developer portal, set QUOTIDIAN_DISCORD_TOKEN to it and start again";

/// Where to connect, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// `wss://…`, without the version.
    pub(super) url: String,
    /// How many shards Discord asks for; at least 1.
    pub(super) shards: u32,
}

impl Plan {
    /// Asks Discord.
    pub(super) async fn ask(rest: &Rest) -> Result<Plan, End> {
        let told = rest.call(Call::get(Route::GatewayBot)).await.map_err(|error| match error {
            RestError::Unauthorized => End::Fatal(BAD_TOKEN.to_owned()),
            RestError::RateLimited { retry_after } => {
                End::Again { why: "Discord asks to wait".to_owned(), after: retry_after }
            }
            RestError::Refused { .. } | RestError::Unknown { .. } | RestError::Unsent { .. } => {
                End::Again { why: error.to_string(), after: Duration::ZERO }
            }
        })?;
        Plan::read(&told, rest.origin())
    }

    /// Reads the answer to `GET /gateway/bot`.
    pub(super) fn read(told: &Value, origin: Option<&str>) -> Result<Plan, End> {
        let shards =
            told["shards"].as_u64().and_then(|shards| u32::try_from(shards).ok()).unwrap_or(1).max(1);
        let (Some(url), starts) = (told["url"].as_str(), &told["session_start_limit"]) else {
            let why = "the answer about the gateway has no address".to_owned();
            return Err(End::Again { why, after: Duration::ZERO });
        };
        if !may_connect(url, origin) {
            let whose = origin.unwrap_or("Discord");
            return Err(End::Fatal(format!(
                "the gateway's address does not belong to {whose}, so the token is not sent there; \
                 check QUOTIDIAN_DISCORD_API_BASE"
            )));
        }
        if starts["remaining"].as_u64().is_some_and(|remaining| remaining < SPARE * u64::from(shards)) {
            let after = Duration::from_millis(starts["reset_after"].as_u64().unwrap_or(60_000));
            let why =
                "too few gateway sessions are left for today; waiting until Discord allows more".to_owned();
            return Err(End::Again { why, after });
        }
        Ok(Plan { url: url.to_owned(), shards })
    }
}

/// Whether the token may be sent there: to the origin's host, or without an origin to Discord, encrypted.
fn may_connect(url: &str, origin: Option<&str>) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default();
    match origin {
        Some(origin) => Url::parse(origin).is_ok_and(|origin| origin.host_str() == Some(host)),
        None => url.scheme() == "wss" && (host == "discord.gg" || host.ends_with(".discord.gg")),
    }
}

/// What a close that serenity cannot recover from means. It tells us of 4004, 4013 and 4014; after any other, such as
/// 4011 (more shards needed), the link begins anew and asks for the number of shards again.
pub(super) fn end_of(closed: Option<Result<(), GatewayError>>) -> End {
    match closed {
        Some(Err(GatewayError::InvalidAuthentication)) => End::Fatal(BAD_TOKEN.to_owned()),
        Some(Err(GatewayError::InvalidGatewayIntents)) => End::Fatal(
            "Discord does not know the intents this version asks for (4013); install a newer version"
                .to_owned(),
        ),
        Some(Err(GatewayError::DisallowedGatewayIntents)) => End::Fatal(
            "Discord does not allow the intents this version asks for (4014), although none is privileged; \
             check that the token belongs to the right application, or install a newer version"
                .to_owned(),
        ),
        Some(Err(error)) => End::Again { why: error.to_string(), after: Duration::ZERO },
        Some(Ok(())) | None => End::Again { why: "the connection ended".to_owned(), after: Duration::ZERO },
    }
}
