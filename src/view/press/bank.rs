//! What the buttons and selects of the bank's panel do, by ids that outlive a restart: each names what it is about.

use crate::domain::{DecisionKind, QuestionId};

/// What a button or a select of the bank's panel does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankPress {
    /// What comes next.
    Coming,
    /// A select of questions to come: look at one.
    Look,
    /// A select of questions that are left out: look at one.
    LookAside,
    /// A select of packs, to switch one.
    Packs,
    /// Opens the form for words to look for; the same id submits it.
    Search,
    /// Asks today's question now.
    AskNow,
    /// A question as members will see it.
    Preview(QuestionId),
    /// Its answer.
    Answer(QuestionId),
    /// Decides about a question, in a round.
    Decide(DecisionKind, i64, QuestionId),
    /// Switches a pack on or off.
    Pack(bool, String),
    /// Takes the act of this number back.
    Undo(i64),
}

const PLAIN: [(BankPress, &str); 6] = [
    (BankPress::Coming, "coming"),
    (BankPress::Look, "look"),
    (BankPress::LookAside, "aside"),
    (BankPress::Packs, "packs"),
    (BankPress::Search, "search"),
    (BankPress::AskNow, "now"),
];

const DECISIONS: [(DecisionKind, &str); 4] = [
    (DecisionKind::Skip, "skip"),
    (DecisionKind::Next, "next"),
    (DecisionKind::Retire, "retire"),
    (DecisionKind::Restore, "restore"),
];

impl BankPress {
    /// The text form, after the `bank/` of all of them.
    pub(super) fn id(&self) -> String {
        match self {
            Self::Coming | Self::Look | Self::LookAside | Self::Packs | Self::Search | Self::AskNow => {
                let name = PLAIN.iter().find(|(known, _)| known == self).map_or("coming", |(_, name)| name);
                (*name).to_owned()
            }
            Self::Preview(question) => format!("preview/{question}"),
            Self::Answer(question) => format!("answer/{question}"),
            Self::Decide(kind, round, question) => {
                let name =
                    DECISIONS.iter().find(|(known, _)| known == kind).map_or("restore", |(_, name)| name);
                format!("{name}/{round}/{question}")
            }
            Self::Pack(true, pack) => format!("on/{pack}"),
            Self::Pack(false, pack) => format!("off/{pack}"),
            Self::Undo(number) => format!("undo/{number}"),
        }
    }

    /// Reads the text form.
    pub(super) fn parse(id: &str) -> Option<Self> {
        if let Some((press, _)) = PLAIN.iter().find(|(_, name)| *name == id) {
            return Some(press.clone());
        }
        let (name, rest) = id.split_once('/').filter(|(_, rest)| !rest.is_empty())?;
        if let Some((kind, _)) = DECISIONS.iter().find(|(_, known)| *known == name) {
            let (round, question) = rest.split_once('/').filter(|(_, question)| !question.is_empty())?;
            return Some(Self::Decide(*kind, round.parse().ok()?, question.into()));
        }
        match name {
            "preview" => Some(Self::Preview(rest.into())),
            "answer" => Some(Self::Answer(rest.into())),
            "on" => Some(Self::Pack(true, rest.to_owned())),
            "off" => Some(Self::Pack(false, rest.to_owned())),
            "undo" => Some(Self::Undo(rest.parse().ok()?)),
            _ => None,
        }
    }
}
