//! Which day is it here, and when is the next question due.
//!
//! The written policy:
//! - A community day is a civil date in the community's time zone ([`day_of`]).
//! - An hour that exists twice: the first of the two.
//! - A time that does not exist: the first minute after the gap; if that is already another date, the last
//!   minute before the gap; if the date has no minute at all, it is no day and nothing is due.
//! - A changed time zone or posting time never changes the past: days only move forward.
//! - A day that passed without a question is missed; it is not asked later.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, Duration, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

/// A civil date in a community's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub NaiveDate);

impl fmt::Display for Day {
    /// ISO 8601, as stored: `2026-11-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Day {
    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self)
    }

    /// The date after this one.
    pub fn next(self) -> Self {
        self.later(1)
    }

    /// The date so many days after this one.
    pub fn later(self, days: u64) -> Self {
        Self(self.0.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX))
    }

    /// The date before this one.
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN))
    }
}

/// The community day that an instant belongs to. Posting and boards both ask here.
pub fn day_of(zone: Tz, instant: DateTime<Utc>) -> Day {
    Day(instant.with_timezone(&zone).date_naive())
}

/// The days of the week on which a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// The set of these days.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | 1 << day.num_days_from_monday()))
    }

    /// Reads the stored form: bit 0 is Monday.
    pub fn from_bits(bits: i64) -> Self {
        Self(u8::try_from(bits & 0b111_1111).unwrap_or(0))
    }

    /// The stored form: bit 0 is Monday.
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// Whether this day of the week is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// The days in the set, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// Whether no day is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// How far ahead a next posting time is looked for: a set of weekdays that is not empty repeats within a
/// week, and the missing dates of history are single days.
const HORIZON_DAYS: usize = 15;

/// When a community is asked its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The community's time zone.
    pub zone: Tz,
    /// The local posting time; seconds are not used.
    pub time: NaiveTime,
    /// The days on which a question is asked.
    pub weekdays: Weekdays,
}

impl Schedule {
    /// The community day that an instant belongs to.
    pub fn day_of(&self, instant: DateTime<Utc>) -> Day {
        day_of(self.zone, instant)
    }

    /// The instant at which this day's question is due; `None` on a day off and on a date that does not exist.
    pub fn instant(&self, day: Day) -> Option<DateTime<Utc>> {
        if !self.weekdays.contains(day.0.weekday()) {
            return None;
        }
        let wanted = day.0.and_time(self.time);
        match self.zone.from_local_datetime(&wanted) {
            MappedLocalTime::Single(instant) | MappedLocalTime::Ambiguous(instant, _) => {
                Some(instant.with_timezone(&Utc))
            }
            MappedLocalTime::None => self.around_gap(day),
        }
    }

    /// The first minute after a gap, or else the last before it, that is still this day.
    fn around_gap(&self, day: Day) -> Option<DateTime<Utc>> {
        let wanted = day.0.and_time(self.time);
        let exists = |minutes: i64| {
            let moved = wanted.checked_add_signed(Duration::minutes(minutes))?;
            let instant = self.zone.from_local_datetime(&moved).earliest()?;
            (moved.date() == day.0).then(|| instant.with_timezone(&Utc))
        };
        (1..24 * 60).find_map(exists).or_else(|| (1..24 * 60).find_map(|minutes| exists(-minutes)))
    }

    /// The day whose question should be asked now, when the last day dealt with was `last`.
    pub fn due(&self, now: DateTime<Utc>, last: Option<Day>) -> Option<Day> {
        let today = self.day_of(now);
        let is_new = last.is_none_or(|last| last < today);
        (is_new && self.instant(today)? <= now).then_some(today)
    }

    /// The scheduled days after `last` that are over by `now` without having been dealt with, oldest first.
    pub fn missed(&self, now: DateTime<Utc>, last: Day) -> Vec<Day> {
        let today = self.day_of(now);
        std::iter::successors(Some(last.next()), |day| Some(day.next()))
            .take_while(|day| *day < today)
            .filter(|day| self.instant(*day).is_some())
            .collect()
    }

    /// The first posting time after `last` that is not before `from`, with its day; `None` without weekdays.
    pub fn next(&self, from: DateTime<Utc>, last: Option<Day>) -> Option<(Day, DateTime<Utc>)> {
        self.upcoming(from, last).next()
    }

    /// Posting times from `from` on, soonest first, for days after `last`.
    pub fn upcoming(
        &self,
        from: DateTime<Utc>,
        last: Option<Day>,
    ) -> impl Iterator<Item = (Day, DateTime<Utc>)> + use<> {
        let schedule = *self;
        let mut day = self.day_of(from).previous();
        if let Some(last) = last {
            day = day.max(last);
        }
        std::iter::from_fn(move || {
            for _ in 0..HORIZON_DAYS {
                day = day.next();
                if let Some(instant) = schedule.instant(day).filter(|instant| *instant >= from) {
                    return Some((day, instant));
                }
            }
            None
        })
    }

    /// The instant the community day ends.
    pub fn end_of(&self, day: Day) -> DateTime<Utc> {
        let midnight = day.next().0.and_time(NaiveTime::MIN);
        (0..48 * 60)
            .find_map(|minutes| {
                self.zone.from_local_datetime(&(midnight + Duration::minutes(minutes))).earliest()
            })
            .map_or_else(|| midnight.and_utc(), |instant| instant.with_timezone(&Utc))
    }
}

/// The stretch of days a board covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Monday to Sunday of the current community day.
    Week,
    /// The calendar month of the current community day.
    Month,
    /// Since the first question.
    AllTime,
}

impl Period {
    /// The first day of the period that `today` lies in; `None` when it reaches back to the first question.
    pub fn first_day(self, today: Day) -> Option<Day> {
        match self {
            Self::Week => {
                let back = u64::from(today.0.weekday().num_days_from_monday());
                Some(Day(today.0.checked_sub_days(Days::new(back)).unwrap_or(NaiveDate::MIN)))
            }
            Self::Month => Some(Day(today.0.with_day(1).unwrap_or(today.0))),
            Self::AllTime => None,
        }
    }
}

#[cfg(test)]
mod tests;
