//! What the small community of the demo does: an organiser sets up, members answer, each by their own habit.
//!
//! They use commands, buttons and messages like anyone; nobody reaches behind the bot.

use std::time::Duration;

use anyhow::{Context, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Options, Stage};
use crate::domain::day_of;
use crate::words::Words;

/// Where the questions come.
pub(super) const CHANNEL: &str = "daily-question";

/// The clock is pushed this far at a time.
const STRIDE: TimeDelta = TimeDelta::minutes(30);

/// How long an answer of the bot may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A member and their habit.
struct Habit {
    name: &'static str,
    /// Strides after the question.
    after: usize,
    /// Whether they answer the question of this number.
    answers: fn(usize) -> bool,
}

const HABITS: [Habit; 3] = [
    Habit { name: "Ben", after: 1, answers: |_| true },
    Habit { name: "Chidi", after: 3, answers: |number| !number.is_multiple_of(4) },
    Habit { name: "Dora", after: 5, answers: |number| number > 5 },
];

/// Plays `options.days` days from the stage's present.
pub(super) async fn play(stage: &Stage, options: &Options) -> anyhow::Result<()> {
    settle(stage).await;
    set_up(stage, options).await?;
    let start = stage.clock.now();
    let first = day_of(options.zone, start);
    let mut strides_since_post = 0;
    let mut posts = threads(stage)?.len();
    while day_of(options.zone, stage.clock.now()).0.signed_duration_since(first.0).num_days()
        < i64::from(options.days)
    {
        push(stage, stage.clock.now() + STRIDE).await;
        let threads = threads(stage)?;
        strides_since_post = if threads.len() > posts { 0 } else { strides_since_post + 1 };
        posts = threads.len();
        if let Some(thread) = threads.last() {
            answer(stage, *thread, (posts, strides_since_post))?;
            settle(stage).await;
        }
    }
    let board =
        command(stage, "Ben", "leaderboard", vec![("period", json!("all")), ("share", json!(true))]).await?;
    anyhow::ensure!(board["embeds"].is_array(), "the board is not shown");
    Ok(())
}

async fn set_up(stage: &Stage, options: &Options) -> anyhow::Result<()> {
    let panel = command(stage, "Amina", "setup", vec![("city", json!(options.zone.name()))]).await?;
    press(stage, "Amina", &panel, "setup/start").await?;
    settle(stage).await;
    Ok(())
}

fn answer(stage: &Stage, thread: u64, (number, strides): (usize, usize)) -> anyhow::Result<()> {
    let words = Words::English;
    let lines = [words.demo_answer_one(), words.demo_answer_two(), words.demo_answer_three()];
    for (index, habit) in HABITS.iter().enumerate() {
        if habit.after == strides && (habit.answers)(number) {
            let line = &lines[(number + index) % lines.len()];
            stage.discord.say(person(stage, habit.name)?, thread, line).map_err(|reason| anyhow!(reason))?;
        }
    }
    Ok(())
}

/// The threads under the questions, oldest first.
fn threads(stage: &Stage) -> anyhow::Result<Vec<u64>> {
    let channel = stage.discord.channel(CHANNEL).context("cannot find the channel")?;
    let mut threads: Vec<u64> = stage.discord.threads(channel).iter().filter_map(id).collect();
    threads.sort_unstable();
    Ok(threads)
}

async fn push(stage: &Stage, to: DateTime<Utc>) {
    stage.clock.push_to(to);
    stage.discord.clock_moved();
    settle(stage).await;
}

async fn settle(stage: &Stage) {
    stage.bot.settle(|| stage.discord.dispatched()).await;
}

/// Uses a command and waits for the reply.
async fn command(stage: &Stage, who: &str, name: &str, options: Vec<(&str, Value)>) -> anyhow::Result<Value> {
    let channel = stage.discord.channel(CHANNEL).context("cannot find the channel")?;
    let options = options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let asked = stage
        .discord
        .command(person(stage, who)?, channel, name, options)
        .map_err(|reason| anyhow!(reason))?;
    reply(stage, asked).await.with_context(|| format!("no reply to /{name}"))
}

/// Presses a button of a message and waits for the reply.
async fn press(stage: &Stage, who: &str, message: &Value, button: &str) -> anyhow::Result<Value> {
    let message = id(message).context("cannot read the message's id")?;
    let asked =
        stage.discord.press(person(stage, who)?, message, button).map_err(|reason| anyhow!(reason))?;
    reply(stage, asked).await.with_context(|| format!("no reply to {button}"))
}

async fn reply(stage: &Stage, asked: u64) -> Option<Value> {
    stage.discord.answered(asked, PATIENCE).await.filter(|answer| answer.done && !answer.failed)?.message
}

fn person(stage: &Stage, name: &str) -> anyhow::Result<u64> {
    stage.discord.person(name).with_context(|| format!("cannot find {name}"))
}

fn id(object: &Value) -> Option<u64> {
    object["id"].as_str()?.parse().ok()
}
