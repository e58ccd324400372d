//! The first figures, of the real program against the pretend Discord on this machine: `make bench`.
//!
//! It prints each figure with how it was taken, and on what: none is worth much without that. The bot is a process of
//! its own, as an operator starts it; the pretend Discord and the people are in this one, and share the machine with it.
//!
//! On a machine that others use, one run differs from the next by a third. To compare two builds, run them in turns,
//! five times each at least; the processor time for each interaction is the steadiest column.

#![expect(clippy::print_stdout, reason = "the figures are for whoever asked for them")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use chrono::Timelike;
use quotidian::clock::Clock;
use quotidian::standin::discord::{self as standin, Discord, Reason, World};
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;

mod program;

use program::{Bot, POLL, TOKEN, mebibytes, of, print_machine, quiet, shown};

/// How long anything may take before this gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the bot is started.
const STARTS: usize = 10;
/// How long the bot is left alone before its memory is read.
const QUIET: Duration = Duration::from_secs(10);
/// How many interactions are in hand at once, and how many are taken in all.
const LOADS: [(usize, usize); 2] = [(1, 200), (100, 5_000)];
/// How many commits SQLite is asked for by itself.
const COMMITS: usize = 5_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // On the disk of the build, since a temporary folder may be in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    print_machine(folder.path())?;
    let scene = Scene::found(folder).await?;
    starts(&scene).await?;
    interactions(&scene).await?;
    commits(scene.folder.path()).await?;
    scene.discord.stop().await;
    Ok(())
}

async fn starts(scene: &Scene) -> anyhow::Result<()> {
    let (_, bot) = scene.start().await?;
    scene.set_up().await?;
    bot.terminate()?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let (took, bot) = scene.start().await?;
        starts.push(took);
        bot.terminate()?;
    }
    starts.sort_unstable();
    println!("Start to ready: median {}, max {}", shown(of(&starts, 50)), shown(of(&starts, 100)));
    println!("  from spawning `quotidian run` until /readyz says yes, asked every {POLL:?}; {STARTS} starts");
    println!("  on a database that is there: one community, one question asked\n");
    Ok(())
}

async fn interactions(scene: &Scene) -> anyhow::Result<()> {
    let (_, bot) = scene.start().await?;
    quiet(QUIET).await;
    let at_rest = bot.resident()?;

    println!(
        "Interactions  at once  samples  per second  median      p99         p99 to ack  deferred  bot's CPU"
    );
    let people: Vec<u64> = (0..LOADS.iter().map(|(_, samples)| samples).sum())
        .map(|nth| scene.discord.add_person(scene.guild, &format!("Member {nth}")))
        .collect();
    let run = |person: u64, command| scene.discord.command(person, scene.channel, command, Vec::new());
    // Also what warms everything up.
    let panels = load(scene, (100, people.len()), |nth| run(people[nth], "privacy")).await?.samples;
    let mut done = 0;
    for (at_once, samples) in LOADS {
        let hide = |nth: usize| {
            let panel = panels[done + nth].message.unwrap_or_default();
            scene.discord.press(people[done + nth], panel, "hide/true")
        };
        let before = bot.worked()?;
        let measured = load(scene, (at_once, samples), hide).await?;
        measured.print("a write", at_once, bot.worked()? - before);
        done += samples;
    }
    for (at_once, samples) in LOADS {
        let before = bot.worked()?;
        let measured = load(scene, (at_once, samples), |nth| run(people[nth], "streak")).await?;
        measured.print("a read", at_once, bot.worked()? - before);
    }
    quiet(QUIET).await;
    let after = bot.resident()?;
    bot.terminate()?;
    let kept = scene.count_hidden().await?;
    ensure!(kept == people.len(), "{} members hid, and {kept} are in the database", people.len());
    println!("  a write: *Hide me* of /privacy, each time another member's; {kept} rows are in the database");
    println!("  a read: /streak");
    println!("  from the act to the final reply, both at the pretend Discord; the next act follows at once");
    println!("  to ack: to the first answer, which is the final one unless it was deferred");
    println!("  bot's CPU: its user and system time for each interaction\n");

    println!("Resident memory: {} at rest, {} after that load", mebibytes(at_rest), mebibytes(after));
    println!("  VmRSS of /proc/PID/status, {QUIET:?} after it was ready and after the last reply\n");
    Ok(())
}

/// A pretend Discord by the machine's clock, and where the bot keeps its data and answers operators.
struct Scene {
    discord: Discord,
    guild: u64,
    channel: u64,
    folder: TempDir,
}

impl Scene {
    async fn found(folder: TempDir) -> anyhow::Result<Scene> {
        let clock = standin::Clock { now: Arc::new(|| Clock::System.now()), set: None };
        let discord = Discord::start(standin::Options {
            port: 0,
            clock,
            zone: chrono_tz::UTC,
            token: TOKEN.to_owned(),
        })
        .await?;
        let guild = discord.guild("Cloud Study Group").context("the guild is there")?;
        let channel = discord.channel("daily-question").context("the channel is there")?;
        Ok(Scene { discord, guild, channel, folder })
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("bot.db")
    }

    /// Starts the program as an operator would. How long it took until it was ready.
    async fn start(&self) -> anyhow::Result<(Duration, Bot)> {
        Bot::start(&self.discord, &self.database(), PATIENCE).await
    }

    /// Amina sets it up, in a zone where it is noon, and has the first question asked.
    async fn set_up(&self) -> anyhow::Result<()> {
        let offset = i64::from(Clock::System.now().hour()) - 12;
        let zone = format!("Etc/GMT{}{}", if offset < 0 { '-' } else { '+' }, offset.abs());
        let (discord, channel) = (&self.discord, self.channel);
        let amina = discord.person("Amina").context("Amina is there")?;
        let registered = |world: &World| (!world.commands(None).is_empty()).then_some(());
        discord.wait_for(PATIENCE, registered).await.context("the bot registers its commands")?;
        let city = vec![("city".to_owned(), json!(zone))];
        let panel = self.shown_by(discord.command(amina, channel, "setup", city)).await?;
        let days = ["1", "2", "3", "4", "5", "6", "7"].map(str::to_owned);
        self.shown_by(discord.choose(amina, panel, "setup/weekdays", &days)).await?;
        self.shown_by(discord.press(amina, panel, "setup/start")).await?;
        self.shown_by(discord.press(amina, panel, "setup/start-now")).await?;
        let asked = |world: &World| world.threads(channel).next().map(|_| ());
        discord.wait_for(PATIENCE, asked).await.context("the bot asks the first question")
    }

    /// The message that an interaction led to.
    async fn shown_by(&self, asked: Result<u64, Reason>) -> anyhow::Result<u64> {
        let asked = asked.map_err(anyhow::Error::msg)?;
        let shown =
            |world: &World| world.interaction(asked).filter(|one| one.is_done() && !one.failed)?.original;
        self.discord.wait_for(PATIENCE, shown).await.context("the bot answers")
    }

    async fn count_hidden(&self) -> anyhow::Result<usize> {
        let mut database = SqliteConnectOptions::new().filename(self.database()).connect().await?;
        let hidden: i64 = sqlx::query_scalar("select count(*) from member where hidden = 1")
            .fetch_one(&mut database)
            .await?;
        database.close().await?;
        Ok(usize::try_from(hidden)?)
    }
}

/// What came of one interaction.
struct Sample {
    nth: usize,
    message: Option<u64>,
    deferred: bool,
    acknowledged: Duration,
    replied: Duration,
}

/// What came of many.
struct Measured {
    samples: Vec<Sample>,
    took: Duration,
}

impl Measured {
    fn print(&self, what: &str, at_once: usize, worked: Duration) {
        let count = u32::try_from(self.samples.len()).unwrap_or(u32::MAX);
        let sorted = |time: fn(&Sample) -> Duration| {
            let mut times: Vec<Duration> = self.samples.iter().map(time).collect();
            times.sort_unstable();
            times
        };
        let (replied, acknowledged) = (sorted(|one| one.replied), sorted(|one| one.acknowledged));
        println!(
            "  {what:<12}  {at_once:>7}  {count:>7}  {:>10.0}  {:<10}  {:<10}  {:<10}  {:>8}  {}",
            f64::from(count) / self.took.as_secs_f64(),
            shown(of(&replied, 50)),
            shown(of(&replied, 99)),
            shown(of(&acknowledged, 99)),
            self.samples.iter().filter(|one| one.deferred).count(),
            shown(worked / count)
        );
    }
}

/// Has people act until all have, so many at once, and sees how each is answered.
async fn load(
    scene: &Scene,
    (at_once, all): (usize, usize),
    act: impl Fn(usize) -> Result<u64, Reason>,
) -> anyhow::Result<Measured> {
    let mut in_hand: BTreeMap<u64, (usize, Instant)> = BTreeMap::new();
    let (mut next, mut samples) = (0, Vec::with_capacity(all));
    let started = Instant::now();
    while samples.len() < all {
        while next < all && in_hand.len() < at_once {
            let begun = Instant::now();
            in_hand.insert(act(next).map_err(anyhow::Error::msg)?, (next, begun));
            next += 1;
        }
        // One look for all of them: the world says only that something changed, not what.
        let answered = |world: &World| {
            let done = in_hand.iter().filter_map(|(id, (nth, begun))| {
                let one = world.interaction(*id).filter(|one| one.is_done() && !one.failed)?;
                let deferred = matches!(one.callback, Some(5 | 6));
                let acknowledged = one.acknowledged_after?;
                let replied = if deferred { begun.elapsed() } else { acknowledged };
                Some((*id, Sample { nth: *nth, message: one.original, deferred, acknowledged, replied }))
            });
            Some(done.collect::<Vec<_>>()).filter(|done| !done.is_empty())
        };
        for (id, sample) in scene.discord.wait_for(PATIENCE, answered).await.context("the bot answers")? {
            in_hand.remove(&id);
            samples.push(sample);
        }
    }
    let took = started.elapsed();
    samples.sort_unstable_by_key(|sample| sample.nth);
    Ok(Measured { samples, took })
}

/// What the database does with nothing around it, to hold the rest against.
async fn commits(folder: &Path) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("alone.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true);
    let mut database = options.connect().await?;
    sqlx::raw_sql("create table member (id integer primary key, hidden integer)")
        .execute(&mut database)
        .await?;
    let one = "begin immediate; insert into member (hidden) values (1); commit";
    let (mut commits, started) = (Vec::with_capacity(COMMITS), Instant::now());
    for _ in 0..COMMITS {
        let begun = Instant::now();
        sqlx::raw_sql(one).execute(&mut database).await?;
        commits.push(begun.elapsed());
    }
    let rate = 1.0 / (started.elapsed() / u32::try_from(COMMITS)?).as_secs_f64();
    database.close().await?;
    commits.sort_unstable();
    let (median, p99) = (shown(of(&commits, 50)), shown(of(&commits, 99)));
    println!("SQLite by itself: {rate:.0} commits a second, median {median}, p99 {p99}");
    println!(
        "  one connection, same settings and folder; {COMMITS} transactions of one row, one after another"
    );
    Ok(())
}
