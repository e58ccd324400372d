//! Routes of a channel's messages, reactions, pins and their threads. It must not hold rules.

use serde_json::{Value, json};

use super::channel_routes::{need, opening};
use super::drafts::{Allowed, Draft, EPHEMERAL};
use super::forums::FORUM;
use super::http::{Answered, Call, Reply};
use super::permissions::{
    ADD_REACTIONS, ATTACH_FILES, CREATE_PUBLIC_THREADS, EMBED_LINKS, MANAGE_MESSAGES, MANAGE_THREADS,
    PIN_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES,
};
use super::refusal::{
    ALREADY_CROSSPOSTED, CANNOT_DIRECT, DIRECT_IN_FORUM, NOT_A_TEXT_CHANNEL, NOT_FOUND, NOT_THE_AUTHOR,
    Outcome, SYSTEM_MESSAGE, THREAD_ARCHIVED, THREAD_LOCKED, TOO_MANY_PINS, TOO_MANY_REACTIONS,
    UNKNOWN_EMOJI, UNKNOWN_MESSAGE, WRONG_CHANNEL_TYPE, form,
};
use super::routes::id;
use super::state::{Message, World, written};

/// The flag of a message that was published to followers.
const CROSSPOSTED: u64 = 1 << 0;

/// Answers `/channels/{channel}/messages…` and the old paths of pins.
pub(super) fn answer(world: &mut World, call: &Call, channel: u64, rest: &[&str]) -> Answered {
    let bot = world.bot;
    match (call.method.as_str(), rest) {
        ("GET", ["messages"]) => list(world, call, channel),
        ("POST", ["messages"]) => create(world, call, channel),
        ("GET", ["messages", "pins"]) => Ok(Reply::ok(pins(world, channel))),
        ("GET", ["pins"]) => {
            let pins = pins(world, channel);
            let items = pins["items"].as_array().map_or(&[][..], Vec::as_slice);
            Ok(Reply::ok(items.iter().map(|item| item["message"].clone()).collect()))
        }
        ("PUT", ["messages", "pins", message] | ["pins", message]) => pin(world, channel, id(message)?),
        ("DELETE", ["messages", "pins", message] | ["pins", message]) => {
            need(world, channel, PIN_MESSAGES)?;
            world.unpin(channel, id(message)?)?;
            Ok(Reply::empty())
        }
        ("GET", ["messages", message]) => {
            need_history(world, channel)?;
            let message = known(world, channel, id(message)?)?;
            Ok(Reply::ok(world.message_for_bot(message)))
        }
        ("PATCH", ["messages", message]) => edit(world, call, channel, id(message)?),
        ("DELETE", ["messages", message]) => {
            let message = known(world, channel, id(message)?)?;
            let (message, own) = (message.id, message.author == bot);
            if !own {
                need(world, channel, MANAGE_MESSAGES)?;
            }
            world.erase(channel, message)?;
            Ok(Reply::empty())
        }
        ("POST", ["messages", message, "crosspost"]) => crosspost(world, channel, id(message)?),
        ("POST", ["messages", message, "threads"]) => start_thread(world, call, channel, id(message)?),
        (_, ["messages", message, "reactions", rest @ ..]) => {
            reactions(world, call, (channel, id(message)?), rest)
        }
        _ => Err(NOT_FOUND),
    }
}

fn known(world: &World, channel: u64, message: u64) -> Outcome<&Message> {
    world.messages.get(&channel).and_then(|messages| messages.get(&message)).ok_or(UNKNOWN_MESSAGE)
}

/// One message without READ_MESSAGE_HISTORY is 50013; a list of them is empty.
fn need_history(world: &World, channel: u64) -> Outcome<()> {
    need(world, channel, READ_MESSAGE_HISTORY)
}

fn list(world: &World, call: &Call, channel: u64) -> Answered {
    let limit = call.parameter("limit").map_or(Ok(50), str::parse::<usize>);
    let limit = limit
        .ok()
        .filter(|limit| (1..=100).contains(limit))
        .ok_or_else(|| form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."))?;
    if !world.may(channel, world.bot, READ_MESSAGE_HISTORY) {
        return Ok(Reply::ok(json!([])));
    }
    let bound = |name: &str| call.parameter(name).map(id).transpose();
    let all: Vec<&Message> = world.messages(channel).collect();
    let chosen: Vec<&Message> = match (bound("around")?, bound("before")?, bound("after")?) {
        (Some(around), ..) => {
            let middle = all.iter().position(|one| one.id >= around).unwrap_or(all.len());
            let from = middle.saturating_sub(limit / 2);
            all.into_iter().skip(from).take(limit).collect()
        }
        (_, Some(before), _) => last(all.into_iter().filter(|one| one.id < before).collect(), limit),
        (_, _, Some(after)) => all.into_iter().filter(|one| one.id > after).take(limit).collect(),
        (None, None, None) => last(all, limit),
    };
    Ok(Reply::ok(chosen.into_iter().rev().map(|message| world.message_for_bot(message)).collect()))
}

fn last(mut all: Vec<&Message>, limit: usize) -> Vec<&Message> {
    all.split_off(all.len().saturating_sub(limit))
}

fn create(world: &mut World, call: &Call, channel: u64) -> Answered {
    let bot = world.bot;
    let Some(place) = world.channels.get(&channel) else { return Err(UNKNOWN_MESSAGE) };
    if place.kind == FORUM {
        return Err(DIRECT_IN_FORUM);
    }
    if !matches!(place.kind, 0 | 1 | 2 | 5 | 10 | 11 | 12 | 13) {
        return Err(NOT_A_TEXT_CHANNEL);
    }
    let locked = place.thread.as_ref().is_some_and(|thread| thread.locked && thread.archived);
    let recipient = place.recipients.first().copied();
    let mut draft = Draft::read_whole(&call.body, &call.uploads)?;
    // Only answers to interactions can be private.
    draft.flags &= !EPHEMERAL;
    need(world, channel, world.talk_bit(channel))?;
    if !draft.uploads.is_empty() {
        need(world, channel, ATTACH_FILES)?;
    }
    if locked && !world.may(channel, bot, MANAGE_THREADS) {
        return Err(THREAD_LOCKED);
    }
    if recipient.is_some_and(|person| !world.may_direct(person)) {
        return Err(CANNOT_DIRECT);
    }
    if let Some(reference) = draft.reference {
        need(world, channel, READ_MESSAGE_HISTORY)?;
        if known(world, channel, reference).is_err()
            && call.body["message_reference"]["fail_if_not_exists"] != false
        {
            return Err(form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"));
        }
    }
    if let Some(earlier) = world.sent_before(channel, bot, &draft)? {
        return Ok(Reply::ok(world.message_for_bot(known(world, channel, earlier)?)));
    }
    let nonce = draft.nonce.clone();
    let mut message = world.compose(channel, bot, draft, &Allowed::anyone());
    if !world.may(channel, bot, EMBED_LINKS) {
        // Discord drops the embeds of a sender without EMBED_LINKS and sends the rest.
        message.embeds.clear();
    }
    let message = world.send(message);
    if let Some(nonce) = nonce {
        world.remember_nonce(message, channel, bot, &nonce);
    }
    Ok(Reply::ok(world.message_for_bot(known(world, channel, message)?)))
}

/// Publishes a message to those who follow its announcement channel: one's own by SEND_MESSAGES, others' by
/// MANAGE_MESSAGES too.
fn crosspost(world: &mut World, channel: u64, message: u64) -> Answered {
    let message = known(world, channel, message)?;
    let (id, own, flags) = (message.id, message.author == world.bot, message.flags);
    if world.channels.get(&channel).map(|channel| channel.kind) != Some(5) {
        return Err(WRONG_CHANNEL_TYPE);
    }
    need(world, channel, if own { SEND_MESSAGES } else { SEND_MESSAGES | MANAGE_MESSAGES })?;
    if flags & CROSSPOSTED != 0 {
        return Err(ALREADY_CROSSPOSTED);
    }
    if let Some(message) = world.message_mut(channel, id) {
        message.flags |= CROSSPOSTED;
    }
    world.happen_to_message(channel, id, "MESSAGE_UPDATE");
    Ok(Reply::ok(world.message_for_bot(known(world, channel, id)?)))
}

fn archived(world: &World, channel: u64) -> bool {
    let thread = world.channels.get(&channel).and_then(|channel| channel.thread.as_ref());
    thread.is_some_and(|thread| thread.archived)
}

fn edit(world: &mut World, call: &Call, channel: u64, message: u64) -> Answered {
    let bot = world.bot;
    let known_message = known(world, channel, message)?;
    if known_message.author != bot {
        return Err(NOT_THE_AUTHOR);
    }
    if !matches!(known_message.kind, 0 | 19 | 20 | 23) {
        return Err(SYSTEM_MESSAGE);
    }
    if archived(world, channel) {
        return Err(THREAD_ARCHIVED);
    }
    let draft = Draft::read(&call.body, &call.uploads)?;
    world.rewrite(channel, message, draft, &Allowed::anyone())?;
    Ok(Reply::ok(world.message_for_bot(known(world, channel, message)?)))
}

fn start_thread(world: &mut World, call: &Call, channel: u64, message: u64) -> Answered {
    let bot = world.bot;
    if !matches!(world.channels.get(&channel).map(|channel| channel.kind), Some(0 | 5)) {
        return Err(WRONG_CHANNEL_TYPE);
    }
    known(world, channel, message)?;
    let opening = opening(&call.body)?;
    need(world, channel, CREATE_PUBLIC_THREADS)?;
    let thread = world.start_thread(channel, message, bot, &opening)?;
    Ok(Reply::created(world.channel_json(thread)))
}

fn pin(world: &mut World, channel: u64, message: u64) -> Answered {
    known(world, channel, message)?;
    need(world, channel, PIN_MESSAGES)?;
    if archived(world, channel) {
        return Err(THREAD_ARCHIVED);
    }
    if world.messages(channel).filter(|message| message.pinned.is_some()).count() >= 250 {
        return Err(TOO_MANY_PINS);
    }
    let bot = world.bot;
    world.pin(channel, message, bot)?;
    Ok(Reply::empty())
}

fn pins(world: &World, channel: u64) -> Value {
    if !world.may(channel, world.bot, READ_MESSAGE_HISTORY) {
        return json!({ "items": [], "has_more": false });
    }
    let mut pinned: Vec<&Message> =
        world.messages(channel).filter(|message| message.pinned.is_some()).collect();
    pinned.sort_by_key(|message| std::cmp::Reverse(message.pinned));
    let item = |message: &&Message| json!({ "pinned_at": message.pinned.map(written), "message": world.message_for_bot(message) });
    json!({ "items": pinned.iter().map(item).collect::<Vec<_>>(), "has_more": false })
}

/// An emoji of a path, as in `✅` or `party:123`.
fn emoji(name: &str) -> Outcome<Value> {
    match name.split_once(':') {
        Some((name, id)) if id.parse::<u64>().is_ok() => Ok(json!({ "id": id, "name": name })),
        _ if name.is_empty() || name.chars().any(|letter| letter.is_ascii_alphabetic()) => Err(UNKNOWN_EMOJI),
        _ => Ok(json!({ "id": null, "name": name })),
    }
}

fn reactions(world: &mut World, call: &Call, (channel, message): (u64, u64), rest: &[&str]) -> Answered {
    let bot = world.bot;
    if archived(world, channel) && call.method != "GET" {
        return Err(THREAD_ARCHIVED);
    }
    match (call.method.as_str(), rest) {
        ("PUT", [name, "@me"]) => {
            let emoji = emoji(name)?;
            need(world, channel, READ_MESSAGE_HISTORY)?;
            let there = &known(world, channel, message)?.reactions;
            let fresh = there.iter().all(|(one, _)| *one != emoji);
            if fresh && there.len() >= 20 {
                return Err(TOO_MANY_REACTIONS);
            }
            if fresh {
                need(world, channel, ADD_REACTIONS)?;
            }
            world.react(channel, message, bot, &emoji)?;
        }
        ("DELETE", [name, "@me"]) => {
            world.unreact(channel, message, bot, &emoji(name)?)?;
        }
        ("DELETE", [name, user]) => {
            need(world, channel, MANAGE_MESSAGES)?;
            world.unreact(channel, message, id(user)?, &emoji(name)?)?;
        }
        ("GET", [name]) => {
            need_history(world, channel)?;
            let emoji = emoji(name)?;
            let all = &known(world, channel, message)?.reactions;
            let users = all.iter().filter(|(one, _)| *one == emoji).flat_map(|(_, users)| users);
            return Ok(Reply::ok(users.map(|user| world.user_json(*user)).collect()));
        }
        _ => return Err(NOT_FOUND),
    }
    Ok(Reply::empty())
}
