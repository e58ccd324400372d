//! Tables as full as they may get, made by the databases themselves: each community was asked two questions and five
//! members answered both, which is ten answers a community.

use sqlx::{AnyPool, AssertSqlSafe};

/// Fills the tables, which are there and empty, with so many communities. Half of what is due came due before
/// [`NOW`], and one community in a hundred is owed something.
pub(crate) async fn fill(pool: &AnyPool, communities: i64) {
    let is_postgres = is_postgres(pool).await;
    let mut connection = pool.acquire().await.unwrap();
    // Nothing here names what is not there, and nothing need survive a crash.
    let quick = match is_postgres {
        true => "set session_replication_role = replica; set synchronous_commit = off",
        false => "pragma foreign_keys = off; pragma synchronous = off; pragma cache_size = -200000",
    };
    sqlx::raw_sql(quick).execute(&mut *connection).await.unwrap();
    for statement in STATEMENTS {
        let numbers = |name: &str, count: i64| match is_postgres {
            true => format!("generate_series(1, cast({count} as bigint)) as {name}(n)"),
            false => format!(
                "(with recursive up(n) as (select 1 union all select n + 1 from up where n < {count}) \
                 select n from up) as {name}"
            ),
        };
        let statement = statement
            .replace("COMMUNITIES", &numbers("c", communities))
            .replace("QUESTIONS", &numbers("q", 2))
            .replace("MEMBERS", &numbers("m", 5))
            .replace("NOW", &NOW.to_string());
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *connection).await.unwrap();
    }
    if is_postgres {
        // It would do so by itself after a while; SQLite never does.
        sqlx::raw_sql("analyze").execute(&mut *connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// The instant of the tables: the second question was posted then, and the first a day before.
pub(crate) const NOW: i64 = 1_790_000_000_000;

const STATEMENTS: &[&str] = &[
    "insert into community (community, channel, zone, packs, state, organiser, last_day) \
     select 'discord:' || (1000000000000000000 + c.n), 'c' || c.n, 'Europe/Paris', 'w01', 'running', \
     'o' || c.n, '2026-09-21' from COMMUNITIES",
    "insert into due (community, due_at) select 'discord:' || (1000000000000000000 + c.n), \
     NOW + (c.n - 500) * 1000 from COMMUNITIES",
    "insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel, message, \
     thread, published_at, thread_opened_at, closed_at, reveal_at) select 'discord:' || (1000000000000000000 + c.n), \
     '2026-09-2' || (q.n - 1), q.n, 'q' || q.n, 1, 'Why so large?', 1, NOW, 'c' || c.n, 't' || (c.n * 2 + q.n), \
     't' || (c.n * 2 + q.n), NOW - (2 - q.n) * 86400000, NOW, case when q.n = 1 then NOW end, \
     case when q.n = 2 then NOW + (c.n - 500) * 1000 end from COMMUNITIES cross join QUESTIONS",
    "insert into member (community, member) select 'discord:' || (1000000000000000000 + c.n), \
     'm' || ((c.n * 7 + m.n * 13) % 300000) from COMMUNITIES cross join MEMBERS",
    "insert into answer (community, ordinal, message, member, answered_at) \
     select 'discord:' || (1000000000000000000 + c.n), q.n, 'a' || (c.n * 10 + q.n * 5 + m.n), \
     'm' || ((c.n * 7 + m.n * 13) % 300000), NOW - (2 - q.n) * 86400000 + m.n * 60000 \
     from COMMUNITIES cross join QUESTIONS cross join MEMBERS",
    "insert into streak (community, member, run, longest, last_ordinal, total) \
     select community, member, 2, 2, 2, 2 from member where member like '%0'",
    "insert into milestone (community, member, length, run_start) \
     select community, member, 7, 1 from member where member like '%0'",
    "insert into decision (community, number, kind, subject, round, decided_at) \
     select 'discord:' || (1000000000000000000 + c.n), m.n, 'skip', 'q' || m.n, 1, NOW \
     from COMMUNITIES cross join MEMBERS",
    "insert into review (community, member, question, due_day, revision, score, reviewed_at) \
     select community, member, 'q2', '2026-09-21', 1, 2, NOW from member",
    "insert into private_answer (community, ordinal, member, message, wording, edited_at, kept_until) \
     select community, 2, member, 'form:' || member, 'A first sentence.', NOW, NOW + 1209600000 \
     from member where member like '%0'",
    "insert into score (community, ordinal, member, question, revision, score, scored_at) \
     select community, 1, member, 'q1', 1, 2, NOW from member where member like '%0'",
    "insert into hint_opened (community, ordinal, member, opened) \
     select community, 2, member, 1 from member where member like '%0'",
    "insert into own_question (community, question, revision, status, body, added_at, changed_at) \
     select 'discord:' || (1000000000000000000 + c.n), 'own-' || q.n, 1, 'ready', '+++', NOW, NOW \
     from COMMUNITIES cross join QUESTIONS",
    "insert into outbox (effect, community, kind, payload, priority, about, created_at) \
     select 'mark_answer/' || c.n, 'discord:' || (1000000000000000000 + c.n), 'mark_answer', '{}', c.n % 5, \
     'm' || c.n, NOW + c.n from COMMUNITIES where c.n % 100 = 0",
];

/// The id of a community, from 1.
pub(crate) fn community(number: i64) -> String {
    format!("discord:{}", 1_000_000_000_000_000_000 + number)
}

/// One of its members, from 1 to 5.
pub(crate) fn member(community: i64, number: i64) -> String {
    format!("m{}", (community * 7 + number * 13) % 300_000)
}

/// The thread of its first or second question.
pub(crate) fn thread(community: i64, question: i64) -> String {
    format!("t{}", community * 2 + question)
}

/// Whether it is the one and not the other.
pub(crate) async fn is_postgres(pool: &AnyPool) -> bool {
    pool.acquire().await.unwrap().backend_name() == "PostgreSQL"
}
