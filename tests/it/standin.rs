//! The pretend Discord keeps Discord's rules.

mod fidelity;
mod gateway;
mod scene;

use std::time::Duration;

use chrono::TimeDelta;
use quotidian::standin::discord::{Act, Fault, Limits, Phase, Rule};
use reqwest::Method;
use serde_json::{Value, json};

use self::scene::{COMMANDS, LONG, Scene};

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

#[tokio::test]
async fn suggestions_come_back_to_the_person() {
    let scene = Scene::set().await;
    let commands = serde_json::from_str(COMMANDS).expect("commands");
    let path = format!("/applications/{}/commands", scene.discord.bot());
    assert_eq!(scene.call(Method::PUT, &path, commands).await.0, 200);
    let options = vec![("topic".to_owned(), json!("li"))];
    let (amina, channel) = (scene.person("Amina"), scene.channel("general"));
    let typing = scene.discord.autocomplete(amina, channel, "setup", options);
    let answering = async {
        let asked = scene.discord.wait_for(LONG, |world| world.interactions().last().map(|one| one.id)).await;
        let choices = json!({ "type": 8, "data": { "choices": [{ "name": "Linux", "value": "linux" }] } });
        scene.post(&scene.callback(asked.expect("an interaction")), choices).await.0
    };
    let (choices, status) = tokio::join!(typing, answering);
    assert_eq!((choices.expect("choices")[0]["value"].clone(), status), (json!("linux"), 204));
}

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

#[tokio::test]
async fn a_client_that_goes_while_held_before_the_commit_changed_nothing() {
    let scene = Scene::set().await;
    let channel = scene.channel("general");
    for (phase, left) in [(Phase::Before, 0), (Phase::After, 1)] {
        let handle = scene.discord.fault(Fault {
            method: Some("POST".to_owned()),
            path_contains: "/messages".to_owned(),
            nth: 1,
            phase,
            act: Act::Hold,
            times: 1,
        });
        let path = format!("/channels/{channel}/messages");
        let sending = scene.request(Method::POST, &path, &json!({ "content": "x" })).send();
        tokio::select! {
            _ = sending => panic!("it was not held"),
            () = handle.reached() => {}
        }
        tokio::time::timeout(LONG, handle.vanished()).await.expect("the client is gone");
        handle.release();
        assert_eq!(scene.get("/users/@me").await.0, 200);
        assert_eq!(scene.discord.messages(channel).len(), left, "{phase:?}");
    }
}

#[tokio::test]
async fn a_cut_connection_answers_nothing_and_a_status_may_lie() {
    let scene = Scene::set().await;
    let channel = scene.channel("general");
    let path = format!("/channels/{channel}/messages");
    let fault = |phase, act| Fault {
        method: None,
        path_contains: "/messages".to_owned(),
        nth: 1,
        phase,
        act,
        times: 1,
    };
    scene.discord.fault(fault(Phase::After, Act::Cut));
    let sent = scene.request(Method::POST, &path, &json!({ "content": "x" })).send().await;
    assert!(sent.is_err());
    assert_eq!(scene.discord.messages(channel).len(), 1, "the ambiguous post");
    scene.discord.clear_faults();
    scene.discord.fault(fault(Phase::Before, Act::Status(503, Value::Null, Vec::new())));
    assert_eq!(scene.post(&path, json!({ "content": "y" })).await.0, 503);
    assert_eq!(scene.discord.messages(channel).len(), 1);
    assert_eq!(scene.post(&path, json!({ "content": "y" })).await.0, 200);
}

#[tokio::test]
async fn a_route_over_its_limit_is_told_to_wait() {
    let scene = Scene::set().await;
    let rule = Rule {
        method: Some("POST".to_owned()),
        ends: "/messages".to_owned(),
        most: 1,
        per: Duration::from_secs(3600),
        shared: false,
    };
    scene.discord.set_limits(Limits { rules: vec![rule], ..Limits::default() });
    let path = format!("/channels/{}/messages", scene.channel("general"));
    assert_eq!(scene.post(&path, json!({ "content": "x" })).await.0, 200);
    let response =
        scene.request(Method::POST, &path, &json!({ "content": "x" })).send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 429);
    assert_eq!(response.headers()["x-ratelimit-scope"], "user");
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    assert!(response.headers().contains_key("retry-after"));
    let other = format!("/channels/{}/messages", scene.channel("help"));
    assert_eq!(
        scene.post(&other, json!({ "content": "x" })).await.0,
        200,
        "another channel has its own bucket"
    );
}

#[tokio::test]
async fn malformed_bodies_are_refused_with_their_place() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let button = json!({ "type": 2, "style": 1, "label": "A", "custom_id": "a" });
    let row = json!({ "type": 1, "components": [button, button] });
    let refused = [
        (json!({ "content": "" }), 50006),
        (json!({ "content": "x".repeat(2001) }), 50035),
        (json!({ "embeds": [{ "title": "x".repeat(257) }] }), 50035),
        (
            json!({ "embeds": [{ "description": "x".repeat(4000) }, { "description": "x".repeat(2001) }] }),
            50035,
        ),
        (json!({ "content": "x", "components": [row] }), 50035),
        (json!({ "content": "x", "nonce": "x".repeat(26) }), 50035),
        (json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }), 50035),
    ];
    for (body, code) in refused {
        let (status, answer) = scene.post(&path, body.clone()).await;
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{body}");
    }
    let (_, answer) = scene.post(&path, json!({ "content": "x".repeat(2001) })).await;
    assert_eq!(answer["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    assert_eq!(scene.get("/nowhere").await, (404, json!({ "message": "404: Not Found", "code": 0 })));
}

#[tokio::test]
async fn the_page_sees_what_its_person_may_see() {
    let scene = Scene::set().await;
    let origin = scene.discord.origin();
    let ben = scene.person("Ben");
    let act = async |body: Value| {
        let request = scene.client.post(format!("{origin}/_standin/act")).body(body.to_string());
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        (status, serde_json::from_str::<Value>(&response.text().await.expect("a body")).expect("JSON"))
    };
    let channel = scene.channel("general").to_string();
    let said =
        act(json!({ "as": ben.to_string(), "do": "message", "channel": channel, "content": "Hi" })).await;
    assert_eq!((said.0, &said.1["ok"]), (200, &json!(true)));
    let refused =
        act(json!({ "as": ben.to_string(), "do": "command", "channel": channel, "name": "nope" })).await;
    assert_eq!((refused.0, refused.1["error"].is_string()), (400, true));
    let hidden = scene.channel("help");
    scene.discord.set_overwrite(hidden, scene.guild(), 0, 1 << 10);
    let state =
        scene.client.get(format!("{origin}/_standin/state?as={ben}")).send().await.expect("an answer");
    let state: Value = serde_json::from_str(&state.text().await.expect("a body")).expect("JSON");
    assert_eq!(state["me"], ben.to_string());
    assert_eq!(state["channels"].as_array().expect("channels").len(), 2);
    assert_eq!(state["messages"][&channel][0]["content"], "Hi");
    let pushed = scene.client.post(format!("{origin}/_standin/clock")).body(r#"{"to":"next-week"}"#);
    let pushed = pushed.send().await.expect("an answer").text().await.expect("a body");
    assert_eq!(pushed, r#"{"now":"2026-11-30T08:00:00Z"}"#);
}

#[tokio::test]
async fn a_quiet_thread_hides_and_a_message_brings_it_back() {
    let scene = Scene::set().await;
    let channel = scene.channel("daily-question");
    let path = format!("/channels/{channel}/messages");
    let (_, message) = scene.post(&path, json!({ "content": "Q" })).await;
    let id = message["id"].as_str().expect("an id");
    let opening = json!({ "name": "T", "auto_archive_duration": 60 });
    assert_eq!(scene.post(&format!("{path}/{id}/threads"), opening).await.0, 201);
    let inside = format!("/channels/{id}/messages");
    let (_, said) = scene.post(&inside, json!({ "content": "x" })).await;
    let said = said["id"].as_str().expect("an id");
    let archived = || scene.discord.threads(channel)[0]["thread_metadata"]["archived"] == true;
    assert!(!archived());
    scene.push(TimeDelta::minutes(60));
    assert!(archived());
    let (status, refusal) =
        scene.call(Method::PATCH, &format!("{inside}/{said}"), json!({ "content": "y" })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(50083)));
    assert_eq!(scene.post(&inside, json!({ "content": "x" })).await.0, 200);
    assert!(!archived());
    scene.discord.archive(id.parse().expect("an id"), true);
    let (status, refusal) = scene.post(&inside, json!({ "content": "x" })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(160005)));
}

#[tokio::test]
async fn the_whole_bot_has_a_limit_that_answers_to_people_do_not_count_for() {
    let scene = Scene::set().await;
    let (_, callback) = scene.ask().await;
    scene.discord.set_limits(Limits { global: 0, ..Limits::default() });
    let response = scene.request(Method::GET, "/users/@me", &Value::Null).send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 429);
    assert_eq!(response.headers()["x-ratelimit-global"], "true");
    let body: Value = serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
    assert_eq!((&body["global"], body["retry_after"].is_number()), (&json!(true), true));
    assert_eq!(scene.post(&callback, json!({ "type": 5 })).await.0, 204);
}
