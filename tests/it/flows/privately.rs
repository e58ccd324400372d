//! Private answers in the ledger: counted once however often a form is told, in whatever order.

use quotidian::commands::{Command, Private, PrivateAct};
use quotidian::domain::Day;
use quotidian::view::{PrivateView, View};

use super::group::{Group, here};

async fn act(group: &Group, day: &str, act: PrivateAct) -> PrivateView {
    let day = Day::parse(day).expect("a day");
    let view = group.ask("ada", Command::Private(Private { community: here(), day, act })).await;
    let View::Private(shown) = view else { panic!("not a private answer: {view:?}") };
    *shown
}

async fn sends(group: &Group, text: &str, sending: &str) -> Option<String> {
    let save = PrivateAct::Save { text: text.to_owned(), sending: sending.to_owned() };
    act(group, "2026-10-19", save).await.text
}

#[tokio::test]
async fn a_form_told_twice_counts_once_and_never_undoes_what_came_after_it() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    for _ in 0..2 {
        assert_eq!(sends(&group, "first", "1").await.as_deref(), Some("first"));
    }
    assert_eq!(group.run("ada").await, (1, 1, 1));
    for (text, sending, stands) in
        [("second", "2", "second"), ("first", "1", "second"), ("third", "3", "third")]
    {
        assert_eq!(sends(&group, text, sending).await.as_deref(), Some(stands));
    }
    assert_eq!(sends(&group, "second", "2").await.as_deref(), Some("third"));
    assert_eq!(act(&group, "2026-10-19", PrivateAct::TakeBack).await.text, None);
    for sending in ["1", "2", "3"] {
        assert_eq!(sends(&group, "again", sending).await, None, "taken back for good");
    }
    assert_eq!(group.run("ada").await, (0, 0, 0));
    assert_eq!(sends(&group, "anew", "4").await.as_deref(), Some("anew"));
    assert_eq!(group.run("ada").await, (1, 1, 1));
    assert_eq!(group.count("mark_answer"), 0, "there is nothing to mark");
    assert_eq!(group.kinds().await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_private_answer_keeps_a_run_and_reaches_its_milestone() {
    let mut group = Group::running(10).await;
    for (day, number) in (19..=23).chain(26..=27).zip(1..) {
        let day = format!("2026-10-{day}");
        group.morning(&day).await;
        match number % 2 {
            0 => group.answers("ada", &format!("a{number}"), &day).await,
            _ => {
                let save = PrivateAct::Save { text: "mine".to_owned(), sending: number.to_string() };
                act(&group, &day, save).await;
            }
        }
        group.carry_out().await;
    }
    assert_eq!(group.run("ada").await, (7, 7, 7));
    assert_eq!(group.milestones(), [7]);
}

#[tokio::test]
async fn once_the_question_has_closed_deleting_the_text_leaves_the_answer() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    sends(&group, "mine", "1").await;
    group.morning("2026-10-20").await;
    assert_eq!(act(&group, "2026-10-19", PrivateAct::TakeBack).await.text, None);
    assert_eq!(sends(&group, "too late", "2").await, None);
    assert_eq!(group.run("ada").await, (1, 1, 1));
}
