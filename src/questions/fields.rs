//! Holds a TOML table against the keys that it may have, and notes every mistake with its line.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::{anchor, https_host, nearest, slug, within};
use super::fault::Notes;
use super::keys::{Form, Key, Kind, Need};

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

    fn wrong<T>(self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Option<T> {
        self.notes.fault(self.line(&value.span()), format!("`{key}` is not {wanted}"), "Correct it.");
        None
    }

    /// What a key holds; `None` when it cannot be used, which was then noted.
    fn value(self, key: &Key, value: &'t Spanned<DeValue<'t>>) -> Option<Value<'t>> {
        let name = key.name;
        match key.kind {
            Kind::Text(form) => self.text(name, value, form).map(Value::Text),
            Kind::Texts(form, most) => {
                let Some(items) = value.get_ref().as_array() else {
                    return self.wrong(name, value, "a list, as in [\"one\", \"two\"]");
                };
                if let Some(most) = most.filter(|most| items.len() > *most) {
                    let what = format!("`{name}` names {}; at most {most} are allowed", items.len());
                    self.notes.fault(self.line(&value.span()), what, "Keep those that fit best.");
                }
                Some(Value::Texts(items.iter().filter_map(|item| self.text(name, item, form)).collect()))
            }
            Kind::OneOf(words) => self.one_of(name, value, words).map(Value::Text),
            Kind::Number(least, most) => {
                let number = integer(value).filter(|number| (least..=most).contains(number));
                let wanted = || self.wrong(name, value, &format!("a whole number from {least} to {most}"));
                number.or_else(wanted).map(Value::Number)
            }
            Kind::Version(known) => self.version(name, value, known).map(Value::Number),
            Kind::Date => {
                let wanted = || self.wrong(name, value, "a date without quotes, as in 2026-11-23");
                date(value).or_else(wanted).map(Value::Date)
            }
            Kind::Table(keys) => self.table(name, value, keys).map(Value::Table),
            Kind::Tables(keys) => {
                let Some(items) = value.get_ref().as_array() else {
                    return self.wrong(name, value, &format!("a list of tables, each under [[{name}]]"));
                };
                Some(Value::Tables(items.iter().filter_map(|item| self.table(name, item, keys)).collect()))
            }
        }
    }

    fn text(self, key: &str, value: &Spanned<DeValue<'_>>, form: Form) -> Option<Text> {
        let line = self.line(&value.span());
        let text = value.get_ref().as_str().map(str::trim);
        let Some(text) = text.filter(|text| !text.is_empty() && !text.contains(char::is_control)) else {
            return self.wrong(key, value, "one line of text in quotes");
        };
        match form {
            // Whose id it is, whoever knows the file's name compares.
            Form::Line | Form::OwnId => {}
            Form::Short(most) => within(self.notes, line, &format!("`{key}`"), text, most),
            Form::Id => slug(self.notes, Some(line), &format!("`{key}`"), text),
            Form::Address if https_host(text).is_some() => {}
            Form::Address => {
                let what = format!("`{text}` is not an https address");
                self.notes.fault(line, what, "Write it in full, as in `https://docs.docker.com/build/`.");
                return None;
            }
            Form::Anchor if anchor(text).is_some() => {}
            Form::Anchor => {
                let mend = "Write a file of the repository, `#`, and a piece of one of its lines, as in `deploy/Dockerfile#FROM scratch`.";
                self.notes.fault(line, format!("`{text}` in `{key}` is no place"), mend);
                return None;
            }
        }
        Some(Text { text: text.to_owned(), line })
    }

    fn one_of(self, key: &str, value: &Spanned<DeValue<'_>>, words: &[&str]) -> Option<Text> {
        let text = self.text(key, value, Form::Line)?;
        if words.contains(&text.text.as_str()) {
            return Some(text);
        }
        let what = format!("`{key}` is `{}`, which is unknown", text.text);
        self.notes.fault(text.line, what, nearest(&text.text, words));
        None
    }

    fn version(self, key: &str, value: &Spanned<DeValue<'_>>, known: i64) -> Option<i64> {
        let Some(version) = integer(value) else { return self.wrong(key, value, "a whole number") };
        if version != known {
            let what = format!("`{key}` is {version}, which this program does not know");
            let mend = format!("Write {known}, or use a newer program.");
            self.notes.fault(self.line(&value.span()), what, mend);
        }
        Some(version)
    }

    fn table(self, key: &str, value: &'t Spanned<DeValue<'t>>, keys: &'static [Key]) -> Option<Fields<'t>> {
        let Some(table) = value.get_ref().as_table() else { return self.wrong(key, value, "a table") };
        Some(Fields::read(self, table, self.line(&value.span()), keys))
    }
}

fn integer(value: &Spanned<DeValue<'_>>) -> Option<i64> {
    let integer = value.get_ref().as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn date(value: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
    let instant = value.get_ref().as_datetime()?;
    let date = instant.date.filter(|_| instant.time.is_none() && instant.offset.is_none())?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// A text and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) line: usize,
}

/// What a key held.
#[derive(Debug)]
enum Value<'t> {
    Text(Text),
    Texts(Vec<Text>),
    Number(i64),
    Date(NaiveDate),
    Table(Fields<'t>),
    Tables(Vec<Fields<'t>>),
}

/// A table that was held against its keys, and what they hold. Each is taken once.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    source: Source<'t>,
    table: &'t DeTable<'t>,
    keys: &'static [Key],
    values: BTreeMap<&'static str, Value<'t>>,
    /// Where the table begins: the line told for what it lacks.
    pub(super) line: usize,
}

impl<'t> Fields<'t> {
    /// The fields of a file's outermost table.
    pub(super) fn new(source: Source<'t>, table: &'t DeTable<'t>, keys: &'static [Key]) -> Self {
        Self::read(source, table, 1, keys)
    }

    fn read(source: Source<'t>, table: &'t DeTable<'t>, line: usize, keys: &'static [Key]) -> Self {
        let mut fields = Self { source, table, keys, values: BTreeMap::new(), line };
        for key in keys {
            match table.get(key.name) {
                Some(value) => fields.values.extend(source.value(key, value).map(|value| (key.name, value))),
                None => fields.lacks(key),
            }
        }
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        for key in table.keys().filter(|key| !names.contains(&key.get_ref().as_ref())) {
            let (name, line) = (key.get_ref(), source.line(&key.span()));
            source.notes.fault(line, format!("`{name}` is no known key here"), nearest(name, &names));
        }
        fields
    }

    /// Notes a key that is not there, if it must be.
    fn lacks(&self, key: &Key) {
        match key.need {
            Need::Always => self.require(key.name),
            Need::Never => {}
            Need::With(other, words) => {
                let word = self.table.get(other).and_then(|value| value.get_ref().as_str());
                if let Some(word) = word.filter(|word| words.contains(&word.trim())) {
                    let what = format!("`{}` is missing, since `{other}` is `{word}`", key.name);
                    let mend = format!("Add it, or change `{other}`.");
                    self.source.notes.fault(self.line_of(other), what, mend);
                }
            }
        }
    }

    /// Notes that a key is missing, if it is.
    pub(super) fn require(&self, key: &str) {
        if !self.has(key) {
            self.source.notes.fault(self.line, format!("`{key}` is missing"), "Add it.");
        }
    }

    /// The line of a key's value, or that of the table without it.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.line, |value| self.source.line(&value.span()))
    }

    /// Whether a key is there, be it right or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &str) -> Option<Value<'t>> {
        debug_assert!(self.keys.iter().any(|known| known.name == key), "`{key}` is in no table of keys");
        self.values.remove(key)
    }

    /// One line of text.
    pub(super) fn text(&mut self, key: &str) -> Option<Text> {
        let Some(Value::Text(text)) = self.take(key) else { return None };
        Some(text)
    }

    /// A list of lines of text; an absent one is empty.
    pub(super) fn texts(&mut self, key: &str) -> Vec<Text> {
        let Some(Value::Texts(texts)) = self.take(key) else { return Vec::new() };
        texts
    }

    /// What one of a few words stands for.
    pub(super) fn one_of<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?.text;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
    }

    /// A whole number.
    pub(super) fn number<T: TryFrom<i64>>(&mut self, key: &str) -> Option<T> {
        let Some(Value::Number(number)) = self.take(key) else { return None };
        T::try_from(number).ok()
    }

    /// A date.
    pub(super) fn date(&mut self, key: &str) -> Option<NaiveDate> {
        let Some(Value::Date(date)) = self.take(key) else { return None };
        Some(date)
    }

    /// A table.
    pub(super) fn table(&mut self, key: &str) -> Option<Self> {
        let Some(Value::Table(table)) = self.take(key) else { return None };
        Some(table)
    }

    /// A list of tables; an absent one is empty.
    pub(super) fn tables(&mut self, key: &str) -> Vec<Self> {
        let Some(Value::Tables(tables)) = self.take(key) else { return Vec::new() };
        tables
    }
}
