//! What stands in the way, in sentences that name the remedy and the place.

use super::text::{act, channel, list, plain, role, short};
use crate::domain::ChannelId;
use crate::view::{ChannelKind, Permission, Problem};
use crate::words::Words;

/// The part of the panel beside which a problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The channel, and what the bot may do there.
    Channel,
    /// Time, zone and weekdays.
    When,
    /// The role.
    Ping,
    /// Packs and questions.
    Packs,
    /// What happened to an earlier post.
    Post,
}

pub(super) fn subject(problem: &Problem) -> Subject {
    match problem {
        Problem::NoChannel
        | Problem::ChannelUnseen(_)
        | Problem::WrongKind(_)
        | Problem::Missing(..)
        | Problem::NoUsableTag(_)
        | Problem::CannotCheck => Subject::Channel,
        Problem::NoZone | Problem::NoWeekdays => Subject::When,
        Problem::RoleNotMentionable(_) | Problem::RoleGone(_) => Subject::Ping,
        Problem::NoQuestions | Problem::FewQuestions(_) => Subject::Packs,
        Problem::PostFailed(..) | Problem::RevealFailed(..) | Problem::PostUncertain(..) => Subject::Post,
    }
}

/// The problems about one part, each a line with its mark; permissions that are missing share a sentence.
pub(super) fn lines(problems: &[Problem], about: Subject, words: Words) -> Vec<String> {
    let here = || problems.iter().filter(|problem| subject(problem) == about);
    let mut lines: Vec<String> = [true, false]
        .into_iter()
        .filter_map(|needed| Some(format!("{} {}", mark(needed), missing(problems, needed, words)?)))
        .filter(|_| about == Subject::Channel)
        .collect();
    lines.extend(
        here()
            .filter_map(|problem| Some(format!("{} {}", mark(problem.blocks()), sentence(problem, words)?))),
    );
    lines
}

/// Red for what stops everything, a warning for the rest.
pub(super) fn mark(blocks: bool) -> &'static str {
    if blocks { "❌" } else { "⚠️" }
}

/// One sentence for all missing permissions that are needed, or for all that are only wished for.
fn missing(problems: &[Problem], needed: bool, words: Words) -> Option<String> {
    let mut place: Option<(&ChannelId, ChannelKind)> = None;
    let mut permissions: Vec<Permission> = Vec::new();
    for problem in problems {
        if let Problem::Missing(permission, channel, kind) = problem
            && permission.is_needed() == needed
        {
            place = Some((channel, *kind));
            permissions.push(*permission);
        }
    }
    let (place, kind) = place?;
    let place = channel(place);
    let things: Vec<String> = permissions.iter().map(|permission| act(words, *permission)).collect();
    let names: Vec<String> =
        permissions.iter().map(|permission| format!("**{}**", words.permission(*permission, kind))).collect();
    let things = list(&things, |first, last| words.list_or(first, last));
    let names = list(&names, |first, last| words.list_and(first, last));
    Some(match needed {
        true => words.problem_missing(&things, &names, &place),
        false => words.problem_missing_wish(&things, &names, &place),
    })
}

/// The sentence of a problem; missing permissions have theirs together in [`missing`].
fn sentence(problem: &Problem, words: Words) -> Option<String> {
    Some(match problem {
        Problem::NoChannel => words.problem_no_channel(),
        Problem::ChannelUnseen(id) => words.problem_channel_unseen(&channel(id)),
        Problem::WrongKind(id) => wrong_kind(id, words),
        Problem::NoUsableTag(id) => words.problem_no_usable_tag(&channel(id)),
        Problem::Missing(..) => return None,
        Problem::RoleNotMentionable(id) => words.problem_role_not_mentionable(&role(id)),
        Problem::RoleGone(_) => words.problem_role_gone(),
        Problem::NoZone => words.problem_no_zone(),
        Problem::NoWeekdays => words.problem_no_weekdays(),
        Problem::NoQuestions => words.problem_no_questions(),
        Problem::FewQuestions(left) => words.problem_few_questions(*left),
        Problem::PostFailed(since, why) => words.problem_post_failed(&short(*since), &plain(why)),
        Problem::RevealFailed(since, why) => words.problem_reveal_failed(&short(*since), &plain(why)),
        Problem::PostUncertain(at, id) => words.problem_post_uncertain(&short(*at), &channel(id)),
        Problem::CannotCheck => words.problem_cannot_check(),
    })
}

/// The sentence for a channel that cannot hold questions.
pub(crate) fn wrong_kind(id: &ChannelId, words: Words) -> String {
    words.problem_wrong_kind(&channel(id))
}
