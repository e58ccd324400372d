//! Registration: what Discord is told of our commands, and whether it already knows.

use serde_json::{Value, json};
use serenity::builder::{CreateCommand, CreateCommandOption};
use serenity::model::Permissions;
use serenity::model::application::{CommandOptionType, InstallationContext, InteractionContext};

use crate::commands::{CATALOG, OptionKind, OptionSpec, Spec};
use crate::words::Words;

/// All commands as they are sent to Discord. Organisers' commands are hidden from others by default; servers may change
/// that, so the core checks again.
pub(crate) fn registration(words: Words) -> Vec<CreateCommand> {
    CATALOG.iter().map(|spec| command(spec, words)).collect()
}

fn command(spec: &Spec, words: Words) -> CreateCommand {
    let command = CreateCommand::new(spec.name)
        .description((spec.about)(words))
        .set_options(spec.options.iter().map(|spec| option(spec, words)).collect())
        .integration_types(vec![InstallationContext::Guild])
        .contexts(vec![InteractionContext::Guild]);
    if spec.organisers { command.default_member_permissions(Permissions::MANAGE_GUILD) } else { command }
}

fn option(spec: &OptionSpec, words: Words) -> CreateCommandOption {
    let kind = match spec.kind {
        OptionKind::Search | OptionKind::Choice(_) => CommandOptionType::String,
        OptionKind::Member => CommandOptionType::User,
        OptionKind::Flag => CommandOptionType::Boolean,
    };
    let option = CreateCommandOption::new(kind, spec.name, (spec.about)(words)).required(spec.required);
    match spec.kind {
        OptionKind::Search => option.set_autocomplete(true),
        OptionKind::Choice(choices) => {
            choices.iter().fold(option, |option, (value, name)| option.add_string_choice(name(words), *value))
        }
        OptionKind::Member | OptionKind::Flag => option,
    }
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
