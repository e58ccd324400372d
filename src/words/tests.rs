use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use super::*;

/// The keys of a Fluent file with the variables each uses.
fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once('=').filter(|_| !line.starts_with([' ', '\t', '}'])) {
            key.trim().clone_into(&mut current);
            keys.entry(current.clone()).or_default();
        }
        for variable in line.split('$').skip(1) {
            let end =
                variable.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(variable.len());
            keys.entry(current.clone()).or_default().insert(variable[..end].to_owned());
        }
    }
    keys
}

#[test]
fn every_language_has_exactly_the_sentences_of_the_code_with_their_arguments() {
    let code: BTreeMap<String, BTreeSet<String>> = SENTENCES
        .iter()
        .map(|(name, args)| (name.replace('_', "-"), args.iter().map(|arg| (*arg).to_owned()).collect()))
        .collect();
    for (language, file) in [("en", ENGLISH_FILE), ("fr", FRENCH_FILE)] {
        FluentResource::try_new(file.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let found = keys(file);
        let missing: Vec<&String> = code.keys().filter(|key| !found.contains_key(*key)).collect();
        assert!(missing.is_empty(), "locales/{language}.ftl lacks {missing:?}");
        for (key, arguments) in &found {
            assert_eq!(Some(arguments), code.get(key), "{key} of locales/{language}.ftl");
        }
    }
}

#[test]
fn sentences_take_their_arguments() {
    assert_eq!(
        Words::English.error_unknown_zone_alone("Atlantis"),
        "I don't know a city or time zone called “Atlantis”. Try the largest city near you."
    );
}

#[test]
fn french_plurals_are_french() {
    let words = Words::French;
    assert_eq!(words.board_asked(0), "Aucune question posée pour l'instant");
    assert_eq!(words.board_asked(1), "1 question posée");
    assert_eq!(words.board_asked(2), "2 questions posées");
    assert_eq!(words.setup_pack_option(0), "0 question", "nothing is singular in French");
    assert_eq!(Words::English.setup_pack_option(0), "0 questions");
}

#[test]
fn dates_are_written_as_each_language_writes_them() {
    assert_eq!(Words::English.date(1, 8, "2026"), "1 August 2026");
    assert_eq!(Words::French.date(1, 8, "2026"), "1er août 2026");
    assert_eq!(Words::French.date_short(2, 24, 11), "mar. 24 nov.");
}

#[test]
fn french_marks_are_kept_with_their_word() {
    for (number, line) in FRENCH_FILE.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        for mark in [" ?", " !", " ;", " :", " »", "« "] {
            assert!(
                !line.contains(mark),
                "line {} of fr.ftl breaks before or after a mark: {line}",
                number + 1
            );
        }
    }
}

#[test]
fn no_permission_has_an_english_name_in_french() {
    for permission in Permission::ALL {
        for kind in [ChannelKind::Text, ChannelKind::Forum] {
            let names = [Words::English, Words::French].map(|words| words.permission(permission, kind));
            assert_ne!(names[0], names[1]);
        }
    }
}
