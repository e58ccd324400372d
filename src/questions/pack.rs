//! A pack's manifest: its name, the order of its questions, its credits and its resources.

use super::check::{nearest, slug};
use super::fault::Notes;
use super::fields::{Fields, Source, Text};
use super::keys::{self, LEVELS, RESOURCE_KINDS, STANDINGS, Standing};
use super::question::own_id;
use crate::domain::{Pack, Resource, ResourceStatus};

/// What a manifest gave.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The pack without its questions, unless something it needs is missing.
    pub(super) pack: Option<Pack>,
    /// The ids of its questions in the order they are asked; the others follow.
    pub(super) order: Vec<String>,
    /// Months between two looks at a question's facts.
    pub(super) review_months: Option<u32>,
    /// The ids of its resources and their lines.
    pub(super) resources: Vec<(String, usize)>,
    /// The ids of resources that replace others, and their lines.
    pub(super) replacements: Vec<(String, usize)>,
}

/// Reads the manifest of the pack in `folder`, which has questions with these ids.
pub(super) fn read(notes: &Notes, folder: &str, text: &str, questions: &[String]) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source::new(notes, text, 1);
    let mut read = Read::default();
    let Some(table) = source.parse() else { return read };
    let mut fields = Fields::new(source, &table, keys::PACK);
    slug(notes, None, "the folder's name", folder);
    own_id(notes, fields.text("id"), folder);
    let (title, summary) = (fields.text("title"), fields.text("summary"));
    read.order = order(notes, fields.texts("order"), questions);
    read.review_months = fields.number("default_review_months");
    let resources = fields.tables("resources");
    let resources =
        resources.into_iter().filter_map(|mut fields| resource(notes, &mut fields, &mut read)).collect();
    read.pack = title.zip(summary).map(|(title, summary)| Pack {
        id: folder.to_owned(),
        title: title.text,
        summary: summary.text,
        week: week(folder),
        questions: Vec::new(),
        resources,
    });
    read
}

/// The week in a pack's id: 8 in `w08-containers`.
fn week(id: &str) -> Option<u32> {
    let digits = id.strip_prefix('w')?.split('-').next()?;
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

fn order(notes: &Notes, order: Vec<Text>, questions: &[String]) -> Vec<String> {
    let known: Vec<&str> = questions.iter().map(String::as_str).collect();
    let mut listed: Vec<String> = Vec::new();
    for Text { text, line } in order {
        if !known.contains(&text.as_str()) {
            notes.fault(line, format!("`order` names `{text}`, which has no file"), nearest(&text, &known));
        } else if listed.contains(&text) {
            notes.fault(line, format!("`order` names `{text}` twice"), "Remove one.");
        } else {
            listed.push(text);
        }
    }
    listed
}

fn resource(notes: &Notes, fields: &mut Fields<'_>, read: &mut Read) -> Option<Resource> {
    let id = fields.text("id");
    read.resources.extend(id.iter().map(|id| (id.text.clone(), id.line)));
    let (title, url) = (fields.text("title"), fields.text("url"));
    let (good_for, note) = (fields.text("good_for"), fields.text("note"));
    let (kind, level) = (fields.one_of("kind", &RESOURCE_KINDS), fields.one_of("level", &LEVELS));
    let topics = fields.texts("topics");
    let own = id.as_ref().map(|id| id.text.as_str());
    let replaced_by = replaced_by(notes, fields, own);
    read.replacements.extend(replaced_by.iter().map(|id| (id.text.clone(), id.line)));
    let status = status(notes, fields, note.is_some(), replaced_by);
    let checked = fields.date("checked");
    Some(Resource {
        id: id?.text,
        title: title?.text,
        url: url?.text,
        good_for: good_for?.text,
        kind: kind?,
        level: level?,
        topics: topics.into_iter().map(|topic| topic.text).collect(),
        status: status?,
        checked: checked?,
    })
}

fn replaced_by(notes: &Notes, fields: &mut Fields<'_>, own: Option<&str>) -> Vec<Text> {
    let ids = fields.texts("replaced_by");
    for id in ids.iter().filter(|id| own == Some(id.text.as_str())) {
        notes.fault(id.line, format!("the resource `{}` replaces itself", id.text), "Name another, or none.");
    }
    ids
}

fn status(
    notes: &Notes,
    fields: &mut Fields<'_>,
    noted: bool,
    replaced_by: Vec<Text>,
) -> Option<ResourceStatus> {
    let standing = fields.one_of("status", &STANDINGS)?;
    let line = fields.line_of("status");
    match standing {
        Standing::Current if !replaced_by.is_empty() => {
            let mend = "Write `status = \"retired\"`, or empty `replaced_by`.";
            notes.fault(line, "a current resource is replaced by nothing", mend);
            Some(ResourceStatus::Current)
        }
        Standing::Current => Some(ResourceStatus::Current),
        Standing::Unknown => {
            Some(ResourceStatus::Unknown(replaced_by.into_iter().map(|id| id.text).collect()))
        }
        Standing::Retired if replaced_by.is_empty() && !noted => {
            let mend = "Name what to use instead in `replaced_by`, or say in a `note` why there is nothing.";
            notes.fault(line, "a retired resource says nothing of what replaces it", mend);
            None
        }
        Standing::Retired => {
            Some(ResourceStatus::Retired(replaced_by.into_iter().map(|id| id.text).collect()))
        }
    }
}
