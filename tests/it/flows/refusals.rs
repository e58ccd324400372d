//! What the platform refuses: organisers are told once, and what they can mend waits for them.

use quotidian::commands::{Setup, Start};
use quotidian::effect::{ChannelKind, Effect, News, Part};
use quotidian::event::{Event, Refusal};
use quotidian::store::CommunityState;
use quotidian::view::{Problem, SetupPage};

use super::group::{Group, date, forbidden, here, published};

fn failed(part: Part) -> News {
    News::PostFailed { part, why: "Missing Permissions".to_owned() }
}

#[tokio::test]
async fn a_refused_post_waits_and_organisers_are_told_once_and_it_comes_the_same_day() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    for _ in 0..3 {
        group.refuse("publish_question", forbidden()).await;
    }
    assert_eq!(group.kinds().await, ["publish_question", "tell_organiser"]);
    let panel = group.press(Setup::Check).await;
    assert!(matches!(panel.problems[..], [Problem::PostFailed(_, _)]), "{:?}", panel.problems);
    group.at("2026-10-19 16:00").carry_out().await;
    assert_eq!(group.news(), [failed(Part::Message)]);
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert_eq!(group.missed().await, Vec::<String>::new());
    assert!(group.troubles().await.is_empty(), "mended");
}

#[tokio::test]
async fn a_post_whose_day_is_over_is_missed_and_its_number_is_free_again() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.carry_out().await;
    group.at("2026-10-20 09:00").tick().await;
    group.refuse("publish_question", forbidden()).await;
    group.at("2026-10-21 00:05");
    group.refuse("publish_question", Refusal::Stale).await;
    assert_eq!(group.missed().await, ["2026-10-20"]);
    group.morning("2026-10-21").await;
    let asked = group.asked().await;
    assert_eq!((asked[1].ordinal.0, asked[1].title.as_str()), (2, "Question 02"));
    assert_eq!(group.run("ada").await, (1, 1, 1));
    assert_eq!(group.news(), [failed(Part::Message)]);
}

#[tokio::test]
async fn choosing_another_channel_asks_what_was_refused_there() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    group.refuse("publish_question", forbidden()).await;
    group.press(Setup::Channel("c2".into(), ChannelKind::Text)).await;
    group.tick().await;
    let Effect::PublishQuestion { channel, .. } = group.the("publish_question").await.effect else {
        panic!("not a post")
    };
    assert_eq!(channel, "c2".into());
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert_eq!(group.missed().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_post_that_may_stand_in_the_old_channel_is_not_asked_in_another() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    assert!(group.attempt(&post).await);
    group.press(Setup::Channel("c2".into(), ChannelKind::Text)).await;
    group.tick().await;
    assert_eq!(group.the("publish_question").await.effect, post.effect);
}

#[tokio::test]
async fn a_refusal_that_follows_a_doubt_does_not_end_it() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    assert!(group.attempt(&post).await, "it may have been made");
    group.refuse("publish_question", forbidden()).await;
    assert!(group.the("publish_question").await.attempts > 0, "it is still looked for before it is sent");
    group.press(Setup::Channel("c2".into(), ChannelKind::Text)).await;
    group.tick().await;
    assert_eq!(group.the("publish_question").await.effect, post.effect);
}

#[tokio::test]
async fn nothing_is_posted_while_paused() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    group.refuse("publish_question", forbidden()).await;
    group.press(Setup::Pause).await;
    group.carry_out().await;
    assert!(group.posts().is_empty());
    let panel = group.press(Setup::Start(Start::Ask)).await;
    assert_eq!(panel.page, SetupPage::FirstDay, "today is free again");
    group.press(Setup::Start(Start::Now)).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
}

#[tokio::test]
async fn a_post_that_may_have_been_made_is_looked_for_only_when_started_again() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    assert!(group.attempt(&post).await);
    group.press(Setup::Pause).await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
    group.at("2026-10-22 10:00");
    group.press(Setup::Start(Start::Next)).await;
    let found = group.the("publish_question").await;
    assert_eq!((found.id, found.attempts), (post.id, 1));
}

#[tokio::test]
async fn a_channel_found_gone_while_posting_pauses_and_tells_once() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    group.refuse("publish_question", Refusal::PlaceGone("Unknown Channel".to_owned())).await;
    group.carry_out().await;
    assert_eq!(group.news(), [News::ChannelGone]);
    assert_eq!(group.community().await.state, CommunityState::ChannelGone);
    assert_eq!(group.missed().await, ["2026-10-19"]);
    assert_eq!(group.asked_days().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_post_in_doubt_waits_and_organisers_are_told_once() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    for _ in 0..3 {
        assert!(group.attempt(&post).await);
        group.tell(Event::EffectUncertain(post.id.clone())).await;
    }
    assert_eq!(group.kinds().await, ["publish_question", "tell_organiser"]);
    group.carry_out().await;
    assert_eq!(group.news(), [News::PostUncertain { channel: super::group::CHANNEL.into() }]);
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert!(group.troubles().await.is_empty());
}

#[tokio::test]
async fn a_refused_thread_waits_until_the_next_question_and_is_told_once() {
    for refusal in [forbidden(), Refusal::Other("Missing Permissions".to_owned())] {
        let mut group = Group::running(10).await;
        group.at("2026-10-19 09:00").tick().await;
        let post = group.the("publish_question").await;
        group.tell(Event::EffectDone(post.id, published("2026-10-19", group.now))).await;
        group.refuse("open_thread", refusal.clone()).await;
        group.refuse("open_thread", refusal).await;
        assert_eq!(group.kinds().await, ["open_thread", "tell_organiser"]);
        group.at("2026-10-20 09:00").tick().await;
        let post = group.the("publish_question").await;
        group.tell(Event::EffectDone(post.id, published("2026-10-20", group.now))).await;
        let Effect::OpenThread { message, .. } = group.the("open_thread").await.effect else {
            panic!("not a thread")
        };
        assert_eq!(message.as_str(), "post-2026-10-20", "yesterday's is not opened behind today's post");
        group.carry_out().await;
        assert_eq!(group.news(), [failed(Part::Thread)]);
        assert!(group.troubles().await.is_empty());
    }
}

#[tokio::test]
async fn a_thread_of_a_deleted_message_is_let_go_in_silence() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let post = group.the("publish_question").await;
    group.tell(Event::EffectDone(post.id, published("2026-10-19", group.now))).await;
    group.refuse("open_thread", Refusal::PlaceGone("Unknown Message".to_owned())).await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_refused_pin_or_mark_is_let_go_and_told_once() {
    let mut group = Group::running(10).await;
    group.press(Setup::Pin(true)).await;
    for day in 0..2 {
        group.at(&format!("{} 09:00", date(day))).tick().await;
        let post = group.the("publish_question").await;
        group.tell(Event::EffectDone(post.id, published(&date(day), group.now))).await;
        group.refuse("pin_question", forbidden()).await;
        group.at(&format!("{} 10:00", date(day)));
        group.answers("ada", &format!("a{day}"), &date(day)).await;
        group.refuse("mark_answer", forbidden()).await;
    }
    group.carry_out().await;
    assert_eq!(group.news(), [failed(Part::Pin), failed(Part::Mark)]);
    assert_eq!(group.run("ada").await, (2, 2, 2), "the answer counts all the same");
}

#[tokio::test]
async fn a_mark_that_comes_too_late_is_let_go_in_silence() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.refuse("mark_answer", Refusal::Stale).await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_post_found_after_the_next_question_was_asked_is_missed_and_leaves_today_alone() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.carry_out().await;
    group.at("2026-10-20 09:00").tick().await;
    let lost = group.the("publish_question").await;
    let lost_at = group.now;
    group.at("2026-10-21 09:00").tick().await;
    let waiting = group.waiting().await;
    let today = waiting.iter().find(|waiting| waiting.id != lost.id).expect("today's post");
    group.tell(Event::EffectDone(today.id.clone(), published("2026-10-21", group.now))).await;
    group.tell(Event::EffectDone(lost.id, published("2026-10-20", lost_at))).await;
    let Effect::OpenThread { message, .. } = group.the("open_thread").await.effect else {
        panic!("not a thread")
    };
    assert_eq!(message.as_str(), "post-2026-10-21");
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-21"]);
    assert_eq!(group.missed().await, ["2026-10-20"]);
    group.answers("ada", "a2", "2026-10-21").await;
    assert_eq!(group.run("ada").await, (2, 2, 2));
    assert_eq!(group.tx().await.pinned(&here()).await.expect("the pins"), Vec::new());
}
