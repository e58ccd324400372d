//! The demo's page in a real browser: an organiser sets the bot up, two members answer, the clock is pushed, and the
//! leaderboard is read off the page. The picture in the README is taken here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use quotidian::demo;
use serde_json::{Map, json};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

mod bank;
mod french;
mod gallery;
mod kinds;
mod private;
mod review;

const PATIENCE: Duration = Duration::from_secs(30);

/// The demo as `quotidian demo` serves it, in this process.
struct Demo {
    address: String,
    stop: CancellationToken,
    serving: JoinHandle<anyhow::Result<()>>,
}

impl Demo {
    async fn start() -> Demo {
        Self::after(0).await
    }

    /// After so many days of its group.
    async fn after(days: u32) -> Demo {
        let options = demo::Options {
            port: 0,
            from: Some("2026-11-23".parse().unwrap()),
            // The browser's own zone is UTC; so is this group's, and the picture shows one time.
            zone: chrono_tz::Africa::Accra,
            days,
            questions: None,
            keep: None,
        };
        let (stop, (told, mut said)) = (CancellationToken::new(), mpsc::unbounded_channel());
        let until = stop.clone();
        #[expect(clippy::disallowed_methods, reason = "the harness owns the demo's task and waits for it")]
        let serving = tokio::spawn(async move {
            demo::serve(&options, until, |text| told.send(text.to_owned()).expect("the test listens")).await
        });
        let text = said.recv().await.expect("the demo says where it is");
        let address = text.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        Demo { address, stop, serving }
    }

    /// A browser with a window of this width and height, whose user is this person.
    async fn opened_by(&self, name: &str, size: (u32, u32)) -> Browser {
        let browser = Browser::open(size).await;
        browser.client.goto(&format!("{}/?as={name}", self.address)).await.unwrap();
        browser
    }

    async fn end(self) {
        self.stop.cancel();
        self.serving.await.unwrap().unwrap();
    }
}

/// A browser of its own, with nothing remembered.
struct Browser {
    driver: Child,
    client: Client,
    _profile: TempDir,
}

impl Browser {
    async fn open((width, height): (u32, u32)) -> Browser {
        let (driver, port) = start_driver();
        let profile = TempDir::new().unwrap();
        let arguments = [
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut capabilities = Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts; scripts/install-test-tools installs it");
        client.set_window_size(width, height).await.unwrap();
        Browser { driver, client, _profile: profile }
    }

    async fn close(self) {
        let _ = self.client.clone().close().await;
    }

    /// The first element that fits, once it is there and can be seen.
    async fn find(&self, css: &str) -> Element {
        let shown = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        shown.unwrap_or_else(|error| panic!("the page shows no {css}: {error}"))
    }

    async fn click(&self, css: &str) {
        // The page draws anew when something happens, so an element may be gone between finding and clicking it.
        for _ in 0..20 {
            let clicked = self.find(css).await.click().await;
            match clicked {
                Ok(()) => return,
                Err(CmdError::Standard(_)) => tokio::task::yield_now().await,
                Err(error) => panic!("cannot click {css}: {error}"),
            }
        }
        panic!("{css} does not hold still");
    }

    async fn write(&self, test_id: &str, text: &str) {
        let field = self.find(&format!("[data-testid={test_id}]")).await;
        field.send_keys(text).await.unwrap();
        field.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
    }

    /// Waits until a list shows a text, and returns all it shows.
    async fn reads(&self, test_id: &str, text: &str) -> String {
        let script = "const list = document.querySelector(`[data-testid=${arguments[0]}]`); return list ? list.innerText : '';";
        let read = async {
            loop {
                let shown = self.client.execute(script, vec![json!(test_id)]).await.unwrap();
                let shown = shown.as_str().unwrap_or_default().to_owned();
                if shown.contains(text) {
                    return shown;
                }
                tokio::task::yield_now().await;
            }
        };
        match tokio::time::timeout(PATIENCE, read).await {
            Ok(shown) => shown,
            Err(_) => {
                let shown = self.client.execute(script, vec![json!(test_id)]).await.unwrap();
                panic!("{test_id} does not show {text:?}, but: {shown}")
            }
        }
    }

    /// Acts and sees as someone else.
    async fn becomes(&self, name: &str) {
        self.click(&format!("[data-testid=person-{name}]")).await;
    }

    async fn picture(&self, name: &str) {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), self.client.screenshot().await.unwrap()).unwrap();
    }
}

impl Drop for Browser {
    /// Also when a story fails, no driver is left behind.
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Starts ChromeDriver on a free port and reads which.
fn start_driver() -> (Child, u16) {
    let driver =
        Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut driver = driver.expect(
        "Chromium and ChromeDriver are needed for this test: run scripts/install-test-tools, or install the packages \
         chromium and chromium-driver",
    );
    let lines = BufReader::new(driver.stdout.take().expect("its output is piped")).lines();
    let said = lines.map_while(Result::ok).find(|line| line.contains("started successfully on port"));
    let said = said.expect("ChromeDriver says its port");
    let port = said.trim_end_matches('.').rsplit(' ').next().and_then(|port| port.parse().ok());
    (driver, port.expect("ChromeDriver says its port"))
}

/// What Amina does: the panel, the city by its form, *Start*.
async fn set_up(browser: &Browser) {
    describe(browser).await;
    start(browser).await;
}

async fn describe(browser: &Browser) {
    browser.click("[data-testid=channel-daily-question]").await;
    browser.write("composer", "/setup").await;
    browser.click("[data-custom-id='setup/when']").await;
    browser.find("[data-testid=modal] input").await;
    let inputs = browser.client.find_all(Locator::Css("[data-testid=modal] input")).await.unwrap();
    for (input, text) in inputs.iter().zip(["9:00", "Accra"]) {
        input.clear().await.unwrap();
        input.send_keys(text).await.unwrap();
    }
    browser.click("[data-testid=modal] button[type=submit]").await;
    browser.reads("messages", "Africa/Accra").await;
}

async fn start(browser: &Browser) {
    browser.click("[data-custom-id='setup/start']").await;
    browser.reads("messages", "Started.").await;
}

/// A member opens the latest thread and writes in it.
async fn answer(browser: &Browser, name: &str, text: &str) {
    browser.becomes(name).await;
    browser.click("[data-testid=channel-daily-question]").await;
    browser.reads("messages", "Day ").await;
    browser.click("[data-testid=messages] [data-message-id]:last-of-type [data-testid=thread-open]").await;
    browser.write("thread-composer", text).await;
    browser.reads("thread-messages", text).await;
    browser.reads("thread-messages", "✅").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_set_up_asked_and_ranked_in_a_browser() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 900)).await;
    set_up(&browser).await;
    browser.picture("setup.png").await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 1").await;
    answer(&browser, "Ben", "Two stages, and only the program in the last one.").await;
    answer(&browser, "Chidi", "I would look at what the base image brings along.").await;
    browser.picture("demo.png").await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 2").await;
    answer(&browser, "Ben", "Order by how often it changes.").await;
    browser.write("composer", "/leaderboard").await;
    let board = browser.reads("messages", "@Chidi").await;
    let place =
        |name: &str| board.rfind(name).unwrap_or_else(|| panic!("{name} is not on the board: {board}"));
    let (ben, chidi) = (place("@Ben"), place("@Chidi"));
    assert!(ben < chidi, "Ben answered more: {board}");
    browser.picture("leaderboard.png").await;
    browser.close().await;
    demo.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_nothing_is_wider_than_the_screen() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (500, 844)).await;
    browser.find("[data-testid=composer]").await;
    let wide = browser
        .client
        .execute("return document.documentElement.scrollWidth - window.innerWidth;", vec![])
        .await;
    assert!(wide.unwrap().as_i64().is_some_and(|beyond| beyond <= 0), "the page scrolls sideways");
    browser.picture("phone.png").await;
    browser.close().await;
    demo.end().await;
}
