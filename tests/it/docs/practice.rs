//! How this bot does what its questions ask: told for each, true about places that are there, and printed as a page.

use quotidian::domain::{Anchor, Bank, Pack, Practice, Question};
use quotidian::questions;

use super::{committed, listed, read};

fn bank() -> Bank {
    questions::embedded("2026-11-24".parse().unwrap()).unwrap_or_else(|faults| panic!("{faults}")).bank
}

#[test]
fn every_question_of_ours_tells_how_this_bot_does_it_in_each_of_its_languages() {
    let mut silent = Vec::new();
    for question in bank().packs.iter().flat_map(|pack| &pack.questions) {
        if question.practice.is_none() || question.shows.is_empty() {
            silent.push(format!("{}.md: give it `[practice]` and `shows`", question.id));
        }
        for (language, told) in &question.translations {
            if told.practice == question.practice {
                silent.push(format!("{}.{}.md: translate its `[practice]`", question.id, language.code()));
            }
        }
    }
    assert!(silent.is_empty(), "see questions/WRITING.md on Practice:\n{}", silent.join("\n"));
}

#[test]
fn every_place_that_a_question_shows_is_there() {
    let files = listed(&[]);
    let mut lost = Vec::new();
    for question in bank().packs.iter().flat_map(|pack| &pack.questions) {
        for place in &question.shows {
            let found = if files.contains(&place.path) { lines(place).len() } else { 0 };
            let why = match found {
                1 => continue,
                0 if !files.contains(&place.path) => "git knows no such file; name where that is done now",
                0 => "no line has this text any more; take a piece of the line that does it now",
                _ => "several lines have this text; take a longer piece, which only one has",
            };
            lost.push(format!("{}: shows = \"{}#{}\": {why}", question.id, place.path, place.text));
        }
    }
    assert!(lost.is_empty(), "these places are not what the questions say:\n{}", lost.join("\n"));
}

/// The numbers of the lines that have an anchor's text.
fn lines(place: &Anchor) -> Vec<usize> {
    let text = read(&place.path);
    let numbered = (1..).zip(text.lines());
    numbered.filter(|(_, line)| line.contains(&place.text)).map(|(number, _)| number).collect()
}

#[test]
fn practice_md_is_what_the_questions_say() {
    committed("practice.md", "questions/ and the lines that it shows", &page(&bank()));
}

/// All of it as a page.
fn page(bank: &Bank) -> String {
    let mut page = "# How this bot does it\n\n".to_owned();
    page.push_str("<!-- Made from questions/; a test says how to bring it up to date. -->\n\n");
    page.push_str(
        "Quotidian is built, run and watched the way its questions teach, as far as a bot with one connection needs \
         it. For each question this page says what the bot does, why, what it leaves out on purpose, and where to \
         look. It gives answers away: try the question first.\n",
    );
    for pack in &bank.packs {
        page += &format!("\n## {}\n\n| Question | Topic | Begin at |\n| --- | --- | --- |\n", pack.title);
        for question in &pack.questions {
            let first = question.shows.first().map(|place| link(place, &lines(place))).unwrap_or_default();
            page += &format!("| [{}](#{}) | {} | {first} |\n", question.title, question.id, question.topic);
        }
        for question in &pack.questions {
            page += &entry(pack, question);
        }
    }
    page
}

fn entry(pack: &Pack, question: &Question) -> String {
    let Question { id, title, .. } = question;
    let mut entry = format!("\n<a id=\"{id}\"></a>\n\n### {title}\n\n");
    if let Some(Practice { does, why, leaves_out }) = &question.practice {
        entry += &format!(
            "**What it does.** {does}\n\n**Why.** {why}\n\n**What it leaves out.** {leaves_out}\n\n**Where to look**\n\n"
        );
    }
    for place in &question.shows {
        let at = lines(place);
        let whole = at.first().map(|at| read(&place.path).lines().nth(at - 1).unwrap().trim().to_owned());
        entry += &format!("- {}: {}\n", link(place, &at), code(&whole.unwrap_or_default()));
    }
    entry += &format!("- [the question and its strong answer](../questions/{}/{id}.md)\n", pack.id);
    entry
}

/// A link to the file; of a page, to its section. Lines are told by what stands in them: their numbers change with every
/// edit above, and would have this page changed in every second commit.
fn link(place: &Anchor, at: &[usize]) -> String {
    let path = &place.path;
    let Some(at) = at.first() else { return format!("`{path}`") };
    if !path.ends_with(".md") {
        return format!("[`{path}`](../{path})");
    }
    let heading = super::headings(&above(&read(path), *at)).pop();
    format!("[`{path}`](../{path}#{})", heading.unwrap_or_default())
}

/// The headings above a line of a page, without what only looks like one inside a fence.
fn above(text: &str, at: usize) -> String {
    let mut is_code = false;
    let mut headings = String::new();
    for line in text.lines().take(at) {
        is_code ^= line.trim_start().starts_with("```");
        if !is_code && line.starts_with('#') {
            headings += &format!("{line}\n");
        }
    }
    headings
}

/// A line as code, also when backticks stand in it.
fn code(line: &str) -> String {
    let short: String = match line.chars().count() {
        ..=120 => line.to_owned(),
        _ => line.chars().take(119).chain(['…']).collect(),
    };
    if short.contains('`') { format!("`` {short} ``") } else { format!("`{short}`") }
}
