//! Come-backs: what a member met again, and what of a community's questions they are computed from.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, instant, millis};
use crate::domain::{CommunityId, Day, MemberId, Ordinal, QuestionId, Score};

/// How a member says they did with a question: when it came back, or after its answer was out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Which question.
    pub question: QuestionId,
    /// Of which revision.
    pub revision: i64,
    /// How well.
    pub score: Score,
    /// When.
    pub at: DateTime<Utc>,
}

/// A question that reached the community, as far as come-backs are about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedOnce {
    /// Its number.
    pub ordinal: Ordinal,
    /// Its id in the bank.
    pub question: QuestionId,
    /// When the next question stood in the channel; `None` while it is open.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Every time that a question reached the community, in order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn every_asked(&mut self, community: &CommunityId) -> anyhow::Result<Vec<AskedOnce>> {
        let rows = sqlx::query(
            "select ordinal, question, closed_at from asked where community = $1 and published_at is not null \
             order by ordinal",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read every question asked")?;
        rows.iter()
            .map(|row| {
                Ok(AskedOnce {
                    ordinal: Ordinal(row.try_get(0)?),
                    question: row.try_get::<String, _>(1)?.into(),
                    closed_at: row.try_get::<Option<i64>, _>(2)?.map(instant),
                })
            })
            .collect()
    }

    /// What a member met again, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reviews(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<Vec<Review>> {
        let rows = sqlx::query(
            "select question, revision, score, reviewed_at from review where community = $1 and member = $2 \
             order by reviewed_at, due_day",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read what the member met again")?;
        rows.iter().map(review).collect()
    }

    /// What a member said after answers were out, of which questions asked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn scores(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<Vec<(Ordinal, Review)>> {
        let rows = sqlx::query(
            "select question, revision, score, scored_at, ordinal from score where community = $1 and member = $2 \
             order by ordinal",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read how the member did")?;
        rows.iter().map(|row| Ok((Ordinal(row.try_get(4)?), review(row)?))).collect()
    }

    /// Keeps how a member did with what came back on that day; `false` when that is known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_review(
        &mut self,
        (community, member): (&CommunityId, &MemberId),
        due: Day,
        review: &Review,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "insert into review (community, member, question, due_day, revision, score, reviewed_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(review.question.as_str())
        .bind(due.to_string())
        .bind(review.revision)
        .bind(review.score.points())
        .bind(millis(review.at))
        .execute(&mut *self.inner)
        .await
        .context("cannot save what the member met again")?;
        Ok(done.rows_affected() == 1)
    }
}

fn review(row: &AnyRow) -> anyhow::Result<Review> {
    Ok(Review {
        question: row.try_get::<String, _>(0)?.into(),
        revision: row.try_get(1)?,
        score: Score::new(row.try_get(2)?).context("cannot read a stored score")?,
        at: instant(row.try_get(3)?),
    })
}
