//! Thirty days of a group on the shipped questions: hints, private answers, the answer in each thread, a come-back, and a
//! question of the group's own.

use std::path::Path;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use quotidian::standin::discord::Answer;
use serde_json::Value;

use crate::town::{Town, id, text, text_of};

/// So many days after Monday 23 November 2026, at this local time.
fn on(town: &Town, day: u64, time: &str) -> DateTime<Utc> {
    let monday: NaiveDate = "2026-11-23".parse().unwrap();
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    town.zone.from_local_datetime(&(monday + Days::new(day)).and_time(time)).unwrap().with_timezone(&Utc)
}

/// The button of a message whose id has this part.
fn button(message: &Value, part: &str) -> String {
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.filter_map(|row| row["components"].as_array()).flatten();
    let mut ids = parts.filter_map(|part| part["custom_id"].as_str());
    ids.find(|id| id.contains(part)).unwrap_or_else(|| panic!("no button …{part}… in {message}")).to_owned()
}

/// Presses a button under the latest question.
async fn under_the_question(town: &Town, name: &str, part: &str) -> Answer {
    let post = town.posts().pop().expect("a question was asked");
    town.presses_on(name, id(&post), &button(&post, part)).await
}

/// Presses a button of a reply.
async fn then(town: &Town, name: &str, answer: &Answer, part: &str) -> Answer {
    let shown = answer.message.as_ref().expect("a message was shown");
    town.presses(name, answer, &button(shown, part)).await
}

async fn answers_privately(town: &Town, name: &str, words: &str) -> Answer {
    let post = town.posts().pop().expect("a question was asked");
    let fields = [("answer", words)];
    town.fills_on(name, id(&post), &button(&post, "/write"), &fields).await
}

#[track_caller]
fn says(answer: &Answer, part: &str) {
    assert!(text(answer).contains(part), "{part:?} is not in:\n{}", text(answer));
}

/// How often the answer stands in a thread.
fn reveals(town: &Town, thread: u64) -> usize {
    let messages = town.discord.messages(thread);
    messages.iter().filter(|message| text_of(message).contains("What a strong answer covers")).count()
}

/// A hint is asked for, and the next one too early; after an attempt it opens.
async fn hints(town: &Town) {
    says(&under_the_question(town, "Dora", "hint/").await, "docker history");
    let early = under_the_question(town, "Dora", "hint/").await;
    says(&early, &format!("<t:{}", on(town, 0, "12:00").timestamp()));
    assert!(!text(&early).contains("Only the last `FROM`"), "{}", text(&early));
    town.says("Dora", "Leave the compiler behind.").await;
    says(&under_the_question(town, "Dora", "hint/").await, "Only the last `FROM`");
}

/// Two private answers: one is changed, one is taken back.
async fn private_answers(town: &Town) {
    says(&answers_privately(town, "Chidi", "A user of its own.").await, "Saved. It counts for today.");
    let dora = answers_privately(town, "Dora", "I am not sure.").await;
    says(
        &answers_privately(town, "Chidi", "A user with a number, and no capabilities.").await,
        "with a number",
    );
    says(&then(town, "Dora", &dora, "/take-back").await, "Taken back");
    says(&town.runs("Chidi", "/today", &[]).await, "You have answered");
    says(&town.runs("Dora", "/today", &[]).await, "Your answer is still to come");
}

/// What Ben missed on the second day came back a week after it closed; he knows it now.
async fn comes_back(town: &Town) {
    let missed = town.titles()[1].split(" · ").last().unwrap().to_owned();
    let back = town.runs("Ben", "/review", &[]).await;
    says(&back, &missed);
    let answer = then(town, "Ben", &back, "/answer/").await;
    says(&answer, "What a strong answer covers");
    says(&then(town, "Ben", &answer, "/score-3/").await, "It comes back on");
}

#[tokio::test]
async fn thirty_days_of_a_group() {
    let mut town = Town::founded().await;
    town.stop_bot().await;
    town.read_questions(Path::new("questions"));
    town.start_bot().await;
    town.set_up().await;
    for day in 0..30 {
        if matches!(day, 14 | 15) {
            // Away from Monday before the question until Wednesday after it: over the time of two answers.
            continue;
        }
        let local = on(&town, day, "09:00").with_timezone(&town.zone);
        town.push(on(&town, day, if day == 16 { "11:00" } else { "09:00" })).await;
        if day == 16 {
            town.start_bot().await;
        }
        let weekend = local.weekday().number_from_monday() > 5;
        if !weekend && day != 1 {
            town.says("Ben", "An answer of mine.").await;
        }
        match day {
            0 => hints(&town).await,
            1 => private_answers(&town).await,
            8 => says(&town.runs("Ben", "/review", &[]).await, "Nothing comes back today"),
            9 => comes_back(&town).await,
            13 => town.stop_bot().await,
            _ => {}
        }
    }
    let threads = town.threads();
    assert_eq!(threads.len(), 22 - 2, "a question each weekday, but for the two while nobody was there");
    let (open, closed) = threads.split_last().unwrap();
    assert_eq!(reveals(&town, *open), 0, "the open question keeps its answer");
    for thread in closed {
        assert_eq!(reveals(&town, *thread), 1);
    }
    town.close().await;
}
