//! A new question's file, which explains itself and is at fault until everything in it was written.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail, ensure};
use chrono::{Months, NaiveDate};

use super::check::{is_slug, nearest};
use super::fault::Notes;
use super::markdown::Line;
use super::{MANIFEST, is_hidden};
use crate::domain::QuestionId;

/// How everything begins that is still to be written.
const TO_WRITE: &str = "[write: ";

/// Writes the skeleton of a question into its pack, and says what comes next.
///
/// # Errors
/// When the id or the pack will not do, or the file cannot be written; nothing was changed then.
pub fn create(root: &Path, pack: &str, id: &str, today: NaiveDate) -> anyhow::Result<String> {
    ensure!(
        is_slug(id),
        "`{id}` is not an id; use small letters, digits and single hyphens, as in w08-image-size"
    );
    let own = QuestionId::OWN;
    ensure!(!id.starts_with(own), "ids that begin with {own} are those of communities' own questions");
    let packs = packs(root)?;
    let names: Vec<&str> = packs.iter().map(String::as_str).collect();
    if !names.contains(&pack) {
        bail!("there is no pack `{pack}` in {}. {}", root.display(), nearest(pack, &names));
    }
    for pack in &packs {
        let taken = root.join(pack).join(format!("{id}.md"));
        ensure!(
            !taken.exists(),
            "{} is there already, and an id is for ever; choose another",
            taken.display()
        );
    }
    let path = root.join(pack).join(format!("{id}.md"));
    fs::write(&path, skeleton(id, today)).with_context(|| format!("cannot write {}", path.display()))?;
    let listed = match list(&root.join(pack).join(MANIFEST), id)? {
        true => format!("It comes last in `order` in {MANIFEST}; move it where it belongs."),
        false => format!("Add \"{id}\" to `order` in {MANIFEST} by hand: the list has not its usual lines."),
    };
    Ok(format!(
        "{} is there. {listed}\nReplace everything in [brackets], then run `quotidian check` and `quotidian preview {id}`.\n",
        path.display()
    ))
}

fn packs(root: &Path) -> anyhow::Result<Vec<String>> {
    let reading = || format!("cannot read the folder {}; run this where it is", root.display());
    let mut packs = Vec::new();
    for entry in fs::read_dir(root).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        if path.join(MANIFEST).is_file() && !is_hidden(&path) {
            packs.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    packs.sort();
    Ok(packs)
}

/// Adds an id to the end of the manifest's `order`; whether that could be done without touching anything else.
fn list(manifest: &Path, id: &str) -> anyhow::Result<bool> {
    let text = fs::read_to_string(manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let Some(longer) = listed(&text, id) else { return Ok(false) };
    fs::write(manifest, longer).with_context(|| format!("cannot write {}", manifest.display()))?;
    Ok(true)
}

/// The manifest with one id more; `None` unless `order` has one quoted id with its comma on each line.
fn listed(text: &str, id: &str) -> Option<String> {
    let mut begin = 0;
    let mut lines = text.split_inclusive('\n');
    for line in lines.by_ref() {
        begin += line.len();
        if line.trim_end() == "order = [" {
            break;
        }
    }
    for line in lines {
        if line.trim_end() == "]" {
            let (before, after) = text.split_at(begin);
            return Some(format!("{before}  \"{id}\",\n{after}"));
        }
        let listed = line.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix("\","))?;
        if !is_slug(listed) {
            return None;
        }
        begin += line.len();
    }
    None
}

/// Notes every line of a body in which something is still to be written.
pub(super) fn unwritten<'t>(notes: &Notes, lines: impl IntoIterator<Item = Line<'t>>) {
    for (number, line) in lines {
        if let Some((_, rest)) = line.split_once(TO_WRITE) {
            let wanted = rest.split(']').next().unwrap_or_default();
            let what = "this is still to be written";
            notes.fault(number, what, format!("Put your own words in the place of the brackets: {wanted}."));
        }
    }
}

fn skeleton(id: &str, today: NaiveDate) -> String {
    let review = today.checked_add_months(Months::new(6)).unwrap_or(today);
    SKELETON
        .replace("{id}", id)
        .replace("{today}", &today.to_string())
        .replace("{review}", &review.to_string())
}

const SKELETON: &str = r#"+++
# The name of this file, for ever.
id = "{id}"
# Also the name of its thread: at most 90 characters, and no hint at the answer.
title = "[write: a title that makes someone curious]"
kind = "open"
# draft is never asked; write ready when you are happy, and retired when it has had its day.
status = "draft"
# From 1 (a first week) to 5 (years of practice).
difficulty = 2
# One slug that says what it is about, and more for those who search.
topic = "docker-images"
tags = []
# How long a good answer takes.
minutes = 7
# Raise it when the question comes to mean something else.
revision = 1
# The day you checked the facts, and when someone should again: at most twelve months later.
facts_as_of = {today}
review_by = {review}
# dated or retired when the question rests on an old idea; then add premise_note = "what no longer holds".
premise = "current"
authors = ["[write: your name, as you want to be thanked]"]
# Up to three ids of resources in a pack.toml, for whoever wants to go on.
resources = []

# At least one link of kind official, to those who make the thing; others are practice or background.
[[links]]
title = "[write: the title of the page]"
url = "https://docs.docker.com/"
kind = "official"

# The packs of the bot's own repository also have `shows` above and [practice] here: how the bot itself does this. Its
# WRITING.md tells more; other packs need neither.
+++

## Scenario

[write: a real situation with something at stake, in at most 900 characters]

**[write: one clear ask]**

## Hints

1. [write: a nudge, in at most 300 characters]
2. [write: a pointer]
3. [write: a small worked example, which is not yet the answer; or remove this one]

## Strong answer

- [must] [write: a point that an answer must cover, with its reason, in at most 240 characters]
- [must] [write: a second point]
- [must] [write: a third point]
- [plus] [write: a point that makes it better still; or remove this one]

## Common wrong answers

- **"[write: what people say]"** Why not: [write: the reason]
- **"[write: another thing people say]"** Why not: [write: the reason]

## What changed

- [write: what is different now, and since which year; or what stayed the same]

## Follow-up

[write: one question that continues the talk]
"#;

#[cfg(test)]
mod tests;
