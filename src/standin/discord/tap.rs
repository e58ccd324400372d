//! What passes over the wire, for whoever watches. It must neither judge nor change it.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::response::Response;
use serde_json::Value;

use super::Discord;
use super::http::{Call, cut};

/// A request and its answer, as they were on the wire.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Method, as in `POST`.
    pub method: String,
    /// Path without `/api/v10` and without the query, decoded.
    pub path: String,
    /// The query without `?`, as it was sent.
    pub query: String,
    /// The request's content type; empty when it has none.
    pub content_type: String,
    /// The request's JSON (`payload_json` of a form), or null.
    pub request: Value,
    /// The answer's status.
    pub status: u16,
    /// The answer's body; empty when it has none.
    pub answer: String,
}

/// Something that passed.
#[derive(Clone, Copy, Debug)]
pub enum Passed<'a> {
    /// Over REST, before the answer is sent. A connection that was cut passed nothing.
    Exchange(&'a Exchange),
    /// Over the gateway, to the bot: one frame of JSON.
    Frame(&'a str),
}

/// Is told of everything that passes. It is called while a request waits, so it should be brief, and it must not use
/// the stand-in's handle.
pub(super) type Watcher = Arc<dyn Fn(Passed<'_>) + Send + Sync>;

impl Discord {
    /// Has someone watch what passes from now on. There is one watcher; a second one is not heard.
    pub fn watch(&self, watcher: impl Fn(Passed<'_>) + Send + Sync + 'static) {
        // Whoever watches first goes on watching.
        drop(self.inner.watcher.set(Arc::new(watcher)));
    }

    /// Shows a frame to the watcher.
    pub(super) fn show_frame(&self, frame: &str) {
        if let Some(watcher) = self.inner.watcher.get() {
            watcher(Passed::Frame(frame));
        }
    }

    /// Shows an exchange to the watcher, and gives the answer back.
    pub(super) async fn show(&self, call: &Call, content_type: &str, response: Response) -> Response {
        let Some(watcher) = self.inner.watcher.get() else { return response };
        let (parts, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else { return cut() };
        watcher(Passed::Exchange(&Exchange {
            method: call.method.clone(),
            path: call.path.clone(),
            query: call.query.clone(),
            content_type: content_type.to_owned(),
            request: call.body.clone(),
            status: parts.status.as_u16(),
            answer: String::from_utf8_lossy(&bytes).into_owned(),
        }));
        Response::from_parts(parts, Body::from(bytes))
    }
}
