//! The question bank as it ships, and what its loader says of broken packs.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use insta::assert_snapshot;
use proptest::prelude::*;
use quotidian::domain::{LinkKind, Premise, QuestionStatus, ResourceStatus};
use quotidian::questions::{self, Faults, Loaded};

mod rules;
mod schema;
mod translations;

/// A pack that is right, to be broken in one place at a time.
const MANIFEST: &str = r#"format_version = 1
id = "w08-small"
title = "Small"
summary = "A pack for tests"
license = "CC-BY-SA-4.0"
order = ["w08-b"]
default_review_months = 6

[inspired_by]
title = "An article"
author = "Someone"
url = "https://example.org/article"

[[resources]]
id = "new-guide"
title = "New guide"
url = "https://docs.docker.com/guide/"
good_for = "Reading."
kind = "guide"
level = "beginner"
topics = ["docker"]
status = "current"
replaced_by = []
checked = 2026-11-23

[[resources]]
id = "old-guide"
title = "Old guide"
url = "https://docs.docker.com/old/"
good_for = "History."
kind = "workshop"
level = "advanced"
topics = []
status = "retired"
replaced_by = ["new-guide"]
checked = 2026-11-23
"#;

/// A question that is right, once `ID` is its name.
const QUESTION: &str = r#"+++
id = "ID"
title = "A question"
kind = "open"
status = "ready"
difficulty = 2
topic = "docker-images"
tags = ["docker"]
minutes = 6
revision = 1
facts_as_of = 2026-11-23
review_by = 2027-05-23
premise = "current"
inspired_by = "week-8-q1"
authors = ["quotidian"]
aliases = []
shows = ["deploy/Dockerfile#FROM scratch", ".dockerignore#*"]

[[links]]
title = "Docker"
url = "https://docs.docker.com/build/"
kind = "official"

[practice]
does = "It builds in one stage."
why = "It is small."
leaves_out = "A shell."
+++

## Scenario

Something is
at stake.

- one
- two

What now?

## Hints

1. A nudge
   that goes on.
2. A pointer.

## Strong answer

- [must] First.
- [must] Second.
- [must] Third.
- [plus] Fourth.

## Common wrong answers

- **"This."** Why not: that.
- **"That."** Why not: this.

## What changed

- Nothing.

## Follow-up

And then?
"#;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("the date exists")
}

/// The pack that is right, as its loader gets it.
fn pack() -> Vec<(PathBuf, String)> {
    let question = |id: &str| (PathBuf::from(format!("w08-small/{id}.md")), QUESTION.replace("ID", id));
    vec![
        ("README.md".into(), "For people.".to_owned()),
        ("w08-small/pack.toml".into(), MANIFEST.to_owned()),
        question("w08-a"),
        question("w08-b"),
        ("w08-small/w08-a.pt-BR.md".into(), "Nobody can choose this language yet.".to_owned()),
    ]
}

fn load(files: Vec<(PathBuf, String)>) -> Result<Loaded, Faults> {
    let files = files.into_iter().map(|(path, text)| (path, text.into_bytes()));
    questions::load(Path::new("questions"), files, today())
}

#[test]
fn the_embedded_bank_has_no_fault() {
    let loaded = questions::embedded(today()).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    assert!(loaded.bank.packs.iter().any(|pack| pack.id == "w08-containers" && pack.week == Some(8)));
}

#[test]
fn the_embedded_bank_is_the_folder_beside_the_manifest() {
    let embedded = questions::embedded(today()).unwrap();
    let folder =
        questions::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("questions"), today()).unwrap();
    assert_eq!(format!("{embedded:?}"), format!("{folder:?}"));
}

#[test]
fn everything_a_question_says_is_read() {
    let Loaded { bank, warnings } = load(pack()).unwrap();
    assert_eq!(warnings, []);
    let pack = bank.pack("w08-small").unwrap();
    assert_eq!((pack.week, pack.title.as_str()), (Some(8), "Small"));
    let ids: Vec<&str> = pack.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["w08-b", "w08-a"], "the order of the manifest, then by file name");
    let statuses: Vec<&ResourceStatus> = pack.resources.iter().map(|resource| &resource.status).collect();
    assert_eq!(statuses, [&ResourceStatus::Current, &ResourceStatus::Retired(vec!["new-guide".to_owned()])]);

    let (_, question) = bank.question(&"w08-a".into()).unwrap();
    assert_eq!((question.status, &question.premise), (QuestionStatus::Ready, &Premise::Current));
    assert_eq!((question.difficulty, question.minutes, question.revision), (2, 6, 1));
    assert_eq!(question.scenario, "Something is at stake.\n\n- one\n- two\n\nWhat now?");
    assert_eq!(question.hints, ["A nudge that goes on.", "A pointer."]);
    assert_eq!(question.must, ["First.", "Second.", "Third."]);
    assert_eq!(question.plus, ["Fourth."]);
    assert_eq!(question.wrong, ["**\"This.\"** Why not: that.", "**\"That.\"** Why not: this."]);
    assert_eq!(
        (question.changed.as_slice(), question.follow_up.as_str()),
        (&["Nothing.".to_owned()][..], "And then?")
    );
    assert_eq!(question.links[0].kind, LinkKind::Official);
    let shows: Vec<(&str, &str)> =
        question.shows.iter().map(|place| (place.path.as_str(), place.text.as_str())).collect();
    assert_eq!(shows, [("deploy/Dockerfile", "FROM scratch"), (".dockerignore", "*")]);
    let practice = question.practice.as_ref().unwrap();
    let told = [&practice.does, &practice.why, &practice.leaves_out];
    assert_eq!(told, ["It builds in one stage.", "It is small.", "A shell."]);
}

#[test]
fn the_ends_of_lines_and_a_byte_order_mark_do_not_matter() {
    let foreign =
        pack().into_iter().map(|(path, text)| (path, format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    assert_eq!(
        format!("{:?}", load(foreign.collect()).unwrap().bank),
        format!("{:?}", load(pack()).unwrap().bank)
    );
}

#[test]
fn a_broken_pack_tells_all_its_faults_at_once() {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let good = QUESTION.replace("ID", "w08-long");
    let long = good.replace("What now?", &"x".repeat(900)).replace("## Follow-up", "## Followup");
    write("README.md", b"For people.");
    write(".git/config", b"hidden");
    write("notes.txt", b"stray");
    write(
        "w08-small/pack.toml",
        MANIFEST.replace("w08-b", "w08-lnog").replace("[\"new", "[\"now").as_bytes(),
    );
    write("w08-small/w08-long.md", long.as_bytes());
    write("w08-small/w08-lost.fr.md", b"stray");
    write(
        "w08-small/w08-keys.md",
        good.replace("minutes = 6", "minuts = 6").replace("= 2027", "= 2029").as_bytes(),
    );
    write("w08-small/w08-broken.md", good.replace("difficulty = 2", "difficulty = ").as_bytes());
    write("w08-small/w08-bytes.md", b"+++\nid = \"\xff\"\n+++\n");
    write("w08-small/picture.png", b"stray");
    write("w09-other/w08-long.md", good.as_bytes());
    fs::create_dir_all(root.path().join("w10-empty")).unwrap();
    fs::create_dir_all(root.path().join("w08-small/inside")).unwrap();

    let faults = questions::folder(root.path(), today()).unwrap_err();
    let text = faults.to_string().replace(&root.path().display().to_string(), "questions");
    assert_snapshot!(text, @r#"
    questions/notes.txt: this is not a pack. Move it out of the questions.
    questions/w08-small/inside: a pack holds only pack.toml and questions named `<id>.md`. Move or rename this file.
    questions/w08-small/pack.toml:6: `order` names `w08-lnog`, which has no file. Did you mean `w08-long`?
    questions/w08-small/pack.toml:35: `replaced_by` names `now-guide`, which is no resource. Did you mean `new-guide`?
    questions/w08-small/picture.png: a pack holds only pack.toml and questions named `<id>.md`. Move or rename this file.
    questions/w08-small/w08-broken.md:6: this is not TOML: string values must be quoted, expected literal string. Correct the line.
    questions/w08-small/w08-bytes.md:2: the file is not UTF-8 text. Save it as UTF-8.
    questions/w08-small/w08-keys.md:1: `minutes` is missing. Add it.
    questions/w08-small/w08-keys.md:2: `id` is `w08-long`, but its file or folder is named `w08-keys`. Write `id = "w08-keys"`, or rename back.
    questions/w08-small/w08-keys.md:9: `minuts` is no known key here. Did you mean `minutes`?
    questions/w08-small/w08-keys.md:12: `review_by` 2029-05-23 is more than twelve months after `facts_as_of` 2026-11-23. 2027-11-23 is the latest.
    questions/w08-small/w08-long.md: the section `## Follow-up` is missing. Write it.
    questions/w08-small/w08-long.md:30: the scenario has 937 characters; at most 900 are allowed. Cut 37.
    questions/w08-small/w08-long.md:62: `## Followup` is no section of an open question. Did you mean `Follow-up`?
    questions/w08-small/w08-lost.fr.md: this translates `w08-lost`, which is not in the pack. Rename or remove it.
    questions/w09-other/pack.toml: the pack has no manifest. Write one: see README.md in questions/.
    questions/w09-other/w08-long.md: the question id `w08-long` is already taken by questions/w08-small/w08-long.md. An id is for ever: give the newer one another name.
    questions/w10-empty: the folder is empty. Add a pack.toml and questions, or remove it.
    "#);
}

/// Kubernetes mounts a folder of configuration as links into a hidden folder.
#[cfg(unix)]
#[test]
fn a_mounted_volume_of_links_is_read() {
    let root = tempfile::tempdir().unwrap();
    let mount = root.path().join("w08-small");
    fs::create_dir_all(mount.join("..data")).unwrap();
    for (path, text) in pack().into_iter().filter(|(path, _)| path.starts_with("w08-small")) {
        let name = path.file_name().unwrap();
        fs::write(mount.join("..data").join(name), text).unwrap();
        std::os::unix::fs::symlink(Path::new("..data").join(name), mount.join(name)).unwrap();
    }
    let loaded = questions::folder(root.path(), today()).unwrap();
    assert_eq!(loaded.bank.askable(&["w08-small".to_owned()]), ["w08-b".into(), "w08-a".into()]);
}

#[test]
fn a_folder_that_is_not_there_is_one_fault() {
    let faults = questions::folder(Path::new("/no/such/folder"), today()).unwrap_err();
    assert_snapshot!(faults, @"/no/such/folder: cannot read the folder: No such file or directory (os error 2). Check its path and permissions.");
}

#[test]
fn an_empty_folder_has_no_pack() {
    let root = tempfile::tempdir().unwrap();
    let faults = questions::folder(root.path(), today()).unwrap_err();
    assert_eq!(faults.faults[0].what, "there is no pack");
}

#[test]
fn facts_that_are_due_for_another_look_are_a_warning() {
    let files = pack().into_iter().map(|(path, text)| (path, text.into_bytes()));
    let later = NaiveDate::from_ymd_opt(2027, 5, 24).unwrap();
    let loaded = questions::load(Path::new("questions"), files, later).unwrap();
    assert_snapshot!(loaded.warnings[0], @"questions/w08-small/w08-a.md:12: the facts were due for another look by 2027-05-23. Check them again, then move `facts_as_of` and `review_by`.");
}

proptest! {
    #[test]
    fn no_text_makes_the_loader_panic(
        manifest in any::<String>(),
        question in any::<String>(),
        front in "(.*\n){0,8}",
        body in "((## (Scenario|Hints|Strong answer)|- (\\[must\\])?|1\\.|```|  |.)*\n){0,12}",
        bytes in prop::collection::vec(any::<u8>(), 0..64),
        path in "[a-z./ é]{0,12}",
    ) {
        let files = [
            ("w08-x/pack.toml", manifest.into_bytes()),
            ("w08-x/a.md", question.into_bytes()),
            ("w08-x/b.md", format!("+++\n{front}+++\n{body}").into_bytes()),
            ("w08-x/c.md", bytes),
            (path.as_str(), Vec::new()),
        ];
        let files = files.map(|(path, bytes)| (PathBuf::from(path), bytes));
        prop_assert!(questions::load(Path::new("questions"), files, today()).is_err());
    }

    #[test]
    fn no_cut_or_doubled_piece_makes_the_loader_panic(from in 0usize..1400, length in 0usize..80, twice in any::<bool>()) {
        let mut files = pack();
        for (_, text) in &mut files {
            let bounded = |at: usize| text.floor_char_boundary(at.min(text.len()));
            let (from, to) = (bounded(from), bounded(from + length));
            let piece = text[from..to].to_owned();
            text.replace_range(from..to, &if twice { piece.repeat(2) } else { String::new() });
        }
        let _ = load(files);
    }
}
