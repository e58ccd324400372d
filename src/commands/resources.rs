//! `/resources`: places to learn more, by topic and text. What is retired says what replaces it.

use std::collections::BTreeMap;

use super::{Choice, fit, words_of};
use crate::domain::{Bank, Language, Resource, ResourceStatus};
use crate::view::{Notice, ResourceState, ResourceView, ResourcesView, View};
use crate::words::Words;

/// How many are shown.
const SHOWN: usize = 3;

/// How many topics are named when nothing matches.
const TOPICS: usize = 8;

pub(super) fn run(bank: &Bank, query: &str) -> View {
    let found = search(bank, query);
    if found.is_empty() {
        let topics = topics(bank).into_iter().take(TOPICS).collect();
        return View::Notice(Notice::NoResourceFound(query.to_owned(), topics));
    }
    View::Resources(ResourcesView {
        query: query.to_owned(),
        more: found.len().saturating_sub(SHOWN),
        found: found.into_iter().take(SHOWN).map(|resource| shown(bank, resource)).collect(),
    })
}

pub(super) fn suggest(bank: &Bank, (typed, language): (&str, Language), limit: usize) -> Vec<Choice> {
    let words = words_of(typed);
    let matching = topics(bank).into_iter().filter(|topic| fit(&told(topic), &words) > 0);
    let named = matching.map(|topic| Words::from(language).topic_name(&topic, &topic));
    let topics = named.map(|name| Choice::new(&name, &name));
    let titles =
        search(bank, typed).into_iter().map(|resource| Choice::new(&resource.title, &resource.title));
    if words.is_empty() { topics.take(limit).collect() } else { topics.chain(titles).take(limit).collect() }
}

/// A topic as it is called in any of our languages, so that each name finds it.
fn told(topic: &str) -> String {
    Language::ALL.map(|language| Words::from(language).topic_name(topic, topic)).join(" ")
}

/// Topics, the most common first.
fn topics(bank: &Bank) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in bank.resources().flat_map(|resource| &resource.topics) {
        *counts.entry(topic).or_default() += 1;
    }
    let mut topics: Vec<(&str, usize)> = counts.into_iter().collect();
    topics.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    topics.into_iter().map(|(topic, _)| topic.to_owned()).collect()
}

/// The resources that match, best first; what still works goes before what does not.
fn search<'a>(bank: &'a Bank, query: &str) -> Vec<&'a Resource> {
    let words = words_of(query);
    let mut found: Vec<(usize, u8, &Resource)> = bank
        .resources()
        .map(|resource| (score(resource, &words), worth(&resource.status), resource))
        .filter(|(score, _, _)| *score > 0)
        .collect();
    found.sort_by_key(|(score, worth, _)| std::cmp::Reverse((*score, *worth)));
    found.into_iter().map(|(_, _, resource)| resource).collect()
}

fn score(resource: &Resource, words: &[String]) -> usize {
    let topics: Vec<String> = resource.topics.iter().map(|topic| told(topic)).collect();
    let topics = topics.join(" ");
    let anywhere = format!("{} {topics} {}", resource.title, resource.good_for);
    let exact = usize::from(resource.title.to_lowercase() == words.join(" "));
    exact * 16 + fit(&resource.title, words) * 4 + fit(&topics, words) * 3 + fit(&anywhere, words)
}

fn worth(status: &ResourceStatus) -> u8 {
    match status {
        ResourceStatus::Current => 2,
        ResourceStatus::Unknown(_) => 1,
        ResourceStatus::Retired(_) => 0,
    }
}

fn shown(bank: &Bank, resource: &Resource) -> ResourceView {
    ResourceView {
        title: resource.title.clone(),
        url: resource.url.clone(),
        good_for: resource.good_for.clone(),
        kind: resource.kind,
        level: resource.level,
        state: match &resource.status {
            ResourceStatus::Current => ResourceState::Current,
            ResourceStatus::Unknown(safer) => ResourceState::Unknown(named(bank, safer)),
            ResourceStatus::Retired(replaced_by) => ResourceState::Retired(named(bank, replaced_by)),
        },
    }
}

/// Title and address of each.
fn named(bank: &Bank, ids: &[String]) -> Vec<(String, String)> {
    let known = ids.iter().filter_map(|id| bank.resource(id));
    known.map(|resource| (resource.title.clone(), resource.url.clone())).collect()
}
