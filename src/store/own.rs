//! A community's own questions: each is a text in the format of the questions' files, which is not read here.

use anyhow::Context;
use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, instant, millis};
use crate::domain::{CommunityId, MemberId, QuestionId, QuestionStatus};

/// One of a community's own questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnQuestion {
    /// Its id, which begins with [`QuestionId::OWN`].
    pub id: QuestionId,
    /// As its text says.
    pub revision: i64,
    /// As its text says.
    pub status: QuestionStatus,
    /// The member who proposed it here.
    pub author: Option<MemberId>,
    /// Whom to thank for it, by a name that came with it.
    pub credit: Option<String>,
    /// The question, in the format of the questions' files.
    pub text: String,
    /// When it was saved last; what is saved gets the time of saving.
    pub changed_at: DateTime<Utc>,
}

const STATUSES: [(QuestionStatus, &str); 3] = [
    (QuestionStatus::Draft, "draft"),
    (QuestionStatus::Ready, "ready"),
    (QuestionStatus::Retired, "retired"),
];

fn own_question(row: &AnyRow) -> anyhow::Result<OwnQuestion> {
    let status: String = row.try_get("status")?;
    Ok(OwnQuestion {
        id: row.try_get::<String, _>("question")?.into(),
        revision: row.try_get("revision")?,
        status: STATUSES
            .iter()
            .find(|(_, name)| *name == status)
            .map(|(status, _)| *status)
            .context("cannot read the stored status")?,
        author: row.try_get::<Option<String>, _>("author")?.map(MemberId),
        credit: row.try_get("credit")?,
        text: row.try_get("body")?,
        changed_at: instant(row.try_get("changed_at")?),
    })
}

impl Tx {
    /// One of a community's own questions.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_question(
        &mut self,
        community: &CommunityId,
        id: &QuestionId,
    ) -> anyhow::Result<Option<OwnQuestion>> {
        let row = sqlx::query(
            "select question, revision, status, author, credit, body, changed_at from own_question \
             where community = $1 and question = $2",
        )
        .bind(community.as_str())
        .bind(id.as_str())
        .fetch_optional(&mut *self.inner)
        .await
        .context("cannot read the community's own question")?;
        row.as_ref().map(own_question).transpose()
    }

    /// All of a community's own questions, in the order in which they came.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_questions(&mut self, community: &CommunityId) -> anyhow::Result<Vec<OwnQuestion>> {
        let rows = sqlx::query(
            "select question, revision, status, author, credit, body, changed_at from own_question \
             where community = $1 order by added_at, question",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read the community's own questions")?;
        rows.iter().map(own_question).collect()
    }

    /// Which of a community's own questions may be asked, in the order in which they came.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own_ready(&mut self, community: &CommunityId) -> anyhow::Result<Vec<QuestionId>> {
        let rows = sqlx::query(
            "select question from own_question where community = $1 and status = 'ready' \
             order by added_at, question",
        )
        .bind(community.as_str())
        .fetch_all(&mut *self.inner)
        .await
        .context("cannot read which of the community's own questions may be asked")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }

    /// How many questions of its own a community has, of every status.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_own(&mut self, community: &CommunityId) -> anyhow::Result<i64> {
        let row = sqlx::query("select count(*) from own_question where community = $1")
            .bind(community.as_str())
            .fetch_one(&mut *self.inner)
            .await
            .context("cannot count the community's own questions")?;
        Ok(row.try_get(0)?)
    }

    /// Saves one of a community's own questions; one that is there keeps its place in the order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_own_question(
        &mut self,
        community: &CommunityId,
        question: &OwnQuestion,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let status =
            STATUSES.iter().find(|(status, _)| *status == question.status).map_or("draft", |(_, name)| name);
        sqlx::query(
            "insert into own_question (community, question, revision, status, author, credit, body, added_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $8) \
             on conflict (community, question) do update set revision = excluded.revision, \
             status = excluded.status, author = excluded.author, credit = excluded.credit, \
             body = excluded.body, changed_at = excluded.changed_at",
        )
        .bind(community.as_str())
        .bind(question.id.as_str())
        .bind(question.revision)
        .bind(status)
        .bind(question.author.as_ref().map(|id| id.0.clone()))
        .bind(question.credit.clone())
        .bind(&question.text)
        .bind(millis(now))
        .execute(&mut *self.inner)
        .await
        .context("cannot save the community's own question")?;
        Ok(())
    }
}
