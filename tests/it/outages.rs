//! Discord limits, fails, goes away and comes back, and there may be two of us: still one post, and no answer lost.

use std::sync::Arc;
use std::time::Duration;

use quotidian::clock::Clock;
use quotidian::run::{Bot, Parts};
use quotidian::standin::discord::{self as standin, Act, Fault, FaultHandle, Phase, World};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::spec::{self, Requests};
use crate::town::{TOKEN, Town, text};

const PATIENCE: Duration = Duration::from_secs(30);

/// Fails so many requests of one kind.
fn fail(town: &Town, method: &str, path: &str, (act, times): (Act, usize)) -> FaultHandle {
    town.discord.fault(Fault {
        method: Some(method.to_owned()),
        path_contains: path.to_owned(),
        nth: 1,
        phase: Phase::Before,
        act,
        times,
    })
}

/// A refusal by a limit, as Discord words it.
fn limited(seconds: f64, global: bool) -> Act {
    let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
    let mut headers = vec![
        ("retry-after".to_owned(), "1".to_owned()),
        ("x-ratelimit-scope".to_owned(), if global { "global" } else { "user" }.to_owned()),
    ];
    headers.extend(global.then(|| ("x-ratelimit-global".to_owned(), "true".to_owned())));
    Act::Status(429, body, headers)
}

fn messages(town: &Town) -> String {
    format!("/channels/{}/messages", town.channel())
}

async fn connected_again(town: &Town) {
    let connected = |world: &World| world.connected().then_some(());
    town.discord.wait_for(PATIENCE, connected).await.expect("the bot comes back");
    town.bot().connected().await;
    town.settle().await;
}

#[tokio::test]
async fn a_limit_on_the_post_delays_it_and_makes_no_second_one() {
    for global in [false, true] {
        let town = Town::running().await;
        let limit = fail(&town, "POST", &messages(&town), (limited(0.3, global), 2));
        town.at("Mon 09:00").await;
        limit.reached_times(2).await;
        town.settle_patiently().await;
        assert_eq!((town.titles().len(), town.threads().len()), (1, 1), "global: {global}");
        assert_eq!(town.told_of_trouble(), Vec::<String>::new(), "a limit is no trouble of theirs");
        town.close().await;
    }
}

#[tokio::test]
async fn a_limit_over_everything_holds_up_no_reply() {
    let town = Town::running().await;
    let limit = fail(&town, "POST", &messages(&town), (limited(3.0, true), 1));
    let replied = async {
        limit.reached().await;
        let (ben, channel) = (town.person("Ben"), town.channel());
        let asked = town.discord.command(ben, channel, "today", Vec::new()).unwrap();
        let answer = town.discord.answered(asked, PATIENCE).await.unwrap();
        assert!(answer.done && !answer.failed);
        assert!(town.posts().is_empty(), "the post still waits for its turn");
        let typed = vec![("search".to_owned(), json!("eks"))];
        town.discord.autocomplete(ben, channel, "resources", typed).await.unwrap();
        assert!(town.posts().is_empty(), "the post still waits for its turn");
    };
    tokio::join!(town.at("Mon 09:00"), replied);
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_server_error_before_anything_happened_delays_the_post() {
    for status in [500, 502, 503] {
        let town = Town::running().await;
        let error = fail(&town, "POST", &messages(&town), (Act::Status(status, Value::Null, Vec::new()), 2));
        town.at("Mon 09:00").await;
        town.settle_patiently().await;
        error.reached_times(2).await;
        assert_eq!((town.titles().len(), town.threads().len()), (1, 1), "{status}");
        town.close().await;
    }
}

#[tokio::test]
async fn an_error_at_the_thread_or_the_look_leaves_one_post_with_its_thread() {
    for (method, path) in [("POST", "/threads"), ("GET", "/messages")] {
        let town = Town::running().await;
        fail(&town, method, path, (Act::Cut, 3));
        town.at("Mon 09:00").await;
        town.settle_patiently().await;
        assert_eq!((town.titles().len(), town.threads().len()), (1, 1), "{method} {path}");
        town.close().await;
    }
}

#[tokio::test]
async fn answers_given_while_the_line_was_lost_count_when_it_is_resumed() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.drop_gateway(None);
    town.discord.say(town.person("Ben"), thread, "while nobody listened").unwrap();
    let gone = town.discord.say(town.person("Chidi"), thread, "and taken back").unwrap();
    town.discord.delete(town.person("Chidi"), thread, gone).unwrap();
    connected_again(&town).await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    assert!(text(&town.runs("Chidi", "/streak", &[]).await).contains("Your first answer"));
    town.close().await;
}

#[tokio::test]
async fn a_request_to_reconnect_loses_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.ask_reconnect();
    town.discord.say(town.person("Ben"), thread, "in between").unwrap();
    connected_again(&town).await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

#[tokio::test]
async fn a_session_declared_invalid_is_begun_anew_and_the_work_goes_on() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.discord.invalidate_sessions(false);
    connected_again(&town).await;
    town.says("Ben", "after it").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 2);
    town.close().await;
}

/// Another process of the same bot, on the same database.
struct Second {
    bot: Arc<Bot>,
    stop: CancellationToken,
    listening: JoinHandle<()>,
}

async fn start(parts: Parts) -> Second {
    let (bot, stop) = (Arc::new(Bot::start(parts).await.unwrap()), CancellationToken::new());
    let (listener, until) = (Arc::clone(&bot), stop.clone());
    #[expect(clippy::disallowed_methods, reason = "the test owns the bot's task and waits for it")]
    let listening = tokio::spawn(async move { listener.listen(until).await.unwrap() });
    Second { bot, stop, listening }
}

impl Second {
    async fn end(self) {
        self.stop.cancel();
        self.listening.await.unwrap();
        Arc::into_inner(self.bot).expect("the test holds the only one").close().await;
    }
}

#[tokio::test]
async fn two_of_us_on_one_database_post_once() {
    let town = Town::running().await;
    let second = start(town.parts()).await;
    second.bot.connected().await;
    let nothing_to_wait_for = || 0;
    for (day, posts) in [("Mon", 1), ("Tue", 2), ("Wed", 3)] {
        town.clock.push_to(town.next(&format!("{day} 09:00")));
        tokio::join!(town.bot().settle(nothing_to_wait_for), second.bot.settle(nothing_to_wait_for));
        assert_eq!((town.titles().len(), town.threads().len()), (posts, posts), "{:?}", town.titles());
    }
    assert_eq!(town.told_of_trouble(), Vec::<String>::new());
    second.end().await;
    town.close().await;
}

#[tokio::test]
async fn two_of_us_hearing_the_same_answer_count_it_once() {
    let town = Town::running().await;
    let second = start(town.parts()).await;
    second.bot.connected().await;
    let nothing_to_wait_for = || 0;
    town.clock.push_to(town.next("Mon 09:00"));
    tokio::join!(town.bot().settle(nothing_to_wait_for), second.bot.settle(nothing_to_wait_for));
    let thread = town.threads()[0];
    town.discord.say(town.person("Ben"), thread, "heard twice").unwrap();
    second.end().await;
    town.settle().await;
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("1 answered"), "{streak}");
    let privacy = text(&town.runs("Ben", "/privacy", &[]).await);
    assert!(privacy.contains("One answer"), "{privacy}");
    town.close().await;
}

#[tokio::test]
async fn whoever_takes_over_knows_the_threads_that_the_other_opened() {
    let mut town = Town::running().await;
    let second = start(town.parts()).await;
    second.bot.connected().await;
    let nothing_to_wait_for = || 0;
    town.clock.push_to(town.next("Mon 09:00"));
    town.bot().settle(nothing_to_wait_for).await;
    town.stop_bot().await;
    second.bot.settle(nothing_to_wait_for).await;
    town.discord.say(town.person("Ben"), town.threads()[0], "heard by the other").unwrap();
    second.bot.settle(|| town.discord.dispatched()).await;
    second.end().await;
    town.start_bot().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

#[tokio::test]
async fn a_mark_that_comes_too_late_is_dropped_in_silence() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let marks = fail(&town, "PUT", "/reactions/", (Act::Status(503, Value::Null, Vec::new()), usize::MAX));
    town.says("Ben", "an answer").await;
    marks.release();
    town.push(town.clock.now() + chrono::TimeDelta::minutes(11)).await;
    town.settle_patiently().await;
    let messages = town.discord.messages(town.threads()[0]);
    assert!(messages.iter().all(|message| message["reactions"].as_array().is_none_or(Vec::is_empty)));
    assert_eq!(town.told_of_trouble(), Vec::<String>::new());
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"), "it counts all the same");
    town.close().await;
}

#[tokio::test]
async fn while_discord_cannot_be_reached_the_bot_waits_and_then_works() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::TempDir::new().unwrap();
    let bot = start(Parts {
        token: TOKEN.into(),
        origin: Some(format!("http://127.0.0.1:{port}")),
        database_url: format!("sqlite://{}/bot.db", folder.path().display()).into(),
        ..town_parts().await
    })
    .await;
    let clock = standin::Clock { now: Arc::new(|| Clock::System.now()), set: None };
    let options = standin::Options { port, clock, zone: chrono_tz::UTC, token: TOKEN.to_owned() };
    let discord = spec::watched(options, Requests::AreRight).await;
    bot.bot.connected().await;
    bot.bot.settle(|| discord.dispatched()).await;
    assert!(!discord.commands(None).is_empty());
    bot.end().await;
    discord.stop().await;
}

/// What any bot is made of.
async fn town_parts() -> Parts {
    let town = Town::founded().await;
    let parts = town.parts();
    town.close().await;
    parts
}
