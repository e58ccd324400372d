//! Whatever the order in which things are told, the streaks saved are those that a plain definition gives.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use quotidian::domain::{Ordinal, Streak};
use quotidian::store::SavedStreak;

use super::group::{Group, date, here, instant, member};

const DAYS: u64 = 6;
const MEMBERS: [&str; 3] = ["ada", "bob", "cleo"];

/// A member's message, and how its life is told.
#[derive(Clone, Debug)]
struct Life {
    member: usize,
    /// To the question of which day.
    day: u64,
    /// How long after that question was asked it is written.
    minutes: i64,
    posted: u8,
    deleted: u8,
}

#[derive(Clone, Copy, Debug)]
enum Telling {
    Posted(usize),
    Deleted(usize),
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    // Sometimes exactly at the closing, sometimes days later; told up to three times, or only the deletion.
    let minutes = prop_oneof![1_i64..1440, Just(1440), 1440_i64..5000];
    let life = (0..MEMBERS.len(), 0..DAYS, minutes, 0_u8..4, prop_oneof![3 => Just(0_u8), 1 => 1_u8..3])
        .prop_map(|(member, day, minutes, posted, deleted)| Life { member, day, minutes, posted, deleted });
    proptest::collection::vec(life, 0..24)
}

fn tellings(lives: &[Life]) -> Vec<Telling> {
    let mut tellings = Vec::new();
    for (index, life) in lives.iter().enumerate() {
        tellings.extend((0..life.posted).map(|_| Telling::Posted(index)));
        tellings.extend((0..life.deleted).map(|_| Telling::Deleted(index)));
    }
    tellings
}

fn asked_at(day: u64) -> DateTime<Utc> {
    instant(chrono_tz::Europe::Paris, &format!("{} 09:00", date(day)))
}

/// The definition, by brute force: for every stretch of questions, was each of them answered in time?
fn by_definition(lives: &[Life], of: usize) -> SavedStreak {
    let alive = lives.iter().filter(|life| life.member == of && life.posted > 0 && life.deleted == 0);
    let mut in_time: BTreeMap<u64, bool> = BTreeMap::new();
    for life in alive {
        let at = asked_at(life.day) + Duration::minutes(life.minutes);
        let closed = life.day + 1 < DAYS && at >= asked_at(life.day + 1);
        *in_time.entry(life.day).or_default() |= !closed;
    }
    let answered: BTreeSet<u64> =
        in_time.iter().filter(|(_, in_time)| **in_time).map(|(day, _)| *day).collect();
    let full = |from: u64, to: u64| (from..=to).all(|day| answered.contains(&day));
    let length = |(from, to): (u64, u64)| i64::try_from(to - from + 1).expect("a few days");
    let runs = || {
        (0..DAYS)
            .flat_map(|from| (from..DAYS).map(move |to| (from, to)))
            .filter(|(from, to)| full(*from, *to))
    };
    let last = answered.last().copied();
    SavedStreak {
        streak: Streak {
            run: runs().filter(|(_, to)| Some(*to) == last).map(length).max().unwrap_or(0),
            longest: runs().map(length).max().unwrap_or(0),
            last: last.map(|day| Ordinal(i64::try_from(day + 1).expect("a few days"))),
        },
        total: i64::try_from(in_time.len()).expect("a few days"),
    }
}

/// Tells everything in this order; only what happens in a thread waits until the thread is there.
async fn saved(lives: &[Life], order: &[Telling], mornings: &[usize]) -> Vec<SavedStreak> {
    let mut group = Group::running(10).await;
    let mut asked = 0;
    let mut held: Vec<Telling> = Vec::new();
    for step in 0..=order.len() {
        while asked < DAYS
            && (mornings[usize::try_from(asked).expect("a few days")] <= step || step == order.len())
        {
            group.morning(&date(asked)).await;
            asked += 1;
        }
        held.extend(order.get(step).copied());
        let (now, later) = held.into_iter().partition(|telling| day_of(lives, *telling) < asked);
        held = later;
        tell(&group, lives, now).await;
    }
    let mut tx = group.tx().await;
    let published = tx.published(&here()).await.expect("the questions");
    let mut streaks = Vec::new();
    for id in MEMBERS {
        let saved = tx.streak(&here(), &member(id)).await.expect("a streak");
        let answered = tx.answered(&here(), &member(id)).await.expect("the answers");
        let in_time: Vec<Ordinal> =
            answered.iter().filter(|(_, in_time)| *in_time).map(|(ordinal, _)| *ordinal).collect();
        assert_eq!(saved.streak, Streak::of(&published, &in_time), "saved is what the answers say");
        streaks.push(saved);
    }
    streaks
}

fn day_of(lives: &[Life], telling: Telling) -> u64 {
    let (Telling::Posted(index) | Telling::Deleted(index)) = telling;
    lives[index].day
}

async fn tell(group: &Group, lives: &[Life], tellings: Vec<Telling>) {
    for telling in tellings {
        let (Telling::Posted(index) | Telling::Deleted(index)) = telling;
        let (life, message) = (&lives[index], format!("m{index}"));
        let at = asked_at(life.day) + Duration::minutes(life.minutes);
        match telling {
            Telling::Posted(_) => {
                group.answered_at(MEMBERS[life.member], &message, (&date(life.day), at)).await;
            }
            Telling::Deleted(_) => group.deletes(&[&message], &date(life.day)).await,
        }
    }
}

/// Lives, two orders in which they are told, and after how many tellings each day's question is asked.
fn cases() -> impl Strategy<Value = (Vec<Life>, [Vec<Telling>; 2], [Vec<usize>; 2])> {
    lives().prop_flat_map(|lives| {
        let tellings = tellings(&lives);
        let morning = || {
            let days = usize::try_from(DAYS).expect("a few days");
            proptest::collection::vec(0..=tellings.len(), days).prop_map(|mut steps| {
                steps.sort_unstable();
                steps
            })
        };
        let orders = [Just(tellings.clone()).prop_shuffle(), Just(tellings.clone()).prop_shuffle()];
        (Just(lives), orders, [morning(), morning()])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn streaks_do_not_depend_on_the_order_of_what_is_told((lives, orders, mornings) in cases()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let expected: Vec<SavedStreak> =
            (0..MEMBERS.len()).map(|member| by_definition(&lives, member)).collect();
        for (order, mornings) in orders.iter().zip(&mornings) {
            let saved = runtime.block_on(saved(&lives, order, mornings));
            prop_assert_eq!(&saved, &expected);
        }
    }
}
