//! Discord's own description of its API as validators, which are made when they are first needed and shared by all
//! stories. It must not know what a story is.
//!
//! The description leaves its objects open, so that a misspelt field would pass. Here an object refuses what it does not
//! name: where a schema stands for itself it is closed, and where it is a part of a composition (`allOf`) the whole is.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// The description, as it is in the file, and closed.
pub(super) static DESCRIPTION: LazyLock<Description> = LazyLock::new(Description::read);

/// The name of the closed description among schemas.
const NAME: &str = "https://discord.com/openapi.json";

/// What Discord says about its API.
pub(super) struct Description {
    document: Value,
    registry: Registry<'static>,
    operations: Vec<Operation>,
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// One thing that can be asked.
#[derive(Debug)]
pub(super) struct Operation {
    /// Discord's name for it, as in `create_message`.
    pub(super) id: String,
    method: String,
    parts: Vec<String>,
    pointer: String,
    /// Each parameter of the path and of the query.
    pub(super) parameters: Vec<Parameter>,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// Whether it stands in the path and not in the query.
    pub(super) in_path: bool,
    pub(super) required: bool,
    /// Where its schema is.
    pub(super) pointer: String,
}

impl Description {
    fn read() -> Description {
        let original: Value =
            serde_json::from_str(include_str!("../../data/discord/openapi.json")).expect("the file is JSON");
        let mut document = close(&original);
        document["open"] = open_all(&original["components"]["schemas"]);
        let registry = Registry::new().draft(Draft::Draft202012).add(NAME, document.clone());
        let registry = registry.expect("it has a name").prepare().expect("every reference leads somewhere");
        let operations = operations(&document);
        Description { document, registry, operations, validators: Mutex::default() }
    }

    /// The operation that a request is, and the values of its path's parameters.
    pub(super) fn operation(&self, method: &str, path: &str) -> Option<(&Operation, Vec<(String, String)>)> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let fitting = self.operations.iter().filter(|one| one.method == method && one.fits(&parts));
        // What is named is meant before what may be anything: `/users/@me` is not a user.
        let best =
            fitting.max_by_key(|one| one.parts.iter().filter(|part| !part.starts_with('{')).count())?;
        let named = best.parts.iter().zip(&parts).filter(|(name, _)| name.starts_with('{'));
        let values =
            named.map(|(name, value)| (name.trim_matches(['{', '}']).to_owned(), (*value).to_owned()));
        Some((best, values.collect()))
    }

    /// The schema of a request's body, where one may be sent, and whether one must.
    pub(super) fn body(&self, operation: &Operation) -> Option<(String, bool)> {
        let place = format!("{}/requestBody", operation.pointer);
        let body = self.document.pointer(&place)?;
        Some((content(&place, body)?, body["required"] == true))
    }

    /// Which kinds of content a request may have.
    pub(super) fn content_types(&self, operation: &Operation) -> Vec<&str> {
        let content = self.document.pointer(&format!("{}/requestBody/content", operation.pointer));
        content.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// What an answer with this status consists of: nothing, or what a schema says. None when it is not declared.
    pub(super) fn answer(&self, operation: &Operation, status: u16) -> Option<Option<String>> {
        let exact = status.to_string();
        let family = format!("{}XX", status / 100);
        let declared = [exact, family];
        let place = declared.iter().map(|status| format!("{}/responses/{status}", operation.pointer));
        let mut place = place.into_iter().find(|place| self.document.pointer(place).is_some())?;
        if let Some(reference) = self.document.pointer(&place)?["$ref"].as_str() {
            place = reference.strip_prefix(NAME)?.trim_start_matches('#').to_owned();
        }
        Some(content(&place, self.document.pointer(&place)?))
    }

    /// The validator of the schema at a place of the description.
    pub(super) fn validator(&self, pointer: &str) -> Arc<Validator> {
        let place = pointer.replace('{', "%7B").replace('}', "%7D");
        self.compiled(pointer, &json!({ "$ref": format!("{NAME}#{place}") }))
    }

    /// The validator of a schema that may point into the description, as in `#/components/schemas/SnowflakeType`.
    pub(super) fn own_validator(&self, schema: &Value) -> Arc<Validator> {
        self.compiled(&schema.to_string(), &close(schema))
    }

    fn compiled(&self, key: &str, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap();
        let compile = || {
            let options = jsonschema::options().with_draft(Draft::Draft202012).with_registry(&self.registry);
            let validator = options.should_validate_formats(true).build(schema);
            Arc::new(validator.unwrap_or_else(|error| panic!("{key} is no schema: {error}")))
        };
        Arc::clone(validators.entry(key.to_owned()).or_insert_with(compile))
    }
}

impl Operation {
    fn fits(&self, parts: &[&str]) -> bool {
        let fits = |(name, part): (&String, &&str)| name.starts_with('{') || name == part;
        self.parts.len() == parts.len() && self.parts.iter().zip(parts).all(fits)
    }
}

/// Where the schema of something's content is.
fn content(place: &str, thing: &Value) -> Option<String> {
    let content = thing["content"].as_object()?;
    let kind =
        if content.contains_key("application/json") { "application/json" } else { content.keys().next()? };
    Some(format!("{place}/content/{}/schema", kind.replace('/', "~1")))
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let pointer = format!("/paths/{}", path.replace('/', "~1"));
        for (method, operation) in methods.as_object().expect("methods") {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let pointer_here = format!("{pointer}/{method}");
            let mut parameters = parameters(&pointer, &methods["parameters"]);
            parameters.extend(self::parameters(&pointer_here, &operation["parameters"]));
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase(),
                parts: path.trim_start_matches('/').split('/').map(str::to_owned).collect(),
                pointer: pointer_here,
                parameters,
            });
        }
    }
    operations
}

fn parameters(place: &str, list: &Value) -> Vec<Parameter> {
    let one = |(index, parameter): (usize, &Value)| Parameter {
        name: parameter["name"].as_str().expect("a name").to_owned(),
        in_path: parameter["in"] == "path",
        required: parameter["required"] == true,
        pointer: format!("{place}/parameters/{index}/schema"),
    };
    list.as_array().into_iter().flatten().enumerate().map(one).collect()
}

/// A schema, or anything that holds schemas, that refuses properties it does not name.
fn close(schema: &Value) -> Value {
    let Some(object) = schema.as_object() else { return each(schema, close) };
    let mut closed = held(object, close);
    let names = object.get("properties").is_some_and(Value::is_object) && object.contains_key("type");
    let composed = object.get("allOf").is_some_and(Value::is_array);
    if composed {
        closed.insert("allOf".to_owned(), each(&object["allOf"], open));
    }
    if (names || composed) && !object.contains_key("additionalProperties") {
        let keyword = if composed { "unevaluatedProperties" } else { "additionalProperties" };
        closed.insert(keyword.to_owned(), json!(false));
    }
    Value::Object(closed)
}

/// A part of a composition: itself open, with everything in it closed.
fn open(schema: &Value) -> Value {
    let Some(object) = schema.as_object() else { return schema.clone() };
    let mut opened = held(object, close);
    for union in ["allOf", "oneOf", "anyOf"] {
        if let Some(members) = object.get(union).filter(|members| members.is_array()) {
            opened.insert(union.to_owned(), each(members, open));
        }
    }
    if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
        opened.insert("$ref".to_owned(), json!(led(&reference.replace("/components/schemas/", "/open/"))));
    }
    Value::Object(opened)
}

fn open_all(schemas: &Value) -> Value {
    let schemas = schemas.as_object().expect("schemas");
    Value::Object(schemas.iter().map(|(name, schema)| (name.clone(), open(schema))).collect())
}

fn each(value: &Value, change: fn(&Value) -> Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(change).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            value.clone()
        }
    }
}

/// The members of an object, changed; an enumeration of nothing is an oversight and says nothing.
fn held(object: &Map<String, Value>, change: fn(&Value) -> Value) -> Map<String, Value> {
    let nothing =
        |(name, value): &(&String, &Value)| *name == "enum" && value.as_array().is_some_and(Vec::is_empty);
    let members = object.iter().filter(|member| !nothing(member));
    let one = |(name, value): (&String, &Value)| match (name.as_str(), value) {
        ("$ref", Value::String(reference)) => (name.clone(), json!(led(reference))),
        ("properties", Value::Object(properties)) => {
            let closed = properties.iter().map(|(name, schema)| (name.clone(), close(schema)));
            (name.clone(), closed.collect())
        }
        ("const" | "enum" | "default" | "example", _) => (name.clone(), value.clone()),
        _ => (name.clone(), change(value)),
    };
    members.map(one).collect()
}

/// A reference from anywhere.
fn led(reference: &str) -> String {
    if reference.starts_with('#') { format!("{NAME}{reference}") } else { reference.to_owned() }
}
