//! Every channel and thread, and which guild each is in: with ten thousand guilds nobody may look through them all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::state::Channel;

/// Channels, threads and direct conversations by id; read as the map it is.
#[derive(Debug, Default)]
pub(super) struct Places {
    all: BTreeMap<u64, Channel>,
    by_guild: BTreeMap<u64, BTreeSet<u64>>,
}

impl Deref for Places {
    type Target = BTreeMap<u64, Channel>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

impl Places {
    /// Puts a channel in. Which guild it is in never changes afterwards.
    pub(super) fn insert(&mut self, id: u64, channel: Channel) {
        if let Some(guild) = channel.guild {
            self.by_guild.entry(guild).or_default().insert(id);
        }
        self.all.insert(id, channel);
    }

    /// Takes a channel out.
    pub(super) fn remove(&mut self, id: &u64) -> Option<Channel> {
        let channel = self.all.remove(id)?;
        if let Some(all) = channel.guild.and_then(|guild| self.by_guild.get_mut(&guild)) {
            all.remove(id);
        }
        Some(channel)
    }

    /// A channel, to be changed.
    pub(super) fn get_mut(&mut self, id: &u64) -> Option<&mut Channel> {
        self.all.get_mut(id)
    }

    /// The channels and threads of a guild, oldest first.
    pub(super) fn of_guild(&self, guild: u64) -> impl Iterator<Item = &Channel> {
        let ids = self.by_guild.get(&guild).into_iter().flatten();
        ids.filter_map(|id| self.all.get(id))
    }
}
