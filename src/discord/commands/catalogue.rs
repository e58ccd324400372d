//! Registration: what Discord is told of our commands, and whether it already knows.

use serde_json::{Value, json};
use serenity::model::Permissions;

use crate::commands::{CATALOG, ChoiceSpec, OptionKind, OptionSpec, Spec};
use crate::words::Words;

/// All commands as they are sent to Discord, with nothing in them that Discord's description does not name (serenity's
/// own builder sends more). Organisers' commands are hidden from others by default; servers may change that, so the core
/// checks again.
///
/// Names and descriptions are English, with French for those whose Discord is: what is told back to us is English always.
pub(crate) fn registration() -> Value {
    CATALOG.iter().map(command).collect()
}

fn command(spec: &Spec) -> Value {
    let options: Vec<Value> = spec.options.iter().map(option).collect();
    let hidden = spec.organisers.then(|| Permissions::MANAGE_GUILD.bits().to_string());
    json!({
        "type": 1,
        "name": spec.name,
        "name_localizations": localized(|words| words.name_of(spec.name)),
        "description": (spec.about)(Words::English),
        "description_localizations": localized(spec.about),
        "options": options,
        "default_member_permissions": hidden,
        "integration_types": [0],
        "contexts": [0],
    })
}

/// The same in every language that is not the one of the code, by Discord's name for it.
fn localized(said: impl Fn(Words) -> String) -> Value {
    json!({ "fr": said(Words::French) })
}

fn option(spec: &OptionSpec) -> Value {
    let kind = match spec.kind {
        OptionKind::Search | OptionKind::Choice(_) => 3,
        OptionKind::Flag => 5,
        OptionKind::Member => 6,
    };
    let mut option = json!({
        "type": kind,
        "name": spec.name,
        "name_localizations": localized(|words| words.name_of(spec.name)),
        "description": (spec.about)(Words::English),
        "description_localizations": localized(spec.about),
        "required": spec.required,
    });
    match spec.kind {
        OptionKind::Search => option["autocomplete"] = json!(true),
        OptionKind::Choice(choices) => {
            let choice = |(value, name): &ChoiceSpec| {
                json!({
                    "name": name(Words::English),
                    "name_localizations": localized(name),
                    "value": value,
                })
            };
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
        "names": command["name_localizations"],
        "type": command["type"].as_u64().unwrap_or(1),
        "description": command["description"],
        "descriptions": command["description_localizations"],
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
    let choice_of = |choice: &Value| json!([choice["name"], choice["name_localizations"], choice["value"]]);
    let choices: Vec<Value> = choices.map(choice_of).collect();
    json!({
        "name": option["name"],
        "names": option["name_localizations"],
        "type": option["type"],
        "description": option["description"],
        "descriptions": option["description_localizations"],
        "required": option["required"].as_bool().unwrap_or(false),
        "autocomplete": option["autocomplete"].as_bool().unwrap_or(false),
        "choices": choices,
    })
}
