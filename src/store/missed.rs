//! The scheduled days that passed without a question.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{CommunityId, Day};

impl Tx {
    /// Records a day that passed without a question; once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_missed(
        &mut self,
        community: &CommunityId,
        day: Day,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into missed (community, day, noticed_at) values ($1, $2, $3) on conflict do nothing",
        )
        .bind(community.as_str())
        .bind(day.to_string())
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot record the missed day")?;
        Ok(())
    }

    /// Notes that a day is not missed after all: its question is asked later the same day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_missed(&mut self, community: &CommunityId, day: Day) -> anyhow::Result<()> {
        sqlx::query("delete from missed where community = $1 and day = $2")
            .bind(community.as_str())
            .bind(day.to_string())
            .execute(&mut *self.inner)
            .await
            .context("cannot clear the missed day")?;
        Ok(())
    }

    /// The days a community missed, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn missed(&mut self, community: &CommunityId) -> anyhow::Result<Vec<Day>> {
        let rows = sqlx::query("select day from missed where community = $1 order by day")
            .bind(community.as_str())
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the missed days")?;
        rows.iter()
            .map(|row| Day::parse(&row.try_get::<String, _>(0)?).context("cannot read a stored day"))
            .collect()
    }
}
