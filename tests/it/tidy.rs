//! The house stays as ARCHITECTURE.md says: what breaks a sentence of it is told in that sentence.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use rules::{LONG, RULES};

mod reading;
mod rules;

use reading::File;

#[test]
fn the_house_is_as_architecture_md_says() {
    let broken = broken(&repository());
    let sentences = sentences();
    let mut said = String::new();
    for (id, places) in &broken {
        let sentence = &sentences[id];
        writeln!(said, "\nARCHITECTURE.md says [{id}]: {sentence}\nBut:\n  {}", places.join("\n  ")).unwrap();
    }
    assert!(broken.is_empty(), "{said}");
}

#[test]
fn every_sentence_has_a_check_and_every_check_a_sentence() {
    let written: Vec<String> = sentences().into_keys().collect();
    let mut checked: Vec<&str> = RULES.iter().map(|(id, _)| *id).collect();
    checked.sort_unstable();
    assert_eq!(
        written, checked,
        "the tables of ARCHITECTURE.md on the left, tests/it/tidy/rules.rs on the right"
    );
}

#[test]
fn every_file_of_stories_is_told() {
    let main = include_str!("main.rs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let files = std::fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path());
    let names = files.filter_map(|path| Some(path.file_name()?.to_str()?.strip_suffix(".rs")?.to_owned()));
    let untold: Vec<String> =
        names.filter(|name| name != "main" && !main.contains(&format!("mod {name};"))).collect();
    assert_eq!(untold, [""; 0], "tests/it/main.rs does not name these, so their stories do not run");
}

#[test]
fn every_file_listed_as_long_is_long() {
    let files = repository();
    for (path, _) in LONG {
        let file = files.iter().find(|file| file.path == *path);
        let is_long = file.is_some_and(|file| file.text.lines().count() > 400);
        assert!(is_long, "{path} is no longer than 400 lines: take it out of tests/it/tidy/rules.rs");
    }
}

#[test]
fn every_rule_can_be_broken() {
    let mut untried: Vec<&str> = RULES.iter().map(|(id, _)| *id).collect();
    for (id, path, text) in BAD {
        let broken = broken(&[File::new(path, text)]);
        assert_eq!(broken.keys().collect::<Vec<_>>(), [id], "{path}: {text}");
        untried.retain(|rule| rule != id);
    }
    let long = broken(&[File::new("src/app/long.rs", &"\n".repeat(401))]);
    assert_eq!(long.keys().collect::<Vec<_>>(), ["short-files"]);
    untried.retain(|rule| *rule != "short-files");
    assert!(untried.is_empty(), "nothing shows that these can be broken: {untried:?}");
}

#[test]
fn what_is_allowed_is_let_through() {
    for (path, text) in GOOD {
        assert_eq!(broken(&[File::new(path, text)]), BTreeMap::new(), "{path}: {text}");
    }
}

/// One thing wrong in each, and the sentence that it breaks.
const BAD: &[(&str, &str, &str)] = &[
    ("domain-pure", "src/domain/day.rs", "use crate::store::Tx;"),
    ("domain-pure", "src/domain/day.rs", "#[derive(serde::Serialize)] struct Day;"),
    ("domain-pure", "src/domain/day.rs", "pub async fn day() {}"),
    ("domain-pure", "src/domain/day/moved.rs", "use super::super::super::clock::Clock;"),
    ("view-data", "src/view.rs", "use crate::words::Words;"),
    ("words-doors", "src/words.rs", "use crate::{domain::Day, commands::Actor};"),
    ("event-told", "src/event.rs", "fn at() { crate::app::daily(); }"),
    ("effect-stored", "src/effect.rs", "use super::store::Outgoing;"),
    ("store-below", "src/store/outbox.rs", "use crate::effect::Effect;"),
    ("compose-alike", "src/compose.rs", "use crate::app::App;"),
    ("commands-below-app", "src/commands/mod.rs", "use crate::app::App;"),
    ("commands-below-app", "src/commands/streak.rs", "use super::super::clock::Clock;"),
    ("app-doors", "src/app/mod.rs", "use crate::{domain::Day, clock::Clock};"),
    ("pump-between", "src/pump.rs", "use crate::ops::Health;"),
    ("discord-outside", "src/discord/events.rs", "use crate::store::Store;"),
    ("standin-stranger", "src/standin/discord/http.rs", "use crate::clock::Clock;"),
    ("wired-once", "src/cli.rs", "use crate::standin::discord::Discord;"),
    ("wired-once", "src/check.rs", "use crate::discord::Rest;"),
    ("serenity-once", "src/pump.rs", "use serenity::model::id::{GuildId, UserId};"),
    ("serenity-once", "src/run.rs", "fn run() { serenity::Client::builder(); }"),
    ("core-without-wire", "src/commands/doctor.rs", "use reqwest::Client;"),
    ("sql-once", "src/app/daily.rs", "use sqlx::Row;"),
    ("sql-once", "src/check.rs", "const ALL: &str = \"select day\\n from asked\";"),
    ("clock-once", "src/pump.rs", "fn now() { let now = chrono::Utc::now(); }"),
    ("clock-once", "src/standin/discord/http.rs", "fn now() { SystemTime::now(); }"),
    ("environment-once", "src/run.rs", "use std::{env, io};"),
    ("files-once", "src/check.rs", "fn read() { std::fs::read_to_string(\"a\"); }"),
    ("files-once", "src/check.rs", "use tokio::fs::File;"),
    ("no-drawers", "src/app/utils.rs", ""),
    ("no-drawers", "tests/it/helpers/mod.rs", ""),
    ("no-skipped-tests", "tests/it/ops.rs", "#[test]\n#[ignore = \"slow\"]\nfn it_works() {}"),
    ("nothing-left-to-do", "src/run.rs", "fn run() { todo!() }"),
    ("sql-shared", "src/store/asked.rs", "const ALL: &str = \"SELECT day FROM asked\";"),
    ("sql-shared", "migrations/0002_more.sql", "alter table asked add column late boolean;"),
    ("sql-shared", "migrations/0002_more.sql", "create table a (\n    day timestamptz not null\n);"),
    ("sql-shared", "migrations/0002_more.sql", "CREATE INDEX a ON b (c);"),
    ("sum-cast", "src/store/asked.rs", "const ALL: &str = \"select sum(round) from asked\";"),
];

/// Nothing wrong in any.
const GOOD: &[(&str, &str)] = &[
    ("src/domain/day.rs", "//! Not serde::Serialize, nor crate::store.\nuse chrono::Utc; /* sqlx::Row */"),
    ("src/domain/day/tests.rs", "use proptest::prelude::*; use crate::store::Tx;"),
    ("src/domain/mod.rs", "mod store; pub use store::Day;"),
    ("src/app/daily.rs", "use super::{enqueue, membership}; use crate::{domain::Day, store::Tx};"),
    ("src/discord/rest/tests.rs", "use crate::standin::discord::Discord;"),
    ("src/telemetry.rs", "const HIDDEN: &str = \"serenity::http\"; const QUOTE: char = '\"';"),
    ("src/cli.rs", "const ABOUT: &str = r#\"Select a \"channel\"\"#; fn life<'a>(a: &'a str) {}"),
    ("src/clock.rs", "fn now() { Utc::now(); }"),
    ("src/pump.rs", "fn now() { self.clock.now(); Instant::now(); }"),
    ("src/ops.rs", "const VERSION: &str = env!(\"CARGO_PKG_VERSION\");"),
    (
        "src/store/asked.rs",
        "const ALL: &str = \"select cast(coalesce(sum(round), 0) as bigint) from asked where a = 'Z'\";",
    ),
    (
        "migrations/0002_more.sql",
        "-- Why: Z.\ncreate table a (\n    day text not null,\n    n bigint,\n    primary key (day)\n);",
    ),
];

/// Every place that breaks a rule, by the rule's id.
fn broken(files: &[File]) -> BTreeMap<String, Vec<String>> {
    let mut broken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, check) in RULES {
        for file in files {
            for (line, what) in check(file) {
                broken.entry((*id).to_owned()).or_default().push(format!("{}:{line} {what}", file.path));
            }
        }
    }
    broken
}

/// Everything that git knows of these folders.
fn repository() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = Command::new("git")
        .args(["ls-files", "--", "src", "tests", "benches", "migrations"])
        .current_dir(root)
        .output()
        .expect("this test asks git which files there are, and there is no git: please install it");
    assert!(
        listed.status.success(),
        "this test asks git which files there are, and git says: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let listed = String::from_utf8_lossy(&listed.stdout);
    // A picture is not text; a file that was just deleted is still listed.
    let read = |path: &str| Some(File::new(path, &std::fs::read_to_string(root.join(path)).ok()?));
    listed.lines().filter_map(read).collect()
}

/// The sentences of ARCHITECTURE.md by their ids: rows of its tables that begin with an id in brackets.
fn sentences() -> BTreeMap<String, String> {
    let rows = include_str!("../../ARCHITECTURE.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| [")?.split_once("] | "));
    rows.map(|(id, rest)| (id.to_owned(), rest.trim_end_matches(" |").to_owned())).collect()
}

/// The crates that Cargo.toml names, as Rust spells them.
fn dependencies() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let manifest = include_str!("../../Cargo.toml").parse::<toml::Table>().expect("cargo has read it");
        let tables = ["dependencies", "dev-dependencies"]
            .map(|key| manifest[key].as_table().expect("cargo has read it"));
        tables.into_iter().flat_map(toml::Table::keys).map(|name| name.replace('-', "_")).collect()
    });
    &NAMES
}

/// The modules of the library.
fn modules() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let lines = include_str!("../../src/lib.rs").lines();
        let named = lines.filter_map(|line| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod "));
        named.map(|name| name.trim_end_matches(';').to_owned()).collect()
    });
    &NAMES
}
