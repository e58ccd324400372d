//! The harness: a pretend Discord, the real bot, a database of its own, and a clock that is pushed by hand.
//!
//! Nothing here sleeps or polls: after every act the town settles, which means that every event was dealt with and
//! everything owed was done.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use quotidian::clock::Clock;
use quotidian::domain::Bank;
use quotidian::pump::Pace;
use quotidian::questions;
use quotidian::run::{Bot, Parts};
use quotidian::standin::discord::{self as standin, Answer, Starts, World};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::packs;
use crate::postgres::Db;
use crate::spec::{self, Requests, Watched};

/// The token the pretend Discord accepts.
pub(crate) const TOKEN: &str = "test-token";

/// How long an answer may take before a test says that there is none.
const PATIENCE: Duration = Duration::from_secs(20);

/// A pretend Discord with our bot in it.
pub(crate) struct Town {
    pub(crate) discord: Watched,
    pub(crate) clock: Clock,
    pub(crate) zone: Tz,
    bank: Arc<Bank>,
    bot: Option<Running>,
    db: Db,
}

struct Running {
    bot: Arc<Bot>,
    stop: CancellationToken,
    listening: JoinHandle<()>,
}

impl Town {
    /// Monday 23 November 2026, 08:00 in Paris: the bot is there, and nobody has set it up.
    pub(crate) async fn founded() -> Town {
        Self::founded_at("2026-11-23", chrono_tz::Europe::Paris).await
    }

    /// The same, on a given database.
    pub(crate) async fn founded_on(db: Db) -> Town {
        Self::found(db, "2026-11-23", chrono_tz::Europe::Paris).await
    }

    /// The same at eight in the morning of another day, elsewhere.
    pub(crate) async fn founded_at(date: &str, zone: Tz) -> Town {
        Self::found(Db::sqlite(), date, zone).await
    }

    async fn found(db: Db, date: &str, zone: Tz) -> Town {
        let morning = date.parse::<chrono::NaiveDate>().unwrap().and_hms_opt(8, 0, 0).unwrap();
        let clock = Clock::pushed(zone.from_local_datetime(&morning).unwrap().with_timezone(&Utc));
        let told = clock.clone();
        let options = standin::Options {
            port: 0,
            clock: standin::Clock { now: Arc::new(move || told.now()), set: None },
            zone,
            token: TOKEN.to_owned(),
        };
        let discord = spec::watched(options, Requests::AreRight).await;
        discord.set_starts(Starts { apart: Duration::ZERO, ..Starts::default() });
        // These stories are not about the three seconds, and a busy machine may take longer.
        discord.set_acknowledge_within(PATIENCE);
        let bank = bank(clock.now().date_naive());
        let mut town = Town { discord, clock, zone, bank, bot: None, db };
        town.start_bot().await;
        town
    }

    /// Set up by Amina: weekdays at 09:00 in #daily-question.
    pub(crate) async fn running() -> Town {
        let town = Self::founded().await;
        town.set_up().await;
        town
    }

    /// Amina runs `/setup` and presses *Start*.
    pub(crate) async fn set_up(&self) {
        let panel = self.runs("Amina", "/setup", &[("city", json!(self.zone.name()))]).await;
        self.presses("Amina", &panel, "setup/start").await;
        self.settle().await;
    }

    /// The packs there are, in order.
    pub(crate) fn packs(&self) -> Vec<String> {
        self.bank.packs.iter().map(|pack| pack.id.clone()).collect()
    }

    /// Gives the bot other questions while it is stopped.
    pub(crate) fn gives(&mut self, bank: Bank) {
        assert!(self.bot.is_none(), "stop the bot first");
        self.bank = Arc::new(bank);
    }

    /// Where the bot keeps its data.
    pub(crate) fn database_url(&self) -> String {
        self.db.url.clone()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// Gives the bot another database while it is stopped; the one before.
    pub(crate) fn move_to(&mut self, db: Db) -> Db {
        assert!(self.bot.is_none(), "stop the bot first");
        std::mem::replace(&mut self.db, db)
    }

    /// Gives the bot the question packs of a folder while it is stopped.
    pub(crate) fn read_questions(&mut self, folder: &Path) {
        assert!(self.bot.is_none(), "stop the bot first");
        let loaded = questions::folder(folder, self.clock.now().date_naive());
        self.bank = Arc::new(loaded.map_err(|faults| faults.to_string()).unwrap().bank);
    }

    /// What its bot is made of.
    pub(crate) fn parts(&self) -> Parts {
        Parts {
            token: SecretString::from(TOKEN),
            origin: Some(self.discord.origin()),
            database_url: SecretString::from(self.database_url()),
            bank: Arc::clone(&self.bank),
            clock: self.clock.clone(),
            pace: Pace { first: Duration::from_millis(20), longest: Duration::from_millis(100) },
        }
    }

    /// Starts the bot, on the data that is there.
    pub(crate) async fn start_bot(&mut self) {
        let bot = Bot::start(self.parts()).await.unwrap();
        let (bot, stop) = (Arc::new(bot), CancellationToken::new());
        let (listener, until) = (Arc::clone(&bot), stop.clone());
        #[expect(clippy::disallowed_methods, reason = "the harness owns the bot's task and waits for it")]
        let listening = tokio::spawn(async move { listener.listen(until).await.unwrap() });
        bot.connected().await;
        self.bot = Some(Running { bot, stop, listening });
        self.settle().await;
    }

    /// Stops the bot in good order.
    pub(crate) async fn stop_bot(&mut self) {
        let Some(running) = self.bot.take() else { return };
        let lines = self.discord.look(World::lines);
        running.stop.cancel();
        running.listening.await.unwrap();
        Arc::into_inner(running.bot).expect("the town holds the only bot").close().await;
        // Until the line is seen to be closed, what went over it would be waited for by the next bot.
        let is_gone = |world: &World| (lines == 0 || world.lines() < lines).then_some(());
        let gone = self.discord.wait_for(PATIENCE, is_gone).await;
        gone.expect("the line is closed");
    }

    /// The bot.
    pub(crate) fn bot(&self) -> &Bot {
        &self.bot.as_ref().expect("the bot runs").bot
    }

    /// Waits until every event was dealt with and everything owed was done.
    pub(crate) async fn settle(&self) {
        if self.bot.is_some() {
            self.bot().settle(|| self.discord.dispatched()).await;
        }
    }

    /// Settles while something is owed that may be tried again, a few times: for stories in which Discord fails.
    pub(crate) async fn settle_patiently(&self) {
        for _ in 0..6 {
            self.settle().await;
            if self.bot().owed().await.unwrap().is_empty() {
                return;
            }
            self.bot().until_retry().await;
        }
        self.settle().await;
    }

    /// Waits until the bot is back after its line was lost, and has dealt with all it missed.
    pub(crate) async fn connected_again(&self) {
        // At the beginning of each session the bot looks at its commands: then it has heard of the session.
        let greeted = |world: &World| {
            let looks =
                world.requests().iter().filter(|one| one.method == "GET" && one.path.ends_with("/commands"));
            looks.count() as u64 >= world.sessions_begun()
        };
        let connected = |world: &World| (world.connected() && greeted(world)).then_some(());
        self.discord.wait_for(PATIENCE, connected).await.expect("the bot comes back");
        self.bot().connected().await;
        self.settle().await;
    }

    /// A copy of the database, of the bot while it is stopped.
    pub(crate) fn copy_database(&self) -> TempDir {
        assert!(self.bot.is_none(), "stop the bot first");
        let copy = TempDir::new().unwrap();
        std::fs::copy(self.db.folder().join("town.db"), copy.path().join("town.db")).unwrap();
        copy
    }

    /// Puts a copy back in its place, of the bot while it is stopped.
    pub(crate) fn restore_database(&self, copy: &TempDir) {
        assert!(self.bot.is_none(), "stop the bot first");
        for name in ["town.db-wal", "town.db-shm"] {
            let _ = std::fs::remove_file(self.db.folder().join(name));
        }
        std::fs::copy(copy.path().join("town.db"), self.db.folder().join("town.db")).unwrap();
    }

    /// Pushes the clock to the next such local time, as in `"Tue 09:00"`, and lets the bot do what is due.
    pub(crate) async fn at(&self, when: &str) {
        self.push(self.next(when)).await;
    }

    /// The next such local time.
    pub(crate) fn next(&self, when: &str) -> DateTime<Utc> {
        let (weekday, time) = when.split_once(' ').expect("a weekday and a time");
        let weekday: chrono::Weekday = weekday.parse().expect("a weekday");
        let time = NaiveTime::parse_from_str(time, "%H:%M").expect("a time");
        let now = self.clock.now().with_timezone(&self.zone);
        (0..8)
            .map(|days| now.date_naive() + Days::new(days))
            .filter(|date| date.weekday() == weekday)
            .filter_map(|date| self.zone.from_local_datetime(&date.and_time(time)).earliest())
            .find(|at| *at >= now)
            .expect("every time comes within a week")
            .with_timezone(&Utc)
    }

    /// Pushes the clock, and lets the bot do what is due.
    pub(crate) async fn push(&self, to: DateTime<Utc>) {
        self.clock.push_to(to);
        self.discord.clock_moved();
        self.settle().await;
    }

    pub(crate) fn person(&self, name: &str) -> u64 {
        self.discord.person(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    pub(crate) fn channel(&self) -> u64 {
        self.discord.channel("daily-question").expect("the channel is there")
    }

    /// The posts of the bot with a question, oldest first.
    pub(crate) fn posts(&self) -> Vec<Value> {
        let bot = self.discord.bot().to_string();
        let messages = self.discord.messages(self.channel()).into_iter();
        messages
            .filter(|message| message["author"]["id"] == json!(bot) && message["type"] == json!(0))
            .collect()
    }

    /// What Amina was told privately, but for how few questions are left.
    pub(crate) fn told_of_trouble(&self) -> Vec<String> {
        let told = self.discord.directs(self.person("Amina")).iter().map(text_of).collect::<Vec<_>>();
        told.into_iter().filter(|text| !text.contains("left")).collect()
    }

    /// The titles of the posts.
    pub(crate) fn titles(&self) -> Vec<String> {
        self.posts()
            .iter()
            .map(|post| post["embeds"][0]["title"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The threads under the posts, oldest first.
    pub(crate) fn threads(&self) -> Vec<u64> {
        let mut threads: Vec<u64> = self.discord.threads(self.channel()).iter().map(id).collect();
        threads.sort_unstable();
        threads
    }

    /// Writes in the latest thread.
    pub(crate) async fn says(&self, name: &str, text: &str) -> u64 {
        let thread = *self.threads().last().expect("a question was asked");
        self.says_in(thread, name, text).await
    }

    /// Writes in a thread.
    pub(crate) async fn says_in(&self, thread: u64, name: &str, text: &str) -> u64 {
        let message = self.discord.say(self.person(name), thread, text).unwrap();
        self.settle().await;
        message
    }

    /// Deletes a message of the latest thread.
    pub(crate) async fn deletes(&self, name: &str, message: u64) {
        let thread = *self.threads().last().expect("a question was asked");
        self.discord.delete(self.person(name), thread, message).unwrap();
        self.settle().await;
    }

    /// Uses a command in the channel and waits for the reply.
    pub(crate) async fn runs(&self, name: &str, command: &str, options: &[(&str, Value)]) -> Answer {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let command = command.trim_start_matches('/');
        let asked = self.discord.command(self.person(name), self.channel(), command, options).unwrap();
        self.answer(asked).await
    }

    /// Presses a button of a reply and waits for what it does.
    pub(crate) async fn presses(&self, name: &str, answer: &Answer, button: &str) -> Answer {
        self.presses_on(name, id(answer.message.as_ref().expect("a message was shown")), button).await
    }

    /// Presses a button of a message.
    pub(crate) async fn presses_on(&self, name: &str, message: u64, button: &str) -> Answer {
        let asked = self.discord.press(self.person(name), message, button).unwrap();
        self.answer(asked).await
    }

    /// Chooses from a menu of a reply.
    pub(crate) async fn chooses(&self, name: &str, answer: &Answer, menu: &str, values: &[&str]) -> Answer {
        let message = id(answer.message.as_ref().expect("a message was shown"));
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let asked = self.discord.choose(self.person(name), message, menu, &values).unwrap();
        self.answer(asked).await
    }

    /// Opens a form by a button, fills it in and sends it.
    pub(crate) async fn fills(
        &self,
        name: &str,
        answer: &Answer,
        button: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let message = id(answer.message.as_ref().expect("a message was shown"));
        self.fills_on(name, message, button, fields).await
    }

    /// The same, by a button of a message.
    pub(crate) async fn fills_on(
        &self,
        name: &str,
        message: u64,
        button: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let opener = self.discord.press(self.person(name), message, button).unwrap();
        let opened = self.answer(opener).await;
        assert!(opened.modal.is_some(), "no form was opened");
        self.sends(name, opener, fields).await
    }

    /// Sends a form that was opened.
    pub(crate) async fn sends(&self, name: &str, opener: u64, fields: &[(&str, &str)]) -> Answer {
        let fields: BTreeMap<String, String> =
            fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let asked = self.discord.submit(self.person(name), opener, &fields).unwrap();
        self.answer(asked).await
    }

    async fn answer(&self, asked: u64) -> Answer {
        let answer = self.discord.answered(asked, PATIENCE).await.expect("the bot answers");
        assert!(answer.done && !answer.failed, "the bot did not answer: {answer:?}");
        self.settle().await;
        answer
    }

    /// Ends the story. It fails when something is still owed, an error was logged, an event was not understood, or a
    /// saved streak is not what the answers give.
    pub(crate) async fn close(mut self) {
        self.settle().await;
        assert_eq!(self.bot().owed().await.unwrap(), Vec::<&str>::new(), "the bot still owes");
        assert_eq!(self.bot().unread(), 0, "events that could not be read");
        let figures = self.bot().figures();
        assert!(figures.contains("quotidian_errors_total 0"), "errors were logged:\n{figures}");
        self.stop_bot().await;
        assert_eq!(self.faults().await, Vec::<String>::new());
        self.discord.stop().await;
    }

    /// What `quotidian check` finds wrong.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let vars = [("QUOTIDIAN_DATABASE_URL".to_owned(), self.database_url())];
        let unread = |_: &std::path::Path| Err(std::io::Error::other("no files here"));
        let config = quotidian::config::Config::from(None, vars, unread).unwrap();
        quotidian::check::check(&config, self.clock.now()).await.unwrap().errors
    }
}

/// Five questions as of a day, read once.
fn bank(day: NaiveDate) -> Arc<Bank> {
    static BANKS: Mutex<BTreeMap<NaiveDate, Arc<Bank>>> = Mutex::new(BTreeMap::new());
    let read =
        || Arc::new(questions::folder(packs::five(), day).map_err(|faults| faults.to_string()).unwrap().bank);
    Arc::clone(BANKS.lock().unwrap().entry(day).or_insert_with(read))
}

/// The id of a thing.
pub(crate) fn id(thing: &Value) -> u64 {
    thing["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// Everything a reply says, as one text without bold.
pub(crate) fn text(answer: &Answer) -> String {
    let messages = answer.message.iter().chain(&answer.followups);
    messages.map(text_of).collect::<Vec<_>>().join("\n")
}

/// Everything a message says, as one text without bold.
pub(crate) fn text_of(message: &Value) -> String {
    let mut lines = vec![message["content"].as_str().unwrap_or_default().to_owned()];
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines.extend(embed["title"].as_str().map(str::to_owned));
        lines.extend(embed["description"].as_str().map(str::to_owned));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.extend(field["name"].as_str().map(str::to_owned));
            lines.extend(field["value"].as_str().map(str::to_owned));
        }
    }
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n").replace("**", "")
}
