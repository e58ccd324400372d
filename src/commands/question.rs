//! `/question`: finds a question that was asked here. A question to come is never found, nor an answer before its time.

use chrono::{DateTime, Utc};

use super::{Actor, Choice, fit, words_of};
use crate::compose::{Found, find_all};
use crate::domain::{Bank, Language, Question, QuestionId};
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
    let found = find_all(tx, bank, &actor.community, &asked).await?;
    let mut matching = search(&found, query).into_iter();
    let Some(Found { question, credit, .. }) = matching.next() else {
        let gone: Vec<&QuestionId> =
            asked.iter().filter(|id| found.iter().all(|found| found.question.id != **id)).collect();
        let gone = self::gone(tx, &gone, (query, actor)).await?;
        return Ok(View::Notice(gone.unwrap_or_else(|| Notice::NoQuestionFound(query.to_owned()))));
    };
    let Some(last) = tx.last_asked(&actor.community, &question.id).await? else {
        return Ok(View::Notice(Notice::NoQuestionFound(query.to_owned())));
    };
    let (language, told) = (actor.language, question.told_in(actor.language));
    let titled = |other: &Question| (other.id.clone(), other.told_in(language).title.clone());
    let others = matching.take(OTHERS).map(|other| titled(&other.question));
    Ok(View::Question(Box::new(QuestionView {
        community: actor.community.clone(),
        question: question.id.clone(),
        title: told.title.clone(),
        scenario: told.scenario.clone(),
        day: last.day,
        thread: last.open_thread(),
        reworded: last.revision != question.revision,
        credit: credit.clone(),
        answer: last.is_out().then(|| AnswerView::of(told, bank, now.date_naive())),
        revealed: last.reveal_message,
        others: others.collect(),
    })))
}

/// A question that matches by what the ledger knows, of those that were asked here and are nowhere any more.
async fn gone(
    tx: &mut Tx,
    gone: &[&QuestionId],
    (query, actor): (&str, &Actor),
) -> anyhow::Result<Option<Notice>> {
    let words = words_of(query);
    for id in gone.iter().rev() {
        let Some(last) = tx.last_asked(&actor.community, id).await? else { continue };
        if id.as_str() == query || fit(&format!("{id} {}", last.title), &words) > 0 {
            let thread = last.open_thread();
            return Ok(Some(Notice::QuestionGone { title: last.title, day: last.day, thread }));
        }
    }
    Ok(None)
}

pub(super) fn suggest(asked: &[Found<'_>], (typed, language): (&str, Language), limit: usize) -> Vec<Choice> {
    let found = search(asked, typed).into_iter().take(limit).map(|found| &found.question);
    found.map(|question| Choice::new(&question.told_in(language).title, question.id.as_str())).collect()
}

/// The questions of `asked` that match, best first; all of them, newest first, when nothing was typed.
fn search<'a, 'b>(asked: &'b [Found<'a>], query: &str) -> Vec<&'b Found<'a>> {
    let words = words_of(query);
    let mut found: Vec<(usize, &Found<'_>)> = asked
        .iter()
        .rev()
        .map(|found| (score(&found.question, query, &words), found))
        .filter(|(score, _)| *score > 0)
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, found)| found).collect()
}

/// How well a question fits what is looked for: 0 when it does not.
pub(super) fn score(question: &Question, query: &str, words: &[String]) -> usize {
    if question.id.as_str() == query {
        return usize::MAX;
    }
    let labels = format!("{} {} {}", question.id, question.topic, question.tags.join(" "));
    // Whoever met it in one language may look for it in the other.
    let told = || question.translations.iter().map(|(_, told)| told).chain([question]);
    let titles: String = told().map(|told| format!("{} ", told.title)).collect();
    let scenarios: String = told().map(|told| format!("{} ", told.scenario)).collect();
    let anywhere = format!("{titles} {labels} {scenarios}");
    fit(&titles, words) * 4 + fit(&labels, words) * 2 + fit(&anywhere, words)
}
