//! Forums: posts with tags, of which each is a thread with its first message, and the one that may be pinned.

use serde_json::{Value, json};

use super::Discord;
use super::channel_routes::{need, opening};
use super::drafts::{Allowed, Draft, EPHEMERAL, id_of};
use super::http::{Answered, Call, Reply};
use super::invoke::Reason;
use super::permissions::{ATTACH_FILES, EMBED_LINKS, MANAGE_THREADS, READ_MESSAGE_HISTORY, SEND_MESSAGES};
use super::refusal::{
    MISSING_PERMISSIONS, NO_TAG_FOR_ALL, Outcome, PIN_TAKEN, TAG_REQUIRED, TOO_MANY_THREADS, UNKNOWN_TAG,
    bad_length, form, required,
};
use super::state::{Channel, Tag, World};
use super::threads::Opening;

/// Discord's type of a forum.
pub(super) const FORUM: u8 = 15;
/// The flag of a post above the others.
pub(super) const PINNED: u64 = 1 << 1;
/// The flag of a forum whose posts need a tag.
const REQUIRE_TAG: u64 = 1 << 4;
/// The most tags of a post.
const MOST_TAGS: usize = 5;

/// Makes a post of the bot's: a thread with its first message, which have one id.
pub(super) fn create_post(world: &mut World, call: &Call, forum: u64) -> Answered {
    let bot = world.bot;
    need(world, forum, SEND_MESSAGES)?;
    let opening = opening(&call.body)?;
    let Some(message) = call.body.get("message").filter(|message| message.is_object()) else {
        return Err(required("message"));
    };
    let mut draft = Draft::read_whole(message, &call.uploads)?;
    draft.flags &= !EPHEMERAL;
    // Nobody says that a nonce is looked at here, so nothing is made of it.
    (draft.nonce, draft.enforce_nonce) = (None, false);
    if !draft.uploads.is_empty() {
        need(world, forum, ATTACH_FILES)?;
    }
    let tags = world.read_tags(&call.body["applied_tags"], forum)?.unwrap_or_default();
    world.check_tags(forum, bot, (&[], &tags))?;
    if !world.may(forum, bot, EMBED_LINKS) {
        draft.embeds = None;
    }
    if world.is_full_of_threads(forum) {
        return Err(TOO_MANY_THREADS);
    }
    let post = world.start_post(forum, bot, (&opening, tags), draft);
    let mut value = world.channel_json(post);
    let first = world.messages.get(&post).and_then(|messages| messages.get(&post));
    value["message"] = first.map_or(Value::Null, |first| world.message_for_bot(first));
    Ok(Reply::created(value))
}

/// The public threads of a channel that were put away, newest first by when that was.
pub(super) fn archived(world: &World, call: &Call, channel: u64) -> Answered {
    need(world, channel, READ_MESSAGE_HISTORY)?;
    let limit = call.parameter("limit").map_or(Ok(50), str::parse::<usize>);
    let limit = limit.ok().filter(|limit| (1..=100).contains(limit));
    let limit =
        limit.ok_or_else(|| form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."))?;
    let before = call.parameter("before").map(super::http::decoded);
    let before = before.map(|text| text.parse::<chrono::DateTime<chrono::Utc>>()).transpose();
    let before = before.map_err(|_| form("before", "DATE_TIME_TYPE_PARSE", "Could not parse."))?;
    let mut over: Vec<(&Channel, _)> = world
        .threads(channel)
        .filter_map(|thread| {
            Some((thread, thread.thread.as_ref().filter(|inside| inside.archived)?.archive_timestamp))
        })
        .filter(|(_, at)| before.is_none_or(|before| *at < before))
        .collect();
    over.sort_by_key(|(thread, at)| std::cmp::Reverse((*at, thread.id)));
    let has_more = over.len() > limit;
    let threads: Vec<Value> =
        over.iter().take(limit).map(|(thread, _)| world.channel_json(thread.id)).collect();
    let members: Vec<Value> = threads.iter().filter_map(|thread| thread.get("member").cloned()).collect();
    Ok(Reply::ok(json!({ "threads": threads, "members": members, "has_more": has_more })))
}

/// Changes a post's flags and tags, as far as a body says so.
pub(super) fn change_post(world: &mut World, body: &Value, post: u64) -> Outcome<()> {
    let bot = world.bot;
    let Some(known) = world.channels.get(&post) else { return Ok(()) };
    let (Some(forum), old) = (known.parent, known.flags) else { return Ok(()) };
    let in_forum = world.channels.get(&forum).is_some_and(|forum| forum.kind == FORUM);
    if let Some(flags) = body["flags"].as_u64() {
        if (flags ^ old) & PINNED != 0 {
            if !in_forum || !world.may(post, bot, MANAGE_THREADS) {
                return Err(MISSING_PERMISSIONS);
            }
            let holds_pin = |one: &Channel| one.id != post && one.flags & PINNED != 0;
            if flags & PINNED != 0 && world.threads(forum).any(holds_pin) {
                return Err(PIN_TAKEN);
            }
        }
        world.set_flags(post, old & !PINNED | flags & PINNED);
    }
    if let Some(tags) = world.read_tags(&body["applied_tags"], forum)? {
        let before =
            world.channels.get(&post).and_then(|post| post.thread.as_ref()).map(|post| post.applied.clone());
        world.check_tags(forum, bot, (&before.unwrap_or_default(), &tags))?;
        if let Some(thread) = world.thread_mut(post) {
            thread.applied = tags;
        }
    }
    Ok(())
}

impl World {
    fn set_flags(&mut self, channel: u64, flags: u64) {
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.flags = flags;
        }
    }

    fn read_tags(&self, wanted: &Value, forum: u64) -> Outcome<Option<Vec<u64>>> {
        let Some(list) = wanted.as_array() else { return Ok(None) };
        if list.len() > MOST_TAGS {
            return Err(bad_length("applied_tags", 0, MOST_TAGS));
        }
        let known = self.channels.get(&forum).map_or(&[][..], |forum| &forum.tags);
        let read =
            |id: &Value| id_of(id).filter(|id| known.iter().any(|tag| tag.id == *id)).ok_or(UNKNOWN_TAG);
        list.iter().map(read).collect::<Outcome<Vec<u64>>>().map(Some)
    }

    /// Whether someone may set these tags instead of those: moderated ones take MANAGE_THREADS.
    fn check_tags(&self, forum: u64, user: u64, (before, after): (&[u64], &[u64])) -> Outcome<()> {
        let Some(known) = self.channels.get(&forum) else { return Ok(()) };
        let manages = self.may(forum, user, MANAGE_THREADS);
        if after.is_empty() && known.flags & REQUIRE_TAG != 0 {
            let closed = !manages && !known.tags.is_empty() && known.tags.iter().all(|tag| tag.moderated);
            return Err(if closed { NO_TAG_FOR_ALL } else { TAG_REQUIRED });
        }
        let changed = |tag: &&Tag| before.contains(&tag.id) != after.contains(&tag.id);
        if !manages && known.tags.iter().filter(changed).any(|tag| tag.moderated) {
            return Err(MISSING_PERMISSIONS);
        }
        Ok(())
    }

    fn start_post(
        &mut self,
        forum: u64,
        user: u64,
        (opening, tags): (&Opening, Vec<u64>),
        draft: Draft,
    ) -> u64 {
        let mut first = self.compose(forum, user, draft, &Allowed::anyone());
        let post = first.id;
        first.channel = post;
        self.open_thread(post, forum, user, (opening, tags));
        if let Some(forum) = self.channels.get_mut(&forum) {
            forum.last_message = Some(post);
        }
        self.send(first);
        if let Some(thread) = self.thread_mut(post) {
            (thread.messages, thread.sent) = (0, 0);
        }
        post
    }

    /// What only forums have among what a channel shows of itself.
    pub(super) fn forum_json(channel: &Channel) -> Value {
        let tag = |tag: &Tag| {
            json!({
                "id": tag.id.to_string(), "name": tag.name, "moderated": tag.moderated, "emoji_id": null,
                "emoji_name": null,
            })
        };
        json!({
            "available_tags": channel.tags.iter().map(tag).collect::<Vec<_>>(), "flags": channel.flags,
            "default_reaction_emoji": null, "default_sort_order": null, "default_forum_layout": 0,
            "default_thread_rate_limit_per_user": 0, "default_auto_archive_duration": 4320,
        })
    }
}

impl Discord {
    /// Sets a forum's tags, each a name and whether it is moderated, and whether a post needs one; their ids.
    pub fn set_tags(&self, forum: u64, tags: &[(&str, bool)], required: bool) -> Vec<u64> {
        self.with(|world| {
            let tags: Vec<Tag> = tags
                .iter()
                .map(|(name, moderated)| Tag {
                    id: world.old_snowflake(),
                    name: (*name).to_owned(),
                    moderated: *moderated,
                })
                .collect();
            let ids = tags.iter().map(|tag| tag.id).collect();
            if let Some(channel) = world.channels.get_mut(&forum) {
                channel.flags =
                    if required { channel.flags | REQUIRE_TAG } else { channel.flags & !REQUIRE_TAG };
                channel.tags = tags;
            }
            world.happen_to_channel(forum, "CHANNEL_UPDATE");
            ids
        })
    }

    /// A person makes a post in a forum, without tags; its id.
    ///
    /// # Errors
    /// When they may not.
    pub fn start_post(&self, person: u64, forum: u64, name: &str, text: &str) -> Result<u64, Reason> {
        self.with(|world| {
            let is_forum = world.channels.get(&forum).is_some_and(|channel| channel.kind == FORUM);
            if !is_forum || !world.may(forum, person, SEND_MESSAGES) {
                return Err("You may not post there.".to_owned());
            }
            let opening = Opening { name: name.to_owned(), auto_archive: 4320, slowmode: 0 };
            let draft = Draft { content: Some(text.to_owned()), ..Draft::default() };
            Ok(world.start_post(forum, person, (&opening, Vec::new()), draft))
        })
    }

    /// Someone pins a post in its forum, or takes the pin away.
    pub fn pin_post(&self, post: u64, pinned: bool) {
        self.with(|world| {
            world.set_flags(post, if pinned { PINNED } else { 0 });
            world.happen_to_channel(post, "THREAD_UPDATE");
        });
    }
}
