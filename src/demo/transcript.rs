//! A channel and its threads as text, with local times. It knows what Discord's messages hold, and nothing of ours.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use crate::standin::discord::Discord;

/// The channel from its first message to its last, each followed by its thread.
pub(super) fn write(discord: &Discord, channel: u64, zone: Tz) -> String {
    let mut text = String::new();
    for message in discord.messages(channel) {
        write_message(&mut text, &message, zone, "");
        let Some(thread) = message["thread"]["id"].as_str().and_then(|id| id.parse().ok()) else { continue };
        for answer in discord.messages(thread) {
            write_message(&mut text, &answer, zone, "    ");
        }
    }
    with_names(discord, &text)
}

/// Mentions as readers see them: by name.
fn with_names(discord: &Discord, text: &str) -> String {
    let mut parts = text.split("<@");
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (id, rest) = part.split_once('>').unwrap_or((part, ""));
        let known = id.parse().ok().and_then(|id| discord.look(|world| Some(world.user(id)?.name.clone())));
        let _ = write!(named, "@{}{rest}", known.as_deref().unwrap_or(id));
    }
    named
}

fn write_message(text: &mut String, message: &Value, zone: Tz, indent: &str) {
    let at =
        message["timestamp"].as_str().and_then(|at| at.parse::<DateTime<Utc>>().ok()).unwrap_or_default();
    let at = at.with_timezone(&zone);
    let name = message["author"]["global_name"].as_str().or_else(|| message["author"]["username"].as_str());
    let mut lines: Vec<String> = Vec::new();
    lines.extend(message["content"].as_str().filter(|content| !content.is_empty()).map(str::to_owned));
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines.extend(embed["title"].as_str().map(str::to_owned));
        lines.extend(embed["description"].as_str().into_iter().flat_map(str::lines).map(str::to_owned));
    }
    let marks: String = message["reactions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|r| r["emoji"]["name"].as_str())
        .collect();
    let first = if lines.is_empty() { String::new() } else { lines.remove(0) };
    let _ = writeln!(
        text,
        "{indent}{}  {}: {} {marks}",
        at.format("%a %Y-%m-%d %H:%M %Z"),
        name.unwrap_or("?"),
        readable(&first, zone)
    );
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "{indent}    {}", readable(line, zone));
    }
}

/// Discord's timestamps (`<t:1764061200:F>`) as the local time that a reader would see; its small print without marks.
fn readable(line: &str, zone: Tz) -> String {
    let mut parts = line.trim_start_matches("-# ").split("<t:");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((stamp, rest)) = part.split_once('>') else { continue };
        let seconds = stamp.split(':').next().and_then(|seconds| seconds.parse().ok());
        let at = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default();
        let _ = write!(text, "{}{rest}", at.with_timezone(&zone).format("%a %d %b %H:%M"));
    }
    text
}
