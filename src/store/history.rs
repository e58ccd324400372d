//! Which questions reached a community, and when last: what is looked up and listed.

use anyhow::Context;
use sqlx::Row;

use super::Tx;
use crate::domain::{CommunityId, Day, QuestionId};

impl Tx {
    /// The questions that reached the community, each once, by when they were first asked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn questions_asked(&mut self, community: &CommunityId) -> anyhow::Result<Vec<QuestionId>> {
        let rows = sqlx::query(
            "select question from asked where community = $1 and published_at is not null \
             group by question order by min(ordinal)",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read which questions were asked")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }

    /// The questions that reached the community, each with the last day on which it did.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_days(&mut self, community: &CommunityId) -> anyhow::Result<Vec<(QuestionId, Day)>> {
        let rows = sqlx::query(
            "select question, max(day) from asked where community = $1 and published_at is not null group by question",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read when questions were last asked")?;
        rows.iter()
            .map(|row| {
                let day = Day::parse(&row.try_get::<String, _>(1)?).context("cannot read a stored day")?;
                Ok((row.try_get::<String, _>(0)?.into(), day))
            })
            .collect()
    }
}
