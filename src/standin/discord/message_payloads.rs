//! Messages as Discord writes them down, and what it withholds without MESSAGE_CONTENT. It must not change anything.

use serde_json::{Value, json};

use super::interactions::Asked;
use super::payloads::{Eye, made, merge, text};
use super::sessions::MESSAGE_CONTENT;
use super::state::{Message, World, written};

/// The flag of a message that carries a thread.
const HAS_THREAD: u64 = 1 << 5;

impl World {
    /// A message object as someone sees it over REST, with its content.
    pub(super) fn message_json(&self, message: &Message, eye: Eye) -> Value {
        let mut value = self.basic_message_json(message);
        if let Some((channel, id)) = message.reference.filter(|_| message.kind == 19 || message.kind == 21) {
            value["referenced_message"] = self
                .messages
                .get(&channel)
                .and_then(|messages| messages.get(&id))
                .map_or(Value::Null, |referenced| self.basic_message_json(referenced));
        }
        if !message.reactions.is_empty() {
            value["reactions"] = self.reactions_json(message, eye);
        }
        value
    }

    /// A message object as the bot gets it over REST.
    pub(super) fn message_for_bot(&self, message: &Message) -> Value {
        let mut value = self.message_json(message, Eye::Bot);
        if self.privileged & MESSAGE_CONTENT == 0 {
            self.withhold(&mut value);
        }
        value
    }

    /// A message object as the gateway sends it.
    pub(super) fn message_for_gateway(&self, message: &Message) -> Value {
        let mut value = self.message_json(message, Eye::Bot);
        value["channel_type"] = json!(self.channels.get(&message.channel).map(|channel| channel.kind));
        if let Some(guild) = self.channels.get(&message.channel).and_then(|channel| channel.guild) {
            value["guild_id"] = json!(guild.to_string());
            if message.interaction.is_none()
                && let Some(member) = self.bare_member_json(guild, message.author)
            {
                value["member"] = member;
            }
            for mention in value["mentions"].as_array_mut().into_iter().flatten() {
                let user = mention["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
                if let Some(member) = self.bare_member_json(guild, user) {
                    mention["member"] = member;
                }
            }
        }
        value
    }

    /// Empties what the bot may not read: not its own, not in a direct conversation, and not mentioning it.
    pub(super) fn withhold(&self, value: &mut Value) {
        let bot = self.bot.to_string();
        if let Some(referenced) =
            value.get_mut("referenced_message").filter(|referenced| referenced.is_object())
        {
            self.withhold(referenced);
        }
        let channel = value["channel_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        let direct = self.channels.get(&channel).is_some_and(|channel| channel.guild.is_none());
        let mentioned =
            value["mentions"].as_array().is_some_and(|all| all.iter().any(|user| user["id"] == bot));
        if direct || mentioned || value["author"]["id"] == bot {
            return;
        }
        value["content"] = json!("");
        for list in ["embeds", "attachments", "components"] {
            value[list] = json!([]);
        }
    }

    fn basic_message_json(&self, message: &Message) -> Value {
        let thread = self.channels.get(&message.id).filter(|channel| channel.parent == Some(message.channel));
        let flags = if thread.is_some() { message.flags | HAS_THREAD } else { message.flags };
        let mut value = json!({
            "id": message.id.to_string(), "channel_id": message.channel.to_string(), "type": message.kind,
            "author": self.user_json(message.author), "content": message.content, "embeds": message.embeds,
            "components": message.components, "attachments": message.attachments, "flags": flags,
            "timestamp": made(message.id), "edited_timestamp": message.edited.map(written), "tts": false,
            "pinned": message.pinned.is_some(), "mention_everyone": message.mention_everyone,
            "mentions": message.mentions.iter().map(|user| self.user_json(*user)).collect::<Vec<_>>(),
            "mention_roles": message.mention_roles.iter().map(u64::to_string).collect::<Vec<_>>(),
        });
        if let Some(nonce) = &message.nonce {
            value["nonce"] = nonce.clone();
        }
        if let Some((channel, id)) = message.reference {
            let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
            value["message_reference"] =
                json!({ "type": 0, "channel_id": channel.to_string(), "message_id": id.to_string() });
            if let Some(guild) = guild {
                value["message_reference"]["guild_id"] = text(Some(guild));
            }
        }
        if let Some(thread) = thread {
            value["thread"] = self.channel_json(thread.id);
        }
        if let Some(interaction) = message.interaction {
            let metadata = self.interaction_metadata(interaction);
            let application = json!(self.application.to_string());
            merge(&mut value, json!({ "application_id": application, "webhook_id": application }));
            // The old form, still sent for commands: the only place that says which command it was.
            if let Some(asked) = self.interactions.get(&interaction).filter(|one| one.asked == Asked::Command)
            {
                value["interaction"] = json!({
                    "id": metadata["id"], "type": metadata["type"], "name": asked.name, "user": metadata["user"],
                });
            }
            value["interaction_metadata"] = metadata;
        }
        value
    }

    fn reactions_json(&self, message: &Message, eye: Eye) -> Value {
        let me = match eye {
            Eye::Bot => self.bot,
            Eye::Person(person) => person,
        };
        let one = |(emoji, users): &(Value, std::collections::BTreeSet<u64>)| {
            json!({
                "emoji": emoji, "count": users.len(), "me": users.contains(&me), "me_burst": false,
                "count_details": { "burst": 0, "normal": users.len() }, "burst_colors": [],
            })
        };
        message.reactions.iter().map(one).collect()
    }
}
