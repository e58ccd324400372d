//! `/bank`: what comes next, every question with what becomes of it, and what organisers decide about single ones.
//!
//! Nothing is kept but in the database and in the ids of buttons, so a panel works after any restart; whoever presses
//! what is no longer true is told what is. Questions go by the titles they have in the channel.

use chrono::{DateTime, Utc};

use super::{Actor, Choice, question::score, setup, words_of};
use crate::compose::{Found, compose, find};
use crate::domain::{Bank, Decision, DecisionKind, Fate, Language, Pick, QuestionId, Schedule};
use crate::store::Tx;
use crate::view::{
    AnswerView, BankDone, BankPage, BankPress, BankSaid, BankView, BankWhen, CardView, Field, FieldView,
    Form, FormView, FoundView, Press, View,
};

mod act;
mod acts;
mod shelf;

pub use act::BankAct;
use shelf::Shelf;

/// How many finds are shown; a select takes no more options.
const FOUND: usize = 10;

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    act: BankAct,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    if act.writes() {
        tx.hold_community(&actor.community).await?;
        let about_one = matches!(act, BankAct::Decide(_));
        let said = acts::run(tx, bank, act, (actor, now)).await?;
        if !about_one {
            return coming(tx, bank, Some(said), (actor, now)).await;
        }
        let community = setup::load(tx, bank, actor).await?;
        let shelf = Shelf::read(tx, bank, community, now).await?;
        return Ok(page(Some(said), BankPage::Receipt(shelf.next(1).pop())));
    }
    match act {
        BankAct::AskSearch => Ok(search_form()),
        BankAct::Search(words) => search(tx, bank, &words, (actor, now)).await,
        BankAct::Card(id) => card(tx, bank, &id, (actor, now)).await,
        BankAct::Preview(id) => preview(tx, bank, &id, (actor, now)).await,
        BankAct::Answer(id) => answer(tx, bank, &id, (actor, now)).await,
        BankAct::Show | BankAct::Decide(_) | BankAct::Pack(..) | BankAct::AskNow | BankAct::Undo(_) => {
            coming(tx, bank, None, (actor, now)).await
        }
    }
}

/// The form for words to look for.
pub(super) fn search_form() -> View {
    let words = FieldView {
        field: Field::Search,
        value: String::new(),
        length: (0, 100),
        required: true,
        paragraph: false,
    };
    View::Form(Box::new(FormView {
        form: Form::BankSearch,
        submit: Press::Bank(BankPress::Search),
        fields: vec![words],
    }))
}

pub(super) fn suggest(known: &[Found<'_>], (typed, language): (&str, Language), limit: usize) -> Vec<Choice> {
    let found = matching(known, typed).into_iter().take(limit).map(|found| &found.question);
    found.map(|question| Choice::new(&question.told_in(language).title, question.id.as_str())).collect()
}

/// The questions that match, best first; all of them in their order when nothing was typed.
fn matching<'a, 'b>(known: &'b [Found<'a>], typed: &str) -> Vec<&'b Found<'a>> {
    let words = words_of(typed);
    let scored = known.iter().map(|found| (score(&found.question, typed, &words), found));
    let mut found: Vec<(usize, &Found<'_>)> = scored.filter(|(score, _)| *score > 0).collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, found)| found).collect()
}

fn page(said: Option<BankSaid>, page: BankPage) -> View {
    View::Bank(Box::new(BankView { said, page }))
}

fn unknown() -> BankSaid {
    BankSaid { what: BankDone::Unknown, undo: None }
}

async fn coming(
    tx: &mut Tx,
    bank: &Bank,
    said: Option<BankSaid>,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let community = setup::load(tx, bank, actor).await?;
    let shelf = Shelf::read(tx, bank, community, now).await?;
    let today = acts::today(tx, bank, &shelf.community, now).await?;
    Ok(page(said, BankPage::Coming(Box::new(shelf.coming(today)))))
}

async fn search(
    tx: &mut Tx,
    bank: &Bank,
    typed: &str,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    if find(tx, bank, &actor.community, &typed.into()).await?.is_some() {
        return card(tx, bank, &typed.into(), (actor, now)).await;
    }
    let community = setup::load(tx, bank, actor).await?;
    let shelf = Shelf::read(tx, bank, community, now).await?;
    let found = matching(&shelf.found, typed);
    let more = found.len().saturating_sub(FOUND);
    let found = found.into_iter().take(FOUND).map(|found| &found.question);
    let found = found.map(|one| (one.id.clone(), shelf.title(one), shelf.fate(&one.id))).collect();
    Ok(page(None, BankPage::Found(FoundView { query: typed.to_owned(), found, more })))
}

async fn card(
    tx: &mut Tx,
    bank: &Bank,
    id: &QuestionId,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let Some(Found { pack, question, .. }) = find(tx, bank, &actor.community, id).await? else {
        return coming(tx, bank, Some(unknown()), (actor, now)).await;
    };
    let community = setup::load(tx, bank, actor).await?;
    let shelf = Shelf::read(tx, bank, community, now).await?;
    let thread = tx.last_asked(&actor.community, id).await?.and_then(|asked| asked.open_thread());
    Ok(page(
        None,
        BankPage::Card(Box::new(CardView {
            question: id.clone(),
            title: shelf.title(&question),
            pack: pack.title.clone(),
            topic: question.topic.clone(),
            difficulty: question.difficulty,
            minutes: question.minutes,
            fate: shelf.fate(id),
            thread,
            may: may(&shelf, id),
        })),
    ))
}

/// What can be decided about a question as things stand, each with its button.
fn may(shelf: &Shelf<'_>, id: &QuestionId) -> Vec<(DecisionKind, Press)> {
    let round = match shelf.course.fate(id) {
        Fate::Comes { round, .. } | Fate::Skipped { round } => round,
        Fate::Asked => shelf.place(id).map_or(shelf.course.round, |(_, round)| round),
        Fate::Retired | Fate::Off => shelf.course.round,
    };
    [DecisionKind::Next, DecisionKind::Skip, DecisionKind::Retire, DecisionKind::Restore]
        .into_iter()
        .filter(|kind| {
            let wish = Decision { kind: *kind, question: id.clone(), round };
            shelf.course.objection(&wish).is_none()
        })
        .map(|kind| (kind, Press::Bank(BankPress::Decide(kind, round, id.clone()))))
        .collect()
}

/// A question as it will be posted when its turn comes, or as if it came next.
async fn preview(
    tx: &mut Tx,
    bank: &Bank,
    id: &QuestionId,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let community = setup::load(tx, bank, actor).await?;
    let shelf = Shelf::read(tx, bank, community, now).await?;
    let community = &shelf.community;
    let (ahead, round) = shelf.place(id).unwrap_or((0, shelf.round()));
    let schedule = community.schedule().unwrap_or(Schedule {
        zone: chrono_tz::UTC,
        time: community.time,
        weekdays: community.weekdays,
    });
    let day = shelf.days.get(ahead).map_or_else(|| schedule.day_of(now), |(day, _)| *day);
    let ordinal = crate::domain::Ordinal(shelf.ordinal.0 + i64::try_from(ahead).unwrap_or(0));
    let picked = Pick { question: id.clone(), round, left: 0 };
    let Some(next) = compose(tx, bank, (community, schedule), day, (picked, ordinal)).await? else {
        return Ok(page(Some(unknown()), BankPage::Found(nothing())));
    };
    let mut post = next.post;
    if ahead > 0 {
        // Who answers until then is not known, nor where.
        (post.answered_before, post.thread_before) = (None, None);
    }
    Ok(View::Preview(Box::new(post)))
}

async fn answer(
    tx: &mut Tx,
    bank: &Bank,
    id: &QuestionId,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    match find(tx, bank, &actor.community, id).await? {
        Some(Found { question, .. }) => {
            let question = question.told_in(actor.language);
            let answer = AnswerView::of(question, bank, now.date_naive());
            Ok(page(None, BankPage::Answer(Box::new((question.title.clone(), answer)))))
        }
        None => coming(tx, bank, Some(unknown()), (actor, now)).await,
    }
}

fn nothing() -> FoundView {
    FoundView { query: String::new(), found: Vec::new(), more: 0 }
}

/// When a question of the list comes.
fn when(at: Option<DateTime<Utc>>) -> BankWhen {
    at.map_or(BankWhen::Now, BankWhen::At)
}
