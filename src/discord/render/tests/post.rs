use insta::assert_snapshot;
use serde_json::json;

use super::*;

#[test]
fn the_morning_is_one_calm_card() {
    assert_snapshot!(drawn(&question_post(&a_post())), @r#"
    # Day 12 · The cluster ran out of addresses
    New pods stay pending.

    **What do you look at first?**

    -# 🧭 Week 8 · EKS networking · about 8 minutes · 7 of us answered last time
    -# An answer counts, in the thread or privately, until <t:1795593600:F>.
    [Answer privately → private/discord:81384788765712384/2026-11-24/write] [Hint → hint/discord:81384788765712384/2026-11-24] [Last time's answer → https://discord.com/channels/81384788765712384/1310000000000000000] [My streak → streak/discord:81384788765712384/2026-11-24]
    "#);
}

#[test]
fn the_first_question_late_and_about_something_gone() {
    let post = QuestionPost {
        ordinal: 1,
        round: 2,
        week: None,
        minutes: 1,
        topic: "app-mesh".to_owned(),
        note: Some("App Mesh ends in September 2026.".to_owned()),
        answered_before: None,
        thread_before: None,
        closes_at: None,
        late: true,
        ..a_post()
    };
    assert_snapshot!(drawn(&question_post(&post)), @r#"
    # Day 1 · The cluster ran out of addresses
    New pods stay pending.

    **What do you look at first?**

    **Good to know:** App Mesh ends in September 2026.

    -# A little late today, my fault. Nobody's streak is touched.
    -# 🧭 App Mesh · about a minute · asked again, round 2
    -# An answer counts in the thread as well as privately.
    [Answer privately → private/discord:81384788765712384/2026-11-24/write] [Hint → hint/discord:81384788765712384/2026-11-24] [My streak → streak/discord:81384788765712384/2026-11-24]
    "#);
}

#[test]
fn a_quiet_day_before_is_not_mentioned() {
    let post = QuestionPost { answered_before: Some(0), ..a_post() };
    assert!(!drawn(&question_post(&post)).contains("last time\n"));
}

#[test]
fn nothing_is_pinged_but_the_one_named() {
    assert_eq!(question_post(&a_post()).json()["allowed_mentions"], json!({ "parse": [] }));
    let line = congratulation(&"42".into(), 30, Words::English);
    assert_eq!(line.json()["allowed_mentions"], json!({ "parse": [], "users": ["42"] }));
    assert_snapshot!(drawn(&line), @"<@42> has answered 30 in a row. That is a month of mornings.");
}

#[test]
fn the_preview_is_the_post_with_a_line_above() {
    let preview = render(&View::Preview(Box::new(a_post())), &ALONE).json();
    let post = question_post(&a_post()).json();
    assert_eq!((&preview["embeds"], &preview["components"]), (&post["embeds"], &post["components"]));
    assert_snapshot!(preview["content"].as_str().unwrap(), @"Only you see this. The next post will look like it:");
}

#[test]
fn a_thread_is_called_like_its_post() {
    let title = question_post(&a_post()).json()["embeds"][0]["title"].clone();
    assert_eq!(title, Words::English.thread_name(12, "The cluster ran out of addresses"));
}
