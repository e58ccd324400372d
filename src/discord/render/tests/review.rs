use insta::assert_snapshot;

use super::limits::hold;
use super::*;
use crate::domain::{Comeback, Day, Tally};
use crate::view::{AnswerView, PackProgress, ProgressView, ReviewView, ReviewedView, TopicProgress};

const SHARED: Frame = Frame { words: Words::English, shared: true, asked_at: None };

fn back() -> ReviewView {
    ReviewView {
        question: "w08-build-cache".into(),
        due: Day(day("2026-12-02")),
        title: "Fifteen minutes for one colour".to_owned(),
        scenario: "Builds take long.\n\n**Why?**".to_owned(),
        note: None,
        day: Day(day("2026-11-24")),
        thread: Some("1310000000000000000".into()),
        changed: false,
        hints: Vec::new(),
        more_hints: true,
        answer: None,
    }
}

fn long_answer() -> AnswerView {
    AnswerView {
        must: vec!["🦑 a long point ".repeat(40); 20],
        plus: Vec::new(),
        wrong: Vec::new(),
        changed: Vec::new(),
        note: None,
        links: vec![("Build cache".to_owned(), "https://docs.docker.com/build/cache/".to_owned())],
        resources: Vec::new(),
        facts_as_of: day("2026-11-23"),
        outdated: false,
        follow_up: String::new(),
        credit: None,
        practice: false,
    }
}

fn shows(review: ReviewView) -> String {
    let shown = render(&View::Review(Box::new(review)), &ALONE);
    hold(&shown);
    drawn(&shown)
}

#[test]
fn what_came_back_stands_as_the_reader_knows_it() {
    assert_snapshot!(shows(back()), @r#"
    # Fifteen minutes for one colour
    Builds take long.

    **Why?**

    -# Back for you · Asked on 24 November 2026 · Discussed in <#1310000000000000000>
    [Hint → comeback/2026-12-02/hints-1/w08-build-cache] [Show the answer → comeback/2026-12-02/answer/w08-build-cache]
    "#);
}

#[test]
fn hints_stand_one_below_the_other_and_end() {
    let hints = vec!["Which step runs again?".to_owned(), "What does it copy?".to_owned()];
    assert_snapshot!(shows(ReviewView { changed: true, hints, more_hints: false, ..back() }), @r#"
    # Fifteen minutes for one colour
    Builds take long.

    **Why?**

    **Hint:** Which step runs again?

    **Hint:** What does it copy?

    -# Back for you · Asked on 24 November 2026 · Discussed in <#1310000000000000000>
    -# It has changed since you last met it.
    [Show the answer → comeback/2026-12-02/answer/w08-build-cache]
    "#);
}

#[test]
fn the_answer_asks_how_the_reader_did() {
    let answer = AnswerView { must: vec!["Order the steps.".to_owned()], ..long_answer() };
    assert_snapshot!(shows(ReviewView { answer: Some(answer), ..back() }), @r#"
    # Fifteen minutes for one colour
    Builds take long.

    **Why?**

    -# Back for you · Asked on 24 November 2026 · Discussed in <#1310000000000000000>
    # What a strong answer covers
    - Order the steps.

    **Read more**
    - [Build cache](https://docs.docker.com/build/cache/)
    -# Facts checked on 23 November 2026
    # 
    **How did you do?** Hold what you would have said against the points above.
    [Not this time → comeback/2026-12-02/score-0/w08-build-cache] [A little of it → comeback/2026-12-02/score-1/w08-build-cache] [Most of it → comeback/2026-12-02/score-2/w08-build-cache] [All of it → comeback/2026-12-02/score-3/w08-build-cache]
    "#);
}

#[test]
fn however_long_it_is_it_fits() {
    let long = "loong 🦑 ".repeat(500);
    let full = ReviewView {
        title: long.clone(),
        scenario: long.clone(),
        note: Some(long.clone()),
        hints: vec![long; 3],
        question: "q".repeat(70).into(),
        ..back()
    };
    shows(full.clone());
    let said = shows(ReviewView { answer: Some(long_answer()), ..full });
    assert!(said.contains("There is more than fits here") && said.contains("How did you do?"), "{said}");
}

fn said(reviewed: ReviewedView) -> String {
    let shown = render(&View::Reviewed(reviewed), &ALONE);
    hold(&shown);
    drawn(&shown)
}

#[test]
fn what_happens_next_is_said_without_blame() {
    let again = ReviewedView {
        title: Some("Fifteen minutes for one colour".to_owned()),
        before: false,
        low: true,
        comeback: Comeback::On(Day(day("2026-12-09"))),
        ready: 2,
    };
    assert_snapshot!(said(again.clone()), @r#"
    # Fifteen minutes for one colour
    Good that you looked. It comes back on 9 December 2026.
    -# 2 more are ready, whenever you like.
    [Next one → review/next]
    "#);
    assert_snapshot!(said(ReviewedView { low: false, ready: 1, ..again.clone() }), @r#"
    # Fifteen minutes for one colour
    Noted. It comes back on 9 December 2026.
    -# One more is ready, whenever you like.
    [Next one → review/next]
    "#);
    assert_snapshot!(said(ReviewedView { before: true, ready: 0, ..again.clone() }), @r#"
    # Fifteen minutes for one colour
    That one is noted already. It comes back on 9 December 2026.
    -# That was all for today.
    "#);
    let over = ReviewedView { comeback: Comeback::Over, low: false, ready: 0, ..again.clone() };
    assert_snapshot!(said(over), @r#"
    # Fifteen minutes for one colour
    You have it: it will not come back.
    -# That was all for today.
    "#);
    let gone = ReviewedView { title: None, before: true, comeback: Comeback::Never, ready: 0, ..again };
    assert_snapshot!(said(gone), @r#"
    # 
    There is nothing left to do with this question: it will not come back.
    -# That was all for today.
    "#);
}

fn tally(mastered: usize, begun: usize, rest: usize) -> Tally {
    Tally { asked: mastered + begun + rest, answered: mastered + begun, mastered, begun }
}

fn topic(name: &str, tally: Tally) -> TopicProgress {
    TopicProgress { topic: name.to_owned(), tally }
}

fn progress() -> ProgressView {
    ProgressView {
        member: "42".into(),
        packs: vec![PackProgress {
            title: "Containers and Kubernetes".to_owned(),
            week: Some(8),
            tally: tally(4, 5, 7),
            topics: vec![
                topic("docker-images", tally(1, 0, 0)),
                topic("eks-networking", tally(1, 2, 1)),
                topic("service-mesh", tally(2, 3, 6)),
            ],
        }],
        ready: 2,
    }
}

fn pictured(progress: ProgressView, frame: &Frame) -> String {
    let shown = render(&View::Progress(progress), frame);
    hold(&shown);
    drawn(&shown)
}

#[test]
fn progress_is_a_picture_of_squares() {
    assert_snapshot!(pictured(progress(), &ALONE), @r#"
    # Your progress
    **Week 8 · Containers and Kubernetes**
    🟩🟩🟩🟨🟨🟨⬜⬜⬜⬜
    -# 16 asked · 9 answered · 4 mastered

    🟩 Docker images
    🟩🟨🟨⬜ EKS networking
    🟩🟨🟨⬜⬜⬜ Service Mesh 2/11

    -# 🟩 mastered · 🟨 answered · ⬜ asked
    -# 2 questions are ready to come back: **/review**
    "#);
}

#[test]
fn others_see_the_picture_and_not_what_comes_back() {
    let shared = pictured(progress(), &SHARED);
    assert!(shared.starts_with("# Progress\n<@42>\n"), "{shared}");
    assert!(!shared.contains("/review"), "{shared}");
}

#[test]
fn without_an_answer_the_picture_is_an_invitation() {
    let empty = ProgressView { packs: Vec::new(), ready: 0, ..progress() };
    assert_snapshot!(pictured(empty.clone(), &ALONE), @r#"
    # Your progress
    Your first answer starts this picture. **/today** shows where.
    "#);
    assert!(pictured(empty, &SHARED).contains("<@42> has not started yet."));
}

#[test]
fn forty_topics_fit_and_four_hundred_are_counted() {
    let name = "kubernetes-network-operations-and-more";
    let with = |topics: usize, title: &str| {
        let topics = vec![topic(name, tally(1_000, 1_000, 1_000)); topics];
        let pack = PackProgress { title: title.to_owned(), topics, ..progress().packs[0].clone() };
        ProgressView { packs: vec![pack; 8], ready: usize::MAX, ..progress() }
    };
    let forty = pictured(with(5, "Containers and Kubernetes"), &ALONE);
    assert_eq!(forty.matches("1000/3000").count(), 40, "{forty}");
    let many = pictured(with(50, &"long ".repeat(100)), &SHARED);
    assert!(many.contains("more topics"), "{many}");
}
