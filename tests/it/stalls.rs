//! The database stands still or breaks: everyone is still answered in time, and told kindly.

use std::time::Duration;

use quotidian::standin::discord::{Answer, World};
use quotidian::store::Store;
use serde_json::{Value, json};
use sqlx::Connection;

use crate::town::{Town, id, text};

/// How long Discord waits for the first answer. A rule of the product, and so the one time that is asserted.
const ACKNOWLEDGED: Duration = Duration::from_secs(3);
/// How long whoever types, or waits for a form, may wait.
const FROM_MEMORY: Duration = Duration::from_secs(1);
/// How long the database stands still.
const STALL: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(20);

/// Lets real time pass.
async fn wait(town: &Town, time: Duration) {
    let never: Option<()> = town.discord.wait_for(time, |_: &World| None).await;
    assert!(never.is_none());
}

async fn answered(town: &Town, asked: u64) -> Answer {
    town.discord.answered(asked, PATIENCE).await.expect("the bot answers")
}

/// Everything that anyone can run or press, all at once.
fn everything(town: &Town, panel: &Value, privacy: &Value) -> Vec<(&'static str, u64)> {
    let (amina, ben, channel) = (town.person("Amina"), town.person("Ben"), town.channel());
    let words = |text: &str| vec![("search".to_owned(), json!(text))];
    let run = |person, name: &str, options| town.discord.command(person, channel, name, options).unwrap();
    let press = |person, message, button: &str| town.discord.press(person, id(message), button).unwrap();
    let post = town.posts().pop().unwrap();
    let streak = post["components"][0]["components"][0]["custom_id"].as_str().unwrap().to_owned();
    vec![
        ("/setup", run(amina, "setup", Vec::new())),
        ("/doctor", run(amina, "doctor", Vec::new())),
        ("/today", run(ben, "today", Vec::new())),
        ("/streak", run(ben, "streak", Vec::new())),
        ("/leaderboard", run(ben, "leaderboard", Vec::new())),
        ("/question", run(ben, "question", words("download"))),
        ("/resources", run(ben, "resources", words("eks"))),
        ("/privacy", run(ben, "privacy", Vec::new())),
        ("/help", run(ben, "help", Vec::new())),
        ("more", press(amina, panel, "setup/more")),
        ("preview", press(amina, panel, "setup/preview")),
        ("pause", press(amina, panel, "setup/pause")),
        ("weekdays", town.discord.choose(amina, id(panel), "setup/weekdays", &["1".to_owned()]).unwrap()),
        ("hide", press(ben, privacy, "hide/true")),
        ("my streak", press(ben, &post, &streak)),
    ]
}

#[tokio::test]
async fn while_the_database_is_locked_everything_is_acknowledged_and_in_the_end_answered() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    town.discord.set_acknowledge_within(ACKNOWLEDGED);
    let panel = town.runs("Amina", "/setup", &[]).await.message.unwrap();
    let privacy = town.runs("Ben", "/privacy", &[]).await.message.unwrap();
    let opener = town.discord.press(town.person("Amina"), id(&panel), "setup/when").unwrap();
    answered(&town, opener).await;
    let outside = Store::open_as_is(&town.database_url()).await.unwrap();
    let lock = outside.begin().await.unwrap();
    let mut asked = everything(&town, &panel, &privacy);
    let fields = [("time".to_owned(), "10:00".to_owned()), ("zone".to_owned(), String::new())].into();
    asked.push(("form", town.discord.submit(town.person("Amina"), opener, &fields).unwrap()));
    wait(&town, STALL).await;
    drop(lock);
    for (what, asked) in asked {
        let answer = answered(&town, asked).await;
        assert!(answer.done && !answer.failed, "{what}: {answer:?}");
        assert!(answer.acknowledged_after < ACKNOWLEDGED, "{what}: {:?}", answer.acknowledged_after);
        assert!(!text(&answer).contains("my side"), "{what}: {}", text(&answer));
    }
    outside.close().await;
    town.settle().await;
    town.close().await;
}

#[tokio::test]
async fn a_crowd_before_a_locked_database_is_acknowledged_to_the_last() {
    const CROWD: usize = 40;
    let town = Town::running().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let crowd: Vec<u64> =
        (0..CROWD).map(|number| town.discord.add_person(guild, &format!("Guest {number}"))).collect();
    town.settle().await;
    town.discord.set_acknowledge_within(ACKNOWLEDGED);
    let mut panels = Vec::new();
    for person in &crowd {
        let asked = town.discord.command(*person, town.channel(), "privacy", Vec::new()).unwrap();
        panels.push(answered(&town, asked).await.message.unwrap());
    }
    let outside = Store::open_as_is(&town.database_url()).await.unwrap();
    let lock = outside.begin().await.unwrap();
    let asked: Vec<u64> = crowd
        .iter()
        .zip(&panels)
        .map(|(person, panel)| town.discord.press(*person, id(panel), "hide/true").unwrap())
        .collect();
    let words = vec![("search".to_owned(), json!("e"))];
    for _ in 0..5 {
        let started = std::time::Instant::now();
        let typed = town.discord.autocomplete(crowd[0], town.channel(), "resources", words.clone()).await;
        assert!(!typed.unwrap().is_empty() && started.elapsed() < FROM_MEMORY, "{:?}", started.elapsed());
    }
    wait(&town, STALL).await;
    drop(lock);
    for asked in asked {
        let answer = answered(&town, asked).await;
        assert!(answer.done && !answer.failed && answer.acknowledged_after < ACKNOWLEDGED, "{answer:?}");
    }
    outside.close().await;
    town.close().await;
}

/// A connection to the town's database that knows nothing of our tables' rules.
async fn meddle(town: &Town, statement: &'static str) {
    let mut connection = sqlx::sqlite::SqliteConnection::connect(&town.database_url()).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn suggestions_and_the_form_do_not_touch_the_database_at_all() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let panel = town.runs("Amina", "/setup", &[]).await.message.unwrap();
    meddle(&town, "drop table outbox; drop table streak; drop table answer; drop table asked; drop table due; \
        drop table trouble; drop table missed; drop table milestone; drop table member; drop table community;")
    .await;
    for (command, option, typed) in
        [("question", "search", "download"), ("resources", "search", "eks"), ("setup", "city", "paris")]
    {
        let options = vec![(option.to_owned(), json!(typed))];
        let started = std::time::Instant::now();
        let found =
            town.discord.autocomplete(town.person("Amina"), town.channel(), command, options).await.unwrap();
        assert!(!found.is_empty() && started.elapsed() < FROM_MEMORY, "{command}: {found:?}");
    }
    let form = town.discord.press(town.person("Amina"), id(&panel), "setup/when").unwrap();
    let form = answered(&town, form).await;
    assert!(form.modal.is_some() && form.acknowledged_after < FROM_MEMORY, "{form:?}");
    assert!(town.bot().figures().contains("quotidian_errors_total 0"));
    town.discord.stop().await;
}

#[tokio::test]
async fn an_error_in_the_database_is_told_kindly_with_a_reference_and_counted_once() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    meddle(&town, "drop table streak;").await;
    let asked = town.discord.command(town.person("Ben"), town.channel(), "streak", Vec::new()).unwrap();
    let failed = answered(&town, asked).await;
    let said = text(&failed);
    assert!(said.starts_with("Something went wrong on my side, and nothing was lost."), "{said}");
    let reference = said.split("(ref ").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
    assert!(reference.len() >= 4 && reference.chars().all(|c| c.is_ascii_hexdigit()), "{said}");
    for inside in ["table", "sql", "database", "streak"] {
        assert!(!said.to_lowercase().contains(inside), "{inside} in: {said}");
    }
    assert_eq!(failed.message.as_ref().unwrap()["flags"], json!(64));
    assert!(town.bot().figures().contains("quotidian_errors_total 1"), "{}", town.bot().figures());
    let help = text(&town.runs("Ben", "/today", &[]).await);
    assert!(help.contains("Open until"), "what does not need the broken part still works: {help}");
    town.discord.stop().await;
}

#[tokio::test]
async fn a_shared_reply_that_fails_is_told_to_the_asker_alone() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    meddle(&town, "drop table streak;").await;
    let before = town.discord.messages(town.channel()).len();
    let share = vec![("share".to_owned(), json!(true))];
    let asked = town.discord.command(town.person("Ben"), town.channel(), "streak", share).unwrap();
    assert!(text(&answered(&town, asked).await).contains("my side"));
    assert_eq!(town.discord.messages(town.channel()).len(), before, "nobody else has to read it");
    town.discord.stop().await;
}

#[tokio::test]
async fn a_board_is_shown_although_who_left_cannot_be_looked_for() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    town.at("Wed 10:00").await;
    meddle(&town, "drop table outbox;").await;
    let asked = town.discord.command(town.person("Ben"), town.channel(), "leaderboard", Vec::new()).unwrap();
    let board = text(&answered(&town, asked).await);
    assert!(board.contains("(you)"), "{board}");
    town.discord.stop().await;
}
