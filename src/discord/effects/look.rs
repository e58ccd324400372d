//! Looking into channels: for a post that may already stand there, known by the bot's own button, and for answers.

use chrono::{DateTime, Days, NaiveTime, Utc};
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::super::events::{is_answer, made_at};
use super::super::facts::{READ_MESSAGE_HISTORY, channel_facts};
use super::super::rest::Call;
use super::{Effects, again, id, other, own_button, published};
use crate::domain::CommunityId;
use crate::effect::{Effect, Receipt, Seen};
use crate::pump::Failure;
use crate::view::QuestionPost;

/// Messages asked for at once, which is the most Discord gives.
const PAGE: usize = 100;
/// A channel in which more was said in a day cannot be searched for its question: then nothing is sent.
const PAGES: usize = 10;

/// What a search came to.
pub(super) enum Found {
    /// It stands there.
    There(MessageId),
    /// It certainly does not.
    Nowhere,
    /// It is not among the latest thousand messages.
    TooFar,
}

impl Effects {
    /// The post, if it stands in the channel. `None` is certain: whoever gets it may send.
    pub(super) async fn find_post(
        &self,
        community: &CommunityId,
        effect: &Effect,
        post: &QuestionPost,
    ) -> Result<Option<Receipt>, Failure> {
        let Effect::PublishQuestion { channel, channel_kind, .. } = effect else {
            return Err(other("not a question"));
        };
        let found = self.search(community, id(channel)?, earliest(post), &own_button(post)).await?;
        match found {
            Found::There(message) => Ok(Some(published(message, *channel_kind))),
            Found::Nowhere => Ok(None),
            Found::TooFar => Err(Failure::Uncertain),
        }
    }

    /// Looks for the bot's own message with a button among those of a channel or thread since `earliest`.
    pub(super) async fn search(
        &self,
        community: &CommunityId,
        channel: ChannelId,
        earliest: DateTime<Utc>,
        button: &str,
    ) -> Result<Found, Failure> {
        let me = self.me().await.map_err(again)?;
        let mut before: Option<MessageId> = None;
        for _ in 0..PAGES {
            let page = self.page(page_before(channel, before)).await?;
            if let Some(found) = page.iter().find_map(|message| ours(message, me, button)) {
                return Ok(Found::There(found));
            }
            let oldest = page.iter().filter_map(id_of).min();
            if page.is_empty() && before.is_none() {
                return self.is_truly_empty(community, channel, me).await.map(|()| Found::Nowhere);
            }
            let reaches_back = oldest.is_some_and(|oldest| made_at(oldest.get()) < earliest);
            if page.len() < PAGE || reaches_back {
                return Ok(Found::Nowhere);
            }
            before = oldest;
        }
        Ok(Found::TooFar)
    }

    /// One page of a thread, newest first, for the core to compare with what it noted.
    pub(super) async fn read_thread(
        &self,
        community: &CommunityId,
        thread: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Receipt, Failure> {
        let page = self.page(page_before(thread, before).background()).await?;
        if page.is_empty() {
            // Nothing may be taken for deleted because it may not be read.
            let me = self.me().await.map_err(again)?;
            self.is_truly_empty(community, thread, me).await?;
        }
        let oldest = page.iter().filter_map(id_of).min().filter(|_| page.len() >= PAGE);
        Ok(Receipt::ThreadRead {
            before: before.map(|before| before.to_string().into()),
            answers: page.iter().filter_map(answer).collect(),
            back_to: oldest.map(|oldest| (oldest.to_string().into(), made_at(oldest.get()))),
        })
    }

    async fn page(&self, call: Call<'_>) -> Result<Vec<Value>, Failure> {
        let answer = self.rest.call(call).await.map_err(again)?;
        let Value::Array(messages) = answer else { return Err(Failure::Uncertain) };
        Ok(messages)
    }

    /// Without permission to read history Discord gives an empty list instead of an error.
    async fn is_truly_empty(
        &self,
        community: &CommunityId,
        channel: ChannelId,
        me: UserId,
    ) -> Result<(), Failure> {
        let guild: GuildId = id(&community.local())?;
        let facts = channel_facts(&self.rest, guild, channel, me).await.map_err(again)?;
        if facts.allows(READ_MESSAGE_HISTORY) { Ok(()) } else { Err(Failure::Uncertain) }
    }
}

/// Asks for the newest messages of a channel or thread, or for those before one.
fn page_before(channel: ChannelId, before: Option<MessageId>) -> Call<'static> {
    let call = Call::get(Route::ChannelMessages { channel_id: channel }).param("limit", PAGE);
    match before {
        Some(before) => call.param("before", before),
        None => call,
    }
}

/// A message of a thread, if it is an answer.
fn answer(message: &Value) -> Option<Seen> {
    let is_machine = message["author"]["bot"] == true || message["webhook_id"].is_string();
    is_answer(message["type"].as_u64()?, is_machine).then_some(())?;
    let id = id_of(message)?;
    Some(Seen {
        author: message["author"]["id"].as_str()?.into(),
        at: made_at(id.get()),
        id: id.to_string().into(),
    })
}

/// No post of a community day is older than the first place on earth to reach that date.
pub(super) fn earliest(post: &QuestionPost) -> DateTime<Utc> {
    let day_before = post.day.checked_sub_days(Days::new(1)).unwrap_or(post.day);
    day_before.and_time(NaiveTime::MIN).and_utc()
}

fn id_of(message: &Value) -> Option<MessageId> {
    message["id"].as_str()?.parse().ok()
}

/// The message's id, when the bot wrote it and it carries the button.
pub(super) fn ours(message: &Value, me: UserId, button: &str) -> Option<MessageId> {
    let is_mine = message["author"]["id"].as_str() == Some(me.to_string().as_str());
    let rows = message["components"].as_array().into_iter().flatten();
    let mut parts = rows.filter_map(|row| row["components"].as_array()).flatten();
    let has_button = parts.any(|part| part["custom_id"].as_str() == Some(button));
    if is_mine && has_button { id_of(message) } else { None }
}

#[cfg(test)]
mod tests;
