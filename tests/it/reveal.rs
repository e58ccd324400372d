//! The answer in its thread: once, whatever happens to the bot or to the thread; hints before it, a score after it.

use quotidian::standin::discord::{Act, Fault, Phase};
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

/// The bot's answers in a thread, by their button.
fn answers(town: &Town, thread: u64) -> Vec<Value> {
    let mut messages = town.discord.messages(thread);
    messages.retain(|message| {
        let button = message["components"][0]["components"][0]["custom_id"].as_str();
        button.is_some_and(|id| id.starts_with("score/"))
    });
    messages
}

#[tokio::test]
async fn the_answer_stands_in_the_thread_of_its_question_once_the_next_one_is_there() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "two stages").await;
    let thread = town.threads()[0];
    let post = id(&town.posts()[0]);
    let early = text(&town.runs("Ben", "/question", &[("search", json!(first_word(&town)))]).await);
    assert!(early.contains("not out yet"), "{early}");
    assert_eq!(answers(&town, thread).len(), 0);
    town.at("Tue 09:00").await;
    let shown = answers(&town, thread);
    assert_eq!(shown.len(), 1);
    assert!(text_of(&shown[0]).starts_with("What a strong answer covers"), "{}", text_of(&shown[0]));
    assert_eq!(answers(&town, town.threads()[1]).len(), 0);
    let found = text(&town.runs("Ben", "/question", &[("search", json!(first_word(&town)))]).await);
    let link = format!("{thread}/{}", id(&shown[0]));
    assert!(found.contains(&link), "{found}");
    let hint = text(&town.presses_on("Ben", post, &own_button(&town, 0, "hint/")).await);
    assert!(hint.contains(&link), "{hint}");
    town.close().await;
}

/// A word of the first question's title that finds it.
fn first_word(town: &Town) -> String {
    town.titles()[0].split(" · ").last().unwrap().to_owned()
}

/// The id of a post's button of this kind.
fn own_button(town: &Town, post: usize, kind: &str) -> String {
    let rows = town.posts()[post]["components"].clone();
    let parts = rows.as_array().unwrap().iter().flat_map(|row| row["components"].as_array().unwrap());
    let mut ids = parts.filter_map(|part| part["custom_id"].as_str());
    ids.find(|id| id.starts_with(kind)).expect("the button is there").to_owned()
}

#[tokio::test]
async fn stopped_over_its_time_the_bot_shows_the_answer_when_it_is_back() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    town.at("Thu 15:00").await;
    town.start_bot().await;
    assert_eq!(answers(&town, town.threads()[0]).len(), 1);
    for _ in 0..2 {
        town.stop_bot().await;
        town.start_bot().await;
    }
    assert_eq!(answers(&town, town.threads()[0]).len(), 1);
    town.close().await;
}

#[tokio::test]
async fn a_database_from_before_the_answer_adopts_the_answer_it_finds() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    let backup = town.copy_database();
    town.start_bot().await;
    town.at("Tue 09:00").await;
    town.stop_bot().await;
    town.restore_database(&backup);
    town.at("Tue 12:00").await;
    town.start_bot().await;
    assert_eq!(answers(&town, town.threads()[0]).len(), 1, "it is known again by its button");
    town.close().await;
}

#[tokio::test]
async fn hours_after_the_question_if_that_is_chosen_in_the_panel() {
    let town = Town::running().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/more").await;
    let panel = town.chooses("Amina", &panel, "setup/reveal", &["4"]).await;
    assert!(text(&panel).contains("4 hours after the question"), "{}", text(&panel));
    town.at("Mon 09:00").await;
    town.at("Mon 12:59").await;
    assert_eq!(answers(&town, town.threads()[0]).len(), 0);
    town.at("Mon 13:01").await;
    assert_eq!(answers(&town, town.threads()[0]).len(), 1);
    town.at("Tue 09:00").await;
    assert_eq!(answers(&town, town.threads()[0]).len(), 1);
    town.close().await;
}

#[tokio::test]
async fn an_archived_thread_comes_back_with_the_answer() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.archive(thread, false);
    town.at("Tue 09:00").await;
    assert_eq!(answers(&town, thread).len(), 1);
    let threads = town.discord.threads(town.channel());
    let shown = threads.iter().find(|one| id(one) == thread).unwrap();
    assert_eq!(shown["thread_metadata"]["archived"], json!(false));
    town.close().await;
}

#[tokio::test]
async fn a_locked_thread_is_told_to_the_organiser_and_shown_the_answer_once_it_is_open() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.archive(thread, true);
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 2, "today's question does not wait for it");
    let told = town.told_of_trouble();
    assert!(matches!(&told[..], [one] if one.contains("answer")), "{told:?}");
    let panel = text(&town.runs("Amina", "/setup", &[]).await);
    assert!(panel.contains("The last answer could not be shown"), "{panel}");
    town.discord.archive(thread, false);
    town.runs("Amina", "/setup", &[]).await;
    town.settle_patiently().await;
    assert_eq!(answers(&town, thread).len(), 1);
    assert_eq!(town.told_of_trouble().len(), 1, "told once");
    town.close().await;
}

#[tokio::test]
async fn a_deleted_thread_gets_no_answer_and_nobody_is_bothered() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.discord.delete_channel(town.threads()[0]);
    town.settle().await;
    town.at("Tue 09:00").await;
    assert_eq!((town.titles().len(), town.told_of_trouble().len()), (2, 0));
    town.close().await;
}

#[tokio::test]
async fn an_answer_that_a_moderator_deletes_stays_deleted() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    let thread = town.threads()[0];
    let answer = id(&answers(&town, thread)[0]);
    town.discord.delete(town.person("Amina"), thread, answer).unwrap();
    town.settle().await;
    town.stop_bot().await;
    town.start_bot().await;
    town.at("Wed 09:00").await;
    assert_eq!(answers(&town, thread).len(), 0);
    town.close().await;
}

#[tokio::test]
async fn in_a_forum_the_answer_comes_below_the_post_of_its_question() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!(town.zone.name()))]).await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let forum = town.discord.add_channel(guild, "ideas", 15);
    town.settle().await;
    let panel = town.chooses("Amina", &panel, "setup/channel", &[&forum.to_string()]).await;
    town.presses("Amina", &panel, "setup/start").await;
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    let mut posts: Vec<u64> = town.discord.threads(forum).iter().map(id).collect();
    posts.sort_unstable();
    assert_eq!(posts.len(), 2);
    assert_eq!((answers(&town, posts[0]).len(), answers(&town, posts[1]).len()), (1, 0));
    town.close().await;
}

#[tokio::test]
async fn a_cut_connection_after_the_answer_was_posted_does_not_post_another() {
    for phase in [Phase::Before, Phase::After] {
        let town = Town::running().await;
        town.at("Mon 09:00").await;
        let thread = town.threads()[0];
        let path_contains = format!("/channels/{thread}/messages");
        let method = Some("POST".to_owned());
        let cut = town.discord.fault(Fault { method, path_contains, nth: 1, phase, act: Act::Cut, times: 1 });
        town.at("Tue 09:00").await;
        cut.reached().await;
        town.settle_patiently().await;
        assert_eq!(answers(&town, thread).len(), 1, "{phase:?}");
        town.close().await;
    }
}

#[tokio::test]
async fn a_hint_is_the_askers_alone_and_the_next_waits_for_an_attempt() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let (post, hint) = (id(&town.posts()[0]), own_button(&town, 0, "hint/"));
    let first = town.presses_on("Ben", post, &hint).await;
    assert_eq!(first.message.as_ref().unwrap()["flags"], json!(64), "only Ben sees it");
    assert!(text(&first).contains("opens after your answer, or at <t:"), "{}", text(&first));
    assert!(!text(&first).contains("of 3"), "nobody is told how many there are");
    let again = text(&town.presses_on("Ben", post, &hint).await);
    assert_eq!(again, text(&first), "asked too early");
    town.says("Ben", "a first sentence").await;
    let second = town.presses_on("Ben", post, &hint).await;
    let third = town.presses("Ben", &second, &hint).await;
    assert!(text(&third).contains("in your own words"), "{}", text(&third));
    assert!(town.threads().iter().all(|thread| answers(&town, *thread).is_empty()));
    town.close().await;
}

#[tokio::test]
async fn how_did_you_do_is_asked_and_answered_privately_and_can_be_changed() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    let answer = answers(&town, town.threads()[0]).remove(0);
    let ask = answer["components"][0]["components"][0]["custom_id"].as_str().unwrap().to_owned();
    let choice = town.presses_on("Ben", id(&answer), &ask).await;
    assert_eq!(choice.message.as_ref().unwrap()["flags"], json!(64), "only Ben sees it");
    let give = |points: i64| ask.replacen("score/", &format!("scored/{points}/"), 1);
    let said = town.presses("Ben", &choice, &give(1)).await;
    assert!(text(&said).starts_with(&first_line(&text(&choice))), "{}", text(&said));
    assert!(text(&said).contains("Saved: a little of it"), "{}", text(&said));
    let said = town.presses("Ben", &said, &give(3)).await;
    assert!(text(&said).contains("Saved: all of it"), "{}", text(&said));
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    assert!(text(&privacy).contains("did on one question"), "{}", text(&privacy));
    let sure = town.presses("Ben", &privacy, "forget/false").await;
    town.presses("Ben", &sure, "forget/true").await;
    let privacy = text(&town.runs("Ben", "/privacy", &[]).await);
    assert!(!privacy.contains("How you say you did"), "{privacy}");
    town.close().await;
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
