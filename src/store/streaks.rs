//! Streaks as saved, and the milestones that were congratulated.

use anyhow::Context;
use sqlx::Row;

use super::Tx;
use crate::domain::{CommunityId, MemberId, Ordinal, Streak};

/// A streak as saved, with the member's total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SavedStreak {
    /// The run.
    pub streak: Streak,
    /// Questions answered altogether, late ones too.
    pub total: i64,
}

impl Tx {
    /// A member's streak as saved.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn streak(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<SavedStreak> {
        let row = sqlx::query(
            "select run, longest, last_ordinal, total from streak where community = $1 and member = $2",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the streak")?;
        let Some(row) = row else { return Ok(SavedStreak::default()) };
        let last = row.try_get::<Option<i64>, _>(2)?.map(Ordinal);
        Ok(SavedStreak {
            streak: Streak { run: row.try_get(0)?, longest: row.try_get(1)?, last },
            total: row.try_get(3)?,
        })
    }

    /// Saves a member's streak.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_streak(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        saved: SavedStreak,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into streak (community, member, run, longest, last_ordinal, total) \
             values ($1, $2, $3, $4, $5, $6) on conflict (community, member) do update set run = excluded.run, \
             longest = excluded.longest, last_ordinal = excluded.last_ordinal, total = excluded.total",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(saved.streak.run)
        .bind(saved.streak.longest)
        .bind(saved.streak.last.map(|ordinal| ordinal.0))
        .bind(saved.total)
        .execute(&mut *self.inner)
        .await
        .context("cannot save the streak")?;
        Ok(())
    }

    /// Notes a milestone of a run; `false` when it was noted before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_milestone(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        (length, run_start): (i64, Ordinal),
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "insert into milestone (community, member, length, run_start) values ($1, $2, $3, $4) \
             on conflict do nothing",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(length)
        .bind(run_start.0)
        .execute(&mut *self.inner)
        .await
        .context("cannot note the milestone")?;
        Ok(done.rows_affected() == 1)
    }

    /// Every member with an answer or a saved streak, after `after` in order: for checking.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn members_after(
        &mut self,
        after: (&CommunityId, &MemberId),
        limit: i64,
    ) -> anyhow::Result<Vec<(CommunityId, MemberId)>> {
        let rows = sqlx::query(
            "select community, member from (select community, member from streak union \
             select community, member from answer where withdrawn = 0) as known \
             where community > $1 or (community = $1 and member > $2) order by community, member limit $3",
        )
        .bind(after.0.as_str())
        .bind(after.1.as_str())
        .bind(limit)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the members")?;
        rows.iter()
            .map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get::<String, _>(1)?.into())))
            .collect()
    }
}
