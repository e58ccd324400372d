//! Routes of one channel or thread that the bot may see. It must not hold rules.

use serde_json::{Value, json};

use super::forums::{FORUM, archived, change_post, create_post};
use super::http::{Answered, Call, Reply};
use super::permissions::{CREATE_PUBLIC_THREADS, MANAGE_CHANNELS, MANAGE_THREADS};
use super::refusal::{
    MISSING_PERMISSIONS, NOT_FOUND, Outcome, THREAD_ARCHIVED, UNKNOWN_MEMBER, WRONG_CHANNEL_TYPE, bad_choice,
    bad_length, form,
};
use super::routes::id;
use super::state::{World, written};
use super::threads::Opening;

/// Answers `/channels/{channel}` and what is not about messages below it.
pub(super) fn answer(world: &mut World, call: &Call, channel: u64, rest: &[&str]) -> Answered {
    let bot = world.bot;
    match (call.method.as_str(), rest) {
        ("GET", []) => Ok(Reply::ok(world.channel_json(channel))),
        ("PATCH", []) => patch(world, call, channel),
        ("DELETE", []) => {
            let thread = world.thread_mut(channel).is_some();
            need(world, channel, if thread { MANAGE_THREADS } else { MANAGE_CHANNELS })?;
            let value = world.channel_json(channel);
            world.remove_channel(channel);
            Ok(Reply::ok(value))
        }
        ("POST", ["typing"]) => Ok(Reply::empty()),
        ("POST", ["threads"]) => {
            match world.channels.get(&channel).map(|channel| channel.kind) {
                Some(FORUM) => return create_post(world, call, channel),
                Some(0 | 5) => {}
                _ => return Err(WRONG_CHANNEL_TYPE),
            }
            need(world, channel, CREATE_PUBLIC_THREADS)?;
            if call.body["type"] != 11 && call.body["type"] != 10 {
                return Err(MISSING_PERMISSIONS);
            }
            let opening = opening(&call.body)?;
            let thread = world.start_bare_thread(channel, bot, &opening);
            Ok(Reply::created(world.channel_json(thread)))
        }
        ("GET", ["threads", "archived", "public"]) => archived(world, call, channel),
        (_, ["thread-members", rest @ ..]) => thread_members(world, call, channel, rest),
        _ => Err(NOT_FOUND),
    }
}

/// Refuses with 50013 what the bot has no permission for.
pub(super) fn need(world: &World, channel: u64, bits: u64) -> Outcome<()> {
    if world.may(channel, world.bot, bits) { Ok(()) } else { Err(MISSING_PERMISSIONS) }
}

/// Reads what a new thread is to be like.
pub(super) fn opening(body: &Value) -> Outcome<Opening> {
    let name = body["name"].as_str().unwrap_or_default().trim();
    if !(1..=100).contains(&name.chars().count()) {
        return Err(bad_length("name", 1, 100));
    }
    Ok(Opening {
        name: name.to_owned(),
        auto_archive: auto_archive(body)?.unwrap_or(1440),
        slowmode: slowmode(body)?.unwrap_or(0),
    })
}

fn auto_archive(body: &Value) -> Outcome<Option<u64>> {
    let minutes = &body["auto_archive_duration"];
    if minutes.is_null() {
        return Ok(None);
    }
    match minutes.as_u64() {
        Some(minutes @ (60 | 1440 | 4320 | 10080)) => Ok(Some(minutes)),
        _ => Err(bad_choice("auto_archive_duration", "(60, 1440, 4320, 10080)")),
    }
}

fn slowmode(body: &Value) -> Outcome<Option<u64>> {
    let seconds = &body["rate_limit_per_user"];
    if seconds.is_null() {
        return Ok(None);
    }
    let most = "int value should be less than or equal to 21600.";
    let fits = seconds.as_u64().filter(|seconds| *seconds <= 21600);
    fits.map(Some).ok_or_else(|| form("rate_limit_per_user", "NUMBER_TYPE_MAX", most))
}

/// Changes a thread; a bot without MANAGE_THREADS may rename and archive its own. Other channels it may not change here.
fn patch(world: &mut World, call: &Call, channel: u64) -> Answered {
    let (bot, now, body) = (world.bot, world.now(), &call.body);
    let name = body["name"].as_str().map(|_| opening(body)).transpose()?;
    let (quiet, slow) = (auto_archive(body)?, slowmode(body)?);
    let manages = world.may(channel, bot, MANAGE_THREADS);
    let Some(thread) = world.thread_mut(channel) else {
        need(world, channel, MANAGE_CHANNELS)?;
        return Err(WRONG_CHANNEL_TYPE);
    };
    let strict = !body["locked"].is_null() || !body["rate_limit_per_user"].is_null();
    if !manages && (thread.owner != bot || strict) {
        return Err(MISSING_PERMISSIONS);
    }
    let opens = body["archived"] == false;
    if thread.archived && !opens {
        return Err(THREAD_ARCHIVED);
    }
    change_post(world, body, channel)?;
    let Some(thread) = world.thread_mut(channel) else { return Err(WRONG_CHANNEL_TYPE) };
    thread.auto_archive = quiet.unwrap_or(thread.auto_archive);
    thread.slowmode = slow.unwrap_or(thread.slowmode);
    if let Some(archived) = body["archived"].as_bool().filter(|archived| *archived != thread.archived) {
        thread.archived = archived;
        thread.archive_timestamp = now;
        thread.active = now;
    }
    if let Some(locked) = body["locked"].as_bool() {
        thread.locked = locked;
    }
    world.settled_until = now;
    if let (Some(name), Some(channel)) = (name, world.channels.get_mut(&channel)) {
        channel.name = name.name;
    }
    world.happen_to_channel(channel, "THREAD_UPDATE");
    Ok(Reply::ok(world.channel_json(channel)))
}

fn thread_members(world: &mut World, call: &Call, channel: u64, rest: &[&str]) -> Answered {
    let bot = world.bot;
    let Some(thread) = world.thread_mut(channel) else { return Err(WRONG_CHANNEL_TYPE) };
    match (call.method.as_str(), rest) {
        ("PUT" | "DELETE", _) if thread.archived => Err(THREAD_ARCHIVED),
        ("PUT", ["@me"]) => {
            world.join_thread(channel, bot);
            Ok(Reply::empty())
        }
        ("DELETE", ["@me"]) => {
            thread.members.remove(&bot);
            Ok(Reply::empty())
        }
        ("PUT", [user]) => {
            world.join_thread(channel, id(user)?);
            Ok(Reply::empty())
        }
        ("GET", [user]) => {
            let user = if *user == "@me" { bot } else { id(user)? };
            let joined = thread.members.get(&user).ok_or(UNKNOWN_MEMBER)?;
            Ok(Reply::ok(json!({
                "id": channel.to_string(), "user_id": user.to_string(), "join_timestamp": written(*joined), "flags": 0,
            })))
        }
        _ => Err(NOT_FOUND),
    }
}
