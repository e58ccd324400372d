use super::*;
use crate::domain::DecisionKind;

#[test]
fn every_press_is_read_back_as_it_was_written() {
    let day = Day::parse("2026-11-24").unwrap();
    let mut presses = vec![
        Press::MyStreak("discord:81384788765712384".into(), day),
        Press::Hint("discord:81384788765712384".into(), day),
        Press::AskScore("discord:81384788765712384".into(), day),
        Press::Practice("discord:81384788765712384".into(), day),
        Press::Board(Period::Week, 1),
        Press::Board(Period::AllTime, 12),
        Press::Hide(true),
        Press::Forget(false),
        Press::Again(Box::new(Press::Setup(SetupPress::When))),
        Press::NextReview,
        Press::Review("w08-build-cache".into(), day, ReviewPress::Hints(2)),
        Press::Review("w08-build-cache".into(), day, ReviewPress::Answer),
        Press::Review("q".repeat(60).into(), day, ReviewPress::Score(Score::ALL[3])),
    ];
    let longest = "9".repeat(20);
    let acts = [
        PrivatePress::Write,
        PrivatePress::Show,
        PrivatePress::TakeBack,
        PrivatePress::Share(true),
        PrivatePress::Share(false),
        PrivatePress::Unshare(longest.as_str().into()),
    ];
    for act in acts {
        let private = Press::Private(format!("discord:{longest}").into(), day, act);
        presses.extend([Press::Again(Box::new(private.clone())), private]);
    }
    presses.extend(
        [
            BankPress::Coming,
            BankPress::Look,
            BankPress::LookAside,
            BankPress::Packs,
            BankPress::Search,
            BankPress::AskNow,
            BankPress::Preview("w08-image-size".into()),
            BankPress::Answer("w08-image-size".into()),
            BankPress::Decide(DecisionKind::Skip, 12, "w08-image-size".into()),
            BankPress::Decide(DecisionKind::Next, 1, "w08-image-size".into()),
            BankPress::Decide(DecisionKind::Retire, 1, "own/7".into()),
            BankPress::Decide(DecisionKind::Restore, 1, "w08-image-size".into()),
            BankPress::Pack(true, "w08-containers".to_owned()),
            BankPress::Pack(false, "w08-containers".to_owned()),
            BankPress::Undo(17),
        ]
        .map(Press::Bank),
    );
    presses.extend(SETUP_PRESSES.iter().map(|(press, _)| Press::Setup(*press)));
    presses.extend(Score::ALL.map(|score| Press::GiveScore("discord:81384788765712384".into(), day, score)));
    for press in presses {
        assert!(press.id().len() <= 100, "{press:?}");
        assert_eq!(Press::parse(&press.id()), Some(press));
    }
}

#[test]
fn what_is_not_ours_is_no_press() {
    for id in [
        "",
        "streak",
        "streak/x",
        "streak/x/monday",
        "board/week/x",
        "setup/fly",
        "hide/true/x",
        "comeback/2026-11-24/score-4/q",
        "comeback/2026-11-24/score-1",
        "scored/4/x/2026-11-24",
        "bank",
        "bank/fly",
        "bank/undo/x",
        "bank/skip/1",
        "bank/skip/x/q",
        "bank/preview/",
    ] {
        assert_eq!(Press::parse(id), None, "{id}");
    }
}

#[test]
fn a_button_from_when_it_held_what_was_typed_still_opens_its_form() {
    assert_eq!(Press::parse("when/half nine/Africa/Doula"), Some(Press::Setup(SetupPress::When)));
}
