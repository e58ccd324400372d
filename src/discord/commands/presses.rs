//! Buttons, selects and the form, as commands.

use chrono::Weekday;
use serenity::model::application::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionData, ComponentInteractionDataKind,
    ModalInteraction, ModalInteractionData,
};
use serenity::model::channel::MessageFlags;
use serenity::model::id::ChannelId;

use super::super::facts::kind_of;
use super::super::render::wrong_kind;
use super::{Asked, PRIVATE, Place, Turn, actor};
use crate::commands::{Command, Setup, pressed};
use crate::domain::{Order, Weekdays};
use crate::effect::ChannelKind;
use crate::view::{Press, SetupPress};
use crate::words::{UserError, Words};

/// What a button or a select asks for.
pub(super) fn component(component: ComponentInteraction, words: Words) -> Turn {
    let press = Press::parse(&component.data.custom_id);
    let is_private = component.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let place = press.as_ref().map_or(PRIVATE, |press| place(press, is_private));
    let actor = actor(component.guild_id, component.member.as_ref(), component.channel.as_ref());
    let wanted = press.as_ref().map(|press| wanted(press, &component.data, words));
    let asked = match (actor, wanted) {
        (Err(error), _) => Asked::Say(error.sentence(words)),
        (Ok(actor), Some(Wanted::Command(command))) => Asked::Run(command, actor),
        (Ok(actor), Some(Wanted::Form { time, zone })) if actor.is_organiser => Asked::Form { time, zone },
        (Ok(_), Some(Wanted::Form { .. })) => Asked::Say(UserError::NotOrganiser.sentence(words)),
        (Ok(_), Some(Wanted::Nothing(sentence))) => Asked::Say(sentence),
        (Ok(_), None) => Asked::Say(UserError::UnknownPress.sentence(words)),
    };
    let kind = if matches!(asked, Asked::Form { .. }) { "form" } else { "press" };
    Turn {
        id: component.id,
        token: component.token,
        application: component.application_id,
        kind,
        asked,
        place,
    }
}

/// A panel, or a board that only its reader sees, changes in place. What stands where everyone sees it never changes for
/// one of them: they are answered privately, which also keeps a hidden reader hidden.
fn place(press: &Press, is_private: bool) -> Place {
    match press {
        Press::MyStreak(..) | Press::Setup(SetupPress::Preview) => PRIVATE,
        Press::Board(..) | Press::Setup(_) | Press::Hide(_) | Press::Forget(_) if is_private => Place::Update,
        Press::Board(..) | Press::Setup(_) | Press::WhenAgain { .. } | Press::Hide(_) | Press::Forget(_) => {
            PRIVATE
        }
    }
}

enum Wanted {
    Command(Command),
    /// The form, with what was typed before.
    Form {
        time: String,
        zone: String,
    },
    /// What was chosen cannot be: a sentence says why.
    Nothing(String),
}

fn wanted(press: &Press, data: &ComponentInteractionData, words: Words) -> Wanted {
    if let Some(command) = pressed(press) {
        return Wanted::Command(command);
    }
    if *press == Press::Setup(SetupPress::When) {
        return Wanted::Form { time: String::new(), zone: String::new() };
    }
    if let Press::WhenAgain { time, zone } = press {
        return Wanted::Form { time: time.clone(), zone: zone.clone() };
    }
    let unknown = || Wanted::Nothing(UserError::UnknownPress.sentence(words));
    let setup = match &data.kind {
        ComponentInteractionDataKind::ChannelSelect { values } => {
            let Some(channel) = values.first() else { return unknown() };
            let Some(kind) = chosen_kind(data, *channel) else {
                return Wanted::Nothing(wrong_kind(&channel.to_string().into(), words));
            };
            Some(Setup::Channel(channel.to_string().into(), kind))
        }
        ComponentInteractionDataKind::RoleSelect { values } => {
            Some(Setup::Role(values.first().map(|role| role.to_string().into())))
        }
        ComponentInteractionDataKind::StringSelect { values } => chosen(press, values),
        ComponentInteractionDataKind::Button
        | ComponentInteractionDataKind::UserSelect { .. }
        | ComponentInteractionDataKind::MentionableSelect { .. }
        | ComponentInteractionDataKind::Unknown(_) => None,
    };
    setup.map_or_else(unknown, |setup| Wanted::Command(Command::Setup(setup)))
}

/// The kind of a chosen channel, whose type Discord sends along; none where it cannot hold questions.
fn chosen_kind(data: &ComponentInteractionData, channel: ChannelId) -> Option<ChannelKind> {
    data.resolved.channels.get(&channel).and_then(|channel| kind_of(channel.kind.into()))
}

fn chosen(press: &Press, values: &[String]) -> Option<Setup> {
    match press {
        Press::Setup(SetupPress::Weekdays) => {
            let days = values.iter().filter_map(|number| {
                let number: u8 = number.parse().ok()?;
                Weekday::try_from(number.checked_sub(1)?).ok()
            });
            Some(Setup::Weekdays(Weekdays::of(days)))
        }
        Press::Setup(SetupPress::Packs) => Some(Setup::Packs(values.to_vec())),
        Press::Setup(SetupPress::Order) => match values.first()?.as_str() {
            "curriculum" => Some(Setup::Order(Order::Curriculum)),
            "shuffled" => Some(Setup::Order(Order::Shuffled)),
            _ => None,
        },
        Press::Setup(_)
        | Press::WhenAgain { .. }
        | Press::MyStreak(..)
        | Press::Board(..)
        | Press::Hide(_)
        | Press::Forget(_) => None,
    }
}

/// What a sent form asks for.
pub(super) fn form(form: ModalInteraction, words: Words) -> Turn {
    let actor = actor(form.guild_id, form.member.as_ref(), form.channel.as_ref());
    let is_when = Press::parse(&form.data.custom_id) == Some(Press::Setup(SetupPress::When));
    let asked = match actor {
        Err(error) => Asked::Say(error.sentence(words)),
        Ok(_) if !is_when => Asked::Say(UserError::UnknownPress.sentence(words)),
        Ok(actor) => {
            let (time, zone) = (input(&form.data, "time"), input(&form.data, "zone"));
            Asked::Run(Command::Setup(Setup::When { time, zone }), actor)
        }
    };
    let place = if form.message.is_some() { Place::Update } else { PRIVATE };
    Turn { id: form.id, token: form.token, application: form.application_id, kind: "form", asked, place }
}

fn input(data: &ModalInteractionData, name: &str) -> String {
    let parts = data.components.iter().flat_map(|row| &row.components);
    let mut texts = parts.filter_map(|part| {
        let ActionRowComponent::InputText(text) = part else { return None };
        (text.custom_id == name).then(|| text.value.clone())?
    });
    texts.next().unwrap_or_default()
}
