//! What is kept about the reader, and what the bot can do.

use serenity::builder::CreateActionRow;
use serenity::model::application::ButtonStyle;

use super::text::small;
use super::{Shown, button, embed};
use crate::commands::{CATALOG, Spec};
use crate::view::{HelpView, Press, PrivacyView};
use crate::words::Words;

/// What is kept, for how long, and the reader's choices.
pub(super) fn privacy(privacy: &PrivacyView, words: Words) -> Shown {
    let seen = if privacy.hidden { words.privacy_hidden() } else { words.privacy_shown() };
    let mut lines = vec![words.privacy_held(privacy.answers)];
    lines.extend((privacy.texts > 0).then(|| words.privacy_texts(privacy.texts)));
    lines.extend((privacy.scores > 0).then(|| words.privacy_scores(privacy.scores)));
    lines.extend(privacy.hints.then(|| words.privacy_hints()));
    lines.extend((privacy.reviews > 0).then(|| words.privacy_reviews(privacy.reviews)));
    lines.extend((privacy.proposed > 0).then(|| words.privacy_proposed(privacy.proposed)));
    lines.extend([words.privacy_organiser(), String::new(), words.privacy_how_long(), String::new(), seen]);
    let hide = match privacy.hidden {
        true => button(&Press::Hide(false), &words.button_show()),
        false => button(&Press::Hide(true), &words.button_hide()),
    };
    let buttons = match privacy.confirming {
        true => {
            lines = vec![words.privacy_confirm()];
            let sure = button(&Press::Forget(true), &words.button_forget_sure()).style(ButtonStyle::Danger);
            // Who wants to be seen by nobody may not need to lose everything.
            if privacy.hidden { vec![sure] } else { vec![hide, sure] }
        }
        false => vec![hide, button(&Press::Forget(false), &words.button_forget())],
    };
    Shown::card(embed(&words.privacy_title(), lines.join("\n"))).rows(vec![CreateActionRow::Buttons(buttons)])
}

/// The catalogue, as far as it concerns the reader.
pub(super) fn help(help: &HelpView, words: Words) -> Shown {
    let listed = |organisers: bool| {
        let specs = CATALOG.iter().filter(move |spec: &&Spec| spec.organisers == organisers);
        specs.map(|spec| words.help_command(&words.name_of(spec.name), &(spec.about)(words)))
    };
    let mut lines = vec![words.help_intro(), String::new()];
    lines.extend(listed(false));
    if help.organiser {
        lines.extend([String::new(), words.help_organisers()]);
        lines.extend(listed(true));
    }
    lines.extend([String::new(), small(&words.help_private())]);
    Shown::card(embed(&words.help_title(), lines.join("\n")))
}
