//! What buttons, selects and forms do, and the text that names it on the platform.

mod bank;
mod suggest;

use crate::domain::{CommunityId, Day, MemberId, Period, QuestionId, Score};

pub use bank::BankPress;
pub use suggest::SuggestPress;

/// What a button or a select does. The text form is on messages that outlive us: it is never changed, only added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// *My streak* under the question of this community and day: also how a post is known again.
    MyStreak(CommunityId, Day),
    /// *Hint* under the question of this community and day.
    Hint(CommunityId, Day),
    /// *How did you do?* under the answer to the question of this community and day: also how a reveal is known again.
    AskScore(CommunityId, Day),
    /// How the presser did on the question of this community and day.
    GiveScore(CommunityId, Day, Score),
    /// *See how this bot does it*, about the question of this community and day, once its answer is out.
    Practice(CommunityId, Day),
    /// A page of a board.
    Board(Period, usize),
    /// Something in the panel.
    Setup(SetupPress),
    /// Something in the organiser's bank.
    Bank(BankPress),
    /// Opens the form of this press again with what was typed, which stands on the button's message.
    Again(Box<Press>),
    /// Do not show me on boards, or do.
    Hide(bool),
    /// Delete everything about me; only with `true` is it done.
    Forget(bool),
    /// The next question that is ready to come back.
    NextReview,
    /// Something about a question that came back, which was due on this day.
    Review(QuestionId, Day, ReviewPress),
    /// Something about the reader's private answer to the question of this community and day.
    Private(CommunityId, Day, PrivatePress),
    /// Something about a proposed question, or one of the community's own.
    Suggest(SuggestPress),
}

/// What a button about a private answer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrivatePress {
    /// Opens the form; the same id submits it.
    Write,
    /// Shows it.
    Show,
    /// Takes it back; of a closed question, deletes its text.
    TakeBack,
    /// Shares it once the question has closed, or keeps it private.
    Share(bool),
    /// On the message that shares it: takes it away again. Names its author, who alone may, and so knows the message.
    Unshare(MemberId),
}

/// What a button of a question that came back does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewPress {
    /// Show so many of its hints.
    Hints(usize),
    /// Show what a strong answer covers.
    Answer,
    /// This is how I did, from 0 to 3.
    Score(Score),
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
    /// A select of the language.
    Language,
    /// A select of when the answer is shown.
    Reveal,
    /// Opens the form for time and zone; the same id submits it.
    When,
    /// Pin or do not.
    Pin(bool),
    /// Publish to those who follow the channel, or do not.
    Publish(bool),
    /// Share private answers unless their author says no, or do not.
    SharePrivate(bool),
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

const SETUP_PRESSES: &[(SetupPress, &str)] = &[
    (SetupPress::Channel, "channel"),
    (SetupPress::Role, "role"),
    (SetupPress::Weekdays, "weekdays"),
    (SetupPress::Packs, "packs"),
    (SetupPress::Order, "order"),
    (SetupPress::Language, "language"),
    (SetupPress::Reveal, "reveal"),
    (SetupPress::When, "when"),
    (SetupPress::Pin(true), "pin"),
    (SetupPress::Pin(false), "unpin"),
    (SetupPress::Publish(true), "publish"),
    (SetupPress::Publish(false), "unpublish"),
    (SetupPress::SharePrivate(true), "share-private"),
    (SetupPress::SharePrivate(false), "keep-private"),
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
            Self::Hint(community, day) => format!("hint/{community}/{day}"),
            Self::AskScore(community, day) => format!("score/{community}/{day}"),
            Self::GiveScore(community, day, score) => {
                format!("scored/{}/{community}/{day}", score.points())
            }
            Self::Practice(community, day) => format!("practice/{community}/{day}"),
            Self::Board(period, page) => format!("board/{}/{page}", period_name(*period)),
            Self::Setup(press) => {
                let name =
                    SETUP_PRESSES.iter().find(|(known, _)| known == press).map_or("check", |(_, name)| name);
                format!("setup/{name}")
            }
            Self::Bank(press) => format!("bank/{}", press.id()),
            Self::Suggest(press) => format!("suggest/{}", press.id()),
            Self::Again(press) => format!("again/{}", press.id()),
            Self::Hide(hide) => format!("hide/{hide}"),
            Self::Forget(sure) => format!("forget/{sure}"),
            Self::NextReview => "review/next".to_owned(),
            Self::Review(question, due, press) => {
                let act = match press {
                    ReviewPress::Hints(count) => format!("hints-{count}"),
                    ReviewPress::Answer => "answer".to_owned(),
                    ReviewPress::Score(score) => format!("score-{}", score.points()),
                };
                format!("comeback/{due}/{act}/{question}")
            }
            Self::Private(community, day, press) => {
                let act = match press {
                    PrivatePress::Write => "write".to_owned(),
                    PrivatePress::Show => "show".to_owned(),
                    PrivatePress::TakeBack => "take-back".to_owned(),
                    PrivatePress::Share(true) => "share".to_owned(),
                    PrivatePress::Share(false) => "keep".to_owned(),
                    PrivatePress::Unshare(author) => format!("unshare-{author}"),
                };
                format!("private/{community}/{day}/{act}")
            }
        }
    }

    /// Reads the text form.
    pub fn parse(id: &str) -> Option<Self> {
        if let Some(press) = id.strip_prefix("again/") {
            return Some(Self::Again(Box::new(Self::parse(press)?)));
        }
        if id.starts_with("when/") {
            // What was typed before stood here once.
            return Some(Self::Setup(SetupPress::When));
        }
        if let Some(press) = id.strip_prefix("bank/") {
            return Some(Self::Bank(BankPress::parse(press)?));
        }
        if let Some(press) = id.strip_prefix("suggest/") {
            return Some(Self::Suggest(SuggestPress::parse(press)?));
        }
        let mut parts = id.split('/');
        let press = match (parts.next()?, parts.next()?, parts.next()) {
            ("streak", community, Some(day)) => Self::MyStreak(community.into(), Day::parse(day)?),
            ("hint", community, Some(day)) => Self::Hint(community.into(), Day::parse(day)?),
            ("score", community, Some(day)) => Self::AskScore(community.into(), Day::parse(day)?),
            ("practice", community, Some(day)) => Self::Practice(community.into(), Day::parse(day)?),
            ("scored", points, Some(community)) => {
                let day = Day::parse(parts.next()?)?;
                Self::GiveScore(community.into(), day, Score::new(points.parse().ok()?)?)
            }
            ("board", period, Some(page)) => Self::Board(parse_period(period)?, page.parse().ok()?),
            ("setup", name, None) => {
                Self::Setup(SETUP_PRESSES.iter().find(|(_, known)| *known == name).map(|(press, _)| *press)?)
            }
            ("hide", hide, None) => Self::Hide(hide.parse().ok()?),
            ("forget", sure, None) => Self::Forget(sure.parse().ok()?),
            ("review", "next", None) => Self::NextReview,
            ("comeback", due, Some(act)) => {
                Self::Review(parts.next()?.into(), Day::parse(due)?, review_press(act)?)
            }
            ("private", community, Some(day)) => {
                Self::Private(community.into(), Day::parse(day)?, private_press(parts.next()?)?)
            }
            (_, _, _) => return None,
        };
        parts.next().is_none().then_some(press)
    }
}

fn private_press(act: &str) -> Option<PrivatePress> {
    Some(match act {
        "write" => PrivatePress::Write,
        "show" => PrivatePress::Show,
        "take-back" => PrivatePress::TakeBack,
        "share" => PrivatePress::Share(true),
        "keep" => PrivatePress::Share(false),
        act => PrivatePress::Unshare(act.strip_prefix("unshare-")?.into()),
    })
}

fn review_press(act: &str) -> Option<ReviewPress> {
    if act == "answer" {
        return Some(ReviewPress::Answer);
    }
    let (name, count) = act.split_once('-')?;
    match name {
        "hints" => Some(ReviewPress::Hints(count.parse().ok()?)),
        "score" => Some(ReviewPress::Score(Score::new(count.parse().ok()?)?)),
        _ => None,
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

#[cfg(test)]
mod tests;
