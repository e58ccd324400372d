//! Setting the scene and watching it: what tests and the demo do that no person and no bot does.
//! It must not hold rules: those are the world's.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Discord;
use super::faults::{Fault, FaultHandle};
use super::payloads::Eye;
use super::state::{Request, World};

impl World {
    /// The messages of a channel as a person's client draws them, oldest first.
    pub fn drawn(&self, channel: u64) -> Vec<Value> {
        let all = self.messages(channel).filter(|message| message.is_drawn());
        all.map(|message| self.message_json(message, Eye::Bot)).collect()
    }

    /// The private messages a person sees in a channel, oldest first.
    pub fn drawn_privately(&self, person: u64, channel: u64) -> Vec<Value> {
        let all = self.private(person).filter(|message| message.channel == channel && message.is_drawn());
        let shown = all.map(|message| {
            let mut value = self.message_json(message, Eye::Person(person));
            if message.interaction.and_then(|id| self.interaction(id)).is_some_and(|one| one.failed) {
                value["standin"] = json!({ "failed": true });
            }
            value
        });
        shown.collect()
    }
}

impl Discord {
    /// The id of the guild with this name.
    pub fn guild(&self, name: &str) -> Option<u64> {
        self.look(|world| world.guilds().find(|guild| guild.name == name).map(|guild| guild.id))
    }

    /// The id of the first channel or thread with this name.
    pub fn channel(&self, name: &str) -> Option<u64> {
        self.look(|world| world.channels().find(|channel| channel.name == name).map(|channel| channel.id))
    }

    /// The id of the person with this name.
    pub fn person(&self, name: &str) -> Option<u64> {
        self.look(|world| world.users.values().find(|user| user.name == name).map(|user| user.id))
    }

    /// The id of the first role with this name.
    pub fn role(&self, name: &str) -> Option<u64> {
        self.look(|world| {
            let mut roles = world.guilds().flat_map(|guild| guild.roles.values());
            roles.find(|role| role.name == name).map(|role| role.id)
        })
    }

    /// The bot's user id, which is also its application's.
    pub fn bot(&self) -> u64 {
        self.look(World::bot)
    }

    /// Gives the bot another name, before it connects; its roles are called the same.
    pub fn set_bot_name(&self, name: &str) {
        self.with(|world| {
            let bot = world.bot;
            if let Some(user) = world.users.get_mut(&bot) {
                user.name = name.to_owned();
            }
            let roles = world.guilds.values_mut().flat_map(|guild| guild.roles.values_mut());
            for role in roles.filter(|role| role.bot == Some(bot)) {
                role.name = name.to_owned();
            }
        });
    }

    /// A new guild owned by the first guild's owner, without the bot.
    pub fn add_guild(&self, name: &str) -> u64 {
        self.with(|world| {
            let owner = world.guilds().next().map_or(0, |guild| guild.owner);
            world.add_guild(name, owner)
        })
    }

    /// A new channel: 0 text, 2 voice, 5 announcement, 15 forum.
    pub fn add_channel(&self, guild: u64, name: &str, kind: u8) -> u64 {
        self.with(|world| world.add_channel(guild, name, kind))
    }

    /// Makes a channel one of another kind, as text and announcement channels can be.
    pub fn convert_channel(&self, channel: u64, kind: u8) {
        self.with(|world| {
            if let Some(channel) = world.channels.get_mut(&channel) {
                channel.kind = kind;
            }
            world.happen_to_channel(channel, "CHANNEL_UPDATE");
        });
    }

    /// Renames a channel or thread.
    pub fn rename_channel(&self, channel: u64, name: &str) {
        self.with(|world| {
            if let Some(channel) = world.channels.get_mut(&channel) {
                channel.name = name.to_owned();
            }
            let thread = world.thread_mut(channel).is_some();
            world.happen_to_channel(channel, if thread { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" });
        });
    }

    /// A new person, member of a guild.
    pub fn add_person(&self, guild: u64, name: &str) -> u64 {
        self.with(|world| {
            let person = world.add_user(name, "member");
            world.join(guild, person);
            person
        })
    }

    /// A known person joins a guild.
    pub fn join(&self, guild: u64, person: u64) {
        self.with(|world| world.join(guild, person));
    }

    /// A person leaves a guild; the bot hears nothing of it without GUILD_MEMBERS.
    pub fn remove_person(&self, guild: u64, person: u64) {
        self.with(|world| world.part(guild, person));
    }

    /// A person shuts or opens their direct messages.
    pub fn close_directs(&self, person: u64, closed: bool) {
        self.with(|world| {
            if let Some(user) = world.users.get_mut(&person) {
                user.closed = closed;
            }
        });
    }

    /// A person's client speaks another language.
    pub fn set_locale(&self, person: u64, locale: &str) {
        self.with(|world| {
            if let Some(user) = world.users.get_mut(&person) {
                user.locale = locale.to_owned();
            }
        });
    }

    /// Someone chooses the language that a guild's people share (GUILD_UPDATE).
    pub fn set_guild_locale(&self, guild: u64, locale: &str) {
        self.with(|world| {
            let Some(known) = world.guilds.get_mut(&guild) else { return };
            locale.clone_into(&mut known.locale);
            let data = world.guilds.get(&guild).map(|known| world.guild_json(known));
            world.happen_in_guild(guild, "GUILD_UPDATE", data.unwrap_or_default());
        });
    }

    /// The conversation between the bot and a person.
    pub fn direct_channel(&self, person: u64) -> u64 {
        self.with(|world| world.direct_channel(person))
    }

    /// Someone deletes a channel or a thread.
    pub fn delete_channel(&self, channel: u64) {
        self.with(|world| world.remove_channel(channel));
    }

    /// Someone archives a thread, locking it or not.
    pub fn archive(&self, thread: u64, locked: bool) {
        self.with(|world| {
            let now = world.now();
            if let Some(inside) = world.thread_mut(thread) {
                (inside.archived, inside.locked, inside.archive_timestamp) = (true, locked, now);
            }
            world.happen_to_channel(thread, "THREAD_UPDATE");
        });
    }

    /// Removes the bot from a guild (GUILD_DELETE without `unavailable`).
    pub fn remove_bot(&self, guild: u64) {
        self.with(|world| world.dismiss_bot(guild));
    }

    /// Invites the bot into a guild (GUILD_CREATE).
    pub fn invite_bot(&self, guild: u64) {
        self.with(|world| world.invite_bot(guild));
    }

    /// A guild goes away in an outage (GUILD_DELETE with `unavailable`), or comes back (GUILD_CREATE).
    pub fn set_available(&self, guild: u64, available: bool) {
        self.with(|world| {
            let Some(known) = world.guilds.get(&guild) else { return };
            let whole = world.whole_guild_json(known);
            let away = json!({ "id": guild.to_string(), "unavailable": true });
            let (name, data) = if available { ("GUILD_CREATE", whole) } else { ("GUILD_DELETE", away) };
            world.happen_in_guild(guild, name, data);
        });
    }

    /// A new role.
    pub fn add_role(&self, guild: u64, name: &str, permissions: u64, mentionable: bool) -> u64 {
        self.with(|world| {
            let id = world.add_role(guild, name, permissions);
            if let Some(role) = world.role_mut(guild, id) {
                role.mentionable = mentionable;
            }
            world.happen_to_role(guild, id, "GUILD_ROLE_UPDATE");
            id
        })
    }

    /// Someone deletes a role; its members lose it.
    pub fn delete_role(&self, guild: u64, role: u64) {
        self.with(|world| {
            if let Some(known) = world.guilds.get_mut(&guild) {
                known.roles.remove(&role);
                known.members.values_mut().for_each(|member| member.roles.retain(|one| *one != role));
            }
            let data = json!({ "guild_id": guild.to_string(), "role_id": role.to_string() });
            world.happen_in_guild(guild, "GUILD_ROLE_DELETE", data);
        });
    }

    /// Gives a member a role.
    pub fn give_role(&self, guild: u64, user: u64, role: u64) {
        self.with(|world| {
            if let Some(member) = world.member_mut(guild, user) {
                member.roles.push(role);
            }
        });
    }

    /// Sets the permissions of a role; the guild's id is @everyone's.
    pub fn set_role_permissions(&self, guild: u64, role: u64, permissions: u64) {
        self.with(|world| {
            if let Some(role) = world.role_mut(guild, role) {
                role.permissions = permissions;
            }
            world.happen_to_role(guild, role, "GUILD_ROLE_UPDATE");
        });
    }

    /// The role the bot came into a guild with.
    pub fn bot_role(&self, guild: u64) -> Option<u64> {
        self.look(|world| {
            let bot = world.bot();
            world.guild(guild)?.roles.values().find(|role| role.bot == Some(bot)).map(|role| role.id)
        })
    }

    /// Allows and denies permissions of a role or a user in one channel.
    pub fn set_overwrite(&self, channel: u64, role_or_user: u64, allow: u64, deny: u64) {
        self.with(|world| world.overwrite(channel, role_or_user, allow, deny));
    }

    /// The messages of a channel or thread as a person's client draws them, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Value> {
        self.look(|world| world.drawn(channel))
    }

    /// The threads of a channel, oldest first.
    pub fn threads(&self, channel: u64) -> Vec<Value> {
        self.look(|world| world.threads(channel).map(|thread| world.channel_json(thread.id)).collect())
    }

    /// The pinned messages of a channel, oldest message first.
    pub fn pins(&self, channel: u64) -> Vec<Value> {
        let mut all = self.messages(channel);
        all.retain(|message| message["pinned"] == true);
        all
    }

    /// The conversation between the bot and a person, oldest first.
    pub fn directs(&self, person: u64) -> Vec<Value> {
        self.look(|world| {
            let known =
                world.channels().find(|channel| channel.guild.is_none() && channel.recipients == [person]);
            known.map(|channel| world.drawn(channel.id)).unwrap_or_default()
        })
    }

    /// The private messages a person sees in a channel, oldest first.
    pub fn private(&self, person: u64, channel: u64) -> Vec<Value> {
        self.look(|world| world.drawn_privately(person, channel))
    }

    /// The commands of a guild, or the global ones.
    pub fn commands(&self, guild: Option<u64>) -> Vec<Value> {
        self.look(|world| world.commands(guild).to_vec())
    }

    /// Every REST request so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.look(|world| world.requests.clone())
    }

    /// What time it is there.
    pub fn now(&self) -> DateTime<Utc> {
        (self.inner.clock.now)()
    }

    /// Says that the clock was moved, so that threads may hide and pages look again.
    pub fn clock_moved(&self) {
        self.with(|_| ());
    }

    /// Sets trouble.
    pub fn fault(&self, fault: Fault) -> FaultHandle {
        self.with(|world| world.faults.add(fault))
    }

    /// Ends all trouble; held requests go on.
    pub fn clear_faults(&self) {
        self.with(|world| world.faults.clear());
    }

    /// Sets the real time the bot has for its first answer; three seconds unless told.
    pub fn set_acknowledge_within(&self, within: Duration) {
        self.with(|world| world.acknowledge_within = within);
    }

    /// Sets how many active threads a guild may have; Discord does not say how many that is.
    pub fn set_most_threads(&self, most: usize) {
        self.with(|world| world.most_threads = most);
    }

    /// Sets which privileged intents the application has (1 << 1, 1 << 8, 1 << 15); none unless told.
    pub fn set_privileged_intents(&self, intents: u64) {
        self.with(|world| world.privileged = intents);
    }
}
