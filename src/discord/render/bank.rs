//! The organiser's bank: what comes next, a question's card, what was found, and what was just decided, in five rows.

use std::collections::BTreeSet;

use serenity::builder::{
    CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};
use serenity::model::application::ButtonStyle;

use super::text::{channel, clip, date, full, plain, small, topic};
use super::{GREEN, Shown, answer, button, embed};
use crate::domain::{DecisionKind, Objection, Order, Weekdays};
use crate::view::{
    BankDone, BankPage, BankPress, BankSaid, BankToday, BankView, BankWhen, CardView, ComingQuestion,
    ComingView, FateState, FateView, FoundView, PackChoice, Press, SetupState,
};
use crate::words::Words;

/// The most options of one select.
const OPTIONS: usize = 25;

/// The page that the view asks for.
pub(super) fn bank(view: &BankView, words: Words) -> Shown {
    let shown = match &view.page {
        BankPage::Coming(coming) => self::coming(coming, view.said.as_ref(), words),
        BankPage::Found(found) => self::found(found, words),
        BankPage::Card(card) => self::card(card, words),
        BankPage::Receipt(next) => receipt(next.as_ref(), view.said.as_ref(), words),
        // The title stands above.
        BankPage::Answer(one) => {
            Shown { embeds: answer::cards(&one.1, answer::MESSAGE, words), ..Shown::default() }
        }
    };
    // What was just done stands apart from the card, first.
    let content = match (&view.said, &view.page) {
        (Some(said), _) => self::said(&said.what, words),
        (None, BankPage::Answer(one)) => format!("**{}**", one.0),
        (None, BankPage::Coming(_) | BankPage::Found(_) | BankPage::Card(_) | BankPage::Receipt(_)) => {
            String::new()
        }
    };
    Shown { content: clip(&content, 500), ..shown }
}

/// What comes next after a decision, and the way back.
fn receipt(next: Option<&ComingQuestion>, said: Option<&BankSaid>, words: Words) -> Shown {
    let lines = next.map_or_else(|| vec![words.bank_none()], |next| row(next, words));
    let card = embed(&words.bank_title(), lines.join("\n"));
    let undo: Vec<CreateButton> = undo(said, words).into_iter().collect();
    Shown::card(card).rows(if undo.is_empty() { Vec::new() } else { vec![CreateActionRow::Buttons(undo)] })
}

fn undo(said: Option<&BankSaid>, words: Words) -> Option<CreateButton> {
    let press = said?.undo.as_ref()?;
    Some(button(press, &words.button_undo()).style(ButtonStyle::Primary))
}

fn coming(coming: &ComingView, said: Option<&BankSaid>, words: Words) -> Shown {
    let runs = coming.state == SetupState::Running;
    let mut lines: Vec<String> = (!runs).then(|| words.bank_not_running()).into_iter().collect();
    lines.extend(today(&coming.today, words));
    if coming.next.is_empty() {
        lines.push(words.bank_none());
    }
    for next in &coming.next {
        lines.extend(row(next, words));
    }
    lines.extend([String::new(), small(&about(coming, words))]);
    let card = embed(&words.bank_title(), lines.join("\n"));
    let card = if runs { card.colour(GREEN) } else { card };
    let mut buttons: Vec<CreateButton> = undo(said, words).into_iter().collect();
    if coming.today == BankToday::Open && !coming.next.is_empty() {
        buttons.push(press(BankPress::AskNow, &words.button_ask_now()));
    }
    buttons.push(press(BankPress::Search, &words.button_bank_search()));
    let mut rows = Vec::new();
    rows.extend(look(coming, words));
    rows.extend(aside(coming, words));
    rows.extend(packs(&coming.packs, words));
    rows.push(CreateActionRow::Buttons(buttons));
    Shown::card(card).rows(rows)
}

/// Today's question, where there is something to say of it.
fn today(today: &BankToday, words: Words) -> Option<String> {
    match today {
        BankToday::Asked(title, Some(thread)) => {
            Some(words.bank_today_asked(&clip(title, 100), &channel(thread)))
        }
        BankToday::Asked(title, None) => Some(words.bank_today_asked_alone(&clip(title, 100))),
        BankToday::OnItsWay(Some(title)) => Some(words.bank_today_on_its_way(&clip(title, 100))),
        BankToday::OnItsWay(None) => Some(words.bank_today_on_its_way_alone()),
        BankToday::NotRunning | BankToday::DayOff | BankToday::Open => None,
    }
}

fn row(next: &ComingQuestion, words: Words) -> Vec<String> {
    let mut lines: Vec<String> =
        next.begins_round.then(|| words.bank_round(next.round)).into_iter().collect();
    let mut about: Vec<String> = next.when.map(|when| self::when(when, words)).into_iter().collect();
    about.push(topic(&next.topic, words));
    about.extend(next.put_first.then(|| words.bank_put_first()));
    lines.extend([format!("**{}**", clip(&next.title, 100)), small(&about.join(" · "))]);
    lines
}

fn when(when: BankWhen, words: Words) -> String {
    match when {
        BankWhen::Now => words.bank_now(),
        BankWhen::At(at) => full(at),
    }
}

/// In which order, on which days, and how long it lasts.
fn about(coming: &ComingView, words: Words) -> String {
    let order = match coming.order {
        Order::Curriculum => words.order_curriculum(),
        Order::Shuffled => words.order_shuffled(),
    };
    let days = |days: Vec<String>| days.join(" ");
    let short = |day: chrono::Weekday| words.weekday_short(day.number_from_monday());
    let on = days(coming.weekdays.iter().map(short).collect());
    let off: Vec<String> =
        Weekdays::ALL.iter().filter(|day| !coming.weekdays.contains(*day)).map(short).collect();
    let mut parts = vec![words.bank_order(&order, &on)];
    parts.extend((!off.is_empty()).then(|| words.bank_days_off(&days(off))));
    parts.extend((!coming.next.is_empty()).then(|| words.setup_left(coming.left)));
    parts.join(" · ")
}

/// The questions on the list, each once.
fn look(coming: &ComingView, words: Words) -> Option<CreateActionRow> {
    let mut seen = BTreeSet::new();
    let once = coming.next.iter().filter(|next| seen.insert(next.question.clone()));
    let options = once.map(|next| option(next.question.as_str(), &next.title, &topic(&next.topic, words)));
    select(BankPress::Look, options.collect(), &words.bank_select_look())
}

fn aside(coming: &ComingView, words: Words) -> Option<CreateActionRow> {
    let options = coming.aside.iter().map(|(id, title, kind)| {
        let why = match kind {
            DecisionKind::Retire => words.bank_option_retire(),
            DecisionKind::Skip | DecisionKind::Next | DecisionKind::Restore => words.bank_option_skip(),
        };
        option(id.as_str(), title, &why)
    });
    select(BankPress::LookAside, options.collect(), &words.bank_select_aside())
}

/// The values are the ids of the buttons that switch a pack, so that a late choice does what it said.
fn packs(packs: &[PackChoice], words: Words) -> Option<CreateActionRow> {
    let options = packs.iter().map(|pack| {
        let title = match pack.week {
            Some(week) => words.labelled(&words.post_week(week), &pack.title),
            None => pack.title.clone(),
        };
        let state = match pack.on {
            true => words.bank_option_on(pack.questions),
            false => words.bank_option_off(pack.questions),
        };
        option(&Press::Bank(BankPress::Pack(!pack.on, pack.id.clone())).id(), &title, &state)
    });
    select(BankPress::Packs, options.collect(), &words.bank_select_packs())
}

fn option(value: &str, label: &str, description: &str) -> CreateSelectMenuOption {
    CreateSelectMenuOption::new(clip(label, 100), value).description(clip(description, 100))
}

/// Discord takes no select without options.
fn select(
    does: BankPress,
    mut options: Vec<CreateSelectMenuOption>,
    placeholder: &str,
) -> Option<CreateActionRow> {
    options.truncate(OPTIONS);
    if options.is_empty() {
        return None;
    }
    let menu = CreateSelectMenu::new(Press::Bank(does).id(), CreateSelectMenuKind::String { options });
    Some(CreateActionRow::SelectMenu(menu.placeholder(placeholder)))
}

fn press(press: BankPress, label: &str) -> CreateButton {
    button(&Press::Bank(press), label)
}

fn found(found: &FoundView, words: Words) -> Shown {
    let title = match found.query.trim() {
        "" => words.bank_title(),
        query => words.bank_title_found(&plain(query)),
    };
    let mut lines = Vec::new();
    for (_, title, fate) in &found.found {
        lines.extend([format!("**{}**", clip(title, 100)), small(&self::fate(fate, words).join(" · "))]);
    }
    if found.found.is_empty() {
        lines.push(words.bank_found_none());
    }
    if found.more > 0 {
        lines.push(small(&words.bank_found_more(found.more)));
    }
    let options = found
        .found
        .iter()
        .map(|(id, title, fate)| option(id.as_str(), title, &state(fate, words).unwrap_or_default()));
    let mut rows = Vec::new();
    rows.extend(select(BankPress::Look, options.collect(), &words.bank_select_look()));
    rows.push(CreateActionRow::Buttons(vec![
        press(BankPress::Search, &words.button_bank_search()),
        press(BankPress::Coming, &words.button_coming()),
    ]));
    Shown::card(embed(&title, lines.join("\n"))).rows(rows)
}

/// What becomes of a question, in a few words each.
fn fate(fate: &FateView, words: Words) -> Vec<String> {
    let mut parts: Vec<String> = state(fate, words).into_iter().collect();
    let again = fate.state != FateState::Open;
    parts.extend(fate.comes.map(|(ahead, when)| match when {
        Some(BankWhen::Now) => words.bank_comes_now(),
        Some(BankWhen::At(at)) if again => words.bank_comes_again(&full(at)),
        Some(BankWhen::At(at)) => words.bank_comes(&full(at)),
        None => words.bank_comes_after(ahead),
    }));
    parts.extend(fate.asked_on.map(|day| words.bank_asked_on(&date(words, day.0))));
    parts
}

fn state(fate: &FateView, words: Words) -> Option<String> {
    match fate.state {
        FateState::Open => None,
        FateState::Asked => Some(words.bank_fate_asked()),
        FateState::Skipped => Some(words.bank_fate_skipped()),
        FateState::Retired => Some(words.bank_fate_retired()),
        FateState::Off => Some(words.bank_fate_off()),
    }
}

fn card(card: &CardView, words: Words) -> Shown {
    let mut lines = fate(&card.fate, words);
    lines.extend(card.thread.as_ref().map(|thread| words.question_thread(&channel(thread))));
    let about = [
        clip(&card.pack, 100),
        topic(&card.topic, words),
        words.post_minutes(card.minutes),
        words.bank_difficulty(card.difficulty),
    ];
    lines.extend([String::new(), small(&about.join(" · "))]);
    let looks = vec![
        press(BankPress::Preview(card.question.clone()), &words.button_preview()),
        press(BankPress::Answer(card.question.clone()), &words.button_answer()),
        press(BankPress::Coming, &words.button_coming()),
    ];
    let decides: Vec<CreateButton> = card
        .may
        .iter()
        .map(|(kind, press)| {
            let label = match kind {
                DecisionKind::Skip => words.button_skip(),
                DecisionKind::Next => words.button_put_next(),
                DecisionKind::Retire => words.button_retire(),
                DecisionKind::Restore => words.button_restore(),
            };
            button(press, &label)
        })
        .collect();
    let mut rows = vec![CreateActionRow::Buttons(looks)];
    rows.extend((!decides.is_empty()).then_some(CreateActionRow::Buttons(decides)));
    Shown::card(embed(&card.title, lines.join("\n"))).rows(rows)
}

fn said(done: &BankDone, words: Words) -> String {
    match done {
        BankDone::Decided(DecisionKind::Skip, title) => words.bank_said_skip(title),
        BankDone::Decided(DecisionKind::Next, title) => words.bank_said_next(title),
        BankDone::Decided(DecisionKind::Retire, title) => words.bank_said_retire(title),
        BankDone::Decided(DecisionKind::Restore, title) => words.bank_said_restore(title),
        BankDone::Objected(objection, title) => objected(*objection, title, words),
        BankDone::Pack(true, title) => words.bank_said_pack_on(title),
        BankDone::Pack(false, title) => words.bank_said_pack_off(title),
        BankDone::PackAlready(true, title) => words.bank_said_pack_on_already(title),
        BankDone::PackAlready(false, title) => words.bank_said_pack_off_already(title),
        BankDone::AskedNow => words.bank_said_now(),
        BankDone::NotNow(today) => not_now(today, words),
        BankDone::NothingToAsk => words.bank_not_now_none(),
        BankDone::Undone(DecisionKind::Skip, title) => words.bank_undone_skip(title),
        BankDone::Undone(DecisionKind::Next, title) => words.bank_undone_next(title),
        BankDone::Undone(DecisionKind::Retire, title) => words.bank_undone_retire(title),
        BankDone::Undone(DecisionKind::Restore, title) => words.bank_undone_restore(title),
        BankDone::UndoneNow => words.bank_undone_now(),
        BankDone::UndoneBefore => words.bank_undone_before(),
        BankDone::UndoneTooLate => words.bank_undone_too_late(),
        BankDone::StandsAlready => words.bank_stands_already(),
        BankDone::Unknown => words.bank_unknown(),
    }
}

fn not_now(today: &BankToday, words: Words) -> String {
    match today {
        BankToday::NotRunning => words.bank_not_now_stopped(),
        BankToday::Asked(..) => words.bank_not_now_asked(),
        BankToday::OnItsWay(_) => words.bank_not_now_on_its_way(),
        BankToday::DayOff | BankToday::Open => words.bank_not_now_off(),
    }
}

fn objected(objection: Objection, title: &str, words: Words) -> String {
    match objection {
        Objection::Off => words.bank_objected_off(title),
        Objection::Retired => words.bank_objected_retired(title),
        Objection::Asked => words.bank_objected_asked(title),
        Objection::JustAsked => words.bank_objected_just_asked(title),
        Objection::OtherRound => words.bank_objected_other_round(),
        Objection::Skipped => words.bank_objected_skipped(title),
        Objection::Next => words.bank_objected_next(title),
        Objection::NotOut => words.bank_objected_not_out(title),
    }
}
