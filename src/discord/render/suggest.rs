//! What members proposed, one at a time with what can be decided; and what became of the reader's own.

use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::text::{bullets, clip, member, plain, small};
use super::{Shown, button, embed};
use crate::view::{Decided, Press, SuggestPress, SuggestSaid, SuggestView, SuggestedQuestion};
use crate::words::Words;

/// The page.
pub(super) fn suggest(view: &SuggestView, words: Words) -> Shown {
    let mut lines: Vec<String> = view.said.iter().map(|said| self::said(said, words)).collect();
    lines.extend(view.decided.iter().map(|decided| self::decided(decided, words)));
    if lines.is_empty() && view.organiser && view.waiting.is_none() {
        lines.push(words.suggest_nothing_waits());
    }
    let mut shown = Shown::line(clip(&lines.join("\n\n"), 1_900));
    let new = press(SuggestPress::New, &words.button_suggest());
    let mut buttons = Vec::new();
    if let Some(waiting) = &view.waiting {
        shown.embeds.push(card(waiting, view.more, words));
        buttons = decisions(&waiting.id, words);
    }
    buttons.push(new);
    shown.rows.push(CreateActionRow::Buttons(buttons));
    shown.rows.extend((!view.own.is_empty()).then(|| own(view, words)));
    shown
}

fn said(said: &SuggestSaid, words: Words) -> String {
    match said {
        SuggestSaid::Sent => words.suggest_sent(),
        SuggestSaid::Approved => words.suggest_approved(),
        SuggestSaid::Declined => words.suggest_declined(),
        SuggestSaid::Saved => words.suggest_saved(),
        SuggestSaid::Already(true) => words.suggest_already_approved(),
        SuggestSaid::Already(false) => words.suggest_already_declined(),
        SuggestSaid::Gone => words.suggest_gone(),
    }
}

/// What became of a suggestion, as its author is told.
pub(super) fn decided(decided: &Decided, words: Words) -> String {
    let title = plain(&decided.title);
    let text = match decided.approved {
        true => words.suggest_was_approved(&title),
        false => words.suggest_was_declined(&title),
    };
    match decided.note.trim() {
        "" => text,
        note => format!("{text}\n> {}", clip(note, 500).replace('\n', "\n> ")),
    }
}

fn card(waiting: &SuggestedQuestion, more: usize, words: Words) -> serenity::builder::CreateEmbed {
    let mut lines = vec![waiting.scenario.clone(), String::new()];
    lines.push(format!("**{}**", words.question_must()));
    lines.push(bullets(&waiting.must));
    lines.extend(waiting.hint.iter().map(|hint| format!("\n**{}** {hint}", words.suggest_hint())));
    lines.extend(waiting.link.iter().map(|link| format!("\n{link}")));
    lines.push(String::new());
    lines.push(small(&words.post_by(&member(&waiting.member))));
    lines.extend((more > 0).then(|| small(&words.suggest_more(more))));
    embed(&waiting.title, lines.join("\n"))
}

fn decisions(id: &str, words: Words) -> Vec<CreateButton> {
    let approve = press(SuggestPress::Approve(id.to_owned()), &words.button_approve());
    vec![
        approve.style(ButtonStyle::Success),
        press(SuggestPress::Edit(id.to_owned()), &words.button_edit()),
        press(SuggestPress::Decline(id.to_owned()), &words.button_decline()),
    ]
}

/// The values are the ids of the buttons that would open the form.
fn own(view: &SuggestView, words: Words) -> CreateActionRow {
    let options = view.own.iter().map(|(id, title)| {
        CreateSelectMenuOption::new(clip(title, 100), Press::Suggest(SuggestPress::EditOwn(id.clone())).id())
    });
    let kind = CreateSelectMenuKind::String { options: options.collect() };
    let menu = CreateSelectMenu::new(Press::Suggest(SuggestPress::Own).id(), kind);
    CreateActionRow::SelectMenu(menu.placeholder(clip(&words.suggest_select_own(), 150)))
}

fn press(press: SuggestPress, label: &str) -> CreateButton {
    button(&Press::Suggest(press), label)
}
