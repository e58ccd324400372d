//! Questions put to the bot and its answers: the three seconds, the fifteen minutes, what may follow what.
//! It must not build what the bot is sent (that is `invoke.rs`).

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::components::read_modal;
use super::drafts::{Allowed, Draft, EPHEMERAL, LOADING, Upload};
use super::payloads::Eye;
use super::refusal::{
    ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN, Outcome, UNKNOWN_INTERACTION, UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK, bad_choice, bad_length, required,
};
use super::state::{Message, World};

/// What kind of question an interaction is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// A slash command.
    Command,
    /// A button or a menu.
    Component,
    /// Suggestions for an option being typed.
    Autocomplete,
    /// A filled-in window.
    Modal,
}

impl Asked {
    /// Discord's number for it.
    pub fn number(self) -> u8 {
        match self {
            Asked::Command => 2,
            Asked::Component => 3,
            Asked::Autocomplete => 4,
            Asked::Modal => 5,
        }
    }
}

/// A question put to the bot.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// Snowflake.
    pub id: u64,
    /// What allows answering it.
    pub token: String,
    /// Its kind.
    pub asked: Asked,
    /// Who asked.
    pub user: u64,
    /// Where.
    pub channel: u64,
    /// The command's name, or the custom id.
    pub name: String,
    /// The message of a component, also for a window it opened.
    pub message: Option<u64>,
    /// The interaction that opened this window.
    pub opened_by: Option<u64>,
    /// When it was asked, by the clock: its token lives 15 minutes.
    pub at: DateTime<Utc>,
    /// Callback type of the first answer.
    pub callback: Option<u64>,
    /// How long the first answer took, in real time.
    pub acknowledged_after: Option<Duration>,
    /// The first answer as a message (also a deferred one); for updates the message it changed.
    pub original: Option<u64>,
    /// Messages that followed.
    pub followups: Vec<u64>,
    /// The window it opened, until it is dismissed or submitted.
    pub modal: Option<Value>,
    /// The suggestions it got.
    pub choices: Option<Vec<Value>>,
    /// Whether a deferred answer was completed, changed or taken back.
    pub settled: bool,
    /// Whether nobody answered in time.
    pub failed: bool,
    pub(super) started: Instant,
}

/// What the bot answered so far.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How long the first answer took.
    pub acknowledged_after: Duration,
    /// Whether the bot asked for time first (types 5 and 6).
    pub deferred: bool,
    /// The first answer; for type 6 and 7 the message that was pressed on.
    pub message: Option<Value>,
    /// Every message that followed.
    pub followups: Vec<Value>,
    /// The window the bot opened.
    pub modal: Option<Value>,
    /// The suggestions the bot gave.
    pub choices: Vec<Value>,
    /// Whether the answer is complete.
    pub done: bool,
    /// Whether the person saw "The application did not respond".
    pub failed: bool,
}

impl Interaction {
    /// Whether the answer is complete (or will never be).
    pub fn is_done(&self) -> bool {
        match self.callback {
            None => self.failed,
            Some(5 | 6) => self.settled || !self.followups.is_empty(),
            Some(_) => true,
        }
    }
}

impl World {
    /// What the bot answered to an interaction, if it did at all.
    pub fn answer(&self, id: u64) -> Option<Answer> {
        let interaction = self.interactions.get(&id)?;
        if interaction.callback.is_none() && !interaction.failed {
            return None;
        }
        let eye = Eye::Person(interaction.user);
        let shown =
            |message: &u64| self.message(interaction.channel, *message).map(|m| self.message_json(m, eye));
        Some(Answer {
            acknowledged_after: interaction.acknowledged_after.unwrap_or(self.acknowledge_within),
            deferred: matches!(interaction.callback, Some(5 | 6)),
            message: interaction.original.as_ref().and_then(shown),
            followups: interaction.followups.iter().filter_map(shown).collect(),
            modal: interaction.modal.clone(),
            choices: interaction.choices.clone().unwrap_or_default(),
            done: interaction.is_done(),
            failed: interaction.failed,
        })
    }

    /// What a message says about the interaction it answers.
    pub(super) fn interaction_metadata(&self, id: u64) -> Value {
        let Some(interaction) = self.interactions.get(&id) else { return Value::Null };
        let mut value = json!({
            "id": id.to_string(), "type": interaction.asked.number(), "user": self.user_json(interaction.user),
            "authorizing_integration_owners": self.installed_by(interaction.channel),
        });
        match interaction.asked {
            Asked::Command | Asked::Autocomplete => {}
            Asked::Component => {
                value["interacted_message_id"] = json!(interaction.message.map(|id| id.to_string()))
            }
            Asked::Modal => {
                let opener = interaction.opened_by.unwrap_or(0);
                value["triggering_interaction_metadata"] = self.interaction_metadata(opener);
            }
        }
        value
    }

    /// Who installed the bot, for interactions in this channel.
    pub(super) fn installed_by(&self, channel: u64) -> Value {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild).unwrap_or(0);
        json!({ "0": guild.to_string() })
    }

    /// The first answer to an interaction.
    pub(super) fn call_back(
        &mut self,
        id: u64,
        token: &str,
        body: &Value,
        uploads: &[Upload],
    ) -> Outcome<Value> {
        let kind = body["type"].as_u64().ok_or_else(|| required("type"))?;
        let interaction =
            self.interactions.get(&id).filter(|one| one.token == token).ok_or(UNKNOWN_INTERACTION)?;
        if interaction.callback.is_some() {
            return Err(ALREADY_ACKNOWLEDGED);
        }
        if interaction.failed || interaction.started.elapsed() >= self.acknowledge_within {
            return Err(UNKNOWN_INTERACTION);
        }
        let interaction = interaction.clone();
        check_kind(&interaction, kind)?;
        let data = &body["data"];
        match kind {
            4 => self.answer_now(&interaction, data, uploads)?,
            5 => self.defer(&interaction, data)?,
            6 => {}
            7 => self.update_pressed(&interaction, data, uploads)?,
            8 => {
                let choices = read_choices(data)?;
                self.note(id, |one| one.choices = Some(choices));
            }
            _ => {
                let modal = read_modal(data)?;
                self.note(id, |one| one.modal = Some(modal));
            }
        }
        self.note(id, |one| {
            one.callback = Some(kind);
            one.acknowledged_after = Some(one.started.elapsed());
            if matches!(kind, 6 | 7) {
                one.original = one.message;
            }
        });
        Ok(self.callback_json(id, kind))
    }

    fn note(&mut self, id: u64, change: impl FnOnce(&mut Interaction)) {
        if let Some(interaction) = self.interactions.get_mut(&id) {
            change(interaction);
        }
    }

    fn answer_now(&mut self, interaction: &Interaction, data: &Value, uploads: &[Upload]) -> Outcome<()> {
        let draft = Draft::read_whole(data, uploads)?;
        let message = self.speak(interaction, draft);
        self.note(interaction.id, |one| one.original = Some(message));
        Ok(())
    }

    fn defer(&mut self, interaction: &Interaction, data: &Value) -> Outcome<()> {
        let flags = data["flags"].as_u64().unwrap_or(0);
        if flags & !EPHEMERAL != 0 {
            return Err(bad_choice("data.flags", "(64,)"));
        }
        let draft = Draft { flags: flags | LOADING, ..Draft::default() };
        let message = self.speak(interaction, draft);
        self.note(interaction.id, |one| one.original = Some(message));
        Ok(())
    }

    fn update_pressed(&mut self, interaction: &Interaction, data: &Value, uploads: &[Upload]) -> Outcome<()> {
        let Some(message) = interaction.message else { return Err(bad_choice("type", "(4, 5, 9)")) };
        let draft = Draft::read(data, uploads)?;
        self.rewrite(interaction.channel, message, draft, &Allowed::users_only())
    }

    /// The bot says something as an answer: to everyone, or to the one who asked.
    fn speak(&mut self, interaction: &Interaction, draft: Draft) -> u64 {
        let private = draft.flags & EPHEMERAL != 0;
        let mut message = self.compose(interaction.channel, self.bot, draft, &Allowed::users_only());
        message.interaction = Some(interaction.id);
        match (interaction.original, interaction.asked, interaction.message) {
            (Some(original), ..) => {
                (message.kind, message.reference) = (19, Some((interaction.channel, original)))
            }
            (None, Asked::Command, _) => message.kind = 20,
            (None, _, Some(pressed)) => {
                (message.kind, message.reference) = (19, Some((interaction.channel, pressed)))
            }
            (None, _, None) => {}
        }
        if !private {
            return self.send(message);
        }
        message.private_to = Some(interaction.user);
        let id = message.id;
        self.private.insert(id, message);
        id
    }

    fn callback_json(&self, id: u64, kind: u64) -> Value {
        let Some(interaction) = self.interactions.get(&id) else { return Value::Null };
        let mut value =
            json!({ "interaction": { "id": id.to_string(), "type": interaction.asked.number() } });
        let message = interaction.original.and_then(|id| self.message(interaction.channel, id));
        if let Some(message) = message {
            value["interaction"]["response_message_id"] = json!(message.id.to_string());
            value["interaction"]["response_message_loading"] = json!(message.flags & LOADING != 0);
            value["interaction"]["response_message_ephemeral"] = json!(message.private_to.is_some());
            if matches!(kind, 4 | 7) {
                value["resource"] = json!({ "type": kind, "message": self.message_for_bot(message) });
            }
        }
        value
    }

    /// The interaction a webhook token belongs to, while it lives.
    pub(super) fn by_token(&self, application: u64, token: &str) -> Outcome<&Interaction> {
        if application != self.application {
            return Err(UNKNOWN_WEBHOOK);
        }
        let interaction = self.interactions.values().find(|one| one.token == token).ok_or(UNKNOWN_WEBHOOK)?;
        if interaction.callback.is_none() {
            return Err(UNKNOWN_WEBHOOK);
        }
        if self.now() - interaction.at >= TimeDelta::minutes(15) {
            return Err(INVALID_WEBHOOK_TOKEN);
        }
        Ok(interaction)
    }

    /// A message that follows the first answer; after a deferral it *is* the first answer.
    pub(super) fn follow_up(
        &mut self,
        interaction: &Interaction,
        body: &Value,
        uploads: &[Upload],
    ) -> Outcome<u64> {
        let draft = Draft::read_whole(body, uploads)?;
        if let Some(original) = interaction.original.filter(|id| self.is_loading(interaction.channel, *id)) {
            self.rewrite(interaction.channel, original, draft, &Allowed::users_only())?;
            self.note(interaction.id, |one| one.settled = true);
            return Ok(original);
        }
        let id = self.speak(interaction, draft);
        self.note(interaction.id, |one| one.followups.push(id));
        Ok(id)
    }

    fn is_loading(&self, channel: u64, id: u64) -> bool {
        self.message(channel, id).is_some_and(|message| message.flags & LOADING != 0)
    }

    /// The message a webhook path names: `@original` or an id among this interaction's.
    pub(super) fn answer_message(&self, interaction: &Interaction, name: &str) -> Outcome<&Message> {
        let id = match name {
            "@original" => interaction.original.ok_or(UNKNOWN_MESSAGE)?,
            id => id.parse().map_err(|_| UNKNOWN_MESSAGE)?,
        };
        let own = interaction.original == Some(id) || interaction.followups.contains(&id);
        self.message(interaction.channel, id).filter(|_| own).ok_or(UNKNOWN_MESSAGE)
    }

    /// Changes an answer.
    pub(super) fn edit_answer(
        &mut self,
        interaction: &Interaction,
        message: u64,
        body: &Value,
        uploads: &[Upload],
    ) -> Outcome<()> {
        let draft = Draft::read(body, uploads)?;
        self.rewrite(interaction.channel, message, draft, &Allowed::users_only())?;
        self.note(interaction.id, |one| one.settled = true);
        Ok(())
    }

    /// Takes an answer back.
    pub(super) fn erase_answer(&mut self, interaction: &Interaction, message: u64) -> Outcome<()> {
        self.erase(interaction.channel, message)?;
        self.note(interaction.id, |one| one.settled = true);
        Ok(())
    }

    /// Nobody answered in time: the person is told. Whether that was news.
    pub(super) fn give_up(&mut self, id: u64) -> bool {
        let Some(interaction) = self.interactions.get_mut(&id) else { return false };
        if interaction.callback.is_some() || interaction.failed {
            return false;
        }
        interaction.failed = true;
        let interaction = interaction.clone();
        if interaction.asked != Asked::Autocomplete {
            let text = Some("The application did not respond".to_owned());
            let draft = Draft { content: text, flags: EPHEMERAL, ..Draft::default() };
            self.speak(&interaction, draft);
        }
        true
    }
}

fn check_kind(interaction: &Interaction, kind: u64) -> Outcome<()> {
    let (fits, choices) = match interaction.asked {
        Asked::Command => (matches!(kind, 4 | 5 | 9), "(4, 5, 9)"),
        Asked::Component => (matches!(kind, 4..=7 | 9), "(4, 5, 6, 7, 9)"),
        Asked::Autocomplete => (kind == 8, "(8,)"),
        Asked::Modal if interaction.message.is_some() => (matches!(kind, 4..=7), "(4, 5, 6, 7)"),
        Asked::Modal => (matches!(kind, 4 | 5), "(4, 5)"),
    };
    if fits { Ok(()) } else { Err(bad_choice("type", choices)) }
}

fn read_choices(data: &Value) -> Outcome<Vec<Value>> {
    let Some(choices) = data["choices"].as_array() else { return Err(required("data.choices")) };
    if choices.len() > 25 {
        return Err(bad_length("data.choices", 0, 25));
    }
    for (index, choice) in choices.iter().enumerate() {
        let place = format!("data.choices.{index}");
        let name = choice["name"].as_str().map_or(0, |name| name.chars().count());
        if !(1..=100).contains(&name) {
            return Err(bad_length(&format!("{place}.name"), 1, 100));
        }
        let value = &choice["value"];
        let fits = value.as_str().is_some_and(|value| (1..=100).contains(&value.chars().count()));
        if !fits && !value.is_number() {
            return Err(bad_length(&format!("{place}.value"), 1, 100));
        }
    }
    Ok(choices.clone())
}
