//! In which language someone is answered: their own where it is one of ours, else their community's.

use serenity::model::application::Interaction;

use super::super::events::community;
use crate::domain::{CommunityId, Language};
use crate::words::Words;

/// What Discord sends as the locale of every server whose owners never chose another.
const UNCHOSEN: &str = "en-US";

/// The languages of one conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// For what only the asker sees.
    pub(crate) own: Language,
    /// For what others see too.
    pub(crate) shared: Language,
}

impl Tongue {
    /// The languages of an interaction; `spoken` knows what a community that was set up chose.
    pub(super) fn of(interaction: &Interaction, spoken: impl Fn(&CommunityId) -> Option<Language>) -> Self {
        let (locale, guild) = match interaction {
            Interaction::Command(it) | Interaction::Autocomplete(it) => (it.locale.as_str(), it.guild_id),
            Interaction::Component(it) => (it.locale.as_str(), it.guild_id),
            Interaction::Modal(it) => (it.locale.as_str(), it.guild_id),
            Interaction::Ping(_) | _ => ("", None),
        };
        let asker = Language::of_locale(locale);
        let chosen = interaction.guild_locale().filter(|locale| *locale != UNCHOSEN);
        let guess = || chosen.and_then(Language::of_locale).or(asker).unwrap_or_default();
        let shared = guild.and_then(|guild| spoken(&community(guild))).unwrap_or_else(guess);
        Self { own: asker.unwrap_or(shared), shared }
    }

    /// The sentences for what only the asker sees.
    pub(crate) fn words(self) -> Words {
        self.own.into()
    }

    /// The language of a reply, by whether others see it too.
    pub(crate) fn of_reply(self, shared: bool) -> Language {
        if shared { self.shared } else { self.own }
    }
}
