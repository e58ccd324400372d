//! What is still to be done to the world. A row is a kind and a payload; what they mean is not known here.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{CommunityId, MemberId};

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Names it for ever.
    pub effect: String,
    /// For which community.
    pub community: CommunityId,
    /// What sort of act.
    pub kind: String,
    /// The act.
    pub payload: String,
    /// 0 goes first.
    pub priority: i64,
    /// Whom it is about.
    pub about: Option<MemberId>,
}

/// Something still to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Names it for ever.
    pub effect: String,
    /// For which community.
    pub community: CommunityId,
    /// The act.
    pub payload: String,
    /// Above 0 it may have happened.
    pub attempts: i64,
}

impl Tx {
    /// Adds something to be done; `false` when it waits already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_outgoing(&mut self, outgoing: &Outgoing, now: DateTime<Utc>) -> anyhow::Result<bool> {
        const ADD: &str = "insert into outbox (effect, community, kind, payload, priority, about, created_at) \
                           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
        let added = self.add_outgoing(ADD, outgoing, now).await?;
        self.adds |= added;
        Ok(added)
    }

    /// Adds something to be done; what waits under the same name is replaced, and counts as not attempted: an attempt
    /// that is under way does not do this one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn renew_outgoing(&mut self, outgoing: &Outgoing, now: DateTime<Utc>) -> anyhow::Result<()> {
        const RENEW: &str = "insert into outbox (effect, community, kind, payload, priority, about, created_at) \
                             values ($1, $2, $3, $4, $5, $6, $7) on conflict (effect) do update set \
                             payload = excluded.payload, priority = excluded.priority, \
                             created_at = excluded.created_at, attempts = 0";
        self.add_outgoing(RENEW, outgoing, now).await?;
        self.adds = true;
        Ok(())
    }

    async fn add_outgoing(
        &mut self,
        statement: &'static str,
        outgoing: &Outgoing,
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(statement)
            .bind(&outgoing.effect)
            .bind(outgoing.community.as_str())
            .bind(&outgoing.kind)
            .bind(&outgoing.payload)
            .bind(outgoing.priority)
            .bind(outgoing.about.as_ref().map(|member| member.0.clone()))
            .bind(millis(now))
            .execute(&mut *self.inner)
            .await
            .context("cannot add to the outbox")?;
        Ok(done.rows_affected() == 1)
    }

    /// What is still to be done, most urgent first. Acts of the kind `resting` wait while their community does not
    /// run.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn outgoing(&mut self, resting: &str, limit: i64) -> anyhow::Result<Vec<OutboxRow>> {
        let rows = sqlx::query(
            "select outbox.effect, outbox.community, outbox.payload, outbox.attempts from outbox \
             join community on community.community = outbox.community \
             where outbox.kind <> $1 or community.state = 'running' \
             order by outbox.priority, outbox.created_at, outbox.effect limit $2",
        )
        .bind(resting)
        .bind(limit)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the outbox")?;
        rows.iter()
            .map(|row| {
                Ok(OutboxRow {
                    effect: row.try_get(0)?,
                    community: row.try_get::<String, _>(1)?.into(),
                    payload: row.try_get(2)?,
                    attempts: row.try_get(3)?,
                })
            })
            .collect()
    }

    /// Counts an attempt before it is made; `false` when the effect no longer waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_attempt(&mut self, effect: &str) -> anyhow::Result<bool> {
        let done = sqlx::query("update outbox set attempts = attempts + 1 where effect = $1")
            .bind(effect)
            .execute(&mut *self.inner)
            .await
            .context("cannot count the attempt")?;
        Ok(done.rows_affected() == 1)
    }

    /// How much is still to be done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_outgoing(&mut self) -> anyhow::Result<i64> {
        let row = sqlx::query("select count(*) from outbox")
            .fetch_one(&mut *self.inner)
            .await
            .context("cannot count the outbox")?;
        Ok(row.try_get(0)?)
    }

    /// Notes that the first attempt did nothing. After more than one an earlier may have, and stays in doubt.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_first_attempt(&mut self, effect: &str) -> anyhow::Result<()> {
        sqlx::query("update outbox set attempts = 0 where effect = $1 and attempts = 1")
            .bind(effect)
            .execute(&mut *self.inner)
            .await
            .context("cannot clear the attempts")?;
        Ok(())
    }

    /// Removes what is certainly not done; `false` when it no longer waits, or may have happened.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_undone(&mut self, effect: &str) -> anyhow::Result<bool> {
        let done = sqlx::query("delete from outbox where effect = $1 and attempts = 0")
            .bind(effect)
            .execute(&mut *self.inner)
            .await
            .context("cannot take back from the outbox")?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes what was done, or will not be; its payload and community, or `None` when it no longer waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_outgoing(&mut self, effect: &str) -> anyhow::Result<Option<(CommunityId, String)>> {
        let row = sqlx::query("delete from outbox where effect = $1 returning community, payload")
            .bind(effect)
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot take from the outbox")?;
        row.map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get(1)?))).transpose()
    }

    /// Removes what was done just now; `None` when it no longer waits, or was called for anew since the attempt.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_attempted(&mut self, effect: &str) -> anyhow::Result<Option<(CommunityId, String)>> {
        let row =
            sqlx::query("delete from outbox where effect = $1 and attempts > 0 returning community, payload")
                .bind(effect)
                .fetch_optional(&mut *self.inner)
                .await
                .context("cannot take from the outbox")?;
        row.map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get(1)?))).transpose()
    }

    /// Something still to be done, by its name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn outgoing_named(&mut self, effect: &str) -> anyhow::Result<Option<(CommunityId, String)>> {
        let row = sqlx::query("select community, payload from outbox where effect = $1")
            .bind(effect)
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read from the outbox")?;
        row.map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get(1)?))).transpose()
    }

    /// Removes everything still to be done for a community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_outgoing(&mut self, community: &CommunityId) -> anyhow::Result<()> {
        sqlx::query("delete from outbox where community = $1")
            .bind(community.as_str())
            .execute(&mut *self.inner)
            .await
            .context("cannot clear the outbox")?;
        Ok(())
    }
}
