//! Application commands as they are registered: their form and their replacement in bulk. It must not run any.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::refusal::{Outcome, bad_choice, bad_length, form, required};
use super::state::World;

impl World {
    /// Replaces all commands of a guild, or all global ones; a command that keeps its name keeps its id.
    pub(super) fn replace_commands(&mut self, guild: Option<u64>, body: &Value) -> Outcome<Vec<Value>> {
        let Some(wanted) = body.as_array() else {
            return Err(form("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
        };
        let mut names = BTreeSet::new();
        for (index, command) in wanted.iter().enumerate() {
            check_command(command, &index.to_string())?;
            if !names.insert((kind_of(command), command["name"].as_str())) {
                let message = "Application command names must be unique";
                return Err(form(&index.to_string(), "APPLICATION_COMMANDS_DUPLICATE_NAME", message));
            }
        }
        for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
            if names.iter().filter(|(one, _)| *one == kind).count() > most {
                return Err(bad_length("", 0, most));
            }
        }
        let registered: Vec<Value> = wanted.iter().map(|command| self.registered(guild, command)).collect();
        self.commands.insert(guild, registered.clone());
        Ok(registered)
    }

    /// Registers one command, or replaces the one with its name; whether it is new.
    pub(super) fn put_command(&mut self, guild: Option<u64>, body: &Value) -> Outcome<(Value, bool)> {
        check_command(body, "")?;
        let registered = self.registered(guild, body);
        let all = self.commands.entry(guild).or_default();
        let known = all.iter_mut().find(|command| command["id"] == registered["id"]);
        let new = known.is_none();
        match known {
            Some(known) => *known = registered.clone(),
            None => all.push(registered.clone()),
        }
        Ok((registered, new))
    }

    /// The commands as they are listed: with their translations only for who asks for them.
    pub(super) fn listed_commands(&self, guild: Option<u64>, with_localizations: bool) -> Value {
        let mut listed = json!(self.commands(guild));
        if !with_localizations {
            listed.as_array_mut().into_iter().flatten().for_each(take_localizations);
        }
        listed
    }

    fn registered(&mut self, guild: Option<u64>, body: &Value) -> Value {
        let kind = kind_of(body);
        let same = |command: &&Value| command["name"] == body["name"] && command["type"] == kind;
        let known = self.commands(guild).iter().find(same).map(|command| command["id"].clone());
        let id = known.unwrap_or_else(|| json!(self.snowflake().to_string()));
        let mut command = json!({
            "id": id, "application_id": self.application.to_string(), "version": self.snowflake().to_string(),
            "type": kind, "name": body["name"], "name_localizations": body["name_localizations"],
            "description": body["description"].as_str().unwrap_or_default(),
            "description_localizations": body["description_localizations"],
            "default_member_permissions": permissions_of(&body["default_member_permissions"]),
            "nsfw": body["nsfw"].as_bool().unwrap_or(false),
        });
        if let Some(options) = body["options"].as_array().filter(|options| !options.is_empty()) {
            command["options"] = options.iter().map(shown_option).collect();
        }
        match guild {
            Some(guild) => command["guild_id"] = json!(guild.to_string()),
            None => {
                command["contexts"] = body["contexts"].clone();
                let types = body["integration_types"].as_array().cloned();
                command["integration_types"] = json!(types.unwrap_or_else(|| vec![json!(0)]));
                command["dm_permission"] = json!(body["dm_permission"].as_bool().unwrap_or(true));
            }
        }
        command
    }
}

fn take_localizations(thing: &mut Value) {
    if let Some(parts) = thing.as_object_mut() {
        parts.remove("name_localizations");
        parts.remove("description_localizations");
    }
    for inner in ["options", "choices"] {
        let inner = thing.get_mut(inner).and_then(Value::as_array_mut);
        inner.into_iter().flatten().for_each(take_localizations);
    }
}

/// An option as Discord gives it back: what it may have by its kind, as far as it was said.
fn shown_option(option: &Value) -> Value {
    let all = ["type", "name", "name_localizations", "description", "description_localizations", "required"];
    let own: &[&str] = match option["type"].as_u64() {
        Some(1 | 2) => &["options"],
        Some(3) => &["autocomplete", "choices", "min_length", "max_length"],
        Some(4 | 10) => &["autocomplete", "choices", "min_value", "max_value"],
        Some(7) => &["channel_types"],
        _ => &[],
    };
    let mut shown = json!({});
    for part in all.iter().chain(own) {
        let Some(value) = option.get(*part).filter(|value| !value.is_null()) else { continue };
        match (*part, value.as_array()) {
            ("options", Some(inner)) => shown[*part] = inner.iter().map(shown_option).collect(),
            (_, Some(list)) if list.is_empty() => {}
            _ => shown[*part] = value.clone(),
        }
    }
    shown
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn permissions_of(value: &Value) -> Value {
    if value.is_number() { json!(value.to_string()) } else { value.clone() }
}

fn place(parent: &str, part: &str) -> String {
    if parent.is_empty() { part.to_owned() } else { format!("{parent}.{part}") }
}

fn check_command(command: &Value, at: &str) -> Outcome<()> {
    let chat = kind_of(command) == 1;
    if chat {
        check_name(command, at)?;
        check_description(command, at)?;
    } else if command["name"].as_str().is_none_or(|name| name.is_empty() || name.chars().count() > 32) {
        return Err(bad_length(&place(at, "name"), 1, 32));
    }
    let size = check_options(command, at, 0)?;
    if size > 8000 {
        let message = "Command exceeds maximum size (8000)";
        return Err(form(at, "APPLICATION_COMMAND_TOO_LARGE", message));
    }
    let permissions = &command["default_member_permissions"];
    if permissions.as_str().is_some_and(|bits| bits.parse::<u64>().is_err()) {
        return Err(form(
            &place(at, "default_member_permissions"),
            "NUMBER_TYPE_COERCE",
            "Value is not int.",
        ));
    }
    Ok(())
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, lower case where there is one.
fn check_name(thing: &Value, at: &str) -> Outcome<()> {
    check_name_as(&thing["name"], &place(at, "name"))?;
    let translated = thing["name_localizations"].as_object().into_iter().flatten();
    for (locale, name) in translated {
        check_name_as(name, &place(at, &format!("name_localizations.{locale}")))?;
    }
    Ok(())
}

fn check_name_as(name: &Value, at: &str) -> Outcome<()> {
    let name = name.as_str().ok_or_else(|| required(at))?;
    let fits = |letter: char| {
        let extra = ('\u{900}'..='\u{97f}').contains(&letter) || ('\u{e00}'..='\u{e7f}').contains(&letter);
        "-_'".contains(letter) || letter.is_alphanumeric() || extra
    };
    let length = name.chars().count();
    if !(1..=32).contains(&length) {
        return Err(bad_length(at, 1, 32));
    }
    if !name.chars().all(fits) || name.to_lowercase() != name {
        let message = "Command name is invalid";
        return Err(form(at, "APPLICATION_COMMAND_INVALID_NAME", message));
    }
    Ok(())
}

fn check_description(thing: &Value, at: &str) -> Outcome<()> {
    let translated = thing["description_localizations"].as_object().into_iter().flatten();
    let translated = translated.map(|(locale, text)| (format!("description_localizations.{locale}"), text));
    for (part, text) in translated.chain([("description".to_owned(), &thing["description"])]) {
        let at = place(at, &part);
        let description = text.as_str().ok_or_else(|| required(&at))?;
        if !(1..=100).contains(&description.chars().count()) {
            return Err(bad_length(&at, 1, 100));
        }
    }
    Ok(())
}

/// The characters that count towards 8000: names, descriptions and values, the longest translation counting.
fn size_of(thing: &Value) -> usize {
    let longest = |plain: &str, translated: &str| {
        let own = thing[plain].as_str().map_or(0, |text| text.chars().count());
        let others = thing[translated].as_object().into_iter().flat_map(|all| all.values());
        others.filter_map(Value::as_str).map(|text| text.chars().count()).fold(own, usize::max)
    };
    let value = thing["value"].as_str().map_or(0, |text| text.chars().count());
    longest("name", "name_localizations") + longest("description", "description_localizations") + value
}

fn check_options(thing: &Value, at: &str, depth: usize) -> Outcome<usize> {
    let mut size = size_of(thing);
    let options = thing["options"].as_array().map_or(&[][..], Vec::as_slice);
    if options.len() > 25 {
        return Err(bad_length(&place(at, "options"), 0, 25));
    }
    let mut names = BTreeSet::new();
    let mut optional_seen = false;
    for (index, option) in options.iter().enumerate() {
        let at = place(at, &format!("options.{index}"));
        check_name(option, &at)?;
        check_description(option, &at)?;
        if !names.insert(option["name"].as_str()) {
            let message = "Option names must be unique";
            return Err(form(&at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", message));
        }
        let kind = option["type"].as_u64().unwrap_or(0);
        if !(1..=11).contains(&kind) || (kind == 2 && depth > 0) || (kind == 1 && depth > 1) {
            return Err(bad_choice(&place(&at, "type"), "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)"));
        }
        let needed = option["required"].as_bool().unwrap_or(false);
        if needed && optional_seen {
            let message = "Required options must be placed before non-required options";
            return Err(form(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message));
        }
        optional_seen |= !needed && kind > 2;
        check_choices(option, &at)?;
        size += option["choices"].as_array().into_iter().flatten().map(size_of).sum::<usize>();
        size += check_options(option, &at, depth + 1)?;
    }
    Ok(size)
}

fn check_choices(option: &Value, at: &str) -> Outcome<()> {
    let choices = option["choices"].as_array().map_or(&[][..], Vec::as_slice);
    if choices.len() > 25 {
        return Err(bad_length(&place(at, "choices"), 0, 25));
    }
    if !choices.is_empty() && option["autocomplete"] == true {
        let message = "Autocomplete cannot be used with choices";
        return Err(form(at, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", message));
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = place(at, &format!("choices.{index}"));
        let fits = |text: &Value| text.as_str().is_some_and(|text| (1..=100).contains(&text.chars().count()));
        if !fits(&choice["name"]) {
            return Err(bad_length(&place(&at, "name"), 1, 100));
        }
        if !fits(&choice["value"]) && !choice["value"].is_number() {
            return Err(bad_length(&place(&at, "value"), 1, 100));
        }
    }
    Ok(())
}
