//! A question that was asked, and what a strong answer to it covers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Credit, as_text};
use crate::domain::{Bank, CommunityId, Day, Language, MessageId, Premise, Question, QuestionId, ThreadId};

/// One question that was asked, and its answer once that is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionView {
    /// Where it was asked.
    pub community: CommunityId,
    /// Its id in the bank.
    pub question: QuestionId,
    /// Its title.
    pub title: String,
    /// Its scenario.
    pub scenario: String,
    /// The last day it was asked here.
    pub day: Day,
    /// Where it was discussed.
    pub thread: Option<ThreadId>,
    /// Whether its meaning changed since it was asked here.
    pub reworded: bool,
    /// Whom to thank for it.
    pub credit: Option<Credit>,
    /// The message there that shows the answer.
    pub revealed: Option<MessageId>,
    /// What a strong answer covers; `None` until that is out.
    pub answer: Option<AnswerView>,
    /// Other questions that match, by id and title.
    pub others: Vec<(QuestionId, String)>,
}

/// What a strong answer covers, as it is posted in the question's thread. Stored in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealPost {
    /// Where.
    #[serde(with = "as_text")]
    pub community: CommunityId,
    /// The question's day; with the community it names the reveal for ever.
    pub day: NaiveDate,
    /// The question's title when it was asked.
    pub title: String,
    /// In which language its group is spoken to.
    #[serde(with = "as_text", default)]
    pub language: Language,
    /// `None` when the question has left the bank.
    #[serde(default)]
    pub answer: Option<AnswerView>,
}

/// What a strong answer covers. Stored in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// What it must cover, Markdown.
    pub must: Vec<String>,
    /// What a very good one adds, Markdown.
    pub plus: Vec<String>,
    /// What people often get wrong, Markdown.
    pub wrong: Vec<String>,
    /// What changed over time, Markdown.
    pub changed: Vec<String>,
    /// Said when the question's ground has moved.
    pub note: Option<String>,
    /// Title and address.
    pub links: Vec<(String, String)>,
    /// Where to go on: title, address and what it is good for.
    #[serde(default)]
    pub resources: Vec<(String, String, String)>,
    /// The date of the facts.
    pub facts_as_of: NaiveDate,
    /// Whether they should have been checked again by now.
    #[serde(default)]
    pub outdated: bool,
    /// A question to go on with.
    #[serde(default)]
    pub follow_up: String,
    /// Whom to thank for the question, where that is not said already.
    #[serde(default)]
    pub credit: Option<Credit>,
    /// Whether it can be shown how the bot does it.
    #[serde(default)]
    pub practice: bool,
}

impl AnswerView {
    /// The answer to a question, as of a day, with the resources of the bank that it points at.
    pub fn of(question: &Question, bank: &Bank, today: NaiveDate) -> Self {
        let resources = question.resources.iter().filter_map(|id| bank.resource(id));
        Self {
            must: question.must.clone(),
            plus: question.plus.clone(),
            wrong: question.wrong.clone(),
            changed: question.changed.clone(),
            note: match &question.premise {
                Premise::Dated(note) | Premise::Retired(note) => Some(note.clone()),
                Premise::Current => None,
            },
            links: question.links.iter().map(|link| (link.title.clone(), link.url.clone())).collect(),
            resources: resources.map(|it| (it.title.clone(), it.url.clone(), it.good_for.clone())).collect(),
            facts_as_of: question.facts_as_of,
            outdated: today > question.review_by,
            follow_up: question.follow_up.clone(),
            credit: None,
            practice: question.practice.is_some(),
        }
    }
}
