//! Many guilds at once, for those who want to see how a bot bears them.

use std::collections::BTreeSet;

use super::Discord;
use super::state::World;

/// Guilds that Discord puts on one shard when it is asked how many there should be.
const GUILDS_PER_SHARD: usize = 1000;
/// Milliseconds, and one.
const TEN_MINUTES: u64 = 600_001;

impl Discord {
    /// So many new guilds with the bot in them, each with one text channel `daily-question`; the ids of guild and
    /// channel. They belong to the first guild's owner, and spread evenly over shards. Connected sessions hear of each.
    pub fn found_many(&self, count: usize) -> Vec<(u64, u64)> {
        self.with(|world| {
            let owner = world.guilds().next().map_or(0, |guild| guild.owner);
            let mut found = Vec::with_capacity(count);
            // A crowd that came a day apart would reach into the future.
            let apart = std::mem::replace(&mut world.things_apart, TEN_MINUTES);
            for nth in 1..=count {
                // An uneven pace, so that every number of shards gets its share.
                world.last_thing += (nth as u64 % 11) << 22;
                let guild = world.add_guild(&format!("Study Group {nth}"), owner);
                let channel = world.add_channel(guild, "daily-question", 0);
                world.invite_bot(guild);
                found.push((guild, channel));
            }
            world.things_apart = apart;
            found
        })
    }

    /// Sets how many shards the bot is told to use; none for one for each thousand guilds.
    pub fn set_shards(&self, shards: Option<u64>) {
        self.with(|world| world.shards = shards);
    }
}

impl World {
    /// The shards that are connected, each as its number and how many the bot says there are.
    pub fn shards(&self) -> BTreeSet<(u64, u64)> {
        let connected = self.sessions.iter().filter(|session| session.connection.is_some());
        connected.map(|session| session.shard).collect()
    }

    /// How many shards the bot should use.
    pub(super) fn shards_recommended(&self) -> u64 {
        let guilds = self.guilds.keys().filter(|guild| self.bot_in(**guild)).count();
        self.shards.unwrap_or(guilds.div_ceil(GUILDS_PER_SHARD).max(1) as u64)
    }
}
