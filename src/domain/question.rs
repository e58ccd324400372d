//! What a question, a pack and a resource are, once their files have been read and found right.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Language, QuestionId};

/// Every pack, with lookups over them.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    /// The packs, by id.
    pub packs: Vec<Pack>,
    index: BTreeMap<QuestionId, (usize, usize)>,
}

/// A set of questions and resources about one week of the series, or a community's own.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The folder's name, for example `w08-containers`.
    pub id: String,
    /// For people, for example "Containers and Kubernetes".
    pub title: String,
    /// One line on what it is about.
    pub summary: String,
    /// The week of the series, when the id says so.
    pub week: Option<u32>,
    /// Its questions, in curriculum order.
    pub questions: Vec<Question>,
    /// Where to learn more.
    pub resources: Vec<Resource>,
}

/// One question with everything said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The file's name without its ending.
    pub id: QuestionId,
    /// At most 90 characters.
    pub title: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether it may be asked.
    pub status: QuestionStatus,
    /// 1 (easy) to 5.
    pub difficulty: u8,
    /// A slug, for example `eks-security`.
    pub topic: String,
    /// More slugs.
    pub tags: Vec<String>,
    /// How long a good answer takes, in minutes.
    pub minutes: u32,
    /// Grows when the meaning changes.
    pub revision: i64,
    /// The date at which the facts were checked.
    pub facts_as_of: NaiveDate,
    /// The date by which they should be checked again.
    pub review_by: NaiveDate,
    /// Whether the question's ground still holds.
    pub premise: Premise,
    /// Markdown, at most 900 characters.
    pub scenario: String,
    /// Two or three nudges, Markdown, at most 300 characters each.
    pub hints: Vec<String>,
    /// What an answer must cover, with the why.
    pub must: Vec<String>,
    /// What a very good answer adds.
    pub plus: Vec<String>,
    /// What people often get wrong, with the why not.
    pub wrong: Vec<String>,
    /// What has changed over the years.
    pub changed: Vec<String>,
    /// A question to go on with.
    pub follow_up: String,
    /// Where to read more; at least one is official.
    pub links: Vec<Link>,
    /// The ids of up to three resources for whoever wants to go on.
    pub resources: Vec<String>,
    /// The places of this repository where the bot does what is asked, the best one first.
    pub shows: Vec<Anchor>,
    /// How the bot does what is asked, of those that tell it.
    pub practice: Option<Practice>,
    /// The same in other languages, each of this revision and without translations of its own.
    pub translations: Vec<(Language, Question)>,
}

impl Question {
    /// The question as it is told in a language; as it was written where it has no translation of its revision.
    pub fn told_in(&self, language: Language) -> &Question {
        let told = self.translations.iter().find(|(of, _)| *of == language);
        told.map_or(self, |(_, question)| question)
    }
}

/// How this bot does what a question asks, in the language of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// What it does, or that the question does not apply to it.
    pub does: String,
    /// Why this and not something else.
    pub why: String,
    /// What it leaves out on purpose, and who would need it.
    pub leaves_out: String,
}

/// A line of a file of this repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// From the root of the repository.
    pub path: String,
    /// What this line has and no other of the file.
    pub text: String,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// In one's own words.
    Open,
}

/// Whether a question may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionStatus {
    /// Not finished: never asked.
    Draft,
    /// Asked.
    Ready,
    /// Asked once, no longer; kept because its id stays known.
    Retired,
}

/// Whether the ground on which a question stands still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Premise {
    /// It does.
    Current,
    /// Still answerable; the note goes with the reveal.
    Dated(String),
    /// The thing asked about is gone; the note goes with the question.
    Retired(String),
}

/// An address with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// For people.
    pub title: String,
    /// https.
    pub url: String,
    /// What sort of page it is.
    pub kind: LinkKind,
}

/// What sort of page a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// The documentation of those who make the thing.
    Official,
    /// Something to do.
    Practice,
    /// Something to read around it.
    Background,
}

/// A place to learn more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// A slug, unique over all packs.
    pub id: String,
    /// For people.
    pub title: String,
    /// https.
    pub url: String,
    /// One line: what a learner gets from it.
    pub good_for: String,
    /// What sort of thing it is.
    pub kind: ResourceKind,
    /// For whom.
    pub level: ResourceLevel,
    /// Slugs.
    pub topics: Vec<String>,
    /// Whether it still works.
    pub status: ResourceStatus,
    /// When that was last looked at.
    pub checked: NaiveDate,
}

/// What sort of thing a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// To read.
    Guide,
    /// To work through.
    Workshop,
    /// To play with.
    Playground,
    /// To use.
    Tool,
}

/// For whom a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceLevel {
    /// No knowledge needed.
    Beginner,
    /// Some practice needed.
    Intermediate,
    /// Much practice needed.
    Advanced,
}

/// Whether a resource still works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceStatus {
    /// It does.
    Current,
    /// It is gone or out of date; the ids of what replaces it.
    Retired(Vec<String>),
    /// Nobody could check; the ids of what is safer.
    Unknown(Vec<String>),
}

impl Question {
    /// Whether another wording of this question asks for the same and takes the same for an answer.
    pub fn means_the_same(&self, other: &Self) -> bool {
        let parts = |it: &Self| {
            let Self { scenario, must, plus, wrong, premise, .. } = it.clone();
            (scenario, must, plus, wrong, premise)
        };
        parts(self) == parts(other)
    }
}

impl Pack {
    /// The id of the pack that a community's own questions form; none of the bank has it.
    pub const OWN: &str = "own";
}

impl Bank {
    /// The bank of these packs, in this order.
    pub fn new(packs: Vec<Pack>) -> Self {
        let index = packs
            .iter()
            .enumerate()
            .flat_map(|(p, pack)| {
                pack.questions.iter().enumerate().map(move |(q, question)| (question.id.clone(), (p, q)))
            })
            .collect();
        Self { packs, index }
    }

    /// The pack with this id.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// The question with this id, and its pack.
    pub fn question(&self, id: &QuestionId) -> Option<(&Pack, &Question)> {
        let (pack, question) = *self.index.get(id)?;
        let pack = self.packs.get(pack)?;
        Some((pack, pack.questions.get(question)?))
    }

    /// The ids of the questions of these packs that may be asked, in curriculum order.
    pub fn askable(&self, packs: &[String]) -> Vec<QuestionId> {
        packs
            .iter()
            .filter_map(|id| self.pack(id))
            .flat_map(|pack| &pack.questions)
            .filter(|question| question.status == QuestionStatus::Ready)
            .map(|question| question.id.clone())
            .collect()
    }

    /// Every resource of every pack.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.packs.iter().flat_map(|pack| &pack.resources)
    }

    /// The resource with this id.
    pub fn resource(&self, id: &str) -> Option<&Resource> {
        self.resources().find(|resource| resource.id == id)
    }
}
