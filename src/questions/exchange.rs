//! A community's own questions as files to edit elsewhere: a sheet, or a folder in the format of the questions' files.
//!
//! Whatever a file holds, a bounded part of it is kept, and every fault that is kept names its file and line.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use chrono::NaiveDate;

use super::draft::Draft;
use super::fault::{Faults, Notes};
use super::{FOR_PEOPLE, MANIFEST, is_hidden, listed, own, sheet};
use crate::domain::{Question, QuestionId};

/// The most questions that a community may have of its own: a question a day for nearly three years.
pub const MOST_QUESTIONS: usize = 1_000;
/// The most that is read at once: as many long questions as a community may have.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// The most that one question's file, or one cell, may hold; a question at all its limits takes half of it.
pub(super) const MOST_CELL: usize = 20_000;
/// So many faults are kept; the others are counted.
const MOST_FAULTS: usize = 1_000;

/// The forms in which questions leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A sheet.
    Csv,
    /// A folder with a file for each.
    Markdown,
}

/// A question that was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// What it says.
    pub question: Question,
    /// Whom the file thanks for it.
    pub authors: Vec<String>,
    pub(super) file: PathBuf,
    pub(super) line: Option<usize>,
}

/// What is noted while files are read; never more than so much.
#[derive(Debug, Default)]
pub(super) struct Reading {
    faults: Faults,
    more: usize,
}

impl Reading {
    /// Notes on a file, to be added.
    pub(super) fn notes(&self, file: &Path) -> Notes {
        Notes::new(file.to_owned())
    }

    pub(super) fn fault(
        &mut self,
        file: &Path,
        line: impl Into<Option<usize>>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let notes = self.notes(file);
        notes.fault(line.into(), what, mend);
        self.add(notes, None);
    }

    /// Adds what was noted of a file, all of it at `line` if that is given.
    pub(super) fn add(&mut self, notes: Notes, line: Option<usize>) {
        let mut told = Faults::of(vec![notes]);
        for fault in &mut told.faults {
            fault.line = line.or(fault.line);
        }
        let room = MOST_FAULTS.saturating_sub(self.faults.faults.len());
        self.more += told.faults.len().saturating_sub(room);
        self.faults.faults.extend(told.faults.into_iter().take(room));
    }

    pub(super) fn count(&self) -> usize {
        self.faults.faults.len() + self.more
    }
}

/// Reads a sheet, a question's file, or a folder of such.
///
/// # Errors
/// Every fault at once, as a text: the first ones in full, the others counted.
pub fn import(path: &Path, today: NaiveDate) -> anyhow::Result<Vec<Incoming>> {
    let mut reading = Reading::default();
    let mut found = read(&mut reading, path, today);
    unique(&mut reading, &found);
    if reading.count() == 0 && found.is_empty() {
        reading.fault(path, None, "there is no question in it", "Add one.");
    }
    ensure!(reading.count() == 0, "{}", told(&reading));
    for incoming in &mut found {
        // As it will be read ever after.
        (incoming.question, _) = own::settled(&Draft::from(&incoming.question))?;
    }
    Ok(found)
}

fn told(reading: &Reading) -> String {
    const SHOWN: usize = 50;
    let faults = &reading.faults.faults;
    let lines: Vec<String> = faults.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = reading.count() - lines.len();
    let tail = if more > 0 { format!("\nand {more} more") } else { String::new() };
    format!("{}{tail}\nNothing was imported.", lines.join("\n"))
}

fn read(reading: &mut Reading, path: &Path, today: NaiveDate) -> Vec<Incoming> {
    if path.is_dir() {
        return read_folder(reading, path, today);
    }
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => match bytes(path, MOST_BYTES) {
            Ok(bytes) => sheet::read(reading, path, &bytes, today),
            Err(error) => {
                unread(reading, path, &error);
                Vec::new()
            }
        },
        Some("md") => read_file(reading, path, today).into_iter().collect(),
        Some(_) | None => {
            let mend = "Give a folder, a file that ends in `.csv`, or one that ends in `.md`.";
            reading.fault(path, None, "this is neither a sheet nor a question", mend);
            Vec::new()
        }
    }
}

fn read_folder(reading: &mut Reading, folder: &Path, today: NaiveDate) -> Vec<Incoming> {
    let notes = reading.notes(folder);
    let mut files = listed(folder, &notes);
    reading.add(notes, None);
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default();
        name != MANIFEST && !FOR_PEOPLE.iter().any(|known| name == *known) && !is_hidden(path)
    });
    if files.len() > MOST_QUESTIONS {
        let what = format!("there are {} files; at most {MOST_QUESTIONS} are read", files.len());
        reading.fault(folder, None, what, "A community has no more questions of its own: leave some out.");
        return Vec::new();
    }
    let mut found = Vec::new();
    for path in files {
        match path.extension().is_some_and(|ending| ending == "md") && !path.is_dir() {
            true => found.extend(read_file(reading, &path, today)),
            false => {
                reading.fault(&path, None, "this is no question", "Move it out, or name it `<id>.md`.");
            }
        }
    }
    found
}

fn read_file(reading: &mut Reading, path: &Path, today: NaiveDate) -> Option<Incoming> {
    let most = u64::try_from(MOST_CELL).unwrap_or(u64::MAX);
    let bytes = bytes(path, most).map_err(|error| unread(reading, path, &error)).ok()?;
    let Ok(text) = String::from_utf8(bytes) else {
        reading.fault(path, None, "the file is not UTF-8 text", "Save it as UTF-8.");
        return None;
    };
    let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let notes = reading.notes(path);
    let read = own::noted(&notes, &id, &text, today);
    let is_right = notes.is_empty();
    reading.add(notes, None);
    let question = read.question.filter(|_| is_right)?;
    Some(Incoming { question, authors: read.authors, file: path.to_owned(), line: None })
}

/// The bytes of a plain file that has no more than so many.
fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(io::Error::other(format!("it has more than {} kB, and no more are read", most / 1000)));
    }
    Ok(bytes)
}

fn unread(reading: &mut Reading, path: &Path, error: &io::Error) {
    reading.fault(path, None, format!("cannot read the file: {error}"), "Check it, or divide it.");
}

/// Notes each id that comes again.
fn unique(reading: &mut Reading, found: &[Incoming]) {
    let mut first: BTreeMap<&QuestionId, &Incoming> = BTreeMap::new();
    for incoming in found {
        let Some(taken) = first.get(&incoming.question.id) else {
            first.insert(&incoming.question.id, incoming);
            continue;
        };
        let place = taken.line.map_or_else(String::new, |line| format!(" of line {line}"));
        let what = format!("the id `{}` is also that{place}", incoming.question.id);
        reading.fault(&incoming.file, incoming.line, what, "Give one of them another `id`.");
    }
}

/// Writes questions, each with whom to thank for it, to a new file or a new folder.
///
/// # Errors
/// When there is something already, or it cannot be written.
pub fn export(path: &Path, format: Format, questions: &[(Question, Vec<String>)]) -> anyhow::Result<()> {
    let draft = |(question, authors): &(Question, Vec<String>)| Draft {
        authors: authors.clone(),
        ..Draft::from(question)
    };
    let drafts: Vec<Draft> = questions.iter().map(draft).collect();
    ensure!(!path.exists(), "{} is there already; name a new one", path.display());
    let cannot = || format!("cannot write {}", path.display());
    match format {
        Format::Csv => fs::write(path, sheet::write(&drafts)?).with_context(cannot),
        Format::Markdown => {
            fs::create_dir_all(path).with_context(cannot)?;
            for draft in drafts {
                fs::write(path.join(format!("{}.md", draft.id)), draft.text()).with_context(cannot)?;
            }
            Ok(())
        }
    }
}
