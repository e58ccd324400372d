//! Every migration meets rows that are there: those of its time, which stay readable ever after.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use quotidian::domain::{Day, Decided, Language, MemberId, Order, Ordinal, RevealTime, Score};
use quotidian::store::{CommunityState, Store, Tx};
use sqlx::migrate::Migrator;
use tempfile::TempDir;

use crate::databases::rows;
use crate::postgres::Db;

#[tokio::test]
async fn rows_of_every_version_are_read_by_this_one() {
    for db in Db::both().await {
        let scratch = TempDir::new().expect("a folder");
        grow_old(&db, scratch.path()).await;
        let store = Store::open(&db.url).await.expect("an old database opens");
        let mut tx = store.read().await.expect("a transaction");
        settings_are_read(&mut tx).await;
        the_ledger_is_read(&mut tx).await;
        people_are_read(&mut tx).await;
        what_waits_is_read(&mut tx).await;
        what_was_decided_is_read(&mut tx).await;
        own_questions_are_read(&mut tx).await;
    }
}

#[tokio::test]
async fn tables_of_a_newer_version_are_refused_with_what_to_do_and_left_as_they_are() {
    for db in Db::both().await {
        Store::open(&db.url).await.expect("a new database opens").close().await;
        let pool = db.pool().await;
        let later = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                     select 9001, 'of a later version', success, checksum, 0 from _sqlx_migrations where version = 1";
        sqlx::raw_sql(later).execute(&pool).await.expect("a migration that this version does not know");
        let before = rows(&db).await;
        let said = format!("{:#}", Store::open(&db.url).await.expect_err("it is refused"));
        assert!(
            said.starts_with("a newer version of the bot has changed the database's tables (to 9001;"),
            "{said}"
        );
        assert!(said.contains("restore a copy from before the upgrade"), "{said}");
        assert_eq!(rows(&db).await, before, "nothing was touched");
        pool.close().await;
    }
}

/// Applies one migration after the other, with its sample rows in between, as a database lives through versions.
async fn grow_old(db: &Db, scratch: &Path) {
    let pool = db.pool().await;
    let applied = scratch.join("migrations");
    fs::create_dir(&applied).expect("a folder");
    for migration in migrations() {
        let name = migration.file_name().expect("a name");
        fs::copy(&migration, applied.join(name)).expect("a copy");
        let migrator = Migrator::new(applied.as_path()).await.expect("migrations");
        migrator.run(&pool).await.expect("it meets the rows that are there");
        let rows = fs::read_to_string(samples(&migration)).expect("sample rows");
        sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&pool).await.expect("rows of its time");
        for table in db.tables(&pool).await {
            let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            let count: i64 = sqlx::query_scalar(count).fetch_one(&pool).await.expect("a count");
            assert!(count > 0, "no sample row in {table}");
        }
    }
    pool.close().await;
}

async fn settings_are_read(tx: &mut Tx) {
    let running = tx.community(&"discord:1".into()).await.expect("read").expect("it is there");
    assert_eq!(running.zone, Some(chrono_tz::Europe::Paris));
    assert_eq!(running.time.to_string(), "09:30:00");
    assert_eq!((running.weekdays.bits(), running.pins, running.order), (31, true, Order::Shuffled));
    assert_eq!(running.packs, ["w08-containers", "w01-first"]);
    assert_eq!((running.seed, running.round, running.round_warned), (-42, 2, 1));
    assert_eq!((running.state, running.last_day), (CommunityState::Running, Day::parse("2026-10-20")));
    let new = tx.community(&"discord:2".into()).await.expect("read").expect("it is there");
    assert_eq!(
        (new.state, new.zone, new.time.to_string()),
        (CommunityState::New, None, "09:00:00".to_owned())
    );
    let left = tx.community(&"discord:3".into()).await.expect("read").expect("it is there");
    assert_eq!(
        (left.state, left.left_at),
        (CommunityState::Left, DateTime::from_timestamp(1_790_000_000, 0))
    );
    let mut languages = tx.languages().await.expect("read");
    languages.retain(|(_, language)| *language != Language::English);
    assert_eq!(languages, [("discord:4".into(), Language::French)]);
    let later = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
    assert_eq!(tx.due_communities(later, 9).await.expect("read").len(), 2);
}

async fn the_ledger_is_read(tx: &mut Tx) {
    let here = "discord:1".into();
    let asked = tx.latest_asked(&here, 9).await.expect("read");
    assert_eq!(asked.iter().map(|asked| asked.ordinal.0).collect::<Vec<_>>(), [2, 1]);
    assert!(asked[1].closed_at.is_some() && asked[0].closed_at.is_none() && asked[0].pinned_at.is_some());
    assert_eq!(tx.last_claimed(&here).await.expect("read"), Day::parse("2026-10-21"));
    assert_eq!(tx.missed(&here).await.expect("read"), Vec::from_iter(Day::parse("2026-10-16")));
    assert_eq!(tx.all_threads().await.expect("read").len(), 6);
    let announced = tx.latest_asked(&"discord:4".into(), 1).await.expect("read").remove(0);
    assert!(announced.channel_kind == "announcement" && announced.crossposted_at.is_some());
    assert!(tx.community(&"discord:4".into()).await.expect("read").is_some_and(|known| known.publishes));
    let pinned = tx.pinned(&"discord:5".into()).await.expect("read");
    assert_eq!(pinned, [("c5".into(), "forum".to_owned(), "m4".into())]);
    assert_eq!(
        (asked[0].channel_kind.as_str(), asked[0].crossposted_at),
        ("text", None),
        "what was there before"
    );
    a_questions_life_is_read(tx).await;
}

async fn a_questions_life_is_read(tx: &mut Tx) {
    let (there, ada): (_, MemberId) = ("discord:8".into(), "ada".into());
    let settings = tx.community(&there).await.expect("read").expect("it is there");
    assert_eq!(settings.reveal, RevealTime::AfterHours(8));
    let awaited = tx.reveal_awaited(&there).await.expect("read").expect("one is awaited");
    assert_eq!(awaited.ordinal, Ordinal(2));
    let out = tx.latest_asked(&there, 2).await.expect("read").remove(1);
    assert!(out.revealed_at.is_some() && out.reveal_message == Some("r8".into()));
    let old = tx.community(&"discord:1".into()).await.expect("read").expect("it is there");
    assert_eq!(old.reveal, RevealTime::WithNext, "what was there before");
    let later = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
    let due = tx.due_reveals(later, 9).await.expect("read");
    assert_eq!(due.len(), 1, "what was asked before there were reveals is not shown at once");
    assert_eq!(tx.score(&there, &ada, Ordinal(1)).await.expect("read"), Score::new(2));
    assert_eq!(tx.hints_opened(&there, Ordinal(2), &ada).await.expect("read"), 1);
}

async fn people_are_read(tx: &mut Tx) {
    let (here, ada): (_, MemberId) = ("discord:1".into(), "ada".into());
    assert_eq!(tx.answered(&here, &ada).await.expect("read"), [(Ordinal(1), true), (Ordinal(2), true)]);
    let saved = tx.streak(&here, &ada).await.expect("read");
    assert_eq!((saved.streak.run, saved.streak.last, saved.total), (2, Some(Ordinal(2)), 2));
    let shared = tx.shared_answers(&"discord:4".into(), &ada).await.expect("read");
    assert_eq!(shared.len(), 1);
    assert_eq!(shared[0].1.shared_message, Some("m9".into()));
    let kept = tx.private_answer(&"discord:5".into(), Ordinal(1), &"bob".into()).await.expect("read");
    assert_eq!(kept.map(|kept| (kept.shares, kept.shared_at)), Some((Some(false), None)));
    let board = tx.standings(&here, None, &ada).await.expect("read");
    assert_eq!(board.len(), 1, "one is hidden and one is gone");
    assert!(tx.member(&here, &"bob".into()).await.expect("read").hidden);
    assert_eq!(tx.reviews(&here, &"bob".into()).await.expect("read")[0].score.points(), 2);
}

async fn what_waits_is_read(tx: &mut Tx) {
    let waiting = tx.outgoing("publish_question", 9).await.expect("read");
    assert_eq!((waiting.len(), waiting[0].attempts), (1, 1));
    assert_eq!(tx.troubles(&"discord:1".into()).await.expect("read").len(), 1);
}

async fn what_was_decided_is_read(tx: &mut Tx) {
    let here = "discord:1".into();
    let decided = Decided::of(tx.decisions(&here, 2).await.expect("read"));
    assert!(decided.is_retired(&"w08-ecs-or-eks".into()), "bringing it back was taken back");
    assert!(!decided.is_skipped(2, &"w08-pod-iam".into()), "and so was this");
    assert_eq!(decided.put_first(2).collect::<Vec<_>>(), [&"w08-mesh-or-not".into()]);
    assert!(tx.is_asked_early(&here, Day::parse("2026-10-21").expect("a day")).await.expect("read"));
}

async fn own_questions_are_read(tx: &mut Tx) {
    let own = tx.own_questions(&"discord:1".into()).await.expect("read").remove(0);
    assert_eq!((own.revision, own.author), (2, Some("ada".into())));
    let suggestions = tx.suggestions(&"discord:1".into()).await.expect("read");
    assert_eq!(suggestions.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["1f2e", "3d4c"]);
    let question = quotidian::questions::own(&own.id, &own.text).expect("a question");
    assert_eq!((question.title.as_str(), question.must.len()), ("Why tabs?", 1));
}

#[test]
fn every_migration_has_sample_rows() {
    let expected: BTreeSet<PathBuf> = migrations().iter().map(|migration| samples(migration)).collect();
    assert_eq!(files("tests/data/migrations"), expected);
}

#[test]
fn columns_are_text_or_bigint_and_nothing_else() {
    for migration in migrations() {
        let text = fs::read_to_string(&migration).expect("its text").to_lowercase();
        let code: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        for column in columns(&code.join("\n")) {
            let kind = column.split_whitespace().nth(1).unwrap_or_default();
            assert!(["text", "bigint"].contains(&kind), "{}: {column}", migration.display());
        }
        for word in ["autoincrement", "serial", "blob", "timestamp", "boolean"] {
            assert!(!code.join("\n").contains(word), "{}: {word}", migration.display());
        }
    }
}

/// The definitions of columns, of new tables and of tables that grow.
fn columns(code: &str) -> Vec<String> {
    let mut columns = Vec::new();
    for statement in code.split(';').map(str::trim) {
        if let Some((_, column)) = statement.split_once(" add column ") {
            columns.push(column.to_owned());
        }
        if statement.starts_with("create table") {
            let body = statement.split_once('(').map_or("", |(_, body)| body);
            columns.extend(parts(body));
        }
    }
    columns.retain(|column| {
        !["primary", "unique", "foreign", "check", "constraint"].iter().any(|it| column.starts_with(it))
    });
    columns
}

/// What commas part, outside brackets.
fn parts(body: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for letter in body.chars() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        match letter {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().expect("there is one").push(letter),
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn migrations() -> Vec<PathBuf> {
    let found: Vec<PathBuf> = files("migrations").into_iter().collect();
    assert!(!found.is_empty(), "there are migrations");
    found
}

fn samples(migration: &Path) -> PathBuf {
    root().join("tests/data/migrations").join(migration.file_name().expect("a name"))
}

fn files(folder: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    entries.map(|entry| entry.expect("a file").path()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
