//! Making the world: guilds, channels, people, roles, and taking them away. It must not know requests.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::DateTime;
use serde_json::json;

use super::drafts::LOADING;
use super::faults::Faults;
use super::limits::{Buckets, Invalid, Limits};
use super::payloads::role_json;
use super::permissions::{BOT, EVERYONE};
use super::places::Places;
use super::sessions::Happening;
use super::starting::{Begun, Starts};
use super::state::{Channel, Clock, Guild, Member, Message, Overwrite, Role, User, World};

/// The ids of what was there before: from the start of 2022, a day and a bit apart.
const FIRST_THING: u64 = (1_640_995_200_000 - 1_420_070_400_000) << 22;
const A_DAY_AND_A_BIT: u64 = 86_400_001;

impl World {
    /// The default world: one study group with three channels and four people.
    pub(super) fn new(clock: Clock, token: String, origin: String) -> World {
        let mut world = World::void(clock, token, origin);
        world.bot = world.add_user("Quiz Bot", "bot");
        world.application = world.bot;
        if let Some(bot) = world.users.get_mut(&world.bot) {
            bot.bot = true;
        }
        let amina = world.add_user("Amina", "organiser");
        let guild = world.add_guild("Cloud Study Group", amina);
        for name in ["general", "daily-question", "help"] {
            world.add_channel(guild, name, 0);
        }
        let learners = world.add_role(guild, "Learners", 0);
        if let Some(role) = world.role_mut(guild, learners) {
            role.mentionable = true;
            role.color = 0x58_65a0;
        }
        for (name, note) in [("Ben", "member"), ("Chidi", "member"), ("Dora", "newcomer")] {
            let person = world.add_user(name, note);
            world.join(guild, person);
            if note == "member"
                && let Some(member) = world.member_mut(guild, person)
            {
                member.roles.push(learners);
            }
        }
        world.invite_bot(guild);
        world
    }

    fn void(clock: Clock, token: String, origin: String) -> World {
        World {
            clock,
            origin,
            token,
            bot: 0,
            application: 0,
            last_id: 0,
            last_thing: FIRST_THING,
            things_apart: A_DAY_AND_A_BIT,
            guilds: BTreeMap::new(),
            channels: Places::default(),
            users: BTreeMap::new(),
            messages: BTreeMap::new(),
            private: BTreeMap::new(),
            files: BTreeMap::new(),
            nonces: BTreeMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            acknowledge_within: Duration::from_secs(3),
            privileged: 0,
            sessions: Vec::new(),
            shards: None,
            settled_until: DateTime::UNIX_EPOCH,
            most_threads: 1000,
            heartbeat: Duration::from_millis(41_250),
            acknowledge_heartbeats: true,
            heartbeats: 0,
            connections: 0,
            starts: Starts::default(),
            begun: Begun::default(),
            held_back: None,
            requests: Vec::new(),
            faults: Faults::default(),
            limits: Limits::default(),
            buckets: Buckets::default(),
            invalid: Invalid::default(),
        }
    }

    pub(super) fn add_user(&mut self, name: &str, note: &str) -> u64 {
        let id = self.old_snowflake();
        let user = User {
            id,
            name: name.to_owned(),
            bot: false,
            note: note.to_owned(),
            closed: false,
            locale: "en-US".to_owned(),
        };
        self.users.insert(id, user);
        id
    }

    /// A guild with its owner in it; the bot is not invited yet.
    pub(super) fn add_guild(&mut self, name: &str, owner: u64) -> u64 {
        let id = self.old_snowflake();
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: EVERYONE,
            color: 0,
            mentionable: false,
            bot: None,
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            roles: [(id, everyone)].into(),
            members: BTreeMap::new(),
        };
        self.guilds.insert(id, guild);
        self.join(id, owner);
        id
    }

    pub(super) fn add_role(&mut self, guild: u64, name: &str, permissions: u64) -> u64 {
        let id = self.old_snowflake();
        let role = Role { id, name: name.to_owned(), permissions, color: 0, mentionable: false, bot: None };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.roles.insert(id, role);
        }
        self.happen_to_role(guild, id, "GUILD_ROLE_CREATE");
        id
    }

    /// Tells about a role as it is now.
    pub(super) fn happen_to_role(&mut self, guild: u64, role: u64, name: &'static str) {
        let Some(known) = self.guilds.get(&guild) else { return };
        let Some(value) = known.roles.get(&role).map(|role| role_json(known, role)) else { return };
        self.happen_in_guild(guild, name, json!({ "guild_id": guild.to_string(), "role": value }));
    }

    pub(super) fn role_mut(&mut self, guild: u64, role: u64) -> Option<&mut Role> {
        self.guilds.get_mut(&guild)?.roles.get_mut(&role)
    }

    pub(super) fn member_mut(&mut self, guild: u64, user: u64) -> Option<&mut Member> {
        self.guilds.get_mut(&guild)?.members.get_mut(&user)
    }

    /// Makes a user a member; without GUILD_MEMBERS the bot does not hear of it.
    pub(super) fn join(&mut self, guild: u64, user: u64) {
        let joined = self.now();
        if let Some(known) = self.guilds.get_mut(&guild) {
            known.members.insert(user, Member { roles: Vec::new(), joined });
        }
        if user != self.bot {
            self.happen_to_member(guild, user, "GUILD_MEMBER_ADD");
        }
    }

    fn happen_to_member(&mut self, guild: u64, user: u64, name: &'static str) {
        if !self.bot_in(guild) {
            return;
        }
        let mut data = match name {
            "GUILD_MEMBER_REMOVE" => json!({ "user": self.user_json(user) }),
            _ => self.member_json(guild, user).unwrap_or_default(),
        };
        data["guild_id"] = json!(guild.to_string());
        let intents = super::sessions::GUILD_MEMBERS;
        self.happen(&Happening { name, data, without_content: None, guild: Some(guild), intents });
    }

    /// A person leaves a guild.
    pub(super) fn part(&mut self, guild: u64, user: u64) {
        if let Some(known) = self.guilds.get_mut(&guild) {
            known.members.remove(&user);
        }
        self.happen_to_member(guild, user, "GUILD_MEMBER_REMOVE");
    }

    /// The bot enters a guild, with a role of its own.
    pub(super) fn invite_bot(&mut self, guild: u64) {
        if !self.guilds.contains_key(&guild) || self.bot_in(guild) {
            return;
        }
        let bot = self.bot;
        let name = self.users.get(&bot).map_or_else(String::new, |user| user.name.clone());
        let role = self.add_role(guild, &name, BOT);
        if let Some(role) = self.role_mut(guild, role) {
            role.bot = Some(bot);
        }
        self.join(guild, bot);
        if let Some(member) = self.member_mut(guild, bot) {
            member.roles.push(role);
        }
        let Some(known) = self.guilds.get(&guild) else { return };
        let data = self.whole_guild_json(known);
        self.happen_in_guild(guild, "GUILD_CREATE", data);
    }

    /// The bot is removed from a guild: its role and its commands there go with it.
    pub(super) fn dismiss_bot(&mut self, guild: u64) {
        let data = json!({ "id": guild.to_string() });
        self.happen_in_guild(guild, "GUILD_DELETE", data);
        let bot = self.bot;
        if let Some(known) = self.guilds.get_mut(&guild) {
            known.members.remove(&bot);
            known.roles.retain(|_, role| role.bot != Some(bot));
        }
        self.commands.remove(&Some(guild));
    }

    pub(super) fn add_channel(&mut self, guild: u64, name: &str, kind: u8) -> u64 {
        let id = self.old_snowflake();
        let position = self.channels.of_guild(guild).count();
        self.channels.insert(id, channel_of(id, kind, Some(guild), name));
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.position = position as u64;
        }
        self.happen_to_channel(id, "CHANNEL_CREATE");
        id
    }

    /// The direct conversation between the bot and a person; there is one at most.
    pub(super) fn direct_channel(&mut self, person: u64) -> u64 {
        let known = |channel: &&Channel| channel.guild.is_none() && channel.recipients == [person];
        if let Some(channel) = self.channels.values().find(known) {
            return channel.id;
        }
        let id = self.snowflake();
        let mut channel = channel_of(id, 1, None, "");
        channel.recipients = vec![person];
        self.channels.insert(id, channel);
        id
    }

    /// Whether the bot may write to a person: they allow it and share a guild with it.
    pub(super) fn may_direct(&self, person: u64) -> bool {
        let open = self.users.get(&person).is_some_and(|user| !user.closed && !user.bot);
        let shared =
            |guild: &Guild| guild.members.contains_key(&person) && guild.members.contains_key(&self.bot);
        open && self.guilds.values().any(shared)
    }

    pub(super) fn overwrite(&mut self, channel: u64, subject: u64, allow: u64, deny: u64) {
        let user = self.users.contains_key(&subject);
        let Some(known) = self.channels.get_mut(&channel) else { return };
        known.overwrites.insert(subject, Overwrite { user, allow, deny });
        self.happen_to_channel(channel, "CHANNEL_UPDATE");
    }
}

fn channel_of(id: u64, kind: u8, guild: Option<u64>, name: &str) -> Channel {
    Channel {
        id,
        kind,
        guild,
        name: name.to_owned(),
        parent: None,
        position: 0,
        overwrites: BTreeMap::new(),
        last_message: None,
        last_pin: None,
        recipients: Vec::new(),
        flags: 0,
        tags: Vec::new(),
        thread: None,
    }
}

impl Message {
    /// Whether a person's client draws it: not a thread's starter, and not an answer still being thought about.
    pub fn is_drawn(&self) -> bool {
        self.kind != 21 && self.flags & LOADING == 0
    }
}
