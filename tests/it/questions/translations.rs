//! A question in another language: used while it tells what the question tells, and said to be stale when not.

use std::path::Path;

use insta::assert_snapshot;
use quotidian::domain::Language;
use quotidian::questions::{self, Loaded};

use super::{QUESTION, pack, today};

const PRACTICE: &str = r#"
[practice]
does = "Il construit dans une étape."
why = "C'est petit."
leaves_out = "Un shell."
"#;

/// A translation that is right.
fn french() -> String {
    let (_, body) = QUESTION.split_once("\n+++\n").unwrap();
    let body = body.replace("## Scenario\n\nSomething", "## Scenario\n\nQuelque chose");
    let body = body.replace("**\"", "**« ").replace("\"** Why not: ", " »** Pourquoi c'est faux : ");
    format!(
        "+++\nid = \"w08-a\"\ntitle = \"Une question\"\nrevision = 1\ntranslators = [\"ada\"]\n{PRACTICE}+++\n{body}"
    )
}

fn with(translation: &str, change: (&str, &str)) -> Result<Loaded, questions::Faults> {
    let mut files = pack();
    for (path, text) in &mut files {
        if path.ends_with("w08-a.md") {
            *text = text.replace(change.0, change.1);
        }
    }
    files.push(("w08-small/w08-a.fr.md".into(), translation.to_owned()));
    let files = files.into_iter().map(|(path, text)| (path, text.into_bytes()));
    questions::load(Path::new("questions"), files, today())
}

/// The title in French, and what the check warns of.
fn told(translation: &str, change: (&str, &str)) -> (String, String) {
    let loaded = with(translation, change).unwrap();
    let (_, question) = loaded.bank.question(&"w08-a".into()).unwrap();
    let told = question.told_in(Language::French);
    assert_eq!((&told.id, told.revision, &told.links), (&question.id, question.revision, &question.links));
    assert_eq!(question.told_in(Language::English).title, "A question");
    (told.title.clone(), loaded.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_translation_is_told_and_the_question_stays_what_it_is() {
    assert_eq!(told(&french(), ("", "")), ("Une question".to_owned(), String::new()));
    let loaded = with(&french(), ("", "")).unwrap();
    let (_, question) = loaded.bank.question(&"w08-b".into()).unwrap();
    assert_eq!(question.told_in(Language::French).title, "A question", "the other has none");
    assert_eq!(loaded.bank.packs[0].questions.len(), 2, "it is no question of its own");
}

#[test]
fn a_translation_of_an_earlier_revision_is_not_used() {
    let (title, warning) = told(&french(), ("revision = 1", "revision = 2"));
    assert_eq!(title, "A question");
    assert_snapshot!(warning, @"questions/w08-small/w08-a.fr.md:4: it translates revision 1, and the question is at 2: it is not used. Bring it up to date, then raise its `revision`.");
}

#[test]
fn a_translation_with_other_points_is_not_used() {
    let (must, plus) = ("- [must] ", "- [plus] ");
    let (title, warning) = told(&french().replacen(plus, must, 1), ("", ""));
    assert_eq!(title, "A question");
    assert!(warning.contains("[must] points"), "{warning}");
}

#[test]
fn how_the_bot_does_it_is_told_in_english_where_it_is_not_translated() {
    let does = |translation: &str, change| {
        let loaded = with(translation, change).unwrap();
        let (_, question) = loaded.bank.question(&"w08-a".into()).unwrap();
        let warned: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
        (question.told_in(Language::French).practice.clone().map(|told| told.does), warned.join("\n"))
    };
    let (told, warned) = does(&french(), ("", ""));
    assert_eq!((told.as_deref(), warned.as_str()), (Some("Il construit dans une étape."), ""));
    let (told, warned) = does(&french().replace(PRACTICE, ""), ("", ""));
    assert_eq!(told.as_deref(), Some("It builds in one stage."));
    assert_snapshot!(warned, @"questions/w08-small/w08-a.fr.md: the question's `[practice]` is shown in English. Add it in front, translated.");
    let (_, of) = QUESTION.split_once("[practice]").unwrap();
    let (told, warned) = does(&french(), (&format!("[practice]{}", of.split_once("+++").unwrap().0), ""));
    assert_eq!(told, None);
    assert!(warned.contains("nobody sees `[practice]`"), "{warned}");
}

#[test]
fn a_translation_is_read_as_strictly_as_a_question() {
    let broken = french().replace("revision = 1", "revision = 3").replace("Pourquoi c'est faux", "Why not");
    let faults = with(&broken, ("", "")).unwrap_err();
    assert_snapshot!(faults, @r"
    questions/w08-small/w08-a.fr.md:4: `revision` is 3, but the question's is 1. Write 1, or raise the question's.
    questions/w08-small/w08-a.fr.md:38: the wrong answer has not its usual shape. Write `- **« What people say. »** Pourquoi c'est faux : the reason.`.
    questions/w08-small/w08-a.fr.md:39: the wrong answer has not its usual shape. Write `- **« What people say. »** Pourquoi c'est faux : the reason.`.
    ");
}
