//! The catalogue: every slash command in one table, from which registration, parsing, `/help` and the docs follow.
//!
//! One file per command: `(tx, …, actor, now) -> View`. It names no platform and does not know `app`.

mod catalog;
mod complete;
mod doctor;
mod hint;
mod leaderboard;
mod met;
mod privacy;
mod progress;
mod question;
mod resources;
mod review;
mod score;
mod setup;
mod streak;
mod today;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::{
    Bank, ChannelId, CommunityId, Day, Language, MemberId, Order, Period, QuestionId, RevealTime, RoleId,
    Score, Weekdays, find_zones, is_city,
};
use crate::effect::ChannelKind;
use crate::store::Tx;
use crate::view::{Field, HelpView, Press, ReviewPress, SetupPress, Typed, View, parse_period};
use crate::words::UserError;

pub use catalog::{CATALOG, ChoiceSpec, OptionKind, OptionSpec, SHARE, Spec};
pub use complete::Choice;
pub(crate) use complete::complete;

/// Who asked, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The community.
    pub community: CommunityId,
    /// The person.
    pub member: MemberId,
    /// The channel they asked in, when it can hold questions; the panel's first guess.
    pub channel: Option<(ChannelId, ChannelKind)>,
    /// Whether they may set the bot up: the adapter asks the platform, not the command's defaults.
    pub is_organiser: bool,
    /// In which language the reply is.
    pub language: Language,
    /// What the community speaks, or seems to before it chose: the panel's first guess.
    pub community_language: Language,
}

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The panel.
    Setup(Setup),
    /// Where today's question is.
    Today,
    /// A question that was asked: its id, or words to look for.
    Question(String),
    /// A hint for the question of this day.
    Hint(Day),
    /// How the asker did on a question.
    Score(Scoring),
    /// Places to learn more: words or a topic.
    Resources(String),
    /// A streak: the asker's own without a member.
    Streak(Option<MemberId>),
    /// A question that comes back to the asker.
    Review(Review),
    /// How far the asker has come.
    Progress,
    /// A page of a board, from 1.
    Leaderboard(Period, usize),
    /// Every check.
    Doctor,
    /// What is held about the asker.
    Privacy(Privacy),
    /// What the bot can do.
    Help,
}

/// What is done in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setup {
    /// Open it; with a zone chosen while typing the command.
    Show(Option<Tz>),
    /// Read everything again.
    Check,
    /// The second page.
    More,
    /// Another channel.
    Channel(ChannelId, ChannelKind),
    /// Whom to ping.
    Role(Option<RoleId>),
    /// On which days.
    Weekdays(Weekdays),
    /// From which packs.
    Packs(Vec<String>),
    /// In which order.
    Order(Order),
    /// Open the form for posting time and zone.
    AskWhen,
    /// In which language everyone is spoken to.
    Language(Language),
    /// When the answer is shown.
    Reveal(RevealTime),
    /// Posting time and zone, as typed.
    When {
        /// For example `09:00`.
        time: String,
        /// A city or a zone.
        zone: String,
    },
    /// Pin or do not.
    Pin(bool),
    /// Publish to those who follow the channel, or do not.
    Publish(bool),
    /// Start.
    Start(Start),
    /// Stop.
    Pause,
    /// Show the next post.
    Preview,
}

/// When the first question comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At the next posting time; if today's has passed, the panel asks which.
    Ask,
    /// At once, although today's time has passed.
    Now,
    /// On the next scheduled day.
    Next,
}

/// What is done about what comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// Show the one that waits longest.
    Next,
    /// Something about this one, which was due on this day.
    Of(QuestionId, Day, ReviewPress),
}

/// What is done about how the asker did on the question of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scoring {
    /// Show what to hold an answer against.
    Ask(Day),
    /// Keep how well they did.
    Give(Day, Score),
}

/// What is done about the asker's own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Say what is held.
    Show,
    /// Hide the asker from boards, or show them again.
    Hide(bool),
    /// Ask whether they are sure.
    AskForget,
    /// Delete everything about the asker.
    Forget,
}

/// What was given with a command, by option name.
pub type Args = BTreeMap<String, Arg>;

/// One thing given with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text, or the value of a choice.
    Text(String),
    /// A person.
    Member(MemberId),
    /// Yes or no.
    Flag(bool),
}

/// Whether the asker wants everyone to see the reply.
pub fn is_shared(args: &Args) -> bool {
    args.get(SHARE) == Some(&Arg::Flag(true))
}

/// Reads a typed command.
///
/// # Errors
/// When the name is not in the catalogue, or a city is not known.
pub fn parse(name: &str, args: &Args) -> Result<Command, UserError> {
    let text = |option: &str| match args.get(option) {
        Some(Arg::Text(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
        Some(Arg::Member(_) | Arg::Flag(_)) | None => None,
    };
    Ok(match name {
        "today" => Command::Today,
        "streak" => Command::Streak(match args.get("member") {
            Some(Arg::Member(member)) => Some(member.clone()),
            Some(Arg::Text(_) | Arg::Flag(_)) | None => None,
        }),
        "leaderboard" => {
            Command::Leaderboard(text("period").and_then(parse_period).unwrap_or(Period::Week), 1)
        }
        "review" => Command::Review(Review::Next),
        "progress" => Command::Progress,
        "question" => Command::Question(text("search").unwrap_or_default().to_owned()),
        "resources" => Command::Resources(text("search").unwrap_or_default().to_owned()),
        "privacy" => Command::Privacy(Privacy::Show),
        "help" => Command::Help,
        "setup" => Command::Setup(Setup::Show(text("city").map(read_zone).transpose()?)),
        "doctor" => Command::Doctor,
        _ => return Err(UserError::UnknownCommand),
    })
}

/// What a pressed button asks for; `None` when it needs values.
pub fn pressed(press: &Press) -> Option<Command> {
    Some(match press {
        Press::MyStreak(..) => Command::Streak(None),
        Press::Hint(_, day) => Command::Hint(*day),
        Press::AskScore(_, day) => Command::Score(Scoring::Ask(*day)),
        Press::GiveScore(_, day, score) => Command::Score(Scoring::Give(*day, *score)),
        Press::Board(period, page) => Command::Leaderboard(*period, *page),
        Press::Hide(hide) => Command::Privacy(Privacy::Hide(*hide)),
        Press::Forget(true) => Command::Privacy(Privacy::Forget),
        Press::Forget(false) => Command::Privacy(Privacy::AskForget),
        Press::NextReview => Command::Review(Review::Next),
        Press::Review(question, due, press) => Command::Review(Review::Of(question.clone(), *due, *press)),
        Press::Setup(press) => Command::Setup(match press {
            SetupPress::Pin(pin) => Setup::Pin(*pin),
            SetupPress::Publish(publish) => Setup::Publish(*publish),
            SetupPress::Start => Setup::Start(Start::Ask),
            SetupPress::StartNow => Setup::Start(Start::Now),
            SetupPress::StartNext => Setup::Start(Start::Next),
            SetupPress::Pause => Setup::Pause,
            SetupPress::Preview => Setup::Preview,
            SetupPress::More => Setup::More,
            SetupPress::Back | SetupPress::Check => Setup::Check,
            SetupPress::When => Setup::AskWhen,
            SetupPress::Channel
            | SetupPress::Role
            | SetupPress::Weekdays
            | SetupPress::Packs
            | SetupPress::Order
            | SetupPress::Reveal
            | SetupPress::Language => return None,
        }),
        Press::Again(press) => return pressed(press),
    })
}

/// What a form asks for that was sent under this press; `None` where the press has no form. `sending` is the platform's
/// id for it, the same when it is told again.
pub fn sent(press: &Press, typed: &Typed, _sending: &str) -> Option<Command> {
    let text = |field: Field| typed.get(&field).cloned().unwrap_or_default();
    match press {
        Press::Setup(SetupPress::When) => {
            Some(Command::Setup(Setup::When { time: text(Field::Time), zone: text(Field::Zone) }))
        }
        Press::Setup(_)
        | Press::MyStreak(..)
        | Press::Hint(..)
        | Press::AskScore(..)
        | Press::GiveScore(..)
        | Press::Board(..)
        | Press::Hide(_)
        | Press::Forget(_)
        | Press::NextReview
        | Press::Review(..)
        | Press::Again(_) => None,
    }
}

/// A zone from a city or its full name; only an exact match, or the only match, is taken.
///
/// # Errors
/// When nothing or more than one zone matches; the sentence offers the nearest.
pub fn read_zone(text: &str) -> Result<Tz, UserError> {
    if let Ok(zone) = text.parse::<Tz>() {
        return Ok(zone);
    }
    let found = find_zones(text, 5);
    match found.as_slice() {
        [zone] => Ok(*zone),
        [zone, next, ..] if is_city(*zone, text) && !is_city(*next, text) => Ok(*zone),
        _ => Err(UserError::UnknownZone {
            typed: text.to_owned(),
            near: found.iter().map(|zone| zone.name().to_owned()).collect(),
        }),
    }
}

/// Whether a command may write.
pub(crate) fn writes(command: &Command) -> bool {
    match command {
        Command::Setup(Setup::AskWhen) => false,
        Command::Setup(_)
        | Command::Hint(_)
        | Command::Score(Scoring::Give(..))
        | Command::Privacy(Privacy::Hide(_) | Privacy::Forget)
        | Command::Review(Review::Of(.., ReviewPress::Score(_))) => true,
        Command::Privacy(Privacy::Show | Privacy::AskForget)
        | Command::Today
        | Command::Score(Scoring::Ask(_))
        | Command::Question(_)
        | Command::Resources(_)
        | Command::Streak(_)
        | Command::Review(Review::Next | Review::Of(.., ReviewPress::Hints(_) | ReviewPress::Answer))
        | Command::Progress
        | Command::Leaderboard(..)
        | Command::Doctor
        | Command::Help => false,
    }
}

/// What is shown from memory alone, however the database is: `None` for most.
///
/// # Errors
/// When the asker may not do this.
pub(crate) fn run_from_memory(command: &Command, actor: &Actor) -> Result<Option<View>, UserError> {
    match command {
        Command::Setup(Setup::AskWhen) if !actor.is_organiser => Err(UserError::NotOrganiser),
        Command::Setup(Setup::AskWhen) => Ok(Some(setup::when_form())),
        Command::Setup(_)
        | Command::Today
        | Command::Question(_)
        | Command::Hint(_)
        | Command::Score(_)
        | Command::Resources(_)
        | Command::Streak(_)
        | Command::Review(_)
        | Command::Progress
        | Command::Leaderboard(..)
        | Command::Doctor
        | Command::Privacy(_)
        | Command::Help => Ok(None),
    }
}

/// Carries a command out.
///
/// # Errors
/// A [`UserError`] when the asker can mend it; else when the database does not answer.
pub(crate) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    command: Command,
    by: (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let (actor, now) = by;
    if matches!(command, Command::Setup(_) | Command::Doctor) && !actor.is_organiser {
        return Err(UserError::NotOrganiser.into());
    }
    match command {
        Command::Setup(change) => setup::run(tx, bank, change, by).await,
        Command::Today => today::run(tx, actor, now).await,
        Command::Question(query) => question::run(tx, bank, &query, by).await,
        Command::Hint(day) => hint::run(tx, bank, day, actor, now).await,
        Command::Score(scoring) => score::run(tx, bank, scoring, actor, now).await,
        Command::Resources(query) => Ok(resources::run(bank, &query)),
        Command::Streak(member) => streak::run(tx, bank, member, by).await,
        Command::Review(step) => review::run(tx, bank, step, by).await,
        Command::Progress => progress::run(tx, bank, by).await,
        Command::Leaderboard(period, page) => leaderboard::run(tx, (period, page), actor, now).await,
        Command::Doctor => doctor::run(tx, bank, by).await,
        Command::Privacy(choice) => privacy::run(tx, choice, actor, now).await,
        Command::Help => Ok(View::Help(HelpView { organiser: actor.is_organiser })),
    }
}

/// How well a text fits the words looked for: 0 when one of them is missing.
fn fit(text: &str, words: &[String]) -> usize {
    let text = text.to_lowercase();
    let found = words.iter().filter(|word| text.contains(word.as_str())).count();
    if found == words.len() { found.max(1) } else { 0 }
}

/// What someone typed, as lower-case words.
fn words_of(typed: &str) -> Vec<String> {
    typed.to_lowercase().split_whitespace().map(str::to_owned).collect()
}
