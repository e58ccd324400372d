use super::*;

#[test]
fn a_new_round_starts_when_all_have_been_asked() {
    let ids = ["a".into(), "b".into()];
    let pick = pick(Order::Curriculum, 0, &ids, 1, &ids).unwrap();
    assert_eq!((pick.question.as_str(), pick.round, pick.left), ("a", 2, 1));
}
