//! The day: asked once, at its time, late after downtime, never in a burst; pins, pauses and rounds.

use std::collections::BTreeMap;

use quotidian::standin::discord::{Act, Fault, Phase};
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

#[tokio::test]
async fn the_question_comes_at_its_time_with_a_thread_of_its_name() {
    let town = Town::running().await;
    assert!(town.posts().is_empty(), "nothing is posted before the time");
    town.at("Mon 08:59").await;
    assert!(town.posts().is_empty(), "nothing is posted before the time");
    town.at("Mon 09:00").await;
    let titles = town.titles();
    assert_eq!(titles.len(), 1);
    assert!(titles[0].starts_with("Day 1 · "), "{titles:?}");
    let threads = town.discord.threads(town.channel());
    assert_eq!(threads[0]["name"].as_str(), Some(titles[0].as_str()));
    assert_eq!(threads[0]["thread_metadata"]["auto_archive_duration"], json!(10_080));
    town.close().await;
}

#[tokio::test]
async fn each_weekday_has_one_question_and_the_weekend_none() {
    let town = Town::running().await;
    let start = town.clock.now();
    for hour in 1..=7 * 24 {
        town.push(start + chrono::TimeDelta::hours(hour)).await;
    }
    let days: Vec<String> =
        town.titles().iter().map(|title| title.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(days, ["Day 1", "Day 2", "Day 3", "Day 4", "Day 5"]);
    town.close().await;
}

#[tokio::test]
async fn todays_post_leads_to_the_thread_of_the_day_before_and_counts_its_answers() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "two stages").await;
    town.says("Chidi", "a smaller base").await;
    town.at("Tue 09:00").await;
    let post = town.posts().pop().unwrap();
    let buttons = post["components"][0]["components"].as_array().unwrap();
    let before = town.threads()[0].to_string();
    assert!(buttons.iter().any(|button| button["url"].as_str().is_some_and(|url| url.ends_with(&before))));
    assert!(text_of(&post).contains('2'), "{}", text_of(&post));
    town.close().await;
}

#[tokio::test]
async fn after_downtime_the_question_comes_once_the_same_day_and_says_so() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    town.at("Tue 17:00").await;
    town.start_bot().await;
    assert_eq!(town.titles().len(), 2);
    assert!(text_of(&town.posts()[1]).contains("late"), "{}", text_of(&town.posts()[1]));
    town.close().await;
}

#[tokio::test]
async fn days_wholly_missed_are_not_made_up_for_and_break_no_streak() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "measured first").await;
    town.stop_bot().await;
    town.at("Thu 10:00").await;
    town.start_bot().await;
    assert_eq!(town.titles().len(), 2, "one for Monday, one for Thursday");
    town.says("Ben", "measured again").await;
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("2 in a row"), "{streak}");
    town.close().await;
}

#[tokio::test]
async fn a_restart_posts_nothing_twice() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    for _ in 0..3 {
        town.stop_bot().await;
        town.start_bot().await;
    }
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_database_from_before_the_post_adopts_the_post_it_finds() {
    let mut town = Town::running().await;
    town.stop_bot().await;
    let backup = town.copy_database();
    town.start_bot().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    town.restore_database(&backup);
    town.at("Mon 12:00").await;
    town.start_bot().await;
    assert_eq!(town.titles().len(), 1, "the post is known again by its button");
    town.says("Ben", "still counted").await;
    let today = text(&town.runs("Ben", "/today", &[]).await);
    assert!(today.contains("answered"), "{today}");
    town.close().await;
}

#[tokio::test]
async fn a_cut_connection_after_the_post_was_made_does_not_make_another() {
    let town = Town::running().await;
    let channel = format!("/channels/{}/messages", town.channel());
    let cut = Fault {
        method: Some("POST".to_owned()),
        path_contains: channel,
        nth: 1,
        phase: Phase::After,
        act: Act::Cut,
        times: 1,
    };
    let cut = town.discord.fault(cut);
    town.at("Mon 09:00").await;
    cut.reached().await;
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1);
    assert_eq!(town.threads().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_server_error_that_hides_a_post_does_not_make_another() {
    let town = Town::running().await;
    let failing = Fault {
        method: Some("POST".to_owned()),
        path_contains: format!("/channels/{}/messages", town.channel()),
        nth: 1,
        phase: Phase::After,
        act: Act::Status(502, Value::Null, Vec::new()),
        times: 1,
    };
    town.discord.fault(failing);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert_eq!(town.titles().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_deleted_post_stays_deleted_and_breaks_no_streak() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "one").await;
    town.at("Tue 09:00").await;
    town.says("Ben", "two").await;
    let post = id(&town.posts()[1]);
    town.discord.delete(town.person("Amina"), town.channel(), post).unwrap();
    town.settle().await;
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(town.titles().len(), 1, "what a moderator deletes stays deleted");
    town.at("Wed 09:00").await;
    town.says("Ben", "three").await;
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("3 in a row"), "{streak}");
    town.close().await;
}

#[tokio::test]
async fn the_pin_moves_on_with_the_question() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let panel = town.presses("Amina", &panel, "setup/more").await;
    let panel = town.presses("Amina", &panel, "setup/pin").await;
    let panel = town.presses("Amina", &panel, "setup/back").await;
    town.presses("Amina", &panel, "setup/start").await;
    for day in ["Mon 09:00", "Tue 09:00", "Wed 09:00"] {
        town.at(day).await;
        let pins: Vec<u64> = town.discord.pins(town.channel()).iter().map(id).collect();
        assert_eq!(pins, [id(town.posts().last().unwrap())]);
    }
    town.close().await;
}

#[tokio::test]
async fn the_role_is_pinged_by_the_post_and_by_nothing_else() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let role = town.discord.role("Learners").unwrap().to_string();
    let panel = town.chooses("Amina", &panel, "setup/role", &[&role]).await;
    town.presses("Amina", &panel, "setup/start").await;
    town.at("Mon 09:00").await;
    assert_eq!(town.posts()[0]["mention_roles"], json!([role]));
    let bodies = town.discord.requests();
    let calling =
        bodies.iter().filter(|one| one.method != "GET" && one.body["allowed_mentions"]["roles"].is_array());
    assert_eq!(calling.count(), 1);
    let silent = |one: &&quotidian::standin::discord::Request| one.body.get("content").is_some();
    for one in bodies.iter().filter(silent) {
        assert_eq!(one.body["allowed_mentions"]["parse"], json!([]), "{}", one.path);
    }
    town.close().await;
}

#[tokio::test]
async fn a_paused_community_is_not_asked_and_misses_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "one").await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/pause").await;
    town.at("Thu 12:00").await;
    assert_eq!(town.titles().len(), 1);
    let panel = town.presses("Amina", &panel, "setup/start").await;
    assert!(town.titles().len() == 1, "today's time has passed, so it asks before it posts");
    town.presses("Amina", &panel, "setup/start-now").await;
    town.settle().await;
    assert_eq!(town.titles().len(), 2);
    town.says("Ben", "two").await;
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("2 in a row"), "{streak}");
    town.close().await;
}

#[tokio::test]
async fn nothing_repeats_until_the_packs_are_exhausted_and_then_the_round_is_marked() {
    let town = Town::running().await;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Mon"] {
        town.at(&format!("{day} 09:00")).await;
    }
    let titles = town.titles();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for title in &titles {
        *seen.entry(title.split(" · ").last().unwrap()).or_default() += 1;
    }
    assert_eq!(seen.len(), 5, "{titles:?}");
    assert!(text_of(&town.posts()[5]).contains("round 2"), "{}", text_of(&town.posts()[5]));
    let told = town.discord.directs(town.person("Amina"));
    assert_eq!(told.len(), 2, "told once each round that few are left: {told:?}");
    town.close().await;
}

#[tokio::test]
async fn a_removed_bot_pauses_the_community_also_while_away() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    town.discord.remove_bot(guild);
    town.start_bot().await;
    town.at("Tue 09:00").await;
    town.discord.invite_bot(guild);
    town.settle().await;
    town.at("Wed 09:00").await;
    assert_eq!(town.titles().len(), 1, "back again it waits for an organiser");
    let panel = text(&town.runs("Amina", "/setup", &[]).await);
    assert!(panel.contains("paused") || panel.contains("Paused"), "{panel}");
    town.close().await;
}

#[tokio::test]
async fn a_deleted_channel_pauses_the_community_and_the_organiser_is_told_also_while_away() {
    let mut town = Town::running().await;
    town.stop_bot().await;
    town.discord.delete_channel(town.channel());
    town.start_bot().await;
    town.at("Tue 09:00").await;
    assert_eq!(town.told_of_trouble().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_post_that_a_moderator_deletes_before_its_receipt_stays_deleted() {
    let town = Town::running().await;
    let cut = town.discord.fault(Fault {
        method: Some("POST".to_owned()),
        path_contains: format!("/channels/{}/messages", town.channel()),
        nth: 1,
        phase: Phase::After,
        act: Act::Hold,
        times: 1,
    });
    town.clock.push_to(town.next("Mon 09:00"));
    town.discord.clock_moved();
    let deleting = async {
        cut.reached().await;
        let post = id(&town.posts()[0]);
        town.discord.delete(town.person("Amina"), town.channel(), post).unwrap();
        town.discord.fault(Fault {
            method: Some("GET".to_owned()),
            path_contains: format!("/channels/{}/messages", town.channel()),
            nth: 1,
            phase: Phase::After,
            act: Act::Cut,
            times: 1,
        });
        cut.release();
    };
    tokio::join!(town.settle(), deleting);
    town.settle_patiently().await;
    assert!(town.posts().is_empty(), "what a moderator deletes stays deleted");
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 1, "the next day is asked as ever");
    town.close().await;
}
