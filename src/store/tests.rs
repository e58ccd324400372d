use sqlx::Row;

use super::*;

/// More than one, so that they are not all the first connection.
const CONNECTIONS: usize = 4;

#[tokio::test]
async fn every_connection_of_sqlite_keeps_what_it_commits_and_checks_what_it_names() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("settings.db").display());
    let store = Store::open(&url).await.expect("a database");
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut connection = store.pool.acquire().await.expect("a connection");
        let mut said = Vec::new();
        for name in ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"] {
            let query = sqlx::AssertSqlSafe(format!("pragma {name}"));
            let row = sqlx::query(query).fetch_one(&mut *connection).await.expect("a setting");
            said.push(
                row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|n| n.to_string())),
            );
        }
        let said: Vec<String> = said.into_iter().map(|value| value.expect("text or a number")).collect();
        // 2 is full.
        assert_eq!(said, ["wal", "2", "1", "10000"]);
        held.push(connection);
    }
}
