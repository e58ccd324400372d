//! What the tables of keys say, as JSON Schema for editors.
//!
//! Plain words where there is a choice, since editors of TOML may know only old drafts. Dates have no kind of their own
//! in JSON, so that a date in quotes passes here and not the reader.

use serde_json::{Value, json};

use super::check::{ADDRESS, ANCHOR, SLUG};
use super::keys::{Form, Key, Kind, Need, PACK, QUESTION, TRANSLATION};

/// A text without control characters, in which something is not a space.
const LINE: &str =
    r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// The kinds of files there is a schema for.
pub const SCHEMAS: [&str; 3] = ["question", "translation", "pack"];

/// The JSON Schema of one of [`SCHEMAS`].
#[must_use]
pub fn schema(of: &str) -> Option<String> {
    let (title, keys) = match of {
        "question" => ("The front matter of a question", QUESTION),
        "translation" => ("The front matter of a question's translation", TRANSLATION),
        "pack" => ("The manifest of a pack of questions", PACK),
        _ => return None,
    };
    let mut schema = object(keys);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = title.into();
    Some(format!("{schema:#}\n"))
}

fn object(keys: &[Key]) -> Value {
    let (mut required, mut conditions) = (Vec::new(), Vec::new());
    for key in keys {
        match key.need {
            Need::Always => required.push(key.name),
            Need::Never => {}
            Need::With(other, words) => conditions.push(json!({
                "if": { "properties": { (other): { "enum": words } }, "required": [other] },
                "then": { "required": [key.name] },
            })),
        }
    }
    let properties: serde_json::Map<_, _> = keys.iter().map(|key| (key.name.to_owned(), said(key))).collect();
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if !conditions.is_empty() {
        object["allOf"] = conditions.into();
    }
    object
}

fn said(key: &Key) -> Value {
    let mut value = match key.kind {
        Kind::Text(form) => text(form),
        Kind::Texts(form, most) => {
            let mut list = json!({ "type": "array", "items": text(form) });
            if let Some(most) = most {
                list["maxItems"] = most.into();
            }
            list
        }
        Kind::OneOf(words) => json!({ "enum": words }),
        Kind::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Version(known) => json!({ "enum": [known] }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Table(keys) => object(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
    };
    value["description"] = format!("{}.", key.about).into();
    value
}

fn text(form: Form) -> Value {
    match form {
        Form::Line => json!({ "type": "string", "pattern": LINE }),
        Form::Short(most) => json!({ "type": "string", "pattern": LINE, "maxLength": most }),
        Form::Id | Form::OwnId => json!({ "type": "string", "pattern": SLUG }),
        Form::Address => json!({ "type": "string", "pattern": ADDRESS }),
        Form::Anchor => json!({ "type": "string", "pattern": ANCHOR }),
    }
}
