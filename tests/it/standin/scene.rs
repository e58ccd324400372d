//! A pretend Discord on a stage: a clock that only the test moves, and a plain client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use quotidian::standin::discord::{Clock, Options, Starts};
use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{Http, HttpBuilder};

use crate::spec::{self, Requests, Watched};

pub(crate) const TOKEN: &str = "MTAw.pretend.token";
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// A pretend Discord with a clock that only we move, and a plain client of its REST face.
pub(crate) struct Scene {
    pub(crate) discord: Watched,
    pub(crate) clock: Arc<Mutex<DateTime<Utc>>>,
    pub(crate) client: reqwest::Client,
}

impl Scene {
    pub(crate) async fn set() -> Scene {
        let start = "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().expect("a date");
        let clock = Arc::new(Mutex::new(start));
        let (read, write) = (Arc::clone(&clock), Arc::clone(&clock));
        let options = Options {
            port: 0,
            clock: Clock {
                now: Arc::new(move || *read.lock().expect("clock")),
                set: Some(Arc::new(move |to| *write.lock().expect("clock") = to)),
            },
            zone: chrono_tz::Africa::Douala,
            token: TOKEN.to_owned(),
        };
        let discord = spec::watched(options, Requests::MayBeRefused).await;
        // Three seconds are real time; a slow machine must not fail a test that is about something else.
        discord.set_acknowledge_within(Duration::from_secs(600));
        discord.set_starts(Starts { apart: Duration::ZERO, ..Starts::default() });
        Scene { discord, clock, client: reqwest::Client::new() }
    }

    pub(crate) fn push(&self, by: TimeDelta) {
        *self.clock.lock().expect("clock") += by;
        self.discord.clock_moved();
    }

    pub(crate) fn channel(&self, name: &str) -> u64 {
        self.discord.channel(name).expect("a channel")
    }

    pub(crate) fn person(&self, name: &str) -> u64 {
        self.discord.person(name).expect("a person")
    }

    pub(crate) fn guild(&self) -> u64 {
        self.discord.guild("Cloud Study Group").expect("a guild")
    }

    pub(crate) fn request(&self, method: Method, path: &str, body: &Value) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}/api/v10{path}", self.discord.origin()));
        let request = request.header("authorization", format!("Bot {TOKEN}"));
        if body.is_null() {
            request
        } else {
            request.header("content-type", "application/json").body(body.to_string())
        }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let response = self.request(method, path, &body).send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, Value::Null).await
    }

    pub(crate) fn http(&self) -> Arc<Http> {
        Arc::new(HttpBuilder::new(TOKEN).proxy(self.discord.origin()).ratelimiter_disabled(true).build())
    }

    /// Registers a command and uses it as Ben; the interaction and its callback path.
    pub(crate) async fn ask(&self) -> (u64, String) {
        let path = format!("/applications/{}/commands", self.discord.bot());
        let command = json!([{ "name": "streak", "description": "Your streak" }]);
        assert_eq!(self.call(Method::PUT, &path, command).await.0, 200);
        let asked = self.discord.command(self.person("Ben"), self.channel("general"), "streak", Vec::new());
        let asked = asked.expect("a command");
        (asked, self.callback(asked))
    }

    pub(crate) fn callback(&self, asked: u64) -> String {
        format!("/interactions/{asked}/{}/callback", self.token(asked))
    }

    pub(crate) fn token(&self, asked: u64) -> String {
        self.discord
            .look(|world| world.interaction(asked).map(|one| one.token.clone()))
            .expect("an interaction")
    }

    pub(crate) fn webhook(&self, asked: u64) -> String {
        format!("/webhooks/{}/{}", self.discord.bot(), self.token(asked))
    }
}

pub(crate) const COMMANDS: &str = r#"[
  { "name": "setup", "description": "Choose a channel", "default_member_permissions": "32", "contexts": [0],
    "options": [{ "name": "channel", "description": "Where", "type": 7, "required": true },
                { "name": "role", "description": "Whom", "type": 8 },
                { "name": "member", "description": "Who", "type": 6 },
                { "name": "on", "description": "On?", "type": 5 },
                { "name": "count", "description": "How many", "type": 4, "min_value": 1, "max_value": 5 },
                { "name": "topic", "description": "Which", "type": 3, "autocomplete": true }] },
  { "name": "quiz", "description": "A quiz",
    "options": [{ "name": "start", "description": "Start", "type": 1,
                  "options": [{ "name": "size", "description": "Size", "type": 4 }] }] }
]"#;
