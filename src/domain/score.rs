//! How well a member says they did, held against what a strong answer covers.

/// From 0, which missed it, to 3, which covered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// Every score, lowest first.
    pub const ALL: [Self; 4] = [Self(0), Self(1), Self(2), Self(3)];

    /// The score of this number; `None` when there is no such score.
    pub fn new(points: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|score| score.0 == points)
    }

    /// Whether most of it was there.
    pub fn is_good(self) -> bool {
        self.0 >= 2
    }

    /// 0 to 3.
    pub fn points(self) -> i64 {
        self.0
    }
}
