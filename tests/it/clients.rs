//! Bots of other families, with nothing changed but their base address, at home in the pretend Discord: what they
//! cannot read there, nobody could.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use quotidian::standin::discord::{Clock, Discord, Limits, Options, Rule};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::spec::{self, Requests, Watched};

const TOKEN: &str = "MTAw.pretend.token";
const PATIENCE: Duration = Duration::from_secs(60);

/// A pretend Discord, and a bot in a process of its own that came to it.
struct Visit {
    discord: Watched,
    bot: Child,
    lines: UnboundedReceiver<String>,
    transcript: Vec<String>,
    /// What ids are called: by name if they were there before the bot, then by number.
    names: BTreeMap<String, String>,
    founded: usize,
}

impl Drop for Visit {
    fn drop(&mut self) {
        // It is gone already when all went well.
        drop(self.bot.kill());
        drop(self.bot.wait());
    }
}

impl Visit {
    async fn of(mut bot: Command) -> Visit {
        let start = "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let clock = Clock { now: Arc::new(move || start), set: None };
        let options = Options { port: 0, clock, zone: chrono_tz::UTC, token: TOKEN.to_owned() };
        let discord = spec::watched(options, Requests::AreForeign).await;
        // Three seconds are real time; a slow machine must not fail a test that is about something else.
        discord.set_acknowledge_within(PATIENCE);
        let mut bot = bot.arg(discord.origin()).arg(TOKEN).stdout(Stdio::piped()).spawn().unwrap();
        let (tell, lines) = unbounded_channel();
        let said = BufReader::new(bot.stdout.take().unwrap()).lines();
        std::thread::spawn(move || said.map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let names = names(&discord);
        let founded = names.len() - 1;
        Visit { discord, bot, lines, transcript: Vec::new(), names, founded }
    }

    /// The bot's next line, once its names are put in; none when it is gone.
    async fn line(&mut self) -> Option<String> {
        let next = tokio::time::timeout(PATIENCE, self.lines.recv()).await;
        let line = next.unwrap_or_else(|_| panic!("the bot says nothing more after\n{}", self.told()))?;
        let line = self.named(&line);
        eprintln!("{line}");
        self.transcript.push(line.clone());
        Some(line)
    }

    /// Waits until the bot says this.
    async fn hears(&mut self, beginning: &str) {
        let found = tokio::time::timeout(PATIENCE, self.comes_to(beginning)).await;
        assert!(found.unwrap_or(false), "the bot never says {beginning:?}:\n{}", self.told());
    }

    async fn comes_to(&mut self, beginning: &str) -> bool {
        while let Some(line) = self.line().await {
            if line.starts_with(beginning) {
                return true;
            }
        }
        false
    }

    fn told(&self) -> String {
        self.transcript.join("\n")
    }

    /// A line with names where it has ids, and without the secrets of interactions.
    fn named(&mut self, line: &str) -> String {
        let mut name = |part: &str| {
            if part.starts_with("aW50ZXJhY3Rpb24") {
                return "{token}".to_owned();
            }
            if part.len() < 17 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return part.to_owned();
            }
            let number = self.names.len();
            let name =
                self.names.entry(part.to_owned()).or_insert_with(|| format!("{{{}}}", number - self.founded));
            name.clone()
        };
        let parts = line.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
        parts
            .map(|part| {
                let word = part.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
                name(word) + &part[word.len()..]
            })
            .collect()
    }

    /// What people do while the bot is there, each after they saw what the bot did before.
    async fn is_kept_company(&mut self) {
        self.hears("did opened the thread").await;
        let discord = self.discord.clone();
        let person = |name: &str| discord.person(name).unwrap();
        let (amina, ben, chidi) = (person("Amina"), person("Ben"), person("Chidi"));
        let (general, thread) = (discord.channel("general").unwrap(), discord.channel("Question 1").unwrap());

        let member = ("member".to_owned(), json!(chidi.to_string()));
        let typing = vec![member.clone(), ("topic".to_owned(), json!("li"))];
        let suggested = discord.autocomplete(ben, general, "streak", typing).await.unwrap();
        assert_eq!(suggested[0]["name"], "Linux");
        self.hears("sent POST /interactions").await;
        let topic = ("topic".to_owned(), json!("linux"));
        let asked = discord.command(ben, general, "streak", vec![member, topic]).unwrap();
        self.hears("did answered").await;
        let answer = discord.answered(asked, PATIENCE).await.unwrap();
        assert!(answer.deferred);
        assert_eq!(discord.private(ben, general)[0]["content"], "Chidi: 7 days");

        let pressed = discord.press(ben, thread, "answer").unwrap();
        self.hears("sent POST /interactions").await;
        let fields = BTreeMap::from([("text".to_owned(), "Something that shares the work".to_owned())]);
        let submitted = discord.submit(ben, pressed, &fields).unwrap();
        self.hears("sent POST /interactions").await;
        let thanks = discord.answered(submitted, PATIENCE).await.unwrap().message.unwrap();
        assert_eq!((&thanks["content"], &thanks["flags"]), (&json!("Thank you"), &json!(64)));
        let pressed = discord.press(amina, thread, "hint").unwrap();
        self.hears("sent POST /webhooks").await;
        let answer = discord.answered(pressed, PATIENCE).await.unwrap();
        assert_eq!(answer.message.unwrap()["content"], "A hint: it is a service.");
        assert_eq!(answer.followups[0]["content"], "Only you see this");

        let message = discord.say(ben, thread, "One that spreads requests").unwrap();
        self.hears("did replied to Ben").await;
        discord.react(chidi, thread, message, "🎉").unwrap();
        self.hears("did saw Chidi react with 🎉").await;
        let goodbye = format!("<@{}> good night", discord.bot());
        discord.say(amina, thread, &goodbye).unwrap();
        while self.line().await.is_some() {}
        assert!(self.bot.wait().unwrap().success(), "the bot stumbled after\n{}", self.told());
        assert_eq!(discord.directs(amina)[0]["content"], "Good night");
        assert_eq!(discord.pins(discord.channel("daily-question").unwrap()).len(), 0);
    }

    /// The statuses of what the bot posted in its thread since a request.
    fn posts_since(&self, request: usize) -> Vec<Option<u16>> {
        let posts = format!("/channels/{}/messages", self.discord.channel("Question 1").unwrap());
        let all = self.discord.requests().into_iter().skip(request);
        all.filter(|one| one.method == "POST" && one.path == posts).map(|one| one.status).collect()
    }

    /// Twelve messages at once into a bucket of five: the library waits as the headers say, and is never refused.
    async fn keeps_within_the_limits(&mut self) {
        self.hears("did opened the thread").await;
        let discord = self.discord.clone();
        let (amina, thread) = (discord.person("Amina").unwrap(), discord.channel("Question 1").unwrap());
        discord.set_limits(limits(50, 5));
        let before = discord.requests().len();
        discord.say(amina, thread, &format!("<@{}> a burst", discord.bot())).unwrap();
        self.hears("did sent 12 messages at once").await;
        assert_eq!(self.posts_since(before), [Some(200); 12]);
    }

    /// Refused all the same, it says so and comes again, for a route and for everything.
    async fn comes_again_when_refused(&mut self, says: [&str; 2]) {
        let discord = self.discord.clone();
        let (ben, thread) = (discord.person("Ben").unwrap(), discord.channel("Question 1").unwrap());
        for (closed, says) in [limits(50, 0), limits(0, 5)].into_iter().zip(says) {
            let before = discord.requests().len();
            discord.set_limits(closed);
            discord.say(ben, thread, "Mine").unwrap();
            self.hears(says).await;
            discord.set_limits(Limits::default());
            self.hears("did replied to Ben").await;
            assert_eq!(self.posts_since(before).last(), Some(&Some(200)), "one answer");
            let kept =
                discord.messages(thread).into_iter().filter(|one| one["content"] == "Counted.").count();
            assert_eq!(kept, self.transcript.iter().filter(|line| *line == "did replied to Ben").count());
        }
    }

    /// Asked to reconnect, or cut off, it goes on with its session and hears what it missed, once.
    async fn goes_on_with_its_session(&mut self) {
        let discord = self.discord.clone();
        let (ben, thread) = (discord.person("Ben").unwrap(), discord.channel("Question 1").unwrap());
        discord.ask_reconnect();
        self.hears("received RESUMED").await;
        discord.drop_gateway(Some(4000));
        discord.say(ben, thread, "While you were away").unwrap();
        self.hears("did replied to Ben").await;
        discord.say(discord.person("Chidi").unwrap(), thread, "Now").unwrap();
        self.hears("did replied to Chidi").await;
        let heard = |line: &str| self.transcript.iter().filter(|one| *one == line).count();
        assert_eq!((heard("received READY"), heard("received RESUMED")), (1, 2));
        assert_eq!(heard("did heard Ben in Question 1: ''"), heard("did replied to Ben"));
    }

    /// Holds what the bot did and sent against its transcript in `tests/clients`, in order; of what it received, whose
    /// order is not promised, the kinds. All of it, as it came, is kept as a file of the test's.
    fn is_as_told_in(&self, transcript: &str) {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transcripts");
        std::fs::create_dir_all(&kept).unwrap();
        std::fs::write(kept.join(transcript), self.told() + "\n").unwrap();
        let (received, done): (Vec<&str>, Vec<&str>) =
            self.transcript.iter().map(String::as_str).partition(|line| line.starts_with("received "));
        let received: BTreeSet<&str> = received.into_iter().collect();
        let told = done.into_iter().chain(received).map(|line| format!("{line}\n")).collect::<String>();
        let expected = root().join("tests/clients").join(transcript);
        if std::fs::read_to_string(&expected).unwrap_or_default() != told {
            let made = kept.join(format!("new.{transcript}"));
            std::fs::write(&made, &told).unwrap();
            let (made, expected) = (made.display(), expected.display());
            panic!("the bot did otherwise; if that is right\n\n  cp {made} {expected}\n\n{told}");
        }
    }
}

/// So many requests a second for everything, and so many messages a second in each channel.
fn limits(global: u32, messages: u32) -> Limits {
    let rule =
        |ends: &str, most| Rule { method: None, ends: ends.to_owned(), most, per: Duration::from_secs(1) };
    Limits { global, rules: vec![rule("/messages", messages), rule("", 1000)], ..Limits::default() }
}

/// The names of what is there before a bot comes.
fn names(discord: &Discord) -> BTreeMap<String, String> {
    discord.look(|world| {
        let guilds = world.guilds().map(|guild| (guild.id, &guild.name));
        let channels = world.channels().map(|channel| (channel.id, &channel.name));
        let people = world.guilds().flat_map(|guild| guild.members.keys());
        let people = people.filter_map(|person| Some((*person, &world.user(*person)?.name)));
        let all = guilds.chain(channels).chain(people);
        all.map(|(id, name)| (id.to_string(), format!("{{{name}}}"))).collect()
    })
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the libraries are, complete and in the versions that are wanted.
fn libraries() -> PathBuf {
    let there = root().join(".tools/clients");
    for list in ["requirements.txt", "package-lock.json"] {
        let wanted = std::fs::read_to_string(root().join("tests/clients").join(list)).unwrap();
        let installed = std::fs::read_to_string(there.join(list)).unwrap_or_default();
        assert!(
            wanted == installed,
            "discord.py and discord.js are needed for this test: run scripts/install-test-tools"
        );
    }
    there
}

fn discord_py() -> Command {
    let mut bot = Command::new(libraries().join("python/bin/python"));
    bot.arg(root().join("tests/clients/discord_py.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    bot
}

fn discord_js() -> Command {
    let mut bot = Command::new("node");
    bot.env("NODE_PATH", libraries().join("javascript/node_modules"));
    bot.arg(root().join("tests/clients/discord_js.js"));
    bot
}

#[tokio::test]
async fn discord_py_is_at_home() {
    let mut visit = Visit::of(discord_py()).await;
    visit.is_kept_company().await;
    visit.is_as_told_in("discord_py.txt");
}

#[tokio::test]
async fn discord_js_is_at_home() {
    let mut visit = Visit::of(discord_js()).await;
    visit.is_kept_company().await;
    visit.is_as_told_in("discord_js.txt");
}

#[tokio::test]
async fn discord_py_waits_and_resumes_as_it_is_told() {
    let mut visit = Visit::of(discord_py()).await;
    visit.keeps_within_the_limits().await;
    let says = ["complained We are being rate limited.", "complained Global rate limit has been hit."];
    visit.comes_again_when_refused(says).await;
    visit.goes_on_with_its_session().await;
}

#[tokio::test]
async fn discord_js_waits_and_resumes_as_it_is_told() {
    let mut visit = Visit::of(discord_js()).await;
    visit.keeps_within_the_limits().await;
    visit
        .comes_again_when_refused(["waits for /channels/:id/messages", "waits for /channels/:id/messages"])
        .await;
    visit.goes_on_with_its_session().await;
}
