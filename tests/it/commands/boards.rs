//! `/leaderboard` and `/privacy`: periods, pages, sharing, hiding.

use quotidian::standin::discord::Answer;
use serde_json::json;

use super::{is_private, mention};
use crate::town::{Town, id, text};

async fn board(town: &Town, name: &str, period: &str) -> String {
    text(&town.runs(name, "/leaderboard", &[("period", json!(period))]).await)
}

#[tokio::test]
async fn weeks_and_months_turn_at_midnight_of_the_community() {
    // The last Friday of November 2026; in Auckland it is already Monday while it is Sunday in UTC.
    let town = Town::founded_at("2026-11-27", chrono_tz::Pacific::Auckland).await;
    town.set_up().await;
    town.at("Fri 09:00").await;
    town.says("Ben", "an answer").await;
    let ben = mention(&town, "Ben");
    town.at("Sun 23:59").await;
    assert!(board(&town, "Chidi", "week").await.contains(&ben));
    town.at("Mon 00:01").await;
    assert!(!board(&town, "Chidi", "week").await.contains(&ben), "a new week has begun");
    assert!(board(&town, "Chidi", "month").await.contains(&ben));
    town.at("Mon 23:59").await;
    assert!(board(&town, "Chidi", "month").await.contains(&ben));
    town.at("Tue 00:01").await;
    assert!(!board(&town, "Chidi", "month").await.contains(&ben), "December has begun");
    assert!(board(&town, "Chidi", "all").await.contains(&ben));
    town.close().await;
}

/// The places on a board, as they are written.
fn rows(answer: &Answer) -> Vec<String> {
    text(answer).lines().filter(|line| line.contains("<@")).map(str::to_owned).collect()
}

#[tokio::test]
async fn pages_turn_by_buttons_also_after_a_restart_and_the_reader_always_sees_their_place() {
    let mut town = Town::running().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    town.at("Mon 09:00").await;
    for number in 1..=11 {
        let name = format!("Guest {number}");
        town.discord.add_person(guild, &name);
        town.says(&name, "an answer").await;
    }
    town.at("Tue 09:00").await;
    for number in 1..=11 {
        town.says(&format!("Guest {number}"), "another").await;
    }
    town.says("Ben", "my first").await;
    let first = town.runs("Ben", "/leaderboard", &[]).await;
    assert!(text(&first).contains("page 1 of 2"), "{}", text(&first));
    assert!(text(&first).contains("Around you"), "{}", text(&first));
    assert!(
        rows(&first).iter().any(|row| row.starts_with("12.") && row.contains("(you)")),
        "{}",
        text(&first)
    );
    let second = town.presses("Ben", &first, "board/week/2").await;
    assert_eq!(rows(&second).len(), 2, "{}", text(&second));
    assert_eq!(id(second.message.as_ref().unwrap()), id(first.message.as_ref().unwrap()), "in place");
    town.stop_bot().await;
    town.start_bot().await;
    let again = town.presses("Ben", &second, "board/week/1").await;
    assert_eq!(rows(&again), rows(&first));
    let month = town.presses("Ben", &again, "board/month/1").await;
    assert!(text(&month).contains("This month's board"), "{}", text(&month));
    town.close().await;
}

#[tokio::test]
async fn a_shared_board_pings_nobody_and_keeps_a_hidden_reader_hidden() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    town.says("Chidi", "another").await;
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    town.presses("Ben", &privacy, "hide/true").await;
    let shared = town.runs("Ben", "/leaderboard", &[("share", json!(true))]).await;
    assert!(!is_private(&shared));
    let (said, message) = (text(&shared), shared.message.as_ref().unwrap());
    assert!(!said.contains(&mention(&town, "Ben")) && said.contains(&mention(&town, "Chidi")), "{said}");
    assert!(!said.contains("hidden"), "{said}");
    assert_eq!(message["mentions"], json!([]));
    let own = town.presses_on("Ben", id(message), "board/all/1").await;
    assert!(is_private(&own));
    assert!(text(&own).contains(&mention(&town, "Ben")), "{}", text(&own));
    town.close().await;
}

#[tokio::test]
async fn privacy_says_what_is_held_and_forgetting_starts_afresh() {
    let town = Town::running().await;
    let nothing = text(&town.runs("Ben", "/privacy", &[]).await);
    assert!(nothing.contains("No answer of yours is noted."), "{nothing}");
    town.at("Mon 09:00").await;
    town.says("Ben", "my first answer").await;
    let held = town.runs("Ben", "/privacy", &[]).await;
    assert!(is_private(&held));
    assert!(text(&held).contains("One answer") && text(&held).contains("30 days"), "{}", text(&held));
    let hidden = text(&town.presses("Ben", &held, "hide/true").await);
    assert!(hidden.contains("others no longer see you"), "{hidden}");
    let held = town.runs("Ben", "/privacy", &[]).await;
    assert!(text(&held).contains("Others don't see you on the boards."), "{}", text(&held));
    let shown = text(&town.presses("Ben", &held, "hide/false").await);
    assert!(shown.contains("you are on the boards again"), "{shown}");
    let held = town.runs("Ben", "/privacy", &[]).await;
    let sure = town.presses("Ben", &held, "forget/false").await;
    assert!(text(&sure).contains("Delete it all?"), "{}", text(&sure));
    town.presses("Ben", &sure, "forget/true").await;
    let nothing = text(&town.runs("Ben", "/privacy", &[]).await);
    assert!(nothing.contains("No answer of yours is noted."), "{nothing}");
    town.discord.repeat_last_event();
    town.says("Ben", "afresh").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}
