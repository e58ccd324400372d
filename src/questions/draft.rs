//! A question as a form or a sheet gives it, not read yet: written down in the format of the questions' files, which is
//! then read by the one reader there is.

use std::fmt::Write;

use chrono::{Months, NaiveDate};

use super::markdown::{closed, unflowed};
use crate::domain::{Link, LinkKind, Premise, Question, QuestionId, QuestionKind, QuestionStatus};

/// What a question may say, as typed. What is empty was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Begins with [`QuestionId::OWN`].
    pub id: String,
    /// At most 90 characters.
    pub title: String,
    /// `draft`, `ready` or `retired`.
    pub status: String,
    /// From 1 to 5.
    pub difficulty: String,
    /// A slug.
    pub topic: String,
    /// More slugs.
    pub tags: Vec<String>,
    /// How long a good answer takes.
    pub minutes: String,
    /// From 1.
    pub revision: String,
    /// A date.
    pub facts_as_of: String,
    /// A date.
    pub review_by: String,
    /// `current`, `dated` or `retired`.
    pub premise: String,
    /// What no longer holds.
    pub premise_note: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The ids of resources of the bank.
    pub resources: Vec<String>,
    /// Where to read more: title, address, and `official`, `practice` or `background`.
    pub links: Vec<[String; 3]>,
    /// Markdown.
    pub scenario: String,
    /// In the order in which they are given.
    pub hints: Vec<String>,
    /// What an answer must cover.
    pub must: Vec<String>,
    /// What makes it better.
    pub plus: Vec<String>,
    /// What people often get wrong.
    pub wrong: Vec<String>,
    /// What is different now.
    pub changed: Vec<String>,
    /// A question to go on with.
    pub follow_up: String,
}

impl Draft {
    /// Puts in what was not given and has a sensible guess.
    #[must_use]
    pub fn completed(mut self, today: NaiveDate) -> Self {
        let review = today.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        if self.id.is_empty() {
            self.id = own_id(&self.title);
        }
        if self.review_by.is_empty() && self.facts_as_of.parse::<NaiveDate>().is_err() {
            self.review_by = review.to_string();
        }
        let today = today.to_string();
        for (field, guess) in [
            (&mut self.status, "ready"),
            (&mut self.difficulty, "3"),
            (&mut self.topic, "our-own"),
            (&mut self.minutes, "10"),
            (&mut self.revision, "1"),
            (&mut self.facts_as_of, today.as_str()),
            (&mut self.premise, "current"),
        ] {
            if field.is_empty() {
                guess.clone_into(field);
            }
        }
        self
    }

    /// The question in the format of the questions' files.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::from("+++\n");
        let lines = [
            ("id", quoted(&self.id)),
            ("title", quoted(&self.title)),
            ("kind", quoted("open")),
            ("status", quoted(&self.status)),
            ("difficulty", bare(&self.difficulty)),
            ("topic", quoted(&self.topic)),
            ("tags", list(&self.tags)),
            ("minutes", bare(&self.minutes)),
            ("revision", bare(&self.revision)),
            ("facts_as_of", bare(&self.facts_as_of)),
            ("review_by", bare(&self.review_by)),
            ("premise", quoted(&self.premise)),
            ("premise_note", quoted(&self.premise_note)),
            ("authors", list(&self.authors)),
            ("resources", list(&self.resources)),
        ];
        for (key, value) in lines.iter().filter(|(_, value)| !["\"\"", "[]"].contains(&value.as_str())) {
            let _ = writeln!(text, "{key} = {value}");
        }
        for [title, url, kind] in &self.links {
            let (title, url, kind) = (quoted(title), quoted(url), quoted(kind));
            let _ = write!(text, "\n[[links]]\ntitle = {title}\nurl = {url}\nkind = {kind}\n");
        }
        text.push_str("+++\n");
        let marked = |mark: &str, points: &[String]| -> Vec<String> {
            points.iter().map(|point| item(&format!("- {mark}"), 2, point)).collect()
        };
        let hints = (1..).zip(&self.hints).map(|(n, hint)| item(&format!("{n}. "), 3, hint)).collect();
        let points = [marked("[must] ", &self.must), marked("[plus] ", &self.plus)].concat();
        section(&mut text, "Scenario", &[prose(&self.scenario)]);
        section(&mut text, "Hints", &Vec::from_iter::<Vec<String>>(hints));
        section(&mut text, "Strong answer", &points);
        section(&mut text, "Common wrong answers", &marked("", &self.wrong));
        section(&mut text, "What changed", &marked("", &self.changed));
        section(&mut text, "Follow-up", &[prose(&self.follow_up)]);
        text
    }
}

impl From<&Question> for Draft {
    fn from(question: &Question) -> Self {
        let QuestionKind::Open = question.kind;
        let (premise, premise_note) = match &question.premise {
            Premise::Current => ("current", ""),
            Premise::Dated(note) => ("dated", note.as_str()),
            Premise::Retired(note) => ("retired", note.as_str()),
        };
        let status = match question.status {
            QuestionStatus::Draft => "draft",
            QuestionStatus::Ready => "ready",
            QuestionStatus::Retired => "retired",
        };
        Self {
            id: question.id.as_str().to_owned(),
            title: question.title.clone(),
            status: status.to_owned(),
            difficulty: question.difficulty.to_string(),
            topic: question.topic.clone(),
            tags: question.tags.clone(),
            minutes: question.minutes.to_string(),
            revision: question.revision.to_string(),
            facts_as_of: question.facts_as_of.to_string(),
            review_by: question.review_by.to_string(),
            premise: premise.to_owned(),
            premise_note: premise_note.to_owned(),
            authors: Vec::new(),
            resources: question.resources.clone(),
            links: question.links.iter().map(link).collect(),
            scenario: question.scenario.clone(),
            hints: question.hints.clone(),
            must: question.must.clone(),
            plus: question.plus.clone(),
            wrong: question.wrong.clone(),
            changed: question.changed.clone(),
            follow_up: question.follow_up.clone(),
        }
    }
}

fn link(link: &Link) -> [String; 3] {
    let kind = match link.kind {
        LinkKind::Official => "official",
        LinkKind::Practice => "practice",
        LinkKind::Background => "background",
    };
    [link.title.clone(), link.url.clone(), kind.to_owned()]
}

/// An id for a question of this title.
#[must_use]
pub fn own_id(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        match plain(letter) {
            letter @ ('a'..='z' | '0'..='9') => slug.push(letter),
            '\'' | '’' => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 50 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.is_empty() {
        // A title without a Latin letter still has one id for ever: FNV-1a, written out.
        true => {
            let hash = title
                .bytes()
                .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            format!("{}{hash:08x}", QuestionId::OWN)
        }
        false => format!("{}{slug}", QuestionId::OWN),
    }
}

/// A letter without its accent, of those that are common.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        letter => letter,
    }
}

/// A section, unless it has nothing in it.
fn section(text: &mut String, heading: &str, blocks: &[String]) {
    if blocks.iter().all(String::is_empty) {
        return;
    }
    let _ = write!(text, "\n## {heading}\n\n");
    for block in blocks {
        text.push_str(block);
        text.push('\n');
    }
}

/// Prose, in which a heading of ours is no heading and every block of code has its end.
fn prose(text: &str) -> String {
    unflowed(&closed(text))
}

/// An item of a list. What follows its first line is indented, and so goes on with it.
fn item(mark: &str, depth: usize, text: &str) -> String {
    let mut lines = text.trim().lines();
    let mut item = format!("{mark}{}", lines.next().unwrap_or_default());
    for line in lines {
        let indent = if line.is_empty() { 0 } else { depth };
        let _ = write!(item, "\n{:indent$}{line}", "");
    }
    item
}

/// A number or a date as it is; anything else as text, which the reader then finds at fault.
fn bare(value: &str) -> String {
    let is_number = !value.is_empty() && value.len() < 10 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = || value.len() == 10 && value.parse::<NaiveDate>().is_ok();
    if is_number && (value == "0" || !value.starts_with('0')) || is_date() {
        return value.to_owned();
    }
    quoted(value)
}

/// Text in TOML's quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}
