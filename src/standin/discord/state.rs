//! The world as plain data, its ids and its clock. It must not know HTTP or sockets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::faults::Faults;
use super::interactions::Interaction;
use super::limits::{Buckets, Invalid, Limits};
use super::places::Places;
use super::sessions::{Happening, Session};
use super::starting::{Begun, Starts};

/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;

/// Where the stand-in reads the time, and how it may be pushed forward (if it may). `now` is called while the world
/// is locked: it must not use the stand-in's handle.
#[derive(Clone)]
pub struct Clock {
    /// What time it is.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Sets the time; absent when nobody may.
    pub set: Option<Arc<dyn Fn(DateTime<Utc>) + Send + Sync>>,
}

/// A person or a bot.
#[derive(Clone, Debug)]
pub struct User {
    /// Snowflake.
    pub id: u64,
    /// The name people see.
    pub name: String,
    /// Whether it is a bot.
    pub bot: bool,
    /// What the page says beside the name: organiser, member, newcomer, bot.
    pub note: String,
    /// Refuses direct messages.
    pub closed: bool,
    /// The language of their client.
    pub locale: String,
}

/// Membership of a guild.
#[derive(Clone, Debug)]
pub struct Member {
    /// Role ids, without @everyone.
    pub roles: Vec<u64>,
    /// When they came.
    pub joined: DateTime<Utc>,
}

/// A role; @everyone has the guild's id.
#[derive(Clone, Debug)]
pub struct Role {
    /// Snowflake.
    pub id: u64,
    /// Name.
    pub name: String,
    /// Permission bits.
    pub permissions: u64,
    /// Colour, 0 for none.
    pub color: u32,
    /// Whether anyone may ping it.
    pub mentionable: bool,
    /// The bot this role came with.
    pub bot: Option<u64>,
}

/// A guild.
#[derive(Clone, Debug)]
pub struct Guild {
    /// Snowflake.
    pub id: u64,
    /// Name.
    pub name: String,
    /// The owner, who may do everything.
    pub owner: u64,
    /// The language people of this guild share.
    pub locale: String,
    /// Roles, @everyone included.
    pub roles: BTreeMap<u64, Role>,
    /// Members; the bot is one while it is invited.
    pub members: BTreeMap<u64, Member>,
}

/// Allowed and denied bits for a role or a user in one channel.
#[derive(Clone, Copy, Debug)]
pub struct Overwrite {
    /// Whether it is for a user and not for a role.
    pub user: bool,
    /// Bits granted.
    pub allow: u64,
    /// Bits taken.
    pub deny: u64,
}

/// A channel, a thread or a direct conversation.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Snowflake.
    pub id: u64,
    /// Discord's channel type: 0 text, 1 direct, 2 voice, 5 announcement, 10–12 threads, 15 forum.
    pub kind: u8,
    /// The guild; none for direct conversations.
    pub guild: Option<u64>,
    /// Name; empty for direct conversations.
    pub name: String,
    /// A thread's channel.
    pub parent: Option<u64>,
    /// Place in the list.
    pub position: u64,
    /// By role or user id.
    pub overwrites: BTreeMap<u64, Overwrite>,
    /// The id of the last message, even if it was deleted since.
    pub last_message: Option<u64>,
    /// When something was last pinned.
    pub last_pin: Option<DateTime<Utc>>,
    /// The person of a direct conversation.
    pub recipients: Vec<u64>,
    /// Discord's channel flags: PINNED of a forum's post, REQUIRE_TAG of a forum.
    pub flags: u64,
    /// A forum's tags.
    pub tags: Vec<Tag>,
    /// What only threads have.
    pub thread: Option<Thread>,
}

/// A tag of a forum.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Snowflake.
    pub id: u64,
    /// Name.
    pub name: String,
    /// Whether only those who manage threads may set it.
    pub moderated: bool,
}

/// What only threads have.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Who started it.
    pub owner: u64,
    /// When it was started.
    pub created: DateTime<Utc>,
    /// Hidden after inactivity.
    pub archived: bool,
    /// Closed by a moderator.
    pub locked: bool,
    /// When `archived` last changed.
    pub archive_timestamp: DateTime<Utc>,
    /// Minutes of inactivity after which it hides.
    pub auto_archive: u64,
    /// Seconds between messages of one person.
    pub slowmode: u64,
    /// When something last happened in it.
    pub active: DateTime<Utc>,
    /// Who joined, and when.
    pub members: BTreeMap<u64, DateTime<Utc>>,
    /// Messages in it, without the first and the deleted ones.
    pub messages: u64,
    /// Messages ever sent in it.
    pub sent: u64,
    /// The tags of a forum's post.
    pub applied: Vec<u64>,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Snowflake.
    pub id: u64,
    /// Channel, thread or direct conversation.
    pub channel: u64,
    /// Author.
    pub author: u64,
    /// Discord's message type: 0 default, 6 pin, 19 reply, 20 command answer, 21 thread starter.
    pub kind: u8,
    /// Text.
    pub content: String,
    /// Embeds as Discord returns them.
    pub embeds: Vec<Value>,
    /// Components as Discord returns them.
    pub components: Vec<Value>,
    /// Attachments as Discord returns them.
    pub attachments: Vec<Value>,
    /// When it was last edited.
    pub edited: Option<DateTime<Utc>>,
    /// When it was pinned.
    pub pinned: Option<DateTime<Utc>>,
    /// Emoji and who reacted, oldest first.
    pub reactions: Vec<(Value, BTreeSet<u64>)>,
    /// Message flags without HAS_THREAD, which is computed.
    pub flags: u64,
    /// What the author sent as nonce.
    pub nonce: Option<Value>,
    /// The message it answers.
    pub reference: Option<(u64, u64)>,
    /// People pinged.
    pub mentions: Vec<u64>,
    /// Roles pinged.
    pub mention_roles: Vec<u64>,
    /// Whether @everyone or @here was pinged.
    pub mention_everyone: bool,
    /// The interaction it answers.
    pub interaction: Option<u64>,
    /// The only person who sees it.
    pub private_to: Option<u64>,
}

/// A request the REST face received.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method, as in `POST`.
    pub method: String,
    /// Path without `/api/v10` and without the query.
    pub path: String,
    /// The query, without `?`.
    pub query: String,
    /// The JSON body (`payload_json` of a multipart one), or null.
    pub body: Value,
    /// The status it got; none while it is held or when its client went away.
    pub status: Option<u16>,
    /// Whether it reached the world.
    pub committed: bool,
    /// When it came, by the clock.
    pub at: DateTime<Utc>,
}

/// Everything the pretend Discord knows.
pub struct World {
    pub(super) clock: Clock,
    pub(super) origin: String,
    pub(super) token: String,
    pub(super) bot: u64,
    pub(super) application: u64,
    pub(super) last_id: u64,
    pub(super) last_thing: u64,
    /// Milliseconds between things that were there long before.
    pub(super) things_apart: u64,
    pub(super) guilds: BTreeMap<u64, Guild>,
    pub(super) channels: Places,
    pub(super) users: BTreeMap<u64, User>,
    pub(super) messages: BTreeMap<u64, BTreeMap<u64, Message>>,
    pub(super) private: BTreeMap<u64, Message>,
    pub(super) files: BTreeMap<u64, File>,
    pub(super) nonces: BTreeMap<(u64, u64, String), (u64, DateTime<Utc>)>,
    pub(super) commands: BTreeMap<Option<u64>, Vec<Value>>,
    pub(super) interactions: BTreeMap<u64, Interaction>,
    pub(super) acknowledge_within: Duration,
    pub(super) privileged: u64,
    pub(super) sessions: Vec<Session>,
    /// How many shards the bot should use; none for what suits its guilds.
    pub(super) shards: Option<u64>,
    /// No thread hides before this.
    pub(super) settled_until: DateTime<Utc>,
    /// How many active threads a guild may have.
    pub(super) most_threads: usize,
    pub(super) heartbeat: Duration,
    pub(super) acknowledge_heartbeats: bool,
    pub(super) heartbeats: u64,
    pub(super) connections: u64,
    pub(super) starts: Starts,
    pub(super) begun: Begun,
    pub(super) held_back: Option<Vec<Happening>>,
    pub(super) requests: Vec<Request>,
    pub(super) faults: Faults,
    pub(super) limits: Limits,
    pub(super) buckets: Buckets,
    pub(super) invalid: Invalid,
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: axum::body::Bytes,
}

impl World {
    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock.now)()
    }

    /// A new id. It carries the clock's time and never repeats or goes back, even if the clock stands still.
    pub(super) fn snowflake(&mut self) -> u64 {
        let now = u64::try_from(self.now().timestamp_millis() - EPOCH).unwrap_or(0) << 22;
        self.last_id = now.max(self.last_id + 1);
        self.last_id
    }

    /// A new id for something that was there long before (guilds, people, channels).
    pub(super) fn old_snowflake(&mut self) -> u64 {
        self.last_thing += self.things_apart << 22;
        self.last_thing
    }

    /// The user with this id.
    pub fn user(&self, id: u64) -> Option<&User> {
        self.users.get(&id)
    }

    /// The guild with this id.
    pub fn guild(&self, id: u64) -> Option<&Guild> {
        self.guilds.get(&id)
    }

    /// Every guild, oldest first.
    pub fn guilds(&self) -> impl Iterator<Item = &Guild> {
        self.guilds.values()
    }

    /// The membership of a user in a guild.
    pub fn member(&self, guild: u64, user: u64) -> Option<&Member> {
        self.guilds.get(&guild)?.members.get(&user)
    }

    /// The channel, thread or direct conversation with this id.
    pub fn channel(&self, id: u64) -> Option<&Channel> {
        self.channels.get(&id)
    }

    /// Every channel, thread and direct conversation.
    pub fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.channels.values()
    }

    /// The threads of a channel, oldest first.
    pub fn threads(&self, channel: u64) -> impl Iterator<Item = &Channel> {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild).unwrap_or(0);
        let inside = move |thread: &&Channel| thread.thread.is_some() && thread.parent == Some(channel);
        self.channels.of_guild(guild).filter(inside)
    }

    /// The messages of a channel, oldest first, with those only machines see (type 21, deferred ones).
    pub fn messages(&self, channel: u64) -> impl Iterator<Item = &Message> {
        self.messages.get(&channel).into_iter().flat_map(BTreeMap::values)
    }

    /// A message, public or private.
    pub fn message(&self, channel: u64, id: u64) -> Option<&Message> {
        self.messages.get(&channel).and_then(|all| all.get(&id)).or_else(|| self.private.get(&id))
    }

    /// The private messages a person sees, oldest first.
    pub fn private(&self, person: u64) -> impl Iterator<Item = &Message> {
        self.private.values().filter(move |message| message.private_to == Some(person))
    }

    /// What was asked of the bot with this interaction, and how it answered.
    pub fn interaction(&self, id: u64) -> Option<&Interaction> {
        self.interactions.get(&id)
    }

    /// Every interaction, oldest first.
    pub fn interactions(&self) -> impl Iterator<Item = &Interaction> {
        self.interactions.values()
    }

    /// The commands registered for a guild, or globally.
    pub fn commands(&self, guild: Option<u64>) -> &[Value] {
        self.commands.get(&guild).map_or(&[], Vec::as_slice)
    }

    /// Every request the REST face received, oldest first.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// The bot's user id.
    pub fn bot(&self) -> u64 {
        self.bot
    }

    pub(super) fn message_mut(&mut self, channel: u64, id: u64) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&id)
    }

    pub(super) fn bot_in(&self, guild: u64) -> bool {
        self.member(guild, self.bot).is_some()
    }
}

/// The instant an id carries.
pub fn instant_of(id: u64) -> DateTime<Utc> {
    let milliseconds = i64::try_from(id >> 22).unwrap_or(0);
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(EPOCH + milliseconds)
}

/// An instant as Discord writes it.
pub(super) fn written(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}
