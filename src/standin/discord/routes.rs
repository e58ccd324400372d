//! The table of routes. It must not hold rules: those are the world's.

use serde_json::{Value, json};

use super::http::{Answered, Call, Reply};
use super::payloads::role_json;
use super::permissions::VIEW_CHANNEL;
use super::refusal::{
    MISSING_ACCESS, NOT_FOUND, Outcome, Refusal, UNAUTHORIZED, UNKNOWN_APPLICATION, UNKNOWN_CHANNEL,
    UNKNOWN_COMMAND, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_USER, form, required,
};
use super::state::World;
use super::{channel_routes, message_routes};

/// A path's part as an id, or 50035.
pub(super) fn id(part: &str) -> Outcome<u64> {
    part.parse().map_err(|_| form("", "NUMBER_TYPE_COERCE", &format!("Value \"{part}\" is not snowflake.")))
}

/// Does what a request asks, whole or not at all.
pub(super) fn answer(world: &mut World, call: &Call) -> Answered {
    let parts: Vec<&str> = call.path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["gateway"] if call.method == "GET" => return Ok(Reply::ok(json!({ "url": world.gateway_url() }))),
        ["interactions", rest @ ..] => return interactions(world, call, rest),
        ["webhooks", rest @ ..] => return webhooks(world, call, rest),
        _ => {}
    }
    if call.authorization.as_deref() != Some(&format!("Bot {}", world.token)) {
        return Err(UNAUTHORIZED);
    }
    match parts.as_slice() {
        ["gateway", "bot"] if call.method == "GET" => Ok(Reply::ok(gateway_bot(world))),
        ["applications" | "oauth2", rest @ ..] => applications(world, call, rest),
        ["users", rest @ ..] => users(world, call, rest),
        ["guilds", guild, rest @ ..] => guilds(world, call, id(guild)?, rest),
        ["channels", channel, "messages" | "pins", ..] => {
            let channel = visible(world, id(channel)?)?;
            message_routes::answer(world, call, channel, &parts[2..])
        }
        ["channels", channel, rest @ ..] => {
            let channel = visible(world, id(channel)?)?;
            channel_routes::answer(world, call, channel, rest)
        }
        _ => Err(NOT_FOUND),
    }
}

fn gateway_bot(world: &mut World) -> Value {
    json!({
        "url": world.gateway_url(), "shards": world.shards_recommended(),
        "session_start_limit": world.session_start_limit(),
    })
}

/// A channel the bot may look into: unknown, or 50001.
fn visible(world: &World, channel: u64) -> Outcome<u64> {
    let known = world.channels.get(&channel).ok_or(UNKNOWN_CHANNEL)?;
    let gone = known.guild.is_some_and(|guild| !world.bot_in(guild));
    if gone || !world.may(channel, world.bot, VIEW_CHANNEL) { Err(MISSING_ACCESS) } else { Ok(channel) }
}

fn interactions(world: &mut World, call: &Call, rest: &[&str]) -> Answered {
    match (call.method.as_str(), rest) {
        ("POST", [interaction, token, "callback"]) => {
            let answered = world.call_back(id(interaction)?, token, &call.body, &call.uploads)?;
            let wanted = matches!(call.parameter("with_response"), Some("true" | "True" | "1"));
            Ok(if wanted { Reply::ok(answered) } else { Reply::empty() })
        }
        _ => Err(NOT_FOUND),
    }
}

fn webhooks(world: &mut World, call: &Call, rest: &[&str]) -> Answered {
    let [application, token, rest @ ..] = rest else { return Err(NOT_FOUND) };
    let interaction = world.by_token(id(application)?, token)?.clone();
    let shown = |world: &World, id: u64| {
        let message = world.message(interaction.channel, id);
        Reply::ok(message.map_or(Value::Null, |message| world.message_for_bot(message)))
    };
    match (call.method.as_str(), rest) {
        ("POST", []) => {
            let id = world.follow_up(&interaction, &call.body, &call.uploads)?;
            Ok(shown(world, id))
        }
        ("GET", ["messages", name]) => {
            let message = world.answer_message(&interaction, name)?;
            Ok(Reply::ok(world.message_for_bot(message)))
        }
        ("PATCH", ["messages", name]) => {
            let message = world.answer_message(&interaction, name)?.id;
            world.edit_answer(&interaction, message, &call.body, &call.uploads)?;
            Ok(shown(world, message))
        }
        ("DELETE", ["messages", name]) => {
            let message = world.answer_message(&interaction, name)?.id;
            world.erase_answer(&interaction, message)?;
            Ok(Reply::empty())
        }
        _ => Err(NOT_FOUND),
    }
}

fn applications(world: &mut World, call: &Call, rest: &[&str]) -> Answered {
    let (application, rest) = match rest {
        ["@me"] | ["applications", "@me"] if call.method == "GET" => {
            return Ok(Reply::ok(world.application_json()));
        }
        [application, rest @ ..] => (id(application)?, rest),
        [] => return Err(NOT_FOUND),
    };
    if application != world.application {
        return Err(UNKNOWN_APPLICATION);
    }
    match rest {
        ["commands", rest @ ..] => commands(world, call, None, rest),
        ["guilds", guild, "commands", rest @ ..] => {
            let guild = id(guild)?;
            if !world.bot_in(guild) {
                return Err(MISSING_ACCESS);
            }
            commands(world, call, Some(guild), rest)
        }
        _ => Err(NOT_FOUND),
    }
}

fn commands(world: &mut World, call: &Call, guild: Option<u64>, rest: &[&str]) -> Answered {
    match (call.method.as_str(), rest) {
        ("GET", []) => {
            Ok(Reply::ok(world.listed_commands(guild, call.parameter("with_localizations") == Some("true"))))
        }
        ("PUT", []) => Ok(Reply::ok(json!(world.replace_commands(guild, &call.body)?))),
        ("POST", []) => {
            let (command, new) = world.put_command(guild, &call.body)?;
            Ok(if new { Reply::created(command) } else { Reply::ok(command) })
        }
        ("GET", [command]) => {
            let known = world.commands(guild).iter().find(|one| one["id"] == **command);
            Ok(Reply::ok(known.cloned().ok_or(UNKNOWN_COMMAND)?))
        }
        ("DELETE", [command]) => {
            let all = world.commands.entry(guild).or_default();
            let before = all.len();
            all.retain(|one| one["id"] != **command);
            if all.len() == before { Err(UNKNOWN_COMMAND) } else { Ok(Reply::empty()) }
        }
        _ => Err(NOT_FOUND),
    }
}

fn users(world: &mut World, call: &Call, rest: &[&str]) -> Answered {
    match (call.method.as_str(), rest) {
        ("GET", ["@me"]) => Ok(Reply::ok(world.own_user_json())),
        ("GET", ["@me", "guilds"]) => Ok(Reply::ok(own_guilds(world))),
        ("DELETE", ["@me", "guilds", guild]) => {
            let guild = id(guild)?;
            if !world.bot_in(guild) {
                return Err(UNKNOWN_GUILD);
            }
            world.dismiss_bot(guild);
            Ok(Reply::empty())
        }
        ("POST", ["@me", "channels"]) => {
            let person =
                super::drafts::id_of(&call.body["recipient_id"]).ok_or_else(|| required("recipient_id"))?;
            if !world.users.contains_key(&person) || person == world.bot {
                return Err(UNKNOWN_USER);
            }
            let channel = world.direct_channel(person);
            Ok(Reply::ok(world.channel_json(channel)))
        }
        ("GET", [user]) => {
            let user = id(user)?;
            if !world.users.contains_key(&user) {
                return Err(UNKNOWN_USER);
            }
            Ok(Reply::ok(world.user_json(user)))
        }
        _ => Err(NOT_FOUND),
    }
}

fn own_guilds(world: &World) -> Value {
    let own = world.guilds.values().filter(|guild| world.bot_in(guild.id));
    let shown = own.map(|guild| {
        json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null,
            "owner": guild.owner == world.bot, "features": [],
            "permissions": world.guild_permissions(guild.id, world.bot).to_string(),
        })
    });
    shown.collect()
}

fn guilds(world: &mut World, call: &Call, guild: u64, rest: &[&str]) -> Answered {
    if call.method != "GET" {
        return Err(NOT_FOUND);
    }
    let unknown =
        || -> Refusal { if world.guilds.contains_key(&guild) { MISSING_ACCESS } else { UNKNOWN_GUILD } };
    let known = world.guilds.get(&guild).filter(|known| world.bot_in(known.id)).ok_or_else(unknown)?;
    let value = match rest {
        [] => {
            let mut value = world.guild_json(known);
            if call.parameter("with_counts") == Some("true") {
                value["approximate_member_count"] = json!(known.members.len());
                value["approximate_presence_count"] = json!(1);
            }
            value
        }
        ["roles"] => known.roles.values().map(|role| role_json(known, role)).collect(),
        ["channels"] => {
            let own = world.channels.of_guild(guild).filter(|one| one.thread.is_none());
            own.map(|channel| world.channel_json(channel.id)).collect()
        }
        ["members", user] => {
            let user = if *user == "@me" { world.bot } else { id(user)? };
            world.member_json(guild, user).ok_or(UNKNOWN_MEMBER)?
        }
        ["threads", "active"] => active_threads(world, guild),
        ["members"] => return Err(MISSING_ACCESS),
        _ => return Err(NOT_FOUND),
    };
    Ok(Reply::ok(value))
}

fn active_threads(world: &World, guild: u64) -> Value {
    let own = world.channels.of_guild(guild).filter(|one| world.listed(one));
    let mut threads: Vec<Value> = own.map(|thread| world.channel_json(thread.id)).collect();
    threads.reverse();
    let members: Vec<Value> = threads.iter().filter_map(|thread| thread.get("member").cloned()).collect();
    json!({ "threads": threads, "members": members, "has_more": false })
}
