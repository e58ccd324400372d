//! What organisers were told by message, as problems of the panel.

use anyhow::Context;

use crate::effect::{News, Part};
use crate::store::Trouble;
use crate::view::Problem;

/// What organisers were told by message stands in the panel too, but for what the panel itself computes.
pub(super) fn problem_of(trouble: &Trouble) -> anyhow::Result<Option<Problem>> {
    let news: News =
        serde_json::from_str(&trouble.detail).context("cannot read what organisers were told")?;
    Ok(match news {
        News::PostFailed { part: Part::Reveal, why } => Some(Problem::RevealFailed(trouble.since, why)),
        News::PostFailed { why, .. } => Some(Problem::PostFailed(trouble.since, why)),
        News::PostUncertain { channel } => Some(Problem::PostUncertain(trouble.since, channel)),
        News::ChannelGone
        | News::FewQuestions { .. }
        | News::NoQuestions
        | News::Suggested { .. }
        | News::Decided { .. } => None,
    })
}
