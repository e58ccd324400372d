//! Reads the question packs, from the binary or from a folder. The only place that reads files of questions.
//!
//! Strict, so that a mistake is found by whoever writes a question and never by those who are asked it: every
//! fault of every file is told at once, with its line and its remedy. The clock is not read here: `today` is
//! passed in.

mod body;
mod check;
mod draft;
mod exchange;
mod fault;
mod fields;
mod keys;
mod markdown;
mod own;
mod pack;
mod practice;
mod question;
mod schema;
mod sheet;
mod shelf;
mod skeleton;
mod translation;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use chrono::NaiveDate;
use include_dir::{Dir, DirEntry, include_dir};

pub(crate) use body::{LONGEST_HINT, LONGEST_POINT, LONGEST_SCENARIO};
pub use draft::{Draft, own_id};
pub use exchange::{Format, Incoming, MOST_QUESTIONS, export, import};
pub use fault::{Fault, Faults};
pub(crate) use keys::LONGEST_TITLE;
pub use own::{own, settled};
pub use schema::{SCHEMAS, schema};
pub use skeleton::create;

use crate::domain::Bank;
use fault::Notes;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/questions");

/// The manifest of a pack.
const MANIFEST: &str = "pack.toml";

/// Files beside the packs that are for people.
const FOR_PEOPLE: [&str; 3] = ["README.md", "WRITING.md", "LICENSE"];

/// A bank that was found right.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The packs with their questions and resources.
    pub bank: Bank,
    /// What may be wrong but stops nothing, for example facts that are due for another look.
    pub warnings: Vec<Fault>,
}

/// The packs of a folder, or without one those in the binary.
///
/// # Errors
/// Every fault at once.
pub fn open(root: Option<&Path>, today: NaiveDate) -> Result<Loaded, Faults> {
    root.map_or_else(|| embedded(today), |root| folder(root, today))
}

/// The questions that came with the binary.
pub fn embedded(today: NaiveDate) -> Result<Loaded, Faults> {
    let mut files = Vec::new();
    collect(&EMBEDDED, &mut files);
    load(Path::new("questions"), files, today)
}

fn collect(dir: &Dir<'static>, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, files),
            DirEntry::File(file) => files.push((file.path().to_owned(), file.contents().to_vec())),
        }
    }
}

/// The questions of a folder, which holds one folder for each pack.
pub fn folder(root: &Path, today: NaiveDate) -> Result<Loaded, Faults> {
    let notes = Notes::new(root.to_owned());
    let mut files = Vec::new();
    let mut unread = Vec::new();
    for path in listed(root, &notes) {
        if !path.is_dir() {
            files.push((path, Vec::new()));
            continue;
        }
        let notes = Notes::new(path.clone());
        let inside = listed(&path, &notes);
        if inside.is_empty() && notes.is_empty() {
            notes.fault(
                None,
                "the folder is empty",
                format!("Add a {MANIFEST} and questions, or remove it."),
            );
        }
        files.extend(inside.into_iter().filter_map(|path| Some((path.clone(), read(path, &mut unread)?))));
        unread.push(notes);
    }
    unread.push(notes);
    let files = files
        .into_iter()
        .map(|(path, bytes)| (path.strip_prefix(root).map_or_else(|_| path.clone(), Path::to_owned), bytes));
    let unread = Faults::of(unread);
    match load(root, files, today) {
        Ok(loaded) if unread.faults.is_empty() => Ok(loaded),
        Ok(loaded) => Err(unread.and(Faults { faults: Vec::new(), warnings: loaded.warnings })),
        // Without a folder to read, "there are no packs" would only repeat it.
        Err(_) if unread.faults.iter().any(|fault| fault.file == root) => Err(unread),
        Err(faults) => Err(unread.and(faults)),
    }
}

/// What lies in a folder, by name.
fn listed(folder: &Path, notes: &Notes) -> Vec<PathBuf> {
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    match entries {
        Ok(mut paths) => {
            paths.retain(|path| !is_hidden(path));
            paths.sort();
            paths
        }
        Err(error) => {
            notes.fault(None, format!("cannot read the folder: {error}"), "Check its path and permissions.");
            Vec::new()
        }
    }
}

/// The bytes of a file that may belong to a pack; of any other only the name is wanted.
fn read(path: PathBuf, unread: &mut Vec<Notes>) -> Option<Vec<u8>> {
    let wanted = path.extension().is_some_and(|ending| ending == "md") || path.ends_with(MANIFEST);
    if !wanted || path.is_dir() {
        return Some(Vec::new());
    }
    let plain = |file: fs::Metadata| match file.is_file() {
        true => fs::read(&path),
        // A pipe would be waited for, and for ever.
        false => Err(io::Error::other("it is not a plain file")),
    };
    match fs::metadata(&path).and_then(plain) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let notes = Notes::new(path);
            notes.fault(None, format!("cannot read the file: {error}"), "Check its permissions.");
            unread.push(notes);
            None
        }
    }
}

/// Hidden files are tools' own: an editor's copy, a `.git`, the links of a mounted Kubernetes volume.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// The bank of these files, named relative to `root`. Pure: all reading is done before.
pub fn load(
    root: &Path,
    files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>,
    today: NaiveDate,
) -> Result<Loaded, Faults> {
    let mut all = Vec::new();
    let mut folders: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in files {
        let parts: Vec<&OsStr> = path.components().filter_map(normal).collect();
        match parts.as_slice() {
            _ if path.ancestors().any(is_hidden) => {}
            [name] if FOR_PEOPLE.iter().any(|known| name == known) => {}
            [folder, name] => {
                let pack = folders.entry(folder.to_string_lossy().into_owned()).or_default();
                pack.insert(name.to_string_lossy().into_owned(), bytes);
            }
            [_] => stray(root, &path, "this is not a pack", &mut all),
            _ => stray(root, &path, "a pack has no folders of its own", &mut all),
        }
    }
    if folders.is_empty() {
        let notes = Notes::new(root.to_owned());
        notes.fault(None, "there is no pack", format!("Add a folder with a {MANIFEST} and questions."));
        all.push(notes);
    }
    let mut shelf = shelf::Shelf::new(root.to_owned(), today);
    let packs = folders.into_iter().filter_map(|(folder, files)| shelf.pack(&folder, files)).collect();
    all.extend(shelf.finish());
    let told = Faults::of(all);
    if told.faults.is_empty() {
        return Ok(Loaded { bank: Bank::new(packs), warnings: told.warnings });
    }
    Err(told)
}

fn normal(part: Component<'_>) -> Option<&OsStr> {
    match part {
        Component::Normal(name) => Some(name),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    }
}

fn stray(root: &Path, path: &Path, what: &str, all: &mut Vec<Notes>) {
    let notes = Notes::new(root.join(path));
    notes.fault(None, what, "Move it out of the questions.");
    all.push(notes);
}
