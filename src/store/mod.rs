//! The only SQL. One text for every database; what differs between them is in `dialect.rs` and nowhere else.
//!
//! Knows the rules' types, never views, words or effects: an outbox row is a kind and a payload to it.

mod answers;
mod asked;
mod claims;
mod communities;
mod copy;
mod decisions;
mod dialect;
mod heard;
mod hints;
mod history;
mod members;
mod missed;
mod outbox;
mod own;
mod private;
mod reveals;
mod reviews;
mod scores;
mod streaks;
mod suggestions;
mod threads;
mod troubles;

use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Transaction};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

pub use answers::Answer;
pub use asked::Asked;
pub use claims::AskedNew;
pub use communities::{Community, CommunityState};
pub use copy::{Kind, TABLES, Table, Value};
pub use decisions::Act;
pub use dialect::is_conflict;
use dialect::{Dialect, PATIENCE};
pub use members::Member;
pub use outbox::{OutboxRow, Outgoing};
pub use own::OwnQuestion;
pub use private::PrivateAnswer;
pub use reviews::{AskedOnce, Review};
pub use scores::Scored;
pub use streaks::SavedStreak;
pub use suggestions::{Suggestion, SuggestionState};
pub use troubles::Trouble;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    /// SQLite has one writer: waiting for it here is fair, waiting for its lock is not.
    writer: Arc<Semaphore>,
    /// Something was added to the outbox.
    added: Arc<Notify>,
}

/// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    _writer: Option<OwnedSemaphorePermit>,
    added: Arc<Notify>,
    adds: bool,
}

/// The newest version of the tables that this program knows.
fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

impl Store {
    /// Opens the database, creates it if it is a file that is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// When the address is not understood, the database cannot be reached, or its tables are from a newer version.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Self::connect(url, "rwc").await?.migrated().await
    }

    /// Opens a database that is there, as it is: nothing is created, and its tables are not touched.
    ///
    /// # Errors
    /// When it is not there, does not answer, or its tables are not of this version.
    pub async fn open_as_is(url: &str) -> anyhow::Result<Self> {
        Self::connect(url, "rw").await?.of_this_version().await
    }

    /// [`Store::open`], when nobody else has the database open; and nobody can open it until it is closed.
    ///
    /// # Errors
    /// As for [`Store::open`], and when somebody has it open.
    pub async fn open_alone(url: &str) -> anyhow::Result<Self> {
        Self::connect_alone(url, "rwc").await?.migrated().await
    }

    /// [`Store::open_as_is`], when nobody else has the database open; and nobody can open it until it is closed.
    ///
    /// # Errors
    /// As for [`Store::open_as_is`], and when somebody has it open.
    pub async fn open_alone_as_is(url: &str) -> anyhow::Result<Self> {
        Self::connect_alone(url, "rw").await?.of_this_version().await
    }

    async fn migrated(self) -> anyhow::Result<Self> {
        let mut migrated = MIGRATIONS.run(&self.pool).await;
        for _ in MIGRATIONS.iter().filter(|_| self.dialect == Dialect::Sqlite) {
            // SQLite has no lock for this: who loses against another process finds that migration done, and goes on.
            if migrated.is_err() {
                migrated = MIGRATIONS.run(&self.pool).await;
            }
        }
        migrated.map_err(|error| self.dialect.not_migrated(error, newest()))?;
        Ok(self)
    }

    async fn of_this_version(self) -> anyhow::Result<Self> {
        let newest = newest();
        let there: i64 = sqlx::query_scalar("select max(version) from _sqlx_migrations")
            .fetch_one(&self.pool)
            .await
            .context("cannot find this bot's tables in the database; start the bot once to make them")?;
        anyhow::ensure!(
            there == newest,
            "the database's tables are of version {there}, this program's of {newest}; start the matching version once"
        );
        Ok(self)
    }

    async fn connect(url: &str, mode: &str) -> anyhow::Result<Self> {
        let dialect = Dialect::of(url)?;
        let pool = AnyPoolOptions::new().max_connections(8).after_connect(move |connection, _| {
            Box::pin(async move { sqlx::raw_sql(dialect.settings()).execute(connection).await.map(drop) })
        });
        Self::over(pool, dialect, &dialect.address(url, mode)).await
    }

    async fn connect_alone(url: &str, mode: &str) -> anyhow::Result<Self> {
        let dialect = Dialect::of(url)?;
        // The one connection holds what keeps others away, so it is never changed for another.
        let pool = AnyPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let store = Self::over(pool, dialect, &dialect.address(url, mode)).await?;
        let alone = sqlx::raw_sql(dialect.settings_alone()).execute(&store.pool).await;
        alone.map_err(|error| dialect.not_opened(error))?;
        Ok(store)
    }

    async fn over(pool: AnyPoolOptions, dialect: Dialect, url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = url.parse().context("cannot understand the database address")?;
        let pool = pool.acquire_timeout(PATIENCE).connect_with(options).await;
        let pool = pool.map_err(|error| dialect.not_opened(error))?;
        Ok(Self { pool, dialect, writer: Arc::new(Semaphore::new(1)), added: Arc::default() })
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn begin(&self) -> anyhow::Result<Tx> {
        let writer = match self.dialect {
            Dialect::Sqlite => Some(
                tokio::time::timeout(PATIENCE, Arc::clone(&self.writer).acquire_owned())
                    .await
                    .context("cannot write: another transaction takes too long")?
                    .context("cannot write: the store is closed")?,
            ),
            Dialect::Postgres => None,
        };
        let begun = self.pool.begin_with(self.dialect.begin()).await;
        let inner = begun.context("cannot begin a transaction")?;
        Ok(Tx { inner, _writer: writer, added: Arc::clone(&self.added), adds: false })
    }

    /// Begins a transaction that only reads, everything as of one moment: it never waits for a writer.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn read(&self) -> anyhow::Result<Tx> {
        let inner = self.pool.begin_with(self.dialect.read()).await.context("cannot begin to read")?;
        Ok(Tx { inner, _writer: None, added: Arc::clone(&self.added), adds: false })
    }

    /// Waits until a transaction of this store has added to the outbox.
    pub async fn added(&self) {
        self.added.notified().await;
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> anyhow::Result<()> {
        sqlx::query("select 1").execute(&self.pool).await.context("the database does not answer")?;
        Ok(())
    }

    /// What the database itself finds wrong with its files, a line each; a PostgreSQL server looks after its own.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn faults(&self) -> anyhow::Result<Vec<String>> {
        if self.dialect == Dialect::Postgres {
            return Ok(Vec::new());
        }
        let lines: Vec<String> = sqlx::query_scalar("pragma integrity_check")
            .fetch_all(&self.pool)
            .await
            .context("cannot check the database's files")?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Lets every connection go.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Tx {
    /// Keeps what was written.
    ///
    /// # Errors
    /// When the database cannot promise to keep it; then nothing was kept.
    pub async fn commit(self) -> anyhow::Result<()> {
        self.inner.commit().await.context("cannot commit")?;
        if self.adds {
            self.added.notify_one();
        }
        Ok(())
    }
}

/// An instant as it is stored: milliseconds since 1970.
fn millis(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_millis()
}

/// A stored instant.
fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
