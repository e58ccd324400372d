use serde_json::{Value, json};

use super::*;
use crate::commands::{Privacy, Setup, Start};
use crate::domain::{Language, Order, Period, Weekdays};
use crate::effect::ChannelKind;
use crate::words::Words;

const MANAGE_GUILD: &str = "32";

fn user() -> Value {
    json!({ "id": "42", "username": "ada", "global_name": "Ada", "discriminator": "0", "avatar": null })
}

/// An interaction as Discord sends it, of this type and with this data.
fn interaction(kind: u8, data: Value, changes: Value) -> Interaction {
    let mut interaction = json!({
        "id": "1442385318789120000", "application_id": "8", "type": kind, "data": data, "version": 1,
        "token": "secret-token", "guild_id": "81384788765712384", "guild_locale": "en-US", "locale": "en-GB",
        "guild": { "id": "81384788765712384", "features": [], "locale": "en-US" }, "channel_id": "12",
        "channel": { "id": "12", "type": 0, "name": "daily-question", "permissions": "2147483647" },
        "member": {
            "user": user(), "roles": [], "permissions": "2048", "deaf": false, "mute": false, "flags": 0,
            "joined_at": "2026-01-01T00:00:00.000000+00:00", "guild_id": "81384788765712384",
        },
        "app_permissions": "2147483647", "entitlements": [], "context": 0, "attachment_size_limit": 10485760,
        "authorizing_integration_owners": { "0": "81384788765712384" },
    });
    for (name, value) in changes.as_object().unwrap() {
        interaction[name] = value.clone();
    }
    serde_json::from_value(interaction).unwrap()
}

fn slash_of(name: &str, options: Value) -> Turn {
    let data = json!({ "id": "1", "name": name, "type": 1, "options": options });
    read(interaction(2, data, json!({})), |_| None).unwrap()
}

/// A press on a message with these flags, by someone with these permissions.
fn press(data: Value, flags: u64) -> Turn {
    let message = json!({
        "id": "99", "channel_id": "12", "author": user(), "content": "", "timestamp": "2026-11-24T08:05:00Z",
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": false, "type": 0, "components": [], "flags": flags,
    });
    let mut organiser = json!({
        "user": user(), "roles": [], "deaf": false, "mute": false, "flags": 0,
        "joined_at": "2026-01-01T00:00:00.000000+00:00", "guild_id": "81384788765712384",
    });
    organiser["permissions"] = json!(MANAGE_GUILD);
    read(interaction(3, data, json!({ "message": message, "member": organiser })), |_| None).unwrap()
}

fn button(id: &str) -> Value {
    json!({ "custom_id": id, "component_type": 2 })
}

fn command(turn: &Turn) -> &Command {
    let Asked::Run(command, _) = &turn.asked else { panic!("{:?}", turn.asked) };
    command
}

#[test]
fn a_slash_command_is_read_with_its_options() {
    let turn = slash_of(
        "leaderboard",
        json!([{ "name": "period", "type": 3, "value": "month" }, { "name": "share", "type": 5, "value": true }]),
    );
    assert_eq!(*command(&turn), Command::Leaderboard(Period::Month, 1));
    assert_eq!((turn.kind, turn.place), ("leaderboard", Place::New { shared: true }));
    assert_eq!(turn.asked_at(), made_at(1_442_385_318_789_120_000));
    let turn = slash_of("streak", json!([{ "name": "member", "type": 6, "value": "43" }]));
    assert_eq!(*command(&turn), Command::Streak(Some("43".into())));
    assert_eq!(turn.place, PRIVATE);
}

#[test]
fn the_asker_is_known_by_place_and_permissions() {
    let Asked::Run(_, actor) = slash_of("today", json!([])).asked else { panic!() };
    let member = Actor {
        community: "discord:81384788765712384".into(),
        member: "42".into(),
        channel: Some(("12".into(), ChannelKind::Text)),
        is_organiser: false,
        language: Language::English,
        community_language: Language::English,
    };
    assert_eq!(actor, member);
    let Asked::Run(_, actor) = press(button("setup/check"), 64).asked else { panic!() };
    assert!(actor.is_organiser);
}

#[test]
fn the_asker_is_answered_in_their_own_language_and_the_others_in_the_communitys() {
    use Language::{English, French};
    let tongue = |locale: &str, guild: &str, chosen: Option<Language>| {
        let changes = json!({ "locale": locale, "guild_locale": guild });
        let data = json!({ "id": "1", "name": "today", "type": 1, "options": [] });
        let tongue = read(interaction(2, data, changes), |_| chosen).unwrap().tongue;
        (tongue.own, tongue.shared)
    };
    assert_eq!(tongue("en-GB", "en-US", Some(French)), (English, French));
    assert_eq!(tongue("fr", "fr", Some(English)), (French, English));
    assert_eq!(
        tongue("de", "de", Some(French)),
        (French, French),
        "the community's, where theirs is not ours"
    );
    assert_eq!(tongue("en-GB", "fr", None), (English, French), "the server's own, before it chose");
    assert_eq!(
        tongue("fr", "en-US", None),
        (French, French),
        "every server is en-US until it says otherwise"
    );
    assert_eq!(tongue("de", "pt-BR", None), (English, English));
}

#[test]
fn a_shared_reply_is_in_the_communitys_language() {
    let language = |share: bool| {
        let options = json!([{ "name": "share", "type": 5, "value": share }]);
        let data = json!({ "id": "1", "name": "today", "type": 1, "options": options });
        let turn = read(interaction(2, data, json!({})), |_| Some(Language::French)).unwrap();
        let Asked::Run(_, actor) = turn.asked else { panic!() };
        actor.language
    };
    assert_eq!((language(true), language(false)), (Language::French, Language::English));
}

#[test]
fn outside_a_server_it_says_where_it_works() {
    let data = json!({ "id": "1", "name": "today", "type": 1, "options": [] });
    let changes = json!({ "guild_id": null, "member": null, "user": user() });
    let turn = read(interaction(2, data, changes), |_| None).unwrap();
    assert_eq!(turn.asked, Asked::Say(Words::English.error_not_a_community()));
}

#[test]
fn what_cannot_be_read_is_said_privately() {
    let turn = slash_of("fly", json!([]));
    assert_eq!((turn.kind, &turn.asked), ("unknown", &Asked::Say(Words::English.error_unknown_command())));
    let turn = slash_of("setup", json!([{ "name": "city", "type": 3, "value": "Atlantis" }]));
    assert_eq!(turn.asked, Asked::Say(Words::English.error_unknown_zone_alone("Atlantis")));
    let turn = press(button("fly/away"), 64);
    assert_eq!(turn.asked, Asked::Say(Words::English.error_unknown_press()));
}

#[test]
fn typing_asks_for_suggestions() {
    let data = json!({
        "id": "1", "name": "question", "type": 1,
        "options": [{ "name": "search", "type": 3, "value": "po", "focused": true }],
    });
    let turn = read(interaction(4, data, json!({})), |_| None).unwrap();
    let expected = Asked::Complete {
        community: "discord:81384788765712384".into(),
        command: "question".to_owned(),
        option: "search".to_owned(),
        typed: "po".to_owned(),
        allowed: true,
    };
    assert_eq!(turn.asked, expected);
}

#[test]
fn presses_change_their_own_message_only_where_nobody_else_sees_it() {
    for (id, command_wanted, flags, place) in [
        ("streak/discord:5/2026-11-24", Command::Streak(None), 0, PRIVATE),
        ("board/week/2", Command::Leaderboard(Period::Week, 2), 64, Place::Update),
        ("board/week/2", Command::Leaderboard(Period::Week, 2), 0, PRIVATE),
        ("forget/true", Command::Privacy(Privacy::Forget), 64, Place::Update),
        ("setup/start", Command::Setup(Setup::Start(Start::Ask)), 64, Place::Update),
        ("setup/preview", Command::Setup(Setup::Preview), 64, PRIVATE),
    ] {
        let turn = press(button(id), flags);
        assert_eq!((command(&turn), turn.place), (&command_wanted, place), "{id}");
    }
}

#[test]
fn selects_are_read_with_their_values() {
    let channel = |kind: u8| {
        let resolved =
            json!({ "channels": { "12": { "id": "12", "type": kind, "name": "x", "permissions": "0" } } });
        json!({ "custom_id": "setup/channel", "component_type": 8, "values": ["12"], "resolved": resolved })
    };
    let kinds = [(0, ChannelKind::Text), (5, ChannelKind::Announcement), (15, ChannelKind::Forum)];
    for (number, kind) in kinds {
        let chosen = Command::Setup(Setup::Channel("12".into(), kind));
        assert_eq!(*command(&press(channel(number), 64)), chosen);
    }
    assert_eq!(press(channel(2), 64).asked, Asked::Say(Words::English.problem_wrong_kind("<#12>")));
    let select = |id: &str, kind: u8, values: Value| json!({ "custom_id": id, "component_type": kind, "values": values });
    let days = Weekdays::of([chrono::Weekday::Mon, chrono::Weekday::Sun]);
    for (data, setup) in [
        (select("setup/role", 6, json!([])), Setup::Role(None)),
        (select("setup/role", 6, json!(["9"])), Setup::Role(Some("9".into()))),
        (select("setup/weekdays", 3, json!(["1", "7"])), Setup::Weekdays(days)),
        (select("setup/packs", 3, json!(["w08"])), Setup::Packs(vec!["w08".to_owned()])),
        (select("setup/order", 3, json!(["shuffled"])), Setup::Order(Order::Shuffled)),
        (select("setup/language", 3, json!(["fr"])), Setup::Language(Language::French)),
    ] {
        assert_eq!(*command(&press(data, 64)), Command::Setup(setup));
    }
}

#[test]
fn a_form_is_opened_by_its_press_and_read_back_without_spaces_around() {
    for id in ["setup/when", "when/half nine/Doula", "again/setup/when"] {
        assert_eq!(*command(&press(button(id), 64)), Command::Setup(Setup::AskWhen), "{id}");
    }
    let input = |id: &str, value: &str| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] });
    let data = json!({ "custom_id": "setup/when", "components": [input("time", " 9:30 "), input("zone", "Douala")] });
    let turn = read(interaction(5, data, json!({})), |_| None).unwrap();
    let when = Setup::When { time: "9:30".to_owned(), zone: "Douala".to_owned() };
    assert_eq!((command(&turn), turn.place), (&Command::Setup(when), PRIVATE));
    assert_eq!(turn.sent.unwrap().0.id(), "setup/when", "it can be offered again");
}

#[test]
fn discord_is_told_the_whole_catalogue_and_only_what_it_takes() {
    let ours = registration();
    assert_eq!(ours.as_array().unwrap().len(), CATALOG.len());
    for command in ours.as_array().unwrap() {
        assert!(command["description"].as_str().unwrap().chars().count() <= 100, "{command}");
        assert_eq!((&command["contexts"], &command["integration_types"]), (&json!([0]), &json!([0])));
        for option in command["options"].as_array().unwrap() {
            assert!(option["description"].as_str().unwrap().chars().count() <= 100, "{option}");
        }
    }
    let setup = ours.as_array().unwrap().iter().find(|command| command["name"] == "setup").unwrap();
    assert_eq!(setup["default_member_permissions"], json!(MANAGE_GUILD));
}

#[test]
fn commands_are_the_same_whatever_discord_adds_to_them() {
    let ours = registration();
    let mut theirs = ours.clone();
    let commands = theirs.as_array_mut().unwrap();
    for command in commands.iter_mut() {
        command["id"] = json!("1");
        command["version"] = json!("2");
        command["nsfw"] = json!(false);
        if command["default_member_permissions"].is_null() {
            command["default_member_permissions"] = json!(null);
        }
        for option in command["options"].as_array_mut().unwrap() {
            option.as_object_mut().unwrap().retain(|name, value| name != "required" || *value == json!(true));
        }
    }
    commands.reverse();
    assert_eq!(essence(&ours), essence(&theirs));
    for path in ["/0/description", "/0/name_localizations/fr", "/0/description_localizations"] {
        let mut changed = theirs.clone();
        *changed.pointer_mut(path).unwrap() = json!("something else");
        assert_ne!(essence(&ours), essence(&changed), "{path}");
    }
}

#[test]
fn every_command_and_option_has_a_french_name_that_discord_takes() {
    for spec in CATALOG {
        let names = spec.options.iter().map(|option| option.name).chain([spec.name]);
        for name in names {
            assert_eq!(
                Words::English.name_of(name),
                name,
                "the parser reads this one; add name-{name} to locales/"
            );
            let french = Words::French.name_of(name);
            let is_taken = french.chars().all(|c| c == '-' || c == '_' || c.is_alphanumeric());
            assert!(is_taken && french == french.to_lowercase(), "{french}");
            assert!((1..=32).contains(&french.chars().count()), "{french}");
        }
        assert!((spec.about)(Words::French).chars().count() <= 100, "{} in French", spec.name);
    }
    let mut names: Vec<String> = CATALOG.iter().map(|spec| Words::French.name_of(spec.name)).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), CATALOG.len(), "{names:?}");
}
