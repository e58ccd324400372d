//! A member's streak: one line, a row of squares, and what is open. Never a reproach.

use super::text::{channel, full, member, small};
use super::{Frame, Shown, embed};
use crate::view::{Mark, OpenView, StreakView};
use crate::words::Words;

/// Squares in one row; three rows fit a phone.
const ROW: usize = 10;
/// The most squares.
const MOST: usize = 30;

/// The streak.
pub(super) fn streak(streak: &StreakView, frame: &Frame) -> Shown {
    let words = frame.words;
    let own = streak.own && !frame.shared;
    let mut lines = vec![standing(streak, own, words)];
    // What was asked before someone's first answer is none of their story.
    let first = streak.marks.iter().position(|mark| matches!(mark, Mark::InTime | Mark::Late));
    let own_marks = first.map_or(&[][..], |first| &streak.marks[first..]);
    let marks = &own_marks[own_marks.len().saturating_sub(MOST)..];
    if !marks.is_empty() {
        lines.extend([String::new(), squares(marks)]);
        // One square explains itself.
        lines.extend((marks.len() > 1).then(|| legend(marks, words)));
    }
    if streak.total > 0 {
        lines.push(small(&words.streak_totals(streak.longest, streak.total)));
    }
    // Whom it does not concern need not see it.
    lines.extend((own && streak.ready > 0).then(|| small(&words.review_ready(streak.ready))));
    let title = if own { words.streak_title() } else { words.streak_title_of() };
    Shown::card(embed(&title, lines.join("\n")))
}

/// How long the run is, and for its owner what is open.
fn standing(streak: &StreakView, own: bool, words: Words) -> String {
    let name = member(&streak.member);
    let line = match (streak.current, streak.longest, own) {
        (1.., _, true) => words.streak_own(streak.current),
        (1.., _, false) => words.streak_of(&name, streak.current),
        (_, 1.., true) => words.streak_own_rested(streak.longest),
        (_, 1.., false) => words.streak_of_rested(&name, streak.longest),
        (_, _, true) => words.streak_own_none(),
        (_, _, false) => words.streak_of_none(&name),
    };
    match &streak.open {
        Some(open) if own => format!("{line} {}", self::open(open, words)),
        Some(_) | None => line,
    }
}

fn open(open: &OpenView, words: Words) -> String {
    if open.answered {
        return words.streak_open_answered();
    }
    let place = open.thread.as_ref().map_or_else(|| words.streak_place(), channel);
    match open.closes_at {
        Some(until) => words.streak_open_until(&place, &full(until)),
        None => words.streak_open(&place),
    }
}

fn squares(marks: &[Mark]) -> String {
    let rows = marks.chunks(ROW).map(|row| row.iter().map(|mark| square(*mark)).collect::<String>());
    rows.collect::<Vec<_>>().join("\n")
}

fn square(mark: Mark) -> &'static str {
    match mark {
        Mark::InTime => "🟩",
        Mark::Late => "🟨",
        Mark::None => "⬜",
        Mark::Open => "🔲",
    }
}

/// What the squares that are there mean.
fn legend(marks: &[Mark], words: Words) -> String {
    let meanings = [
        (Mark::InTime, words.mark_in_time()),
        (Mark::Late, words.mark_late()),
        (Mark::None, words.mark_none()),
        (Mark::Open, words.mark_open()),
    ];
    let shown = meanings.iter().filter(|(mark, _)| marks.contains(mark));
    small(
        &shown.map(|(mark, meaning)| format!("{} {meaning}", square(*mark))).collect::<Vec<_>>().join(" · "),
    )
}
