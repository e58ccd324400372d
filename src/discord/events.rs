//! Discord's events as ours. Pure but for one memory: which servers each shard said the bot is in.
//!
//! It judges nothing but what Discord alone can say: an answer is written by a person (no bot, no webhook, message
//! types 0 and 19 only), in a thread that the caller knows. It must not look at text, which is empty anyway.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serenity::model::channel::{GuildChannel, Message as DiscordMessage};
use serenity::model::event::Event as DiscordEvent;
use serenity::model::gateway::Ready;
use serenity::model::guild::Guild;
use serenity::model::id::{ChannelId, GuildId, MessageId};

use super::facts::kind_of;
use crate::domain::{CommunityId, ThreadId};
use crate::event::{Event, Message};

/// Discord's name in community ids.
pub(crate) const PLATFORM: &str = "discord";
/// The first instant that a Discord id can name, in milliseconds since 1970.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// How often it is noted until when everything was heard.
const HEARD_EACH: TimeDelta = TimeDelta::minutes(1);
/// A server that has not spoken so long after a greeting is in an outage of Discord's.
const SPEAKS_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// The community of a server.
pub(crate) fn community(guild: GuildId) -> CommunityId {
    CommunityId(format!("{PLATFORM}:{guild}"))
}

/// When the thing with this id was made: Discord's ids begin with the time.
pub(crate) fn made_at(id: u64) -> DateTime<Utc> {
    let milliseconds = i64::try_from(id >> 22).unwrap_or(0) + EPOCH_MS;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Translates events, and remembers servers between the READYs of several shards.
#[derive(Debug, Default)]
pub(crate) struct Events {
    shards: u32,
    servers: BTreeMap<u32, BTreeSet<GuildId>>,
    /// Servers that a greeting named, of which nothing was heard since.
    silent: BTreeSet<GuildId>,
    /// When the latest greeting was noticed.
    greeted_at: Option<DateTime<Utc>>,
    /// Until when it was last said that everything was heard.
    heard_at: Option<DateTime<Utc>>,
}

impl Events {
    /// What an event means for us: nothing, mostly. `knows_thread` says whether a question is discussed there.
    pub(crate) fn read(
        &mut self,
        event: &DiscordEvent,
        knows_thread: impl Fn(&ThreadId) -> bool,
    ) -> Vec<Event> {
        let thread_of = |channel: ChannelId| {
            let thread = ThreadId(channel.to_string());
            knows_thread(&thread).then_some(thread)
        };
        if let DiscordEvent::MessageCreate(posted) = event {
            return thread_of(posted.message.channel_id)
                .and_then(|thread| message_posted(&posted.message, thread))
                .into_iter()
                .collect();
        }
        if let DiscordEvent::MessageDelete(gone) = event {
            let thread = thread_of(gone.channel_id);
            return messages_deleted(gone.guild_id, thread, &[gone.message_id]).into_iter().collect();
        }
        if let DiscordEvent::MessageDeleteBulk(gone) = event {
            let thread = thread_of(gone.channel_id);
            return messages_deleted(gone.guild_id, thread, &gone.ids).into_iter().collect();
        }
        if let DiscordEvent::ChannelDelete(gone) = event {
            let community = community(gone.channel.guild_id);
            return vec![Event::ChannelDeleted { community, channel: gone.channel.id.to_string().into() }];
        }
        if let DiscordEvent::ChannelUpdate(changed) = event {
            return channel_changed(&changed.channel).into_iter().collect();
        }
        self.read_membership(event)
    }

    fn read_membership(&mut self, event: &DiscordEvent) -> Vec<Event> {
        if let DiscordEvent::Ready(ready) = event {
            return self.ready(&ready.ready).into_iter().collect();
        }
        if let DiscordEvent::GuildCreate(created) = event {
            return self.server_seen(&created.guild);
        }
        if let DiscordEvent::GuildDelete(gone) = event {
            // An outage of Discord's makes a server unavailable; only without that word are we out.
            if gone.guild.unavailable {
                return Vec::new();
            }
            self.servers_of(gone.guild.id).remove(&gone.guild.id);
            self.silent.remove(&gone.guild.id);
            return vec![Event::CommunityLeft(community(gone.guild.id))];
        }
        Vec::new()
    }

    /// Says now and then, while the link stands, that everything until `now` was heard: to be told after what was read
    /// last. Not before every server of a new session has spoken, but for one that Discord does not get to speak.
    pub(crate) fn heard(&mut self, now: DateTime<Utc>) -> Option<Event> {
        let greeted_at = *self.greeted_at.get_or_insert(now);
        let is_whole = self.has_all_shards() && (self.silent.is_empty() || now > greeted_at + SPEAKS_WITHIN);
        if !is_whole || self.heard_at.is_some_and(|heard_at| now < heard_at + HEARD_EACH) {
            return None;
        }
        self.heard_at = Some(now);
        Some(Event::HeardUntil { platform: PLATFORM, at: now })
    }

    /// Whether every shard has been greeted.
    fn has_all_shards(&self) -> bool {
        self.shards > 0 && (0..self.shards).all(|shard| self.servers.contains_key(&shard))
    }

    /// Tells all servers once every shard has been greeted, and again whenever one is greeted anew.
    fn ready(&mut self, ready: &Ready) -> Option<Event> {
        let (shard, shards) = ready.shard.map_or((0, 1), |shard| (shard.id.0, shard.total));
        if self.shards != shards {
            self.servers.clear();
            self.silent.clear();
            self.shards = shards;
        }
        self.silent.extend(ready.guilds.iter().map(|guild| guild.id));
        self.greeted_at = None;
        self.servers.insert(shard, ready.guilds.iter().map(|guild| guild.id).collect());
        let servers = self.servers.values().flatten();
        self.has_all_shards().then(|| Event::CommunitiesSeen {
            platform: PLATFORM,
            communities: servers.map(|server| community(*server)).collect(),
        })
    }

    fn server_seen(&mut self, server: &Guild) -> Vec<Event> {
        self.servers_of(server.id).insert(server.id);
        self.silent.remove(&server.id);
        let mut channels: Vec<&GuildChannel> = server.channels.values().collect();
        channels.sort_unstable_by_key(|channel| channel.id);
        let community = community(server.id);
        let seen = |channel: &GuildChannel| (channel.id.to_string().into(), kind_of(channel.kind.into()));
        let channels = channels.into_iter().map(seen).collect();
        vec![
            Event::CommunityJoined(community.clone()),
            Event::ChannelsSeen { community: community.clone(), channels },
            // A session that could be resumed replays what was missed and greets no server; a new one, or the end of
            // an outage of a server, begins with it.
            Event::HearingBegan(community),
        ]
    }

    /// The servers of the shard that this server belongs to, by Discord's rule.
    fn servers_of(&mut self, server: GuildId) -> &mut BTreeSet<GuildId> {
        let shard = (server.get() >> 22) % u64::from(self.shards.max(1));
        self.servers.entry(u32::try_from(shard).unwrap_or(0)).or_default()
    }
}

fn channel_changed(channel: &GuildChannel) -> Option<Event> {
    Some(Event::ChannelChanged {
        community: community(channel.guild_id),
        channel: channel.id.to_string().into(),
        kind: kind_of(channel.kind.into())?,
    })
}

/// Whether a message is an answer, by its type and by whether a bot or a webhook wrote it: a plain message (0) or a
/// reply (19) of a person. Members write system messages too, such as that they pinned something.
pub(crate) fn is_answer(kind: u64, is_machine: bool) -> bool {
    !is_machine && matches!(kind, 0 | 19)
}

fn message_posted(message: &DiscordMessage, thread: ThreadId) -> Option<Event> {
    let is_machine = message.author.bot || message.webhook_id.is_some();
    is_answer(u8::from(message.kind).into(), is_machine).then_some(())?;
    Some(Event::MessagePosted(Message {
        community: community(message.guild_id?),
        thread,
        author: message.author.id.to_string().into(),
        id: message.id.to_string().into(),
        at: made_at(message.id.get()),
    }))
}

fn messages_deleted(
    guild: Option<GuildId>,
    thread: Option<ThreadId>,
    messages: &[MessageId],
) -> Option<Event> {
    Some(Event::MessagesDeleted {
        community: community(guild?),
        thread: thread?,
        messages: messages.iter().map(|message| message.to_string().into()).collect(),
    })
}

#[cfg(test)]
mod tests;
