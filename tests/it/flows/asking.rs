//! When a question is asked: once for each day, on its day, whatever happens.

use chrono::Duration;
use quotidian::effect::News;
use quotidian::event::Event;

use super::group::{Group, date, here, published};

#[tokio::test]
async fn a_day_is_asked_once_however_often_the_tick_comes() {
    let mut group = Group::running(10).await;
    for minute in ["08:00", "08:59", "09:00", "09:00", "09:01", "12:00", "23:59"] {
        group.at(&format!("2026-10-19 {minute}"));
        group.tick().await;
    }
    assert_eq!(group.kinds().await, ["publish_question"]);
    group.carry_out().await;
    group.tick().await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
}

#[tokio::test]
async fn a_day_is_asked_once_by_two_processes() {
    let mut group = Group::running(20).await;
    let other = group.another_app().await;
    for day in 0..3 {
        group.at(&format!("{} 09:00", date(day)));
        let (one, two) =
            tokio::join!(group.app.tell(Event::Tick, group.now), other.tell(Event::Tick, group.now));
        one.expect("a tick");
        two.expect("a tick");
        assert_eq!(group.the("publish_question").await.attempts, 0, "there is one");
        group.carry_out().await;
    }
    assert_eq!(group.asked_days().await, [date(0), date(1), date(2)]);
}

#[tokio::test]
async fn a_question_late_by_downtime_is_asked_the_same_day_and_says_so() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-20 17:30").tick().await;
    group.tick().await;
    group.carry_out().await;
    group.at("2026-10-21 09:10").tick().await;
    group.carry_out().await;
    let late: Vec<bool> = group.posts().iter().map(|post| post.late).collect();
    assert_eq!(late, [false, true, false]);
}

#[tokio::test]
async fn a_day_wholly_missed_is_recorded_and_not_asked_and_breaks_no_streak() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.morning("2026-10-23").await;
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-23"]);
    assert_eq!(group.missed().await, ["2026-10-20", "2026-10-21", "2026-10-22"]);
    assert_eq!(group.run("ada").await, (1, 1, 1));
    group.answers("ada", "a2", "2026-10-23").await;
    assert_eq!(group.run("ada").await, (2, 2, 2));
    assert_eq!(group.asked().await.iter().map(|asked| asked.ordinal.0).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn a_receipt_that_comes_twice_changes_nothing() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    let receipt = published("2026-10-19", group.now);
    group.tell(Event::EffectDone(post.id.clone(), receipt.clone())).await;
    let (asked, waiting) = (group.asked().await, group.kinds().await);
    group.at("2026-10-19 09:05");
    group.tell(Event::EffectDone(post.id, published("2026-10-19", group.now))).await;
    assert_eq!((group.asked().await, group.kinds().await), (asked, waiting));
}

#[tokio::test]
async fn the_message_comes_first_then_its_thread_then_the_pins() {
    let mut group = Group::running(10).await;
    group.press(quotidian::commands::Setup::Pin(true)).await;
    group.morning("2026-10-19").await;
    group.morning("2026-10-20").await;
    let kinds: Vec<&str> = group.done.iter().map(quotidian::effect::Effect::kind).collect();
    let first = ["publish_question", "open_thread", "pin_question"];
    let second = ["publish_question", "open_thread", "unpin_question", "pin_question", "reveal_answer"];
    assert_eq!(kinds, [&first[..], &second[..]].concat());
    let pinned = group.tx().await.pinned(&here()).await.expect("the pins");
    assert_eq!(pinned.len(), 1, "only today's question is pinned: {pinned:?}");
}

#[tokio::test]
async fn the_post_leads_to_the_thread_before_and_says_how_many_answered() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.answers("ada", "a2", "2026-10-19").await;
    group.answers("bob", "b1", "2026-10-19").await;
    group.morning("2026-10-20").await;
    let posts = group.posts();
    assert_eq!((posts[0].answered_before, posts[0].thread_before.clone()), (None, None));
    assert_eq!(posts[1].answered_before, Some(2));
    assert_eq!(posts[1].thread_before, Some(super::group::thread("2026-10-19")));
    assert_eq!(posts[1].closes_at, Some(group.now + Duration::days(1)));
}

#[tokio::test]
async fn when_the_packs_are_exhausted_the_next_round_begins_and_is_marked() {
    let mut group = Group::running(3).await;
    for day in 0..7 {
        group.morning(&date(day)).await;
    }
    let asked: Vec<(i64, String)> =
        group.posts().iter().map(|post| (post.round, post.title.clone())).collect();
    let expected: Vec<(i64, String)> = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1)]
        .map(|(r, q)| (r, format!("Question {q:02}")))
        .into();
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn organisers_are_told_once_in_each_round_that_few_questions_are_left() {
    let mut group = Group::running(10).await;
    for day in 0..20 {
        group.morning(&date(day)).await;
    }
    assert_eq!(group.news(), [News::FewQuestions { left: 7 }, News::FewQuestions { left: 7 }]);
}

#[tokio::test]
async fn without_questions_the_day_is_missed_and_organisers_are_told_once_each_time_it_happens() {
    use quotidian::commands::Setup;
    let mut group = Group::running(10).await;
    group.press(Setup::Packs(Vec::new())).await;
    group.morning(&date(0)).await;
    group.morning(&date(1)).await;
    assert_eq!(group.news(), [News::NoQuestions]);
    assert_eq!(group.missed().await, [date(0), date(1)]);
    group.press(Setup::Packs(vec!["w01-first".to_owned()])).await;
    group.morning(&date(2)).await;
    assert_eq!(group.asked_days().await, [date(2)]);
    group.press(Setup::Packs(Vec::new())).await;
    group.morning(&date(3)).await;
    assert_eq!(group.news(), [News::NoQuestions, News::NoQuestions]);
}

#[tokio::test]
async fn the_hour_that_comes_twice_asks_once() {
    let mut group = Group::new(10).await;
    group.set_up().await;
    group.press(super::group::when("02:30", "Europe/Paris")).await;
    group.at("2026-10-24 12:00");
    group.press(quotidian::commands::Setup::Start(quotidian::commands::Start::Next)).await;
    // 02:30 comes at 00:30 and again at 01:30 in UTC.
    group.now = super::group::instant(chrono_tz::UTC, "2026-10-25 00:00");
    for _ in 0..12 {
        group.now += Duration::minutes(15);
        group.tick().await;
        group.carry_out().await;
    }
    assert_eq!(group.posts().len(), 1);
    assert_eq!(
        group.asked().await[0].published_at,
        Some(super::group::instant(chrono_tz::UTC, "2026-10-25 00:30"))
    );
}

#[tokio::test]
async fn yesterday_s_pin_goes_even_when_pins_were_switched_off() {
    let mut group = Group::running(10).await;
    group.press(quotidian::commands::Setup::Pin(true)).await;
    group.morning(&date(0)).await;
    group.press(quotidian::commands::Setup::Pin(false)).await;
    group.morning(&date(1)).await;
    assert_eq!((group.count("pin_question"), group.count("unpin_question")), (1, 1));
    assert!(group.tx().await.pinned(&here()).await.expect("the pins").is_empty());
}
