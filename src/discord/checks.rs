//! What Discord allows the bot, as problems of the setup panel. Facts in, problems out; the sentences are elsewhere.

use std::time::Duration;

use serenity::model::id::{ChannelId, GuildId, UserId};
use tokio::time::timeout;

use super::facts::{self, ChannelFacts, channel_facts, kind_of};
use super::rest::{Rest, RestError};
use crate::view::{ChannelKind, DoctorView, Permission, Problem, SetupView, View};

/// The longest a panel waits for Discord's facts before it says that it could not look.
const PATIENCE: Duration = Duration::from_secs(8);

/// What was found, for adding to more than one view of the same channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Checked {
    problems: Vec<Problem>,
    granted: Vec<Permission>,
    /// What kind of channel it is now, where that is known and can hold questions.
    pub(super) kind: Option<ChannelKind>,
}

/// Looks at the channel and the role of these settings.
pub(super) async fn check(rest: &Rest, bot: Result<UserId, RestError>, setup: &SetupView) -> Checked {
    let Some(chosen) = &setup.channel else { return Checked::default() };
    let guild = setup.community.local().parse::<GuildId>();
    let channel = chosen.as_str().parse::<ChannelId>();
    let (Ok(guild), Ok(channel), Ok(bot)) = (guild, channel, bot) else { return cannot_check() };
    match timeout(PATIENCE, channel_facts(rest, guild, channel, bot)).await {
        Ok(Ok(facts)) => judge(setup, &facts),
        Ok(Err(RestError::Refused { code: Some(10_003 | 50_001), .. })) => unseen(chosen),
        Ok(Err(_)) | Err(_) => cannot_check(),
    }
}

fn cannot_check() -> Checked {
    Checked { problems: vec![Problem::CannotCheck], ..Checked::default() }
}

fn unseen(channel: &crate::domain::ChannelId) -> Checked {
    Checked { problems: vec![Problem::ChannelUnseen(channel.clone())], ..Checked::default() }
}

/// What the facts mean for these settings.
fn judge(setup: &SetupView, facts: &ChannelFacts) -> Checked {
    let Some(chosen) = &setup.channel else { return Checked::default() };
    if !facts.allows(facts::VIEW_CHANNEL) {
        return unseen(chosen);
    }
    let Some(kind) = kind_of(facts.kind) else {
        return Checked { problems: vec![Problem::WrongKind(chosen.clone())], ..Checked::default() };
    };
    let wanted = Permission::wanted(kind, setup.pins);
    let (granted, missing): (Vec<_>, Vec<_>) =
        wanted.partition(|permission| facts.allows(bit(*permission, kind)));
    let mut problems = Vec::new();
    problems.extend(missing.into_iter().map(|permission| Problem::Missing(permission, chosen.clone(), kind)));
    let usable = |tag: &facts::TagFacts| !tag.moderated || facts.allows(facts::MANAGE_THREADS);
    if kind == ChannelKind::Forum && facts.requires_tag && !facts.tags.iter().any(usable) {
        problems.push(Problem::NoUsableTag(chosen.clone()));
    }
    problems.extend(role_problem(setup, facts));
    Checked { problems, granted, kind: Some(kind) }
}

fn role_problem(setup: &SetupView, facts: &ChannelFacts) -> Option<Problem> {
    let role = setup.role.as_ref()?;
    match facts.roles.iter().find(|known| known.id.to_string() == role.as_str()) {
        None => Some(Problem::RoleGone(role.clone())),
        Some(known) if known.mentionable || facts.allows(facts::MENTION_EVERYONE) => None,
        Some(_) => Some(Problem::RoleNotMentionable(role.clone())),
    }
}

fn bit(permission: Permission, kind: ChannelKind) -> u64 {
    match permission {
        Permission::Pin if kind == ChannelKind::Forum => facts::MANAGE_THREADS,
        Permission::View => facts::VIEW_CHANNEL,
        Permission::Send => facts::SEND_MESSAGES,
        Permission::Embed => facts::EMBED_LINKS,
        Permission::OpenThreads => facts::CREATE_PUBLIC_THREADS,
        Permission::SendInThreads => facts::SEND_MESSAGES_IN_THREADS,
        Permission::ReadHistory => facts::READ_MESSAGE_HISTORY,
        Permission::React => facts::ADD_REACTIONS,
        Permission::Pin => facts::PIN_MESSAGES,
    }
}

/// The settings in a view, if it has any.
pub(super) fn settings(view: &mut View) -> Option<&mut SetupView> {
    match view {
        View::Setup(setup) => Some(setup),
        View::Doctor(doctor) => Some(&mut doctor.setup),
        View::Notice(_)
        | View::Preview(_)
        | View::Today(_)
        | View::Question(_)
        | View::Hint(_)
        | View::Score(_)
        | View::Practice(_)
        | View::Resources(_)
        | View::Streak(_)
        | View::Review(_)
        | View::Reviewed(_)
        | View::Progress(_)
        | View::Leaderboard(_)
        | View::Bank(_)
        | View::Suggest(_)
        | View::Privacy(_)
        | View::Help(_)
        | View::Form(_)
        | View::Private(_) => None,
    }
}

/// Adds what was found to a view.
pub(super) fn add(view: &mut View, checked: Checked) {
    if let View::Doctor(doctor) = view {
        let DoctorView { granted, .. } = doctor.as_mut();
        granted.clone_from(&checked.granted);
    }
    if let Some(setup) = settings(view) {
        setup.channel_kind = checked.kind.unwrap_or(setup.channel_kind);
        let fresh = checked.problems.into_iter().filter(|problem| !setup.problems.contains(problem));
        let fresh: Vec<Problem> = fresh.collect();
        setup.problems.extend(fresh);
    }
}

#[cfg(test)]
mod tests;
