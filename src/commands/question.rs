//! `/question`: finds a question that was asked here. A question to come is never found, nor an answer before its time.

use chrono::{DateTime, Utc};

use super::{Actor, Choice, fit, words_of};
use crate::domain::{Bank, Question, QuestionId};
use crate::store::Tx;
use crate::view::{AnswerView, Notice, QuestionView, View};

/// How many other matches are named.
const OTHERS: usize = 5;

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    query: &str,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let asked = tx.questions_asked(&actor.community).await?;
    if asked.is_empty() {
        return Ok(View::Notice(Notice::NothingAsked(None)));
    }
    let mut found = search(bank, &asked, query).into_iter();
    let Some(question) = found.next() else {
        let gone = gone(tx, bank, &asked, (query, actor)).await?;
        return Ok(View::Notice(gone.unwrap_or_else(|| Notice::NoQuestionFound(query.to_owned()))));
    };
    let Some(last) = tx.last_asked(&actor.community, &question.id).await? else {
        return Ok(View::Notice(Notice::NoQuestionFound(query.to_owned())));
    };
    Ok(View::Question(Box::new(QuestionView {
        community: actor.community.clone(),
        question: question.id.clone(),
        title: question.title.clone(),
        scenario: question.scenario.clone(),
        day: last.day,
        thread: last.open_thread(),
        reworded: last.revision != question.revision,
        answer: last.is_out().then(|| AnswerView::of(question, now.date_naive())),
        revealed: last.reveal_message,
        others: found.take(OTHERS).map(|other| (other.id.clone(), other.title.clone())).collect(),
    })))
}

/// A question that matches by what the ledger knows, when it was asked here and has left the bank since.
async fn gone(
    tx: &mut Tx,
    bank: &Bank,
    asked: &[QuestionId],
    (query, actor): (&str, &Actor),
) -> anyhow::Result<Option<Notice>> {
    let words = words_of(query);
    for id in asked.iter().rev().filter(|id| bank.question(id).is_none()) {
        let Some(last) = tx.last_asked(&actor.community, id).await? else { continue };
        if id.as_str() == query || fit(&format!("{id} {}", last.title), &words) > 0 {
            let thread = last.open_thread();
            return Ok(Some(Notice::QuestionGone { title: last.title, day: last.day, thread }));
        }
    }
    Ok(None)
}

pub(super) fn suggest(bank: &Bank, asked: &[QuestionId], typed: &str, limit: usize) -> Vec<Choice> {
    let found = search(bank, asked, typed);
    found.into_iter().take(limit).map(|question| Choice::new(&question.title, question.id.as_str())).collect()
}

/// The questions of `asked` that match, best first; all of them, newest first, when nothing was typed.
fn search<'a>(bank: &'a Bank, asked: &[QuestionId], query: &str) -> Vec<&'a Question> {
    let words = words_of(query);
    let mut found: Vec<(usize, &Question)> = asked
        .iter()
        .rev()
        .filter_map(|id| bank.question(id))
        .map(|(_, question)| (score(question, query, &words), question))
        .filter(|(score, _)| *score > 0)
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, question)| question).collect()
}

fn score(question: &Question, query: &str, words: &[String]) -> usize {
    if question.id.as_str() == query {
        return usize::MAX;
    }
    let labels = format!("{} {} {}", question.id, question.topic, question.tags.join(" "));
    let anywhere = format!("{} {labels} {}", question.title, question.scenario);
    fit(&question.title, words) * 4 + fit(&labels, words) * 2 + fit(&anywhere, words)
}
