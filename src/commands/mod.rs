//! The catalogue: every slash command in one table, from which registration, parsing, `/help` and the docs follow.
//!
//! One file per command: `(tx, …, actor, now) -> View`. It names no platform and does not know `app`.

mod bank;
mod catalog;
mod command;
mod complete;
mod doctor;
mod hint;
mod leaderboard;
mod met;
pub(crate) mod outgoing;
mod practice;
mod privacy;
pub(crate) mod private;
mod progress;
mod question;
mod resources;
mod review;
mod score;
mod setup;
mod streak;
mod suggest;
mod today;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::{Bank, ChannelId, CommunityId, Day, Language, MemberId, Period, find_zones, is_city};
use crate::effect::ChannelKind;
use crate::store::Tx;
use crate::view::{
    BankPress, Field, HelpView, Press, PrivatePress, ReviewPress, SetupPress, Typed, View, parse_period,
};
use crate::words::UserError;

pub use bank::BankAct;
pub use catalog::{CATALOG, ChoiceSpec, OptionKind, OptionSpec, SHARE, Spec};
pub use command::{Command, Privacy, Private, PrivateAct, Review, Scoring, Setup, Start};
pub use complete::Choice;
pub(crate) use complete::complete;
use complete::{fit, words_of};
pub use suggest::Suggest;

pub use crate::compose::Proposal;

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
        "bank" => {
            Command::Bank(text("search").map_or(BankAct::Show, |words| BankAct::Search(words.to_owned())))
        }
        "suggest" => Command::Suggest(Suggest::Open),
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
        Press::Practice(_, day) => Command::Practice(*day),
        Press::Board(period, page) => Command::Leaderboard(*period, *page),
        Press::Hide(hide) => Command::Privacy(Privacy::Hide(*hide)),
        Press::Forget(true) => Command::Privacy(Privacy::Forget),
        Press::Forget(false) => Command::Privacy(Privacy::AskForget),
        Press::NextReview => Command::Review(Review::Next),
        Press::Review(question, due, press) => Command::Review(Review::Of(question.clone(), *due, *press)),
        Press::Setup(press) => Command::Setup(match press {
            SetupPress::Pin(pin) => Setup::Pin(*pin),
            SetupPress::Publish(publish) => Setup::Publish(*publish),
            SetupPress::SharePrivate(share) => Setup::SharePrivate(*share),
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
        Press::Bank(press) => return BankAct::pressed(press).map(Command::Bank),
        Press::Suggest(press) => return Suggest::pressed(press).map(Command::Suggest),
        Press::Again(press) => return pressed(press),
        Press::Private(community, day, press) => Command::Private(Private {
            community: community.clone(),
            day: *day,
            act: match press {
                PrivatePress::Write => PrivateAct::Write,
                PrivatePress::Show => PrivateAct::Show,
                PrivatePress::TakeBack => PrivateAct::TakeBack,
                PrivatePress::Share(share) => PrivateAct::Share(*share),
                PrivatePress::Unshare(author) => PrivateAct::Unshare(author.clone()),
            },
        }),
    })
}

/// What a form asks for that was sent under this press; `None` where the press has no form. `sending` is the platform's
/// id for it, the same when it is told again.
pub fn sent(press: &Press, typed: &Typed, sending: &str) -> Option<Command> {
    let text = |field: Field| typed.get(&field).cloned().unwrap_or_default();
    match press {
        Press::Setup(SetupPress::When) => {
            Some(Command::Setup(Setup::When { time: text(Field::Time), zone: text(Field::Zone) }))
        }
        Press::Private(community, day, PrivatePress::Write) => {
            let text = typed.get(&Field::Answer).or(typed.get(&Field::AnswerToShare)).cloned();
            let act = PrivateAct::Save { text: text.unwrap_or_default(), sending: sending.to_owned() };
            Some(Command::Private(Private { community: community.clone(), day: *day, act }))
        }
        Press::Bank(BankPress::Search) => Some(Command::Bank(BankAct::Search(text(Field::Search)))),
        Press::Suggest(press) => Suggest::sent(press, text, sending).map(Command::Suggest),
        Press::Bank(_)
        | Press::Setup(_)
        | Press::Private(..)
        | Press::MyStreak(..)
        | Press::Hint(..)
        | Press::AskScore(..)
        | Press::GiveScore(..)
        | Press::Practice(..)
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
        Command::Private(private) => !matches!(private.act, PrivateAct::Write | PrivateAct::Show),
        Command::Bank(act) => act.writes(),
        Command::Suggest(suggest) => suggest.writes(),
        Command::Setup(_)
        | Command::Hint(_)
        | Command::Score(Scoring::Give(..))
        | Command::Privacy(Privacy::Hide(_) | Privacy::Forget)
        | Command::Review(Review::Of(.., ReviewPress::Score(_))) => true,
        Command::Privacy(Privacy::Show | Privacy::AskForget)
        | Command::Today
        | Command::Score(Scoring::Ask(_))
        | Command::Practice(_)
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
        Command::Setup(Setup::AskWhen) | Command::Bank(BankAct::AskSearch) if !actor.is_organiser => {
            Err(UserError::NotOrganiser)
        }
        Command::Setup(Setup::AskWhen) => Ok(Some(setup::when_form())),
        Command::Bank(BankAct::AskSearch) => Ok(Some(bank::search_form())),
        Command::Setup(_)
        | Command::Bank(_)
        | Command::Today
        | Command::Question(_)
        | Command::Hint(_)
        | Command::Score(_)
        | Command::Practice(_)
        | Command::Resources(_)
        | Command::Streak(_)
        | Command::Review(_)
        | Command::Progress
        | Command::Private(_)
        | Command::Suggest(_)
        | Command::Leaderboard(..)
        | Command::Doctor
        | Command::Privacy(_)
        | Command::Help => Ok(None),
    }
}

/// The day of the question whose private answer counts anew after this.
pub(crate) fn answered_privately(command: &Command) -> Option<Day> {
    let Command::Private(Private { day, act, .. }) = command else { return None };
    matches!(act, PrivateAct::Save { .. } | PrivateAct::TakeBack).then_some(*day)
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
    if matches!(command, Command::Setup(_) | Command::Bank(_) | Command::Doctor) && !actor.is_organiser {
        return Err(UserError::NotOrganiser.into());
    }
    match command {
        Command::Setup(change) => setup::run(tx, bank, change, by).await,
        Command::Bank(act) => bank::run(tx, bank, act, by).await,
        Command::Suggest(suggest) => suggest::run(tx, bank, suggest, by).await,
        Command::Today => today::run(tx, actor, now).await,
        Command::Question(query) => question::run(tx, bank, &query, by).await,
        Command::Hint(day) => hint::run(tx, bank, day, actor, now).await,
        Command::Score(scoring) => score::run(tx, bank, scoring, actor, now).await,
        Command::Practice(day) => practice::run(tx, bank, day, actor).await,
        Command::Resources(query) => Ok(resources::run(bank, &query)),
        Command::Streak(member) => streak::run(tx, bank, member, by).await,
        Command::Review(step) => review::run(tx, bank, step, by).await,
        Command::Progress => progress::run(tx, bank, by).await,
        Command::Private(asked) => private::run(tx, asked, by).await,
        Command::Leaderboard(period, page) => leaderboard::run(tx, (period, page), actor, now).await,
        Command::Doctor => doctor::run(tx, bank, by).await,
        Command::Privacy(choice) => privacy::run(tx, choice, actor, now).await,
        Command::Help => Ok(View::Help(HelpView { organiser: actor.is_organiser })),
    }
}
