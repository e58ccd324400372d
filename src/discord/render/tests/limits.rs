//! Nothing that is shown may be refused by Discord for its size.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Bank, Day, Language, Period, Place, Question, ResourceKind, ResourceLevel, Score};
use crate::view::{
    AnswerView, Credit, HintView, LeaderboardView, Mark, NextHint, Notice, Permission, PracticeView, Problem,
    QuestionView, ResourceState, ResourceView, ResourcesView, RevealPost, ScoreView, StreakView,
};

/// Holds a message against Discord's limits.
pub(super) fn hold(shown: &Shown) {
    let body = shown.json();
    let length = |value: &Value| value.as_str().unwrap_or_default().encode_utf16().count();
    assert!(length(&body["content"]) <= 2_000, "content: {body}");
    let mut sum = 0;
    for card in body["embeds"].as_array().unwrap() {
        let (title, text) = (length(&card["title"]), length(&card["description"]));
        assert!(title <= 256 && text <= 4_096, "card of {title} and {text}: {card}");
        sum += title + text;
        let fields: Vec<&Value> = card["fields"].as_array().into_iter().flatten().collect();
        assert!(fields.len() <= 25);
        for field in fields {
            let (name, value) = (length(&field["name"]), length(&field["value"]));
            assert!((1..=256).contains(&name) && (1..=1_024).contains(&value), "field: {field}");
            sum += name + value;
        }
    }
    assert!(sum <= 6_000, "{sum} characters together: {body}");
    hold_rows(&body["components"]);
}

fn hold_rows(rows: &Value) {
    let rows = rows.as_array().unwrap();
    assert!(rows.len() <= 5, "{} rows", rows.len());
    let mut ids = BTreeSet::new();
    for row in rows {
        let parts = row["components"].as_array().unwrap();
        assert!((1..=5).contains(&parts.len()));
        for part in parts {
            let length = |name: &str| part[name].as_str().unwrap_or_default().chars().count();
            assert!(
                length("label") <= 80 && length("custom_id") <= 100 && length("placeholder") <= 150,
                "{part}"
            );
            if let Some(id) = part["custom_id"].as_str() {
                assert!(ids.insert(id.to_owned()), "{id} twice");
            }
            let options = part["options"].as_array();
            assert!(options.is_none_or(|options| (1..=25).contains(&options.len())), "{part}");
            for option in options.into_iter().flatten() {
                for name in ["label", "value", "description"] {
                    assert!(option[name].as_str().unwrap_or_default().chars().count() <= 100, "{option}");
                }
            }
        }
    }
}

/// Holds a view against them in every language.
fn fits(view: &View) {
    for language in Language::ALL {
        hold(&render(view, &Frame { words: language.into(), ..ALONE }));
    }
}

/// The same for a post.
fn post_fits(post: &QuestionPost) {
    for language in Language::ALL {
        hold(&question_post(&QuestionPost { language, ..post.clone() }));
    }
}

fn bank() -> Bank {
    crate::questions::embedded(day("2026-11-24")).unwrap().bank
}

fn view_of(question: &Question, answer: AnswerView) -> View {
    View::Question(Box::new(QuestionView {
        community: "discord:81384788765712384".into(),
        question: question.id.clone(),
        title: question.title.clone(),
        scenario: question.scenario.clone(),
        day: Day(day("2026-11-24")),
        thread: Some("1310000000000000000".into()),
        reworded: true,
        revealed: Some("1310000000000000009".into()),
        credit: Some(Credit::Name { name: "_Ada".repeat(30) }),
        answer: Some(answer),
        others: vec![("x".into(), "Another question with a long title".repeat(2)); 12],
    }))
}

fn reveal_of(question: &Question, answer: Option<AnswerView>, language: Language) -> RevealPost {
    RevealPost {
        community: "discord:81384788765712384".into(),
        day: day("2026-11-24"),
        title: question.title.clone(),
        language,
        answer,
    }
}

fn score_of(question: &Question) -> View {
    View::Score(Box::new(ScoreView {
        community: "discord:81384788765712384".into(),
        day: Day(day("2026-11-24")),
        title: question.title.clone(),
        must: question.must.clone(),
        score: Score::new(1),
        saved: true,
    }))
}

fn hints_of(question: &Question) -> View {
    View::Hint(HintView {
        community: "discord:81384788765712384".into(),
        day: Day(day("2026-11-24")),
        title: question.title.clone(),
        hints: question.hints.clone(),
        next: NextHint::Now,
    })
}

#[test]
fn the_answer_to_every_question_of_the_bank_fits_one_message_whole() {
    let bank = bank();
    for question in bank.packs.iter().flat_map(|pack| &pack.questions) {
        let answer = AnswerView::of(question, &bank, day("2030-01-01"));
        let drawn = drawn(&reveal(&reveal_of(question, Some(answer), Language::English)));
        assert!(!drawn.contains("There is more than fits here"), "{}: {drawn}", question.id);
        for point in
            [&question.must, &question.plus, &question.wrong, &question.changed].into_iter().flatten()
        {
            assert!(drawn.contains(point.as_str()), "{}: {point}", question.id);
        }
        assert!(drawn.contains("**Where to go next**"), "{}: {drawn}", question.id);
        assert!(drawn.contains(question.follow_up.trim()) && drawn.contains("](https://"), "{}", question.id);
    }
}

#[test]
fn every_question_of_the_bank_fits_as_post_and_as_answer() {
    let bank = bank();
    for question in bank.packs.iter().flat_map(|pack| &pack.questions) {
        let post = QuestionPost {
            title: question.title.clone(),
            scenario: question.scenario.clone(),
            topic: question.topic.clone(),
            minutes: question.minutes,
            note: Some("n".repeat(300)),
            ordinal: 99_999,
            round: 99,
            late: true,
            ..a_post()
        };
        post_fits(&post);
        let answer = AnswerView::of(question, &bank, day("2030-01-01"));
        fits(&view_of(question, answer.clone()));
        fits(&score_of(question));
        fits(&hints_of(question));
        for language in Language::ALL {
            hold(&reveal(&reveal_of(question, Some(answer.clone()), language)));
            let name = Words::from(language).thread_name(999, &question.title);
            assert!(name.chars().count() <= 100, "{name}");
        }
    }
}

#[test]
fn how_the_bot_does_it_fits_at_its_longest() {
    let long = |letter: &str| letter.repeat(5_000);
    let told = PracticeView {
        title: long("t"),
        does: long("🦑"),
        why: long("w"),
        leaves_out: long("l"),
        places: vec![long("p"); 3],
        page: Some(format!("https://example.org/{}", "p".repeat(200))),
    };
    fits(&View::Practice(Box::new(told)));
}

#[test]
fn an_answer_that_is_too_long_keeps_its_links_and_says_so() {
    let bank = bank();
    let question = &bank.packs[0].questions[0];
    let mut answer = AnswerView::of(question, &bank, day("2030-01-01"));
    answer.must = vec!["🦑 a long point ".repeat(40); 20];
    let shown = render(&view_of(question, answer), &ALONE);
    hold(&shown);
    let drawn = drawn(&shown);
    assert!(drawn.contains("There is more than fits here") && drawn.contains("](https://"), "{drawn}");
}

#[test]
fn extreme_values_fit() {
    let long = "loong ".repeat(1_000);
    let post =
        QuestionPost { title: long.clone(), scenario: long.clone(), note: Some(long.clone()), ..a_post() };
    post_fits(&post);
    fits(&View::Notice(Notice::NoQuestionFound(long.clone())));
    fits(&View::Notice(Notice::NoResourceFound(long.clone(), vec!["a-long-topic".to_owned(); 90])));
    let place = |place| Place { place, member: "9".repeat(20).as_str().into(), answered: i64::MAX };
    let board = LeaderboardView {
        period: Period::AllTime,
        page: usize::MAX - 1,
        pages: usize::MAX,
        rows: (1..26).map(place).collect(),
        around: (1..8).map(place).collect(),
        reader: "42".into(),
        reader_hidden: true,
        asked: i64::MAX,
    };
    fits(&View::Leaderboard(board));
    let streak = StreakView {
        member: "42".into(),
        own: true,
        current: i64::MAX,
        longest: i64::MAX,
        total: i64::MAX,
        marks: vec![Mark::Open; 100],
        open: None,
        ready: usize::MAX,
    };
    fits(&View::Streak(streak));
    let resource = ResourceView {
        title: long.clone(),
        url: "https://example.com".to_owned(),
        good_for: long.clone(),
        kind: ResourceKind::Tool,
        level: ResourceLevel::Advanced,
        state: ResourceState::Unknown(Vec::new()),
    };
    let found = vec![resource; 30];
    fits(&View::Resources(ResourcesView { query: long, found, more: 0 }));
}

#[test]
fn a_panel_with_everything_wrong_and_forty_packs_fits() {
    let place: crate::domain::ChannelId = "1300000000000000001".into();
    let when = at("2026-11-24T08:00:00Z");
    let mut problems = vec![
        Problem::ChannelUnseen(place.clone()),
        Problem::WrongKind(place.clone()),
        Problem::RoleNotMentionable("9".into()),
        Problem::RoleGone("9".into()),
        Problem::NoZone,
        Problem::NoWeekdays,
        Problem::NoQuestions,
        Problem::FewQuestions(0),
        Problem::PostFailed(when, "why ".repeat(1_000)),
        Problem::RevealFailed(when, "why ".repeat(1_000)),
        Problem::PostUncertain(when, place.clone()),
        Problem::CannotCheck,
    ];
    problems.extend(
        Permission::ALL
            .map(|permission| Problem::Missing(permission, place.clone(), crate::view::ChannelKind::Forum)),
    );
    let mut packs = a_panel().packs;
    packs[0].title = "A very long title of a pack ".repeat(9);
    packs = vec![packs[0].clone(); 40];
    for (at, pack) in packs.iter_mut().enumerate() {
        pack.id = format!("w{at}");
    }
    for page in [SetupPage::Main, SetupPage::More, SetupPage::FirstDay] {
        let panel =
            SetupView { page, problems: problems.clone(), packs: packs.clone(), pins: true, ..a_panel() };
        let doctor = crate::view::DoctorView { setup: panel.clone(), now: when, granted: Vec::new() };
        fits(&View::Setup(Box::new(panel)));
        fits(&View::Doctor(Box::new(doctor)));
    }
}
