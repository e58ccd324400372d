use proptest::prelude::*;

use super::*;

/// The revision that the bank has.
const NOW: i64 = 3;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn mark(text: &str, score: i64) -> Mark {
    Mark { day: day(text), revision: NOW, score: Score::new(score).unwrap() }
}

/// What becomes of a question that closed on the first of the year.
fn after(answered: bool, marks: &[Mark]) -> Comeback {
    Met { answered, closed: Some(day("2027-01-01")), marks: marks.to_vec() }.comeback(NOW)
}

fn on(text: &str) -> Comeback {
    Comeback::On(day(text))
}

#[test]
fn a_missed_question_comes_back_after_seven_days_and_an_answered_one_does_not() {
    assert_eq!(after(false, &[]), on("2027-01-08"));
    assert_eq!(after(true, &[]), Comeback::Never);
    let open = Met::default();
    assert_eq!(open.comeback(NOW), Comeback::Never, "it has not closed");
}

#[test]
fn a_low_mark_brings_a_question_back_and_a_good_one_does_not() {
    for (score, expected) in
        [(0, on("2027-01-09")), (1, on("2027-01-09")), (2, Comeback::Never), (3, Comeback::Never)]
    {
        assert_eq!(after(true, &[mark("2027-01-02", score)]), expected, "{score}");
    }
}

#[test]
fn each_good_mark_leads_to_the_next_gap_and_the_last_one_out() {
    let marks = [mark("2027-01-10", 2), mark("2027-02-05", 3), mark("2027-04-30", 2)];
    assert_eq!(
        after(false, &marks[..1]),
        on("2027-01-31"),
        "twenty-one days after the mark, not after the day due"
    );
    assert_eq!(after(false, &marks[..2]), on("2027-04-06"));
    assert_eq!(after(false, &marks), Comeback::Over);
}

#[test]
fn a_low_mark_starts_again_at_the_first_gap() {
    for low in [0, 1] {
        let marks = [mark("2027-01-10", 3), mark("2027-02-01", low)];
        assert_eq!(after(false, &marks), on("2027-02-08"));
        let marks = [marks[0], marks[1], mark("2027-02-08", 3)];
        assert_eq!(after(false, &marks), on("2027-03-01"), "and then the second again");
    }
    let over = [mark("2027-01-10", 3), mark("2027-02-05", 3), mark("2027-04-30", 3), mark("2027-06-01", 1)];
    assert_eq!(after(false, &over), on("2027-06-08"), "also when it was over and was asked again");
}

#[test]
fn a_late_answer_is_an_answer_but_takes_no_mark_back() {
    assert_eq!(after(true, &[]), Comeback::Never);
    assert_eq!(after(true, &[mark("2027-01-10", 1)]), on("2027-01-17"));
}

#[test]
fn a_new_revision_starts_again() {
    let old = |text: &str| Mark { revision: NOW - 1, ..mark(text, 3) };
    let over = [old("2027-01-10"), old("2027-02-05"), old("2027-04-30")];
    assert_eq!(after(false, &over), on("2027-05-07"));
    assert_eq!(
        after(true, &over[..1]),
        on("2027-01-17"),
        "what was good of the old one is not yet of the new"
    );
    let marks = [over[2], mark("2027-05-08", 2)];
    assert_eq!(after(false, &marks), on("2027-05-29"));
    let missed = Met { answered: false, closed: Some(day("2027-01-01")), marks: Vec::new() };
    assert_eq!(missed.comeback(NOW + 9), on("2027-01-08"), "what was never met is missed in any revision");
}

#[test]
fn mastered_is_what_the_last_mark_says_of_the_revision_there_is() {
    let mastered = |marks: &[Mark]| Met { marks: marks.to_vec(), ..Met::default() }.is_mastered(NOW);
    assert!(!mastered(&[]));
    assert!(mastered(&[mark("2027-01-02", 1), mark("2027-01-09", 2)]));
    assert!(!mastered(&[mark("2027-01-02", 3), mark("2027-01-09", 1)]));
    assert!(!mastered(&[Mark { revision: NOW - 1, ..mark("2027-01-02", 3) }]));
}

#[test]
fn a_picture_has_a_square_for_each_question_while_there_is_room() {
    for (parts, most, expected) in [
        ((0, 0, 0), 6, [0, 0, 0]),
        ((2, 1, 3), 6, [2, 1, 3]),
        ((12, 0, 0), 6, [6, 0, 0]),
        ((1, 1, 98), 6, [1, 1, 4]),
        ((98, 1, 1), 6, [4, 1, 1]),
        ((5, 5, 5), 10, [4, 3, 3]),
        ((10, 8, 7), 10, [4, 3, 3]),
    ] {
        let (mastered, begun, rest) = parts;
        let tally = Tally { asked: mastered + begun + rest, answered: begun, mastered, begun };
        assert_eq!(tally.squares(most), expected, "{parts:?}");
    }
}

fn days_and_scores() -> impl Strategy<Value = Vec<(u64, i64, i64)>> {
    prop::collection::vec((0..90_u64, 0..4_i64, NOW - 1..=NOW), 0..12)
}

proptest! {
    /// Whatever is marked, at whatever pace: what comes back, comes back one of the gaps after the last thing that
    /// happened; three good marks in a row always end it; and a low one never does.
    #[test]
    fn every_story_keeps_the_gaps(answered: bool, steps in days_and_scores()) {
        let closed = day("2027-01-01");
        let mut today = closed;
        let mut met = Met { answered, closed: Some(closed), marks: Vec::new() };
        for (wait, score, revision) in steps {
            today = today.later(wait);
            let score = Score::new(score).unwrap();
            met.marks.push(Mark { day: today, revision, score });
            let good = score.is_good() && revision == NOW;
            let row = met.marks.iter().rev().take_while(|mark| mark.is_good(NOW)).count();
            match met.comeback(NOW) {
                Comeback::On(due) => {
                    let gap = GAPS.iter().position(|days| today.later(*days) == due).unwrap();
                    prop_assert_eq!(gap, row, "the gap is the number of good marks in a row");
                    prop_assert_eq!(gap > 0, good);
                }
                Comeback::Over => prop_assert!(row >= GAPS.len() && (!answered || row < met.marks.len())),
                Comeback::Never => prop_assert!(answered && row == met.marks.len()),
            }
            prop_assert_eq!(met.is_mastered(NOW), good);
        }
    }

    #[test]
    fn a_picture_is_full_and_leaves_nothing_out(mastered in 0..200_usize, begun in 0..200_usize, rest in 0..200_usize, most in 3..12_usize) {
        let tally = Tally { asked: mastered + begun + rest, answered: begun, mastered, begun };
        let squares = tally.squares(most);
        prop_assert_eq!(squares.iter().sum::<usize>(), tally.asked.min(most));
        for (square, part) in squares.iter().zip([mastered, begun, rest]) {
            prop_assert_eq!(*square > 0, part > 0);
        }
    }
}
