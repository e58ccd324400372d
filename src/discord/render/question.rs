//! The day's question: the post itself, and where it stands today.

use chrono::{DateTime, Utc};
use serenity::builder::{CreateActionRow, CreateButton};

use super::text::{channel, credit, full, jump, small, topic, with_distance};
use super::{Shown, button, embed};
use crate::domain::Day;
use crate::view::{Press, PrivatePress, QuestionPost, TodayView};
use crate::words::Words;

/// The post, in its community's language. *My streak* also tells the bot later that this is the post of this community
/// and day.
pub(crate) fn question_post(post: &QuestionPost) -> Shown {
    let words = Words::from(post.language);
    let (mark, colour) = look(&post.topic);
    let mut lines = vec![post.scenario.trim().to_owned(), String::new()];
    if let Some(note) = &post.note {
        lines.extend([words.post_note(note), String::new()]);
    }
    if post.late {
        lines.push(small(&words.post_late()));
    }
    lines.push(small(&format!("{mark} {}", facts(post, words))));
    lines.push(small(&counts(post.closes_at, words)));
    let title = words.thread_name(post.ordinal, &post.title);
    Shown::card(embed(&title, lines.join("\n")).colour(colour)).rows(vec![buttons(post, words)])
}

/// Week, topic, minutes and how many answered before, in one line.
fn facts(post: &QuestionPost, words: Words) -> String {
    let mut facts: Vec<String> = post.week.map(|week| words.post_week(week)).into_iter().collect();
    facts.push(topic(&post.topic, words));
    facts.push(words.post_minutes(post.minutes));
    facts.extend(post.credit.as_ref().map(|who| words.post_by(&credit(who))));
    facts.extend((post.round > 1).then(|| words.post_round(post.round)));
    // A quiet day is not held up to anyone.
    facts.extend(
        post.answered_before.filter(|count| *count > 0).map(|count| words.post_answered_before(count)),
    );
    facts.join(" · ")
}

fn counts(closes_at: Option<DateTime<Utc>>, words: Words) -> String {
    closes_at.map_or_else(|| words.post_counts(), |until| words.post_counts_until(&full(until)))
}

fn buttons(post: &QuestionPost, words: Words) -> CreateActionRow {
    let (community, day) = (post.community.clone(), Day(post.day));
    let write = Press::Private(community.clone(), day, PrivatePress::Write);
    let mut buttons = vec![
        button(&write, &words.button_private_write()),
        button(&Press::Hint(community.clone(), day), &words.button_hint()),
    ];
    if let Some(thread) = &post.thread_before {
        let url = jump(&post.community, thread, None);
        buttons.push(CreateButton::new_link(url).label(words.button_last_thread()));
    }
    buttons.push(button(&Press::MyStreak(community, day), &words.button_my_streak()));
    CreateActionRow::Buttons(buttons)
}

/// A topic's mark and colour: by its best known word, and for a topic nobody thought of, always the same by its name.
fn look(topic: &str) -> (&'static str, u32) {
    const KNOWN: [(&str, &str, u32); 16] = [
        ("secret", "🔑", 0xC9_8B_2B),
        ("security", "🛡️", 0xB0_5A_7A),
        ("iam", "🛡️", 0xB0_5A_7A),
        ("network", "🧭", 0x2F_8F_9D),
        ("mesh", "🧭", 0x2F_8F_9D),
        ("observability", "🔭", 0x6C_5F_B5),
        ("operations", "🔭", 0x6C_5F_B5),
        ("scaling", "📈", 0x4E_9A_51),
        ("karpenter", "📈", 0x4E_9A_51),
        ("cost", "🪙", 0xA8_8A_3A),
        ("storage", "🗄️", 0x7A_6A_58),
        ("build", "🧱", 0xB8_6B_45),
        ("image", "📦", 0x3D_7F_C1),
        ("eks", "☸️", 0x3F_66_C4),
        ("ecs", "🚢", 0xD0_7A_3A),
        ("docker", "🐳", 0x3D_7F_C1),
    ];
    const OTHER: [u32; 4] = [0x5B_6E_E1, 0x3B_8F_7A, 0x9A_5F_A8, 0xA8_7A_3A];
    if let Some((_, mark, colour)) = KNOWN.iter().find(|(word, _, _)| topic.contains(word)) {
        return (mark, *colour);
    }
    let sum: usize = topic.bytes().map(usize::from).sum();
    ("📘", OTHER[sum % OTHER.len()])
}

/// Where today's question is, and whether the reader has answered.
pub(super) fn today(today: &TodayView, words: Words) -> Shown {
    let place = today.thread.as_ref().map_or_else(
        || words.today_thread_opening(),
        |thread| match today.reader_answered {
            true => words.today_thread_answered(&channel(thread)),
            false => words.today_thread(&channel(thread)),
        },
    );
    let open =
        today.closes_at.map_or_else(|| words.today_open(), |at| words.today_open_until(&with_distance(at)));
    let reader =
        if today.reader_answered { words.today_reader_answered() } else { words.today_reader_not_yet() };
    let lines = [reader, place, open, small(&words.today_answered(today.answered))];
    Shown::card(embed(&words.thread_name(today.ordinal.0, &today.title), lines.join("\n")))
}
