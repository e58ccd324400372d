//! Rows whatever they mean, and having a database alone.

use quotidian::store::{Store, TABLES, Value};

/// Reads every table in pages and adds what is there once more, which changes nothing.
pub(super) async fn rows(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    let mut seen = 0;
    for table in TABLES {
        let all = tx.rows_after(table, None, 500).await.expect("rows");
        let mut paged: Vec<Vec<Value>> = Vec::new();
        while paged.len() < all.len() {
            let after = paged.last().map(Vec::as_slice);
            paged.extend(tx.rows_after(table, after, 1).await.expect("a row"));
        }
        assert_eq!(all, paged);
        assert_eq!(tx.rows_after(table, all.last().map(Vec::as_slice), 9).await.expect("none"), paged[..0]);
        assert_eq!(tx.insert_rows(table, &all).await.expect("they are there"), 0);
        seen += all.len();
    }
    assert!(seen > 5, "there was something to read");
}

/// Who has a database alone, has it until it is closed.
pub(super) async fn alone(url: &str) {
    for _ in 0..2 {
        let alone = Store::open_alone(url).await.expect("nobody else is there");
        assert!(Store::open_alone_as_is(url).await.is_err(), "somebody is there");
        alone.close().await;
    }
    Store::open_alone_as_is(url).await.expect("it is free").close().await;
}
