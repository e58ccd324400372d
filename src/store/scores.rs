//! How well members say they did.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{CommunityId, MemberId, Ordinal, QuestionId, Score};

/// What a member says of how they did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored<'a> {
    /// Where.
    pub community: &'a CommunityId,
    /// On which question asked.
    pub ordinal: Ordinal,
    /// Who.
    pub member: &'a MemberId,
    /// Its id in the bank.
    pub question: &'a QuestionId,
    /// The revision that they were shown.
    pub revision: i64,
    /// How well.
    pub score: Score,
}

impl Tx {
    /// Keeps a score, in place of any that the member gave that question before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_score(&mut self, scored: &Scored<'_>, now: DateTime<Utc>) -> anyhow::Result<()> {
        sqlx::query(
            "insert into score (community, ordinal, member, question, revision, score, scored_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (community, member, ordinal) do update set \
             question = excluded.question, revision = excluded.revision, score = excluded.score, \
             scored_at = excluded.scored_at",
        )
        .bind(scored.community.as_str())
        .bind(scored.ordinal.0)
        .bind(scored.member.as_str())
        .bind(scored.question.as_str())
        .bind(scored.revision)
        .bind(scored.score.points())
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot save the score")?;
        Ok(())
    }

    /// What a member says of how they did on a question.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn score(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        ordinal: Ordinal,
    ) -> anyhow::Result<Option<Score>> {
        let row =
            sqlx::query("select score from score where community = $1 and member = $2 and ordinal = $3")
                .bind(community.as_str())
                .bind(member.as_str())
                .bind(ordinal.0)
                .fetch_optional(&mut *self.inner)
                .await
                .context("cannot read the score")?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.and_then(Score::new))
    }

    /// How many scores of a member are kept in a community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_scores(&mut self, community: &CommunityId, member: &MemberId) -> anyhow::Result<i64> {
        let row = sqlx::query("select count(*) from score where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .fetch_one(&mut *self.inner)
            .await
            .context("cannot count the member's scores")?;
        Ok(row.try_get(0)?)
    }
}
