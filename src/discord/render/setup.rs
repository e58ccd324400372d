//! The panel of `/setup`: what is chosen, what is wrong beside it, and the controls to change it, in five rows.

use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;

use super::problem::{Subject, lines, subject};
use super::text::{channel, clip, date_short, role, with_distance};
use super::{AMBER, GREEN, Shown, button, embed};
use crate::domain::{Order, Pack};
use crate::view::{
    ChannelKind, PackChoice, Press, Problem, SetupPage, SetupPress, SetupSaid, SetupState, SetupView,
};
use crate::words::Words;

mod selects;

/// What a card's field may hold.
const FIELD: usize = 1_024;
/// What one part of the panel may take, so that all parts fit one card.
const PART: usize = 700;

/// The page of the panel that the view asks for.
pub(super) fn setup(setup: &SetupView, words: Words) -> Shown {
    match setup.page {
        SetupPage::Main => {
            let mut rows = selects::main(setup, words);
            rows.push(CreateActionRow::Buttons(main_buttons(setup, words)));
            Shown::card(main_card(setup, words)).rows(rows)
        }
        SetupPage::More => {
            let mut rows = vec![
                selects::order(setup, words),
                selects::reveal(setup, words),
                selects::language(setup.language, words),
            ];
            rows.push(CreateActionRow::Buttons(more_buttons(setup, words)));
            Shown::card(more_card(setup, words)).rows(rows)
        }
        SetupPage::FirstDay => first_day(setup, words),
    }
}

fn main_card(setup: &SetupView, words: Words) -> CreateEmbed {
    let mut top: Vec<String> = setup.said.iter().map(|said| self::said(said, setup, words)).collect();
    let repeats = matches!(setup.said, Some(SetupSaid::Started(_) | SetupSaid::Paused | SetupSaid::NotYet));
    top.extend((!repeats).then(|| state(setup, words)));
    let blocked = setup.problems.iter().any(Problem::blocks);
    let colour = match (setup.problems.is_empty(), setup.state) {
        (false, _) if blocked => AMBER,
        (_, SetupState::Running) => GREEN,
        (_, _) => super::CALM,
    };
    top.extend(lines(&setup.problems, Subject::Post, words));
    let parts = [
        (words.setup_field_channel(), channel_lines(setup, words)),
        (words.setup_field_when(), when_lines(setup, words)),
        (words.setup_field_ping(), ping_lines(setup, words)),
        (words.setup_field_packs(), pack_lines_and_left(setup, words)),
        (words.setup_field_next(), vec![next(setup, words)]),
    ];
    // Lines instead of fields: the whole panel fits a phone.
    top.push(String::new());
    top.extend(parts.map(|(name, lines)| words.setup_line(&name, &clip(&lines.join("\n"), PART))));
    embed(&title(setup.state, words), top.join("\n")).colour(colour)
}

/// A field that always fits; Discord takes no empty one.
pub(super) fn field(card: CreateEmbed, name: &str, lines: &[String]) -> CreateEmbed {
    let value = if lines.is_empty() { "–".to_owned() } else { clip(&lines.join("\n"), FIELD) };
    card.field(clip(name, 256), value, false)
}

fn title(state: SetupState, words: Words) -> String {
    match state {
        SetupState::New => words.setup_title_new(),
        SetupState::Running => words.setup_title_running(),
        SetupState::Paused => words.setup_title_paused(),
        SetupState::ChannelGone => words.setup_title_channel_gone(),
        SetupState::Removed => words.setup_title_removed(),
    }
}

/// What happens next, and how to stop it or start it.
pub(super) fn state(setup: &SetupView, words: Words) -> String {
    match (setup.state, setup.next.first()) {
        (SetupState::Running, Some(at)) => words.setup_state_running(&with_distance(*at)),
        (SetupState::Running, None) => words.setup_state_running_idle(),
        (SetupState::New, _) => words.setup_state_new(),
        (SetupState::Paused, _) => words.setup_state_paused(),
        (SetupState::ChannelGone, _) => words.setup_state_channel_gone(),
        (SetupState::Removed, _) => words.setup_state_removed(),
    }
}

fn said(said: &SetupSaid, setup: &SetupView, words: Words) -> String {
    let place = || setup.channel.as_ref().map(channel).unwrap_or_default();
    match said {
        SetupSaid::Saved => words.setup_said_saved(),
        SetupSaid::Started(Some(at)) => words.setup_said_started(&with_distance(*at), &place()),
        SetupSaid::Started(None) => words.setup_said_started_now(&place()),
        SetupSaid::Paused => words.setup_said_paused(),
        SetupSaid::NotYet => words.setup_said_not_yet(),
        SetupSaid::Checked => words.setup_said_checked(),
    }
}

fn channel_lines(setup: &SetupView, words: Words) -> Vec<String> {
    let mut shown = vec![setup.channel.as_ref().map_or_else(|| words.setup_channel_none(), channel)];
    let problems = lines(&setup.problems, Subject::Channel, words);
    if problems.is_empty() && setup.channel.is_some() {
        let good = match setup.channel_kind {
            ChannelKind::Forum => words.setup_channel_good_forum(),
            ChannelKind::Text | ChannelKind::Announcement => words.setup_channel_good(),
        };
        shown = vec![format!("{} · {good}", shown.join(""))];
    }
    shown.extend(problems);
    shown
}

/// Time, zone and days, with what is missing of them.
pub(super) fn when_lines(setup: &SetupView, words: Words) -> Vec<String> {
    let time = setup.time.format("%H:%M").to_string();
    let days = setup.weekdays.iter().map(|day| words.weekday_short(day.number_from_monday()));
    let days = days.collect::<Vec<_>>().join(" ");
    let mut shown = vec![match setup.zone {
        Some(zone) => words.setup_when(&time, zone.name(), &days),
        None => words.setup_when_zoneless(&time, &days),
    }];
    shown.extend(lines(&setup.problems, Subject::When, words));
    shown
}

fn ping_lines(setup: &SetupView, words: Words) -> Vec<String> {
    let mut shown = vec![setup.role.as_ref().map_or_else(|| words.setup_nobody(), role)];
    shown.extend(lines(&setup.problems, Subject::Ping, words));
    shown
}

/// The packs that are on, with what is wrong about them.
pub(super) fn pack_lines(setup: &SetupView, words: Words) -> Vec<String> {
    let mut shown: Vec<String> = setup
        .packs
        .iter()
        .filter(|pack| pack.on)
        .take(8)
        .map(|pack| clip(&self::pack(pack, words), 90))
        .collect();
    let problems = lines(&setup.problems, Subject::Packs, words);
    if shown.is_empty() {
        shown.push(words.setup_packs_none());
    }
    shown.extend(problems);
    shown
}

/// The same, with how long they last once that differs from how many there are.
fn pack_lines_and_left(setup: &SetupView, words: Words) -> Vec<String> {
    let mut shown = pack_lines(setup, words);
    let all: usize = setup.packs.iter().filter(|pack| pack.on).map(|pack| pack.questions).sum();
    let has_problem = setup.problems.iter().any(|problem| subject(problem) == Subject::Packs);
    if !has_problem && setup.left != all {
        shown.push(words.setup_left(setup.left));
    }
    shown
}

fn pack(pack: &PackChoice, words: Words) -> String {
    match pack.week {
        Some(week) => words.setup_pack(week, &pack.title, pack.questions),
        None => words.setup_pack_weekless(&pack_title(pack, words), pack.questions),
    }
}

/// A pack's title as the bank has it; a community's own has none there.
fn pack_title(pack: &PackChoice, words: Words) -> String {
    if pack.id == Pack::OWN { words.pack_own() } else { pack.title.clone() }
}

/// The next posting times by the group's clock, which stands beside them; the very next is told in the reader's own too.
pub(super) fn next(setup: &SetupView, words: Words) -> String {
    let Some(zone) = setup.zone.filter(|_| !setup.next.is_empty()) else { return words.setup_next_none() };
    let local = setup.next.iter().take(5).map(|at| at.with_timezone(&zone));
    let told = local.map(|at| format!("{} {}", date_short(words, at.date_naive()), at.format("%H:%M")));
    told.collect::<Vec<_>>().join(" · ")
}

fn main_buttons(setup: &SetupView, words: Words) -> Vec<CreateButton> {
    let press = |press: SetupPress, label: &str| button(&Press::Setup(press), label);
    let blocked = setup.problems.iter().any(Problem::blocks);
    let run = match setup.state {
        SetupState::Running => press(SetupPress::Pause, &words.button_pause()),
        SetupState::New | SetupState::Paused | SetupState::ChannelGone | SetupState::Removed => {
            let start = press(SetupPress::Start, &words.button_start());
            if blocked { start } else { start.style(ButtonStyle::Success) }
        }
    };
    let mut when = press(SetupPress::When, &words.button_when());
    if setup.zone.is_none() {
        when = when.style(ButtonStyle::Primary);
    }
    let preview = press(SetupPress::Preview, &words.button_preview());
    let mut buttons = vec![run, when, preview, press(SetupPress::More, &words.button_more())];
    if !setup.problems.is_empty() {
        buttons.push(press(SetupPress::Check, &words.button_check()));
    }
    buttons
}

fn more_card(setup: &SetupView, words: Words) -> CreateEmbed {
    let order = match setup.order {
        Order::Curriculum => words.order_curriculum(),
        Order::Shuffled => words.order_shuffled(),
    };
    let mut shown: Vec<String> = setup.said.iter().map(|said| self::said(said, setup, words)).collect();
    shown.push(words.setup_more_order(&order));
    shown.push(words.setup_more_reveal(&selects::reveal_label(setup.reveal, words)));
    shown.push(words.setup_more_language(&Words::from(setup.language).language_itself()));
    shown.push(if setup.pins { words.setup_more_pins_on() } else { words.setup_more_pins_off() });
    if setup.channel_kind == ChannelKind::Announcement {
        let publishes = setup.publishes;
        shown.push(if publishes {
            words.setup_more_publishes_on()
        } else {
            words.setup_more_publishes_off()
        });
    }
    let shares = setup.shares_private;
    shown.push(if shares { words.setup_more_shares_on() } else { words.setup_more_shares_off() });
    for about in [Subject::Post, Subject::Channel, Subject::When, Subject::Ping, Subject::Packs] {
        shown.extend(lines(&setup.problems, about, words));
    }
    embed(&words.setup_field_more(), shown.join("\n"))
}

fn more_buttons(setup: &SetupView, words: Words) -> Vec<CreateButton> {
    let press = |press: SetupPress, label: &str| button(&Press::Setup(press), label);
    let pin = match setup.pins {
        true => press(SetupPress::Pin(false), &words.button_unpin()),
        false => press(SetupPress::Pin(true), &words.button_pin()),
    };
    let mut buttons = vec![pin];
    if setup.channel_kind == ChannelKind::Announcement {
        buttons.push(match setup.publishes {
            true => press(SetupPress::Publish(false), &words.button_unpublish()),
            false => press(SetupPress::Publish(true), &words.button_publish()),
        });
    }
    buttons.push(match setup.shares_private {
        true => press(SetupPress::SharePrivate(false), &words.button_keep_private()),
        false => press(SetupPress::SharePrivate(true), &words.button_share_private()),
    });
    buttons.push(press(SetupPress::Check, &words.button_check()));
    buttons.push(press(SetupPress::Back, &words.button_back()));
    buttons
}

/// Today's time has passed: ask now, or on the next day?
fn first_day(setup: &SetupView, words: Words) -> Shown {
    let press = |press: SetupPress, label: &str| button(&Press::Setup(press), label);
    let next = setup.next.first().zip(setup.zone).map_or_else(
        || words.button_start_next_day(),
        |(at, zone)| words.button_start_next(&date_short(words, at.with_timezone(&zone).date_naive())),
    );
    let time = setup.time.format("%H:%M").to_string();
    let mut top: Vec<String> = setup.said.iter().map(|said| self::said(said, setup, words)).collect();
    top.push(words.setup_first_day(&time));
    let buttons = vec![
        press(SetupPress::StartNow, &words.button_start_now()).style(ButtonStyle::Success),
        press(SetupPress::StartNext, &next).style(ButtonStyle::Primary),
        press(SetupPress::Back, &words.button_back()),
    ];
    let card = embed(&words.setup_first_day_title(), top.join("\n"));
    Shown::card(card).rows(vec![CreateActionRow::Buttons(buttons)])
}
