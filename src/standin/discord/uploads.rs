//! Bodies of requests: JSON, or a form with JSON and files. It must not judge what they say.

use axum::body::Bytes;
use serde_json::Value;

use super::drafts::Upload;
use super::refusal::{BAD_JSON, Outcome};

/// Reads a body by its content type.
pub(super) fn read_body(content_type: &str, bytes: &Bytes) -> Outcome<(Value, Vec<Upload>)> {
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    let Some(boundary) = content_type.strip_prefix("multipart/form-data").and_then(boundary_of) else {
        return Ok((serde_json::from_slice(bytes).map_err(|_| BAD_JSON)?, Vec::new()));
    };
    let (mut body, mut uploads) = (Value::Null, Vec::new());
    for part in parts(bytes, &boundary) {
        let Some(split) = find(&part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..split]).into_owned();
        let content = part.slice(split + 4..);
        let name = parameter(&head, "name").unwrap_or_default();
        match parameter(&head, "filename") {
            _ if name == "payload_json" => body = serde_json::from_slice(&content).map_err(|_| BAD_JSON)?,
            Some(file) => uploads.push(Upload {
                index: name.trim_start_matches("files[").trim_end_matches(']').to_owned(),
                content_type: content_type_of(&head, &file),
                name: file,
                bytes: content,
            }),
            None => {}
        }
    }
    Ok((body, uploads))
}

fn boundary_of(rest: &str) -> Option<String> {
    Some(rest.split("boundary=").nth(1)?.split(';').next()?.trim().trim_matches('"').to_owned())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn parts(bytes: &Bytes, boundary: &str) -> Vec<Bytes> {
    let marker = format!("--{boundary}");
    let mut parts = Vec::new();
    let Some(mut start) = find(bytes, marker.as_bytes()).map(|at| at + marker.len()) else { return parts };
    let ending = format!("\r\n{marker}");
    while bytes[start..].starts_with(b"\r\n") {
        let from = start + 2;
        let Some(length) = find(&bytes[start..], ending.as_bytes()) else { break };
        if start + length > from {
            parts.push(bytes.slice(from..start + length));
        }
        start += length + ending.len();
    }
    parts
}

fn parameter(head: &str, name: &str) -> Option<String> {
    let wanted = format!(" {name}=\"");
    Some(head.split(&wanted).nth(1)?.split('"').next()?.to_owned())
}

fn content_type_of(head: &str, file: &str) -> String {
    let named = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
    });
    let extension = file.rsplit('.').next().unwrap_or_default();
    let guessed = match extension {
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        _ => "application/octet-stream",
    };
    named.unwrap_or_else(|| guessed.to_owned())
}
