//! What the buttons, the select and the forms of `/suggest` do.

use crate::domain::QuestionId;

/// What a button, the select or a form of `/suggest` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestPress {
    /// Opens the form; the same id submits it.
    New,
    /// The page again.
    List,
    /// A select of the community's own questions, to edit one.
    Own,
    /// Take this suggestion.
    Approve(String),
    /// Opens the form for changing this suggestion; the same id submits it.
    Edit(String),
    /// Opens the form for a note; the same id submits it and declines.
    Decline(String),
    /// Opens the form for changing one of the community's own questions; the same id submits it.
    EditOwn(QuestionId),
}

impl SuggestPress {
    /// The text form, without what stands before it.
    pub(super) fn id(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::List => "list".to_owned(),
            Self::Own => "own".to_owned(),
            Self::Approve(id) => format!("approve/{id}"),
            Self::Edit(id) => format!("edit/{id}"),
            Self::Decline(id) => format!("decline/{id}"),
            Self::EditOwn(id) => format!("edit-own/{id}"),
        }
    }

    /// Reads it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.split_once('/') {
            None => match text {
                "new" => Self::New,
                "list" => Self::List,
                "own" => Self::Own,
                _ => return None,
            },
            Some(("approve", id)) => Self::Approve(id.to_owned()),
            Some(("edit", id)) => Self::Edit(id.to_owned()),
            Some(("decline", id)) => Self::Decline(id.to_owned()),
            Some(("edit-own", id)) => Self::EditOwn(id.into()),
            Some(_) => return None,
        })
    }
}
