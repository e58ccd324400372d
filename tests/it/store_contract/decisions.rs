//! What organisers decided: acts by number, each taken back once.

use quotidian::domain::{Decision, DecisionKind};
use quotidian::store::Act;

use super::*;

fn decision(kind: DecisionKind, question: &str, round: i64) -> Decision {
    Decision { kind, question: question.into(), round }
}

pub(super) async fn acts(store: &Store) {
    let acts = [
        Act::Decided(decision(DecisionKind::Skip, "q1", 1)),
        Act::Decided(decision(DecisionKind::Retire, "q2", 1)),
        Act::Decided(decision(DecisionKind::Next, "q3", 2)),
        Act::Decided(decision(DecisionKind::Restore, "q2", 1)),
        Act::AskNow(day(21)),
    ];
    let mut tx = store.begin().await.expect("a transaction");
    for (number, act) in (1..).zip(&acts) {
        assert_eq!(tx.insert_act(&here(), act, at(number)).await.expect("noted"), number);
        assert_eq!(tx.act(&here(), number).await.expect("a look"), Some((act.clone(), at(number), false)));
    }
    assert_eq!(tx.act(&here(), 6).await.expect("a look"), None);
    let listed = |numbers: &[usize]| -> Vec<Decision> {
        let decided = |number: &usize| match &acts[number - 1] {
            Act::Decided(decision) => decision.clone(),
            Act::AskNow(_) => panic!("no question"),
        };
        numbers.iter().map(decided).collect()
    };
    assert_eq!(tx.decisions(&here(), 1).await.expect("a list"), listed(&[1, 2, 3, 4]));
    assert_eq!(
        tx.decisions(&here(), 2).await.expect("a list"),
        listed(&[2, 3, 4]),
        "a skip is for its round"
    );
    assert!(tx.is_asked_early(&here(), day(21)).await.expect("a look"));
    assert!(!tx.is_asked_early(&here(), day(20)).await.expect("a look"));
    for number in [4, 5] {
        assert!(tx.undo_act(&here(), number, at(9)).await.expect("taken back"));
        assert!(!tx.undo_act(&here(), number, at(9)).await.expect("it was taken back"));
        let (_, _, undone) = tx.act(&here(), number).await.expect("a look").expect("it keeps its row");
        assert!(undone);
    }
    assert_eq!(tx.decisions(&here(), 2).await.expect("a list"), listed(&[2, 3]));
    assert!(!tx.is_asked_early(&here(), day(21)).await.expect("a look"));
    let again = tx.insert_act(&here(), &acts[0], at(10)).await.expect("noted");
    assert_eq!(again, 6, "no number is given twice");
    assert_eq!(tx.insert_act(&"discord:2".into(), &acts[0], at(1)).await.expect("noted"), 1, "each its own");
    tx.commit().await.expect("a commit");
}
