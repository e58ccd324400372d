//! What a channel lets the bot do, asked from Discord each time.
//!
//! Read from raw JSON: serenity's `Permissions` drops the bits it does not know, such as [`PIN_MESSAGES`]. Facts only;
//! what follows from them, and the words for it, belong to others.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};

use super::rest::{Call, Rest, RestError};
use crate::effect::ChannelKind;

/// May do everything, whatever the channel says.
pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
/// React with an emoji that is not there yet.
pub(crate) const ADD_REACTIONS: u64 = 1 << 6;
/// See the channel; without it nothing else counts.
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
/// Post in a channel, or open a post in a forum.
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
/// Show embeds.
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
/// Read what was posted before; without it the list of messages is empty.
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
/// Ping roles that are not mentionable.
pub(crate) const MENTION_EVERYONE: u64 = 1 << 17;
/// Change and pin what others posted in a forum, and set its moderated tags.
pub(crate) const MANAGE_THREADS: u64 = 1 << 34;
/// Open a thread under a message.
pub(crate) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
/// Post in a thread or under a forum's post.
pub(crate) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
/// Pin a message; serenity 0.12.5 does not know it.
pub(crate) const PIN_MESSAGES: u64 = 1 << 51;

/// The flag of a forum whose posts need a tag.
const REQUIRE_TAG: u64 = 1 << 4;

/// A channel as the bot finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelFacts {
    /// Its name, without `#`.
    pub(crate) name: String,
    /// Discord's channel type: 0 text, 5 announcements, 10 to 12 threads, 15 forum, 16 media.
    pub(crate) kind: u8,
    /// What the bot may do here, as Discord's bits.
    pub(crate) permissions: u64,
    /// The server's roles, `@everyone` among them (its id is the server's).
    pub(crate) roles: Vec<RoleFacts>,
    /// A forum's tags.
    pub(crate) tags: Vec<TagFacts>,
    /// Whether a post in this forum needs a tag.
    pub(crate) requires_tag: bool,
}

impl ChannelFacts {
    /// Whether the bot has all of these bits here.
    pub(crate) fn allows(&self, permissions: u64) -> bool {
        self.permissions & permissions == permissions
    }
}

/// A role of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleFacts {
    /// Discord's id.
    pub(crate) id: RoleId,
    /// As admins named it.
    pub(crate) name: String,
    /// Whether anyone may ping it.
    pub(crate) mentionable: bool,
    /// Whether it belongs to an integration, such as a bot's own role.
    pub(crate) managed: bool,
}

/// A tag of a forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagFacts {
    /// Discord's id.
    pub(crate) id: u64,
    /// As admins named it.
    pub(crate) name: String,
    /// Whether only a moderator of threads may set it.
    pub(crate) moderated: bool,
}

/// Asks for the channel (and its parent, when it is a thread), the roles and the bot's own membership: 3 or 4 calls in
/// the background lane. A channel of another server is refused with 404, as if it did not exist.
pub(crate) async fn channel_facts(
    rest: &Rest,
    guild: GuildId,
    channel: ChannelId,
    bot: UserId,
) -> Result<ChannelFacts, RestError> {
    let found = rest.call(Call::get(Route::Channel { channel_id: channel }).background()).await?;
    if id(&found["guild_id"]) != Some(guild.get()) {
        let message = "the channel is not in this server".to_owned();
        return Err(RestError::Refused { status: 404, code: Some(10_003), message });
    }
    let kind = found["type"].as_u64().and_then(|kind| u8::try_from(kind).ok()).unwrap_or(u8::MAX);
    let parent = match (kind, id(&found["parent_id"])) {
        (10..=12, Some(parent)) => {
            let parent = Route::Channel { channel_id: ChannelId::new(parent) };
            Some(rest.call(Call::get(parent).background()).await?)
        }
        _ => None,
    };
    let roles = rest.call(Call::get(Route::GuildRoles { guild_id: guild }).background()).await?;
    let member = Route::GuildMember { guild_id: guild, user_id: bot };
    let member = rest.call(Call::get(member).background()).await?;
    let overwrites = &parent.as_ref().unwrap_or(&found)["permission_overwrites"];
    Ok(ChannelFacts {
        name: text(&found["name"]),
        kind,
        permissions: permissions(&holder(guild, bot, &roles, &member), &list(overwrites, overwrite)),
        roles: list(&roles, role),
        tags: forum_tags(&found).0,
        requires_tag: forum_tags(&found).1,
    })
}

/// A forum's tags, and whether a post there needs one.
pub(crate) fn forum_tags(found: &Value) -> (Vec<TagFacts>, bool) {
    let requires_tag = found["flags"].as_u64().unwrap_or(0) & REQUIRE_TAG != 0;
    (list(&found["available_tags"], tag), requires_tag)
}

/// The kind of a channel by Discord's number for its type, where it can hold questions.
pub(crate) fn kind_of(channel_type: u8) -> Option<ChannelKind> {
    match channel_type {
        0 => Some(ChannelKind::Text),
        5 => Some(ChannelKind::Announcement),
        15 => Some(ChannelKind::Forum),
        _ => None,
    }
}

/// A member as permissions see them. Nobody's owner: Discord does not let bots own servers.
#[derive(Debug)]
struct Holder {
    /// The server's id, which is also the id of `@everyone`.
    guild: u64,
    user: u64,
    /// What `@everyone` may do in the whole server.
    everyone: u64,
    /// The member's roles: id and what each may do in the whole server.
    roles: Vec<(u64, u64)>,
}

/// What a channel changes for one role or one member.
#[derive(Debug)]
struct Overwrite {
    id: u64,
    allow: u64,
    deny: u64,
}

/// What the holder may do in a channel with these overwrites, by Discord's rule: everyone and roles together; then the
/// overwrite for everyone; then all denials of roles, then all their allowances; then the member's own.
fn permissions(holder: &Holder, overwrites: &[Overwrite]) -> u64 {
    let base = holder.roles.iter().fold(holder.everyone, |all, (_, role)| all | role);
    if base & ADMINISTRATOR != 0 {
        return u64::MAX;
    }
    let with = |base: u64, applies: &dyn Fn(u64) -> bool| {
        let matching = || overwrites.iter().filter(|overwrite| applies(overwrite.id));
        let denied = matching().fold(0, |all, overwrite| all | overwrite.deny);
        let allowed = matching().fold(0, |all, overwrite| all | overwrite.allow);
        base & !denied | allowed
    };
    let base = with(base, &|id| id == holder.guild);
    let base = with(base, &|id| id != holder.guild && holder.roles.iter().any(|(role, _)| *role == id));
    let base = with(base, &|id| id == holder.user);
    if base & VIEW_CHANNEL == 0 {
        return 0;
    }
    base
}

fn holder(guild: GuildId, bot: UserId, roles: &Value, member: &Value) -> Holder {
    let guild = guild.get();
    let all = list(roles, |role| Some((id(&role["id"])?, id(&role["permissions"])?)));
    let held = list(&member["roles"], id);
    Holder {
        guild,
        user: bot.get(),
        everyone: all.iter().find(|(id, _)| *id == guild).map_or(0, |(_, may)| *may),
        roles: all.into_iter().filter(|(id, _)| held.contains(id)).collect(),
    }
}

fn overwrite(found: &Value) -> Option<Overwrite> {
    Some(Overwrite { id: id(&found["id"])?, allow: id(&found["allow"])?, deny: id(&found["deny"])? })
}

fn role(found: &Value) -> Option<RoleFacts> {
    Some(RoleFacts {
        id: RoleId::new(id(&found["id"]).filter(|id| *id != 0)?),
        name: text(&found["name"]),
        mentionable: found["mentionable"] == true,
        managed: found["managed"] == true,
    })
}

fn tag(found: &Value) -> Option<TagFacts> {
    Some(TagFacts {
        id: id(&found["id"])?,
        name: text(&found["name"]),
        moderated: found["moderated"] == true,
    })
}

/// A number that Discord writes as a string: ids and permission bits.
fn id(found: &Value) -> Option<u64> {
    found.as_str()?.parse().ok()
}

fn text(found: &Value) -> String {
    found.as_str().unwrap_or_default().to_owned()
}

fn list<T>(found: &Value, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    found.as_array().into_iter().flatten().filter_map(read).collect()
}

#[cfg(test)]
mod tests;
