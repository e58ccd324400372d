//! The organiser's bank: what comes next, one question with what becomes of it, and what was just decided.

use chrono::{DateTime, Utc};

use super::{AnswerView, PackChoice, Press, SetupState};
use crate::domain::{Day, DecisionKind, Objection, Order, QuestionId, ThreadId, Weekdays};

/// A page of the bank.
#[derive(Clone, Debug, PartialEq)]
pub struct BankView {
    /// What was just done, or why it was not.
    pub said: Option<BankSaid>,
    /// What is shown.
    pub page: BankPage,
}

/// What the bank can show.
#[derive(Clone, Debug, PartialEq)]
pub enum BankPage {
    /// What comes next.
    Coming(Box<ComingView>),
    /// What was found.
    Found(FoundView),
    /// One question.
    Card(Box<CardView>),
    /// Only what was just decided, and what comes next now: it stays beside the card, with its way back.
    Receipt(Option<ComingQuestion>),
    /// What a strong answer to a question covers.
    Answer(Box<(String, AnswerView)>),
}

/// What comes next in a community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingView {
    /// Whether it runs.
    pub state: SetupState,
    /// In which order.
    pub order: Order,
    /// On which days.
    pub weekdays: Weekdays,
    /// Today's question.
    pub today: BankToday,
    /// The next few, soonest first.
    pub next: Vec<ComingQuestion>,
    /// Questions left in this round.
    pub left: usize,
    /// Questions that are left out here, retired or only for this round.
    pub aside: Vec<(QuestionId, String, DecisionKind)>,
    /// Every pack there is.
    pub packs: Vec<PackChoice>,
}

/// What can be said of today's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankToday {
    /// The community does not run.
    NotRunning,
    /// No question is asked today.
    DayOff,
    /// It was asked: its title and its thread.
    Asked(String, Option<ThreadId>),
    /// It was called for, and does not stand there yet; its title once that is certain.
    OnItsWay(Option<String>),
    /// It has not been asked.
    Open,
}

/// When a question comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankWhen {
    /// At once.
    Now,
    /// At this time, if nothing changes.
    At(DateTime<Utc>),
}

/// A question to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingQuestion {
    /// Its id.
    pub question: QuestionId,
    /// Its title.
    pub title: String,
    /// A slug.
    pub topic: String,
    /// When; `None` while no time can be told.
    pub when: Option<BankWhen>,
    /// In which round.
    pub round: i64,
    /// Whether it begins a round, and the one before it on the list does not.
    pub begins_round: bool,
    /// Whether an organiser put it first.
    pub put_first: bool,
}

/// Questions found by words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundView {
    /// What was looked for.
    pub query: String,
    /// The best few.
    pub found: Vec<(QuestionId, String, FateView)>,
    /// How many more there are.
    pub more: usize,
}

/// One question, and what may be decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    /// Its id.
    pub question: QuestionId,
    /// Its title.
    pub title: String,
    /// Where it belongs.
    pub pack: String,
    /// A slug.
    pub topic: String,
    /// 1 to 5.
    pub difficulty: u8,
    /// How long a good answer takes.
    pub minutes: u32,
    /// What becomes of it.
    pub fate: FateView,
    /// Where it was asked last.
    pub thread: Option<ThreadId>,
    /// What can be decided now, each with the button that does it.
    pub may: Vec<(DecisionKind, Press)>,
}

/// What becomes of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FateView {
    /// How it stands.
    pub state: FateState,
    /// When it was last asked here.
    pub asked_on: Option<Day>,
    /// How many others come before it, and when it comes; `None` when that is not in sight.
    pub comes: Option<(usize, Option<BankWhen>)>,
}

/// How a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FateState {
    /// It comes.
    Open,
    /// It was asked in this round.
    Asked,
    /// It is left out of this round.
    Skipped,
    /// It is never asked here.
    Retired,
    /// Its pack is off.
    Off,
}

/// What was just done, with the button that takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankSaid {
    /// What.
    pub what: BankDone,
    /// Takes it back.
    pub undo: Option<Press>,
}

/// What was done, or is true already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankDone {
    /// Decided about the question of this title.
    Decided(DecisionKind, String),
    /// Not decided: something else is true.
    Objected(Objection, String),
    /// A pack was switched on or off.
    Pack(bool, String),
    /// It was so already.
    PackAlready(bool, String),
    /// Today's question is on its way because of this.
    AskedNow,
    /// It is not asked now, for this reason.
    NotNow(BankToday),
    /// There is nothing to ask.
    NothingToAsk,
    /// A decision was taken back.
    Undone(DecisionKind, String),
    /// Today's question is not asked now after all.
    UndoneNow,
    /// It was taken back before.
    UndoneBefore,
    /// The round is over, or the question was asked since: nothing is left to take back.
    UndoneTooLate,
    /// The question asked early stands in the channel already, or may.
    StandsAlready,
    /// The question is not known any more.
    Unknown,
}
