//! What one version of the bot wrote down, the next can read: one recorded text for each effect and each news.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use quotidian::domain::Language;
use quotidian::effect::{ChannelKind, Effect, News, Part};
use serde_json::Value;

/// The file that an effect is recorded in. A new effect is asked for here by the compiler.
fn recorded_in(effect: &Effect) -> &'static str {
    match effect {
        Effect::PublishQuestion { .. } => "publish_question",
        Effect::OpenThread { .. } => "open_thread",
        Effect::CrosspostQuestion { .. } => "crosspost_question",
        Effect::PinQuestion { .. } => "pin_question",
        Effect::UnpinQuestion { .. } => "unpin_question",
        Effect::MarkAnswer { .. } => "mark_answer",
        Effect::Congratulate { .. } => "congratulate",
        Effect::RevealAnswer { .. } => "reveal_answer",
        Effect::ShareAnswer { .. } => "share_answer",
        Effect::UnshareAnswer { .. } => "unshare_answer",
        Effect::CheckMember { .. } => "check_member",
        Effect::CompareThread { .. } => "compare_thread",
        Effect::TellOrganiser { news, .. } => match news {
            News::PostFailed { part: Part::Message, .. } => "tell_organiser.post_failed",
            News::PostFailed { part: Part::Thread, .. } => "tell_organiser.thread_failed",
            News::PostFailed { part: Part::Crosspost, .. } => "tell_organiser.crosspost_failed",
            News::PostFailed { part: Part::Pin, .. } => "tell_organiser.pin_failed",
            News::PostFailed { part: Part::Mark, .. } => "tell_organiser.mark_failed",
            News::PostFailed { part: Part::Reveal, .. } => "tell_organiser.reveal_failed",
            News::PostUncertain { .. } => "tell_organiser.post_uncertain",
            News::ChannelGone => "tell_organiser.channel_gone",
            News::FewQuestions { .. } => "tell_organiser.few_questions",
            News::NoQuestions => "tell_organiser.no_questions",
            News::Suggested { .. } => "tell_organiser.suggested",
            News::Decided { .. } => "tell_organiser.decided",
        },
    }
}

/// As many as there are arms above.
const RECORDED: usize = 24;

#[test]
fn every_recorded_effect_is_read_and_written_as_it_was() {
    for (name, text) in recorded() {
        let effect: Effect = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(recorded_in(&effect), name);
        assert!(name.starts_with(effect.kind()), "{name}: the outbox calls it {}", effect.kind());
        let recorded: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(serde_json::to_value(&effect).expect("JSON"), recorded, "{name}");
    }
}

#[test]
fn every_effect_is_recorded() {
    let names: BTreeSet<String> = recorded().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), RECORDED, "{names:?}");
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    for (name, text) in recorded() {
        let mut with_more: Value = serde_json::from_str(&text).expect("JSON");
        add_to_every_object(&mut with_more);
        let read: Effect =
            serde_json::from_value(with_more).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read, serde_json::from_str(&text).expect("an effect"), "{name}");
    }
}

#[test]
fn what_an_earlier_version_had_not_has_a_default() {
    let mut post: Value = serde_json::from_str(&text("publish_question")).expect("JSON");
    let absent = [
        ("", "role"),
        ("/post", "late"),
        ("/post", "thread_before"),
        ("/post", "labels"),
        ("/post", "credit"),
    ];
    for (at, field) in absent {
        post.pointer_mut(at).and_then(Value::as_object_mut).expect("an object").remove(field);
    }
    let effect: Effect = serde_json::from_value(post).expect("an effect");
    let Effect::PublishQuestion { role, post, .. } = effect else { panic!("not a post") };
    assert_eq!((role, post.late, post.thread_before), (None, false, None));
    assert!(post.labels.is_empty() && post.credit.is_none());
    let mut answer: Value = serde_json::from_str(&text("reveal_answer")).expect("JSON");
    let absent = [
        ("/post", "language"),
        ("/post/answer", "outdated"),
        ("/post/answer", "follow_up"),
        ("/post/answer", "practice"),
    ];
    for (at, field) in absent {
        answer.pointer_mut(at).and_then(Value::as_object_mut).expect("an object").remove(field);
    }
    let effect: Effect = serde_json::from_value(answer).expect("an effect");
    let Effect::RevealAnswer { post, .. } = effect else { panic!("not an answer") };
    let answer = post.answer.expect("what a strong answer covers");
    assert_eq!((post.language, answer.outdated, answer.follow_up.as_str()), (Language::English, false, ""));
    assert!(!answer.practice);
    for kind in ["pin_question", "unpin_question"] {
        let mut pin: Value = serde_json::from_str(&text(kind)).expect("JSON");
        pin.as_object_mut().expect("an object").remove("channel_kind");
        let effect: Effect = serde_json::from_value(pin).expect("an effect");
        let (Effect::PinQuestion { channel_kind, .. } | Effect::UnpinQuestion { channel_kind, .. }) = effect
        else {
            panic!("not about a pin")
        };
        assert_eq!(channel_kind, ChannelKind::Text);
    }
}

fn add_to_every_object(value: &mut Value) {
    if let Some(object) = value.as_object_mut() {
        object.values_mut().for_each(add_to_every_object);
        object.insert("of_a_later_version".to_owned(), Value::Bool(true));
    }
}

fn recorded() -> Vec<(String, String)> {
    let files = std::fs::read_dir(folder()).expect("the recorded effects");
    let names = files.map(|file| file.expect("a file").path());
    let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    names.filter_map(stem).map(|name| (name.clone(), text(&name))).collect()
}

fn text(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recorded effect")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/effects")
}
