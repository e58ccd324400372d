//! One question: front matter and sections, with every rule of an open question.

use chrono::{Months, NaiveDate};

use super::body;
use super::check::{Demands, https_host, is_official};
use super::fault::Notes;
use super::fields::{Fields, Source, Text};
use super::keys::{self, KINDS, LINK_KINDS, PREMISES, STATUSES};
use super::markdown::split;
use super::practice;
use crate::domain::{Language, Link, LinkKind, Premise, Question};

/// What a question is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// How much of it there must be.
    pub(super) demands: Demands,
    /// The day it is.
    pub(super) today: NaiveDate,
    /// The pack's time between two looks, for a question without `review_by`.
    pub(super) review_months: Option<u32>,
}

/// What a file gave.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The question, unless something it needs is missing.
    pub(super) question: Option<Question>,
    /// Its old ids and their lines.
    pub(super) aliases: Vec<(String, usize)>,
    /// Who wrote it.
    pub(super) authors: Vec<String>,
    /// The resources it points at.
    pub(super) resources: Vec<Pointer>,
}

/// A resource that a question points at.
#[derive(Clone, Debug)]
pub(super) struct Pointer {
    pub(super) id: String,
    pub(super) line: usize,
    /// Whether the question is about something that is gone, so that a retired resource has its reason.
    pub(super) history: bool,
    /// The addresses that the question's links show already.
    pub(super) links: Vec<String>,
}

/// Reads one question's file.
pub(super) fn read(notes: &Notes, id: &str, text: &str, measure: Measure) -> Read {
    let Some(parts) = split(notes, text) else { return Read::default() };
    let source = Source::new(notes, parts.front, 2);
    let (mut aliases, mut authors, mut resources) = (Vec::new(), Vec::new(), Vec::new());
    let front = source.parse().and_then(|table| {
        let mut fields = Fields::new(source, &table, keys::QUESTION);
        let mut front = front(notes, id, &mut fields, measure);
        resources = fields.texts("resources");
        if let Some(front) = &mut front {
            front.resources = resources.iter().map(|resource| resource.text.clone()).collect();
        }
        authors = fields.texts("authors").into_iter().map(|author| author.text).collect();
        aliases = fields.texts("aliases").into_iter().map(|alias| (alias.text, alias.line)).collect();
        front
    });
    let body = body::read(notes, &parts.body, &measure.demands, Language::English);
    let question = front.zip(body).map(|(front, body)| body.onto(front));
    let resources = resources.into_iter().map(|id| pointer(id, question.as_ref())).collect();
    Read { question, aliases, authors, resources }
}

fn pointer(id: Text, question: Option<&Question>) -> Pointer {
    Pointer {
        id: id.text,
        line: id.line,
        history: question.is_none_or(|question| matches!(question.premise, Premise::Retired(_))),
        links: question.map(|it| it.links.iter().map(|link| link.url.clone()).collect()).unwrap_or_default(),
    }
}

/// The question as its front matter has it, without its sections.
fn front(notes: &Notes, id: &str, fields: &mut Fields<'_>, measure: Measure) -> Option<Question> {
    own_id(notes, fields.text("id"), id);
    let title = fields.text("title");
    let kind = fields.one_of("kind", &KINDS);
    let status = fields.one_of("status", &STATUSES);
    let (difficulty, minutes) = (fields.number("difficulty"), fields.number("minutes"));
    let (topic, tags) = (fields.text("topic"), fields.texts("tags"));
    let revision = fields.number("revision");
    let (facts_as_of, review_by) = review(notes, fields, measure);
    let premise = premise(notes, fields);
    let links = links(notes, fields, measure.demands.official_link);
    let (shows, practice) = (practice::places(notes, fields), practice::read(fields));
    Some(Question {
        id: id.into(),
        title: title?.text,
        kind: kind?,
        status: status?,
        difficulty: difficulty?,
        topic: topic?.text,
        tags: tags.into_iter().map(|tag| tag.text).collect(),
        minutes: minutes?,
        revision: revision?,
        facts_as_of: facts_as_of?,
        review_by: review_by?,
        premise: premise?,
        links,
        resources: Vec::new(),
        shows,
        practice,
        scenario: String::new(),
        hints: Vec::new(),
        must: Vec::new(),
        plus: Vec::new(),
        wrong: Vec::new(),
        changed: Vec::new(),
        follow_up: String::new(),
        translations: Vec::new(),
    })
}

/// Notes an `id` that is not the file's, or the folder's, name.
pub(super) fn own_id(notes: &Notes, id: Option<Text>, name: &str) {
    if let Some(id) = id.filter(|id| id.text != name) {
        let what = format!("`id` is `{}`, but its file or folder is named `{name}`", id.text);
        notes.fault(id.line, what, format!("Write `id = \"{name}\"`, or rename back."));
    }
}

/// The day the facts were checked, and the day they should be again.
fn review(
    notes: &Notes,
    fields: &mut Fields<'_>,
    measure: Measure,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let facts = fields.date("facts_as_of");
    let usual = measure.review_months.and_then(|months| facts?.checked_add_months(Months::new(months)));
    if usual.is_none() {
        fields.require("review_by");
    }
    let review = fields.date("review_by").or(usual);
    let (Some(first), Some(by)) = (facts, review) else { return (facts, review) };
    let line = fields.line_of("review_by");
    let latest = first.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
    if by < first {
        notes.fault(
            line,
            format!("`review_by` {by} lies before `facts_as_of` {first}"),
            "Correct one of the two.",
        );
    } else if by > latest {
        let what = format!("`review_by` {by} is more than twelve months after `facts_as_of` {first}");
        notes.fault(line, what, format!("{latest} is the latest."));
    } else if by < measure.today {
        let mend = "Check them again, then move `facts_as_of` and `review_by`.";
        notes.warn(line, format!("the facts were due for another look by {by}"), mend);
    }
    (facts, review)
}

fn premise(notes: &Notes, fields: &mut Fields<'_>) -> Option<Premise> {
    match (fields.one_of("premise", &PREMISES)?, fields.text("premise_note")) {
        (None, None) => Some(Premise::Current),
        (None, Some(note)) => {
            let mend = "Write `premise = \"dated\"`, or move the note to `## What changed`.";
            notes.warn(note.line, "nobody sees `premise_note` while `premise` is `current`", mend);
            Some(Premise::Current)
        }
        (Some(premise), note) => Some(premise(note?.text)),
    }
}

fn links(notes: &Notes, fields: &mut Fields<'_>, must_be_official: bool) -> Vec<Link> {
    let mut links = Vec::new();
    let mut official = !must_be_official;
    for mut fields in fields.tables("links") {
        let (title, url) = (fields.text("title"), fields.text("url"));
        let kind = fields.one_of("kind", &LINK_KINDS);
        // A link that is wrong was noted: that it may have been the official one must not be noted as well.
        let Some(((title, url), kind)) = title.zip(url).zip(kind) else {
            official = true;
            continue;
        };
        official |= kind == LinkKind::Official && https_host(&url.text).is_some_and(is_official);
        links.push(Link { title: title.text, url: url.text, kind });
    }
    if !official {
        let what = "no link of kind `official` leads to a known official site";
        notes.fault(fields.line, what, "Add one to the documentation of those who make the thing.");
    }
    links
}
