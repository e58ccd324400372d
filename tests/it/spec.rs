//! Everything that passes between a bot and the pretend Discord is held against Discord's own description of its API.
//!
//! Stories start their Discord here, and what passed in them that Discord would not send or take fails them.

mod description;
mod deviations;
mod judge;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex};

use deviations::DEVIATIONS;
use judge::Verdict;
use quotidian::standin::discord::{Discord, Options, Passed};
use serde_json::{Value, json};

/// What becomes of a wrong request that the pretend Discord refuses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Requests {
    /// It fails the story: our bot never sends one.
    AreRight,
    /// Nothing: the story is about being refused. One that is *not* refused fails it.
    MayBeRefused,
    /// Nothing: other families' libraries send what Discord overlooks. Only what they are told is judged.
    AreForeign,
}

/// A pretend Discord whose exchanges are judged. When it goes, a violation fails the test.
pub(crate) struct Watched {
    discord: Discord,
    seen: Arc<Seen>,
}

struct Seen {
    requests: Mutex<Requests>,
    violations: Mutex<Vec<String>>,
    deviations: Mutex<BTreeSet<usize>>,
}

/// Starts a pretend Discord and watches it.
pub(crate) async fn watched(options: Options, requests: Requests) -> Watched {
    let discord = Discord::start(options).await.expect("a free port");
    let seen = Arc::new(Seen {
        requests: Mutex::new(requests),
        violations: Mutex::default(),
        deviations: Mutex::default(),
    });
    let told = Arc::clone(&seen);
    discord.watch(move |passed| told.judge(passed));
    Watched { discord, seen }
}

impl Seen {
    fn judge(&self, passed: Passed<'_>) {
        let requests = *self.requests.lock().unwrap();
        let (what, verdict, excused) = match passed {
            Passed::Frame(frame) => ("The gateway".to_owned(), judge::frame(frame), false),
            Passed::Exchange(exchange) => {
                let refused = (400..500).contains(&exchange.status) && exchange.status != 429;
                let what = format!("{} {} → {}", exchange.method, exchange.path, exchange.status);
                let excused = match requests {
                    Requests::AreRight => false,
                    Requests::MayBeRefused => refused,
                    Requests::AreForeign => true,
                };
                (what, judge::exchange(exchange), excused)
            }
        };
        let Verdict { request, answer, deviations } = verdict;
        let request =
            request.into_iter().filter(|_| !excused).map(|fault| format!("{what}: request {fault}"));
        let answer = answer.into_iter().map(|fault| format!("{what}: answer {fault}"));
        self.violations.lock().unwrap().extend(request.chain(answer));
        self.deviations.lock().unwrap().extend(deviations);
    }
}

impl Watched {
    /// The deviations that nothing needed until now, each with its sentence.
    pub(crate) fn unneeded_deviations(&self) -> Vec<String> {
        let needed = self.seen.deviations.lock().unwrap();
        let unneeded = DEVIATIONS.iter().enumerate().filter(|(index, _)| !needed.contains(index));
        unneeded.map(|(_, deviation)| deviation.sentence()).collect()
    }

    /// From now on requests that are refused are judged too.
    pub(crate) fn judge_strictly(&self) {
        *self.seen.requests.lock().unwrap() = Requests::AreRight;
    }

    /// What was wrong until now; it fails the story no more.
    pub(crate) fn violations(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.violations.lock().unwrap())
    }
}

impl Deref for Watched {
    type Target = Discord;

    fn deref(&self) -> &Discord {
        &self.discord
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut violations = self.violations();
        violations.sort();
        violations.dedup();
        if violations.is_empty() {
            return;
        }
        let said = format!(
            "{} violations of Discord's description (see tests/data/discord/):\n  {}",
            violations.len(),
            violations.join("\n  ")
        );
        if std::thread::panicking() {
            eprintln!("{said}");
        } else {
            panic!("{said}");
        }
    }
}

/// A pretend Discord that is started elsewhere would not be judged.
#[test]
fn every_story_starts_its_discord_here() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")];
    let mut elsewhere = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("it/spec.rs")
                && std::fs::read_to_string(&path).unwrap().contains("Discord::start(")
            {
                elsewhere.push(path);
            }
        }
    }
    assert!(elsewhere.is_empty(), "start these with spec::watched: {elsewhere:?}");
}

#[test]
fn a_field_misspelt_in_an_event_is_a_violation() {
    let told = |name: &str, data: Value| {
        judge::frame(&json!({ "op": 0, "s": 1, "t": name, "d": data }).to_string()).answer.concat()
    };
    let place = json!({ "id": "1", "channel_id": "2", "guild_id": "3" });
    assert_eq!(told("MESSAGE_DELETE", place.clone()), "");
    let misspelt = json!({ "id": "1", "chanel_id": "2", "guild_id": "3" });
    assert!(told("MESSAGE_DELETE", misspelt).contains("'chanel_id' was unexpected"));
    assert!(told("MESSAGE_VANISH", place).contains("does not know the event"));
    let emoji = json!({ "id": null, "name": "x" });
    let reaction =
        json!({ "user_id": "1", "channel_id": "2", "message_id": "3", "emoji": emoji, "burst": false });
    assert!(told("MESSAGE_REACTION_ADD", reaction).contains("\"type\" is a required property"));
}
