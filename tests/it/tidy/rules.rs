//! What is checked for each sentence of ARCHITECTURE.md, by the sentence's id.

use super::reading::File;

/// A line that breaks a rule, and what it does.
pub(super) type Fault = (usize, String);

/// Finds what in a file breaks a rule.
pub(super) type Check = fn(&File) -> Vec<Fault>;

/// Files that are longer than 400 lines, each with the reason why it is not split.
pub(super) const LONG: &[(&str, &str)] =
    &[("src/words/sentences.rs", "one list of every sentence, in the order of the Fluent files")];

/// Each sentence's check.
pub(super) const RULES: &[(&str, Check)] = &[
    ("domain-pure", |file| {
        let mut faults = arrow(file, "domain", &[]);
        if file.top() == "domain" && file.is_product() {
            faults.extend(crates(file, |name| name != "chrono" && name != "chrono_tz"));
            faults.extend(words(file, &["async", "await"]));
        }
        faults
    }),
    ("view-data", |file| arrow(file, "view", &["domain"])),
    ("words-doors", |file| arrow(file, "words", &["domain", "view"])),
    ("event-told", |file| arrow(file, "event", &["domain", "effect"])),
    ("effect-stored", |file| arrow(file, "effect", &["domain", "view"])),
    ("store-below", |file| arrow(file, "store", &["domain"])),
    ("compose-alike", |file| arrow(file, "compose", &["domain", "questions", "store", "view"])),
    ("commands-below-app", |file| {
        arrow(file, "commands", &["compose", "domain", "effect", "store", "view", "words"])
    }),
    ("app-doors", |file| {
        let below = ["commands", "compose", "domain", "effect", "event", "store", "view", "words"];
        arrow(file, "app", &below)
    }),
    ("pump-between", |file| {
        let below = ["app", "clock", "commands", "domain", "effect", "event", "metrics", "view", "words"];
        arrow(file, "pump", &below)
    }),
    ("discord-outside", |file| match file.top().as_str() {
        "discord" => never(file, &["app", "compose", "store"]),
        _ => Vec::new(),
    }),
    ("standin-stranger", |file| arrow(file, "standin", &[])),
    ("wired-once", |file| match file.top().as_str() {
        "run" | "demo" | "preview" | "discord" | "standin" | "" => Vec::new(),
        _ => never(file, &["discord", "standin"]),
    }),
    ("serenity-once", |file| match file.top().as_str() {
        "discord" => Vec::new(),
        _ if file.is_product() => crates(file, |name| name == "serenity"),
        _ => Vec::new(),
    }),
    ("core-without-wire", |file| match file.top().as_str() {
        "app" | "commands" | "compose" | "store" | "effect" | "event" | "view" | "words" | "pump"
            if file.is_product() =>
        {
            crates(file, |name| ["axum", "reqwest"].contains(&name))
        }
        _ => Vec::new(),
    }),
    ("sql-once", |file| match file.top().as_str() {
        "store" => Vec::new(),
        _ if file.is_product() => {
            let mut faults = crates(file, |name| name == "sqlx");
            faults.extend(literals(file, is_sql, "has SQL in it"));
            faults
        }
        _ => Vec::new(),
    }),
    ("clock-once", |file| match file.path.as_str() {
        "src/clock.rs" => Vec::new(),
        _ => product(file, |path| {
            path.ends_with_parts(&["Utc", "now"])
                || path.ends_with_parts(&["Local", "now"])
                || path.ends_with_parts(&["SystemTime", "now"])
        }),
    }),
    ("environment-once", |file| match file.top().as_str() {
        "config" => Vec::new(),
        _ => product(file, |path| path.begins_with_parts(&["std", "env"])),
    }),
    ("files-once", |file| match file.top().as_str() {
        "config" | "questions" => Vec::new(),
        _ => product(file, |path| {
            path.begins_with_parts(&["std", "fs"]) || path.begins_with_parts(&["tokio", "fs"])
        }),
    }),
    ("no-drawers", |file| {
        let drawers = ["utils", "util", "helpers", "helper", "common", "constants", "misc"];
        let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or_default());
        let found = parts.filter(|part| drawers.contains(part));
        found.map(|part| (1, format!("is a drawer called {part}; name it after what is in it"))).collect()
    }),
    ("short-files", |file| {
        let lines = file.text.lines().count();
        let is_listed = LONG.iter().any(|(path, _)| *path == file.path);
        if !file.path.starts_with("src/") || lines <= 400 || is_listed {
            return Vec::new();
        }
        vec![(lines, "is longer than 400 lines; split it, or list it in tests/it/tidy/rules.rs".to_owned())]
    }),
    ("no-skipped-tests", |file| {
        let text = |i: usize| file.tokens.get(i).map_or("", |(_, text): &(usize, String)| text.as_str());
        let ignores = |i: &usize| text(*i) == "#" && text(*i + 1) == "[" && text(*i + 2) == "ignore";
        let found = (0..file.tokens.len()).filter(ignores);
        found.map(|i| (file.tokens[i].0, "ignores a test".to_owned())).collect()
    }),
    ("nothing-left-to-do", |file| {
        let text = |i: usize| file.tokens.get(i).map_or("", |(_, text): &(usize, String)| text.as_str());
        let leaves = |i: &usize| ["todo", "unimplemented"].contains(&text(*i)) && text(*i + 1) == "!";
        let found = (0..file.tokens.len()).filter(leaves);
        found.map(|i| (file.tokens[i].0, "leaves something to do".to_owned())).collect()
    }),
    ("sql-shared", |file| {
        if file.path.starts_with("migrations/") {
            return migration(&file.text);
        }
        if file.top() != "store" {
            return Vec::new();
        }
        literals(file, |text| is_sql(text) && has_capitals(text), "has SQL in capitals")
    }),
    ("sum-cast", |file| {
        let is_bare = |text: &str| text.replace("cast(coalesce(sum(", "").contains("sum(");
        match file.path.starts_with("migrations/") {
            true if is_bare(&file.text) => vec![(1, "adds up without a cast".to_owned())],
            true => Vec::new(),
            false if file.top() == "store" => literals(file, is_bare, "adds up without a cast"),
            false => Vec::new(),
        }
    }),
];

trait Parts {
    fn begins_with_parts(&self, parts: &[&str]) -> bool;
    fn ends_with_parts(&self, parts: &[&str]) -> bool;
}

impl Parts for [String] {
    fn begins_with_parts(&self, parts: &[&str]) -> bool {
        self.len() >= parts.len() && self.iter().zip(parts).all(|(ours, theirs)| ours == theirs)
    }

    fn ends_with_parts(&self, parts: &[&str]) -> bool {
        self.len() >= parts.len() && self[self.len() - parts.len()..].iter().eq(parts)
    }
}

/// A module of ours may name only these others of ours.
fn arrow(file: &File, module: &str, may: &[&str]) -> Vec<Fault> {
    if file.top() != module || !file.is_product() {
        return Vec::new();
    }
    let ours = file.paths.iter().filter_map(|(line, path)| Some((line, ours(path)?)));
    let astray = ours.filter(|(_, name)| *name != module && !may.contains(name));
    astray.map(|(line, name)| (*line, format!("names `{name}`"))).collect()
}

/// A file of the product never names these modules of ours.
fn never(file: &File, modules: &[&str]) -> Vec<Fault> {
    if !file.is_product() {
        return Vec::new();
    }
    let ours = file.paths.iter().filter_map(|(line, path)| Some((line, ours(path)?)));
    let astray = ours.filter(|(_, name)| modules.contains(name));
    astray.map(|(line, name)| (*line, format!("names `{name}`"))).collect()
}

/// The module of ours that a path leads to.
fn ours(path: &[String]) -> Option<&str> {
    let [first, name, ..] = path else { return None };
    (first == "crate" && super::modules().contains(name)).then_some(name.as_str())
}

/// Names of other crates that are out of place; the first part of a path is one when Cargo.toml has it.
fn crates(file: &File, is_astray: impl Fn(&str) -> bool) -> Vec<Fault> {
    let named = file.paths.iter().filter_map(|(line, path)| Some((line, path.first()?)));
    let astray = named.filter(|(_, name)| super::dependencies().contains(name) && is_astray(name));
    astray.map(|(line, name)| (*line, format!("names `{name}`"))).collect()
}

fn product(file: &File, is_astray: impl Fn(&[String]) -> bool) -> Vec<Fault> {
    if !file.is_product() {
        return Vec::new();
    }
    let astray = file.paths.iter().filter(|(_, path)| is_astray(path));
    astray.map(|(line, path)| (*line, format!("names `{}`", path.join("::")))).collect()
}

fn words(file: &File, forbidden: &[&str]) -> Vec<Fault> {
    let found = file.tokens.iter().filter(|(_, text)| forbidden.contains(&text.as_str()));
    found.map(|(line, text)| (*line, format!("says `{text}`"))).collect()
}

fn literals(file: &File, is_astray: impl Fn(&str) -> bool, what: &str) -> Vec<Fault> {
    if !file.is_product() {
        return Vec::new();
    }
    let found = file.literals.iter().filter(|(_, text)| is_astray(text));
    found.map(|(line, _)| (*line, what.to_owned())).collect()
}

/// Whether a text reads like a statement, and not like a sentence that begins with the same verb.
fn is_sql(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    ["insert into ", "delete from ", "create table ", "create index ", "alter table ", "pragma "]
        .iter()
        .any(|verb| text.starts_with(verb))
        || text.starts_with("select ") && text.contains(" from ")
        || text.starts_with("update ") && text.contains(" set ")
}

/// Capitals outside quoted text.
fn has_capitals(sql: &str) -> bool {
    sql.split('\'').step_by(2).any(|part| part.contains(|c: char| c.is_ascii_uppercase()))
}

/// Every line of a migration that is not lower case, or whose column is neither `text` nor `bigint`.
fn migration(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (line, sql) in (1..).zip(text.lines()).map(|(n, line)| (n, line.split("--").next().unwrap_or(line))) {
        if has_capitals(sql) {
            faults.push((line, "has SQL in capitals".to_owned()));
        }
        let words: Vec<&str> = sql.split(|c: char| c.is_whitespace() || c == ',').collect();
        let column = match words.as_slice() {
            // A column of `create table` stands on a line of its own, four spaces in.
            ["", "", "", "", name, kind, ..] if !is_constraint(name) => Some((*name, *kind)),
            ["alter", "table", _, "add", "column", name, kind, ..] => Some((*name, *kind)),
            ["alter", "table", _, "add", name, kind, ..] if !is_constraint(name) => Some((*name, *kind)),
            _ => None,
        };
        if let Some((name, kind)) = column.filter(|(_, kind)| !["text", "bigint"].contains(kind)) {
            faults.push((line, format!("makes `{name}` of type `{kind}`")));
        }
    }
    faults
}

fn is_constraint(word: &str) -> bool {
    ["primary", "foreign", "unique", "check", "constraint"].contains(&word)
}
