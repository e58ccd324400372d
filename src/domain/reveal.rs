//! When the answer to a question is shown in its thread.

use chrono::{DateTime, Duration, Utc};

/// When a community is shown the answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevealTime {
    /// When the next question stands in the channel.
    WithNext,
    /// So many hours after the question, or with the next one if that comes first.
    AfterHours(i64),
}

impl RevealTime {
    /// Those that an organiser can choose from.
    pub const CHOICES: [Self; 4] =
        [Self::WithNext, Self::AfterHours(4), Self::AfterHours(8), Self::AfterHours(12)];

    /// Reads the stored form: the hours, or 0 for [`RevealTime::WithNext`].
    pub fn from_hours(hours: i64) -> Self {
        if hours > 0 { Self::AfterHours(hours) } else { Self::WithNext }
    }

    /// The stored form.
    pub fn hours(self) -> i64 {
        match self {
            Self::WithNext => 0,
            Self::AfterHours(hours) => hours,
        }
    }

    /// When the answer to a question is due that was posted then, where the next one comes at `next`, if any does. With
    /// no next question in sight, a day is long enough.
    pub fn due(self, published: DateTime<Utc>, next: Option<DateTime<Utc>>) -> DateTime<Utc> {
        match self {
            Self::WithNext => next.unwrap_or(published + Duration::days(1)),
            Self::AfterHours(hours) => published + Duration::hours(hours.clamp(1, 24 * 7)),
        }
    }
}
