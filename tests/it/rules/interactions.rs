//! Interactions: three seconds, one answer, fifteen minutes. What the bot does when it comes too late.

use std::time::Duration;

use chrono::TimeDelta;
use quotidian::standin::discord::{Act, Fault, Phase, World};
use quotidian::store::Store;
use reqwest::Method;
use serde_json::json;

use crate::standin::scene::{LONG, Scene};
use crate::town::{Town, text};

/// Without an answer within three seconds an interaction is over, and a late one gets 10062
/// [interactions/receiving-and-responding, "Responding to an Interaction"].
#[tokio::test]
async fn an_unanswered_command_fails_and_its_token_dies() {
    let scene = Scene::set().await;
    scene.discord.set_acknowledge_within(Duration::ZERO);
    let (asked, callback) = scene.ask().await;
    let answer = scene.discord.answered(asked, LONG).await.expect("an end");
    assert!(answer.failed && answer.done);
    let (status, refusal) = scene.post(&callback, json!({ "type": 4, "data": { "content": "late" } })).await;
    assert_eq!((status, &refusal["code"]), (404, &json!(10062)));
    let private = scene.discord.private(scene.person("Ben"), scene.channel("general"));
    assert_eq!(private[0]["content"], "The application did not respond");
    assert_eq!(private[0]["standin"]["failed"], true);
}

/// An interaction is answered once (40060), and may be followed with its token for fifteen minutes (then 50027)
/// [interactions/receiving-and-responding, "Followup Messages"].
#[tokio::test]
async fn an_interaction_is_answered_once_and_followed_for_fifteen_minutes() {
    let scene = Scene::set().await;
    let (asked, callback) = scene.ask().await;
    assert_eq!(scene.post(&callback, json!({ "type": 5, "data": { "flags": 64 } })).await.0, 204);
    let (status, refusal) = scene.post(&callback, json!({ "type": 4, "data": { "content": "x" } })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(40060)));
    let before = scene.discord.answered(asked, Duration::ZERO).await.expect("a deferral");
    assert!(before.deferred && !before.done);
    let original = format!("{}/messages/@original", scene.webhook(asked));
    assert_eq!(scene.call(Method::PATCH, &original, json!({ "content": "Seven days" })).await.0, 200);
    let answer = scene.discord.answered(asked, LONG).await.expect("an answer");
    let message = answer.message.expect("a message");
    assert_eq!((&message["content"], &message["flags"]), (&json!("Seven days"), &json!(64)));
    assert_eq!(scene.discord.messages(scene.channel("general")).len(), 0, "nobody else sees it");
    assert_eq!(scene.post(&scene.webhook(asked), json!({ "content": "And more" })).await.0, 200);
    scene.push(TimeDelta::minutes(15));
    let (status, refusal) = scene.call(Method::PATCH, &original, json!({ "content": "too late" })).await;
    assert_eq!((status, &refusal["code"]), (401, &json!(50027)));
}

/// 10062, seen by the bot: the person was told by Discord, and nothing is broken.
#[tokio::test]
async fn the_bot_lets_an_interaction_go_that_it_answers_too_late() {
    let town = Town::running().await;
    town.discord.set_acknowledge_within(Duration::ZERO);
    let asked = town.discord.command(town.person("Ben"), town.channel(), "today", Vec::new()).unwrap();
    let answer = town.discord.answered(asked, LONG).await.unwrap();
    assert!(answer.failed);
    town.settle().await;
    let callback = town.discord.requests().pop().unwrap();
    assert_eq!((callback.path.ends_with("/callback"), callback.status), (true, Some(404)));
    town.discord.set_acknowledge_within(LONG);
    assert!(!text(&town.runs("Ben", "/today", &[]).await).is_empty());
    town.close().await;
}

/// 40060, seen by the bot: an answer whose receipt was lost stands already, and is not given again.
#[tokio::test]
async fn the_bot_takes_an_answer_that_stands_already_for_given() {
    let town = Town::running().await;
    town.discord.fault(Fault {
        method: Some("POST".to_owned()),
        path_contains: "/callback".to_owned(),
        nth: 1,
        phase: Phase::After,
        act: Act::Cut,
        times: 1,
    });
    let answer = town.runs("Ben", "/today", &[]).await;
    assert_eq!((answer.followups.len(), answer.failed), (0, false));
    let statuses: Vec<Option<u16>> =
        town.discord.requests().iter().rev().take(1).map(|one| one.status).collect();
    assert_eq!(statuses, [Some(400)]);
    town.close().await;
}

/// 50027, seen by the bot: a token that ran out is no fault of the bot's own token, and the work goes on.
#[tokio::test]
async fn the_bot_outlives_a_token_that_ran_out() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let outside = Store::open_as_is(&town.database_url()).await.unwrap();
    let lock = outside.begin().await.unwrap();
    let asked = town.discord.command(town.person("Ben"), town.channel(), "privacy", Vec::new()).unwrap();
    let panel = town.discord.answered(asked, LONG).await.unwrap();
    let message = crate::town::id(panel.message.as_ref().unwrap());
    let pressed = town.discord.press(town.person("Ben"), message, "hide/true").unwrap();
    let deferred = |world: &World| world.interaction(pressed).and_then(|one| one.callback);
    assert_eq!(
        town.discord.wait_for(LONG, deferred).await,
        Some(6),
        "put off while the database stands still"
    );
    town.clock.push_to(town.clock.now() + TimeDelta::minutes(15));
    town.discord.clock_moved();
    drop(lock);
    let refused = |world: &World| {
        let edit = world.requests().iter().rfind(|one| one.path.starts_with("/webhooks/"))?;
        edit.status
    };
    assert_eq!(town.discord.wait_for(LONG, refused).await, Some(401));
    outside.close().await;
    assert!(text(&town.runs("Ben", "/today", &[]).await).contains("Open until"));
    town.close().await;
}
