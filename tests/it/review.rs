//! `/review` and `/progress`: what a member missed or found hard comes back to them, on its day and to nobody else.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use quotidian::standin::discord::Answer;
use serde_json::Value;

use crate::town::{Town, text};

/// So many days after Monday 23 November 2026, at this local time.
fn on(town: &Town, days: u64, time: &str) -> DateTime<Utc> {
    let monday: NaiveDate = "2026-11-23".parse().unwrap();
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    let local = (monday + Days::new(days)).and_time(time);
    town.zone.from_local_datetime(&local).earliest().unwrap().with_timezone(&Utc)
}

async fn review(town: &Town, name: &str) -> Answer {
    town.runs(name, "/review", &[]).await
}

/// The buttons of a reply whose ids contain this.
fn buttons(answer: &Answer, part: &str) -> Vec<String> {
    let message = answer.message.as_ref().expect("a message was shown");
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = parts.filter_map(|part: &Value| part["custom_id"].as_str().map(str::to_owned));
    ids.filter(|id| id.contains(part)).collect()
}

async fn press(town: &Town, name: &str, answer: &Answer, part: &str) -> Answer {
    let found = buttons(answer, part);
    assert_eq!(found.len(), 1, "one button {part} among {:?}", buttons(answer, ""));
    town.presses(name, answer, &found[0]).await
}

/// Shows the answer of what came back, and marks it.
async fn mark(town: &Town, name: &str, shown: &Answer, score: u8) -> Answer {
    let answer = press(town, name, shown, "/answer/").await;
    assert!(text(&answer).contains("What a strong answer covers"), "{}", text(&answer));
    press(town, name, &answer, &format!("/score-{score}/")).await
}

/// Ben answered on Monday, missed Tuesday's question, which closed on Wednesday, and answered since.
async fn ben_missed_tuesday() -> Town {
    let town = Town::running().await;
    for (day, answers) in [("Mon", true), ("Tue", false), ("Wed", true)] {
        town.at(&format!("{day} 09:00")).await;
        if answers {
            town.says("Ben", "an answer").await;
        }
    }
    town
}

fn title(town: &Town, ordinal: usize) -> String {
    town.titles()[ordinal - 1].split(" · ").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_come_back_arrives_on_its_day_and_not_one_day_before() {
    let town = ben_missed_tuesday().await;
    let missed = title(&town, 2);
    assert_eq!(
        text(&review(&town, "Ben").await),
        "Nothing comes back today. The next one comes on 2 December 2026."
    );
    town.push(on(&town, 8, "23:59")).await;
    assert!(text(&review(&town, "Ben").await).contains("Nothing comes back today"));
    town.push(on(&town, 9, "00:01")).await;
    let shown = review(&town, "Ben").await;
    let said = text(&shown);
    assert!(said.starts_with(&missed), "{said}");
    assert!(said.contains("Back for you · Asked on 24 November 2026 · Discussed in <#"), "{said}");
    assert!(said.contains(&format!("<#{}>", town.threads()[1])), "{said}");
    assert!(!said.contains("What a strong answer covers"), "{said}");
    // Only Ben sees it, and nobody else has anything of it.
    assert_eq!(shown.message.as_ref().unwrap()["flags"], 64);
    assert!(text(&review(&town, "Chidi").await).contains("your first answer starts that"));
    town.close().await;
}
