//! What organisers decide, and what then comes.

use super::*;
use crate::domain::{Decision, DecisionKind};
use DecisionKind::{Next, Restore, Retire, Skip};

fn id(number: usize) -> QuestionId {
    QuestionId(format!("w08-q{number:02}"))
}

fn act(kind: DecisionKind, number: usize, round: i64) -> Decision {
    Decision { kind, question: id(number), round }
}

fn course(count: usize, acts: &[Decision]) -> Course {
    let decided = Decided::of(acts.iter().cloned());
    Course { decided, ..Group::new(Order::Curriculum, 7, count).0 }
}

/// What comes, as `round:number`.
fn coming(course: &Course, count: usize) -> String {
    let short = |next: Pick| format!("{}:{}", next.round, next.question.0.trim_start_matches("w08-q0"));
    course.upcoming().take(count).map(short).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_decided_is_what_comes() {
    let cases: [(&str, &[Decision], &str); 12] = [
        ("nothing", &[], "1:1 1:2 1:3 2:1 2:2 2:3 3:1"),
        ("skipped, and the next takes its place", &[act(Skip, 1, 1)], "1:2 1:3 2:1 2:2 2:3 3:1 3:2"),
        ("skipped in a round to come", &[act(Skip, 1, 2)], "1:1 1:2 1:3 2:2 2:3 3:1 3:2"),
        ("put next", &[act(Next, 3, 1)], "1:3 1:1 1:2 2:1 2:2 2:3 3:1"),
        (
            "put next twice: the latest wish first",
            &[act(Next, 3, 1), act(Next, 2, 1)],
            "1:2 1:3 1:1 2:2 2:1 2:3 3:1",
        ),
        (
            "put next again",
            &[act(Next, 3, 1), act(Next, 2, 1), act(Next, 3, 1)],
            "1:3 1:2 1:1 2:2 2:1 2:3 3:1",
        ),
        ("skipped, then put next", &[act(Skip, 3, 1), act(Next, 3, 1)], "1:3 1:1 1:2 2:1 2:2 2:3 3:1"),
        ("put next, then skipped", &[act(Next, 3, 1), act(Skip, 3, 1)], "1:1 1:2 2:1 2:2 2:3 3:1 3:2"),
        ("retired", &[act(Retire, 2, 1)], "1:1 1:3 2:1 2:3 3:1 3:3 4:1"),
        ("retired and put next", &[act(Next, 2, 1), act(Retire, 2, 1)], "1:1 1:3 2:1 2:3 3:1 3:3 4:1"),
        ("retired and brought back", &[act(Retire, 2, 1), act(Restore, 2, 1)], "1:1 1:2 1:3 2:1 2:2 2:3 3:1"),
        (
            "a whole round left out",
            &[act(Skip, 1, 1), act(Skip, 2, 1), act(Skip, 3, 1), act(Skip, 1, 2)],
            "2:2 2:3 3:1 3:2 3:3 4:1 4:2",
        ),
    ];
    for (name, acts, expected) in cases {
        // Two cases end a round with the question that begins the next by the curriculum: it is not asked twice running.
        assert_eq!(coming(&course(3, acts), 7), expected, "{name}");
    }
}

#[test]
fn nothing_comes_when_everything_is_retired() {
    let all = [act(Retire, 1, 1), act(Retire, 2, 1)];
    let course = course(2, &all);
    assert_eq!((pick(&course), course.left()), (None, 0));
    assert_eq!(course.fate(&id(1)), Fate::Retired);
}

#[test]
fn each_question_has_its_fate() {
    let acts = [act(Skip, 2, 1), act(Retire, 3, 1), act(Next, 5, 1)];
    let course = Course { asked: vec![id(1)], ..course(5, &acts) };
    let fates: Vec<Fate> = (1..=6).map(|number| course.fate(&id(number))).collect();
    let comes = |ahead| Fate::Comes { round: 1, ahead };
    assert_eq!(
        fates,
        [Fate::Asked, Fate::Skipped { round: 1 }, Fate::Retired, comes(1), comes(0), Fate::Off]
    );
    assert_eq!(course.left(), 2);
}

#[test]
fn what_was_just_asked_is_not_put_before_a_new_round() {
    let acts = [act(Next, 3, 2)];
    let course = Course { asked: vec![id(1), id(2), id(3)], ..course(3, &acts) };
    assert_eq!(coming(&course, 4), "2:1 2:3 2:2 3:1");
}

/// In round 2: 1 was asked last, 2 is left out, 3 is retired, 4 comes next and then 5; 6 is in no pack that is on.
#[test]
fn a_decision_that_has_no_sense_any_more_meets_what_is_true() {
    let acts = [act(Skip, 2, 2), act(Retire, 3, 1)];
    let course = Course { round: 2, asked: vec![id(1)], ..course(5, &acts) };
    let cases = [
        (Skip, 1, 2, Some(Objection::Asked)),
        (Skip, 1, 3, None),
        (Skip, 2, 2, Some(Objection::Skipped)),
        (Skip, 3, 2, Some(Objection::Retired)),
        (Skip, 4, 1, Some(Objection::OtherRound)),
        (Skip, 4, 2, None),
        (Skip, 6, 2, Some(Objection::Off)),
        (Next, 1, 2, Some(Objection::Asked)),
        (Next, 2, 2, None),
        (Next, 3, 2, Some(Objection::Retired)),
        (Next, 4, 2, Some(Objection::Next)),
        (Next, 5, 1, Some(Objection::OtherRound)),
        (Next, 5, 2, None),
        (Next, 6, 2, Some(Objection::Off)),
        (Retire, 1, 2, None),
        (Retire, 3, 2, Some(Objection::Retired)),
        (Retire, 6, 2, None),
        (Restore, 2, 2, None),
        (Restore, 2, 1, Some(Objection::NotOut)),
        (Restore, 3, 2, None),
        (Restore, 4, 2, Some(Objection::NotOut)),
        (Restore, 6, 2, Some(Objection::NotOut)),
    ];
    for (kind, number, round, expected) in cases {
        assert_eq!(
            course.objection(&act(kind, number, round)),
            expected,
            "{kind:?} {number} in round {round}"
        );
    }
    let through = Course { asked: (1..=5).map(id).collect(), ..course };
    assert_eq!(through.objection(&act(Next, 5, 3)), Some(Objection::JustAsked));
    assert_eq!(through.objection(&act(Next, 4, 3)), None);
}

fn kinds() -> impl Strategy<Value = DecisionKind> {
    prop_oneof![Just(Skip), Just(Next), Just(Retire), Just(Restore)]
}

/// Acts about six questions, each before so many questions were asked.
fn histories() -> impl Strategy<Value = Vec<(usize, DecisionKind, usize, i64)>> {
    prop::collection::vec((0_usize..12, kinds(), 1_usize..7, 1_i64..4), 0..14)
}

proptest! {
    /// The promises of the bank, while organisers act between the mornings.
    #[test]
    fn no_act_makes_a_question_come_twice_in_a_round_or_a_retired_one_come(
        history in histories(), seed in any::<i64>(), shuffled in any::<bool>()
    ) {
        let order = if shuffled { Order::Shuffled } else { Order::Curriculum };
        let mut group = Group::new(order, seed, 6);
        let (mut asked, mut acts) = (BTreeSet::new(), Vec::new());
        for morning in 0..12 {
            for (_, kind, number, round) in history.iter().filter(|(when, ..)| *when == morning) {
                acts.push(act(*kind, *number, group.0.round + round - 1));
            }
            group.0.decided = Decided::of(acts.iter().cloned());
            let open = (1..7).filter(|number| !group.0.decided.is_retired(&id(*number))).count();
            let shown = group.0.upcoming().next();
            prop_assert_eq!(shown.is_none(), open == 0, "skipping never leaves a morning without a question");
            let Some(shown) = shown else { continue };
            let (question, round, left) = group.ask();
            prop_assert_eq!(&shown.question.0, &question, "what was shown is what comes");
            prop_assert!(left < open);
            let question = QuestionId(question);
            prop_assert!(!group.0.decided.is_retired(&question) && !group.0.decided.is_skipped(round, &question));
            prop_assert!(asked.insert((round, question)), "once in a round");
        }
    }

    #[test]
    fn what_is_put_next_comes_next(history in histories(), number in 1_usize..7, shuffled in any::<bool>()) {
        let order = if shuffled { Order::Shuffled } else { Order::Curriculum };
        let mut acts: Vec<Decision> =
            history.iter().map(|(_, kind, number, round)| act(*kind, *number, *round)).collect();
        let mut course = Course { decided: Decided::of(acts.iter().cloned()), ..Group::new(order, 3, 6).0 };
        if let Some(next) = pick(&course).filter(|_| !course.decided.is_retired(&id(number))) {
            acts.push(act(Next, number, next.round));
            course.decided = Decided::of(acts);
            prop_assert_eq!(pick(&course).unwrap().question, id(number));
            prop_assert_eq!(course.fate(&id(number)), Fate::Comes { round: next.round, ahead: 0 });
        }
    }
}
