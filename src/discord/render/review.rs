//! A question that came back: as it is, with its hints, with its answer, and what becomes of it. No word of blame.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;

use super::answer::{MESSAGE, cards};
use super::life::label;
use super::text::{channel, clip, date, length, small};
use super::{CALM, GREEN, Shown, button, embed};
use crate::domain::{Comeback, Score};
use crate::view::{AnswerView, Press, ReviewPress, ReviewView, ReviewedView};
use crate::words::Words;

/// The question, as the reader knows it, with what can be asked about it.
pub(super) fn review(review: &ReviewView, words: Words) -> Shown {
    let about = about(review, words);
    if let Some(answer) = &review.answer {
        return answered(review, answer, (&about, words));
    }
    let mut lines = vec![review.scenario.trim().to_owned(), String::new()];
    if let Some(note) = &review.note {
        lines.extend([words.post_note(note), String::new()]);
    }
    for hint in &review.hints {
        lines.extend([words.review_hint(hint), String::new()]);
    }
    lines.push(about);
    let mut buttons = Vec::new();
    if review.more_hints {
        let label = match review.hints.is_empty() {
            true => words.button_review_hint(),
            false => words.button_review_hint_more(),
        };
        buttons.push(press(review, ReviewPress::Hints(review.hints.len() + 1), &label));
    }
    let show = press(review, ReviewPress::Answer, &words.button_review_answer());
    buttons.push(show.style(ButtonStyle::Primary));
    Shown::card(embed(&review.title, lines.join("\n"))).rows(vec![CreateActionRow::Buttons(buttons)])
}

/// The question with its answer, and how the reader did.
fn answered(review: &ReviewView, found: &AnswerView, (about, words): (&str, Words)) -> Shown {
    let lines = clip(&format!("{}\n\n{about}", review.scenario.trim()), 2_048);
    let how = words.review_how();
    let taken = length(&lines) + length(&review.title).min(256) + length(&how);
    let room = MESSAGE.saturating_sub(taken);
    let ask = CreateEmbed::new().description(how).colour(CALM);
    let choice = |score| press(review, ReviewPress::Score(score), &label(score, words));
    let buttons = Score::ALL.map(choice).to_vec();
    let mut embeds = vec![embed(&review.title, lines)];
    embeds.extend(cards(found, room, words));
    embeds.push(ask);
    Shown { embeds, rows: vec![CreateActionRow::Buttons(buttons)], ..Shown::default() }
}

/// That it is back, when it was asked, and where it was talked about.
fn about(review: &ReviewView, words: Words) -> String {
    let mut about = vec![words.review_back(), words.question_asked_on(&date(words, review.day.0))];
    about.extend(review.thread.as_ref().map(|thread| words.question_thread(&channel(thread))));
    let mut lines = vec![small(&about.join(" · "))];
    lines.extend(review.changed.then(|| small(&words.review_changed())));
    lines.join("\n")
}

fn press(review: &ReviewView, press: ReviewPress, label: &str) -> CreateButton {
    button(&Press::Review(review.question.clone(), review.due, press), label)
}

/// When it comes back, if it does, and the next one.
pub(super) fn reviewed(reviewed: &ReviewedView, words: Words) -> Shown {
    let becomes = match (reviewed.comeback, reviewed.before) {
        _ if reviewed.title.is_none() => words.reviewed_gone(),
        (Comeback::On(day), true) => words.reviewed_before_again(&date(words, day.0)),
        (Comeback::On(day), false) if reviewed.low => words.reviewed_again_low(&date(words, day.0)),
        (Comeback::On(day), false) => words.reviewed_again(&date(words, day.0)),
        (Comeback::Over, _) => words.reviewed_over(),
        (Comeback::Never, _) => words.reviewed_before(),
    };
    let more = match reviewed.ready {
        0 => words.reviewed_last(),
        ready => words.reviewed_more(ready),
    };
    let text = format!("{becomes}\n{}", small(&more));
    let card = match &reviewed.title {
        Some(title) if reviewed.comeback == Comeback::Over => embed(title, text).colour(GREEN),
        Some(title) => embed(title, text),
        None => CreateEmbed::new().description(text).colour(CALM),
    };
    let next = button(&Press::NextReview, &words.button_review_next()).style(ButtonStyle::Primary);
    let rows = (reviewed.ready > 0).then(|| CreateActionRow::Buttons(vec![next]));
    Shown::card(card).rows(rows.into_iter().collect())
}
