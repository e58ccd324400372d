//! The catalogue as Discord registers it, and interactions as our commands. Pure.
//!
//! Nothing here may be logged whole: an interaction carries a token and what people typed.

use chrono::{DateTime, Utc};
use serenity::model::application::{CommandData, CommandDataOptionValue, CommandInteraction, Interaction};
use serenity::model::channel::PartialChannel;
use serenity::model::guild::Member;
use serenity::model::id::{ApplicationId, GuildId, InteractionId};
use serenity::model::permissions::Permissions;

use super::events::{community, made_at};
use super::facts::kind_of;
use crate::commands::{Actor, Arg, Args, CATALOG, Command, is_shared, parse};
use crate::domain::{CommunityId, Language};
use crate::view::{Press, Typed};
use crate::words::UserError;

mod catalogue;
mod presses;
mod tongue;

pub(crate) use catalogue::{essence, registration};
pub(crate) use tongue::Tongue;

/// An interaction as we see it: what is asked, and where the reply goes.
pub(crate) struct Turn {
    /// Discord's id for it, which tells when it began.
    pub(crate) id: InteractionId,
    /// What allows to answer it. Never logged.
    pub(crate) token: String,
    /// Ours.
    pub(crate) application: ApplicationId,
    /// Its name in the figures.
    pub(crate) kind: &'static str,
    /// What is asked.
    pub(crate) asked: Asked,
    /// Where the reply goes.
    pub(crate) place: Place,
    /// The form that was sent, to be offered again if it is refused.
    pub(crate) sent: Option<(Press, Typed)>,
    /// What was typed before and stands in the form that is opened again.
    pub(crate) shown_again: Typed,
    /// In which language the reply is.
    pub(crate) tongue: Tongue,
}

impl Turn {
    /// When Discord says that it began.
    pub(crate) fn asked_at(&self) -> DateTime<Utc> {
        made_at(self.id.get())
    }
}

/// What an interaction asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A command of the core.
    Run(Command, Actor),
    /// Suggestions while typing.
    Complete {
        /// Where.
        community: CommunityId,
        /// Into which command.
        command: String,
        /// Into which of its options.
        option: String,
        /// What stands there so far.
        typed: String,
        /// Whether they may use the command at all: what organisers look for may give a question to come away.
        allowed: bool,
    },
    /// Nothing that can be done: say this, privately.
    Say(String),
}

/// Where a reply goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A new message, for everyone or for the asker alone.
    New {
        /// Whether everyone sees it.
        shared: bool,
    },
    /// The message that was pressed.
    Update,
}

/// A reply that only the asker sees.
pub(crate) const PRIVATE: Place = Place::New { shared: false };

/// Reads an interaction; `None` for what we never registered for.
///
/// `spoken` knows in which language a community that was set up is spoken to.
pub(crate) fn read(
    interaction: Interaction,
    spoken: impl Fn(&CommunityId) -> Option<Language>,
) -> Option<Turn> {
    let tongue = Tongue::of(&interaction, spoken);
    if let Interaction::Command(command) = interaction {
        return Some(slash(command, tongue));
    }
    if let Interaction::Autocomplete(typing) = interaction {
        return suggestions(typing, tongue);
    }
    if let Interaction::Component(pressed) = interaction {
        return Some(presses::component(pressed, tongue));
    }
    if let Interaction::Modal(sent) = interaction {
        return Some(presses::form(sent, tongue));
    }
    None
}

fn slash(command: CommandInteraction, tongue: Tongue) -> Turn {
    let spec = CATALOG.iter().find(|spec| spec.name == command.data.name);
    let args = args(&command.data);
    let shared = is_shared(&args);
    let from = (command.guild_id, command.member.as_deref(), command.channel.as_ref());
    let actor = actor(from, tongue, shared);
    let asked = actor.and_then(|actor| Ok(Asked::Run(parse(&command.data.name, &args)?, actor)));
    Turn {
        id: command.id,
        token: command.token,
        application: command.application_id,
        kind: spec.map_or("unknown", |spec| spec.name),
        asked: asked.unwrap_or_else(|error| Asked::Say(error.sentence(tongue.words()))),
        place: Place::New { shared },
        sent: None,
        shown_again: Typed::new(),
        tongue,
    }
}

fn args(data: &CommandData) -> Args {
    let read = |value: &CommandDataOptionValue| {
        let member = value.as_user_id().map(|member| Arg::Member(member.to_string().into()));
        let text = value.as_str().map(|text| Arg::Text(text.to_owned()));
        member.or(text).or_else(|| value.as_bool().map(Arg::Flag))
    };
    data.options.iter().filter_map(|option| Some((option.name.clone(), read(&option.value)?))).collect()
}

fn suggestions(typing: CommandInteraction, tongue: Tongue) -> Option<Turn> {
    let option = typing.data.autocomplete()?;
    let actor = actor((typing.guild_id, typing.member.as_deref(), typing.channel.as_ref()), tongue, false);
    let spec = CATALOG.iter().find(|spec| spec.name == typing.data.name);
    let for_all = spec.is_none_or(|spec| !spec.organisers);
    let asked = Asked::Complete {
        allowed: for_all || actor.is_ok_and(|actor| actor.is_organiser),
        community: community(typing.guild_id?),
        command: typing.data.name.clone(),
        option: option.name.to_owned(),
        typed: option.value.to_owned(),
    };
    Some(Turn {
        id: typing.id,
        application: typing.application_id,
        kind: "autocomplete",
        asked,
        place: PRIVATE,
        token: typing.token,
        sent: None,
        shown_again: Typed::new(),
        tongue,
    })
}

/// Who asks, and whether Discord says that they may manage the server.
fn actor(
    (guild, member, channel): (Option<GuildId>, Option<&Member>, Option<&PartialChannel>),
    tongue: Tongue,
    shared: bool,
) -> Result<Actor, UserError> {
    let (Some(guild), Some(member)) = (guild, member) else { return Err(UserError::NotACommunity) };
    let organisers = Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR;
    Ok(Actor {
        community: community(guild),
        member: member.user.id.to_string().into(),
        channel: channel
            .and_then(|channel| Some((channel.id.to_string().into(), kind_of(channel.kind.into())?))),
        is_organiser: member.permissions.is_some_and(|may| may.intersects(organisers)),
        language: tongue.of_reply(shared),
        community_language: tongue.shared,
    })
}

#[cfg(test)]
mod tests;
