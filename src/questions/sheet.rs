//! Questions as a sheet of comma-separated values: a row for each, a line of a cell for each point.

use std::path::Path;

use chrono::NaiveDate;

use super::draft::Draft;
use super::exchange::{Incoming, MOST_CELL, MOST_QUESTIONS, Reading};
use super::{check, own};
use crate::domain::Pack;

/// The columns that are written. Any may be left out when read, but for those in [`NEEDED`].
const COLUMNS: [&str; 25] = [
    "id",
    "title",
    "status",
    "difficulty",
    "topic",
    "tags",
    "pack",
    "minutes",
    "revision",
    "facts_as_of",
    "review_by",
    "premise",
    "premise_note",
    "authors",
    "resources",
    "scenario",
    "hint_1",
    "hint_2",
    "hint_3",
    "must",
    "plus",
    "wrong",
    "changed",
    "follow_up",
    "links",
];
const NEEDED: [&str; 3] = ["title", "scenario", "must"];

/// The drafts as a sheet.
pub(super) fn write(drafts: &[Draft]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for draft in drafts {
        writer.write_record(COLUMNS.map(|column| guarded(cell(draft, column))))?;
    }
    Ok(writer.into_inner()?)
}

/// Reads a sheet. Every fault is noted with the line on which its row begins.
pub(super) fn read(reading: &mut Reading, file: &Path, bytes: &[u8], today: NaiveDate) -> Vec<Incoming> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes))
        .from_reader(bytes);
    let mut rows = reader.byte_records();
    let Some(Ok(head)) = rows.next() else {
        reading.fault(file, 1, "the sheet is empty", "Begin it with a row that names the columns.");
        return Vec::new();
    };
    let columns: Vec<String> =
        head.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
    if !knows(reading, file, &columns) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, row) in rows.enumerate() {
        let Ok(row) = row else {
            reading.fault(file, None, "a row cannot be read", "Save the sheet anew as CSV in UTF-8.");
            break;
        };
        let line = row.position().and_then(|position| usize::try_from(position.line()).ok());
        if number >= MOST_QUESTIONS {
            reading.fault(
                file,
                line,
                format!("there are more than {MOST_QUESTIONS} rows"),
                format!("A community has at most {MOST_QUESTIONS} questions of its own: leave some out."),
            );
            break;
        }
        if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let Some(draft) = draft(reading, (file, line), &columns, &row) else { continue };
        let draft = draft.completed(today);
        let notes = reading.notes(file);
        let read = own::noted(&notes, &draft.id, &draft.text(), today);
        let is_right = notes.is_empty();
        reading.add(notes, line);
        if let Some(question) = read.question.filter(|_| is_right) {
            found.push(Incoming { question, authors: read.authors, file: file.to_owned(), line });
        }
    }
    found
}

/// The sign between cells: spreadsheets of many countries do not write a comma.
fn delimiter(bytes: &[u8]) -> u8 {
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| head.iter().filter(|byte| **byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Whether the columns can be read.
fn knows(reading: &mut Reading, file: &Path, columns: &[String]) -> bool {
    let before = reading.count();
    for (at, name) in columns.iter().enumerate().filter(|(_, name)| !name.is_empty()).take(100) {
        if !COLUMNS.contains(&name.as_str()) {
            let name: String = name.chars().take(40).collect();
            reading.fault(file, 1, format!("`{name}` is no known column"), check::nearest(&name, &COLUMNS));
        } else if columns[..at].contains(name) {
            reading.fault(file, 1, format!("the column `{name}` comes twice"), "Remove one.");
        }
    }
    for name in NEEDED.iter().filter(|name| !columns.iter().any(|column| column == *name)) {
        reading.fault(file, 1, format!("the column `{name}` is missing"), "Add it.");
    }
    reading.count() == before
}

/// What a row says; `None` when it is no row of this sheet, which was then noted.
fn draft(
    reading: &mut Reading,
    (file, line): (&Path, Option<usize>),
    columns: &[String],
    row: &csv::ByteRecord,
) -> Option<Draft> {
    if row.len() != columns.len() {
        let what = format!("the row has {} cells under {} columns", row.len(), columns.len());
        reading.fault(file, line, what, "Perhaps a quotation mark is not closed, or not doubled.");
        return None;
    }
    let mut draft = Draft::default();
    for (column, bytes) in columns.iter().zip(row) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            reading.fault(file, line, format!("`{column}` is not UTF-8 text"), "Save the sheet as UTF-8.");
            return None;
        };
        if text.len() > MOST_CELL {
            let what = format!("`{column}` has {} characters; at most {MOST_CELL} are read", text.len());
            reading.fault(file, line, what, "Shorten it; perhaps a quotation mark is not closed.");
            return None;
        }
        fill(&mut draft, column, &unguarded(text).replace("\r\n", "\n").replace('\r', "\n"));
    }
    Some(draft)
}

fn cell(draft: &Draft, column: &str) -> String {
    let hint = |at: usize| draft.hints.get(at).cloned().unwrap_or_default();
    match column {
        "id" => draft.id.clone(),
        "title" => draft.title.clone(),
        "status" => draft.status.clone(),
        "difficulty" => draft.difficulty.clone(),
        "topic" => draft.topic.clone(),
        "tags" => lines(&draft.tags),
        "pack" => Pack::OWN.to_owned(),
        "minutes" => draft.minutes.clone(),
        "revision" => draft.revision.clone(),
        "facts_as_of" => draft.facts_as_of.clone(),
        "review_by" => draft.review_by.clone(),
        "premise" => draft.premise.clone(),
        "premise_note" => draft.premise_note.clone(),
        "authors" => lines(&draft.authors),
        "resources" => lines(&draft.resources),
        "scenario" => draft.scenario.clone(),
        "hint_1" => hint(0),
        "hint_2" => hint(1),
        "hint_3" => hint(2),
        "must" => lines(&draft.must),
        "plus" => lines(&draft.plus),
        "wrong" => lines(&draft.wrong),
        "changed" => lines(&draft.changed),
        "follow_up" => draft.follow_up.clone(),
        _ => lines(&draft.links.iter().map(link).collect::<Vec<_>>()),
    }
}

fn fill(draft: &mut Draft, column: &str, text: &str) {
    let text = text.trim_matches('\n');
    let one = || text.trim().to_owned();
    match column {
        "id" => draft.id = one(),
        "title" => draft.title = one(),
        "status" => draft.status = one(),
        "difficulty" => draft.difficulty = one(),
        "topic" => draft.topic = one(),
        "tags" => draft.tags = items(text),
        "minutes" => draft.minutes = one(),
        "revision" => draft.revision = one(),
        "facts_as_of" => draft.facts_as_of = one(),
        "review_by" => draft.review_by = one(),
        "premise" => draft.premise = one(),
        "premise_note" => draft.premise_note = one(),
        "authors" => draft.authors = items(text),
        "resources" => draft.resources = items(text),
        "scenario" => text.clone_into(&mut draft.scenario),
        "hint_1" | "hint_2" | "hint_3" if !one().is_empty() => draft.hints.push(one()),
        "must" => draft.must = items(text),
        "plus" => draft.plus = items(text),
        "wrong" => draft.wrong = items(text),
        "changed" => draft.changed = items(text),
        "follow_up" => text.clone_into(&mut draft.follow_up),
        "links" => draft.links = items(text).iter().map(|line| parse_link(line)).collect(),
        _ => {}
    }
}

/// Items as lines. What an item has after its first line is indented.
fn lines(items: &[String]) -> String {
    items.iter().map(|item| item.replace('\n', "\n  ")).collect::<Vec<_>>().join("\n")
}

/// Lines as items; an indented one goes on with the item before it.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines() {
        match items.last_mut() {
            Some(item) if line.starts_with([' ', '\t']) => {
                item.push('\n');
                item.push_str(line.strip_prefix("  ").unwrap_or(line.trim_start()));
            }
            Some(_) | None if line.trim().is_empty() => {}
            Some(_) | None => items.push(line.trim().to_owned()),
        }
    }
    items.iter().map(|item| item.trim_end().to_owned()).collect()
}

/// `Title <https://…> official`
fn link([title, url, kind]: &[String; 3]) -> String {
    format!("{title} <{url}> {kind}")
}

/// A link as it is written, or an address alone, whose site is then its title.
fn parse_link(line: &str) -> [String; 3] {
    let Some((title, rest)) = line.rsplit_once('<') else {
        let host = check::https_host(line).unwrap_or("link").to_owned();
        return [host, line.to_owned(), "background".to_owned()];
    };
    let (url, kind) = rest.split_once('>').unwrap_or((rest, ""));
    let kind = if kind.trim().is_empty() { "background" } else { kind.trim() };
    [title.trim().to_owned(), url.trim().to_owned(), kind.to_owned()]
}

/// A cell that no spreadsheet takes for a formula: what someone wrote must not compute on another's machine.
fn guarded(cell: String) -> String {
    let marks = ['=', '+', '-', '@', '\''];
    if cell.starts_with(marks) { format!("'{cell}") } else { cell }
}

fn unguarded(cell: &str) -> &str {
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\'']));
    guarded.unwrap_or(cell)
}
