//! The bank changes while the bot is away: what was asked stays known by its id and revision.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::packs;
use crate::town::{Town, text};

fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from} is not in {}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

async fn found(town: &Town, typed: &str) -> String {
    text(&town.runs("Ben", "/question", &[("search", json!(typed))]).await)
}

#[tokio::test]
async fn a_question_that_left_the_bank_stays_known_by_its_title() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "two stages").await;
    town.at("Tue 09:00").await;
    town.says("Ben", "a user with a number").await;
    town.settle().await;
    let title = town.titles()[0].split(" · ").nth(1).unwrap().to_owned();
    town.stop_bot().await;
    let packs = packs::changed(|pack| {
        fs::remove_file(pack.join("w08-image-size.md")).unwrap();
        fs::remove_file(pack.join("w08-image-size.fr.md")).unwrap();
        edit(&pack.join("pack.toml"), "  \"w08-image-size\",\n", "");
    });
    town.read_questions(packs.path());
    town.start_bot().await;
    for typed in ["w08-image-size", title.as_str()] {
        let said = found(&town, typed).await;
        assert!(
            said.contains(&title) && said.contains("It is no longer in my collection"),
            "{typed}: {said}"
        );
        assert!(said.contains(&format!("<#{}>", town.threads()[0])), "{said}");
    }
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("2 in a row"), "{streak}");
    town.at("Wed 09:00").await;
    assert_eq!(town.titles().len(), 3);
    assert!(!town.titles()[2].contains(&title), "{:?}", town.titles());
    town.close().await;
}

#[tokio::test]
async fn a_question_whose_meaning_changed_says_so() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    assert!(!found(&town, "w08-image-size").await.contains("improved since"));
    town.stop_bot().await;
    let packs = packs::changed(|pack| edit(&pack.join("w08-image-size.md"), "revision = 1", "revision = 2"));
    town.read_questions(packs.path());
    town.start_bot().await;
    let said = found(&town, "w08-image-size").await;
    assert!(said.contains("It was improved since it was asked here"), "{said}");
    assert!(said.contains("What people often get wrong"), "{said}");
    assert!(!found(&town, "w08-container-least-privilege").await.contains("improved since"));
    town.close().await;
}
