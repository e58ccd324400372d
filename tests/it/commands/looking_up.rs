//! `/question` and `/resources`: what is found, and what must never be.

use serde_json::{Value, json};

use crate::town::{Town, text};

/// Suggestions for what Ben is typing.
async fn suggested(town: &Town, command: &str, typed: &str) -> Vec<(String, String)> {
    let options = vec![("search".to_owned(), json!(typed))];
    let found = town.discord.autocomplete(town.person("Ben"), town.channel(), command, options).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    found.unwrap().iter().map(|choice| (text(&choice["name"]), text(&choice["value"]))).collect()
}

async fn found(town: &Town, command: &str, typed: &str) -> String {
    text(&town.runs("Ben", command, &[("search", json!(typed))]).await)
}

#[tokio::test]
async fn a_question_to_come_is_never_found() {
    let mut town = Town::running().await;
    let said = found(&town, "/question", "image").await;
    assert!(said.contains("Nothing has been asked here yet"), "{said}");
    town.at("Mon 09:00").await;
    for typed in ["colour", "w08-build-cache", "w08-runtime-secrets", "newspaper", "secret"] {
        assert_eq!(suggested(&town, "question", typed).await, [], "{typed}");
        let said = found(&town, "/question", typed).await;
        assert!(said.contains("Those still to come stay a surprise"), "{typed}: {said}");
    }
    assert_eq!(suggested(&town, "question", "").await.len(), 1);
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(suggested(&town, "question", "").await.len(), 1, "known again after a restart");
    town.close().await;
}

#[tokio::test]
async fn what_a_strong_answer_covers_is_shown_once_the_next_question_is_out() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let title = town.titles()[0].split(" · ").nth(1).unwrap().to_owned();
    let words = title.split(' ').next().unwrap().to_lowercase();
    let suggestion = suggested(&town, "question", &words).await.remove(0);
    assert_eq!(suggestion.0, title);
    let said = found(&town, "/question", &suggestion.1).await;
    assert!(said.contains(&title) && said.contains("is not out yet"), "{said}");
    for heading in ["What makes it better still", "What people often get wrong", "Read more"] {
        assert!(!said.contains(heading), "{heading} is out too early:\n{said}");
    }
    town.at("Tue 08:59").await;
    assert!(!found(&town, "/question", &words).await.contains("What people often get wrong"));
    town.at("Tue 09:00").await;
    let said = found(&town, "/question", &words).await;
    for heading in ["What a strong answer covers", "What people often get wrong", "Facts checked on"] {
        assert!(said.contains(heading), "{heading} is not in:\n{said}");
    }
    assert!(
        said.contains(&format!("/{}/", town.threads()[0])),
        "it leads to the answer in its thread: {said}"
    );
    town.close().await;
}

#[tokio::test]
async fn in_a_new_round_the_answer_waits_again() {
    let town = Town::running().await;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Mon"] {
        town.at(&format!("{day} 09:00")).await;
    }
    let title = town.titles()[5].split(" · ").nth(1).unwrap().to_owned();
    let said = found(&town, "/question", &title).await;
    assert!(said.contains("is not out yet"), "{said}");
    assert!(!said.contains("What people often get wrong"), "{said}");
    town.close().await;
}

#[tokio::test]
async fn another_communitys_questions_are_not_ours() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let other = town.discord.add_guild("Night School");
    town.discord.invite_bot(other);
    town.discord.join(other, town.person("Ben"));
    let hall = town.discord.add_channel(other, "hall", 0);
    town.settle().await;
    let asked = vec![("search".to_owned(), json!(""))];
    let suggestions = town.discord.autocomplete(town.person("Ben"), hall, "question", asked).await.unwrap();
    assert_eq!(suggestions, Vec::<Value>::new());
    town.close().await;
}

#[tokio::test]
async fn resources_are_found_by_topic_and_text_and_retired_ones_lead_on() {
    let town = Town::founded().await;
    let by_topic = found(&town, "/resources", "observability").await;
    assert!(by_topic.contains("EKS Workshop") && by_topic.contains("more match"), "{by_topic}");
    let by_text = found(&town, "/resources", "canaries").await;
    assert!(by_text.contains("Argo Rollouts"), "{by_text}");
    let retired = found(&town, "/resources", "app mesh").await;
    assert!(retired.contains("AWS App Mesh User Guide"), "{retired}");
    assert!(retired.contains("Out of date. Better: [Amazon ECS Service Connect](https://"), "{retired}");
    let unknown = found(&town, "/resources", "play with kubernetes").await;
    assert!(unknown.contains("I could not check lately whether it still works."), "{unknown}");
    town.close().await;
}

#[tokio::test]
async fn nothing_found_names_topics_and_suggestions_need_no_exact_word() {
    let town = Town::founded().await;
    let said = found(&town, "/resources", "quantum").await;
    assert!(said.contains("I have nothing on “quantum” yet. I do have something on"), "{said}");
    assert!(said.contains("Kubernetes") && said.contains("EKS"), "{said}");
    let topics = suggested(&town, "resources", "").await;
    assert!(topics.iter().any(|(_, value)| value == "networking"), "{topics:?}");
    let typed = suggested(&town, "resources", "lattice").await;
    assert!(typed.iter().any(|(name, _)| name == "Amazon VPC Lattice User Guide"), "{typed:?}");
    for (_, value) in typed.iter().chain(&topics) {
        assert!(!found(&town, "/resources", value).await.contains("I have nothing on"), "{value}");
    }
    town.close().await;
}
