//! Gateway sessions: which events they get, in what order, and what a resumed one missed. It must not touch sockets.

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::permissions::VIEW_CHANNEL;
use super::state::World;

pub(super) const GUILDS: u64 = 1 << 0;
pub(super) const GUILD_MEMBERS: u64 = 1 << 1;
pub(super) const GUILD_PRESENCES: u64 = 1 << 8;
pub(super) const GUILD_MESSAGES: u64 = 1 << 9;
pub(super) const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
pub(super) const DIRECT_MESSAGES: u64 = 1 << 12;
pub(super) const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
/// The intents that must be enabled for the application first.
pub(super) const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

/// How many frames a session keeps for a resume.
const KEPT: usize = 10_000;

/// What a socket is told to do.
#[derive(Debug)]
pub(super) enum Out {
    Text(String),
    Close(Option<u16>),
}

/// One session; it outlives its connections.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) intents: u64,
    pub(super) shard: (u64, u64),
    pub(super) sequence: u64,
    pub(super) kept: Vec<(u64, String)>,
    pub(super) connection: Option<UnboundedSender<Out>>,
    pub(super) dispatched: u64,
}

/// Something that happened, for the sessions that want it.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub(super) name: &'static str,
    pub(super) data: Value,
    /// What a session without MESSAGE_CONTENT gets instead.
    pub(super) without_content: Option<Value>,
    pub(super) guild: Option<u64>,
    pub(super) intents: u64,
}

impl Session {
    /// A session that is connected and was told nothing yet.
    pub(super) fn new(
        id: String,
        (intents, shard): (u64, (u64, u64)),
        socket: UnboundedSender<Out>,
    ) -> Session {
        let connection = Some(socket);
        Session { id, intents, shard, sequence: 0, kept: Vec::new(), connection, dispatched: 0 }
    }

    /// Whether this is its connection.
    pub(super) fn is_served_by(&self, socket: &UnboundedSender<Out>) -> bool {
        self.connection.as_ref().is_some_and(|own| own.same_channel(socket))
    }

    /// Closes its connection, if it has one.
    pub(super) fn close(&self, code: Option<u16>) {
        if let Some(socket) = &self.connection {
            // A socket that is gone needs no telling.
            drop(socket.send(Out::Close(code)));
        }
    }

    fn wants(&self, happening: &Happening) -> bool {
        let shard = happening.guild.map_or(0, |guild| (guild >> 22) % self.shard.1);
        shard == self.shard.0 && (happening.intents == 0 || self.intents & happening.intents != 0)
    }

    /// Numbers an event, keeps it, and sends it if someone listens.
    pub(super) fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let frame = json!({ "op": 0, "s": self.sequence, "t": name, "d": data }).to_string();
        if self.kept.len() >= KEPT {
            self.kept.drain(..KEPT / 2);
        }
        self.kept.push((self.sequence, frame.clone()));
        self.send(frame);
    }

    /// Sends again everything after this sequence number.
    pub(super) fn replay(&mut self, after: u64) {
        let missed: Vec<String> =
            self.kept.iter().filter(|(number, _)| *number > after).map(|(_, frame)| frame.clone()).collect();
        for frame in missed {
            self.send(frame);
        }
    }

    fn send(&mut self, frame: String) {
        let sent = self.connection.as_ref().is_some_and(|socket| socket.send(Out::Text(frame)).is_ok());
        self.dispatched += u64::from(sent);
    }
}

impl World {
    /// Tells every session that wants to know.
    pub(super) fn happen(&mut self, happening: &Happening) {
        if let Some(held) = &mut self.held_back {
            return held.push(happening.clone());
        }
        for session in &mut self.sessions {
            if !session.wants(happening) {
                continue;
            }
            let blind = session.intents & MESSAGE_CONTENT == 0;
            let data = happening.without_content.as_ref().filter(|_| blind).unwrap_or(&happening.data);
            session.dispatch(happening.name, data);
        }
    }

    /// Tells about a guild the bot is in.
    pub(super) fn happen_in_guild(&mut self, guild: u64, name: &'static str, data: Value) {
        if self.bot_in(guild) {
            let happening =
                Happening { name, data, without_content: None, guild: Some(guild), intents: GUILDS };
            self.happen(&happening);
        }
    }

    /// Tells about a channel or thread; direct conversations have no such events.
    pub(super) fn happen_to_channel(&mut self, channel: u64, name: &'static str) {
        let data = self.channel_json(channel);
        if let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild) {
            self.happen_in_guild(guild, name, data);
        }
    }

    /// Tells about a message the bot can see.
    pub(super) fn happen_to_message(&mut self, channel: u64, id: u64, name: &'static str) {
        let Some(message) = self.messages.get(&channel).and_then(|messages| messages.get(&id)) else {
            return;
        };
        let data = self.message_for_gateway(message);
        let mut withheld = data.clone();
        self.withhold(&mut withheld);
        self.happen_where_seen(channel, name, data, Some(withheld));
    }

    /// Tells about something in a channel, if the bot can look into it.
    pub(super) fn happen_where_seen(
        &mut self,
        channel: u64,
        name: &'static str,
        data: Value,
        blind: Option<Value>,
    ) {
        if !self.may(channel, self.bot, VIEW_CHANNEL) {
            return;
        }
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let intents = match (guild, name.starts_with("MESSAGE_REACTION"), name) {
            (Some(_), _, "CHANNEL_PINS_UPDATE") => GUILDS,
            (Some(_), true, _) => GUILD_MESSAGE_REACTIONS,
            (Some(_), false, _) => GUILD_MESSAGES,
            (None, true, _) => DIRECT_MESSAGE_REACTIONS,
            (None, false, _) => DIRECT_MESSAGES,
        };
        self.happen(&Happening { name, data, without_content: blind, guild, intents });
    }

    /// Whether some session has a connection.
    pub fn connected(&self) -> bool {
        self.lines() > 0
    }

    /// How many lines of bots are open: more than one where two of them run.
    pub fn lines(&self) -> usize {
        self.sessions.iter().filter(|session| session.connection.is_some()).count()
    }

    /// How many DISPATCH frames went out over the sessions that are connected now, replayed ones included.
    pub fn dispatched(&self) -> u64 {
        self.sessions
            .iter()
            .filter(|session| session.connection.is_some())
            .map(|session| session.dispatched)
            .sum()
    }
}
