//! Does an answer count for the streak? Judged by when alone, since the platform shows no text.

use chrono::{DateTime, Utc};

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts in totals and in the streak.
    Counts,
    /// The next question was already asked: it counts in totals only.
    Late,
}

/// Judges a message in a question's thread, posted at `at`; `closed_at` is when the next question was asked.
pub fn judge(closed_at: Option<DateTime<Utc>>, at: DateTime<Utc>) -> Verdict {
    match closed_at {
        Some(closed_at) if at >= closed_at => Verdict::Late,
        Some(_) | None => Verdict::Counts,
    }
}
