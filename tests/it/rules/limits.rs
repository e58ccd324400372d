//! 429: by route, shared, global; and the address that is shut out. What the bot does about each.

use std::time::Duration;

use quotidian::standin::discord::{Act, Fault, Limits, Phase, Rule, Scope};
use reqwest::Method;
use serde_json::{Value, json};

use crate::standin::scene::Scene;
use crate::town::Town;

const PATIENCE: Duration = Duration::from_secs(30);
const WAIT: Duration = Duration::from_millis(300);

/// A route has so many requests in a time, split by channel; a 429 says how long to wait, in its headers and its body
/// [topics/rate-limits, "Header Format"].
#[tokio::test]
async fn a_route_over_its_limit_is_told_to_wait() {
    let scene = Scene::set().await;
    let rule = Rule {
        method: Some("POST".to_owned()),
        ends: "/messages".to_owned(),
        most: 1,
        per: Duration::from_secs(3600),
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

/// All of a bot's requests have one limit over them, but for its answers to interactions
/// [topics/rate-limits, "Global Rate Limit"].
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

/// A limit of the resource is called `shared`: it may come although the bot has requests left, and does not count as
/// one of the invalid requests [topics/rate-limits, "Invalid Request Limit"].
#[tokio::test]
async fn a_limit_that_others_used_up_says_shared_and_is_nobodys_fault() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    for (scope, name, message, counted) in [
        (Scope::Shared, "shared", "The resource is being rate limited.", 0),
        (Scope::User, "user", "You are being rate limited.", 1),
    ] {
        scene.discord.use_up(scope, ("POST", &path), PATIENCE);
        let answer = scene.request(Method::POST, &path, &json!({ "content": "x" })).send().await.unwrap();
        let headers = answer.headers().clone();
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert_eq!(
            (&headers["x-ratelimit-scope"], &body["message"]),
            (&name.parse().unwrap(), &json!(message))
        );
        assert!(!headers.contains_key("x-ratelimit-global") && body["global"] == false);
        assert_eq!(headers["x-ratelimit-remaining"] == "0", scope == Scope::User, "{headers:?}");
        assert!(body["retry_after"].as_f64().unwrap() <= 30.0 && headers["retry-after"] == "30");
        assert_eq!(scene.discord.invalid_requests(), counted);
    }
}

/// Ten thousand 401, 403 and 429 in ten minutes shut an address out, which is not told in JSON
/// [topics/rate-limits, "Invalid Request Limit aka Cloudflare bans"].
#[tokio::test]
async fn too_many_invalid_requests_shut_the_address_out() {
    let scene = Scene::set().await;
    scene.discord.set_limits(Limits { invalid: 3, ..Limits::default() });
    scene.discord.set_overwrite(scene.channel("help"), scene.discord.bot(), 0, 1 << 10);
    let forbidden = format!("/channels/{}", scene.channel("help"));
    for _ in 0..3 {
        assert_eq!(scene.get(&forbidden).await.0, 403);
    }
    let answer = scene.request(Method::GET, "/users/@me", &Value::Null).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 429);
    assert!(
        answer.headers().contains_key("retry-after") && !answer.headers().contains_key("x-ratelimit-scope")
    );
    assert!(answer.text().await.unwrap().starts_with("<html>"));
    scene.push(chrono::TimeDelta::hours(2));
    assert_eq!(scene.get("/users/@me").await.0, 200);
}

/// Whoever is refused waits as long as it says before the next try, and asks once [topics/rate-limits, "Exceeding A
/// Rate Limit"]: the bot's post comes late, once, and no organiser hears of it.
#[tokio::test]
async fn the_bot_waits_as_long_as_a_limit_says_and_posts_once() {
    for scope in [Scope::User, Scope::Shared, Scope::Global] {
        let town = Town::running().await;
        let messages = format!("/channels/{}/messages", town.channel());
        town.discord.use_up(scope, ("POST", &messages), WAIT);
        town.at("Mon 09:00").await;
        town.settle_patiently().await;
        assert_eq!((town.titles().len(), town.threads().len()), (1, 1), "{scope:?}");
        assert_eq!(town.told_of_trouble(), Vec::<String>::new(), "a limit is no trouble of theirs");
        let refused = town.discord.requests().iter().filter(|one| one.status == Some(429)).count();
        assert_eq!(refused, 1, "{scope:?}: it knows of the limit from the first refusal");
        assert_eq!(town.discord.invalid_requests(), usize::from(scope != Scope::Shared));
        town.close().await;
    }
}

/// Interaction endpoints are not bound to the global limit [topics/rate-limits, "Global Rate Limit"]: while the post
/// waits for it, people are answered.
#[tokio::test]
async fn a_limit_over_everything_holds_up_no_reply() {
    let town = Town::running().await;
    let messages = format!("/channels/{}/messages", town.channel());
    let limit = town.discord.fault(Fault {
        method: Some("POST".to_owned()),
        path_contains: messages,
        nth: 1,
        phase: Phase::Before,
        act: Act::Limit(Scope::Global, Duration::from_secs(3)),
        times: 1,
    });
    let replied = async {
        limit.reached().await;
        let (ben, channel) = (town.person("Ben"), town.channel());
        let asked = town.discord.command(ben, channel, "today", Vec::new()).unwrap();
        let answer = town.discord.answered(asked, PATIENCE).await.unwrap();
        assert!(answer.done && !answer.failed);
        assert!(town.posts().is_empty(), "the post still waits for its turn");
        let typed = vec![("search".to_owned(), json!("eks"))];
        town.discord.autocomplete(ben, channel, "resources", typed).await.unwrap();
        assert!(town.posts().is_empty(), "the post still waits for its turn");
    };
    tokio::join!(town.at("Mon 09:00"), replied);
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}
