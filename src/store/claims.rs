//! Claims: the row that decides who asks a community's question of the day, and the number it gets.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, millis};
use crate::domain::{ChannelId, CommunityId, Day, Ordinal, QuestionId};

/// A question about to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedNew<'a> {
    /// Where.
    pub community: &'a CommunityId,
    /// On which day.
    pub day: Day,
    /// Its number.
    pub ordinal: Ordinal,
    /// Its id in the bank.
    pub question: &'a QuestionId,
    /// Its revision in the bank.
    pub revision: i64,
    /// Its title.
    pub title: &'a str,
    /// How often the packs have been gone through.
    pub round: i64,
    /// In which channel.
    pub channel: &'a ChannelId,
}

impl Tx {
    /// Claims a community's day: `false` when it was claimed before, by whomever.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_day(&mut self, new: &AskedNew<'_>, now: DateTime<Utc>) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        )
        .bind(new.community.as_str())
        .bind(new.day.to_string())
        .bind(new.ordinal.0)
        .bind(new.question.as_str())
        .bind(new.revision)
        .bind(new.title)
        .bind(new.round)
        .bind(millis(now))
        .bind(new.channel.as_str())
        .execute(&mut *self.inner)
        .await
        .context("cannot claim the day")?;
        Ok(done.rows_affected() == 1)
    }

    /// The last day claimed, whether or not its question reached the community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_claimed(&mut self, community: &CommunityId) -> anyhow::Result<Option<Day>> {
        let row = sqlx::query("select max(day) from asked where community = $1")
            .bind(community.as_str())
            .fetch_one(&mut *self.inner)
            .await
            .context("cannot read the last day claimed")?;
        row.try_get::<Option<String>, _>(0)?
            .map(|day| Day::parse(&day).context("cannot read a stored day"))
            .transpose()
    }

    /// The number of the next question, and the ids asked in a round.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn asked_in_round(
        &mut self,
        community: &CommunityId,
        round: i64,
    ) -> anyhow::Result<(Ordinal, Vec<QuestionId>)> {
        let highest =
            sqlx::query("select cast(coalesce(max(ordinal), 0) as bigint) from asked where community = $1")
                .bind(community.as_str())
                .fetch_one(&mut *self.inner)
                .await
                .context("cannot read the last number")?;
        let rows =
            sqlx::query("select question from asked where community = $1 and round = $2 order by ordinal")
                .bind(community.as_str())
                .bind(round)
                .fetch_all(&mut *self.inner)
                .await
                .context("cannot read the questions of the round")?;
        let ids: Result<_, sqlx::Error> =
            rows.iter().map(|row| row.try_get::<String, _>(0).map(QuestionId)).collect();
        Ok((Ordinal(highest.try_get::<i64, _>(0)? + 1), ids?))
    }

    /// Takes back a claim whose message never reached the community, so that the day counts as missed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unclaim_day(&mut self, community: &CommunityId, day: Day) -> anyhow::Result<bool> {
        let done =
            sqlx::query("delete from asked where community = $1 and day = $2 and published_at is null")
                .bind(community.as_str())
                .bind(day.to_string())
                .execute(&mut *self.inner)
                .await
                .context("cannot take the claim back")?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes back every claim of a community whose message never reached it; their days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unclaim_unposted(&mut self, community: &CommunityId) -> anyhow::Result<Vec<Day>> {
        let rows =
            sqlx::query("delete from asked where community = $1 and published_at is null returning day")
                .bind(community.as_str())
                .fetch_all(&mut *self.inner)
                .await
                .context("cannot take the claims back")?;
        rows.iter()
            .map(|row| Day::parse(&row.try_get::<String, _>(0)?).context("cannot read a stored day"))
            .collect()
    }
}
