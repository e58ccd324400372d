//! Forms: the window that Discord opens, and what stands on a message so that nothing is typed twice.

use serenity::builder::{CreateActionRow, CreateInputText, CreateModal};
use serenity::model::application::{ButtonStyle, InputTextStyle};
use serenity::model::channel::Embed;

use super::text::clip;
use super::{Shown, button, embed};
use crate::view::{Field, FieldView, FormView, Press, Typed};
use crate::words::{UserError, Words};

/// The window. What was typed before stands in it in place of what the form brings.
pub(crate) fn modal(form: &FormView, typed: &Typed, words: Words) -> CreateModal {
    let rows = form.fields.iter().map(|field| CreateActionRow::InputText(input(field, typed, words)));
    let title = clip(&words.form_title(&form.form), 45);
    CreateModal::new(form.submit.id(), title).components(rows.collect())
}

fn input(field: &FieldView, typed: &Typed, words: Words) -> CreateInputText {
    let style = if field.paragraph { InputTextStyle::Paragraph } else { InputTextStyle::Short };
    let (least, most) = field.length;
    let mut input = CreateInputText::new(style, label(field.field, words), field.field.id())
        .required(field.required)
        .max_length(most);
    let example = words.field_example(field.field);
    if !example.is_empty() {
        input = input.placeholder(clip(&example, 100));
    }
    if least > 0 {
        input = input.min_length(least);
    }
    let value = clip(typed.get(&field.field).unwrap_or(&field.value), most.into());
    if value.is_empty() { input } else { input.value(value) }
}

fn label(field: Field, words: Words) -> String {
    clip(&words.field_label(field), 45)
}

/// A form that came too late to be opened: a button opens it.
pub(super) fn late(form: &FormView, words: Words) -> Shown {
    Shown::line(words.form_late()).rows(opener(&form.submit, &words.button_form()))
}

/// What the asker can mend. A form that was refused is offered again: what was typed stands on the message, each field
/// as a card under its label, where [`typed_on`] finds it. So it is kept nowhere else, however long it is.
pub(crate) fn to_mend(error: &UserError, sent: Option<&(Press, Typed)>, words: Words) -> Shown {
    let shown = Shown::line(error.sentence(words));
    let Some((press, typed)) = sent else { return shown };
    let typed = typed.iter().filter(|(_, text)| !text.is_empty());
    let embeds = typed.map(|(field, text)| embed(&label(*field, words), text.clone())).collect();
    let again = Press::Again(Box::new(press.clone()));
    Shown { embeds, ..shown }.rows(opener(&again, &words.button_form_again()))
}

fn opener(press: &Press, label: &str) -> Vec<CreateActionRow> {
    vec![CreateActionRow::Buttons(vec![button(press, label).style(ButtonStyle::Primary)])]
}

/// What stands on a message that [`to_mend`] made.
pub(crate) fn typed_on(embeds: &[Embed], words: Words) -> Typed {
    let field_of = |title: &str| Field::all().find(|field| label(*field, words) == title);
    let typed =
        embeds.iter().filter_map(|card| Some((field_of(card.title.as_ref()?)?, card.description.clone()?)));
    typed.collect()
}
