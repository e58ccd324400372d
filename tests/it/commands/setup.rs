//! The panel of `/setup`, press by press.

use serde_json::{Value, json};

use super::is_private;
use crate::town::{Town, id, text, text_of};

const MANAGE_GUILD: u64 = 1 << 5;

/// A text is there, and shown whole when it is not.
#[track_caller]
fn says(said: &str, part: &str) {
    assert!(said.contains(part), "{part:?} is not in:\n{said}");
}

#[tokio::test]
async fn the_panel_comes_filled_in_with_what_can_be_guessed() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    assert!(is_private(&panel));
    let said = text(&panel);
    for part in [
        "Daily question: not started yet",
        &format!("<#{}>", town.channel()),
        "✔ I can post, open threads and react here",
        "09:00 · Mon Tue Wed Thu Fri",
        "nobody",
        "Week 8: Containers and Kubernetes (5 questions)",
        "Tell me the city whose clock you live by",
    ] {
        says(&said, part);
    }
    town.close().await;
}

#[tokio::test]
async fn nobody_can_choose_the_channel_of_a_place_that_cannot_hold_questions() {
    let town = Town::founded().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let lounge = town.discord.add_channel(guild, "lounge", 2);
    let asked = town.discord.command(town.person("Amina"), lounge, "setup", Vec::new()).unwrap();
    let panel = town.discord.answered(asked, std::time::Duration::from_secs(20)).await.unwrap();
    says(&text(&panel), "not chosen yet");
    says(&text(&panel), "Choose the channel for the daily question.");
    town.settle().await;
    town.close().await;
}

#[tokio::test]
async fn a_channel_that_becomes_another_kind_is_named_with_the_remedy_and_nothing_starts() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    town.discord.convert_channel(town.channel(), 2);
    let refused = text(&town.presses("Amina", &panel, "setup/start").await);
    says(&refused, "Not started yet");
    says(&refused, "Choose a text channel, an announcement channel or a forum.");
    town.close().await;
}

#[tokio::test]
async fn a_bad_time_or_city_is_told_kindly_and_loses_nothing() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Africa/Douala"))]).await;
    for (time, zone, told) in [
        (
            "25:00",
            "Paris",
            "I can't read “25:00” as a time. Open the form again and write it like 09:00 or 18:30.",
        ),
        ("nine", "", "I can't read “nine” as a time."),
        ("10:00", "Atlantis", "I don't know a city or time zone called “Atlantis”."),
        ("10:00", "Europe", "I'm not sure which place you mean by “Europe”. Did you mean one of these: "),
    ] {
        let slip = town.fills("Amina", &panel, "setup/when", &[("time", time), ("zone", zone)]).await;
        says(&text(&slip), told);
        assert!(is_private(&slip), "{time} {zone}");
        let message = slip.message.expect("a sentence is shown");
        let again = message["components"][0]["components"][0]["custom_id"].as_str().expect("a button");
        let form = town.presses_on("Amina", id(&message), again).await.modal.expect("the form opens again");
        let typed: Vec<&Value> =
            [0, 1].iter().map(|row| &form["components"][row]["components"][0]["value"]).collect();
        let filled = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
        assert_eq!(typed, [&filled(time), &filled(zone)], "nothing has to be typed twice");
    }
    let panel = town.runs("Amina", "/setup", &[]).await;
    says(&text(&panel), "09:00, Africa/Douala · Mon Tue Wed Thu Fri");
    let empty = town.fills("Amina", &panel, "setup/when", &[("time", "6:30 pm"), ("zone", "")]).await;
    says(&text(&empty), "18:30, Africa/Douala");
    let as_it_is = town.fills("Amina", &empty, "setup/when", &[("time", ""), ("zone", "Paris")]).await;
    says(&text(&as_it_is), "18:30, Europe/Paris");
    town.close().await;
}

#[tokio::test]
async fn each_select_shows_what_was_chosen_and_choosing_nobody_takes_the_ping_back() {
    let town = Town::founded().await;
    let role = town.discord.role("Learners").unwrap();
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let said = text(&town.chooses("Amina", &panel, "setup/role", &[&role.to_string()]).await);
    says(&said, &format!("<@&{role}>"));
    let said = text(&town.chooses("Amina", &panel, "setup/role", &[]).await);
    says(&said, "nobody");
    let said = text(&town.chooses("Amina", &panel, "setup/packs", &["w08-containers"]).await);
    says(&said, "Saved.");
    let shown = town.chooses("Amina", &panel, "setup/weekdays", &["2", "6"]).await;
    says(&text(&shown), "Tue Sat");
    let chosen: Vec<Value> = shown.message.as_ref().unwrap()["components"][2]["components"][0]["options"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|option| option["default"] == json!(true))
        .map(|option| option["value"].clone())
        .collect();
    assert_eq!(chosen, [json!("2"), json!("6")]);
    town.close().await;
}

#[tokio::test]
async fn the_next_five_are_the_scheduled_times_and_the_preview_is_the_next_of_them() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    says(&text(&panel), &format!("<t:{}:", town.next("Tue 09:00").timestamp()));
    let five =
        ["Tue 24 Nov 09:00", "Wed 25 Nov 09:00", "Thu 26 Nov 09:00", "Fri 27 Nov 09:00", "Mon 30 Nov 09:00"];
    says(&text(&panel), &five.join(" · "));
    let preview = town.presses("Amina", &panel, "setup/preview").await.message.unwrap();
    town.at("Tue 09:00").await;
    let post = &town.posts()[1];
    assert_eq!(preview["embeds"], post["embeds"]);
    assert_eq!(preview["components"], post["components"]);
    says(&text_of(&preview), "Only you see this.");
    town.close().await;
}

#[tokio::test]
async fn a_role_that_cannot_be_pinged_is_named_beside_the_ping() {
    let town = Town::founded().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let quiet = town.discord.add_role(guild, "Quiet", 0, false);
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let panel = town.chooses("Amina", &panel, "setup/role", &[&quiet.to_string()]).await;
    says(&text(&panel), &format!("A ping of <@&{quiet}> would reach nobody. Allow everyone to mention"));
    let started = text(&town.presses("Amina", &panel, "setup/start").await);
    says(&started, "Started.");
    town.close().await;
}

#[tokio::test]
async fn start_is_refused_while_something_blocks_and_works_after_check() {
    const NEEDED: [(u64, &str); 5] = [
        (1 << 11, "Send Messages"),
        (1 << 14, "Embed Links"),
        (1 << 16, "Read Message History"),
        (1 << 35, "Create Public Threads"),
        (1 << 10, "View Channel"),
    ];
    let town = Town::founded().await;
    let (channel, bot) = (town.channel(), town.discord.bot());
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    for (bit, name) in NEEDED {
        town.discord.set_overwrite(channel, bot, 0, bit);
        let refused = text(&town.presses("Amina", &panel, "setup/start").await);
        says(&refused, "Not started yet");
        says(&refused, name);
        says(&refused, "then press Check again");
        town.discord.set_overwrite(channel, bot, 0, 0);
    }
    town.at("Mon 09:00").await;
    assert!(town.posts().is_empty(), "nothing was started");
    let checked = text(&town.presses("Amina", &panel, "setup/check").await);
    says(&checked, "✔ I can post, open threads and react here");
    town.close().await;
}

#[tokio::test]
async fn the_first_day_whose_time_has_passed_may_wait_for_the_next_one() {
    let town = Town::founded().await;
    town.at("Mon 10:00").await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let asked = town.presses("Amina", &panel, "setup/start").await;
    says(&text(&asked), "09:00 has passed for today.");
    assert!(town.posts().is_empty(), "it asks before it posts");
    let started = text(&town.presses("Amina", &asked, "setup/start-next").await);
    says(&started, "Started. The first question comes");
    town.at("Mon 23:00").await;
    assert!(town.posts().is_empty());
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 1);
    assert!(!text_of(&town.posts()[0]).contains("late"), "{}", text_of(&town.posts()[0]));
    town.close().await;
}

#[tokio::test]
async fn the_panel_works_after_a_restart() {
    let mut town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    town.stop_bot().await;
    town.start_bot().await;
    let panel = town.chooses("Amina", &panel, "setup/weekdays", &["1", "2"]).await;
    says(&text(&panel), "Mon Tue");
    let started = town.presses("Amina", &panel, "setup/start").await;
    says(&text(&started), "Started.");
    town.at("Mon 09:00").await;
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn whoever_may_no_longer_manage_the_server_cannot_use_the_panel_they_have() {
    let town = Town::founded().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let role = town.discord.add_role(guild, "Hosts", MANAGE_GUILD, false);
    town.discord.give_role(guild, town.person("Dora"), role);
    let panel = town.runs("Dora", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let opener =
        town.discord.press(town.person("Dora"), id(panel.message.as_ref().unwrap()), "setup/when").unwrap();
    town.settle().await;
    town.discord.set_role_permissions(guild, role, 0);
    for button in ["setup/start", "setup/preview", "setup/when", "setup/more"] {
        let refused = town.presses("Dora", &panel, button).await;
        says(&text(&refused), "Only people who may manage this server can do that.");
    }
    let fields = [("time".to_owned(), "10:00".to_owned()), ("zone".to_owned(), String::new())].into();
    let sent = town.discord.submit(town.person("Dora"), opener, &fields).unwrap();
    let refused = town.discord.answered(sent, std::time::Duration::from_secs(20)).await.unwrap();
    says(&text(&refused), "Only people who may manage this server can do that.");
    town.settle().await;
    says(&text(&town.runs("Amina", "/setup", &[]).await), "09:00, Europe/Paris");
    town.close().await;
}

#[tokio::test]
async fn a_changed_time_never_asks_a_day_twice() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.fills("Amina", &panel, "setup/when", &[("time", "11:00"), ("zone", "")]).await;
    town.at("Mon 12:00").await;
    assert_eq!(town.titles().len(), 1, "Monday had its question");
    town.fills("Amina", &panel, "setup/when", &[("time", "20:00"), ("zone", "Tokyo")]).await;
    town.at("Mon 23:00").await;
    assert_eq!(town.titles().len(), 1);
    town.at("Tue 12:00").await;
    assert_eq!(town.titles().len(), 2, "at eight in the evening in Tokyo");
    town.close().await;
}
