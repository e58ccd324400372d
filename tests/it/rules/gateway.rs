//! The gateway: how it greets, counts, closes, divides and goes on.

use std::time::Duration;

use chrono::TimeDelta;
use quotidian::standin::discord::Starts;
use reqwest::Method;
use serde_json::{Value, json};

use super::line::{INTENTS, Line, identity};
use crate::standin::scene::Scene;

/// Hello comes first with the heartbeat interval, and every heartbeat is acknowledged
/// [events/gateway, "Sending Heartbeats"].
#[tokio::test]
async fn a_line_begins_with_hello_and_answers_heartbeats() {
    let scene = Scene::set().await;
    let (mut line, interval) = Line::open(&scene).await;
    assert_eq!(interval, 41_250);
    line.say(1, Value::Null).await;
    assert_eq!(line.frame().await["op"], 11);
}

/// Each mistake has its close code [topics/opcodes-and-status-codes, "Gateway Close Event Codes"].
#[tokio::test]
async fn each_mistake_has_its_close_code() {
    let scene = Scene::set().await;
    let with = |key: &str, value: Value| {
        let mut said = identity(0, 1);
        said[key] = value;
        json!({ "op": 2, "d": said }).to_string()
    };
    let presence =
        json!({ "op": 3, "d": { "since": null, "activities": [], "status": "online", "afk": false } });
    for (mistake, code) in [
        (r#"{"op":99,"d":null}"#.to_owned(), 4001),
        ("no JSON".to_owned(), 4002),
        (json!({ "op": 1, "d": "x".repeat(4096) }).to_string(), 4002),
        (presence.to_string(), 4003),
        (with("token", json!("someone else's")), 4004),
        (with("shard", json!([1, 1])), 4010),
        (with("shard", json!(["0", "1"])), 4010),
        (with("intents", json!(1_u64 << 40)), 4013),
        (with("intents", json!(1 << 15)), 4014),
    ] {
        let (mut line, _) = Line::open(&scene).await;
        line.say_text(mistake.clone()).await;
        assert_eq!(line.closed().await, code, "{mistake:.80}");
    }
    assert_eq!(Line::open_as(&scene, "?v=9&encoding=json").await.closed().await, 4012);
    let (mut twice, ready) = Line::identified(&scene, 0, 1).await;
    twice.say(2, identity(0, 1)).await;
    assert_eq!(twice.closed().await, 4005);
    let (mut ahead, _) = Line::open(&scene).await;
    let resume =
        json!({ "token": crate::standin::scene::TOKEN, "session_id": ready["session_id"], "seq": 999 });
    ahead.say(6, resume).await;
    assert_eq!(ahead.closed().await, 4007);
}

/// 120 events in a minute may be sent over a connection, then it is closed with 4008
/// [events/gateway, "Rate Limiting"].
#[tokio::test]
async fn whoever_talks_too_much_is_cut_off() {
    let scene = Scene::set().await;
    let (mut line, _) = Line::open(&scene).await;
    for _ in 0..121 {
        line.say(1, Value::Null).await;
    }
    assert_eq!(line.closed().await, 4008);
}

/// Without heartbeats the line is closed and its session is over, whatever else was said
/// [topics/opcodes-and-status-codes, 4009].
#[tokio::test]
async fn a_line_without_heartbeats_times_out() {
    let scene = Scene::set().await;
    scene.discord.set_heartbeat(Duration::from_millis(50), true);
    let (mut line, ready) = Line::identified(&scene, 0, 1).await;
    assert_eq!(line.closed().await, 4009);
    let (mut again, _) = Line::open(&scene).await;
    let resume =
        json!({ "token": crate::standin::scene::TOKEN, "session_id": ready["session_id"], "seq": 1 });
    again.say(6, resume).await;
    assert_eq!(again.frame().await, json!({ "op": 9, "s": null, "t": null, "d": false }));
}

/// A resumed session hears again what it missed, and RESUMED at the end [events/gateway, "Resuming"].
#[tokio::test]
async fn a_resumed_line_hears_what_it_missed() {
    let scene = Scene::set().await;
    let (mut line, ready) = Line::identified(&scene, 0, 1).await;
    line.until("GUILD_CREATE").await;
    scene.discord.drop_gateway(Some(4000));
    assert_eq!(line.closed().await, 4000);
    scene.discord.say(scene.person("Ben"), scene.channel("general"), "missed").unwrap();
    let (mut again, _) = Line::open(&scene).await;
    let resume =
        json!({ "token": crate::standin::scene::TOKEN, "session_id": ready["session_id"], "seq": 1 });
    again.say(6, resume).await;
    assert_eq!(again.until("RESUMED").await, ["GUILD_CREATE", "MESSAGE_CREATE", "RESUMED"]);
}

/// READY names user, session, shard, application and the guilds, which are unavailable until their GUILD_CREATE
/// [events/gateway-events, "Ready"].
#[tokio::test]
async fn ready_says_what_discord_says() {
    let scene = Scene::set().await;
    let (mut line, ready) = Line::identified(&scene, 0, 1).await;
    let guild = scene.guild().to_string();
    assert_eq!(ready["guilds"], json!([{ "id": guild, "unavailable": true }]));
    assert_eq!((&ready["v"], &ready["shard"]), (&json!(10), &json!([0, 1])));
    assert_eq!(ready["user"]["id"], json!(scene.discord.bot().to_string()));
    assert!(ready["application"]["flags"].is_u64() && ready["resume_gateway_url"].is_string());
    let created = line.frame().await;
    assert_eq!(
        (&created["t"], &created["s"], &created["d"]["id"]),
        (&json!("GUILD_CREATE"), &json!(2), &json!(guild))
    );
    for list in [
        "channels",
        "threads",
        "members",
        "roles",
        "stage_instances",
        "voice_states",
        "guild_scheduled_events",
    ] {
        assert!(created["d"][list].is_array(), "no {list}");
    }
}

/// An intent that was not asked for brings no events [events/gateway, "Gateway Intents"].
#[tokio::test]
async fn only_the_intents_that_were_asked_for_bring_events() {
    let scene = Scene::set().await;
    let (mut line, _) = Line::open(&scene).await;
    let mut said = identity(0, 1);
    said["intents"] = json!(INTENTS & !(1 << 9));
    line.say(2, said).await;
    line.until("GUILD_CREATE").await;
    scene.discord.say(scene.person("Ben"), scene.channel("general"), "unheard").unwrap();
    scene.discord.rename_channel(scene.channel("help"), "renamed");
    assert_eq!(line.until("CHANNEL_UPDATE").await, ["CHANNEL_UPDATE"]);
}

/// Each guild is on the shard `(guild_id >> 22) % shards`, and what has no guild goes to shard 0; from 2500 guilds on,
/// a shard has too many (4011) [events/gateway, "Sharding"].
#[tokio::test]
async fn guilds_are_divided_among_the_shards() {
    let scene = Scene::set().await;
    scene.discord.found_many(2500);
    let (mut alone, _) = Line::open(&scene).await;
    alone.say(2, identity(0, 1)).await;
    assert_eq!(alone.closed().await, 4011);
    let (mut zero, ready_zero) = Line::identified(&scene, 0, 2).await;
    let (mut one, ready_one) = Line::identified(&scene, 1, 2).await;
    let mut all = 0;
    for (shard, ready) in [(0, &ready_zero), (1, &ready_one)] {
        let guilds = ready["guilds"].as_array().unwrap();
        all += guilds.len();
        let own = |guild: &Value| (crate::town::id(guild) >> 22) % 2 == shard;
        assert!(guilds.iter().all(own));
    }
    assert_eq!(all, 2501);
    let ben = scene.person("Ben");
    let direct = scene.discord.direct_channel(ben);
    scene.post(&format!("/channels/{direct}/messages"), json!({ "content": "Psst" })).await;
    scene.discord.drop_gateway(Some(4000));
    let heard = |names: &[String]| names.iter().filter(|name| *name == "MESSAGE_CREATE").count();
    let names = async |line: &mut Line| {
        let mut names = Vec::new();
        while let super::line::Heard::Frame(frame) = line.hear().await {
            names.extend(frame["t"].as_str().map(str::to_owned));
        }
        names
    };
    assert_eq!((heard(&names(&mut zero).await), heard(&names(&mut one).await)), (1, 0));
}

/// Only so many may identify at once, each with another remainder of its shard's number; more get op 9
/// [events/gateway, "Identifying" and "Max Concurrency"].
#[tokio::test]
async fn too_many_at_once_are_told_to_begin_again() {
    let scene = Scene::set().await;
    let starts = Starts { max_concurrency: 2, apart: Duration::from_secs(3600), ..Starts::default() };
    scene.discord.set_starts(starts);
    Line::identified(&scene, 0, 4).await;
    Line::identified(&scene, 1, 4).await;
    let (mut third, _) = Line::open(&scene).await;
    third.say(2, identity(2, 4)).await;
    assert_eq!(third.frame().await, json!({ "op": 9, "s": null, "t": null, "d": false }));
}

/// A thousand sessions may begin in a day; one more ends all of them and resets the token
/// [events/gateway, "Identifying" and "Session Start Limit Object"].
#[tokio::test]
async fn sessions_are_counted_and_one_too_many_costs_the_token() {
    let scene = Scene::set().await;
    scene.discord.set_starts(Starts { total: 2, apart: Duration::ZERO, ..Starts::default() });
    let left = async || {
        let (_, told) = scene.call(Method::GET, "/gateway/bot", Value::Null).await;
        told["session_start_limit"]["remaining"].as_u64()
    };
    let (mut first, _) = Line::identified(&scene, 0, 1).await;
    assert_eq!(left().await, Some(1));
    scene.push(TimeDelta::days(1));
    assert_eq!(left().await, Some(2), "the next day has its own");
    Line::identified(&scene, 0, 1).await;
    Line::identified(&scene, 0, 1).await;
    assert_eq!(left().await, Some(0));
    let (mut last, _) = Line::open(&scene).await;
    last.say(2, identity(0, 1)).await;
    assert_eq!((last.closed().await, first.closed().await), (4004, 4004));
    assert_eq!(scene.get("/users/@me").await.0, 401);
}
