//! What the process keeps in memory: which questions each community was asked, and their threads.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, millis};
use crate::domain::{CommunityId, QuestionId, ThreadId};

impl Tx {
    /// Every question that any community was asked, each pair once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_questions(&mut self) -> anyhow::Result<Vec<(CommunityId, QuestionId)>> {
        let rows = sqlx::query("select distinct community, question from asked order by community, question")
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the questions asked")?;
        rows.iter()
            .map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get::<String, _>(1)?.into())))
            .collect()
    }

    /// Every thread of every community, with the question each was about: what the process keeps in memory.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_threads(&mut self) -> anyhow::Result<Vec<(CommunityId, QuestionId, ThreadId)>> {
        let query = "select community, question, thread from asked where thread is not null order by ordinal";
        let rows = sqlx::query(query).fetch_all(&mut *self.inner).await.context("cannot read the threads")?;
        rows.iter().map(thread).collect()
    }

    /// The threads of what was posted since then; costs by what was posted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn threads_since(
        &mut self,
        since: DateTime<Utc>,
    ) -> anyhow::Result<Vec<(CommunityId, QuestionId, ThreadId)>> {
        let query = "select community, question, thread from asked \
                     where published_at >= $1 and thread is not null order by ordinal";
        let rows = sqlx::query(query)
            .bind(millis(since))
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the latest threads")?;
        rows.iter().map(thread).collect()
    }
}

fn thread(row: &AnyRow) -> anyhow::Result<(CommunityId, QuestionId, ThreadId)> {
    Ok((
        row.try_get::<String, _>(0)?.into(),
        row.try_get::<String, _>(1)?.into(),
        row.try_get::<String, _>(2)?.into(),
    ))
}
