use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

mod decided;

fn ids(count: usize) -> Vec<QuestionId> {
    (1..=count).map(|number| QuestionId(format!("w08-q{number:02}"))).collect()
}

/// A community that is asked, one question after the other.
struct Group(Course);

impl Group {
    fn new(order: Order, seed: i64, count: usize) -> Self {
        let (available, decided) = (ids(count), Decided::default());
        Self(Course { order, seed, available, decided, round: 1, asked: Vec::new() })
    }

    /// The next question's name, its round and how many are left after it.
    fn ask(&mut self) -> (String, i64, usize) {
        let picked = pick(&self.0).unwrap();
        if picked.round != self.0.round {
            self.0.round = picked.round;
            self.0.asked.clear();
        }
        self.0.asked.push(picked.question.clone());
        (picked.question.0, picked.round, picked.left)
    }

    fn ask_times(&mut self, times: usize) -> Vec<String> {
        (0..times).map(|_| self.ask().0.trim_start_matches("w08-").to_owned()).collect()
    }
}

#[test]
fn a_new_round_starts_when_all_have_been_asked() {
    let (available, asked) = (vec!["a".into(), "b".into()], vec!["a".into(), "b".into()]);
    let pick = pick(&Course { available, asked, ..Group::new(Order::Curriculum, 0, 0).0 }).unwrap();
    assert_eq!((pick.question.as_str(), pick.round, pick.left), ("a", 2, 1));
}

#[test]
fn without_questions_there_is_nothing_to_pick() {
    let empty = |order| Group::new(order, 1, 0).0;
    assert_eq!(pick(&empty(Order::Curriculum)), None);
    assert_eq!(pick(&Course { asked: ids(3), ..empty(Order::Shuffled) }), None);
}

#[test]
fn the_curriculum_is_followed_round_after_round() {
    let mut group = Group::new(Order::Curriculum, 7, 3);
    let asked: Vec<(String, i64, usize)> = (0..4).map(|_| group.ask()).collect();
    let seen: Vec<(&str, i64, usize)> =
        asked.iter().map(|(id, round, left)| (id.as_str(), *round, *left)).collect();
    assert_eq!(seen, [("w08-q01", 1, 2), ("w08-q02", 1, 1), ("w08-q03", 1, 0), ("w08-q01", 2, 2)]);
}

/// Recorded, not derived: a change of these lists would ask every running community what it was asked before.
#[test]
fn the_shuffle_never_changes() {
    let mut group = Group::new(Order::Shuffled, 42, 10);
    let mut next = || group.ask_times(10).join(" ");
    assert_eq!(next(), "q08 q06 q02 q05 q04 q10 q09 q07 q03 q01");
    assert_eq!(next(), "q02 q01 q08 q06 q03 q04 q07 q05 q10 q09", "the next round has another order");
    let first = |seed: i64| Group::new(Order::Shuffled, seed, 10).ask_times(10).join(" ");
    assert_eq!(first(-1), "q01 q05 q03 q07 q04 q06 q10 q02 q09 q08");
    assert_eq!(first(i64::MAX), "q01 q09 q03 q05 q02 q04 q07 q10 q06 q08");
}

#[test]
fn a_question_added_mid_round_joins_those_still_to_come() {
    for order in [Order::Curriculum, Order::Shuffled] {
        let mut group = Group::new(order, 42, 5);
        let before = group.ask_times(2);
        let rest =
            Group(Course { available: ids(5), asked: group.0.asked.clone(), ..Group::new(order, 42, 0).0 })
                .ask_times(3);
        // In front of the pack, where the curriculum has already been.
        group.0.available.insert(0, "w08-new".into());
        let after = group.ask_times(4);
        assert!(after.contains(&"new".to_owned()), "{order:?}");
        let others: Vec<String> = after.into_iter().filter(|id| id != "new").collect();
        assert_eq!(others, rest, "{order:?}: the others keep their order");
        assert!(before.iter().all(|id| !others.contains(id)), "{order:?}");
        assert_eq!(group.ask().1, 2);
    }
}

#[test]
fn a_question_taken_out_mid_round_is_not_asked_and_ends_the_round_no_later() {
    let mut group = Group::new(Order::Shuffled, 42, 4);
    group.ask_times(2);
    let gone = group.0.asked[0].clone();
    group.0.available.retain(|id| *id != gone);
    let rest: Vec<(String, i64, usize)> = (0..3).map(|_| group.ask()).collect();
    assert!(rest.iter().all(|(id, _, _)| *id != gone.0));
    assert_eq!(
        rest.iter().map(|(_, round, left)| (*round, *left)).collect::<Vec<_>>(),
        [(1, 1), (1, 0), (2, 2)]
    );
}

#[test]
fn every_question_comes_first_about_equally_often() {
    let mut first = std::collections::BTreeMap::<String, i32>::new();
    for seed in 0..5_000 {
        let picked = pick(&Group::new(Order::Shuffled, seed, 5).0).unwrap();
        *first.entry(picked.question.0).or_default() += 1;
    }
    assert!(first.len() == 5 && first.values().all(|count| (900..1100).contains(count)), "{first:?}");
}

proptest! {
    #[test]
    fn no_question_comes_twice_running(count in 2_usize..8, seed in any::<i64>(), shuffled in any::<bool>()) {
        let mut group = Group::new(if shuffled { Order::Shuffled } else { Order::Curriculum }, seed, count);
        let asked: Vec<(String, i64, usize)> = (0..count * 4).map(|_| group.ask()).collect();
        prop_assert!(asked.windows(2).all(|pair| pair[0].0 != pair[1].0), "{asked:?}");
    }

    #[test]
    fn nothing_repeats_until_everything_was_asked(count in 1_usize..30, seed in any::<i64>(), shuffled in any::<bool>()) {
        let order = if shuffled { Order::Shuffled } else { Order::Curriculum };
        let mut group = Group::new(order, seed, count);
        for round in 1..=3 {
            let asked: Vec<(String, i64, usize)> = (0..count).map(|_| group.ask()).collect();
            let different: BTreeSet<&str> = asked.iter().map(|(id, _, _)| id.as_str()).collect();
            prop_assert_eq!(different.len(), count);
            prop_assert!(asked.iter().all(|(_, of, _)| *of == round));
            let left: Vec<usize> = asked.iter().map(|(_, _, left)| *left).collect();
            prop_assert_eq!(left, (0..count).rev().collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_shuffle_depends_on_no_order_of_packs(seed in any::<i64>(), turned in Just(ids(12)).prop_shuffle()) {
        let asked = ids(4);
        let of = |available| Course { available, asked: asked.clone(), ..Group::new(Order::Shuffled, seed, 0).0 };
        let one = pick(&of(ids(12))).map(|picked| picked.question);
        let other = pick(&of(turned)).map(|picked| picked.question);
        prop_assert_eq!(one, other);
    }
}
