//! A fresh database for each story, of either kind, on one PostgreSQL server for the whole run.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::AnyPool;
use tempfile::TempDir;

use server::Server;

pub(crate) mod filled;
mod server;

/// A database of a story's own: a file in a folder, or one on the server.
pub(crate) struct Db {
    pub(crate) url: String,
    folder: Option<TempDir>,
}

impl Db {
    /// A SQLite file that is not there yet.
    pub(crate) fn sqlite() -> Db {
        let folder = TempDir::new().unwrap();
        Db { url: format!("sqlite://{}/town.db", folder.path().display()), folder: Some(folder) }
    }

    /// An empty PostgreSQL database.
    pub(crate) async fn postgres() -> Db {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let name = format!("story_{}", MADE.fetch_add(1, Ordering::Relaxed));
        Db { url: server().database(&name).await, folder: None }
    }

    /// One of each kind.
    pub(crate) async fn both() -> [Db; 2] {
        [Db::sqlite(), Db::postgres().await]
    }

    /// The folder of the file; there is none for a database on the server.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_ref().expect("this story needs a file").path()
    }

    /// Connections beside the bot's.
    pub(crate) async fn pool(&self) -> AnyPool {
        sqlx::any::install_default_drivers();
        let mode = if self.folder.is_some() { "?mode=rwc" } else { "" };
        AnyPool::connect(&format!("{}{mode}", self.url)).await.unwrap()
    }

    /// The tables of the bot.
    pub(crate) async fn tables(&self, pool: &AnyPool) -> Vec<String> {
        let tables = match self.folder {
            Some(_) => {
                "select name from sqlite_master where type = 'table' and name not like '%sqlx%' order by name"
            }
            None => {
                "select cast(tablename as text) from pg_tables where schemaname = 'public' \
                 and tablename not like '%sqlx%' order by 1"
            }
        };
        sqlx::query_scalar(tables).fetch_all(pool).await.unwrap()
    }
}

/// The server that every story shares, started when the first one needs it. What is lost when the machine crashes is
/// nothing to a story.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(&std::env::temp_dir(), "-c fsync=off -c full_page_writes=off"))
}
