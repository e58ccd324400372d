//! The schemas for editors: true to the reader, and to what stands in the repository.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use proptest::prelude::*;
use quotidian::questions::{SCHEMAS, schema};
use serde_json::Value;

use super::{MANIFEST, QUESTION, load, pack};

fn validator(of: &str) -> Validator {
    let schema: Value = serde_json::from_str(&schema(of).unwrap()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// TOML as an editor holds it against a schema: a date is a text.
fn json(toml: &str) -> Value {
    fn converted(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Array(items) => items.into_iter().map(converted).collect(),
            toml::Value::Table(table) => {
                table.into_iter().map(|(key, value)| (key, converted(value))).collect()
            }
        }
    }
    converted(toml.parse::<toml::Table>().unwrap().into())
}

fn front(text: &str) -> &str {
    let (front, _) = text.strip_prefix("+++\n").and_then(|text| text.split_once("\n+++\n")).unwrap();
    front
}

#[test]
fn the_committed_schemas_are_what_the_reader_asks_for() {
    for of in SCHEMAS {
        let path = format!("schema/{of}.schema.json");
        let written = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        assert_eq!(
            fs::read_to_string(written).unwrap_or_default(),
            schema(of).unwrap(),
            "bring it up to date with\n\n  cargo run -- schema {of} > {path}\n"
        );
    }
}

#[test]
fn every_shipped_file_is_as_its_schema_says() {
    let (question, translation, manifest) =
        (validator("question"), validator("translation"), validator("pack"));
    let (mut questions, mut translations, mut packs) = (0, 0, 0);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    for folder in folders.filter(|path| path.is_dir()) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy();
            let (counted, schema, toml) = match name.split('.').collect::<Vec<_>>().as_slice() {
                ["pack", "toml"] => (&mut packs, &manifest, text.as_str()),
                [_, "md"] => (&mut questions, &question, front(&text)),
                [_, _, "md"] => (&mut translations, &translation, front(&text)),
                other => panic!("{other:?} has no schema"),
            };
            *counted += 1;
            if let Err(error) = schema.validate(&json(toml)) {
                panic!("{name}: {error}, at {}", error.instance_path());
            }
        }
    }
    assert!(questions >= 25 && translations >= 5 && packs >= 1, "{questions}, {translations}, {packs}");
}

/// Whether the schema and the reader take a file of the small pack once `from` has become `to` in it.
fn verdicts(file: &str, from: &str, to: &str) -> (bool, bool) {
    let mut files = pack();
    let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(file)).unwrap();
    assert!(text.contains(from), "`{from}` is not in {file}");
    *text = text.replacen(from, to, 1);
    let by_schema = match file {
        "pack.toml" => validator("pack").is_valid(&json(text)),
        _ => validator("question").is_valid(&json(front(text))),
    };
    (by_schema, load(files).is_ok())
}

#[test]
fn schema_and_reader_refuse_the_same() {
    for (from, to) in [
        ("title = \"A question\"\n", ""),
        ("title = \"A question\"", "title = 3"),
        ("title = \"A question\"", "title = \" \""),
        ("title = \"A question\"", "title = \"A\\nB\""),
        ("\"A question\"", &format!("\"{}\"", "é".repeat(91))),
        ("\"open\"", "\"choice\""),
        ("\"ready\"", "\"Ready\""),
        ("difficulty = 2", "difficulty = 6"),
        ("difficulty = 2", "difficulty = 2.5"),
        ("difficulty = 2", "dificulty = 2"),
        ("minutes = 6", "minutes = 0"),
        ("minutes = 6", "minutes = 6\ncolour = \"red\""),
        ("\"docker-images\"", "\"Docker images\""),
        ("[\"docker\"]", "\"docker\""),
        ("[\"docker\"]", "[\"docker-\"]"),
        ("2026-11-23\n", "2026-11-23T10:00:00\n"),
        ("premise = \"current\"", "premise = \"dated\""),
        ("premise = \"current\"", &format!("premise = \"dated\"\npremise_note = \"{}\"", "x".repeat(201))),
        ("aliases = []", "aliases = []\nresources = [\"new-guide\", \"a\", \"b\", \"c\"]"),
        ("https://docs", "http://docs"),
        ("\"official\"", "\"offical\""),
        ("[[links]]", "[links]"),
        ("deploy/Dockerfile#FROM scratch", "deploy/Dockerfile"),
        ("deploy/Dockerfile#FROM scratch", "deploy/Dockerfile# "),
        ("deploy/Dockerfile#FROM scratch", "/deploy/Dockerfile#FROM scratch"),
        ("deploy/Dockerfile#FROM scratch", "deploy/../../passwd#root"),
        ("deploy/Dockerfile#FROM scratch", "deploy//Dockerfile#FROM"),
        ("deploy/Dockerfile#FROM scratch", "the Dockerfile#FROM"),
        ("\".dockerignore#*\"", "\"a#a\", \"b#b\", \"c#c\""),
        ("[practice]", "[[practice]]"),
        ("why = \"It is small.\"\n", ""),
        ("It is small.", &"x".repeat(361)),
        ("why =", "wy ="),
        ("title = \"Docker\"\n", ""),
    ] {
        assert_eq!(verdicts("w08-a.md", from, to), (false, false), "{from} => {to}");
    }
    for (from, to) in [
        ("format_version = 1", "format_version = 2"),
        ("license = \"CC-BY-SA-4.0\"\n", ""),
        ("summary", "sumary"),
        ("default_review_months = 6", "default_review_months = 13"),
        ("author = \"Someone\"\n", ""),
        ("[inspired_by]", "[[inspired_by]]"),
        ("https://example.org/article", "example.org"),
        ("\"old-guide\"", "\"Old guide\""),
        ("\"advanced\"", "\"expert\""),
        ("checked = 2026-11-23\n", ""),
    ] {
        assert_eq!(verdicts("pack.toml", from, to), (false, false), "{from} => {to}");
    }
}

#[test]
fn schema_and_reader_take_the_same() {
    for (from, to) in [
        ("\"A question\"", &*format!("\"{}\"", "é".repeat(90))),
        ("premise = \"current\"", "premise = \"dated\"\npremise_note = \"It is gone.\""),
        ("review_by = 2027-05-23\n", ""),
        ("tags = [\"docker\"]\n", ""),
        ("deploy/Dockerfile#FROM scratch", ".github/workflows/a..b#jobs: # two"),
        ("It is small.", &"é".repeat(360)),
        ("shows = [\"deploy/Dockerfile#FROM scratch\", \".dockerignore#*\"]\n", ""),
        ("aliases = []", "aliases = [\"w08-z\"]\nresources = [\"new-guide\"]"),
    ] {
        assert_eq!(verdicts("w08-a.md", from, to), (true, true), "{from} => {to}");
    }
    assert_eq!(verdicts("pack.toml", "status = \"retired\"", "status = \"unknown\""), (true, true));
}

/// What is right, with a key left out or given another value: nothing here spans two keys, so both must agree.
fn agree(file: &str, text: &str, key: &str, value: &str) {
    let line = text.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    let (by_schema, by_reader) = verdicts(file, line, &format!("{key} = {value}"));
    assert_eq!(by_schema, by_reader, "{key} = {value}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn schema_and_reader_agree_on_any_value(
        text in "[a-z]{0,3}[a-z0-9 .-]{0,3}",
        rest in "[a-z./:?#<@ -]{0,8}",
        number in -1i64..130,
    ) {
        for value in [format!("\"{text}\""), number.to_string(), format!("[\"{text}\"]"), "true".to_owned()] {
            // A text that only a trim makes right is refused by the schema alone.
            if value.contains("\" ") || value.contains(" \"") {
                continue;
            }
            for key in ["title", "status", "difficulty", "topic", "tags", "minutes", "premise", "aliases"] {
                agree("w08-a.md", QUESTION, key, &value);
            }
            for key in ["format_version", "summary", "default_review_months", "author", "level", "topics"] {
                agree("pack.toml", MANIFEST, key, &value);
            }
        }
        let address = format!("\"https://docs.{}\"", rest.trim());
        agree("pack.toml", MANIFEST, "url", &address);
    }
}
