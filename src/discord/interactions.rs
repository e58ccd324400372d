//! The conversation: what a person runs, presses or types is acknowledged within Discord's three seconds, always.
//!
//! Suggestions are answered from memory. Everything else is worked on for a second; what takes longer is deferred, and
//! the reply is put in its place later. A form can only be opened at once: one that comes later is a button that opens it. Neither an interaction's token nor its text may reach a log.

use std::time::{Duration, Instant};

use anyhow::anyhow;
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::application::Interaction;
use tokio::time::timeout;
use tracing::{Instrument, info_span, warn};

use super::checks;
use super::commands::{Asked, PRIVATE, Place, Turn, read};
use super::effects::Effects;
use super::render::{Frame, Shown, modal, render, to_mend};
use super::rest::{Call, RestError};
use crate::commands::{Actor, Command, Setup};
use crate::domain::CommunityId;
use crate::event::Event;
use crate::metrics::Metrics;
use crate::pump::Trouble;
use crate::view::{Problem, SetupPage, SetupSaid, View};
use crate::words::Words;

/// How long a reply may take before the interaction is deferred; Discord gives up after three seconds.
const DEFER_AFTER: Duration = Duration::from_secs(1);
/// How long a reply may take at all.
const AT_MOST: Duration = Duration::from_secs(30);
/// How long an edit may take; the token lives for 15 minutes.
const EDIT: Duration = Duration::from_secs(20);
/// The flag of a message that only one person sees.
const EPHEMERAL: u64 = 1 << 6;

/// Discord's types of answers to an interaction.
#[derive(Clone, Copy)]
enum Answer {
    Message = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    Update = 7,
    Choices = 8,
    Form = 9,
}

/// A reply, and where it goes.
struct Reply {
    shown: Shown,
    /// The form to open in its place, if that is still possible.
    form: Option<Value>,
    place: Place,
}

impl Reply {
    /// For the asker alone.
    fn private(shown: Shown) -> Self {
        Self { shown, form: None, place: PRIVATE }
    }
}

/// Holds a conversation from the interaction to its final reply.
pub(super) async fn converse(effects: &Effects, metrics: &Metrics, interaction: Interaction) {
    let started = Instant::now();
    let spoken = |community: &CommunityId| effects.pump.language(community);
    let Some(turn) = read(interaction, spoken) else { return };
    let span = info_span!("interaction", interaction.kind = turn.kind);
    let answered = answer(effects, &turn).instrument(span.clone()).await;
    metrics.observe_interaction(turn.kind, started.elapsed());
    let outcome = if answered.is_ok() { "ok" } else { "unanswered" };
    metrics.count_event("discord", turn.kind, outcome);
    if let Err(error) = answered {
        span.in_scope(|| warn!(%error, "An interaction could not be answered"));
    }
}

async fn answer(effects: &Effects, turn: &Turn) -> Result<(), RestError> {
    match &turn.asked {
        Asked::Complete { community, command, option, typed, allowed } => {
            let typed = (typed.as_str(), turn.tongue.own);
            let choices = match allowed {
                true => effects.pump.complete(community, (command, option), typed).await,
                false => Vec::new(),
            };
            let choices: Vec<Value> = choices
                .iter()
                .take(25)
                .map(|choice| json!({ "name": choice.label, "value": choice.value }))
                .collect();
            first(effects, turn, Answer::Choices, json!({ "choices": choices })).await
        }
        Asked::Say(sentence) => {
            reply_at_once(effects, turn, &Reply::private(Shown::line(sentence.clone()))).await
        }
        Asked::Run(command, actor) => run(effects, turn, (command, actor)).await,
    }
}

/// Works on a command, and defers when that takes long.
async fn run(effects: &Effects, turn: &Turn, asked: (&Command, &Actor)) -> Result<(), RestError> {
    let work = work(effects, turn, asked);
    tokio::pin!(work);
    match timeout(DEFER_AFTER, &mut work).await {
        Ok(reply) => reply_at_once(effects, turn, &reply).await,
        Err(_) => {
            let (deferred, reply) = tokio::join!(defer(effects, turn), work);
            deferred?;
            reply_later(effects, turn, &reply).await
        }
    }
}

/// What the asker will see.
async fn work(effects: &Effects, turn: &Turn, (command, actor): (&Command, &Actor)) -> Reply {
    let words = turn.tongue.words();
    let shown = match timeout(AT_MOST, ask(effects, command.clone(), actor)).await {
        Ok(Ok(view)) => {
            let shared = turn.place == Place::New { shared: true };
            let words = turn.tongue.of_reply(shared).into();
            let frame = Frame { words, shared, asked_at: Some(turn.asked_at()) };
            let form = if let View::Form(form) = &view {
                Some(json!(modal(form, &turn.shown_again, words)))
            } else {
                None
            };
            return Reply { shown: render(&view, &frame), form, place: turn.place };
        }
        Ok(Err(Trouble::User(error))) => {
            return Reply::private(to_mend(&error, turn.sent.as_ref(), words));
        }
        Ok(Err(Trouble::Inside { reference })) => words.error_inside(&reference),
        Err(_) => {
            let trouble = effects.pump.trouble(anyhow!("a reply took longer than {} s", AT_MOST.as_secs()));
            slow(trouble, words)
        }
    };
    Reply::private(Shown::line(shown))
}

fn slow(trouble: Trouble, words: Words) -> String {
    match trouble {
        Trouble::User(error) => error.sentence(words),
        Trouble::Inside { reference } => words.error_slow(&reference),
    }
}

/// Asks the core, and adds what only Discord knows. Nothing is started while something stands in the way.
async fn ask(effects: &Effects, command: Command, actor: &Actor) -> Result<View, Trouble> {
    if !matches!(command, Command::Setup(Setup::Start(_))) {
        let mut view = effects.pump.ask(command, actor).await?;
        add_checks(effects, &mut view).await;
        return Ok(view);
    }
    let mut before = effects.pump.ask(Command::Setup(Setup::Check), actor).await?;
    let checked = add_checks(effects, &mut before).await;
    if let Some(setup) = checks::settings(&mut before)
        && setup.problems.iter().any(Problem::blocks)
    {
        (setup.page, setup.said) = (SetupPage::Main, Some(SetupSaid::NotYet));
        return Ok(before);
    }
    let mut view = effects.pump.ask(command, actor).await?;
    checks::add(&mut view, checked);
    Ok(view)
}

async fn add_checks(effects: &Effects, view: &mut View) -> checks::Checked {
    let Some(setup) = checks::settings(view) else { return checks::Checked::default() };
    let checked = checks::check(&effects.rest, effects.me().await, setup).await;
    if let (Some(kind), Some(channel)) = (checked.kind, setup.channel.clone())
        && kind != setup.channel_kind
    {
        // It changed while nobody listened: the next post must know.
        let community = setup.community.clone();
        effects.pump.tell(Event::ChannelChanged { community, channel, kind }).await;
    }
    checks::add(view, checked.clone());
    checked
}

/// The first answer to an interaction. A cut connection is tried again: Discord then says that it was answered.
async fn first(effects: &Effects, turn: &Turn, answer: Answer, data: Value) -> Result<(), RestError> {
    const ALREADY_ANSWERED: u32 = 40_060;
    let body = json!({ "type": answer as u8, "data": data });
    for is_last in [false, true] {
        let route = Route::InteractionResponse { interaction_id: turn.id, token: &turn.token };
        match effects.rest.call(Call::post(route, &body)).await {
            Err(RestError::Unknown { .. }) if !is_last => {}
            Err(RestError::Refused { code: Some(ALREADY_ANSWERED), .. }) if is_last => return Ok(()),
            answered => return answered.map(|_| ()),
        }
    }
    Ok(())
}

async fn reply_at_once(effects: &Effects, turn: &Turn, reply: &Reply) -> Result<(), RestError> {
    if let Some(form) = &reply.form {
        return first(effects, turn, Answer::Form, form.clone()).await;
    }
    let mut data = reply.shown.json();
    match reply.place {
        Place::New { shared } => {
            data["flags"] = json!(flags(shared));
            first(effects, turn, Answer::Message, data).await
        }
        Place::Update => first(effects, turn, Answer::Update, data).await,
    }
}

async fn defer(effects: &Effects, turn: &Turn) -> Result<(), RestError> {
    match turn.place {
        Place::New { shared } => {
            first(effects, turn, Answer::DeferMessage, json!({ "flags": flags(shared) })).await
        }
        Place::Update => first(effects, turn, Answer::DeferUpdate, json!({})).await,
    }
}

/// The reply to a deferred interaction. A reply that belongs elsewhere than what was deferred is sent beside it.
async fn reply_later(effects: &Effects, turn: &Turn, reply: &Reply) -> Result<(), RestError> {
    let (application_id, token) = (turn.application, turn.token.as_str());
    let mut body = reply.shown.json();
    if reply.place == turn.place {
        return edit(effects, turn, &body).await;
    }
    body["flags"] = json!(flags(false));
    let route = Route::WebhookFollowupMessages { application_id, token };
    let sent = effects.rest.call(Call::post(route, &body).within(EDIT)).await;
    if sent.is_ok() && turn.place != Place::Update {
        // Nobody else needs to see that it is still being thought about.
        let waiting = Route::WebhookOriginalInteractionResponse { application_id, token };
        let _ = effects.rest.call(Call::delete(waiting).within(EDIT)).await;
    }
    sent.map(|_| ())
}

/// Doing it twice is doing it once, so an edit whose outcome is unknown is made again.
async fn edit(effects: &Effects, turn: &Turn, body: &Value) -> Result<(), RestError> {
    let route =
        || Route::WebhookOriginalInteractionResponse { application_id: turn.application, token: &turn.token };
    let edited = match effects.rest.call(Call::patch(route(), body).within(EDIT)).await {
        Err(RestError::Unknown { .. }) => effects.rest.call(Call::patch(route(), body).within(EDIT)).await,
        edited => edited,
    };
    edited.map(|_| ())
}

fn flags(shared: bool) -> u64 {
    if shared { 0 } else { EPHEMERAL }
}
