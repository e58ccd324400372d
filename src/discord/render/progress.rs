//! How far a member has come, as a picture in text: for each week a bar, and for each topic a row of squares that fits a
//! phone. What is there already stands first, and nothing is called missing.

use super::text::{clip, length, member, small, topic};
use super::{Frame, Shown, embed};
use crate::domain::Tally;
use crate::view::{PackProgress, ProgressView, TopicProgress};
use crate::words::Words;

/// Squares of a topic, and of a week.
const TOPIC: usize = 6;
const PACK: usize = 10;
/// What the picture may take of a card.
const ROOM: usize = 3_600;

/// The picture.
pub(super) fn progress(progress: &ProgressView, frame: &Frame) -> Shown {
    let words = frame.words;
    let name = member(&progress.member);
    let title = if frame.shared { words.progress_title_of() } else { words.progress_title() };
    if progress.packs.is_empty() {
        let none = if frame.shared { words.progress_none_of(&name) } else { words.progress_none() };
        return Shown::card(embed(&title, none));
    }
    let mut lines: Vec<String> = frame.shared.then_some(name).into_iter().collect();
    let mut left = topics(progress);
    let mut room = ROOM;
    'full: for pack in &progress.packs {
        let mut wanted = head(pack, words);
        for topic in &pack.topics {
            let line = topic_line(topic, words);
            let size = length(&line) + length(&wanted) + 2;
            let Some(rest) = room.checked_sub(size) else { break 'full };
            room = rest;
            lines.extend((!wanted.is_empty()).then(|| std::mem::take(&mut wanted)));
            lines.push(line);
            left -= 1;
        }
    }
    lines.extend((left > 0).then(|| words.progress_more(left)));
    if lines.first().is_some_and(|line| line.starts_with('\n')) {
        lines[0].remove(0);
    }
    lines.extend([String::new(), legend(words)]);
    lines.extend((!frame.shared && progress.ready > 0).then(|| small(&words.review_ready(progress.ready))));
    Shown::card(embed(&title, lines.join("\n")))
}

fn topics(progress: &ProgressView) -> usize {
    progress.packs.iter().map(|pack| pack.topics.len()).sum()
}

/// A week's name, its bar and its numbers.
fn head(pack: &PackProgress, words: Words) -> String {
    let title = clip(&pack.title, 60);
    let name = pack.week.map_or_else(|| title.clone(), |week| words.progress_week(week, &title));
    let Tally { asked, answered, mastered, .. } = pack.tally;
    let numbers = words.progress_tally(asked, answered, mastered);
    format!("\n**{name}**\n{}\n{}\n", squares(pack.tally, PACK), small(&numbers))
}

fn topic_line(found: &TopicProgress, words: Words) -> String {
    let line = format!("{} {}", squares(found.tally, TOPIC), clip(&topic(&found.topic, words), 40));
    // Where a square is a question they need not be counted.
    match found.tally.asked {
        ..=TOPIC => line,
        asked => format!("{line} {}/{asked}", found.tally.mastered),
    }
}

fn squares(tally: Tally, most: usize) -> String {
    let [mastered, begun, rest] = tally.squares(most);
    format!("{}{}{}", "🟩".repeat(mastered), "🟨".repeat(begun), "⬜".repeat(rest))
}

fn legend(words: Words) -> String {
    small(&format!(
        "🟩 {} · 🟨 {} · ⬜ {}",
        words.square_mastered(),
        words.square_begun(),
        words.square_asked()
    ))
}
