//! Where the documentation and the description part, and what is meant then: `tests/data/discord/deviations.toml`; and
//! what the gateway's events have beyond the description's objects: `gateway.json`. It must not know what is checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::description::DESCRIPTION;

/// Each deviation.
pub(super) static DEVIATIONS: LazyLock<Vec<Deviation>> = LazyLock::new(|| {
    let list: List = toml::from_str(include_str!("../../data/discord/deviations.toml")).expect("a list");
    list.deviation
});

/// The events of the gateway by name.
pub(super) static EVENTS: LazyLock<BTreeMap<String, Event>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/discord/gateway.json")).expect("events"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    deviation: Vec<Deviation>,
}

/// Which part of an exchange is meant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    Request,
    Answer,
    /// The answer's status.
    Status,
    /// An event of the gateway; its name stands for the operation.
    Event,
}

/// What is being judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) side: Side,
    /// The operation, or the event.
    pub(super) operation: &'a str,
    /// The answer's status; 0 for an event.
    pub(super) status: u16,
}

/// Something lawful that the description refuses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deviation {
    pub(super) side: Side,
    /// The operations, or `*` for all.
    operations: Vec<String>,
    /// The place in the body, as a JSON pointer in which `*` is any one part and `**` are any; or the status, as in `5XX`.
    at: String,
    /// The answer's status, when only answers with this one are meant.
    status: Option<u16>,
    /// What may stand there; without it, nothing need stand there.
    allow: Option<Value>,
    /// What the description is asked about in its place; without it, that nothing stood there.
    instead: Option<Value>,
    /// The page of the documentation, and what it says.
    page: String,
    says: String,
}

/// An event of the gateway.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    /// The schema of its data, in which `#/` leads into the description.
    pub(super) schema: Value,
    /// What it has beyond that.
    #[serde(default)]
    pub(super) more: Vec<More>,
}

/// Something that an event has beyond the description's object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct More {
    at: String,
    allow: Value,
    /// Whether the documentation always has it there.
    #[serde(default)]
    pub(super) always: bool,
}

impl Deviation {
    /// What the list says about it.
    pub(super) fn sentence(&self) -> String {
        format!(
            "{:?} of {} at {}: {} [{}]",
            self.side,
            self.operations.join(", "),
            self.at,
            self.says,
            self.page
        )
    }

    /// Whether it is about this.
    pub(super) fn is_about(&self, part: Part<'_>) -> bool {
        let operation = self.operations.iter().any(|one| one == "*" || one == part.operation);
        self.side == part.side && operation && self.status.is_none_or(|status| status == part.status)
    }

    /// Whether it is about this status.
    pub(super) fn is_status(&self, status: u16) -> bool {
        self.at == status.to_string() || self.at == format!("{}XX", status / 100)
    }

    /// Takes what it allows out of a body; whether there was any.
    pub(super) fn take(&self, body: &mut Value) -> bool {
        let Some(allow) = &self.allow else { return self.fill(body) };
        take(body, &self.at, allow, self.instead.as_ref())
    }

    /// Puts there what need not stand there.
    fn fill(&self, body: &mut Value) -> bool {
        let (parent, name) = self.at.rsplit_once('/').expect("a pointer");
        let Some(parent) = body.pointer_mut(parent).and_then(Value::as_object_mut) else { return false };
        let absent = !parent.contains_key(name);
        if absent {
            parent.insert(name.to_owned(), self.instead.clone().unwrap_or_default());
        }
        absent
    }
}

impl More {
    /// Takes it out of an event; whether it was there as it may be.
    pub(super) fn take(&self, body: &mut Value) -> bool {
        take(body, &self.at, &self.allow, None)
    }

    /// What an event without it lacks.
    pub(super) fn place(&self) -> &str {
        &self.at
    }
}

fn take(body: &mut Value, at: &str, allow: &Value, instead: Option<&Value>) -> bool {
    let mut places = Vec::new();
    let pattern: Vec<&str> = at.trim_start_matches('/').split('/').collect();
    collect(body, &pattern, String::new(), &mut places);
    let allowed = DESCRIPTION.own_validator(allow);
    let mut taken = false;
    for place in places {
        if !body.pointer(&place).is_some_and(|value| allowed.is_valid(value)) {
            continue;
        }
        taken = true;
        let (parent, name) = place.rsplit_once('/').expect("a pointer");
        match (instead, body.pointer_mut(parent)) {
            (Some(instead), Some(parent)) => parent[name] = instead.clone(),
            (None, Some(Value::Object(parent))) => drop(parent.remove(name)),
            (..) => panic!("{place} cannot be left out: say what the description is asked about instead"),
        }
    }
    taken
}

/// The places in a value that a pattern leads to.
fn collect(value: &Value, pattern: &[&str], here: String, places: &mut Vec<String>) {
    let [first, rest @ ..] = pattern else {
        places.push(here);
        return;
    };
    if *first == "**" {
        collect(value, rest, here.clone(), places);
    }
    let members: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, one)| (index.to_string(), one)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, member) in members {
        let there = format!("{here}/{name}");
        if *first == "**" {
            collect(member, pattern, there, places);
        } else if *first == "*" || *first == name {
            collect(member, rest, there, places);
        }
    }
}
