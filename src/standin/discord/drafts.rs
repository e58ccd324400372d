//! What a message may consist of: reads and checks bodies, as Discord's form validation does. It must not know who sends.

use serde_json::{Value, json};

use super::components::read_components;
use super::refusal::{EMPTY_MESSAGE, Outcome, bad_choice, bad_length, form, required, too_long};

/// The flag that makes a message private to one person.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// The flag of a deferred answer.
pub(super) const LOADING: u64 = 1 << 7;
/// The flag of a message made of components only.
const COMPONENTS_V2: u64 = 1 << 15;
/// The flags a sender may set: SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2.
const SETTABLE: u64 = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2;

/// A file that came with a request.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) index: String,
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) bytes: axum::body::Bytes,
}

/// Whom a text may ping.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowed {
    pub(super) everyone: bool,
    pub(super) all_users: bool,
    pub(super) all_roles: bool,
    pub(super) users: Vec<u64>,
    pub(super) roles: Vec<u64>,
    pub(super) replied_user: bool,
}

impl Allowed {
    /// What applies when the sender says nothing.
    pub(super) const fn anyone() -> Allowed {
        Allowed {
            everyone: true,
            all_users: true,
            all_roles: true,
            users: Vec::new(),
            roles: Vec::new(),
            replied_user: true,
        }
    }

    /// What applies to interaction answers when the sender says nothing.
    pub(super) fn users_only() -> Allowed {
        Allowed { everyone: false, all_roles: false, ..Allowed::anyone() }
    }
}

/// A message to be, or the parts of one to change; none means "not said".
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) content: Option<String>,
    pub(super) embeds: Option<Vec<Value>>,
    pub(super) components: Option<Vec<Value>>,
    /// Attachments of the message that stay, when said.
    pub(super) keep: Option<Vec<u64>>,
    pub(super) uploads: Vec<Upload>,
    pub(super) descriptions: Vec<(String, String)>,
    pub(super) flags: u64,
    pub(super) allowed: Option<Allowed>,
    pub(super) nonce: Option<Value>,
    pub(super) enforce_nonce: bool,
    pub(super) reference: Option<u64>,
}

impl Draft {
    /// Reads a body; the answer is well-formed but may still be empty.
    pub(super) fn read(body: &Value, uploads: &[Upload]) -> Outcome<Draft> {
        if !body.is_object() {
            return Err(form("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"));
        }
        let flags = read_flags(body)?;
        let draft = Draft {
            content: read_content(body)?,
            embeds: read_embeds(body)?,
            components: read_components(body.get("components"), flags & COMPONENTS_V2 != 0)?,
            keep: read_kept(body)?,
            uploads: uploads.to_vec(),
            descriptions: read_descriptions(body),
            flags,
            allowed: read_allowed(body)?,
            nonce: read_nonce(body)?,
            enforce_nonce: body["enforce_nonce"].as_bool().unwrap_or(false),
            reference: read_reference(body)?,
        };
        if flags & COMPONENTS_V2 != 0 && (draft.has_content() || draft.has_embeds()) {
            let message =
                "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2";
            return Err(form("", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message));
        }
        Ok(draft)
    }

    /// Reads a body that must make a message.
    pub(super) fn read_whole(body: &Value, uploads: &[Upload]) -> Outcome<Draft> {
        let draft = Draft::read(body, uploads)?;
        let components = draft.components.as_ref().is_some_and(|rows| !rows.is_empty());
        if draft.has_content() || draft.has_embeds() || components || !draft.uploads.is_empty() {
            return Ok(draft);
        }
        Err(EMPTY_MESSAGE)
    }

    pub(super) fn has_embeds(&self) -> bool {
        self.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty())
    }

    fn has_content(&self) -> bool {
        self.content.as_ref().is_some_and(|content| !content.trim().is_empty())
    }
}

fn read_content(body: &Value) -> Outcome<Option<String>> {
    match body.get("content") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(String::new())),
        Some(Value::String(content)) if content.chars().count() > 2000 => Err(too_long("content", 2000)),
        Some(Value::String(content)) => Ok(Some(content.trim().to_owned())),
        Some(_) => Err(form("content", "STRING_TYPE_CONVERT", "Could not interpret as string.")),
    }
}

fn read_flags(body: &Value) -> Outcome<u64> {
    match body.get("flags") {
        None | Some(Value::Null) => Ok(0),
        Some(flags) => flags
            .as_u64()
            .map(|flags| flags & SETTABLE)
            .ok_or_else(|| form("flags", "NUMBER_TYPE_COERCE", "Value is not int.")),
    }
}

fn read_nonce(body: &Value) -> Outcome<Option<Value>> {
    match body.get("nonce") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(nonce)) if nonce.chars().count() > 25 => Err(too_long("nonce", 25)),
        Some(nonce @ (Value::String(_) | Value::Number(_))) => Ok(Some(nonce.clone())),
        Some(_) => Err(form("nonce", "NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")),
    }
}

fn read_reference(body: &Value) -> Outcome<Option<u64>> {
    let Some(reference) = body.get("message_reference").filter(|reference| !reference.is_null()) else {
        return Ok(None);
    };
    let Some(message) = id_of(&reference["message_id"]) else {
        return Err(required("message_reference.message_id"));
    };
    Ok(Some(message))
}

/// An id, written as text or as a number.
pub(super) fn id_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn read_ids(value: &Value, place: &str) -> Outcome<Vec<u64>> {
    let Some(list) = value.as_array() else { return Ok(Vec::new()) };
    if list.len() > 100 {
        return Err(bad_length(place, 0, 100));
    }
    let bad =
        |index: usize| form(&format!("{place}.{index}"), "NUMBER_TYPE_COERCE", "Value is not snowflake.");
    list.iter().enumerate().map(|(index, id)| id_of(id).ok_or_else(|| bad(index))).collect()
}

fn read_allowed(body: &Value) -> Outcome<Option<Allowed>> {
    let allowed = match body.get("allowed_mentions") {
        None | Some(Value::Null) => return Ok(None),
        Some(allowed) if !allowed.is_object() => {
            let message = "Only dictionaries may be used in a ModelType";
            return Err(form("allowed_mentions", "MODEL_TYPE_CONVERT", message));
        }
        Some(allowed) => allowed,
    };
    let parse: Vec<&str> =
        allowed["parse"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(index) = parse.iter().position(|kind| !["users", "roles", "everyone"].contains(kind)) {
        return Err(bad_choice(&format!("allowed_mentions.parse.{index}"), "('users', 'roles', 'everyone')"));
    }
    let users = read_ids(&allowed["users"], "allowed_mentions.users")?;
    let roles = read_ids(&allowed["roles"], "allowed_mentions.roles")?;
    for (kind, ids) in [("users", &users), ("roles", &roles)] {
        if parse.contains(&kind) && !ids.is_empty() {
            let message = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            return Err(form("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &message));
        }
    }
    Ok(Some(Allowed {
        everyone: parse.contains(&"everyone"),
        all_users: parse.contains(&"users"),
        all_roles: parse.contains(&"roles"),
        users,
        roles,
        replied_user: allowed["replied_user"].as_bool().unwrap_or(false),
    }))
}

fn read_kept(body: &Value) -> Outcome<Option<Vec<u64>>> {
    match body.get("attachments") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(Vec::new())),
        Some(Value::Array(list)) if list.len() > 10 => Err(bad_length("attachments", 0, 10)),
        Some(Value::Array(list)) => Ok(Some(list.iter().filter_map(|one| id_of(&one["id"])).collect())),
        Some(_) => Err(form("attachments", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")),
    }
}

fn read_descriptions(body: &Value) -> Vec<(String, String)> {
    let described = |one: &Value| {
        let index = id_of(&one["id"])?.to_string();
        Some((index, one["description"].as_str()?.to_owned()))
    };
    body["attachments"].as_array().into_iter().flatten().filter_map(described).collect()
}

fn read_embeds(body: &Value) -> Outcome<Option<Vec<Value>>> {
    let embeds = match body.get("embeds") {
        None => return Ok(None),
        Some(Value::Null) => return Ok(Some(Vec::new())),
        Some(Value::Array(embeds)) => embeds,
        Some(_) => {
            return Err(form("embeds", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
        }
    };
    if embeds.len() > 10 {
        return Err(bad_length("embeds", 0, 10));
    }
    let mut sum = 0;
    for (index, embed) in embeds.iter().enumerate() {
        sum += check_embed(embed, &format!("embeds.{index}"))?;
    }
    if sum > 6000 {
        let message = "Embed size exceeds maximum size of 6000";
        return Err(form("embeds", "MAX_EMBED_SIZE_EXCEEDED", message));
    }
    Ok(Some(embeds.iter().map(shown_embed).collect()))
}

fn check_text(value: &Value, place: &str, most: usize) -> Outcome<usize> {
    if value.is_null() {
        return Ok(0);
    }
    let wrong = || form(place, "STRING_TYPE_CONVERT", "Could not interpret as string.");
    let length = value.as_str().ok_or_else(wrong)?.chars().count();
    if length > most { Err(too_long(place, most)) } else { Ok(length) }
}

fn check_url(value: &Value, place: &str) -> Outcome<()> {
    let Some(url) = value.as_str() else { return Ok(()) };
    if ["http://", "https://", "attachment://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(());
    }
    Err(form(place, "URL_TYPE_INVALID_URL", "Not a well formed URL."))
}

/// Checks an embed and answers how many characters of the sum it takes.
fn check_embed(embed: &Value, place: &str) -> Outcome<usize> {
    let mut sum = check_text(&embed["title"], &format!("{place}.title"), 256)?
        + check_text(&embed["description"], &format!("{place}.description"), 4096)?
        + check_text(&embed["footer"]["text"], &format!("{place}.footer.text"), 2048)?
        + check_text(&embed["author"]["name"], &format!("{place}.author.name"), 256)?;
    check_url(&embed["url"], &format!("{place}.url"))?;
    for picture in ["image", "thumbnail"] {
        check_url(&embed[picture]["url"], &format!("{place}.{picture}.url"))?;
    }
    if embed
        .get("color")
        .is_some_and(|color| !color.is_null() && color.as_u64().is_none_or(|color| color > 0xff_ffff))
    {
        return Err(form(
            &format!("{place}.color"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 16777215.",
        ));
    }
    let fields = embed["fields"].as_array().map_or(&[][..], Vec::as_slice);
    if fields.len() > 25 {
        return Err(bad_length(&format!("{place}.fields"), 0, 25));
    }
    for (index, field) in fields.iter().enumerate() {
        for (part, most) in [("name", 256), ("value", 1024)] {
            let place = format!("{place}.fields.{index}.{part}");
            if field[part].as_str().is_none_or(|text| text.trim().is_empty()) {
                return Err(required(&place));
            }
            sum += check_text(&field[part], &place, most)?;
        }
    }
    let parts = ["title", "description", "fields", "image", "thumbnail", "footer", "author"];
    let empty = |part: &str| embed[part].is_null() || embed[part].as_array().is_some_and(Vec::is_empty);
    if parts.into_iter().all(empty) {
        return Err(required(&format!("{place}.description")));
    }
    Ok(sum)
}

/// An embed as Discord gives it back: its type is always "rich", and what was null is left out.
fn shown_embed(embed: &Value) -> Value {
    let mut shown = json!({ "type": "rich" });
    let known = [
        "title",
        "description",
        "url",
        "timestamp",
        "color",
        "footer",
        "image",
        "thumbnail",
        "author",
        "fields",
    ];
    for part in known {
        if let Some(value) = embed.get(part).filter(|value| !value.is_null()) {
            shown[part] = value.clone();
        }
    }
    for field in shown["fields"].as_array_mut().into_iter().flatten() {
        let inline = field["inline"].as_bool().unwrap_or(false);
        field["inline"] = json!(inline);
    }
    if let Some(shown) = shown.as_object_mut() {
        shown.retain(|_, value| !value.is_null());
    }
    shown
}
