//! `quotidian preview`: a question in the terminal as members will see it, by the renderer that they will see it by.

use std::fmt::Write;

use anyhow::{Context, anyhow};
use chrono::{DateTime, Utc};

use crate::compose::in_bank_as;
use crate::config::Config;
use crate::discord::paper::{self, Sheet};
use crate::domain::{CommunityId, Day, Language, Question, QuestionId};
use crate::questions::{self, LONGEST_HINT, LONGEST_POINT, LONGEST_SCENARIO, LONGEST_TITLE};
use crate::view::{AnswerView, HintView, NextHint, PracticeView, RevealPost};
use crate::words::Words;

/// The post, the hints and the answer of a question, how this bot does it, and which limits are how full.
///
/// # Errors
/// When the questions have faults, or there is none with this id.
pub fn preview(config: &Config, id: &str, language: Language, now: DateTime<Utc>) -> anyhow::Result<String> {
    let today = now.date_naive();
    let loaded = questions::open(config.questions.as_deref(), today)
        .map_err(|faults| anyhow!("mend these first:\n{faults}"))?;
    let bank = &loaded.bank;
    let community = CommunityId("preview:0".to_owned());
    let mut post = in_bank_as(bank, &QuestionId(id.to_owned()), (&community, language))
        .with_context(|| format!("there is no question `{id}`; its file's name without .md is its id"))?;
    post.ordinal = 1;
    let (_, question) =
        bank.question(&QuestionId(id.to_owned())).context("a question that was just there is gone")?;
    let (question, words) = (question.told_in(language), Words::from(language));
    let reveal = RevealPost {
        community: community.clone(),
        day: today,
        title: post.title.clone(),
        language,
        answer: Some(AnswerView::of(question, bank, today)),
    };
    let hints = HintView {
        community,
        day: Day(today),
        title: post.title.clone(),
        hints: question.hints.clone(),
        next: NextHint::Nothing,
    };
    let mut sheets = vec![
        ("The post", paper::post(&post)),
        ("The hints, once all are open", paper::hints(&hints, words)),
        ("The answer", paper::answer(&reveal)),
    ];
    let practice = PracticeView::of(question);
    sheets.extend(practice.map(|told| ("How this bot does it", paper::practice(told, words))));
    let mut text = String::new();
    for (name, sheet) in &sheets {
        let _ = write!(text, "──── {name} ────\n\n{}\n\n", sheet.text);
    }
    text.push_str(&fullness(question, &sheets));
    Ok(text)
}

/// How full the limits are: those of the format, and Discord's for one message.
fn fullness(question: &Question, sheets: &[(&str, Sheet)]) -> String {
    let longest = |texts: &[&Vec<String>]| {
        texts.iter().copied().flatten().map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let mut rows = vec![
        ("title", question.title.chars().count(), LONGEST_TITLE),
        ("scenario", question.scenario.chars().count(), LONGEST_SCENARIO),
        ("longest hint", longest(&[&question.hints]), LONGEST_HINT),
        ("longest point", longest(&[&question.must, &question.plus]), LONGEST_POINT),
    ];
    rows.extend(sheets.iter().map(|(name, sheet)| (*name, sheet.length, sheet.most)));
    let mut text = String::from("──── How full ────\n\n");
    for (name, length, most) in rows {
        let _ = writeln!(text, "{name:<30} {length:>5} of {most:>5}");
    }
    text
}
