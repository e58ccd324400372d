//! *See how this bot does it*: offered with the answer, told to whoever presses alone, and never before its time.

use std::fs;

use quotidian::domain::{Anchor, Bank, Language, Practice};
use quotidian::standin::discord::Answer;
use serde_json::{Value, json};

use crate::packs;
use crate::town::{Town, id, text};

/// A running town in which every question tells how the bot does it.
async fn telling() -> Town {
    let mut town = Town::running().await;
    let mut packs = town.parts().bank.packs.clone();
    for question in packs.iter_mut().flat_map(|pack| &mut pack.questions) {
        let told = |words: &str| {
            let of = |what: &str| format!("{words} {what} {}.", question.id);
            Some(Practice { does: of("A"), why: of("B"), leaves_out: of("C") })
        };
        let (english, french) = (told("Say"), told("Dire"));
        question.practice = english;
        let place = |path: &str| Anchor { path: path.to_owned(), text: "FROM".to_owned() };
        question.shows = vec![place("deploy/Dockerfile"), place("deploy/Dockerfile"), place("Makefile")];
        for (language, translated) in &mut question.translations {
            assert_eq!(*language, Language::French);
            translated.practice = french.clone();
            translated.shows = question.shows.clone();
        }
    }
    town.stop_bot().await;
    town.gives(Bank::new(packs));
    town.start_bot().await;
    town
}

/// The button of a message, if it is there.
fn offered(message: &Value) -> Option<String> {
    let rows = message["components"].as_array()?;
    let mut parts = rows.iter().flat_map(|row| row["components"].as_array().unwrap());
    parts.find_map(|part| {
        part["custom_id"].as_str().filter(|id| id.starts_with("practice/")).map(str::to_owned)
    })
}

/// The answer in a thread, which has the button.
fn reveal(town: &Town, thread: u64) -> Option<(u64, String)> {
    let messages = town.discord.messages(thread);
    messages.iter().find_map(|message| Some((id(message), offered(message)?)))
}

async fn found(town: &Town, question: &str) -> Answer {
    town.runs("Ben", "/question", &[("search", json!(question))]).await
}

#[tokio::test]
async fn it_is_offered_with_the_answer_and_told_to_the_presser_alone_in_their_language() {
    let town = telling().await;
    let bank = town.parts().bank;
    let question = bank.question(&"w08-image-size".into()).unwrap().1;
    town.at("Mon 09:00").await;
    let early = found(&town, "w08-image-size").await;
    assert!(text(&early).contains("not out yet"), "{}", text(&early));
    assert_eq!(offered(early.message.as_ref().unwrap()), None, "it would give the answer away");
    assert_eq!(offered(&town.posts()[0]), None);
    assert_eq!(reveal(&town, town.threads()[0]), None);

    town.at("Tue 09:00").await;
    let (message, button) = reveal(&town, town.threads()[0]).expect("the answer offers it");
    let before = town.discord.messages(town.threads()[0]);
    let told = town.presses_on("Ben", message, &button).await;
    assert_eq!(told.message.as_ref().unwrap()["flags"], json!(64), "only Ben sees it");
    for part in [
        question.title.as_str(),
        "What this bot does\nSay A w08-image-size.",
        "Why\nSay B w08-image-size.",
        "What it leaves out\nSay C w08-image-size.",
        "Where to look in its repository\n`deploy/Dockerfile`\n`Makefile`",
    ] {
        assert!(text(&told).contains(part), "{part} is not in:\n{}", text(&told));
    }
    assert!(!text(&told).contains("http"), "nowhere to lead to yet: {}", text(&told));
    assert_eq!(town.discord.messages(town.threads()[0]), before, "the thread stays as it is");

    let late = found(&town, "w08-image-size").await;
    let button = offered(late.message.as_ref().unwrap()).expect("the found answer offers it");
    town.discord.set_locale(town.person("Ben"), "fr");
    let told = town.presses("Ben", &late, &button).await;
    let title = &question.told_in(Language::French).title;
    for part in [title.as_str(), "Ce que fait ce bot\nDire A", "Pourquoi\nDire B"] {
        assert!(text(&told).contains(part), "{part} is not in:\n{}", text(&told));
    }
    town.close().await;
}

#[tokio::test]
async fn of_a_question_that_left_the_bank_it_says_kindly_that_it_did() {
    let mut town = telling().await;
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    let (message, button) = reveal(&town, town.threads()[0]).expect("the answer offers it");
    town.stop_bot().await;
    let packs = packs::changed(|pack| {
        for name in ["w08-image-size.md", "w08-image-size.fr.md"] {
            fs::remove_file(pack.join(name)).unwrap();
        }
        let manifest = fs::read_to_string(pack.join("pack.toml")).unwrap();
        let without = manifest.replacen("  \"w08-image-size\",\n", "", 1);
        fs::write(pack.join("pack.toml"), without).unwrap();
    });
    town.read_questions(packs.path());
    town.start_bot().await;
    let told = town.presses_on("Ben", message, &button).await;
    assert!(text(&told).contains("It is no longer in my collection"), "{}", text(&told));
    town.close().await;
}
