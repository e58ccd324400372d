//! `quotidian demo`: the real bot against a pretend Discord on this machine, with a clock that is pushed by hand.
//!
//! Without an account, a token or a network. With `--exit` a small community plays some days by itself, and the channel
//! is printed as a transcript.

mod script;
mod transcript;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::domain::day_of;
use crate::pump::Pace;
use crate::questions;
use crate::run::{Bot, Parts};
use crate::standin::discord::{self as standin, Discord};

/// The token that the pretend Discord accepts. It opens nothing else.
const TOKEN: &str = "demo-token-that-opens-nothing";

/// The zone of the page's clock and of the played community, unless another is wished for.
pub const ZONE: Tz = chrono_tz::Africa::Douala;

/// How the demo is played.
#[derive(Clone, Debug)]
pub struct Options {
    /// The page's port on 127.0.0.1; 0 for any.
    pub port: u16,
    /// The first day; today without it.
    pub from: Option<NaiveDate>,
    /// The community's time zone.
    pub zone: Tz,
    /// Days to play by itself; 0 for none.
    pub days: u32,
    /// A folder of packs that replaces the embedded bank.
    pub questions: Option<PathBuf>,
    /// A new file in which the bot's database stays when the demo ends.
    pub keep: Option<PathBuf>,
}

/// A bot and the Discord it believes in.
struct Stage {
    discord: Discord,
    clock: Clock,
    bot: Arc<Bot>,
    // Deleted with everything in it when the demo ends; none where the data is kept.
    _folder: Option<TempDir>,
}

/// Serves the page until told to stop.
///
/// # Errors
/// When the port is taken, or the bot cannot start.
pub async fn serve(options: &Options, stop: CancellationToken, say: impl Fn(&str)) -> anyhow::Result<()> {
    let stage = set(options).await?;
    if options.days > 0 {
        play(&stage, options).await?;
        // The played days end at midnight, when nobody begins to look around.
        stage.clock.push_to(morning(options.zone, day_of(options.zone, stage.clock.now()).0)?);
        stage.discord.clock_moved();
    }
    say(&format!(
        "The demo is at {}  (Ctrl-C ends it; {})\n\
         1. You are Amina, the organiser: type /setup, press Time and city, enter {}, press Start.\n\
         2. Push the clock to the next morning. 3. Answer as Ben, then try /streak and /leaderboard.\n",
        stage.discord.origin(),
        options.keep.as_ref().map_or_else(
            || "nothing is kept".to_owned(),
            |file| format!("the bot's database stays in {}", file.display())
        ),
        city(options.zone),
    ));
    let ended = stage.bot.run(stop, || {}).await;
    close(stage).await;
    ended
}

/// The city that a zone is called after: `Africa/Douala` is Douala.
fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// Plays some days of a small community, and returns the channel as a transcript with local times.
///
/// # Errors
/// When the bot cannot start, or the play does not go as written.
pub async fn transcript(options: &Options) -> anyhow::Result<String> {
    let stage = set(&Options { port: 0, ..options.clone() }).await?;
    play(&stage, options).await?;
    let owed = stage.bot.owed().await?;
    anyhow::ensure!(owed.is_empty(), "the bot still owes: {owed:?}");
    let channel = stage.discord.channel(script::CHANNEL).context("cannot find the channel")?;
    let text = transcript::write(&stage.discord, channel, options.zone);
    close(stage).await;
    Ok(text)
}

async fn set(options: &Options) -> anyhow::Result<Stage> {
    let clock = Clock::pushed(opening(options)?);
    let (told, pushed) = (clock.clone(), clock.clone());
    let discord = Discord::start(standin::Options {
        port: options.port,
        clock: standin::Clock {
            now: Arc::new(move || told.now()),
            set: Some(Arc::new(move |instant| {
                pushed.push_to(instant);
            })),
        },
        zone: options.zone,
        token: TOKEN.to_owned(),
    })
    .await
    .with_context(|| {
        format!("cannot serve the demo on 127.0.0.1:{}; give another port with --port", options.port)
    })?;
    discord.set_bot_name("Quotidian");
    found_other_kinds(&discord)?;
    let (file, folder) = place(options.keep.as_deref())?;
    let bank = questions::open(options.questions.as_deref(), clock.now().date_naive())?.bank;
    let bot = Bot::start(Parts {
        token: SecretString::from(TOKEN),
        origin: Some(discord.origin()),
        database_url: SecretString::from(format!("sqlite://{}", file.display())),
        bank: Arc::new(bank),
        clock: clock.clone(),
        pace: Pace::default(),
    })
    .await?;
    bot.connected().await;
    Ok(Stage { discord, clock, bot: Arc::new(bot), _folder: folder })
}

/// Where the database goes, and the folder that is deleted with it unless it is kept.
fn place(keep: Option<&Path>) -> anyhow::Result<(PathBuf, Option<TempDir>)> {
    let Some(file) = keep else {
        let folder =
            TempDir::with_prefix("quotidian-demo-").context("cannot make a folder for the demo's data")?;
        return Ok((folder.path().join("demo.db"), Some(folder)));
    };
    // The pretend Discord begins anew each time, and a bot that remembers another one would look for what never was.
    anyhow::ensure!(
        !file.exists(),
        "{} is there already, and a demo begins anew; name a file that is not there yet",
        file.display()
    );
    Ok((file.to_owned(), None))
}

/// What pins a post in a forum.
const MANAGE_THREADS: u64 = 1 << 34;

/// Beside text channels, one of each other kind that `/setup` can choose; in the forum the bot may pin.
fn found_other_kinds(discord: &Discord) -> anyhow::Result<()> {
    let guild = discord.guild("Cloud Study Group").context("cannot find the guild")?;
    discord.add_channel(guild, "announcements", 5);
    let forum = discord.add_channel(guild, "question-forum", 15);
    let tags = ["Docker", "ECS", "Kubernetes", "Week 8", "Beginner"].map(|name| (name, false));
    discord.set_tags(forum, &tags, false);
    discord.set_overwrite(forum, discord.bot(), MANAGE_THREADS, 0);
    Ok(())
}

/// The first day at eight in the morning: the first question is an hour away, whenever the demo is started.
fn opening(options: &Options) -> anyhow::Result<DateTime<Utc>> {
    let today = || day_of(options.zone, Clock::System.now()).0;
    morning(options.zone, options.from.unwrap_or_else(today))
}

/// Eight in the morning.
fn morning(zone: Tz, day: NaiveDate) -> anyhow::Result<DateTime<Utc>> {
    let eight = day.and_time(NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default());
    let local = zone.from_local_datetime(&eight).earliest();
    Ok(local.with_context(|| format!("{day} has no morning in {zone}"))?.with_timezone(&Utc))
}

/// Lets the bot listen while the script plays.
async fn play(stage: &Stage, options: &Options) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let playing = async {
        let played = script::play(stage, options).await;
        stop.cancel();
        played
    };
    let (listened, played) = tokio::join!(stage.bot.listen(stop.clone()), playing);
    played.and(listened)
}

async fn close(stage: Stage) {
    if let Some(bot) = Arc::into_inner(stage.bot) {
        bot.close().await;
    }
    stage.discord.stop().await;
}
