use proptest::prelude::*;

use super::*;

fn ordinals(numbers: &[i64]) -> Vec<Ordinal> {
    numbers.iter().copied().map(Ordinal).collect()
}

#[test]
fn the_open_question_never_breaks_a_run() {
    let asked = [Ordinal(1), Ordinal(2), Ordinal(3)];
    let streak = Streak::of(&asked, &[Ordinal(2), Ordinal(1)]);
    assert_eq!(streak.current(&asked[1..]), 2);
}

#[test]
fn a_streak_counts_questions_that_reached_the_community() {
    /// Asked; answered; the run as it stands, the longest, and the last answered.
    type Case<'a> = (&'a [i64], &'a [i64], i64, i64, Option<i64>);
    let cases: [Case<'_>; 12] = [
        (&[], &[], 0, 0, None),
        (&[1], &[], 0, 0, None),
        (&[1], &[1], 1, 1, Some(1)),
        (&[1, 2], &[1], 1, 1, Some(1)),
        (&[1, 2, 3], &[1], 0, 1, Some(1)),
        (&[1, 2, 3], &[3], 1, 1, Some(3)),
        (&[1, 2, 3, 4, 5, 6], &[1, 2, 3, 5], 1, 3, Some(5)),
        (&[1, 2, 3, 4, 5, 6], &[1, 2, 3, 5, 6], 2, 3, Some(6)),
        // A question that never reached anyone breaks nobody.
        (&[1, 2, 5, 6], &[1, 2, 5, 6], 4, 4, Some(6)),
        // The same answer told twice, and an answer to what was never asked, change nothing.
        (&[1, 2, 3], &[3, 2, 2, 3, 9], 2, 2, Some(3)),
        (&[1, 2, 3], &[9], 0, 0, None),
        // Deleting the answer in the middle takes the run apart.
        (&[1, 2, 3, 4, 5], &[1, 2, 4, 5], 2, 2, Some(5)),
    ];
    for (asked, answered, current, longest, last) in cases {
        let asked = ordinals(asked);
        let streak = Streak::of(&asked, &ordinals(answered));
        let latest = &asked[asked.len().saturating_sub(2)..];
        let found = (streak.current(latest), streak.longest, streak.last);
        assert_eq!(found, (current, longest, last.map(Ordinal)), "{answered:?} of {asked:?}");
    }
}

/// The definition, word by word: a run is a stretch of asked questions that were all answered.
fn by_definition(asked: &[Ordinal], answered: &[Ordinal]) -> Streak {
    let mut found = Streak::default();
    for end in 1..=asked.len() {
        for start in 0..end {
            let stretch = &asked[start..end];
            if stretch.iter().all(|ordinal| answered.contains(ordinal)) {
                let run = i64::try_from(stretch.len()).unwrap();
                found.longest = found.longest.max(run);
                if found.last != Some(asked[end - 1]) {
                    (found.last, found.run) = (Some(asked[end - 1]), run);
                }
            }
        }
    }
    found
}

/// How many questions in a row are answered now, counted back from the last, which may still be open.
fn standing(asked: &[Ordinal], answered: &[Ordinal]) -> usize {
    let mut back = asked.iter().rev().peekable();
    let _open = back.next_if(|ordinal| !answered.contains(ordinal));
    back.take_while(|ordinal| answered.contains(ordinal)).count()
}

proptest! {
    #[test]
    fn a_streak_is_what_its_definition_says(
        asked in prop::collection::btree_set(1_i64..40, 0..30),
        answered in prop::collection::vec(1_i64..42, 0..60),
        turned in any::<bool>(),
    ) {
        let asked: Vec<Ordinal> = asked.into_iter().map(Ordinal).collect();
        let answered = ordinals(&answered);
        let streak = Streak::of(&asked, &answered);
        prop_assert_eq!(streak, by_definition(&asked, &answered));

        let mut latest: Vec<Ordinal> = asked.iter().rev().take(2).copied().collect();
        if turned {
            latest.reverse();
        }
        prop_assert_eq!(usize::try_from(streak.current(&latest)).unwrap(), standing(&asked, &answered));
    }

    #[test]
    fn neither_order_nor_repeats_of_answers_matter(
        (answered, shuffled) in prop::collection::vec((1_i64..20).prop_map(Ordinal), 0..30)
            .prop_flat_map(|answered| (Just(answered.clone()), Just(answered).prop_shuffle())),
    ) {
        let asked = ordinals(&(1..20).collect::<Vec<_>>());
        let twice: Vec<Ordinal> = shuffled.iter().chain(&answered).copied().collect();
        prop_assert_eq!(Streak::of(&asked, &shuffled), Streak::of(&asked, &answered));
        prop_assert_eq!(Streak::of(&asked, &twice), Streak::of(&asked, &answered));
    }
}
