use super::*;

#[test]
fn clones_count_together_and_the_doc_comment_is_the_help_text() {
    let metrics = Metrics::new();

    metrics.clone().count_question_asked();

    let text = metrics.render();
    assert!(
        text.contains("# HELP quotidian_questions_asked_total Daily questions that stand in their channel\n"),
        "{text}"
    );
    assert!(text.contains("\nquotidian_questions_asked_total 1\n"), "{text}");
}

#[test]
fn a_reply_is_counted_in_the_step_of_its_wait() {
    let metrics = Metrics::new();

    metrics.observe_interaction("streak", Duration::from_millis(40));

    let text = metrics.render();
    assert!(text.contains(r#"quotidian_interaction_seconds_bucket{kind="streak",le="0.025"} 0"#), "{text}");
    assert!(text.contains(r#"quotidian_interaction_seconds_bucket{kind="streak",le="0.05"} 1"#), "{text}");
}
