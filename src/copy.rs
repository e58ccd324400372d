//! `quotidian copy`: every row of one database into another, so that a running community can move.
//!
//! It can be killed at any moment and started again: what is there already is passed over. It knows no table by name and
//! no database by kind.

use std::collections::HashSet;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::store::{Store, TABLES, Table, Value};

/// Rows read, and added in one transaction, at once.
const PAGE: i64 = 500;

/// Rows after which it says how far it is.
const NEWS_EVERY: u64 = 20_000;

/// How many rows a table has, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    /// Of each row's hash, so that it does not matter in which order a database sorts them.
    sum: u128,
}

/// Copies everything from one database into another, which must be empty, or hold a part of the same from before.
/// `say` is told how far it is, in lines.
///
/// # Errors
/// When another program has one of them open, the target holds anything else, a database does not answer, or a table is
/// not the same in the end.
pub async fn copy(from: &str, to: &str, say: impl Fn(&str)) -> anyhow::Result<()> {
    ensure!(from != to, "--from and --to name the same database");
    let source = Store::open_alone_as_is(from).await.context("cannot open the database to copy from")?;
    let target = Store::open_alone(to).await.context("cannot open the database to copy to")?;
    let begun = Instant::now();
    let mut there = 0;
    for table in TABLES {
        there += only_ours(&source, &target, table).await?;
    }
    if there > 0 {
        say(&format!("going on with an earlier copy: {there} rows are there\n"));
    }
    let mut copied = 0;
    for table in TABLES {
        copied += copy_table(&source, &target, table, &say).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("copied {copied} rows in {seconds:.1} s; comparing both\n"));
    verify(&source, &target, &say).await?;
    source.close().await;
    target.close().await;
    say(DONE);
    Ok(())
}

const DONE: &str = "\
Both are the same. Now set database_url (QUOTIDIAN_DATABASE_URL) to the database that was copied to, and start the bot.
Do not start it on the old one again: it would ask on its own. Keep the old one until you have seen a day pass.
";

/// Reads a table to its end.
async fn each_page(
    store: &Store,
    table: &Table,
    mut with: impl AsyncFnMut(Vec<Vec<Value>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = store.read().await?.rows_after(table, last.as_deref(), PAGE).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = Some(end.clone());
        with(rows).await?;
    }
}

/// How many rows of the target's table are there already.
///
/// # Errors
/// When one of them is not in the source, or is different there.
async fn only_ours(source: &Store, target: &Store, table: &Table) -> anyhow::Result<usize> {
    let mut there = HashSet::new();
    let collect = async |rows: Vec<Vec<Value>>| {
        there.extend(rows.iter().map(|row| hash(row)));
        Ok(())
    };
    each_page(target, table, collect).await?;
    let found = there.len();
    if found > 0 {
        let remove = async |rows: Vec<Vec<Value>>| {
            for row in rows {
                there.remove(&hash(&row));
            }
            Ok(())
        };
        each_page(source, table, remove).await?;
    }
    ensure!(
        there.is_empty(),
        "the database to copy to holds other data: {} of the {found} rows in its table {} are not in the database to \
         copy from; give an empty one. Nothing was written",
        there.len(),
        table.name
    );
    Ok(found)
}

async fn copy_table(
    source: &Store,
    target: &Store,
    table: &Table,
    say: &impl Fn(&str),
) -> anyhow::Result<u64> {
    let (mut seen, mut copied) = (0, 0);
    let add = async |rows: Vec<Vec<Value>>| {
        let mut tx = target.begin().await?;
        copied += tx.insert_rows(table, &rows).await?;
        tx.commit().await?;
        let before = seen;
        seen += u64::try_from(rows.len()).unwrap_or(0);
        if seen / NEWS_EVERY > before / NEWS_EVERY {
            say(&format!("  {}: {seen} rows so far\n", table.name));
        }
        Ok(())
    };
    each_page(source, table, add).await?;
    say(&format!("{}: {seen} rows, {copied} of them new\n", table.name));
    Ok(copied)
}

/// Reads both again, and compares what their tables come to.
async fn verify(source: &Store, target: &Store, say: &impl Fn(&str)) -> anyhow::Result<()> {
    let (mut lines, mut different) = (String::new(), Vec::new());
    let _ = writeln!(lines, "{:<10} {:>10}  {:<32} in the copy", "table", "rows", "checksum");
    for table in TABLES {
        let (ours, theirs) = (sum(source, table).await?, sum(target, table).await?);
        let verdict = match ours == theirs {
            true => "the same".to_owned(),
            false => format!("DIFFERENT: {} rows, {:032x}", theirs.rows, theirs.sum),
        };
        let _ = writeln!(lines, "{:<10} {:>10}  {:032x} {verdict}", table.name, ours.rows, ours.sum);
        if ours != theirs {
            different.push(table.name);
        }
    }
    say(&lines);
    ensure!(
        different.is_empty(),
        "the copy is not the same in {}; empty the database that was copied to, see that nothing else writes to either, \
         and copy again",
        different.join(", ")
    );
    Ok(())
}

async fn sum(store: &Store, table: &Table) -> anyhow::Result<Sum> {
    let mut sum = Sum::default();
    let add = async |rows: Vec<Vec<Value>>| {
        for row in rows {
            sum.rows += 1;
            sum.sum = sum.sum.wrapping_add(hash(&row));
        }
        Ok(())
    };
    each_page(store, table, add).await?;
    Ok(sum)
}

/// A row's hash: 128 bits, so that no two rows share one by accident.
fn hash(row: &[Value]) -> u128 {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, row).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
