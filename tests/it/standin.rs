//! The pretend Discord keeps Discord's rules.

mod fidelity;
mod gateway;
pub(crate) mod scene;

use chrono::TimeDelta;
use quotidian::standin::discord::{Act, Fault, Phase};
use reqwest::Method;
use serde_json::{Value, json};

use self::scene::{COMMANDS, LONG, Scene};

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
