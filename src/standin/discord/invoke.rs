//! A person asks the bot something: what the bot is sent, and why Discord's own client would not send it.
//! It must not deal with answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::components::find;
use super::filling::{fill_input, option_named};
use super::interactions::{Asked, Interaction};
use super::payloads::{Eye, merge, text};
use super::permissions::USE_APPLICATION_COMMANDS;
use super::sessions::Happening;
use super::state::World;

/// Why something cannot be done, as a sentence for the person at the page.
pub type Reason = String;

/// An option of a command as a person gives it.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The option's name.
    pub(super) name: String,
    /// Its value; ids as text.
    pub(super) value: Value,
    /// Whether the person is typing it right now (autocomplete only).
    pub(super) focused: bool,
}

/// Who asks, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) user: u64,
    pub(super) channel: u64,
}

/// A question before it has an id.
pub(super) struct Question {
    pub(super) asked: Asked,
    pub(super) user: u64,
    pub(super) channel: u64,
    pub(super) name: String,
    pub(super) message: Option<u64>,
    pub(super) opened_by: Option<u64>,
    pub(super) data: Value,
}

impl World {
    /// The registered command with this name that works in this channel; the guild's own come first.
    fn command_named(&self, channel: u64, name: &str) -> Option<&Value> {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let own = guild.and_then(|guild| self.commands.get(&Some(guild)));
        let mut all = own.into_iter().chain(self.commands.get(&None)).flatten();
        all.find(|command| command["name"] == name && command["type"] == 1)
    }

    /// Asks a command. A name with spaces, as in `admin setup`, names a subcommand.
    pub(super) fn ask_command(
        &self,
        asked: Asked,
        place: Place,
        name: &str,
        given: &[Given],
    ) -> Result<Question, Reason> {
        let Place { user, channel } = place;
        self.check_place(place)?;
        let mut path = name.split(' ');
        let command = self.command_named(channel, path.next().unwrap_or_default());
        let command = command.ok_or_else(|| format!("There is no command /{name} here."))?;
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let needed = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
        let own = guild.map_or(u64::MAX, |guild| self.guild_permissions(guild, user));
        let admin = own & super::permissions::ADMINISTRATOR != 0;
        if needed.is_some_and(|needed| !admin && (needed == 0 || own & needed != needed)) {
            return Err(format!("You may not use /{name}."));
        }
        if guild.is_none() && !in_contexts(command, 1) {
            return Err(format!("/{name} does not work in direct messages."));
        }
        let mut resolved = Map::new();
        let mut level = command;
        let mut names = Vec::new();
        for part in path {
            level = option_named(level, part).ok_or_else(|| format!("There is no command /{name} here."))?;
            names.push((part, level["type"].clone()));
        }
        let mut options = self.fill_options(level, given, asked, &mut resolved)?;
        for (part, kind) in names.into_iter().rev() {
            options = vec![json!({ "name": part, "type": kind, "options": options })];
        }
        let mut data = json!({ "id": command["id"], "name": command["name"], "type": 1 });
        if !options.is_empty() {
            data["options"] = Value::Array(options);
        }
        if !resolved.is_empty() {
            data["resolved"] = Value::Object(resolved);
        }
        if !command["guild_id"].is_null() {
            data["guild_id"] = command["guild_id"].clone();
        }
        let name = command["name"].as_str().unwrap_or_default().to_owned();
        Ok(Question { asked, user, channel, name, message: None, opened_by: None, data })
    }

    fn check_place(&self, Place { user, channel }: Place) -> Result<(), Reason> {
        let known = self.channels.get(&channel).ok_or("There is no such channel.")?;
        if !self.may(channel, user, super::permissions::VIEW_CHANNEL) {
            return Err("You cannot see that channel.".to_owned());
        }
        if known.kind == super::forums::FORUM {
            return Err("Commands do not work in a forum itself, only in its posts.".to_owned());
        }
        let Some(guild) = known.guild else { return Ok(()) };
        if !self.bot_in(guild) {
            return Err("The bot is not in this server.".to_owned());
        }
        if !self.may(channel, user, USE_APPLICATION_COMMANDS) {
            return Err("You may not use commands here.".to_owned());
        }
        if known.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err("Commands do not work in an archived thread.".to_owned());
        }
        Ok(())
    }

    /// Presses a button or chooses from a menu of a message, public or private.
    pub(super) fn ask_component(
        &self,
        user: u64,
        message: u64,
        custom_id: &str,
        values: Option<&[String]>,
    ) -> Result<Question, Reason> {
        let public = self.messages.values().find_map(|messages| messages.get(&message));
        let private = self.private.get(&message).filter(|one| one.private_to == Some(user));
        let message = public.or(private).ok_or("There is no such message.")?;
        let component = find(&message.components, custom_id).ok_or("There is no such button or menu.")?;
        self.check_component_place(user, message.channel)?;
        if component["disabled"] == true {
            return Err("That is switched off.".to_owned());
        }
        let mut data =
            json!({ "custom_id": custom_id, "component_type": component["type"], "id": component["id"] });
        let menu = component["type"] != 2;
        match values {
            None if menu => return Err("That is a menu: choose something.".to_owned()),
            Some(_) if !menu => return Err("That is a button: press it.".to_owned()),
            None => {}
            Some(values) => {
                let mut resolved = Map::new();
                self.check_values(component, values, &mut resolved)?;
                data["values"] = json!(values);
                if !resolved.is_empty() {
                    data["resolved"] = Value::Object(resolved);
                }
            }
        }
        Ok(Question {
            asked: Asked::Component,
            user,
            channel: message.channel,
            name: custom_id.to_owned(),
            message: Some(message.id),
            opened_by: None,
            data,
        })
    }

    fn check_component_place(&self, user: u64, channel: u64) -> Result<(), Reason> {
        if self.may(channel, user, super::permissions::VIEW_CHANNEL) {
            return Ok(());
        }
        Err("You cannot see that channel.".to_owned())
    }

    /// Sends off a window that an interaction opened.
    pub(super) fn ask_modal(
        &self,
        user: u64,
        opener: u64,
        values: &BTreeMap<String, String>,
    ) -> Result<Question, Reason> {
        let opened = self.interactions.get(&opener).filter(|one| one.user == user);
        let opened = opened.ok_or("There is no such window.")?;
        let modal = opened.modal.as_ref().ok_or("That window is closed.")?;
        let mut rows = Vec::new();
        for row in modal["components"].as_array().into_iter().flatten() {
            let filled = match row["type"].as_u64() {
                Some(1) => {
                    json!({ "type": 1, "id": row["id"], "components": [fill_input(&row["components"][0], values)?] })
                }
                Some(18) => {
                    json!({ "type": 18, "id": row["id"], "component": fill_input(&row["component"], values)? })
                }
                _ => json!({ "type": row["type"], "id": row["id"] }),
            };
            rows.push(filled);
        }
        Ok(Question {
            asked: Asked::Modal,
            user,
            channel: opened.channel,
            name: modal["custom_id"].as_str().unwrap_or_default().to_owned(),
            message: opened.message,
            opened_by: Some(opener),
            data: json!({ "custom_id": modal["custom_id"], "components": rows }),
        })
    }

    /// Puts a question to the bot: it gets an id and a token, and the sessions hear of it.
    pub(super) fn ask(&mut self, question: Question) -> u64 {
        let id = self.snowflake();
        let token = format!("aW50ZXJhY3Rpb246{:x}{:x}", id.wrapping_mul(0x9e37_79b9_7f4a_7c15), id);
        let interaction = Interaction {
            id,
            token,
            asked: question.asked,
            user: question.user,
            channel: question.channel,
            name: question.name,
            message: question.message,
            opened_by: question.opened_by,
            at: self.now(),
            callback: None,
            acknowledged_after: None,
            original: None,
            followups: Vec::new(),
            modal: None,
            choices: None,
            settled: false,
            failed: false,
            started: Instant::now(),
        };
        if let Some(opener) = interaction.opened_by.and_then(|opener| self.interactions.get_mut(&opener)) {
            opener.modal = None;
        }
        let data = self.interaction_json(&interaction, question.data);
        let guild = self.channels.get(&interaction.channel).and_then(|channel| channel.guild);
        self.interactions.insert(id, interaction);
        self.happen(&Happening {
            name: "INTERACTION_CREATE",
            data,
            without_content: None,
            guild,
            intents: 0,
        });
        id
    }

    fn interaction_json(&self, interaction: &Interaction, data: Value) -> Value {
        let channel = interaction.channel;
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let mut place = self.channel_json(channel);
        place["permissions"] = json!(self.permissions(channel, interaction.user).to_string());
        let locale = self.users.get(&interaction.user).map_or("en-US", |user| user.locale.as_str());
        let mut value = json!({
            "id": interaction.id.to_string(), "application_id": self.application.to_string(),
            "type": interaction.asked.number(), "token": interaction.token, "version": 1, "data": data,
            "channel_id": channel.to_string(), "channel": place, "locale": locale,
            "app_permissions": self.permissions(channel, self.bot).to_string(), "entitlements": [],
            "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760, "context": u8::from(guild.is_none()),
            "authorizing_integration_owners": self.installed_by(channel),
        });
        match guild.and_then(|guild| self.guilds.get(&guild)) {
            Some(guild) => {
                let mut member = self.member_json(guild.id, interaction.user).unwrap_or_default();
                member["permissions"] = json!(self.permissions(channel, interaction.user).to_string());
                let about = json!({ "id": text(Some(guild.id)), "locale": guild.locale, "features": [] });
                let more =
                    json!({ "guild_id": text(Some(guild.id)), "guild_locale": guild.locale, "guild": about });
                merge(&mut value, more);
                value["member"] = member;
            }
            None => value["user"] = self.user_json(interaction.user),
        }
        let pressed = interaction.message.and_then(|id| self.message(channel, id));
        if let Some(message) = pressed.filter(|_| interaction.asked != Asked::Command) {
            value["message"] = self.message_json(message, Eye::Bot);
        }
        value
    }
}

fn in_contexts(command: &Value, context: u64) -> bool {
    command["contexts"].as_array().is_none_or(|all| all.iter().any(|one| *one == context))
}
