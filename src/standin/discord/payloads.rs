//! The world as Discord writes it down: users, members, roles, channels, guilds. It must not change anything.

use serde_json::{Value, json};

use super::forums::FORUM;
use super::sessions::{GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT};
use super::state::{Channel, Guild, Role, Thread, World, instant_of, written};

/// Who looks at a payload.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Eye {
    Bot,
    Person(u64),
}

impl World {
    /// A user object.
    pub fn user_json(&self, id: u64) -> Value {
        let user = self.users.get(&id);
        let name = user.map_or("Deleted User", |user| user.name.as_str());
        let mut value = json!({
            "id": id.to_string(), "username": username(name), "discriminator": "0", "global_name": name,
            "avatar": null, "banner": null, "accent_color": null, "public_flags": 0, "flags": 0,
            "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
        });
        if user.is_some_and(|user| user.bot) {
            value["bot"] = json!(true);
            value["global_name"] = Value::Null;
            value["username"] = json!(name);
        }
        value
    }

    /// The bot's own user object, as only it sees it.
    pub(super) fn own_user_json(&self) -> Value {
        let mut value = self.user_json(self.bot);
        value["mfa_enabled"] = json!(true);
        value["locale"] = json!("en-US");
        value["verified"] = json!(true);
        value["email"] = Value::Null;
        value
    }

    /// A member object without its user.
    pub(super) fn bare_member_json(&self, guild: u64, user: u64) -> Option<Value> {
        let member = self.member(guild, user)?;
        Some(json!({
            "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "joined_at": written(member.joined), "nick": null, "avatar": null, "banner": null,
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "avatar_decoration_data": null, "collectibles": null,
        }))
    }

    /// A member object.
    pub(super) fn member_json(&self, guild: u64, user: u64) -> Option<Value> {
        let mut value = self.bare_member_json(guild, user)?;
        value["user"] = self.user_json(user);
        Some(value)
    }

    /// The application's flags: which privileged intents it has.
    pub(super) fn application_flags(&self) -> u64 {
        let flags = [(GUILD_PRESENCES, 1 << 13), (GUILD_MEMBERS, 1 << 15), (MESSAGE_CONTENT, 1 << 19)];
        let granted = flags.iter().filter(|(intent, _)| self.privileged & intent != 0);
        granted.map(|(_, flag)| flag).sum()
    }

    /// The application object, as its owner sees it.
    pub(super) fn application_json(&self) -> Value {
        let owner = self.guilds.values().next().map_or(self.bot, |guild| guild.owner);
        json!({
            "id": self.application.to_string(), "name": self.user_json(self.bot)["username"], "icon": null,
            "description": "", "type": null, "bot": self.user_json(self.bot), "bot_public": true,
            "bot_require_code_grant": false, "verify_key": "0".repeat(64),
            "flags": self.application_flags(), "flags_new": self.application_flags().to_string(),
            "rpc_origins": [], "redirect_uris": [], "interactions_endpoint_url": null, "tags": [],
            "role_connections_verification_url": null, "owner": self.user_json(owner), "team": null,
            "approximate_guild_count": self.guilds.keys().filter(|guild| self.bot_in(**guild)).count(),
            "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0, "eligible_oauth2_scopes": ["bot", "applications.commands"],
            "integration_types_config": { "0": {} },
        })
    }

    /// A channel, thread or direct conversation, as the bot sees it.
    pub fn channel_json(&self, id: u64) -> Value {
        let Some(channel) = self.channels.get(&id) else { return Value::Null };
        match (&channel.thread, channel.guild) {
            (Some(thread), _) => self.thread_json(channel, thread),
            (None, Some(guild)) => guild_channel_json(channel, guild),
            (None, None) => json!({
                "id": id.to_string(), "type": 1, "flags": 0, "last_message_id": text(channel.last_message),
                "last_pin_timestamp": channel.last_pin.map(written),
                "recipients": channel.recipients.iter().map(|user| self.user_json(*user)).collect::<Vec<_>>(),
            }),
        }
    }

    fn thread_json(&self, channel: &Channel, thread: &Thread) -> Value {
        let mut value = json!({
            "id": channel.id.to_string(), "type": channel.kind, "flags": channel.flags, "name": channel.name,
            "guild_id": text(channel.guild), "parent_id": text(channel.parent),
            "last_message_id": text(channel.last_message), "last_pin_timestamp": channel.last_pin.map(written),
            "owner_id": thread.owner.to_string(), "rate_limit_per_user": thread.slowmode,
            "bitrate": 64000, "user_limit": 0, "rtc_region": null,
            "message_count": thread.messages, "member_count": thread.members.len().min(50),
            "total_message_sent": thread.sent,
            "thread_metadata": {
                "archived": thread.archived, "locked": thread.locked,
                "archive_timestamp": written(thread.archive_timestamp),
                "auto_archive_duration": thread.auto_archive, "create_timestamp": written(thread.created),
            },
        });
        if channel
            .parent
            .is_some_and(|parent| self.channels.get(&parent).is_some_and(|one| one.kind == FORUM))
        {
            value["applied_tags"] = thread.applied.iter().map(u64::to_string).collect();
        }
        if let Some(joined) = thread.members.get(&self.bot) {
            value["member"] = json!({
                "id": channel.id.to_string(), "user_id": self.bot.to_string(),
                "join_timestamp": written(*joined), "flags": 1,
            });
        }
        value
    }

    /// A guild object, as REST gives it.
    pub(super) fn guild_json(&self, guild: &Guild) -> Value {
        let mut value = json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "description": null,
            "home_header": null, "splash": null, "discovery_splash": null, "features": [], "banner": null,
            "owner_id": guild.owner.to_string(), "application_id": null, "region": "us-west",
            "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
            "widget_enabled": false, "widget_channel_id": null, "verification_level": 1,
            "roles": guild.roles.values().map(|role| role_json(guild, role)).collect::<Vec<_>>(),
        });
        let more = json!({
            "default_message_notifications": 1, "mfa_level": 0, "explicit_content_filter": 2,
            "max_presences": null, "max_members": 500_000, "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": guild.locale, "rules_channel_id": null,
            "safety_alerts_channel_id": null, "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false, "premium_progress_bar_enabled_user_updated_at": null,
            "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": null,
        });
        merge(&mut value, more);
        value
    }

    /// A guild object, as GUILD_CREATE gives it: without the privileged intents only the bot is among the members.
    pub(super) fn whole_guild_json(&self, guild: &Guild) -> Value {
        let mut value = self.guild_json(guild);
        let channels = self.channels.of_guild(guild.id).filter(|channel| channel.thread.is_none());
        let threads = self.channels.of_guild(guild.id).filter(|channel| self.listed(channel));
        let more = json!({
            "joined_at": guild.members.get(&self.bot).map(|member| written(member.joined)),
            "large": false, "unavailable": false, "member_count": guild.members.len(), "voice_states": [],
            "members": self.member_json(guild.id, self.bot).into_iter().collect::<Vec<_>>(),
            "channels": channels.map(|channel| self.channel_json(channel.id)).collect::<Vec<_>>(),
            "threads": threads.map(|thread| self.channel_json(thread.id)).collect::<Vec<_>>(),
            "presences": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
            "embedded_activities": [], "activity_instances": [], "application_command_counts": {},
            "lazy": true, "hub_type": null, "latest_onboarding_question_id": null, "inventory_settings": null,
            "version": guild.id,
        });
        merge(&mut value, more);
        value
    }

    /// Whether a thread is active and visible to the bot.
    pub(super) fn listed(&self, channel: &Channel) -> bool {
        let active = channel.thread.as_ref().is_some_and(|thread| !thread.archived);
        active && self.may(channel.id, self.bot, super::permissions::VIEW_CHANNEL)
    }
}

fn guild_channel_json(channel: &Channel, guild: u64) -> Value {
    let overwrites = channel.overwrites.iter().map(|(id, overwrite)| {
        json!({
            "id": id.to_string(), "type": u8::from(overwrite.user),
            "allow": overwrite.allow.to_string(), "deny": overwrite.deny.to_string(),
        })
    });
    let mut value = json!({
        "id": channel.id.to_string(), "type": channel.kind, "guild_id": guild.to_string(), "name": channel.name,
        "position": channel.position, "flags": 0, "nsfw": false, "topic": null, "parent_id": null,
        "last_message_id": text(channel.last_message), "last_pin_timestamp": channel.last_pin.map(written),
        "rate_limit_per_user": 0, "permission_overwrites": overwrites.collect::<Vec<_>>(),
    });
    if channel.kind == FORUM {
        merge(&mut value, World::forum_json(channel));
    }
    value
}

/// A role object.
pub(super) fn role_json(guild: &Guild, role: &Role) -> Value {
    let position = guild.roles.keys().position(|id| *id == role.id).unwrap_or(0);
    let mut value = json!({
        "id": role.id.to_string(), "name": role.name, "permissions": role.permissions.to_string(),
        "position": position, "color": role.color, "hoist": false, "managed": role.bot.is_some(),
        "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "mentionable": role.mentionable, "icon": null, "unicode_emoji": null, "flags": 0,
    });
    if let Some(bot) = role.bot {
        value["tags"] = json!({ "bot_id": bot.to_string() });
    }
    value
}

/// An id as text, or null.
pub(super) fn text(id: Option<u64>) -> Value {
    id.map_or(Value::Null, |id| json!(id.to_string()))
}

/// When the thing with this id was made, as Discord writes it.
pub(super) fn made(id: u64) -> String {
    written(instant_of(id))
}

/// Puts the members of one object into another.
pub(super) fn merge(value: &mut Value, more: Value) {
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
}

fn username(name: &str) -> String {
    name.to_lowercase().replace(' ', "_")
}
