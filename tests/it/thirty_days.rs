//! Thirty days of a group on the shipped questions: hints, private answers, the answer in each thread, a come-back, and a
//! question of the group's own.

use std::path::Path;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use quotidian::standin::discord::Answer;
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

const SUGGESTED: &str = "The deploy that nobody saw";

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

/// Dora proposes a question of her own.
async fn suggests(town: &Town) {
    let opener = town.discord.command(town.person("Dora"), town.channel(), "suggest", Vec::new()).unwrap();
    assert!(town.discord.answered(opener, PATIENCE).await.unwrap().modal.is_some(), "a form is opened");
    let fields = [
        ("title", "The deploy nobody saw"),
        (
            "scenario",
            "It went out at noon, and the shop was empty until three.\n\n**What do you look at first?**",
        ),
        ("points", "Say what changed.\nSay who was told."),
        ("link", "https://example.org/deploys"),
        ("nudge", "Begin with the log."),
    ];
    says(&town.sends("Dora", opener, &fields).await, "Thank you");
}

/// Amina gives it a better title, takes it, and has it asked next.
async fn takes(town: &Town) {
    let page = town.runs("Amina", "/suggest", &[]).await;
    let shown = page.message.as_ref().unwrap();
    let better = [("title", SUGGESTED)];
    let page = town.fills("Amina", &page, &button(shown, "suggest/edit/"), &better).await;
    says(&then(town, "Amina", &page, "suggest/approve/").await, "Taken.");
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.chooses("Amina", &panel, "setup/packs", &["w08-containers", "own"]).await;
    let found = town.runs("Amina", "/bank", &[("search", json!(SUGGESTED))]).await;
    let card = town.chooses("Amina", &found, "bank/look", &["own-the-deploy-that-nobody-saw"]).await;
    then(town, "Amina", &card, "bank/next/").await;
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
            3 => suggests(&town).await,
            4 => takes(&town).await,
            7 => {
                let post = text_of(&town.posts().pop().unwrap());
                assert!(
                    post.contains(SUGGESTED) && post.contains(&format!("<@{}>", town.person("Dora"))),
                    "{post}"
                );
            }
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
