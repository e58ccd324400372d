use super::*;

#[test]
fn an_order_of_one_id_a_line_gets_one_line_more() {
    let text = "a = 1\norder = [\n  \"w08-a\",\n]\nb = 2\n";
    assert_eq!(
        listed(text, "w08-b").as_deref(),
        Some("a = 1\norder = [\n  \"w08-a\",\n  \"w08-b\",\n]\nb = 2\n")
    );
}

#[test]
fn an_order_of_another_shape_is_left_alone() {
    for text in [
        "order = [\"w08-a\"]\n",
        "order = [\n  \"w08-a\"\n]\n",
        "order = [\n  \"w08-a\", # first\n]\n",
        "order = [\n  \"w08-a\",\n",
        "title = \"none\"\n",
    ] {
        assert_eq!(listed(text, "w08-b"), None, "{text}");
    }
}
