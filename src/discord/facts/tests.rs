use axum::extract::Request;
use axum::http::StatusCode;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::*;

const GUILD: u64 = 1;
const BOT: u64 = 2;
const HELPERS: u64 = 3;
const GUESTS: u64 = 4;
const A: u64 = SEND_MESSAGES;
const B: u64 = PIN_MESSAGES;
const VIEW: u64 = VIEW_CHANNEL;

fn deny(id: u64, deny: u64) -> Overwrite {
    Overwrite { id, allow: 0, deny }
}

fn allow(id: u64, allow: u64) -> Overwrite {
    Overwrite { id, allow, deny: 0 }
}

/// A bot with both roles; `everyone` and `helpers` are what those may do in the whole server.
fn check(everyone: u64, helpers: u64, overwrites: &[Overwrite], expected: u64) {
    let roles = vec![(HELPERS, helpers), (GUESTS, 0)];
    let holder = Holder { guild: GUILD, user: BOT, everyone, roles };
    assert_eq!(permissions(&holder, overwrites), expected, "{everyone:b} {helpers:b} {overwrites:?}");
}

#[test]
fn roles_add_up() {
    check(VIEW, 0, &[], VIEW);
    check(VIEW, A | B, &[], VIEW | A | B);
}

#[test]
fn an_administrator_may_do_everything_whatever_the_channel_says() {
    check(0, ADMINISTRATOR, &[deny(GUILD, u64::MAX), deny(BOT, u64::MAX)], u64::MAX);
}

#[test]
fn overwrites_apply_in_order_everyone_then_roles_then_member() {
    check(VIEW | A, 0, &[deny(GUILD, A)], VIEW);
    check(VIEW | A, 0, &[allow(HELPERS, A), deny(GUILD, A)], VIEW | A);
    check(VIEW | A, 0, &[deny(HELPERS, A), allow(GUILD, A)], VIEW);
    check(VIEW | A, 0, &[deny(BOT, A), allow(HELPERS, A)], VIEW);
    check(VIEW, 0, &[allow(BOT, A), deny(HELPERS, A), deny(GUILD, A)], VIEW | A);
}

#[test]
fn between_roles_an_allowance_beats_a_denial() {
    check(VIEW, 0, &[allow(HELPERS, A), deny(GUESTS, A)], VIEW | A);
    check(VIEW, 0, &[deny(GUESTS, A), allow(HELPERS, A)], VIEW | A);
}

#[test]
fn strangers_overwrites_do_not_count() {
    check(VIEW | A, 0, &[deny(99, A), allow(98, B)], VIEW | A);
}

#[test]
fn who_cannot_see_the_channel_can_do_nothing_in_it() {
    check(VIEW | A | B, 0, &[deny(GUILD, VIEW)], 0);
    check(VIEW | A, 0, &[deny(GUILD, VIEW), allow(BOT, VIEW)], VIEW | A);
}

#[test]
fn bits_serenity_does_not_know_are_read() {
    let roles = serde_json::json!([
        {"id": "1", "name": "@everyone", "permissions": (VIEW | 1 << 52).to_string()},
        {"id": "3", "name": "helpers", "permissions": PIN_MESSAGES.to_string()},
        {"id": "4", "name": "not ours", "permissions": ADMINISTRATOR.to_string()},
    ]);
    let member = serde_json::json!({"roles": ["3"]});
    let holder = holder(GuildId::new(GUILD), UserId::new(BOT), &roles, &member);
    assert_eq!(permissions(&holder, &[]), VIEW | 1 << 52 | PIN_MESSAGES);
}

/// A server with a text channel (5), a thread in it (6), a forum (7) and a channel of another server (8).
async fn answer(asked: Request) -> Result<Json<Value>, StatusCode> {
    let overwrites = json!([{"id": "1", "type": 0, "allow": "0", "deny": SEND_MESSAGES.to_string()}]);
    Ok(Json(match asked.uri().path().trim_start_matches("/api/v10/") {
        "channels/5" => {
            json!({"id": "5", "guild_id": "1", "type": 0, "name": "daily", "permission_overwrites": overwrites})
        }
        "channels/6" => json!({"id": "6", "guild_id": "1", "type": 11, "name": "Day 1", "parent_id": "5"}),
        "channels/7" => json!({"id": "7", "guild_id": "1", "type": 15, "name": "questions", "flags": 16,
            "permission_overwrites": [], "available_tags": [{"id": "9", "name": "daily", "moderated": true}]}),
        "channels/8" => json!({"id": "8", "guild_id": "77", "type": 0, "name": "elsewhere"}),
        "guilds/1/roles" => json!([
            {"id": "1", "name": "@everyone", "permissions": (VIEW | A).to_string(), "mentionable": false, "managed": false},
            {"id": "3", "name": "helpers", "permissions": B.to_string(), "mentionable": true, "managed": true},
        ]),
        "guilds/1/members/2" => json!({"user": {"id": "2"}, "roles": ["3"]}),
        _ => return Err(StatusCode::NOT_FOUND),
    }))
}

#[tokio::test]
async fn a_channel_is_described_as_the_bot_finds_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
    let rest = Rest::new(&"token".into(), Some(origin)).unwrap();
    let ask =
        |channel: u64| channel_facts(&rest, GuildId::new(GUILD), ChannelId::new(channel), UserId::new(BOT));

    let text = ask(5).await.unwrap();
    assert_eq!((text.name.as_str(), text.kind, text.permissions), ("daily", 0, VIEW | B));
    let helpers = RoleFacts { id: RoleId::new(3), name: "helpers".into(), mentionable: true, managed: true };
    assert_eq!(text.roles[1], helpers);
    let thread = ask(6).await.unwrap();
    assert_eq!((thread.kind, thread.permissions), (11, VIEW | B), "a thread has its parent's overwrites");
    let forum = ask(7).await.unwrap();
    assert!(forum.requires_tag && forum.allows(VIEW | A) && !forum.allows(VIEW | ADMINISTRATOR));
    assert_eq!(forum.tags, [TagFacts { id: 9, name: "daily".into(), moderated: true }]);
    assert!(matches!(ask(8).await, Err(RestError::Refused { status: 404, code: Some(10_003), .. })));
    assert!(matches!(ask(404).await, Err(RestError::Refused { status: 404, code: None, .. })));
}
