//! *See how this bot does it*: the question as the bot itself answers it. It gives the answer away, so it waits for it.

use super::Actor;
use crate::compose::find;
use crate::domain::{Bank, Day, Practice, Question, QuestionId};
use crate::store::Tx;
use crate::view::{Notice, PracticeView, View};

pub(super) async fn run(tx: &mut Tx, bank: &Bank, day: Day, actor: &Actor) -> anyhow::Result<View> {
    let Some(asked) = tx.asked_on(&actor.community, day).await? else {
        return Ok(View::Notice(Notice::NoSuchQuestion));
    };
    // An old message tells nothing of a question that was asked once more and is open again.
    let last = tx.last_asked(&actor.community, &asked.question).await?;
    if !last.is_some_and(|last| last.is_out()) {
        return Ok(View::Notice(Notice::AnswerToCome));
    }
    let Some(found) = find(tx, bank, &actor.community, &asked.question).await? else {
        let thread = asked.open_thread();
        return Ok(View::Notice(Notice::QuestionGone { title: asked.title, day, thread }));
    };
    let told = found.question.told_in(actor.language);
    Ok(match &told.practice {
        Some(practice) => View::Practice(Box::new(view(told, practice))),
        None => View::Notice(Notice::NoPractice),
    })
}

fn view(question: &Question, practice: &Practice) -> PracticeView {
    let mut places: Vec<String> = question.shows.iter().map(|place| place.path.clone()).collect();
    places.dedup();
    let page = page(env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"), &question.id);
    PracticeView {
        title: question.title.clone(),
        does: practice.does.clone(),
        why: practice.why.clone(),
        leaves_out: practice.leaves_out.clone(),
        places,
        page,
    }
}

/// Where all of it can be read as of this version; nowhere while the repository has no public address.
fn page(repository: &str, version: &str, question: &QuestionId) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/practice.md#{question}"))
}

#[cfg(test)]
mod tests;
