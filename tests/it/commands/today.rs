//! `/today` and `/streak`, in every state.

use quotidian::standin::discord::{Act, Fault, Phase};
use serde_json::json;

use super::mention;
use crate::town::{Town, text};

async fn today(town: &Town, name: &str) -> String {
    text(&town.runs(name, "/today", &[]).await)
}

#[tokio::test]
async fn before_anything_was_asked_it_says_what_to_wait_for() {
    let town = Town::founded().await;
    let said = today(&town, "Ben").await;
    assert!(said.contains("has not started here yet") && said.contains("/setup"), "{said}");
    town.set_up().await;
    let (said, first) = (today(&town, "Ben").await, town.next("Mon 09:00").timestamp());
    assert!(said.contains("Nothing has been asked here yet. The first question comes"), "{said}");
    assert!(said.contains(&format!("<t:{first}:")), "{said}");
    town.close().await;
}

#[tokio::test]
async fn it_leads_to_the_thread_and_tells_each_member_whether_they_answered() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let said = today(&town, "Ben").await;
    let until = town.next("Tue 09:00").timestamp();
    for part in [
        &format!("<#{}>", town.threads()[0]),
        "Your answer is still to come",
        "the first answer could be yours",
        &format!("Open until <t:{until}:"),
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    town.says("Ben", "an answer").await;
    let said = today(&town, "Ben").await;
    assert!(said.contains("You have answered. Today counts."), "{said}");
    let said = today(&town, "Chidi").await;
    assert!(said.contains("still to come") && said.contains("One of us has answered"), "{said}");
    town.close().await;
}

#[tokio::test]
async fn over_the_weekend_fridays_question_stays_the_one() {
    let town = Town::running().await;
    town.at("Fri 09:00").await;
    town.at("Sun 20:00").await;
    let (said, monday) = (today(&town, "Ben").await, town.next("Mon 09:00").timestamp());
    assert!(said.contains(&format!("<t:{monday}:")), "{said}");
    assert!(said.contains(&format!("<#{}>", town.threads()[0])), "{said}");
    town.close().await;
}

#[tokio::test]
async fn paused_it_still_shows_the_last_question_without_an_end() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &panel, "setup/pause").await;
    let said = today(&town, "Ben").await;
    assert!(said.contains("Open until the next question comes."), "{said}");
    town.close().await;
}

#[tokio::test]
async fn while_the_post_is_on_its_way_it_says_so() {
    let town = Town::running().await;
    let threads = Fault {
        method: Some("POST".to_owned()),
        path_contains: "/threads".to_owned(),
        nth: 1,
        phase: Phase::Before,
        act: Act::Hold,
        times: 1,
    };
    let held = town.discord.fault(threads);
    let seen = async {
        held.reached().await;
        let ben = town.person("Ben");
        let asked = town.discord.command(ben, town.channel(), "today", Vec::new()).unwrap();
        let seen = town.discord.answered(asked, std::time::Duration::from_secs(20)).await.unwrap();
        held.release();
        text(&seen)
    };
    let ((), said) = tokio::join!(town.at("Mon 09:00"), seen);
    assert!(said.contains("Day 1 · "), "{said}");
    assert!(said.contains("Its thread is just being opened"), "{said}");
    town.close().await;
}

#[tokio::test]
async fn a_streak_at_zero_shows_what_was_best_and_what_is_open() {
    let town = Town::running().await;
    let streak = async |name: &str, options: &[(&str, serde_json::Value)]| {
        text(&town.runs(name, "/streak", options).await)
    };
    assert!(streak("Ben", &[]).await.contains("Your first answer starts your streak."));
    for day in ["Mon", "Tue"] {
        town.at(&format!("{day} 09:00")).await;
        town.says("Ben", "an answer").await;
    }
    assert!(streak("Ben", &[]).await.contains("2 in a row. Today is answered."));
    let of_ben = [("member", json!(town.person("Ben").to_string()))];
    let said = streak("Chidi", &of_ben).await;
    assert!(said.contains(&format!("{}: 2 in a row", mention(&town, "Ben"))), "{said}");
    assert!(!said.contains("Today"), "what someone else still has to do is theirs: {said}");
    town.at("Wed 09:00").await;
    town.at("Thu 09:00").await;
    let said = streak("Ben", &[]).await;
    assert!(said.contains("Your longest run was 2."), "{said}");
    assert!(said.contains("is open until"), "{said}");
    let of_others = streak("Chidi", &of_ben).await;
    assert!(of_others.contains("'s longest run was 2."), "{of_others}");
    for shaming in ["lost", "broke", "missed", "0 in a row", "only"] {
        assert!(
            !said.contains(shaming) && !of_others.contains(shaming),
            "{shaming} in:\n{said}\n{of_others}"
        );
    }
    town.close().await;
}

#[tokio::test]
async fn a_question_that_could_not_be_posted_yet_is_on_its_way() {
    const SEND: u64 = 1 << 11;
    let town = Town::running().await;
    let channel = town.channel();
    town.discord.set_overwrite(channel, town.discord.bot(), 0, SEND);
    town.at("Mon 09:00").await;
    let today = text(&town.runs("Ben", "/today", &[]).await);
    assert_eq!(today, "Today's question is on its way. Please look again in a few minutes.");
    town.discord.set_overwrite(channel, town.discord.bot(), 0, 0);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    let today = text(&town.runs("Ben", "/today", &[]).await);
    assert!(today.contains("Day 1"), "{today}");
    town.close().await;
}
