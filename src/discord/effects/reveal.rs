//! The reveal: the answer to a question in its thread, known again by its button.

use serenity::model::id::MessageId;

use super::super::events::made_at;
use super::super::render;
use super::super::rest::RestError;
use super::look::Found;
use super::{Effects, UNKNOWN_MESSAGE, failure, id, other};
use crate::domain::{CommunityId, Day};
use crate::effect::{Effect, Receipt};
use crate::event::Refusal;
use crate::pump::Failure;
use crate::view::Press;
use crate::words::Words;

impl Effects {
    /// Shows what a strong answer covers. A thread that was archived comes back with it.
    pub(super) async fn reveal(
        &self,
        community: &CommunityId,
        effect: &Effect,
        look: bool,
    ) -> Result<Receipt, Failure> {
        let Effect::RevealAnswer { thread, since, not_after, post } = effect else {
            return Err(other("not an answer"));
        };
        if self.pump.now() > *not_after {
            return Err(Failure::Refused(Refusal::Stale));
        }
        let button = Press::AskScore(post.community.clone(), Day(post.day)).id();
        if look {
            match self.search(community, id(thread)?, *since, &button).await {
                Ok(Found::There(message)) => return Ok(revealed(message)),
                // One that was sent in an attempt just now is among the latest thousand.
                Ok(Found::Nowhere | Found::TooFar) => {}
                // Nobody waits for the day to be over, as with a question: organisers are told what is missing.
                Err(Failure::Uncertain) => {
                    let why = Words::from(post.language).permission_read_history();
                    return Err(Failure::Refused(Refusal::Forbidden(why)));
                }
                Err(failure) => return Err(failure),
            }
        }
        let posted = match self.post(id(thread)?, &render::reveal(post), &button).await {
            // Discord knows the nonce, but not the message any more: a moderator deleted it.
            Err(RestError::Refused { code: Some(UNKNOWN_MESSAGE), .. }) => {
                return Err(Failure::Refused(Refusal::Stale));
            }
            posted => posted.map_err(failure)?,
        };
        let message = posted["id"].as_str().and_then(|id| id.parse().ok());
        message.map(revealed).ok_or(Failure::Unknown)
    }
}

fn revealed(message: MessageId) -> Receipt {
    Receipt::Revealed { message: message.to_string().into(), at: made_at(message.get()) }
}
