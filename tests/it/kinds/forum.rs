//! The day of a forum: the question is a post, filed under the forum's own tags, and there is one, whatever happens.

use super::*;

/// The tags of the forum in these stories; the last takes leave to manage posts.
pub(super) const TAGS: [(&str, bool); 5] =
    [("Week 8", false), ("docker", false), ("Helm", false), ("BEGINNER", false), ("Featured", true)];

/// A forum, and a group that asks there.
pub(super) struct Place {
    pub(super) town: Town,
    pub(super) forum: u64,
    /// The ids of the tags.
    pub(super) tags: Vec<u64>,
}

impl Place {
    /// The same as #daily-question, but a forum; it pins when wished for.
    pub(super) async fn running(tags: &[(&str, bool)], required: bool, pins: bool) -> Place {
        let town = Town::founded().await;
        let guild = town.discord.guild("Cloud Study Group").unwrap();
        let forum = town.discord.add_channel(guild, "question-forum", FORUM);
        let tags = town.discord.set_tags(forum, tags, required);
        let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
        let panel = town.chooses("Amina", &panel, "setup/channel", &[&forum.to_string()]).await;
        let panel = match pins {
            true => {
                let panel = town.presses("Amina", &panel, "setup/more").await;
                let panel = town.presses("Amina", &panel, "setup/pin").await;
                town.presses("Amina", &panel, "setup/back").await
            }
            false => panel,
        };
        town.presses("Amina", &panel, "setup/start").await;
        town.settle().await;
        Place { town, forum, tags }
    }

    /// The posts, oldest first.
    pub(super) fn posts(&self) -> Vec<Value> {
        self.town.discord.threads(self.forum)
    }

    /// The names of a post's tags.
    pub(super) fn tags_of(&self, post: &Value, names: &[(&str, bool)]) -> Vec<String> {
        let applied = post["applied_tags"].as_array().expect("a post has tags").iter();
        let named = applied.map(|tag| {
            let at =
                self.tags.iter().position(|id| tag == &json!(id.to_string())).expect("a tag of the forum");
            names[at].0.to_owned()
        });
        named.collect()
    }

    pub(super) fn threads_path(&self) -> String {
        format!("/channels/{}/threads", self.forum)
    }

    /// The names of the posts that stand above the others.
    fn pinned(&self) -> Vec<Value> {
        let pinned = |post: &Value| post["flags"].as_u64().unwrap_or(0) & 2 != 0;
        self.posts().into_iter().filter(pinned).map(|post| post["name"].clone()).collect()
    }
}

/// Lets the bot manage posts.
pub(super) fn allow_managing(place: &Place) {
    place.town.discord.set_overwrite(place.forum, place.town.discord.bot(), 1 << 34, 0);
}

#[tokio::test]
async fn the_question_is_a_post_with_its_tags_and_is_answered_in_it() {
    let place = Place::running(&TAGS, false, false).await;
    let town = &place.town;
    town.at("Mon 09:00").await;
    let posts = place.posts();
    assert_eq!(posts.len(), 1);
    assert!(posts[0]["name"].as_str().unwrap().starts_with("Day 1 · "), "{}", posts[0]["name"]);
    assert_eq!(posts[0]["thread_metadata"]["auto_archive_duration"], json!(10_080));
    assert_eq!(place.tags_of(&posts[0], &TAGS), ["docker", "Week 8", "BEGINNER"], "the most telling first");
    assert_eq!(asked(town, "POST", "/messages/"), 0, "no thread is opened under a post");
    let post = id(&posts[0]);
    let first = &town.discord.messages(post)[0];
    assert_eq!(id(first), post, "the post and its first message are one");
    let today = text(&town.runs("Ben", "/today", &[]).await);
    assert!(today.contains(&format!("Answer in <#{post}>")), "{today}");
    assert!(today.contains("The thread is still quiet"), "the question is no answer: {today}");
    town.says_in(post, "Ben", "two stages").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    let answer = town.discord.messages(post).pop().unwrap();
    assert_eq!(answer["reactions"][0]["emoji"]["name"], json!("✅"));
    town.at("Tue 09:00").await;
    assert_eq!(place.posts().len(), 2);
    let second = text_of(&town.discord.messages(id(&place.posts()[1]))[0]);
    assert!(second.contains("one of us answered last time"), "{second}");
    place.town.close().await;
}

#[tokio::test]
async fn a_required_tag_is_found_also_when_none_fits() {
    let tags = [("Featured", true), ("Anything", false), ("Else", false)];
    let place = Place::running(&tags, true, false).await;
    place.town.at("Mon 09:00").await;
    assert_eq!(place.tags_of(&place.posts()[0], &tags), ["Anything"], "the first that everyone may use");
    allow_managing(&place);
    place.town.at("Tue 09:00").await;
    assert_eq!(place.tags_of(&place.posts()[1], &tags), ["Featured"]);
    place.town.close().await;
}

#[tokio::test]
async fn a_forum_without_a_tag_for_the_bot_is_told_and_mended_the_same_day() {
    let place = Place::running(&[("docker", false)], true, false).await;
    let town = &place.town;
    town.discord.set_tags(place.forum, &[("Featured", true)], true);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert!(place.posts().is_empty());
    let told = town.told_of_trouble();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("There are no tags available that can be set by non-moderators"), "{told:?}");
    let said = text(&town.runs("Amina", "/doctor", &[]).await);
    assert!(said.contains("wants a tag on every post, and has none that I may use"), "{said}");
    town.discord.set_tags(place.forum, &[("docker", false)], true);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(place.posts().len(), 1);
    place.town.close().await;
}

#[tokio::test]
async fn a_post_that_was_made_and_not_heard_of_is_not_made_again() {
    for act in [Act::Cut, Act::Status(502, Value::Null, Vec::new())] {
        let place = Place::running(&TAGS, false, false).await;
        let town = &place.town;
        let struck = fail(town, ("POST", &place.threads_path()), Phase::After, (act, 1));
        town.at("Mon 09:00").await;
        struck.reached().await;
        town.settle_patiently().await;
        assert_eq!((place.posts().len(), asked(town, "POST", &place.threads_path())), (1, 1));
        town.says_in(id(&place.posts()[0]), "Ben", "still counted").await;
        assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
        assert_eq!(town.told_of_trouble(), Vec::<String>::new());
        place.town.close().await;
    }
}

#[tokio::test]
async fn a_post_that_was_not_made_is_made_after_a_look() {
    let place = Place::running(&TAGS, false, false).await;
    let failing = Act::Status(503, Value::Null, Vec::new());
    fail(&place.town, ("POST", &place.threads_path()), Phase::Before, (failing, 2));
    place.town.at("Mon 09:00").await;
    place.town.settle_patiently().await;
    assert_eq!(place.posts().len(), 1);
    place.town.close().await;
}

/// The bot loses its memory of the post; what stands there meanwhile is up to `meanwhile`.
async fn remembers_after(meanwhile: impl Fn(&Town, u64)) -> Place {
    let mut place = Place::running(&TAGS, false, false).await;
    place.town.stop_bot().await;
    let backup = place.town.copy_database();
    place.town.start_bot().await;
    place.town.at("Mon 09:00").await;
    place.town.stop_bot().await;
    place.town.restore_database(&backup);
    meanwhile(&place.town, id(&place.posts()[0]));
    place.town.at("Mon 12:00").await;
    place.town.start_bot().await;
    place
}

#[tokio::test]
async fn a_database_from_before_adopts_the_post_among_the_active_and_the_archived() {
    for archived in [false, true] {
        let place = remembers_after(|town, post| {
            if archived {
                town.discord.archive(post, false);
            }
        })
        .await;
        assert_eq!(place.posts().len(), 1, "archived: {archived}");
        let post = id(&place.posts()[0]);
        place.town.says_in(post, "Ben", "still counted").await;
        assert!(text(&place.town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
        place.town.close().await;
    }
}

#[tokio::test]
async fn a_post_whose_question_a_moderator_deleted_is_known_by_its_name() {
    let place = remembers_after(|town, post| {
        town.discord.delete(town.person("Amina"), post, post).unwrap();
    })
    .await;
    assert_eq!(place.posts().len(), 1, "what a moderator deletes stays deleted");
    place.town.close().await;
}

#[tokio::test]
async fn a_full_shelf_of_archived_posts_is_read_back_to_the_day() {
    let mut place = Place::running(&TAGS, false, false).await;
    place.town.stop_bot().await;
    let backup = place.town.copy_database();
    place.town.start_bot().await;
    place.town.at("Mon 09:00").await;
    place.town.stop_bot().await;
    place.town.restore_database(&backup);
    let discord = &place.town.discord;
    discord.archive(id(&place.posts()[0]), false);
    for number in 0..150 {
        let name = format!("A post of Ben's, {number}");
        place.town.clock.push_to(place.town.clock.now() + chrono::TimeDelta::seconds(1));
        let post = discord.start_post(place.town.person("Ben"), place.forum, &name, "hello").unwrap();
        discord.archive(post, false);
    }
    place.town.start_bot().await;
    assert_eq!(place.posts().len(), 151);
    assert_eq!(asked(&place.town, "GET", "/threads/archived/public"), 3, "one at first, then two pages");
    place.town.close().await;
}

#[tokio::test]
async fn without_history_a_doubtful_post_is_not_repeated_and_the_organiser_is_told() {
    const READ_HISTORY: u64 = 1 << 16;
    let place = Place::running(&TAGS, false, false).await;
    let (town, bot) = (&place.town, place.town.discord.bot());
    town.discord.set_overwrite(place.forum, bot, 0, READ_HISTORY);
    town.at("Mon 09:00").await;
    town.settle_patiently().await;
    assert!(place.posts().is_empty(), "it may not look, so it does not send");
    let told = town.told_of_trouble();
    assert!(told.len() == 1 && told[0].contains("Read Message History"), "{told:?}");
    town.discord.set_overwrite(place.forum, bot, 0, 0);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(place.posts().len(), 1);
    place.town.close().await;
}

#[tokio::test]
async fn the_pin_moves_on_and_passes_over_no_step() {
    let place = Place::running(&TAGS, false, true).await;
    allow_managing(&place);
    for (number, day) in (1..).zip(["Mon 09:00", "Tue 09:00", "Wed 09:00"]) {
        if number == 3 {
            // Yesterday's was put away: it comes back to lose its pin.
            place.town.discord.archive(id(&place.posts()[1]), false);
            place.town.settle().await;
        }
        place.town.at(day).await;
        let pinned = place.pinned();
        assert_eq!(pinned.len(), 1, "{pinned:?}");
        assert!(pinned[0].as_str().unwrap().starts_with(&format!("Day {number} · ")), "{pinned:?}");
    }
    assert_eq!(place.town.told_of_trouble(), Vec::<String>::new());
    place.town.close().await;
}

#[tokio::test]
async fn a_pin_that_could_not_be_taken_away_at_first_makes_room_all_the_same() {
    let place = Place::running(&TAGS, false, true).await;
    allow_managing(&place);
    place.town.at("Mon 09:00").await;
    let first = format!("/channels/{}", id(&place.posts()[0]));
    fail(&place.town, ("GET", &first), Phase::Before, (Act::Status(503, Value::Null, Vec::new()), 4));
    place.town.at("Tue 09:00").await;
    place.town.settle_patiently().await;
    assert!(place.pinned().len() == 1 && place.pinned()[0].as_str().unwrap().starts_with("Day 2"));
    assert_eq!(place.town.told_of_trouble(), Vec::<String>::new());
    place.town.close().await;
}

#[tokio::test]
async fn a_pin_of_someone_elses_stays_and_the_organiser_is_told() {
    let place = Place::running(&TAGS, false, true).await;
    allow_managing(&place);
    let town = &place.town;
    let rules = town.discord.start_post(town.person("Amina"), place.forum, "Rules", "Be kind.").unwrap();
    town.discord.pin_post(rules, true);
    town.at("Mon 09:00").await;
    assert_eq!(place.pinned(), [json!("Rules")]);
    let told = town.told_of_trouble();
    assert!(told.len() == 1 && told[0].contains("Maximum number of pinned threads"), "{told:?}");
    place.town.close().await;
}
