//! Many communities: a tick costs by what is due, not by how many there are.

use chrono::Duration;
use quotidian::commands::Command;
use quotidian::domain::Ordinal;
use quotidian::event::{Event, Message};
use quotidian::store::{Community, CommunityState};

use super::group::{Group, actor, here, thread};

/// Communities that are not due for a year.
const IDLE: usize = 20_000;

async fn idle_communities(group: &Group) {
    let mut tx = group.store.begin().await.expect("a transaction");
    let settings = group.community().await;
    for number in 0..IDLE {
        let id = format!("discord:idle{number}");
        let community =
            Community { id: id.as_str().into(), state: CommunityState::Running, ..settings.clone() };
        tx.put_community(&community).await.expect("a community");
        tx.put_due(&community.id, Some(group.now + Duration::days(365))).await.expect("a due time");
    }
    tx.commit().await.expect("a commit");
}

#[tokio::test]
async fn a_tick_touches_only_the_community_that_is_due() {
    let mut group = Group::running(10).await;
    idle_communities(&group).await;
    group.at("2026-10-19 09:00");
    group.app.tell(Event::Tick, group.now).await.expect("a tick");
    assert_eq!(group.kinds().await, ["publish_question"]);
    assert_eq!(group.the("publish_question").await.community, here());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_members_answer_at_once_while_boards_are_read_and_others_give_up() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    let other = group.another_app().await;
    let answers = (0..100).map(|number| {
        let (group, app) = (&group, if number % 2 == 0 { &group.app } else { &other });
        async move {
            let member = format!("m{number:03}");
            let message = Message {
                community: here(),
                thread: thread("2026-10-19"),
                author: member.as_str().into(),
                id: format!("a{number}").into(),
                at: group.now,
            };
            app.tell(Event::MessagePosted(message), group.now).await.expect("an answer");
            app.ask(Command::Streak(None), &actor(&member), group.now).await.expect("a streak");
            // Someone who is cut off in the middle leaves nothing and blocks nobody.
            let mut given_up = group.store.begin().await.expect("a transaction");
            given_up.hold_community(&here()).await.expect("held");
            given_up.clear_outgoing(&here()).await.expect("cleared, for the moment");
            drop(given_up);
            group.on_board(&member).await.len()
        }
    });
    let seen = futures_util::future::join_all(answers).await;
    assert!(seen.iter().all(|rows| *rows > 0));
    assert_eq!(group.tx().await.count_answered(&here(), Ordinal(1)).await.expect("a count"), 100);
    assert_eq!(group.kinds().await, ["mark_answer"; 100]);
}
