//! The question as a post in a forum: made with its thread in one call, filed under the forum's own tags, known again by
//! its button, and pinned by a flag of the post.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use serenity::http::Route;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::super::events::made_at;
use super::super::facts::{MANAGE_THREADS, TagFacts, channel_facts, forum_tags};
use super::super::render::Shown;
use super::super::rest::{Call, RestError};
use super::look::{earliest, ours};
use super::{
    ARCHIVE_MINUTES, Effects, UNKNOWN_MESSAGE, UNREACHED, again, failure, id, own_button, published,
};
use crate::domain::CommunityId;
use crate::effect::{ChannelKind, Receipt};
use crate::pump::Failure;
use crate::view::QuestionPost;
use crate::words::Words;

/// The most tags that Discord takes for a post.
const TAGS: usize = 5;
/// The flag of a post that stands above the others.
const PINNED: u64 = 1 << 1;
/// Archived posts asked for at once, which is the most Discord gives.
const PAGE: usize = 100;
/// A forum in which more was put away in a day cannot be searched for its question: then nothing is sent.
const PAGES: usize = 10;

/// What a forum is searched for.
struct Wanted<'a> {
    forum: ChannelId,
    me: UserId,
    earliest: DateTime<Utc>,
    button: String,
    name: &'a str,
}

impl Effects {
    /// Makes the post. Without a nonce: Discord promises none for forums, so [`Effects::find_in_forum`] alone is what a
    /// repetition is kept from.
    pub(super) async fn post_in_forum(
        &self,
        community: &CommunityId,
        forum: ChannelId,
        post: &QuestionPost,
        shown: &Shown,
    ) -> Result<Receipt, Failure> {
        /// The tags changed between being read and being set.
        const OTHER_TAGS: [Option<u32>; 3] = [Some(10_087), Some(40_066), Some(40_067)];
        let name = Self::post_name(post);
        for is_last in [false, true] {
            let tags = self.tags_for(community, forum, post).await?;
            let body = json!({
                "name": name, "auto_archive_duration": ARCHIVE_MINUTES, "applied_tags": tags,
                "message": shown.json(),
            });
            match self.rest.call(Call::post(Route::ChannelThreads { channel_id: forum }, &body)).await {
                Err(RestError::Refused { code, .. }) if !is_last && OTHER_TAGS.contains(&code) => {}
                made => {
                    let made = made.map_err(failure)?;
                    let id = made["id"].as_str().and_then(|id| id.parse().ok());
                    return id.map(|id| published(id, ChannelKind::Forum)).ok_or(Failure::Unknown);
                }
            }
        }
        Err(Failure::RetryAfter(UNREACHED))
    }

    /// A post's name, by which it is known when its first message is gone.
    fn post_name(post: &QuestionPost) -> String {
        Words::from(post.language).thread_name(post.ordinal, &post.title).chars().take(100).collect()
    }

    /// The tags to file the post under, as the forum has them now.
    async fn tags_for(
        &self,
        community: &CommunityId,
        forum: ChannelId,
        post: &QuestionPost,
    ) -> Result<Vec<String>, Failure> {
        let found = self.rest.call(Call::get(Route::Channel { channel_id: forum })).await.map_err(again)?;
        let (mut tags, requires_tag) = forum_tags(&found);
        if tags.iter().any(|tag| tag.moderated) {
            let guild = id(&community.local())?;
            let me = self.me().await.map_err(again)?;
            let facts = channel_facts(&self.rest, guild, forum, me).await.map_err(again)?;
            tags.retain(|tag| !tag.moderated || facts.allows(MANAGE_THREADS));
        }
        // Where a tag is required and none can be used, Discord's refusal says so.
        let chosen = choose(&tags, &post.labels, requires_tag);
        Ok(chosen.iter().map(u64::to_string).collect())
    }

    /// The post of this community and day, if it stands in the forum. `None` is certain: whoever gets it may send.
    pub(super) async fn find_in_forum(
        &self,
        community: &CommunityId,
        forum: ChannelId,
        post: &QuestionPost,
    ) -> Result<Option<Receipt>, Failure> {
        let guild_id: GuildId = id(&community.local())?;
        let me = self.me().await.map_err(again)?;
        let (button, name) = (own_button(post), Self::post_name(post));
        let wanted = Wanted { forum, me, earliest: earliest(post), button, name: &name };
        let active = self.rest.call(Call::get(Route::GuildThreadsActive { guild_id })).await;
        let active = active.map_err(unread)?;
        if let Some(found) = self.among(&wanted, &active).await? {
            return Ok(Some(found));
        }
        let mut before: Option<String> = None;
        for _ in 0..PAGES {
            let route = Route::ChannelArchivedPublicThreads { channel_id: forum };
            let mut call = Call::get(route).param("limit", PAGE);
            if let Some(before) = &before {
                call = call.param("before", before);
            }
            let page = self.rest.call(call).await.map_err(unread)?;
            if let Some(found) = self.among(&wanted, &page).await? {
                return Ok(Some(found));
            }
            // Newest first by when they were put away, which is after they were made.
            let oldest = page["threads"].as_array().and_then(|threads| threads.last());
            before = oldest.and_then(|thread| put_away(thread).map(str::to_owned));
            let reaches_back = before.as_ref().is_none_or(|at| {
                at.parse::<DateTime<Utc>>().is_ok_and(|put_away| put_away < wanted.earliest)
            });
            if reaches_back || page["has_more"] != true {
                return Ok(None);
            }
        }
        Err(Failure::Uncertain)
    }

    /// The wanted post among these threads, told by the button of its first message.
    async fn among(&self, wanted: &Wanted<'_>, page: &Value) -> Result<Option<Receipt>, Failure> {
        let may_be = page["threads"].as_array().into_iter().flatten().filter_map(|thread| {
            let id: MessageId = thread["id"].as_str()?.parse().ok()?;
            let is_mine = thread["owner_id"].as_str() == Some(wanted.me.to_string().as_str());
            let is_here = thread["parent_id"].as_str() == Some(wanted.forum.to_string().as_str());
            (is_mine && is_here && made_at(id.get()) >= wanted.earliest).then_some((id, thread))
        });
        for (post, thread) in may_be {
            let route = Route::ChannelMessage { channel_id: ChannelId::new(post.get()), message_id: post };
            let is_it = match self.rest.call(Call::get(route)).await {
                Ok(first) => ours(&first, wanted.me, &wanted.button).is_some(),
                // A moderator deleted the question: what is left is known by its name, and stays as it is.
                Err(RestError::Refused { code: Some(UNKNOWN_MESSAGE), .. }) => {
                    thread["name"].as_str() == Some(wanted.name)
                }
                Err(error) => return Err(unread(error)),
            };
            if is_it {
                return Ok(Some(published(post, ChannelKind::Forum)));
            }
        }
        Ok(None)
    }

    /// Pins a post. A forum has one pin: where an older one of ours still holds it, that one makes room.
    pub(super) async fn pin_in_forum(
        &self,
        community: &CommunityId,
        forum: ChannelId,
        post: ChannelId,
    ) -> Result<Receipt, Failure> {
        const PIN_TAKEN: u32 = 30_047;
        match self.set_pin(post, true).await {
            Err(RestError::Refused { code: Some(PIN_TAKEN), .. }) => {}
            pinned => return pinned.map(|()| Receipt::Done).map_err(changed),
        }
        let guild_id: GuildId = id(&community.local())?;
        let me = self.me().await.map_err(again)?.to_string();
        let active =
            self.rest.call(Call::get(Route::GuildThreadsActive { guild_id })).await.map_err(again)?;
        for thread in active["threads"].as_array().into_iter().flatten() {
            let is_ours = thread["owner_id"].as_str() == Some(me.as_str())
                && thread["parent_id"].as_str() == Some(forum.to_string().as_str());
            if is_ours && thread["flags"].as_u64().is_some_and(|flags| flags & PINNED != 0) {
                self.set_pin(id(&thread["id"].as_str().unwrap_or_default())?, false)
                    .await
                    .map_err(changed)?;
            }
        }
        self.set_pin(post, true).await.map(|()| Receipt::Done).map_err(changed)
    }

    /// Takes a post's pin away; what is gone has none.
    pub(super) async fn unpin_in_forum(&self, post: ChannelId) -> Result<Receipt, Failure> {
        match self.set_pin(post, false).await {
            Ok(()) | Err(RestError::Refused { status: 404, .. }) => Ok(Receipt::Done),
            Err(error) => Err(changed(error)),
        }
    }

    /// Sets or clears the pin among a post's flags. An archived post takes no change unless it comes back with it.
    async fn set_pin(&self, post: ChannelId, pin: bool) -> Result<(), RestError> {
        let found = self.rest.call(Call::get(Route::Channel { channel_id: post })).await?;
        let flags = found["flags"].as_u64().unwrap_or(0);
        let wanted = if pin { flags | PINNED } else { flags & !PINNED };
        if flags == wanted {
            return Ok(());
        }
        let mut body = json!({ "flags": wanted });
        if found["thread_metadata"]["archived"] == true {
            body["archived"] = json!(false);
        }
        self.rest.call(Call::patch(Route::Channel { channel_id: post }, &body)).await.map(|_| ())
    }
}

/// When a thread was archived, as Discord writes it.
fn put_away(thread: &Value) -> Option<&str> {
    thread["thread_metadata"]["archive_timestamp"].as_str()
}

/// What an error of a look means: without leave to read history nobody can be sure.
fn unread(error: RestError) -> Failure {
    const NO_LEAVE: u32 = 50_013;
    if matches!(error, RestError::Refused { code: Some(NO_LEAVE), .. }) {
        return Failure::Uncertain;
    }
    again(error)
}

/// What an error of a change to a post means: one that was archived just now is changed once it is read again.
fn changed(error: RestError) -> Failure {
    const ARCHIVED: u32 = 50_083;
    if matches!(error, RestError::Refused { code: Some(ARCHIVED), .. }) {
        return Failure::RetryAfter(UNREACHED);
    }
    again(error)
}

/// The tags that fit, in the order of the labels; where one is required and none fits, the first.
fn choose(tags: &[TagFacts], labels: &[String], requires_tag: bool) -> Vec<u64> {
    let mut chosen: Vec<u64> = Vec::new();
    for label in labels {
        let wanted = essence(label);
        let fits = tags.iter().find(|tag| !wanted.is_empty() && essence(&tag.name) == wanted);
        chosen.extend(fits.map(|tag| tag.id).filter(|id| !chosen.contains(id)));
    }
    if chosen.is_empty() && requires_tag {
        chosen.extend(tags.first().map(|tag| tag.id));
    }
    chosen.truncate(TAGS);
    chosen
}

/// A name without what people vary: `🐳 CI/CD` and `ci-cd` are the same.
fn essence(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
