//! Filling in forms: options of commands, choices of menus, fields of windows, each as Discord's client checks them.
//! It must not send anything.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::interactions::Asked;
use super::invoke::{Given, Reason};
use super::payloads::role_json;
use super::state::World;

impl World {
    /// Fills the options of a command; what ids stand for goes into `resolved`.
    pub(super) fn fill_options(
        &self,
        command: &Value,
        given: &[Given],
        asked: Asked,
        resolved: &mut Map<String, Value>,
    ) -> Result<Vec<Value>, Reason> {
        let known = command["options"].as_array().map_or(&[][..], Vec::as_slice);
        let mut options = Vec::new();
        for one in given {
            let option = option_named(command, &one.name)
                .ok_or_else(|| format!("There is no option {}.", one.name))?;
            let mut filled = json!({ "name": one.name, "type": option["type"] });
            filled["value"] =
                if one.focused { as_text(&one.value) } else { self.fill(option, &one.value, resolved)? };
            if one.focused {
                filled["focused"] = json!(true);
            }
            options.push(filled);
        }
        let missing = |option: &&Value| {
            option["required"] == true && given.iter().all(|one| option["name"] != *one.name)
        };
        match known.iter().find(missing) {
            Some(option) if asked == Asked::Command => {
                Err(format!("The option {} is required.", option["name"]))
            }
            _ => Ok(options),
        }
    }

    fn fill(
        &self,
        option: &Value,
        value: &Value,
        resolved: &mut Map<String, Value>,
    ) -> Result<Value, Reason> {
        let wrong = || format!("{} is not a value for {}.", value, option["name"]);
        let number = || value.as_f64().or_else(|| value.as_str()?.parse().ok()).ok_or_else(wrong);
        let filled = match option["type"].as_u64() {
            Some(3) => as_text(value),
            Some(4) => {
                let whole = value.as_i64().or_else(|| value.as_str()?.parse().ok());
                json!(whole.ok_or_else(wrong)?)
            }
            Some(10) => json!(number()?),
            Some(5) => json!(as_text(value) == "true"),
            Some(6..=9) => {
                let id = super::drafts::id_of(value).ok_or_else(wrong)?;
                if !self.resolve(id, resolved) {
                    return Err(wrong());
                }
                json!(id.to_string())
            }
            _ => return Err(wrong()),
        };
        check_bounds(option, &filled).map_err(|()| wrong())?;
        Ok(filled)
    }

    /// Adds what an id stands for; whether it stands for anything.
    fn resolve(&self, id: u64, resolved: &mut Map<String, Value>) -> bool {
        let mut put = |list: &str, value: Value| {
            let list = resolved.entry(list).or_insert_with(|| json!({}));
            list[id.to_string()] = value;
        };
        let home = self.guilds.values().find(|guild| guild.roles.contains_key(&id));
        if self.users.contains_key(&id) {
            put("users", self.user_json(id));
            let guild = self.guilds.values().find(|guild| guild.members.contains_key(&id));
            if let Some(guild) = guild {
                let mut member = self.bare_member_json(guild.id, id).unwrap_or_default();
                member["permissions"] = json!(self.guild_permissions(guild.id, id).to_string());
                put("members", member);
            }
        } else if self.channels.contains_key(&id) {
            let mut channel = self.channel_json(id);
            channel["permissions"] = json!(self.permissions(id, self.bot).to_string());
            put("channels", channel);
        } else if let Some(guild) = home {
            put("roles", guild.roles.get(&id).map_or(Value::Null, |role| role_json(guild, role)));
        } else {
            return false;
        }
        true
    }

    /// Whether a menu offers this at all: one of channels may be for some types only.
    fn fits(&self, menu: &Value, id: u64) -> bool {
        let types = menu["channel_types"].as_array().filter(|types| !types.is_empty());
        let kind = self.channels.get(&id).map(|channel| json!(channel.kind));
        types.is_none_or(|types| kind.is_some_and(|kind| types.contains(&kind)))
    }

    /// Checks what was chosen from a menu.
    pub(super) fn check_values(
        &self,
        menu: &Value,
        values: &[String],
        resolved: &mut Map<String, Value>,
    ) -> Result<(), Reason> {
        let count = values.len() as u64;
        let (least, most) =
            (menu["min_values"].as_u64().unwrap_or(1), menu["max_values"].as_u64().unwrap_or(1));
        if !(least..=most).contains(&count) {
            return Err(format!("Choose {least} to {most}."));
        }
        for value in values {
            let known = match menu["type"].as_u64() {
                Some(3) => {
                    let options = menu["options"].as_array().map_or(&[][..], Vec::as_slice);
                    options.iter().any(|option| option["value"] == *value)
                }
                _ => value.parse().is_ok_and(|id| self.fits(menu, id) && self.resolve(id, resolved)),
            };
            if !known {
                return Err(format!("{value} is not among the choices."));
            }
        }
        Ok(())
    }
}

fn as_text(value: &Value) -> Value {
    if value.is_string() { value.clone() } else { json!(value.to_string()) }
}

/// The option of a command with this name.
pub(super) fn option_named<'a>(command: &'a Value, name: &str) -> Option<&'a Value> {
    command["options"].as_array()?.iter().find(|option| option["name"] == name)
}

fn check_bounds(option: &Value, value: &Value) -> Result<(), ()> {
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty());
    if choices.is_some_and(|choices| choices.iter().all(|choice| choice["value"] != *value)) {
        return Err(());
    }
    let length = value.as_str().map(|text| text.chars().count() as u64).filter(|_| option["type"] == 3);
    let short =
        length.is_some_and(|length| option["min_length"].as_u64().is_some_and(|least| length < least));
    let long = length.is_some_and(|length| option["max_length"].as_u64().is_some_and(|most| length > most));
    let number = value.as_f64();
    let low = number.is_some_and(|number| option["min_value"].as_f64().is_some_and(|least| number < least));
    let high = number.is_some_and(|number| option["max_value"].as_f64().is_some_and(|most| number > most));
    if short || long || low || high { Err(()) } else { Ok(()) }
}

/// A field of a window, filled in.
pub(super) fn fill_input(input: &Value, values: &BTreeMap<String, String>) -> Result<Value, Reason> {
    let custom_id = input["custom_id"].as_str().unwrap_or_default();
    let written = values.get(custom_id).map(String::as_str).or(input["value"].as_str()).unwrap_or_default();
    let length = written.chars().count() as u64;
    let least = input["min_length"].as_u64().unwrap_or(0);
    let most = input["max_length"].as_u64().unwrap_or(4000);
    let label = input["label"].as_str().unwrap_or(custom_id);
    if length == 0 && input["required"].as_bool().unwrap_or(true) {
        return Err(format!("{label} is required."));
    }
    if length > 0 && !(least..=most).contains(&length) {
        return Err(format!("{label} takes {least} to {most} characters."));
    }
    if input["type"] != 4 {
        return Ok(
            json!({ "type": input["type"], "id": input["id"], "custom_id": custom_id, "values": [written] }),
        );
    }
    Ok(json!({ "type": 4, "id": input["id"], "custom_id": custom_id, "value": written }))
}
