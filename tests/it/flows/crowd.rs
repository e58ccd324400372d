//! Many communities: a tick costs by what is due, not by how many there are.

use std::time::Instant;

use chrono::Duration;
use quotidian::event::Event;
use quotidian::store::{Community, CommunityState};
use sqlx::Row;

use super::group::{Group, here};

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
    let started = Instant::now();
    group.app.tell(Event::Tick, group.now).await.expect("a tick");
    let took = started.elapsed();
    assert_eq!(group.kinds().await, ["publish_question"]);
    assert_eq!(group.the("publish_question").await.community, here());
    // Generous: reading 20,000 communities one by one takes many seconds.
    assert!(took.as_secs() < 2, "{took:?}");
}

#[tokio::test]
async fn what_is_due_is_found_by_its_index() {
    let group = Group::running(10).await;
    let source = include_str!("../../../src/store/communities.rs");
    let query = source
        .split('"')
        .find(|text| text.starts_with("select community, due_at from due"))
        .expect("the query of the tick");
    let pool = sqlx::AnyPool::connect(&group.url).await.expect("the file");
    let plan = sqlx::query(sqlx::AssertSqlSafe(format!("explain query plan {query}")))
        .bind(0_i64)
        .bind(500_i64)
        .fetch_all(&pool)
        .await
        .expect("a plan");
    let plan: Vec<String> = plan.iter().map(|row| row.try_get("detail").expect("a line")).collect();
    assert!(plan.iter().any(|line| line.contains("SEARCH") && line.contains("due_by_time")), "{plan:?}");
    assert!(!plan.iter().any(|line| line.contains("SCAN") || line.contains("TEMP")), "{plan:?}");
    pool.close().await;
}
