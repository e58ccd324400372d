//! Threads: started, joined, hidden after inactivity, changed. It must not read requests.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::drafts::{Allowed, Draft};
use super::refusal::{Outcome, THREAD_EXISTS, TOO_MANY_THREADS, UNKNOWN_MESSAGE};
use super::state::{Channel, Thread, World, written};

/// No thread hides sooner: minutes.
const SOONEST: i64 = 60;

/// What a new thread is to be like.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) name: String,
    pub(super) auto_archive: u64,
    pub(super) slowmode: u64,
}

impl World {
    /// Starts a thread from a message; it gets the message's id.
    pub(super) fn start_thread(
        &mut self,
        channel: u64,
        message: u64,
        user: u64,
        opening: &Opening,
    ) -> Outcome<u64> {
        if !self.messages.get(&channel).is_some_and(|messages| messages.contains_key(&message)) {
            return Err(UNKNOWN_MESSAGE);
        }
        if self.channels.contains_key(&message) {
            return Err(THREAD_EXISTS);
        }
        if self.is_full_of_threads(channel) {
            return Err(TOO_MANY_THREADS);
        }
        self.open_thread(message, channel, user, (opening, Vec::new()));
        self.happen_to_message(channel, message, "MESSAGE_UPDATE");
        let mut starter = self.compose(message, user, Draft::default(), &Allowed::default());
        starter.kind = 21;
        starter.reference = Some((channel, message));
        self.send(starter);
        if let Some(thread) = self.thread_mut(message) {
            (thread.messages, thread.sent) = (0, 0);
        }
        Ok(message)
    }

    /// Whether a channel's guild has as many active threads as it may.
    pub(super) fn is_full_of_threads(&self, channel: u64) -> bool {
        let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild) else { return false };
        let own = self.channels.of_guild(guild).filter_map(|channel| channel.thread.as_ref());
        own.filter(|thread| !thread.archived).count() >= self.most_threads
    }

    /// Starts a thread that hangs on no message.
    pub(super) fn start_bare_thread(&mut self, channel: u64, user: u64, opening: &Opening) -> u64 {
        let id = self.snowflake();
        self.open_thread(id, channel, user, (opening, Vec::new()));
        id
    }

    /// Opens a thread under an id that its message has or will have.
    pub(super) fn open_thread(
        &mut self,
        id: u64,
        channel: u64,
        user: u64,
        (opening, applied): (&Opening, Vec<u64>),
    ) {
        let now = self.now();
        let Some(parent) = self.channels.get(&channel) else { return };
        let thread = Thread {
            owner: user,
            created: now,
            archived: false,
            locked: false,
            archive_timestamp: now,
            auto_archive: opening.auto_archive,
            slowmode: opening.slowmode,
            active: now,
            members: [(user, now)].into(),
            messages: 0,
            sent: 0,
            applied,
        };
        let opened = Channel {
            id,
            kind: if parent.kind == 5 { 10 } else { 11 },
            guild: parent.guild,
            name: opening.name.clone(),
            parent: Some(channel),
            position: 0,
            overwrites: parent.overwrites.clone(),
            last_message: None,
            last_pin: None,
            recipients: Vec::new(),
            flags: 0,
            tags: Vec::new(),
            thread: Some(thread),
        };
        let guild = opened.guild.unwrap_or(0);
        self.channels.insert(id, opened);
        let mut data = self.channel_json(id);
        data["newly_created"] = json!(true);
        self.happen_in_guild(guild, "THREAD_CREATE", data);
        if user == self.bot {
            self.happen_to_thread_members(id);
        }
    }

    /// Tells the bot that it is a member of a thread now (without GUILD_MEMBERS it hears of nobody else).
    fn happen_to_thread_members(&mut self, thread: u64) {
        let Some(channel) = self.channels.get(&thread) else { return };
        let (Some(guild), Some(inside)) = (channel.guild, channel.thread.as_ref()) else { return };
        let Some(joined) = inside.members.get(&self.bot) else { return };
        let mut own = json!({
            "id": thread.to_string(), "user_id": self.bot.to_string(), "join_timestamp": written(*joined),
            "flags": 1, "presence": null,
        });
        own["member"] = self.member_json(guild, self.bot).unwrap_or_default();
        let data = json!({
            "id": thread.to_string(), "guild_id": guild.to_string(),
            "member_count": inside.members.len().min(50), "added_members": [own], "removed_member_ids": [],
        });
        self.happen_in_guild(guild, "THREAD_MEMBERS_UPDATE", data);
    }

    /// Makes a user a member of a thread.
    pub(super) fn join_thread(&mut self, thread: u64, user: u64) {
        let now = self.now();
        let Some(inside) = self.thread_mut(thread) else { return };
        if inside.members.insert(user, now).is_none() && user == self.bot {
            self.happen_to_thread_members(thread);
        }
    }

    /// What a message does to the thread it is sent in: its author joins, and a hidden thread comes back.
    pub(super) fn touch_thread(&mut self, channel: u64, author: u64) {
        self.join_thread(channel, author);
        let now = self.now();
        let Some(thread) = self.thread_mut(channel) else { return };
        if thread.archived {
            thread.archived = false;
            thread.archive_timestamp = now;
            thread.active = now;
            self.happen_to_channel(channel, "THREAD_UPDATE");
        }
    }

    pub(super) fn thread_mut(&mut self, id: u64) -> Option<&mut Thread> {
        self.channels.get_mut(&id)?.thread.as_mut()
    }

    /// Whether time may have hidden a thread that still looks active.
    pub(super) fn needs_settling(&self) -> bool {
        self.now() >= self.settled_until
    }

    /// Hides the threads that were quiet for too long.
    pub(super) fn settle(&mut self) {
        if !self.needs_settling() {
            return;
        }
        let now = self.now();
        // One that is opened or comes back later hides later, and one that is changed says so.
        let active = self.channels.values().filter_map(|channel| channel.thread.as_ref());
        let ends = active.filter(|thread| !thread.archived).map(Thread::hides_at);
        let soonest = ends.filter(|end| *end > now).min();
        self.settled_until = soonest.into_iter().fold(now + TimeDelta::minutes(SOONEST), DateTime::min);
        let over = |channel: &&Channel| channel.thread.as_ref().is_some_and(|thread| thread.is_over(now));
        let quiet: Vec<u64> = self.channels.values().filter(over).map(|channel| channel.id).collect();
        for id in quiet {
            if let Some(thread) = self.thread_mut(id) {
                thread.archived = true;
                thread.archive_timestamp = now;
            }
            self.happen_to_channel(id, "THREAD_UPDATE");
        }
    }

    /// Deletes a channel or thread with all that is in it.
    pub(super) fn remove_channel(&mut self, id: u64) {
        let data = self.channel_json(id);
        let threads: Vec<u64> = self.threads(id).map(|thread| thread.id).collect();
        let Some(channel) = self.channels.remove(&id) else { return };
        for thread in threads {
            self.channels.remove(&thread);
            self.messages.remove(&thread);
        }
        self.messages.remove(&id);
        self.private.retain(|_, message| message.channel != id);
        let Some(guild) = channel.guild else { return };
        if channel.thread.is_none() {
            return self.happen_in_guild(guild, "CHANNEL_DELETE", data);
        }
        let data = json!({
            "id": id.to_string(), "guild_id": guild.to_string(), "type": channel.kind,
            "parent_id": channel.parent.map(|parent| parent.to_string()),
        });
        self.happen_in_guild(guild, "THREAD_DELETE", data);
    }
}

impl Thread {
    fn hides_at(&self) -> DateTime<Utc> {
        self.active + TimeDelta::minutes(i64::try_from(self.auto_archive).unwrap_or(1440))
    }

    fn is_over(&self, now: DateTime<Utc>) -> bool {
        !self.archived && self.hides_at() <= now
    }
}
