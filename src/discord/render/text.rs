//! Small pieces of Discord's markup: times, mentions, links, and text that must not become markup. No sentences.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::domain::{CommunityId, MessageId, ThreadId};
use crate::view::{Credit, Permission};
use crate::words::Words;

/// An instant that every reader sees in their own time zone, with the weekday.
pub(super) fn full(at: DateTime<Utc>) -> String {
    format!("<t:{}:F>", at.timestamp())
}

/// An instant as every reader's own date and time, shorter than [`full`].
pub(super) fn short(at: DateTime<Utc>) -> String {
    format!("<t:{}:f>", at.timestamp())
}

/// An instant with how far away it is.
pub(super) fn with_distance(at: DateTime<Utc>) -> String {
    format!("{} (<t:{}:R>)", full(at), at.timestamp())
}

/// A member, by name in everybody's view; it pings only in `content`, and only when allowed.
pub(super) fn member(id: &impl std::fmt::Display) -> String {
    format!("<@{id}>")
}

/// Whom to thank. Like any member they are named where nobody is called by it.
pub(super) fn credit(credit: &Credit) -> String {
    match credit {
        Credit::Member { id } => member(id),
        Credit::Name { name } => plain(name),
    }
}

/// A role.
pub(super) fn role(id: &impl std::fmt::Display) -> String {
    format!("<@&{id}>")
}

/// A channel or a thread.
pub(super) fn channel(id: &impl std::fmt::Display) -> String {
    format!("<#{id}>")
}

/// The address of a thread, or of a message in it.
pub(super) fn jump(community: &CommunityId, thread: &ThreadId, message: Option<&MessageId>) -> String {
    let place = format!("https://discord.com/channels/{}/{thread}", community.local());
    message.map_or(place.clone(), |message| format!("{place}/{message}"))
}

/// A link with its title.
pub(super) fn link(title: &str, url: &str) -> String {
    format!("[{}]({url})", title.replace(['[', ']'], ""))
}

/// A small line.
pub(super) fn small(line: &str) -> String {
    format!("-# {line}")
}

/// Text typed by a person, as they formatted it, in which no mention is one.
pub(super) fn quiet(text: &str) -> String {
    text.replace('@', "@\u{200b}").replace("<#", "<\u{200b}#")
}

/// Text typed by a person, short and without any power: no markup, no mention, no line break.
pub(super) fn plain(text: &str) -> String {
    let text = clip(text.trim(), 80);
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '[' | ']' | '(' | ')' | '#' | '@' | ':' => {
                plain.extend(['\\', letter]);
            }
            letter if letter.is_control() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}

/// At most `max` characters as Discord counts them, with an ellipsis when something is missing.
pub(super) fn clip(text: &str, max: usize) -> String {
    if length(text) <= max {
        return text.to_owned();
    }
    let mut clipped = String::new();
    let mut room = max.saturating_sub(1);
    for letter in text.chars() {
        let Some(left) = room.checked_sub(letter.len_utf16()) else { break };
        room = left;
        clipped.push(letter);
    }
    clipped.truncate(clipped.trim_end().len());
    clipped + "…"
}

/// The length by the stricter of the two ways in which Discord may count.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A list of lines as one text.
pub(super) fn bullets(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

/// "a, b and c", with `join` as the word between the last two.
pub(super) fn list(items: &[String], join: impl Fn(&str, &str) -> String) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => join(&most.join(", "), last),
    }
}

/// A date without a time, such as "24 November 2026".
pub(super) fn date(words: Words, date: NaiveDate) -> String {
    words.date(date.day(), date.month(), &date.year().to_string())
}

/// A date as a button names it, such as "Tue 24 November".
pub(super) fn date_short(words: Words, date: NaiveDate) -> String {
    words.date_short(date.weekday().number_from_monday(), date.day(), date.month())
}

/// A slug of the bank as people write it: `eks-networking` is "EKS networking" unless their language has a name for it.
pub(super) fn topic(slug: &str, words: Words) -> String {
    words.topic_name(slug, &written(slug))
}

fn written(slug: &str) -> String {
    let mut topic = String::new();
    for (at, part) in slug.split('-').enumerate() {
        if at > 0 {
            topic.push(' ');
        }
        let mut letters = part.chars();
        match (part, at) {
            ("aws" | "ecs" | "ecr" | "eks" | "iam" | "vpc" | "ip" | "ci" | "cd" | "cni", _) => {
                topic.push_str(&part.to_uppercase());
            }
            ("docker" | "kubernetes" | "fargate" | "karpenter" | "helm" | "mesh", _) | (_, 0) => {
                topic.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                topic.push_str(letters.as_str());
            }
            (_, _) => topic.push_str(part),
        }
    }
    topic
}

/// What the bot cannot do without a permission, to follow "I can't".
pub(super) fn act(words: Words, permission: Permission) -> String {
    match permission {
        Permission::View => words.act_view(),
        Permission::Send => words.act_send(),
        Permission::Embed => words.act_embed(),
        Permission::OpenThreads => words.act_open_threads(),
        Permission::SendInThreads => words.act_send_in_threads(),
        Permission::ReadHistory => words.act_read_history(),
        Permission::React => words.act_react(),
        Permission::Pin => words.act_pin(),
    }
}
