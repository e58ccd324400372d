//! The program as an operator meets it: started, asked, checked and stopped as a process of its own.

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use quotidian::standin::discord::{Act, Fault, Phase, World};
use serde_json::{Value, json};
use sqlx::Connection;
use tempfile::TempDir;

use crate::crash::{connected, discord_of_today, zone_of_noon};
use crate::spec::Watched;
use crate::town::{Town, id, text_of};

mod alarms;

/// No word in a log is like it.
const TOKEN: &str = "MTA4.swordfish.unmistakable";
const PATIENCE: Duration = Duration::from_secs(60);
/// An orchestrator kills what has not ended by then.
const ENDED_WITHIN: Duration = Duration::from_secs(10);

/// A pretend Discord by the machine's clock, and what an operator sets.
struct Scene {
    discord: Watched,
    folder: TempDir,
    ops: std::net::SocketAddr,
}

/// The program while it runs.
struct Running(Child);

impl Scene {
    async fn new() -> Scene {
        let discord = discord_of_today(TOKEN).await;
        // Nobody else takes a port so soon after it was free.
        let ops = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Scene { discord, folder: TempDir::new().unwrap(), ops }
    }

    fn command(&self, task: &str) -> Command {
        let mut command = program(task);
        command
            .current_dir(self.folder.path())
            .env("QUOTIDIAN_DISCORD_TOKEN", TOKEN)
            .env("QUOTIDIAN_DISCORD_API_BASE", self.discord.origin())
            .env("QUOTIDIAN_DATABASE_URL", "sqlite://bot.db")
            .env("QUOTIDIAN_OPS_ADDR", self.ops.to_string())
            .env("QUOTIDIAN_LOG_FORMAT", "json");
        command
    }

    /// Starts the program; its log goes to a file.
    fn start(&self, log: &str) -> Running {
        let file = std::fs::File::create(self.folder.path().join("log")).unwrap();
        let child = self.command("run").env("QUOTIDIAN_LOG", log).stdout(Stdio::null()).stderr(file).spawn();
        Running(child.unwrap())
    }

    /// What the program has logged.
    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    async fn connected(&self) {
        connected(&self.discord).await;
    }

    /// A page for operators, once it is as expected: its status and text.
    async fn page(&self, path: &str, expected: impl Fn(&str) -> bool) -> String {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = async {
            loop {
                if let Ok(answer) = client.get(format!("http://{}{path}", self.ops)).send().await {
                    let said = format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap());
                    if expected(&said) {
                        return said;
                    }
                }
                // The page changes when the process gets that far; nothing tells us when.
                let _: Option<()> = self.discord.wait_for(Duration::from_millis(50), |_| None).await;
            }
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(|_| panic!("{path}:\n{}", self.log()))
    }

    fn channel(&self) -> u64 {
        self.discord.channel("daily-question").unwrap()
    }

    async fn reply(&self, asked: u64) -> Value {
        let answer = self.discord.answered(asked, PATIENCE).await.expect("the bot answers");
        assert!(answer.done && !answer.failed);
        answer.message.unwrap_or_default()
    }

    async fn runs(&self, name: &str, command: &str, options: &[(&str, &str)]) -> Value {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let person = self.discord.person(name).unwrap();
        self.reply(self.discord.command(person, self.channel(), command, options).unwrap()).await
    }

    async fn presses(&self, name: &str, message: &Value, button: &str) -> Value {
        let person = self.discord.person(name).unwrap();
        self.reply(self.discord.press(person, id(message), button).unwrap()).await
    }

    /// Everything but the last press: every day at nine, which has passed today.
    async fn set_up(&self) -> Value {
        let panel = self.runs("Amina", "setup", &[("city", zone_of_noon().name())]).await;
        let days = ["1", "2", "3", "4", "5", "6", "7"].map(str::to_owned);
        let amina = self.discord.person("Amina").unwrap();
        let asked = self.discord.choose(amina, id(&panel), "setup/weekdays", &days).unwrap();
        let panel = self.reply(asked).await;
        self.presses("Amina", &panel, "setup/start").await
    }

    /// Waits for today's thread.
    async fn thread(&self) -> u64 {
        let channel = self.channel();
        let thread = |world: &World| world.threads(channel).next().map(|thread| thread.id);
        self.discord.wait_for(PATIENCE, thread).await.expect("a question is asked")
    }
}

impl Running {
    /// SIGTERM, as an orchestrator stops it; how long it took to end, and with which code.
    fn terminate(mut self) -> (Duration, Option<i32>) {
        let started = std::time::Instant::now();
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.0.wait().unwrap();
        (started.elapsed(), status.code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended, or it must.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program, which hears nothing of this machine's own settings.
fn program(task: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotidian"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("QUOTIDIAN_") {
            command.env_remove(name);
        }
    }
    command.arg(task);
    command
}

/// Exit code and everything said.
fn ended(output: &Output) -> (Option<i32>, String) {
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into_owned());
    (output.status.code(), said.concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_with_a_post_in_hand_it_ends_well_and_in_time_and_posts_once_afterwards() {
    for phase in [Phase::Before, Phase::After] {
        let scene = Scene::new().await;
        let bot = scene.start("warn");
        scene.connected().await;
        let panel = scene.set_up().await;
        let held = scene.discord.fault(Fault {
            method: Some("POST".to_owned()),
            path_contains: format!("/channels/{}/messages", scene.channel()),
            nth: 1,
            phase,
            act: Act::Hold,
            times: 1,
        });
        scene.discord.press(scene.discord.person("Amina").unwrap(), id(&panel), "setup/start-now").unwrap();
        held.reached().await;
        let (time, code) = tokio::task::block_in_place(|| bot.terminate());
        assert_eq!(code, Some(0), "{}", scene.log());
        assert!(time < ENDED_WITHIN, "{time:?}");
        held.vanished().await;
        held.release();
        let bot = scene.start("warn");
        scene.connected().await;
        scene.thread().await;
        let (_, code) = tokio::task::block_in_place(|| bot.terminate());
        assert_eq!(code, Some(0));
        let author = json!(scene.discord.bot().to_string());
        let posts = scene.discord.messages(scene.channel()).into_iter();
        assert_eq!(posts.filter(|one| one["author"]["id"] == author && one["type"] == 0).count(), 1);
        scene.discord.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_while_it_replies_it_finishes_the_reply() {
    let scene = Scene::new().await;
    let bot = scene.start("warn");
    scene.connected().await;
    let held = scene.discord.fault(Fault {
        method: None,
        path_contains: "/roles".to_owned(),
        nth: 1,
        phase: Phase::Before,
        act: Act::Hold,
        times: 1,
    });
    let amina = scene.discord.person("Amina").unwrap();
    let asked = scene.discord.command(amina, scene.channel(), "setup", Vec::new()).unwrap();
    held.reached().await;
    let stopping = tokio::task::spawn_blocking(|| bot.terminate());
    let acknowledged = |world: &World| world.interaction(asked)?.callback;
    scene.discord.wait_for(PATIENCE, acknowledged).await.expect("it is put off");
    held.release();
    let panel = scene.reply(asked).await;
    assert!(text_of(&panel).contains("Daily question"), "{}", text_of(&panel));
    let (time, code) = stopping.await.unwrap();
    assert_eq!(code, Some(0), "{}", scene.log());
    assert!(time < ENDED_WITHIN, "{time:?}");
    scene.discord.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_whether_it_is_alive_ready_and_at_work() {
    let scene = Scene::new().await;
    let held = scene.discord.fault(Fault {
        method: None,
        path_contains: "/gateway/bot".to_owned(),
        nth: 1,
        phase: Phase::Before,
        act: Act::Hold,
        times: 1,
    });
    let bot = scene.start("info");
    held.reached().await;
    let red = scene.page("/readyz", |said| said.starts_with("503")).await;
    assert!(red.contains("gateway: not connected"), "{red}");
    scene.page("/healthz", |said| said.starts_with("200")).await;
    held.release();
    scene.connected().await;
    scene.page("/readyz", |said| said.starts_with("200")).await;
    let figures = scene.page("/metrics", |said| said.contains("quotidian_gateway_connected 1")).await;
    assert!(figures.contains("quotidian_errors_total 0"), "{figures}");
    let healthcheck = tokio::task::block_in_place(|| scene.command("healthcheck").output().unwrap());
    assert_eq!(ended(&healthcheck).0, Some(0), "{}", ended(&healthcheck).1);
    scene.discord.drop_gateway(Some(4000));
    scene.connected().await;
    scene.page("/readyz", |said| said.starts_with("200")).await;
    let (_, code) = tokio::task::block_in_place(|| bot.terminate());
    assert_eq!(code, Some(0));
    let healthcheck = tokio::task::block_in_place(|| scene.command("healthcheck").output().unwrap());
    assert_eq!(ended(&healthcheck).0, Some(1), "nobody is there any more");
    assert!(!scene.log().contains("awaiting close frame"), "it logged off properly:\n{}", scene.log());
    scene.discord.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_ends_it_with_what_to_do() {
    let scene = Scene::new().await;
    let mut run = scene.command("run");
    run.env("QUOTIDIAN_DISCORD_TOKEN", "not-the-token-discord-gave");
    let (code, said) = tokio::task::block_in_place(|| ended(&run.output().unwrap()));
    assert_eq!(code, Some(1), "{said}");
    let last = said.lines().last().unwrap();
    assert!(last.starts_with("quotidian: ") && last.contains("set QUOTIDIAN_DISCORD_TOKEN to it"), "{said}");
    assert!(!said.contains("not-the-token-discord-gave"), "{said}");
    scene.discord.stop().await;
}

#[test]
fn without_a_token_or_with_a_variable_it_does_not_know_it_says_so() {
    let folder = TempDir::new().unwrap();
    let run = |name: &str, value: &str| {
        let mut run = program("run");
        ended(&run.current_dir(&folder).env(name, value).output().unwrap())
    };
    let (code, said) = run("QUOTIDIAN_LOG", "error");
    assert_eq!(code, Some(1));
    assert!(said.contains("there is no Discord token; set QUOTIDIAN_DISCORD_TOKEN"), "{said}");
    let (code, said) = run("QUOTIDIAN_DISCORD_TOKN", "my-secret");
    assert_eq!(code, Some(1));
    assert!(
        said.contains("QUOTIDIAN_DISCORD_TOKN is unknown; did you mean QUOTIDIAN_DISCORD_TOKEN?"),
        "{said}"
    );
    assert!(!said.contains("my-secret"), "{said}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "nothing was begun");
}

/// `quotidian check` on a database.
fn check(database_url: &str, questions: Option<&std::path::Path>) -> (Option<i32>, String) {
    let mut check = program("check");
    check.env("QUOTIDIAN_DATABASE_URL", database_url);
    if let Some(questions) = questions {
        check.env("QUOTIDIAN_QUESTIONS", questions);
    }
    ended(&check.output().unwrap())
}

#[tokio::test]
async fn check_finds_a_streak_that_the_answers_do_not_give() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    town.says("Chidi", "another").await;
    let (code, said) = check(&town.database_url(), None);
    assert_eq!(code, Some(0), "while the bot is at work: {said}");
    town.stop_bot().await;
    let (code, said) = check(&town.database_url(), None);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the streaks of 2 members computed again"), "{said}");
    let ben = town.person("Ben").to_string();
    let mut connection = sqlx::sqlite::SqliteConnection::connect(&town.database_url()).await.unwrap();
    sqlx::query("update streak set run = 99 where member = $1")
        .bind(&ben)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let (code, said) = check(&town.database_url(), None);
    assert_eq!(code, Some(1), "{said}");
    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    assert!(matches!(errors.as_slice(), [one] if one.contains(&ben)), "{said}");
    town.discord.stop().await;
}

#[test]
fn check_lists_every_fault_of_a_questions_folder() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("w01-broken");
    std::fs::create_dir(&pack).unwrap();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/w08-containers");
    let write = |name: &str, text: &str| std::fs::write(pack.join(name), text).unwrap();
    let question = std::fs::read_to_string(source.join("w08-image-size.md")).unwrap();
    write("pack.toml", "format_version = 1\nid = \"w01-elsewhere\"\ncolour = \"red\"\n");
    write("w01-one.md", &question.replace("difficulty = ", "difficulty = 9"));
    write("w01-two.md", "no front matter at all");
    let database = folder.path().join("none.db");
    let (code, said) = check(&format!("sqlite://{}", database.display()), Some(folder.path()));
    assert_eq!(code, Some(1), "{said}");
    for part in ["pack.toml", "colour", "w01-one.md", "difficulty", "w01-two.md"] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    assert!(said.lines().filter(|line| line.starts_with("error: ")).count() >= 4, "{said}");
    assert!(!database.exists(), "checking makes nothing");
}

/// Everything a community does in a day, with words that no log would hold by chance.
async fn live_a_day(scene: &Scene) {
    let panel = scene.set_up().await;
    scene.presses("Amina", &panel, "setup/start-now").await;
    let thread = scene.thread().await;
    let ben = scene.discord.person("Ben").unwrap();
    let said = scene.discord.say(ben, thread, "Zanzibar nutmeg answer").unwrap();
    let marked =
        |world: &World| world.message(thread, said).filter(|one| !one.reactions.is_empty()).map(|_| ());
    scene.discord.wait_for(PATIENCE, marked).await.expect("the answer is marked");
    scene.discord.edit(ben, thread, said, "Zanzibar cardamom answer").unwrap();
    let typed = vec![("search".to_owned(), json!("Zanzibar typed"))];
    scene.discord.autocomplete(ben, scene.channel(), "question", typed).await.unwrap();
    scene.runs("Ben", "question", &[("search", "Zanzibar searched")]).await;
    scene.runs("Ben", "resources", &[("search", "Zanzibar resources")]).await;
    for command in ["today", "streak", "leaderboard", "privacy", "help"] {
        scene.runs("Ben", command, &[]).await;
    }
    scene.runs("Amina", "doctor", &[]).await;
    let panel = scene.runs("Amina", "setup", &[]).await;
    let amina = scene.discord.person("Amina").unwrap();
    let opener = scene.discord.press(amina, id(&panel), "setup/when").unwrap();
    scene.discord.answered(opener, PATIENCE).await.unwrap();
    let fields = [("time".to_owned(), "9:00".to_owned()), ("zone".to_owned(), "Zanzibar form".to_owned())];
    let sent = scene.discord.submit(amina, opener, &fields.into()).unwrap();
    scene.reply(sent).await;
    scene.discord.delete(ben, thread, said).unwrap();
    scene.discord.drop_gateway(None);
    scene.connected().await;
    scene.runs("Ben", "today", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_day_holds_no_text_of_members_and_no_token() {
    let scene = Scene::new().await;
    let bot = scene.start("trace");
    scene.connected().await;
    live_a_day(&scene).await;
    let (_, code) = tokio::task::block_in_place(|| bot.terminate());
    assert_eq!(code, Some(0));
    let log = scene.log();
    assert!(log.contains("Asking question 1"), "it is the log of that day");
    let tokens = |world: &World| world.interactions().map(|one| one.token.clone()).collect::<Vec<_>>();
    let tokens = scene.discord.look(tokens);
    assert!(tokens.len() > 10);
    let secrets = tokens.iter().map(String::as_str).chain([TOKEN, "swordfish", "zanzibar"]);
    for secret in secrets {
        let found = log.lines().find(|line| line.to_lowercase().contains(&secret.to_lowercase()));
        assert_eq!(found, None, "{secret}");
    }
    for line in log.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok_and(|line| line.is_object()), "{line}");
    }
    scene.discord.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_in_a_kind_sentence_is_in_the_log_once_with_what_happened() {
    let scene = Scene::new().await;
    let bot = scene.start("info");
    scene.connected().await;
    scene.runs("Ben", "streak", &[]).await;
    let database = format!("sqlite://{}/bot.db", scene.folder.path().display());
    let mut connection = sqlx::sqlite::SqliteConnection::connect(&database).await.unwrap();
    sqlx::raw_sql("drop table streak").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let said = text_of(&scene.runs("Ben", "streak", &[]).await);
    let reference = said.split("(ref ").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
    scene.page("/metrics", |said| said.contains("quotidian_errors_total 1")).await;
    let log = scene.log();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(reference)).collect();
    assert!(
        matches!(lines.as_slice(), [one] if one.contains("\"ERROR\"") && one.contains("streak")),
        "{log}"
    );
    let (_, code) = tokio::task::block_in_place(|| bot.terminate());
    assert_eq!(code, Some(0));
    scene.discord.stop().await;
}
