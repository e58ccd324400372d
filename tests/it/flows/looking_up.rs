//! What members may look up, and what they never find.

use quotidian::commands::Command;
use quotidian::domain::Language;
use quotidian::view::{Notice, QuestionView, ResourceState, View};

use super::group::{Group, date, here};

async fn find(group: &Group, query: &str) -> Option<QuestionView> {
    let view = group.ask("ada", Command::Question(query.to_owned())).await;
    if let View::Notice(Notice::NoQuestionFound(_) | Notice::NothingAsked(_)) = view {
        return None;
    }
    let View::Question(question) = view else { panic!("not a question: {view:?}") };
    Some(*question)
}

#[tokio::test]
async fn a_question_to_come_is_never_found_nor_suggested() {
    let mut group = Group::running(10).await;
    assert_eq!(find(&group, "q01").await, None);
    group.at("2026-10-19 09:00").tick().await;
    assert_eq!(find(&group, "q01").await, None, "claimed, but not posted yet");
    group.morning(&date(1)).await;
    for query in ["q03", "Question 03", "Scenario 03", "Answer 01"] {
        assert_eq!(find(&group, query).await, None, "{query}");
    }
    let found = find(&group, "question").await.expect("what was asked");
    assert_eq!(found.others.len(), 1);
    let typed = ("", Language::English);
    let suggested = group.app.complete(&here(), ("question", "search"), typed).await;
    assert_eq!(suggested.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(), ["q02", "q01"]);
    assert!(group.app.complete(&"discord:2".into(), ("question", "search"), typed).await.is_empty());
}

#[tokio::test]
async fn an_answer_is_out_when_its_question_is_closed_and_not_before() {
    let mut group = Group::running(2).await;
    group.morning(&date(0)).await;
    assert_eq!(find(&group, "q01").await.expect("it was asked").answer, None);
    group.morning(&date(1)).await;
    let answer = find(&group, "q01").await.expect("it was asked").answer.expect("it is closed");
    assert_eq!(answer.must, ["Answer 01"]);
    group.morning(&date(2)).await;
    assert_eq!(find(&group, "q01").await.expect("asked again").answer, None, "open again in the next round");
}

#[tokio::test]
async fn a_retired_resource_says_what_replaces_it() {
    let group = Group::new(1).await;
    let View::Resources(found) = group.ask("ada", Command::Resources("old playground".to_owned())).await
    else {
        panic!("not resources")
    };
    assert_eq!(found.found.len(), 1);
    let new = ("The new workshop".to_owned(), "https://example.org/new".to_owned());
    assert_eq!(found.found[0].state, ResourceState::Retired(vec![new]));
    let View::Resources(found) = group.ask("ada", Command::Resources("docker".to_owned())).await else {
        panic!("not resources")
    };
    assert_eq!(found.found[0].title, "The new workshop", "what still works goes first");
    let View::Notice(Notice::NoResourceFound(_, topics)) =
        group.ask("ada", Command::Resources("knitting".to_owned())).await
    else {
        panic!("not a notice")
    };
    assert_eq!(topics, ["docker"]);
}

#[tokio::test]
async fn today_is_the_question_that_stands_in_the_channel() {
    let mut group = Group::running(10).await;
    let View::Notice(Notice::NothingAsked(Some(first))) = group.ask("ada", Command::Today).await else {
        panic!("not a notice")
    };
    group.morning(&date(0)).await;
    assert_eq!(first, group.now);
    group.answers("ada", "a1", &date(0)).await;
    let View::Today(today) = group.ask("ada", Command::Today).await else { panic!("not today") };
    assert_eq!((today.ordinal.0, today.answered, today.reader_answered), (1, 1, true));
    assert_eq!(today.closes_at, Some(group.now + chrono::Duration::days(1)));
}
