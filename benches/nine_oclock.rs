//! Ten thousand communities at nine o'clock: `make nine`, or `cargo bench --bench nine_oclock -- 1000` for fewer.
//!
//! The real program, a process of its own, against the pretend Discord with its limits on: 50 requests a second for the
//! whole bot, and a bucket for each route. Every community is due in the same minute. Beside the time it took stands the
//! time it must take, since nobody can send faster than Discord allows; meanwhile people go on using commands.
//!
//! It ends with an error when a promise is broken: each community asked once, nothing refused by a limit, 95 % of the
//! budget used, and people answered as fast as before.

#![expect(clippy::print_stdout, reason = "the figures are for whoever asked for them")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use chrono::{DateTime, DurationRound, TimeDelta, Timelike, Utc};
use quotidian::clock::Clock;
use quotidian::domain::{CommunityId, Day, Weekdays};
use quotidian::questions;
use quotidian::standin::discord::{self as standin, Discord, Limits, Reason, Request, World};
use quotidian::store::{Community, CommunityState, Store};

mod program;

use program::{Bot, TOKEN, mebibytes, of, print_machine, quiet, shown};

/// How many communities there are, unless told.
const COMMUNITIES: usize = 10_000;
/// Requests a second that Discord allows a bot.
const BUDGET: f64 = 50.0;
/// How much of that is to be used.
const USED: f64 = 0.95;
/// How long people use commands before the morning, to hold the morning against.
const AT_REST: Duration = Duration::from_secs(40);
/// Someone uses a command this often.
const EVERY: Duration = Duration::from_millis(100);
/// How many communities those who do are in.
const LIVELY: usize = 50;
/// How much longer people may wait in the morning: what a busy machine adds by itself.
const MORE: Duration = Duration::from_millis(50);
/// How long the bot is left alone after its start.
const QUIET: Duration = Duration::from_secs(10);
/// How often progress is printed.
const PROGRESS: Duration = Duration::from_secs(30);
/// How long a single answer may take before this gives up.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let told = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let scene = Scene::found(told.unwrap_or(COMMUNITIES)).await?;
    let count = scene.places.len();
    // serenity starts a shard every five seconds.
    let patience = PATIENCE + Duration::from_secs(10) * u32::try_from(count.div_ceil(1000))?;
    let (took, bot) = Bot::start(&scene.discord, &scene.database(), patience).await?;
    let started = bot.worked()?;
    println!("{count} communities, {} shards; ready after {:.1} s", scene.shards(), took.as_secs_f64());
    scene.heard_of_all(&bot).await?;
    quiet(QUIET).await;
    println!(
        "Before: {} resident, {:.1} s of processor time to start\n",
        mebibytes(bot.resident()?),
        started.as_secs_f64()
    );

    scene.registered().await?;
    let rest = scene.people(AT_REST, || false).await?;
    scene.set_for_next_minute().await?;
    let worked = bot.worked()?;
    let morning = tokio::select! {
        morning = scene.people(Duration::MAX, || scene.is_over()) => morning?,
        failed = scene.watch(&bot) => return Err(failed),
    };
    let (resident, worked) = (bot.resident()?, bot.worked()? - worked);
    bot.terminate()?;
    let figures = Figures::of(&scene);
    figures.print(count);
    println!("People: first answer, as the pretend Discord measured it, one command every {EVERY:?}");
    rest.print("at rest");
    morning.print("meanwhile");
    println!(
        "\nBot: {} resident at the end; {:.0} s of processor time meanwhile",
        mebibytes(resident),
        worked.as_secs_f64()
    );
    scene.discord.stop().await;
    figures.judge(count)?;
    ensure!(rest.failed + morning.failed == 0, "some people got no answer");
    ensure!(morning.at(99) <= rest.at(99) + MORE, "people waited longer in the morning");
    Ok(())
}

/// A pretend Discord by the machine's clock with its limits on, many guilds, and the bot's database.
struct Scene {
    discord: Discord,
    amina: u64,
    /// Guild and channel.
    places: Vec<(u64, u64)>,
    folder: tempfile::TempDir,
}

impl Scene {
    async fn found(count: usize) -> anyhow::Result<Scene> {
        // On the disk of the build, since a temporary folder may be in memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        print_machine(folder.path())?;
        let clock = standin::Clock { now: Arc::new(|| Clock::System.now()), set: None };
        let options = standin::Options { port: 0, clock, zone: chrono_tz::UTC, token: TOKEN.to_owned() };
        let discord = Discord::start(options).await?;
        let amina = discord.person("Amina").context("Amina is there")?;
        let places = discord.found_many(count);
        for (_, channel) in &places {
            discord.say(amina, *channel, "The question comes at nine.").map_err(|reason| told(&reason))?;
        }
        discord.set_limits(Limits::like_discord());
        let scene = Scene { discord, amina, places, folder };
        scene.set_up().await?;
        Ok(scene)
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("bot.db")
    }

    async fn store(&self) -> anyhow::Result<Store> {
        Store::open(&format!("sqlite://{}", self.database().display())).await
    }

    fn communities(&self) -> impl Iterator<Item = (CommunityId, u64)> {
        self.places.iter().map(|(guild, channel)| (CommunityId(format!("discord:{guild}")), *channel))
    }

    /// Every community as an organiser would have set it up; none is due yet.
    async fn set_up(&self) -> anyhow::Result<()> {
        let today = Clock::System.now().date_naive();
        let bank = questions::embedded(today).map_err(|faults| anyhow!("{faults}"))?.bank;
        let packs: Vec<String> = bank.packs.iter().map(|pack| pack.id.clone()).collect();
        let store = self.store().await?;
        let mut tx = store.begin().await?;
        for (id, channel) in self.communities() {
            let mut community = Community::new(id, packs.clone());
            community.channel = Some(channel.to_string().into());
            community.zone = Some(chrono_tz::UTC);
            community.weekdays = Weekdays::ALL;
            community.state = CommunityState::Running;
            community.organiser = Some(self.amina.to_string().into());
            community.last_day = Some(Day(today).previous());
            // However few questions the packs have: ten thousand organisers were told of it one by one.
            community.round_warned = 1;
            tx.put_community(&community).await?;
        }
        tx.commit().await?;
        store.close().await;
        Ok(())
    }

    /// Has every community's question come at the beginning of the next minute.
    async fn set_for_next_minute(&self) -> anyhow::Result<()> {
        let store = self.store().await?;
        let mut tx = store.begin().await?;
        let at = minute_after(Clock::System.now() + TimeDelta::seconds(15))?;
        for (id, _) in self.communities() {
            let mut community = tx.community(&id).await?.context("the community is there")?;
            community.time = at.time().with_nanosecond(0).context("a whole minute")?;
            tx.put_community(&community).await?;
            tx.put_due(&id, Some(at)).await?;
        }
        tx.commit().await?;
        store.close().await;
        println!("Every community's question is due at {} UTC", at.format("%H:%M"));
        Ok(())
    }

    fn shards(&self) -> usize {
        self.discord.look(|world| world.shards().len())
    }

    /// Waits until the bot has dealt with the crowd of servers that the start brings.
    async fn heard_of_all(&self, bot: &Bot) -> anyhow::Result<()> {
        let (started, all) = (Instant::now(), self.places.len());
        while figure(&bot.page("metrics").await?, SEEN) < all as f64 {
            ensure!(started.elapsed() < PATIENCE * 10, "the bot does not hear of every server");
            quiet(Duration::from_millis(500)).await;
        }
        println!("All of them dealt with {:.1} s later", started.elapsed().as_secs_f64());
        Ok(())
    }

    /// Prints progress from the bot's own figures; ends only when something is wrong.
    async fn watch(&self, bot: &Bot) -> anyhow::Error {
        let started = Instant::now();
        loop {
            quiet(PROGRESS).await;
            let page = match bot.page("metrics").await {
                Ok(page) => page,
                Err(error) => return error.context("the bot does not tell its figures"),
            };
            let shown = |name: &str| figure(&page, name);
            let after = started.elapsed().as_secs();
            println!("  {after:>4} s: {} asked, {} effects wait", shown(ASKED), shown(WAITING));
            // Six requests for each, at the slowest.
            if after > 300 + self.places.len() as u64 / 8 {
                return anyhow!("the morning does not end");
            }
        }
    }

    /// Whether each community has its question and the thread under it.
    fn is_over(&self) -> bool {
        self.discord.look(|world| self.places.iter().all(|(_, place)| world.threads(*place).next().is_some()))
    }

    /// Has people use commands for so long or until it is over: one reads, one opens a panel, and hides by its button.
    async fn people(&self, time: Duration, is_over: impl Fn() -> bool) -> anyhow::Result<People> {
        let (started, mut asked) = (Instant::now(), Vec::new());
        while started.elapsed() < time {
            let place = self.places[asked.len() / 3 % LIVELY.min(self.places.len())].1;
            let one = match asked.len() % 3 {
                0 => self.discord.command(self.amina, place, "streak", Vec::new()),
                1 => self.discord.command(self.amina, place, "privacy", Vec::new()),
                _ => {
                    let panel = self.shown_by(asked.last().copied().unwrap_or_default()).await?;
                    let button = if self.hides(panel) { "hide/true" } else { "hide/false" };
                    self.discord.press(self.amina, panel, button)
                }
            };
            asked.push(one.map_err(|reason| told(&reason))?);
            if asked.len().is_multiple_of(20) && is_over() {
                break;
            }
            quiet(EVERY).await;
        }
        quiet(Duration::from_secs(3)).await;
        Ok(self.discord.look(|world| People::of(world, &asked)))
    }

    /// The message that an interaction led to.
    async fn shown_by(&self, asked: u64) -> anyhow::Result<u64> {
        let shown = |world: &World| world.interaction(asked).filter(|one| one.is_done())?.original;
        self.discord.wait_for(PATIENCE, shown).await.context("the bot answers")
    }

    /// Whether the panel's button hides.
    fn hides(&self, panel: u64) -> bool {
        self.discord.look(|world| {
            let mut rows = world.message(0, panel).into_iter().flat_map(|message| &message.components);
            rows.any(|row| row.to_string().contains("hide/true"))
        })
    }

    async fn registered(&self) -> anyhow::Result<()> {
        let registered = |world: &World| (!world.commands(None).is_empty()).then_some(());
        self.discord.wait_for(PATIENCE, registered).await.context("the bot registers its commands")
    }
}

/// Servers that the bot was told of and dealt with.
const SEEN: &str = r#"quotidian_events_total{kind="channels_seen",outcome="ok",platform="core"}"#;
const ASKED: &str = "quotidian_questions_asked_total";
const WAITING: &str = "quotidian_effects_waiting";

/// The beginning of the minute after this.
fn minute_after(now: DateTime<Utc>) -> anyhow::Result<DateTime<Utc>> {
    let minute = TimeDelta::minutes(1);
    Ok(now.duration_trunc(minute)? + minute)
}

fn told(reason: &Reason) -> anyhow::Error {
    anyhow!("{reason:?}")
}

fn figure(page: &str, name: &str) -> f64 {
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|figure| figure.parse().ok()).unwrap_or(0.0)
}

/// How long people waited.
struct People {
    waits: Vec<Duration>,
    deferred: usize,
    failed: usize,
}

impl People {
    fn of(world: &World, asked: &[u64]) -> People {
        let all = || asked.iter().filter_map(|id| world.interaction(*id));
        let mut waits: Vec<Duration> = all().filter_map(|one| one.acknowledged_after).collect();
        waits.sort_unstable();
        let deferred = all().filter(|one| matches!(one.callback, Some(5 | 6))).count();
        let failed = all().filter(|one| one.failed || !one.is_done()).count();
        People { waits, deferred, failed }
    }

    fn at(&self, percent: usize) -> Duration {
        of(&self.waits, percent)
    }

    fn print(&self, when: &str) {
        println!(
            "  {when:<9}  {:>5} commands  median {:<9}  p99 {:<9}  max {:<9}  {} deferred, {} unanswered",
            self.waits.len(),
            shown(self.at(50)),
            shown(self.at(99)),
            shown(self.at(100)),
            self.deferred,
            self.failed
        );
    }
}

/// What the pretend Discord's log says of the morning.
struct Figures {
    kinds: BTreeMap<&'static str, usize>,
    /// Refused by a limit, since the bot's start.
    refused: usize,
    /// Communities with another number of questions or threads than one.
    wrong: usize,
    began: DateTime<Utc>,
    ended: DateTime<Utc>,
    /// When the last question stood in its channel.
    last_post: DateTime<Utc>,
    /// In any second.
    most: usize,
    /// From a community's question to its thread.
    gaps: Vec<Duration>,
}

impl Figures {
    fn of(scene: &Scene) -> Figures {
        scene.discord.look(|world| {
            let is_counted = |one: &&Request| {
                let answer = one.path.starts_with("/interactions") || one.path.starts_with("/webhooks");
                !answer && one.path != "/gateway"
            };
            let counted = || world.requests().iter().filter(is_counted);
            let first =
                counted().find(|one| one.path.ends_with("/messages")).map_or(world.now(), |one| one.at);
            let mut kinds = BTreeMap::new();
            let mut times: Vec<DateTime<Utc>> = Vec::new();
            for one in counted().filter(|one| one.at >= first) {
                *kinds.entry(kind(one)).or_insert(0) += 1;
                times.push(one.at);
            }
            let posts = counted().filter(|one| kind(one) == "question");
            let last_post = posts.map(|one| one.at).max().unwrap_or(first);
            let mut gaps: Vec<Duration> =
                scene.places.iter().filter_map(|place| gap(world, place.1)).collect();
            gaps.sort_unstable();
            Figures {
                kinds,
                refused: world.requests().iter().filter(|one| one.status == Some(429)).count(),
                wrong: scene.places.iter().filter(|place| !is_right(world, place.1)).count(),
                began: first,
                ended: times.last().copied().unwrap_or(first),
                last_post,
                most: most_in_a_second(&times),
                gaps,
            }
        })
    }

    fn requests(&self) -> usize {
        self.kinds.values().sum()
    }

    fn took(&self) -> f64 {
        seconds(self.began, self.ended)
    }

    fn used(&self) -> f64 {
        self.requests() as f64 / self.took() / BUDGET
    }

    fn print(&self, count: usize) {
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, many)| format!("{many} {kind}")).collect();
        println!("\nRequests: {} ({})", self.requests(), kinds.join(", "));
        println!(
            "  it must take {:.1} s: {} / {BUDGET} a second",
            self.requests() as f64 / BUDGET,
            self.requests()
        );
        println!("  it took      {:.1} s from the first request to the last", self.took());
        println!(
            "  {:.1} a second, {:.1} % of the budget; at most {} in any second",
            self.used() * BUDGET,
            self.used() * 100.0,
            self.most
        );
        println!("  {} refused by a limit (429)", self.refused);
        println!("Asked once: {} of {count}", count - self.wrong);
        println!("  the last question stood there after {:.1} s", seconds(self.began, self.last_post));
        if !self.gaps.is_empty() {
            println!(
                "  from a question to its thread: median {}, p99 {}",
                shown(of(&self.gaps, 50)),
                shown(of(&self.gaps, 99))
            );
        }
    }

    fn judge(&self, count: usize) -> anyhow::Result<()> {
        ensure!(self.wrong == 0, "{} of {count} communities were not asked exactly once", self.wrong);
        ensure!(self.refused == 0, "{} requests were refused by a limit", self.refused);
        ensure!(self.used() >= USED, "only {:.1} % of the budget was used", self.used() * 100.0);
        Ok(())
    }
}

fn kind(request: &Request) -> &'static str {
    match (request.method.as_str(), request.path.rsplit('/').next()) {
        ("GET", Some("messages")) => "look",
        ("POST", Some("messages")) => "question",
        ("POST", Some("threads")) => "thread",
        _ => "other",
    }
}

/// One question, and one thread under it.
fn is_right(world: &World, channel: u64) -> bool {
    let posts = world.messages(channel).filter(|message| message.author == world.bot() && message.kind == 0);
    posts.count() == 1 && world.threads(channel).count() == 1
}

/// From the question to its thread.
fn gap(world: &World, channel: u64) -> Option<Duration> {
    let thread = world.threads(channel).next()?;
    (thread.thread.as_ref()?.created - standin::instant_of(thread.id)).to_std().ok()
}

fn most_in_a_second(times: &[DateTime<Utc>]) -> usize {
    let (mut first, mut most) = (0, 0);
    for (last, time) in times.iter().enumerate() {
        while *time - times[first] >= TimeDelta::seconds(1) {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).as_seconds_f64()
}
