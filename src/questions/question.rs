//! One question: front matter and sections, with every rule of an open question.

use chrono::{Months, NaiveDate};

use super::body;
use super::check::{Demands, https_host, is_official, slug, within};
use super::fault::Notes;
use super::fields::{Fields, Source, Text};
use super::markdown::split;
use crate::domain::{Language, Link, LinkKind, Premise, Question, QuestionKind, QuestionStatus};

/// The longest title, since it is also the name of a thread.
pub(crate) const LONGEST_TITLE: usize = 90;
const MOST_RESOURCES: usize = 3;
/// The longest remark that goes with a question or a resource.
pub(super) const LONGEST_NOTE: usize = 200;

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
        let mut fields = Fields::new(source, &table);
        let mut front = front(notes, id, &mut fields, measure);
        resources = named_resources(notes, &mut fields);
        if let Some(front) = &mut front {
            front.resources = resources.iter().map(|resource| resource.text.clone()).collect();
        }
        authors = fields.texts("authors").into_iter().map(|author| author.text).collect();
        aliases = fields.texts("aliases").into_iter().map(|alias| (alias.text, alias.line)).collect();
        fields.finish();
        front
    });
    let body = body::read(notes, &parts.body, &measure.demands, Language::English);
    for (alias, line) in &aliases {
        slug(notes, Some(*line), "the alias", alias);
    }
    let question = front.zip(body).map(|(front, body)| Question {
        scenario: body.scenario,
        hints: body.hints,
        must: body.must,
        plus: body.plus,
        wrong: body.wrong,
        changed: body.changed,
        follow_up: body.follow_up,
        ..front
    });
    let resources = resources.into_iter().map(|id| pointer(id, question.as_ref())).collect();
    Read { question, aliases, authors, resources }
}

/// The resources that the answer points at; which of them there are, only all packs together can tell.
fn named_resources(notes: &Notes, fields: &mut Fields<'_>) -> Vec<Text> {
    let resources = fields.texts("resources");
    if resources.len() > MOST_RESOURCES {
        let what = format!("`resources` names {}; at most {MOST_RESOURCES} are allowed", resources.len());
        notes.fault(fields.line_of("resources"), what, "Keep those that fit best.");
    }
    resources
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
    if let Some(title) = &title {
        within(notes, title.line, "the title", &title.text, LONGEST_TITLE);
    }
    let kind = kind(notes, fields.text("kind"));
    let status = fields.one_of(
        "status",
        &[
            ("draft", QuestionStatus::Draft),
            ("ready", QuestionStatus::Ready),
            ("retired", QuestionStatus::Retired),
        ],
    );
    let difficulty = fields.number("difficulty", 1..=5).and_then(|number| u8::try_from(number).ok());
    let topic = fields.text("topic");
    let tags = fields.texts("tags");
    for tag in topic.iter().chain(&tags) {
        slug(notes, Some(tag.line), "the topic or tag", &tag.text);
    }
    let minutes = fields.number("minutes", 1..=120).and_then(|number| u32::try_from(number).ok());
    let revision = fields.number("revision", 1..=1_000_000);
    let (facts_as_of, review_by) = review(notes, fields, measure);
    let premise = premise(notes, fields);
    // Where a question comes from, who wrote it and where this repository does it: for people and for later.
    let _ = (fields.optional_text("inspired_by"), fields.texts("shows"));
    let links = links(notes, fields, measure.demands.official_link);
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

fn kind(notes: &Notes, kind: Option<Text>) -> Option<QuestionKind> {
    let kind = kind?;
    let mend = "Write `kind = \"open\"`.";
    match kind.text.as_str() {
        "open" => return Some(QuestionKind::Open),
        "choice" | "boolean" | "numeric" => {
            let what = format!("`kind` is `{}`; only open questions are supported for now", kind.text);
            notes.fault(kind.line, what, mend);
        }
        other => notes.fault(kind.line, format!("`kind` is `{other}`, which is unknown"), mend),
    }
    None
}

/// The day the facts were checked, and the day they should be again.
fn review(
    notes: &Notes,
    fields: &mut Fields<'_>,
    measure: Measure,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let facts = fields.date("facts_as_of");
    let usual = measure.review_months.and_then(|months| facts?.checked_add_months(Months::new(months)));
    let review = match usual {
        Some(usual) => fields.optional_date("review_by").or(Some(usual)),
        None => fields.date("review_by"),
    };
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
    #[derive(Clone, Copy)]
    enum Word {
        Current,
        Dated,
        Retired,
    }
    let words = [("current", Word::Current), ("dated", Word::Dated), ("retired", Word::Retired)];
    let word = fields.one_of("premise", &words);
    let note = fields.optional_text("premise_note");
    if let Some(note) = &note {
        within(notes, note.line, "`premise_note`", &note.text, LONGEST_NOTE);
    }
    let line = fields.line_of("premise");
    match (word?, note) {
        (Word::Current, None) => Some(Premise::Current),
        (Word::Current, Some(note)) => {
            let mend = "Write `premise = \"dated\"`, or move the note to `## What changed`.";
            notes.warn(note.line, "nobody sees `premise_note` while `premise` is `current`", mend);
            Some(Premise::Current)
        }
        (Word::Dated, Some(note)) => Some(Premise::Dated(note.text)),
        (Word::Retired, Some(note)) => Some(Premise::Retired(note.text)),
        (Word::Dated | Word::Retired, None) => {
            let mend = "Add one that says what no longer holds, or write `premise = \"current\"`.";
            notes.fault(line, "a premise that is not current needs a `premise_note`", mend);
            None
        }
    }
}

fn links(notes: &Notes, fields: &mut Fields<'_>, must_be_official: bool) -> Vec<Link> {
    let kinds = [
        ("official", LinkKind::Official),
        ("practice", LinkKind::Practice),
        ("background", LinkKind::Background),
    ];
    let mut links = Vec::new();
    let mut official = !must_be_official;
    for mut fields in fields.tables("links") {
        let title = fields.text("title");
        let url = fields.text("url").filter(|url| is_address(notes, url));
        let kind = fields.one_of("kind", &kinds);
        fields.finish();
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

/// Whether a text is an https address; noted when it is not.
pub(super) fn is_address(notes: &Notes, url: &Text) -> bool {
    let good = https_host(&url.text).is_some();
    if !good {
        let what = format!("`{}` is not an https address", url.text);
        notes.fault(url.line, what, "Write it in full, as in `https://docs.docker.com/build/`.");
    }
    good
}
