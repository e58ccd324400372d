use axum::extract::State as Of;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::standin::discord::{Clock, Discord, Options};

/// What the pretend gateway does with one connection after greeting it.
#[derive(Clone)]
enum Act {
    /// Sends these dispatches, then stays.
    Send(Vec<Value>),
    /// Closes with this code.
    Close(u16),
    /// Greets, then hangs up without a word.
    HangUp,
}

/// A pretend gateway: each connection takes the next act, and later ones stay quiet.
#[derive(Clone, Default)]
struct Desk {
    origin: String,
    acts: Arc<std::sync::Mutex<Vec<Act>>>,
    /// What `GET /gateway/bot` says first; then it says that all is well.
    plans: Arc<std::sync::Mutex<Vec<Value>>>,
    /// The first frame of each connection, and how each ended.
    seen: Arc<std::sync::Mutex<Vec<String>>>,
}

struct Town {
    desk: Desk,
    gateway: Gateway,
    events: mpsc::UnboundedReceiver<Event>,
    _serving: JoinSet<()>,
}

async fn plan(Of(desk): Of<Desk>) -> Json<Value> {
    let url = desk.origin.replace("http", "ws") + "/gw";
    let mut plans = desk.plans.lock().unwrap();
    Json(match plans.is_empty() {
        false => plans.remove(0),
        true => json!({"url": url, "shards": 1, "session_start_limit": {"remaining": 1000}}),
    })
}

async fn upgrade(Of(desk): Of<Desk>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| async move {
        let _hung_up = converse(desk, socket).await;
    })
}

fn frame(value: &Value) -> Message {
    Message::text(value.to_string())
}

fn greeting(first: &Value) -> Value {
    if first["op"] == 6 {
        return json!({"op": 0, "s": 100, "t": "RESUMED", "d": {}});
    }
    let user = json!({"id": "1", "username": "bot", "discriminator": "0", "avatar": null, "bot": true,
        "mfa_enabled": false});
    json!({"op": 0, "s": 1, "t": "READY", "d": {"v": 10, "user": user, "guilds": [], "session_id": "s",
        "resume_gateway_url": "ws://nowhere.invalid", "shard": [0, 1],
        "application": {"id": "1", "flags": 0}}})
}

async fn converse(desk: Desk, mut socket: WebSocket) -> Result<(), axum::Error> {
    socket.send(frame(&json!({"op": 10, "d": {"heartbeat_interval": 40_000}}))).await?;
    let Some(Ok(Message::Text(first))) = socket.recv().await else { return Ok(()) };
    let first: Value = serde_json::from_str(&first).unwrap();
    desk.seen.lock().unwrap().push(format!("op {} intents {}", first["op"], first["d"]["intents"]));
    let act = {
        let mut acts = desk.acts.lock().unwrap();
        if acts.is_empty() { Act::Send(Vec::new()) } else { acts.remove(0) }
    };
    match act {
        Act::Close(code) => {
            if first["op"] != 2 || code < 4004 {
                socket.send(frame(&greeting(&first))).await?;
            }
            socket.send(Message::Close(Some(CloseFrame { code, reason: "".into() }))).await?;
        }
        Act::HangUp => return socket.send(frame(&greeting(&first))).await,
        Act::Send(dispatches) => {
            socket.send(frame(&greeting(&first))).await?;
            for (at, dispatch) in dispatches.iter().enumerate() {
                let mut dispatch = dispatch.clone();
                (dispatch["op"], dispatch["s"]) = (0.into(), (at + 2).into());
                socket.send(frame(&dispatch)).await?;
            }
        }
    }
    while let Some(Ok(message)) = socket.recv().await {
        if let Message::Close(close) = message {
            let code = close.map_or(0, |close| close.code);
            desk.seen.lock().unwrap().push(format!("closed {code}"));
        }
    }
    Ok(())
}

impl Town {
    async fn with(acts: Vec<Act>, plans: Vec<Value>) -> Town {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk {
            origin: origin.clone(),
            acts: Arc::new(acts.into()),
            plans: Arc::new(plans.into()),
            seen: Arc::default(),
        };
        let app = Router::new()
            .route("/api/v10/gateway/bot", get(plan))
            .route("/gw", get(upgrade))
            .with_state(desk.clone());
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
        let rest = Rest::new(&"secret-token".into(), Some(origin)).unwrap();
        let (sender, events) = mpsc::unbounded_channel();
        Town { desk, gateway: Gateway::connect(&rest, sender), events, _serving: serving }
    }

    fn seen(&self) -> Vec<String> {
        self.desk.seen.lock().unwrap().clone()
    }

    async fn is_connected(&self) {
        self.gateway.link().wait_for(|connected| *connected).await.unwrap();
    }
}

fn deleted(id: u64) -> Value {
    json!({"t": "MESSAGE_DELETE", "d": {"id": id.to_string(), "channel_id": "5", "guild_id": "6"}})
}

#[tokio::test]
async fn events_arrive_in_order_and_are_counted() {
    let mut dispatches: Vec<Value> = (1..=500).map(deleted).collect();
    dispatches.push(json!({"t": "MESSAGE_CREATE", "d": {"id": "not a message"}}));
    dispatches.push(json!({"t": "RATE_LIMITED", "d": {}}));
    let mut town = Town::with(vec![Act::Send(dispatches)], vec![]).await;
    assert!(matches!(town.events.recv().await, Some(Event::Ready(_))));
    for expected in 1..=500 {
        let Some(Event::MessageDelete(deleted)) = town.events.recv().await else { panic!("not a deletion") };
        assert_eq!(deleted.message_id.get(), expected);
    }
    for kind in ["MESSAGE_CREATE", "RATE_LIMITED"] {
        let Some(Event::Unknown(unknown)) = town.events.recv().await else { panic!("readable") };
        assert_eq!(unknown.kind, kind);
    }
    town.gateway.forwarded(503).await;
    assert_eq!(town.gateway.unread(), 1);
    town.is_connected().await;
    assert!(town.gateway.connected());
    let desk = town.desk.clone();
    town.gateway.shutdown().await;
    // GUILDS | GUILD_MESSAGES is 513.
    assert_eq!(*desk.seen.lock().unwrap(), ["op 2 intents 513", "closed 1000"]);
}

#[tokio::test]
async fn a_session_that_discord_drops_is_resumed() {
    let acts = vec![Act::Close(4000), Act::HangUp, Act::Send(vec![deleted(1)])];
    let mut town = Town::with(acts, vec![]).await;
    assert!(matches!(town.events.recv().await, Some(Event::Ready(_))));
    assert!(matches!(town.events.recv().await, Some(Event::Resumed(_))));
    assert!(matches!(town.events.recv().await, Some(Event::Resumed(_))));
    assert!(matches!(town.events.recv().await, Some(Event::MessageDelete(_))));
    town.is_connected().await;
    town.gateway.shutdown().await;
}

#[tokio::test]
async fn a_fatal_close_says_what_to_do() {
    for (code, words) in [(4004, "bot token"), (4013, "4013"), (4014, "4014")] {
        let town = Town::with(vec![Act::Close(code)], vec![]).await;
        let why = town.gateway.closed().await.to_string();
        assert!(why.contains(words), "{why}");
        assert!(!town.gateway.connected());
        assert_eq!(town.seen().len(), 1, "{:?}", town.seen());
        town.gateway.shutdown().await;
    }
}

#[tokio::test]
async fn the_token_is_not_sent_to_another_host() {
    let elsewhere = json!({"url": "wss://gateway.discord.gg", "shards": 1});
    let town = Town::with(vec![], vec![elsewhere]).await;
    let why = town.gateway.closed().await.to_string();
    assert!(why.contains("does not belong to"), "{why}");
    assert!(town.seen().is_empty());
    town.gateway.shutdown().await;
}

#[tokio::test]
async fn without_sessions_left_the_link_waits_for_more() {
    let used_up = json!({"url": "ws://127.0.0.1/gw", "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 0, "reset_after": 20, "max_concurrency": 1}});
    let town = Town::with(vec![], vec![used_up.clone(), used_up]).await;
    town.is_connected().await;
    assert!(town.desk.plans.lock().unwrap().is_empty());
    town.gateway.shutdown().await;
}

#[tokio::test]
async fn a_link_that_never_stood_ends_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let rest = Rest::new(&"secret-token".into(), Some(origin)).unwrap();
    let gateway = Gateway::connect(&rest, mpsc::unbounded_channel().0);
    tokio::task::yield_now().await;
    assert!(!gateway.connected());
    gateway.shutdown().await;
}

#[test]
fn without_an_origin_only_discord_is_connected_to_and_only_encrypted() {
    fn check(url: &str, origin: Option<&str>, expected: bool) {
        let told = json!({"url": url, "shards": 2, "session_start_limit": {"remaining": 1000}});
        assert_eq!(Plan::read(&told, origin).is_ok(), expected, "{url} {origin:?}");
    }

    check("wss://gateway.discord.gg", None, true);
    check("wss://gateway-us-east1-b.discord.gg", None, true);
    check("ws://gateway.discord.gg", None, false);
    check("wss://gateway.discord.gg.example.org", None, false);
    check("wss://evildiscord.gg", None, false);
    check("wss://gateway.discord.gg@example.org", None, false);
    check("ws://127.0.0.1:9/gw", None, false);
    check("ws://127.0.0.1:9/gw", Some("http://127.0.0.1:80"), true);
    check("ws://127.0.0.2:9/gw", Some("http://127.0.0.1:80"), false);
    check("nonsense", Some("http://127.0.0.1:80"), false);
}

#[test]
fn a_session_is_left_for_each_shard_to_start_again() {
    fn check(shards: u32, remaining: u64, expected: bool) {
        let told = json!({"url": "wss://gateway.discord.gg", "shards": shards,
            "session_start_limit": {"remaining": remaining, "reset_after": 5000}});
        let plan = Plan::read(&told, None);
        assert_eq!(plan.is_ok(), expected, "{shards} {remaining}");
        if let Err(end) = plan {
            assert!(matches!(end, End::Again { after, .. } if after == Duration::from_secs(5)));
        }
    }

    check(1, 10, true);
    check(1, 9, false);
    check(3, 29, false);
    check(3, 30, true);
}

#[test]
fn pauses_grow_up_to_five_minutes() {
    let pauses: Vec<u64> = [0, 1, 2, 3, 9, 60].into_iter().map(|n| pause_after(n).as_secs()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 300, 300]);
}

#[tokio::test]
async fn the_stand_in_is_a_gateway_that_serenity_can_read() {
    let clock = Clock { now: Arc::new(|| DateTime::UNIX_EPOCH + TimeDelta::days(20_000)), set: None };
    let options = Options { port: 0, clock, zone: chrono_tz::UTC, token: "secret-token".into() };
    let discord = Discord::start(options).await.unwrap();
    let rest = Rest::new(&"secret-token".into(), Some(discord.origin())).unwrap();
    let (sender, mut events) = mpsc::unbounded_channel();
    let gateway = Gateway::connect(&rest, sender);
    assert!(matches!(events.recv().await, Some(Event::Ready(_))));
    assert!(matches!(events.recv().await, Some(Event::GuildCreate(_))));

    let (ben, general) = (discord.person("Ben").unwrap(), discord.channel("general").unwrap());
    let said = discord.say(ben, general, "hello").unwrap();
    let Some(Event::MessageCreate(message)) = events.recv().await else { panic!("not a message") };
    assert_eq!(message.message.id.get(), said);

    discord.drop_gateway(None);
    let missed = discord.say(ben, general, "still there?").unwrap();
    let Some(Event::MessageCreate(message)) = events.recv().await else { panic!("not a message") };
    assert_eq!(message.message.id.get(), missed);
    assert!(matches!(events.recv().await, Some(Event::Resumed(_))));
    gateway.forwarded(discord.dispatched()).await;
    assert_eq!(gateway.unread(), 0);

    gateway.shutdown().await;
    assert!(!discord.connected());
    discord.stop().await;
}
