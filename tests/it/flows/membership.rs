//! Members hide and are forgotten; the bot comes and goes; channels vanish.

use chrono::Duration;
use quotidian::commands::{Command, Privacy, Setup, Start};
use quotidian::domain::ChannelId;
use quotidian::effect::{ChannelKind, News};
use quotidian::event::Event;
use quotidian::store::CommunityState;
use quotidian::view::{Notice, SetupState, View};

use super::group::{CHANNEL, Group, here, member};

#[tokio::test]
async fn a_hidden_member_is_seen_on_boards_by_themselves_alone() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.answers("bob", "b1", "2026-10-19").await;
    assert_eq!(group.ask("ada", Command::Privacy(Privacy::Hide(true))).await, View::Notice(Notice::Hidden));
    assert_eq!(group.on_board("bob").await, ["bob"]);
    assert_eq!(group.on_board("ada").await, ["ada", "bob"]);
    assert!(group.board("ada").await.reader_hidden);
    group.ask("ada", Command::Privacy(Privacy::Hide(false))).await;
    assert_eq!(group.on_board("bob").await, ["ada", "bob"]);
}

#[tokio::test]
async fn hiding_before_the_first_answer_is_kept() {
    let mut group = Group::running(10).await;
    group.ask("ada", Command::Privacy(Privacy::Hide(true))).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.on_board("bob").await, Vec::<String>::new());
}

#[tokio::test]
async fn forgetting_a_member_leaves_nothing_and_a_repeat_brings_nothing_back() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.ask("ada", Command::Privacy(Privacy::Forget)).await, View::Notice(Notice::Forgotten));
    assert_eq!(group.run("ada").await, (0, 0, 0));
    group.answers("ada", "a1", "2026-10-19").await;
    assert_eq!(group.run("ada").await, (0, 0, 0), "told again, it stays forgotten");
    assert_eq!(group.on_board("bob").await, Vec::<String>::new());
    group.answers("ada", "a2", "2026-10-19").await;
    assert_eq!(group.run("ada").await, (1, 1, 1), "who answers anew starts anew");
}

#[tokio::test]
async fn an_organiser_is_forgotten_in_every_community() {
    let group = Group::running(10).await;
    let elsewhere =
        quotidian::commands::Actor { community: "discord:2".into(), ..super::group::actor("olga") };
    group.app.ask(Command::Privacy(Privacy::Forget), &elsewhere, group.now).await.expect("an answer");
    assert_eq!(group.community().await.organiser, None);
}

#[tokio::test]
async fn a_member_who_left_is_noticed_lazily_and_back_with_their_next_answer() {
    let mut group = Group::running(20).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.carry_out().await;
    group.gone.insert("ada");
    assert_eq!(group.on_board("bob").await, ["ada"]);
    assert_eq!(group.kinds().await, Vec::<&str>::new(), "whoever answered lately is not looked for");
    group.now += Duration::days(8);
    assert_eq!(group.on_board("bob").await, ["ada"], "the board does not wait");
    assert_eq!(group.on_board("bob").await, ["ada"]);
    group.tick().await;
    group.tick().await;
    let kinds = group.kinds().await;
    assert_eq!(kinds.iter().filter(|kind| **kind == "check_member").count(), 1, "looked for once: {kinds:?}");
    group.carry_out().await;
    assert_eq!(group.on_board("bob").await, Vec::<String>::new());
    group.answers("ada", "a2", "2026-10-19").await;
    assert_eq!(group.on_board("bob").await, ["ada"]);
}

#[tokio::test]
async fn a_community_that_removed_the_bot_is_quiet_and_purged_after_thirty_days() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.tell(Event::CommunityLeft(here())).await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
    for days in [1, 1, 27] {
        group.now += Duration::days(days);
        group.tick().await;
    }
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert_eq!(group.community().await.state, CommunityState::Left, "29 days are not 30");
    group.now += Duration::days(1);
    group.tick().await;
    assert_eq!(group.tx().await.community(&here()).await.expect("a look"), None);
    assert_eq!(group.tx().await.count_answers(&here(), &member("ada")).await.expect("a count"), 0);
}

#[tokio::test]
async fn a_community_that_takes_the_bot_back_keeps_everything_and_waits_for_an_organiser() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    group.tell(Event::CommunityLeft(here())).await;
    group.now += Duration::days(29);
    group.tell(Event::CommunityJoined(here())).await;
    group.now += Duration::days(5);
    group.tick().await;
    assert_eq!(group.kinds().await, Vec::<&str>::new());
    assert_eq!(group.community().await.state, CommunityState::Paused);
    assert_eq!(group.run("ada").await, (1, 1, 1));
    group.press(Setup::Start(Start::Next)).await;
    assert_eq!(group.missed().await, Vec::<String>::new());
    group.at("2026-11-24 09:00").tick().await;
    assert_eq!(group.kinds().await, ["publish_question"]);
}

#[tokio::test]
async fn removal_while_away_is_noticed_when_the_link_comes_up() {
    let group = Group::running(10).await;
    group.tell(Event::CommunitiesSeen { platform: "discord", communities: vec![here()] }).await;
    assert_eq!(group.community().await.state, CommunityState::Running);
    group.tell(Event::CommunitiesSeen { platform: "slack", communities: Vec::new() }).await;
    assert_eq!(group.community().await.state, CommunityState::Running);
    group.tell(Event::CommunitiesSeen { platform: "discord", communities: Vec::new() }).await;
    assert_eq!(group.community().await.state, CommunityState::Left);
}

#[tokio::test]
async fn a_deleted_channel_pauses_and_tells_once() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00").tick().await;
    let channel: ChannelId = CHANNEL.into();
    group.tell(Event::ChannelDeleted { community: here(), channel: "other".into() }).await;
    assert_eq!(group.community().await.state, CommunityState::Running);
    group.tell(Event::ChannelDeleted { community: here(), channel: channel.clone() }).await;
    group.tell(Event::ChannelDeleted { community: here(), channel }).await;
    group
        .tell(Event::ChannelsSeen {
            community: here(),
            channels: vec![("other".into(), Some(ChannelKind::Text))],
        })
        .await;
    group.carry_out().await;
    assert_eq!(group.news(), [News::ChannelGone]);
    assert!(group.posts().is_empty(), "what waited is not posted");
    assert_eq!(group.missed().await, ["2026-10-19"]);
    group.morning("2026-10-20").await;
    assert!(group.posts().is_empty());
    let panel = group.press(Setup::Channel("c2".into(), ChannelKind::Text)).await;
    assert_eq!(panel.state, SetupState::Paused);
    group.press(Setup::Start(Start::Now)).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-20"]);
    assert_eq!(group.asked().await[0].ordinal.0, 1, "a question that was never posted takes no number");
    assert_eq!(group.missed().await, ["2026-10-19"]);
}

#[tokio::test]
async fn a_channel_deleted_while_away_is_noticed_when_the_link_comes_up() {
    let group = Group::running(10).await;
    group
        .tell(Event::ChannelsSeen {
            community: here(),
            channels: vec![("c0".into(), None), (CHANNEL.into(), Some(ChannelKind::Announcement))],
        })
        .await;
    assert_eq!(group.community().await.state, CommunityState::Running);
    group.tell(Event::ChannelsSeen { community: here(), channels: Vec::new() }).await;
    assert_eq!(group.community().await.state, CommunityState::Running, "an empty list says nothing");
    group.tell(Event::ChannelsSeen { community: here(), channels: vec![("c0".into(), None)] }).await;
    assert_eq!(group.community().await.state, CommunityState::ChannelGone);
}
