use chrono_tz::America::{Havana, New_York, Nuuk, Santiago};
use chrono_tz::Europe::Paris;
use chrono_tz::Pacific::Apia;
use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;

use super::*;

mod every_zone;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn daily(zone: Tz, posting: &str) -> Schedule {
    Schedule { zone, time: time(posting), weekdays: Weekdays::ALL }
}

fn text(days: &[Day]) -> String {
    days.iter().map(Day::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_posting_time_that_is_missing_or_doubled_has_one_instant() {
    let cases = [
        ("an ordinary day", Paris, "2026-11-24", "09:00", Some("2026-11-24T08:00:00Z")),
        ("the first minute after the gap", Paris, "2026-03-29", "02:30", Some("2026-03-29T01:00:00Z")),
        ("the first of the two", Paris, "2026-10-25", "02:30", Some("2026-10-25T00:30:00Z")),
        ("the gap's own first minute", Paris, "2026-03-29", "02:00", Some("2026-03-29T01:00:00Z")),
        ("the last minute before the gap", Paris, "2026-03-29", "01:59", Some("2026-03-29T00:59:00Z")),
        ("the first minute after the gap", New_York, "2026-03-08", "02:30", Some("2026-03-08T07:00:00Z")),
        ("the first of the two", New_York, "2026-11-01", "01:30", Some("2026-11-01T05:30:00Z")),
        (
            "a gap of half an hour",
            chrono_tz::Australia::Lord_Howe,
            "2026-10-04",
            "02:15",
            Some("2026-10-03T15:30:00Z"),
        ),
        ("a gap at midnight", Santiago, "2026-09-06", "00:00", Some("2026-09-06T04:00:00Z")),
        ("midnight twice", Havana, "2026-11-01", "00:00", Some("2026-11-01T04:00:00Z")),
        ("a gap up to midnight: before it", Nuuk, "2024-03-30", "23:45", Some("2024-03-31T00:59:00Z")),
        ("the eve of a date that never was", Apia, "2011-12-29", "23:45", Some("2011-12-30T09:45:00Z")),
        ("a date that never was", Apia, "2011-12-30", "09:00", None),
        ("the day after it", Apia, "2011-12-31", "09:00", Some("2011-12-30T19:00:00Z")),
    ];
    for (name, zone, date, posting, wanted) in cases {
        assert_eq!(
            daily(zone, posting).instant(day(date)),
            wanted.map(at),
            "{name}: {zone} {date} {posting}"
        );
    }
}

#[test]
fn a_day_off_has_no_instant() {
    let schedule = Schedule { weekdays: Weekdays::WORKING, ..daily(Paris, "09:00") };
    let asked = (20..=26).map(|date| schedule.instant(day(&format!("2026-10-{date}"))).is_some());
    assert_eq!(asked.collect::<Vec<_>>(), [true, true, true, true, false, false, true]);
}

#[test]
fn a_question_is_due_from_its_time_to_the_end_of_its_day_and_once() {
    let cases = [
        (Paris, "09:00", "2026-11-24T07:59:59Z", None, None),
        (Paris, "09:00", "2026-11-24T08:00:00Z", None, Some("2026-11-24")),
        (Paris, "09:00", "2026-11-24T08:00:00Z", Some("2026-11-24"), None),
        (Paris, "09:00", "2026-11-24T22:59:59Z", Some("2026-11-23"), Some("2026-11-24")),
        (Paris, "09:00", "2026-11-24T23:00:00Z", Some("2026-11-23"), None),
        (Paris, "09:00", "2026-11-27T09:00:00Z", Some("2026-11-23"), Some("2026-11-27")),
        // The hour that does not exist.
        (Paris, "02:30", "2026-03-29T00:59:59Z", Some("2026-03-28"), None),
        (Paris, "02:30", "2026-03-29T01:00:00Z", Some("2026-03-28"), Some("2026-03-29")),
        (New_York, "02:30", "2026-03-08T06:59:59Z", Some("2026-03-07"), None),
        (New_York, "02:30", "2026-03-08T07:00:00Z", Some("2026-03-07"), Some("2026-03-08")),
        // The hour that exists twice.
        (Paris, "02:30", "2026-10-25T00:30:00Z", Some("2026-10-24"), Some("2026-10-25")),
        (Paris, "02:30", "2026-10-25T01:30:00Z", Some("2026-10-25"), None),
        (New_York, "01:30", "2026-11-01T05:30:00Z", Some("2026-10-31"), Some("2026-11-01")),
        (New_York, "01:30", "2026-11-01T06:30:00Z", Some("2026-11-01"), None),
        // A day dealt with in a zone further east is not asked again in one further west.
        (New_York, "09:00", "2026-11-24T15:00:00Z", Some("2026-11-25"), None),
        (New_York, "09:00", "2026-11-25T15:00:00Z", Some("2026-11-25"), None),
        (New_York, "09:00", "2026-11-26T15:00:00Z", Some("2026-11-25"), Some("2026-11-26")),
    ];
    for (zone, posting, now, last, wanted) in cases {
        let due = daily(zone, posting).due(at(now), last.map(day));
        assert_eq!(due, wanted.map(day), "{zone} {posting}, {now} after {last:?}");
    }
}

/// The days that are asked, when someone looks every ten minutes from one instant to another.
fn asked(schedule: Schedule, from: &str, to: &str) -> String {
    let (mut now, mut last, mut asked) = (at(from), None, Vec::new());
    while now < at(to) {
        if let Some(due) = schedule.due(now, last) {
            assert_eq!(schedule.day_of(now), due);
            last = Some(due);
            asked.push(due);
        }
        now += Duration::minutes(10);
    }
    text(&asked)
}

#[test]
fn ticks_ask_each_day_once_across_every_change_of_clocks() {
    let spring = "2026-03-27 2026-03-28 2026-03-29 2026-03-30";
    let autumn = "2026-10-23 2026-10-24 2026-10-25 2026-10-26";
    for posting in ["00:00", "02:00", "02:30", "03:00", "09:00", "23:45"] {
        let paris = daily(Paris, posting);
        assert_eq!(asked(paris, "2026-03-26T23:00:00Z", "2026-03-30T22:00:00Z"), spring, "{posting}");
        assert_eq!(asked(paris, "2026-10-22T22:00:00Z", "2026-10-26T23:00:00Z"), autumn, "{posting}");
        let apia = daily(Apia, posting);
        let samoa = "2011-12-28 2011-12-29 2011-12-31 2012-01-01";
        assert_eq!(asked(apia, "2011-12-28T10:00:00Z", "2012-01-01T10:00:00Z"), samoa, "{posting}");
    }
}

#[test]
fn only_scheduled_days_that_are_over_are_missed() {
    let cases = [
        (Paris, Weekdays::ALL, "2026-10-22", "2026-10-25T22:59:59Z", "2026-10-23 2026-10-24"),
        (Paris, Weekdays::ALL, "2026-10-22", "2026-10-25T23:00:00Z", "2026-10-23 2026-10-24 2026-10-25"),
        (Paris, Weekdays::WORKING, "2026-10-22", "2026-10-26T12:00:00Z", "2026-10-23"),
        (Paris, Weekdays::ALL, "2026-10-25", "2026-10-26T12:00:00Z", ""),
        (Paris, Weekdays::ALL, "2026-10-26", "2026-10-26T12:00:00Z", ""),
        (Paris, Weekdays::ALL, "2026-10-28", "2026-10-26T12:00:00Z", ""),
        (Paris, Weekdays::of([]), "2026-10-20", "2026-10-26T12:00:00Z", ""),
        (Apia, Weekdays::ALL, "2011-12-28", "2012-01-01T12:00:00Z", "2011-12-29 2011-12-31 2012-01-01"),
    ];
    for (zone, weekdays, last, now, wanted) in cases {
        let missed = Schedule { weekdays, ..daily(zone, "09:00") }.missed(at(now), day(last));
        assert_eq!(text(&missed), wanted, "{zone}, {now} after {last}");
    }
}

#[test]
fn the_next_posting_times_follow_the_clocks() {
    let next = |schedule: Schedule, from: &str, last: Option<&str>| {
        let times = schedule.upcoming(at(from), last.map(day)).take(3);
        times
            .map(|(day, instant)| format!("{day} {}", instant.format("%dT%H:%M")))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let paris = daily(Paris, "09:00");
    let york = Schedule { weekdays: Weekdays::WORKING, ..daily(New_York, "02:30") };
    let fridays = Schedule { weekdays: Weekdays::of([Weekday::Fri]), ..daily(Apia, "09:00") };
    let cases = [
        (
            paris,
            "2026-10-24T07:00:00Z",
            None,
            "2026-10-24 24T07:00, 2026-10-25 25T08:00, 2026-10-26 26T08:00",
        ),
        (
            paris,
            "2026-10-24T07:00:01Z",
            None,
            "2026-10-25 25T08:00, 2026-10-26 26T08:00, 2026-10-27 27T08:00",
        ),
        (
            paris,
            "2026-10-24T05:00:00Z",
            Some("2026-10-24"),
            "2026-10-25 25T08:00, 2026-10-26 26T08:00, 2026-10-27 27T08:00",
        ),
        // Days only move forward: someone further east has already had the 26th.
        (
            paris,
            "2026-10-24T05:00:00Z",
            Some("2026-10-26"),
            "2026-10-27 27T08:00, 2026-10-28 28T08:00, 2026-10-29 29T08:00",
        ),
        (york, "2026-03-06T12:00:00Z", None, "2026-03-09 09T06:30, 2026-03-10 10T06:30, 2026-03-11 11T06:30"),
        // A Friday that never was.
        (
            fridays,
            "2011-12-23T20:00:00Z",
            None,
            "2012-01-06 05T19:00, 2012-01-13 12T19:00, 2012-01-20 19T19:00",
        ),
    ];
    for (schedule, from, last, wanted) in cases {
        assert_eq!(next(schedule, from, last), wanted, "from {from} after {last:?}");
    }
    let never = Schedule { weekdays: Weekdays::of([]), ..paris };
    assert_eq!(never.next(at("2026-10-24T07:00:00Z"), None), None);
}

#[test]
fn a_day_ends_when_the_next_one_that_exists_begins() {
    let cases = [
        (Paris, "2026-10-24", "2026-10-24T22:00:00Z"),
        (Paris, "2026-10-25", "2026-10-25T23:00:00Z"),
        (Santiago, "2026-09-05", "2026-09-06T04:00:00Z"),
        (Havana, "2026-10-31", "2026-11-01T04:00:00Z"),
        (Nuuk, "2024-03-30", "2024-03-31T01:00:00Z"),
        (Apia, "2011-12-29", "2011-12-30T10:00:00Z"),
    ];
    for (zone, date, wanted) in cases {
        let schedule = daily(zone, "09:00");
        assert_eq!(schedule.end_of(day(date)), at(wanted), "{zone} {date}");
        assert_ne!(schedule.day_of(at(wanted)), day(date));
        assert_eq!(schedule.day_of(at(wanted) - Duration::seconds(1)), day(date));
    }
}

#[test]
fn a_period_begins_on_its_monday_or_its_first() {
    let cases = [
        (Period::Week, "2026-11-23", Some("2026-11-23")),
        (Period::Week, "2026-11-29", Some("2026-11-23")),
        (Period::Week, "2027-01-01", Some("2026-12-28")),
        (Period::Month, "2026-11-01", Some("2026-11-01")),
        (Period::Month, "2028-02-29", Some("2028-02-01")),
        (Period::AllTime, "2026-11-23", None),
    ];
    for (period, today, wanted) in cases {
        assert_eq!(period.first_day(day(today)), wanted.map(day), "{period:?} of {today}");
    }
}

#[test]
fn days_and_weekdays_keep_their_stored_form() {
    assert_eq!(day("2026-11-04").to_string(), "2026-11-04");
    for wrong in ["", "2026-13-01", "2026-02-30", "today", "2026-11-04T00:00"] {
        assert_eq!(Day::parse(wrong), None, "{wrong}");
    }
    assert_eq!(
        (day("2027-01-01").previous(), day("2028-02-28").next()),
        (day("2026-12-31"), day("2028-02-29"))
    );
    for bits in 0..128 {
        let weekdays = Weekdays::from_bits(bits);
        assert_eq!((weekdays.bits(), Weekdays::of(weekdays.iter())), (bits, weekdays));
        assert_eq!(weekdays.is_empty(), bits == 0);
    }
    assert_eq!(Weekdays::from_bits(-1), Weekdays::ALL);
    assert_eq!(Weekdays::WORKING.iter().last(), Some(Weekday::Fri));
}

proptest! {
    #[test]
    fn no_change_of_zone_or_time_asks_or_misses_a_day_twice(
        start in 1_400_000_000_i64..1_900_000_000,
        ticks in prop::collection::vec((0..60_i64 * 40, any::<prop::sample::Index>(), 0..24_u32 * 60), 1..40),
    ) {
        let mut now = DateTime::from_timestamp(start, 0).unwrap();
        let mut last: Option<Day> = None;
        for (minutes, zone, minute) in ticks {
            now += Duration::minutes(minutes);
            let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
            let schedule = Schedule { zone: *zone.get(&TZ_VARIANTS), time, weekdays: Weekdays::ALL };
            let missed = last.map_or_else(Vec::new, |last| schedule.missed(now, last));
            let due = schedule.due(now, last);
            for dealt in missed.into_iter().chain(due) {
                prop_assert!(last.is_none_or(|last| last < dealt), "{dealt} after {last:?}");
                last = Some(dealt);
            }
            if let Some((next, instant)) = schedule.next(now, last) {
                prop_assert!(instant >= now && last.is_none_or(|last| last < next));
                prop_assert_eq!(schedule.due(instant, last), Some(next));
            }
        }
    }
}
