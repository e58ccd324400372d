//! What can be done in the organiser's bank, and the buttons that ask for it.

use crate::domain::{Decision, QuestionId};
use crate::view::BankPress;

/// What is done in the organiser's bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankAct {
    /// Show what comes next.
    Show,
    /// Open the form for words to look for.
    AskSearch,
    /// Find questions by words, or one by its id.
    Search(String),
    /// Show one question.
    Card(QuestionId),
    /// Show a question as members will see it.
    Preview(QuestionId),
    /// Show its answer.
    Answer(QuestionId),
    /// Decide about a question.
    Decide(Decision),
    /// Switch a pack on or off.
    Pack(bool, String),
    /// Ask today's question now.
    AskNow,
    /// Take the act of this number back.
    Undo(i64),
}

impl BankAct {
    /// What a pressed button asks for; `None` when it needs values.
    pub(in crate::commands) fn pressed(press: &BankPress) -> Option<Self> {
        Some(match press {
            BankPress::Coming => BankAct::Show,
            BankPress::Search => BankAct::AskSearch,
            BankPress::AskNow => BankAct::AskNow,
            BankPress::Preview(question) => BankAct::Preview(question.clone()),
            BankPress::Answer(question) => BankAct::Answer(question.clone()),
            BankPress::Decide(kind, round, question) => {
                BankAct::Decide(Decision { kind: *kind, question: question.clone(), round: *round })
            }
            BankPress::Pack(on, pack) => BankAct::Pack(*on, pack.clone()),
            BankPress::Undo(number) => BankAct::Undo(*number),
            BankPress::Look | BankPress::LookAside | BankPress::Packs => return None,
        })
    }

    /// Whether it may write.
    pub(in crate::commands) fn writes(&self) -> bool {
        match self {
            Self::Decide(_) | Self::Pack(..) | Self::AskNow | Self::Undo(_) => true,
            Self::Show
            | Self::AskSearch
            | Self::Search(_)
            | Self::Card(_)
            | Self::Preview(_)
            | Self::Answer(_) => false,
        }
    }
}
