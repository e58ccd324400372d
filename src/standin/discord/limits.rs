//! Rate limits: buckets by route and by the whole bot, in real time. It must not delay anyone, only refuse.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

use super::Discord;

/// The time over which invalid requests are counted.
const TEN_MINUTES: TimeDelta = TimeDelta::minutes(10);
/// How long an address is shut out; Discord does not say.
const SHUT_OUT: TimeDelta = TimeDelta::hours(1);

/// One limit: so many requests per time for each bucket of the routes it matches.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The method, or any.
    pub method: Option<String>,
    /// How the route ends, as in `/messages` or `/callback`; empty for every route.
    pub ends: String,
    /// Requests in one window.
    pub most: u32,
    /// The window.
    pub per: Duration,
}

/// All limits. The first rule that matches counts.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests per second for the whole bot; interaction endpoints do not count.
    pub global: u32,
    /// Limits of routes.
    pub rules: Vec<Rule>,
    /// Requests in ten minutes, by the clock, that may be answered with 401, 403 or 429; then the address is shut out.
    pub invalid: usize,
}

/// What a channel may publish to its followers.
fn crossposts() -> Rule {
    Rule {
        method: Some("POST".to_owned()),
        ends: "/crosspost".to_owned(),
        most: 10,
        per: Duration::from_secs(3600),
    }
}

impl Default for Limits {
    fn default() -> Limits {
        let per = Duration::from_secs(1);
        let generous = Rule { method: None, ends: String::new(), most: 1000, per };
        Limits { global: 50, rules: vec![crossposts(), generous], invalid: 10_000 }
    }
}

impl Limits {
    /// Numbers that Discord was seen to use.
    pub fn like_discord() -> Limits {
        let rule = |method: &str, ends: &str, most, milliseconds| Rule {
            method: Some(method.to_owned()),
            ends: ends.to_owned(),
            most,
            per: Duration::from_millis(milliseconds),
        };
        let mut rules = vec![
            rule("POST", "/messages", 5, 5000),
            rule("PUT", "/@me", 1, 250),
            rule("DELETE", "/@me", 1, 250),
            rule("POST", "/threads", 50, 300_000),
            rule("PUT", "/commands", 2, 20_000),
            rule("POST", "/channels", 10, 600_000),
        ];
        rules.extend(Limits::default().rules);
        Limits { rules, ..Limits::default() }
    }

    /// The rule of a route, by its method and its path without ids.
    fn of(&self, method: &str, template: &str) -> Rule {
        let fits = |rule: &&Rule| {
            rule.method.as_ref().is_none_or(|one| one == method) && template.ends_with(rule.ends.as_str())
        };
        let found = self.rules.iter().find(fits).cloned();
        found.or_else(|| Limits::default().rules.pop()).expect("the default has one rule")
    }
}

/// What a refusal by a limit is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    /// One route, for this bot.
    User,
    /// Everything this bot asks for, but for interaction endpoints.
    Global,
    /// One route, for everyone: others used it up, which is no fault of the bot's.
    Shared,
}

impl Scope {
    /// As `X-RateLimit-Scope` says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Scope::User => "user",
            Scope::Global => "global",
            Scope::Shared => "shared",
        }
    }
}

/// What a request's bucket looks like after it.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) reset_after: Duration,
    pub(super) bucket: String,
}

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(super) struct Exceeded {
    pub(super) retry_after: Duration,
    pub(super) scope: Scope,
}

#[derive(Clone, Debug)]
struct Window {
    until: Instant,
    used: u32,
    /// Someone else used it up.
    spent: Option<Scope>,
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    routes: BTreeMap<String, Window>,
    global: Option<Window>,
}

impl Window {
    fn take(&mut self, most: u32, per: Duration, now: Instant) -> Result<Duration, Duration> {
        if now >= self.until {
            *self = Window { until: now + per, used: 0, spent: None };
        }
        let left = self.until.duration_since(now);
        if self.spent.is_some() || self.used >= most {
            return Err(left);
        }
        self.used += 1;
        Ok(left)
    }
}

impl Buckets {
    /// Closes a window for so long, as if someone else had used it up.
    pub(super) fn use_up(&mut self, scope: Scope, (method, path): (&str, &str), wait: Duration) {
        let window = Window { until: Instant::now() + wait, used: 0, spent: Some(scope) };
        match scope {
            Scope::Global => self.global = Some(window),
            Scope::User | Scope::Shared => {
                self.routes.insert(format!("{method} {}", routes_of(path).1), window);
            }
        }
    }

    /// Counts a request; `route` has its major ids in it, `template` has none. A global refusal has no standing.
    pub(super) fn count(
        &mut self,
        limits: &Limits,
        method: &str,
        template: &str,
        route: &str,
    ) -> Result<Standing, (Option<Standing>, Exceeded)> {
        let now = Instant::now();
        let interaction = template.starts_with("/interactions") || template.starts_with("/webhooks");
        if !interaction && template != "/gateway" {
            let window = self.global.get_or_insert(Window { until: now, used: 0, spent: None });
            window
                .take(limits.global, Duration::from_secs(1), now)
                .map_err(|retry_after| (None, Exceeded { retry_after, scope: Scope::Global }))?;
        }
        let Rule { most, per, .. } = limits.of(method, template);
        let fresh = Window { until: now, used: 0, spent: None };
        let window = self.routes.entry(format!("{method} {route}")).or_insert(fresh);
        let taken = window.take(most, per, now);
        let (Ok(reset_after) | Err(reset_after)) = taken;
        let standing = Standing {
            limit: most,
            remaining: most.saturating_sub(window.used),
            reset_after,
            bucket: hash(&format!("{method} {template}")),
        };
        match taken {
            Ok(_) => Ok(standing),
            Err(retry_after) => {
                let scope = window.spent.unwrap_or(Scope::User);
                // A shared limit is none of the bot's own count.
                let remaining = if scope == Scope::Shared { standing.remaining } else { 0 };
                Err((Some(Standing { remaining, ..standing }), Exceeded { retry_after, scope }))
            }
        }
    }
}

impl Discord {
    /// Sets rate limits; the count starts anew.
    pub fn set_limits(&self, limits: Limits) {
        self.with(|world| {
            (world.limits, world.buckets, world.invalid) = (limits, Buckets::default(), Invalid::default());
        });
    }

    /// Someone else uses a limit up for so long: of a route (`path` is without `/api/v10`) another program of the same
    /// bot or, when it is shared, anyone; of everything, another program of the same bot.
    pub fn use_up(&self, scope: Scope, (method, path): (&str, &str), wait: Duration) {
        self.with(|world| world.buckets.use_up(scope, (method, path), wait));
    }

    /// How many of the bot's requests of the last ten minutes count as invalid.
    pub fn invalid_requests(&self) -> usize {
        self.with(|world| {
            let now = world.now();
            world.invalid.recent(now)
        })
    }
}

/// Requests that were answered with 401, 403 or 429: too many, and the address is shut out for a while.
#[derive(Debug, Default)]
pub(super) struct Invalid {
    at: VecDeque<DateTime<Utc>>,
    shut_out_until: Option<DateTime<Utc>>,
}

impl Invalid {
    /// Notes an answer.
    pub(super) fn note(&mut self, limits: &Limits, status: u16, shared: bool, now: DateTime<Utc>) {
        if !matches!(status, 401 | 403 | 429) || shared || self.is_shut_out(now) {
            return;
        }
        self.at.push_back(now);
        if self.recent(now) >= limits.invalid {
            self.shut_out_until = Some(now + SHUT_OUT);
        }
    }

    fn recent(&mut self, now: DateTime<Utc>) -> usize {
        self.at.retain(|at| now - *at < TEN_MINUTES);
        self.at.len()
    }

    /// Whether the address is shut out.
    pub(super) fn is_shut_out(&self, now: DateTime<Utc>) -> bool {
        self.shut_out_until.is_some_and(|until| now < until)
    }
}

/// A name for a bucket that says nothing, as Discord's do (FNV-1a).
fn hash(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// A path as its template and as its route: ids become `{id}`, but major ids stay in the route.
pub(super) fn routes_of(path: &str) -> (String, String) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (mut template, mut route) = (String::new(), String::new());
    for (index, part) in parts.iter().enumerate() {
        let id = part.bytes().all(|byte| byte.is_ascii_digit());
        let token = index == 2 && matches!(parts[0], "webhooks" | "interactions");
        let emoji = index > 0 && parts[index - 1] == "reactions";
        let shown = if id || token || emoji { "{id}" } else { part };
        let major = index == 1 && matches!(parts[0], "channels" | "guilds" | "webhooks" | "interactions");
        template = format!("{template}/{shown}");
        route = format!("{route}/{}", if major || token { part } else { shown });
    }
    (template, route)
}
