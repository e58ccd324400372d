//! Registration: what Discord is told of our commands, and whether it already knows.

use serde_json::{Value, json};
use serenity::model::Permissions;

use crate::commands::{CATALOG, ChoiceSpec, OptionKind, OptionSpec, Spec};
use crate::words::Words;

/// All commands as they are sent to Discord, with nothing in them that Discord's description does not name (serenity's
/// own builder sends more). Organisers' commands are hidden from others by default; servers may change that, so the core
/// checks again.
pub(crate) fn registration(words: Words) -> Value {
    CATALOG.iter().map(|spec| command(spec, words)).collect()
}

fn command(spec: &Spec, words: Words) -> Value {
    let options: Vec<Value> = spec.options.iter().map(|spec| option(spec, words)).collect();
    let hidden = spec.organisers.then(|| Permissions::MANAGE_GUILD.bits().to_string());
    json!({
        "type": 1,
        "name": spec.name,
        "description": (spec.about)(words),
        "options": options,
        "default_member_permissions": hidden,
        "integration_types": [0],
        "contexts": [0],
    })
}

fn option(spec: &OptionSpec, words: Words) -> Value {
    let kind = match spec.kind {
        OptionKind::Search | OptionKind::Choice(_) => 3,
        OptionKind::Flag => 5,
        OptionKind::Member => 6,
    };
    let mut option = json!({
        "type": kind,
        "name": spec.name,
        "description": (spec.about)(words),
        "required": spec.required,
    });
    match spec.kind {
        OptionKind::Search => option["autocomplete"] = json!(true),
        OptionKind::Choice(choices) => {
            let choice = |(value, name): &ChoiceSpec| json!({ "name": name(words), "value": value });
            option["choices"] = choices.iter().map(choice).collect();
        }
        OptionKind::Member | OptionKind::Flag => {}
    }
    option
}

/// What we set of each command, in one spelling and order, so that Discord's list can be compared with ours.
pub(crate) fn essence(commands: &Value) -> Vec<Value> {
    let mut known: Vec<Value> = commands.as_array().into_iter().flatten().map(essence_of).collect();
    known.sort_by_key(|command| command["name"].as_str().unwrap_or_default().to_owned());
    known
}

fn essence_of(command: &Value) -> Value {
    let options: Vec<Value> = command["options"].as_array().into_iter().flatten().map(option_of).collect();
    json!({
        "name": command["name"],
        "type": command["type"].as_u64().unwrap_or(1),
        "description": command["description"],
        "permissions": permissions_of(&command["default_member_permissions"]),
        "contexts": command["contexts"],
        "integration_types": command["integration_types"],
        "options": options,
    })
}

/// Written as text in the documentation and as a number in places.
fn permissions_of(value: &Value) -> Value {
    value.as_u64().map_or_else(|| value.clone(), |bits| json!(bits.to_string()))
}

fn option_of(option: &Value) -> Value {
    let choices = option["choices"].as_array().into_iter().flatten();
    let choices: Vec<Value> =
        choices.map(|choice| json!({ "name": choice["name"], "value": choice["value"] })).collect();
    json!({
        "name": option["name"],
        "type": option["type"],
        "description": option["description"],
        "required": option["required"].as_bool().unwrap_or(false),
        "autocomplete": option["autocomplete"].as_bool().unwrap_or(false),
        "choices": choices,
    })
}
