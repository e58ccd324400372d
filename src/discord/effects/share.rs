//! Private answers in their thread: posted once, known again by their button, and taken away.

use serenity::http::Route;
use serenity::model::id::{ChannelId, MessageId};

use super::super::render::shared_answer;
use super::super::rest::{Call, RestError};
use super::look::Found;
use super::{Effects, UNKNOWN_MESSAGE, failure, id, other, unless_gone};
use crate::domain::{CommunityId, Day, MemberId};
use crate::effect::{Effect, Receipt};
use crate::event::Refusal;
use crate::pump::Failure;
use crate::view::{Press, PrivatePress};

/// How much older a message may look than the moment it was called for: clocks differ.
const APART: chrono::Duration = chrono::Duration::minutes(10);

impl Effects {
    /// Posts a private answer, unless it stands there already.
    pub(super) async fn share(&self, effect: &Effect, look: bool) -> Result<Receipt, Failure> {
        let Effect::ShareAnswer { thread, community, day, member, text, at, not_after, language } = effect
        else {
            return Err(other("not a private answer"));
        };
        let thread: ChannelId = id(thread)?;
        let button = button((community, Day(*day), member));
        if look {
            match self.search(community, thread, *at - APART, &button.id()).await? {
                Found::There(found) => return Ok(Receipt::Shared(found.to_string().into())),
                Found::Nowhere => {}
                Found::TooFar => return Err(Failure::Uncertain),
            }
        }
        if self.pump.now() > *not_after {
            return Err(Failure::Refused(Refusal::Stale));
        }
        let shown = shared_answer(member, text, &button, (*language).into());
        // It may be shared, taken away and shared again within the minutes in which Discord knows a nonce.
        let about = format!("share/{thread}/{member}/{}", at.timestamp_millis());
        match self.post(thread, &shown, &about).await {
            // It was posted, and a moderator deleted it.
            Err(RestError::Refused { code: Some(UNKNOWN_MESSAGE), .. }) => {
                Err(Failure::Refused(Refusal::Stale))
            }
            Ok(posted) => {
                let message = posted["id"].as_str().map(Into::into);
                message.map(Receipt::Shared).ok_or(Failure::Unknown)
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Deletes it; without its id it is looked for, since it may stand there all the same.
    pub(super) async fn unshare(&self, effect: &Effect) -> Result<Receipt, Failure> {
        let Effect::UnshareAnswer { thread, community, day, member, message, since } = effect else {
            return Err(other("not a private answer"));
        };
        let channel_id: ChannelId = id(thread)?;
        let message_id: MessageId = match message {
            Some(message) => id(message)?,
            None => {
                let button = button((community, Day(*day), member)).id();
                match self.search(community, channel_id, *since - APART, &button).await? {
                    Found::There(found) => found,
                    Found::Nowhere | Found::TooFar => return Ok(Receipt::Done),
                }
            }
        };
        unless_gone(self.rest.call(Call::delete(Route::ChannelMessage { channel_id, message_id })).await)
    }
}

fn button((community, day, member): (&CommunityId, Day, &MemberId)) -> Press {
    Press::Private(community.clone(), day, PrivatePress::Unshare(member.clone()))
}
