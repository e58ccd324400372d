//! Every kind of channel: the day of an announcement channel, with and without followers, and the day of a forum.

use quotidian::standin::discord::{Act, Fault, FaultHandle, Phase};
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

mod changes;
mod forum;
mod rules;

/// Discord's type of an announcement channel, and of a forum.
const ANNOUNCEMENT: u8 = 5;
const FORUM: u8 = 15;
/// The flag of a message that followers have too.
const CROSSPOSTED: u64 = 1 << 0;

/// Fails requests of one kind, before or after they reach Discord.
fn fail(town: &Town, (method, path): (&str, &str), phase: Phase, (act, times): (Act, usize)) -> FaultHandle {
    let fault =
        Fault { method: Some(method.to_owned()), path_contains: path.to_owned(), nth: 1, phase, act, times };
    town.discord.fault(fault)
}

/// A group whose #daily-question is an announcement channel; `publishes` as its organiser wishes.
async fn announcing(publishes: bool) -> Town {
    let town = Town::founded().await;
    town.discord.convert_channel(town.channel(), ANNOUNCEMENT);
    town.settle().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    assert!(text(&panel).contains("✔ I can post, open threads and react here"), "{}", text(&panel));
    let panel = town.presses("Amina", &panel, "setup/more").await;
    assert!(text(&panel).contains("Followers: questions stay in this server"), "{}", text(&panel));
    let panel = match publishes {
        true => town.presses("Amina", &panel, "setup/publish").await,
        false => panel,
    };
    let panel = town.presses("Amina", &panel, "setup/back").await;
    town.presses("Amina", &panel, "setup/start").await;
    town
}

fn is_published(post: &Value) -> bool {
    post["flags"].as_u64().unwrap_or(0) & CROSSPOSTED != 0
}

/// How often the bot asked for something.
fn asked(town: &Town, method: &str, path: &str) -> usize {
    town.discord.requests().iter().filter(|one| one.method == method && one.path.contains(path)).count()
}

#[tokio::test]
async fn in_an_announcement_channel_the_day_is_as_in_any_other() {
    let town = announcing(false).await;
    town.at("Mon 09:00").await;
    let threads = town.discord.threads(town.channel());
    assert_eq!((town.titles().len(), threads.len()), (1, 1));
    assert_eq!(threads[0]["type"], json!(10), "Discord makes it an announcement thread");
    town.says("Ben", "two stages").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 2);
    assert!(!town.posts().iter().any(is_published), "nobody wished for that");
    assert_eq!(asked(&town, "POST", "/crosspost"), 0);
    town.close().await;
}

#[tokio::test]
async fn each_question_is_published_to_followers_once_where_that_is_wished_for() {
    let town = announcing(true).await;
    for (day, posts) in [("Mon 09:00", 1), ("Tue 09:00", 2)] {
        town.at(day).await;
        assert_eq!((town.titles().len(), asked(&town, "POST", "/crosspost")), (posts, posts));
        assert!(town.posts().iter().all(is_published));
    }
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/more").await;
    let said = text(&town.presses("Amina", &panel, "setup/unpublish").await);
    assert!(said.contains("questions stay in this server"), "{said}");
    town.at("Wed 09:00").await;
    assert!(!is_published(&town.posts()[2]));
    town.close().await;
}

#[tokio::test]
async fn publishing_that_was_done_and_not_heard_of_is_done() {
    for act in [Act::Cut, Act::Status(502, Value::Null, Vec::new())] {
        let town = announcing(true).await;
        fail(&town, ("POST", "/crosspost"), Phase::After, (act, 1));
        town.at("Mon 09:00").await;
        town.settle_patiently().await;
        assert_eq!(asked(&town, "POST", "/crosspost"), 2, "the second is told that it was done");
        assert!(is_published(&town.posts()[0]));
        assert_eq!(town.told_of_trouble(), Vec::<String>::new());
        town.close().await;
    }
}

#[tokio::test]
async fn a_limit_on_publishing_holds_up_nothing_else() {
    let town = announcing(true).await;
    let body = json!({ "message": "You are being rate limited.", "retry_after": 0.3, "global": false });
    fail(&town, ("POST", "/crosspost"), Phase::Before, (Act::Status(429, body, Vec::new()), 1));
    town.at("Mon 09:00").await;
    town.says("Ben", "meanwhile").await;
    town.settle_patiently().await;
    assert!(is_published(&town.posts()[0]));
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    assert_eq!(town.told_of_trouble(), Vec::<String>::new(), "a limit is no trouble of theirs");
    town.close().await;
}

#[tokio::test]
async fn yesterdays_question_is_not_published_today() {
    let town = announcing(true).await;
    let failing = Act::Status(503, Value::Null, Vec::new());
    let failing = fail(&town, ("POST", "/crosspost"), Phase::Before, (failing, usize::MAX));
    town.at("Mon 09:00").await;
    failing.reached().await;
    // Past midnight, and before the next question.
    town.at("Tue 01:00").await;
    failing.release();
    town.settle_patiently().await;
    assert!(!is_published(&town.posts()[0]));
    assert_eq!(town.told_of_trouble(), Vec::<String>::new());
    town.at("Tue 09:00").await;
    assert!(is_published(&town.posts()[1]) && !is_published(&town.posts()[0]));
    town.close().await;
}

#[tokio::test]
async fn only_an_announcement_channel_offers_followers() {
    let town = Town::running().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let more = town.presses("Amina", &panel, "setup/more").await;
    assert!(!text(&more).contains("Followers"), "{}", text(&more));
    let message = more.message.unwrap().to_string();
    assert!(!message.contains("setup/publish"), "{message}");
    town.close().await;
}
