//! What one person sees of the world, for the page. It must not show more than they may see.

use serde_json::{Value, json};

use super::drafts::LOADING;
use super::forums::PINNED;
use super::payloads::Eye;
use super::permissions::VIEW_CHANNEL;
use super::state::{Channel, Guild, User, World};

const COLORS: [&str; 6] = ["#5865a0", "#a0586b", "#3f8f6b", "#9a7b2f", "#7a589f", "#3b82a0"];

impl World {
    /// The person a page acts as: the wanted one, or the first.
    pub(super) fn viewer(&self, wanted: Option<u64>) -> Option<u64> {
        let person = wanted.filter(|id| self.users.get(id).is_some_and(|user| !user.bot));
        person.or_else(|| self.users.values().find(|user| !user.bot).map(|user| user.id))
    }

    /// The snapshot of what a person sees.
    pub(super) fn snapshot(&self, me: u64) -> Value {
        let guild = self.guilds.values().find(|guild| guild.members.contains_key(&me));
        let Some(guild) = guild.or_else(|| self.guilds.values().next()) else { return Value::Null };
        let sees =
            |channel: &&Channel| channel.guild == Some(guild.id) && self.may(channel.id, me, VIEW_CHANNEL);
        let visible: Vec<&Channel> = self.channels.values().filter(sees).collect();
        let mut messages = json!({});
        let mut private = json!({});
        for channel in &visible {
            let drawn = self.messages(channel.id).filter(|message| message.is_drawn());
            messages[channel.id.to_string()] =
                drawn.map(|message| self.message_json(message, Eye::Person(me))).collect();
            let hidden = self.drawn_privately(me, channel.id);
            if !hidden.is_empty() {
                private[channel.id.to_string()] = json!(hidden);
            }
        }
        let direct =
            self.channels.values().find(|channel| channel.guild.is_none() && channel.recipients == [me]);
        let mut commands = self.commands(None).to_vec();
        commands.extend_from_slice(self.commands(Some(guild.id)));
        json!({
            "now": self.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "me": me.to_string(), "locale": self.users.get(&me).map(|user| &user.locale), "people": self.users.values().zip(COLORS.iter().cycle()).map(person).collect::<Vec<_>>(),
            "guild": { "id": guild.id.to_string(), "name": guild.name, "locale": guild.locale }, "bot_present": self.bot_in(guild.id),
            "roles": roles(guild),
            "channels": visible.iter().filter(|one| one.thread.is_none()).map(|one| self.listing(one)).collect::<Vec<_>>(),
            "messages": messages, "private": private,
            "direct": direct.map(|channel| self.drawn(channel.id)).unwrap_or_default(),
            "direct_channel": direct.map(|channel| channel.id.to_string()),
            "commands": commands, "thinking": self.thinking(me), "modal": self.open_modal(me),
        })
    }

    fn listing(&self, channel: &Channel) -> Value {
        let threads = self.threads(channel.id).map(|thread| {
            let inside = thread.thread.as_ref();
            json!({
                "id": thread.id.to_string(), "name": thread.name, "parent_id": channel.id.to_string(),
                "message_count": inside.map_or(0, |inside| inside.messages),
                "archived": inside.is_some_and(|inside| inside.archived),
                "locked": inside.is_some_and(|inside| inside.locked),
                "pinned": thread.flags & PINNED != 0,
                "tags": inside.map_or(&[][..], |inside| &inside.applied).iter().map(u64::to_string).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": channel.id.to_string(), "name": channel.name, "type": channel.kind,
            "threads": threads.collect::<Vec<_>>(),
            "tags": channel.tags.iter().map(|tag| json!({ "id": tag.id.to_string(), "name": tag.name })).collect::<Vec<_>>(),
        })
    }

    /// Answers the person waits for: theirs, and public ones of others.
    fn thinking(&self, me: u64) -> Value {
        let waiting = self.interactions.values().filter(|interaction| {
            let original = interaction.original.and_then(|id| self.message(interaction.channel, id));
            original.is_some_and(|message| {
                message.flags & LOADING != 0 && message.private_to.is_none_or(|person| person == me)
            })
        });
        let shown = waiting.map(|interaction| {
            json!({
                "interaction": interaction.id.to_string(), "channel_id": interaction.channel.to_string(),
                "name": interaction.name, "user": interaction.user.to_string(),
            })
        });
        shown.collect()
    }

    fn open_modal(&self, me: u64) -> Value {
        let mut opened = self.interactions.values().rev().filter(|interaction| interaction.user == me);
        let Some((id, modal)) = opened.find_map(|one| Some((one.id, one.modal.as_ref()?))) else {
            return Value::Null;
        };
        let mut modal = modal.clone();
        modal["interaction"] = json!(id.to_string());
        modal
    }
}

fn person((user, color): (&User, &&str)) -> Value {
    json!({ "id": user.id.to_string(), "name": user.name, "note": user.note, "bot": user.bot, "color": color })
}

fn roles(guild: &Guild) -> Value {
    let named = guild.roles.values().filter(|role| role.id != guild.id);
    let shown = named.map(|role| {
        let color = if role.color == 0 { Value::Null } else { json!(format!("#{:06x}", role.color)) };
        json!({ "id": role.id.to_string(), "name": role.name, "color": color, "mentionable": role.mentionable })
    });
    shown.collect()
}
