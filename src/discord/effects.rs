//! What the core owes the world, carried out on Discord.
//!
//! What comes of a call, by Discord's codes:
//! - 50001 and 50013 (no access, no permission), 160006 and 160007 (too many open threads), 30047 (someone else's pin),
//!   10087, 40066 and 40067 (a forum's tags): something organisers can mend, so [`Refusal::Forbidden`].
//! - 10003 and 10004 (channel or server unknown), 10008 (a message that a moderator deleted): [`Refusal::PlaceGone`].
//! - 50007 (no private messages) and the rest: [`Refusal::Other`].
//! - 10007 and 10013 (member or user unknown): the person is gone.
//!
//! It must not send what may have been sent before without looking, and must not decide what follows from a failure.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tokio::sync::OnceCell;

use super::events::made_at;
use super::render::{Calls, Shown, congratulation, organiser_news, question_post};
use super::rest::{Call, Rest, RestError};
use crate::domain::{CommunityId, Day, MemberId};
use crate::effect::{ChannelKind, Effect, News, Receipt};
use crate::event::Refusal;
use crate::pump::{Failure, Pump};
use crate::view::{Press, QuestionPost};
use crate::words::Words;

mod forum;
mod look;
mod reveal;
mod share;

/// A week: the longest Discord keeps a quiet thread in its lists.
const ARCHIVE_MINUTES: u32 = 10_080;
/// ✅, as a path spells it.
const TICK: &str = "%E2%9C%85";
/// After Discord could not be reached.
const UNREACHED: Duration = Duration::from_secs(10);
/// After Discord refused the token: only a restart helps, and `Discord::run` ends.
const BAD_TOKEN: Duration = Duration::from_secs(300);
/// After its day, a post that nobody may look for is waited for no longer than this.
const LET_GO: chrono::Duration = chrono::Duration::days(1);
/// Discord's code for a message that is not there.
const UNKNOWN_MESSAGE: u32 = 10_008;

/// The hands that reach out to Discord.
pub(super) struct Effects {
    pub(super) rest: Rest,
    pub(super) pump: Pump,
    /// The bot's own account, asked for once.
    pub(super) me: OnceCell<UserId>,
}

impl Effects {
    /// Carries an effect out.
    pub(super) async fn perform(
        &self,
        community: &CommunityId,
        effect: &Effect,
        look: bool,
    ) -> Result<Receipt, Failure> {
        match effect {
            Effect::PublishQuestion { post, .. } => {
                if look && let Some(found) = self.look(community, effect, post).await? {
                    return Ok(found);
                }
                self.publish(community, effect, post).await
            }
            Effect::OpenThread { channel, message, name } => {
                self.open_thread(id(channel)?, id(message)?, name).await
            }
            Effect::CrosspostQuestion { channel, message, not_after } => {
                if self.pump.now() > *not_after {
                    return Err(Failure::Refused(Refusal::Stale));
                }
                self.crosspost(id(channel)?, id(message)?).await
            }
            Effect::PinQuestion { channel, channel_kind: ChannelKind::Forum, message } => {
                self.pin_in_forum(community, id(channel)?, id(message)?).await
            }
            Effect::UnpinQuestion { channel_kind: ChannelKind::Forum, message, .. } => {
                self.unpin_in_forum(id(message)?).await
            }
            Effect::PinQuestion { channel, message, .. } => {
                let pin = Route::ChannelPin { channel_id: id(channel)?, message_id: id(message)? };
                self.done(Call::put(pin)).await
            }
            Effect::UnpinQuestion { channel, message, .. } => {
                let pin = Route::ChannelPin { channel_id: id(channel)?, message_id: id(message)? };
                unless_gone(self.rest.call(Call::delete(pin)).await)
            }
            Effect::MarkAnswer { thread, message, not_after } => {
                if self.pump.now() > *not_after {
                    return Err(Failure::Refused(Refusal::Stale));
                }
                let (channel_id, message_id) = (id(thread)?, id(message)?);
                let reaction = Route::ChannelMessageReactionMe { channel_id, message_id, reaction: TICK };
                self.done(Call::put(reaction).background()).await
            }
            Effect::Congratulate { thread, member, length, language } => {
                let shown = congratulation(member, *length, (*language).into());
                let about = format!("congratulate/{thread}/{member}/{length}");
                self.post(id(thread)?, &shown, &about).await.map(|_| Receipt::Done).map_err(failure)
            }
            Effect::RevealAnswer { .. } => self.reveal(community, effect, look).await,
            Effect::ShareAnswer { .. } => self.share(effect, look).await,
            Effect::UnshareAnswer { .. } => self.unshare(effect).await,
            Effect::TellOrganiser { member, community, news, language } => {
                self.tell((member, (*language).into()), community, news).await
            }
            Effect::CheckMember { community, member } => self.check_member(community, member).await,
            Effect::CompareThread { thread, before, not_after, .. } => {
                if self.pump.now() > *not_after {
                    return Err(Failure::Refused(Refusal::Stale));
                }
                let before = before.as_ref().map(id).transpose()?;
                self.read_thread(community, id(thread)?, before).await
            }
        }
    }

    /// The bot's own account.
    pub(super) async fn me(&self) -> Result<UserId, RestError> {
        let ask = async || {
            let me = self.rest.call(Call::get(Route::UserMe)).await?;
            let unreadable = || RestError::Unknown { why: "the bot's own account has no id".to_owned() };
            me["id"].as_str().and_then(|id| id.parse().ok()).ok_or_else(unreadable)
        };
        self.me.get_or_try_init(ask).await.copied()
    }

    /// Looks for the post. What could not be looked for until a day after its own is let go with it.
    async fn look(
        &self,
        community: &CommunityId,
        effect: &Effect,
        post: &QuestionPost,
    ) -> Result<Option<Receipt>, Failure> {
        let Effect::PublishQuestion { channel, channel_kind, not_after, .. } = effect else {
            return Err(other("not a question"));
        };
        let found = match channel_kind {
            ChannelKind::Forum => self.find_in_forum(community, id(channel)?, post).await,
            ChannelKind::Text | ChannelKind::Announcement => self.find_post(community, effect, post).await,
        };
        match found {
            Err(_) if self.pump.now() > *not_after + LET_GO => Err(Failure::Refused(Refusal::Stale)),
            found => found,
        }
    }

    async fn publish(
        &self,
        community: &CommunityId,
        effect: &Effect,
        post: &QuestionPost,
    ) -> Result<Receipt, Failure> {
        let Effect::PublishQuestion { channel, channel_kind, role, not_after, .. } = effect else {
            return Err(other("not a question"));
        };
        if self.pump.now() > *not_after {
            return Err(Failure::Refused(Refusal::Stale));
        }
        let mut shown = question_post(post);
        if let Some(role) = role {
            shown.content = format!("<@&{role}>");
            shown.calls = Calls::Role(role.as_str().to_owned());
        }
        if *channel_kind == ChannelKind::Forum {
            return self.post_in_forum(community, id(channel)?, post, &shown).await;
        }
        let posted = match self.post(id(channel)?, &shown, &own_button(post)).await {
            // Discord knows the nonce, but not the message any more: it was posted, and a moderator deleted it.
            Err(RestError::Refused { code: Some(UNKNOWN_MESSAGE), .. }) => {
                return Err(Failure::Refused(Refusal::Stale));
            }
            posted => posted.map_err(failure)?,
        };
        let message = posted["id"].as_str().and_then(|id| id.parse().ok());
        message.map(|message| published(message, *channel_kind)).ok_or(Failure::Unknown)
    }

    /// Publishes a message to those who follow its channel; Discord says so when that was done before.
    async fn crosspost(&self, channel_id: ChannelId, message_id: MessageId) -> Result<Receipt, Failure> {
        const ALREADY_DONE: u32 = 40_033;
        let route = Route::ChannelMessageCrosspost { channel_id, message_id };
        match self.rest.call(Call::new(LightMethod::Post, route).background()).await {
            Ok(_) | Err(RestError::Refused { code: Some(ALREADY_DONE), .. }) => Ok(Receipt::Done),
            Err(error) => Err(again(error)),
        }
    }

    /// Posts with a nonce, by which Discord knows a repetition for a few minutes. `about` names the message for ever.
    async fn post(&self, channel: ChannelId, shown: &Shown, about: &str) -> Result<Value, RestError> {
        let mut body = shown.json();
        body["nonce"] = json!(nonce(about));
        body["enforce_nonce"] = json!(true);
        self.rest.call(Call::post(Route::ChannelMessages { channel_id: channel }, &body)).await
    }

    async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<Receipt, Failure> {
        const ALREADY_THERE: u32 = 160_004;
        let name: String = name.chars().take(100).collect();
        let body = json!({ "name": name, "auto_archive_duration": ARCHIVE_MINUTES });
        let route = Route::ChannelMessageThreads { channel_id: channel, message_id: message };
        match self.rest.call(Call::post(route, &body)).await {
            // A message has one thread at most, and its id is the message's: whoever opened it, it is the one.
            Ok(_) | Err(RestError::Refused { code: Some(ALREADY_THERE), .. }) => Ok(Receipt::Done),
            Err(error) => Err(failure(error)),
        }
    }

    async fn tell(
        &self,
        (member, words): (&MemberId, Words),
        community: &CommunityId,
        news: &News,
    ) -> Result<Receipt, Failure> {
        let guild = Route::Guild { guild_id: id(&community.local())? };
        // The server's name is a courtesy: without it the news goes out all the same.
        let name = self.rest.call(Call::get(guild)).await.ok();
        let name = name.and_then(|guild| guild["name"].as_str().map(str::to_owned));
        let name = name.unwrap_or_else(|| words.news_server());
        let body = json!({ "recipient_id": member.as_str() });
        let opened = self.rest.call(Call::post(Route::UserMeDmChannels, &body)).await.map_err(again)?;
        let channel = opened["id"].as_str().and_then(|id| id.parse().ok()).ok_or(Failure::Unknown)?;
        let about = format!("news/{community}/{member}/{}{}", news.kind(), news.subject());
        let shown = organiser_news(news, &name, words);
        self.post(channel, &shown, &about).await.map(|_| Receipt::Done).map_err(failure)
    }

    async fn check_member(&self, community: &CommunityId, member: &MemberId) -> Result<Receipt, Failure> {
        const MEMBER_UNKNOWN: [Option<u32>; 2] = [Some(10_007), Some(10_013)];
        let guild_id: GuildId = id(&community.local())?;
        let route = Route::GuildMember { guild_id, user_id: id(member)? };
        match self.rest.call(Call::get(route).background()).await {
            Ok(_) => Ok(Receipt::MemberIs { present: true }),
            Err(RestError::Refused { code, .. }) if MEMBER_UNKNOWN.contains(&code) => {
                Ok(Receipt::MemberIs { present: false })
            }
            Err(error) => Err(again(error)),
        }
    }

    async fn done(&self, call: Call<'_>) -> Result<Receipt, Failure> {
        // Doing these twice is doing them once: what may have happened is simply done again.
        self.rest.call(call).await.map(|_| Receipt::Done).map_err(again)
    }
}

/// What is gone need not be taken away.
fn unless_gone(answer: Result<Value, RestError>) -> Result<Receipt, Failure> {
    match answer {
        Ok(_) | Err(RestError::Refused { status: 404, .. }) => Ok(Receipt::Done),
        Err(error) => Err(again(error)),
    }
}

/// The id of the button by which the post of a community and day is known for ever.
fn own_button(post: &QuestionPost) -> String {
    Press::MyStreak(post.community.clone(), Day(post.day)).id()
}

/// The receipt of a post; its thread has, or will have, the same id.
fn published(message: MessageId, kind: ChannelKind) -> Receipt {
    let text = message.to_string();
    Receipt::Published { message: text.clone().into(), thread: text.into(), at: made_at(message.get()), kind }
}

/// FNV-1a, written out so that it never changes with a library; 17 of the 25 characters allowed.
fn nonce(about: &str) -> String {
    let hash = about.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("q{hash:016x}")
}

/// One of our ids as Discord's; ids of another platform never come here.
fn id<T: std::str::FromStr>(id: &impl ToString) -> Result<T, Failure> {
    id.to_string().parse().map_err(|_| other("that is not an id of Discord's"))
}

fn other(why: &str) -> Failure {
    Failure::Refused(Refusal::Other(why.to_owned()))
}

/// What an error means for something that must not be done twice.
fn failure(error: RestError) -> Failure {
    match error {
        RestError::Unknown { .. } => Failure::Unknown,
        RestError::RateLimited { retry_after } => Failure::RetryAfter(retry_after),
        RestError::Unsent { .. } => Failure::RetryAfter(UNREACHED),
        RestError::Unauthorized => Failure::RetryAfter(BAD_TOKEN),
        RestError::Refused { status, code, message } => Failure::Refused(refusal(status, code, message)),
    }
}

/// What an error means for a question, or for an act that may be repeated.
fn again(error: RestError) -> Failure {
    match error {
        RestError::Unknown { .. } => Failure::RetryAfter(UNREACHED),
        RestError::RateLimited { .. }
        | RestError::Unsent { .. }
        | RestError::Unauthorized
        | RestError::Refused { .. } => failure(error),
    }
}

fn refusal(status: u16, code: Option<u32>, message: String) -> Refusal {
    match (code, status) {
        (Some(10_087 | 30_047 | 40_066 | 40_067 | 50_001 | 50_013 | 160_006 | 160_007), _) | (None, 403) => {
            Refusal::Forbidden(message)
        }
        (Some(10_003 | 10_004 | 10_008), _) => Refusal::PlaceGone(message),
        (Some(10_007 | 10_013), _) => Refusal::MemberGone,
        (Some(_) | None, _) => Refusal::Other(message),
    }
}

#[cfg(test)]
mod tests;
