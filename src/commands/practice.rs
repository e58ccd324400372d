//! *See how this bot does it*: the question as the bot itself answers it. It gives the answer away, so it waits for it.

use super::Actor;
use crate::compose::find;
use crate::domain::{Bank, Day};
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
    let told = PracticeView::of(found.question.told_in(actor.language));
    Ok(told.map_or(View::Notice(Notice::NoPractice), |told| View::Practice(Box::new(told))))
}
