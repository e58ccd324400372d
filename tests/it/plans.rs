//! What is done all the time costs by what it is about, not by how much there is: at 100,000 communities and a million
//! answers every such statement goes by an index, in both databases.
//!
//! The statements are those that the store really sends, noted while it sends them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use quotidian::domain::{CommunityId, Day, MemberId, MessageId, Ordinal, Score};
use quotidian::store::{Answer, Outgoing, PrivateAnswer, Review, SavedStreak, Scored, Store, Tx};
use sqlx::{AnyPool, AssertSqlSafe, Row};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::postgres::Db;
use crate::postgres::filled::{NOW, community, fill, is_postgres, member, thread};

const COMMUNITIES: i64 = 100_000;

/// The tables that grow with communities, members and days. What waits in the outbox does not stay.
const LARGE: &[&str] = &[
    "answer",
    "asked",
    "community",
    "decision",
    "due",
    "hint_opened",
    "member",
    "milestone",
    "private_answer",
    "own_question",
    "review",
    "score",
    "streak",
];

/// Notes the text of every statement that the database driver logs.
#[derive(Clone, Default)]
struct Noted(Arc<Mutex<BTreeSet<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Noted {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut self.clone());
        }
    }
}

impl Visit for Noted {
    fn record_str(&mut self, field: &Field, value: &str) {
        // A statement of few words is its own summary.
        if ["summary", "db.statement"].contains(&field.name()) && !value.is_empty() && !value.ends_with('…')
        {
            self.0.lock().unwrap().insert(value.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// What happens with every tick, message and command, and with each question.
async fn everything_hot(tx: &mut Tx) -> anyhow::Result<()> {
    let (number, now) = (70_000, DateTime::from_timestamp_millis(NOW).expect("an instant"));
    let (here, who, thread) =
        (community(number).into(), MemberId(member(number, 3)), thread(number, 1).into());
    let message = "a-new-one".into();
    assert!(!tx.due_communities(now, 500).await?.is_empty());
    tx.is_due(&here, now).await?;
    tx.hold_community(&here).await?;
    let settings = tx.community(&here).await?.expect("it is there");
    tx.put_community(&settings).await?;
    tx.put_due(&here, Some(now)).await?;
    assert!(tx.hold_asked_in(&thread).await?.is_some() && tx.asked_in(&thread).await?.is_some());
    tx.hold_member(&here, &who, now).await?;
    tx.hold_known_member(&here, &who).await?;
    let answer = Answer { community: &here, ordinal: Ordinal(1), message: &message, member: &who, at: now };
    assert!(tx.insert_answer(&answer).await?);
    assert_eq!(tx.answered(&here, &who).await?.len(), 2);
    assert_eq!(tx.withdraw_answer(&here, Ordinal(1), &message).await?.as_ref(), Some(&who));
    tx.count_answered(&here, Ordinal(1)).await?;
    tx.answered_since(&here, Ordinal(1), now).await?;
    assert_eq!(tx.standings(&here, None, &who).await?.len(), 5);
    tx.count_answers(&here, &who).await?;
    tx.member(&here, &who).await?;
    tx.is_unchecked(&here, &who, now).await?;
    tx.put_streak(&here, &who, SavedStreak::default()).await?;
    tx.streak(&here, &who).await?;
    tx.insert_milestone(&here, &who, (7, Ordinal(1))).await?;
    tx.published(&here).await?;
    tx.published_since(&here, Day::parse("2026-09-21")).await?;
    tx.latest_asked(&here, 1).await?;
    tx.last_asked(&here, &"q1".into()).await?;
    tx.questions_asked(&here).await?;
    assert_eq!(tx.every_asked(&here).await?.len(), 2);
    let review = Review { question: "q1".into(), revision: 1, score: Score::ALL[2], at: now };
    tx.insert_review((&here, &who), Day::parse("2026-09-28").expect("a day"), &review).await?;
    assert_eq!(tx.reviews(&here, &who).await?.len(), 2);
    tx.asked_on(&here, Day::parse("2026-09-21").expect("a day")).await?;
    tx.last_claimed(&here).await?;
    tx.asked_in_round(&here, 1).await?;
    tx.close_before(&here, Ordinal(2), now).await?;
    tx.pinned(&here).await?;
    tx.threads_since(now).await?;
    let effect = Outgoing {
        effect: "e".to_owned(),
        community: here.clone(),
        kind: "mark_answer".to_owned(),
        payload: "{}".to_owned(),
        priority: 1,
        about: None,
    };
    tx.insert_outgoing(&effect, now).await?;
    tx.outgoing("publish_question", 256).await?;
    tx.count_attempt("e").await?;
    tx.outgoing_named("e").await?;
    tx.take_outgoing("e").await?;
    tx.heard_until("discord").await?;
    tx.put_heard("discord", now).await?;
    assert!(!tx.asked_lately(&here, now, 7).await?.is_empty());
    assert_eq!(tx.thread_of(&here, Ordinal(1)).await?, Some(thread));
    assert!(!tx.noted_answers(&here, Ordinal(1)).await?.is_empty());
    tx.renew_outgoing(&effect, now).await?;
    private_answers(tx, (&here, &who), message, now).await?;
    tx.take_attempted("e").await?;
    own_questions(tx, &here, now).await?;
    a_questions_life(tx, (&here, &who), now).await?;
    what_is_decided(tx, &here).await?;
    assert!(!tx.communities_with(&who).await?.is_empty());
    tx.forget_member(&here, &who).await
}

/// What happens with each answer that is given privately.
async fn private_answers(
    tx: &mut Tx,
    (here, who): (&CommunityId, &MemberId),
    message: MessageId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let private = PrivateAnswer {
        member: who.clone(),
        message,
        wording: "A first sentence.".to_owned(),
        edited_at: now,
        kept_until: Some(now),
        shares: None,
        shared_at: Some(now),
        shared_message: None,
    };
    assert!(tx.hold_asked_on(here, Day::parse("2026-09-21").expect("a day")).await?.is_some());
    tx.put_private_answer((here, Ordinal(1)), &private).await?;
    assert_eq!(tx.private_answer(here, Ordinal(1), who).await?, Some(private));
    assert_eq!(tx.private_answers(here, Ordinal(1)).await?.len(), 1);
    assert_eq!(tx.shared_answers(here, who).await?.len(), 1);
    tx.private_messages(here, Ordinal(1), who).await?;
    tx.count_wordings(here, who).await?;
    assert!(!tx.wordings_over(now, 99).await?.is_empty());
    tx.end_wording(here, Ordinal(1), who).await?;
    tx.delete_private_answer(here, Ordinal(1), who).await?;
    Ok(())
}

/// What happens where a community has questions of its own.
async fn own_questions(tx: &mut Tx, here: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<()> {
    assert_eq!(tx.own_ready(here).await?.len(), 2);
    assert_eq!(tx.own_questions(here).await?.len(), 2);
    let own = tx.own_question(here, &"own-1".into()).await?.expect("it is there");
    tx.put_own_question(here, &own, now).await?;
    tx.count_own(here).await?;
    Ok(())
}

/// Reveals, with every tick and question; hints and scores, by members.
async fn a_questions_life(
    tx: &mut Tx,
    (here, who): (&CommunityId, &MemberId),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (day, question) = (Day::parse("2026-09-21").expect("a day"), "q1".into());
    assert!(!tx.due_reveals(now, 500).await?.is_empty());
    tx.is_reveal_due(here, day, now).await?;
    tx.put_reveal_due(here, day, Some(now)).await?;
    tx.put_off_reveals(here, now).await?;
    tx.reveal_awaited(here).await?;
    tx.put_revealed(here, day, &"r".into(), now).await?;
    tx.has_answered(here, Ordinal(1), who).await?;
    tx.hints_opened(here, Ordinal(2), who).await?;
    tx.put_hints_opened(here, Ordinal(2), who, 2).await?;
    tx.count_hints(here, who).await?;
    tx.clear_hints(here, Ordinal(1)).await?;
    let score = Score::new(2).expect("a score");
    let scored =
        Scored { community: here, ordinal: Ordinal(1), member: who, question: &question, revision: 1, score };
    tx.put_score(&scored, now).await?;
    tx.score(here, who, Ordinal(1)).await?;
    tx.count_scores(here, who).await?;
    assert_eq!(tx.scores(here, who).await?.len(), 1);
    Ok(())
}

/// With each question, and with each look at the bank.
async fn what_is_decided(tx: &mut Tx, here: &CommunityId) -> anyhow::Result<()> {
    tx.last_days(here).await?;
    assert_eq!(tx.decisions(here, 1).await?.len(), 5);
    tx.is_asked_early(here, Day::parse("2026-09-21").expect("a day")).await?;
    tx.act(here, 1).await?;
    tx.undo_act(here, 1, DateTime::from_timestamp_millis(NOW).expect("an instant")).await?;
    Ok(())
}

/// The statements, as they are sent.
async fn hot_statements(store: &Store) -> BTreeSet<String> {
    let noted = Noted::default();
    let listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(noted.clone()));
    let mut tx = store.begin().await.unwrap();
    everything_hot(&mut tx).await.unwrap();
    drop((tx, listening));
    let mut statements = noted.0.lock().unwrap().clone();
    statements
        .retain(|text| ["select", "insert", "update", "delete"].contains(&text.split(' ').next().unwrap()));
    statements
}

/// How a database goes about a statement, whatever its parameters are.
async fn plan(pool: &AnyPool, statement: &str) -> Vec<String> {
    let mut connection = pool.acquire().await.unwrap();
    if !is_postgres(pool).await {
        let explain = AssertSqlSafe(format!("explain query plan {statement}"));
        let lines = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.unwrap();
        return lines.iter().map(|line| line.try_get("detail").unwrap()).collect();
    }
    let parameters = (1..30).rfind(|n| statement.contains(&format!("${n}"))).unwrap_or(0);
    let nulls = vec!["null"; parameters].join(", ");
    let prepare = format!("set plan_cache_mode = force_generic_plan; prepare hot as {statement}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await.unwrap();
    let arguments = if parameters == 0 { String::new() } else { format!("({nulls})") };
    let explain = AssertSqlSafe(format!("explain (costs off) execute hot{arguments}"));
    let lines = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.unwrap();
    sqlx::raw_sql("deallocate hot").execute(&mut *connection).await.unwrap();
    lines.iter().map(|line| line.try_get::<String, _>(0).unwrap().trim_start().to_owned()).collect()
}

/// The lines of a plan that go through a whole large table.
fn scans(plan: &[String]) -> Vec<&String> {
    let large = |name: &str| LARGE.contains(&name);
    let word_after = |line: &str, before: &str| {
        let after = line.split_once(before)?.1;
        after.split_whitespace().next().map(str::to_owned)
    };
    let is_scan = |(number, line): &(usize, &String)| {
        // SQLite says SEARCH where it looks something up, and SCAN where it goes through all, by an index or not.
        let sqlite = line.strip_prefix("SCAN ").and_then(|rest| rest.split_whitespace().next());
        let conditioned = plan.get(number + 1).is_some_and(|next| next.starts_with("Index Cond:"));
        let postgres = match line.contains("Seq Scan on ") || line.contains("Index") && !conditioned {
            true => word_after(line, " on "),
            false => None,
        };
        sqlite.is_some_and(large) || postgres.as_deref().is_some_and(large)
    };
    plan.iter().enumerate().filter(is_scan).map(|(_, line)| line).collect()
}

#[tokio::test]
async fn what_is_done_all_the_time_goes_by_an_index_in_both() {
    let [sqlite, postgres] = Db::both().await;
    let mut statements = BTreeSet::new();
    let mut faults = Vec::new();
    // PostgreSQL first: it is there that the driver logs in the thread that asks.
    for db in [postgres, sqlite] {
        let store = Store::open(&db.url).await.unwrap();
        let pool = db.pool().await;
        fill(&pool, COMMUNITIES).await;
        if statements.is_empty() {
            statements = hot_statements(&store).await;
        }
        for statement in &statements {
            let plan = plan(&pool, statement).await;
            if statement.contains("order by outbox.priority") {
                assert!(plan.iter().any(|line| line.contains("outbox_by_turn")), "{plan:#?}");
            }
            if !scans(&plan).is_empty() {
                faults.push(format!("{statement}\n{}", plan.join("\n")));
            }
        }
        store.close().await;
        pool.close().await;
    }
    assert!(statements.len() > 40, "{statements:#?}");
    assert!(faults.is_empty(), "these go through a whole table:\n{}", faults.join("\n\n"));
}

#[test]
fn a_plan_that_goes_through_a_whole_table_is_noticed() {
    let of = |text: &str| scans(&text.lines().map(str::to_owned).collect::<Vec<_>>()).len();
    assert_eq!(of("SCAN answer"), 1);
    assert_eq!(of("SCAN answer USING COVERING INDEX answer_by_member"), 1);
    assert_eq!(of("SEARCH answer USING INDEX answer_by_member (community=? AND member=?)"), 0);
    assert_eq!(of("SCAN outbox USING INDEX outbox_by_turn"), 0);
    assert_eq!(of("Aggregate\n->  Parallel Seq Scan on answer\nFilter: (withdrawn = 0)"), 1);
    assert_eq!(of("->  Index Only Scan using answer_pkey on answer\nFilter: (withdrawn = 0)"), 1);
    assert_eq!(of("->  Index Scan using answer_by_member on answer\nIndex Cond: (community = $1)"), 0);
    assert_eq!(of("->  Bitmap Index Scan on answer_by_member\nIndex Cond: (community = $1)"), 0);
    assert_eq!(of("Insert on answer\nConflict Arbiter Indexes: answer_pkey\n->  Result"), 0);
}
