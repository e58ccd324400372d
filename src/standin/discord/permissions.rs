//! Who may do what where: roles first, then a channel's overwrites. It must not answer requests.

use super::state::{Channel, World};

pub(super) const ADMINISTRATOR: u64 = 1 << 3;
pub(super) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
pub(super) const ADD_REACTIONS: u64 = 1 << 6;
pub(super) const VIEW_CHANNEL: u64 = 1 << 10;
pub(super) const SEND_MESSAGES: u64 = 1 << 11;
pub(super) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(super) const EMBED_LINKS: u64 = 1 << 14;
pub(super) const ATTACH_FILES: u64 = 1 << 15;
pub(super) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(super) const MENTION_EVERYONE: u64 = 1 << 17;
pub(super) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(super) const MANAGE_THREADS: u64 = 1 << 34;
pub(super) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(super) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
pub(super) const PIN_MESSAGES: u64 = 1 << 51;

/// Every bit there is, up to BYPASS_SLOWMODE.
pub(super) const ALL: u64 = (1 << 53) - 1;

/// What a fresh guild lets everyone do (without pinging everyone, as careful guilds set it).
pub(super) const EVERYONE: u64 = 1 << 0
    | ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | 1 << 18
    | 1 << 20
    | 1 << 21
    | 1 << 26
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS;

/// What the bot's invitation asks for.
pub(super) const BOT: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | SEND_MESSAGES_IN_THREADS
    | CREATE_PUBLIC_THREADS
    | EMBED_LINKS
    | ATTACH_FILES
    | ADD_REACTIONS
    | READ_MESSAGE_HISTORY
    | PIN_MESSAGES;

/// In a direct conversation everyone may talk and nobody manages.
const DIRECT: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | ADD_REACTIONS
    | READ_MESSAGE_HISTORY
    | PIN_MESSAGES;

impl World {
    /// The permissions of a member in a guild, before any channel has its say.
    pub fn guild_permissions(&self, guild: u64, user: u64) -> u64 {
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        let Some(member) = guild.members.get(&user) else { return 0 };
        if guild.owner == user {
            return ALL;
        }
        let of = |role: &u64| guild.roles.get(role).map_or(0, |role| role.permissions);
        let bits = member.roles.iter().map(of).fold(of(&guild.id), |all, role| all | role);
        if bits & ADMINISTRATOR != 0 { ALL } else { bits }
    }

    /// The permissions of a user in a channel; a thread has its parent's.
    pub fn permissions(&self, channel: u64, user: u64) -> u64 {
        let Some(channel) = self.channels.get(&channel) else { return 0 };
        let Some(guild) = channel.guild else {
            return if channel.recipients.contains(&user) || user == self.bot { DIRECT } else { 0 };
        };
        let base = self.guild_permissions(guild, user);
        if base & ADMINISTRATOR != 0 {
            return base;
        }
        let ruling = match &channel.thread {
            Some(_) => channel.parent.and_then(|parent| self.channels.get(&parent)).unwrap_or(channel),
            None => channel,
        };
        let bits = self.overwritten(base, ruling, guild, user);
        if bits & VIEW_CHANNEL == 0 { 0 } else { bits }
    }

    fn overwritten(&self, base: u64, channel: &Channel, guild: u64, user: u64) -> u64 {
        let mut bits = base;
        if let Some(everyone) = channel.overwrites.get(&guild) {
            bits = bits & !everyone.deny | everyone.allow;
        }
        let roles = self.member(guild, user).map(|member| member.roles.clone()).unwrap_or_default();
        let (mut allow, mut deny) = (0, 0);
        for overwrite in roles.iter().filter_map(|role| channel.overwrites.get(role)) {
            allow |= overwrite.allow;
            deny |= overwrite.deny;
        }
        bits = bits & !deny | allow;
        if let Some(own) = channel.overwrites.get(&user) {
            bits = bits & !own.deny | own.allow;
        }
        bits
    }

    /// Whether a user has all of these permissions in a channel.
    pub fn may(&self, channel: u64, user: u64, bits: u64) -> bool {
        self.permissions(channel, user) & bits == bits
    }

    /// What talking takes here: in a thread SEND_MESSAGES has no effect.
    pub(super) fn talk_bit(&self, channel: u64) -> u64 {
        let thread = self.channels.get(&channel).is_some_and(|channel| channel.thread.is_some());
        if thread { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES }
    }
}
