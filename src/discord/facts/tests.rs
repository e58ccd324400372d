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
