use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::*;
use crate::domain::{Language, Order, RevealTime, Weekdays};
use crate::view::{ChannelKind, PackChoice, QuestionPost, SetupPage, SetupState, SetupView};

mod answers;
mod bank;
mod form;
mod limits;
mod people;
mod post;
mod review;
mod setup;

/// For the asker alone, who asked in the second after the minute.
pub(super) const ALONE: Frame = Frame { words: Words::English, shared: false, asked_at: None };

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A message as someone would draw it on paper.
pub(super) fn drawn(shown: &Shown) -> String {
    let body = shown.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![text(&body["content"])];
    for card in body["embeds"].as_array().unwrap() {
        lines.push(format!("# {}", text(&card["title"])));
        lines.push(text(&card["description"]));
        for field in card["fields"].as_array().into_iter().flatten() {
            lines.push(format!("## {}\n{}", text(&field["name"]), text(&field["value"])));
        }
    }
    for row in body["components"].as_array().unwrap() {
        let parts = row["components"].as_array().unwrap().iter().map(part);
        lines.push(parts.collect::<Vec<_>>().join(" "));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn part(part: &Value) -> String {
    if part["type"] == 2 {
        let off = if part["disabled"] == true { " off" } else { "" };
        let to = part["custom_id"].as_str().or(part["url"].as_str()).unwrap();
        return format!("[{} → {to}{off}]", part["label"].as_str().unwrap());
    }
    let chosen = part["options"].as_array().into_iter().flatten().filter(|option| option["default"] == true);
    let chosen = chosen.map(|option| option["label"].as_str().unwrap().to_owned());
    let ids = part["default_values"].as_array().into_iter().flatten();
    let ids =
        ids.map(|value| format!("{} {}", value["type"].as_str().unwrap(), value["id"].as_str().unwrap()));
    let chosen: Vec<String> = chosen.chain(ids).collect();
    format!(
        "[{} ⌄ {} → {}]",
        part["placeholder"].as_str().unwrap(),
        chosen.join(", "),
        part["custom_id"].as_str().unwrap()
    )
}

pub(super) fn a_post() -> QuestionPost {
    QuestionPost {
        community: "discord:81384788765712384".into(),
        day: day("2026-11-24"),
        ordinal: 12,
        round: 1,
        title: "The cluster ran out of addresses".to_owned(),
        scenario: "New pods stay pending.\n\n**What do you look at first?**".to_owned(),
        pack: "Containers and Kubernetes".to_owned(),
        week: Some(8),
        topic: "eks-networking".to_owned(),
        minutes: 8,
        note: None,
        answered_before: Some(7),
        thread_before: Some("1310000000000000000".into()),
        closes_at: Some(at("2026-11-25T08:00:00Z")),
        late: false,
        credit: None,
        labels: Vec::new(),
        language: Language::English,
    }
}

pub(super) fn a_panel() -> SetupView {
    SetupView {
        community: "discord:81384788765712384".into(),
        channel: Some("1300000000000000001".into()),
        channel_kind: ChannelKind::Text,
        zone: Some(chrono_tz::Africa::Douala),
        time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
        weekdays: Weekdays::WORKING,
        role: None,
        pins: false,
        publishes: false,
        reveal: RevealTime::WithNext,
        shares_private: false,
        order: Order::Curriculum,
        language: Language::English,
        packs: vec![PackChoice {
            id: "w08-containers".to_owned(),
            title: "Containers and Kubernetes".to_owned(),
            week: Some(8),
            questions: 25,
            on: true,
        }],
        state: SetupState::New,
        next: vec![at("2026-11-24T08:00:00Z"), at("2026-11-25T08:00:00Z")],
        left: 25,
        problems: Vec::new(),
        page: SetupPage::Main,
        said: None,
    }
}
