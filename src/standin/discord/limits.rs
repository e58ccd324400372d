//! Rate limits: buckets by route and by the whole bot, in real time. It must not delay anyone, only refuse.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

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
}

impl Default for Limits {
    fn default() -> Limits {
        let generous = Rule { method: None, ends: String::new(), most: 1000, per: Duration::from_secs(1) };
        Limits { global: 50, rules: vec![generous] }
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
        Limits { global: 50, rules }
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
    pub(super) global: bool,
}

#[derive(Clone, Debug)]
struct Window {
    opened: Instant,
    used: u32,
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    routes: BTreeMap<String, Window>,
    global: Option<Window>,
}

fn take(window: &mut Window, most: u32, per: Duration, now: Instant) -> Result<Duration, Duration> {
    if now.duration_since(window.opened) >= per {
        *window = Window { opened: now, used: 0 };
    }
    let left = per.saturating_sub(now.duration_since(window.opened));
    if window.used >= most {
        return Err(left);
    }
    window.used += 1;
    Ok(left)
}

impl Buckets {
    /// Counts a request; `route` has its major ids in it, `template` has none.
    pub(super) fn count(
        &mut self,
        limits: &Limits,
        method: &str,
        template: &str,
        route: &str,
    ) -> (Standing, Option<Exceeded>) {
        let now = Instant::now();
        let interaction = template.starts_with("/interactions") || template.starts_with("/webhooks");
        if !interaction && template != "/gateway" {
            let window = self.global.get_or_insert(Window { opened: now, used: 0 });
            if let Err(retry_after) = take(window, limits.global, Duration::from_secs(1), now) {
                let standing = Standing {
                    limit: limits.global,
                    remaining: 0,
                    reset_after: retry_after,
                    bucket: "global".to_owned(),
                };
                return (standing, Some(Exceeded { retry_after, global: true }));
            }
        }
        let fits = |rule: &&Rule| {
            rule.method.as_ref().is_none_or(|one| one == method) && template.ends_with(rule.ends.as_str())
        };
        let (most, per) = match limits.rules.iter().find(fits) {
            Some(rule) => (rule.most, rule.per),
            None => (1000, Duration::from_secs(1)),
        };
        let window =
            self.routes.entry(format!("{method} {route}")).or_insert(Window { opened: now, used: 0 });
        let taken = take(window, most, per, now);
        let (Ok(reset_after) | Err(reset_after)) = taken;
        let standing = Standing {
            limit: most,
            remaining: most.saturating_sub(window.used),
            reset_after,
            bucket: hash(&format!("{method} {template}")),
        };
        let exceeded = taken.err().map(|retry_after| Exceeded { retry_after, global: false });
        (standing, exceeded)
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
