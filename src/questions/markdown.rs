//! The few shapes of Markdown that a question has: front matter, `##` sections, lists. Read line by line.

use super::check::nearest;
use super::fault::Notes;

/// A line of the file and its number.
pub(super) type Line<'t> = (usize, &'t str);

/// What stands between the `+++` lines, and what follows.
#[derive(Debug)]
pub(super) struct Parts<'t> {
    pub(super) front: &'t str,
    pub(super) body: Vec<Line<'t>>,
}

/// Splits a question's file; `None` without front matter, which was then noted.
pub(super) fn split<'t>(notes: &Notes, text: &'t str) -> Option<Parts<'t>> {
    const FENCE: &str = "+++";
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != FENCE {
        notes.fault(1, "the file does not begin with `+++`", "Put the front matter between two `+++` lines.");
        return None;
    }
    let mut end = first.len();
    for (index, line) in lines.enumerate() {
        if line.trim_end() == FENCE {
            let body = text[end + line.len()..].lines().zip(index + 3..).map(|(line, number)| (number, line));
            return Some(Parts { front: &text[first.len()..end], body: body.collect() });
        }
        end += line.len();
    }
    notes.fault(1, "the front matter has no end", "Close it with a second `+++` line.");
    None
}

/// The text under one `##` heading.
#[derive(Debug)]
pub(super) struct Section<'t> {
    pub(super) heading: &'static str,
    pub(super) line: usize,
    lines: Vec<Line<'t>>,
}

/// The sections of a body, one for each heading in their order; those that are missing and needed were noted.
pub(super) fn sections<'t>(
    notes: &Notes,
    body: &[Line<'t>],
    needed: &[(&'static str, bool)],
) -> Vec<Option<Section<'t>>> {
    let headings: Vec<&'static str> = needed.iter().map(|(heading, _)| *heading).collect();
    let mut found: Vec<Option<Section<'t>>> = headings.iter().map(|_| None).collect();
    let mut fence = Fence::default();
    let mut at: Option<usize> = None;
    let mut begun = false;
    let mut furthest = 0;
    for &(number, line) in body {
        let code = fence.step(number, line);
        let title = line.strip_prefix("##").filter(|rest| !code && !rest.starts_with('#'));
        let Some(title) = title.map(str::trim) else {
            if let Some(section) = at.and_then(|at| found[at].as_mut()) {
                section.lines.push((number, line));
            } else if !begun && !line.trim().is_empty() {
                begun = true;
                notes.fault(number, "there is text before the first section", "Move it under a heading.");
            }
            continue;
        };
        begun = true;
        at = headings.iter().position(|heading| *heading == title);
        let Some(here) = at else {
            let what = format!("`## {title}` is no section of an open question");
            notes.fault(number, what, nearest(title, &headings));
            continue;
        };
        if let Some(first) = &found[here] {
            let mend = format!("Merge it with the one on line {}.", first.line);
            notes.fault(number, format!("`## {title}` comes twice"), mend);
            at = None;
            continue;
        }
        if here < furthest {
            let what = format!("`## {title}` comes after `## {}`", headings[furthest]);
            notes.fault(number, what, format!("The order is: {}.", headings.join(", ")));
        }
        furthest = furthest.max(here);
        found[here] = Some(Section { heading: headings[here], line: number, lines: Vec::new() });
    }
    fence.finish(notes);
    let missing = needed.iter().zip(&found).filter(|((_, needed), section)| *needed && section.is_none());
    for ((heading, _), _) in missing {
        notes.fault(None, format!("the section `## {heading}` is missing"), "Write it.");
    }
    found
}

/// Whether a line is inside a block of code, where nothing is Markdown.
#[derive(Debug, Default)]
struct Fence(Option<(usize, char, usize)>);

impl Fence {
    /// Takes the next line; whether it belongs to a block of code.
    fn step(&mut self, number: usize, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let length = mark.map_or(0, |mark| line.chars().take_while(|c| *c == mark).count());
        match (self.0, mark) {
            (Some((_, opened, least)), Some(mark)) if mark == opened && length >= least => {
                // Only the mark itself closes a block: "```rust" inside one is code.
                if line.chars().all(|c| c == mark) {
                    self.0 = None;
                }
                true
            }
            (Some(_), _) => true,
            (None, Some(mark)) if length >= 3 => {
                self.0 = Some((number, mark, length));
                true
            }
            (None, _) => false,
        }
    }

    fn finish(self, notes: &Notes) {
        if let Some((line, mark, length)) = self.0 {
            let close = mark.to_string().repeat(length);
            notes.fault(
                line,
                "the block of code is never closed",
                format!("Close it with a line of {close} alone."),
            );
        }
    }
}

/// How the items of a list begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `- `
    Bullet,
    /// `1. `, `2. ` and so on
    Number,
}

/// One item of a list.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) line: usize,
    pub(super) text: String,
}

impl Section<'_> {
    /// The whole text of a section of prose; `None` when there is none, which was then noted.
    pub(super) fn prose(&self, notes: &Notes) -> Option<String> {
        let text = flowed(self.lines.iter().map(|(_, line)| *line));
        if text.is_empty() {
            notes.fault(self.line, format!("the section `## {}` is empty", self.heading), "Write it.");
            return None;
        }
        Some(text)
    }

    /// The items of a section that is one list.
    pub(super) fn items(&self, notes: &Notes, marker: Marker) -> Vec<Item> {
        let mut items: Vec<(usize, Vec<&str>)> = Vec::new();
        let mut fence = Fence::default();
        let mut strayed = false;
        for &(number, line) in &self.lines {
            let code = fence.step(number, line);
            let continues = code || line.starts_with([' ', '\t']) || line.trim().is_empty();
            match (begins(marker, line, items.len() + 1), items.last_mut()) {
                (Some(rest), _) if !code => items.push((number, vec![rest])),
                (_, Some((_, lines))) if continues => lines.push(line),
                (_, None) if line.trim().is_empty() => {}
                (_, Some(_) | None) if strayed => {}
                (_, Some(_) | None) => {
                    strayed = true;
                    out_of_list(notes, number, self.heading, &begin(marker, items.len() + 1));
                }
            }
        }
        items.into_iter().filter_map(|(line, lines)| item(notes, line, &lines)).collect()
    }
}

/// Text whose paragraphs have one line each, since chats show every end of a line that an editor wrapped.
fn flowed<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut text = String::new();
    let mut fence = Fence::default();
    // Whether the next line may continue this one.
    let mut open = false;
    for line in lines {
        let stands_alone = fence.step(0, line) || line.trim().is_empty() || line.starts_with(['#', '|']);
        let broken = line.ends_with("  ") || line.ends_with('\\');
        text.push_str(if open && !stands_alone && !begins_block(line) { " " } else { "\n" });
        text.push_str(line.trim_end());
        open = !stands_alone && !broken;
    }
    text.trim_matches('\n').to_owned()
}

/// Text that [`flowed`] leaves as it is: lines that are to stay apart end so, and no line is a heading of ours.
pub(super) fn unflowed(text: &str) -> String {
    let mut unflowed = String::new();
    let mut fence = Fence::default();
    let mut open = false;
    for line in text.lines() {
        let code = fence.step(0, line);
        let stands_alone = code || line.trim().is_empty() || line.starts_with(['#', '|']);
        if open && !stands_alone && !begins_block(line) {
            unflowed.push_str("  ");
        }
        if !unflowed.is_empty() {
            unflowed.push('\n');
        }
        if !code && line.starts_with("##") && !line.starts_with("###") {
            unflowed.push('\\');
        }
        unflowed.push_str(line.trim_end());
        open = !stands_alone && !line.ends_with('\\');
    }
    unflowed
}

/// Text whose last block of code has its end.
pub(super) fn closed(text: &str) -> String {
    let mut fence = Fence::default();
    for line in text.lines() {
        fence.step(0, line);
    }
    match fence.0 {
        Some((_, mark, length)) => format!("{text}\n{}", mark.to_string().repeat(length)),
        None => text.to_owned(),
    }
}

/// Whether a line begins something of its own after a paragraph: an item, a quotation, an indented line.
fn begins_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with(". ");
    numbered
        || line.starts_with([' ', '\t', '>'])
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
}

/// The rest of a line that begins the item with this number.
fn begins(marker: Marker, line: &str, number: usize) -> Option<&str> {
    match marker {
        Marker::Bullet => line.strip_prefix('-'),
        Marker::Number => line.strip_prefix(&format!("{number}.")),
    }
    .filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn out_of_list(notes: &Notes, number: usize, heading: &str, begin: &str) {
    let what = format!("the line is not part of the list that `## {heading}` must be");
    let mend = format!("Begin the next item with `{begin}`, or indent the line to continue one.");
    notes.fault(number, what, mend);
}

/// How the item with this number begins.
fn begin(marker: Marker, number: usize) -> String {
    match marker {
        Marker::Bullet => "- ".to_owned(),
        Marker::Number => format!("{number}. "),
    }
}

/// An item of several lines: prose is joined to one line, while anything with code or a gap keeps its lines.
fn item(notes: &Notes, line: usize, lines: &[&str]) -> Option<Item> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    let depth =
        lines.iter().skip(1).filter(|line| !line.is_empty()).map(|line| indent(line)).min().unwrap_or(0);
    let text: Vec<&str> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| if index == 0 { line.trim() } else { line.get(depth..).unwrap_or_default() })
        .collect();
    let text = text.join("\n").trim().to_owned();
    if text.is_empty() {
        notes.fault(line, "the item is empty", "Write it or remove it.");
        return None;
    }
    let keeps = text.lines().any(|line| {
        line.is_empty() || line.starts_with([' ', '\t', '-', '>']) || Fence::default().step(0, line)
    });
    Some(Item { line, text: if keeps { text } else { text.replace('\n', " ") } })
}

/// How many bytes of white space a line begins with.
fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
