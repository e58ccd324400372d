//! The ledger's part of the story. Three questions come of it: 1 and 2 on the 19th and 20th, posted, and 3 on the 21st.

use super::*;

fn new<'a>(community: &'a CommunityId, of_october: u32, question: &'a QuestionId) -> AskedNew<'a> {
    AskedNew {
        community,
        day: day(of_october),
        ordinal: Ordinal(i64::from(of_october) - 18),
        question,
        revision: 4,
        title: "Why so large?",
        round: 1,
        channel: CHANNEL.get_or_init(|| "c1".into()),
    }
}

static CHANNEL: std::sync::OnceLock<quotidian::domain::ChannelId> = std::sync::OnceLock::new();

pub(super) async fn claims(store: &Store) {
    let (q1, q2) = (QuestionId::from("q1"), QuestionId::from("q2"));
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.last_claimed(&here()).await.expect("a look"), None);
    assert_eq!(tx.asked_in_round(&here(), 1).await.expect("a look"), (Ordinal(1), Vec::new()));
    assert!(tx.claim_day(&new(&here(), 19, &q1), at(1)).await.expect("claimed"));
    assert!(!tx.claim_day(&new(&here(), 19, &q2), at(2)).await.expect("not again"));
    let home = here();
    let same_number = AskedNew { day: day(25), ..new(&home, 19, &q2) };
    assert!(!tx.claim_day(&same_number, at(2)).await.expect("the number is taken"));
    assert!(tx.claim_day(&new(&here(), 20, &q2), at(3)).await.expect("claimed"));
    assert_eq!(tx.last_claimed(&here()).await.expect("a look"), Some(day(20)));
    assert_eq!(
        tx.asked_in_round(&here(), 1).await.expect("a look"),
        (Ordinal(3), vec![q1.clone(), q2.clone()])
    );
    assert_eq!(tx.asked_in_round(&here(), 2).await.expect("a look"), (Ordinal(3), Vec::new()));
    let claimed = tx.asked_on(&here(), day(19)).await.expect("a look").expect("it is claimed");
    assert_eq!((claimed.question, claimed.title.as_str(), claimed.round), (q1.clone(), "Why so large?", 1));
    assert_eq!((claimed.message, claimed.thread, claimed.published_at), (None, None, None));
    assert_eq!(tx.asked_on(&here(), day(1)).await.expect("a look"), None);
    assert!(tx.unclaim_day(&here(), day(20)).await.expect("taken back"));
    assert!(!tx.unclaim_day(&here(), day(20)).await.expect("it was taken back"));
    assert_eq!(tx.unclaim_unposted(&here()).await.expect("taken back"), [day(19)]);
    assert_eq!(tx.unclaim_unposted(&here()).await.expect("nothing is left"), []);
    for (of_october, question) in [(19, &q1), (20, &q2), (21, &q1)] {
        tx.claim_day(&new(&here(), of_october, question), at(1)).await.expect("claimed");
    }
    tx.commit().await.expect("a commit");
}

pub(super) async fn posts(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.latest_asked(&here(), 9).await.expect("a list"), []);
    for (of_october, seconds) in [(19, 100), (20, 200)] {
        let (message, thread) = names(of_october);
        let posted = (&message, &thread, "forum");
        let of = (&here(), day(of_october));
        assert!(tx.put_published(of, posted, at(seconds)).await.expect("noted"));
        assert!(!tx.put_published(of, posted, at(seconds + 1)).await.expect("it was known"));
    }
    let latest = tx.latest_asked(&here(), 9).await.expect("a list");
    assert_eq!(latest.iter().map(|asked| asked.ordinal.0).collect::<Vec<_>>(), [2, 1], "newest first");
    assert_eq!(latest[0].published_at, Some(at(200)));
    assert_eq!((latest[0].message.clone(), latest[0].thread.clone()), {
        let (message, thread) = names(20);
        (Some(message), Some(thread))
    });
    assert_eq!(tx.latest_asked(&here(), 1).await.expect("a list").len(), 1);
    assert_eq!(tx.published(&here()).await.expect("a list"), [Ordinal(1), Ordinal(2)]);
    assert_eq!(tx.published_since(&here(), None).await.expect("a count"), 2);
    assert_eq!(tx.published_since(&here(), Some(day(20))).await.expect("a count"), 1);
    assert_eq!(tx.questions_asked(&here()).await.expect("a list"), ["q1".into(), "q2".into()]);
    let mut last_days = tx.last_days(&here()).await.expect("a list");
    last_days.sort_by_key(|(_, day)| *day);
    assert_eq!(last_days, [("q1".into(), day(19)), ("q2".into(), day(20))], "the third is not posted yet");
    let last = tx.last_asked(&here(), &"q1".into()).await.expect("a look").expect("it was asked");
    assert_eq!(last.ordinal, Ordinal(1), "the third is not posted yet");
    assert_eq!(tx.last_asked(&here(), &"q9".into()).await.expect("a look"), None);
    tx.close_before(&here(), Ordinal(2), at(200)).await.expect("closed");
    tx.close_before(&here(), Ordinal(3), at(300)).await.expect("the second as well");
    let latest = tx.latest_asked(&here(), 9).await.expect("a list");
    assert_eq!(latest[1].closed_at, Some(at(200)), "closed once");
    assert_eq!(latest[0].closed_at, Some(at(300)));
    assert!(!tx.unclaim_day(&here(), day(20)).await.expect("a look"), "what was posted stays");
    tx.commit().await.expect("a commit");
}

pub(super) async fn threads(store: &Store) {
    let (message, thread) = names(20);
    let mut tx = store.begin().await.expect("a transaction");
    let asked = tx.asked_in(&thread).await.expect("a look").expect("it is known");
    assert_eq!(asked.ordinal, Ordinal(2));
    assert_eq!(tx.hold_asked_in(&thread).await.expect("held"), Some(asked));
    assert_eq!(tx.asked_in(&"elsewhere".into()).await.expect("a look"), None);
    assert_eq!(tx.hold_asked_in(&"elsewhere".into()).await.expect("nothing to hold"), None);
    tx.put_thread_opened(&here(), day(20), at(201)).await.expect("noted");
    tx.put_pinned(&here(), &message, Some(at(202))).await.expect("noted");
    assert_eq!(
        tx.pinned(&here()).await.expect("a list"),
        [("c1".into(), "forum".to_owned(), message.clone())]
    );
    assert_eq!(tx.asked_in(&thread).await.expect("a look").and_then(|asked| asked.pinned_at), Some(at(202)));
    tx.put_crossposted(&here(), &message, at(203)).await.expect("noted");
    assert_eq!(
        tx.asked_in(&thread).await.expect("a look").and_then(|asked| asked.crossposted_at),
        Some(at(203))
    );
    tx.put_pinned(&here(), &message, None).await.expect("taken away");
    assert_eq!(tx.pinned(&here()).await.expect("a list"), []);
    let threads = [19, 20].map(|of_october| names(of_october).1);
    let rows = tx.all_threads().await.expect("a list");
    assert_eq!(rows.into_iter().map(|(_, _, thread)| thread).collect::<Vec<_>>(), threads);
    let latest = tx.threads_since(at(200)).await.expect("a list");
    assert_eq!(latest.into_iter().map(|(_, _, thread)| thread).collect::<Vec<_>>(), [names(20).1]);
    let questions = [(here(), "q1".into()), (here(), "q2".into())];
    assert_eq!(tx.all_questions().await.expect("a list"), questions, "each once");
    tx.commit().await.expect("a commit");
}

pub(super) async fn missed_days(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    for of_october in [23, 22, 23] {
        tx.insert_missed(&here(), day(of_october), at(1)).await.expect("recorded");
    }
    assert_eq!(tx.missed(&here()).await.expect("a list"), [day(22), day(23)]);
    tx.clear_missed(&here(), day(22)).await.expect("cleared");
    assert_eq!(tx.missed(&here()).await.expect("a list"), [day(23)]);
    tx.commit().await.expect("a commit");
}

/// The message and the thread of a day.
pub(super) fn names(of_october: u32) -> (MessageId, ThreadId) {
    (format!("m{of_october}").into(), format!("t{of_october}").into())
}
