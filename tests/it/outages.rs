//! Discord limits, fails, goes away and comes back, and there may be two of us: still one post, and no answer lost.

use std::sync::Arc;

use quotidian::clock::Clock;
use quotidian::run::{Bot, Parts};
use quotidian::standin::discord::{self as standin, Act, Fault, FaultHandle, Phase};
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::spec::{self, Requests};
use crate::town::{TOKEN, Town, text};

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
