//! The real process, killed with SIGKILL at every request of a posting, before and after Discord took it, and while its
//! own commit waits. After a restart there is one message, one thread, one pin and no day lost.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use quotidian::app::App;
use quotidian::clock::Clock;
use quotidian::domain::CommunityId;
use quotidian::event::{Event, Message};
use quotidian::metrics::Metrics;
use quotidian::pump::{Pace, Pump};
use quotidian::standin::discord::{self as standin, Act, Discord, Fault, FaultHandle, Phase, Starts};
use quotidian::store::{self, OutboxRow, Store, TABLES};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

use crate::packs;
use crate::postgres::Db;
use crate::spec::{self, Requests, Watched};
use crate::town::{TOKEN, id, text_of};

mod forum;
mod reveal;

const PATIENCE: Duration = Duration::from_secs(60);

/// A pretend Discord by the machine's clock, and the bot as a process of its own.
struct Scene {
    discord: Watched,
    folder: TempDir,
    db: Db,
    process: Option<Child>,
}

/// The zone in which it is noon now, so that today's nine o'clock has passed and midnight is far.
pub(crate) fn zone_of_noon() -> chrono_tz::Tz {
    use chrono::Timelike;
    let offset = i64::from(Clock::System.now().hour()) - 12;
    let sign = if offset >= 0 { "+" } else { "-" };
    format!("Etc/GMT{sign}{}", offset.abs()).parse().expect("such a zone exists")
}

/// A pretend Discord by the machine's clock.
pub(crate) async fn discord_of_today(token: &str) -> Watched {
    let options = standin::Options {
        port: 0,
        clock: standin::Clock { now: Arc::new(|| Clock::System.now()), set: None },
        zone: zone_of_noon(),
        token: token.to_owned(),
    };
    let discord = spec::watched(options, Requests::AreRight).await;
    discord.set_acknowledge_within(PATIENCE);
    // A bot that is killed comes back at once.
    discord.set_starts(Starts { apart: Duration::ZERO, ..Starts::default() });
    discord
}

/// Waits until a bot is there with its commands.
pub(crate) async fn connected(discord: &Discord) {
    let ready =
        |world: &standin::World| (world.connected() && !world.commands(None).is_empty()).then_some(());
    discord.wait_for(PATIENCE, ready).await.expect("the bot connects and registers its commands");
}

impl Scene {
    async fn new() -> Scene {
        Self::new_on(Db::sqlite()).await
    }

    async fn new_on(db: Db) -> Scene {
        let discord = discord_of_today(TOKEN).await;
        Scene { discord, folder: TempDir::new().unwrap(), db, process: None }
    }

    /// Starts the program as an operator would, and waits until it is connected.
    async fn start(&mut self) {
        let process = Command::new(env!("CARGO_BIN_EXE_quotidian"))
            .arg("run")
            .current_dir(self.folder.path())
            .env("QUOTIDIAN_DISCORD_TOKEN", TOKEN)
            .env("QUOTIDIAN_DISCORD_API_BASE", self.discord.origin())
            .env("QUOTIDIAN_DATABASE_URL", &self.db.url)
            .env("QUOTIDIAN_QUESTIONS", packs::five())
            .env("QUOTIDIAN_OPS_ADDR", "127.0.0.1:0")
            .env("QUOTIDIAN_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        self.process = Some(process);
        connected(&self.discord).await;
    }

    /// SIGKILL: no line of the program runs after it.
    fn kill(&mut self) {
        let mut process = self.process.take().expect("the bot runs");
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Waits until nothing is owed, and then stops the bot: after a restart, what stands there already may be the work of
    /// the process before, and this one is still to do its own.
    async fn finish(&mut self) {
        let store = Store::open_as_is(&self.db.url).await.unwrap();
        let done = async {
            while !owed(&store).await.is_empty() {
                // Nothing tells that it was written down.
                let _: Option<()> = self.discord.wait_for(Duration::from_millis(5), |_| None).await;
            }
        };
        tokio::time::timeout(PATIENCE, done).await.expect("the bot does what it owes");
        store.close().await;
        self.terminate();
    }

    /// SIGTERM, as an orchestrator stops it: it ends by itself, and well.
    fn terminate(&mut self) {
        let mut process = self.process.take().expect("the bot runs");
        let signal =
            Command::new("sh").arg("-c").arg(format!("kill -TERM {}", process.id())).status().unwrap();
        assert!(signal.success());
        assert!(process.wait().unwrap().success(), "the bot ends well on SIGTERM");
    }

    fn channel(&self) -> u64 {
        self.discord.channel("daily-question").unwrap()
    }

    async fn reply(&self, asked: u64) -> Value {
        let answer = self.discord.answered(asked, PATIENCE).await.expect("the bot answers");
        assert!(answer.done && !answer.failed);
        answer.message.unwrap_or_default()
    }

    async fn press(&self, panel: &Value, button: &str) -> Value {
        let amina = self.discord.person("Amina").unwrap();
        self.reply(self.discord.press(amina, id(panel), button).unwrap()).await
    }

    /// Everything but the last press: every day at nine, pinned, and today's nine has passed.
    async fn set_up(&self) -> Value {
        self.press(&self.choose_days().await, "setup/start").await
    }

    /// The panel of a group that is not started.
    async fn choose_days(&self) -> Value {
        let amina = self.discord.person("Amina").unwrap();
        let city = vec![("city".to_owned(), json!(zone_of_noon().name()))];
        let panel = self.reply(self.discord.command(amina, self.channel(), "setup", city).unwrap()).await;
        let days = ["1", "2", "3", "4", "5", "6", "7"].map(str::to_owned);
        let asked = self.discord.choose(amina, id(&panel), "setup/weekdays", &days).unwrap();
        let panel = self.reply(asked).await;
        let panel = self.press(&panel, "setup/more").await;
        let panel = self.press(&panel, "setup/pin").await;
        self.press(&panel, "setup/back").await
    }

    /// Presses *Ask now* without waiting for the reply: the bot may not live to give it.
    fn ask_now(&self, panel: &Value) {
        let amina = self.discord.person("Amina").unwrap();
        self.discord.press(amina, id(panel), "setup/start-now").unwrap();
    }

    /// Holds the n-th request about the channel's messages, threads and pins.
    fn hold(&self, nth: usize, phase: Phase) -> FaultHandle {
        let path_contains = format!("/channels/{}/", self.channel());
        self.discord.fault(Fault { method: None, path_contains, nth, phase, act: Act::Hold, times: 1 })
    }

    /// Waits until today's post is whole, and the organiser was told that few questions are left.
    async fn whole(&self) {
        let (channel, bot) = (self.channel(), self.discord.bot());
        let direct = self.discord.direct_channel(self.discord.person("Amina").unwrap());
        let whole = self.discord.wait_for(PATIENCE, |world| {
            let post =
                world.messages(channel).find(|message| message.author == bot && message.pinned.is_some())?;
            world.messages(direct).next()?;
            world.threads(channel).any(|thread| thread.id == post.id).then_some(())
        });
        whole.await.expect("the question stands there with its thread and its pin");
    }

    /// One message, one thread, one pin; nothing owed, no day lost.
    async fn assert_once(&mut self, when: &str) {
        self.finish().await;
        let bot = json!(self.discord.bot().to_string());
        let posts: Vec<Value> = self
            .discord
            .messages(self.channel())
            .into_iter()
            .filter(|message| message["author"]["id"] == bot && message["type"] == json!(0))
            .collect();
        let texts: Vec<String> = posts.iter().map(text_of).collect();
        assert_eq!(posts.len(), 1, "{when}: {texts:#?}");
        assert_eq!(self.discord.threads(self.channel()).len(), 1, "{when}");
        assert_eq!(self.discord.pins(self.channel()).len(), 1, "{when}");
        self.assert_kept(id(&posts[0]), when).await;
    }

    /// What the stopped bot wrote down about its one post.
    async fn assert_kept(&self, message: u64, when: &str) {
        let told = self.discord.directs(self.discord.person("Amina").unwrap());
        assert_eq!(told.len(), 1, "{when}: the organiser is told once");
        let store = Store::open_as_is(&self.db.url).await.unwrap();
        assert_eq!(owed(&store).await, [], "{when}: something is owed");
        let mut tx = store.read().await.unwrap();
        let community = format!("discord:{}", self.discord.guild("Cloud Study Group").unwrap()).into();
        let asked = tx.latest_asked(&community, 10).await.unwrap();
        assert_eq!(asked.len(), 1, "{when}");
        assert_eq!(asked[0].message.as_ref().unwrap().0, message.to_string(), "{when}");
        assert!(tx.missed(&community).await.unwrap().is_empty(), "{when}");
        drop(tx);
        store.close().await;
    }
}

/// What is still to be done to the world; what was to be looked at is looked at by the next process.
async fn owed(store: &Store) -> Vec<OutboxRow> {
    let waiting = store.read().await.unwrap().outgoing("", 10).await.unwrap().into_iter();
    waiting.filter(|row| !row.effect.starts_with("compare_thread/")).collect()
}

impl Drop for Scene {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The requests of an undisturbed posting: look, message, thread, pin.
async fn requests_of_a_posting() -> usize {
    let mut scene = Scene::new().await;
    scene.start().await;
    let panel = scene.set_up().await;
    let about = format!("/channels/{}/", scene.channel());
    let count =
        |scene: &Scene| scene.discord.requests().iter().filter(|one| one.path.contains(&about)).count();
    let before = count(&scene);
    scene.ask_now(&panel);
    scene.whole().await;
    let requests = count(&scene) - before;
    scene.assert_once("undisturbed").await;
    requests
}

/// Kills the bot at a request of a posting, starts it again, and looks.
async fn killed_at(db: Db, nth: usize, phase: Phase) {
    let mut scene = Scene::new_on(db).await;
    scene.start().await;
    let panel = scene.set_up().await;
    let held = scene.hold(nth, phase);
    scene.ask_now(&panel);
    held.reached().await;
    scene.kill();
    held.vanished().await;
    held.release();
    scene.start().await;
    scene.whole().await;
    scene.assert_once(&format!("request {nth}, {phase:?}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_the_bot_posts_once() {
    let requests = requests_of_a_posting().await;
    assert!(requests >= 4, "a posting looks, posts, opens a thread and pins");
    for nth in 1..=requests {
        for phase in [Phase::Before, Phase::After] {
            killed_at(Db::sqlite(), nth, phase).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_the_bot_posts_once_with_postgresql_too() {
    for nth in 1..=requests_of_a_posting().await {
        for phase in [Phase::Before, Phase::After] {
            killed_at(Db::postgres().await, nth, phase).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_it_can_commit_what_discord_did_the_bot_posts_once() {
    let requests = requests_of_a_posting().await;
    for nth in 1..=requests {
        let mut scene = Scene::new().await;
        scene.start().await;
        let panel = scene.set_up().await;
        let held = scene.hold(nth, Phase::After);
        scene.ask_now(&panel);
        held.reached().await;
        // The answer comes through, but the bot cannot write it down.
        let store = Store::open_as_is(&scene.db.url).await.unwrap();
        let lock = store.begin().await.unwrap();
        held.release();
        let answered = scene.discord.wait_for(PATIENCE, |world| {
            let about = |path: &str| {
                path.contains("/messages") || path.contains("/threads") || path.contains("/pins/")
            };
            world
                .requests()
                .iter()
                .rev()
                .find(|one| about(&one.path))
                .filter(|one| one.status.is_some())
                .map(|_| ())
        });
        answered.await.expect("the request is answered");
        scene.kill();
        drop(lock);
        store.close().await;
        scene.start().await;
        scene.whole().await;
        scene.assert_once(&format!("commit after request {nth}")).await;
    }
}

/// Everything that people write in a thread in one moment.
const BURST: usize = 400;

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_midst_of_a_burst_the_bot_keeps_whole_answers_and_counts_each_once() {
    for db in Db::both().await {
        killed_in_a_burst(Scene::new_on(db).await).await;
    }
}

async fn killed_in_a_burst(mut scene: Scene) {
    scene.start().await;
    let panel = scene.set_up().await;
    scene.ask_now(&panel);
    scene.whole().await;
    let guild = scene.discord.guild("Cloud Study Group").unwrap();
    let thread = id(&scene.discord.threads(scene.channel())[0]);
    let people: Vec<u64> =
        (0..20).map(|number| scene.discord.add_person(guild, &format!("Guest {number}"))).collect();
    let messages: Vec<(u64, u64)> = (0..BURST)
        .map(|number| people[number % people.len()])
        .map(|person| (person, scene.discord.say(person, thread, "all at once").unwrap()))
        .collect();
    let store = Store::open_as_is(&scene.db.url).await.unwrap();
    let community: CommunityId = format!("discord:{guild}").into();
    while written(&store, &community).await == 0 {
        // Nothing tells that the first are written.
        let _: Option<()> = scene.discord.wait_for(Duration::from_millis(1), |_| None).await;
    }
    scene.kill();

    let kept = written(&store, &community).await;
    assert_eq!(faults(&scene).await, [""; 0], "after {kept} of {BURST}");
    let waiting = store.read().await.unwrap().outgoing("", 1000).await.unwrap();
    let marks = waiting.iter().filter(|row| row.effect.starts_with("mark_answer")).count();
    let marked = marked(&scene, thread);
    // The mark in hand may be there without its receipt.
    assert!(
        [kept, kept + 1].contains(&(marks + marked)),
        "{kept} kept, {marks} to be marked, {marked} marked"
    );

    let bank = quotidian::questions::folder(packs::five(), Clock::System.now().date_naive())
        .map_err(|it| it.to_string());
    let app = App::open(store.clone(), Arc::new(bank.unwrap().bank)).await.unwrap();
    let pump = Pump::new(app, Clock::System, Metrics::new(), Pace::default());
    let again = messages.iter().map(|(author, message)| {
        Event::MessagePosted(Message {
            community: community.clone(),
            thread: thread.to_string().into(),
            author: author.to_string().into(),
            id: message.to_string().into(),
            at: Clock::System.now(),
        })
    });
    pump.tell_all(again).await;
    assert_eq!(written(&store, &community).await, BURST, "each is there, and once");
    store.close().await;
    assert_eq!(faults(&scene).await, [""; 0]);
}

/// How many messages are written down as answers.
async fn written(store: &Store, community: &CommunityId) -> usize {
    let mut tx = store.read().await.unwrap();
    let answers = TABLES.iter().find(|table| table.name == "answer").unwrap();
    let rows = tx.rows_after(answers, None, 10_000).await.unwrap();
    let here = store::Value::Text(Some(community.to_string()));
    rows.iter().filter(|row| row[0] == here).count()
}

/// How many messages of a thread carry the bot's mark.
fn marked(scene: &Scene, thread: u64) -> usize {
    let is_marked = |message: &&Value| message["reactions"].as_array().is_some_and(|it| !it.is_empty());
    scene.discord.messages(thread).iter().filter(is_marked).count()
}

/// What `quotidian check` finds wrong.
async fn faults(scene: &Scene) -> Vec<String> {
    let vars = [("QUOTIDIAN_DATABASE_URL".to_owned(), scene.db.url.clone())];
    let unread = |_: &std::path::Path| Err(std::io::Error::other("no files here"));
    let config = quotidian::config::Config::from(None, vars, unread).unwrap();
    quotidian::check::check(&config, Clock::System.now()).await.unwrap().errors
}
