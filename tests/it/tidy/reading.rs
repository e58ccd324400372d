//! Reads a Rust file as the tidy rules see it: the names in its code, and its string literals. Comments are neither.

/// A file of the repository.
pub(crate) struct File {
    /// From the repository's root, for example `src/app/daily.rs`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
    /// The words and signs of its code, with their lines; empty unless it is Rust.
    pub(crate) tokens: Vec<(usize, String)>,
    /// Its string literals, with their lines.
    pub(crate) literals: Vec<(usize, String)>,
    /// Every path it names, such as `std::fs::read`, `crate::` and `super::` resolved to `crate::…`.
    pub(crate) paths: Vec<(usize, Vec<String>)>,
}

impl File {
    /// Reads a file of this path and text.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (tokens, literals) = if path.ends_with(".rs") { split(text) } else { (Vec::new(), Vec::new()) };
        let paths = paths(&tokens, &module(path));
        Self { path: path.to_owned(), text: text.to_owned(), tokens, literals, paths }
    }

    /// The module of `src/` that it belongs to, such as `app`; empty for `lib.rs` and for everything elsewhere.
    pub(crate) fn top(&self) -> String {
        module(&self.path).first().cloned().unwrap_or_default()
    }

    /// Whether it holds tests only, to which the arrows do not apply.
    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Whether it is product code in Rust.
    pub(crate) fn is_product(&self) -> bool {
        self.path.starts_with("src/") && self.path.ends_with(".rs") && !self.is_test()
    }
}

/// `src/app/daily.rs` is `app`, `daily`.
fn module(path: &str) -> Vec<String> {
    let Some(inner) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else {
        return Vec::new();
    };
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

type Marked = Vec<(usize, String)>;

/// Code and string literals, apart; comments are dropped.
fn split(text: &str) -> (Marked, Marked) {
    let source: Vec<char> = text.chars().collect();
    let at = |i: usize| source.get(i).copied().unwrap_or('\0');
    let (mut tokens, mut literals) = (Vec::new(), Vec::new());
    let (mut i, mut line) = (0, 1);
    while i < source.len() {
        let begin = i;
        let first = line;
        match at(i) {
            '/' if at(i + 1) == '/' => i = find(&source, i, '\n'),
            '/' if at(i + 1) == '*' => i = end_of_comment(&source, i),
            '"' => {
                i = end_of_string(&source, i + 1);
                literals.push((first, source[begin + 1..i - 1].iter().collect()));
            }
            'r' if is_raw_string(&source, i) => {
                let hashes = source[i + 1..].iter().take_while(|c| **c == '#').count();
                let open = i + 2 + hashes;
                let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let length = source[open..].windows(close.len()).position(|end| end == close);
                let end = open + length.unwrap_or(source.len() - open);
                literals.push((first, source[open..end].iter().collect()));
                i = (end + close.len()).min(source.len());
            }
            // A character; a lifetime has no second quote there.
            '\'' if at(i + 1) == '\\' => i = find(&source, i + 3, '\'') + 1,
            '\'' if at(i + 2) == '\'' => i += 3,
            c if c.is_alphanumeric() || c == '_' => {
                while at(i).is_alphanumeric() || at(i) == '_' {
                    i += 1;
                }
                tokens.push((first, source[begin..i].iter().collect()));
            }
            ':' if at(i + 1) == ':' => {
                i += 2;
                tokens.push((first, "::".to_owned()));
            }
            c => {
                i += 1;
                if !c.is_whitespace() {
                    tokens.push((first, c.to_string()));
                }
            }
        }
        line += source[begin..i.min(source.len())].iter().filter(|c| **c == '\n').count();
    }
    (tokens, literals)
}

fn find(source: &[char], from: usize, wanted: char) -> usize {
    (from..source.len()).find(|i| source[*i] == wanted).unwrap_or(source.len())
}

/// Just behind the closing quote.
fn end_of_string(source: &[char], mut i: usize) -> usize {
    while i < source.len() {
        match source[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    source.len()
}

fn end_of_comment(source: &[char], mut i: usize) -> usize {
    let mut depth = 0;
    while i + 1 < source.len() {
        match (source[i], source[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    source.len()
}

fn is_raw_string(source: &[char], i: usize) -> bool {
    source[i + 1..].iter().find(|c| **c != '#') == Some(&'"')
}

fn paths(tokens: &[(usize, String)], module: &[String]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        i = read_path(tokens, i, &mut Vec::new(), &mut found).max(i + 1);
    }
    found.into_iter().map(|(line, path)| (line, resolve(path, module))).collect()
}

/// Reads one path, or a tree of them as in `use std::{fs, io}`; returns where it stopped.
fn read_path(
    tokens: &[(usize, String)],
    mut i: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let (depth, begin) = (prefix.len(), i);
    let text = |i: usize| tokens.get(i).map_or("", |(_, text)| text.as_str());
    let is_name = |i: usize| text(i).starts_with(|c: char| c.is_alphabetic() || c == '_');
    while is_name(i) {
        prefix.push(text(i).to_owned());
        i += 1;
        if text(i) != "::" {
            break;
        }
        i += 1;
        if text(i) == "{" {
            i += 1;
            while i < tokens.len() && text(i) != "}" {
                i = read_path(tokens, i, prefix, found).max(i + 1);
            }
            prefix.truncate(depth);
            return i + 1;
        }
    }
    if i > begin {
        found.push((tokens[begin].0, prefix.clone()));
    }
    prefix.truncate(depth);
    i
}

/// Makes `super::…` and `self::…` begin at the crate.
fn resolve(path: Vec<String>, module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let rest = path.iter().skip(ups).cloned();
    let within = |keep: usize| std::iter::once("crate".to_owned()).chain(module.iter().take(keep).cloned());
    match path.first().map(String::as_str) {
        Some("super") => within(module.len().saturating_sub(ups)).chain(rest).collect(),
        Some("self") if path.len() > 1 => within(module.len()).chain(path.into_iter().skip(1)).collect(),
        Some("quotidian") => std::iter::once("crate".to_owned()).chain(path.into_iter().skip(1)).collect(),
        Some(_) | None => path,
    }
}
