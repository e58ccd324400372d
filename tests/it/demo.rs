//! The transcript that the demo prints: one post for each scheduled day, at the local time, also where the clocks change.

use std::process::Command;

use chrono::{Datelike, Days, NaiveDate, Weekday};

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

fn play(arguments: &[&str]) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_quotidian"))
        .arg("demo")
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .unwrap();
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
