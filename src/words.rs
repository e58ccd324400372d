//! Typed doors to the Fluent files: every sentence a person can read. No platform markup, and no decisions.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::{LanguageIdentifier, langid};

use crate::domain::Language;
use crate::view::{ChannelKind, Field, Form, Permission};

const ENGLISH_FILE: &str = include_str!("../locales/en.ftl");
const FRENCH_FILE: &str = include_str!("../locales/fr.ftl");

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("en"), ENGLISH_FILE));
static FRENCH: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("fr"), FRENCH_FILE));

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: LanguageIdentifier, file: &str) -> Bundle {
    // A test reads the file with its errors; a slip in one sentence must not stop the bot.
    let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(partial, _)| partial);
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// A language's sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Words {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl From<Language> for Words {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::French => Self::French,
        }
    }
}

impl Words {
    fn bundle(self) -> &'static Bundle {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }

    fn say(self, key: &str, args: &FluentArgs<'_>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text: Cow<'_, str> = bundle.format_pattern(pattern, Some(args), &mut errors);
        text.into_owned()
    }
}

/// Makes one method for each sentence, and the list that the tests hold against the Fluent files.
macro_rules! sentences {
    ($($name:ident($($arg:ident: $kind:ty),*);)+) => {
        impl Words {
            $(
                #[doc = concat!("The sentence `", stringify!($name), "` of the Fluent file.")]
                #[must_use]
                pub fn $name(self, $($arg: $kind),*) -> String {
                    let args: Vec<(&str, FluentValue<'_>)> = vec![$((stringify!($arg), FluentValue::from($arg))),*];
                    self.say(&stringify!($name).replace('_', "-"), &args.into_iter().collect())
                }
            )+
        }

        /// Every sentence with its arguments, as the Fluent files must have them.
        pub const SENTENCES: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($arg)),*])),+];
    };
}

mod sentences;

pub use sentences::SENTENCES;

impl Words {
    /// What a command or an option of the catalogue is called where this language is spoken.
    #[must_use]
    pub fn name_of(self, name: &str) -> String {
        self.say(&format!("name-{name}"), &FluentArgs::new())
    }

    /// A permission's name as the platform shows it in the settings of such a channel.
    #[must_use]
    pub fn permission(self, permission: Permission, kind: ChannelKind) -> String {
        let forum = kind == ChannelKind::Forum;
        match permission {
            Permission::Send if forum => self.permission_send_forum(),
            Permission::SendInThreads if forum => self.permission_send_in_threads_forum(),
            Permission::Pin if forum => self.permission_pin_forum(),
            Permission::View => self.permission_view(),
            Permission::Send => self.permission_send(),
            Permission::Embed => self.permission_embed(),
            Permission::OpenThreads => self.permission_open_threads(),
            Permission::SendInThreads => self.permission_send_in_threads(),
            Permission::ReadHistory => self.permission_read_history(),
            Permission::React => self.permission_react(),
            Permission::Pin => self.permission_pin(),
        }
    }
}

impl Words {
    /// A form's title.
    #[must_use]
    pub fn form_title(self, form: &Form) -> String {
        match form {
            Form::When => self.form_when_title(),
            Form::Private => self.form_private_title(),
            Form::BankSearch => self.form_bank_search_title(),
            Form::Suggest => self.form_suggest_title(),
            Form::Decline => self.form_decline_title(),
        }
    }

    /// What a field asks for.
    #[must_use]
    pub fn field_label(self, field: Field) -> String {
        match field {
            Field::Time => self.form_when_time(),
            Field::Zone => self.form_when_zone(),
            Field::Answer => self.form_private_answer(),
            Field::AnswerToShare => self.form_private_answer_to_share(),
            Field::Search => self.form_bank_search(),
            Field::Title => self.form_suggest_name(),
            Field::Scenario => self.form_suggest_scenario(),
            Field::Points => self.form_suggest_points(),
            Field::Link => self.form_suggest_link(),
            Field::Nudge => self.form_suggest_hint(),
            Field::Note => self.form_decline_note(),
        }
    }

    /// What stands in a field while it is empty.
    #[must_use]
    pub fn field_example(self, field: Field) -> String {
        match field {
            Field::Time => self.form_when_time_example(),
            Field::Zone => self.form_when_zone_example(),
            Field::Answer | Field::AnswerToShare => self.form_private_example(),
            Field::Search => self.form_bank_search_example(),
            Field::Title => self.form_suggest_name_example(),
            Field::Scenario => self.form_suggest_scenario_example(),
            Field::Points => self.form_suggest_points_example(),
            Field::Link => self.form_suggest_link_example(),
            Field::Nudge => self.form_suggest_hint_example(),
            Field::Note => self.form_decline_note_example(),
        }
    }
}

/// What went wrong, in words for the person who asked; it travels inside `anyhow` and is shown privately.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserError {
    /// Only organisers may do this.
    #[error("not an organiser")]
    NotOrganiser,
    /// The command is not in the catalogue: an older or newer version registered it.
    #[error("unknown command")]
    UnknownCommand,
    /// The button is not one of ours any more.
    #[error("unknown press")]
    UnknownPress,
    /// No zone, or too many, match what was typed.
    #[error("unknown zone")]
    UnknownZone {
        /// What was typed.
        typed: String,
        /// Zones that may be meant.
        near: Vec<String>,
    },
    /// What was typed is no time of day.
    #[error("unreadable time")]
    BadTime(String),
    /// The question does not stand in the channel yet.
    #[error("not out yet")]
    NotOutYet,
    /// What was done before is still under way.
    #[error("still busy")]
    OneMoment,
    /// Only whoever wrote it may do this.
    #[error("someone else's")]
    NotYours,
    /// Several suggestions of the asker wait already.
    #[error("suggestions wait")]
    SuggestionsWait(usize),
    /// The asker has sent several today.
    #[error("suggested enough")]
    SuggestedEnough(usize),
    /// The points are too few, too many, or one is too long.
    #[error("unfit points")]
    SuggestionPoints,
    /// The link is none.
    #[error("unfit link")]
    SuggestionLink,
    /// What was typed makes no question.
    #[error("unfit suggestion")]
    SuggestionUnreadable,
    /// The community has as many questions of its own as it may.
    #[error("no room for own questions")]
    OwnFull,
    /// The command was used outside a community.
    #[error("not in a community")]
    NotACommunity,
}

impl UserError {
    /// The sentence to show.
    #[must_use]
    pub fn sentence(&self, words: Words) -> String {
        match self {
            Self::NotOrganiser => words.error_not_organiser(),
            Self::UnknownCommand => words.error_unknown_command(),
            Self::UnknownPress => words.error_unknown_press(),
            Self::UnknownZone { typed, near } if near.is_empty() => words.error_unknown_zone_alone(typed),
            Self::UnknownZone { typed, near } => words.error_unknown_zone(typed, &near.join(", ")),
            Self::BadTime(typed) => words.error_time(typed),
            Self::SuggestionsWait(count) => words.error_suggestions_wait(*count),
            Self::SuggestedEnough(count) => words.error_suggested_enough(*count),
            Self::SuggestionPoints => words.error_suggestion_points(),
            Self::SuggestionLink => words.error_suggestion_link(),
            Self::SuggestionUnreadable => words.error_suggestion_unreadable(),
            Self::OwnFull => words.error_own_full(),
            Self::NotOutYet => words.error_not_out_yet(),
            Self::OneMoment => words.error_one_moment(),
            Self::NotYours => words.error_not_yours(),
            Self::NotACommunity => words.error_not_a_community(),
        }
    }
}

#[cfg(test)]
mod tests;
