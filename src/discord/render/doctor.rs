//! Every check there is, good and bad, each bad one with its remedy.

use serenity::builder::CreateActionRow;

use super::problem::{Subject, lines, mark, subject};
use super::setup::{field, next, pack_lines, state, when_lines};
use super::text::{channel, full, role, with_distance};
use super::{AMBER, Frame, GREEN, Shown, button, embed};
use crate::view::{DoctorView, Permission, Press, Problem, SetupPress, SetupState, SetupView};
use crate::words::Words;

/// A clock further away from Discord's than this is a problem.
const CLOCK_TOLERANCE_SECONDS: i64 = 5;
const GOOD: &str = "✅";

/// The checks, and a way to the panel where they are mended.
pub(super) fn doctor(doctor: &DoctorView, frame: &Frame) -> Shown {
    let words = frame.words;
    let setup = &doctor.setup;
    let (clock, clock_is_good) = clock(doctor, frame);
    let count = setup.problems.len() + usize::from(!clock_is_good);
    let (title, colour) = match count {
        0 => (words.doctor_title_good(), GREEN),
        count => (words.doctor_title_bad(count), AMBER),
    };
    let coming = setup.next.first().filter(|_| setup.state == SetupState::Running);
    let state = coming.map_or_else(|| state(setup, words), |at| words.doctor_next(&with_distance(*at)));
    let mut card = embed(&title, state).colour(colour);
    let post = lines(&setup.problems, Subject::Post, words);
    if !post.is_empty() {
        card = field(card, &words.setup_field_problems(), &post);
    }
    card = field(card, &words.doctor_field_settings(), &settings(setup, words));
    card = field(card, &words.doctor_field_permissions(), &permissions(doctor, words));
    card = field(card, &words.setup_field_next(), &[next(setup, words)]);
    card = field(card, &words.doctor_field_clock(), &[clock]);
    let open = button(&Press::Setup(SetupPress::Check), &words.button_open_setup());
    Shown::card(card).rows(vec![CreateActionRow::Buttons(vec![open])])
}

fn settings(setup: &SetupView, words: Words) -> Vec<String> {
    let has = |about: Subject| setup.problems.iter().any(|problem| subject(problem) == about);
    let mut shown = Vec::new();
    let unfit = |problem: &Problem| {
        matches!(
            problem,
            Problem::NoChannel
                | Problem::ChannelUnseen(_)
                | Problem::WrongKind(_)
                | Problem::NoUsableTag(_)
                | Problem::CannotCheck
        )
    };
    if let Some(id) = setup.channel.as_ref().filter(|_| !setup.problems.iter().any(unfit)) {
        shown.push(format!("{GOOD} {}", words.doctor_channel(&channel(id))));
    }
    if !has(Subject::Ping) {
        let ping =
            setup.role.as_ref().map_or_else(|| words.doctor_role_nobody(), |id| words.doctor_role(&role(id)));
        shown.push(format!("{GOOD} {ping}"));
    }
    shown.extend(lines(&setup.problems, Subject::Ping, words));
    shown.extend(marked(when_lines(setup, words), has(Subject::When)));
    let mut packs = pack_lines(setup, words);
    if !has(Subject::Packs) {
        packs.push(words.setup_left(setup.left));
    }
    shown.extend(marked(packs, has(Subject::Packs)));
    shown
}

/// Puts the green mark on lines that have no problem among them.
fn marked(lines: Vec<String>, bad: bool) -> Vec<String> {
    if bad { lines } else { lines.into_iter().map(|line| format!("{GOOD} {line}")).collect() }
}

/// Every permission by its name, then the remedies.
fn permissions(doctor: &DoctorView, words: Words) -> Vec<String> {
    let setup = &doctor.setup;
    let remedies = lines(&setup.problems, Subject::Channel, words);
    let missing = |permission| {
        setup.problems.iter().any(|problem| matches!(problem, Problem::Missing(p, ..) if *p == permission))
    };
    if doctor.granted.is_empty() && !Permission::ALL.into_iter().any(missing) {
        return if remedies.is_empty() { vec![words.doctor_unchecked()] } else { remedies };
    }
    let named = Permission::wanted(setup.channel_kind, setup.pins).map(|permission| {
        let granted = doctor.granted.contains(&permission);
        format!(
            "{} {}",
            if granted { GOOD } else { mark(permission.is_needed()) },
            words.permission(permission, setup.channel_kind)
        )
    });
    std::iter::once(named.collect::<Vec<_>>().join(" · ")).chain(remedies).collect()
}

/// The bot's clock, held against the instant at which Discord says the command was sent.
fn clock(doctor: &DoctorView, frame: &Frame) -> (String, bool) {
    let now = full(doctor.now);
    let off = frame.asked_at.map_or(0, |asked| (doctor.now - asked).num_seconds());
    match off.abs() > CLOCK_TOLERANCE_SECONDS {
        true => (format!("⚠️ {}", frame.words.doctor_clock_off(&now, off.abs())), false),
        false => (format!("{GOOD} {}", frame.words.doctor_clock(&now)), true),
    }
}
