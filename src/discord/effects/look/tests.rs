use serde_json::json;

use super::*;

fn message(author: &str, custom_id: &str) -> Value {
    json!({
        "id": "99", "author": { "id": author },
        "components": [{ "type": 1, "components": [
            { "type": 2, "style": 5, "url": "https://example.com" },
            { "type": 2, "style": 2, "custom_id": custom_id },
        ] }],
    })
}

#[test]
fn a_post_is_known_by_author_and_button_together() {
    let me = UserId::new(7);
    let button = "streak/discord:5/2026-11-24";
    assert_eq!(ours(&message("7", button), me, button), Some(MessageId::new(99)));
    assert_eq!(ours(&message("8", button), me, button), None, "someone else's copy");
    assert_eq!(ours(&message("7", "streak/discord:5/2026-11-23"), me, button), None, "yesterday's");
    assert_eq!(ours(&json!({ "id": "99", "author": { "id": "7" } }), me, button), None);
}
