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

/// Who refuses a request that breaks a rule of the documentation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Holds {
    /// Discord's description, and the pretend Discord.
    Both,
    /// Only the pretend Discord: the description has another number, or none.
    StandIn,
}

use Holds::{Both, StandIn};

/// Sends each body; the pretend Discord must refuse it, and the description must do so where it is said to.
async fn assert_held(scene: &Scene, method: Method, path: &str, bodies: Vec<(Holds, &str, Value)>) {
    for (holds, rule, body) in bodies {
        scene.discord.judge_strictly();
        let (status, answer) = scene.call(method.clone(), path, body).await;
        let judged = !scene.discord.violations().is_empty();
        assert_eq!((status, &answer["code"].is_number()), (400, &true), "{rule}");
        assert_eq!(judged, holds == Both, "{rule}: does the description know it?");
    }
}

fn row(components: &Value) -> Value {
    json!({ "type": 1, "components": components })
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "A", "custom_id": id })
}

#[tokio::test]
async fn limits_of_messages_are_held_by_the_description_or_by_the_stand_in() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let long = |length: usize| "x".repeat(length);
    let embed = |embed: Value| json!({ "embeds": [embed] });
    let parts = |components: Value| json!({ "content": "x", "components": components });
    let fields = |count: usize| vec![json!({ "name": "x", "value": "x" }); count];
    let menu = json!({ "type": 3, "custom_id": "m", "options": [{ "label": "x", "value": "x" }] });
    let rows: Vec<Value> = (0..6).map(|index| row(&json!([button(&index.to_string())]))).collect();
    let buttons: Vec<Value> = (0..6).map(|index| button(&index.to_string())).collect();
    let bodies = vec![
        (StandIn, "content: up to 2000 characters", json!({ "content": long(2001) })),
        (StandIn, "at least one of content, embeds, sticker_ids, components, files, poll", json!({})),
        (Both, "nonce: up to 25 characters", json!({ "content": "x", "nonce": long(26) })),
        (Both, "embeds: up to 10", json!({ "embeds": vec![json!({ "title": "x" }); 11] })),
        (Both, "embed title: 256 characters", embed(json!({ "title": long(257) }))),
        (Both, "embed description: 4096 characters", embed(json!({ "description": long(4097) }))),
        (Both, "embed fields: up to 25", embed(json!({ "title": "x", "fields": fields(26) }))),
        (
            Both,
            "field name: 256 characters",
            embed(json!({ "fields": [{ "name": long(257), "value": "x" }] })),
        ),
        (
            Both,
            "field value: 1024 characters",
            embed(json!({ "fields": [{ "name": "x", "value": long(1025) }] })),
        ),
        (Both, "footer: 2048 characters", embed(json!({ "footer": { "text": long(2049) } }))),
        (Both, "author: 256 characters", embed(json!({ "author": { "name": long(257) } }))),
        (
            StandIn,
            "the sum of all embeds: 6000 characters",
            json!({ "embeds": [{ "description": long(4000) }, { "description": long(2001) }] }),
        ),
        (
            StandIn,
            "allowed_mentions: parse and a list of the same kind exclude each other",
            json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
        ),
        (StandIn, "up to 5 action rows", parts(json!(rows))),
        (Both, "up to 5 buttons in a row", parts(json!([row(&json!(buttons))]))),
        (StandIn, "a menu stands alone in its row", parts(json!([row(&json!([menu, button("a")]))]))),
        (StandIn, "custom_id is unique", parts(json!([row(&json!([button("a"), button("a")]))]))),
        (Both, "custom_id: up to 100 characters", parts(json!([row(&json!([button(&long(101))]))]))),
        (
            StandIn,
            "with IS_COMPONENTS_V2 no content",
            json!({ "content": "x", "flags": 1 << 15, "components": [{ "type": 10, "content": "x" }] }),
        ),
        (
            StandIn,
            "with IS_COMPONENTS_V2 up to 40 components, the inner ones counted",
            json!({ "flags": 1 << 15, "components": vec![row(&json!([button("a")])); 21] }),
        ),
    ];
    assert_held(&scene, Method::POST, &path, bodies).await;
}

#[tokio::test]
async fn limits_of_threads_and_commands_are_held_by_the_description_or_by_the_stand_in() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let (_, message) = scene.post(&path, json!({ "content": "x" })).await;
    let threads = format!("{path}/{}/threads", message["id"].as_str().unwrap());
    let long = |length: usize| "x".repeat(length);
    let bodies = vec![
        (Both, "name: 1-100 characters", json!({ "name": long(101) })),
        (
            Both,
            "auto_archive_duration: 60, 1440, 4320, 10080",
            json!({ "name": "x", "auto_archive_duration": 61 }),
        ),
        (Both, "rate_limit_per_user: 0-21600", json!({ "name": "x", "rate_limit_per_user": 21_601 })),
    ];
    assert_held(&scene, Method::POST, &threads, bodies).await;
    let command = |more: Value| {
        let mut command = json!({ "name": "a", "description": "x" });
        command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([command])
    };
    let option = |name: String| json!({ "type": 3, "name": name, "description": long(100) });
    let options = |count: usize| (0..count).map(|index| option(format!("o{index}"))).collect::<Vec<_>>();
    let mut large = options(25);
    for option in &mut large {
        let choice =
            |index: usize| json!({ "name": format!("{index}{}", long(90)), "value": index.to_string() });
        option["choices"] = (0..4).map(choice).collect();
    }
    let bodies = vec![
        (Both, "name: 1-32 characters", command(json!({ "name": long(33) }))),
        (StandIn, "name in lower case", command(json!({ "name": "Ask" }))),
        (StandIn, "name without spaces", command(json!({ "name": "ask me" }))),
        (Both, "description: 1-100 characters", command(json!({ "description": long(101) }))),
        (StandIn, "a chat command's description is required", command(json!({ "description": "" }))),
        (Both, "up to 25 options", command(json!({ "options": options(26) }))),
        (StandIn, "8000 characters in total", command(json!({ "options": large }))),
        (
            StandIn,
            "names are unique",
            json!([{ "name": "a", "description": "x" }, { "name": "a", "description": "x" }]),
        ),
    ];
    let commands = format!("/applications/{}/commands", scene.discord.bot());
    assert_held(&scene, Method::PUT, &commands, bodies).await;
}

#[tokio::test]
async fn limits_of_forms_are_held_by_the_description_or_by_the_stand_in() {
    let scene = Scene::set().await;
    let (_, callback) = scene.ask().await;
    let input = |id: &str| row(&json!([{ "type": 4, "custom_id": id, "label": "x", "style": 1 }]));
    let form = |title: &str, rows: Vec<Value>| json!({ "type": 9, "data": { "custom_id": "f", "title": title, "components": rows } });
    let many: Vec<Value> = (0..6).map(|index| input(&index.to_string())).collect();
    let choice = json!({ "name": "x", "value": "x" });
    let bodies = vec![
        (Both, "title: up to 45 characters", form(&"x".repeat(46), vec![input("a")])),
        (StandIn, "1-5 components", form("x", many)),
        (StandIn, "custom_id is unique", form("x", vec![input("a"), input("a")])),
        (Both, "up to 25 suggestions", json!({ "type": 8, "data": { "choices": vec![choice; 26] } })),
    ];
    assert_held(&scene, Method::POST, &callback, bodies).await;
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
    let forum = scene.discord.add_channel(scene.discord.guild("Cloud Study Group").unwrap(), "ideas", 15);
    let post = json!({ "name": "An idea", "message": { "content": "x" } });
    assert_eq!(scene.post(&format!("/channels/{forum}/threads"), post).await.0, 201);
    scene.discord.set_limits(Limits { global: 0, ..Limits::default() });
    assert_eq!(scene.get("/users/@me").await.0, 429);
    assert_eq!(
        scene.discord.unneeded_deviations(),
        [""; 0],
        "nothing needs these: take them out of the list"
    );
}
