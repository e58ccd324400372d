//! Messages, threads and permissions: what is refused, what is withheld, what is not done twice.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::standin::scene::Scene;
use crate::town::{Town, text};

/// With `enforce_nonce` the same nonce of the same author makes one message "in the past few minutes"
/// [resources/message, "Create Message"].
#[tokio::test]
async fn a_nonce_makes_one_message() {
    let scene = Scene::set().await;
    let channel = scene.channel("daily-question");
    let path = format!("/channels/{channel}/messages");
    let body = json!({ "content": "Once", "nonce": "q-1", "enforce_nonce": true });
    let (_, first) = scene.post(&path, body.clone()).await;
    let (status, second) = scene.post(&path, body.clone()).await;
    assert_eq!((status, &second["id"]), (200, &first["id"]));
    assert_eq!(scene.discord.messages(channel).len(), 1);
    let id = first["id"].as_str().expect("an id");
    assert_eq!(scene.call(Method::DELETE, &format!("{path}/{id}"), Value::Null).await.0, 204);
    let (status, refusal) = scene.post(&path, body.clone()).await;
    assert_eq!((status, &refusal["code"]), (404, &json!(10008)), "it is not made again");
    scene.push(TimeDelta::minutes(6));
    assert_eq!(scene.post(&path, body).await.0, 200, "after some minutes the nonce is forgotten");
}

/// A message has one thread, which has its id; another is refused with 160004 [topics/opcodes-and-status-codes, "JSON"].
#[tokio::test]
async fn a_message_has_one_thread() {
    let scene = Scene::set().await;
    let channel = scene.channel("daily-question");
    let (_, message) = scene.post(&format!("/channels/{channel}/messages"), json!({ "content": "Q" })).await;
    let path = format!("/channels/{channel}/messages/{}/threads", message["id"].as_str().expect("an id"));
    let (status, thread) = scene.post(&path, json!({ "name": "T" })).await;
    assert_eq!((status, &thread["id"]), (201, &message["id"]));
    let (status, refusal) = scene.post(&path, json!({ "name": "T" })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(160004)));
    let shown = scene.discord.messages(channel);
    assert_eq!((&shown[0]["thread"]["id"], &shown[0]["flags"]), (&message["id"], &json!(32)));
}

/// What a role or channel does not allow is refused with 50013, what cannot be seen with 50001; history that may not be
/// read is an empty list [topics/permissions; resources/message, "Get Channel Messages"].
#[tokio::test]
async fn permissions_come_from_roles_and_overwrites() {
    let scene = Scene::set().await;
    let (channel, bot) = (scene.channel("daily-question"), scene.discord.bot());
    let path = format!("/channels/{channel}/messages");
    let code = async |method: Method, path: &str, body: Value| {
        scene.call(method, path, body).await.1["code"].clone()
    };
    let (_, message) = scene.post(&path, json!({ "content": "Q" })).await;
    let message = message["id"].as_str().expect("an id");
    scene.post(&format!("{path}/{message}/threads"), json!({ "name": "T" })).await;
    let in_thread = format!("/channels/{message}/messages");

    scene.discord.set_overwrite(channel, bot, 0, 1 << 11);
    assert_eq!(code(Method::POST, &path, json!({ "content": "x" })).await, 50013);
    assert_eq!(
        scene.post(&in_thread, json!({ "content": "x" })).await.0,
        200,
        "SEND_MESSAGES is nothing to a thread"
    );
    scene.discord.set_overwrite(channel, bot, 0, 1 << 38);
    assert_eq!(code(Method::POST, &in_thread, json!({ "content": "x" })).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 35);
    let (_, other) = scene.post(&path, json!({ "content": "x" })).await;
    let other = other["id"].as_str().expect("an id");
    assert_eq!(code(Method::POST, &format!("{path}/{other}/threads"), json!({ "name": "T" })).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 51);
    assert_eq!(code(Method::PUT, &format!("/channels/{channel}/pins/{message}"), Value::Null).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 16);
    assert_eq!(scene.get(&path).await, (200, json!([])), "no history is an empty list");
    scene.discord.set_overwrite(channel, bot, 0, 1 << 10);
    assert_eq!(code(Method::GET, &path, Value::Null).await, 50001);
    scene.discord.remove_bot(scene.guild());
    assert_eq!(code(Method::GET, &format!("/channels/{channel}"), Value::Null).await, 50001);
    assert_eq!(code(Method::GET, "/channels/1", Value::Null).await, 10003);
}

/// Without MESSAGE_CONTENT the words of others are empty, but where the bot is mentioned
/// [events/gateway, "Message Content Intent"].
#[tokio::test]
async fn words_of_others_are_withheld_without_the_intent() {
    let scene = Scene::set().await;
    let (channel, ben) = (scene.channel("general"), scene.person("Ben"));
    scene.discord.say(ben, channel, "a secret").expect("a message");
    scene.discord.say(ben, channel, &format!("<@{}> hello", scene.discord.bot())).expect("a message");
    let (_, list) = scene.get(&format!("/channels/{channel}/messages")).await;
    assert_eq!(list[1]["content"], "");
    assert!(list[0]["content"].as_str().expect("content").ends_with("hello"), "a mention is readable");
    assert_eq!(scene.discord.messages(channel)[0]["content"], "a secret");
}

/// History that may not be read is an empty list and no refusal [resources/message, "Get Channel Messages"]: the bot takes
/// it for neither "not there" nor "there".
#[tokio::test]
async fn without_history_a_doubtful_post_is_not_repeated_and_the_organiser_is_told() {
    const READ_HISTORY: u64 = 1 << 16;
    let town = Town::running().await;
    let channel = town.channel();
    town.discord.set_overwrite(channel, town.discord.bot(), 0, READ_HISTORY);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert!(town.posts().is_empty(), "it may not look, so it does not send");
    assert_eq!(town.told_of_trouble().len(), 1, "the organiser is told once");
    town.discord.set_overwrite(channel, town.discord.bot(), 0, 0);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1, "mended the same day, it is asked");
    town.close().await;
}

/// 50013: nothing is tried in vain meanwhile [topics/rate-limits, "Invalid Request Limit"], and what is mended is made good.
#[tokio::test]
async fn a_missing_permission_is_told_once_and_the_question_comes_when_it_is_mended() {
    const SEND: u64 = 1 << 11;
    let town = Town::running().await;
    let channel = town.channel();
    town.discord.set_overwrite(channel, town.discord.bot(), 0, SEND);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    town.at("Mon 10:00").await;
    town.settle_patiently().await;
    assert!(town.posts().is_empty());
    assert_eq!(town.told_of_trouble().len(), 1);
    let panel = text(&town.runs("Amina", "/setup", &[]).await);
    assert!(panel.contains("Send Messages"), "the remedy names the permission: {panel}");
    town.discord.set_overwrite(channel, town.discord.bot(), 0, 0);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}

/// 50001: a channel that the bot cannot see any more [topics/permissions] is the organiser's to mend, and then it is
/// asked the same day.
#[tokio::test]
async fn a_channel_that_cannot_be_seen_is_told_once_and_asked_in_when_it_can() {
    const VIEW: u64 = 1 << 10;
    let town = Town::running().await;
    town.discord.set_overwrite(town.channel(), town.discord.bot(), 0, VIEW);
    town.push(town.next("Mon 09:00")).await;
    town.settle_patiently().await;
    assert_eq!((town.posts().len(), town.told_of_trouble().len()), (0, 1));
    town.discord.set_overwrite(town.channel(), town.discord.bot(), 0, 0);
    town.settle_patiently().await;
    assert_eq!((town.titles().len(), town.threads().len()), (1, 1));
    town.close().await;
}

/// 160006: a server has only so many open threads [topics/threads, "Thread limits"]. The question stands, its organiser
/// is told, and the thread follows when there is room.
#[tokio::test]
async fn a_thread_too_many_is_opened_when_there_is_room() {
    let town = Town::running().await;
    town.discord.set_most_threads(0);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert_eq!((town.titles().len(), town.threads().len(), town.told_of_trouble().len()), (1, 0, 1));
    let refused = town.discord.requests().into_iter().rfind(|one| one.path.ends_with("/threads")).unwrap();
    assert_eq!(refused.status, Some(400));
    town.discord.set_most_threads(1);
    town.settle_patiently().await;
    assert_eq!((town.titles().len(), town.threads().len(), town.told_of_trouble().len()), (1, 1, 1));
    town.close().await;
}
