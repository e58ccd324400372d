//! Acts and looks: two shares of what waits, so that a look at a slow moment keeps no post waiting.

use crate::effect::Effect;

/// Acts carried out at once.
const ACTS_AT_ONCE: usize = 32;

/// Looks carried out at once.
const LOOKS_AT_ONCE: usize = 8;

/// The least urgent act that goes before every look.
const BEFORE_LOOKS: i64 = 3;

/// Effects read at once. What becomes urgent meanwhile waits for these, about a second when all are sent to Discord.
pub(super) const PAGE: usize = 64;

/// What is carried out side by side, so that neither waits for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// What changes the world.
    Acts,
    /// What only looks at it, and may take its time.
    Looks,
}

impl Share {
    /// How many are carried out at once; one at a time for each community.
    pub(super) fn at_once(self) -> usize {
        match self {
            Self::Acts => ACTS_AT_ONCE,
            Self::Looks => LOOKS_AT_ONCE,
        }
    }

    /// How many are read at once.
    pub(super) fn page(self) -> usize {
        match self {
            Self::Acts => PAGE,
            Self::Looks => LOOKS_AT_ONCE,
        }
    }

    /// Whether an effect is of this share.
    pub(super) fn holds(self, effect: &Effect) -> bool {
        effect.is_look() == (self == Self::Looks)
    }

    /// Whether nothing is begun while such an effect could be carried out: the morning's posts, and what organisers must
    /// know, come before looks.
    pub(super) fn yields_to(self, effect: &Effect) -> bool {
        self == Self::Looks && effect.priority() <= BEFORE_LOOKS
    }
}
