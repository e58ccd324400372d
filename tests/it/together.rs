//! What happens at once is committed together: few commits, the same rows, and nobody pays for another's fault.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quotidian::app::Note;
use quotidian::clock::Clock;
use quotidian::domain::{MessageId, Ordinal};
use quotidian::effect::{EffectId, Receipt};
use quotidian::event::{Event, Message};
use quotidian::metrics::Metrics;
use quotidian::pump::{Pace, Pump};
use quotidian::store::{Outgoing, Store};
use sqlx::{Column, Row};

use crate::flows::group::{Group, here, thread};

const TODAY: &str = "2026-10-19";

/// A group whose question stands, and the pump that its events go through.
async fn asked() -> (Group, Pump, Metrics) {
    let mut group = Group::running(10).await;
    group.morning(TODAY).await;
    let (pump, metrics) = pump(&group);
    (group, pump, metrics)
}

fn pump(group: &Group) -> (Pump, Metrics) {
    let metrics = Metrics::new();
    let millisecond = std::time::Duration::from_millis(1);
    let pace = Pace { first: millisecond, longest: millisecond };
    (Pump::new(group.app.clone(), Clock::pushed(group.now), metrics.clone(), pace), metrics)
}

fn posted(member: &str, message: &str, at: DateTime<Utc>) -> Event {
    Event::MessagePosted(Message {
        community: here(),
        thread: thread(TODAY),
        author: member.into(),
        id: message.into(),
        at,
    })
}

fn deleted(message: &str) -> Event {
    let messages: Vec<MessageId> = vec![message.into()];
    Event::MessagesDeleted { community: here(), thread: thread(TODAY), messages }
}

/// A receipt for something that waits and cannot be read: it can never be noted.
async fn poison(group: &Group) -> Event {
    let unreadable = Outgoing {
        effect: "unreadable".to_owned(),
        community: here(),
        kind: "mark_answer".to_owned(),
        payload: "not an effect".to_owned(),
        priority: 9,
        about: None,
    };
    let mut tx = group.store.begin().await.unwrap();
    tx.insert_outgoing(&unreadable, group.now).await.unwrap();
    assert!(tx.count_attempt(&unreadable.effect).await.unwrap());
    tx.commit().await.unwrap();
    Event::EffectDone(EffectId("unreadable".to_owned()), Receipt::Done)
}

async fn count_answered(group: &Group) -> i64 {
    group.tx().await.count_answered(&here(), Ordinal(1)).await.unwrap()
}

/// A figure by its name, and labels if it has any.
fn figure(metrics: &Metrics, name: &str) -> u64 {
    let page = metrics.render();
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0, |value| value.parse().expect("a number"))
}

#[tokio::test]
async fn five_hundred_answers_at_once_cost_few_commits() {
    let (group, pump, metrics) = asked().await;
    let answers =
        (0..500).map(|number| pump.tell(posted(&format!("m{number}"), &format!("a{number}"), group.now)));
    join_all(answers).await;
    assert_eq!(count_answered(&group).await, 500);
    let commits = figure(&metrics, "quotidian_commits_total");
    assert!((1..=20).contains(&commits), "{commits} commits");
    let ok = "quotidian_events_total{kind=\"message_posted\",outcome=\"ok\",platform=\"core\"}";
    assert_eq!(figure(&metrics, ok), 500);
}

#[tokio::test]
async fn an_answer_that_comes_alone_waits_for_no_other() {
    let (group, pump, metrics) = asked().await;
    for number in 1..=3 {
        pump.tell(posted("ada", &format!("a{number}"), group.now)).await;
        assert_eq!(figure(&metrics, "quotidian_commits_total"), number, "committed before it returned");
    }
    assert_eq!(count_answered(&group).await, 1);
}

#[tokio::test]
async fn what_happens_in_a_thread_is_noted_in_its_order() {
    let (group, pump, metrics) = asked().await;
    let now = group.now;
    let kept = posted("ben", "b1", now);
    // A deletion before its message would leave the message standing.
    let events = [
        posted("ada", "a1", now),
        deleted("a1"),
        posted("ada", "a2", now),
        deleted("a2"),
        posted("ada", "a1", now),
        kept,
    ];
    pump.tell_all(events).await;
    assert_eq!(figure(&metrics, "quotidian_commits_total"), 1);
    assert_eq!(count_answered(&group).await, 1, "only Ben's answer stands");
    assert_eq!(group.kinds().await, ["mark_answer"]);
}

#[tokio::test]
async fn one_that_can_never_be_noted_costs_only_itself() {
    let (group, pump, metrics) = asked().await;
    let unreadable = poison(&group).await;
    let mut events: Vec<Event> =
        (0..40).map(|number| posted(&format!("m{number}"), &format!("a{number}"), group.now)).collect();
    events.insert(17, unreadable);
    events.push(deleted("a20"));
    pump.tell_all(events).await;
    assert_eq!(count_answered(&group).await, 39, "the deletion after it was noted too");
    assert_eq!(figure(&metrics, "quotidian_errors_total"), 1, "it is logged once, as lost");
    let outcome = |outcome: &str| {
        format!("quotidian_events_total{{kind=\"effect_done\",outcome=\"{outcome}\",platform=\"core\"}}")
    };
    assert_eq!(figure(&metrics, &outcome("error")), 1);
    assert_eq!(figure(&metrics, &outcome("ok")), 0);
}

#[tokio::test]
async fn what_stands_alone_keeps_its_place_in_the_line() {
    let (group, pump, _) = asked().await;
    let seen = Event::CommunitiesSeen { platform: "discord", communities: Vec::new() };
    let joined = Event::CommunityJoined(here());
    pump.tell_all([posted("ada", "a1", group.now), seen, joined, posted("ben", "b1", group.now)]).await;
    assert_eq!(count_answered(&group).await, 2);
    // Gone with the list in which it is missing, and back with the event after it.
    assert_eq!(group.community().await.state, quotidian::store::CommunityState::Paused);
}

#[tokio::test]
async fn what_was_told_is_settled_although_whoever_told_it_left() {
    let (group, pump, _) = asked().await;
    let told = pump.tell(posted("ada", "a1", group.now));
    tokio::pin!(told);
    assert!(futures_util::poll!(&mut told).is_pending(), "it waits for the commit");
    pump.close().await;
    assert_eq!(count_answered(&group).await, 1);
}

#[tokio::test]
async fn after_a_pause_of_the_database_everything_that_waited_is_noted() {
    let (group, pump, metrics) = asked().await;
    let outside = Store::open_as_is(&group.db.url).await.unwrap();
    let lock = outside.begin().await.unwrap();
    let told: Vec<_> = (0..30)
        .map(|number| pump.tell(posted(&format!("m{number}"), &format!("a{number}"), group.now)))
        .collect();
    let told = join_all(told);
    tokio::pin!(told);
    assert!(futures_util::poll!(&mut told).is_pending());
    assert_eq!(count_answered(&group).await, 0, "nobody was answered");
    drop(lock);
    told.await;
    assert_eq!(count_answered(&group).await, 30);
    assert_eq!(figure(&metrics, "quotidian_errors_total"), 0);
    outside.close().await;
}

/// Every row of every table, in the order of its columns.
async fn rows(url: &str) -> Vec<String> {
    let pool = sqlx::SqlitePool::connect(url).await.unwrap();
    let tables =
        "select name from sqlite_master where type = 'table' and name not like '%sqlx%' order by name";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    let mut found = Vec::new();
    for table in tables {
        let all = sqlx::AssertSqlSafe(format!("select * from {table}"));
        let mut lines = Vec::new();
        for row in sqlx::query(all).fetch_all(&pool).await.unwrap() {
            let cell = |at| {
                let text = row.try_get::<Option<String>, _>(at);
                text.or_else(|_| row.try_get::<Option<i64>, _>(at).map(|it| it.map(|it| it.to_string())))
            };
            let cells = row.columns().iter().map(|column| format!("{:?}", cell(column.ordinal()).unwrap()));
            lines.push(format!("{table} {}", cells.collect::<Vec<_>>().join(" ")));
        }
        lines.sort();
        found.extend(lines);
    }
    pool.close().await;
    found
}

/// What may happen in a thread: by so few members and with so few messages that most of it is about the same rows.
fn happened() -> impl Strategy<Value = (Vec<(u8, bool)>, Vec<usize>)> {
    (prop::collection::vec((0..8_u8, any::<bool>()), 1..25), prop::collection::vec(1..8_usize, 25))
}

#[test]
fn however_it_is_put_together_the_rows_are_the_same() {
    let runtime = Arc::new(tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let told = runner.run(&happened(), |(happened, sizes)| {
        let (one, together) = runtime.block_on(both(&happened, &sizes));
        prop_assert_eq!(one, together);
        Ok(())
    });
    told.unwrap();
}

/// The rows after events that were noted one by one, and after the same in parts of these sizes.
async fn both(happened: &[(u8, bool)], sizes: &[usize]) -> (Vec<String>, Vec<String>) {
    let mut rows_of = Vec::new();
    for sizes in [&[1; 25][..], sizes] {
        let mut group = Group::running(10).await;
        group.morning(TODAY).await;
        let notes: Vec<(Note, DateTime<Utc>)> = happened
            .iter()
            .zip(0..)
            .map(|((message, is_deletion), second)| {
                let at = group.now + Duration::seconds(second);
                // A message has one author for ever.
                let author = format!("m{}", message % 3);
                let id = format!("a{message}");
                let event = if *is_deletion { deleted(&id) } else { posted(&author, &id, at) };
                (Note::Happened(event), at)
            })
            .collect();
        let mut rest = notes.as_slice();
        for size in sizes {
            let (part, later) = rest.split_at(rest.len().min(*size));
            if !part.is_empty() {
                group.app.note(part).await.unwrap();
            }
            rest = later;
        }
        rows_of.push(rows(&group.db.url).await);
    }
    let together = rows_of.pop().unwrap();
    (rows_of.pop().unwrap(), together)
}
