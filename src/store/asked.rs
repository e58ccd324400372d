//! The ledger: one row for each community and day that was asked, and the days that were missed.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, instant, millis};
use crate::domain::{ChannelId, CommunityId, Day, MessageId, Ordinal, QuestionId, ThreadId};

/// The columns that [`asked`] reads.
macro_rules! asked_columns {
    () => {
        "community, day, ordinal, question, revision, title, round, channel, channel_kind, message, thread, \
         thread_opened_at, published_at, crossposted_at, pinned_at, closed_at, revealed_at, reveal_message"
    };
}
pub(super) use asked_columns;

/// A question asked, with what is known of its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where.
    pub community: CommunityId,
    /// On which day.
    pub day: Day,
    /// Its number.
    pub ordinal: Ordinal,
    /// Its id in the bank.
    pub question: QuestionId,
    /// Its revision when it was asked.
    pub revision: i64,
    /// Its title when it was asked.
    pub title: String,
    /// How often the packs had been gone through.
    pub round: i64,
    /// In which channel.
    pub channel: ChannelId,
    /// As what it was posted there, by the word for the channel's kind.
    pub channel_kind: String,
    /// Its message; `None` until a receipt.
    pub message: Option<MessageId>,
    /// Its thread, known with the message, before there is one to look at: see [`Asked::open_thread`].
    pub thread: Option<ThreadId>,
    /// When the bot opened the thread, or found it open.
    pub thread_opened_at: Option<DateTime<Utc>>,
    /// When the message stood in the channel.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was published to those who follow the channel.
    pub crossposted_at: Option<DateTime<Utc>>,
    /// When the bot pinned it; `None` when it is not pinned by the bot.
    pub pinned_at: Option<DateTime<Utc>>,
    /// When the next question stood in the channel.
    pub closed_at: Option<DateTime<Utc>>,
    /// When its answer stood in the thread.
    pub revealed_at: Option<DateTime<Utc>>,
    /// The message that shows it.
    pub reveal_message: Option<MessageId>,
}

impl Asked {
    /// The thread, once people can be led there.
    pub fn open_thread(&self) -> Option<ThreadId> {
        self.thread.clone().filter(|_| self.thread_opened_at.is_some())
    }

    /// Whether what a strong answer covers is no secret any more.
    pub fn is_out(&self) -> bool {
        self.revealed_at.is_some() || self.closed_at.is_some()
    }
}

pub(super) fn asked(row: &AnyRow) -> anyhow::Result<Asked> {
    Ok(Asked {
        community: row.try_get::<String, _>("community")?.into(),
        day: Day::parse(&row.try_get::<String, _>("day")?).context("cannot read a stored day")?,
        ordinal: Ordinal(row.try_get("ordinal")?),
        question: row.try_get::<String, _>("question")?.into(),
        revision: row.try_get("revision")?,
        title: row.try_get("title")?,
        round: row.try_get("round")?,
        channel: row.try_get::<String, _>("channel")?.into(),
        channel_kind: row.try_get("channel_kind")?,
        message: row.try_get::<Option<String>, _>("message")?.map(MessageId),
        thread: row.try_get::<Option<String>, _>("thread")?.map(ThreadId),
        thread_opened_at: row.try_get::<Option<i64>, _>("thread_opened_at")?.map(instant),
        published_at: row.try_get::<Option<i64>, _>("published_at")?.map(instant),
        crossposted_at: row.try_get::<Option<i64>, _>("crossposted_at")?.map(instant),
        pinned_at: row.try_get::<Option<i64>, _>("pinned_at")?.map(instant),
        closed_at: row.try_get::<Option<i64>, _>("closed_at")?.map(instant),
        revealed_at: row.try_get::<Option<i64>, _>("revealed_at")?.map(instant),
        reveal_message: row.try_get::<Option<String>, _>("reveal_message")?.map(MessageId),
    })
}

impl Tx {
    /// The question of a community's day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn asked_on(&mut self, community: &CommunityId, day: Day) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!(
            "select ",
            asked_columns!(),
            " from asked where community = $1 and day = $2"
        ))
        .bind(community.as_str())
        .bind(day.to_string())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the day's question")?;
        row.as_ref().map(asked).transpose()
    }

    /// The question that a thread belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn asked_in(&mut self, thread: &ThreadId) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!("select ", asked_columns!(), " from asked where thread = $1"))
            .bind(thread.as_str())
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read the thread's question")?;
        row.as_ref().map(asked).transpose()
    }

    /// The question that a thread belongs to, held until the transaction ends: it cannot close meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_asked_in(&mut self, thread: &ThreadId) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!(
            "update asked set thread = thread where thread = $1 returning ",
            asked_columns!()
        ))
        .bind(thread.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot hold the thread's question")?;
        row.as_ref().map(asked).transpose()
    }

    /// The latest questions that reached the community, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn latest_asked(&mut self, community: &CommunityId, limit: i64) -> anyhow::Result<Vec<Asked>> {
        let rows = sqlx::query(concat!(
            "select ",
            asked_columns!(),
            " from asked where community = $1 and published_at is not null \
             order by ordinal desc limit $2"
        ))
        .bind(community.as_str())
        .bind(limit)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the latest questions")?;
        rows.iter().map(asked).collect()
    }

    /// The last time a question was asked in a community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_asked(
        &mut self,
        community: &CommunityId,
        id: &QuestionId,
    ) -> anyhow::Result<Option<Asked>> {
        let row = sqlx::query(concat!(
            "select ",
            asked_columns!(),
            " from asked where community = $1 and question = $2 and published_at is not null \
             order by ordinal desc limit 1"
        ))
        .bind(community.as_str())
        .bind(id.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read when the question was asked")?;
        row.as_ref().map(asked).transpose()
    }

    /// Every question that reached the community, by number, ascending.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn published(&mut self, community: &CommunityId) -> anyhow::Result<Vec<Ordinal>> {
        let rows = sqlx::query(
            "select ordinal from asked where community = $1 and published_at is not null order by ordinal",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the questions asked")?;
        rows.iter().map(|row| Ok(Ordinal(row.try_get(0)?))).collect()
    }

    /// How many questions reached the community since a day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn published_since(
        &mut self,
        community: &CommunityId,
        first: Option<Day>,
    ) -> anyhow::Result<i64> {
        let row = sqlx::query(
            "select count(*) from asked where community = $1 and day >= $2 and published_at is not null",
        )
        .bind(community.as_str())
        .bind(first.map_or_else(String::new, |day| day.to_string()))
        .fetch_one(&mut *self.inner)
        .await
        .context("cannot count the questions asked")?;
        Ok(row.try_get(0)?)
    }

    /// Notes that a day's message stands in the channel; `false` when that was known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_published(
        &mut self,
        (community, day): (&CommunityId, Day),
        (message, thread, channel_kind): (&MessageId, &ThreadId, &str),
        at: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "update asked set message = $3, thread = $4, published_at = $5, channel_kind = $6 \
             where community = $1 and day = $2 and published_at is null",
        )
        .bind(community.as_str())
        .bind(day.to_string())
        .bind(message.as_str())
        .bind(thread.as_str())
        .bind(millis(at))
        .bind(channel_kind)
        .execute(&mut *self.inner)
        .await
        .context("cannot note the post")?;
        Ok(done.rows_affected() == 1)
    }

    /// Closes every question before `ordinal` that is still open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close_before(
        &mut self,
        community: &CommunityId,
        ordinal: Ordinal,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "update asked set closed_at = $3 where community = $1 and ordinal < $2 and closed_at is null \
             and published_at is not null",
        )
        .bind(community.as_str())
        .bind(ordinal.0)
        .bind(millis(at))
        .execute(&mut *self.inner)
        .await
        .context("cannot close the question before")?;
        Ok(())
    }

    /// Notes that a day's thread was opened.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_thread_opened(
        &mut self,
        community: &CommunityId,
        day: Day,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query("update asked set thread_opened_at = $3 where community = $1 and day = $2")
            .bind(community.as_str())
            .bind(day.to_string())
            .bind(millis(at))
            .execute(&mut *self.inner)
            .await
            .context("cannot note the thread")?;
        Ok(())
    }

    /// Notes that a day's message was published to those who follow the channel.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_crossposted(
        &mut self,
        community: &CommunityId,
        message: &MessageId,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query("update asked set crossposted_at = $3 where community = $1 and message = $2")
            .bind(community.as_str())
            .bind(message.as_str())
            .bind(millis(at))
            .execute(&mut *self.inner)
            .await
            .context("cannot note the publishing")?;
        Ok(())
    }

    /// Notes that a day's message was pinned by us, or that its pin was taken away.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_pinned(
        &mut self,
        community: &CommunityId,
        message: &MessageId,
        at: Option<DateTime<Utc>>,
    ) -> anyhow::Result<()> {
        sqlx::query("update asked set pinned_at = $3 where community = $1 and message = $2")
            .bind(community.as_str())
            .bind(message.as_str())
            .bind(at.map(millis))
            .execute(&mut *self.inner)
            .await
            .context("cannot note the pin")?;
        Ok(())
    }

    /// The messages of a community that are pinned by us, each with its channel and that channel's kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pinned(
        &mut self,
        community: &CommunityId,
    ) -> anyhow::Result<Vec<(ChannelId, String, MessageId)>> {
        let rows = sqlx::query(
            "select channel, channel_kind, message from asked where community = $1 and pinned_at is not null \
             and message is not null",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the pins")?;
        rows.iter()
            .map(|row| {
                let (channel, message): (String, String) = (row.try_get(0)?, row.try_get(2)?);
                Ok((channel.into(), row.try_get(1)?, message.into()))
            })
            .collect()
    }
}
