//! Two days of a community, act by act, and what is left of them: the rows of the database, and what people see.

use quotidian::standin::discord::Discord;
use serde_json::{Value, json};

use crate::databases::rows;
use crate::town::{Town, id, text_of};

/// Something that happens in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Amina sets the bot up, with pins.
    SetUp,
    /// A question is due.
    Morning(&'static str),
    /// A member answers in the latest thread.
    Says(&'static str, &'static str),
    /// A member deletes what they last said there.
    TakesBack(&'static str),
    /// A member uses a command.
    Runs(&'static str, &'static str),
}

/// The day's story, and the morning after.
pub(super) const STORY: [Act; 9] = [
    Act::SetUp,
    Act::Morning("Mon 09:00"),
    Act::Says("Ben", "two stages"),
    Act::Says("Chidi", "a smaller base"),
    Act::TakesBack("Chidi"),
    Act::Morning("Tue 09:00"),
    Act::Says("Ben", "again two stages"),
    Act::Runs("Dora", "/leaderboard"),
    Act::Runs("Ben", "/streak"),
];

/// A week of answers: the seventh is congratulated on.
pub(super) const WEEK: [Act; 15] = [
    Act::SetUp,
    Act::Morning("Mon 09:00"),
    Act::Says("Ben", "one"),
    Act::Morning("Tue 09:00"),
    Act::Says("Ben", "two"),
    Act::Morning("Wed 09:00"),
    Act::Says("Ben", "three"),
    Act::Morning("Thu 09:00"),
    Act::Says("Ben", "four"),
    Act::Morning("Fri 09:00"),
    Act::Says("Ben", "five"),
    Act::Morning("Mon 09:00"),
    Act::Says("Ben", "six"),
    Act::Morning("Tue 09:00"),
    Act::Says("Ben", "seven"),
];

/// Plays an act, until everything that follows from it was done, also what had to be tried again.
pub(super) async fn play(town: &Town, act: Act) {
    match act {
        Act::SetUp => {
            let zone = vec![("city", json!(town.zone.name()))];
            let mut panel = town.runs("Amina", "/setup", &zone).await;
            for button in ["setup/more", "setup/pin", "setup/back", "setup/start"] {
                panel = town.presses("Amina", &panel, button).await;
            }
        }
        Act::Morning(when) => town.at(when).await,
        Act::Says(name, text) => {
            town.says(name, text).await;
        }
        Act::TakesBack(name) => {
            let message = last_of(town, name);
            town.deletes(name, message).await;
        }
        Act::Runs(name, command) => {
            town.runs(name, command, &[]).await;
        }
    }
    town.settle_patiently().await;
}

/// What a member said last in the latest thread.
pub(super) fn last_of(town: &Town, name: &str) -> u64 {
    let thread = *town.threads().last().expect("a question was asked");
    let person = json!(town.person(name).to_string());
    let own = |message: &Value| message["author"]["id"] == person;
    town.discord.messages(thread).iter().rfind(|message| own(message)).map(id).expect("they said something")
}

/// What is left of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Every row of the database; ids of messages are replaced by their rank, since no two runs have the same.
    pub(super) rows: Vec<String>,
    /// The channel and its threads, message by message.
    pub(super) seen: Vec<String>,
    /// What Amina was told privately.
    pub(super) told: Vec<String>,
}

/// Reads what is left, and ends the story: nothing may be owed.
pub(super) async fn outcome(town: Town) -> Outcome {
    town.settle_patiently().await;
    let outcome = Outcome {
        rows: ranked(&rows_of(&town).await),
        seen: seen(&town),
        told: town.discord.directs(town.person("Amina")).iter().map(text_of).collect(),
    };
    town.close().await;
    outcome
}

async fn rows_of(town: &Town) -> Vec<String> {
    let tables = rows(town.db()).await;
    let line = |table: &String, row: &Vec<Option<String>>| {
        let columns = row.iter().map(|column| column.as_deref().unwrap_or("null"));
        format!("{table}: {}", columns.collect::<Vec<_>>().join(" | "))
    };
    tables.iter().flat_map(|(table, all)| all.iter().map(move |row| line(table, row))).collect()
}

/// The rows with every long number, which is an id, replaced by its rank among them.
fn ranked(rows: &[String]) -> Vec<String> {
    let is_id = |part: &&str| part.len() > 15 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts =
        |row: &str| row.split(|letter: char| !letter.is_ascii_digit()).map(str::to_owned).collect::<Vec<_>>();
    let all: Vec<String> = rows.iter().flat_map(|row| parts(row)).collect();
    let mut ids: Vec<u64> =
        all.iter().map(String::as_str).filter(is_id).filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut ranked = rows.to_vec();
    for (rank, id) in ids.iter().enumerate() {
        ranked.iter_mut().for_each(|row| *row = row.replace(&id.to_string(), &format!("#{rank}")));
    }
    ranked
}

fn seen(town: &Town) -> Vec<String> {
    let mut seen = lines(&town.discord, town.channel());
    for thread in town.threads() {
        seen.extend(lines(&town.discord, thread));
    }
    seen
}

fn lines(discord: &Discord, channel: u64) -> Vec<String> {
    let line = |message: &Value| {
        let marks = message["reactions"].as_array().map_or(0, Vec::len);
        let thread = message["thread"]["name"].as_str().unwrap_or("none");
        format!(
            "{} {} pinned {} marks {marks} thread {thread}: {}",
            message["author"]["username"],
            message["type"],
            message["pinned"],
            text_of(message)
        )
    };
    discord.messages(channel).iter().map(line).collect()
}
