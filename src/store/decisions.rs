//! What organisers decided about single questions, an act a row. Who did it is not kept.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Tx, instant, millis};
use crate::domain::{CommunityId, Day, Decision, DecisionKind};

/// An act of an organiser, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// About a question.
    Decided(Decision),
    /// That a day's question is asked before its time.
    AskNow(Day),
}

const KINDS: [(DecisionKind, &str); 4] = [
    (DecisionKind::Skip, "skip"),
    (DecisionKind::Next, "next"),
    (DecisionKind::Retire, "retire"),
    (DecisionKind::Restore, "restore"),
];

/// A day whose question is asked before its time.
const NOW: &str = "now";

fn named(kind: DecisionKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("restore", |(_, name)| name)
}

fn act(kind: &str, subject: String, round: i64) -> anyhow::Result<Act> {
    if kind == NOW {
        return Ok(Act::AskNow(Day::parse(&subject).context("cannot read a stored day")?));
    }
    let kind = KINDS.iter().find(|(_, name)| *name == kind).context("cannot read a stored decision")?.0;
    Ok(Act::Decided(Decision { kind, question: subject.into(), round }))
}

impl Tx {
    /// Notes an act of an organiser of a community that is held; its number, by which it can be taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_act(
        &mut self,
        community: &CommunityId,
        act: &Act,
        now: DateTime<Utc>,
    ) -> anyhow::Result<i64> {
        let (kind, subject, round) = match act {
            Act::Decided(decided) => (named(decided.kind), decided.question.0.clone(), decided.round),
            Act::AskNow(day) => (NOW, day.to_string(), 0),
        };
        let row = sqlx::query(
            "insert into decision (community, number, kind, subject, round, decided_at) \
             select $1, cast(coalesce(max(number), 0) as bigint) + 1, $2, $3, $4, $5 from decision where community = $1 \
             returning number",
        )
        .bind(community.as_str())
        .bind(kind)
        .bind(subject)
        .bind(round)
        .bind(millis(now))
        .fetch_one(&mut *self.inner)
        .await
        .context("cannot note the decision")?;
        Ok(row.try_get(0)?)
    }

    /// Takes an act back; `false` when that was done before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn undo_act(
        &mut self,
        community: &CommunityId,
        number: i64,
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let done = sqlx::query(
            "update decision set undone_at = $3 where community = $1 and number = $2 and undone_at is null",
        )
        .bind(community.as_str())
        .bind(number)
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot take the decision back")?;
        Ok(done.rows_affected() == 1)
    }

    /// An act, when it was made, and whether it was taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn act(
        &mut self,
        community: &CommunityId,
        number: i64,
    ) -> anyhow::Result<Option<(Act, DateTime<Utc>, bool)>> {
        let row = sqlx::query(
            "select kind, subject, round, undone_at, decided_at from decision where community = $1 and number = $2",
        )
        .bind(community.as_str())
        .bind(number)
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the decision")?;
        let Some(row) = row else { return Ok(None) };
        let act = act(&row.try_get::<String, _>(0)?, row.try_get(1)?, row.try_get(2)?)?;
        Ok(Some((act, instant(row.try_get(4)?), row.try_get::<Option<i64>, _>(3)?.is_some())))
    }

    /// What was decided about questions and not taken back, in its order: for good, or for this round and later ones.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decisions(&mut self, community: &CommunityId, round: i64) -> anyhow::Result<Vec<Decision>> {
        let rows = sqlx::query(
            "select kind, subject, round from decision where community = $1 and undone_at is null \
             and (round >= $2 or kind in ('retire', 'restore')) and kind <> 'now' order by number",
        )
        .bind(community.as_str())
        .bind(round)
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the decisions")?;
        let mut decisions = Vec::with_capacity(rows.len());
        for row in &rows {
            if let Act::Decided(decision) =
                act(&row.try_get::<String, _>(0)?, row.try_get(1)?, row.try_get(2)?)?
            {
                decisions.push(decision);
            }
        }
        Ok(decisions)
    }

    /// Whether a day's question is to be asked before its time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_asked_early(&mut self, community: &CommunityId, day: Day) -> anyhow::Result<bool> {
        let row = sqlx::query(
            "select 1 from decision where community = $1 and kind = 'now' and subject = $2 and undone_at is null",
        )
        .bind(community.as_str())
        .bind(day.to_string())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read whether the day's question is asked early")?;
        Ok(row.is_some())
    }
}
