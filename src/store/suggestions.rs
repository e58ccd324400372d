//! What members proposed, until it was decided and its author told.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, instant, millis};
use crate::domain::{CommunityId, MemberId};

/// A question that a member proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id, never given again.
    pub id: String,
    /// Who proposed it.
    pub member: MemberId,
    /// How far it is.
    pub state: SuggestionState,
    /// The question, in the format of the questions' files; empty once nobody needs it.
    pub text: String,
    /// What its author is told with a decision.
    pub note: String,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// How far a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionState {
    /// Nobody decided yet.
    Waiting,
    /// It is among the community's own questions.
    Approved,
    /// It is not.
    Declined,
}

const STATES: [(SuggestionState, &str); 3] = [
    (SuggestionState::Waiting, "waiting"),
    (SuggestionState::Approved, "approved"),
    (SuggestionState::Declined, "declined"),
];

fn name(state: SuggestionState) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).map_or("waiting", |(_, name)| name)
}

fn suggestion(row: &AnyRow) -> anyhow::Result<Suggestion> {
    let state: String = row.try_get("state")?;
    Ok(Suggestion {
        id: row.try_get("suggestion")?,
        member: row.try_get::<String, _>("member")?.into(),
        state: STATES
            .iter()
            .find(|(_, name)| *name == state)
            .map(|(state, _)| *state)
            .context("cannot read how far a suggestion is")?,
        text: row.try_get("body")?,
        note: row.try_get("note")?,
        at: instant(row.try_get("suggested_at")?),
    })
}

impl Tx {
    /// A suggestion.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn suggestion(
        &mut self,
        community: &CommunityId,
        id: &str,
    ) -> anyhow::Result<Option<Suggestion>> {
        let row = sqlx::query(
            "select suggestion, member, state, body, note, suggested_at from suggestion \
             where community = $1 and suggestion = $2",
        )
        .bind(community.as_str())
        .bind(id)
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the suggestion")?;
        row.as_ref().map(suggestion).transpose()
    }

    /// Every suggestion of a community that is still known, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn suggestions(&mut self, community: &CommunityId) -> anyhow::Result<Vec<Suggestion>> {
        let rows = sqlx::query(
            "select suggestion, member, state, body, note, suggested_at from suggestion \
             where community = $1 order by suggested_at, suggestion",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the suggestions")?;
        rows.iter().map(suggestion).collect()
    }

    /// Saves a suggestion, or how far it is now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_suggestion(
        &mut self,
        community: &CommunityId,
        suggestion: &Suggestion,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "insert into suggestion (community, suggestion, member, state, body, note, suggested_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (community, suggestion) do update \
             set state = excluded.state, body = excluded.body, note = excluded.note",
        )
        .bind(community.as_str())
        .bind(&suggestion.id)
        .bind(suggestion.member.as_str())
        .bind(name(suggestion.state))
        .bind(&suggestion.text)
        .bind(&suggestion.note)
        .bind(millis(suggestion.at))
        .execute(&mut *self.inner)
        .await
        .context("cannot save the suggestion")?;
        Ok(())
    }

    /// The author of a decided suggestion was told: its words go.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_told(&mut self, community: &CommunityId, id: &str) -> anyhow::Result<()> {
        sqlx::query(
            "update suggestion set body = '', note = '' \
             where community = $1 and suggestion = $2 and state <> 'waiting'",
        )
        .bind(community.as_str())
        .bind(id)
        .execute(&mut *self.inner)
        .await
        .context("cannot note that the author was told")?;
        Ok(())
    }

    /// Deletes what was decided and told of suggestions from before then.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn clear_suggestions(
        &mut self,
        community: &CommunityId,
        before: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        sqlx::query("delete from suggestion where community = $1 and body = '' and suggested_at < $2")
            .bind(community.as_str())
            .bind(millis(before))
            .execute(&mut *self.inner)
            .await
            .context("cannot clear the suggestions")?;
        Ok(())
    }
}
