//! A community's own questions.

use quotidian::domain::QuestionStatus;
use quotidian::store::{OwnQuestion, Suggestion, SuggestionState};

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
    assert_eq!(tx.suggestions(&here()).await.expect("a list"), [], "nor what they proposed");
}

fn suggestion(id: &str, author: &str, seconds: i64) -> Suggestion {
    Suggestion {
        id: id.to_owned(),
        member: member(author),
        state: SuggestionState::Waiting,
        text: "+++ é".to_owned(),
        note: String::new(),
        at: at(seconds),
    }
}

pub(super) async fn suggestions(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    let (one, two) = (suggestion("2", "bob", 1), suggestion("1", "ada", 2));
    for suggestion in [&two, &one] {
        tx.put_suggestion(&here(), suggestion).await.expect("saved");
    }
    assert_eq!(tx.suggestions(&here()).await.expect("a list"), [one.clone(), two.clone()], "oldest first");
    assert_eq!(tx.suggestion(&here(), "1").await.expect("a look"), Some(two.clone()));
    assert_eq!(tx.suggestion(&here(), "9").await.expect("a look"), None);
    tx.put_told(&here(), "2").await.expect("nothing to tell yet");
    let declined = Suggestion { state: SuggestionState::Declined, note: "Later.".to_owned(), ..one };
    tx.put_suggestion(&here(), &declined).await.expect("saved");
    assert_eq!(tx.suggestion(&here(), "2").await.expect("a look"), Some(declined.clone()));
    tx.clear_suggestions(&here(), at(9)).await.expect("nothing was told");
    assert_eq!(tx.suggestions(&here()).await.expect("a list").len(), 2);
    tx.put_told(&here(), "2").await.expect("told");
    let told = Suggestion { text: String::new(), note: String::new(), ..declined };
    assert_eq!(tx.suggestion(&here(), "2").await.expect("a look"), Some(told));
    tx.clear_suggestions(&here(), at(1)).await.expect("not that old");
    assert_eq!(tx.suggestions(&here()).await.expect("a list").len(), 2);
    tx.clear_suggestions(&here(), at(2)).await.expect("cleared");
    assert_eq!(tx.suggestions(&here()).await.expect("a list"), [two]);
    tx.commit().await.expect("a commit");
}
