//! How sessions begin and go on: what identify and resume are checked for, how many sessions a day has, how many may
//! begin at once. It must not touch sockets.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::gateway::Closing;
use super::sessions::{GUILDS, Out, PRIVILEGED, Session};
use super::state::World;

const AUTHENTICATION_FAILED: Closing = 4004;
const INVALID_SEQUENCE: Closing = 4007;
const INVALID_SHARD: Closing = 4010;
const SHARDING_REQUIRED: Closing = 4011;
const INVALID_INTENTS: Closing = 4013;
const DISALLOWED_INTENTS: Closing = 4014;

/// Every intent bit that means something.
const KNOWN_INTENTS: u64 = 0x3ff | 0xfc00 | 1 << 16 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// From so many guilds on a shard, more shards are needed.
const TOO_MANY_GUILDS: usize = 2500;
/// A day, after which sessions are counted anew.
const DAY: TimeDelta = TimeDelta::days(1);

/// How many sessions a bot may begin.
#[derive(Clone, Debug)]
pub struct Starts {
    /// In a day, by the clock. One more, and every session ends and the token is worth nothing any more.
    pub total: u64,
    /// At once: a shard shares its place with those whose number leaves the same remainder.
    pub max_concurrency: u64,
    /// How long one session's place is taken, in real time.
    pub apart: Duration,
}

impl Default for Starts {
    fn default() -> Starts {
        Starts { total: 1000, max_concurrency: 1, apart: Duration::from_secs(5) }
    }
}

/// The sessions that were begun.
#[derive(Debug, Default)]
pub(super) struct Begun {
    ever: u64,
    today: u64,
    day: Option<DateTime<Utc>>,
    places: BTreeMap<u64, Instant>,
}

/// What an identify led to.
pub(super) enum Identified {
    /// A session with this id.
    Session(String),
    /// Too many at once: op 9.
    TooSoon,
}

impl Begun {
    fn roll(&mut self, now: DateTime<Utc>) -> DateTime<Utc> {
        if self.day.is_none_or(|day| now - day >= DAY) {
            (self.day, self.today) = (Some(now), 0);
        }
        self.day.unwrap_or(now) + DAY
    }

    /// Takes the place of a shard, if it is free.
    fn take_place(&mut self, starts: &Starts, shard: u64) -> bool {
        let now = Instant::now();
        let place = shard % starts.max_concurrency.max(1);
        let free = self.places.get(&place).is_none_or(|taken| now.duration_since(*taken) >= starts.apart);
        if free {
            self.places.insert(place, now);
        }
        free
    }
}

impl World {
    /// Where the gateway is.
    pub(super) fn gateway_url(&self) -> String {
        format!("{}/gw", self.origin.replacen("http", "ws", 1))
    }

    /// How many sessions were begun so far.
    pub fn sessions_begun(&self) -> u64 {
        self.begun.ever
    }

    /// How many sessions are left today, as `GET /gateway/bot` tells.
    pub(super) fn session_start_limit(&mut self) -> Value {
        let now = self.now();
        let over = self.begun.roll(now);
        json!({
            "total": self.starts.total, "remaining": self.starts.total.saturating_sub(self.begun.today),
            "reset_after": (over - now).num_milliseconds(), "max_concurrency": self.starts.max_concurrency,
        })
    }

    /// Sets how many sessions may begin; the count starts anew.
    pub(super) fn put_starts(&mut self, starts: Starts) {
        let ever = self.begun.ever;
        (self.starts, self.begun) = (starts, Begun { ever, ..Begun::default() });
    }

    fn owns_token(&self, data: &Value) -> bool {
        data["token"].as_str().is_some_and(|token| token.trim_start_matches("Bot ") == self.token)
    }

    /// Opens a session: READY, then every guild of its shard.
    pub(super) fn identify(
        &mut self,
        data: &Value,
        socket: UnboundedSender<Out>,
    ) -> Result<Identified, Closing> {
        if !self.owns_token(data) {
            return Err(AUTHENTICATION_FAILED);
        }
        let shard = shard_of(data)?;
        let intents = data["intents"].as_u64().ok_or(INVALID_INTENTS)?;
        if intents & !KNOWN_INTENTS != 0 {
            return Err(INVALID_INTENTS);
        }
        if intents & PRIVILEGED & !self.privileged != 0 {
            return Err(DISALLOWED_INTENTS);
        }
        let own = |guild: &&u64| (**guild >> 22) % shard.1 == shard.0 && self.bot_in(**guild);
        let guilds: Vec<u64> = self.guilds.keys().filter(own).copied().collect();
        if guilds.len() >= TOO_MANY_GUILDS {
            return Err(SHARDING_REQUIRED);
        }
        if !self.begun.take_place(&self.starts, shard.0) {
            return Ok(Identified::TooSoon);
        }
        self.count_start()?;
        let id = format!("{:032x}", u128::from(self.snowflake()) << 40 | u128::from(self.begun.ever));
        let mut session = Session::new(id.clone(), (intents, shard), socket);
        let told = data["shard"].is_array();
        session.dispatch("READY", &self.ready(&session, &guilds, told));
        for guild in guilds.iter().filter_map(|guild| self.guilds.get(guild)) {
            if intents & GUILDS != 0 {
                session.dispatch("GUILD_CREATE", &self.whole_guild_json(guild));
            }
        }
        // A session that nobody listens to is replaced by a new one of the same shard.
        self.sessions.retain(|other| other.connection.is_some() || other.shard != shard);
        self.sessions.push(session);
        Ok(Identified::Session(id))
    }

    /// One session more; one too many ends them all, and the token with them.
    fn count_start(&mut self) -> Result<(), Closing> {
        let now = self.now();
        self.begun.roll(now);
        self.begun.ever += 1;
        self.begun.today += 1;
        if self.begun.today <= self.starts.total {
            return Ok(());
        }
        self.token = format!("reset.{}.{}", self.begun.ever, self.token);
        for session in self.sessions.drain(..) {
            session.close(Some(AUTHENTICATION_FAILED));
        }
        Err(AUTHENTICATION_FAILED)
    }

    fn ready(&self, session: &Session, guilds: &[u64], sharded: bool) -> Value {
        let away = |guild: &u64| json!({ "id": guild.to_string(), "unavailable": true });
        let mut ready = json!({
            "v": 10, "user": self.own_user_json(), "session_id": session.id, "session_type": "normal",
            "resume_gateway_url": self.gateway_url(),
            "guilds": guilds.iter().map(away).collect::<Vec<_>>(), "private_channels": [], "presences": [],
            "relationships": [], "guild_join_requests": [], "user_settings": {}, "user_settings_proto": "",
            "geo_ordered_rtc_regions": [], "game_relationships": [], "auth": {}, "_trace": [],
            "application": { "id": self.application.to_string(), "flags": self.application_flags() },
        });
        if sharded {
            ready["shard"] = json!([session.shard.0, session.shard.1]);
        }
        ready
    }

    /// Goes on with a session; false when it is gone.
    pub(super) fn resume(&mut self, data: &Value, socket: UnboundedSender<Out>) -> Result<bool, Closing> {
        if !self.owns_token(data) {
            return Err(AUTHENTICATION_FAILED);
        }
        let id = data["session_id"].as_str().unwrap_or_default();
        let Some(at) = self.sessions.iter().position(|session| session.id == id) else {
            return Ok(false);
        };
        let session = &mut self.sessions[at];
        let sequence = data["seq"].as_u64().unwrap_or(0);
        if sequence > session.sequence {
            // A sequence that never was ends the session too: only a new one helps.
            self.sessions.remove(at);
            return Err(INVALID_SEQUENCE);
        }
        if session.kept.first().is_some_and(|(first, _)| *first > sequence + 1) {
            return Ok(false);
        }
        session.connection = Some(socket);
        // What was sent after that went into a connection that nobody read any more.
        session.dispatched = sequence;
        session.replay(sequence);
        session.dispatch("RESUMED", &json!({ "_trace": [] }));
        Ok(true)
    }
}

/// Which shard of how many; without a word the only one.
fn shard_of(data: &Value) -> Result<(u64, u64), Closing> {
    if data["shard"].is_null() {
        return Ok((0, 1));
    }
    let parts: Option<Vec<u64>> =
        data["shard"].as_array().map(|all| all.iter().filter_map(Value::as_u64).collect());
    match parts.as_deref() {
        Some([shard, of]) if shard < of => Ok((*shard, *of)),
        _ => Err(INVALID_SHARD),
    }
}
