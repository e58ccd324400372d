//! A community's own question, read from a text: the format of the questions' files, of which less must be there.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::check::OWN;
use super::draft::Draft;
use super::fault::{Faults, Notes};
use super::question::{self, Measure};
use crate::domain::{Question, QuestionId};

/// Reads the text of a community's own question.
///
/// # Errors
/// Every fault at once.
pub fn own(id: &QuestionId, text: &str) -> Result<Question, Faults> {
    let notes = Notes::new(PathBuf::from(id.as_str()));
    let read = noted(&notes, id.as_str(), text, NaiveDate::MIN);
    read.question.filter(|_| notes.is_empty()).ok_or_else(|| Faults::of(vec![notes]))
}

/// Reads a draft, and gives it with its text, which reads the same ever after.
///
/// # Errors
/// Every fault at once.
pub fn settled(draft: &Draft) -> Result<(Question, String), Faults> {
    let id = QuestionId(draft.id.clone());
    let question = own(&id, &draft.text())?;
    let text = Draft::from(&question).text();
    // What the first reading joined, such as wrapped lines, the second finds joined.
    Ok((own(&id, &text)?, text))
}

/// Reads a question's text and notes what is wrong with it.
pub(super) fn noted(notes: &Notes, id: &str, text: &str, today: NaiveDate) -> question::Read {
    if !id.starts_with(QuestionId::OWN) {
        let what = format!("the id `{id}` does not begin with `{}`", QuestionId::OWN);
        notes.fault(None, what, format!("Write `{}{id}`: the others are the bank's.", QuestionId::OWN));
    }
    if text.contains('\0') {
        notes.fault(None, "there is a NUL character in it, which no text has", "Remove it.");
    }
    super::check::slug(notes, None, "the id", id);
    let measure = Measure { demands: OWN, today, review_months: Some(12) };
    question::read(notes, id, text, measure)
}
