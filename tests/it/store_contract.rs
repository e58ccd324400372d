//! One story that calls every function of the store: a database that tells it alike may carry the bot.

use std::fmt::Write;
use std::path::Path;

use crate::postgres::Db;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use futures_util::FutureExt;
use quotidian::domain::{
    CommunityId, Day, Language, MemberId, MessageId, Order, Ordinal, QuestionId, RevealTime, Score, Standing,
    Streak, ThreadId, Weekdays,
};
use quotidian::store::{
    Answer, AskedNew, Community, CommunityState, OutboxRow, Outgoing, PrivateAnswer, Review, SavedStreak,
    Scored, Store, Tx,
};

mod copying;
mod decisions;
mod ledger;
mod life;
mod own;
mod people;
mod private;

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    keeps_the_contract(&Db::sqlite().url).await;
}

#[tokio::test]
async fn postgresql_keeps_the_contract() {
    keeps_the_contract(&Db::postgres().await.url).await;
}

#[tokio::test]
async fn two_processes_may_make_the_tables_at_once() {
    for _ in 0..10 {
        for Db { url, .. } in &Db::both().await {
            let (one, two) = tokio::join!(Store::open(url), Store::open(url));
            one.expect("tables are made").close().await;
            two.expect("tables are there").close().await;
        }
    }
}

/// The whole story, against an empty database.
async fn keeps_the_contract(url: &str) {
    let store = open_and_close(url).await;
    communities(&store).await;
    ledger::claims(&store).await;
    ledger::posts(&store).await;
    ledger::threads(&store).await;
    ledger::missed_days(&store).await;
    people::answers(&store).await;
    people::what_was_heard(&store).await;
    private::answers(&store).await;
    people::members(&store).await;
    people::streaks(&store).await;
    people::reviews(&store).await;
    life::reveals(&store).await;
    life::scores_and_hints(&store).await;
    own::questions(&store).await;
    own::suggestions(&store).await;
    people::forgetting(&store).await;
    life::forgotten(&store).await;
    troubles(&store).await;
    decisions::acts(&store).await;
    copying::rows(&store).await;
    outbox(&store).await;
    end(&store).await;
    store.close().await;
    copying::alone(url).await;
}

async fn open_and_close(url: &str) -> Store {
    assert!(Store::open_as_is(url).await.is_err(), "what is not there is not made");
    let first = Store::open(url).await.expect("tables are made");
    first.ping().await.expect("it answers");
    first.close().await;
    assert!(first.ping().await.is_err(), "closed");
    let as_is = Store::open_as_is(url).await.expect("it is there now");
    assert_eq!(as_is.faults().await.expect("a look"), Vec::<String>::new());
    as_is.close().await;
    Store::open(url).await.expect("opened again, nothing is made twice")
}

/// Every setting away from its default, so that none is forgotten.
fn full(id: &str) -> Community {
    Community {
        channel: Some("c1".into()),
        channel_kind: "forum".to_owned(),
        zone: Some(chrono_tz::America::Argentina::Buenos_Aires),
        time: NaiveTime::from_hms_opt(23, 45, 0).expect("a time"),
        weekdays: Weekdays::ALL,
        role: Some("r1".into()),
        pins: true,
        publishes: true,
        shares_private: true,
        reveal: RevealTime::AfterHours(12),
        packs: vec!["w02-b".to_owned(), "w01-a".to_owned()],
        order: Order::Shuffled,
        language: Language::French,
        seed: i64::MIN,
        state: CommunityState::Running,
        organiser: Some("olga".into()),
        last_day: Some(day(19)),
        round: 3,
        round_warned: 2,
        left_at: Some(at(5)),
        ..Community::new(id.into(), Vec::new())
    }
}

async fn communities(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    tx.hold_community(&here()).await.expect("holding nobody is no fault");
    assert_eq!(tx.community(&here()).await.expect("a look"), None);
    let new = Community::new("discord:2".into(), vec!["w01-a".to_owned()]);
    for community in [&full("discord:1"), &new, &full("slack:1")] {
        tx.put_community(community).await.expect("saved");
        assert_eq!(tx.community(&community.id).await.expect("a look").as_ref(), Some(community));
    }
    let languages = tx.languages().await.expect("a list");
    assert!(
        languages.contains(&(here(), Language::French))
            && languages.contains(&(new.id.clone(), Language::English))
    );
    for state in [CommunityState::Paused, CommunityState::ChannelGone, CommunityState::Left] {
        let changed = Community { state, ..new.clone() };
        tx.put_community(&changed).await.expect("saved again");
        assert_eq!(tx.community(&new.id).await.expect("a look"), Some(changed));
    }
    tx.hold_community(&here()).await.expect("held");
    assert_eq!(
        tx.communities_of("discord").await.expect("a list"),
        [here()],
        "those that left are not there"
    );
    tx.put_due(&here(), Some(at(10))).await.expect("saved");
    tx.put_due(&here(), Some(at(20))).await.expect("moved");
    tx.put_due(&new.id, Some(at(15))).await.expect("saved");
    assert_eq!(tx.due_communities(at(14), 9).await.expect("a list"), []);
    assert!(!tx.is_due(&here(), at(19)).await.expect("a look"));
    assert!(tx.is_due(&here(), at(20)).await.expect("a look"));
    let due = tx.due_communities(at(20), 9).await.expect("a list");
    assert_eq!(due, [(new.id.clone(), at(15)), (here(), at(20))], "longest overdue first");
    assert_eq!(tx.due_communities(at(20), 1).await.expect("a list").len(), 1);
    tx.put_due(&new.id, None).await.expect("removed");
    assert_eq!(tx.due_communities(at(20), 9).await.expect("a list").len(), 1);
    tx.commit().await.expect("a commit");

    let mut dropped = store.begin().await.expect("a transaction");
    dropped.delete_community(&here()).await.expect("deleted, for the moment");
    drop(dropped);
    let mut tx = store.begin().await.expect("a transaction");
    assert!(tx.community(&here()).await.expect("a look").is_some(), "without a commit nothing happened");
    let nowhere: CommunityId = "discord:nowhere".into();
    assert!(tx.put_due(&nowhere, Some(at(1))).await.is_err(), "what is named must be there");
}

async fn troubles(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    assert!(tx.put_trouble(&here(), ("post_failed", "no"), at(1)).await.expect("noted"));
    assert!(!tx.put_trouble(&here(), ("post_failed", "no"), at(2)).await.expect("the same"));
    assert!(tx.put_trouble(&here(), ("thread_failed", "no"), at(0)).await.expect("another"));
    assert!(tx.put_trouble(&here(), ("post_failed", "never"), at(3)).await.expect("changed"));
    let told: Vec<_> = tx.troubles(&here()).await.expect("a list");
    let told: Vec<_> = told.iter().map(|it| (it.kind.as_str(), it.detail.as_str(), it.since)).collect();
    assert_eq!(told, [("thread_failed", "no", at(0)), ("post_failed", "never", at(3))]);
    tx.clear_trouble(&here(), "post_failed").await.expect("cleared");
    tx.clear_trouble(&here(), "post_failed").await.expect("cleared twice");
    assert_eq!(tx.troubles(&here()).await.expect("a list").len(), 1);
    tx.commit().await.expect("a commit");
}

async fn outbox(store: &Store) {
    let outgoing = |effect: &str, kind: &str, priority| Outgoing {
        effect: effect.to_owned(),
        community: here(),
        kind: kind.to_owned(),
        payload: format!("{{{effect}}}"),
        priority,
        about: Some("ada".into()),
    };
    // What the stories above added was told already.
    let _ = store.added().now_or_never();
    let mut tx = store.begin().await.expect("a transaction");
    let later = outgoing("later", "mark", 9);
    assert!(tx.insert_outgoing(&later, at(1)).await.expect("added"));
    assert!(!tx.insert_outgoing(&later, at(2)).await.expect("it waits already"));
    tx.insert_outgoing(&outgoing("second", "pin", 1), at(4)).await.expect("added");
    tx.insert_outgoing(&outgoing("first", "publish", 1), at(3)).await.expect("added");
    let rows = tx.outgoing("publish", 9).await.expect("a list");
    let row = |effect: &str| OutboxRow {
        effect: effect.to_owned(),
        community: here(),
        payload: format!("{{{effect}}}"),
        attempts: 0,
    };
    assert_eq!(rows, [row("first"), row("second"), row("later")], "urgent first, then the older");
    assert_eq!(tx.outgoing("publish", 1).await.expect("a list").len(), 1);
    tx.put_community(&Community { state: CommunityState::Paused, ..full(here().as_str()) })
        .await
        .expect("paused");
    assert_eq!(tx.outgoing("publish", 9).await.expect("a list"), [row("second"), row("later")]);
    tx.put_community(&full(here().as_str())).await.expect("running");

    assert_eq!(tx.count_outgoing().await.expect("a count"), 3);
    assert!(tx.count_attempt("first").await.expect("counted"));
    assert!(!tx.count_attempt("nothing").await.expect("not there"));
    assert_eq!(tx.outgoing("publish", 1).await.expect("a list")[0].attempts, 1);
    assert!(!tx.take_undone("first").await.expect("a look"), "it may have happened");
    tx.clear_first_attempt("first").await.expect("it did not happen");
    for _ in 0..2 {
        assert!(tx.count_attempt("second").await.expect("counted"));
    }
    tx.clear_first_attempt("second").await.expect("the one before may have happened");
    assert!(!tx.take_undone("second").await.expect("a look"));
    assert!(tx.take_undone("first").await.expect("taken back"));
    assert!(!tx.take_undone("first").await.expect("gone"));
    let third = Outgoing { payload: "{again}".to_owned(), ..outgoing("third", "look", 12) };
    tx.renew_outgoing(&outgoing("third", "look", 11), at(5)).await.expect("added");
    assert_eq!(tx.take_attempted("third").await.expect("a look"), None, "nobody tried");
    assert!(tx.count_attempt("third").await.expect("counted"));
    tx.renew_outgoing(&third, at(6)).await.expect("called for anew");
    assert_eq!(tx.take_attempted("third").await.expect("a look"), None, "what was tried was another");
    assert!(tx.count_attempt("third").await.expect("counted"));
    let third = Some((here(), "{again}".to_owned()));
    assert_eq!(tx.take_attempted("third").await.expect("taken"), third);
    assert_eq!(tx.take_attempted("third").await.expect("a look"), None);
    let second = Some((here(), "{second}".to_owned()));
    assert_eq!(tx.outgoing_named("second").await.expect("a look"), second);
    assert_eq!(tx.take_outgoing("second").await.expect("taken"), second);
    assert_eq!(tx.take_outgoing("second").await.expect("a look"), None);
    assert_eq!(tx.outgoing_named("second").await.expect("a look"), None);
    tx.clear_outgoing(&here()).await.expect("cleared");
    assert_eq!(tx.outgoing("publish", 9).await.expect("a list"), []);
    assert_eq!(store.added().now_or_never(), None, "not before the commit");
    tx.commit().await.expect("a commit");
    assert_eq!(store.added().now_or_never(), Some(()), "whoever carries it out is told");
    store.begin().await.expect("a transaction").commit().await.expect("a commit");
    assert_eq!(store.added().now_or_never(), None, "told once, and of nothing else");
}

/// Deleting a community takes everything that names it along.
async fn end(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    tx.delete_community(&here()).await.expect("deleted");
    tx.commit().await.expect("a commit");
    let mut tx = store.read().await.expect("a transaction");
    assert_eq!(tx.community(&here()).await.expect("a look"), None);
    assert_eq!(tx.due_communities(at(9999), 9).await.expect("a list"), []);
    assert_eq!(tx.all_threads().await.expect("a list"), []);
    assert_eq!(tx.missed(&here()).await.expect("a list"), []);
    assert_eq!(tx.troubles(&here()).await.expect("a list"), []);
    assert_eq!(tx.decisions(&here(), 0).await.expect("a list"), []);
    assert_eq!(tx.own_questions(&here()).await.expect("a list"), []);
    let nobody = (CommunityId::from(""), MemberId::from(""));
    assert_eq!(tx.members_after((&nobody.0, &nobody.1), 9).await.expect("a list"), []);
}

#[test]
fn every_function_of_the_store_has_a_step_in_the_story() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |folder: &str| {
        let mut text = String::new();
        for file in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let file = std::fs::read_to_string(file.expect("a file").path()).expect("its text");
            writeln!(text, "{file}").expect("text");
        }
        text
    };
    let story = text("tests/it/store_contract") + include_str!("store_contract.rs");
    let store = text("src/store");
    let names: Vec<&str> = store
        .split("pub async fn ")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect();
    assert!(names.len() > 50, "the store was found");
    let untold: Vec<&&str> = names
        .iter()
        .filter(|name| !story.contains(&format!(".{name}(")) && !story.contains(&format!("Store::{name}(")))
        .collect();
    assert!(untold.is_empty(), "no step of the story calls {untold:?}");
}

fn here() -> CommunityId {
    "discord:1".into()
}

/// So many seconds and a few milliseconds after some instant.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_790_000_000_123).expect("an instant") + Duration::seconds(seconds)
}

fn day(of_october: u32) -> Day {
    Day(NaiveDate::from_ymd_opt(2026, 10, of_october).expect("a date"))
}

fn member(id: &str) -> MemberId {
    id.into()
}
