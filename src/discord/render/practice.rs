//! How the bot does what a question asks.

use super::text::{clip, small};
use super::{Shown, embed};
use crate::view::PracticeView;
use crate::words::Words;

/// What it does, why, what it leaves out, and where that can be read.
pub(super) fn practice(told: &PracticeView, words: Words) -> Shown {
    let places: Vec<String> = told.places.iter().map(|path| format!("`{}`", clip(path, 200))).collect();
    let sections = [
        (words.practice_does(), clip(&told.does, 800)),
        (words.practice_why(), clip(&told.why, 800)),
        (words.practice_leaves_out(), clip(&told.leaves_out, 800)),
        (words.practice_where(), places.join("\n")),
    ];
    let mut blocks: Vec<String> = sections
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(heading, text)| format!("**{heading}**\n{text}"))
        .collect();
    blocks.extend(told.page.as_ref().map(|page| small(&words.practice_page(page))));
    Shown::card(embed(&told.title, blocks.join("\n\n")).colour(super::GREEN))
}
