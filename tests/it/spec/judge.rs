//! Holds what passed against the description. It must not know what a story is.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use quotidian::standin::discord::Exchange;
use serde_json::{Value, json};

use super::description::{DESCRIPTION, Operation};
use super::deviations::{DEVIATIONS, EVENTS, Part, Side};

/// What is wrong with something, and which deviations were needed to find no more.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// What the request has wrong.
    pub(super) request: Vec<String>,
    /// What the answer or the event has wrong.
    pub(super) answer: Vec<String>,
    /// Places in the list of deviations.
    pub(super) deviations: Vec<usize>,
}

/// Judges a request and its answer.
pub(super) fn exchange(exchange: &Exchange) -> Verdict {
    let mut verdict = Verdict::default();
    let Some((operation, values)) = DESCRIPTION.operation(&exchange.method, &exchange.path) else {
        verdict.request.push("Discord has no such route".to_owned());
        return verdict;
    };
    for (name, value) in values {
        let parameter = operation.parameters.iter().find(|one| one.in_path && one.name == name);
        let pointer = &parameter.expect("every part of a path is described").pointer;
        let found = faults(&DESCRIPTION.validator(pointer), &json!(value));
        verdict.request.extend(found.into_iter().map(|fault| format!("{name} in the path: {fault}")));
    }
    verdict.request.extend(query(operation, &exchange.query));
    body(operation, exchange, &mut verdict);
    answer(operation, exchange, &mut verdict);
    verdict
}

/// Judges a frame of the gateway.
pub(super) fn frame(frame: &str) -> Verdict {
    let mut verdict = Verdict::default();
    let Ok(frame) = serde_json::from_str::<Value>(frame) else {
        verdict.answer.push("the frame is not JSON".to_owned());
        return verdict;
    };
    let members: Vec<&String> = frame.as_object().into_iter().flat_map(|frame| frame.keys()).collect();
    if members != ["d", "op", "s", "t"] && members != ["op", "d", "s", "t"] {
        verdict.answer.push(format!("a frame has op, d, s and t, and not {members:?}"));
    }
    if frame["op"] != 0 {
        return verdict;
    }
    let name = frame["t"].as_str().unwrap_or_default();
    let Some(event) = EVENTS.get(name) else {
        verdict.answer.push(format!("gateway.json does not know the event {name:?}"));
        return verdict;
    };
    let mut data = frame["d"].clone();
    for more in &event.more {
        if !more.take(&mut data) && more.always {
            verdict.answer.push(format!("{name} has nothing right at {}", more.place()));
        }
    }
    let schema = DESCRIPTION.own_validator(&event.schema);
    let found = weigh(
        &schema,
        &data,
        Part { side: Side::Event, operation: name, status: 0 },
        &mut verdict.deviations,
    );
    verdict.answer.extend(found.into_iter().map(|fault| format!("{name} at {fault}")));
    verdict
}

fn query(operation: &Operation, query: &str) -> Vec<String> {
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| {
            (name.to_owned(), value.replace("%3A", ":").replace("%2C", ",").replace("%2B", "+"))
        })
        .collect();
    let mut wrong = Vec::new();
    for (name, value) in &pairs {
        let Some(parameter) = operation.parameters.iter().find(|one| !one.in_path && one.name == *name)
        else {
            wrong.push(format!("{name} in the query is unknown"));
            continue;
        };
        let validator = DESCRIPTION.validator(&parameter.pointer);
        let read = serde_json::from_str::<Value>(value).into_iter().chain([json!(value), json!([value])]);
        if !read.into_iter().any(|value| validator.is_valid(&value)) {
            wrong.push(format!("{name} in the query may not be {value:?}"));
        }
    }
    let missing = |one: &&super::description::Parameter| {
        one.required && !one.in_path && pairs.iter().all(|(name, _)| *name != one.name)
    };
    wrong.extend(operation.parameters.iter().filter(missing).map(|one| format!("{} is missing", one.name)));
    wrong
}

fn body(operation: &Operation, exchange: &Exchange, verdict: &mut Verdict) {
    let said = !exchange.request.is_null();
    let Some((pointer, required)) = DESCRIPTION.body(operation) else {
        if said {
            verdict.request.push("it takes no body".to_owned());
        }
        return;
    };
    if !said {
        if required {
            verdict.request.push("its body is missing".to_owned());
        }
        return;
    }
    let kind = exchange.content_type.split(';').next().unwrap_or_default();
    if !DESCRIPTION.content_types(operation).contains(&kind) {
        verdict.request.push(format!("its content type may not be {kind:?}"));
    }
    let part = Part { side: Side::Request, operation: &operation.id, status: exchange.status };
    let validator = DESCRIPTION.validator(&pointer);
    let found = weigh(&validator, &exchange.request, part, &mut verdict.deviations);
    verdict.request.extend(found);
}

fn answer(operation: &Operation, exchange: &Exchange, verdict: &mut Verdict) {
    let Some(schema) = DESCRIPTION.answer(operation, exchange.status) else {
        let part = Part { side: Side::Status, operation: &operation.id, status: exchange.status };
        let known = DEVIATIONS.iter().position(|one| one.is_about(part) && one.is_status(exchange.status));
        verdict.deviations.extend(known);
        if known.is_none() {
            verdict.answer.push(format!("{} is not declared", exchange.status));
        }
        return;
    };
    match (schema, exchange.answer.is_empty()) {
        (None, true) => {}
        (None, false) => verdict.answer.push(format!("{} has no body", exchange.status)),
        (Some(_), true) => verdict.answer.push("its body is missing".to_owned()),
        (Some(pointer), false) => {
            let body = serde_json::from_str(&exchange.answer).unwrap_or(Value::Null);
            let part = Part { side: Side::Answer, operation: &operation.id, status: exchange.status };
            verdict.answer.extend(weigh(
                &DESCRIPTION.validator(&pointer),
                &body,
                part,
                &mut verdict.deviations,
            ));
        }
    }
}

/// What is wrong with a value even if every deviation is granted; those that it needs are noted.
fn weigh(validator: &Validator, value: &Value, part: Part<'_>, needed: &mut Vec<usize>) -> Vec<String> {
    if validator.is_valid(value) {
        return Vec::new();
    }
    let granted = |without: Option<usize>| {
        let mut value = value.clone();
        let about = |one: &usize| DEVIATIONS[*one].is_about(part) && Some(*one) != without;
        let taken = (0..DEVIATIONS.len()).filter(about).filter(|one| DEVIATIONS[*one].take(&mut value));
        (taken.collect::<Vec<_>>(), value)
    };
    let (taken, rest) = granted(None);
    let faults = faults(validator, &rest);
    if faults.is_empty() {
        needed.extend(taken.into_iter().filter(|one| !validator.is_valid(&granted(Some(*one)).1)));
    }
    faults
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| said(&error)).collect()
}

/// An error in words: of a union, what is wrong with the branch that comes nearest.
fn said(error: &ValidationError<'_>) -> String {
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        error.kind()
    {
        let at = error.instance_path().as_str();
        // A branch of another kind says so of the value's `type`, or of the value itself.
        let strange = |error: &&ValidationError<'_>| {
            let place = error.instance_path().as_str();
            let kind = matches!(
                error.kind(),
                ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. }
            );
            place == at && matches!(error.kind(), ValidationErrorKind::Type { .. }) || kind
        };
        let distance =
            |branch: &&Vec<ValidationError<'_>>| (branch.iter().filter(strange).count(), branch.len());
        if let Some(nearest) = context.iter().min_by_key(distance) {
            return nearest.iter().map(said).collect::<Vec<_>>().join("; ");
        }
    }
    let what: String = error.to_string().chars().take(300).collect();
    format!("{}: {what}", error.instance_path())
}
