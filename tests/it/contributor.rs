//! What someone who writes a question meets: a skeleton, every fault at once, and a look at the result.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use chrono::NaiveDate;
use insta::assert_snapshot;
use quotidian::questions::{self, Faults};
use tempfile::TempDir;

const PACK: &str = "w08-containers";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// A folder with a copy of the pack that ships.
fn copy() -> TempDir {
    let folder = TempDir::new().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions").join(PACK);
    fs::create_dir(folder.path().join(PACK)).unwrap();
    for entry in fs::read_dir(shipped).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(PACK).join(path.file_name().unwrap())).unwrap();
    }
    folder
}

fn read(folder: &TempDir, file: &str) -> String {
    fs::read_to_string(folder.path().join(PACK).join(file)).unwrap()
}

fn change(folder: &TempDir, file: &str, from: &str, to: &str) {
    let text = read(folder, file);
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(folder.path().join(PACK).join(file), text.replacen(from, to, 1)).unwrap();
}

fn faults(folder: &TempDir) -> Faults {
    questions::folder(folder.path(), today()).unwrap_err()
}

#[test]
fn a_new_question_is_at_fault_until_it_is_written() {
    let folder = copy();
    let said = questions::create(folder.path(), PACK, "w08-new", today()).unwrap();
    assert!(said.contains("It comes last in `order`"), "{said}");
    assert!(read(&folder, "pack.toml").contains("  \"w08-new\",\n]"));
    let told = faults(&folder).faults;
    assert!(told.len() > 10 && told.iter().all(|fault| fault.file.ends_with("w08-new.md")), "{told:?}");
    assert!(told.iter().all(|fault| fault.what == "this is still to be written"), "{told:?}");

    let mut written = String::new();
    for (at, part) in read(&folder, "w08-new.md").split("[write: ").enumerate() {
        let rest = if at == 0 { part } else { part.split_once(']').unwrap().1 };
        written.push_str(if at == 0 { "" } else { "Words" });
        written.push_str(rest);
    }
    fs::write(folder.path().join(PACK).join("w08-new.md"), written).unwrap();
    let bank = questions::folder(folder.path(), today()).unwrap_or_else(|faults| panic!("{faults}")).bank;
    assert!(bank.question(&"w08-new".into()).is_some());
}

#[test]
fn a_name_that_will_not_do_is_refused_and_nothing_is_written() {
    let folder = copy();
    let refused = |pack: &str, id: &str| {
        let said = format!("{:#}", questions::create(folder.path(), pack, id, today()).unwrap_err());
        said.replace(&folder.path().display().to_string(), "questions")
    };
    let said = [
        refused(PACK, "w08-image-size"),
        refused(PACK, "W08_New"),
        refused(PACK, "../w08-new"),
        refused(PACK, "own-new"),
        refused("w08-container", "w08-new"),
        refused("..", "w08-new"),
    ];
    assert_snapshot!(said.join("\n"), @r##"
    questions/w08-containers/w08-image-size.md is there already, and an id is for ever; choose another
    `W08_New` is not an id; use small letters, digits and single hyphens, as in w08-image-size
    `../w08-new` is not an id; use small letters, digits and single hyphens, as in w08-image-size
    ids that begin with own- are those of communities' own questions
    there is no pack `w08-container` in questions. Did you mean `w08-containers`?
    there is no pack `..` in questions. Known: w08-containers.
    "##);
    assert!(questions::folder(folder.path(), today()).is_ok(), "all is as it was");
}

#[test]
fn a_broken_copy_of_the_pack_shows_every_fault_with_its_mend() {
    let folder = copy();
    for (file, from, to) in [
        ("pack.toml", "\"w08-image-size\",", "\"w08-image-sise\","),
        ("pack.toml", "kind = \"guide\"", "kind = \"book\""),
        ("pack.toml", "status = \"current\"", "status = \"curent\""),
        ("w08-image-size.md", "difficulty = 2", "difficulty = 9"),
        ("w08-image-size.md", "\"ecr-user-guide\"", "\"ecr-guide\""),
        ("w08-build-cache.md", "minutes = 6\n", ""),
        ("w08-build-cache.md", "## Hints", "## Hint"),
        ("w08-runtime-secrets.md", "review_by = 2027", "review_by = 2029"),
        ("w08-runtime-secrets.md", "[must] ", "[should] "),
        ("w08-ecs-networking.md", "premise_note = ", "premise_notes = "),
        ("w08-ecs-networking.md", "https://docs.aws", "http://docs.aws"),
        ("w08-eks-nodes.md", "id = \"w08-eks-nodes\"", "id = \"w08-eks-node\""),
        ("w08-eks-nodes.md", "+++\n\n## Scenario", "## Scenario"),
        ("w08-eks-ingress.md", "\"gateway-api-controller-lattice\"", "\"app-mesh-user-guide\""),
        ("w08-pod-iam.md", "title = \"", "title = "),
        ("w08-safe-rollouts.md", "** Why not: ", "** "),
        ("w08-safe-rollouts.md", "## Scenario\n", "## Scenario\n\n[write: the stake]\n"),
    ] {
        change(&folder, file, from, to);
    }
    let told = faults(&folder);
    let kinds: BTreeSet<&str> = told.faults.iter().map(|fault| fault.what.as_str()).collect();
    assert!(kinds.len() >= 10 && told.faults.iter().all(|fault| !fault.mend.is_empty()), "{told}");
    assert_snapshot!(told.to_string().replace(&folder.path().display().to_string(), "questions"), @r##"
    questions/w08-containers/pack.toml:8: `order` names `w08-image-sise`, which has no file. Did you mean `w08-image-size`?
    questions/w08-containers/pack.toml:62: `kind` is `book`, which is unknown. Did you mean `tool`?
    questions/w08-containers/pack.toml:65: `status` is `curent`, which is unknown. Did you mean `current`?
    questions/w08-containers/w08-build-cache.md: the section `## Hints` is missing. Write it.
    questions/w08-containers/w08-build-cache.md:1: `minutes` is missing. Add it.
    questions/w08-containers/w08-build-cache.md:59: `## Hint` is no section of an open question. Did you mean `Hints`?
    questions/w08-containers/w08-ecs-networking.md:13: `premise_note` is missing, since `premise` is `dated`. Add it, or change `premise`.
    questions/w08-containers/w08-ecs-networking.md:14: `premise_notes` is no known key here. Did you mean `premise_note`?
    questions/w08-containers/w08-ecs-networking.md:27: `http://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
    questions/w08-containers/w08-eks-ingress.md:22: `resources` names `app-mesh-user-guide`, which is retired. Name what replaces it: ecs-service-connect, vpc-lattice-user-guide.
    questions/w08-containers/w08-eks-nodes.md:1: the front matter has no end. Close it with a second `+++` line.
    questions/w08-containers/w08-image-size.md:6: `difficulty` is not a whole number from 1 to 5. Correct it.
    questions/w08-containers/w08-image-size.md:22: `resources` names `ecr-guide`, which no pack has. The nearest are ecr-user-guide, ecs-blueprints, ecs-developer-guide.
    questions/w08-containers/w08-pod-iam.md:3: this is not TOML: missing opening quote, expected `"`. Correct the line.
    questions/w08-containers/w08-runtime-secrets.md:12: `review_by` 2029-05-23 is more than twelve months after `facts_as_of` 2026-11-23. 2027-11-23 is the latest.
    questions/w08-containers/w08-runtime-secrets.md:71: the point has no mark. Begin it with `- [must] ` or `- [plus] `.
    questions/w08-containers/w08-safe-rollouts.md:47: this is still to be written. Put your own words in the place of the brackets: the stake.
    questions/w08-containers/w08-safe-rollouts.md:74: the wrong answer has not its usual shape. Write `- **"What people say."** Why not: the reason.`.
    "##);
}

fn run(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_quotidian"));
    program.args(arguments).env_clear().current_dir(env!("CARGO_TARGET_TMPDIR")).output().unwrap()
}

#[test]
fn a_preview_shows_post_hints_and_answer_in_both_languages() {
    for (language, button, nudge, does) in [
        ("en", "[ Hint ]", "Make two piles", "What this bot does"),
        ("fr", "[ Indice ]", "Fais deux tas", "Ce que fait ce bot"),
    ] {
        let output = run(&["preview", "w08-image-size", "--language", language]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let parts = [button, nudge, does, "The post ─", "The hints", "The answer", "get-started/workshop/"];
        for part in parts.into_iter().chain(["How this bot does it ─", "of  6000"]) {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }
}

#[test]
fn a_preview_of_nothing_says_so() {
    for (arguments, said) in [
        (["preview", "w08-nothing", "--language=en"], "there is no question `w08-nothing`"),
        (["preview", "w08-image-size", "--language=xx"], "there are en, fr"),
    ] {
        let output = run(&arguments);
        assert!(!output.status.success());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(said), "{told}");
    }
}
