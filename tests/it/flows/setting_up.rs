//! The panel: a first day whose time has passed, pauses, and changes that never reach back.

use quotidian::commands::{Command, Setup, Start};
use quotidian::domain::Weekdays;
use quotidian::view::{SetupPage, SetupSaid, SetupState, View};
use quotidian::words::UserError;

use super::group::{Group, actor, instant, when};
use chrono::Weekday;
use chrono_tz::Europe::Paris;

#[tokio::test]
async fn whoever_is_no_organiser_is_refused_the_panel_and_changes_nothing() {
    let group = Group::running(10).await;
    for command in [Command::Setup(Setup::Pause), Command::Setup(Setup::Show(None)), Command::Doctor] {
        let refused = group.app.ask(command, &actor("mallory"), group.now).await.expect_err("a refusal");
        assert_eq!(refused.downcast_ref::<UserError>(), Some(&UserError::NotOrganiser));
    }
    assert_eq!(group.press(Setup::Check).await.state, SetupState::Running);
}

#[tokio::test]
async fn it_starts_only_when_nothing_is_missing() {
    let group = Group::new(10).await;
    let panel = group.press(Setup::Start(Start::Ask)).await;
    assert_eq!((panel.said, panel.state), (Some(SetupSaid::NotYet), SetupState::New));
    group.press(Setup::Channel("c1".into(), quotidian::effect::ChannelKind::Text)).await;
    group.press(when("9", "Paris")).await;
    let panel = group.press(Setup::Start(Start::Ask)).await;
    assert_eq!(panel.said, Some(SetupSaid::Started(Some(instant(Paris, "2026-10-19 09:00")))));
    assert_eq!(panel.next[0], instant(Paris, "2026-10-19 09:00"));
}

#[tokio::test]
async fn a_first_day_whose_time_has_passed_offers_now_or_the_next_day() {
    let mut group = Group::new(10).await;
    group.set_up().await;
    group.at("2026-10-19 14:00");
    let panel = group.press(Setup::Start(Start::Ask)).await;
    assert_eq!((panel.page, panel.state), (SetupPage::FirstDay, SetupState::New));
    group.tick().await;
    group.carry_out().await;
    assert!(group.posts().is_empty(), "nothing is asked until someone says so");
    let panel = group.press(Setup::Start(Start::Next)).await;
    assert_eq!(panel.said, Some(SetupSaid::Started(Some(instant(Paris, "2026-10-20 09:00")))));
    group.tick().await;
    assert!(group.kinds().await.is_empty());
    group.morning("2026-10-20").await;
    assert_eq!(group.asked_days().await, ["2026-10-20"]);
    assert!(group.missed().await.is_empty());
}

#[tokio::test]
async fn asking_at_once_asks_once_even_when_pressed_twice() {
    let mut group = Group::new(10).await;
    group.set_up().await;
    group.at("2026-10-19 14:00");
    let panel = group.press(Setup::Start(Start::Now)).await;
    assert_eq!(panel.said, Some(SetupSaid::Started(None)));
    group.press(Setup::Start(Start::Now)).await;
    group.tick().await;
    let panel = group.press(Setup::Start(Start::Now)).await;
    assert_eq!(panel.said, Some(SetupSaid::Started(Some(instant(Paris, "2026-10-20 09:00")))));
    group.tick().await;
    group.carry_out().await;
    group.press(Setup::Start(Start::Now)).await;
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert!(!group.posts()[0].late, "it comes when it was wished for");
}

#[tokio::test]
async fn days_of_a_pause_are_not_missed() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.answers("ada", "a1", "2026-10-19").await;
    let panel = group.press(Setup::Pause).await;
    assert_eq!((panel.state, panel.said), (SetupState::Paused, Some(SetupSaid::Paused)));
    assert_eq!(panel.next[0], instant(Paris, "2026-10-20 09:00"), "today was asked already");
    group.morning("2026-10-21").await;
    group.at("2026-10-23 08:00");
    group.press(Setup::Start(Start::Ask)).await;
    group.morning("2026-10-23").await;
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-23"]);
    assert!(group.missed().await.is_empty());
    group.answers("ada", "a2", "2026-10-23").await;
    assert_eq!(group.run("ada").await, (2, 2, 2));
}

#[tokio::test]
async fn pausing_what_never_started_starts_nothing() {
    let group = Group::new(10).await;
    assert_eq!(group.press(Setup::Pause).await.state, SetupState::New);
}

#[tokio::test]
async fn a_changed_zone_never_asks_a_day_twice() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    // In Honolulu it is still Sunday evening, and Monday 09:00 comes again.
    group.press(when("09:00", "Pacific/Honolulu")).await;
    for hours in 0..72 {
        group.now = instant(Paris, "2026-10-19 10:00") + chrono::Duration::hours(hours);
        group.tick().await;
        group.carry_out().await;
    }
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-20", "2026-10-21"]);
    assert!(group.missed().await.is_empty());
}

#[tokio::test]
async fn starting_again_in_another_zone_never_asks_a_day_twice_and_says_so() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.press(Setup::Pause).await;
    group.press(when("09:00", "Pacific/Honolulu")).await;
    let panel = group.press(Setup::Start(Start::Ask)).await;
    let first = instant(chrono_tz::Pacific::Honolulu, "2026-10-20 09:00");
    assert_eq!(panel.said, Some(SetupSaid::Started(Some(first))));
    assert_eq!(panel.next[0], first);
}

#[tokio::test]
async fn a_later_time_never_asks_a_day_twice() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.press(Setup::Pause).await;
    group.press(when("18:00", "")).await;
    let panel = group.press(Setup::Start(Start::Ask)).await;
    assert_eq!(panel.said, Some(SetupSaid::Started(Some(instant(Paris, "2026-10-20 18:00")))));
    group.at("2026-10-19 18:00").tick().await;
    assert!(group.kinds().await.is_empty());
}

#[tokio::test]
async fn a_time_moved_into_the_past_asks_only_when_someone_says_so() {
    for (start, expected) in [(Start::Now, "2026-10-20"), (Start::Next, "2026-10-21")] {
        let mut group = Group::running(10).await;
        group.morning("2026-10-19").await;
        group.at("2026-10-20 08:30");
        let panel = group.press(when("08:00", "")).await;
        assert_eq!(panel.page, SetupPage::FirstDay);
        group.at("2026-10-20 12:00").tick().await;
        assert!(group.kinds().await.is_empty());
        group.press(Setup::Start(start)).await;
        group.tick().await;
        group.at("2026-10-21 07:59");
        group.carry_out().await;
        group.at("2026-10-21 08:00").tick().await;
        group.carry_out().await;
        assert_eq!(group.asked_days().await[1], expected);
        assert!(group.missed().await.is_empty());
    }
}

#[tokio::test]
async fn a_zone_chosen_while_opening_the_panel_asks_only_when_someone_says_so() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 08:30");
    let panel = group.press(Setup::Show(Some(chrono_tz::Asia::Tokyo))).await;
    assert_eq!(panel.page, SetupPage::FirstDay);
    group.tick().await;
    assert!(group.kinds().await.is_empty());
}

#[tokio::test]
async fn changing_something_else_while_today_is_due_swallows_no_question() {
    let mut group = Group::running(10).await;
    for change in [Setup::Role(Some("r1".into())), Setup::Weekdays(Weekdays::ALL), when("08:45", "")] {
        group.at("2026-10-19 09:00");
        assert_eq!(group.press(change).await.page, SetupPage::Main);
    }
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
}

#[tokio::test]
async fn changed_weekdays_make_no_missed_days_of_the_past() {
    let mut group = Group::running(10).await;
    group.press(Setup::Weekdays(Weekdays::WORKING)).await;
    for day in 19..=23 {
        group.morning(&format!("2026-10-{day}")).await;
    }
    group.at("2026-10-25 12:00");
    let panel = group.press(Setup::Weekdays(Weekdays::of([Weekday::Sat, Weekday::Mon]))).await;
    assert_eq!(panel.page, SetupPage::Main);
    group.morning("2026-10-26").await;
    assert!(group.missed().await.is_empty(), "that Saturday was a day off");
    assert_eq!(group.asked_days().await.len(), 6);
}

#[tokio::test]
async fn a_day_missed_before_a_change_stays_missed() {
    let mut group = Group::running(10).await;
    group.morning("2026-10-19").await;
    group.at("2026-10-21 08:00");
    group.press(Setup::Weekdays(Weekdays::of([Weekday::Wed]))).await;
    group.morning("2026-10-21").await;
    assert_eq!(group.missed().await, ["2026-10-20"]);
    assert_eq!(group.asked_days().await, ["2026-10-19", "2026-10-21"]);
}

#[tokio::test]
async fn the_preview_is_the_post() {
    let mut group = Group::running(10).await;
    let organiser = quotidian::commands::Actor { is_organiser: true, ..actor("olga") };
    let view = group.app.ask(Command::Setup(Setup::Preview), &organiser, group.now).await.expect("a preview");
    let View::Preview(preview) = view else { panic!("not a preview: {view:?}") };
    group.morning("2026-10-19").await;
    assert_eq!(group.posts(), [&*preview]);
}

#[tokio::test]
async fn what_is_pressed_after_asking_at_once_does_not_make_it_late() {
    let mut group = Group::new(10).await;
    group.set_up().await;
    group.at("2026-10-19 14:00");
    group.press(Setup::Start(Start::Now)).await;
    for change in [Setup::More, Setup::Pin(true), Setup::Check, Setup::Show(None), when("09:30", "")] {
        group.press(change).await;
    }
    group.tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert!(!group.posts()[0].late);
}

#[tokio::test]
async fn a_time_moved_on_while_today_is_due_asks_at_the_new_time() {
    let mut group = Group::running(10).await;
    group.at("2026-10-19 09:00");
    group.press(when("18:00", "")).await;
    group.tick().await;
    assert!(group.kinds().await.is_empty());
    group.at("2026-10-19 18:00").tick().await;
    group.carry_out().await;
    assert_eq!(group.asked_days().await, ["2026-10-19"]);
    assert!(!group.posts()[0].late);
}
