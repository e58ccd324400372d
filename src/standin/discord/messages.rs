//! What happens to messages: sent, edited, deleted, reacted to, pinned. It must not read requests.

use serde_json::{Value, json};

use super::drafts::{Allowed, Draft, Upload};
use super::permissions::MENTION_EVERYONE;
use super::refusal::{EMPTY_MESSAGE, Outcome, UNKNOWN_MESSAGE};
use super::state::{File, Message, World, written};

/// How long `enforce_nonce` remembers ("the past few minutes").
const NONCE_MINUTES: i64 = 5;

/// Whom a text pings.
struct Pings {
    users: Vec<u64>,
    roles: Vec<u64>,
    everyone: bool,
}

impl World {
    /// A message made of a draft, not yet sent.
    pub(super) fn compose(&mut self, channel: u64, author: u64, draft: Draft, default: &Allowed) -> Message {
        let id = self.snowflake();
        let content = draft.content.unwrap_or_default();
        let allowed = draft.allowed.unwrap_or_else(|| default.clone());
        let mut embeds = draft.embeds.unwrap_or_default();
        let attachments = self.keep_files(channel, &draft.uploads, &draft.descriptions, &mut embeds);
        let mut pings = self.pings(channel, author, &content, &allowed);
        let answered = draft.reference.and_then(|id| self.messages.get(&channel)?.get(&id)).map(|m| m.author);
        if let Some(answered) = answered.filter(|user| allowed.replied_user && !pings.users.contains(user)) {
            pings.users.push(answered);
        }
        Message {
            id,
            channel,
            author,
            kind: if draft.reference.is_some() { 19 } else { 0 },
            content,
            embeds,
            components: draft.components.unwrap_or_default(),
            attachments,
            edited: None,
            pinned: None,
            reactions: Vec::new(),
            flags: draft.flags,
            nonce: draft.nonce,
            reference: draft.reference.map(|id| (channel, id)),
            mentions: pings.users,
            mention_roles: pings.roles,
            mention_everyone: pings.everyone,
            interaction: None,
            private_to: None,
        }
    }

    /// Sends a composed message: it enters its channel and the sessions hear of it.
    pub(super) fn send(&mut self, message: Message) -> u64 {
        let (channel, id, author) = (message.channel, message.id, message.author);
        self.touch_thread(channel, author);
        self.messages.entry(channel).or_default().insert(id, message);
        let now = self.now();
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.last_message = Some(id);
            if let Some(thread) = &mut channel.thread {
                thread.messages += 1;
                thread.sent += 1;
                thread.active = now;
            }
        }
        self.happen_to_message(channel, id, "MESSAGE_CREATE");
        id
    }

    /// The earlier message with this nonce, if the sender wants it unique.
    pub(super) fn sent_before(&mut self, channel: u64, author: u64, draft: &Draft) -> Outcome<Option<u64>> {
        let Some(nonce) = draft.nonce.as_ref().filter(|_| draft.enforce_nonce) else { return Ok(None) };
        let now = self.now();
        self.nonces.retain(|_, (_, at)| (now - *at).num_minutes() < NONCE_MINUTES);
        let key = (author, channel, nonce.to_string().replace('"', ""));
        let Some((earlier, _)) = self.nonces.get(&key) else { return Ok(None) };
        let there = self.messages.get(&channel).is_some_and(|messages| messages.contains_key(earlier));
        if there { Ok(Some(*earlier)) } else { Err(UNKNOWN_MESSAGE) }
    }

    /// Remembers a message by its nonce.
    pub(super) fn remember_nonce(&mut self, message: u64, channel: u64, author: u64, nonce: &Value) {
        let key = (author, channel, nonce.to_string().replace('"', ""));
        let now = self.now();
        self.nonces.insert(key, (message, now));
    }

    /// Applies a draft to a message, public or private, and tells. The message must exist.
    pub(super) fn rewrite(&mut self, channel: u64, id: u64, draft: Draft, default: &Allowed) -> Outcome<()> {
        let Some(mut message) = self.message(channel, id).cloned() else { return Err(UNKNOWN_MESSAGE) };
        if let Some(keep) = &draft.keep {
            message
                .attachments
                .retain(|one| keep.iter().any(|id| super::drafts::id_of(&one["id"]) == Some(*id)));
        }
        if let Some(embeds) = draft.embeds {
            message.embeds = embeds;
        }
        let more = self.keep_files(channel, &draft.uploads, &draft.descriptions, &mut message.embeds);
        message.attachments.extend(more);
        if let Some(content) = draft.content {
            let allowed = draft.allowed.as_ref().unwrap_or(default);
            let pings = self.pings(channel, message.author, &content, allowed);
            (message.mentions, message.mention_roles) = (pings.users, pings.roles);
            message.mention_everyone = pings.everyone;
            message.content = content;
        }
        if let Some(components) = draft.components {
            message.components = components;
        }
        let empty =
            message.embeds.is_empty() && message.attachments.is_empty() && message.components.is_empty();
        if message.content.is_empty() && empty {
            return Err(EMPTY_MESSAGE);
        }
        let loading = message.flags & super::drafts::LOADING != 0;
        message.flags &= !super::drafts::LOADING;
        if !loading {
            message.edited = Some(self.now());
        }
        if message.private_to.is_some() {
            self.private.insert(id, message);
        } else {
            self.messages.entry(channel).or_default().insert(id, message);
            self.happen_to_message(channel, id, "MESSAGE_UPDATE");
        }
        Ok(())
    }

    /// Takes a message away, public or private; its thread stays.
    pub(super) fn erase(&mut self, channel: u64, id: u64) -> Outcome<()> {
        if self.private.remove(&id).is_some() {
            return Ok(());
        }
        let Some(message) = self.messages.get_mut(&channel).and_then(|messages| messages.remove(&id)) else {
            return Err(UNKNOWN_MESSAGE);
        };
        if let Some(thread) = self.channels.get_mut(&channel).and_then(|channel| channel.thread.as_mut()) {
            thread.messages = thread.messages.saturating_sub(1);
        }
        let data = self.placed(channel, json!({ "id": id.to_string() }));
        self.happen_where_seen(channel, "MESSAGE_DELETE", data, None);
        if message.pinned.is_some() {
            self.happen_to_pins(channel);
        }
        Ok(())
    }

    /// Takes many messages away at once.
    pub(super) fn erase_many(&mut self, channel: u64, ids: &[u64]) {
        let all = self.messages.entry(channel).or_default();
        let gone: Vec<String> =
            ids.iter().filter_map(|id| all.remove(id)).map(|one| one.id.to_string()).collect();
        let count = gone.len() as u64;
        if let Some(thread) = self.thread_mut(channel) {
            thread.messages = thread.messages.saturating_sub(count);
        }
        let data = self.placed(channel, json!({ "ids": gone }));
        self.happen_where_seen(channel, "MESSAGE_DELETE_BULK", data, None);
    }

    /// Adds a reaction; whether it was new.
    pub(super) fn react(&mut self, channel: u64, id: u64, user: u64, emoji: &Value) -> Outcome<bool> {
        let message = self.message_mut(channel, id).ok_or(UNKNOWN_MESSAGE)?;
        let known = message.reactions.iter_mut().find(|(one, _)| one == emoji);
        let new = match known {
            Some((_, users)) => users.insert(user),
            None => {
                message.reactions.push((emoji.clone(), [user].into()));
                true
            }
        };
        if new {
            self.happen_to_reaction((channel, id), user, emoji, "MESSAGE_REACTION_ADD");
        }
        Ok(new)
    }

    /// Takes a reaction back; whether it was there.
    pub(super) fn unreact(&mut self, channel: u64, id: u64, user: u64, emoji: &Value) -> Outcome<bool> {
        let message = self.message_mut(channel, id).ok_or(UNKNOWN_MESSAGE)?;
        let mut gone = false;
        for (_, users) in message.reactions.iter_mut().filter(|(one, _)| one == emoji) {
            gone |= users.remove(&user);
        }
        message.reactions.retain(|(_, users)| !users.is_empty());
        if gone {
            self.happen_to_reaction((channel, id), user, emoji, "MESSAGE_REACTION_REMOVE");
        }
        Ok(gone)
    }

    fn happen_to_reaction(
        &mut self,
        (channel, id): (u64, u64),
        user: u64,
        emoji: &Value,
        name: &'static str,
    ) {
        let author = self.message(channel, id).map_or(0, |message| message.author);
        let mut data = self.placed(channel, json!({ "message_id": id.to_string() }));
        data["user_id"] = json!(user.to_string());
        data["emoji"] = emoji.clone();
        data["burst"] = json!(false);
        data["type"] = json!(0);
        if name == "MESSAGE_REACTION_ADD" {
            data["message_author_id"] = json!(author.to_string());
            let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
            if let Some(member) = guild.and_then(|guild| self.member_json(guild, user)) {
                data["member"] = member;
            }
        }
        self.happen_where_seen(channel, name, data, None);
    }

    /// Pins a message: its channel gets the system message about it.
    pub(super) fn pin(&mut self, channel: u64, id: u64, user: u64) -> Outcome<()> {
        let now = self.now();
        let message = self.message_mut(channel, id).ok_or(UNKNOWN_MESSAGE)?;
        if message.pinned.is_some() {
            return Ok(());
        }
        message.pinned = Some(now);
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.last_pin = Some(now);
        }
        self.happen_to_message(channel, id, "MESSAGE_UPDATE");
        self.happen_to_pins(channel);
        let notice = Draft { reference: Some(id), ..Draft::default() };
        let mut notice = self.compose(channel, user, notice, &Allowed::default());
        notice.kind = 6;
        self.send(notice);
        Ok(())
    }

    /// Unpins a message.
    pub(super) fn unpin(&mut self, channel: u64, id: u64) -> Outcome<()> {
        let message = self.message_mut(channel, id).ok_or(UNKNOWN_MESSAGE)?;
        if message.pinned.take().is_some() {
            self.happen_to_message(channel, id, "MESSAGE_UPDATE");
            self.happen_to_pins(channel);
        }
        Ok(())
    }

    fn happen_to_pins(&mut self, channel: u64) {
        let mut data = self.placed(channel, json!({}));
        data["last_pin_timestamp"] =
            json!(self.channels.get(&channel).and_then(|channel| channel.last_pin).map(written));
        self.happen_where_seen(channel, "CHANNEL_PINS_UPDATE", data, None);
    }

    /// Adds where it happened.
    fn placed(&self, channel: u64, mut data: Value) -> Value {
        data["channel_id"] = json!(channel.to_string());
        if let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild) {
            data["guild_id"] = json!(guild.to_string());
        }
        data
    }

    fn pings(&self, channel: u64, author: u64, content: &str, allowed: &Allowed) -> Pings {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let everyone_too = self.may(channel, author, MENTION_EVERYONE);
        let known =
            |user: &u64| self.users.contains_key(user) && (allowed.all_users || allowed.users.contains(user));
        let pingable = |role: &u64| {
            let role = guild.and_then(|guild| self.guilds.get(&guild)?.roles.get(role));
            let wanted = |id| allowed.all_roles || allowed.roles.contains(&id);
            role.is_some_and(|role| wanted(role.id) && (role.mentionable || everyone_too))
        };
        let named = content.contains("@everyone") || content.contains("@here");
        let users = named_ids(content, "<@!").into_iter().chain(named_ids(content, "<@"));
        Pings {
            users: users.filter(known).fold(Vec::new(), once_each),
            roles: named_ids(content, "<@&").into_iter().filter(pingable).fold(Vec::new(), once_each),
            everyone: named && allowed.everyone && everyone_too && guild.is_some(),
        }
    }

    /// Stores uploads; those an embed shows belong to the embed, the others are attachments of the message.
    fn keep_files(
        &mut self,
        channel: u64,
        uploads: &[Upload],
        descriptions: &[(String, String)],
        embeds: &mut [Value],
    ) -> Vec<Value> {
        let mut attachments = Vec::new();
        for upload in uploads {
            let id = self.snowflake();
            let url = format!("{}/attachments/{channel}/{id}/{}", self.origin, upload.name);
            let mut attachment = json!({
                "id": id.to_string(), "filename": upload.name, "size": upload.bytes.len(), "url": url,
                "proxy_url": url, "content_type": upload.content_type,
            });
            if let Some((width, height)) = picture_size(&upload.bytes) {
                (attachment["width"], attachment["height"]) = (json!(width), json!(height));
            }
            if let Some((_, description)) = descriptions.iter().find(|(index, _)| *index == upload.index) {
                attachment["description"] = json!(description);
            }
            let file = File {
                name: upload.name.clone(),
                content_type: upload.content_type.clone(),
                bytes: upload.bytes.clone(),
            };
            self.files.insert(id, file);
            if !show_in_embeds(embeds, &attachment) {
                attachments.push(attachment);
            }
        }
        attachments
    }
}

fn once_each(mut all: Vec<u64>, one: u64) -> Vec<u64> {
    if !all.contains(&one) {
        all.push(one);
    }
    all
}

/// The ids written like `<@123>`.
fn named_ids(content: &str, opening: &str) -> Vec<u64> {
    let ids = content.split(opening).skip(1);
    ids.filter_map(|rest| rest.split_once('>')?.0.parse().ok()).collect()
}

/// Replaces `attachment://name` in embeds; whether some embed shows it.
fn show_in_embeds(embeds: &mut [Value], attachment: &Value) -> bool {
    let wanted = format!("attachment://{}", attachment["filename"].as_str().unwrap_or_default());
    let mut shown = false;
    for embed in embeds {
        for picture in ["image", "thumbnail"] {
            if embed[picture]["url"] == wanted {
                embed[picture] = json!({ "url": attachment["url"], "proxy_url": attachment["url"] });
                for part in ["width", "height", "content_type"] {
                    if !attachment[part].is_null() {
                        embed[picture][part] = attachment[part].clone();
                    }
                }
                shown = true;
            }
        }
        if let Some(embed) = embed.as_object_mut() {
            embed.retain(|_, value| !value.is_null());
        }
    }
    shown
}

/// The size of a PNG.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") { Some((number(16)?, number(20)?)) } else { None }
}
