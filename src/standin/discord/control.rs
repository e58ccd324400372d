//! What the page asks of the stand-in: a snapshot, a stream of changes, acts of a person, a push of the clock.
//! It must not do what Discord's own client could not do, the clock excepted.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Discord;
use super::drafts::id_of;
use super::invoke::{Given, Reason};
use super::permissions::MANAGE_GUILD;

/// The routes of the page.
pub(super) fn router() -> Router<Discord> {
    Router::new()
        .route("/", get(async || file("text/html", include_str!("../page/index.html"))))
        .route("/page.css", get(async || file("text/css", include_str!("../page/page.css"))))
        .route("/page.js", get(async || file("text/javascript", include_str!("../page/page.js"))))
        .route("/composer.js", get(async || file("text/javascript", include_str!("../page/composer.js"))))
        .route("/messages.js", get(async || file("text/javascript", include_str!("../page/messages.js"))))
        .route("/modal.js", get(async || file("text/javascript", include_str!("../page/modal.js"))))
        .route("/picker.js", get(async || file("text/javascript", include_str!("../page/picker.js"))))
        .route("/forum.js", get(async || file("text/javascript", include_str!("../page/forum.js"))))
        .route("/steps.js", get(async || file("text/javascript", include_str!("../page/steps.js"))))
        .route("/tongue.js", get(async || file("text/javascript", include_str!("../page/tongue.js"))))
        .route("/view.js", get(async || file("text/javascript", include_str!("../page/view.js"))))
        .route("/writing.js", get(async || file("text/javascript", include_str!("../page/writing.js"))))
        .route("/_standin/state", get(state))
        .route("/_standin/changes", get(changes))
        .route("/_standin/act", post(act))
        .route("/_standin/clock", post(clock))
}

fn file(kind: &str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response()
}

fn sentence(status: StatusCode, reason: &str) -> Response {
    (status, axum::Json(json!({ "error": reason }))).into_response()
}

async fn state(State(discord): State<Discord>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let wanted = query.get("as").and_then(|id| id.parse().ok());
    let revision = *discord.inner.changed.borrow();
    let snapshot = discord.look(|world| world.viewer(wanted).map(|me| world.snapshot(me)));
    let Some(mut snapshot) = snapshot else {
        return sentence(StatusCode::BAD_REQUEST, "There is nobody here.");
    };
    snapshot["revision"] = json!(revision);
    snapshot["zone"] = json!(discord.inner.zone.name());
    snapshot["can_push_clock"] = json!(discord.inner.clock.set.is_some());
    axum::Json(snapshot).into_response()
}

async fn changes(State(discord): State<Discord>) -> Response {
    let changed = discord.inner.changed.subscribe();
    let first = true;
    let stream =
        futures_util::stream::unfold((discord, changed, first), async |(discord, mut changed, first)| {
            if !first {
                tokio::select! {
                    news = changed.changed() => news.ok()?,
                    () = discord.stopping() => return None,
                }
            }
            let revision = *changed.borrow_and_update();
            let line = Bytes::from(format!("data: {{\"revision\": {revision}}}\n\n"));
            Some((Ok::<_, std::convert::Infallible>(line), (discord, changed, false)))
        });
    let kind = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    (kind, Body::from_stream(stream)).into_response()
}

async fn act(State(discord): State<Discord>, body: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return sentence(StatusCode::BAD_REQUEST, "That is not JSON.");
    };
    match perform(&discord, &body).await {
        Ok(mut done) => {
            done["ok"] = json!(true);
            axum::Json(done).into_response()
        }
        Err(reason) => sentence(StatusCode::BAD_REQUEST, &reason),
    }
}

fn number(body: &Value, name: &str) -> Result<u64, Reason> {
    id_of(&body[name]).ok_or_else(|| format!("The field {name} should be an id."))
}

fn words<'a>(body: &'a Value, name: &str) -> Result<&'a str, Reason> {
    body[name].as_str().ok_or_else(|| format!("The field {name} should be text."))
}

/// Two of Discord's locales, as the page offers them.
fn locale(body: &Value) -> Result<&str, Reason> {
    let known = words(body, "locale").ok().filter(|locale| ["en-US", "fr"].contains(locale));
    known.ok_or_else(|| "The field locale should be en-US or fr.".to_owned())
}

async fn perform(discord: &Discord, body: &Value) -> Result<Value, Reason> {
    let me = number(body, "as")?;
    if discord.look(|world| world.user(me).is_none_or(|user| user.bot)) {
        return Err("There is no such person.".to_owned());
    }
    let place = |name: &str| Ok::<_, Reason>((number(body, "channel")?, number(body, name)?));
    match words(body, "do")? {
        "message" => {
            let (channel, text) = (number(body, "channel")?, words(body, "content")?);
            let message = match id_of(&body["reply_to"]) {
                Some(earlier) => discord.reply(me, channel, earlier, text)?,
                None => discord.say(me, channel, text)?,
            };
            return Ok(json!({ "message": message.to_string() }));
        }
        "edit" => {
            let (channel, message) = place("message")?;
            discord.edit(me, channel, message, words(body, "content")?)?;
        }
        "delete" => {
            let (channel, message) = place("message")?;
            discord.delete(me, channel, message)?;
        }
        "react" => {
            let (channel, message) = place("message")?;
            discord.react(me, channel, message, words(body, "emoji")?)?;
        }
        "speak" => discord.set_locale(me, locale(body)?),
        "speak_here" => {
            let guild = number(body, "guild")?;
            if discord.look(|world| world.guild_permissions(guild, me)) & MANAGE_GUILD == 0 {
                return Err("Only those who manage the server choose its language.".to_owned());
            }
            discord.set_guild_locale(guild, locale(body)?);
        }
        "dismiss" => discord.dismiss(me, number(body, "message")?),
        "dismiss_modal" => discord.dismiss_modal(number(body, "modal")?),
        "autocomplete" => {
            let (name, given) = command(body)?;
            let choices = discord.suggest(me, number(body, "channel")?, &name, &given).await?;
            return Ok(json!({ "choices": choices }));
        }
        other => return ask(discord, me, other, body),
    }
    Ok(json!({}))
}

/// The acts that become interactions.
fn ask(discord: &Discord, me: u64, what: &str, body: &Value) -> Result<Value, Reason> {
    let interaction = match what {
        "command" => {
            let (name, given) = command(body)?;
            discord.command_with(me, number(body, "channel")?, &name, &given)?
        }
        "press" => discord.press(me, number(body, "message")?, words(body, "custom_id")?)?,
        "select" => {
            let values = body["values"].as_array().map_or(&[][..], Vec::as_slice);
            let values: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            discord.choose(me, number(body, "message")?, words(body, "custom_id")?, &values)?
        }
        "submit" => {
            let values = body["values"].as_object().into_iter().flatten();
            let text = |(name, value): (&String, &Value)| {
                (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            discord.submit(me, number(body, "modal")?, &values.map(text).collect())?
        }
        other => return Err(format!("Nobody can do {other} here.")),
    };
    Ok(json!({ "interaction": interaction.to_string() }))
}

/// A command's name and options; a subcommand that holds the options becomes part of the name, as in `quiz start`.
fn command(body: &Value) -> Result<(String, Vec<Given>), Reason> {
    let mut name = words(body, "name")?.to_owned();
    let mut options = body["options"].as_array().map_or(&[][..], Vec::as_slice);
    while let [only] = options
        && let Some(inner) = only["options"].as_array()
    {
        name = format!("{name} {}", words(only, "name")?);
        options = inner;
    }
    let given = options.iter().map(|option| Given {
        name: option["name"].as_str().unwrap_or_default().to_owned(),
        value: option["value"].clone(),
        focused: option["focused"].as_bool().unwrap_or(false),
    });
    Ok((name, given.collect()))
}

async fn clock(State(discord): State<Discord>, body: Bytes) -> Response {
    let Some(set) = discord.inner.clock.set.clone() else {
        return sentence(StatusCode::NOT_FOUND, "This clock cannot be pushed.");
    };
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let now = discord.now();
    let to = match (body["advance_seconds"].as_i64(), body["to"].as_str()) {
        (Some(seconds), _) if (0..=366 * 86_400).contains(&seconds) => {
            Some(now + TimeDelta::seconds(seconds))
        }
        (None, Some("next-morning")) => next_morning(now, discord.inner.zone, 0),
        (None, Some("next-week")) => next_morning(now, discord.inner.zone, 6),
        _ => None,
    };
    let Some(to) = to else {
        return sentence(StatusCode::BAD_REQUEST, "Say advance_seconds, or to: next-morning or next-week.");
    };
    set(to);
    discord.clock_moved();
    let now = discord.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    axum::Json(json!({ "now": now })).into_response()
}

/// The next 09:00 strictly after now, and so many days more.
fn next_morning(now: DateTime<Utc>, zone: chrono_tz::Tz, more: u64) -> Option<DateTime<Utc>> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0)?;
    let today = now.with_timezone(&zone).date_naive();
    let mornings = (0..4).filter_map(|days| {
        let morning = today.checked_add_days(Days::new(days))?.and_time(nine);
        morning.and_local_timezone(zone).earliest().map(|at| (at.with_timezone(&Utc), days))
    });
    let (_, days) = mornings.into_iter().find(|(at, _)| *at > now)?;
    let morning = today.checked_add_days(Days::new(days + more))?.and_time(nine);
    Some(morning.and_local_timezone(zone).earliest()?.with_timezone(&Utc))
}
