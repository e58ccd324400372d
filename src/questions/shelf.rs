//! The packs side by side: which file is what, and what must be unique over all of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::check::{BANK, is_slug, nearest, slug};
use super::fault::Notes;
use super::{MANIFEST, pack, question, skeleton, translation};
use crate::domain::{Language, Pack, Question, QuestionId, Resource, ResourceStatus};

/// A name that some line of some file uses; `file` counts the shelf's notes.
#[derive(Clone, Debug)]
struct Claim {
    name: String,
    file: usize,
    line: Option<usize>,
}

/// What the files of one pack share.
#[derive(Clone, Copy, Debug)]
struct Around<'a> {
    folder: &'a str,
    stems: &'a [String],
    review_months: Option<u32>,
}

/// The packs as they are read, and what they must have in common.
#[derive(Debug)]
pub(super) struct Shelf {
    root: PathBuf,
    today: NaiveDate,
    notes: Vec<Notes>,
    questions: Vec<Claim>,
    resources: Vec<Claim>,
    replacements: Vec<Claim>,
    /// Those whose every line is right.
    readable: Vec<Resource>,
    pointers: Vec<(question::Pointer, usize)>,
}

impl Shelf {
    pub(super) fn new(root: PathBuf, today: NaiveDate) -> Self {
        let (notes, questions, resources, replacements, readable, pointers) = Default::default();
        Self { root, today, notes, questions, resources, replacements, readable, pointers }
    }

    /// Reads a pack from its files; `None` when it cannot be built, which was then noted.
    pub(super) fn pack(&mut self, folder: &str, mut files: BTreeMap<String, Vec<u8>>) -> Option<Pack> {
        let manifest = files.remove(MANIFEST);
        let stems: Vec<String> = files
            .keys()
            .filter_map(|name| stem(name))
            .filter(|stem| is_slug(stem))
            .map(str::to_owned)
            .collect();
        let file = self.open(folder, MANIFEST);
        let notes = &self.notes[file];
        if folder == Pack::OWN {
            let what = format!("`{}` is the pack of a community's own questions", Pack::OWN);
            notes.fault(None, what, "Give the folder another name.");
        }
        let mut read = manifest
            .map_or_else(
                || {
                    notes.fault(None, "the pack has no manifest", "Write one: see README.md in questions/.");
                    None
                },
                |bytes| utf8(notes, bytes),
            )
            .map(|text| pack::read(notes, folder, &text, &stems))
            .unwrap_or_default();
        if stems.is_empty() {
            notes.fault(None, "the pack has no question", "Add one, or remove the pack.");
        }
        let claim = |(name, line)| Claim { name, file, line: Some(line) };
        self.resources.extend(read.resources.drain(..).map(claim));
        self.replacements.extend(read.replacements.drain(..).map(claim));

        self.readable.extend(read.pack.iter().flat_map(|pack| pack.resources.clone()));
        let around = Around { folder, stems: &stems, review_months: read.review_months };
        let (translations, files): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(name, _)| translated(name).is_some());
        let mut questions = BTreeMap::new();
        for (name, bytes) in files {
            if let Some(question) = self.file(&around, &name, bytes) {
                questions.insert(question.id.as_str().to_owned(), question);
            }
        }
        for (name, bytes) in translations {
            self.translation(&around, &name, bytes, &mut questions);
        }
        let mut pack = read.pack?;
        pack.questions = read.order.iter().filter_map(|id| questions.remove(id)).collect();
        pack.questions.extend(questions.into_values());
        Some(pack)
    }

    /// Reads one file of a pack, which may be no question at all.
    fn file(&mut self, around: &Around<'_>, name: &str, bytes: Vec<u8>) -> Option<Question> {
        let file = self.open(around.folder, name);
        let notes = &self.notes[file];
        let Some(id) = stem(name) else {
            let what = format!("a pack holds only {MANIFEST} and questions named `<id>.md`");
            notes.fault(None, what, "Move or rename this file.");
            return None;
        };
        slug(notes, None, "the file's name", id);
        let text = utf8(notes, bytes)?;
        if id.starts_with(QuestionId::OWN) {
            let what =
                format!("ids that begin with `{}` are those of communities' own questions", QuestionId::OWN);
            notes.fault(None, what, "Give it another name.");
        }
        skeleton::unwritten(notes, (1..).zip(text.lines()));
        let measure =
            question::Measure { demands: BANK, today: self.today, review_months: around.review_months };
        let read = question::read(notes, id, &text, measure);
        self.questions.push(Claim { name: id.to_owned(), file, line: None });
        let claim = |(name, line)| Claim { name, file, line: Some(line) };
        self.questions.extend(read.aliases.into_iter().map(claim));
        self.pointers.extend(read.resources.into_iter().map(|pointer| (pointer, file)));
        read.question
    }

    /// Reads a question's translation and hands it to its question.
    fn translation(
        &mut self,
        around: &Around<'_>,
        name: &str,
        bytes: Vec<u8>,
        questions: &mut BTreeMap<String, Question>,
    ) {
        let file = self.open(around.folder, name);
        let notes = &self.notes[file];
        let Some((id, language)) = translated(name) else { return };
        if !around.stems.iter().any(|stem| stem == id) {
            let what = format!("this translates `{id}`, which is not in the pack");
            notes.fault(None, what, "Rename or remove it.");
            return;
        }
        // One in a language that nobody can choose yet is kept for the day on which they can.
        let Some(language) = Language::ALL.into_iter().find(|known| known.code() == language) else { return };
        let read = utf8(notes, bytes).and_then(|text| translation::read(notes, id, language, &text));
        // A question that cannot be read is told of by itself.
        let Some((translation, question)) = read.zip(questions.get_mut(id)) else { return };
        if let Some(told) = translation.of(notes, question) {
            question.translations.push((language, told));
        }
    }

    fn open(&mut self, folder: &str, name: &str) -> usize {
        self.notes.push(Notes::new(self.root.join(folder).join(name)));
        self.notes.len() - 1
    }

    /// Checks what only all packs together can show, and gives everything that was noted.
    pub(super) fn finish(self) -> Vec<Notes> {
        self.unique(&self.questions, "question", "An id is for ever: give the newer one another name.");
        let known = self.unique(&self.resources, "resource", "Keep one of the two, or rename one.");
        let names: Vec<&str> = known.keys().copied().collect();
        for claim in self.replacements.iter().filter(|claim| !known.contains_key(claim.name.as_str())) {
            let what = format!("`replaced_by` names `{}`, which is no resource", claim.name);
            self.notes[claim.file].fault(claim.line, what, nearest(&claim.name, &names));
        }
        for (at, (pointer, file)) in self.pointers.iter().enumerate() {
            let again = self.pointers[..at].iter().any(|(other, of)| of == file && other.id == pointer.id);
            self.points(&self.notes[*file], pointer, again, &names);
        }
        self.notes
    }

    /// Notes a question's resource that is not there, is shown already, or would lead the reader astray.
    fn points(&self, notes: &Notes, pointer: &question::Pointer, again: bool, known: &[&str]) {
        let id = &pointer.id;
        if again {
            notes.fault(pointer.line, format!("`resources` names `{id}` twice"), "Remove one.");
            return;
        }
        if !known.contains(&id.as_str()) {
            let what = format!("`resources` names `{id}`, which no pack has");
            notes.fault(pointer.line, what, nearest(id, known));
            return;
        }
        let Some(resource) = self.readable.iter().find(|resource| resource.id == *id) else { return };
        if pointer.links.contains(&resource.url) {
            let what = format!("`resources` names `{id}`, whose address is among the links already");
            notes.fault(pointer.line, what, "Remove one of the two.");
        }
        let ResourceStatus::Retired(instead) = &resource.status else { return };
        if !pointer.history {
            let what = format!("`resources` names `{id}`, which is retired");
            let mend = match instead.as_slice() {
                [] => "Remove it.".to_owned(),
                instead => format!("Name what replaces it: {}.", instead.join(", ")),
            };
            notes.fault(pointer.line, what, mend);
        }
    }

    /// Notes each name that is used again; gives the first use of each.
    fn unique<'a>(&self, claims: &'a [Claim], sort: &str, mend: &str) -> BTreeMap<&'a str, &'a Claim> {
        let mut first: BTreeMap<&str, &Claim> = BTreeMap::new();
        // A file is its id, so an alias that says the same is the one to go.
        let (files, lines): (Vec<&Claim>, Vec<&Claim>) =
            claims.iter().partition(|claim| claim.line.is_none());
        for claim in files.into_iter().chain(lines) {
            let Some(taken) = first.get(claim.name.as_str()) else {
                first.insert(&claim.name, claim);
                continue;
            };
            let place = taken.line.map_or_else(String::new, |line| format!(":{line}"));
            let place = format!("{}{place}", self.notes[taken.file].file().display());
            let what = format!("the {sort} id `{}` is already taken by {place}", claim.name);
            self.notes[claim.file].fault(claim.line, what, mend);
        }
        first
    }
}

/// The id in a question's file name; `None` for every other name.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".md").filter(|stem| !stem.contains('.'))
}

/// The question's id and the language in a translation's file name, `<id>.<language>.md`.
fn translated(name: &str) -> Option<(&str, &str)> {
    name.strip_suffix(".md")?.split_once('.').filter(|(_, language)| is_language(language))
}

/// Whether a text is a language, as in `fr` and `pt-BR`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let main = parts.next().unwrap_or_default();
    (2..=3).contains(&main.len())
        && main.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn utf8(notes: &Notes, bytes: Vec<u8>) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count();
            notes.fault(line, "the file is not UTF-8 text", "Save it as UTF-8.");
            None
        }
    }
}
