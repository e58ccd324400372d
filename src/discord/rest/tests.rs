use std::collections::VecDeque;
use std::sync::Mutex;

use axum::body::Body;
use axum::extract::{Request as Asked, State};
use axum::http::StatusCode as Status;
use axum::response::Response;
use chrono::{DateTime, TimeDelta};
use serde_json::json;
use serenity::model::id::{ApplicationId, ChannelId, InteractionId, MessageId};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::*;
use crate::standin::discord::{Clock, Discord, Limits, Options, Rule};

/// What the pretend Discord does with the next request whose path contains the first word.
type Plan = VecDeque<(&'static str, Act)>;

enum Act {
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    /// Closes the connection after the request was read.
    Cut,
}

/// A server that follows a plan, answers 200 to the rest, and remembers what it was asked.
struct Town {
    rest: Rest,
    asked: Arc<Mutex<Vec<String>>>,
    _serving: JoinSet<()>,
}

#[derive(Clone)]
struct Desk {
    plan: Arc<Mutex<Plan>>,
    asked: Arc<Mutex<Vec<String>>>,
}

async fn serve(State(desk): State<Desk>, asked: Asked) -> Response {
    let line = format!("{} {}", asked.method(), asked.uri());
    desk.asked.lock().unwrap().push(line.clone());
    let act = {
        let mut plan = desk.plan.lock().unwrap();
        plan.iter().position(|(word, _)| line.contains(word)).and_then(|at| plan.remove(at))
    };
    match act {
        None => Response::new(Body::from(r#"{"id": "1"}"#)),
        Some((_, Act::Cut)) => panic!("the connection is cut"),
        Some((_, Act::Answer(status, headers, body))) => {
            let mut answer = Response::builder().status(Status::from_u16(status).unwrap());
            for (name, value) in headers {
                answer = answer.header(*name, *value);
            }
            answer.body(Body::from(body)).unwrap()
        }
    }
}

impl Town {
    async fn with(plan: impl IntoIterator<Item = (&'static str, Act)>) -> Town {
        let asked = Arc::default();
        let desk = Desk { plan: Arc::new(Mutex::new(plan.into_iter().collect())), asked: Arc::clone(&asked) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let app = axum::Router::new().fallback(serve).with_state(desk);
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Town { rest: Rest::new(&"secret-token".into(), Some(origin)).unwrap(), asked, _serving: serving }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn message(channel: u64) -> Call<'static> {
    Call::post(Route::ChannelMessages { channel_id: ChannelId::new(channel) }, &json!({"content": "hi"}))
}

fn channel() -> Call<'static> {
    Call::get(Route::Channel { channel_id: ChannelId::new(1) })
}

fn callback() -> Call<'static> {
    let route =
        Route::InteractionResponse { interaction_id: InteractionId::new(9), token: "interaction-secret" };
    Call::post(route, &json!({"type": 5}))
}

const SLOW_DOWN: Act = Act::Answer(
    429,
    &[("retry-after", "1"), ("x-ratelimit-scope", "user"), ("x-ratelimit-bucket", "b")],
    r#"{"message": "slow down", "retry_after": 0.05, "global": false}"#,
);

#[tokio::test]
async fn a_refused_route_is_tried_again_after_the_wait() {
    let town = Town::with([("messages", SLOW_DOWN)]).await;
    town.rest.call(message(1)).await.unwrap();
    assert_eq!(town.asked().len(), 2);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_reported_and_not_sent_again() {
    let slow = Act::Answer(429, &[("retry-after", "600")], r#"{"retry_after": 600, "global": false}"#);
    let town = Town::with([("messages", slow)]).await;
    for _ in 0..2 {
        let error = town.rest.call(message(1)).await.unwrap_err();
        let RestError::RateLimited { retry_after } = error else { panic!("{error}") };
        assert!(retry_after > Duration::from_secs(500));
    }
    assert_eq!(town.asked().len(), 1);
}

#[tokio::test]
async fn a_global_refusal_pauses_other_routes_but_not_interactions() {
    let global = Act::Answer(
        429,
        &[("retry-after", "600"), ("x-ratelimit-global", "true")],
        r#"{"retry_after": 600, "global": true}"#,
    );
    let town = Town::with([("messages", global)]).await;
    assert!(matches!(town.rest.call(message(1)).await, Err(RestError::RateLimited { .. })));
    assert!(matches!(town.rest.call(message(2)).await, Err(RestError::RateLimited { .. })));
    town.rest.call(callback()).await.unwrap();
    assert_eq!(
        town.asked(),
        ["POST /api/v10/channels/1/messages", "POST /api/v10/interactions/9/interaction-secret/callback"]
    );
}

#[tokio::test]
async fn a_post_that_may_have_happened_is_not_repeated() {
    for act in [Act::Answer(502, &[], "bad gateway"), Act::Cut, Act::Answer(200, &[], "{\"id\"")] {
        let town = Town::with([("messages", act)]).await;
        let error = town.rest.call(message(1)).await.unwrap_err();
        assert!(matches!(error, RestError::Unknown { .. }), "{error}");
        assert_eq!(town.asked().len(), 1);
        town.rest.call(message(1)).await.unwrap();
    }
}

#[tokio::test]
async fn a_get_is_tried_again_three_times() {
    let bad = || Act::Answer(503, &[], "");
    let town = Town::with([("channels", bad()), ("channels", Act::Cut)]).await;
    town.rest.call(channel()).await.unwrap();
    assert_eq!(town.asked().len(), 3);

    let town = Town::with((0..10).map(|_| ("channels", bad()))).await;
    assert!(matches!(town.rest.call(channel()).await, Err(RestError::Unknown { .. })));
    assert_eq!(town.asked().len(), 4);
}

#[tokio::test]
async fn a_closed_port_means_it_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let rest = Rest::new(&"secret-token".into(), Some(origin)).unwrap();
    let error = rest.call(message(1)).await.unwrap_err();
    assert!(matches!(error, RestError::Unsent { .. }), "{error}");
    assert!(!error.to_string().contains("127.0.0.1/"), "{error}");
}

#[tokio::test]
async fn a_refusal_carries_discords_code_and_is_final() {
    let no = Act::Answer(403, &[], r#"{"code": 50013, "message": "Missing Permissions"}"#);
    let town = Town::with([("messages", no)]).await;
    let error = town.rest.call(message(1)).await.unwrap_err();
    let RestError::Refused { status: 403, code: Some(50_013), message } = error else { panic!("{error}") };
    assert_eq!(message, "Missing Permissions");
    assert_eq!(town.asked().len(), 1);
}

#[tokio::test]
async fn a_refused_token_stops_everything() {
    let town = Town::with([("messages", Act::Answer(401, &[], r#"{"message": "401: Unauthorized"}"#))]).await;
    for _ in 0..3 {
        assert!(matches!(town.rest.call(message(1)).await, Err(RestError::Unauthorized)));
    }
    assert!(matches!(town.rest.clone().call(callback()).await, Err(RestError::Unauthorized)));
    town.rest.unauthorized().await;
    assert_eq!(town.asked().len(), 1);
}

#[tokio::test]
async fn an_interaction_that_ran_out_is_not_a_refused_token() {
    let late = Act::Answer(401, &[], r#"{"code": 50027, "message": "Invalid Webhook Token"}"#);
    let town = Town::with([("@original", late)]).await;
    let application_id = ApplicationId::new(5);
    let route = Route::WebhookOriginalInteractionResponse { application_id, token: "interaction-secret" };
    let error = town.rest.call(Call::patch(route, &json!({}))).await.unwrap_err();
    assert!(matches!(error, RestError::Refused { status: 401, code: Some(50_027), .. }), "{error}");
    town.rest.call(message(1)).await.unwrap();
}

#[tokio::test]
async fn queries_and_empty_answers_are_understood() {
    let town = Town::with([("reactions", Act::Answer(204, &[], ""))]).await;
    let (channel_id, message_id) = (ChannelId::new(1), MessageId::new(2));
    let route = Route::ChannelMessageReactionMe { channel_id, message_id, reaction: "%E2%9C%85" };
    assert_eq!(town.rest.call(Call::put(route).background()).await.unwrap(), Value::Null);
    let route = Route::ChannelMessages { channel_id };
    town.rest.call(Call::get(route).param("limit", 50).param("after", 7)).await.unwrap();
    assert_eq!(
        town.asked(),
        [
            "PUT /api/v10/channels/1/messages/2/reactions/%E2%9C%85/@me",
            "GET /api/v10/channels/1/messages?limit=50&after=7"
        ]
    );
}

#[tokio::test]
async fn a_route_that_leads_elsewhere_is_not_followed() {
    let town = Town::with([]).await;
    let error = town.rest.call(Call::get(Route::StatusIncidentsUnresolved)).await.unwrap_err();
    assert!(matches!(error, RestError::Unsent { .. }), "{error}");
    let away = Act::Answer(302, &[("location", "https://example.org/")], "");
    let town = Town::with([("channels", away)]).await;
    let error = town.rest.call(channel()).await.unwrap_err();
    assert!(matches!(error, RestError::Refused { status: 302, .. }), "{error}");
}

#[tokio::test]
async fn no_token_is_ever_shown() {
    let town = Town::with([("callback", Act::Cut)]).await;
    let error = town.rest.call(callback()).await.unwrap_err();
    let shown = format!("{:?} {error} {error:?}", town.rest);
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn posts_keep_within_the_limits_they_learn() {
    let clock = Clock { now: Arc::new(|| DateTime::UNIX_EPOCH + TimeDelta::days(20_000)), set: None };
    let options = Options { port: 0, clock, zone: chrono_tz::UTC, token: "secret-token".into() };
    let discord = Discord::start(options).await.unwrap();
    let per = Duration::from_millis(300);
    let rule = Rule { method: Some("POST".into()), ends: "/messages".into(), most: 5, per };
    discord.set_limits(Limits { rules: vec![rule, Limits::default().rules.remove(0)], ..Limits::default() });
    let rest = Rest::new(&"secret-token".into(), Some(discord.origin())).unwrap();
    let channels = ["general", "help", "daily-question"].map(|name| discord.channel(name).unwrap());
    let posts = (0..20).flat_map(|_| channels).map(|channel| rest.call(message(channel)));
    for posted in futures_util::future::join_all(posts).await {
        posted.unwrap();
    }
    let refused = discord.requests().into_iter().filter(|request| request.status == Some(429)).count();
    assert_eq!((refused, discord.requests().len()), (0, 60));
    discord.stop().await;
}
