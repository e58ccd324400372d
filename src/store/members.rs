//! Members: what they chose, and forgetting them.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{CommunityId, MemberId};

/// What a member chose, and when they were last seen to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Member {
    /// Not shown on boards.
    pub hidden: bool,
}

impl Tx {
    /// Touches a member's row, and so holds it until the transaction ends: what is then read of them stays true.
    ///
    /// Whoever acts is there, so a member who had left is back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_member(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into member (community, member, checked_at, touched_at) values ($1, $2, $3, $3) \
             on conflict (community, member) do update set touched_at = excluded.touched_at, gone = 0, \
             checked_at = excluded.checked_at",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot hold the member")?;
        Ok(())
    }

    /// Holds a member's row until the transaction ends, and leaves it as it is; `false` when there is none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_known_member(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query("update member set member = member where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .execute(&mut *self.inner)
            .await
            .context("cannot hold the member")?;
        Ok(done.rows_affected() == 1)
    }

    /// What a member chose.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn member(&mut self, community: &CommunityId, member: &MemberId) -> anyhow::Result<Member> {
        let row = sqlx::query("select hidden from member where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read the member")?;
        Ok(Member { hidden: row.map(|row| row.try_get::<i64, _>(0)).transpose()? == Some(1) })
    }

    /// Hides a member from boards, or shows them again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_hidden(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        hidden: bool,
    ) -> anyhow::Result<()> {
        sqlx::query("update member set hidden = $3 where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .bind(i64::from(hidden))
            .execute(&mut *self.inner)
            .await
            .context("cannot save the member's choice")?;
        Ok(())
    }

    /// Notes whether a member is still in the community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_gone(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        gone: bool,
    ) -> anyhow::Result<()> {
        sqlx::query("update member set gone = $3 where community = $1 and member = $2")
            .bind(community.as_str())
            .bind(member.as_str())
            .bind(i64::from(gone))
            .execute(&mut *self.inner)
            .await
            .context("cannot note that the member left")?;
        Ok(())
    }

    /// Notes that a member is being looked for now; `false` when that happened since `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_checked(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        (before, now): (DateTime<Utc>, DateTime<Utc>),
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "update member set checked_at = $4 where community = $1 and member = $2 and checked_at < $3",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(millis(before))
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot note that the member is looked for")?;
        Ok(done.rows_affected() == 1)
    }

    /// Whether a member was not looked for since `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_unchecked(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
        before: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let row =
            sqlx::query("select 1 from member where community = $1 and member = $2 and checked_at < $3")
                .bind(community.as_str())
                .bind(member.as_str())
                .bind(millis(before))
                .fetch_optional(&mut *self.inner)
                .await
                .context("cannot read when the member was looked for")?;
        Ok(row.is_some())
    }

    /// Deletes everything about a member of a community. The messages' ids stay, without an author, so that the
    /// platform's repeats cannot bring the answers back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_member(&mut self, community: &CommunityId, member: &MemberId) -> anyhow::Result<()> {
        let statements = [
            // First the row that an answer being saved holds: what is read after it is all there is.
            "delete from member where community = $1 and member = $2",
            "update answer set member = '', answered_at = 0, withdrawn = 1 where community = $1 and member = $2",
            "delete from streak where community = $1 and member = $2",
            "delete from milestone where community = $1 and member = $2",
            "delete from review where community = $1 and member = $2",
            "delete from private_answer where community = $1 and member = $2",
            "delete from score where community = $1 and member = $2",
            "delete from hint_opened where community = $1 and member = $2",
            "delete from outbox where community = $1 and about = $2",
            "delete from suggestion where community = $1 and member = $2",
            // The question stays; whose idea it was does not.
            "update own_question set author = null where community = $1 and author = $2",
            "update community set organiser = null where community = $1 and organiser = $2",
        ];
        for statement in statements {
            sqlx::query(statement)
                .bind(community.as_str())
                .bind(member.as_str())
                .execute(&mut *self.inner)
                .await
                .context("cannot forget the member")?;
        }
        Ok(())
    }

    /// The communities in which a member is known: who only ran `/setup` is known too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn communities_with(&mut self, member: &MemberId) -> anyhow::Result<Vec<CommunityId>> {
        let rows = sqlx::query(
            "select community from member where member = $1 \
             union select community from community where organiser = $1",
        )
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the member's communities")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }
}
