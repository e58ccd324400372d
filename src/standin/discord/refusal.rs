//! Discord's ways of saying no: status, code, sentence. It must not decide who hears them.

use serde_json::{Value, json};

/// An answer in the negative, as the REST face sends it.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: u32,
    pub(super) message: &'static str,
    pub(super) errors: Option<Value>,
}

/// What a rule answers.
pub(super) type Outcome<T> = Result<T, Refusal>;

const fn no(status: u16, code: u32, message: &'static str) -> Refusal {
    Refusal { status, code, message, errors: None }
}

pub(super) const UNAUTHORIZED: Refusal = no(401, 0, "401: Unauthorized");
pub(super) const NOT_FOUND: Refusal = no(404, 0, "404: Not Found");
pub(super) const BAD_JSON: Refusal = no(400, 50109, "The request body contains invalid JSON.");
pub(super) const UNKNOWN_APPLICATION: Refusal = no(404, 10002, "Unknown Application");
pub(super) const UNKNOWN_CHANNEL: Refusal = no(404, 10003, "Unknown Channel");
pub(super) const UNKNOWN_GUILD: Refusal = no(404, 10004, "Unknown Guild");
pub(super) const UNKNOWN_MEMBER: Refusal = no(404, 10007, "Unknown Member");
pub(super) const UNKNOWN_MESSAGE: Refusal = no(404, 10008, "Unknown Message");
pub(super) const UNKNOWN_USER: Refusal = no(404, 10013, "Unknown User");
pub(super) const UNKNOWN_EMOJI: Refusal = no(400, 10014, "Unknown Emoji");
pub(super) const UNKNOWN_WEBHOOK: Refusal = no(404, 10015, "Unknown Webhook");
pub(super) const UNKNOWN_INTERACTION: Refusal = no(404, 10062, "Unknown interaction");
pub(super) const UNKNOWN_COMMAND: Refusal = no(404, 10063, "Unknown application command");
pub(super) const TOO_MANY_PINS: Refusal =
    no(400, 30003, "Maximum number of pins reached for the channel (250)");
pub(super) const TOO_MANY_REACTIONS: Refusal = no(400, 30010, "Maximum number of reactions reached (20)");
pub(super) const UNKNOWN_TAG: Refusal = no(404, 10087, "Unknown tag");
pub(super) const PIN_TAKEN: Refusal =
    no(400, 30047, "Maximum number of pinned threads in a forum channel has been reached.");
pub(super) const ALREADY_CROSSPOSTED: Refusal = no(400, 40033, "This message has already been crossposted.");
pub(super) const DIRECT_IN_FORUM: Refusal = no(400, 40058, "Cannot send a message in a forum channel");
pub(super) const NO_TAG_FOR_ALL: Refusal =
    no(400, 40066, "There are no tags available that can be set by non-moderators");
pub(super) const TAG_REQUIRED: Refusal =
    no(400, 40067, "A tag is required to create a forum post in this channel");
pub(super) const ALREADY_ACKNOWLEDGED: Refusal = no(400, 40060, "Interaction has already been acknowledged.");
pub(super) const MISSING_ACCESS: Refusal = no(403, 50001, "Missing Access");
pub(super) const WRONG_CHANNEL_TYPE: Refusal = no(400, 50024, "Cannot execute action on this channel type");
pub(super) const NOT_THE_AUTHOR: Refusal = no(403, 50005, "Cannot edit a message authored by another user");
pub(super) const EMPTY_MESSAGE: Refusal = no(400, 50006, "Cannot send an empty message");
pub(super) const CANNOT_DIRECT: Refusal = no(403, 50007, "Cannot send messages to this user");
pub(super) const NOT_A_TEXT_CHANNEL: Refusal = no(400, 50008, "Cannot send messages in a non-text channel");
pub(super) const MISSING_PERMISSIONS: Refusal = no(403, 50013, "Missing Permissions");
pub(super) const SYSTEM_MESSAGE: Refusal = no(403, 50021, "Cannot execute action on a system message");
pub(super) const INVALID_WEBHOOK_TOKEN: Refusal = no(401, 50027, "Invalid Webhook Token");
pub(super) const THREAD_ARCHIVED: Refusal = no(400, 50083, "Thread is archived");
pub(super) const THREAD_EXISTS: Refusal =
    no(400, 160004, "A thread has already been created for this message");
pub(super) const TOO_MANY_THREADS: Refusal = no(400, 160006, "Maximum number of active threads reached");
pub(super) const THREAD_LOCKED: Refusal = no(400, 160005, "This thread is locked");

/// 50035 with the place of the mistake, as in `content` or `embeds.0.title`.
pub(super) fn form(place: &str, code: &str, message: &str) -> Refusal {
    let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
    for part in place.rsplit('.').filter(|part| !part.is_empty()) {
        errors = json!({ part: errors });
    }
    Refusal { status: 400, code: 50035, message: "Invalid Form Body", errors: Some(errors) }
}

/// 50035 for a text that is too long.
pub(super) fn too_long(place: &str, most: usize) -> Refusal {
    form(place, "BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length."))
}

/// 50035 for a text or a list whose length is outside its bounds.
pub(super) fn bad_length(place: &str, least: usize, most: usize) -> Refusal {
    form(place, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."))
}

/// 50035 for something that must be there.
pub(super) fn required(place: &str) -> Refusal {
    form(place, "BASE_TYPE_REQUIRED", "This field is required")
}

/// 50035 for a value outside its choices.
pub(super) fn bad_choice(place: &str, choices: &str) -> Refusal {
    form(place, "BASE_TYPE_CHOICES", &format!("Value must be one of {choices}."))
}

impl Refusal {
    /// The body that goes with the status.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}
