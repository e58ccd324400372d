//! A form to fill in: which one, and what stands in its fields. Its sentences follow from its names, in `words`.

use std::collections::BTreeMap;

use super::Press;

/// A form to fill in. It must be the first answer to whoever asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormView {
    /// Which one; its title follows.
    pub form: Form,
    /// What sending it does. As a button the same press opens the form, so that it can be offered again.
    pub submit: Press,
    /// One to five; together they take at most [`FormView::MOST`] characters.
    pub fields: Vec<FieldView>,
}

impl FormView {
    /// What all fields may hold together, so that a form that is refused can show everything typed on one message.
    pub const MOST: usize = 5_000;
}

/// The forms there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Posting time and zone.
    When,
    /// A private answer.
    Private,
    /// Words to look for in the bank.
    BankSearch,
    /// A question to propose, or to change.
    Suggest,
    /// A note to whoever proposed a question that is not taken.
    Decline,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// Which one; its label and its example follow.
    pub field: Field,
    /// What stands in it when the form opens.
    pub value: String,
    /// The fewest and the most characters; the fewest do not matter where it may stay empty.
    pub length: (u16, u16),
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it takes more than one line.
    pub paragraph: bool,
}

/// What can be typed into a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// A time of day.
    Time,
    /// A city or a zone.
    Zone,
    /// A private answer that stays so.
    Answer,
    /// A private answer that is shared once its question has closed.
    AnswerToShare,
    /// Words to look for.
    Search,
    /// A question's title.
    Title,
    /// What it tells and asks.
    Scenario,
    /// What a strong answer covers, a line each.
    Points,
    /// Where it comes from.
    Link,
    /// A hint.
    Nudge,
    /// A note to someone.
    Note,
}

const FIELDS: [(Field, &str); 11] = [
    (Field::Time, "time"),
    (Field::Zone, "zone"),
    (Field::Answer, "answer"),
    (Field::AnswerToShare, "answer-to-share"),
    (Field::Search, "search"),
    (Field::Title, "title"),
    (Field::Scenario, "scenario"),
    (Field::Points, "points"),
    (Field::Link, "link"),
    (Field::Nudge, "nudge"),
    (Field::Note, "note"),
];

impl Field {
    /// Every one.
    pub fn all() -> impl Iterator<Item = Self> {
        FIELDS.into_iter().map(|(field, _)| field)
    }

    /// The name it has on the platform.
    pub fn id(self) -> &'static str {
        FIELDS.iter().find(|(known, _)| *known == self).map_or("", |(_, id)| id)
    }

    /// The field of this name.
    pub fn named(id: &str) -> Option<Self> {
        FIELDS.iter().find(|(_, known)| *known == id).map(|(field, _)| *field)
    }
}

/// What was typed into a form, by field and without the spaces around it.
pub type Typed = BTreeMap<Field, String>;
