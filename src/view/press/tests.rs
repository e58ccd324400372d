use super::*;

#[test]
fn every_press_is_read_back_as_it_was_written() {
    let day = Day::parse("2026-11-24").unwrap();
    let mut presses = vec![
        Press::MyStreak("discord:81384788765712384".into(), day),
        Press::Board(Period::Week, 1),
        Press::Board(Period::AllTime, 12),
        Press::Hide(true),
        Press::Forget(false),
        Press::WhenAgain { time: "half nine".to_owned(), zone: "Africa/Doula".to_owned() },
        Press::WhenAgain { time: String::new(), zone: String::new() },
    ];
    presses.extend(SETUP_PRESSES.iter().map(|(press, _)| Press::Setup(*press)));
    for press in presses {
        assert!(press.id().len() <= 100, "{press:?}");
        assert_eq!(Press::parse(&press.id()), Some(press));
    }
}

#[test]
fn what_is_not_ours_is_no_press() {
    for id in ["", "streak", "streak/x", "streak/x/monday", "board/week/x", "setup/fly", "hide/true/x"] {
        assert_eq!(Press::parse(id), None, "{id}");
    }
}

#[test]
fn whatever_was_typed_fits_an_id() {
    let long = "ü/".repeat(80);
    let press = Press::WhenAgain { time: long.clone(), zone: long };
    assert!(press.id().chars().count() <= 100);
    assert!(matches!(Press::parse(&press.id()), Some(Press::WhenAgain { .. })));
}
