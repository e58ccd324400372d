//! The reveal in a question's thread, and what a member alone sees: hints, and how they did.

use serenity::builder::CreateActionRow;
use serenity::model::application::ButtonStyle;

use super::answer::{MESSAGE, cards};
use super::text::{bullets, clip, short, small};
use super::{Shown, button, embed};
use crate::domain::{Day, Score};
use crate::view::{HintView, NextHint, Press, PrivatePress, RevealPost, ScoreView};
use crate::words::Words;

/// What a strong answer covers. Its button for the score also tells the bot later that this is the reveal of this community and day.
pub(crate) fn reveal(post: &RevealPost) -> Shown {
    let words = Words::from(post.language);
    let embeds = match &post.answer {
        Some(answer) => cards(answer, MESSAGE, words),
        None => vec![embed(&post.title, words.reveal_gone())],
    };
    let ask = Press::AskScore(post.community.clone(), Day(post.day));
    let mine = Press::Private(post.community.clone(), Day(post.day), PrivatePress::Show);
    let mut buttons = vec![button(&ask, &words.button_score()), button(&mine, &words.button_private_mine())];
    if post.answer.as_ref().is_some_and(|answer| answer.practice) {
        let press = Press::Practice(post.community.clone(), Day(post.day));
        buttons.push(button(&press, &words.button_practice()));
    }
    let row = CreateActionRow::Buttons(buttons);
    Shown { embeds, ..Shown::default() }.rows(vec![row])
}

/// The hints that are open, and when the next one is.
pub(super) fn hint(hint: &HintView, words: Words) -> Shown {
    let mut lines: Vec<String> = hint.hints.iter().map(|hint| format!("{}\n", hint.trim())).collect();
    lines.push(small(&match hint.next {
        NextHint::Nothing => words.hint_last(),
        NextHint::Now => words.hint_now(),
        NextHint::At(at) => words.hint_later(&short(at)),
    }));
    let shown = Shown::card(embed(&words.hint_title(&hint.title), lines.join("\n")));
    if hint.next != NextHint::Now {
        return shown;
    }
    let next = Press::Hint(hint.community.clone(), hint.day);
    shown.rows(vec![CreateActionRow::Buttons(vec![button(&next, &words.button_next_hint())])])
}

/// What to hold one's answer against, and a button for each way in which it went.
pub(super) fn score(view: &ScoreView, words: Words) -> Shown {
    let mut lines = Vec::new();
    if view.saved {
        lines.extend(view.score.map(|score| said(score, words)));
    }
    match view.must.is_empty() {
        true => lines.push(words.score_gone()),
        false => lines.extend([words.score_ask(), String::new(), clip(&bullets(&view.must), 3_500)]),
    }
    lines.extend([String::new(), small(&words.score_private())]);
    let choice = |score: Score| {
        let press = Press::GiveScore(view.community.clone(), view.day, score);
        let button = button(&press, &label(score, words));
        if view.score == Some(score) { button.style(ButtonStyle::Primary) } else { button }
    };
    let row = CreateActionRow::Buttons(Score::ALL.map(choice).to_vec());
    Shown::card(embed(&view.title, lines.join("\n"))).rows(vec![row])
}

/// What a score is called on a button.
pub(super) fn label(score: Score, words: Words) -> String {
    match score.points() {
        0 => words.score_none(),
        1 => words.score_little(),
        2 => words.score_most(),
        _ => words.score_all(),
    }
}

fn said(score: Score, words: Words) -> String {
    match score.points() {
        0 => words.score_said_none(),
        1 => words.score_said_little(),
        2 => words.score_said_most(),
        _ => words.score_said_all(),
    }
}
