//! Everything that passes between a bot and the pretend Discord is held against Discord's own description of its API.
//!
//! Stories start their Discord here, and what passed in them that Discord would not send or take fails them.

mod description;
mod deviations;
mod judge;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use deviations::DEVIATIONS;
use judge::Verdict;
use quotidian::standin::discord::{Discord, Options, Passed};

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

#[derive(Default)]
struct Seen {
    violations: Mutex<Vec<String>>,
    deviations: Mutex<BTreeSet<usize>>,
}

/// Starts a pretend Discord and watches it.
pub(crate) async fn watched(options: Options, requests: Requests) -> Watched {
    let discord = Discord::start(options).await.expect("a free port");
    let seen = Arc::new(Seen::default());
    let told = Arc::clone(&seen);
    discord.watch(move |passed| told.judge(passed, requests));
    Watched { discord, seen }
}

impl Seen {
    fn judge(&self, passed: Passed<'_>, requests: Requests) {
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
