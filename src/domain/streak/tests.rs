use super::*;

#[test]
fn the_open_question_never_breaks_a_run() {
    let asked = [Ordinal(1), Ordinal(2), Ordinal(3)];
    let streak = Streak::of(&asked, &[Ordinal(2), Ordinal(1)]);
    assert_eq!(streak.current(&asked[1..]), 2);
}
