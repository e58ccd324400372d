//! Which hints of an open question a member opened. Kept no longer than they keep the next one from opening too soon.

use anyhow::Context;
use sqlx::Row;

use super::Tx;
use crate::domain::{CommunityId, MemberId, Ordinal};

impl Tx {
    /// How many hints of a question a member opened.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hints_opened(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<i64> {
        let row = sqlx::query(
            "select opened from hint_opened where community = $1 and ordinal = $2 and member = $3",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(member.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the hints opened")?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
    }

    /// Of how many questions hints opened by a member are noted in a community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_hints(&mut self, community: &CommunityId, member: &MemberId) -> anyhow::Result<i64> {
        let row = sqlx::query("select count(*) from hint_opened where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .fetch_one(&mut *self.inner)
            .await
            .context("cannot count the member's hints")?;
        Ok(row.try_get(0)?)
    }

    /// Notes how many hints of a question a member opened.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_hints_opened(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
        opened: i64,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into hint_opened (community, ordinal, member, opened) values ($1, $2, $3, $4) \
             on conflict (community, ordinal, member) do update set opened = excluded.opened",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(member.as_str())
        .bind(opened)
        .execute(&mut *self.inner)
        .await
        .context("cannot note the hint")?;
        Ok(())
    }

    /// Deletes which hints were opened of the questions up to this one: their answers are out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_hints(&mut self, community: &CommunityId, up_to: Ordinal) -> anyhow::Result<()> {
        sqlx::query("delete from hint_opened where community = $1 and ordinal <= $2")
            .bind(community.as_str())
            .bind(up_to.0)
            .execute(&mut *self.inner)
            .await
            .context("cannot delete which hints were opened")?;
        Ok(())
    }
}
