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
fn the_file_has_exactly_the_sentences_of_the_code() {
    FluentResource::try_new(ENGLISH.to_owned()).map_err(|(_, errors)| errors).unwrap();
    let code: BTreeMap<String, BTreeSet<String>> = SENTENCES
        .iter()
        .map(|(name, args)| (name.replace('_', "-"), args.iter().map(|arg| (*arg).to_owned()).collect()))
        .collect();
    assert_eq!(keys(ENGLISH), code);
}

#[test]
fn sentences_take_their_arguments() {
    assert_eq!(
        Words::English.error_unknown_zone_alone("Atlantis"),
        "I don't know a city or time zone called “Atlantis”. Try the largest city near you."
    );
}
