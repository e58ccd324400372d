use insta::assert_snapshot;

use super::*;
use crate::domain::{Day, Ordinal, ResourceKind, ResourceLevel};
use crate::view::{
    AnswerView, Notice, PracticeView, QuestionView, ResourceState, ResourceView, ResourcesView, TodayView,
};

fn a_question() -> QuestionView {
    QuestionView {
        community: "discord:81384788765712384".into(),
        question: "w08-build-cache".into(),
        title: "Fifteen minutes for one colour".to_owned(),
        scenario: "Builds take long.\n\n**Why?**".to_owned(),
        day: Day(day("2026-11-23")),
        thread: Some("1310000000000000000".into()),
        reworded: false,
        revealed: None,
        credit: None,
        answer: None,
        others: vec![("w08-image-size".into(), "A gigabyte for hello".to_owned())],
    }
}

#[test]
fn an_open_question_keeps_its_answer() {
    assert_snapshot!(drawn(&render(&View::Question(Box::new(a_question())), &ALONE)), @r#"
    # Fifteen minutes for one colour
    Builds take long.

    **Why?**

    -# Asked on 23 November 2026 · Discussed in <#1310000000000000000>

    What a strong answer covers is not out yet. Until then it is yours to find.
    -# Also found: A gigabyte for hello
    "#);
}

#[test]
fn an_answer_comes_in_sections() {
    let question = QuestionView {
        others: Vec::new(),
        revealed: Some("1310000000000000009".into()),
        answer: Some(AnswerView {
            must: vec!["Order the steps.".to_owned(), "Keep the context small.".to_owned()],
            plus: vec!["Measure first.".to_owned()],
            wrong: vec!["Buying a larger runner.".to_owned()],
            changed: Vec::new(),
            note: Some("Written for 2026.".to_owned()),
            links: vec![(
                "Build cache [Docker]".to_owned(),
                "https://docs.docker.com/build/cache/".to_owned(),
            )],
            resources: vec![(
                "Docker workshop".to_owned(),
                "https://docs.docker.com/get-started/workshop/".to_owned(),
                "Your first image.".to_owned(),
            )],
            facts_as_of: day("2026-11-23"),
            outdated: true,
            follow_up: "What if the cache is shared?".to_owned(),
            credit: None,
            practice: true,
        }),
        ..a_question()
    };
    assert_snapshot!(drawn(&render(&View::Question(Box::new(question)), &ALONE)), @r#"
    # Fifteen minutes for one colour
    Builds take long.

    **Why?**

    -# Asked on 23 November 2026 · [The answer in its thread](https://discord.com/channels/81384788765712384/1310000000000000000/1310000000000000009)
    # What a strong answer covers
    **Good to know:** Written for 2026.
    - Order the steps.
    - Keep the context small.

    **What makes it better still**
    - Measure first.

    **What people often get wrong**
    - Buying a larger runner.

    **To go on with**
    What if the cache is shared?

    **Read more**
    - [Build cache Docker](https://docs.docker.com/build/cache/)

    **Where to go next**
    - [Docker workshop](https://docs.docker.com/get-started/workshop/): Your first image.
    -# Facts checked on 23 November 2026
    -# These facts were due for a new check, so something may be out of date.
    [See how this bot does it → practice/discord:81384788765712384/2026-11-23]
    "#);
}

#[test]
fn resources_say_what_they_are_good_for_and_what_replaced_them() {
    let resource = |title: &str, state: ResourceState| ResourceView {
        title: title.to_owned(),
        url: "https://example.com/a".to_owned(),
        good_for: "A first tour.".to_owned(),
        kind: ResourceKind::Workshop,
        level: ResourceLevel::Beginner,
        state,
    };
    let instead = vec![("EKS Workshop".to_owned(), "https://eksworkshop.com".to_owned())];
    let view = View::Resources(ResourcesView {
        query: "karp*enter".to_owned(),
        found: vec![
            resource("Immersion Day", ResourceState::Current),
            resource("Old Workshop", ResourceState::Retired(instead.clone())),
            resource("Somewhere", ResourceState::Unknown(Vec::new())),
            resource("Elsewhere", ResourceState::Unknown(instead)),
        ],
        more: 2,
    });
    assert_snapshot!(drawn(&render(&view, &ALONE)), @r#"
    # Learn more: karp\*enter
    **[Immersion Day](https://example.com/a)**
    A first tour.
    -# workshop · no experience needed

    **[Old Workshop](https://example.com/a)**
    A first tour.
    Out of date. Better: [EKS Workshop](https://eksworkshop.com)
    -# workshop · no experience needed

    **[Somewhere](https://example.com/a)**
    A first tour.
    I could not check lately whether it still works.
    -# workshop · no experience needed

    **[Elsewhere](https://example.com/a)**
    A first tour.
    I could not check lately whether it still works. Safer: [EKS Workshop](https://eksworkshop.com)
    -# workshop · no experience needed

    -# 2 more match. Add a word to narrow it down.
    "#);
}

#[test]
fn today_says_where_and_until_when() {
    let today = TodayView {
        ordinal: Ordinal(12),
        title: "The cluster ran out of addresses".to_owned(),
        thread: Some("1310000000000000000".into()),
        closes_at: Some(at("2026-11-25T08:00:00Z")),
        answered: 0,
        reader_answered: false,
    };
    assert_snapshot!(drawn(&render(&View::Today(today.clone()), &ALONE)), @r#"
    # Day 12 · The cluster ran out of addresses
    Your answer is still to come. A first sentence is enough.
    Answer in <#1310000000000000000>.
    Open until <t:1795593600:F> (<t:1795593600:R>).
    -# The thread is still quiet: the first answer could be yours.
    "#);
    let later = TodayView { answered: 7, reader_answered: true, closes_at: None, thread: None, ..today };
    assert_snapshot!(drawn(&render(&View::Today(later), &ALONE)), @r#"
    # Day 12 · The cluster ran out of addresses
    You have answered. Today counts.
    Its thread is just being opened. Look again in a moment.
    Open until the next question comes.
    -# 7 of us have answered so far.
    "#);
}

#[test]
fn notices_are_a_sentence_or_two() {
    let notices = [
        Notice::NotStarted,
        Notice::NothingAsked(None),
        Notice::NothingAsked(Some(at("2026-11-25T08:00:00Z"))),
        Notice::NoQuestionFound("@everyone **pods**\n<@1>".to_owned()),
        Notice::NoResourceFound(
            "x".to_owned(),
            vec!["eks-networking".to_owned(), "docker-builds".to_owned()],
        ),
        Notice::NoResourceFound("x".to_owned(), Vec::new()),
        Notice::OnItsWay,
        Notice::Hidden,
        Notice::Shown,
        Notice::KeptPrivate,
        Notice::Forgotten,
    ];
    let said = notices.map(|notice| drawn(&render(&View::Notice(notice), &ALONE)));
    assert_snapshot!(said.join("\n"), @r#"
    The daily question has not started here yet. Someone who manages this server can start it with **/setup**.
    Nothing has been asked here yet.
    Nothing has been asked here yet. The first question comes <t:1795593600:F> (<t:1795593600:R>).
    No question asked here so far matches “\@everyone \*\*pods\*\* \<\@1\>”. Try one word from its title. Those still to come stay a surprise.
    I have nothing on “x” yet. I do have something on EKS networking and Docker builds.
    I have nothing on “x” yet. Try a shorter word.
    Today's question is on its way. Please look again in a few minutes.
    Done: others no longer see you on the boards, nor your streak. Your answers still count, and **/streak** still works for you.
    Done: you are on the boards again.
    They keep their streak to themselves.
    Done: everything I kept about you is deleted, here and in every other server. If you answer again, you start afresh.
    "#);
}

fn told() -> PracticeView {
    PracticeView {
        title: "Ten minutes of download".to_owned(),
        does: "The image is `FROM scratch`: one program.".to_owned(),
        why: "What is not there needs no update.".to_owned(),
        leaves_out: "A shell to look around with.".to_owned(),
        places: vec!["deploy/Dockerfile".to_owned(), ".dockerignore".to_owned()],
        page: None,
    }
}

#[test]
fn how_the_bot_does_it_stands_with_its_places_and_once_there_is_one_with_a_page() {
    assert_snapshot!(drawn(&render(&View::Practice(Box::new(told())), &ALONE)), @r"
    # Ten minutes of download
    **What this bot does**
    The image is `FROM scratch`: one program.

    **Why**
    What is not there needs no update.

    **What it leaves out**
    A shell to look around with.

    **Where to look in its repository**
    `deploy/Dockerfile`
    `.dockerignore`
    ");
    let page = Some("https://example.org/blob/v1.0.0/docs/practice.md#w08-image-size".to_owned());
    let told = PracticeView { places: Vec::new(), page, ..told() };
    let french = Frame { words: Words::French, ..ALONE };
    assert_snapshot!(drawn(&render(&View::Practice(Box::new(told)), &french)), @r"
    # Ten minutes of download
    **Ce que fait ce bot**
    The image is `FROM scratch`: one program.

    **Pourquoi**
    What is not there needs no update.

    **Ce qu'il laisse de côté**
    A shell to look around with.

    -# [Ouvrir ces endroits, et ceux des autres questions](https://example.org/blob/v1.0.0/docs/practice.md#w08-image-size)
    ");
}
