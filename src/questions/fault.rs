//! What is wrong with a file of questions, where, and how to mend it.

use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong, or may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, or the folder.
    pub file: PathBuf,
    /// The line, counted from 1, when it is about one.
    pub line: Option<usize>,
    /// What is wrong: a sentence without its full stop.
    pub what: String,
    /// How to mend it: whole sentences.
    pub mend: String,
}

impl fmt::Display for Fault {
    /// `questions/w08-containers/w08-image-size.md:12: the hint is empty. Write it or remove it.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}. {}", self.what, self.mend)
    }
}

/// Everything wrong with a bank. Its text is one line for each fault; the warnings are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// What must be mended, by file and line; never empty in an error.
    pub faults: Vec<Fault>,
    /// What may be wrong but stops nothing.
    pub warnings: Vec<Fault>,
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{fault}")?;
        }
        Ok(())
    }
}

impl Faults {
    /// Everything that was noted, by file and line.
    pub(super) fn of(notes: Vec<Notes>) -> Self {
        let mut told = Self::default();
        for notes in notes {
            told.faults.extend(notes.faults.into_inner());
            told.warnings.extend(notes.warnings.into_inner());
        }
        told.sorted()
    }

    /// These and those.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.faults.extend(other.faults);
        self.warnings.extend(other.warnings);
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.faults.sort();
        self.warnings.sort();
        self
    }
}

/// What was noted while a file was read. Only ever added to, hence shared freely by those who read.
#[derive(Debug)]
pub(super) struct Notes {
    file: PathBuf,
    faults: RefCell<Vec<Fault>>,
    warnings: RefCell<Vec<Fault>>,
}

impl Notes {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, faults: RefCell::default(), warnings: RefCell::default() }
    }

    /// Notes what must be mended.
    pub(super) fn fault(
        &self,
        line: impl Into<Option<usize>>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.faults.borrow_mut().push(self.note(line.into(), what.into(), mend.into()));
    }

    /// Notes what stops nothing.
    pub(super) fn warn(
        &self,
        line: impl Into<Option<usize>>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.warnings.borrow_mut().push(self.note(line.into(), what.into(), mend.into()));
    }

    /// The file that the notes are about.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Whether nothing must be mended.
    pub(super) fn is_empty(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    fn note(&self, line: Option<usize>, what: String, mend: String) -> Fault {
        Fault { file: self.file.clone(), line, what, mend }
    }
}
