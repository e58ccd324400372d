//! Which answers are due to be shown, and which stand in their thread. What became of a question is in the ledger.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::asked::{asked, asked_columns};
use super::{Asked, Tx, millis};
use crate::domain::{CommunityId, Day, MessageId};

impl Tx {
    /// Sets when the answer to a day's question is due to be shown; `None` once that is seen to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_reveal_due(
        &mut self,
        community: &CommunityId,
        day: Day,
        due_at: Option<DateTime<Utc>>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "update asked set reveal_at = $3 where community = $1 and day = $2 and revealed_at is null",
        )
        .bind(community.as_str())
        .bind(day.to_string())
        .bind(due_at.map(millis))
        .execute(&mut *self.inner)
        .await
        .context("cannot save when the answer is due")?;
        Ok(())
    }

    /// Puts off every answer of a community that is due before `until`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_off_reveals(
        &mut self,
        community: &CommunityId,
        until: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "update asked set reveal_at = $2 where community = $1 and reveal_at is not null and reveal_at < $2",
        )
        .bind(community.as_str())
        .bind(millis(until))
        .execute(&mut *self.inner)
        .await
        .context("cannot put the answer off")?;
        Ok(())
    }

    /// The answer that a community is waiting for, if its time is set: the latest question's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reveal_awaited(&mut self, community: &CommunityId) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!(
            "select ",
            asked_columns!(),
            " from asked where community = $1 and reveal_at is not null order by ordinal desc limit 1"
        ))
        .bind(community.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read which answer is awaited")?;
        row.as_ref().map(asked).transpose()
    }

    /// The questions whose answers are due, longest overdue first; costs by what is due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn due_reveals(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> anyhow::Result<Vec<(CommunityId, Day)>> {
        let rows = sqlx::query(
            "select community, day from asked where reveal_at <= $1 order by reveal_at, community limit $2",
        )
        .bind(millis(now))
        .bind(limit)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read which answers are due")?;
        rows.iter()
            .map(|row| {
                let day: String = row.try_get(1)?;
                let day = Day::parse(&day).context("cannot read a stored day")?;
                Ok((row.try_get::<String, _>(0)?.into(), day))
            })
            .collect()
    }

    /// Whether the answer to a day's question is still due by `now`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_reveal_due(
        &mut self,
        community: &CommunityId,
        day: Day,
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let row = sqlx::query("select 1 from asked where community = $1 and day = $2 and reveal_at <= $3")
            .bind(community.as_str())
            .bind(day.to_string())
            .bind(millis(now))
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read whether the answer is due")?;
        Ok(row.is_some())
    }

    /// Notes that the answer to a day's question stands in its thread.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_revealed(
        &mut self,
        community: &CommunityId,
        day: Day,
        message: &MessageId,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "update asked set revealed_at = $4, reveal_message = $3, reveal_at = null \
             where community = $1 and day = $2",
        )
        .bind(community.as_str())
        .bind(day.to_string())
        .bind(message.as_str())
        .bind(millis(at))
        .execute(&mut *self.inner)
        .await
        .context("cannot note that the answer is out")?;
        Ok(())
    }
}
