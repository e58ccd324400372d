use serde_json::{Value, json};
use serenity::model::event::Event as DiscordEvent;

use super::*;
use crate::effect::ChannelKind;

/// A dispatch as serenity hands it over.
fn event(kind: &str, data: Value) -> DiscordEvent {
    let event: DiscordEvent = serde_json::from_value(json!({ "t": kind, "d": data })).unwrap();
    assert!(!matches!(event, DiscordEvent::Unknown(_)), "serenity cannot read this {kind}");
    event
}

fn user(id: &str, bot: bool) -> Value {
    json!({
        "id": id, "username": "ada", "global_name": "Ada", "discriminator": "0", "avatar": null, "bot": bot,
        "public_flags": 0, "clan": null, "primary_guild": null, "avatar_decoration_data": null,
    })
}

/// Recorded with GUILD_MESSAGES but without the message content intent: the text is empty.
fn message(changes: Value) -> Value {
    let mut message = json!({
        "type": 0, "tts": false, "timestamp": "2026-11-24T08:05:00.123000+00:00", "pinned": false,
        "nonce": "1310000123", "mentions": [], "mention_roles": [], "mention_everyone": false, "flags": 0,
        "member": {
            "roles": [], "premium_since": null, "pending": false, "nick": null, "mute": false, "deaf": false,
            "joined_at": "2026-01-01T00:00:00.000000+00:00", "flags": 0, "avatar": null, "banner": null,
            "communication_disabled_until": null,
        },
        "id": "1442385318789120000", "embeds": [], "edited_timestamp": null, "content": "", "components": [],
        "channel_type": 11, "channel_id": "1442384000000000000", "author": user("42", false), "attachments": [],
        "guild_id": "81384788765712384",
    });
    for (name, value) in changes.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

/// Recorded; what is set for each test is missing.
const GUILD: &str = r#"{
    "name": "Study group", "icon": null, "splash": null, "discovery_splash": null,
    "owner_id": "1", "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0,
    "default_message_notifications": 0, "explicit_content_filter": 0, "roles": [], "emojis": [], "features": [],
    "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
    "rules_channel_id": null, "max_members": 500000, "vanity_url_code": null, "description": null,
    "banner": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
    "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [], "premium_progress_bar_enabled": false,
    "safety_alerts_channel_id": null, "joined_at": "2026-01-01T00:00:00.000000+00:00", "large": false,
    "unavailable": false, "member_count": 3, "voice_states": [], "members": [],
    "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": []
}"#;

fn guild(id: &str, channels: Value) -> Value {
    let mut guild: Value = serde_json::from_str(GUILD).unwrap();
    (guild["id"], guild["channels"]) = (json!(id), channels);
    guild
}

fn channel(id: &str) -> Value {
    json!({
        "id": id, "type": 0, "guild_id": "81384788765712384", "position": 0, "permission_overwrites": [],
        "name": "daily-question", "topic": null, "nsfw": false, "last_message_id": null, "rate_limit_per_user": 0,
        "parent_id": null, "last_pin_timestamp": null, "flags": 0,
    })
}

fn ready(shard: Value, guilds: &[&str]) -> DiscordEvent {
    let guilds: Vec<Value> = guilds.iter().map(|id| json!({ "id": id, "unavailable": true })).collect();
    let mut me = user("7", true);
    me["mfa_enabled"] = json!(true);
    me["verified"] = json!(true);
    me["email"] = json!(null);
    event(
        "READY",
        json!({
            "v": 10, "user": me, "guilds": guilds, "session_id": "a", "shard": shard,
            "resume_gateway_url": "wss://gateway.discord.gg", "application": { "id": "8", "flags": 0 },
        }),
    )
}

fn read(event: &DiscordEvent) -> Vec<Event> {
    Events::default().read(event, |thread| thread.as_str() == "1442384000000000000")
}

#[test]
fn a_message_in_a_known_thread_is_an_answer_with_the_time_of_its_id() {
    let expected = Event::MessagePosted(Message {
        community: "discord:81384788765712384".into(),
        thread: "1442384000000000000".into(),
        author: "42".into(),
        id: "1442385318789120000".into(),
        at: made_at(1_442_385_318_789_120_000),
    });
    assert_eq!(read(&event("MESSAGE_CREATE", message(json!({})))), vec![expected.clone()]);
    assert_eq!(read(&event("MESSAGE_CREATE", message(json!({ "type": 19 })))), vec![expected]);
}

#[test]
fn ids_tell_the_time() {
    // The example of Discord's documentation.
    assert_eq!(made_at(175_928_847_299_117_063).to_rfc3339(), "2016-04-30T11:18:25.796+00:00");
}

#[test]
fn bots_webhooks_system_messages_and_other_places_are_no_answers() {
    for changes in [
        json!({ "author": user("7", true) }),
        json!({ "webhook_id": "9", "member": null }),
        json!({ "type": 6 }),
        json!({ "type": 18 }),
        json!({ "channel_id": "5" }),
        json!({ "guild_id": null }),
    ] {
        assert_eq!(read(&event("MESSAGE_CREATE", message(changes.clone()))), vec![], "{changes}");
    }
}

#[test]
fn deleted_messages_of_a_known_thread_are_told_one_or_many() {
    let one = json!({ "id": "1", "channel_id": "1442384000000000000", "guild_id": "81384788765712384" });
    let many = json!({
        "ids": ["1", "2"], "channel_id": "1442384000000000000", "guild_id": "81384788765712384",
    });
    let gone = |messages: &[&str]| {
        vec![Event::MessagesDeleted {
            community: "discord:81384788765712384".into(),
            thread: "1442384000000000000".into(),
            messages: messages.iter().map(|id| (*id).into()).collect(),
        }]
    };
    assert_eq!(read(&event("MESSAGE_DELETE", one.clone())), gone(&["1"]));
    assert_eq!(read(&event("MESSAGE_DELETE_BULK", many)), gone(&["1", "2"]));
    let mut elsewhere = one;
    elsewhere["channel_id"] = json!("5");
    assert_eq!(read(&event("MESSAGE_DELETE", elsewhere)), vec![]);
}

#[test]
fn a_deleted_channel_is_told() {
    let told = Event::ChannelDeleted { community: "discord:81384788765712384".into(), channel: "12".into() };
    assert_eq!(read(&event("CHANNEL_DELETE", channel("12"))), vec![told]);
}

#[test]
fn a_channel_that_becomes_another_kind_is_told() {
    let community: CommunityId = "discord:81384788765712384".into();
    for (number, kind) in [(5, ChannelKind::Announcement), (15, ChannelKind::Forum)] {
        let mut changed = channel("12");
        changed["type"] = json!(number);
        let told = Event::ChannelChanged { community: community.clone(), channel: "12".into(), kind };
        assert_eq!(read(&event("CHANNEL_UPDATE", changed)), vec![told]);
    }
    let mut voice = channel("12");
    voice["type"] = json!(2);
    assert_eq!(read(&event("CHANNEL_UPDATE", voice)), vec![]);
}

#[test]
fn a_server_is_seen_with_its_channels() {
    let community: CommunityId = "discord:81384788765712384".into();
    let seen =
        read(&event("GUILD_CREATE", guild("81384788765712384", json!([channel("12"), channel("11")]))));
    let text = Some(ChannelKind::Text);
    let channels = vec![("11".into(), text), ("12".into(), text)];
    assert_eq!(
        seen,
        vec![
            Event::CommunityJoined(community.clone()),
            Event::ChannelsSeen { community: community.clone(), channels },
            Event::HearingBegan(community),
        ]
    );
}

#[test]
fn everything_was_heard_once_every_server_has_spoken_but_for_one_in_an_outage() {
    let mut events = Events::default();
    let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
    let heard = |minutes| Some(Event::HeardUntil { platform: PLATFORM, at: at(minutes) });
    let speaks = |id| event("GUILD_CREATE", guild(id, json!([channel("11")])));
    assert_eq!(events.heard(at(0)), None, "nobody greeted the bot");
    events.read(&ready(json!([0, 1]), &["5", "6"]), |_| false);
    assert_eq!(events.heard(at(1)), None);
    events.read(&speaks("5"), |_| false);
    assert_eq!(events.heard(at(2)), None, "one of the two is silent");
    events.read(&speaks("6"), |_| false);
    assert_eq!(events.heard(at(3)), heard(3));
    assert_eq!(events.heard(at(3) + TimeDelta::seconds(59)), None, "once a minute");
    assert_eq!(events.heard(at(4)), heard(4));
    events.read(&ready(json!([0, 1]), &["5", "6"]), |_| false);
    assert_eq!(events.heard(at(5)), None, "the new session has still to begin");
    assert_eq!(events.heard(at(15)), None);
    assert_eq!(events.heard(at(16)), heard(16), "nobody waits for an outage of Discord's");
}

#[test]
fn an_outage_is_no_farewell() {
    assert_eq!(read(&event("GUILD_DELETE", json!({ "id": "5", "unavailable": true }))), vec![]);
    assert_eq!(
        read(&event("GUILD_DELETE", json!({ "id": "5" }))),
        vec![Event::CommunityLeft("discord:5".into())]
    );
}

fn seen(ids: &[&str]) -> Vec<Event> {
    let communities = ids.iter().map(|id| CommunityId(format!("discord:{id}"))).collect();
    vec![Event::CommunitiesSeen { platform: "discord", communities }]
}

#[test]
fn one_shard_knows_all_servers() {
    assert_eq!(read(&ready(json!([0, 1]), &["5", "6"])), seen(&["5", "6"]));
}

#[test]
fn several_shards_are_waited_for_and_later_joins_are_remembered() {
    let (even, odd) = ((2_u64 << 22).to_string(), (3_u64 << 22).to_string());
    let joined = (4_u64 << 22).to_string();
    let mut events = Events::default();
    let knows = |_: &ThreadId| false;
    assert_eq!(events.read(&ready(json!([0, 2]), &[&even]), knows), vec![]);
    assert_eq!(events.read(&ready(json!([1, 2]), &[&odd]), knows), seen(&[&even, &odd]));
    events.read(&event("GUILD_CREATE", guild(&joined, json!([]))), knows);
    assert_eq!(events.read(&ready(json!([1, 2]), &[&odd]), knows), seen(&[&even, &joined, &odd]));
    events.read(&event("GUILD_DELETE", json!({ "id": even })), knows);
    assert_eq!(events.read(&ready(json!([1, 2]), &[&odd]), knows), seen(&[&joined, &odd]));
}
