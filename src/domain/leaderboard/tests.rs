use super::*;

#[test]
fn ties_share_a_place_and_the_next_is_skipped() {
    let standing = |member: &str, answered| Standing { member: member.into(), answered };
    let places = rank(vec![standing("c", 1), standing("a", 3), standing("b", 3)]);
    let numbers: Vec<i64> = places.iter().map(|place| place.place).collect();
    assert_eq!(numbers, [1, 1, 3]);
}
