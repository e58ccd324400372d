use super::*;
use crate::domain::Language;
use crate::effect::{Effect, News};

fn waiting(id: &str, community: &str) -> Waiting {
    let effect = Effect::TellOrganiser {
        member: "1".into(),
        community: community.into(),
        news: News::NoQuestions,
        language: Language::English,
    };
    Waiting { id: EffectId(id.to_owned()), community: community.into(), effect, attempts: 0 }
}

#[test]
fn what_no_longer_waits_is_not_waited_for() {
    let delays = Delays::new(Pace::default());
    let (gone, here) = (waiting("gone", "a"), waiting("here", "a"));
    delays.put_off(&gone, Some(Duration::ZERO));
    delays.put_off_long(&here);
    let long = delays.lock()[&here.id].until;
    delays.keep_only(&HashSet::from([&here.id]));
    assert_eq!((delays.len(), delays.earliest()), (1, Some(long)));
}

#[test]
fn what_an_organiser_may_have_mended_is_tried_at_once_and_nothing_else() {
    let delays = Delays::new(Pace::default());
    let (mended, other) = (waiting("post/a", "a"), waiting("post/b", "b"));
    delays.put_off_long(&mended);
    delays.put_off_long(&other);
    delays.forget(&"a".into());
    let now = Instant::now();
    assert!(delays.is_ready(&mended.id, now) && !delays.is_ready(&other.id, now));
}

#[test]
fn each_failure_doubles_the_pause_up_to_the_longest() {
    let pace = Pace { first: Duration::from_secs(1), longest: Duration::from_secs(600) };
    let (delays, failing) = (Delays::new(pace), waiting("failing", "a"));
    let mut pauses = Vec::new();
    for _ in 0..12 {
        let before = Instant::now();
        delays.put_off(&failing, None);
        pauses.push((delays.lock()[&failing.id].until - before).as_secs());
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
}
