//! From a view to the body of a Discord message. Pure: no call, no clock, no decision of ours.
//!
//! All sentences come from [`Words`]. Nothing rendered here pings anyone: mentions stand in embeds, and the one role
//! or member that may be called is named in [`Shown::calls`]. A test holds everything against Discord's limits.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use serenity::builder::{CreateActionRow, CreateButton, CreateEmbed};
use serenity::model::application::ButtonStyle;

use crate::view::{Press, View};
use crate::words::Words;

mod answer;
mod bank;
mod board;
mod doctor;
mod form;
mod life;
mod news;
mod notice;
mod personal;
mod practice;
mod private;
mod problem;
mod progress;
mod question;
mod review;
mod setup;
mod streak;
mod suggest;
mod text;

pub(crate) use form::{modal, to_mend, typed_on};
pub(crate) use life::reveal;
pub(crate) use news::{congratulation, organiser_news};
pub(crate) use private::shared_answer;
pub(crate) use problem::wrong_kind;
pub(crate) use question::question_post;

/// The calm colour of everything that has no colour of its own.
const CALM: u32 = 0x5B_6E_E1;
/// All is well.
const GREEN: u32 = 0x3B_A5_5D;
/// Something stands in the way.
const AMBER: u32 = 0xE0_A0_30;

/// For whom something is rendered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The language.
    pub(crate) words: Words,
    /// Whether others see it too: then it speaks of the reader by name and keeps what is theirs alone.
    pub(crate) shared: bool,
    /// When Discord says it was asked for.
    pub(crate) asked_at: Option<DateTime<Utc>>,
}

/// The one someone that a message calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Calls {
    /// Nobody.
    #[default]
    Nobody,
    /// The members of this role.
    Role(String),
    /// This member.
    Member(String),
}

/// A message as Discord takes it, be it a post, a reply or an edit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// Text above the embeds.
    pub(crate) content: String,
    /// Cards.
    pub(crate) embeds: Vec<CreateEmbed>,
    /// Buttons and selects, at most five rows.
    pub(crate) rows: Vec<CreateActionRow>,
    /// Whom it calls.
    pub(crate) calls: Calls,
}

impl Shown {
    /// One sentence and nothing else.
    pub(crate) fn line(content: String) -> Shown {
        Shown { content, ..Shown::default() }
    }

    /// One card.
    fn card(embed: CreateEmbed) -> Shown {
        Shown { embeds: vec![embed], ..Shown::default() }
    }

    fn rows(mut self, rows: Vec<CreateActionRow>) -> Shown {
        self.rows = rows;
        self
    }

    /// The JSON body. Every part is named, so that an edit leaves nothing of what stood there before.
    pub(crate) fn json(&self) -> Value {
        let allowed = match &self.calls {
            Calls::Nobody => json!({ "parse": [] }),
            Calls::Role(role) => json!({ "parse": [], "roles": [role] }),
            Calls::Member(member) => json!({ "parse": [], "users": [member] }),
        };
        let mut body = json!({
            "content": self.content,
            "embeds": self.embeds,
            "components": self.rows,
            "allowed_mentions": allowed,
        });
        write_ids_as_text(&mut body["components"]);
        body
    }
}

/// serenity writes the ids of a select's default values as numbers, which are too large for many readers of JSON.
fn write_ids_as_text(rows: &mut Value) {
    let selects = rows.as_array_mut().into_iter().flatten();
    let parts = selects.filter_map(|row| row["components"].as_array_mut()).flatten();
    for value in parts.filter_map(|part| part.get_mut("default_values")?.as_array_mut()).flatten() {
        if let Some(id) = value["id"].as_u64() {
            value["id"] = json!(id.to_string());
        }
    }
}

/// What a command's view looks like.
pub(crate) fn render(view: &View, frame: &Frame) -> Shown {
    let words = frame.words;
    match view {
        View::Notice(notice) => Shown::line(notice::notice(notice, words)),
        View::Preview(post) => Shown { content: words.post_preview(), ..question_post(post) },
        View::Today(today) => question::today(today, words),
        View::Question(found) => answer::question(found, words),
        View::Hint(hint) => life::hint(hint, words),
        View::Score(score) => life::score(score, words),
        View::Practice(told) => practice::practice(told, words),
        View::Resources(found) => answer::resources(found, words),
        View::Streak(streak) => streak::streak(streak, frame),
        View::Review(review) => review::review(review, words),
        View::Reviewed(reviewed) => review::reviewed(reviewed, words),
        View::Progress(progress) => progress::progress(progress, frame),
        View::Leaderboard(board) => board::leaderboard(board, frame),
        View::Setup(setup) => setup::setup(setup, words),
        View::Bank(page) => bank::bank(page, words),
        View::Suggest(page) => suggest::suggest(page, words),
        View::Doctor(doctor) => doctor::doctor(doctor, frame),
        View::Privacy(privacy) => personal::privacy(privacy, words),
        View::Help(help) => personal::help(help, words),
        View::Form(form) => form::late(form, words),
        View::Private(private) => private::private(private, words),
    }
}

/// A card with a title.
fn embed(title: &str, description: String) -> CreateEmbed {
    let description = text::clip(&description, 4096);
    let embed = CreateEmbed::new().title(text::clip(title, 256)).colour(CALM);
    if description.is_empty() { embed } else { embed.description(description) }
}

/// A quiet button.
fn button(press: &Press, label: &str) -> CreateButton {
    CreateButton::new(press.id()).style(ButtonStyle::Secondary).label(text::clip(label, 80))
}

#[cfg(test)]
mod tests;
