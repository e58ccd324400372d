//! The bank without a platform: a question wished for now, and acts and their undoes in every order.

use quotidian::commands::{Actor, BankAct, Command, Setup, Start};
use quotidian::domain::{Decision, DecisionKind};
use quotidian::view::{
    BankDone, BankPage, BankPress, BankSaid, BankToday, BankView, ComingView, Press, View,
};

use super::group::{Group, actor, date, when};
use crate::postgres::Db;

async fn bank(group: &Group, act: BankAct) -> BankView {
    let actor = Actor { is_organiser: true, ..actor("olga") };
    let view = group.app.ask(Command::Bank(act), &actor, group.now).await.expect("the bank");
    let View::Bank(bank) = view else { panic!("not the bank: {view:?}") };
    *bank
}

async fn said(group: &Group, act: BankAct) -> BankSaid {
    bank(group, act).await.said.expect("something was done")
}

async fn coming(group: &Group) -> ComingView {
    let BankPage::Coming(coming) = bank(group, BankAct::Show).await.page else { panic!("not the list") };
    *coming
}

/// What comes, by round and id.
async fn order(group: &Group) -> Vec<(i64, String)> {
    coming(group).await.next.into_iter().map(|next| (next.round, next.question.0)).collect()
}

fn decide(kind: DecisionKind, question: &str, round: i64) -> BankAct {
    BankAct::Decide(Decision { kind, question: question.into(), round })
}

fn undo_of(said: &BankSaid) -> BankAct {
    let Some(Press::Bank(BankPress::Undo(number))) = said.undo else { panic!("no undo: {said:?}") };
    BankAct::Undo(number)
}

#[tokio::test]
async fn a_question_wished_for_now_waits_for_its_time_again_when_that_is_taken_back() {
    let mut group = Group::running(10).await;
    let asked = said(&group, BankAct::AskNow).await;
    assert_eq!(asked.what, BankDone::AskedNow);
    let on_its_way = BankToday::OnItsWay(Some("Question 01".to_owned()));
    assert_eq!(said(&group, BankAct::AskNow).await.what, BankDone::NotNow(on_its_way.clone()));
    assert_eq!(coming(&group).await.today, on_its_way);
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::UndoneNow);
    group.tick().await;
    assert!(group.kinds().await.is_empty());
    // Wished again, and taken back after the tick, before anything was sent.
    let asked = said(&group, BankAct::AskNow).await;
    group.tick().await;
    assert_eq!(group.kinds().await, ["publish_question"]);
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::UndoneNow);
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::UndoneBefore);
    group.tick().await;
    group.carry_out().await;
    assert!(group.posts().is_empty());
    group.morning(&date(0)).await;
    assert_eq!(group.asked_days().await, [date(0)]);
    assert!(group.missed().await.is_empty());
}

#[tokio::test]
async fn what_was_sent_or_came_due_meanwhile_is_not_taken_back() {
    let mut group = Group::running(10).await;
    let asked = said(&group, BankAct::AskNow).await;
    group.at("2026-10-19 09:00").tick().await;
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::StandsAlready, "its time has come");
    group.carry_out().await;
    group.at("2026-10-20 08:00");
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::UndoneTooLate);
    let asked = said(&group, BankAct::AskNow).await;
    group.tick().await;
    let waiting = group.the("publish_question").await;
    assert!(group.attempt(&waiting).await);
    assert_eq!(said(&group, undo_of(&asked)).await.what, BankDone::StandsAlready, "it may stand there");
    group.carry_out().await;
    assert_eq!(group.asked_days().await, [date(0), date(1)]);
}

#[tokio::test]
async fn a_day_that_was_to_wait_for_the_next_may_be_asked_after_all() {
    let mut group = Group::new(10).await;
    group.set_up().await;
    group.at("2026-10-19 14:00");
    group.press(Setup::Start(Start::Next)).await;
    group.tick().await;
    assert!(group.kinds().await.is_empty());
    assert_eq!(said(&group, BankAct::AskNow).await.what, BankDone::AskedNow);
    group.tick().await;
    group.carry_out().await;
    assert!(!group.posts()[0].late, "it comes when it was wished for");
    assert!(matches!(said(&group, BankAct::AskNow).await.what, BankDone::NotNow(BankToday::Asked(..))));
    group.press(Setup::Pause).await;
    group.press(Setup::Start(Start::Ask)).await;
    for _ in 0..3 {
        group.tick().await;
        group.carry_out().await;
    }
    group.morning(&date(1)).await;
    assert_eq!(group.asked_days().await, [date(0), date(1)]);
}

#[tokio::test]
async fn a_question_asked_early_is_not_asked_at_its_time_nor_after_a_change_of_the_clock() {
    let mut group = Group::running(10).await;
    said(&group, BankAct::AskNow).await;
    group.tick().await;
    group.carry_out().await;
    for (time, zone) in [("10:00", "Europe/Paris"), ("20:00", "Pacific/Honolulu"), ("09:00", "Europe/Paris")]
    {
        group.press(when(time, zone)).await;
        group.tick().await;
        group.carry_out().await;
    }
    for hour in 9..24 {
        group.at(&format!("2026-10-19 {hour:02}:00")).tick().await;
        group.carry_out().await;
    }
    assert_eq!(group.asked_days().await, [date(0)]);
}

#[tokio::test]
async fn few_questions_are_told_of_by_what_is_really_left() {
    let mut group = Group::running(10).await;
    for question in ["q02", "q03", "q04"] {
        said(&group, decide(DecisionKind::Retire, question, 1)).await;
    }
    group.morning(&date(0)).await;
    assert_eq!(group.news(), [quotidian::effect::News::FewQuestions { left: 6 }]);
    assert_eq!(coming(&group).await.left, 6);
}

#[tokio::test]
async fn where_everything_is_retired_the_panels_say_so_and_nothing_is_asked() {
    let mut group = Group::running(2).await;
    let mut last = None;
    for question in ["q01", "q02"] {
        last = Some(said(&group, decide(DecisionKind::Retire, question, 1)).await);
    }
    assert!(coming(&group).await.next.is_empty());
    assert_eq!(said(&group, BankAct::AskNow).await.what, BankDone::NothingToAsk);
    group.morning(&date(0)).await;
    assert_eq!((group.posts().len(), group.missed().await), (0, vec![date(0)]));
    said(&group, undo_of(&last.expect("it was done"))).await;
    // The day was missed at its hour; it may still be asked, for whoever wishes it.
    assert_eq!(said(&group, BankAct::AskNow).await.what, BankDone::AskedNow);
    group.tick().await;
    group.carry_out().await;
    assert_eq!((group.posts()[0].title.as_str(), group.missed().await.len()), ("Question 02", 0));
}

/// Whatever was done before, an act and its undo leave the list as it was; and what stands first on it is asked.
#[tokio::test]
async fn every_undo_brings_back_the_very_order_in_both_databases() {
    const KINDS: [DecisionKind; 4] =
        [DecisionKind::Skip, DecisionKind::Next, DecisionKind::Retire, DecisionKind::Restore];
    for db in Db::both().await {
        let mut group = Group::running_on(db, 5).await;
        let mut chance = 7_u64;
        let mut next = |below: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(chance >> 33).expect("small") % below
        };
        for morning in 0..8 {
            for _ in 0..6 {
                let shown = order(&group).await;
                let round = shown.first().map_or(1, |(round, _)| *round);
                let act = decide(KINDS[next(4)], &format!("q{:02}", next(5) + 1), round);
                let done = said(&group, act.clone()).await;
                let Some(Press::Bank(BankPress::Undo(number))) = done.undo else {
                    assert_eq!(order(&group).await, shown, "{:?}", done.what);
                    continue;
                };
                said(&group, BankAct::Undo(number)).await;
                assert_eq!(order(&group).await, shown, "{act:?}");
                said(&group, act).await;
            }
            let shown = order(&group).await;
            group.morning(&date(morning)).await;
            if let Some(post) = group.posts().last().filter(|post| post.day.to_string() == date(morning)) {
                let number = shown[0].1.trim_start_matches('q').to_owned();
                assert_eq!(
                    (post.round, post.title.as_str()),
                    (shown[0].0, format!("Question {number}").as_str())
                );
            } else {
                assert!(shown.is_empty(), "nothing was asked although {shown:?} stood there");
            }
        }
        assert!(group.posts().len() > 3);
    }
}
