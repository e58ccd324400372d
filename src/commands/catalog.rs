//! Every slash command with its options, as one table to be read from top to bottom.

use crate::words::Words;

/// A command of the catalogue.
pub struct Spec {
    /// The name typed after the slash.
    pub name: &'static str,
    /// What it does, at most 100 characters.
    pub about: fn(Words) -> String,
    /// What may be given with it.
    pub options: &'static [OptionSpec],
    /// Whether only organisers see it by default.
    pub organisers: bool,
}

/// What may be given with a command.
pub struct OptionSpec {
    /// The name typed.
    pub name: &'static str,
    /// What it means, at most 100 characters.
    pub about: fn(Words) -> String,
    /// What kind of thing it is.
    pub kind: OptionKind,
    /// Whether it must be given.
    pub required: bool,
}

/// A kind of option.
pub enum OptionKind {
    /// Text, with suggestions while typing.
    Search,
    /// A person.
    Member,
    /// Yes or no.
    Flag,
    /// One of a few.
    Choice(&'static [ChoiceSpec]),
}

/// One of a few things to choose from: its value, and what it is called.
pub type ChoiceSpec = (&'static str, fn(Words) -> String);

/// The option that makes a private reply public.
pub const SHARE: &str = "share";

const SHARE_OPTION: OptionSpec =
    OptionSpec { name: SHARE, about: Words::option_share, kind: OptionKind::Flag, required: false };

/// Every command, in the order of `/help`.
pub const CATALOG: &[Spec] = &[
    Spec { name: "today", about: Words::command_today, options: &[SHARE_OPTION], organisers: false },
    Spec {
        name: "streak",
        about: Words::command_streak,
        options: &[
            OptionSpec {
                name: "member",
                about: Words::option_member,
                kind: OptionKind::Member,
                required: false,
            },
            SHARE_OPTION,
        ],
        organisers: false,
    },
    Spec {
        name: "leaderboard",
        about: Words::command_leaderboard,
        options: &[
            OptionSpec {
                name: "period",
                about: Words::option_period,
                kind: OptionKind::Choice(&[
                    ("week", Words::period_week),
                    ("month", Words::period_month),
                    ("all", Words::period_all),
                ]),
                required: false,
            },
            SHARE_OPTION,
        ],
        organisers: false,
    },
    Spec { name: "review", about: Words::command_review, options: &[], organisers: false },
    Spec { name: "progress", about: Words::command_progress, options: &[SHARE_OPTION], organisers: false },
    Spec {
        name: "question",
        about: Words::command_question,
        options: &[
            OptionSpec {
                name: "search",
                about: Words::option_question,
                kind: OptionKind::Search,
                required: true,
            },
            SHARE_OPTION,
        ],
        organisers: false,
    },
    Spec {
        name: "resources",
        about: Words::command_resources,
        options: &[
            OptionSpec {
                name: "search",
                about: Words::option_resources,
                kind: OptionKind::Search,
                required: true,
            },
            SHARE_OPTION,
        ],
        organisers: false,
    },
    Spec { name: "suggest", about: Words::command_suggest, options: &[], organisers: false },
    Spec { name: "privacy", about: Words::command_privacy, options: &[], organisers: false },
    Spec { name: "help", about: Words::command_help, options: &[], organisers: false },
    Spec {
        name: "setup",
        about: Words::command_setup,
        options: &[OptionSpec {
            name: "city",
            about: Words::option_city,
            kind: OptionKind::Search,
            required: false,
        }],
        organisers: true,
    },
    Spec {
        name: "bank",
        about: Words::command_bank,
        options: &[OptionSpec {
            name: "search",
            about: Words::option_bank,
            kind: OptionKind::Search,
            required: false,
        }],
        organisers: true,
    },
    Spec { name: "doctor", about: Words::command_doctor, options: &[], organisers: true },
];
