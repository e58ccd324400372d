//! The answer comes behind the next question, or at its own time, once, and never in a heap.

use std::sync::Arc;

use quotidian::app::App;
use quotidian::commands::{Command, Scoring, Setup, Start};
use quotidian::domain::{Bank, Day, RevealTime, Score};
use quotidian::effect::{Effect, News, Part};
use quotidian::event::{Event, Refusal};
use quotidian::view::{NextHint, Notice, View};

use super::group::{Group, date, forbidden, here, instant};

#[tokio::test]
async fn the_answer_comes_behind_the_next_question_and_not_before() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-20 08:59").tick().await;
    assert!(group.waiting().await.is_empty(), "not yet");
    group.at("2026-10-20 09:00").tick().await;
    assert_eq!(group.kinds().await, ["publish_question"], "first the new question");
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
    let asked = group.asked().await;
    assert!(asked[0].revealed_at.is_some() && asked[0].reveal_message.is_some());
    assert!(!asked[1].is_out());
    for day in 2..5 {
        group.morning(&date(day)).await;
    }
    assert_eq!(group.revealed(), [date(0), date(1), date(2), date(3)], "each once");
}

#[tokio::test]
async fn a_paused_group_is_shown_the_last_answer_when_the_next_question_would_have_come() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.press(Setup::Pause).await;
    group.at("2026-10-20 08:59").tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), Vec::<String>::new());
    group.at("2026-10-20 09:00").tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
    group.at("2026-10-22 09:00").press(Setup::Start(Start::Now)).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"], "not again");
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-22"]);
}

#[tokio::test]
async fn a_group_whose_packs_are_empty_is_shown_the_last_answer() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.press(Setup::Packs(Vec::new())).await;
    group.morning("2026-10-20").await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
    group.morning("2026-10-21").await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
}

#[tokio::test]
async fn after_days_away_the_last_answer_comes_once_and_no_other() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.morning("2026-10-20").await;
    group.morning("2026-10-25").await;
    assert_eq!(group.revealed(), ["2026-10-19", "2026-10-20"]);
}

#[tokio::test]
async fn some_hours_after_the_question_if_that_is_wished() {
    let mut group = Group::running(10).await;
    group.press(Setup::Reveal(RevealTime::AfterHours(4))).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-19 12:59").tick().await;
    assert!(group.waiting().await.is_empty());
    group.at("2026-10-19 13:00").tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
    assert!(group.asked().await[0].closed_at.is_none(), "it still counts until the next question");
    group.morning("2026-10-20").await;
    assert_eq!(group.revealed(), ["2026-10-19"], "not again");
    assert!(!group.posts()[1].late);
    group.at("2026-10-20 10:00").press(Setup::Reveal(RevealTime::WithNext)).await;
    group.at("2026-10-20 20:00").tick().await;
    assert!(group.waiting().await.is_empty(), "it waits for the next question now");
    group.press(Setup::Reveal(RevealTime::AfterHours(8))).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), [date(0), date(1)], "its time has passed, so it comes at once");
}

#[tokio::test]
async fn another_posting_time_moves_the_answer_along() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-19 12:00").press(super::group::when("18:00", "")).await;
    group.at("2026-10-20 17:59").tick().await;
    assert!(group.waiting().await.is_empty(), "it does not come before the question");
    group.at("2026-10-20 18:00").tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
    assert_eq!(group.asked_days().await.len(), 2);
}

#[tokio::test]
async fn a_question_that_never_comes_holds_the_answer_up_for_a_day_at_most() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-20 09:00").tick().await;
    group.refuse("publish_question", forbidden()).await;
    group.at("2026-10-20 23:59").tick().await;
    assert!(!group.kinds().await.contains(&"reveal_answer"));
    group.at("2026-10-21 00:01");
    group.refuse("publish_question", Refusal::Stale).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.revealed(), ["2026-10-19"]);
}

#[tokio::test]
async fn what_was_asked_before_there_were_reveals_is_not_shown_in_a_heap() {
    let mut group = Group::running(10).await;
    group.press(Setup::Pause).await;
    group.press(Setup::Start(Start::Ask)).await;
    for day in 0..4 {
        group.at(&format!("{} 09:00", date(day))).tick().await;
        let post = group.the("publish_question").await;
        assert!(group.attempt(&post).await);
        let published = super::group::published(&date(day), group.now);
        group.tell(Event::EffectDone(post.id, published)).await;
        // As a version without reveals left them: none was shown, and none is due.
        let mut tx = group.store.begin().await.unwrap();
        tx.clear_outgoing(&here()).await.unwrap();
        tx.put_reveal_due(&here(), Day::parse(&date(day)).unwrap(), None).await.unwrap();
        tx.put_thread_opened(&here(), Day::parse(&date(day)).unwrap(), group.now).await.unwrap();
        tx.commit().await.unwrap();
    }
    group.at(&format!("{} 08:00", date(4))).tick().await;
    assert!(group.waiting().await.is_empty());
    group.morning(&date(4)).await;
    assert_eq!(group.revealed(), [date(3)], "only the one that was open");
}

/// Monday's answer waits to be shown, since Tuesday's question stands.
async fn with_an_answer_due() -> Group {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-20 09:00").tick().await;
    let post = group.the("publish_question").await;
    assert!(group.attempt(&post).await);
    group.tell(Event::EffectDone(post.id, super::group::published("2026-10-20", group.now))).await;
    group
}

#[tokio::test]
async fn a_refused_answer_waits_a_week_and_organisers_are_told_once() {
    let mut group = with_an_answer_due().await;
    for _ in 0..2 {
        group.refuse("reveal_answer", forbidden()).await;
    }
    let waiting = group.the("reveal_answer").await;
    let Effect::RevealAnswer { not_after, .. } = waiting.effect else { panic!("not an answer") };
    assert_eq!(not_after, group.now + chrono::TimeDelta::days(7));
    assert_eq!(waiting.attempts, 0, "it was certainly not posted");
    assert_eq!(group.troubles().await.len(), 1);
    group.refuse("reveal_answer", Refusal::Stale).await;
    group.carry_out().await;
    assert_eq!(group.revealed(), Vec::<String>::new());
    let why = "Missing Permissions".to_owned();
    assert_eq!(group.news(), [News::PostFailed { part: Part::Reveal, why }]);
}

#[tokio::test]
async fn an_answer_whose_thread_was_deleted_is_let_go_without_a_word() {
    let mut group = with_an_answer_due().await;
    group.refuse("reveal_answer", Refusal::PlaceGone("Unknown Channel".to_owned())).await;
    group.carry_out().await;
    assert_eq!((group.news().len(), group.revealed().len()), (0, 0));
}

#[tokio::test]
async fn a_question_that_left_the_bank_is_named_by_the_ledger() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    let title = group.asked().await[0].title.clone();
    group.app = App::open(group.store.clone(), Arc::new(Bank::new(Vec::new()))).await.unwrap();
    group.morning("2026-10-20").await;
    let effect = group.done.iter().find(|effect| effect.kind() == "reveal_answer").unwrap();
    let Effect::RevealAnswer { post, .. } = effect else { panic!("not an answer") };
    assert_eq!((&post.title, &post.answer), (&title, &None));
}

#[tokio::test]
async fn hints_open_one_at_a_time_by_an_attempt_or_by_the_clock() {
    let mut group = Group::running(10).await;
    let monday = Day::parse("2026-10-19").unwrap();
    assert_eq!(group.ask("ada", Command::Hint(monday)).await, View::Notice(Notice::HintsToCome));
    group.morning("2026-10-19").await;
    let at = |local: &str| NextHint::At(instant(chrono_tz::Europe::Paris, local));
    for _ in 0..2 {
        assert_eq!(hints(&group, "ada").await, (1, at("2026-10-19 12:00")), "asked again at once");
    }
    group.at("2026-10-19 12:00");
    assert_eq!(hints(&group, "ada").await, (2, at("2026-10-19 15:00")));
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(hints(&group, "ada").await, (3, NextHint::Nothing), "she tried");
    assert_eq!(hints(&group, "ada").await, (3, NextHint::Nothing), "and they stay open to her");
    group.answers("bob", "b1", "2026-10-19").await;
    assert_eq!(hints(&group, "bob").await, (1, NextHint::Now), "one at a time all the same");
    group.deletes(&["b1"], "2026-10-19").await;
    assert_eq!(hints(&group, "bob").await.0, 2);
    assert_eq!(hints(&group, "bob").await.1, at("2026-10-19 15:00"), "what was taken back is no attempt");
    group.morning("2026-10-20").await;
    let over = group.ask("bob", Command::Hint(monday)).await;
    assert!(matches!(over, View::Notice(Notice::AnswerIsOut(_, Some((_, Some(_)))))), "{over:?}");
    let kept = group.tx().await.hints_opened(&here(), quotidian::domain::Ordinal(1), &"ada".into()).await;
    assert_eq!(kept.unwrap(), 0, "nobody needs to know any more");
}

/// How many hints are open after one more press, and what comes next.
async fn hints(group: &Group, member: &str) -> (usize, NextHint) {
    let view = group.ask(member, Command::Hint(Day::parse("2026-10-19").unwrap())).await;
    let View::Hint(hint) = view else { panic!("not a hint: {view:?}") };
    (hint.hints.len(), hint.next)
}

#[tokio::test]
async fn members_say_how_they_did_once_the_answer_is_out_and_may_change_it() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    let (monday, tuesday) = (Day::parse("2026-10-19").unwrap(), Day::parse("2026-10-20").unwrap());
    let early = group.ask("ada", Command::Score(Scoring::Ask(monday))).await;
    assert_eq!(early, View::Notice(Notice::AnswerToCome));
    group.morning("2026-10-20").await;
    assert_eq!(score(&group, Scoring::Ask(monday)).await, (None, false));
    for points in [0, 3] {
        let score_of = Score::new(points).unwrap();
        assert_eq!(score(&group, Scoring::Give(monday, score_of)).await, (Some(points), true));
    }
    assert_eq!(score(&group, Scoring::Ask(monday)).await, (Some(3), false));
    let early = group.ask("ada", Command::Score(Scoring::Give(tuesday, Score::ALL[1]))).await;
    assert_eq!(early, View::Notice(Notice::AnswerToCome));
    let never = group.ask("ada", Command::Score(Scoring::Ask(Day::parse("2026-01-01").unwrap()))).await;
    assert_eq!(never, View::Notice(Notice::NoSuchQuestion));
    group.ask("ada", Command::Privacy(quotidian::commands::Privacy::Forget)).await;
    assert_eq!(score(&group, Scoring::Ask(monday)).await, (None, false), "forgotten, who never answered too");
}

/// What Ada's score is, and whether it was kept just now.
async fn score(group: &Group, scoring: Scoring) -> (Option<i64>, bool) {
    let view = group.ask("ada", Command::Score(scoring)).await;
    let View::Score(score) = view else { panic!("not a score: {view:?}") };
    assert_eq!(score.must, ["Answer 01"]);
    (score.score.map(Score::points), score.saved)
}

#[tokio::test]
async fn how_the_bot_does_it_is_told_once_the_answer_is_out_and_not_before() {
    let mut group = Group::running(2).await;
    let days = ["2026-10-19", "2026-10-20", "2026-10-21"].map(|day| Day::parse(day).unwrap());
    let told = async |group: &Group, day: Day| group.ask("ada", Command::Practice(day)).await;
    group.morning("2026-10-19").await;
    assert_eq!(told(&group, days[0]).await, View::Notice(Notice::AnswerToCome));
    group.morning("2026-10-20").await;
    let View::Practice(first) = told(&group, days[0]).await else { panic!("not told") };
    assert_eq!((first.title.as_str(), first.does.as_str()), ("Question 01", "Practice 01"));
    assert_eq!(told(&group, days[1]).await, View::Notice(Notice::AnswerToCome));
    group.morning("2026-10-21").await;
    assert_eq!(told(&group, days[1]).await, View::Notice(Notice::NoPractice));
    assert_eq!(group.asked().await[2].question, group.asked().await[0].question, "it is asked once more");
    assert_eq!(told(&group, days[0]).await, View::Notice(Notice::AnswerToCome), "and open again");
    let never = told(&group, Day::parse("2026-01-01").unwrap()).await;
    assert_eq!(never, View::Notice(Notice::NoSuchQuestion));
}
