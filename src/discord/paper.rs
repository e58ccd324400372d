//! What Discord would show, on paper: for a terminal, with how full its limits are.

use serde_json::Value;

use super::render::{Frame, Shown, question_post, render, reveal};
use crate::view::{HintView, PracticeView, QuestionPost, RevealPost, View};
use crate::words::Words;

/// What all cards of one message may hold.
const MESSAGE: usize = 6_000;

/// A message as someone would draw it.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Its text, with a line for each row of buttons.
    pub(crate) text: String,
    /// How many characters its cards hold.
    pub(crate) length: usize,
    /// How many they may hold.
    pub(crate) most: usize,
}

/// The post of a question.
pub(crate) fn post(post: &QuestionPost) -> Sheet {
    drawn(&question_post(post))
}

/// Hints, as their asker sees them.
pub(crate) fn hints(hints: &HintView, words: Words) -> Sheet {
    let frame = Frame { words, shared: false, asked_at: None };
    drawn(&render(&View::Hint(hints.clone()), &frame))
}

/// How the bot does it, as whoever asked sees it.
pub(crate) fn practice(told: PracticeView, words: Words) -> Sheet {
    let frame = Frame { words, shared: false, asked_at: None };
    drawn(&render(&View::Practice(Box::new(told)), &frame))
}

/// The reveal in the thread.
pub(crate) fn answer(post: &RevealPost) -> Sheet {
    drawn(&reveal(post))
}

fn drawn(shown: &Shown) -> Sheet {
    let body = shown.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cards = || body["embeds"].as_array().into_iter().flatten();
    let mut blocks = vec![text(&body["content"])];
    for card in cards() {
        blocks.extend([text(&card["title"]), text(&card["description"])]);
    }
    let rows = body["components"].as_array().into_iter().flatten();
    for row in rows.filter_map(|row| row["components"].as_array()) {
        let labels: Vec<String> = row.iter().map(|part| format!("[ {} ]", text(&part["label"]))).collect();
        blocks.push(labels.join("  "));
    }
    blocks.retain(|block| !block.is_empty());
    let length = |value: &Value| value.as_str().unwrap_or_default().encode_utf16().count();
    let length = cards().map(|card| length(&card["title"]) + length(&card["description"])).sum();
    Sheet { text: blocks.join("\n"), length, most: MESSAGE }
}
