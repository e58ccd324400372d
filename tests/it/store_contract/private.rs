//! Private answers: written, changed, shared, and gone when their time is over.

use super::*;

fn private(member: &str, wording: &str, seconds: i64) -> PrivateAnswer {
    PrivateAnswer {
        member: member.into(),
        message: PrivateAnswer::message(&format!("{member}{seconds}")),
        wording: wording.to_owned(),
        edited_at: at(seconds),
        kept_until: Some(at(seconds + 100)),
        shares: None,
        shared_at: None,
        shared_message: None,
    }
}

pub(super) async fn answers(store: &Store) {
    let (cleo, dan, two) = (member("cleo"), member("dan"), Ordinal(2));
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.hold_asked_on(&here(), day(1)).await.expect("nothing to hold"), None);
    let held = tx.hold_asked_on(&here(), day(20)).await.expect("held").expect("it was asked");
    assert_eq!(Some(held), tx.asked_on(&here(), day(20)).await.expect("a look"));
    assert_eq!(tx.private_answer(&here(), two, &cleo).await.expect("a look"), None);
    for written in [private("cleo", "A first sentence.", 310), private("dan", "Look at the taints.", 320)] {
        tx.put_private_answer((&here(), two), &written).await.expect("saved");
        assert_eq!(tx.private_answer(&here(), two, &written.member).await.expect("a look"), Some(written));
    }
    let shared = PrivateAnswer {
        shares: Some(true),
        shared_at: Some(at(340)),
        shared_message: Some("m9".into()),
        ..private("cleo", "A second sentence.", 330)
    };
    tx.put_private_answer((&here(), two), &shared).await.expect("changed");
    let both = tx.private_answers(&here(), two).await.expect("a list");
    assert_eq!(both, [private("dan", "Look at the taints.", 320), shared.clone()], "the older first");
    assert_eq!(tx.shared_answers(&here(), &cleo).await.expect("a list"), [(day(20), shared.clone())]);
    assert_eq!(tx.shared_answers(&here(), &dan).await.expect("a list"), []);
    assert_eq!(tx.count_wordings(&here(), &cleo).await.expect("a count"), 1);

    assert_eq!(tx.private_messages(&here(), two, &cleo).await.expect("a list"), []);
    let message = shared.message.clone();
    let (home, written) = (here(), "in-the-thread".into());
    for message in [&message, &written] {
        let answer = Answer { community: &home, ordinal: two, message, member: &cleo, at: at(330) };
        assert!(tx.insert_answer(&answer).await.expect("counted"));
    }
    let kept = tx.private_messages(&here(), two, &cleo).await.expect("a list");
    assert_eq!(kept, std::slice::from_ref(&message));
    let noted = tx.noted_answers(&here(), two).await.expect("a list");
    let of_cleo: Vec<_> = noted.iter().filter(|(_, author)| *author == cleo).map(|(id, _)| id).collect();
    assert_eq!(of_cleo, [&written], "what stands in no thread is not looked for there");
    for message in [&message, &written] {
        tx.withdraw_answer(&here(), two, message).await.expect("withdrawn");
    }
    assert_eq!(tx.private_messages(&here(), two, &cleo).await.expect("a list"), []);

    let over = [(here(), two, dan.clone()), (here(), two, cleo.clone())];
    assert_eq!(tx.wordings_over(at(419), 9).await.expect("a list"), []);
    assert_eq!(tx.wordings_over(at(420), 9).await.expect("a list"), over[..1]);
    assert_eq!(tx.wordings_over(at(430), 9).await.expect("a list"), over);
    assert_eq!(tx.wordings_over(at(430), 1).await.expect("a list"), over[..1]);
    for (community, ordinal, member) in &over {
        tx.end_wording(community, *ordinal, member).await.expect("deleted");
    }
    assert_eq!(tx.wordings_over(at(9999), 9).await.expect("a list"), []);
    assert_eq!(tx.private_answer(&here(), two, &dan).await.expect("a look"), None);
    let row = PrivateAnswer { wording: String::new(), kept_until: None, ..shared };
    assert_eq!(
        tx.private_answer(&here(), two, &cleo).await.expect("a look"),
        Some(row),
        "it can be taken back"
    );
    assert_eq!(tx.count_wordings(&here(), &cleo).await.expect("a count"), 0);
    tx.delete_private_answer(&here(), two, &cleo).await.expect("deleted");
    assert_eq!(tx.private_answers(&here(), two).await.expect("a list"), []);
    tx.put_private_answer((&here(), two), &private("ada", "Mine.", 310)).await.expect("saved");
    tx.commit().await.expect("a commit");
}
