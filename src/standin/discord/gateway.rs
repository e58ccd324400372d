//! The websocket face: hello, identify, heartbeats, resume. It must not decide what events say.

use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::Discord;
use super::faults::Phase;
use super::sessions::{Out, PRIVILEGED, Session};
use super::state::World;

/// Why a connection closes.
type Closing = u16;

const UNKNOWN_OPCODE: Closing = 4001;
const DECODE_ERROR: Closing = 4002;
const NOT_AUTHENTICATED: Closing = 4003;
const AUTHENTICATION_FAILED: Closing = 4004;
const ALREADY_AUTHENTICATED: Closing = 4005;
const INVALID_SEQUENCE: Closing = 4007;
const TOO_FAST: Closing = 4008;
const TIMED_OUT: Closing = 4009;
const INVALID_SHARD: Closing = 4010;
const INVALID_INTENTS: Closing = 4013;
const DISALLOWED_INTENTS: Closing = 4014;

/// Every intent bit that means something.
const KNOWN_INTENTS: u64 = 0x3ff | 0xfc00 | 1 << 16 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

/// One connection: what it may say, which session it serves, and how fast it was spoken to.
struct Line {
    discord: Discord,
    outbox: UnboundedSender<Out>,
    session: Option<String>,
    received: VecDeque<Instant>,
}

/// Opens a gateway connection.
pub(super) async fn open(State(discord): State<Discord>, upgrade: WebSocketUpgrade) -> Response {
    let strike = discord.with(|world| world.faults.strike("GET", "/gw"));
    for phase in [Phase::Before, Phase::After] {
        if let Some(instead) = discord.struck(strike.as_ref(), phase).await {
            return instead;
        }
    }
    upgrade.on_upgrade(move |socket| serve(discord, socket))
}

async fn serve(discord: Discord, mut socket: WebSocket) {
    let (outbox, mut inbox) = unbounded_channel();
    let mut line = Line { discord: discord.clone(), outbox, session: None, received: VecDeque::new() };
    let interval = discord.look(|world| world.heartbeat);
    let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": whole_milliseconds(interval) } });
    line.say(hello);
    // Twice the interval, so that a slow machine is not taken for a dead one.
    let patience = interval * 2;
    let mut heard = Instant::now();
    loop {
        let ending = tokio::select! {
            said = inbox.recv() => speak(&discord, &mut socket, said).await,
            got = socket.recv() => {
                heard = Instant::now();
                line.hear(got)
            }
            () = tokio::time::sleep_until(heard + patience) => Err(Some(TIMED_OUT)),
            () = discord.stopping() => Err(Some(1001)),
        };
        if let Err(code) = ending {
            drain(&mut socket, &mut inbox).await;
            line.leave();
            hang_up(&mut socket, code).await;
            return;
        }
    }
}

/// What was said before the end still goes out.
async fn drain(socket: &mut WebSocket, inbox: &mut UnboundedReceiver<Out>) {
    while let Ok(Out::Text(text)) = inbox.try_recv() {
        if socket.send(Message::Text(text.into())).await.is_err() {
            return;
        }
    }
}

async fn hang_up(socket: &mut WebSocket, code: Option<Closing>) {
    let Some(code) = code else {
        // The answer to a close that we got is written by then, but not sent.
        drop(socket.flush().await);
        return;
    };
    let frame = CloseFrame { code, reason: "".into() };
    // The other side may be gone already; then there is nobody to tell.
    drop(socket.send(Message::Close(Some(frame))).await);
}

async fn speak(discord: &Discord, socket: &mut WebSocket, said: Option<Out>) -> Result<(), Option<Closing>> {
    match said {
        Some(Out::Text(text)) => {
            discord.show_frame(&text);
            socket.send(Message::Text(text.into())).await.map_err(|_| None)
        }
        Some(Out::Close(code)) => Err(code),
        None => Err(None),
    }
}

fn whole_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Line {
    fn say(&self, value: Value) {
        // A closed outbox means that the connection is ending; its loop sees that itself.
        drop(self.outbox.send(Out::Text(value.to_string())));
    }

    /// Whether this connection has a session that still counts; after op 9 it may identify again.
    fn has_session(&self) -> bool {
        let Some(id) = &self.session else { return false };
        self.discord.look(|world| world.sessions.iter().any(|session| session.id == *id))
    }

    /// The connection is over; its session waits for a resume unless it was closed for good.
    fn leave(&self) {
        let Some(id) = &self.session else { return };
        self.discord.with(|world| {
            if let Some(session) = world.sessions.iter_mut().find(|session| session.id == *id)
                && session.connection.as_ref().is_some_and(|own| own.same_channel(&self.outbox))
            {
                session.connection = None;
            }
        });
    }

    fn hear(&mut self, got: Option<Result<Message, axum::Error>>) -> Result<(), Option<Closing>> {
        let text = match got {
            None | Some(Err(_)) => return Err(None),
            Some(Ok(Message::Close(frame))) => {
                let clean = frame.is_some_and(|frame| frame.code == 1000 || frame.code == 1001);
                if clean && let Some(id) = self.session.take() {
                    self.discord.with(|world| world.sessions.retain(|session| session.id != id));
                }
                return Err(None);
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
            Some(Ok(Message::Binary(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        self.count()?;
        let frame: Value = serde_json::from_str(&text).map_err(|_| Some(DECODE_ERROR))?;
        if text.len() > 4096 {
            return Err(Some(DECODE_ERROR));
        }
        self.obey(&frame)
    }

    /// 120 frames in 60 seconds are enough.
    fn count(&mut self) -> Result<(), Option<Closing>> {
        let now = Instant::now();
        self.received.push_back(now);
        self.received.retain(|at| now.duration_since(*at) < Duration::from_secs(60));
        if self.received.len() > 120 { Err(Some(TOO_FAST)) } else { Ok(()) }
    }

    fn obey(&mut self, frame: &Value) -> Result<(), Option<Closing>> {
        let data = &frame["d"];
        match frame["op"].as_u64() {
            Some(1) => {
                if self.discord.look(|world| world.acknowledge_heartbeats) {
                    self.say(json!({ "op": 11, "s": null, "t": null, "d": null }));
                }
                Ok(())
            }
            Some(2 | 6) if self.has_session() => Err(Some(ALREADY_AUTHENTICATED)),
            Some(2) => {
                let outbox = self.outbox.clone();
                let id = self.discord.with(|world| world.identify(data, outbox)).map_err(Some)?;
                self.session = Some(id);
                Ok(())
            }
            Some(6) => {
                let outbox = self.outbox.clone();
                if self.discord.with(|world| world.resume(data, outbox)).map_err(Some)? {
                    self.session = data["session_id"].as_str().map(str::to_owned);
                } else {
                    self.say(json!({ "op": 9, "s": null, "t": null, "d": false }));
                }
                Ok(())
            }
            Some(3 | 4 | 8 | 31) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8 | 31) => Err(Some(NOT_AUTHENTICATED)),
            _ => Err(Some(UNKNOWN_OPCODE)),
        }
    }
}

impl World {
    /// Where the gateway is.
    pub(super) fn gateway_url(&self) -> String {
        format!("{}/gw", self.origin.replacen("http", "ws", 1))
    }

    fn owns_token(&self, data: &Value) -> bool {
        data["token"].as_str().is_some_and(|token| token.trim_start_matches("Bot ") == self.token)
    }

    /// Opens a session: READY, then every guild of its shard.
    fn identify(&mut self, data: &Value, socket: UnboundedSender<Out>) -> Result<String, Closing> {
        if !self.owns_token(data) {
            return Err(AUTHENTICATION_FAILED);
        }
        let shard = data["shard"].as_array().map_or((0, 1), |shard| {
            let part = |index: usize| shard.get(index).and_then(Value::as_u64).unwrap_or(0);
            (part(0), part(1))
        });
        if shard.0 >= shard.1 {
            return Err(INVALID_SHARD);
        }
        let intents = data["intents"].as_u64().ok_or(INVALID_INTENTS)?;
        if intents & !KNOWN_INTENTS != 0 {
            return Err(INVALID_INTENTS);
        }
        if intents & PRIVILEGED & !self.privileged != 0 {
            return Err(DISALLOWED_INTENTS);
        }
        self.identifies += 1;
        let id = format!("{:032x}", u128::from(self.snowflake()) << 40 | u128::from(self.identifies));
        let mut session = Session {
            id: id.clone(),
            intents,
            shard,
            sequence: 0,
            kept: Vec::new(),
            connection: Some(socket),
            dispatched: 0,
        };
        let own = |guild: &&u64| self.bot_in(**guild) && (**guild >> 22) % shard.1 == shard.0;
        let guilds: Vec<u64> = self.guilds.keys().filter(own).copied().collect();
        session.dispatch("READY", &self.ready(&session, &guilds));
        for guild in guilds.iter().filter_map(|guild| self.guilds.get(guild)) {
            if intents & super::sessions::GUILDS != 0 {
                session.dispatch("GUILD_CREATE", &self.whole_guild_json(guild));
            }
        }
        // A session that nobody listens to is replaced by a new one of the same shard.
        self.sessions.retain(|other| other.connection.is_some() || other.shard != shard);
        self.sessions.push(session);
        Ok(id)
    }

    fn ready(&self, session: &Session, guilds: &[u64]) -> Value {
        let away = |guild: &u64| json!({ "id": guild.to_string(), "unavailable": true });
        json!({
            "v": 10, "user": self.own_user_json(), "session_id": session.id, "session_type": "normal",
            "resume_gateway_url": self.gateway_url(), "shard": [session.shard.0, session.shard.1],
            "guilds": guilds.iter().map(away).collect::<Vec<_>>(), "private_channels": [], "presences": [],
            "relationships": [], "guild_join_requests": [], "user_settings": {}, "user_settings_proto": "",
            "geo_ordered_rtc_regions": [], "game_relationships": [], "auth": {}, "_trace": [],
            "application": { "id": self.application.to_string(), "flags": self.application_flags() },
        })
    }

    /// Goes on with a session; false when it is gone.
    fn resume(&mut self, data: &Value, socket: UnboundedSender<Out>) -> Result<bool, Closing> {
        if !self.owns_token(data) {
            return Err(AUTHENTICATION_FAILED);
        }
        let id = data["session_id"].as_str().unwrap_or_default();
        let Some(session) = self.sessions.iter_mut().find(|session| session.id == id) else {
            return Ok(false);
        };
        let sequence = data["seq"].as_u64().unwrap_or(0);
        if sequence > session.sequence {
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
