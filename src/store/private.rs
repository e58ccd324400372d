//! Private answers: what was written in a form, as long as it is kept, and whether a message shares it.
//!
//! That they count is told by rows of `answer`, whose messages begin with [`MARK`] and are none of the platform's.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::asked::{asked, asked_columns};
use super::{Asked, Tx, instant, millis};
use crate::domain::{CommunityId, Day, MemberId, MessageId, Ordinal};

/// What the message of a private answer begins with; the statements here and in `heard.rs` spell it out.
const MARK: &str = "form:";

/// A private answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateAnswer {
    /// Whose.
    pub member: MemberId,
    /// The row of `answer` by which it counts.
    pub message: MessageId,
    /// What was written; empty once it is no longer kept.
    pub wording: String,
    /// When it was written or last changed.
    pub edited_at: DateTime<Utc>,
    /// Until when the wording is kept.
    pub kept_until: Option<DateTime<Utc>>,
    /// Whether its author wants it shared; `None` for what the community does.
    pub shares: Option<bool>,
    /// When it was called for that a message shares it.
    pub shared_at: Option<DateTime<Utc>>,
    /// The message that shares it.
    pub shared_message: Option<MessageId>,
}

impl PrivateAnswer {
    /// The message under which an answer counts that was sent under this id: it names nobody.
    pub fn message(sending: &str) -> MessageId {
        MessageId(format!("{MARK}{sending}"))
    }
}

fn read(row: &AnyRow) -> anyhow::Result<PrivateAnswer> {
    Ok(PrivateAnswer {
        member: row.try_get::<String, _>("member")?.into(),
        message: row.try_get::<String, _>("message")?.into(),
        wording: row.try_get("wording")?,
        edited_at: instant(row.try_get("edited_at")?),
        kept_until: row.try_get::<Option<i64>, _>("kept_until")?.map(instant),
        shares: row.try_get::<Option<i64>, _>("shares")?.map(|shares| shares == 1),
        shared_at: row.try_get::<Option<i64>, _>("shared_at")?.map(instant),
        shared_message: row.try_get::<Option<String>, _>("shared_message")?.map(MessageId),
    })
}

impl Tx {
    /// The question of a community's day, held until the transaction ends: it cannot close meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_asked_on(
        &mut self,
        community: &CommunityId,
        day: Day,
    ) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!(
            "update asked set thread = thread where community = $1 and day = $2 returning ",
            asked_columns!()
        ))
        .bind(community.as_str())
        .bind(day.to_string())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot hold the day's question")?;
        row.as_ref().map(asked).transpose()
    }

    /// A member's private answer to a question.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn private_answer(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<Option<PrivateAnswer>> {
        let row = sqlx::query(
            "select member, message, wording, edited_at, kept_until, shares, shared_at, shared_message \
             from private_answer where community = $1 and ordinal = $2 and member = $3",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(member.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the private answer")?;
        row.as_ref().map(read).transpose()
    }

    /// Every private answer to a question, in the order in which they were written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn private_answers(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
    ) -> anyhow::Result<Vec<PrivateAnswer>> {
        let rows = sqlx::query(
            "select member, message, wording, edited_at, kept_until, shares, shared_at, shared_message \
             from private_answer where community = $1 and ordinal = $2 order by edited_at, member",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the private answers")?;
        rows.iter().map(read).collect()
    }

    /// A member's private answers that a message shares, or shall, with their days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn shared_answers(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<Vec<(Day, PrivateAnswer)>> {
        let rows = sqlx::query(
            "select asked.day, private_answer.member, private_answer.message, wording, edited_at, kept_until, shares, \
             shared_at, shared_message from private_answer join asked on asked.community = private_answer.community \
             and asked.ordinal = private_answer.ordinal where private_answer.community = $1 \
             and private_answer.member = $2 and shared_at is not null order by asked.ordinal",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read what the member shared")?;
        rows.iter()
            .map(|row| {
                let day = Day::parse(&row.try_get::<String, _>(0)?).context("cannot read a stored day")?;
                Ok((day, read(row)?))
            })
            .collect()
    }

    /// Saves a private answer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_private_answer(
        &mut self,
        (community, ordinal): (&CommunityId, Ordinal),
        answer: &PrivateAnswer,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into private_answer (community, ordinal, member, message, wording, edited_at, kept_until, \
             shares, shared_at, shared_message) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             on conflict (community, ordinal, member) do update set message = excluded.message, \
             wording = excluded.wording, edited_at = excluded.edited_at, kept_until = excluded.kept_until, \
             shares = excluded.shares, shared_at = excluded.shared_at, shared_message = excluded.shared_message",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(answer.member.as_str())
        .bind(answer.message.as_str())
        .bind(&answer.wording)
        .bind(millis(answer.edited_at))
        .bind(answer.kept_until.map(millis))
        .bind(answer.shares.map(i64::from))
        .bind(answer.shared_at.map(millis))
        .bind(answer.shared_message.as_ref().map(|message| message.0.clone()))
        .execute(&mut *self.inner)
        .await
        .context("cannot save the private answer")?;
        Ok(())
    }

    /// Deletes a member's private answer to a question; that it counted is told elsewhere.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_private_answer(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<()> {
        sqlx::query("delete from private_answer where community = $1 and ordinal = $2 and member = $3")
            .bind(community.as_str())
            .bind(ordinal.0)
            .bind(member.as_str())
            .execute(&mut *self.inner)
            .await
            .context("cannot delete the private answer")?;
        Ok(())
    }

    /// The messages under which a member's private answers to a question count.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn private_messages(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<Vec<MessageId>> {
        let rows = sqlx::query(
            "select message from answer where community = $1 and ordinal = $2 and member = $3 and withdrawn = 0 \
             and message like 'form:%'",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(member.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read how the private answer counts")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }

    /// How many private answers of a member are held with their wording.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_wordings(
        &mut self,
        community: &CommunityId,
        member: &MemberId,
    ) -> anyhow::Result<i64> {
        let row = sqlx::query(
            "select count(*) from private_answer where community = $1 and member = $2 and kept_until is not null",
        )
        .bind(community.as_str())
        .bind(member.as_str())
        .fetch_one(&mut *self.inner)
        .await
        .context("cannot count the private answers")?;
        Ok(row.try_get(0)?)
    }

    /// The private answers whose wording is kept too long, the longest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn wordings_over(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> anyhow::Result<Vec<(CommunityId, Ordinal, MemberId)>> {
        let rows = sqlx::query(
            "select community, ordinal, member from private_answer where kept_until <= $1 \
             order by kept_until limit $2",
        )
        .bind(millis(now))
        .bind(limit)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot look for what is kept too long")?;
        rows.iter()
            .map(|row| {
                let community = row.try_get::<String, _>(0)?.into();
                Ok((community, Ordinal(row.try_get(1)?), row.try_get::<String, _>(2)?.into()))
            })
            .collect()
    }

    /// Deletes a private answer's wording. What a message shares keeps its row, so that it can be taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_wording(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        member: &MemberId,
    ) -> anyhow::Result<()> {
        let statements = [
            "delete from private_answer where community = $1 and ordinal = $2 and member = $3 and shared_at is null",
            "update private_answer set wording = '', kept_until = null \
             where community = $1 and ordinal = $2 and member = $3",
        ];
        for statement in statements {
            sqlx::query(statement)
                .bind(community.as_str())
                .bind(ordinal.0)
                .bind(member.as_str())
                .execute(&mut *self.inner)
                .await
                .context("cannot delete what is kept too long")?;
        }
        Ok(())
    }
}
