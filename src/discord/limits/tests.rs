use super::book::{Book, Verdict};
use super::*;

const MS: Duration = Duration::from_millis(1);

fn key(method: LightMethod, path: &str) -> RouteKey {
    RouteKey::of(method, &format!("https://discord.com/api/v10/{path}"))
}

fn messages(channel: u64) -> RouteKey {
    key(LightMethod::Post, &format!("channels/{channel}/messages"))
}

fn callback() -> RouteKey {
    key(LightMethod::Post, "interactions/7/secret/callback")
}

fn seen(remaining: u32, reset_after: Duration) -> Seen {
    let bucket = Some("b".to_owned());
    Seen { bucket, limit: Some(5), remaining: Some(remaining), reset_after: Some(reset_after), refusal: None }
}

fn refused(scope: Scope, retry_after: Duration) -> Seen {
    Seen { refusal: Some(Refusal { scope, retry_after }), ..Seen::default() }
}

/// A book that is asked by requests which come and go at given milliseconds.
struct Desk {
    book: Book,
    start: Instant,
}

impl Desk {
    fn new() -> Desk {
        Desk { book: Book::default(), start: Instant::now() }
    }

    fn at(&self, ms: u32) -> Instant {
        self.start + MS * ms
    }

    /// Asks for a new request; it quits unless it may go.
    fn ask(&mut self, ms: u32, key: &RouteKey, lane: Lane) -> Verdict {
        let now = self.at(ms);
        let ticket = self.book.join(key, false, now);
        let verdict = self.book.ask(key, lane, ticket, now);
        self.book.quit(key, ticket);
        verdict
    }

    fn go(&mut self, ms: u32, key: &RouteKey, lane: Lane) -> Sent {
        let bucket = self.book.counted_in(key);
        assert_eq!(self.ask(ms, key, lane), Verdict::Go);
        Sent { bucket, lane, at: self.at(ms) }
    }

    /// A whole request: goes, and is answered at once.
    fn request(&mut self, ms: u32, key: &RouteKey, lane: Lane, seen: &Seen) {
        let sent = self.go(ms, key, lane);
        self.book.leave(key, &sent, Some(seen), self.at(ms));
    }
}

#[test]
fn a_route_is_named_without_ids_and_tokens_and_split_by_its_first_id() {
    for (path, name) in [
        ("channels/12/messages", "POST /channels/{id}/messages"),
        ("channels/12/messages/34/threads", "POST /channels/{id}/messages/{id}/threads"),
        (
            "channels/1/messages/2/reactions/%E2%9C%85/@me",
            "POST /channels/{id}/messages/{id}/reactions/{emoji}/@me",
        ),
        ("interactions/12/secret/callback", "POST /interactions/{id}/{token}/callback"),
        ("webhooks/12/secret/messages/@original", "POST /webhooks/{id}/{token}/messages/@original"),
        ("gateway/bot", "POST /gateway/bot"),
    ] {
        assert_eq!(key(LightMethod::Post, path).name(), name);
    }
    assert_ne!(messages(1), messages(2));
    assert_ne!(messages(1), key(LightMethod::Get, "channels/1/messages"));
    assert_ne!(key(LightMethod::Post, "webhooks/1/a"), key(LightMethod::Post, "webhooks/1/b"));
    let message = |id: u64| key(LightMethod::Get, &format!("channels/1/messages/{id}"));
    assert_eq!(message(1), message(2));
}

#[test]
fn an_unknown_bucket_lets_one_through_to_learn_from() {
    let mut desk = Desk::new();
    let sent = desk.go(0, &messages(1), Lane::Post);
    assert_eq!(desk.ask(0, &messages(1), Lane::Post), Verdict::NextChange);
    assert_eq!(desk.ask(0, &messages(2), Lane::Post), Verdict::Go);
    desk.book.leave(&messages(1), &sent, Some(&seen(2, MS * 900)), desk.at(10));
    for expected in [Verdict::Go, Verdict::Go, Verdict::Until(desk.at(910))] {
        assert_eq!(desk.ask(20, &messages(1), Lane::Post), expected);
    }
}

#[test]
fn a_new_window_allows_what_the_limit_says_less_what_is_still_in_flight() {
    let mut desk = Desk::new();
    desk.request(0, &messages(1), Lane::Post, &seen(1, MS * 1_000));
    desk.go(1, &messages(1), Lane::Post);
    for expected in [Verdict::Go, Verdict::Go, Verdict::Go, Verdict::Go, Verdict::NextChange] {
        assert_eq!(desk.ask(1_000, &messages(1), Lane::Post), expected);
    }
}

#[test]
fn a_request_that_was_never_answered_does_not_block_its_route() {
    let mut desk = Desk::new();
    desk.request(0, &messages(1), Lane::Post, &Seen { limit: Some(1), ..seen(0, MS * 10) });
    let sent = desk.go(20, &messages(1), Lane::Post);
    desk.book.leave(&messages(1), &sent, None, desk.at(30));
    assert_eq!(desk.ask(30, &messages(1), Lane::Post), Verdict::Go);
}

#[test]
fn routes_share_a_bucket_of_the_same_name_and_channel() {
    let mut desk = Desk::new();
    let edit = key(LightMethod::Patch, "channels/1/messages/5");
    desk.request(0, &messages(1), Lane::Post, &seen(4, MS * 900));
    desk.request(0, &edit, Lane::Post, &seen(0, MS * 900));
    assert_eq!(desk.ask(1, &messages(1), Lane::Post), Verdict::Until(desk.at(900)));
    assert_eq!(desk.ask(1, &messages(2), Lane::Post), Verdict::Go);
}

#[test]
fn a_refused_route_waits_alone_and_the_refused_request_goes_first() {
    let mut desk = Desk::new();
    desk.request(0, &messages(1), Lane::Post, &refused(Scope::Route, MS * 500));
    let late = desk.book.join(&messages(1), false, desk.at(1));
    let again = desk.book.join(&messages(1), true, desk.at(1));
    assert_eq!(desk.book.ask(&messages(1), Lane::Post, again, desk.at(1)), Verdict::Until(desk.at(500)));
    assert_eq!(desk.book.ask(&messages(1), Lane::Post, late, desk.at(500)), Verdict::NextChange);
    assert_eq!(desk.book.ask(&messages(1), Lane::Post, again, desk.at(500)), Verdict::Go);
    assert_eq!(desk.ask(1, &messages(2), Lane::Post), Verdict::Go);
}

#[test]
fn requests_of_a_route_go_first_in_first_out() {
    let mut desk = Desk::new();
    let (first, second) =
        (desk.book.join(&messages(1), false, desk.start), desk.book.join(&messages(1), false, desk.start));
    assert_eq!(desk.book.ask(&messages(1), Lane::Post, second, desk.start), Verdict::NextChange);
    assert_eq!(desk.book.ask(&messages(1), Lane::Post, first, desk.start), Verdict::Go);
}

#[test]
fn a_global_refusal_pauses_everything_but_interactions() {
    let mut desk = Desk::new();
    desk.request(0, &messages(1), Lane::Post, &refused(Scope::Global, MS * 2_000));
    for lane in [Lane::Post, Lane::Background] {
        assert_eq!(desk.ask(1, &messages(2), lane), Verdict::Until(desk.at(2_000)));
    }
    assert_eq!(desk.ask(1, &callback(), Lane::Interaction), Verdict::Go);
    assert_eq!(desk.ask(2_000, &messages(2), Lane::Post), Verdict::Go);
}

#[test]
fn a_blocked_address_stops_interactions_too() {
    let mut desk = Desk::new();
    desk.request(0, &messages(1), Lane::Post, &refused(Scope::Address, MS * 2_000));
    assert_eq!(desk.ask(1, &callback(), Lane::Interaction), Verdict::Until(desk.at(2_000)));
}

#[test]
fn the_budget_of_a_second_leaves_room_for_posts_and_never_holds_interactions() {
    let mut desk = Desk::new();
    let free = seen(4, MS * 1_000);
    for channel in 1..=30 {
        desk.request(0, &messages(channel), Lane::Background, &free);
    }
    assert_eq!(desk.ask(1, &messages(100), Lane::Background), Verdict::Until(desk.at(1_004)));
    for channel in 31..=50 {
        desk.request(1, &messages(channel), Lane::Post, &free);
    }
    assert_eq!(desk.ask(2, &messages(100), Lane::Post), Verdict::Until(desk.at(1_004)));
    assert_eq!(desk.ask(2, &callback(), Lane::Interaction), Verdict::Go);
    assert_eq!(desk.ask(1_004, &messages(100), Lane::Post), Verdict::Go);
}

#[test]
fn a_request_is_held_against_the_budget_for_as_long_as_it_may_have_been_on_its_way() {
    let mut desk = Desk::new();
    let free = seen(4, MS * 1_000);
    let answer = |desk: &mut Desk, channels: std::ops::RangeInclusive<u64>, ms: u32| {
        for channel in channels {
            let sent = desk.go(ms, &messages(channel), Lane::Post);
            desk.book.leave(&messages(channel), &sent, Some(&free), desk.at(ms + 100));
        }
    };
    // The way takes 100 ms: nothing is known of the first ones, but then that alone costs nothing.
    answer(&mut desk, 1..=49, 0);
    answer(&mut desk, 51..=99, 5_000);
    let slow = desk.go(5_000, &messages(50), Lane::Post);
    assert_eq!(desk.ask(5_500, &messages(200), Lane::Post), Verdict::Until(desk.at(6_004)));
    for channel in 101..=149 {
        desk.go(6_004, &messages(channel), Lane::Post);
    }
    // It was not answered yet, so it may arrive only now; once it was, the last moment it can have arrived is known.
    assert_eq!(desk.ask(6_500, &messages(200), Lane::Post), Verdict::NextChange);
    desk.book.leave(&messages(50), &slow, Some(&free), desk.at(6_600));
    assert_eq!(desk.ask(6_600, &messages(200), Lane::Post), Verdict::Until(desk.at(7_504)));
    assert_eq!(desk.ask(7_504, &messages(200), Lane::Post), Verdict::Go);
}

#[test]
fn no_second_sees_more_than_fifty_however_long_each_request_is_on_its_way() {
    let mut desk = Desk::new();
    // Pseudo-random ways there and back of 20 to 83 ms; the server counts by arrival.
    let mut dice = 12_345_u32;
    let mut roll = || {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        20 + (dice >> 26)
    };
    let (mut arrived, mut in_flight, mut next) = (Vec::new(), Vec::new(), 1);
    // The quickest way is known from before.
    let known = desk.go(0, &messages(1), Lane::Post);
    desk.book.leave(&messages(1), &known, Some(&seen(4, MS)), desk.at(40));
    for ms in 40..20_000 {
        in_flight.retain(|(answered, channel, sent): &(u32, u64, Sent)| {
            if *answered == ms {
                desk.book.leave(&messages(*channel), sent, Some(&seen(4, MS)), desk.start + MS * ms);
            }
            *answered != ms
        });
        while desk.ask(ms, &messages(next + 1), Lane::Post) == Verdict::Go {
            next += 1;
            let (there, back) = (roll(), roll());
            arrived.push(ms + there);
            let sent = Sent { bucket: None, lane: Lane::Post, at: desk.at(ms) };
            in_flight.push((ms + there + back, next, sent));
        }
    }
    arrived.sort_unstable();
    assert!(arrived.windows(51).all(|window| window[50] - window[0] >= 1_000), "51 within a second");
    assert!(arrived.len() > 19 * 45, "{} is too slow", arrived.len());
}

#[test]
fn what_is_idle_is_forgotten_and_callbacks_leave_nothing() {
    let mut desk = Desk::new();
    for id in 0..50 {
        let key = key(LightMethod::Post, &format!("interactions/{id}/secret{id}/callback"));
        desk.request(0, &key, Lane::Interaction, &seen(4, MS * 1_000));
    }
    assert_eq!(desk.book.sizes(), (0, 0));
    let edit = key(LightMethod::Patch, "webhooks/1/secret/messages/@original");
    desk.request(0, &edit, Lane::Interaction, &seen(0, MS * 1_000));
    desk.request(0, &messages(1), Lane::Post, &seen(4, MS * 1_000));
    assert_eq!(desk.book.sizes(), (2, 2));
    desk.request(10_000, &callback(), Lane::Interaction, &seen(4, MS));
    assert_eq!(desk.book.sizes(), (1, 1));
    desk.request(700_000, &callback(), Lane::Interaction, &seen(4, MS));
    assert_eq!(desk.book.sizes(), (0, 0));
}

#[test]
fn a_refusal_is_read_from_headers_and_body() {
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;

    fn check(headers: &[(&'static str, &'static str)], body: &str, scope: Scope, retry_after: Duration) {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let seen = Seen::read(StatusCode::TOO_MANY_REQUESTS, &headers, body.as_bytes());
        assert_eq!(seen.refusal, Some(Refusal { scope, retry_after }), "{headers:?} {body}");
    }

    let body = r#"{"message": "slow down", "retry_after": 0.35, "global": false}"#;
    check(&[("retry-after", "1"), ("x-ratelimit-scope", "user")], body, Scope::Route, MS * 350);
    check(&[("x-ratelimit-scope", "shared")], body, Scope::Route, MS * 350);
    check(&[("x-ratelimit-global", "true"), ("retry-after", "2")], "{}", Scope::Global, MS * 2_000);
    check(&[], r#"{"retry_after": 3, "global": true}"#, Scope::Global, MS * 3_000);
    check(&[("retry-after", "60")], "<html>", Scope::Address, MS * 60_000);
    check(&[], r#"{"retry_after": -1}"#, Scope::Route, MS * 5_000);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let limits = Limits::new();
    let soon = Instant::now() + Duration::from_secs(60);
    let pass = limits.enter(&messages(1), Lane::Post, false, soon).await.unwrap();
    pass.settle(&refused(Scope::Route, Duration::from_secs(600)));
    assert!(limits.enter(&messages(1), Lane::Post, false, soon).await.is_err());
    assert!(limits.enter(&messages(2), Lane::Post, false, soon).await.is_ok());
}

#[tokio::test]
async fn one_that_gives_up_does_not_block_those_behind() {
    let limits = Limits::new();
    let soon = Instant::now() + Duration::from_secs(60);
    let key = messages(1);
    let first = limits.enter(&key, Lane::Post, false, soon).await.unwrap();
    let mut second = Box::pin(limits.enter(&key, Lane::Post, false, soon));
    assert!(futures_util::future::poll_immediate(&mut second).await.is_none());
    let mut third = Box::pin(limits.enter(&key, Lane::Post, false, soon));
    assert!(futures_util::future::poll_immediate(&mut third).await.is_none());
    drop((second, first));
    assert!(third.await.is_ok());
}
