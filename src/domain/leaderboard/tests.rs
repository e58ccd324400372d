use proptest::prelude::*;

use super::*;

fn standing(member: &str, answered: i64) -> Standing {
    Standing { member: member.into(), answered }
}

fn text(places: &[Place]) -> String {
    let rows = places.iter().map(|row| format!("{}. {} {}", row.place, row.member, row.answered));
    rows.collect::<Vec<_>>().join(", ")
}

#[test]
fn ties_share_a_place_and_the_next_is_skipped() {
    let places = rank(vec![standing("c", 1), standing("a", 3), standing("b", 3)]);
    let numbers: Vec<i64> = places.iter().map(|place| place.place).collect();
    assert_eq!(numbers, [1, 1, 3]);
}

#[test]
fn a_board_lists_the_best_first_and_equals_by_id() {
    let cases: [(&[(&str, i64)], &str); 4] = [
        (&[], ""),
        (&[("ada", 1)], "1. ada 1"),
        (&[("bo", 2), ("ada", 2), ("cy", 2)], "1. ada 2, 1. bo 2, 1. cy 2"),
        (&[("d", 1), ("a", 5), ("c", 2), ("e", 1), ("b", 2)], "1. a 5, 2. b 2, 2. c 2, 4. d 1, 4. e 1"),
    ];
    for (standings, wanted) in cases {
        let standings = standings.iter().map(|(member, answered)| standing(member, *answered)).collect();
        assert_eq!(text(&rank(standings)), wanted);
    }
}

#[test]
fn a_reader_sees_their_own_row_and_its_neighbours() {
    let board =
        rank(["a", "b", "c", "d", "e"].iter().zip([9, 8, 8, 7, 6]).map(|(m, n)| standing(m, n)).collect());
    let cases = [
        ("a", 1, "1. a 9, 2. b 8"),
        ("c", 1, "2. b 8, 2. c 8, 4. d 7"),
        ("e", 2, "2. c 8, 4. d 7, 5. e 6"),
        ("c", 0, "2. c 8"),
        ("c", 99, "1. a 9, 2. b 8, 2. c 8, 4. d 7, 5. e 6"),
        ("nobody", 2, ""),
    ];
    for (reader, around, wanted) in cases {
        assert_eq!(text(window(&board, &reader.into(), around)), wanted, "{reader} and {around} around");
    }
    assert_eq!(window(&[], &"a".into(), 3), []);
}

proptest! {
    #[test]
    fn a_place_is_one_more_than_the_number_of_those_above(
        counts in prop::collection::vec(1_i64..6, 0..40),
        around in 0_usize..5,
    ) {
        let standings: Vec<Standing> =
            counts.iter().enumerate().map(|(index, count)| standing(&format!("m{index:02}"), *count)).collect();
        let board = rank(standings.clone());
        prop_assert_eq!(board.len(), standings.len());
        for row in &board {
            let above = counts.iter().filter(|count| **count > row.answered).count();
            prop_assert_eq!(row.place, i64::try_from(above).unwrap() + 1);
            let shown = window(&board, &row.member, around);
            prop_assert!(shown.contains(row) && shown.len() <= 2 * around + 1);
        }
        let turned = rank(standings.into_iter().rev().collect());
        prop_assert_eq!(turned, board);
    }
}
