//! Everything that is known of a community's questions at one moment, read once for a page.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::when;
use crate::commands::setup;
use crate::compose::{Found, course, everything, next_days};
use crate::domain::{Bank, Course, Day, DecisionKind, Fate, Ordinal, Pick, Question, QuestionId};
use crate::store::{Community, CommunityState, Tx};
use crate::view::{
    BankToday, BankWhen, ComingQuestion, ComingView, FateState, FateView, PackChoice, SetupState,
};

/// How many questions to come are shown.
const SHOWN: usize = 7;
/// How far ahead a question's turn is looked for.
const HORIZON: usize = 150;

/// A community's questions at one moment.
pub(super) struct Shelf<'a> {
    /// Every question there is, whether its pack is on or not.
    pub(super) found: Vec<Found<'a>>,
    packs: Vec<PackChoice>,
    pub(super) community: Community,
    pub(super) course: Course,
    /// The number that the next question gets.
    pub(super) ordinal: Ordinal,
    /// The days of the questions to come, each with its time; without one it comes at once.
    pub(super) days: Vec<(Day, Option<DateTime<Utc>>)>,
    upcoming: Vec<Pick>,
    asked: BTreeMap<QuestionId, Day>,
}

impl<'a> Shelf<'a> {
    pub(super) async fn read(
        tx: &mut Tx,
        bank: &'a Bank,
        community: Community,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let found = everything(tx, bank, &community.id).await?;
        let (mut course, ordinal) = course(tx, bank, &community).await?;
        // What cannot be read is passed over in the morning too.
        course.available.retain(|id| found.iter().any(|found| found.question.id == *id));
        let packs = setup::packs(tx, bank, &community).await?;
        let days = match community.schedule() {
            Some(schedule) => next_days(tx, (&community, schedule), now).await?.take(HORIZON).collect(),
            None => Vec::new(),
        };
        let asked = tx.last_days(&community.id).await?.into_iter().collect();
        let upcoming = course.upcoming().take(HORIZON).collect();
        Ok(Self { found, packs, community, course, ordinal, days, upcoming, asked })
    }

    /// How many come before a question, and in which round it comes.
    pub(super) fn place(&self, id: &QuestionId) -> Option<(usize, i64)> {
        let ahead = self.upcoming.iter().position(|next| next.question == *id)?;
        Some((ahead, self.upcoming.get(ahead)?.round))
    }

    /// The round of the next question.
    pub(super) fn round(&self) -> i64 {
        self.upcoming.first().map_or(self.course.round, |next| next.round)
    }

    fn when(&self, ahead: usize) -> Option<BankWhen> {
        self.days.get(ahead).map(|(_, at)| when(*at))
    }

    /// What becomes of a question.
    pub(super) fn fate(&self, id: &QuestionId) -> FateView {
        let state = match self.course.fate(id) {
            Fate::Comes { .. } => FateState::Open,
            Fate::Asked => FateState::Asked,
            Fate::Skipped { .. } => FateState::Skipped,
            Fate::Retired => FateState::Retired,
            Fate::Off => FateState::Off,
        };
        let comes = self.place(id).map(|(ahead, _)| (ahead, self.when(ahead)));
        FateView { state, asked_on: self.asked.get(id).copied(), comes }
    }

    fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.found.iter().map(|found| &*found.question).find(|question| question.id == *id)
    }

    /// What a question is called in the channel.
    pub(super) fn title(&self, question: &Question) -> String {
        question.told_in(self.community.language).title.clone()
    }

    /// The next few questions, soonest first.
    pub(super) fn next(&self, count: usize) -> Vec<ComingQuestion> {
        let mut before = self.course.round;
        let mut next = Vec::new();
        for (ahead, pick) in self.upcoming.iter().take(count).enumerate() {
            let Some(question) = self.question(&pick.question) else { continue };
            let mut put_first = self.course.decided.put_first(pick.round);
            next.push(ComingQuestion {
                question: pick.question.clone(),
                title: self.title(question),
                topic: question.topic.clone(),
                when: self.when(ahead),
                round: pick.round,
                begins_round: pick.round != before,
                put_first: put_first.any(|id| *id == pick.question),
            });
            before = pick.round;
        }
        next
    }

    pub(super) fn coming(&self, today: BankToday) -> ComingView {
        ComingView {
            state: match self.community.state {
                CommunityState::New => SetupState::New,
                CommunityState::Running => SetupState::Running,
                CommunityState::Paused => SetupState::Paused,
                CommunityState::ChannelGone => SetupState::ChannelGone,
                CommunityState::Left => SetupState::Removed,
            },
            order: self.community.order,
            weekdays: self.community.weekdays,
            today,
            next: self.next(SHOWN),
            left: self.course.left(),
            aside: self.aside(),
            packs: self.packs.clone(),
        }
    }

    /// What is left out here: first for this round, then for good.
    fn aside(&self) -> Vec<(QuestionId, String, DecisionKind)> {
        let decided = &self.course.decided;
        let is_skipped = |id: &&QuestionId| !decided.is_retired(id) && decided.is_skipped(self.round(), id);
        let skipped = self.course.available.iter().filter(is_skipped).map(|id| (id, DecisionKind::Skip));
        let retired = decided.retired().map(|id| (id, DecisionKind::Retire));
        let known = |(id, kind)| Some((QuestionId::clone(id), self.title(self.question(id)?), kind));
        skipped.chain(retired).filter_map(known).collect()
    }
}
