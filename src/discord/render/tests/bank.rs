//! The organiser's bank within Discord's limits, and calm.

use super::limits::hold;
use super::*;
use crate::domain::{DecisionKind, QuestionId};
use crate::view::{
    BankDone, BankPage, BankPress, BankSaid, BankToday, BankView, BankWhen, CardView, ComingQuestion,
    ComingView, FateState, FateView, FoundView, Press,
};

fn a_question(number: u8) -> ComingQuestion {
    ComingQuestion {
        question: format!("w08-q{number}").as_str().into(),
        title: format!("Question {number}"),
        topic: "eks-networking".to_owned(),
        when: Some(BankWhen::At(at("2026-11-24T08:00:00Z"))),
        round: 1,
        begins_round: number == 2,
        put_first: number == 1,
    }
}

fn coming(said: Option<BankSaid>) -> ComingView {
    ComingView {
        state: SetupState::Running,
        order: Order::Curriculum,
        weekdays: Weekdays::WORKING,
        today: if said.is_some() { BankToday::OnItsWay(None) } else { BankToday::Open },
        next: vec![a_question(1), a_question(2)],
        left: 1,
        aside: vec![("w08-q3".into(), "Question 3".to_owned(), DecisionKind::Retire)],
        packs: a_panel().packs,
    }
}

fn shown(said: Option<BankSaid>, page: BankPage) -> Shown {
    render(&View::Bank(Box::new(BankView { said, page })), &ALONE)
}

#[test]
fn the_list_is_short_and_names_each_question_once_in_its_select() {
    let list = shown(None, BankPage::Coming(Box::new(coming(None))));
    hold(&list);
    insta::assert_snapshot!(drawn(&list), @"
    # What comes next
    **Question 1**
    -# <t:1795507200:F> · EKS networking · put next by an organiser
    **Round 1:** the questions start again
    **Question 2**
    -# <t:1795507200:F> · EKS networking

    -# In course order · Mon Tue Wed Thu Fri · no question on Sat Sun · One question left before they start again.
    [Look at one of these ⌄  → bank/look]
    [Left out here ⌄  → bank/aside]
    [Switch a set of questions on or off ⌄  → bank/packs]
    [Ask today's question now → bank/now] [Search → bank/search]
    ");
}

#[test]
fn a_decision_is_said_with_what_comes_next_and_its_way_back() {
    let said = BankSaid {
        what: BankDone::Decided(DecisionKind::Skip, "Question 0".to_owned()),
        undo: Some(Press::Bank(BankPress::Undo(7))),
    };
    let receipt = shown(Some(said), BankPage::Receipt(Some(a_question(1))));
    hold(&receipt);
    insta::assert_snapshot!(drawn(&receipt), @"
    **Question 0** is left out of this round. The next one takes its place.
    # What comes next
    **Question 1**
    -# <t:1795507200:F> · EKS networking · put next by an organiser
    [Undo → bank/undo/7]
    ");
}

#[test]
fn a_long_shelf_fits() {
    let long = "🦑 a very long title of a question ".repeat(20);
    let id = |number: usize| -> QuestionId { format!("w{number:03}-{}", "x".repeat(70)).as_str().into() };
    let fate = FateView {
        state: FateState::Asked,
        asked_on: Some(crate::domain::Day(day("2026-11-24"))),
        comes: Some((99, Some(BankWhen::Now))),
    };
    let mut packs = a_panel().packs;
    packs[0].title.clone_from(&long);
    let next = |number: usize| ComingQuestion { question: id(number), title: long.clone(), ..a_question(2) };
    let many = ComingView {
        next: (0..7).map(next).collect(),
        aside: (0..90).map(|number| (id(number), long.clone(), DecisionKind::Skip)).collect(),
        packs: vec![packs[0].clone(); 40],
        today: BankToday::Asked(long.clone(), Some("1300000000000000001".into())),
        ..coming(None)
    };
    let undo = Some(Press::Bank(BankPress::Undo(i64::MAX)));
    let said = BankSaid { what: BankDone::Decided(DecisionKind::Next, long.clone()), undo };
    hold(&shown(Some(said), BankPage::Coming(Box::new(many))));
    let found = (0..10).map(|number| (id(number), long.clone(), fate.clone())).collect();
    hold(&shown(None, BankPage::Found(FoundView { query: long.clone(), found, more: 99 })));
    let kinds = [DecisionKind::Next, DecisionKind::Skip, DecisionKind::Retire, DecisionKind::Restore];
    let may = kinds.map(|kind| (kind, Press::Bank(BankPress::Decide(kind, 9_999, id(1)))));
    hold(&shown(
        None,
        BankPage::Card(Box::new(CardView {
            question: id(1),
            title: long.clone(),
            pack: long.clone(),
            topic: "eks".to_owned(),
            difficulty: 5,
            minutes: 90,
            fate,
            thread: Some("1300000000000000001".into()),
            may: may.to_vec(),
        })),
    ));
}
