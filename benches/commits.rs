//! How many answers are kept each second, beside how often the same database can commit at all: `make commits`.
//!
//! An answer goes the way of the bot, from the pump's door until it is committed with the member's streak and the mark
//! that it calls for. So many at once are told, each by a teller that tells the next when the one before is kept. A bare
//! commit is one row of two numbers, inserted by one connection that does nothing else. Both take turns, round by round,
//! on the same disk and in the same database, which promises to keep what it committed: SQLite with synchronous = full,
//! PostgreSQL with the settings that it comes with. A ratio is of the same round.
//!
//! The PostgreSQL server and this process share the machine with whatever else runs there.

#![expect(clippy::print_stdout, reason = "the figures are for whoever asked for them")]
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on is over")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Duration, Utc};
use filled::{NOW, fill};
use futures_util::future::join_all;
use quotidian::app::App;
use quotidian::clock::Clock;
use quotidian::event::{Event, Message};
use quotidian::metrics::Metrics;
use quotidian::pump::{Pace, Pump};
use quotidian::questions;
use quotidian::store::Store;
use server::Server;
use sqlx::{AnyPool, Connection};

#[path = "../tests/it/postgres/filled.rs"]
#[expect(dead_code, reason = "what names the rows is for other measurements")]
mod filled;
#[path = "../tests/it/postgres/server.rs"]
mod server;

/// How many communities answer.
const COMMUNITIES: i64 = 1_000;
/// How often everything is measured.
const ROUNDS: usize = 5;
/// How many bare commits are made in a round.
const BARE: i64 = 500;
/// How many answers wait at once, and how many are told in a round.
const LOADS: [(i64, i64); 4] = [(1, 300), (8, 1_000), (64, 4_000), (1_000, 8_000)];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // On the disk of the build, since a temporary folder may be in memory.
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tempfile::tempdir_in(place)?;
    let server = Server::start(place, "");
    println!(
        "Quotidian {}, {}",
        env!("CARGO_PKG_VERSION"),
        if cfg!(debug_assertions) { "debug" } else { "release" }
    );
    let loads = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "{} processors, load {}",
        std::thread::available_parallelism()?,
        loads.split(' ').next().unwrap()
    );
    let sqlite = format!("sqlite://{}/commits.db", folder.path().display());
    for (name, url) in [("SQLite", sqlite), ("PostgreSQL", server.database("commits").await)] {
        print(name, &measured(&url).await?);
    }
    println!("\nmin / median / max of {ROUNDS} rounds");
    Ok(())
}

/// What each round gave, by what was measured: so many a second, and how many shared a commit.
type Rounds = BTreeMap<i64, Vec<(f64, f64)>>;

async fn measured(url: &str) -> anyhow::Result<Rounds> {
    let store = Store::open(url).await?;
    fill(&AnyPool::connect(url).await?, COMMUNITIES).await;
    let bare = bare_pool(url).await?;
    let now = DateTime::from_timestamp_millis(NOW).unwrap() + Duration::minutes(10);
    let bank = questions::embedded(now.date_naive()).map_err(|faults| anyhow::anyhow!("{faults}"))?.bank;
    let (app, metrics) = (App::open(store.clone(), Arc::new(bank)).await?, Metrics::new());
    let pump = Pump::new(app, Clock::pushed(now), metrics.clone(), Pace::default());
    let (mut rounds, mut told, mut committed) = (Rounds::new(), 0, 0);
    let before = count(url).await?;
    for _ in 0..ROUNDS {
        rounds.entry(0).or_default().push((bare_commits(&bare, &mut committed).await?, 1.0));
        for (at_once, answers) in LOADS {
            let commits = figure(&metrics);
            let begun = Instant::now();
            join_all((0..at_once).map(|teller| tell(&pump, (told + teller, told + answers), at_once, now)))
                .await;
            let rate = per_second(answers, begun);
            told += answers;
            let shared = answers as f64 / (figure(&metrics) - commits);
            rounds.entry(at_once).or_default().push((rate, shared));
        }
    }
    anyhow::ensure!(count(url).await? == before + told, "every answer that was told is kept");
    store.close().await;
    Ok(rounds)
}

/// One teller: every so many answers one is its own.
async fn tell(pump: &Pump, (first, end): (i64, i64), step: i64, at: DateTime<Utc>) {
    let mut number = first;
    while number < end {
        let community = number % COMMUNITIES + 1;
        pump.tell(Event::MessagePosted(Message {
            community: format!("discord:{}", 1_000_000_000_000_000_000 + community).as_str().into(),
            thread: format!("t{}", community * 2 + 2).as_str().into(),
            author: format!("new{number}").as_str().into(),
            id: format!("told{number}").as_str().into(),
            at,
        }))
        .await;
        number += step;
    }
}

/// One connection that commits as the store's do.
async fn bare_pool(url: &str) -> anyhow::Result<AnyPool> {
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(url).await?;
    if url.starts_with("sqlite") {
        sqlx::raw_sql("pragma synchronous = full; pragma busy_timeout = 10000").execute(&pool).await?;
    }
    sqlx::raw_sql("create table bare (number bigint primary key, what bigint not null)")
        .execute(&pool)
        .await?;
    Ok(pool)
}

async fn bare_commits(pool: &AnyPool, committed: &mut i64) -> anyhow::Result<f64> {
    let mut connection = pool.acquire().await?;
    let begun = Instant::now();
    for _ in 0..BARE {
        *committed += 1;
        let mut tx = connection.begin().await?;
        sqlx::query("insert into bare values ($1, 1)").bind(*committed).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(per_second(BARE, begun))
}

fn per_second(count: i64, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}

/// How many answers are in the database.
async fn count(url: &str) -> anyhow::Result<i64> {
    let pool = AnyPool::connect(url).await?;
    let count = sqlx::query_scalar("select count(*) from answer").fetch_one(&pool).await?;
    pool.close().await;
    Ok(count)
}

/// How many commits the bot counted.
fn figure(metrics: &Metrics) -> f64 {
    let page = metrics.render();
    let line = page.lines().find_map(|line| line.strip_prefix("quotidian_commits_total "));
    line.and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

fn print(name: &str, rounds: &Rounds) {
    let bare = &rounds[&0];
    println!("\n{name:<22}          a second               of the bare rate    share a commit");
    for (at_once, measured) in rounds {
        let what = match at_once {
            0 => "bare commits".to_owned(),
            at_once => format!("answers, {at_once} at once"),
        };
        let rates = spread(measured.iter().map(|(rate, _)| *rate));
        let ratios = spread(measured.iter().zip(bare).map(|((rate, _), (bare, _))| rate / bare));
        let shared = spread(measured.iter().map(|(_, shared)| *shared))[1];
        let [least, middle, most] = rates.map(|rate| format!("{rate:.0}"));
        let [low, ratio, high] = ratios.map(|ratio| format!("{ratio:.2}"));
        println!(
            "{what:<22} {least:>7} / {middle:>7} / {most:>7}   {low:>5} / {ratio:>5} / {high:>5}   {shared:>6.1}"
        );
    }
}

/// The least, the middle and the most.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}
