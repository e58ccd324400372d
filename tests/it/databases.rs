//! The same days on SQLite and on PostgreSQL, and what is particular to PostgreSQL: a server that may not be there, and
//! transactions that run beside each other.

use std::collections::BTreeMap;

use quotidian::store::Store;
use serde_json::json;
use sqlx::{AssertSqlSafe, Row};

use crate::postgres::Db;
use crate::town::{Town, text};

/// Every row of every table, as text.
pub(crate) type Rows = BTreeMap<String, Vec<Vec<Option<String>>>>;

pub(crate) async fn rows(db: &Db) -> Rows {
    let pool = db.pool().await;
    let mut rows = Rows::new();
    for table in db.tables(&pool).await {
        let all = AssertSqlSafe(format!("select * from {table}"));
        let found = sqlx::query(all).fetch_all(&pool).await.unwrap();
        let text = |row: &sqlx::any::AnyRow, column: usize| {
            row.try_get::<Option<String>, _>(column)
                .or_else(|_| {
                    row.try_get::<Option<i64>, _>(column).map(|number| number.map(|n| n.to_string()))
                })
                .unwrap()
        };
        let mut found: Vec<Vec<_>> =
            found.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect();
        found.sort();
        rows.insert(table, found);
    }
    pool.close().await;
    rows
}

/// Two weeks of a study group, with everything that a member or an organiser does.
pub(crate) async fn live(town: &mut Town) {
    town.set_up().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/more").await;
    town.presses("Amina", &panel, "setup/pin").await;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Mon", "Tue", "Wed"] {
        town.at(&format!("{day} 09:00")).await;
        town.says("Ben", "an answer").await;
        town.says("Ben", "and another").await;
        town.says("Chidi", "mine").await;
    }
    let gone = town.says("Chidi", "once more").await;
    town.deletes("Chidi", gone).await;
    let first = town.threads()[0];
    town.says_in(first, "Amina", "late").await;
    let board = town.runs("Ben", "/leaderboard", &[("period", json!("all"))]).await;
    assert!(text(&board).contains("8 questions asked"), "{}", text(&board));
    town.presses("Chidi", &town.runs("Chidi", "/privacy", &[]).await, "hide/true").await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/pause").await;
    town.at("Fri 09:00").await;
    let panel = town.presses("Amina", &panel, "setup/start").await;
    town.presses("Amina", &panel, "setup/start-next").await;
    town.stop_bot().await;
    town.at("Tue 12:00").await;
    town.start_bot().await;
    town.at("Wed 09:00").await;
    let last = town.says("Ben", "back").await;
    town.deletes("Ben", last).await;
    let sure = town.presses("Chidi", &town.runs("Chidi", "/privacy", &[]).await, "forget/false").await;
    town.presses("Chidi", &sure, "forget/true").await;
    town.says("Ben", "to the end").await;
}

#[tokio::test]
async fn the_same_days_leave_the_same_rows_in_both() {
    let mut lived = Vec::new();
    for db in Db::both().await {
        let mut town = Town::founded_on(db).await;
        live(&mut town).await;
        lived.push(rows(town.db()).await);
        town.close().await;
    }
    let [sqlite, postgres] = lived.try_into().unwrap();
    for (table, least) in [("answer", 20), ("milestone", 1), ("missed", 1), ("trouble", 0), ("outbox", 0)] {
        assert!(sqlite[table].len() >= least, "{table}: {:?}", sqlite[table]);
    }
    assert_eq!(sqlite, postgres);
}

/// What is said of a database that cannot be opened.
async fn refusal(url: &str) -> String {
    let error = Store::open(url).await.expect_err("it cannot be opened");
    let said = format!("{error:#}");
    assert!(!said.contains("sesame") && !said.contains("hush"), "{said}");
    said
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_named_with_what_to_do() {
    let url = Db::postgres().await.url;
    let (server, name) = url.rsplit_once('/').unwrap();
    let password = url.split([':', '@']).nth(2).unwrap();

    let said = refusal(&url.replace(password, "hush")).await;
    assert!(said.contains("does not let this user in; check user and password in database_url"), "{said}");

    let said = refusal(&url.replace(name, "nothing_here")).await;
    assert!(said.contains("make it with createdb, and the bot makes its tables in it by itself"), "{said}");

    let said = refusal(&format!("{url}?sslmode=require")).await;
    assert!(said.contains("check sslmode and sslrootcert in database_url"), "{said}");

    let (before, port) = server.rsplit_once(':').unwrap();
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    assert_ne!(closed.to_string(), port);
    let said = refusal(&format!("{before}:{closed}/{name}")).await;
    assert!(said.contains("no PostgreSQL server answers at the host and port of database_url"), "{said}");
}

#[tokio::test]
async fn a_user_who_may_make_no_tables_is_told_so() {
    let db = Db::postgres().await;
    let pool = db.pool().await;
    for statement in ["create role guest login password 'hush'", "revoke create on schema public from public"]
    {
        sqlx::raw_sql(statement).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let (_, server) = db.url.split_once('@').unwrap();
    let said = refusal(&format!("postgres://guest:hush@{server}")).await;
    assert!(said.contains("may not make tables there; make it the owner of the database"), "{said}");
}

#[tokio::test]
async fn check_finds_a_wrong_streak_in_postgresql_too() {
    let mut town = Town::founded_on(Db::postgres().await).await;
    town.set_up().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    assert_eq!(town.faults().await, [""; 0]);
    town.stop_bot().await;
    let pool = town.db().pool().await;
    sqlx::query("update streak set run = 99").execute(&pool).await.unwrap();
    pool.close().await;
    let faults = town.faults().await;
    assert!(matches!(faults.as_slice(), [one] if one.contains("99")), "{faults:?}");
    town.discord.stop().await;
}
