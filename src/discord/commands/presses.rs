//! Buttons, selects and forms, as commands.

use chrono::Weekday;
use serenity::model::application::{
    ActionRowComponent, ComponentInteraction, ComponentInteractionData, ComponentInteractionDataKind,
    ModalInteraction, ModalInteractionData,
};
use serenity::model::channel::MessageFlags;
use serenity::model::id::ChannelId;

use super::super::facts::kind_of;
use super::super::render::{typed_on, wrong_kind};
use super::{Asked, PRIVATE, Place, Tongue, Turn, actor};
use crate::commands::{BankAct, Command, Setup, pressed, sent};
use crate::domain::{Language, Order, RevealTime, Weekdays};
use crate::effect::ChannelKind;
use crate::view::{BankPress, Field, Press, PrivatePress, SetupPress, SuggestPress, Typed};
use crate::words::{UserError, Words};

/// What a button or a select asks for.
pub(super) fn component(component: ComponentInteraction, tongue: Tongue) -> Turn {
    let words = tongue.words();
    let press = Press::parse(&component.data.custom_id);
    let is_private = is_private(component.message.flags);
    let place = press.as_ref().map_or(PRIVATE, |press| place(press, is_private));
    let from = (component.guild_id, component.member.as_ref(), component.channel.as_ref());
    let actor = actor(from, tongue, false);
    let wanted = press.as_ref().map(|press| wanted(press, &component.data, words));
    let asked = match (actor, wanted) {
        (Err(error), _) => Asked::Say(error.sentence(words)),
        (Ok(actor), Some(Wanted::Command(command))) => Asked::Run(command, actor),
        (Ok(_), Some(Wanted::Nothing(sentence))) => Asked::Say(sentence),
        (Ok(_), None) => Asked::Say(UserError::UnknownPress.sentence(words)),
    };
    let shown_again = match press {
        Some(Press::Again(_)) => typed_on(&component.message.embeds, words),
        Some(_) | None => Typed::new(),
    };
    Turn {
        id: component.id,
        token: component.token,
        application: component.application_id,
        kind: "press",
        asked,
        place,
        sent: None,
        shown_again,
        tongue,
    }
}

fn is_private(flags: Option<MessageFlags>) -> bool {
    flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// A panel, or a board that only its reader sees, changes in place. What stands where everyone sees it never changes for
/// one of them: they are answered privately, which also keeps a hidden reader hidden.
fn place(press: &Press, is_private: bool) -> Place {
    match press {
        Press::MyStreak(..)
        | Press::AskScore(..)
        | Press::Practice(..)
        | Press::Setup(SetupPress::Preview)
        | Press::Private(_, _, PrivatePress::Write)
        | Press::Bank(BankPress::Preview(_) | BankPress::Answer(_) | BankPress::Decide(..)) => PRIVATE,
        Press::Board(..)
        | Press::Hint(..)
        | Press::GiveScore(..)
        | Press::Setup(_)
        | Press::Bank(_)
        | Press::Hide(_)
        | Press::Forget(_)
        | Press::NextReview
        | Press::Review(..)
        | Press::Private(..)
        | Press::Suggest(_)
            if is_private =>
        {
            Place::Update
        }
        Press::Board(..)
        | Press::Hint(..)
        | Press::GiveScore(..)
        | Press::Setup(_)
        | Press::Bank(_)
        | Press::Again(_)
        | Press::Hide(_)
        | Press::Forget(_)
        | Press::NextReview
        | Press::Review(..)
        | Press::Private(..)
        | Press::Suggest(_) => PRIVATE,
    }
}

enum Wanted {
    Command(Command),
    /// What was chosen cannot be: a sentence says why.
    Nothing(String),
}

fn wanted(press: &Press, data: &ComponentInteractionData, words: Words) -> Wanted {
    if let Some(command) = pressed(press) {
        return Wanted::Command(command);
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
        ComponentInteractionDataKind::StringSelect { values } => {
            let command = chosen_in_bank(press, values).or_else(|| chosen(press, values).map(Command::Setup));
            return command.map_or_else(unknown, Wanted::Command);
        }
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

/// A question to look at, or a pack to switch: its value is the id of the button that would do so.
fn chosen_in_bank(press: &Press, values: &[String]) -> Option<Command> {
    let value = values.first()?;
    if *press == Press::Suggest(SuggestPress::Own) {
        return pressed(&Press::parse(value)?);
    }
    let Press::Bank(press) = press else { return None };
    match press {
        BankPress::Look | BankPress::LookAside => Some(Command::Bank(BankAct::Card(value.as_str().into()))),
        BankPress::Packs => pressed(&Press::parse(value)?),
        BankPress::Coming
        | BankPress::Search
        | BankPress::AskNow
        | BankPress::Preview(_)
        | BankPress::Answer(_)
        | BankPress::Decide(..)
        | BankPress::Pack(..)
        | BankPress::Undo(_) => None,
    }
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
        Press::Setup(SetupPress::Language) => {
            Some(Setup::Language(Language::of_locale(values.first()?.as_str())?))
        }
        Press::Setup(SetupPress::Reveal) => {
            let hours: i64 = values.first()?.parse().ok()?;
            let choice = RevealTime::CHOICES.into_iter().find(|choice| choice.hours() == hours)?;
            Some(Setup::Reveal(choice))
        }
        Press::Setup(_)
        | Press::Bank(_)
        | Press::Again(_)
        | Press::Hint(..)
        | Press::AskScore(..)
        | Press::GiveScore(..)
        | Press::Practice(..)
        | Press::MyStreak(..)
        | Press::Board(..)
        | Press::Hide(_)
        | Press::Forget(_)
        | Press::NextReview
        | Press::Review(..)
        | Press::Suggest(_)
        | Press::Private(..) => None,
    }
}

/// What a sent form asks for. One that was opened from a message that everyone sees leaves that as it is.
pub(super) fn form(form: ModalInteraction, tongue: Tongue) -> Turn {
    let words = tongue.words();
    let from = (form.guild_id, form.member.as_ref(), form.channel.as_ref());
    let actor = actor(from, tongue, false);
    let press = Press::parse(&form.data.custom_id);
    let typed = typed(&form.data);
    let wanted = press.as_ref().and_then(|press| sent(press, &typed, &form.id.to_string()));
    let asked = match (actor, wanted) {
        (Err(error), _) => Asked::Say(error.sentence(words)),
        (Ok(_), None) => Asked::Say(UserError::UnknownPress.sentence(words)),
        (Ok(actor), Some(command)) => Asked::Run(command, actor),
    };
    let opened_privately = form.message.is_some_and(|message| is_private(message.flags));
    Turn {
        id: form.id,
        token: form.token,
        application: form.application_id,
        kind: "form",
        asked,
        place: if opened_privately { Place::Update } else { PRIVATE },
        sent: press.map(|press| (press, typed)),
        shown_again: Typed::new(),
        tongue,
    }
}

fn typed(data: &ModalInteractionData) -> Typed {
    let parts = data.components.iter().flat_map(|row| &row.components);
    let texts = parts.filter_map(|part| {
        let ActionRowComponent::InputText(text) = part else { return None };
        let typed = text.value.as_deref().unwrap_or_default().trim();
        Some((Field::named(&text.custom_id)?, typed.to_owned()))
    });
    texts.collect()
}
