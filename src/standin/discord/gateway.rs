//! The websocket face: hello, heartbeats, opcodes, and how it closes. It must not decide what events say, nor who may
//! begin a session (that is `starting.rs`).

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::Discord;
use super::faults::Phase;
use super::sessions::{Out, Session};
use super::starting::Identified;

/// Why a connection closes.
pub(super) type Closing = u16;

const UNKNOWN_OPCODE: Closing = 4001;
const DECODE_ERROR: Closing = 4002;
const NOT_AUTHENTICATED: Closing = 4003;
const ALREADY_AUTHENTICATED: Closing = 4005;
const TOO_FAST: Closing = 4008;
const TIMED_OUT: Closing = 4009;
const INVALID_VERSION: Closing = 4012;

/// One connection: what it may say, which session it serves, and how fast it was spoken to.
struct Line {
    discord: Discord,
    outbox: UnboundedSender<Out>,
    session: Option<String>,
    received: VecDeque<Instant>,
    /// When the last heartbeat came, or the line was opened.
    beaten: Instant,
}

/// Opens a gateway connection.
pub(super) async fn open(
    State(discord): State<Discord>,
    Query(query): Query<BTreeMap<String, String>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let strike = discord.with(|world| world.faults.strike("GET", "/gw"));
    for phase in [Phase::Before, Phase::After] {
        if let Some(instead) = discord.struck(strike.as_ref(), phase).await {
            return instead;
        }
    }
    // Only version 10 is spoken here.
    let known = query.get("v").is_none_or(|version| version == "10");
    upgrade.on_upgrade(move |mut socket| async move {
        if known {
            serve(discord, socket).await;
        } else {
            hang_up(&mut socket, Some(INVALID_VERSION)).await;
        }
    })
}

async fn serve(discord: Discord, mut socket: WebSocket) {
    let (outbox, mut inbox) = unbounded_channel();
    let (received, beaten) = (VecDeque::new(), Instant::now());
    let mut line = Line { discord: discord.clone(), outbox, session: None, received, beaten };
    let interval = discord.with(|world| {
        world.connections += 1;
        world.heartbeat
    });
    let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": whole_milliseconds(interval) } });
    line.say(hello);
    // Twice the interval, so that a slow machine is not taken for a dead one.
    let patience = interval * 2;
    loop {
        let ending = tokio::select! {
            said = inbox.recv() => speak(&discord, &mut socket, said).await,
            got = socket.recv() => line.hear(got),
            () = tokio::time::sleep_until(line.beaten + patience) => Err(Some(TIMED_OUT)),
            () = discord.stopping() => Err(Some(1001)),
        };
        if let Err(code) = ending {
            drain(&mut socket, &mut inbox).await;
            if code == Some(TIMED_OUT) {
                line.end_session();
            }
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

    /// There is no such session, or there are too many at once: begin a new one.
    fn say_invalid(&self) {
        self.say(json!({ "op": 9, "s": null, "t": null, "d": false }));
    }

    /// Whether this connection has a session that still counts; after op 9 it may identify again.
    fn has_session(&self) -> bool {
        let Some(id) = &self.session else { return false };
        let own = |session: &Session| session.id == *id && session.is_served_by(&self.outbox);
        self.discord.look(|world| world.sessions.iter().any(own))
    }

    /// The connection is over; its session waits for a resume unless it was closed for good.
    fn leave(&self) {
        let Some(id) = &self.session else { return };
        self.discord.with(|world| {
            if let Some(session) = world.sessions.iter_mut().find(|session| session.id == *id)
                && session.is_served_by(&self.outbox)
            {
                session.connection = None;
            }
        });
    }

    /// The session is over: a resume would be refused.
    fn end_session(&mut self) {
        if let Some(id) = self.session.take() {
            self.discord.with(|world| world.sessions.retain(|session| session.id != id));
        }
    }

    fn hear(&mut self, got: Option<Result<Message, axum::Error>>) -> Result<(), Option<Closing>> {
        let text = match got {
            None | Some(Err(_)) => return Err(None),
            Some(Ok(Message::Close(frame))) => {
                let clean = frame.is_some_and(|frame| frame.code == 1000 || frame.code == 1001);
                if clean {
                    self.end_session();
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
                self.beaten = Instant::now();
                let acknowledged = self.discord.with(|world| {
                    world.heartbeats += 1;
                    world.acknowledge_heartbeats
                });
                if acknowledged {
                    self.say(json!({ "op": 11, "s": null, "t": null, "d": null }));
                }
                Ok(())
            }
            Some(2 | 6) if self.has_session() => Err(Some(ALREADY_AUTHENTICATED)),
            Some(2) => {
                let outbox = self.outbox.clone();
                match self.discord.with(|world| world.identify(data, outbox)).map_err(Some)? {
                    Identified::Session(id) => self.session = Some(id),
                    Identified::TooSoon => self.say_invalid(),
                }
                Ok(())
            }
            Some(6) => {
                let outbox = self.outbox.clone();
                if self.discord.with(|world| world.resume(data, outbox)).map_err(Some)? {
                    self.session = data["session_id"].as_str().map(str::to_owned);
                } else {
                    self.say_invalid();
                }
                Ok(())
            }
            Some(3 | 4 | 8 | 31) if self.has_session() => Ok(()),
            Some(3 | 4 | 8 | 31) => Err(Some(NOT_AUTHENTICATED)),
            _ => Err(Some(UNKNOWN_OPCODE)),
        }
    }
}
