use super::*;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_pushed_clock_stands_still_and_clones_share_its_hands() {
    let clock = Clock::pushed(instant("2026-10-20T07:00:00Z"));
    let demo_button = clock.clone();
    assert_eq!(clock.now(), instant("2026-10-20T07:00:00Z"));

    demo_button.push_to(instant("2026-10-21T07:00:00Z"));

    assert_eq!(clock.now(), instant("2026-10-21T07:00:00Z"));
}

#[test]
fn a_pushed_clock_never_runs_backwards() {
    let clock = Clock::pushed(instant("2026-10-20T07:00:00Z"));

    let shown = clock.push_to(instant("2026-10-19T07:00:00Z"));

    assert_eq!(shown, instant("2026-10-20T07:00:00Z"));
    assert_eq!(clock.now(), shown);
}

#[test]
fn the_machines_clock_cannot_be_pushed() {
    let before = Clock::System.now();

    let shown = Clock::System.push_to(instant("2999-01-01T00:00:00Z"));

    assert!(shown >= before && shown < instant("2999-01-01T00:00:00Z"));
}
