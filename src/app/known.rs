//! What is kept in memory so that most events and all suggestions never touch the database.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Duration, Utc};

use crate::domain::{CommunityId, Language, MemberId, QuestionId, ThreadId};

/// The threads of every question, which questions each community was asked, and in which language it is spoken to.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    // A standard lock: it is held for a look-up and never across an await.
    inner: Arc<RwLock<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    threads: HashSet<ThreadId>,
    asked: HashMap<CommunityId, Vec<QuestionId>>,
    languages: HashMap<CommunityId, Language>,
    caught_up: Option<DateTime<Utc>>,
    /// Members who stood on a board since the last tick.
    shown: HashMap<CommunityId, BTreeSet<MemberId>>,
}

/// A post is dated by its message, which stood there a while before it was noted.
const NOTED_WITHIN: Duration = Duration::hours(1);

/// A question that reached its community.
pub(super) type Row = (CommunityId, QuestionId, ThreadId);

impl From<Vec<Row>> for Known {
    fn from(rows: Vec<Row>) -> Self {
        let known = Self::default();
        rows.into_iter().for_each(|row| known.add(row));
        known
    }
}

impl Known {
    /// Adds a question that reached its community.
    pub(super) fn add(&self, (community, question, thread): Row) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        inner.threads.insert(thread);
        let asked = inner.asked.entry(community).or_default();
        if !asked.contains(&question) {
            asked.push(question);
        }
    }

    /// Since when another process of ours may have posted what is not known here.
    pub(super) fn caught_up(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.caught_up.unwrap_or(now) - NOTED_WITHIN
    }

    /// Adds what was posted until now.
    pub(super) fn catch_up(&self, rows: Vec<Row>, now: DateTime<Utc>) {
        rows.into_iter().for_each(|row| self.add(row));
        self.inner.write().unwrap_or_else(PoisonError::into_inner).caught_up = Some(now);
    }

    /// Whether a thread is one of ours.
    pub(super) fn knows(&self, thread: &ThreadId) -> bool {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).threads.contains(thread)
    }

    /// The questions that a community was asked, oldest first.
    pub(super) fn asked_in(&self, community: &CommunityId) -> Vec<QuestionId> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.asked.get(community).cloned().unwrap_or_default()
    }

    /// In which language a community is spoken to, once it was set up.
    pub(super) fn language(&self, community: &CommunityId) -> Option<Language> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.languages.get(community).copied()
    }

    /// Notes in which language a community is spoken to.
    pub(super) fn speak(&self, community: CommunityId, language: Language) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        inner.languages.insert(community, language);
    }

    /// Notes who stood on a board.
    pub(super) fn show<'a>(&self, community: &CommunityId, members: impl Iterator<Item = &'a MemberId>) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        inner.shown.entry(community.clone()).or_default().extend(members.cloned());
    }

    /// Takes who stood on a board since this was last asked.
    pub(super) fn take_shown(&self) -> HashMap<CommunityId, BTreeSet<MemberId>> {
        std::mem::take(&mut self.inner.write().unwrap_or_else(PoisonError::into_inner).shown)
    }
}
