//! What people see, as data. It knows no platform's markup and no sentence: `words` and the adapters add those.
//!
//! Views inside an effect are stored, and a later version of the bot reads them: new fields need a default.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ChannelId, CommunityId, Day, MemberId, Order, Ordinal, Period, Place, QuestionId, ResourceKind,
    ResourceLevel, RoleId, ThreadId, Weekdays,
};

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
    /// Places to learn more.
    Resources(ResourcesView),
    /// A member's streak.
    Streak(StreakView),
    /// A board.
    Leaderboard(LeaderboardView),
    /// The panel of `/setup`.
    Setup(Box<SetupView>),
    /// Every check there is.
    Doctor(Box<DoctorView>),
    /// What is held about the reader, and their choices.
    Privacy(PrivacyView),
    /// What the bot can do.
    Help(HelpView),
}

/// One thing to say, without anything to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The community has not started: someone who may should run `/setup`.
    NotStarted,
    /// Nothing has been asked yet; when the first question comes, if that is known.
    NothingAsked(Option<DateTime<Utc>>),
    /// No question that was asked here matches.
    NoQuestionFound(String),
    /// No resource matches; some topics that have some.
    NoResourceFound(String, Vec<String>),
    /// The reader is no longer shown on boards.
    Hidden,
    /// The reader is shown on boards again.
    Shown,
    /// Everything about the reader is gone.
    Forgotten,
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

/// One question that was asked, and its answer once that is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionView {
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
    /// What a strong answer covers; `None` until the next question has been asked.
    pub answer: Option<AnswerView>,
    /// Other questions that match, by id and title.
    pub others: Vec<(QuestionId, String)>,
}

/// What a strong answer covers.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The date of the facts.
    pub facts_as_of: NaiveDate,
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
    /// Nobody could check.
    Unknown,
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

/// A community's settings and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupView {
    /// Which community.
    pub community: CommunityId,
    /// The channel chosen.
    pub channel: Option<ChannelId>,
    /// Time zone; `None` until chosen.
    pub zone: Option<Tz>,
    /// Local posting time.
    pub time: NaiveTime,
    /// Days of the week.
    pub weekdays: Weekdays,
    /// Who is pinged.
    pub role: Option<RoleId>,
    /// Whether today's question is pinned.
    pub pins: bool,
    /// In which order questions come.
    pub order: Order,
    /// Every pack there is.
    pub packs: Vec<PackChoice>,
    /// Whether it runs.
    pub state: SetupState,
    /// The next five posting times; empty when something is missing.
    pub next: Vec<DateTime<Utc>>,
    /// Questions left before the round starts again.
    pub left: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Which page of the panel.
    pub page: SetupPage,
    /// Said above the panel after a change.
    pub said: Option<SetupSaid>,
}

/// A pack that can be switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackChoice {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The week of the series.
    pub week: Option<u32>,
    /// Questions that can be asked.
    pub questions: usize,
    /// Whether it is on.
    pub on: bool,
}

/// Whether a community runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupState {
    /// Never started.
    New,
    /// Questions come.
    Running,
    /// Stopped by an organiser.
    Paused,
    /// Stopped because the channel is gone.
    ChannelGone,
    /// Stopped because the bot was removed.
    Removed,
}

/// A page of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupPage {
    /// What everyone sets.
    Main,
    /// The rest.
    More,
    /// Today's time has passed: ask now, or start on the next day.
    FirstDay,
}

/// What just happened in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupSaid {
    /// A change was kept.
    Saved,
    /// Questions will come, the first at this time; `None` means right now.
    Started(Option<DateTime<Utc>>),
    /// No more questions until started again.
    Paused,
    /// It cannot start until the problems are mended.
    NotYet,
    /// The panel was read again.
    Checked,
}

/// Something that stands in the way, with a remedy in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No channel was chosen.
    NoChannel,
    /// The chosen channel is gone, or the bot cannot see it.
    ChannelUnseen(ChannelId),
    /// The chosen channel is of a kind that cannot hold questions.
    WrongKind(ChannelId),
    /// A permission is missing in the chosen channel.
    Missing(Permission, ChannelId),
    /// The role cannot be mentioned by the bot.
    RoleNotMentionable(RoleId),
    /// The role is gone.
    RoleGone(RoleId),
    /// No time zone was chosen.
    NoZone,
    /// No weekday was chosen.
    NoWeekdays,
    /// No pack was chosen, or none has a question.
    NoQuestions,
    /// So many questions are left before the round starts again: no obstacle, a warning.
    FewQuestions(usize),
    /// The last post failed, since when, and what the platform said.
    PostFailed(DateTime<Utc>, String),
    /// A post may or may not have been made, and the bot cannot look.
    PostUncertain(DateTime<Utc>, ChannelId),
    /// The platform does not answer the bot's questions just now.
    CannotCheck,
}

impl Problem {
    /// Whether nothing can be posted until it is mended.
    pub fn blocks(&self) -> bool {
        match self {
            Self::FewQuestions(_)
            | Self::RoleNotMentionable(_)
            | Self::RoleGone(_)
            | Self::PostFailed(..)
            | Self::PostUncertain(..)
            | Self::CannotCheck => false,
            Self::Missing(permission, _) => permission.is_needed(),
            Self::NoChannel
            | Self::ChannelUnseen(_)
            | Self::WrongKind(_)
            | Self::NoZone
            | Self::NoWeekdays
            | Self::NoQuestions => true,
        }
    }
}

/// What the bot must be allowed to do in the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See it.
    View,
    /// Post the question.
    Send,
    /// Show it as a card.
    Embed,
    /// Open its thread.
    OpenThreads,
    /// Write in the thread.
    SendInThreads,
    /// Look for its own post after a doubt: without it nothing is ever sent twice, nor in doubt at all.
    ReadHistory,
    /// Mark answers.
    React,
    /// Pin the question.
    Pin,
}

impl Permission {
    /// Every permission, most needed first.
    pub const ALL: [Self; 8] = [
        Self::View,
        Self::Send,
        Self::Embed,
        Self::OpenThreads,
        Self::SendInThreads,
        Self::ReadHistory,
        Self::React,
        Self::Pin,
    ];

    /// Whether nothing is posted without it.
    pub fn is_needed(self) -> bool {
        match self {
            Self::View | Self::Send | Self::Embed | Self::OpenThreads | Self::ReadHistory => true,
            Self::SendInThreads | Self::React | Self::Pin => false,
        }
    }
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

/// What a button or a select does. The text form is on messages that outlive us: it is never changed, only added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// *My streak* under the question of this community and day: also how a post is known again.
    MyStreak(CommunityId, Day),
    /// A page of a board.
    Board(Period, usize),
    /// Something in the panel.
    Setup(SetupPress),
    /// Do not show me on boards, or do.
    Hide(bool),
    /// Delete everything about me; only with `true` is it done.
    Forget(bool),
}

/// What a button, select or form of the panel does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupPress {
    /// A channel select.
    Channel,
    /// A role select.
    Role,
    /// A select of weekdays.
    Weekdays,
    /// A select of packs.
    Packs,
    /// A select of the order.
    Order,
    /// Opens the form for time and zone; the same id submits it.
    When,
    /// Pin or do not.
    Pin(bool),
    /// Start; the first day is asked about if its time has passed.
    Start,
    /// Start, and ask at once.
    StartNow,
    /// Start with the next scheduled day.
    StartNext,
    /// Stop.
    Pause,
    /// Show the next post.
    Preview,
    /// The second page.
    More,
    /// The first page.
    Back,
    /// Read everything again.
    Check,
}

const SETUP_PRESSES: [(SetupPress, &str); 16] = [
    (SetupPress::Channel, "channel"),
    (SetupPress::Role, "role"),
    (SetupPress::Weekdays, "weekdays"),
    (SetupPress::Packs, "packs"),
    (SetupPress::Order, "order"),
    (SetupPress::When, "when"),
    (SetupPress::Pin(true), "pin"),
    (SetupPress::Pin(false), "unpin"),
    (SetupPress::Start, "start"),
    (SetupPress::StartNow, "start-now"),
    (SetupPress::StartNext, "start-next"),
    (SetupPress::Pause, "pause"),
    (SetupPress::Preview, "preview"),
    (SetupPress::More, "more"),
    (SetupPress::Back, "back"),
    (SetupPress::Check, "check"),
];

impl Press {
    /// The text form, at most 100 characters.
    pub fn id(&self) -> String {
        match self {
            Self::MyStreak(community, day) => format!("streak/{community}/{day}"),
            Self::Board(period, page) => format!("board/{}/{page}", period_name(*period)),
            Self::Setup(press) => {
                let name =
                    SETUP_PRESSES.iter().find(|(known, _)| known == press).map_or("check", |(_, name)| name);
                format!("setup/{name}")
            }
            Self::Hide(hide) => format!("hide/{hide}"),
            Self::Forget(sure) => format!("forget/{sure}"),
        }
    }

    /// Reads the text form.
    pub fn parse(id: &str) -> Option<Self> {
        let mut parts = id.split('/');
        let press = match (parts.next()?, parts.next()?, parts.next()) {
            ("streak", community, Some(day)) => Self::MyStreak(community.into(), Day::parse(day)?),
            ("board", period, Some(page)) => Self::Board(parse_period(period)?, page.parse().ok()?),
            ("setup", name, None) => {
                Self::Setup(SETUP_PRESSES.iter().find(|(_, known)| *known == name).map(|(press, _)| *press)?)
            }
            ("hide", hide, None) => Self::Hide(hide.parse().ok()?),
            ("forget", sure, None) => Self::Forget(sure.parse().ok()?),
            (_, _, _) => return None,
        };
        parts.next().is_none().then_some(press)
    }
}

/// A period's name in options and button ids.
pub fn period_name(period: Period) -> &'static str {
    match period {
        Period::Week => "week",
        Period::Month => "month",
        Period::AllTime => "all",
    }
}

/// The period of this name.
pub fn parse_period(name: &str) -> Option<Period> {
    match name {
        "week" => Some(Period::Week),
        "month" => Some(Period::Month),
        "all" => Some(Period::AllTime),
        _ => None,
    }
}

/// Stores an id as its text.
pub(crate) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<T: AsRef<str>, S: Serializer>(id: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(id.as_ref())
    }

    pub(crate) fn deserialize<'de, T: From<String>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        Ok(T::from(String::deserialize(from)?))
    }
}

/// Stores an id that may be missing as its text or null.
pub(crate) mod as_optional_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<T: AsRef<str>, S: Serializer>(id: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        id.as_ref().map(AsRef::as_ref).serialize(to)
    }

    pub(crate) fn deserialize<'de, T: From<String>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.map(T::from))
    }
}

#[cfg(test)]
mod tests;
