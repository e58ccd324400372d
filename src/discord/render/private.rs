//! A private answer: as its author sees it, and in the thread once it is shared.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;

use super::text::{channel, clip, full, member, quiet, short, small};
use super::{CALM, Shown, button, embed};
use crate::domain::MemberId;
use crate::view::{Press, PrivatePress, PrivateSaid, PrivateView, Sharing};
use crate::words::Words;

/// What stands in an answer's card; an answer is shorter, whatever became of it.
const CARD: usize = 4_000;

/// What the author wrote, what becomes of it, and what they can do about it.
pub(super) fn private(view: &PrivateView, words: Words) -> Shown {
    let mut lines = vec![said(view, words)];
    let text = match &view.said {
        PrivateSaid::TooLate(typed) => Some(typed),
        PrivateSaid::Here
        | PrivateSaid::Saved
        | PrivateSaid::TakenBack
        | PrivateSaid::Deleted
        | PrivateSaid::Chosen => view.text.as_ref(),
    };
    if view.text.is_some() && !matches!(view.said, PrivateSaid::TooLate(_)) {
        lines.push(match view.sharing {
            Sharing::No => words.private_stays(),
            Sharing::Later => words.private_later(),
            Sharing::Shared => words.private_shared(),
        });
        lines.extend(view.kept_until.map(|until| small(&words.private_kept(&short(until)))));
    }
    let thread = view.thread.as_ref().filter(|_| !view.is_open);
    lines.extend(thread.map(|thread| words.private_talk(&channel(thread))));
    let cards = text.filter(|text| !text.is_empty());
    let cards = cards.map(|text| embed(&words.private_title(), clip(text, CARD)));
    let buttons = buttons(view, words);
    let rows = if buttons.is_empty() { Vec::new() } else { vec![CreateActionRow::Buttons(buttons)] };
    Shown { embeds: cards.into_iter().collect(), ..Shown::line(lines.join("\n")) }.rows(rows)
}

fn said(view: &PrivateView, words: Words) -> String {
    match &view.said {
        PrivateSaid::TooLate(_) => words.private_too_late(),
        PrivateSaid::TakenBack => words.private_taken_back(),
        PrivateSaid::Deleted => words.private_deleted(),
        PrivateSaid::Here | PrivateSaid::Chosen | PrivateSaid::Saved if view.text.is_none() => {
            if view.is_open { words.private_none() } else { words.private_none_closed() }
        }
        PrivateSaid::Here | PrivateSaid::Chosen if view.is_open => {
            view.until.map_or_else(|| words.private_here_open(), |until| words.private_here(&full(until)))
        }
        PrivateSaid::Here | PrivateSaid::Chosen => words.private_closed(),
        PrivateSaid::Saved => {
            view.until.map_or_else(|| words.private_saved_open(), |until| words.private_saved(&full(until)))
        }
    }
}

fn buttons(view: &PrivateView, words: Words) -> Vec<CreateButton> {
    let press = |press: PrivatePress, label: &str| {
        button(&Press::Private(view.community.clone(), view.day, press), label)
    };
    if view.text.is_none() {
        let write = || press(PrivatePress::Write, &words.button_private_write()).style(ButtonStyle::Primary);
        return view.is_open.then(write).into_iter().collect();
    }
    let keep = |label: &str| press(PrivatePress::Share(false), label);
    if view.is_open {
        return vec![
            press(PrivatePress::Write, &words.button_private_change()),
            press(PrivatePress::TakeBack, &words.button_private_take_back()),
            match view.sharing {
                Sharing::Later => keep(&words.button_private_keep()),
                Sharing::No | Sharing::Shared => {
                    press(PrivatePress::Share(true), &words.button_private_share_later())
                }
            },
        ];
    }
    let share = match view.sharing {
        Sharing::Shared => Some(keep(&words.button_private_unshare())),
        Sharing::No | Sharing::Later => view.kept_until.map(|_| {
            press(PrivatePress::Share(true), &words.button_private_share()).style(ButtonStyle::Primary)
        }),
    };
    let delete = view.kept_until.map(|_| press(PrivatePress::TakeBack, &words.button_private_delete()));
    share.into_iter().chain(delete).collect()
}

/// The message that shares an answer: it names its author and calls nobody, and what they wrote stands in a card of its
/// own, out of which it cannot break. Its button also tells the bot later that this is it.
pub(crate) fn shared_answer(author: &MemberId, text: &str, take_back: &Press, words: Words) -> Shown {
    let card = CreateEmbed::new().description(clip(&quiet(text), CARD)).colour(CALM);
    let row = CreateActionRow::Buttons(vec![button(take_back, &words.button_shared_take_back())]);
    Shown { embeds: vec![card], ..Shown::line(words.shared_answer(&member(author))) }.rows(vec![row])
}
