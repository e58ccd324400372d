//! The day's story with a fault at every step: whichever request of the bot fails, in whichever way, the story ends in
//! the same rows and shows the same as without it. The same with everything that can happen to the gateway's line.

mod line;
mod story;

use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use quotidian::standin::discord::{Act as Trouble, Fault, Phase, Scope};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use self::story::{Act, Outcome, STORY, WEEK, outcome, play};
use crate::town::Town;

/// Stories told at the same time.
const AT_ONCE: usize = 8;
/// How long a limit holds.
const WAIT: Duration = Duration::from_millis(200);

/// A story without any fault: what it asks of Discord, and what is left of it.
struct Faultless {
    acts: &'static [Act],
    /// Method and path without ids, of every request in its order.
    steps: Vec<(String, String)>,
    outcome: Outcome,
}

/// The day's story.
async fn the_day() -> &'static Faultless {
    static DAY: OnceCell<Faultless> = OnceCell::const_new();
    DAY.get_or_init(|| async {
        let town = Town::founded().await;
        faultless(town, &STORY).await
    })
    .await
}

async fn faultless(town: Town, acts: &'static [Act]) -> Faultless {
    let before = town.discord.requests().len();
    for act in acts {
        play(&town, *act).await;
    }
    let requests = town.discord.requests();
    let channel = town.channel().to_string();
    let named = |part: &str| match part {
        part if part == channel => "{daily-question}".to_owned(),
        part if part.len() > 15 => "{id}".to_owned(),
        part => part.to_owned(),
    };
    let template = |path: &str| path.split('/').map(named).collect::<Vec<_>>().join("/");
    let steps = requests[before..].iter().map(|one| (one.method.clone(), template(&one.path))).collect();
    Faultless { acts, steps, outcome: outcome(town).await }
}

/// Plays the day's story once for each of these steps, with this trouble there, and says what ended otherwise.
async fn with(phase: Phase, trouble: Trouble, occurs: impl Fn(usize, &str, &str) -> bool) -> Vec<String> {
    in_story(the_day().await, (phase, trouble), occurs).await
}

async fn in_story(
    day: &'static Faultless,
    (phase, trouble): (Phase, Trouble),
    occurs: impl Fn(usize, &str, &str) -> bool,
) -> Vec<String> {
    let steps = day.steps.iter().enumerate().filter(|(step, (method, path))| occurs(*step, method, path));
    let cases: Vec<usize> = steps.map(|(step, _)| step).collect();
    assert!(!cases.is_empty(), "this trouble occurs nowhere in {:?}", day.steps);
    let told = stream::iter(cases).map(|step| {
        let trouble = trouble.clone();
        async move {
            let case = async {
                let town = Town::founded().await;
                let (act, times, path_contains) = (trouble, 1, "/".to_owned());
                let fault = Fault { method: None, path_contains, nth: step + 1, phase, act, times };
                let fault = town.discord.fault(fault);
                for act in day.acts {
                    play(&town, *act).await;
                }
                assert!(fault.reached().now_or_never().is_some(), "the trouble never came");
                outcome(town).await
            };
            let (method, path) = &day.steps[step];
            let ended = std::panic::AssertUnwindSafe(case).catch_unwind().await;
            (format!("step {step}, {method} {path}"), ended)
        }
    });
    let told: Vec<_> = told.buffer_unordered(AT_ONCE).collect().await;
    told.into_iter().filter_map(|(name, ended)| differs(&name, ended.ok(), &day.outcome)).collect()
}

/// What differs from the faultless outcome, if anything does.
fn differs(name: &str, ended: Option<Outcome>, right: &Outcome) -> Option<String> {
    let Some(ended) = ended else { return Some(format!("{name}: the story came to no end")) };
    let mut all = Vec::new();
    for (left, right) in [(&ended.rows, &right.rows), (&ended.seen, &right.seen), (&ended.told, &right.told)]
    {
        all.extend(left.iter().filter(|line| !right.contains(line)).map(|line| format!("+ {line}")));
        all.extend(right.iter().filter(|line| !left.contains(line)).map(|line| format!("- {line}")));
        if left.len() != right.len() {
            all.push(format!("{} lines instead of {}", left.len(), right.len()));
        }
    }
    (!all.is_empty()).then(|| format!("{name}:\n{}", all.join("\n")))
}

fn everywhere(_: usize, _: &str, _: &str) -> bool {
    true
}

/// The look for a post, the post itself and its thread: what organisers can mend and the bot then makes good.
fn what_waits_for_organisers(_: usize, method: &str, path: &str) -> bool {
    let posting = path == "/channels/{daily-question}/messages";
    posting || (method == "POST" && path.ends_with("/threads"))
}

fn status(status: u16) -> Trouble {
    Trouble::Status(status, Value::Null, Vec::new())
}

async fn the_same_with(phase: Phase, trouble: Trouble) {
    let differing = with(phase, trouble, everywhere).await;
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[tokio::test]
async fn the_story_asks_for_all_that_the_bot_does_on_a_day() {
    let day = the_day().await;
    let asks =
        |method: &str, end: &str| day.steps.iter().any(|(one, path)| one == method && path.ends_with(end));
    for (method, end) in [
        ("POST", "/callback"),
        ("GET", "/messages"),
        ("POST", "/messages"),
        ("POST", "/threads"),
        ("PUT", "/pins/{id}"),
        ("DELETE", "/pins/{id}"),
        ("PUT", "/@me"),
    ] {
        assert!(asks(method, end), "no {method} …{end} in {:#?}", day.steps);
    }
    assert_eq!(day.outcome.seen.iter().filter(|line| line.contains("thread Day")).count(), 2);
    assert!(!day.outcome.rows.iter().any(|row| row.starts_with("outbox ")));
}

#[tokio::test]
async fn a_limit_of_the_route_at_any_step() {
    the_same_with(Phase::Before, Trouble::Limit(Scope::User, WAIT)).await;
}

#[tokio::test]
async fn a_limit_shared_with_others_at_any_step() {
    the_same_with(Phase::Before, Trouble::Limit(Scope::Shared, WAIT)).await;
}

#[tokio::test]
async fn a_limit_of_everything_at_any_step() {
    the_same_with(Phase::Before, Trouble::Limit(Scope::Global, WAIT)).await;
}

/// One of three at each step, so that all of them are met.
#[tokio::test]
async fn a_server_error_instead_of_any_step() {
    let mut differing = Vec::new();
    for (nth, code) in [500, 502, 503].into_iter().enumerate() {
        differing.extend(with(Phase::Before, status(code), |step, _, _| step % 3 == nth).await);
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[tokio::test]
async fn a_server_error_although_any_step_was_done() {
    the_same_with(Phase::After, status(500)).await;
}

#[tokio::test]
async fn a_connection_cut_before_any_step() {
    the_same_with(Phase::Before, Trouble::Cut).await;
}

#[tokio::test]
async fn a_connection_cut_after_any_step() {
    the_same_with(Phase::After, Trouble::Cut).await;
}

/// The last thing of a long story that is not of every day: tried with each trouble at that step alone.
#[tokio::test]
async fn any_trouble_when_a_member_is_congratulated() {
    static LINE: OnceCell<Faultless> = OnceCell::const_new();
    let week = LINE.get_or_init(|| async { faultless(Town::founded().await, &WEEK).await }).await;
    let last =
        week.steps.iter().rposition(|(method, path)| method == "POST" && path == "/channels/{id}/messages");
    let last = last.expect("the seventh answer is congratulated on");
    let mut differing = Vec::new();
    for trouble in [
        (Phase::Before, Trouble::Limit(Scope::User, WAIT)),
        (Phase::Before, Trouble::Limit(Scope::Global, WAIT)),
        (Phase::Before, status(503)),
        (Phase::After, status(500)),
        (Phase::Before, Trouble::Cut),
        (Phase::After, Trouble::Cut),
    ] {
        differing.extend(in_story(week, trouble, |step, _, _| step == last).await);
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    assert!(week.outcome.seen.iter().any(|line| line.contains("seven") && line.contains("marks 1")));
}

#[tokio::test]
async fn a_refusal_that_organisers_can_mend_at_any_step_that_waits_for_them() {
    for (code, message) in [(50_001, "Missing Access"), (50_013, "Missing Permissions")] {
        let body = json!({ "code": code, "message": message });
        let differing =
            with(Phase::Before, Trouble::Status(403, body, Vec::new()), what_waits_for_organisers).await;
        // They are told of it, and of nothing else.
        let excused = |line: &str| {
            line.starts_with("+ ") && line.contains(message) || line.ends_with(" lines instead of 1")
        };
        let rest = |case: &String| case.lines().skip(1).any(|line| !excused(line));
        let wrong: Vec<&String> = differing.iter().filter(|case| rest(case)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
