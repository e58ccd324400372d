//! The pages that operators and their tools read, over real HTTP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use insta::assert_snapshot;
use quotidian::metrics::Metrics;
use quotidian::ops::{self, Health};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// A served bot whose database and steps the test decides.
struct Served {
    address: SocketAddr,
    health: Health,
    metrics: Metrics,
    database_answers: Arc<AtomicBool>,
    stop: oneshot::Sender<()>,
    server: JoinSet<anyhow::Result<()>>,
}

async fn serve() -> anyhow::Result<Served> {
    let database_answers = Arc::new(AtomicBool::new(true));
    let answers = database_answers.clone();
    let health = Health::new(Instant::now(), move || {
        let answers = answers.load(Ordering::Relaxed);
        async move { if answers { Ok(()) } else { Err(anyhow::anyhow!("file is not a database")) } }
    });
    let metrics = Metrics::new();
    let listener = ops::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let mut server = JoinSet::new();
    server.spawn(ops::serve(listener, health.clone(), metrics.clone(), async { _ = stopped.await }));
    Ok(Served { address, health, metrics, database_answers, stop, server })
}

impl Served {
    async fn page(&self, path: &str) -> String {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client needs nothing");
        let answer =
            client.get(format!("http://{}{path}", self.address)).send().await.expect("the server answers");
        format!("{}\n{}", answer.status(), answer.text().await.expect("the answer is text"))
    }
}

#[tokio::test]
async fn a_pump_that_stopped_stepping_is_not_alive() {
    let bot = serve().await.unwrap();
    assert_snapshot!(bot.page("/healthz").await, @"
    200 OK
    ok
    ");

    let long_ago = Instant::now().checked_sub(Duration::from_secs(100)).unwrap();
    bot.health.set_last_step(long_ago);
    assert!(bot.page("/healthz").await.starts_with("503 Service Unavailable\nstalled: the last step was 1"));

    bot.health.set_last_step(Instant::now());
    assert!(bot.page("/healthz").await.starts_with("200 OK"));
}

#[tokio::test]
async fn a_bot_is_ready_when_its_database_answers_and_its_gateway_is_connected() {
    let bot = serve().await.unwrap();
    bot.database_answers.store(false, Ordering::Relaxed);
    assert_snapshot!(bot.page("/readyz").await, @"
    503 Service Unavailable
    database: it cannot be read, the log says why
    gateway: not connected
    ");

    bot.health.set_gateway_connected(true);
    assert_snapshot!(bot.page("/readyz").await, @"
    503 Service Unavailable
    database: it cannot be read, the log says why
    ");

    bot.database_answers.store(true, Ordering::Relaxed);
    assert_snapshot!(bot.page("/readyz").await, @"
    200 OK
    ready
    ");
}

#[tokio::test]
async fn the_figures_are_few_and_their_names_are_a_promise() {
    let bot = serve().await.unwrap();
    bot.metrics.count_event("discord", "message_posted", "ok");
    bot.metrics.count_effect("discord", "publish_question", "ok");
    bot.metrics.observe_interaction("streak", Duration::from_millis(40));
    bot.health.set_gateway_connected(true);

    let page = bot.page("/metrics").await;

    let names: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    assert_snapshot!(names.join("\n"), @"
    quotidian_build_info gauge
    quotidian_commits_total counter
    quotidian_effects_total counter
    quotidian_effects_waiting gauge
    quotidian_errors_total counter
    quotidian_events_total counter
    quotidian_gateway_connected gauge
    quotidian_gateway_unread_events_total counter
    quotidian_interaction_seconds histogram
    quotidian_questions_asked_total counter
    ");
    assert!(page.contains("\nquotidian_gateway_connected 1\n"), "{page}");
    assert!(
        page.contains(r#"quotidian_events_total{kind="message_posted",outcome="ok",platform="discord"} 1"#),
        "{page}"
    );
}

#[tokio::test]
async fn the_server_leaves_when_told_although_a_client_hangs_on() {
    let mut bot = serve().await.unwrap();
    let _idle = tokio::net::TcpStream::connect(bot.address).await.unwrap();

    bot.stop.send(()).unwrap();

    assert!(bot.server.join_next().await.unwrap().unwrap().is_ok());
    assert!(ops::bind(bot.address).await.is_ok());
}

#[tokio::test]
async fn an_address_in_use_is_told_with_the_key_to_change() {
    let bot = serve().await.unwrap();

    let complaint = ops::bind(bot.address).await.unwrap_err();

    let said = format!("{complaint:#}").replace(&bot.address.to_string(), "ADDRESS");
    assert_snapshot!(said, @"cannot serve health and metrics on ADDRESS; stop what uses it, such as another Quotidian, or set ops_addr (QUOTIDIAN_OPS_ADDR) to another address: Address already in use (os error 98)");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_health_check_finds_the_bot_by_its_configuration_and_exits_accordingly() {
    let mut bot = serve().await.unwrap();
    let address = bot.address.to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let healthcheck = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_quotidian"));
        command.arg("healthcheck").current_dir(&elsewhere);
        command.env_clear().env("QUOTIDIAN_OPS_ADDR", &address);
        let done = tokio::task::block_in_place(|| command.output()).expect("the program starts");
        let said = String::from_utf8([done.stdout, done.stderr].concat()).expect("it speaks UTF-8");
        format!("{}: {}", done.status, said.replace(&address, "ADDRESS"))
    };
    assert_snapshot!(healthcheck(), @"exit status: 0: well: http://ADDRESS/healthz says ok");

    bot.health.set_last_step(Instant::now().checked_sub(Duration::from_secs(1000)).unwrap());
    assert!(
        healthcheck().starts_with("exit status: 1: quotidian: not well: http://ADDRESS/healthz says 503")
    );

    bot.stop.send(()).unwrap();
    bot.server.join_next().await.unwrap().unwrap().unwrap();
    assert!(
        healthcheck()
            .starts_with("exit status: 1: quotidian: no answer from http://ADDRESS/healthz; see that")
    );
}
