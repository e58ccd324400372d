//! Everything that a person can ask for, as data.

use chrono_tz::Tz;

use super::{BankAct, Suggest};
use crate::domain::{
    ChannelId, CommunityId, Day, Language, MemberId, Order, Period, QuestionId, RevealTime, RoleId, Score,
    Weekdays,
};
use crate::effect::ChannelKind;
use crate::view::ReviewPress;

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
    /// How this bot does what the question of this day asks.
    Practice(Day),
    /// Places to learn more: words or a topic.
    Resources(String),
    /// A streak: the asker's own without a member.
    Streak(Option<MemberId>),
    /// A question that comes back to the asker.
    Review(Review),
    /// How far the asker has come.
    Progress,
    /// The asker's private answer to a question.
    Private(Private),
    /// A page of a board, from 1.
    Leaderboard(Period, usize),
    /// The organiser's bank.
    Bank(BankAct),
    /// Questions that members propose.
    Suggest(Suggest),
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
    /// Share private answers unless their author says no, or only where they say yes.
    SharePrivate(bool),
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

/// What is done about the private answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Private {
    /// Where it was asked.
    pub community: CommunityId,
    /// On which day.
    pub day: Day,
    /// What.
    pub act: PrivateAct,
}

/// Something about a private answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrivateAct {
    /// Open the form, while the question is open.
    Write,
    /// Save what was written.
    Save {
        /// What, without the spaces around it.
        text: String,
        /// The platform's id for the form that was sent.
        sending: String,
    },
    /// Show it.
    Show,
    /// Take it back; of a closed question, delete its text.
    TakeBack,
    /// Share it once the question has closed, or keep it private.
    Share(bool),
    /// Take it out of the thread again: only its author may, who is named here.
    Unshare(MemberId),
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
