//! The REST face: reads a request, lets trouble strike, counts it, and writes the answer down.
//! It must not know what a route does (that is `routes.rs`).

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Discord;
use super::drafts::Upload;
use super::faults::{Act, Phase, Strike};
use super::limits::{Exceeded, Scope, Standing, routes_of};
use super::refusal::{NOT_FOUND, Outcome, Refusal};
use super::routes;
use super::state::{Request, World};
use super::uploads::read_body;

/// The largest request Discord takes.
const LARGEST: usize = 25 * 1024 * 1024;

/// A request as the routes see it.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: String,
    /// Without `/api/v10`, each part decoded.
    pub(super) path: String,
    pub(super) query: String,
    pub(super) authorization: Option<String>,
    pub(super) body: Value,
    pub(super) uploads: Vec<Upload>,
}

/// What a route answers.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Reply {
        Reply { status: 200, body: Some(body) }
    }

    pub(super) fn created(body: Value) -> Reply {
        Reply { status: 201, body: Some(body) }
    }

    pub(super) const fn empty() -> Reply {
        Reply { status: 204, body: None }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        Reply { status: refusal.status, body: Some(refusal.body()) }
    }
}

impl Call {
    /// A parameter of the query.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
    }
}

/// Answers a REST request.
pub(super) async fn handle(State(discord): State<Discord>, request: HttpRequest) -> Response {
    if discord.look(|world| world.invalid.is_shut_out(world.now())) {
        // It does not reach Discord at all.
        return shut_out();
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return written(&Reply {
            status: 413,
            body: Some(json!({ "message": "Request entity too large", "code": 40005 })),
        });
    };
    let named = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let path = parts.uri.path();
    let Some(path) = path.strip_prefix("/api/v10").or_else(|| path.strip_prefix("/api")) else {
        return written(&Reply::from(NOT_FOUND));
    };
    let content_type = named(header::CONTENT_TYPE).unwrap_or_default();
    let read = read_body(content_type, &bytes);
    let (body, uploads) = read.clone().unwrap_or_default();
    let call = Call {
        method: parts.method.to_string(),
        path: decoded(path),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: named(header::AUTHORIZATION).map(str::to_owned),
        body,
        uploads,
    };
    let number = discord.with(|world| world.note_request(&call));
    let response = discord.serve(&call, number, read.err()).await;
    let status = response.status().as_u16();
    let shared = response.headers().get("x-ratelimit-scope").is_some_and(|scope| scope == "shared");
    discord.with(|world| {
        let now = world.now();
        world.requests[number].status = Some(status);
        world.invalid.note(&world.limits, status, shared, now);
    });
    discord.show(&call, content_type, response).await
}

impl World {
    /// Writes a request into the log; its number there.
    pub(super) fn note_request(&mut self, call: &Call) -> usize {
        self.requests.push(Request {
            method: call.method.clone(),
            path: call.path.clone(),
            query: call.query.clone(),
            body: call.body.clone(),
            status: None,
            committed: false,
            at: self.now(),
        });
        self.requests.len() - 1
    }

    /// Counts a request and, if it may pass, does what it asks.
    fn perform(&mut self, call: &Call, number: usize, unreadable: Option<Refusal>) -> Response {
        let now = self.now();
        let (template, route) = routes_of(&call.path);
        let standing = match self.buckets.count(&self.limits, &call.method, &template, &route) {
            Ok(standing) => standing,
            Err((standing, exceeded)) => return refused(standing.as_ref(), &exceeded, now),
        };
        let outcome = unreadable.map_or_else(|| routes::answer(self, call), Err);
        self.requests[number].committed = outcome.is_ok();
        let mut response = written(&outcome.unwrap_or_else(Reply::from));
        put_standing(&mut response, &standing, now);
        response
    }
}

impl Discord {
    async fn serve(&self, call: &Call, number: usize, unreadable: Option<Refusal>) -> Response {
        let strike = self.with(|world| {
            let strike = world.faults.strike(&call.method, &call.path);
            if let Some(Act::Limit(scope, wait)) = strike.as_ref().map(|strike| &strike.act) {
                world.buckets.use_up(*scope, (&call.method, &call.path), *wait);
            }
            strike
        });
        if let Some(instead) = self.struck(strike.as_ref(), Phase::Before).await {
            return instead;
        }
        let response = self.with(|world| world.perform(call, number, unreadable));
        self.struck(strike.as_ref(), Phase::After).await.unwrap_or(response)
    }

    /// What a fault makes of this moment: nothing, or an answer instead of the true one.
    pub(super) async fn struck(&self, strike: Option<&Strike>, phase: Phase) -> Option<Response> {
        let strike = strike.filter(|strike| strike.phase == phase)?;
        tokio::select! {
            () = strike.wait() => {}
            () = self.stopping() => return Some(cut()),
        }
        match &strike.act {
            Act::Hold | Act::Limit(..) => None,
            Act::Cut => Some(cut()),
            Act::Status(status, body, headers) => {
                let body = (!body.is_null()).then(|| body.clone());
                let mut response = written(&Reply { status: *status, body });
                for (name, value) in headers {
                    put(&mut response, name, value);
                }
                Some(response)
            }
        }
    }
}

/// A response that closes the connection before a byte of it is sent: its body fails at once.
pub(super) fn cut() -> Response {
    let broken =
        futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut on demand")) });
    Response::new(Body::from_stream(broken))
}

fn written(reply: &Reply) -> Response {
    let body = reply.body.as_ref().map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // Discord's own answers pass its proxy; discord.py takes a 429 without this for a ban of its address.
    put(&mut response, "via", "1.1 google");
    if reply.body.is_some() {
        put(&mut response, "content-type", "application/json");
    }
    response
}

fn put(response: &mut Response, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        response.headers_mut().insert(name, value);
    }
}

fn put_standing(response: &mut Response, standing: &Standing, now: chrono::DateTime<chrono::Utc>) {
    // Rounded up, so that nobody is told to come too early.
    let after = (standing.reset_after.as_secs_f64() * 1000.0).ceil() / 1000.0;
    let reset = std::time::Duration::from_millis(now.timestamp_millis().unsigned_abs()).as_secs_f64() + after;
    put(response, "x-ratelimit-limit", &standing.limit.to_string());
    put(response, "x-ratelimit-remaining", &standing.remaining.to_string());
    put(response, "x-ratelimit-reset", &format!("{reset:.3}"));
    put(response, "x-ratelimit-reset-after", &format!("{after:.3}"));
    put(response, "x-ratelimit-bucket", &standing.bucket);
}

/// A 429 by a limit. A shared one may come although the bot has requests left, and a global one says nothing of routes.
fn refused(standing: Option<&Standing>, exceeded: &Exceeded, now: chrono::DateTime<chrono::Utc>) -> Response {
    let global = exceeded.scope == Scope::Global;
    let message = match exceeded.scope {
        Scope::User | Scope::Global => "You are being rate limited.",
        Scope::Shared => "The resource is being rate limited.",
    };
    let retry = (exceeded.retry_after.as_secs_f64() * 1000.0).ceil() / 1000.0;
    let body = json!({ "message": message, "retry_after": retry, "global": global });
    let mut response = written(&Reply { status: 429, body: Some(body) });
    if let Some(standing) = standing {
        put_standing(&mut response, standing, now);
    }
    put(&mut response, "retry-after", &retry.ceil().to_string());
    put(&mut response, "x-ratelimit-scope", exceeded.scope.name());
    if global {
        put(&mut response, "x-ratelimit-global", "true");
    }
    response
}

/// What stands before Discord answers an address that it shut out: no JSON, and no word of limits.
fn shut_out() -> Response {
    let mut response = Response::new(Body::from("<html><title>Access denied</title>error code: 1015</html>"));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    put(&mut response, "content-type", "text/html; charset=UTF-8");
    put(&mut response, "retry-after", "3600");
    response
}

/// Undoes percent-encoding.
pub(super) fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, others @ ..] = rest {
        let code = if *first == b'%' { others.get(..2) } else { None };
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &others[2..] } else { others };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Answers with an uploaded file, as Discord's file servers do.
pub(super) async fn file(State(discord): State<Discord>, request: HttpRequest) -> Response {
    let mut parts = request.uri().path().split('/').skip(3);
    let id = parts.next().and_then(|id| id.parse().ok()).unwrap_or(0);
    let name = decoded(parts.next().unwrap_or_default());
    let Some(file) = discord.look(|world| world.files.get(&id).cloned()).filter(|file| file.name == name)
    else {
        return written(&Reply { status: 404, body: None });
    };
    let mut response = Response::new(Body::from(file.bytes));
    put(&mut response, "content-type", &file.content_type);
    response
}

/// What the routes answer.
pub(super) type Answered = Outcome<Reply>;
