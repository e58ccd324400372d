//! Answers, members and streaks: question 1 closed at 200 seconds, question 2 at 300.

use super::*;

async fn answer(tx: &mut Tx, (member, message): (&str, &str), ordinal: i64, seconds: i64) -> bool {
    let answer = Answer {
        community: &here(),
        ordinal: Ordinal(ordinal),
        message: &message.into(),
        member: &member.into(),
        at: at(seconds),
    };
    tx.insert_answer(&answer).await.expect("an answer")
}

pub(super) async fn answers(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    assert!(answer(&mut tx, ("ada", "a1"), 1, 150).await);
    assert!(!answer(&mut tx, ("ada", "a1"), 1, 150).await, "told twice");
    assert!(answer(&mut tx, ("ada", "a2"), 1, 250).await);
    assert!(answer(&mut tx, ("ada", "a3"), 2, 300).await);
    assert!(answer(&mut tx, ("bob", "b1"), 2, 299).await);
    let ada = tx.answered(&here(), &member("ada")).await.expect("a list");
    assert_eq!(
        ada,
        [(Ordinal(1), true), (Ordinal(2), false)],
        "one in time is enough; at the closing is late"
    );
    assert_eq!(tx.count_answers(&here(), &member("ada")).await.expect("a count"), 3);
    assert_eq!(tx.count_answered(&here(), Ordinal(1)).await.expect("a count"), 1);
    assert_eq!(tx.count_answered(&here(), Ordinal(2)).await.expect("a count"), 2);
    assert_eq!(tx.answered_since(&here(), Ordinal(2), at(300)).await.expect("a list"), [member("ada")]);
    let (first, unknown) = (MessageId::from("a1"), MessageId::from("a9"));
    let withdrawn = tx.withdraw_answer(&here(), Ordinal(1), &first).await.expect("withdrawn");
    assert_eq!(withdrawn, Some(member("ada")));
    assert_eq!(tx.withdraw_answer(&here(), Ordinal(1), &unknown).await.expect("noted"), None);
    assert!(!answer(&mut tx, ("ada", "a1"), 1, 150).await, "withdrawn for good");
    assert!(!answer(&mut tx, ("ada", "a9"), 1, 150).await, "withdrawn before it was told");
    assert_eq!(tx.answered(&here(), &member("ada")).await.expect("a list")[0], (Ordinal(1), false));
    tx.commit().await.expect("a commit");
}

pub(super) async fn what_was_heard(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.heard_until("discord").await.expect("a look"), None);
    for (noted, heard) in [(5, 5), (9, 9), (7, 9)] {
        tx.put_heard("discord", at(noted)).await.expect("noted");
        assert_eq!(tx.heard_until("discord").await.expect("a look"), Some(at(heard)), "it only grows");
    }
    assert_eq!(tx.heard_until("slack").await.expect("a look"), None);
    let noted = tx.noted_answers(&here(), Ordinal(1)).await.expect("a list");
    assert_eq!(noted, [("a2".into(), member("ada"))], "without what was withdrawn");
    for (message, known) in [("a1", true), ("a2", true), ("a8", false)] {
        assert_eq!(tx.is_noted(&here(), Ordinal(1), &message.into()).await.expect("a look"), known);
    }
    let mut lately = async |seconds, at_least| {
        let asked = tx.asked_lately(&here(), at(seconds), at_least).await.expect("a list");
        asked.iter().map(|asked| asked.ordinal.0).collect::<Vec<_>>()
    };
    assert_eq!(lately(200, 0).await, [2, 1], "open until the instant they closed");
    assert_eq!(lately(201, 0).await, [2]);
    assert_eq!(lately(301, 0).await, [0_i64; 0]);
    assert_eq!(lately(301, 1).await, [2], "the latest in any case");
    let nothing = tx.thread_of(&here(), Ordinal(99)).await.expect("a look");
    assert_eq!(nothing, None);
    let thread = tx.thread_of(&here(), Ordinal(2)).await.expect("a look");
    assert_eq!(thread, Some(super::ledger::names(20).1));
    tx.commit().await.expect("a commit");
}

pub(super) async fn members(store: &Store) {
    let (ada, bob) = (member("ada"), member("bob"));
    let mut tx = store.begin().await.expect("a transaction");
    tx.put_hidden(&here(), &ada, true).await.expect("nobody to hide yet");
    assert!(!tx.member(&here(), &ada).await.expect("a look").hidden);
    assert!(!tx.hold_known_member(&here(), &ada).await.expect("nobody to hold"));
    for id in [&ada, &bob] {
        tx.hold_member(&here(), id, at(0)).await.expect("held");
    }
    assert!(tx.hold_known_member(&here(), &ada).await.expect("held"));
    tx.put_hidden(&here(), &ada, true).await.expect("hidden");
    tx.hold_member(&here(), &ada, at(1)).await.expect("held again");
    assert!(tx.member(&here(), &ada).await.expect("a look").hidden, "holding keeps the choice");
    let all = [standing("ada", 2), standing("bob", 1)];
    assert_eq!(standings(&mut tx, None, "ada").await, all);
    assert_eq!(standings(&mut tx, None, "bob").await, all[1..]);
    tx.put_hidden(&here(), &ada, false).await.expect("shown");
    assert_eq!(standings(&mut tx, Some(day(20)), "bob").await, [standing("ada", 1), standing("bob", 1)]);
    tx.put_gone(&here(), &bob, true).await.expect("noted");
    assert_eq!(standings(&mut tx, None, "bob").await, all[..1]);
    tx.put_gone(&here(), &bob, false).await.expect("noted");
    assert_eq!(standings(&mut tx, None, "ada").await, all);

    assert!(!tx.is_unchecked(&here(), &ada, at(1)).await.expect("a look"), "seen just then");
    assert!(tx.is_unchecked(&here(), &ada, at(2)).await.expect("a look"));
    assert!(tx.put_checked(&here(), &ada, (at(2), at(3))).await.expect("noted"));
    assert!(!tx.put_checked(&here(), &ada, (at(2), at(3))).await.expect("it was noted"));
    tx.commit().await.expect("a commit");
}

async fn standings(tx: &mut Tx, first: Option<Day>, reader: &str) -> Vec<Standing> {
    let mut rows = tx.standings(&here(), first, &member(reader)).await.expect("a board");
    rows.sort_by(|a, b| a.member.cmp(&b.member));
    rows
}

fn standing(id: &str, answered: i64) -> Standing {
    Standing { member: member(id), answered }
}

pub(super) async fn streaks(store: &Store) {
    let (ada, bob) = (member("ada"), member("bob"));
    let saved = SavedStreak { streak: Streak { run: 1, longest: 2, last: Some(Ordinal(2)) }, total: 3 };
    let mut tx = store.begin().await.expect("a transaction");
    assert_eq!(tx.streak(&here(), &ada).await.expect("a look"), SavedStreak::default());
    for streak in [SavedStreak::default(), saved] {
        tx.put_streak(&here(), &ada, streak).await.expect("saved");
        assert_eq!(tx.streak(&here(), &ada).await.expect("a look"), streak);
    }
    assert!(tx.insert_milestone(&here(), &ada, (7, Ordinal(1))).await.expect("noted"));
    assert!(!tx.insert_milestone(&here(), &ada, (7, Ordinal(1))).await.expect("it was noted"));
    assert!(tx.insert_milestone(&here(), &ada, (7, Ordinal(9))).await.expect("another run"));
    let nobody = (CommunityId::from(""), member(""));
    let known = tx.members_after((&nobody.0, &nobody.1), 9).await.expect("a list");
    assert_eq!(
        known,
        [(here(), ada.clone()), (here(), bob.clone())],
        "by a streak or by an answer, each once"
    );
    assert_eq!(tx.members_after((&nobody.0, &nobody.1), 1).await.expect("a list").len(), 1);
    assert_eq!(tx.members_after((&here(), &ada), 9).await.expect("a list"), [(here(), bob)]);
    tx.commit().await.expect("a commit");
}

pub(super) async fn reviews(store: &Store) {
    let (ada, bob) = (member("ada"), member("bob"));
    let review = |question: &str, score, seconds| Review {
        question: question.into(),
        revision: 2,
        score: Score::ALL[score],
        at: at(seconds),
    };
    let mut tx = store.begin().await.expect("a transaction");
    let asked = tx.every_asked(&here()).await.expect("a list");
    assert_eq!(asked.iter().map(|asked| asked.ordinal).collect::<Vec<_>>(), [Ordinal(1), Ordinal(2)]);
    assert_eq!(asked.iter().filter(|asked| asked.closed_at.is_some()).count(), 2);
    let later = review("q1", 3, 9);
    assert!(tx.insert_review((&here(), &ada), day(21), &later).await.expect("kept"));
    let sooner = review("q2", 0, 8);
    assert!(tx.insert_review((&here(), &ada), day(21), &sooner).await.expect("another question"));
    let again = review("q1", 1, 10);
    assert!(!tx.insert_review((&here(), &ada), day(21), &again).await.expect("of that day it is known"));
    assert!(tx.insert_review((&here(), &bob), day(21), &again).await.expect("someone else"));
    assert_eq!(tx.reviews(&here(), &ada).await.expect("a list"), [sooner, later], "oldest first");
    assert_eq!(tx.reviews(&here(), &member("cleo")).await.expect("a list"), []);
    tx.commit().await.expect("a commit");
}

pub(super) async fn forgetting(store: &Store) {
    let (ada, olga) = (member("ada"), member("olga"));
    let about = |effect: &str, about: Option<MemberId>| Outgoing {
        effect: effect.to_owned(),
        community: here(),
        kind: "tell".to_owned(),
        payload: String::new(),
        priority: 1,
        about,
    };
    let mut tx = store.begin().await.expect("a transaction");
    tx.insert_outgoing(&about("hers", Some(ada.clone())), at(1)).await.expect("added");
    tx.insert_outgoing(&about("nobody's", None), at(1)).await.expect("added");
    assert_eq!(tx.communities_with(&ada).await.expect("a list"), [here()]);
    let mut organised = tx.communities_with(&olga).await.expect("a list");
    organised.sort();
    assert_eq!(organised, [here(), "slack:1".into()], "who only ran /setup is known too");
    tx.forget_member(&here(), &ada).await.expect("forgotten");
    assert_eq!(tx.answered(&here(), &ada).await.expect("a list"), []);
    assert_eq!(tx.count_answers(&here(), &ada).await.expect("a count"), 0);
    assert_eq!(tx.streak(&here(), &ada).await.expect("a look"), SavedStreak::default());
    assert_eq!(tx.reviews(&here(), &ada).await.expect("a list"), []);
    assert_eq!(tx.reviews(&here(), &member("bob")).await.expect("a list").len(), 1, "his stays");
    assert_eq!(tx.communities_with(&ada).await.expect("a list"), []);
    assert_eq!(tx.private_answer(&here(), Ordinal(2), &ada).await.expect("a look"), None);
    assert!(tx.insert_milestone(&here(), &ada, (7, Ordinal(1))).await.expect("it was forgotten"));
    assert_eq!(tx.outgoing_named("hers").await.expect("a look"), None);
    assert!(tx.take_outgoing("nobody's").await.expect("taken").is_some());
    assert!(!answer(&mut tx, ("ada", "a3"), 2, 300).await, "told again, it stays forgotten");
    super::own::without_author(&mut tx).await;
    tx.forget_member(&here(), &olga).await.expect("forgotten");
    assert_eq!(tx.community(&here()).await.expect("a look").and_then(|it| it.organiser), None);
    tx.commit().await.expect("a commit");
}
