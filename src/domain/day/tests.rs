use super::*;

#[test]
fn a_gap_moves_the_question_to_the_first_minute_after_it() {
    let schedule = Schedule {
        zone: chrono_tz::Europe::Paris,
        time: NaiveTime::from_hms_opt(2, 30, 0).unwrap(),
        weekdays: Weekdays::ALL,
    };
    let day = Day::parse("2026-03-29").unwrap();
    assert_eq!(schedule.instant(day).unwrap().to_rfc3339(), "2026-03-29T01:00:00+00:00");
}
