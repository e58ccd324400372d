//! Every time zone, every day of eighteen years, at times that clocks are known to skip and to repeat.

use super::*;

const TIMES: [&str; 4] = ["00:00", "02:30", "09:00", "23:45"];

#[test]
fn every_day_of_every_zone_has_its_instant() {
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || {
                TZ_VARIANTS.iter().skip(worker).step_by(workers).for_each(|zone| check(*zone))
            });
        }
    });
}

fn check(zone: Tz) {
    for posting in TIMES {
        let schedule = daily(zone, posting);
        let mut day = day("2015-01-01");
        let mut before = DateTime::<Utc>::MIN_UTC;
        while day.0.year() <= 2032 {
            let instant =
                schedule.instant(day).unwrap_or_else(|| panic!("{zone} {day} {posting} has no instant"));
            let local = instant.with_timezone(&zone).naive_local();
            assert_eq!(local.date(), day.0, "{zone} {day} {posting}");
            assert!(before < instant, "{zone} {day} {posting} comes before the day before");
            if local.time() != schedule.time {
                let wanted = zone.from_local_datetime(&day.0.and_time(schedule.time));
                assert_eq!(wanted, MappedLocalTime::None, "{zone} {day} {posting} was moved");
            }
            if posting == "00:00" && instant - before != Duration::days(1) {
                assert_eq!(
                    schedule.end_of(day.previous()),
                    instant,
                    "the end of the day before {zone} {day}"
                );
            }
            before = instant;
            day = day.next();
        }
    }
}
