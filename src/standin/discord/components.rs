//! Buttons, menus and windows: what Discord takes and what it gives back. It must not know who pressed what.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::refusal::{Outcome, bad_choice, bad_length, form, required, too_long};

/// Reads the components of a message.
pub(super) fn read_components(value: Option<&Value>, second_version: bool) -> Outcome<Option<Vec<Value>>> {
    let rows = match value {
        None => return Ok(None),
        Some(Value::Null) => return Ok(Some(Vec::new())),
        Some(Value::Array(rows)) => rows,
        Some(_) => {
            return Err(form("components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
        }
    };
    let mut shown = rows.clone();
    let mut count = 0;
    number(&mut shown, &mut count);
    if second_version {
        return if count > 40 { Err(bad_length("components", 1, 40)) } else { Ok(Some(shown)) };
    }
    if rows.len() > 5 {
        return Err(bad_length("components", 0, 5));
    }
    let mut ids = BTreeSet::new();
    for (index, row) in rows.iter().enumerate() {
        check_row(row, &format!("components.{index}"), &mut ids)?;
    }
    Ok(Some(shown))
}

/// Gives every component its number and the defaults that Discord fills in.
fn number(components: &mut [Value], last: &mut u64) {
    for component in components {
        *last += 1;
        if component.get("id").is_none_or(Value::is_null) {
            component["id"] = json!(*last);
        }
        if matches!(component["type"].as_u64(), Some(3 | 5..=8)) {
            for bound in ["min_values", "max_values"] {
                if component[bound].is_null() {
                    component[bound] = json!(1);
                }
            }
        }
        if let Some(component) = component.as_object_mut() {
            component.retain(|_, value| !value.is_null());
        }
        if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
            number(inner, last);
        }
        if let Some(inner) = component.get_mut("component").filter(|inner| inner.is_object()) {
            number(std::slice::from_mut(inner), last);
        }
    }
}

fn check_row(row: &Value, place: &str, ids: &mut BTreeSet<String>) -> Outcome<()> {
    if row["type"] != 1 {
        return Err(bad_choice(&format!("{place}.type"), "(1,)"));
    }
    let inner = row["components"].as_array().map_or(&[][..], Vec::as_slice);
    if inner.is_empty() || inner.len() > 5 {
        return Err(bad_length(&format!("{place}.components"), 1, 5));
    }
    for (index, component) in inner.iter().enumerate() {
        let place = format!("{place}.components.{index}");
        match component["type"].as_u64() {
            Some(2) => check_button(component, &place, ids)?,
            Some(3 | 5..=8) if inner.len() > 1 => {
                let message = "The specified component exceeds the maximum width";
                return Err(form(&place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message));
            }
            Some(3 | 5..=8) => check_select(component, &place, ids)?,
            _ => return Err(bad_choice(&format!("{place}.type"), "(2, 3, 5, 6, 7, 8)")),
        }
    }
    Ok(())
}

fn check_id(component: &Value, place: &str, ids: &mut BTreeSet<String>) -> Outcome<()> {
    let place = format!("{place}.custom_id");
    let Some(id) = component["custom_id"].as_str() else { return Err(required(&place)) };
    if id.is_empty() || id.chars().count() > 100 {
        return Err(bad_length(&place, 1, 100));
    }
    if !ids.insert(id.to_owned()) {
        return Err(form(
            &place,
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        ));
    }
    Ok(())
}

fn check_optional(value: &Value, place: &str, most: usize) -> Outcome<()> {
    if value.as_str().is_some_and(|text| text.chars().count() > most) {
        Err(too_long(place, most))
    } else {
        Ok(())
    }
}

fn check_button(button: &Value, place: &str, ids: &mut BTreeSet<String>) -> Outcome<()> {
    check_optional(&button["label"], &format!("{place}.label"), 80)?;
    if button["label"].as_str().is_none_or(str::is_empty) && button["emoji"].is_null() {
        return Err(form(place, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji"));
    }
    match button["style"].as_u64() {
        Some(1..=4) => check_id(button, place, ids),
        Some(5) if !button["custom_id"].is_null() => Err(form(
            place,
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A link button cannot have a custom id",
        )),
        Some(5) if button["url"].as_str().is_some_and(|url| url.contains("://")) => Ok(()),
        Some(5) => Err(required(&format!("{place}.url"))),
        _ => Err(bad_choice(&format!("{place}.style"), "(1, 2, 3, 4, 5, 6)")),
    }
}

fn check_select(select: &Value, place: &str, ids: &mut BTreeSet<String>) -> Outcome<()> {
    check_id(select, place, ids)?;
    check_optional(&select["placeholder"], &format!("{place}.placeholder"), 150)?;
    if select["type"] != 3 {
        return Ok(());
    }
    let options = select["options"].as_array().map_or(&[][..], Vec::as_slice);
    if options.is_empty() || options.len() > 25 {
        return Err(bad_length(&format!("{place}.options"), 1, 25));
    }
    let mut values = BTreeSet::new();
    for (index, option) in options.iter().enumerate() {
        let place = format!("{place}.options.{index}");
        for part in ["label", "value"] {
            let text = option[part].as_str().ok_or_else(|| required(&format!("{place}.{part}")))?;
            if text.is_empty() || text.chars().count() > 100 {
                return Err(bad_length(&format!("{place}.{part}"), 1, 100));
            }
        }
        check_optional(&option["description"], &format!("{place}.description"), 100)?;
        if !values.insert(option["value"].as_str()) {
            let message = "The specified option value is already used";
            return Err(form(&format!("{place}.value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message));
        }
    }
    if select["max_values"].as_u64().unwrap_or(1) > options.len() as u64 {
        let message = "The number of options must be at least max_values";
        return Err(form(&format!("{place}.options"), "COMPONENT_MAX_VALUES", message));
    }
    Ok(())
}

/// Reads a window (modal): a title, an id and one to five text inputs or other labelled components.
pub(super) fn read_modal(data: &Value) -> Outcome<Value> {
    let title = data["title"].as_str().unwrap_or_default().chars().count();
    if !(1..=45).contains(&title) {
        return Err(bad_length("data.title", 1, 45));
    }
    let mut ids = BTreeSet::new();
    check_id(data, "data", &mut BTreeSet::new())?;
    let rows = data["components"].as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() || rows.len() > 5 {
        return Err(bad_length("data.components", 1, 5));
    }
    for (index, row) in rows.iter().enumerate() {
        let place = format!("data.components.{index}");
        match row["type"].as_u64() {
            Some(1) => {
                let inner = row["components"].as_array().map_or(&[][..], Vec::as_slice);
                let [input] = inner else { return Err(bad_length(&format!("{place}.components"), 1, 1)) };
                if input["label"].as_str().is_none_or(|label| label.is_empty() || label.chars().count() > 45)
                {
                    return Err(bad_length(&format!("{place}.components.0.label"), 1, 45));
                }
                check_input(input, &format!("{place}.components.0"), &mut ids)?;
            }
            Some(18) if row["component"]["type"] == 4 => {
                check_input(&row["component"], &format!("{place}.component"), &mut ids)?;
            }
            Some(18) => check_id(&row["component"], &format!("{place}.component"), &mut ids)?,
            Some(10) => {}
            _ => return Err(bad_choice(&format!("{place}.type"), "(1, 10, 18)")),
        }
    }
    let mut shown = rows.to_vec();
    number(&mut shown, &mut 0);
    Ok(json!({ "title": data["title"], "custom_id": data["custom_id"], "components": shown }))
}

fn check_input(input: &Value, place: &str, ids: &mut BTreeSet<String>) -> Outcome<()> {
    if input["type"] != 4 {
        return Err(bad_choice(&format!("{place}.type"), "(4,)"));
    }
    check_id(input, place, ids)?;
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        return Err(bad_choice(&format!("{place}.style"), "(1, 2)"));
    }
    check_optional(&input["placeholder"], &format!("{place}.placeholder"), 100)?;
    check_optional(&input["value"], &format!("{place}.value"), 4000)?;
    let (least, most) =
        (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
    if least > 4000 || !(1..=4000).contains(&most) || least > most {
        return Err(bad_length(&format!("{place}.max_length"), 1, 4000));
    }
    Ok(())
}

/// The component of a message with this custom id.
pub(super) fn find<'a>(components: &'a [Value], custom_id: &str) -> Option<&'a Value> {
    components.iter().find_map(|component| {
        if component["custom_id"] == custom_id {
            return Some(component);
        }
        let inner = component["components"].as_array().and_then(|inner| find(inner, custom_id));
        inner
            .or_else(|| component.get("accessory").and_then(|one| find(std::slice::from_ref(one), custom_id)))
            .or_else(|| component.get("component").and_then(|one| find(std::slice::from_ref(one), custom_id)))
    })
}
