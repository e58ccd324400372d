//! Every key of a manifest, a question's front matter and a translation's: what it may hold and what it is for.
//!
//! The one truth about them: the reader holds files against these tables, and the schemas for editors are printed from
//! them. What spans several keys, such as the order of two dates, is the reader's own.

use crate::domain::{LinkKind, Premise, QuestionKind, QuestionStatus, ResourceKind, ResourceLevel};

/// The longest title, since it is also the name of a thread.
pub(crate) const LONGEST_TITLE: usize = 90;
/// The longest remark that goes with a question or a resource.
const LONGEST_NOTE: usize = 200;
/// The longest text of three about how this bot does it: together they are read in half a minute.
const LONGEST_PRACTICE: usize = 360;
/// More places than this are not gone to.
const MOST_PLACES: usize = 3;
const FORMAT_VERSION: i64 = 1;

/// A key that a table may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) need: Need,
    pub(super) kind: Kind,
    /// What it is for, in one sentence without its full stop.
    pub(super) about: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    Always,
    Never,
    /// When another key is one of these words.
    With(&'static str, &'static [&'static str]),
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text(Form),
    /// A list of texts, and how many there may be.
    Texts(Form, Option<usize>),
    OneOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// The one number that this program reads.
    Version(i64),
    Date,
    Table(&'static [Key]),
    Tables(&'static [Key]),
}

/// What a text must be, which is one line in any case.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Line,
    /// At most so many characters.
    Short(usize),
    /// Small letters, digits and single hyphens.
    Id,
    /// The id that the file or the folder is named by.
    OwnId,
    /// An https address.
    Address,
    /// A file of this repository and a piece of one of its lines, with `#` between them.
    Anchor,
}

/// The word of a resource's `status`, which other keys complete.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing {
    Current,
    Retired,
    Unknown,
}

pub(super) const KINDS: [(&str, QuestionKind); 1] = [("open", QuestionKind::Open)];
pub(super) const STATUSES: [(&str, QuestionStatus); 3] = [
    ("draft", QuestionStatus::Draft),
    ("ready", QuestionStatus::Ready),
    ("retired", QuestionStatus::Retired),
];
/// A premise that is not current is made from its note.
type FromNote = Option<fn(String) -> Premise>;
pub(super) const PREMISES: [(&str, FromNote); 3] =
    [("current", None), ("dated", Some(Premise::Dated)), ("retired", Some(Premise::Retired))];
pub(super) const LINK_KINDS: [(&str, LinkKind); 3] = [
    ("official", LinkKind::Official),
    ("practice", LinkKind::Practice),
    ("background", LinkKind::Background),
];
pub(super) const RESOURCE_KINDS: [(&str, ResourceKind); 4] = [
    ("guide", ResourceKind::Guide),
    ("workshop", ResourceKind::Workshop),
    ("playground", ResourceKind::Playground),
    ("tool", ResourceKind::Tool),
];
pub(super) const LEVELS: [(&str, ResourceLevel); 3] = [
    ("beginner", ResourceLevel::Beginner),
    ("intermediate", ResourceLevel::Intermediate),
    ("advanced", ResourceLevel::Advanced),
];
pub(super) const STANDINGS: [(&str, Standing); 3] =
    [("current", Standing::Current), ("retired", Standing::Retired), ("unknown", Standing::Unknown)];

const ID: Key = must("id", Kind::Text(Form::OwnId), "The name of its file or folder, for ever");
const TITLE: Key =
    must("title", Kind::Text(Form::Short(LONGEST_TITLE)), "What people see first, and its thread's name");
const REVISION: Kind = Kind::Number(1, 1_000_000);
const NOTE: Kind = Kind::Text(Form::Short(LONGEST_NOTE));
const LINES: Kind = Kind::Texts(Form::Line, None);
const IDS: Kind = Kind::Texts(Form::Id, None);
const TOLD: Kind = Kind::Text(Form::Short(LONGEST_PRACTICE));
const PRACTICE: Key = may("practice", Kind::Table(PRACTICE_KEYS), "How this bot does what the question asks");

/// The front matter of a question.
pub(super) const QUESTION: &[Key] = &[
    ID,
    TITLE,
    must("kind", Kind::OneOf(&names(&KINDS)), "How it is answered; all questions are open for now"),
    must(
        "status",
        Kind::OneOf(&names(&STATUSES)),
        "Only ready is asked: draft is not yet, retired is no longer",
    ),
    must("difficulty", Kind::Number(1, 5), "From 1 (a first week) to 5 (years of practice)"),
    must("topic", Kind::Text(Form::Id), "What it is about, in one slug"),
    may("tags", IDS, "More slugs for those who search"),
    must("minutes", Kind::Number(1, 120), "How long a good answer takes"),
    must("revision", REVISION, "Raised when the question comes to mean something else"),
    must("facts_as_of", Kind::Date, "The day its facts were checked; a date without quotes"),
    may(
        "review_by",
        Kind::Date,
        "The day they should be checked again, at most twelve months later; the pack may know it",
    ),
    must("premise", Kind::OneOf(&names(&PREMISES)), "Whether what it rests on still holds"),
    Key {
        name: "premise_note",
        need: Need::With("premise", &["dated", "retired"]),
        kind: NOTE,
        about: "What no longer holds",
    },
    may("inspired_by", Kind::Text(Form::Line), "Where its idea comes from"),
    may(
        "shows",
        Kind::Texts(Form::Anchor, Some(MOST_PLACES)),
        "Where this repository does what it asks about: a file, #, and a piece that one of its lines alone has",
    ),
    PRACTICE,
    may("links", Kind::Tables(LINK), "Where to read more; one at least is official"),
    may("resources", Kind::Texts(Form::Line, Some(3)), "Ids of resources that the answer points at"),
    may("authors", LINES, "Who wrote it, as they want to be thanked"),
    may("aliases", IDS, "Ids that it had before"),
];

const LINK: &[Key] = &[
    must("title", Kind::Text(Form::Line), "The title of the page"),
    must("url", Kind::Text(Form::Address), "Its https address"),
    must(
        "kind",
        Kind::OneOf(&names(&LINK_KINDS)),
        "Official is by those who make the thing; practice is to try it; background is the rest",
    ),
];

const PRACTICE_KEYS: &[Key] = &[
    must("does", TOLD, "What the bot itself does about it, or that it does not apply"),
    must("why", TOLD, "Why this and not something else"),
    must("leaves_out", TOLD, "What it leaves out on purpose, and who would need it"),
];

/// The front matter of a translation.
pub(super) const TRANSLATION: &[Key] = &[
    ID,
    TITLE,
    must("revision", REVISION, "The question's revision that it translates"),
    may("premise_note", NOTE, "The question's own, translated"),
    may("translators", LINES, "Who translated it, as they want to be thanked"),
    PRACTICE,
];

/// A pack's manifest.
pub(super) const PACK: &[Key] = &[
    must("format_version", Kind::Version(FORMAT_VERSION), "The version of this format"),
    ID,
    must("title", Kind::Text(Form::Line), "What the pack is called"),
    must("summary", Kind::Text(Form::Line), "What it is about, in one sentence"),
    must("license", Kind::Text(Form::Line), "Under which licence its questions are shared"),
    may("order", LINES, "Ids of its questions, in the order in which they are asked; the others follow"),
    may("default_review_months", Kind::Number(1, 12), "After how many months facts are checked again"),
    may("inspired_by", Kind::Table(CREDITS), "Whom it owes its idea to"),
    may("resources", Kind::Tables(RESOURCE), "What /resources finds"),
];

const CREDITS: &[Key] = &[
    must("title", Kind::Text(Form::Line), "The title of the work"),
    must("author", Kind::Text(Form::Line), "Who made it"),
    may("session_host", Kind::Text(Form::Line), "Who hosted the session"),
    may("series", Kind::Text(Form::Line), "The series it belongs to"),
    may("url", Kind::Text(Form::Address), "Its https address"),
];

const RESOURCE: &[Key] = &[
    must("id", Kind::Text(Form::Id), "Its slug, unique among all packs"),
    must("title", Kind::Text(Form::Line), "Its title"),
    must("url", Kind::Text(Form::Address), "Its https address"),
    must("good_for", NOTE, "What it is good for, in one line"),
    may("note", NOTE, "Why nothing replaces it when it is retired"),
    must("kind", Kind::OneOf(&names(&RESOURCE_KINDS)), "What it is"),
    must("level", Kind::OneOf(&names(&LEVELS)), "For whom it is"),
    may("topics", IDS, "Slugs that it is found by"),
    may("replaced_by", LINES, "Ids of resources to use instead"),
    must("status", Kind::OneOf(&names(&STANDINGS)), "Whether it is still kept up"),
    must("checked", Kind::Date, "The day someone looked; a date without quotes"),
];

const fn must(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, need: Need::Always, kind, about }
}

const fn may(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, need: Need::Never, kind, about }
}

/// The words without what they stand for.
const fn names<T: Copy, const N: usize>(words: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = words[at].0;
        at += 1;
    }
    names
}
