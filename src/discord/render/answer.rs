//! A question that was asked, with what a strong answer covers, and places to learn more.

use serenity::builder::{CreateActionRow, CreateEmbed};

use super::text::{bullets, channel, clip, credit, date, jump, length, link, plain, small};
use super::{Shown, button, embed};
use crate::domain::{ResourceKind, ResourceLevel};
use crate::view::{AnswerView, Press, QuestionView, ResourceState, ResourceView, ResourcesView};
use crate::words::Words;

/// What all cards of one message may hold together, with a little room.
pub(super) const MESSAGE: usize = 5_900;
/// What one card's text may hold.
const CARD: usize = 4_096;
/// How many links there are to read on: more are not followed.
const LINKS: usize = 3;
/// What links, resources and date may take of a card.
const LONGEST_TAIL: usize = 1_800;
/// How many other finds are named.
const OTHERS: usize = 5;

/// The question, and in a second card its answer once that is out.
pub(super) fn question(found: &QuestionView, words: Words) -> Shown {
    let mut about = vec![words.question_asked_on(&date(words, found.day.0))];
    about.extend(found.credit.as_ref().map(|who| words.post_by(&credit(who))));
    about.extend(found.thread.as_ref().map(|thread| match &found.revealed {
        // The answer is the last thing that matters there, below all that was said.
        Some(message) => words.question_revealed(&jump(&found.community, thread, Some(message))),
        None => words.question_thread(&channel(thread)),
    }));
    let mut lines = vec![found.scenario.trim().to_owned(), String::new(), small(&about.join(" · "))];
    if found.reworded {
        lines.push(small(&words.question_reworded()));
    }
    if found.answer.is_none() {
        lines.extend([String::new(), words.question_not_out()]);
    }
    if !found.others.is_empty() {
        lines.push(small(&others(found, words)));
    }
    let lines = clip(&lines.join("\n"), 2_048);
    let room = MESSAGE - length(&lines) - length(&found.title).min(256);
    let mut embeds = vec![embed(&found.title, lines)];
    if let Some(answer) = &found.answer {
        embeds.extend(cards(answer, room, words));
    }
    let mut rows = Vec::new();
    if found.answer.as_ref().is_some_and(|answer| answer.practice) {
        let press = Press::Practice(found.community.clone(), found.day);
        rows.push(CreateActionRow::Buttons(vec![button(&press, &words.button_practice())]));
    }
    Shown { embeds, ..Shown::default() }.rows(rows)
}

fn others(found: &QuestionView, words: Words) -> String {
    let mut titles: Vec<String> =
        found.others.iter().take(OTHERS).map(|(_, title)| clip(title, 90)).collect();
    if let Some(more) = found.others.len().checked_sub(OTHERS).filter(|more| *more > 0) {
        titles.push(words.question_others_more(more));
    }
    words.labelled(&words.question_others(), &titles.join(" · "))
}

/// The answer as sections, in as many cards as it needs. Links and date always stay; what does not fit into `room` is left
/// out from the end.
pub(super) fn cards(answer: &AnswerView, room: usize, words: Words) -> Vec<CreateEmbed> {
    let title = words.question_must();
    let blocks = blocks(answer, words);
    let said: usize = blocks.iter().map(|block| length(block) + 1).sum();
    let room = room.saturating_sub(length(&title) + length(&words.question_clipped()) + 4);
    let tail = tail(answer, room.saturating_sub(said), words);
    let mut room = room.saturating_sub(length(&tail));
    let mut parts = Vec::new();
    let mut is_clipped = false;
    for block in blocks {
        let Some(left) = room.checked_sub(length(&block) + 1) else {
            is_clipped = true;
            break;
        };
        room = left;
        parts.push(block);
    }
    parts.extend(is_clipped.then(|| words.question_clipped()));
    parts.push(tail);
    let texts = into_cards(&parts);
    let titles = std::iter::once(title.as_str()).chain(std::iter::repeat(""));
    let card = |(title, text): (&str, String)| match title {
        "" => CreateEmbed::new().description(text).colour(super::GREEN),
        title => embed(title, text).colour(super::GREEN),
    };
    titles.zip(texts).map(card).collect()
}

/// The note and every point, each section's heading with its first.
fn blocks(answer: &AnswerView, words: Words) -> Vec<String> {
    let sections = [
        (None, &answer.must),
        (Some(words.question_plus()), &answer.plus),
        (Some(words.question_wrong()), &answer.wrong),
        (Some(words.question_changed()), &answer.changed),
    ];
    let mut all: Vec<String> = answer.note.iter().map(|note| words.post_note(note)).collect();
    for (heading, items) in sections {
        let points = items.iter().map(|item| bullets(std::slice::from_ref(item)));
        let mut heading = heading.map(|heading| format!("\n**{heading}**\n"));
        all.extend(points.map(|point| heading.take().unwrap_or_default() + &point));
    }
    if !answer.follow_up.is_empty() {
        all.push(format!("\n**{}**\n{}", words.question_follow_up(), answer.follow_up.trim()));
    }
    all
}

/// Lines as texts that a card can hold each.
fn into_cards(parts: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for part in parts {
        match texts.last_mut() {
            Some(text) if length(text) + 1 + length(part) <= CARD => {
                text.push('\n');
                text.push_str(part);
            }
            Some(_) | None => texts.push(clip(part.trim_start(), CARD)),
        }
    }
    texts
}

/// The links, where to go on, and the date. Without enough room, what the resources are good for is left unsaid.
fn tail(answer: &AnswerView, room: usize, words: Words) -> String {
    let links: Vec<String> = answer.links.iter().take(LINKS).map(|(title, url)| link(title, url)).collect();
    let links = match links.is_empty() {
        true => String::new(),
        false => format!("\n**{}**\n{}\n", words.question_links(), bullets(&links)),
    };
    let mut facts = vec![words.question_facts(&date(words, answer.facts_as_of))];
    facts.extend(answer.credit.as_ref().map(|who| words.post_by(&credit(who))));
    let facts = small(&facts.join(" · "));
    let outdated = answer.outdated.then(|| format!("\n{}", small(&words.question_outdated())));
    let end = facts + &outdated.unwrap_or_default();
    let tail = |explained| format!("{links}{}{end}", practice(&answer.resources, explained, words));
    match tail(true) {
        full if length(&full) <= room.min(LONGEST_TAIL) => full,
        _ => clip(&tail(false), LONGEST_TAIL),
    }
}

/// Where to go on, and if there is room for it, what for.
fn practice(resources: &[(String, String, String)], explained: bool, words: Words) -> String {
    let items: Vec<String> = resources
        .iter()
        .map(|(title, url, good_for)| match explained {
            true => words.labelled(&link(title, url), good_for),
            false => link(title, url),
        })
        .collect();
    match items.is_empty() {
        true => String::new(),
        false => format!("\n**{}**\n{}\n", words.question_resources(), bullets(&items)),
    }
}

/// A few places to learn more.
pub(super) fn resources(found: &ResourcesView, words: Words) -> Shown {
    let title = match found.query.trim() {
        "" => words.resources_title_alone(),
        query => words.resources_title(&plain(query)),
    };
    let mut room = CARD - 200;
    let mut blocks = Vec::new();
    for block in found.found.iter().map(|found| resource(found, words)) {
        let Some(left) = room.checked_sub(length(&block) + 2) else { break };
        room = left;
        blocks.push(block);
    }
    let more = found.more + found.found.len() - blocks.len();
    if more > 0 {
        blocks.push(small(&words.resources_more(more)));
    }
    Shown::card(embed(&title, blocks.join("\n\n")))
}

fn resource(found: &ResourceView, words: Words) -> String {
    let kind = match found.kind {
        ResourceKind::Guide => words.resource_guide(),
        ResourceKind::Workshop => words.resource_workshop(),
        ResourceKind::Playground => words.resource_playground(),
        ResourceKind::Tool => words.resource_tool(),
    };
    let level = match found.level {
        ResourceLevel::Beginner => words.level_beginner(),
        ResourceLevel::Intermediate => words.level_intermediate(),
        ResourceLevel::Advanced => words.level_advanced(),
    };
    let mut lines = vec![format!("**{}**", link(&found.title, &found.url)), clip(&found.good_for, 600)];
    match &found.state {
        ResourceState::Current => {}
        ResourceState::Retired(instead) if instead.is_empty() => lines.push(words.resources_retired_alone()),
        ResourceState::Retired(instead) => {
            let instead: Vec<String> = instead.iter().map(|(title, url)| link(title, url)).collect();
            lines.push(words.resources_retired(&instead.join(", ")));
        }
        ResourceState::Unknown(safer) if safer.is_empty() => lines.push(words.resources_unknown()),
        ResourceState::Unknown(safer) => {
            let safer: Vec<String> = safer.iter().map(|(title, url)| link(title, url)).collect();
            lines.push(words.resources_unknown_safer(&safer.join(", ")));
        }
    }
    lines.push(small(&format!("{kind} · {level}")));
    lines.join("\n")
}
