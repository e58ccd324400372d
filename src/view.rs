//! What people see, as data. It knows no platform's markup and no sentence: `words` and the adapters add those.
//!
//! Views inside an effect are stored, and a later version of the bot reads them: new fields need a default.

mod answer;
mod bank;
mod channel;
mod credit;
mod form;
mod life;
mod practice;
mod press;
mod private;
mod review;
mod setup;
mod stored;
mod suggest;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    CommunityId, Day, Language, MemberId, MessageId, Ordinal, Period, Place, ResourceKind, ResourceLevel,
    ThreadId,
};

pub use answer::{AnswerView, QuestionView, RevealPost};
pub use bank::{
    BankDone, BankPage, BankSaid, BankToday, BankView, BankWhen, CardView, ComingQuestion, ComingView,
    FateState, FateView, FoundView,
};
pub use channel::ChannelKind;
pub use credit::Credit;
pub use form::{Field, FieldView, Form, FormView, Typed};
pub use life::{HintView, NextHint, ScoreView};
pub use practice::PracticeView;
pub use press::{
    BankPress, Press, PrivatePress, ReviewPress, SetupPress, SuggestPress, parse_period, period_name,
};
pub use private::{PrivateSaid, PrivateView, Sharing};
pub use review::{PackProgress, ProgressView, ReviewView, ReviewedView, TopicProgress};
pub use setup::{PackChoice, Permission, Problem, SetupPage, SetupSaid, SetupState, SetupView};
pub(crate) use stored::{as_optional_text, as_text};
pub use suggest::{Decided, SuggestSaid, SuggestView, SuggestedQuestion};

/// What a command shows.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// One sentence or two.
    Notice(Notice),
    /// Exactly what the next post will look like.
    Preview(Box<QuestionPost>),
    /// Today's question and where it is answered.
    Today(TodayView),
    /// One question that was asked.
    Question(Box<QuestionView>),
    /// The hints that the reader opened.
    Hint(HintView),
    /// How the reader says they did.
    Score(Box<ScoreView>),
    /// How the bot does what a question asks.
    Practice(Box<PracticeView>),
    /// Places to learn more.
    Resources(ResourcesView),
    /// A member's streak.
    Streak(StreakView),
    /// A question that came back to the reader.
    Review(Box<ReviewView>),
    /// What becomes of a question that came back.
    Reviewed(ReviewedView),
    /// How far a member has come.
    Progress(ProgressView),
    /// A board.
    Leaderboard(LeaderboardView),
    /// The panel of `/setup`.
    Setup(Box<SetupView>),
    /// A page of the organiser's bank.
    Bank(Box<BankView>),
    /// What members proposed, and what became of it.
    Suggest(Box<SuggestView>),
    /// Every check there is.
    Doctor(Box<DoctorView>),
    /// What is held about the reader, and their choices.
    Privacy(PrivacyView),
    /// What the bot can do.
    Help(HelpView),
    /// A form to fill in.
    Form(Box<FormView>),
    /// A private answer, for its author.
    Private(Box<PrivateView>),
}

/// One thing to say, without anything to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The community has not started: someone who may should run `/setup`.
    NotStarted,
    /// Nothing has been asked yet; when the first question comes, if that is known.
    NothingAsked(Option<DateTime<Utc>>),
    /// Today's question was due and does not stand there yet.
    OnItsWay,
    /// No question that was asked here matches.
    NoQuestionFound(String),
    /// The question was asked here and has left the bank since.
    QuestionGone {
        /// Its title when it was asked.
        title: String,
        /// The last day it was asked here.
        day: Day,
        /// Where it was discussed.
        thread: Option<ThreadId>,
    },
    /// The question that was meant is not known here.
    NoSuchQuestion,
    /// The question has no hints, or none that are known any more.
    NoHints,
    /// Hints open with their question, which was not asked yet.
    HintsToCome,
    /// The answer is out, so that hints are over; where it stands, as far as is known.
    AnswerIsOut(CommunityId, Option<(ThreadId, Option<MessageId>)>),
    /// The answer is not out, so that nothing can be held against it.
    AnswerToCome,
    /// The bot does not tell how it does what the question asks.
    NoPractice,
    /// No resource matches; some topics that have some.
    NoResourceFound(String, Vec<String>),
    /// The reader is no longer shown on boards.
    Hidden,
    /// The reader is shown on boards again.
    Shown,
    /// The member asked about does not show their answers to others.
    KeptPrivate,
    /// Everything about the reader is gone.
    Forgotten,
    /// The reader has no story here yet from which something could come back.
    NothingMet,
    /// Nothing comes back today; the day of the next, if there is one.
    NothingBack(Option<Day>),
}

/// The day's question as it is posted. Stored in the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionPost {
    /// Where.
    #[serde(with = "as_text")]
    pub community: CommunityId,
    /// The community day; with the community it names the post for ever.
    pub day: NaiveDate,
    /// The question's number here.
    pub ordinal: i64,
    /// How often the packs have been gone through, from 1; from 2 on the post says so.
    pub round: i64,
    /// At most 90 characters.
    pub title: String,
    /// Markdown, at most 900 characters.
    pub scenario: String,
    /// The pack's title.
    pub pack: String,
    /// The week of the series.
    pub week: Option<u32>,
    /// A slug, for example `docker`.
    pub topic: String,
    /// How long a good answer takes.
    pub minutes: u32,
    /// Said with the question when what it asks about is gone.
    pub note: Option<String>,
    /// How many answered the question before; `None` for the first.
    pub answered_before: Option<i64>,
    /// The thread of the question before.
    #[serde(with = "as_optional_text", default)]
    pub thread_before: Option<ThreadId>,
    /// When the next question comes, and this one stops counting for the streak.
    pub closes_at: Option<DateTime<Utc>>,
    /// Whether it comes noticeably after its time, because we were away.
    #[serde(default)]
    pub late: bool,
    /// Words that it may be filed under, the most telling first: topic, tags, week, pack, level.
    #[serde(default)]
    pub labels: Vec<String>,
    /// In which language it is written.
    #[serde(with = "as_text", default)]
    pub language: Language,
    /// Whom to thank for it.
    #[serde(default)]
    pub credit: Option<Credit>,
}

/// Today's question and where it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayView {
    /// Its number.
    pub ordinal: Ordinal,
    /// Its title.
    pub title: String,
    /// Where to answer; `None` while the thread is being opened.
    pub thread: Option<ThreadId>,
    /// When the next question comes.
    pub closes_at: Option<DateTime<Utc>>,
    /// Members who have answered.
    pub answered: i64,
    /// Whether the reader has.
    pub reader_answered: bool,
}

/// Places to learn more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcesView {
    /// What was looked for.
    pub query: String,
    /// The best few.
    pub found: Vec<ResourceView>,
    /// How many more there are.
    pub more: usize,
}

/// One place to learn more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceView {
    /// For people.
    pub title: String,
    /// https.
    pub url: String,
    /// What a learner gets from it.
    pub good_for: String,
    /// What sort of thing.
    pub kind: ResourceKind,
    /// For whom.
    pub level: ResourceLevel,
    /// Whether it works.
    pub state: ResourceState,
}

/// Whether a resource works, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceState {
    /// It does.
    Current,
    /// It does not; title and address of what replaces it.
    Retired(Vec<(String, String)>),
    /// Nobody could check; title and address of what is safer.
    Unknown(Vec<(String, String)>),
}

/// A member's streak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreakView {
    /// Whose.
    pub member: MemberId,
    /// Whether that is the reader.
    pub own: bool,
    /// Questions in a row now.
    pub current: i64,
    /// The longest run.
    pub longest: i64,
    /// Questions answered altogether, late ones too.
    pub total: i64,
    /// The latest questions, oldest first, at most thirty: answered in time, late, or not.
    pub marks: Vec<Mark>,
    /// The open question: its thread and when it closes, and whether the member answered it.
    pub open: Option<OpenView>,
    /// How many questions are ready to come back to the reader; none for anyone else.
    pub ready: usize,
}

/// What a member did with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Answered before the next question.
    InTime,
    /// Answered after it.
    Late,
    /// Not answered.
    None,
    /// Not answered yet: the question is open.
    Open,
}

/// The open question, for a streak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenView {
    /// Where.
    pub thread: Option<ThreadId>,
    /// Until when.
    pub closes_at: Option<DateTime<Utc>>,
    /// Whether the member has answered it.
    pub answered: bool,
}

/// A page of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderboardView {
    /// Which stretch of days.
    pub period: Period,
    /// From 1.
    pub page: usize,
    /// At least 1.
    pub pages: usize,
    /// The page's rows.
    pub rows: Vec<Place>,
    /// The reader's own row and neighbours, when they are not on the page.
    pub around: Vec<Place>,
    /// The reader.
    pub reader: MemberId,
    /// Whether the reader is hidden from others.
    pub reader_hidden: bool,
    /// Questions asked in the period.
    pub asked: i64,
}

/// Every check there is, good and bad.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctorView {
    /// The settings, and their problems.
    pub setup: SetupView,
    /// The bot's clock.
    pub now: DateTime<Utc>,
    /// What the platform allows; filled in by the adapter.
    pub granted: Vec<Permission>,
}

/// What is held about the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacyView {
    /// Answers noted here (who, when, which message; never the text).
    pub answers: i64,
    /// How often they said how they did with a question that came back.
    pub reviews: usize,
    /// Questions for which the reader said how they did.
    pub scores: i64,
    /// Whether it is noted which hints the reader opened.
    pub hints: bool,
    /// Private answers held with their text.
    pub texts: i64,
    /// Questions they proposed that wait, or were taken and carry their name.
    pub proposed: usize,
    /// Whether the reader is hidden from boards.
    pub hidden: bool,
    /// Whether deleting was pressed once and waits for a yes.
    pub confirming: bool,
}

/// What the bot can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpView {
    /// Whether the reader may set the bot up.
    pub organiser: bool,
}
