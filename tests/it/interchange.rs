//! A community's own questions out to files and back in: nothing is lost, and nothing wrong gets in.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use insta::assert_snapshot;
use proptest::prelude::*;
use quotidian::domain::{CommunityId, Question};
use quotidian::exchange;
use quotidian::questions::{self, Draft, Format};
use quotidian::store::{Community, OwnQuestion, Store};
use tempfile::TempDir;

use crate::own::{draft, here};
use crate::postgres::Db;
use crate::town::{Town, text};

const COMMUNITY: &str = "discord:1";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn community() -> CommunityId {
    COMMUNITY.into()
}

/// A database that knows one community.
async fn known(db: &Db) -> Store {
    let store = Store::open(&db.url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.put_community(&Community::new(community(), vec!["w08-containers".to_owned()])).await.unwrap();
    tx.commit().await.unwrap();
    store
}

async fn own(store: &Store) -> Vec<OwnQuestion> {
    store.read().await.unwrap().own_questions(&community()).await.unwrap()
}

async fn packs(store: &Store) -> Vec<String> {
    store.read().await.unwrap().community(&community()).await.unwrap().unwrap().packs
}

/// Everything that could be taken for something else: markup, quotes, formulas, blank lines, code, other scripts.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,30}",
        "(## |# |- |\\* |1\\. |> |=|\\+|@|'|\"|,|;|\\\\|``` ?|\\+\\+\\+|\\[must\\] |\t|  )[a-z \"]{0,8}",
        "[a-zé→日本🦀]{1,12}",
        Just(String::new()),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.join("\n"))
}

fn line() -> impl Strategy<Value = String> {
    "[!-~é日🦀]([ -~é日🦀]{0,30}[!-~é日🦀])?"
}

prop_compose! {
    fn drafts()(
        (title, scenario, follow_up, note) in (line(), prose(), prose(), line()),
        (must, plus) in (prop::collection::vec(prose(), 1..4), prop::collection::vec(prose(), 0..3)),
        (wrong, changed) in (prop::collection::vec(prose(), 0..3), prop::collection::vec(prose(), 0..3)),
        (hints, authors) in (prop::collection::vec(prose(), 0..4), prop::collection::vec(line(), 0..3)),
        (difficulty, minutes, revision, premise) in (1..6u8, 1..121u32, 1..99i64, 0..3usize),
        links in prop::collection::vec((line(), "[a-z]{1,8}", 0..3usize), 0..3),
        tags in prop::collection::vec("[a-z]{1,5}(-[a-z0-9]{1,5})?", 0..3),
    ) -> Draft {
        let kinds = ["official", "practice", "background"];
        let premise = ["current", "dated", "retired"][premise];
        Draft {
            title,
            scenario,
            follow_up,
            must,
            plus,
            wrong,
            changed,
            hints,
            authors,
            tags,
            difficulty: difficulty.to_string(),
            minutes: minutes.to_string(),
            revision: revision.to_string(),
            premise: premise.to_owned(),
            premise_note: if premise == "current" { String::new() } else { note },
            links: links
                .into_iter()
                .map(|(title, path, kind)| [title, format!("https://example.org/{path}"), kinds[kind].to_owned()])
                .collect(),
            ..Draft::default()
        }
        .completed(now().date_naive())
    }
}

/// Of drafts that make a question, the questions with their authors; each with an id of its own.
fn settled(drafts: Vec<Draft>) -> Vec<(Question, Vec<String>)> {
    let numbered = (1..).zip(drafts).map(|(n, draft)| Draft { id: format!("own-{n}"), ..draft });
    numbered.filter_map(|draft| Some((questions::settled(&draft).ok()?.0, draft.authors))).collect()
}

fn out_and_in(format: Format, name: &str, all: &[(Question, Vec<String>)]) -> Vec<(Question, Vec<String>)> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    questions::export(&path, format, all).unwrap();
    let mut back = questions::import(&path, now().date_naive()).unwrap();
    back.sort_by_key(|one| all.iter().position(|(question, _)| question.id == one.question.id));
    back.into_iter().map(|one| (one.question, one.authors)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_question_survives_a_sheet_and_a_folder(drafts in prop::collection::vec(drafts(), 1..4)) {
        let all = settled(drafts);
        prop_assume!(!all.is_empty());
        for (question, _) in &all {
            let text = Draft::from(question).text();
            prop_assert_eq!(&questions::own(&question.id, &text).unwrap(), question);
        }
        prop_assert_eq!(&out_and_in(Format::Csv, "all.csv", &all), &all);
        prop_assert_eq!(&out_and_in(Format::Markdown, "all", &all), &all);
    }

    #[test]
    fn no_file_makes_the_import_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in prose()) {
        let folder = TempDir::new().unwrap();
        let sheet = [b"title,scenario,must,links,hint_1\n".to_vec(), bytes.clone(), text.clone().into_bytes()].concat();
        for (name, bytes) in [("a.csv", bytes.clone()), ("b.csv", sheet), ("c.md", bytes), ("d.md", text.into_bytes())] {
            fs::write(folder.path().join(name), bytes).unwrap();
            let _ = questions::import(&folder.path().join(name), now().date_naive());
        }
    }
}

#[test]
fn the_banks_questions_survive_both_too() {
    let loaded = questions::embedded(now().date_naive()).unwrap();
    let bank = loaded.bank.packs.into_iter().flat_map(|pack| pack.questions);
    // An own question is in the language that its community speaks, and has nothing to show in this repository.
    let own = |question: Question| {
        let id = format!("own-{}", question.id).into();
        Question { id, translations: Vec::new(), shows: Vec::new(), practice: None, ..question }
    };
    let all: Vec<_> = bank.map(|question| (own(question), Vec::new())).collect();
    assert!(all.len() >= 25);
    assert_eq!(out_and_in(Format::Csv, "all.csv", &all), all);
    assert_eq!(out_and_in(Format::Markdown, "all", &all), all);
}

#[tokio::test]
async fn questions_go_through_the_database_and_out_again() {
    for db in Db::both().await {
        let (store, folder) = (known(&db).await, TempDir::new().unwrap());
        let (one, two) = (folder.path().join("one.csv"), folder.path().join("two"));
        let named = Draft { authors: vec!["The *evening* class".to_owned()], ..draft("Why tabs?") };
        let all = settled(vec![named, draft("Why spaces?")]);
        questions::export(&one, Format::Csv, &all).unwrap();
        let said = exchange::import(&db.url, &community(), &one, now()).await.unwrap();
        assert!(said.starts_with("imported: 2 new, 0 changed"), "{said}");
        assert_eq!(packs(&store).await, ["w08-containers", "own"], "the first ones are switched on");
        exchange::export(&db.url, &community(), (Format::Markdown, &two)).await.unwrap();
        let back = questions::import(&two, now().date_naive()).unwrap();
        let back: Vec<_> = back.into_iter().map(|one| (one.question, one.authors)).collect();
        assert_eq!(back, all);
        let again = exchange::export(&db.url, &community(), (Format::Markdown, &two)).await.unwrap_err();
        assert!(again.to_string().ends_with("is there already; name a new one"), "{again}");
        let before = own(&store).await;
        let said = exchange::import(&db.url, &community(), &two, now()).await.unwrap();
        assert!(said.starts_with("imported: 0 new, 0 changed"), "{said}");
        assert_eq!(own(&store).await, before, "the same again changes nothing");
        store.close().await;
    }
}

#[tokio::test]
async fn a_change_of_meaning_is_a_new_revision_and_thanks_stay_with_whom_they_belong() {
    let db = Db::sqlite();
    let (store, folder) = (known(&db).await, TempDir::new().unwrap());
    let path = folder.path().join("ours.csv");
    let import = async |sheet: &str, days: i64| {
        fs::write(&path, sheet).unwrap();
        exchange::import(&db.url, &community(), &path, now() + Duration::days(days)).await.unwrap()
    };
    import("title,scenario,must,difficulty\nWhy tabs?,Say why.,Width.,2\n", 0).await;
    let mut first = own(&store).await.remove(0);
    first.author = Some("ada".into());
    let mut tx = store.begin().await.unwrap();
    tx.put_own_question(&community(), &first, now()).await.unwrap();
    tx.commit().await.unwrap();
    import("id,title,scenario,must,difficulty,facts_as_of\nown-why-tabs,Tabs - why?,Say why.,Width.,4,2026-11-18\n", 1).await;
    let second = own(&store).await.remove(0);
    assert_eq!((second.revision, second.author.as_ref()), (1, first.author.as_ref()), "the same question");
    let said = import("id,title,scenario,must\nown-why-tabs,Tabs: why?,Say why not.,Width.\n", 2).await;
    assert!(said.contains("0 new, 1 changed (1 of them with another meaning)"), "{said}");
    assert_eq!(own(&store).await[0].revision, 2);
    import("id,title,scenario,must,authors\nown-why-tabs,Tabs: why?,Say why not.,Width.,Bob\n", 3).await;
    let last = own(&store).await.remove(0);
    assert_eq!((last.revision, last.author, last.credit), (2, None, Some("Bob".to_owned())));
    store.close().await;
}

#[tokio::test]
async fn whatever_is_wrong_is_told_at_once_and_leaves_the_database_as_it_was() {
    for db in Db::both().await {
        let (store, folder) = (known(&db).await, TempDir::new().unwrap());
        let good = "title,scenario,must\nWhy tabs?,Say why.,Width.\n";
        let good_file = folder.path().join("good.csv");
        fs::write(&good_file, good).unwrap();
        exchange::import(&db.url, &community(), &good_file, now()).await.unwrap();
        let before = (own(&store).await, packs(&store).await);
        let ten_megabytes = format!("{good}{}", "Another?,Say why.,Width.\n".repeat(410_000));
        let many_faults = format!("{good}{}", "x,y\n".repeat(900_000));
        let many_rows: String =
            std::iter::once(good.to_owned()).chain((0..1_001).map(|n| format!("Q {n},Say,Why\n"))).collect();
        for (name, bytes, told) in [
            ("large.csv", ten_megabytes.into_bytes(), "it has more than 8388 kB"),
            ("faults.csv", many_faults.into_bytes(), "and 950 more"),
            ("rows.csv", many_rows.into_bytes(), "there are more than 1000 rows"),
            (
                "open.csv",
                format!("{good}\"never closed,{}", "x".repeat(30_000)).into_bytes(),
                ":3: the row has 1 cells",
            ),
            ("columns.csv", b"title,scenaro,must\na,b,c\n".to_vec(), "Did you mean `scenario`?"),
            ("empty.csv", Vec::new(), "the sheet is empty"),
            ("bytes.csv", [good.as_bytes(), b"\xff\xfe,b,c\n"].concat(), "`title` is not UTF-8 text"),
            ("nul.csv", format!("{good}A,b\0,c\n").into_bytes(), "NUL character"),
            ("own-a.md", b"no front matter".to_vec(), "does not begin with `+++`"),
            ("own-b.md", vec![b'x'; 10_000_000], "it has more than 20 kB"),
            ("own-c.md", vec![0xff; 50], "not UTF-8 text"),
            ("d.txt", good.as_bytes().to_vec(), "neither a sheet nor a question"),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            let error = exchange::import(&db.url, &community(), &path, now()).await.unwrap_err().to_string();
            assert!(
                error.contains(told),
                "{name}: {told:?} is not in:\n{}",
                &error[..error.len().min(2_000)]
            );
            assert!(error.ends_with("Nothing was imported."), "{name}");
            assert!(error.len() < 20_000, "{name}: {} characters", error.len());
            assert_eq!((own(&store).await, packs(&store).await), before, "{name}");
        }
        let nobody = exchange::import(&db.url, &"discord:9".into(), &good_file, now()).await.unwrap_err();
        assert!(nobody.to_string().contains("it knows: discord:1"), "{nobody}");
        store.close().await;
    }
}

#[test]
fn each_fault_names_its_row_and_its_mend() {
    let folder = TempDir::new().unwrap();
    let sheet = "id;title;scenario;must;difficulty;links;facts_as_of\n\
                 w08-image-size;Mine;What?;This.;2;https://example.org/a;2026-11-01\n\
                 own-a;;What?;This.;nine;http://example.org;2026-13-01\n\
                 own-b;\"Over\ntwo lines\";What?;;2;;2026-11-01\n\
                 own-c;Right;What?;This.;2;A page <https://example.org/b> official;2026-11-01\n\
                 own-c;Again;What?;This.;2;;2026-11-01\n";
    fs::write(folder.path().join("s.csv"), sheet).unwrap();
    let error = questions::import(&folder.path().join("s.csv"), now().date_naive()).unwrap_err().to_string();
    let error = error.replace(&folder.path().display().to_string(), "");
    assert_snapshot!(error, @"
    /s.csv:2: the id `w08-image-size` does not begin with `own-`. Write `own-w08-image-size`: the others are the bank's.
    /s.csv:3: `title` is missing. Add it.
    /s.csv:3: `difficulty` is not a whole number from 1 to 5. Correct it.
    /s.csv:3: `facts_as_of` is not a date without quotes, as in 2026-11-23. Correct it.
    /s.csv:3: `http://example.org` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
    /s.csv:4: the section `## Strong answer` is missing. Write it.
    /s.csv:4: `title` is not one line of text in quotes. Correct it.
    /s.csv:7: the id `own-c` is also that of line 6. Give one of them another `id`.
    Nothing was imported.
    ");
    let missing = questions::import(Path::new("/no/such.csv"), now().date_naive()).unwrap_err().to_string();
    assert!(missing.starts_with("/no/such.csv: cannot read the file: No such file"), "{missing}");
}

#[tokio::test]
async fn a_bot_that_runs_asks_what_was_just_imported() {
    let town = Town::running().await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ours.csv");
    fs::write(&path, "title,scenario,must\n\"=Why, tabs?\",Say why.,\"Width.\nTaste.\"\n").unwrap();
    exchange::import(&town.database_url(), &here(&town), &path, town.clock.now()).await.unwrap();
    let panel = town.runs("Amina", "/setup", &[]).await;
    assert!(text(&panel).contains("Our own questions (1 question)"), "{}", text(&panel));
    town.chooses("Amina", &panel, "setup/packs", &["own"]).await;
    town.at("Mon 09:00").await;
    assert_eq!(town.titles(), ["Day 1 · =Why, tabs?"]);
    town.close().await;
}
