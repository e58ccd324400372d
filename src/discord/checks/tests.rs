use chrono::NaiveTime;
use serenity::model::id::RoleId;

use super::*;
use crate::discord::facts::{RoleFacts, TagFacts};
use crate::domain::{Language, Order, RevealTime, Weekdays};
use crate::view::{SetupPage, SetupState};

fn panel(pins: bool, role: Option<&str>) -> SetupView {
    SetupView {
        community: "discord:5".into(),
        channel: Some("12".into()),
        channel_kind: ChannelKind::Text,
        zone: None,
        time: NaiveTime::MIN,
        weekdays: Weekdays::ALL,
        role: role.map(Into::into),
        pins,
        publishes: false,
        reveal: RevealTime::WithNext,
        shares_private: false,
        order: Order::Curriculum,
        language: Language::English,
        packs: Vec::new(),
        state: SetupState::New,
        next: Vec::new(),
        left: 0,
        problems: vec![Problem::NoZone],
        page: SetupPage::Main,
        said: None,
    }
}

fn facts(kind: u8, permissions: u64) -> ChannelFacts {
    let role = |id: u64, mentionable| RoleFacts {
        id: RoleId::new(id),
        name: String::new(),
        mentionable,
        managed: false,
    };
    ChannelFacts {
        name: String::new(),
        kind,
        permissions,
        roles: vec![role(5, false), role(8, true), role(9, false)],
        tags: Vec::new(),
        requires_tag: false,
    }
}

const ALL: u64 = !facts::MENTION_EVERYONE;

#[test]
fn with_every_permission_nothing_is_wrong() {
    let checked = judge(&panel(true, Some("8")), &facts(0, ALL));
    let granted = Permission::ALL.to_vec();
    assert_eq!(checked, Checked { problems: Vec::new(), granted, kind: Some(ChannelKind::Text) });
}

#[test]
fn each_missing_bit_is_named() {
    for permission in Permission::ALL.into_iter().filter(|permission| *permission != Permission::View) {
        let checked = judge(&panel(true, None), &facts(0, ALL & !bit(permission, ChannelKind::Text)));
        let missing = Problem::Missing(permission, "12".into(), ChannelKind::Text);
        assert_eq!(checked.problems, vec![missing]);
        assert!(!checked.granted.contains(&permission));
    }
}

#[test]
fn what_cannot_be_seen_is_one_problem_and_not_eight() {
    let checked = judge(&panel(true, None), &facts(0, 0));
    assert_eq!(checked.problems, vec![Problem::ChannelUnseen("12".into())]);
}

#[test]
fn pinning_matters_only_when_wished_for() {
    let without = facts(0, ALL & !facts::PIN_MESSAGES);
    assert_eq!(judge(&panel(false, None), &without).problems, Vec::new());
    assert_eq!(judge(&panel(true, None), &without).problems.len(), 1);
}

#[test]
fn kind_and_role_are_looked_at() {
    for kind in [2, 4, 11, 13, 16] {
        let judged = judge(&panel(false, None), &facts(kind, ALL));
        assert_eq!(judged.problems, vec![Problem::WrongKind("12".into())], "{kind}");
    }
    let mute = Problem::RoleNotMentionable("9".into());
    assert_eq!(judge(&panel(false, Some("9")), &facts(0, ALL)).problems, vec![mute]);
    let may_mention = facts(0, ALL | facts::MENTION_EVERYONE);
    assert_eq!(judge(&panel(false, Some("9")), &may_mention).problems, Vec::new());
    let gone = Problem::RoleGone("10".into());
    assert_eq!(judge(&panel(false, Some("10")), &facts(0, ALL)).problems, vec![gone]);
}

#[test]
fn a_forum_wants_other_permissions_and_a_tag_that_may_be_used() {
    let needless = facts::CREATE_PUBLIC_THREADS | facts::PIN_MESSAGES | facts::MANAGE_THREADS;
    assert_eq!(judge(&panel(false, None), &facts(15, ALL & !needless)).problems, Vec::new());
    let unpinned = Problem::Missing(Permission::Pin, "12".into(), ChannelKind::Forum);
    assert_eq!(judge(&panel(true, None), &facts(15, ALL & !needless)).problems, vec![unpinned]);
    let tag = |moderated| TagFacts { id: 1, name: String::new(), moderated };
    let strict = |tags, permissions| ChannelFacts { requires_tag: true, tags, ..facts(15, permissions) };
    let stuck = vec![Problem::NoUsableTag("12".into())];
    assert_eq!(judge(&panel(false, None), &strict(Vec::new(), ALL)).problems, stuck);
    assert_eq!(judge(&panel(false, None), &strict(vec![tag(true)], ALL & !needless)).problems, stuck);
    assert_eq!(judge(&panel(false, None), &strict(vec![tag(true)], ALL)).problems, Vec::new());
    assert_eq!(judge(&panel(false, None), &strict(vec![tag(false)], ALL & !needless)).problems, Vec::new());
}

#[test]
fn what_was_found_joins_what_was_known() {
    let mut view = View::Setup(Box::new(panel(false, None)));
    add(&mut view, cannot_check());
    add(&mut view, cannot_check());
    let problems = settings(&mut view).unwrap().problems.clone();
    assert_eq!(problems, vec![Problem::NoZone, Problem::CannotCheck]);
}
