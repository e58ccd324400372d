//! A community moves to another database: everything comes along once, whatever happens on the way.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use quotidian::copy::copy;
use quotidian::store::{Kind, Store, TABLES};
use serde_json::json;
use sqlx::{AnyPool, AssertSqlSafe, Row};

use crate::databases::{live, rows};
use crate::postgres::Db;
use crate::town::{Town, text};

/// What the copy says, or why there is none.
async fn copied(from: &str, to: &str) -> Result<String, String> {
    let said = std::sync::Mutex::new(String::new());
    let outcome = copy(from, to, |line| said.lock().unwrap().push_str(line)).await;
    outcome.map(|()| said.into_inner().unwrap()).map_err(|error| format!("{error:#}"))
}

/// The program, copying.
fn program(from: &str, to: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotidian"));
    command.env_clear().args(["copy", "--from", from, "--to", to]);
    command
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

async fn change(db: &Db, statement: &str) {
    let pool = db.pool().await;
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

/// A database with rows in every table, whatever they mean: so many answers, and what is hard to carry.
async fn filled(answers: u32) -> Db {
    let db = Db::sqlite();
    Store::open(&db.url).await.unwrap().close().await;
    change(
        &db,
        "insert into community (community, zone, role, packs, seed, organiser) values \
           ('discord:1', 'Europe/Paris', '', 'a,b', -9223372036854775808, null), \
           ('Discord:1', null, null, '', 9223372036854775807, 'O''Hara'), \
           ('discord:10', 'Ä / ß / 漢字 / 🎉', ' ', 'x', 0, 'a\"b\\c $1 ?');\
         insert into due values ('discord:1', 1), ('discord:10', -1);\
         insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel) \
           values ('discord:1', '2026-11-23', 1, 'q', 1, 'What''s a title?\n', 1, 1, 'c');\
         insert into missed values ('discord:1', '2026-11-22', 5);\
         insert into member (community, member) values ('discord:1', 'a'), ('discord:1', 'B'), ('discord:1', 'ä');\
         insert into streak values ('discord:1', 'a', 1, 1, null, 1);\
         insert into milestone values ('discord:1', 'a', 30, 1);\
         insert into review values ('discord:1', 'a', 'q', '2026-11-30', 1, 3, 1);\
         insert into trouble values ('discord:1', 'k', '{\"a\":[]}', 1);\
         insert into decision values ('discord:1', 1, 'skip', 'q', 1, 1, null), ('discord:1', 2, 'now', '2026-11-23', 0, 1, 2);\
         insert into outbox values ('e/1', 'discord:1', 'k', '{}', 1, null, 1, 2);",
    )
    .await;
    let every = format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {answers}) \
         insert into answer select 'discord:' || (case i % 2 when 0 then '1' else '10' end), i % 300, 'M' || i, \
         'm' || (i % 5000), 1790000000000 + i, i % 7 = 0 from n"
    );
    change(&db, &every).await;
    db
}

#[tokio::test]
async fn the_list_names_every_table_column_and_key_that_the_migrations_make() {
    let db = Db::sqlite();
    Store::open(&db.url).await.unwrap().close().await;
    let pool = db.pool().await;
    for name in db.tables(&pool).await {
        let listed = TABLES.iter().find(|table| table.name == name);
        let listed = listed.unwrap_or_else(|| panic!("src/store/copy.rs does not list the table {name}"));
        let told: BTreeMap<String, (Kind, bool)> = listed
            .columns
            .iter()
            .enumerate()
            .map(|(at, (column, kind))| ((*column).to_owned(), (*kind, at < listed.key)))
            .collect();
        assert_eq!(
            told,
            columns(&pool, &name).await,
            "src/store/copy.rs on the left, the table {name} on the right"
        );
    }
    assert_eq!(db.tables(&pool).await.len(), TABLES.len());
    pool.close().await;
}

/// The columns of a table, with what they hold and whether they are of its key.
async fn columns(pool: &AnyPool, table: &str) -> BTreeMap<String, (Kind, bool)> {
    let columns = AssertSqlSafe(format!("select name, type, pk from pragma_table_info('{table}')"));
    let columns = sqlx::query(columns).fetch_all(pool).await.unwrap();
    let column = |row: &sqlx::any::AnyRow| {
        let kind = match row.get::<String, _>(1).to_lowercase().as_str() {
            "text" => Kind::Text,
            "bigint" => Kind::Number,
            other => panic!("{other} is no kind of ours"),
        };
        (row.get(0), (kind, row.get::<i64, _>(2) > 0))
    };
    columns.iter().map(column).collect()
}

#[tokio::test]
async fn a_town_that_moved_to_postgresql_goes_on_as_if_nothing_had_happened() {
    let mut stayed = Town::founded().await;
    let mut moves = Town::founded().await;
    for town in [&mut stayed, &mut moves] {
        live(town).await;
        town.says("Ben", "the last words before").await;
        town.stop_bot().await;
    }
    let postgres = Db::postgres().await;
    let said = copied(&moves.database_url(), &postgres.url).await.unwrap();
    assert!(said.contains("Both are the same. Now set database_url"), "{said}");
    let sqlite = moves.move_to(postgres);
    assert_eq!(rows(&sqlite).await, rows(moves.db()).await);
    for town in [&mut stayed, &mut moves] {
        town.start_bot().await;
        town.at("Thu 09:00").await;
        town.says("Ben", "and here").await;
    }
    assert_eq!(moves.titles(), stayed.titles(), "the next question is the one that was next");
    let mut streaks = Vec::new();
    for town in [&stayed, &moves] {
        streaks.push(text(&town.runs("Ben", "/streak", &[]).await));
        let board = town.runs("Ben", "/leaderboard", &[("period", json!("all"))]).await;
        streaks.push(text(&board));
    }
    assert_eq!(streaks[..2], streaks[2..]);
    assert_eq!(rows(moves.db()).await, rows(stayed.db()).await);
    stayed.close().await;
    moves.close().await;
}

#[tokio::test]
async fn everything_comes_back_as_it_was_from_there_and_over_again() {
    let (first, there, back) = (filled(2000).await, Db::postgres().await, Db::sqlite());
    copied(&first.url, &there.url).await.unwrap();
    copied(&there.url, &back.url).await.unwrap();
    assert_eq!(rows(&first).await, rows(&there).await);
    assert_eq!(rows(&first).await, rows(&back).await);
    let again = copied(&first.url, &there.url).await.unwrap();
    assert!(again.contains("copied 0 rows"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_killed_goes_on_where_it_was() {
    for target in Db::both().await {
        let source = filled(60_000).await;
        let mut child = program(&source.url, &target.url).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // In the midst of the answers, after their first 20,000.
        let until = tokio::task::block_in_place(|| {
            lines.map(Result::unwrap).find(|line| line.contains("answer: 20000 rows so far"))
        });
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(until.is_some(), "it was killed before its end");
        let (there, all) = (rows(&target).await["answer"].len(), 60_000);
        assert!((20_000..all).contains(&there), "{there} answers are there");
        let output = tokio::task::block_in_place(|| program(&source.url, &target.url).output()).unwrap();
        let (code, stdout, stderr) = said(&output);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{stdout}");
        assert!(stdout.contains("going on with an earlier copy: "), "{stdout}");
        assert!(stdout.contains(&format!("answer: {all} rows, {} of them new", all - there)), "{stdout}");
        assert_eq!(rows(&source).await, rows(&target).await);
    }
}

#[tokio::test]
async fn a_database_that_holds_other_data_is_left_as_it_is() {
    let source = filled(10).await;
    for target in Db::both().await {
        Store::open(&target.url).await.unwrap().close().await;
        change(&target, "insert into community (community) values ('discord:2')").await;
        let before = rows(&target).await;
        let said = copied(&source.url, &target.url).await.unwrap_err();
        assert!(said.contains("holds other data: 1 of the 1 rows in its table community"), "{said}");
        assert!(said.contains("give an empty one"), "{said}");
        assert_eq!(rows(&target).await, before);
    }
}

#[tokio::test]
async fn a_bot_that_went_on_with_the_copy_is_not_copied_over() {
    let (source, target) = (filled(10).await, Db::postgres().await);
    copied(&source.url, &target.url).await.unwrap();
    change(
        &target,
        "delete from outbox; update community set last_day = '2026-11-24' where community = 'discord:1'",
    )
    .await;
    let said = copied(&source.url, &target.url).await.unwrap_err();
    assert!(said.contains("holds other data: 1 of the 3 rows in its table community"), "{said}");
    assert_eq!(rows(&target).await["outbox"].len(), 0, "what was done is not done again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_changed_on_the_way_is_found() {
    let (source, target) = (filled(1000).await, Db::sqlite());
    Store::open(&target.url).await.unwrap().close().await;
    change(
        &target,
        "create trigger meddle after insert on answer when new.message = 'M77' begin \
         update answer set answered_at = answered_at + 1 where message = 'M77'; end",
    )
    .await;
    let output = tokio::task::block_in_place(|| program(&source.url, &target.url).output()).unwrap();
    let (code, stdout, stderr) = said(&output);
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(stderr.contains("the copy is not the same in answer; empty the database"), "{stderr}");
    let lines: Vec<&str> = stdout.lines().filter(|line| line.contains("DIFFERENT")).collect();
    assert!(matches!(lines.as_slice(), [line] if line.starts_with("answer           1000 ")), "{stdout}");
}

#[tokio::test]
async fn while_a_bot_has_one_of_them_open_nothing_is_copied() {
    for db in Db::both().await {
        let mut town = Town::founded_on(db).await;
        let other = filled(1).await;
        let (here, elsewhere) = (town.database_url(), Db::sqlite());
        for (from, to, which) in [(&here, &elsewhere.url, "from"), (&other.url, &here, "to")] {
            let said = copied(from, to).await.unwrap_err();
            assert!(said.contains(&format!("cannot open the database to copy {which}")), "{said}");
            assert!(said.contains("another program has it open; stop the bot"), "{said}");
        }
        town.stop_bot().await;
        copied(&here, &elsewhere.url).await.expect("it is stopped");
        town.start_bot().await;
        town.close().await;
    }
}

#[tokio::test]
async fn while_it_is_copied_no_bot_starts() {
    for db in Db::both().await {
        Store::open(&db.url).await.unwrap().close().await;
        let alone = Store::open_alone_as_is(&db.url).await.unwrap();
        let (said, ()) = tokio::join!(Store::open(&db.url), async {
            assert!(Store::open_alone(&db.url).await.is_err(), "nor a second copy");
        });
        assert!(said.is_err());
        alone.close().await;
        Store::open(&db.url).await.expect("it is free again").close().await;
    }
}

#[tokio::test]
async fn what_cannot_be_copied_is_told_with_what_to_do() {
    let db = filled(1).await;
    let said = copied(&db.url, &db.url).await.unwrap_err();
    assert!(said.contains("--from and --to name the same database"), "{said}");
    let nothing = Db::sqlite();
    let said = copied(&nothing.url, &db.url).await.unwrap_err();
    assert!(said.starts_with("cannot open the database to copy from"), "{said}");
    assert!(!nothing.folder().join("town.db").exists(), "what is not there is not made");
}
