//! Answers: who answered which question, when, by which message. Never what was said.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{CommunityId, Day, MemberId, MessageId, Ordinal, Standing};

/// A member's message in a question's thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Where.
    pub community: &'a CommunityId,
    /// To which question.
    pub ordinal: Ordinal,
    /// Which message.
    pub message: &'a MessageId,
    /// By whom.
    pub member: &'a MemberId,
    /// When, told from the message's id.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Keeps an answer; `false` when that message is known, counted or withdrawn.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_answer(&mut self, answer: &Answer<'_>) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "insert into answer (community, ordinal, message, member, answered_at) values ($1, $2, $3, $4, $5) \
             on conflict do nothing",
        )
        .bind(answer.community.as_str())
        .bind(answer.ordinal.0)
        .bind(answer.message.as_str())
        .bind(answer.member.as_str())
        .bind(millis(answer.at))
        .execute(&mut *self.inner)
        .await
        .context("cannot save the answer")?;
        Ok(done.rows_affected() == 1)
    }

    /// Withdraws the answer that a deleted message was; its author, or `None` when no answer is known for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn withdraw_answer(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        message: &MessageId,
    ) -> anyhow::Result<Option<MemberId>> {
        let row = sqlx::query(
            "insert into answer (community, ordinal, message, member, answered_at, withdrawn) \
             values ($1, $2, $3, '', 0, 1) on conflict (community, ordinal, message) do update set withdrawn = 1 \
             returning member",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(message.as_str())
        .fetch_one(&mut *self.inner)
        .await
        .context("cannot withdraw the answer")?;
        Ok(Some(row.try_get::<String, _>(0)?).filter(|member| !member.is_empty()).map(MemberId))
    }

    /// The questions a member answered, with whether it was in time, ascending.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn answered(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<Vec<(Ordinal, bool)>> {
        let rows = sqlx::query(
            "select answer.ordinal, max(case when asked.closed_at is null or answer.answered_at < asked.closed_at \
             then 1 else 0 end) from answer join asked on asked.community = answer.community \
             and asked.ordinal = answer.ordinal where answer.community = $1 and answer.member = $2 \
             and answer.withdrawn = 0 group by answer.ordinal order by answer.ordinal",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the member's answers")?;
        rows.iter().map(|row| Ok((Ordinal(row.try_get(0)?), row.try_get::<i64, _>(1)? == 1))).collect()
    }

    /// Whether a member has an answer to a question.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_answered(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<bool> {
        let row = sqlx::query(
            "select 1 from answer where community = $1 and member = $2 and ordinal = $3 and withdrawn = 0 limit 1",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .bind(ordinal.0)
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read whether the member answered")?;
        Ok(row.is_some())
    }

    /// How many members answered a question.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_answered(&mut self, community: &CommunityId, ordinal: Ordinal) -> anyhow::Result<i64> {
        let row = sqlx::query(
            "select count(distinct member) from answer where community = $1 and ordinal = $2 and withdrawn = 0",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .fetch_one(&mut *self.inner)
        .await
        .context("cannot count the answers")?;
        Ok(row.try_get(0)?)
    }

    /// Members who answered a question at or after an instant.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn answered_since(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        at: DateTime<Utc>,
    ) -> anyhow::Result<Vec<MemberId>> {
        let rows = sqlx::query(
            "select distinct member from answer where community = $1 and ordinal = $2 and answered_at >= $3 \
             and withdrawn = 0",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(millis(at))
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the late answers")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }

    /// How many questions of the days since `first` each member answered, without those who left; hidden members
    /// are left out, but for `reader`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn standings(
        &mut self,
        community: &CommunityId,
        first: Option<Day>,
        reader: &MemberId,
    ) -> anyhow::Result<Vec<Standing>> {
        let rows = sqlx::query(
            "select answer.member, count(distinct answer.ordinal) from asked join answer \
             on answer.community = asked.community and answer.ordinal = asked.ordinal \
             left join member on member.community = answer.community and member.member = answer.member \
             where asked.community = $1 and asked.day >= $2 and answer.withdrawn = 0 \
             and coalesce(member.gone, 0) = 0 and (coalesce(member.hidden, 0) = 0 or answer.member = $3) \
             group by answer.member",
        )
        .bind(community.as_str())
        .bind(first.map_or_else(String::new, |day| day.to_string()))
        .bind(reader.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the board")?;
        rows.iter()
            .map(|row| {
                Ok(Standing { member: row.try_get::<String, _>(0)?.into(), answered: row.try_get(1)? })
            })
            .collect()
    }

    /// How many answers of a member are noted in a community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_answers(&mut self, community: &CommunityId, member: &MemberId) -> anyhow::Result<i64> {
        let row =
            sqlx::query("select count(*) from answer where community = $1 and member = $2 and withdrawn = 0")
                .bind(community.as_str())
                .bind(member.as_str())
                .fetch_one(&mut *self.inner)
                .await
                .context("cannot count the member's answers")?;
        Ok(row.try_get(0)?)
    }
}
