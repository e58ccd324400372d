//! Reading a TOML table key by key, with the line of every mistake. A key that nobody asked for is a mistake.

use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::nearest;
use super::fault::Notes;

/// A piece of TOML inside a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'t> {
    notes: &'t Notes,
    text: &'t str,
    first_line: usize,
}

impl<'t> Source<'t> {
    /// The piece that begins at `first_line` of the file the notes are about.
    pub(super) fn new(notes: &'t Notes, text: &'t str, first_line: usize) -> Self {
        Self { notes, text, first_line }
    }

    /// The table of the whole piece; `None` when it is not TOML, which was then noted.
    pub(super) fn parse(self) -> Option<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = error.span().map(|span| self.line(&span));
            let message = error.message().trim().replace('\n', "; ");
            self.notes.fault(line, format!("this is not TOML: {message}"), "Correct the line.");
        }
        errors.is_empty().then(|| table.into_inner())
    }

    fn line(self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        self.first_line + before.iter().filter(|byte| **byte == b'\n').count()
    }
}

/// A text and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) line: usize,
}

/// A table, and which of its keys were asked for. `finish` notes all others.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    source: Source<'t>,
    table: &'t DeTable<'t>,
    /// Where the table begins: the line told for what it lacks.
    pub(super) line: usize,
    asked: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    /// The fields of a file's outermost table.
    pub(super) fn new(source: Source<'t>, table: &'t DeTable<'t>) -> Self {
        Self { source, table, line: 1, asked: Vec::new() }
    }

    /// The line of a key's value, or that of the table without it.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.line, |value| self.source.line(&value.span()))
    }

    /// A key that may be absent.
    fn optional(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// A key that must be there.
    fn required(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.optional(key);
        if value.is_none() {
            self.source.notes.fault(self.line, format!("`{key}` is missing"), "Add it.");
        }
        value
    }

    fn wrong<T>(&self, key: &str, line: usize, wanted: &str) -> Option<T> {
        self.source.notes.fault(line, format!("`{key}` is not {wanted}"), "Correct it.");
        None
    }

    /// One line of text that must be there.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Text> {
        let value = self.required(key)?;
        self.line_of_text(key, value)
    }

    /// One line of text that may be absent.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<Text> {
        let value = self.optional(key)?;
        self.line_of_text(key, value)
    }

    fn line_of_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Text> {
        let line = self.source.line(&value.span());
        let text = value.get_ref().as_str().map(str::trim);
        match text.filter(|text| !text.is_empty() && !text.contains(char::is_control)) {
            Some(text) => Some(Text { text: text.to_owned(), line }),
            None => self.wrong(key, line, "one line of text in quotes"),
        }
    }

    /// A list of lines of text; an absent one is empty.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let Some(value) = self.optional(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let line = self.source.line(&value.span());
            return self.wrong(key, line, "a list, as in [\"one\", \"two\"]").unwrap_or_default();
        };
        items.iter().filter_map(|item| self.line_of_text(key, item)).collect()
    }

    /// A whole number that must be there.
    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.required(key)?;
        self.within(key, value, range)
    }

    /// A whole number that may be absent.
    pub(super) fn optional_number(&mut self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.optional(key)?;
        self.within(key, value, range)
    }

    fn within(&self, key: &str, value: &Spanned<DeValue<'_>>, range: RangeInclusive<i64>) -> Option<i64> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok());
        number.filter(|number| range.contains(number)).or_else(|| {
            let wanted = format!("a whole number from {} to {}", range.start(), range.end());
            self.wrong(key, self.source.line(&value.span()), &wanted)
        })
    }

    /// A date that must be there.
    pub(super) fn date(&mut self, key: &'static str) -> Option<NaiveDate> {
        let value = self.required(key)?;
        self.day(key, value)
    }

    /// A date that may be absent.
    pub(super) fn optional_date(&mut self, key: &'static str) -> Option<NaiveDate> {
        let value = self.optional(key)?;
        self.day(key, value)
    }

    fn day(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
        value
            .get_ref()
            .as_datetime()
            .filter(|instant| instant.time.is_none() && instant.offset.is_none())
            .and_then(|instant| instant.date)
            .and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
            .or_else(|| {
                let line = self.source.line(&value.span());
                self.wrong(key, line, "a date without quotes, as in 2026-11-23")
            })
    }

    /// One of a few words, which must be there.
    pub(super) fn one_of<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let Text { text, line } = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let what = format!("`{key}` is `{text}`, which is unknown");
            self.source.notes.fault(line, what, nearest(&text, &known));
        }
        found.map(|(_, value)| *value)
    }

    /// A table that may be absent.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Self> {
        let value = self.optional(key)?;
        self.inner(key, value)
    }

    /// A list of tables; an absent one is empty.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let Some(value) = self.optional(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let line = self.source.line(&value.span());
            return self
                .wrong(key, line, &format!("a list of tables, each under [[{key}]]"))
                .unwrap_or_default();
        };
        items.iter().filter_map(|item| self.inner(key, item)).collect()
    }

    fn inner(&self, key: &str, value: &'t Spanned<DeValue<'t>>) -> Option<Self> {
        let line = self.source.line(&value.span());
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(key, line, "a table");
        };
        Some(Self { source: self.source, table, line, asked: Vec::new() })
    }

    /// Notes every key that was not asked for.
    pub(super) fn finish(self) {
        for key in self.table.keys().filter(|key| !self.asked.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let line = self.source.line(&key.span());
            self.source.notes.fault(
                line,
                format!("`{name}` is no known key here"),
                nearest(name, &self.asked),
            );
        }
    }
}
