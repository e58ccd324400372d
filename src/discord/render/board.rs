//! Boards: places with ties, the reader's own row, and buttons that still work after a restart.

use serenity::builder::CreateActionRow;

use super::text::{member, small};
use super::{Frame, Shown, button, embed};
use crate::domain::{Period, Place};
use crate::view::{LeaderboardView, Press};
use crate::words::Words;

/// A page of a board. Shown to everyone, it holds nothing of a hidden asker.
pub(super) fn leaderboard(board: &LeaderboardView, frame: &Frame) -> Shown {
    let words = frame.words;
    let rows = self::rows(&board.rows, board, frame);
    let around = self::rows(&board.around, board, frame);
    let mut lines = if rows.is_empty() && around.is_empty() { vec![words.board_empty()] } else { rows };
    if !around.is_empty() {
        lines.extend([String::new(), small(&words.board_around())]);
        lines.extend(around);
    }
    lines.push(String::new());
    if board.reader_hidden && !frame.shared {
        lines.push(small(&words.board_hidden()));
    }
    lines.push(small(&foot(board, words)));
    let title = match board.period {
        Period::Week => words.board_week(),
        Period::Month => words.board_month(),
        Period::AllTime => words.board_all(),
    };
    Shown::card(embed(&title, lines.join("\n"))).rows(vec![buttons(board, words)])
}

fn rows(places: &[Place], board: &LeaderboardView, frame: &Frame) -> Vec<String> {
    let words = frame.words;
    let is_reader = |place: &Place| place.member == board.reader;
    let kept = places.iter().filter(|place| !(frame.shared && board.reader_hidden && is_reader(place)));
    kept.map(|place| match is_reader(place) && !frame.shared {
        true => words.board_row_own(place.place, &member(&place.member), place.answered),
        false => words.board_row(place.place, &member(&place.member), place.answered),
    })
    .collect()
}

fn foot(board: &LeaderboardView, words: Words) -> String {
    let asked = words.board_asked(board.asked);
    if board.pages > 1 { format!("{asked} · {}", words.board_page(board.page, board.pages)) } else { asked }
}

/// Turning pages, and the other periods. All ids on a message differ, as Discord demands.
fn buttons(board: &LeaderboardView, words: Words) -> CreateActionRow {
    let turn = |page: usize, label: &str| button(&Press::Board(board.period, page), label);
    let mut buttons = Vec::new();
    if board.pages > 1 {
        let previous = turn(board.page.saturating_sub(1), &words.button_previous());
        let next = turn(board.page + 1, &words.button_next());
        buttons.push(previous.disabled(board.page <= 1));
        buttons.push(next.disabled(board.page >= board.pages));
    }
    let periods = [
        (Period::Week, words.period_week()),
        (Period::Month, words.period_month()),
        (Period::AllTime, words.period_all()),
    ];
    let others = periods.iter().filter(|(period, _)| *period != board.period);
    buttons.extend(others.map(|(period, label)| button(&Press::Board(*period, 1), label)));
    CreateActionRow::Buttons(buttons)
}
