//! How this bot does what a question asks: what it does, why, what it leaves out, and the places of this repository where
//! that can be read. Whether a place is really there only this repository can say, so a test of it does.

use super::check::anchor;
use super::fault::Notes;
use super::fields::{Fields, Text};
use crate::domain::{Anchor, Practice};

/// The texts; `None` when they are not given, or one of them is missing, which was then noted.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<Practice> {
    let mut fields = fields.table("practice")?;
    let (does, why, leaves_out) = (fields.text("does"), fields.text("why"), fields.text("leaves_out"));
    Some(Practice { does: does?.text, why: why?.text, leaves_out: leaves_out?.text })
}

/// The places.
pub(super) fn places(notes: &Notes, fields: &mut Fields<'_>) -> Vec<Anchor> {
    let shows = fields.texts("shows");
    if let Some(Text { line, .. }) = shows.first().filter(|_| !fields.has("practice")) {
        notes.warn(
            *line,
            "nobody sees `shows`: there is no `[practice]` to go with it",
            "Write it, or remove `shows`.",
        );
    }
    let parts = shows.iter().filter_map(|place| anchor(&place.text));
    parts.map(|(path, text)| Anchor { path: path.to_owned(), text: text.to_owned() }).collect()
}

/// The texts as a translation tells them, or as they were written where it does not.
pub(super) fn told(notes: &Notes, of: Option<&Practice>, own: Option<Practice>) -> Option<Practice> {
    match (of, &own) {
        (None, Some(_)) => notes.warn(None, "nobody sees `[practice]`: the question has none", "Remove it."),
        (Some(_), None) => {
            let mend = "Add it in front, translated.";
            notes.warn(None, "the question's `[practice]` is shown in English", mend);
        }
        (None, None) | (Some(_), Some(_)) => {}
    }
    of.map(|of| own.unwrap_or_else(|| of.clone()))
}
