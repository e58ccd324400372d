//! A proposed question: from a form to the format of the questions' files and back, and into a community's own pack.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::{CommunityId, MemberId, Pack, Question, QuestionId};
use crate::questions::{self, Draft, MOST_QUESTIONS};
use crate::store::{OwnQuestion, Tx};

/// The id of every question that is only proposed: it gets its own when it is taken.
const PROPOSED: &str = "own-proposed";

/// The question that a suggestion's text is; `None` once its words are gone.
pub(crate) fn proposed(text: &str) -> Option<Question> {
    questions::own(&PROPOSED.into(), text).ok()
}

/// What was typed into the form for a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Its title.
    pub title: String,
    /// Its scenario.
    pub scenario: String,
    /// What a strong answer covers, a line each.
    pub points: String,
    /// Where it comes from.
    pub link: String,
    /// A nudge.
    pub hint: String,
}

/// Why a proposal is no question yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Too few points, too many, or one that is too long.
    Points,
    /// The link is no https address.
    Link,
    /// Anything else.
    Other,
}

impl Proposal {
    /// What the form shows of a question: what it has no room for is kept beside it.
    pub(crate) fn of(question: &Question) -> Self {
        let one_line = |text: &String| text.replace('\n', " ");
        Self {
            title: question.title.clone(),
            scenario: question.scenario.clone(),
            points: question.must.iter().map(one_line).collect::<Vec<_>>().join("\n"),
            link: question.links.first().map(|link| link.url.clone()).unwrap_or_default(),
            hint: question.hints.first().cloned().unwrap_or_default(),
        }
    }

    /// The question, as a change of `before` if there was one; with its text. It calls nobody.
    pub(crate) fn question(
        &self,
        before: Option<&Question>,
        today: NaiveDate,
    ) -> Result<(Question, String), Flaw> {
        let new = || Draft { id: PROPOSED.to_owned(), ..Draft::default() };
        let mut draft = before.map_or_else(new, Draft::from);
        draft.title = quiet(&self.title).replace(['\n', '\t'], " ");
        draft.scenario = quiet(&self.scenario);
        draft.must = self.points.lines().map(|line| quiet(point(line))).filter(|it| !it.is_empty()).collect();
        let most = 8 - draft.plus.len().min(7);
        if draft.must.is_empty()
            || draft.must.len() > most
            || draft.must.iter().any(|it| it.chars().count() > 240)
        {
            return Err(Flaw::Points);
        }
        draft.links.drain(..draft.links.len().min(1));
        if !self.link.is_empty() {
            let host = self.link.strip_prefix("https://").ok_or(Flaw::Link)?;
            let host = host.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
            draft.links.insert(0, [host, self.link.clone(), "background".to_owned()]);
        }
        draft.hints.drain(..draft.hints.len().min(1));
        if !self.hint.is_empty() {
            draft.hints.insert(0, quiet(&self.hint));
        }
        (draft.facts_as_of, draft.review_by) = (String::new(), String::new());
        let (mut question, text) = questions::settled(&draft.completed(today)).map_err(|faults| {
            let is_link = faults.faults.iter().any(|fault| fault.what.contains("https address"));
            if is_link { Flaw::Link } else { Flaw::Other }
        })?;
        if before.is_some_and(|before| !before.means_the_same(&question)) {
            question.revision += 1;
            let text = Draft::from(&question).text();
            return Ok((question, text));
        }
        Ok((question, text))
    }
}

/// A line of points without the mark that people put before one.
fn point(line: &str) -> &str {
    let line = line.trim();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = if rest.len() < line.len() { rest.strip_prefix(['.', ')']) } else { None };
    let marked = ["- ", "* ", "• ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
    marked.or(numbered).unwrap_or(line).trim()
}

/// Text that mentions nobody, and holds no characters that no text has.
pub(crate) fn quiet(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = text.replace("<@", "<\u{200b}@").replace("<#", "<\u{200b}#");
    text.replace("@everyone", "@\u{200b}everyone").replace("@here", "@\u{200b}here").trim().to_owned()
}

/// Adds a question to a community's own, under an id that is free; `false` when there is no room.
pub(crate) async fn take_in(
    tx: &mut Tx,
    community: &CommunityId,
    (mut question, author): (Question, MemberId),
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let own = tx.own_questions(community).await?;
    if own.len() >= MOST_QUESTIONS {
        return Ok(false);
    }
    let wished = questions::own_id(&question.title);
    let mut ids = std::iter::once(wished.clone()).chain((2..).map(|n| format!("{wished}-{n}")));
    question.revision = 1;
    if let Some(free) = ids.find(|id| own.iter().all(|own| own.id.as_str() != id)) {
        question.id = free.into();
    }
    save_own(tx, community, (&question, Some(author), None), now).await?;
    if own.is_empty() {
        switch_on_own(tx, community).await?;
    }
    Ok(true)
}

/// Changes one of a community's own questions; `false` when there is none.
pub(crate) async fn change_own(
    tx: &mut Tx,
    community: &CommunityId,
    (id, proposal, today): (&QuestionId, &Proposal, NaiveDate),
    now: DateTime<Utc>,
) -> anyhow::Result<Result<bool, Flaw>> {
    let Some(own) = tx.own_question(community, id).await? else { return Ok(Ok(false)) };
    let before = questions::own(id, &own.text)?;
    match proposal.question(Some(&before), today) {
        Ok((question, _)) => {
            save_own(tx, community, (&question, own.author, own.credit), now).await?;
            Ok(Ok(true))
        }
        Err(flaw) => Ok(Err(flaw)),
    }
}

/// Saves one of a community's own questions.
async fn save_own(
    tx: &mut Tx,
    community: &CommunityId,
    (question, author, credit): (&Question, Option<MemberId>, Option<String>),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let own = OwnQuestion {
        id: question.id.clone(),
        revision: question.revision,
        status: question.status,
        author,
        credit,
        text: Draft::from(question).text(),
        changed_at: now,
    };
    tx.put_own_question(community, &own, now).await
}

/// The first of its own questions switches their pack on; from then on that is the organisers' to say.
pub(crate) async fn switch_on_own(tx: &mut Tx, id: &CommunityId) -> anyhow::Result<()> {
    let Some(mut community) = tx.community(id).await? else { return Ok(()) };
    if !community.packs.iter().any(|pack| pack == Pack::OWN) {
        community.packs.push(Pack::OWN.to_owned());
    }
    tx.put_community(&community).await
}
