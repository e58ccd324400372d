//! Until when everything was heard, and which questions may have been answered unheard.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::asked::{Asked, asked, asked_columns};
use super::{Tx, instant, millis};
use crate::domain::{CommunityId, MemberId, MessageId, Ordinal, ThreadId};

impl Tx {
    /// Until when everything that happened on a platform was told; `None` when that was never noted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn heard_until(&mut self, platform: &str) -> anyhow::Result<Option<DateTime<Utc>>> {
        let row = sqlx::query("select heard_at from heard where platform = $1")
            .bind(platform)
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read until when everything was heard")?;
        row.map(|row| Ok(instant(row.try_get(0)?))).transpose()
    }

    /// Notes until when everything was told; an earlier instant than the one noted changes nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_heard(&mut self, platform: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
        sqlx::query(
            "insert into heard (platform, heard_at) values ($1, $2) on conflict (platform) \
             do update set heard_at = excluded.heard_at where excluded.heard_at > heard.heard_at",
        )
        .bind(platform)
        .bind(millis(at))
        .execute(&mut *self.inner)
        .await
        .context("cannot note until when everything was heard")?;
        Ok(())
    }

    /// The questions of a community that may have been answered since an instant, newest first: those that were open
    /// at some moment since, and the latest in any case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn asked_lately(
        &mut self,
        community: &CommunityId,
        since: DateTime<Utc>,
        at_least: i64,
    ) -> anyhow::Result<Vec<Asked>> {
        let rows = sqlx::query(concat!(
            "select ",
            asked_columns!(),
            " from asked where community = $1 and published_at is not null and (closed_at is null or closed_at >= $2 \
             or ordinal in (select ordinal from asked where community = $1 and published_at is not null \
             order by ordinal desc limit $3)) order by ordinal desc"
        ))
        .bind(community.as_str())
        .bind(millis(since))
        .bind(at_least)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the questions asked lately")?;
        rows.iter().map(asked).collect()
    }

    /// The thread of a question, by its number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn thread_of(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
    ) -> anyhow::Result<Option<ThreadId>> {
        let row = sqlx::query("select thread from asked where community = $1 and ordinal = $2")
            .bind(community.as_str())
            .bind(ordinal.0)
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read the question's thread")?;
        Ok(row.map(|row| row.try_get::<Option<String>, _>(0)).transpose()?.flatten().map(ThreadId))
    }

    /// Whether a message is known, counted or withdrawn.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_noted(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        message: &MessageId,
    ) -> anyhow::Result<bool> {
        let query = "select 1 from answer where community = $1 and ordinal = $2 and message = $3";
        let row = sqlx::query(query)
            .bind(community.as_str())
            .bind(ordinal.0)
            .bind(message.as_str())
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot look for the message")?;
        Ok(row.is_some())
    }

    /// The answers noted for a question and not withdrawn, but for private ones, which stand in no thread: which
    /// message, and by whom.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn noted_answers(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
    ) -> anyhow::Result<Vec<(MessageId, MemberId)>> {
        let query = "select message, member from answer where community = $1 and ordinal = $2 and withdrawn = 0 \
                     and message not like 'form:%'";
        let rows = sqlx::query(query)
            .bind(community.as_str())
            .bind(ordinal.0)
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the question's answers")?;
        rows.iter()
            .map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get::<String, _>(1)?.into())))
            .collect()
    }
}
