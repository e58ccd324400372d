//! A question that was asked, with what a strong answer covers, and places to learn more.

use serenity::builder::CreateEmbed;

use super::text::{bullets, channel, clip, date, length, link, plain, small};
use super::{Shown, embed};
use crate::domain::{ResourceKind, ResourceLevel};
use crate::view::{AnswerView, QuestionView, ResourceState, ResourceView, ResourcesView};
use crate::words::Words;

/// What all cards of one message may hold together, with a little room.
pub(super) const MESSAGE: usize = 5_900;
/// What one card's text may hold.
pub(super) const CARD: usize = 4_096;
/// How many other finds are named.
const OTHERS: usize = 5;

/// The question, and in a second card its answer once that is out.
pub(super) fn question(found: &QuestionView, words: Words) -> Shown {
    let mut about = vec![words.question_asked_on(&date(words, found.day.0))];
    about.extend(found.thread.as_ref().map(|thread| words.question_thread(&channel(thread))));
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
    let mut room = MESSAGE - length(&lines) - length(&found.title).min(256);
    let mut embeds = vec![embed(&found.title, lines)];
    if let Some(answer) = &found.answer {
        room = room.min(CARD);
        embeds.push(self::answer(answer, room, words));
    }
    Shown { embeds, ..Shown::default() }
}

fn others(found: &QuestionView, words: Words) -> String {
    let mut titles: Vec<String> =
        found.others.iter().take(OTHERS).map(|(_, title)| clip(title, 90)).collect();
    if let Some(more) = found.others.len().checked_sub(OTHERS).filter(|more| *more > 0) {
        titles.push(words.question_others_more(more));
    }
    format!("{}: {}", words.question_others(), titles.join(" · "))
}

/// The answer as sections. The links and the date always stay; what does not fit is left out from the end.
pub(super) fn answer(answer: &AnswerView, room: usize, words: Words) -> CreateEmbed {
    let title = words.question_must();
    let sections = [
        (None, &answer.must),
        (Some(words.question_plus()), &answer.plus),
        (Some(words.question_wrong()), &answer.wrong),
        (Some(words.question_changed()), &answer.changed),
    ];
    let tail = tail(answer, words);
    let mut room =
        room.saturating_sub(length(&title) + length(&tail) + length(&words.question_clipped()) + 4);
    let mut parts = Vec::new();
    let mut clipped = false;
    let note = answer.note.as_ref().map(|note| words.post_note(note));
    let blocks = sections.into_iter().filter(|(_, items)| !items.is_empty()).flat_map(|(heading, items)| {
        let mut blocks: Vec<String> = items.iter().map(|item| bullets(std::slice::from_ref(item))).collect();
        if let (Some(heading), Some(first)) = (heading, blocks.first_mut()) {
            *first = format!("\n**{heading}**\n{first}");
        }
        blocks
    });
    for block in note.into_iter().chain(blocks) {
        let Some(left) = room.checked_sub(length(&block) + 1) else {
            clipped = true;
            break;
        };
        room = left;
        parts.push(block);
    }
    if clipped {
        parts.push(words.question_clipped());
    }
    parts.push(tail);
    embed(&title, parts.join("\n")).colour(super::GREEN)
}

fn tail(answer: &AnswerView, words: Words) -> String {
    let links: Vec<String> = answer.links.iter().take(6).map(|(title, url)| link(title, url)).collect();
    let links = match links.is_empty() {
        true => String::new(),
        false => format!("\n**{}**\n{}\n", words.question_links(), bullets(&links)),
    };
    clip(&(links + &small(&words.question_facts(&date(words, answer.facts_as_of)))), 1_500)
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
        ResourceState::Unknown => lines.push(words.resources_unknown()),
    }
    lines.push(small(&format!("{kind} · {level}")));
    lines.join("\n")
}
