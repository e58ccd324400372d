//! What counts as an answer, and what becomes of the streak.

use chrono::Duration;
use quotidian::view::Mark;

use super::group::{Group, date, here, published};

#[tokio::test]
async fn an_answer_told_twice_counts_once() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.carry_out().await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.run("ada").await, (1, 1, 1));
    assert_eq!(group.kinds().await, Vec::<&str>::new(), "marked once");
    assert_eq!(group.count("mark_answer"), 1);
}

#[tokio::test]
async fn a_deletion_that_overtakes_its_message_wins() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.deletes(&["a1"], "2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.run("ada").await, (0, 0, 0));
    assert_eq!(group.kinds().await, Vec::<&str>::new());
}

#[tokio::test]
async fn deleting_one_of_two_messages_changes_nothing() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.answers("ada", "a2", "2026-10-19").await;
    group.deletes(&["a1"], "2026-10-19").await;
    assert_eq!(group.run("ada").await, (1, 1, 1));
    assert_eq!(group.on_board("bob").await, ["ada"]);
}

#[tokio::test]
async fn deleting_the_only_message_takes_the_answer_back() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.answers("ada", "a2", "2026-10-19").await;
    group.deletes(&["a1", "a2"], "2026-10-19").await;
    assert_eq!(group.run("ada").await, (0, 0, 0));
    assert_eq!(group.on_board("bob").await, Vec::<String>::new());
    assert_eq!(group.kinds().await, Vec::<&str>::new(), "nothing is left to mark");
}

#[tokio::test]
async fn a_message_in_a_thread_of_nobody_s_question_is_no_answer() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "elsewhere").await;
    group.deletes(&["a1"], "elsewhere").await;
    assert_eq!(group.run("ada").await, (0, 0, 0));
    assert!(group.app.knows_thread(&super::group::thread("2026-10-19")));
    assert!(!group.app.knows_thread(&super::group::thread("elsewhere")));
}

#[tokio::test]
async fn the_open_question_breaks_no_streak_and_a_closed_one_does() {
    let mut group = Group::running(10).await;
    for day in 0..3 {
        group.morning(&date(day)).await;
        group.answers("ada", &format!("a{day}"), &date(day)).await;
    }
    group.morning(&date(3)).await;
    assert_eq!(group.run("ada").await, (3, 3, 3));
    group.morning(&date(4)).await;
    assert_eq!(group.run("ada").await, (0, 3, 3));
    group.answers("ada", "a4", &date(4)).await;
    assert_eq!(group.run("ada").await, (1, 3, 4));
}

#[tokio::test]
async fn an_answer_after_closing_is_in_the_totals_and_not_in_the_streak() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.morning("2026-10-20").await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.run("ada").await, (0, 0, 1));
    assert_eq!(group.on_board("bob").await, ["ada"]);
    assert_eq!(group.streak("ada").await.marks, [Mark::Late, Mark::Open]);
    group.carry_out().await;
    assert_eq!(group.count("mark_answer"), 1, "late answers are seen too");
}

#[tokio::test]
async fn an_answer_timed_after_the_closing_but_saved_before_it_was_known_is_late() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-20 09:00").tick().await;
    let post = group.the("publish_question").await;
    let stood_at = group.now;
    // The post stands; its receipt is still on the way when these are told.
    group.answered_at("ada", "a1", ("2026-10-19", stood_at + Duration::seconds(1))).await;
    group.answered_at("bob", "b1", ("2026-10-19", stood_at - Duration::seconds(1))).await;
    group.answered_at("cleo", "c1", ("2026-10-19", stood_at)).await;
    group.now += Duration::seconds(5);
    group.tell(quotidian::event::Event::EffectDone(post.id, published("2026-10-20", stood_at))).await;
    assert_eq!(group.run("ada").await, (0, 0, 1));
    assert_eq!(group.run("bob").await, (1, 1, 1));
    assert_eq!(group.run("cleo").await, (0, 0, 1));
}

#[tokio::test]
async fn an_answer_in_time_counts_however_late_it_is_told() {
    let mut group = Group::running(10).await;
    for day in 0..3 {
        group.morning(&date(day)).await;
    }
    let in_time = super::group::instant(chrono_tz::Europe::Paris, &format!("{} 20:00", date(0)));
    group.answered_at("ada", "a0", (&date(0), in_time)).await;
    group.answered_at("ada", "a1", (&date(1), in_time + Duration::days(1))).await;
    assert_eq!(group.run("ada").await, (2, 2, 2));
}

#[tokio::test]
async fn a_milestone_is_told_once_even_after_deleting_and_answering_again() {
    let mut group = Group::running(40).await;
    for day in 0..31 {
        group.morning(&date(day)).await;
        group.answers("ada", &format!("a{day}"), &date(day)).await;
        group.deletes(&[format!("a{day}").as_str()], &date(day)).await;
        group.answers("ada", &format!("again{day}"), &date(day)).await;
    }
    group.carry_out().await;
    assert_eq!(group.milestones(), [7, 30]);
    assert_eq!(group.run("ada").await, (31, 31, 31));
}

#[tokio::test]
async fn a_new_run_has_milestones_of_its_own() {
    let mut group = Group::running(40).await;
    for day in (0..7).chain(9..16) {
        group.morning(&date(day)).await;
        group.answers("ada", &format!("a{day}"), &date(day)).await;
        if day == 6 {
            group.morning(&date(7)).await;
            group.morning(&date(8)).await;
        }
    }
    group.carry_out().await;
    assert_eq!(group.count("congratulate"), 2);
    assert_eq!(group.run("ada").await, (7, 7, 14));
}

#[tokio::test]
async fn the_mark_goes_when_the_message_goes() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.kinds().await, ["mark_answer"]);
    group.deletes(&["a1"], "2026-10-19").await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
    assert_eq!(
        group.tx().await.count_answered(&here(), quotidian::domain::Ordinal(1)).await.expect("a count"),
        0
    );
}
