//! The alarms of `deploy/ecs/quotidian.yaml` count lines of the log by a pattern; here the patterns meet lines that the
//! program really writes.

use quotidian::standin::discord::{Act, Fault, Phase};
use serde_json::Value;
use sqlx::Connection;

use super::{PATIENCE, Scene};
use crate::town::id;

const TEMPLATE: &str = include_str!("../../../deploy/ecs/quotidian.yaml");

/// How many lines of a log the metric filter of this name counts.
fn counted(filter: &str, log: &str) -> usize {
    let resource = format!("\n  {filter}:\n");
    let described = TEMPLATE.split(&resource).nth(1).expect("the template has that filter");
    let pattern = described.lines().find_map(|line| line.trim().strip_prefix("FilterPattern: '")).unwrap();
    // The one form that is used: a field is a text, or begins with it where a star stands at its end.
    let told = pattern.strip_prefix("{ $.").and_then(|rest| rest.strip_suffix("\" }'")).unwrap();
    let (field, text) = told.split_once(" = \"").unwrap();
    let is_so = |said: &str| match text.strip_suffix('*') {
        Some(start) => said.starts_with(start),
        None => said == text,
    };
    log.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line[field].as_str().is_some_and(is_so))
        .count()
}

/// How today's question fares with trouble at the request that posts it.
async fn asked_with(phase: Phase, act: Act) {
    let scene = Scene::new().await;
    let bot = scene.start("info");
    scene.connected().await;
    let panel = scene.set_up().await;
    let is_held = matches!(act, Act::Hold);
    let trouble = scene.discord.fault(Fault {
        method: Some("POST".to_owned()),
        path_contains: format!("/channels/{}/messages", scene.channel()),
        nth: 1,
        phase,
        act,
        times: 1,
    });
    scene.discord.press(scene.discord.person("Amina").unwrap(), id(&panel), "setup/start-now").unwrap();
    trouble.reached().await;
    if is_held {
        assert!(scene.log().contains("Asking question 1"), "it was begun");
        assert_eq!(counted("QuestionsInLog", &scene.log()), 0, "nobody has seen it yet:\n{}", scene.log());
        scene.page("/metrics", |said| said.contains("\nquotidian_questions_asked_total 0\n")).await;
        trouble.release();
    }
    scene.thread().await;
    scene.page("/metrics", |said| said.contains("\nquotidian_questions_asked_total 1\n")).await;
    let (_, code) = tokio::task::block_in_place(|| bot.terminate());
    assert_eq!(code, Some(0));
    assert_eq!(counted("QuestionsInLog", &scene.log()), 1, "{}", scene.log());
    assert_eq!(counted("ErrorsInLog", &scene.log()), 0, "{}", scene.log());
    scene.discord.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_alarm_of_silence_counts_a_question_once_it_stands_and_not_when_it_is_only_begun() {
    asked_with(Phase::Before, Act::Hold).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_alarm_of_silence_counts_a_question_that_was_found_in_its_channel() {
    asked_with(Phase::After, Act::Cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_alarm_of_errors_counts_each_line_that_someone_should_look_at() {
    let scene = Scene::new().await;
    let bot = scene.start("info");
    scene.connected().await;
    let database = format!("sqlite://{}/bot.db", scene.folder.path().display());
    let mut connection = sqlx::sqlite::SqliteConnection::connect(&database).await.unwrap();
    sqlx::raw_sql("drop table streak").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let ben = scene.discord.person("Ben").unwrap();
    let asked = scene.discord.command(ben, scene.channel(), "streak", Vec::new()).unwrap();
    scene.discord.answered(asked, PATIENCE).await.expect("it is told that something went wrong");
    scene.page("/metrics", |said| said.contains("\nquotidian_errors_total 1\n")).await;
    let (_, code) = tokio::task::block_in_place(|| bot.terminate());
    assert_eq!(code, Some(0));
    assert_eq!(counted("ErrorsInLog", &scene.log()), 1, "{}", scene.log());
    scene.discord.stop().await;
}
