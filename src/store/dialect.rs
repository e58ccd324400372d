//! What differs between the databases: how a transaction begins, what a connection sets, and what their errors mean.

use std::time::Duration;

use sqlx::migrate::MigrateError;

/// The databases there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// How long a statement may wait for the database before it fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Every commit reaches the disk before it is reported, and readers never wait for the writer.
const SQLITE_SETTINGS: &str = "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;";

/// The file is locked from the first look at it on. That fails while anyone has it open, be it only a bot at rest.
const SQLITE_ALONE: &str = "pragma busy_timeout = 1000; pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; begin exclusive; commit;";

/// What a commit promises is the server's to say; only the wait for another's row is ours, and the same as SQLite's.
/// The lock is shared by everyone who can be beside others; no other program knows its number.
const POSTGRES_SETTINGS: &str =
    "set lock_timeout = '10s'; do $$ begin perform pg_advisory_lock_shared(4872051964); end $$";

/// The same lock, shared with nobody. The code means that an object is in use.
const POSTGRES_ALONE: &str = "set lock_timeout = '10s'; do $$ begin if not pg_try_advisory_lock(4872051964) then raise exception 'a bot has this database open' using errcode = '55006'; end if; end $$";

const IN_USE: &str = "another program has it open; stop the bot, and whatever else reads or writes there";

/// Since PostgreSQL 15 not everyone may.
const MAY_NOT_MAKE_TABLES: &str = "the user of database_url (QUOTIDIAN_DATABASE_URL) may not make tables there; make it the owner of the database";

impl Dialect {
    /// The dialect of an address.
    pub(super) fn of(url: &str) -> anyhow::Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => anyhow::bail!("the database address must start with sqlite:, postgres: or postgresql:"),
        }
    }

    /// The address to connect to. A file that is not there is made with the mode `rwc`, and not with `rw`.
    pub(super) fn address(self, url: &str, mode: &str) -> String {
        match self {
            Self::Sqlite if !url.contains("mode=") => {
                format!("{url}{}mode={mode}", if url.contains('?') { '&' } else { '?' })
            }
            Self::Sqlite | Self::Postgres => url.to_owned(),
        }
    }

    /// What every connection says first.
    pub(super) fn settings(self) -> &'static str {
        match self {
            Self::Sqlite => SQLITE_SETTINGS,
            Self::Postgres => POSTGRES_SETTINGS,
        }
    }

    /// What the one connection says first that has the database alone; refused while anyone else has it open.
    pub(super) fn settings_alone(self) -> &'static str {
        match self {
            Self::Sqlite => SQLITE_ALONE,
            Self::Postgres => POSTGRES_ALONE,
        }
    }

    /// Begins a transaction that may write. On PostgreSQL each statement sees what was committed before it, so that a
    /// flow which touches a row first then reads what is true while it holds it.
    pub(super) fn begin(self) -> &'static str {
        match self {
            // A plain `begin` fails when it turns from reading to writing beside another writer.
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// Begins a transaction that only reads, and reads everything as of one moment.
    pub(super) fn read(self) -> &'static str {
        match self {
            Self::Sqlite => "begin",
            Self::Postgres => "begin isolation level repeatable read read only",
        }
    }

    /// The database cannot be opened.
    pub(super) fn not_opened(self, error: sqlx::Error) -> anyhow::Error {
        let advice = self.advice(&error);
        anyhow::Error::new(error).context(format!("cannot open the database; {advice}"))
    }

    /// The database's tables cannot be made or changed.
    pub(super) fn not_migrated(self, error: MigrateError, newest: i64) -> anyhow::Error {
        if let MigrateError::VersionMissing(there) = error {
            return anyhow::anyhow!(
                "a newer version of the bot has changed the database's tables (to {there}; this one knows {newest} and \
                 older); start the newer version again, or restore a copy from before the upgrade. Nothing was touched"
            );
        }
        let why = "cannot bring the database's tables up to date";
        // What did not ask the database has no code.
        let mut cause = None;
        if let MigrateError::Execute(why) | MigrateError::ExecuteMigration(why, _) = &error {
            cause = code(why);
        }
        let context = match cause.as_deref() {
            Some("42501") => format!("{why}; {MAY_NOT_MAKE_TABLES}"),
            Some(_) | None => why.to_owned(),
        };
        anyhow::Error::new(error).context(context)
    }

    /// What to do when the database cannot be opened. It quotes nothing of the address.
    fn advice(self, error: &sqlx::Error) -> &'static str {
        match self {
            Self::Sqlite if code(error).as_deref() == Some("5") => IN_USE,
            Self::Sqlite => {
                "database_url (QUOTIDIAN_DATABASE_URL) must name a SQLite database, or a new file, in a folder that \
                 may be written to, and no `quotidian copy` may have it"
            }
            Self::Postgres => match code(error).as_deref() {
                Some("28P01" | "28000") => {
                    "the PostgreSQL server does not let this user in; check user and password in database_url \
                     (QUOTIDIAN_DATABASE_URL), and the server's pg_hba.conf"
                }
                Some("3D000") => {
                    "the PostgreSQL server has no database of the name in database_url (QUOTIDIAN_DATABASE_URL); \
                     make it with createdb, and the bot makes its tables in it by itself"
                }
                Some("55006") => IN_USE,
                Some("53300") => "the PostgreSQL server has no connection left; the bot needs up to 8",
                Some(_) => "the PostgreSQL server refuses",
                None if matches!(error, sqlx::Error::Tls(_)) => {
                    "the PostgreSQL server's certificate does not do; check sslmode and sslrootcert in database_url \
                     (QUOTIDIAN_DATABASE_URL)"
                }
                None => {
                    "no PostgreSQL server answers at the host and port of database_url (QUOTIDIAN_DATABASE_URL); \
                     check both, that it runs, and that no `quotidian copy` has the database"
                }
            },
        }
    }
}

/// Whether an error is no fault of what was done: the database undid one of two transactions that stood in each other's
/// way, and it can be done again.
pub fn is_conflict(error: &anyhow::Error) -> bool {
    // PostgreSQL's "serialization failure" and "deadlock detected"; SQLite knows neither, since it has one writer.
    let conflicts = ["40001", "40P01"];
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<sqlx::Error>())
        .any(|cause| code(cause).is_some_and(|code| conflicts.contains(&code.as_str())))
}

fn code(error: &sqlx::Error) -> Option<String> {
    error.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}
