//! The transcript that the demo prints: one post for each scheduled day, at the local time, also where the clocks change.

use std::process::{Command, Output};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use tempfile::TempDir;

/// The dates and local times of the posts in a transcript.
fn posts(transcript: &str) -> Vec<(NaiveDate, String)> {
    transcript
        .lines()
        .filter(|line| line.contains("  Quotidian: Day "))
        .map(|line| {
            let mut words = line.split_whitespace();
            let date = words.nth(1).unwrap().parse().unwrap();
            (date, words.next().unwrap().to_owned())
        })
        .collect()
}

fn quotidian(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quotidian")).args(arguments).current_dir(folder.path()).output().unwrap()
}

fn play(arguments: &[&str]) -> String {
    let output = quotidian(&TempDir::new().unwrap(), &[&["demo"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn one_day_shows_the_whole_of_it() {
    let transcript = play(&["--from", "2026-11-23", "--days", "1", "--exit"]);
    assert_eq!(posts(&transcript).len(), 1, "{transcript}");
    assert!(transcript.contains("Ben: ") && transcript.contains('✅'), "{transcript}");
}

#[test]
fn thirty_days_over_a_change_of_clocks_have_a_post_each_scheduled_day_at_nine() {
    for zone in ["Europe/Paris", "America/New_York"] {
        let transcript = play(&["--from", "2026-10-20", "--zone", zone, "--days", "30", "--exit"]);
        let first: NaiveDate = "2026-10-20".parse().unwrap();
        let weekend = |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let expected: Vec<(NaiveDate, String)> = (0..30)
            .map(|day| first + Days::new(day))
            .filter(|date| !weekend(date))
            .map(|date| (date, "09:00".to_owned()))
            .collect();
        assert_eq!(posts(&transcript), expected, "{zone}\n{transcript}");
    }
}

#[test]
fn what_is_kept_is_a_database_that_the_bot_can_go_on_with() {
    let folder = TempDir::new().unwrap();
    // The place where `run` looks without being told: a demo that is kept can be looked into by every other task.
    let week = ["demo", "--from", "2026-11-02", "--days", "7", "--exit", "--keep", "quotidian.db"];
    assert!(quotidian(&folder, &week).status.success());
    let checked = quotidian(&folder, &["check"]);
    let report = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && report.contains("the streaks of 2 members"), "{report}");

    let again = quotidian(&folder, &week);
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(!again.status.success() && said.contains("name a file that is not there yet"), "{said}");
}
