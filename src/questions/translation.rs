//! A question in another language: `<id>.<language>.md` beside it, with the same sections and only what differs in front.
//!
//! One that is older than its question is not used: whoever reads it would prepare for points that are no longer asked
//! for, while English says what is true now.

use super::body::{self, Body};
use super::check::BANK;
use super::fault::Notes;
use super::fields::{Fields, Source, Text};
use super::keys;
use super::markdown::split;
use super::practice;
use super::question::own_id;
use crate::domain::{Language, Practice, Premise, Question};

/// What a translation's file gave.
#[derive(Debug)]
pub(super) struct Translation {
    title: Text,
    revision: i64,
    revision_line: usize,
    note: Option<String>,
    practice: Option<Practice>,
    body: Body,
}

/// Reads the translation of the question with this id.
pub(super) fn read(notes: &Notes, id: &str, language: Language, text: &str) -> Option<Translation> {
    let parts = split(notes, text)?;
    let source = Source::new(notes, parts.front, 2);
    let front = source
        .parse()
        .and_then(|table| front(notes, id, &mut Fields::new(source, &table, keys::TRANSLATION)));
    let body = body::read(notes, &parts.body, &BANK, language);
    let (title, (revision, revision_line), note, practice) = front?;
    Some(Translation { title, revision, revision_line, note, practice, body: body? })
}

type Front = (Text, (i64, usize), Option<String>, Option<Practice>);

fn front(notes: &Notes, id: &str, fields: &mut Fields<'_>) -> Option<Front> {
    own_id(notes, fields.text("id"), id);
    let (title, note) = (fields.text("title"), fields.text("premise_note"));
    let (revision, line) = (fields.number("revision"), fields.line_of("revision"));
    Some((title?, (revision?, line), note.map(|note| note.text), practice::read(fields)))
}

impl Translation {
    /// The question as this tells it; `None`, which is then noted, when it tells another revision of it.
    pub(super) fn of(self, notes: &Notes, question: &Question) -> Option<Question> {
        let line = self.revision_line;
        let (own, theirs) = (self.revision, question.revision);
        if own > theirs {
            let what = format!("`revision` is {own}, but the question's is {theirs}");
            notes.fault(line, what, format!("Write {theirs}, or raise the question's."));
            return None;
        }
        if own < theirs {
            let what =
                format!("it translates revision {own}, and the question is at {theirs}: it is not used");
            notes.warn(line, what, "Bring it up to date, then raise its `revision`.");
            return None;
        }
        let body = self.body;
        let (points, wanted) = (body.must.len(), question.must.len());
        if points != wanted {
            let what = format!("it has {points} [must] points, and the question {wanted}: it is not used");
            notes.warn(None, what, "Give it the same points.");
            return None;
        }
        Some(body.onto(Question {
            title: self.title.text,
            premise: premise(notes, &question.premise, self.note),
            practice: practice::told(notes, question.practice.as_ref(), self.practice),
            ..question.clone()
        }))
    }
}

fn premise(notes: &Notes, of: &Premise, note: Option<String>) -> Premise {
    match (of, note) {
        (Premise::Current, Some(_)) => {
            notes.warn(None, "nobody sees `premise_note`: the question has none", "Remove it.");
            Premise::Current
        }
        (Premise::Current, None) => Premise::Current,
        (Premise::Dated(_), Some(note)) => Premise::Dated(note),
        (Premise::Retired(_), Some(note)) => Premise::Retired(note),
        (Premise::Dated(_) | Premise::Retired(_), None) => {
            notes.warn(
                None,
                "the question's `premise_note` is shown in English",
                "Add it in front, translated.",
            );
            of.clone()
        }
    }
}
