//! What becomes of a question: its answer is due and shown, members open hints and say how they did.

use super::*;

pub(super) async fn reveals(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.reveal_awaited(&here()).await.expect("a look"), None);
    tx.put_reveal_due(&here(), day(19), Some(at(500))).await.expect("saved");
    tx.put_reveal_due(&here(), day(20), Some(at(600))).await.expect("saved");
    assert_eq!(tx.due_reveals(at(499), 9).await.expect("a list"), []);
    assert_eq!(
        tx.due_reveals(at(600), 1).await.expect("a list"),
        [(here(), day(19))],
        "longest overdue first"
    );
    assert_eq!(tx.due_reveals(at(600), 9).await.expect("a list").len(), 2);
    let awaited = tx.reveal_awaited(&here()).await.expect("a look").expect("two are awaited");
    assert_eq!((awaited.ordinal, awaited.revision, awaited.is_out()), (Ordinal(2), 4, true));
    tx.put_off_reveals(&here(), at(550)).await.expect("put off");
    assert_eq!(tx.due_reveals(at(549), 9).await.expect("a list"), []);
    assert!(!tx.is_reveal_due(&here(), day(19), at(549)).await.expect("a look"));
    assert!(tx.is_reveal_due(&here(), day(19), at(550)).await.expect("a look"));
    assert!(!tx.is_reveal_due(&here(), day(20), at(599)).await.expect("a look"), "later than that already");
    tx.put_reveal_due(&here(), day(20), None).await.expect("seen to");
    assert!(!tx.is_reveal_due(&here(), day(20), at(999)).await.expect("a look"));
    tx.put_revealed(&here(), day(19), &"r19".into(), at(551)).await.expect("noted");
    tx.put_reveal_due(&here(), day(19), Some(at(560))).await.expect("it is out already");
    assert_eq!(tx.due_reveals(at(999), 9).await.expect("a list"), []);
    let out = tx.asked_on(&here(), day(19)).await.expect("a look").expect("it was asked");
    assert_eq!((out.revealed_at, out.reveal_message), (Some(at(551)), Some("r19".into())));
    tx.commit().await.expect("a commit");
}

pub(super) async fn scores_and_hints(store: &Store) {
    let (home, ada, bob, question) = (here(), member("ada"), member("bob"), QuestionId::from("q1"));
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.score(&here(), &ada, Ordinal(1)).await.expect("a look"), None);
    for (points, revision) in [(0, 4), (3, 5)] {
        let score = Score::new(points).expect("a score");
        let (community, ordinal) = (&home, Ordinal(1));
        let scored = Scored { community, ordinal, member: &ada, question: &question, revision, score };
        tx.put_score(&scored, at(1)).await.expect("kept");
        assert_eq!(tx.score(&here(), &ada, Ordinal(1)).await.expect("a look"), Some(score));
    }
    assert_eq!(tx.score(&here(), &bob, Ordinal(1)).await.expect("a look"), None);
    assert_eq!(tx.count_scores(&here(), &ada).await.expect("a count"), 1, "in place of the one before");
    let said = tx.scores(&here(), &ada).await.expect("a list");
    let said = said.iter().map(|(ordinal, said)| (*ordinal, said.revision, said.score.points(), said.at));
    assert_eq!(said.collect::<Vec<_>>(), [(Ordinal(1), 5, 3, at(1))]);
    assert!(tx.has_answered(&here(), Ordinal(1), &ada).await.expect("a look"));
    assert!(!tx.has_answered(&here(), Ordinal(3), &ada).await.expect("a look"));

    assert_eq!(tx.hints_opened(&here(), Ordinal(2), &ada).await.expect("a look"), 0);
    for (who, ordinal, opened) in [(&ada, 2, 1), (&ada, 2, 2), (&bob, 2, 1), (&ada, 3, 1), (&bob, 3, 1)] {
        tx.put_hints_opened(&here(), Ordinal(ordinal), who, opened).await.expect("noted");
        let noted = tx.hints_opened(&here(), Ordinal(ordinal), who).await.expect("a look");
        assert_eq!(noted, opened);
    }
    assert_eq!(tx.count_hints(&here(), &ada).await.expect("a count"), 2);
    tx.clear_hints(&here(), Ordinal(2)).await.expect("deleted");
    assert_eq!(tx.hints_opened(&here(), Ordinal(2), &ada).await.expect("a look"), 0);
    assert_eq!(tx.hints_opened(&here(), Ordinal(3), &ada).await.expect("a look"), 1, "still open");
    tx.commit().await.expect("a commit");
}

/// After [`super::people::forgetting`] of Ada.
pub(super) async fn forgotten(store: &Store) {
    let mut tx = store.read().await.expect("a transaction");
    assert_eq!(tx.count_scores(&here(), &member("ada")).await.expect("a count"), 0);
    assert_eq!(tx.hints_opened(&here(), Ordinal(3), &member("ada")).await.expect("a look"), 0);
    assert_eq!(tx.hints_opened(&here(), Ordinal(3), &member("bob")).await.expect("a look"), 1);
}
