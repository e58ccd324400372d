//! Everything that passes is held against Discord's description, and what the description does not say is held by the
//! pretend Discord itself.

use quotidian::standin::discord::{Act, Fault, Limits, Phase};
use reqwest::Method;
use serde_json::{Value, json};

use super::scene::Scene;

fn instead(path: &str, status: u16, body: Value) -> Fault {
    Fault {
        method: None,
        path_contains: path.to_owned(),
        nth: 1,
        phase: Phase::After,
        act: Act::Status(status, body, Vec::new()),
        times: 1,
    }
}

/// What was wrong until now must be this.
fn assert_violated(scene: &Scene, side: &str, said: &str) {
    let violations = scene.discord.violations();
    let found = violations.iter().any(|one| one.contains(&format!(": {side} ")) && one.contains(said));
    assert!(found, "nothing says {said} of the {side}: {violations:#?}");
}

#[tokio::test]
async fn a_field_misspelt_in_a_request_is_a_violation() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let button = json!({ "type": 2, "style": 1, "label": "A", "custom_id": "a", "disable": true });
    let misspelt = [
        ("'alowed_mentions'", json!({ "content": "x", "alowed_mentions": { "parse": [] } })),
        ("/allowed_mentions: ", json!({ "content": "x", "allowed_mentions": { "prase": [] } })),
        ("/embeds/0: ", json!({ "embeds": [{ "title": "x", "colour": 1 }] })),
        ("'disable'", json!({ "content": "x", "components": [{ "type": 1, "components": [button] }] })),
    ];
    for (place, body) in misspelt {
        assert_eq!(scene.post(&path, body).await.0, 200, "Discord overlooks what it does not know");
        assert_violated(&scene, "request", place);
    }
    let list = scene.get(&format!("{path}?limt=5")).await;
    assert_eq!(list.0, 200);
    assert_violated(&scene, "request", "limt in the query is unknown");
    let (status, _) = scene.post(&path, json!({ "content": "x", "nonce": { "a": 1 } })).await;
    assert_eq!((status, scene.discord.violations()), (400, Vec::new()), "a story may be about being refused");
}

#[tokio::test]
async fn a_field_misspelt_in_an_answer_is_a_violation() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let (_, message) = scene.post(&path, json!({ "content": "x", "embeds": [{ "title": "x" }] })).await;
    assert_eq!(scene.discord.violations(), [""; 0]);
    let altered = |change: fn(&mut Value)| {
        let mut message = message.clone();
        change(&mut message);
        message
    };
    let wrong = [
        ("'contents'", altered(|message| message["contents"] = message["content"].take())),
        (
            "\"pinned\" is a required property",
            altered(|message| drop(message.as_object_mut().unwrap().remove("pinned"))),
        ),
        ("/author: ", altered(|message| message["author"]["nick"] = json!("x"))),
        ("/embeds/0: ", altered(|message| message["embeds"][0]["titel"] = json!("x"))),
        ("/timestamp: ", altered(|message| message["timestamp"] = json!("noon"))),
    ];
    for (place, body) in wrong {
        scene.discord.fault(instead("/messages", 200, body));
        assert_eq!(scene.post(&path, json!({ "content": "x" })).await.0, 200);
        assert_violated(&scene, "answer", place);
        scene.discord.clear_faults();
    }
}

#[tokio::test]
async fn a_status_that_discord_does_not_declare_is_a_violation() {
    let scene = Scene::set().await;
    for (status, body, said) in [
        (201, json!({}), "201 is not declared"),
        (302, Value::Null, "302 is not declared"),
        (200, Value::Null, "its body is missing"),
        (404, json!({ "message": "404" }), "\"code\" is a required property"),
    ] {
        scene.discord.fault(instead("/users/@me", status, body));
        assert_eq!(scene.get("/users/@me").await.0, status);
        assert_violated(&scene, "answer", said);
        scene.discord.clear_faults();
    }
    let (channel, path) = (scene.channel("general"), "/channels");
    let (_, message) = scene.post(&format!("{path}/{channel}/messages"), json!({ "content": "x" })).await;
    scene.discord.fault(instead("/messages", 204, json!({})));
    let deleting = format!("{path}/{channel}/messages/{}", message["id"].as_str().unwrap());
    scene.call(Method::DELETE, &deleting, Value::Null).await;
    assert_violated(&scene, "answer", "204 has no body");
}

#[tokio::test]
async fn every_listed_deviation_is_needed() {
    let scene = Scene::set().await;
    let (bot, path) = (scene.discord.bot(), format!("/channels/{}/messages", scene.channel("general")));
    let command = json!([{ "name": "setup", "description": "Choose", "default_member_permissions": "32" }]);
    assert_eq!(scene.call(Method::PUT, &format!("/applications/{bot}/commands"), command).await.0, 200);
    scene.discord.fault(instead("/users/@me", 503, Value::Null));
    assert_eq!(scene.get("/users/@me").await.0, 503);
    assert_eq!(scene.post(&path, json!({ "content": "x".repeat(2001) })).await.0, 400);
    scene.discord.set_limits(Limits { global: 0, ..Limits::default() });
    assert_eq!(scene.get("/users/@me").await.0, 429);
    assert_eq!(
        scene.discord.unneeded_deviations(),
        [""; 0],
        "nothing needs these: take them out of the list"
    );
}
