//! Rows whatever they mean, for moving them to another database: which tables and columns there are, reading and adding.
//!
//! The list is written out, and a test holds it against the tables that the migrations make.

use std::fmt::Write;

use anyhow::Context;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AssertSqlSafe, Row};

use super::Tx;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, those of the key first.
    pub columns: &'static [(&'static str, Kind)],
    /// How many of them are its key.
    pub key: usize,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `text`
    Text,
    /// `bigint`
    Number,
}
use Kind::{Number, Text};

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text, or nothing.
    Text(Option<String>),
    /// A number, or nothing.
    Number(Option<i64>),
}

/// Every table, after those that it names.
pub const TABLES: &[Table] = &[
    Table {
        name: "community",
        columns: &[
            ("community", Text),
            ("channel", Text),
            ("channel_kind", Text),
            ("zone", Text),
            ("posting_minute", Number),
            ("weekdays", Number),
            ("role", Text),
            ("pins", Number),
            ("publishes", Number),
            ("packs", Text),
            ("question_order", Text),
            ("seed", Number),
            ("state", Text),
            ("organiser", Text),
            ("last_day", Text),
            ("round", Number),
            ("round_warned", Number),
            ("left_at", Number),
            ("shares_private", Number),
            ("language", Text),
            ("reveal_hours", Number),
        ],
        key: 1,
    },
    Table { name: "due", columns: &[("community", Text), ("due_at", Number)], key: 1 },
    Table {
        name: "asked",
        columns: &[
            ("community", Text),
            ("day", Text),
            ("ordinal", Number),
            ("question", Text),
            ("revision", Number),
            ("title", Text),
            ("round", Number),
            ("claimed_at", Number),
            ("channel", Text),
            ("channel_kind", Text),
            ("message", Text),
            ("thread", Text),
            ("published_at", Number),
            ("thread_opened_at", Number),
            ("crossposted_at", Number),
            ("pinned_at", Number),
            ("closed_at", Number),
            ("reveal_at", Number),
            ("revealed_at", Number),
            ("reveal_message", Text),
        ],
        key: 2,
    },
    Table { name: "heard", columns: &[("platform", Text), ("heard_at", Number)], key: 1 },
    Table { name: "missed", columns: &[("community", Text), ("day", Text), ("noticed_at", Number)], key: 2 },
    Table {
        name: "member",
        columns: &[
            ("community", Text),
            ("member", Text),
            ("hidden", Number),
            ("gone", Number),
            ("checked_at", Number),
            ("touched_at", Number),
        ],
        key: 2,
    },
    Table {
        name: "answer",
        columns: &[
            ("community", Text),
            ("ordinal", Number),
            ("message", Text),
            ("member", Text),
            ("answered_at", Number),
            ("withdrawn", Number),
        ],
        key: 3,
    },
    Table {
        name: "private_answer",
        columns: &[
            ("community", Text),
            ("ordinal", Number),
            ("member", Text),
            ("message", Text),
            ("wording", Text),
            ("edited_at", Number),
            ("kept_until", Number),
            ("shares", Number),
            ("shared_at", Number),
            ("shared_message", Text),
        ],
        key: 3,
    },
    Table {
        name: "streak",
        columns: &[
            ("community", Text),
            ("member", Text),
            ("run", Number),
            ("longest", Number),
            ("last_ordinal", Number),
            ("total", Number),
        ],
        key: 2,
    },
    Table {
        name: "milestone",
        columns: &[("community", Text), ("member", Text), ("length", Number), ("run_start", Number)],
        key: 4,
    },
    Table {
        name: "review",
        columns: &[
            ("community", Text),
            ("member", Text),
            ("question", Text),
            ("due_day", Text),
            ("revision", Number),
            ("score", Number),
            ("reviewed_at", Number),
        ],
        key: 4,
    },
    Table {
        name: "score",
        columns: &[
            ("community", Text),
            ("member", Text),
            ("ordinal", Number),
            ("question", Text),
            ("revision", Number),
            ("score", Number),
            ("scored_at", Number),
        ],
        key: 3,
    },
    Table {
        name: "hint_opened",
        columns: &[("community", Text), ("ordinal", Number), ("member", Text), ("opened", Number)],
        key: 3,
    },
    Table {
        name: "trouble",
        columns: &[("community", Text), ("kind", Text), ("detail", Text), ("since", Number)],
        key: 2,
    },
    Table {
        name: "decision",
        columns: &[
            ("community", Text),
            ("number", Number),
            ("kind", Text),
            ("subject", Text),
            ("round", Number),
            ("decided_at", Number),
            ("undone_at", Number),
        ],
        key: 2,
    },
    Table {
        name: "own_question",
        columns: &[
            ("community", Text),
            ("question", Text),
            ("revision", Number),
            ("status", Text),
            ("author", Text),
            ("credit", Text),
            ("body", Text),
            ("added_at", Number),
            ("changed_at", Number),
        ],
        key: 2,
    },
    Table {
        name: "suggestion",
        columns: &[
            ("community", Text),
            ("suggestion", Text),
            ("member", Text),
            ("state", Text),
            ("body", Text),
            ("note", Text),
            ("suggested_at", Number),
        ],
        key: 2,
    },
    Table {
        name: "outbox",
        columns: &[
            ("effect", Text),
            ("community", Text),
            ("kind", Text),
            ("payload", Text),
            ("priority", Number),
            ("about", Text),
            ("created_at", Number),
            ("attempts", Number),
        ],
        key: 1,
    },
];

impl Tx {
    /// The next rows of a table after that one, or its first, in the order in which this database sorts keys: another
    /// may sort them differently. Each has a value for each of the table's columns.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rows_after(
        &mut self,
        table: &Table,
        after: Option<&[Value]>,
        limit: i64,
    ) -> anyhow::Result<Vec<Vec<Value>>> {
        let key = table.key_names();
        let mut sql = format!("select {} from {}", table.column_names(), table.name);
        if after.is_some() {
            let _ = write!(sql, " where ({key}) > ({})", places(1, table.key));
        }
        let key_values = after.map_or(&[][..], |row| &row[..table.key]);
        let _ = write!(sql, " order by {key} limit ${}", key_values.len() + 1);
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for value in key_values {
            query = bind(query, value);
        }
        let rows = query.bind(limit).fetch_all(&mut *self.inner).await;
        let rows = rows.with_context(|| format!("cannot read the rows of {}", table.name))?;
        rows.iter().map(|row| table.values(row)).collect()
    }

    /// Adds rows to a table; those whose key is there are left as they are. At most 500 at a time: a database takes so
    /// many values in one statement and no more.
    ///
    /// # Errors
    /// When the database does not answer, or does not take them.
    pub async fn insert_rows(&mut self, table: &Table, rows: &[Vec<Value>]) -> anyhow::Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        let width = table.columns.len();
        let lines: Vec<String> =
            (0..rows.len()).map(|row| format!("({})", places(row * width + 1, width))).collect();
        let sql = format!(
            "insert into {} ({}) values {} on conflict do nothing",
            table.name,
            table.column_names(),
            lines.join(", ")
        );
        let query = rows.iter().flatten().fold(sqlx::query(AssertSqlSafe(sql)), bind);
        let done = query.execute(&mut *self.inner).await;
        Ok(done.with_context(|| format!("cannot add rows to {}", table.name))?.rows_affected())
    }
}

impl Table {
    fn column_names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn key_names(&self) -> String {
        self.columns[..self.key].iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn values(&self, row: &AnyRow) -> anyhow::Result<Vec<Value>> {
        let value = |(at, (_, kind)): (usize, &(&str, Kind))| {
            Ok(match kind {
                Text => Value::Text(row.try_get(at)?),
                Number => Value::Number(row.try_get(at)?),
            })
        };
        self.columns.iter().enumerate().map(value).collect()
    }
}

type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

fn bind<'q>(query: Query<'q>, value: &Value) -> Query<'q> {
    match value {
        Value::Text(text) => query.bind(text.clone()),
        Value::Number(number) => query.bind(*number),
    }
}

/// The places of so many values in a statement: `$4, $5, $6`.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}
