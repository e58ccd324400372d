//! What organisers were told, so that they are told once.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, instant, millis};
use crate::domain::CommunityId;

/// Something that organisers were told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What it is about.
    pub kind: String,
    /// What exactly; a change is told again.
    pub detail: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Tx {
    /// Notes a trouble; `false` when the same was noted before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_trouble(
        &mut self,
        community: &CommunityId,
        (kind, detail): (&str, &str),
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "insert into trouble (community, kind, detail, since) values ($1, $2, $3, $4) \
             on conflict (community, kind) do update set detail = excluded.detail, since = excluded.since \
             where trouble.detail <> excluded.detail",
        )
        .bind(community.as_str())
        .bind(kind)
        .bind(detail)
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot note the trouble")?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that a trouble is over.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_trouble(&mut self, community: &CommunityId, kind: &str) -> anyhow::Result<()> {
        sqlx::query("delete from trouble where community = $1 and kind = $2")
            .bind(community.as_str())
            .bind(kind)
            .execute(&mut *self.inner)
            .await
            .context("cannot clear the trouble")?;
        Ok(())
    }

    /// A community's troubles, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn troubles(&mut self, community: &CommunityId) -> anyhow::Result<Vec<Trouble>> {
        let rows =
            sqlx::query("select kind, detail, since from trouble where community = $1 order by since, kind")
                .bind(community.as_str())
                .fetch_all(&mut *self.inner)
                .await
                .context("cannot read the troubles")?;
        rows.iter()
            .map(|row| {
                Ok(Trouble {
                    kind: row.try_get(0)?,
                    detail: row.try_get(1)?,
                    since: instant(row.try_get(2)?),
                })
            })
            .collect()
    }
}
