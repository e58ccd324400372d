//! A gateway client that says whatever a test wants, also what no library would.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::standin::scene::{LONG, Scene, TOKEN};

/// GUILDS, GUILD_MESSAGES and DIRECT_MESSAGES.
pub(super) const INTENTS: u64 = 1 | 1 << 9 | 1 << 12;

/// One connection.
pub(super) struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What was heard.
#[derive(Debug)]
pub(super) enum Heard {
    /// A frame.
    Frame(Value),
    /// The end, with its code.
    Closed(u16),
}

/// What an identify says, for one shard of some.
pub(super) fn identity(shard: u64, of: u64) -> Value {
    let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
    json!({ "token": TOKEN, "intents": INTENTS, "shard": [shard, of], "properties": properties })
}

impl Line {
    /// Connects, and hears hello: the heartbeat interval in milliseconds.
    pub(super) async fn open(scene: &Scene) -> (Line, u64) {
        let mut line = Line::open_as(scene, "?v=10&encoding=json").await;
        let hello = line.frame().await;
        assert_eq!(hello["op"], 10);
        (line, hello["d"]["heartbeat_interval"].as_u64().unwrap())
    }

    /// Connects with this query.
    pub(super) async fn open_as(scene: &Scene, query: &str) -> Line {
        let address = format!("{}/gw/{query}", scene.discord.origin().replacen("http", "ws", 1));
        Line { socket: connect_async(address).await.unwrap().0 }
    }

    /// Connects and begins a session: READY.
    pub(super) async fn identified(scene: &Scene, shard: u64, of: u64) -> (Line, Value) {
        let (mut line, _) = Line::open(scene).await;
        line.say(2, identity(shard, of)).await;
        let ready = line.frame().await;
        assert_eq!(ready["t"], "READY", "{ready}");
        (line, ready["d"].clone())
    }

    pub(super) async fn say(&mut self, op: u64, data: Value) {
        self.say_text(json!({ "op": op, "d": data }).to_string()).await;
    }

    pub(super) async fn say_text(&mut self, text: String) {
        // It may have been closed already; then that is what is heard next.
        let _ = self.socket.send(Message::text(text)).await;
    }

    pub(super) async fn hear(&mut self) -> Heard {
        loop {
            match tokio::time::timeout(LONG, self.socket.next()).await.expect("something is heard") {
                Some(Ok(Message::Text(text))) => return Heard::Frame(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => {
                    return Heard::Closed(frame.map_or(0, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(0),
            }
        }
    }

    /// The next frame.
    pub(super) async fn frame(&mut self) -> Value {
        match self.hear().await {
            Heard::Frame(frame) => frame,
            Heard::Closed(code) => panic!("closed with {code}"),
        }
    }

    /// The code it is closed with, after whatever comes before.
    pub(super) async fn closed(&mut self) -> u16 {
        loop {
            if let Heard::Closed(code) = self.hear().await {
                return code;
            }
        }
    }

    /// The names of events until one of this name.
    pub(super) async fn until(&mut self, name: &str) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            let frame = self.frame().await;
            names.extend(frame["t"].as_str().map(str::to_owned));
            if frame["t"] == name {
                return names;
            }
        }
    }
}
