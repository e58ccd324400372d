//! Many communities at nine o'clock, over several shards and with Discord's limits on: each is asked once, and nothing
//! is refused. How long ten thousand take is measured by `make nine`.

use std::time::Duration;

use quotidian::domain::{CommunityId, Day, Weekdays};
use quotidian::standin::discord::{Limits, World};
use quotidian::store::{Community, CommunityState, Store};

use crate::town::Town;

/// How long a shard may take to come back.
const PATIENCE: Duration = Duration::from_secs(60);
/// Enough to meet the limit of fifty a second several times over.
const COMMUNITIES: usize = 60;

/// A town whose bot knows a crowd of communities, all set up for nine o'clock on weekdays; and their channels.
async fn crowd() -> (Town, Vec<(u64, u64)>) {
    let mut town = Town::founded().await;
    town.stop_bot().await;
    let places = town.discord.found_many(COMMUNITIES);
    for (_, channel) in &places {
        town.discord.say(town.person("Amina"), *channel, "The question comes at nine.").unwrap();
    }
    town.discord.set_limits(Limits::like_discord());
    town.discord.set_shards(Some(2));
    set_up(&town, &places).await;
    town.start_bot().await;
    (town, places)
}

/// Every community as an organiser would have set it up.
async fn set_up(town: &Town, places: &[(u64, u64)]) {
    let store = Store::open(&town.database_url()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let yesterday = Day(town.clock.now().date_naive()).previous();
    for (guild, channel) in places {
        let mut community = Community::new(CommunityId(format!("discord:{guild}")), town.packs());
        community.channel = Some(channel.to_string().into());
        community.zone = Some(town.zone);
        community.weekdays = Weekdays::WORKING;
        community.state = CommunityState::Running;
        community.last_day = Some(yesterday);
        tx.put_community(&community).await.unwrap();
        tx.put_due(&community.id, Some(town.next("Mon 09:00"))).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

/// How many questions and threads stand in a channel.
fn asked(world: &World, channel: u64) -> (usize, usize) {
    let posts = world.messages(channel).filter(|message| message.author == world.bot() && message.kind == 0);
    (posts.count(), world.threads(channel).count())
}

/// The communities that do not have so many questions and threads.
fn wrong(town: &Town, places: &[(u64, u64)], expected: usize) -> Vec<(u64, u64)> {
    town.discord.look(|world| {
        let is_wrong = |place: &&(u64, u64)| asked(world, place.1) != (expected, expected);
        places.iter().filter(is_wrong).copied().collect()
    })
}

#[tokio::test]
async fn a_crowd_over_two_shards_is_asked_once_each_and_never_refused_by_a_limit() {
    let (town, places) = crowd().await;
    assert_eq!(town.discord.look(World::shards), [(0, 2), (1, 2)].into());
    let of_shard = |shard| places.iter().filter(|(guild, _)| (guild >> 22) % 2 == shard).count();
    assert!(of_shard(0) > COMMUNITIES / 3 && of_shard(1) > COMMUNITIES / 3, "both shards have their share");
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert_eq!(wrong(&town, &places, 1), [], "asked once each, with a thread, also where the later shard is");
    // Every session is lost: while one shard is back and the other is not, nobody counts as having removed the bot.
    town.discord.forget_sessions(None);
    let both = |world: &World| (world.shards().len() == 2).then_some(());
    town.discord.wait_for(PATIENCE, both).await.expect("both shards come back");
    town.at("Tue 09:00").await;
    town.settle_patiently().await;
    assert_eq!(wrong(&town, &places, 2), [], "asked once each on the next day");
    let refused = |world: &World| world.requests().iter().filter(|one| one.status == Some(429)).count();
    assert_eq!(town.discord.look(refused), 0);
    let figures = town.bot().figures();
    assert!(figures.contains(&format!("quotidian_questions_asked_total {}\n", 2 * COMMUNITIES)), "{figures}");
    town.close().await;
}
