//! Answers, streaks and boards, as members see them.

use serde_json::json;

use crate::town::{Town, text};

#[tokio::test]
async fn an_answer_gets_one_mark_and_nothing_else() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let answer = town.says("Ben", "two stages").await;
    let thread = town.threads()[0];
    let messages = town.discord.messages(thread);
    let message = messages.iter().find(|message| message["id"] == json!(answer.to_string())).unwrap();
    assert_eq!(message["reactions"][0]["emoji"]["name"], json!("✅"));
    let bot = json!(town.discord.bot().to_string());
    assert!(messages.iter().all(|message| message["author"]["id"] != bot), "the bot writes nothing there");
    town.close().await;
}

#[tokio::test]
async fn deleting_one_of_two_changes_nothing_and_the_only_one_takes_the_answer_back() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let first = town.says("Ben", "one").await;
    let second = town.says("Ben", "two").await;
    town.deletes("Ben", first).await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.deletes("Ben", second).await;
    assert!(!text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

#[tokio::test]
async fn an_answer_after_closing_counts_in_the_total_only() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let monday = town.threads()[0];
    town.at("Tue 09:00").await;
    town.says_in(monday, "Ben", "a day late").await;
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(!streak.contains("in a row") || streak.contains("0"), "{streak}");
    let board = text(&town.runs("Ben", "/leaderboard", &[("period", json!("all"))]).await);
    assert!(board.contains(&format!("<@{}>", town.person("Ben"))), "{board}");
    town.close().await;
}

#[tokio::test]
async fn messages_elsewhere_and_of_bots_count_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let general = town.discord.channel("general").unwrap();
    town.discord.say(town.person("Ben"), general, "not an answer").unwrap();
    town.discord.say(town.person("Ben"), town.channel(), "nor this").unwrap();
    town.settle().await;
    let board = text(&town.runs("Ben", "/leaderboard", &[]).await);
    assert!(!board.contains(&format!("<@{}>", town.person("Ben"))), "{board}");
    town.close().await;
}

#[tokio::test]
async fn seven_in_a_row_get_one_line_once() {
    let town = Town::running().await;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Mon", "Tue"] {
        town.at(&format!("{day} 09:00")).await;
        town.says("Ben", "every day").await;
    }
    let thread = *town.threads().last().unwrap();
    let bot = json!(town.discord.bot().to_string());
    let lines =
        |town: &Town| town.discord.messages(thread).iter().filter(|one| one["author"]["id"] == bot).count();
    assert_eq!(lines(&town), 1);
    let again = town.says("Ben", "and again").await;
    town.deletes("Ben", again).await;
    assert_eq!(lines(&town), 1);
    town.close().await;
}

#[tokio::test]
async fn the_board_shares_places_and_always_shows_the_reader() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    for name in ["Ben", "Chidi"] {
        town.says(name, "an answer").await;
    }
    town.at("Tue 09:00").await;
    for name in ["Ben", "Chidi", "Dora"] {
        town.says(name, "another").await;
    }
    let board = text(&town.runs("Dora", "/leaderboard", &[]).await);
    let place = |name: &str| {
        let who = format!("<@{}>", town.person(name));
        board
            .lines()
            .find(|line| line.contains(&who))
            .unwrap_or_else(|| panic!("{name} is not in {board}"))
            .to_owned()
    };
    assert!(place("Ben").contains('1') && place("Chidi").contains('1'), "{board}");
    assert!(place("Dora").contains('3'), "{board}");
    town.close().await;
}

#[tokio::test]
async fn a_hidden_member_is_seen_by_nobody_but_themselves() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    town.says("Chidi", "another").await;
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    town.presses("Ben", &privacy, "hide/true").await;
    let ben = format!("<@{}>", town.person("Ben"));
    assert!(!text(&town.runs("Chidi", "/leaderboard", &[]).await).contains(&ben));
    assert!(text(&town.runs("Ben", "/leaderboard", &[]).await).contains(&ben));
    let asked =
        text(&town.runs("Chidi", "/streak", &[("member", json!(town.person("Ben").to_string()))]).await);
    assert_eq!(asked, "They keep their streak to themselves.");
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

#[tokio::test]
async fn forgetting_takes_everything_and_needs_a_second_press() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    let asked = town.presses("Ben", &privacy, "forget/false").await;
    let ben = format!("<@{}>", town.person("Ben"));
    assert!(text(&town.runs("Chidi", "/leaderboard", &[]).await).contains(&ben), "asking deletes nothing");
    town.presses("Ben", &asked, "forget/true").await;
    assert!(!text(&town.runs("Chidi", "/leaderboard", &[]).await).contains(&ben));
    town.close().await;
}

#[tokio::test]
async fn a_member_who_left_goes_from_the_board_without_holding_up_a_reply() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    town.discord.remove_person(guild, town.person("Ben"));
    let ben = format!("<@{}>", town.person("Ben"));
    town.at("Wed 10:00").await;
    town.at("Tue 10:00").await;
    town.runs("Chidi", "/leaderboard", &[("period", json!("all"))]).await;
    town.settle().await;
    assert!(!text(&town.runs("Chidi", "/leaderboard", &[("period", json!("all"))]).await).contains(&ben));
    town.close().await;
}
