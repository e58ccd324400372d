//! Which question comes next in a community, and what its post says: the preview and the post are made here alike.

mod coming;
mod propose;
mod reveal;
mod shelf;

use chrono::{DateTime, Duration, Utc};

use crate::domain::{
    Bank, CommunityId, Course, Day, Decided, Language, Ordinal, Pack, Pick, Premise, Question, QuestionId,
    Schedule,
};
use crate::store::{Community, Tx};
use crate::view::QuestionPost;

pub(crate) use coming::{due_today, next_days};
pub use propose::Proposal;
pub(crate) use propose::{Flaw, change_own, proposed, quiet, switch_on_own, take_in};
pub(crate) use reveal::{move_reveal, reveal_due, reveal_post};
pub(crate) use shelf::{Found, askable, everything, find, find_all, in_bank_all, in_whole_bank, own, packs};

/// From so few questions left on, organisers are told.
pub(crate) const FEW: usize = 7;

/// How long after its time a question counts as late.
const LATE_AFTER: Duration = Duration::minutes(15);

/// The next question of a community, ready to be asked.
#[derive(Clone, Debug)]
pub(crate) struct Next<'a> {
    /// The question.
    pub(crate) found: Found<'a>,
    /// Its number.
    pub(crate) ordinal: Ordinal,
    /// How often the packs have been gone through.
    pub(crate) round: i64,
    /// Questions left in the round after this one.
    pub(crate) left: usize,
    /// What is posted.
    pub(crate) post: QuestionPost,
}

/// What comes in a community, and the number that the next question gets.
pub(crate) async fn course(
    tx: &mut Tx,
    bank: &Bank,
    community: &Community,
) -> anyhow::Result<(Course, Ordinal)> {
    let (ordinal, asked) = tx.asked_in_round(&community.id, community.round).await?;
    let decided = Decided::of(tx.decisions(&community.id, community.round).await?);
    let available = askable(tx, bank, community).await?;
    let Community { order, seed, round, .. } = *community;
    Ok((Course { order, seed, available, decided, round, asked }, ordinal))
}

/// Composes the question of `day`: the first of the community's course; `None` when the packs that are on have none.
/// `late` is decided by the caller.
pub(crate) async fn next_question<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    (community, schedule): (&Community, Schedule),
    day: Day,
) -> anyhow::Result<Option<Next<'a>>> {
    let (mut course, ordinal) = course(tx, bank, community).await?;
    while let Some(picked) = course.upcoming().next() {
        let id = picked.question.clone();
        if let Some(next) = compose(tx, bank, (community, schedule), day, (picked, ordinal)).await? {
            return Ok(Some(next));
        }
        // It cannot be read, so the others come.
        course.available.retain(|available| *available != id);
    }
    Ok(None)
}

/// Composes a question as it would be asked on `day`.
pub(crate) async fn compose<'a>(
    tx: &mut Tx,
    bank: &'a Bank,
    (community, schedule): (&Community, Schedule),
    day: Day,
    (picked, ordinal): (Pick, Ordinal),
) -> anyhow::Result<Option<Next<'a>>> {
    let Some(found) = find(tx, bank, &community.id, &picked.question).await? else { return Ok(None) };
    let before = tx.latest_asked(&community.id, 1).await?.pop();
    let answered_before = match &before {
        Some(before) => Some(tx.count_answered(&community.id, before.ordinal).await?),
        None => None,
    };
    let closes_at = schedule.instant(day).and_then(|at| schedule.next(at, Some(day))).map(|(_, at)| at);
    let post = QuestionPost {
        community: community.id.clone(),
        day: day.0,
        ordinal: ordinal.0,
        round: picked.round,
        answered_before,
        thread_before: before.and_then(|before| before.open_thread()),
        closes_at,
        late: false,
        ..said_by(&found, (&community.id, community.language))
    };
    Ok(Some(Next { found, ordinal, round: picked.round, left: picked.left, post }))
}

/// Records the scheduled days before today that passed without a question: from here on they are dealt with, and a
/// change of the schedule does not reach them.
pub(crate) async fn settle_past(
    tx: &mut Tx,
    (community, schedule): (&mut Community, Schedule),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let Some(last) = community.last_day else { return Ok(()) };
    for day in schedule.missed(now, last) {
        tx.insert_missed(&community.id, day, now).await?;
        tracing::warn!(community.id = %community.id, %day, "A day passed without a question");
    }
    community.last_day = Some(last.max(schedule.day_of(now).previous()));
    Ok(())
}

/// The post of a question of the bank, before anything is known of a community.
pub(crate) fn in_bank_as(
    bank: &Bank,
    id: &QuestionId,
    said_to: (&CommunityId, Language),
) -> Option<QuestionPost> {
    shelf::in_bank(bank, id).map(|found| said_by(&found, said_to))
}

/// What the question itself says; the rest is the community's.
fn said_by(
    Found { pack, question, credit }: &Found<'_>,
    (community, language): (&CommunityId, Language),
) -> QuestionPost {
    let labels = labels(pack, question);
    let question = question.told_in(language);
    QuestionPost {
        community: community.clone(),
        day: question.facts_as_of,
        ordinal: 0,
        round: 1,
        title: question.title.clone(),
        scenario: question.scenario.clone(),
        pack: pack.title.clone(),
        week: pack.week,
        topic: question.topic.clone(),
        minutes: question.minutes,
        note: match &question.premise {
            Premise::Retired(note) => Some(note.clone()),
            Premise::Current | Premise::Dated(_) => None,
        },
        answered_before: None,
        thread_before: None,
        closes_at: None,
        late: false,
        labels,
        language,
        credit: credit.clone(),
    }
}

/// What a question may be filed under: first what it is about, then where it belongs, then how hard it is.
fn labels(pack: &Pack, question: &Question) -> Vec<String> {
    let level: [&str; 2] = match question.difficulty {
        0..=2 => ["beginner", "easy"],
        3 => ["intermediate", "medium"],
        4.. => ["advanced", "hard"],
    };
    let mut labels = vec![question.topic.clone()];
    labels.extend(question.tags.iter().cloned());
    labels.extend(question.topic.split('-').map(str::to_owned));
    labels.extend(pack.week.map(|week| format!("week {week}")));
    labels.push(pack.title.clone());
    labels.extend(level.map(str::to_owned));
    labels
}

/// Whether a question due at `due_at` by itself comes noticeably late at `now`.
pub(crate) fn is_late(schedule: Schedule, day: Day, due_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    schedule.instant(day).is_some_and(|time| due_at <= time && now > time + LATE_AFTER)
}
