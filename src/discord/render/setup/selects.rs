//! The selects of the panel, each showing what is chosen now.

use serenity::builder::{CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};
use serenity::model::channel::ChannelType;
use serenity::model::id;

use super::super::text::clip;
use super::pack_title;
use crate::domain::{Language, Order, RevealTime, Weekdays};
use crate::view::{PackChoice, Press, Problem, SetupPress, SetupView};
use crate::words::Words;

/// The most options of one select.
const OPTIONS: usize = 25;

/// Channel, role, weekdays and packs.
pub(super) fn main(setup: &SetupView, words: Words) -> Vec<CreateActionRow> {
    let mut rows = vec![channel(setup, words), role(setup, words), weekdays(setup.weekdays, words)];
    // Discord takes no select without options.
    rows.extend((!setup.packs.is_empty()).then(|| packs(&setup.packs, words)));
    rows
}

fn select(press: SetupPress, kind: CreateSelectMenuKind, placeholder: String) -> CreateSelectMenu {
    CreateSelectMenu::new(Press::Setup(press).id(), kind).placeholder(placeholder)
}

/// Only kinds that can hold questions. A channel that is gone is not shown as chosen.
fn channel(setup: &SetupView, words: Words) -> CreateActionRow {
    let gone =
        |id: &_| setup.problems.iter().any(|problem| matches!(problem, Problem::ChannelUnseen(c) if c == id));
    let chosen = setup.channel.as_ref().filter(|id| !gone(id)).and_then(|id| id.as_str().parse().ok());
    let kind = CreateSelectMenuKind::Channel {
        channel_types: Some(vec![ChannelType::Text, ChannelType::News, ChannelType::Forum]),
        default_channels: chosen.map(|id: id::ChannelId| vec![id]),
    };
    CreateActionRow::SelectMenu(select(SetupPress::Channel, kind, words.setup_select_channel()))
}

/// Any role; clearing it means nobody.
fn role(setup: &SetupView, words: Words) -> CreateActionRow {
    let gone =
        |id: &_| setup.problems.iter().any(|problem| matches!(problem, Problem::RoleGone(r) if r == id));
    let chosen = setup.role.as_ref().filter(|id| !gone(id)).and_then(|id| id.as_str().parse().ok());
    let kind = CreateSelectMenuKind::Role { default_roles: chosen.map(|id: id::RoleId| vec![id]) };
    let select = select(SetupPress::Role, kind, words.setup_select_role()).min_values(0).max_values(1);
    CreateActionRow::SelectMenu(select)
}

/// The values are the numbers 1 (Monday) to 7.
fn weekdays(chosen: Weekdays, words: Words) -> CreateActionRow {
    let option = |day: chrono::Weekday| {
        let number = day.number_from_monday();
        CreateSelectMenuOption::new(words.weekday(number), number.to_string())
            .default_selection(chosen.contains(day))
    };
    let kind = CreateSelectMenuKind::String { options: Weekdays::ALL.iter().map(option).collect() };
    let select =
        select(SetupPress::Weekdays, kind, words.setup_select_weekdays()).min_values(1).max_values(7);
    CreateActionRow::SelectMenu(select)
}

/// The values are the packs' ids.
fn packs(packs: &[PackChoice], words: Words) -> CreateActionRow {
    let option = |pack: &PackChoice| {
        let title = match pack.week {
            Some(week) => words.labelled(&words.post_week(week), &pack.title),
            None => pack_title(pack, words),
        };
        CreateSelectMenuOption::new(clip(&title, 100), &pack.id)
            .description(words.setup_pack_option(pack.questions))
            .default_selection(pack.on)
    };
    let options: Vec<_> = packs.iter().take(OPTIONS).map(option).collect();
    let most = u8::try_from(options.len()).unwrap_or(1);
    let kind = CreateSelectMenuKind::String { options };
    let select = select(SetupPress::Packs, kind, words.setup_select_packs()).min_values(1).max_values(most);
    CreateActionRow::SelectMenu(select)
}

/// The values are `curriculum` and `shuffled`.
pub(super) fn order(setup: &SetupView, words: Words) -> CreateActionRow {
    let curriculum = CreateSelectMenuOption::new(words.order_curriculum(), "curriculum")
        .description(words.order_curriculum_about())
        .default_selection(setup.order == Order::Curriculum);
    let shuffled = CreateSelectMenuOption::new(words.order_shuffled(), "shuffled")
        .description(words.order_shuffled_about())
        .default_selection(setup.order == Order::Shuffled);
    let kind = CreateSelectMenuKind::String { options: vec![curriculum, shuffled] };
    CreateActionRow::SelectMenu(select(SetupPress::Order, kind, words.setup_select_order()))
}

/// The values are the languages' codes; each is written in itself, for whoever pressed the wrong one.
pub(super) fn language(chosen: Language, words: Words) -> CreateActionRow {
    let option = |language: Language| {
        CreateSelectMenuOption::new(Words::from(language).language_itself(), language.code())
            .default_selection(language == chosen)
    };
    let kind = CreateSelectMenuKind::String { options: Language::ALL.into_iter().map(option).collect() };
    CreateActionRow::SelectMenu(select(SetupPress::Language, kind, words.setup_select_language()))
}

/// The values are hours, 0 for with the next question.
pub(super) fn reveal(setup: &SetupView, words: Words) -> CreateActionRow {
    let option = |choice: RevealTime| {
        CreateSelectMenuOption::new(reveal_label(choice, words), choice.hours().to_string())
            .default_selection(setup.reveal == choice)
    };
    let options = RevealTime::CHOICES.into_iter().map(option).collect();
    let kind = CreateSelectMenuKind::String { options };
    CreateActionRow::SelectMenu(select(SetupPress::Reveal, kind, words.setup_select_reveal()))
}

/// When the answer is shown.
pub(super) fn reveal_label(choice: RevealTime, words: Words) -> String {
    match choice {
        RevealTime::WithNext => words.reveal_with_next(),
        RevealTime::AfterHours(hours) => words.reveal_after_hours(hours),
    }
}
