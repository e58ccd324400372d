//! Looking for words, and what is suggested while someone types them.

use super::{question, resources};
use crate::compose::Found;
use crate::domain::{Bank, Language, find_zones};

/// A suggestion while typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, at most 100 characters.
    pub label: String,
    /// What is sent when it is chosen.
    pub value: String,
}

impl Choice {
    pub(super) fn new(label: &str, value: &str) -> Self {
        Self { label: label.chars().take(100).collect(), value: value.chars().take(100).collect() }
    }
}

/// How many suggestions are shown.
const SUGGESTIONS: usize = 20;

/// Suggestions for what is being typed into a command's option, from what is in memory.
pub(crate) fn complete(
    bank: &Bank,
    asked: &[Found<'_>],
    (command, option): (&str, &str),
    (typed, language): (&str, Language),
) -> Vec<Choice> {
    match (command, option) {
        ("setup", "city") if !typed.trim().is_empty() => find_zones(typed, SUGGESTIONS)
            .into_iter()
            .map(|zone| Choice::new(&zone.name().replace('_', " "), zone.name()))
            .collect(),
        ("question", "search") => question::suggest(asked, (typed, language), SUGGESTIONS),
        ("bank", "search") => super::bank::suggest(asked, (typed, language), SUGGESTIONS),
        ("resources", "search") => resources::suggest(bank, (typed, language), SUGGESTIONS),
        _ => Vec::new(),
    }
}

/// How well a text fits the words looked for: 0 when one of them is missing.
pub(super) fn fit(text: &str, words: &[String]) -> usize {
    let text = text.to_lowercase();
    let found = words.iter().filter(|word| text.contains(word.as_str())).count();
    if found == words.len() { found.max(1) } else { 0 }
}

/// What someone typed, as lower-case words.
pub(super) fn words_of(typed: &str) -> Vec<String> {
    typed.to_lowercase().split_whitespace().map(str::to_owned).collect()
}
