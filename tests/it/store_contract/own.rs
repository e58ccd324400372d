//! A community's own questions.

use quotidian::domain::QuestionStatus;
use quotidian::store::OwnQuestion;

use super::*;

fn own(id: &str, status: QuestionStatus) -> OwnQuestion {
    OwnQuestion {
        id: id.into(),
        revision: 3,
        status,
        author: Some(member("ada")),
        credit: Some("Ada's group".to_owned()),
        text: "+++ é \u{1f600}\n".to_owned(),
        changed_at: at(1),
    }
}

pub(super) async fn questions(store: &Store) {
    let (ready, draft) = (own("own-b", QuestionStatus::Ready), own("own-a", QuestionStatus::Draft));
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.count_own(&here()).await.expect("a count"), 0);
    tx.put_own_question(&here(), &ready, at(1)).await.expect("saved");
    tx.put_own_question(&here(), &draft, at(2)).await.expect("saved");
    let changed = OwnQuestion { revision: 4, changed_at: at(9), ..ready };
    tx.put_own_question(&here(), &changed, at(9)).await.expect("saved again");
    let draft = OwnQuestion { changed_at: at(2), ..draft };
    let all = tx.own_questions(&here()).await.expect("a list");
    assert_eq!(all, [changed.clone(), draft], "a change keeps the place");
    let ready = tx.own_ready(&here()).await.expect("a list");
    assert_eq!(ready, std::slice::from_ref(&changed.id));
    assert_eq!(tx.count_own(&here()).await.expect("a count"), 2);
    let found = tx.own_question(&here(), &changed.id).await.expect("a look");
    assert_eq!(found, Some(changed.clone()));
    for (community, id) in [(here(), "own-c"), ("slack:1".into(), "own-b")] {
        assert_eq!(tx.own_question(&community, &id.into()).await.expect("a look"), None);
    }
    tx.commit().await.expect("a commit");
}

/// After its author was forgotten.
pub(super) async fn without_author(tx: &mut Tx) {
    let all = tx.own_questions(&here()).await.expect("a list");
    assert_eq!(all.len(), 2, "the questions stay");
    assert!(all.iter().all(|own| own.author.is_none()), "whose they were does not");
}
