//! What changes under the bot: the kind of the channel, permissions, tags. Each is met with a sentence, or with nothing.

use super::forum::{Place, TAGS, allow_managing};
use super::*;

#[tokio::test]
async fn a_channel_made_an_announcement_channel_and_back_goes_on_and_publishes_meanwhile() {
    let town = announcing(true).await;
    for (kind, posts) in [(0, 1), (ANNOUNCEMENT, 2), (0, 3)] {
        town.discord.convert_channel(town.channel(), kind);
        town.settle().await;
        town.at(["Mon 09:00", "Tue 09:00", "Wed 09:00"][posts - 1]).await;
        assert_eq!((town.titles().len(), town.threads().len()), (posts, posts));
        assert_eq!(is_published(town.posts().last().unwrap()), kind == ANNOUNCEMENT);
    }
    assert_eq!(town.told_of_trouble(), Vec::<String>::new());
    town.close().await;
}

#[tokio::test]
async fn a_channel_that_changed_while_the_bot_was_away_is_seen_on_its_return() {
    let mut town = announcing(true).await;
    town.stop_bot().await;
    town.discord.convert_channel(town.channel(), 0);
    town.start_bot().await;
    town.at("Mon 09:00").await;
    assert_eq!((town.titles().len(), asked(&town, "POST", "/crosspost")), (1, 0));
    town.close().await;
}

#[tokio::test]
async fn a_channel_that_changes_between_the_post_and_its_publishing_is_told() {
    let town = announcing(true).await;
    let held = fail(&town, ("POST", "/crosspost"), Phase::Before, (Act::Hold, 1));
    let changing = async {
        held.reached().await;
        town.discord.convert_channel(town.channel(), 0);
        held.release();
    };
    tokio::join!(town.at("Mon 09:00"), changing);
    town.settle().await;
    let told = town.told_of_trouble();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("I could not make the publishing of today's post to followers"), "{told:?}");
    assert!(told[0].contains("Cannot execute action on this channel type"), "{told:?}");
    town.close().await;
}

#[tokio::test]
async fn a_channel_that_can_hold_no_questions_any_more_is_told_and_another_is_chosen() {
    let town = Town::running().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let forum = town.discord.add_channel(guild, "question-forum", FORUM);
    town.discord.convert_channel(town.channel(), 13);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    // A stage takes messages and holds no threads.
    let told = town.told_of_trouble();
    assert!(
        told.len() == 1 && told[0].contains("I could not make the thread under today's question"),
        "{told:?}"
    );
    let said = text(&town.runs("Amina", "/doctor", &[]).await);
    assert!(said.contains("Choose a text channel, an announcement channel or a forum"), "{said}");
    let panel = town.runs("Amina", "/setup", &[]).await;
    let said = text(&town.chooses("Amina", &panel, "setup/channel", &[&forum.to_string()]).await);
    assert!(said.contains("✔ I can open posts and react here"), "{said}");
    town.at("Tue 09:00").await;
    let posts = town.discord.threads(forum);
    assert!(posts.len() == 1 && posts[0]["name"].as_str().unwrap().starts_with("Day 2"), "{posts:?}");
    assert_eq!((town.titles().len(), town.threads().len()), (1, 0), "Monday's stays where it was asked");
    town.close().await;
}

#[tokio::test]
async fn a_forum_that_is_none_any_more_refuses_and_the_organiser_is_told() {
    let place = Place::running(&TAGS, false, false).await;
    let town = &place.town;
    town.clock.push_to(town.next("Mon 09:00"));
    let held = fail(town, ("GET", &format!("/channels/{}", place.forum)), Phase::Before, (Act::Hold, 1));
    let changing = async {
        held.reached().await;
        town.discord.convert_channel(place.forum, 2);
        held.release();
    };
    tokio::join!(town.settle(), changing);
    town.settle_patiently().await;
    let told = town.told_of_trouble();
    assert!(told.len() == 1 && told[0].contains("Cannot execute action on this channel type"), "{told:?}");
    town.discord.convert_channel(place.forum, FORUM);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(place.posts().len(), 1);
    place.town.close().await;
}

#[tokio::test]
async fn permissions_lost_in_a_forum_are_named_as_discord_names_them_there() {
    let place = Place::running(&TAGS, false, true).await;
    let (town, bot) = (&place.town, place.town.discord.bot());
    for (bit, name, mark) in [
        (1_u64 << 11, "Create Posts", "❌"),
        (1 << 38, "Send Messages in Posts", "❌"),
        (1 << 34, "Manage Posts", "⚠️"),
        (1 << 16, "Read Message History", "❌"),
    ] {
        town.discord.set_overwrite(place.forum, bot, 1 << 34 & !bit, bit);
        let said = text(&town.runs("Amina", "/doctor", &[]).await);
        assert!(said.contains(&format!("{mark} {name}")), "{name} in:\n{said}");
        assert!(said.contains(&format!("ive my role {name} there")), "{name} in:\n{said}");
        assert!(!said.contains("Create Public Threads") && !said.contains("Pin Messages"), "{said}");
    }
    town.discord.set_overwrite(place.forum, bot, 0, 1 << 11);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert_eq!((place.posts().len(), town.told_of_trouble().len()), (0, 1));
    allow_managing(&place);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(place.posts().len(), 1);
    place.town.close().await;
}

#[tokio::test]
async fn tags_that_are_renamed_deleted_or_required_meanwhile_are_read_at_the_time_of_posting() {
    let place = Place::running(&TAGS, false, false).await;
    let town = &place.town;
    let held = fail(town, ("POST", &place.threads_path()), Phase::Before, (Act::Hold, 1));
    let changing = async {
        held.reached().await;
        town.discord.set_tags(place.forum, &[("Images", false), ("Only this", false)], true);
        held.release();
    };
    tokio::join!(town.at("Mon 09:00"), changing);
    let posts = place.posts();
    assert_eq!(posts.len(), 1, "the tags that were read are gone, so they are read once more");
    assert_eq!(posts[0]["applied_tags"].as_array().map(Vec::len), Some(1));
    assert_eq!(town.told_of_trouble(), Vec::<String>::new());
    town.discord.set_tags(place.forum, &[], false);
    town.at("Tue 09:00").await;
    assert_eq!(place.posts()[1]["applied_tags"], json!([]));
    place.town.close().await;
}

#[tokio::test]
async fn a_role_that_is_deleted_or_silenced_pings_nobody_and_is_named() {
    let place = Place::running(&TAGS, false, false).await;
    let town = &place.town;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let role = town.discord.add_role(guild, "Early birds", 0, true);
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.chooses("Amina", &panel, "setup/role", &[&role.to_string()]).await;
    town.at("Mon 09:00").await;
    let first = |post: &Value| town.discord.messages(id(post))[0].clone();
    assert_eq!(first(&place.posts()[0])["mention_roles"], json!([role.to_string()]));
    town.discord.delete_role(guild, role);
    town.at("Tue 09:00").await;
    assert_eq!(first(&place.posts()[1])["mention_roles"], json!([]));
    let said = text(&town.runs("Amina", "/doctor", &[]).await);
    assert!(said.contains("The role I was to ping no longer exists. Choose another, or nobody."), "{said}");
    place.town.close().await;
}
