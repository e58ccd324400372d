//! How long the store takes for what is done all the time, with ever more in its tables, on SQLite and on PostgreSQL:
//! `make answers`.
//!
//! The PostgreSQL server is one of its own, with the settings that it comes with: what is committed is on the disk. It
//! and this process share the machine. Each statement is timed by itself at the store's own function, in one transaction
//! that is then let go, so that no commit is in it; one community after another, far apart, so that little is in a cache
//! by chance.

#![expect(clippy::print_stdout, reason = "the figures are for whoever asked for them")]
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on is over")]

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use filled::{NOW, community, fill, member, thread};
use quotidian::domain::{CommunityId, MemberId, MessageId, Ordinal};
use quotidian::store::{Answer, SavedStreak, Store, Tx};
use server::Server;
use sqlx::AnyPool;

#[path = "../tests/it/postgres/filled.rs"]
mod filled;
#[path = "../tests/it/postgres/server.rs"]
mod server;

/// How many communities, with ten answers each.
const COMMUNITIES: [i64; 3] = [1_000, 10_000, 100_000];
/// How often each statement is timed.
const SAMPLES: i64 = 500;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // On the disk of the build, since a temporary folder may be in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let server = Server::start(Path::new(env!("CARGO_TARGET_TMPDIR")), "");
    println!("Quotidian {}, {} profile", env!("CARGO_PKG_VERSION"), profile());
    let loads = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "{} processors, load {}",
        std::thread::available_parallelism()?,
        loads.split(' ').next().unwrap()
    );
    for name in ["SQLite", "PostgreSQL"] {
        let mut columns = Vec::new();
        for communities in COMMUNITIES {
            let url = match name {
                "SQLite" => format!("sqlite://{}/{communities}.db", folder.path().display()),
                _ => server.database(&format!("of_{communities}")).await,
            };
            columns.push(measured(&url, communities).await?);
        }
        print(name, &columns);
    }
    println!("\nmedian and p99 of {SAMPLES} calls of the store's function, without the commit");
    Ok(())
}

/// A statement's name with how long it took, sorted.
type Timed = (&'static str, Vec<Duration>);

async fn measured(url: &str, communities: i64) -> anyhow::Result<Vec<Timed>> {
    let store = Store::open(url).await?;
    let pool = AnyPool::connect(url).await?;
    fill(&pool, communities).await;
    pool.close().await;
    let mut timed: Vec<Timed> = Vec::new();
    let mut tx = store.begin().await?;
    for sample in 0..SAMPLES {
        let number = sample * 7_919 % communities + 1;
        for (place, (name, took)) in once(&mut tx, number).await?.into_iter().enumerate() {
            if place == timed.len() {
                timed.push((name, Vec::new()));
            }
            timed[place].1.push(took);
        }
    }
    drop(tx);
    store.close().await;
    timed.iter_mut().for_each(|(_, times)| times.sort_unstable());
    Ok(timed)
}

/// Everything hot about one community.
async fn once(tx: &mut Tx, number: i64) -> anyhow::Result<Vec<(&'static str, Duration)>> {
    let now: DateTime<Utc> = DateTime::from_timestamp_millis(NOW).unwrap();
    let here = CommunityId(community(number));
    let (who, thread) = (MemberId(member(number, 3)), thread(number, 2).into());
    let message = MessageId(format!("new{number}"));
    let answer = Answer { community: &here, ordinal: Ordinal(2), message: &message, member: &who, at: now };
    let mut times = Vec::new();
    macro_rules! time {
        ($name:literal, $work:expr) => {
            let begun = Instant::now();
            $work.await?;
            times.push(($name, begun.elapsed()));
        };
    }
    time!("who is due, a page of 500", tx.due_communities(now, 500));
    time!("what waits, a page of 256", tx.outgoing("publish_question", 256));
    time!("a thread's question, held", tx.hold_asked_in(&thread));
    time!("a member, held", tx.hold_member(&here, &who, now));
    time!("note an answer", tx.insert_answer(&answer));
    time!("a member's answers", tx.answered(&here, &who));
    time!("save a streak", tx.put_streak(&here, &who, SavedStreak::default()));
    time!("count a question's answers", tx.count_answered(&here, Ordinal(2)));
    time!("a board", tx.standings(&here, None, &who));
    time!("the latest question", tx.latest_asked(&here, 1));
    time!("where someone is known", tx.communities_with(&who));
    Ok(times)
}

fn print(name: &str, columns: &[Vec<Timed>]) {
    print!("\n{name:<28}");
    for communities in COMMUNITIES {
        print!("  {:>20}", format!("{} answers", communities * 10));
    }
    println!();
    for (row, (what, _)) in columns[0].iter().enumerate() {
        print!("  {what:<26}");
        for column in columns {
            let times = &column[row].1;
            let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1].as_secs_f64() * 1000.0;
            print!("  {:>20}", format!("{:.2} / {:.2} ms", at(50), at(99)));
        }
        println!();
    }
}

fn profile() -> &'static str {
    if cfg!(debug_assertions) { "dev" } else { "release" }
}
