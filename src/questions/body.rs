//! The sections of an open question, with every rule about them.

use super::check::{Demands, within};
use super::fault::Notes;
use super::markdown::{Item, Line, Marker, Section, sections};
use crate::domain::{Language, Question};

const HEADINGS: [&str; 6] =
    ["Scenario", "Hints", "Strong answer", "Common wrong answers", "What changed", "Follow-up"];

/// The longest scenario, which fits a message with room to breathe.
pub(crate) const LONGEST_SCENARIO: usize = 900;
/// The longest hint.
pub(crate) const LONGEST_HINT: usize = 300;
/// The longest point of a strong answer.
pub(crate) const LONGEST_POINT: usize = 240;
const MOST_HINTS: usize = 3;
const MOST_POINTS: usize = 8;

/// What the sections say.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) scenario: String,
    pub(super) hints: Vec<String>,
    pub(super) must: Vec<String>,
    pub(super) plus: Vec<String>,
    pub(super) wrong: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) follow_up: String,
}

impl Body {
    /// The question with these sections in place of its own.
    pub(super) fn onto(self, question: Question) -> Question {
        let Self { scenario, hints, must, plus, wrong, changed, follow_up } = self;
        Question { scenario, hints, must, plus, wrong, changed, follow_up, ..question }
    }
}

/// Reads the sections; `None` when one is missing that must be there, which was then noted.
pub(super) fn read(notes: &Notes, lines: &[Line<'_>], demands: &Demands, language: Language) -> Option<Body> {
    let needed =
        [true, demands.hints > 0, true, demands.mistakes > 0, demands.changes > 0, demands.follow_up];
    let headings: Vec<(&str, bool)> = HEADINGS.into_iter().zip(needed).collect();
    let mut found = sections(notes, lines, &headings).into_iter();
    let mut next = || found.next().flatten();
    let scenario = next().and_then(|section| {
        let text = section.prose(notes)?;
        within(notes, section.line, "the scenario", &text, LONGEST_SCENARIO);
        Some(text)
    });
    let hints = next().map(|section| hints(notes, &section, demands.hints));
    let points = next().map(|section| points(notes, &section, demands.musts));
    let wrong = next().map(|section| mistakes(notes, &section, demands, language));
    let changed = next().map(|section| {
        let items = section.items(notes, Marker::Bullet);
        at_least(notes, &section, "point", items.len(), demands.changes);
        texts(items)
    });
    let follow_up = next().and_then(|section| section.prose(notes));
    let (must, plus) = points?;
    Some(Body {
        scenario: scenario?,
        hints: hints.or((demands.hints == 0).then(Vec::new))?,
        must,
        plus,
        wrong: wrong.or((demands.mistakes == 0).then(Vec::new))?,
        changed: changed.or((demands.changes == 0).then(Vec::new))?,
        follow_up: follow_up.or((!demands.follow_up).then(String::new))?,
    })
}

fn hints(notes: &Notes, section: &Section<'_>, least: usize) -> Vec<String> {
    let hints = section.items(notes, Marker::Number);
    at_least(notes, section, "hint", hints.len(), least);
    at_most(notes, section, "hints", hints.len(), MOST_HINTS);
    for hint in &hints {
        within(notes, hint.line, "the hint", &hint.text, LONGEST_HINT);
    }
    texts(hints)
}

/// The points of a strong answer: those it must have, and those that are a plus.
fn points(notes: &Notes, section: &Section<'_>, least: usize) -> (Vec<String>, Vec<String>) {
    let items = section.items(notes, Marker::Bullet);
    at_most(notes, section, "points", items.len(), MOST_POINTS);
    let (mut must, mut plus) = (Vec::new(), Vec::new());
    for Item { line, text } in items {
        let (list, text) = if let Some(text) = text.strip_prefix("[must] ") {
            (&mut must, text)
        } else if let Some(text) = text.strip_prefix("[plus] ") {
            (&mut plus, text)
        } else {
            notes.fault(line, "the point has no mark", "Begin it with `- [must] ` or `- [plus] `.");
            continue;
        };
        within(notes, line, "the point", text, LONGEST_POINT);
        list.push(text.trim().to_owned());
    }
    at_least(notes, section, "[must] point", must.len(), least);
    (must, plus)
}

/// What people often get wrong, each with its why not.
fn mistakes(notes: &Notes, section: &Section<'_>, demands: &Demands, language: Language) -> Vec<String> {
    let items = section.items(notes, Marker::Bullet);
    at_least(notes, section, "wrong answer", items.len(), demands.mistakes);
    let (open, close) = quotes(language);
    let is_wrong = |item: &&Item| demands.mistakes_quoted && !is_mistake(&item.text, (open, close));
    for item in items.iter().filter(is_wrong) {
        let mend = format!("Write `- {open}What people say.{close}the reason.`.");
        notes.fault(item.line, "the wrong answer has not its usual shape", mend);
    }
    texts(items)
}

/// What stands before and after what people say.
fn quotes(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => ("**\"", "\"** Why not: "),
        Language::French => ("**« ", " »** Pourquoi c'est faux : "),
    }
}

fn is_mistake(text: &str, (open, close): (&str, &str)) -> bool {
    text.replace('\u{a0}', " ")
        .strip_prefix(open)
        .and_then(|rest| rest.split_once(close))
        .is_some_and(|(said, reason)| !said.trim().is_empty() && !reason.trim().is_empty())
}

fn at_least(notes: &Notes, section: &Section<'_>, name: &str, count: usize, least: usize) {
    if count < least {
        let what = format!("`## {}` has {count} of the {least} or more {name}s it needs", section.heading);
        notes.fault(section.line, what, format!("Add {}.", least - count));
    }
}

fn at_most(notes: &Notes, section: &Section<'_>, names: &str, count: usize, most: usize) {
    if count > most {
        let what = format!("`## {}` has {count} {names}; at most {most} are allowed", section.heading);
        notes.fault(section.line, what, format!("Remove {}.", count - most));
    }
}

fn texts(items: Vec<Item>) -> Vec<String> {
    items.into_iter().map(|item| item.text).collect()
}
