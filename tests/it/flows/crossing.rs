//! PostgreSQL lets transactions run beside each other: whatever crosses, all of it happens and the saved streaks are what
//! the answers give.

use futures_util::future::{BoxFuture, FutureExt, join_all};
use quotidian::app::App;
use quotidian::commands::{Command, Privacy, Setup, Start};
use quotidian::domain::Ordinal;
use quotidian::event::{Event, Message};
use sqlx::AnyPool;

use super::checking::faults;
use super::group::{Group, actor, here, thread};
use crate::postgres::Db;

const DAYS: [&str; 3] = ["2026-10-19", "2026-10-20", "2026-10-21"];

/// A group in PostgreSQL after its first mornings.
async fn group() -> Group {
    let mut group = Group::running_on(Db::postgres().await, 10).await;
    for day in DAYS {
        group.morning(day).await;
    }
    group
}

/// Waits until so many transactions wait for another.
async fn waiting(pool: &AnyPool, count: i64) {
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() \
                   and wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(pool).await.unwrap() < count {}
}

fn posted(member: &str, message: &str, day: &str, group: &Group) -> Event {
    Event::MessagePosted(Message {
        community: here(),
        thread: thread(day),
        author: member.into(),
        id: message.into(),
        at: group.now,
    })
}

fn deleted(message: &str, day: &str) -> Event {
    Event::MessagesDeleted { community: here(), thread: thread(day), messages: vec![message.into()] }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_and_forgetting_that_wait_for_each_other_both_happen() {
    let group = group().await;
    group.answers("ada", "a1", DAYS[2]).await;
    let (other, pool) = (group.another_app().await, group.db.pool().await);
    let mut outside = group.store.begin().await.unwrap();
    assert!(outside.hold_known_member(&here(), &"ada".into()).await.unwrap());
    let forgetting = group.ask("ada", Command::Privacy(Privacy::Forget));
    let deleting = async {
        // The first waits for the member and then for the answer, the second the other way round.
        waiting(&pool, 1).await;
        other.tell(deleted("a1", DAYS[2]), group.now).await
    };
    let letting_go = async {
        waiting(&pool, 2).await;
        outside.commit().await
    };
    let (_, done, gone) = tokio::join!(forgetting, deleting, letting_go);
    done.unwrap();
    gone.unwrap();
    let mut tx = group.tx().await;
    assert_eq!(tx.count_answered(&here(), Ordinal(3)).await.unwrap(), 0);
    assert!(!tx.communities_with(&"ada".into()).await.unwrap().contains(&here()), "nothing of her is left");
    drop(tx);
    assert_eq!(faults(&group).await, [""; 0]);
    pool.close().await;
}

/// What one member and one organiser do on one day, each through one process or the other.
fn turmoil<'a>(group: &'a Group, apps: [&'a App; 2], round: usize) -> Vec<BoxFuture<'a, anyhow::Result<()>>> {
    let mut all: Vec<BoxFuture<'a, anyhow::Result<()>>> = Vec::new();
    let mut tell = |app: &'a App, event: Event| all.push(app.tell(event, group.now).boxed());
    for (place, member) in ["ada", "bob", "cleo"].into_iter().enumerate() {
        for (number, day) in DAYS.into_iter().enumerate() {
            let app = apps[(place + number) % 2];
            let (message, before) = (format!("{member}{round}"), format!("{member}{}", round.max(1) - 1));
            tell(app, posted(member, &message, day, group));
            tell(apps[number % 2], deleted(&before, day));
        }
    }
    tell(apps[round % 2], Event::Tick);
    let mut ask = |app: &'a App, member: &'static str, command: Command| {
        let ask = async move {
            let is_organiser = member == "olga";
            let actor = quotidian::commands::Actor { is_organiser, ..actor(member) };
            app.ask(command, &actor, group.now).await.map(drop)
        };
        all.push(ask.boxed());
    };
    ask(apps[0], "bob", Command::Privacy(Privacy::Forget));
    ask(apps[1], "cleo", Command::Privacy(Privacy::Hide(round.is_multiple_of(2))));
    ask(apps[0], "olga", Command::Setup(Setup::Pin(round.is_multiple_of(2))));
    ask(apps[1], "olga", Command::Setup(Setup::Start(Start::Next)));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_crosses_in_two_processes_all_of_it_happens() {
    let mut group = group().await;
    let other = group.another_app().await;
    for round in 0..8 {
        let done = join_all(turmoil(&group, [&group.app, &other], round)).await;
        done.into_iter().collect::<anyhow::Result<Vec<()>>>().unwrap();
    }
    group.carry_out().await;
    assert_eq!(faults(&group).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_closes_while_answers_to_older_ones_come_and_go() {
    let mut group = group().await;
    let other = group.another_app().await;
    group.at("2026-10-22 09:00");
    group.tick().await;
    let post = group.the("publish_question").await;
    assert!(group.attempt(&post).await);
    let receipt = group.receipt(&post.effect);
    for member in ["ada", "bob", "cleo"] {
        // In time or late is told by when the next question stood there: at this very moment.
        group.answers(member, &format!("{member}-last"), DAYS[2]).await;
        group.answers(member, &format!("{member}-first"), DAYS[0]).await;
    }
    let mut all = vec![group.app.tell(Event::EffectDone(post.id, receipt), group.now).boxed()];
    for member in ["ada", "bob", "cleo"] {
        all.push(other.tell(deleted(&format!("{member}-first"), DAYS[0]), group.now).boxed());
        all.push(other.tell(posted(member, &format!("{member}-second"), DAYS[1], &group), group.now).boxed());
    }
    join_all(all).await.into_iter().collect::<anyhow::Result<Vec<()>>>().unwrap();
    assert_eq!(group.asked().await.len(), 4);
    assert_eq!(faults(&group).await, [""; 0]);
}
