//! A community's own questions: asked, shown and found like any other, with thanks to whoever had the idea.

use quotidian::domain::{CommunityId, QuestionStatus};
use quotidian::questions::{self, Draft};
use quotidian::store::{OwnQuestion, Store};
use serde_json::json;

use crate::town::{Town, text, text_of};

/// A question as little as it may be.
pub(crate) fn draft(title: &str) -> Draft {
    let today = "2026-11-23".parse().unwrap();
    Draft {
        title: title.to_owned(),
        scenario: format!("What would you say about “{title}”?"),
        must: vec!["Say why.".to_owned()],
        ..Draft::default()
    }
    .completed(today)
}

pub(crate) fn here(town: &Town) -> CommunityId {
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    format!("discord:{guild}").as_str().into()
}

/// Saves questions as another process does, while the bot runs.
pub(crate) async fn save(town: &Town, drafts: &[Draft], author: Option<&str>) {
    let store = Store::open_as_is(&town.database_url()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    for draft in drafts {
        let (question, text) = questions::settled(draft).unwrap();
        let own = OwnQuestion {
            id: question.id,
            revision: question.revision,
            status: question.status,
            author: author.map(|name| town.person(name).to_string().into()),
            credit: author.is_none().then(|| "the *whole* class @everyone".to_owned()),
            text,
            changed_at: town.clock.now(),
        };
        tx.put_own_question(&here(town), &own, town.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}

async fn asks_only_its_own(town: &Town) {
    let panel = town.runs("Amina", "/setup", &[]).await;
    assert!(text(&panel).contains("Our own questions") || !text(&panel).contains("own-"));
    town.chooses("Amina", &panel, "setup/packs", &["own"]).await;
}

#[tokio::test]
async fn a_communitys_own_question_is_asked_shown_and_found_like_any_other() {
    let mut town = Town::running().await;
    save(&town, &[draft("Why tabs?")], Some("Ben")).await;
    save(&town, &[draft("Why two spaces?")], None).await;
    asks_only_its_own(&town).await;
    let panel = text(&town.runs("Amina", "/setup", &[]).await);
    assert!(panel.contains("Our own questions (2 questions)"), "{panel}");
    town.at("Mon 09:00").await;
    let post = town.posts().remove(0);
    let said = text_of(&post);
    assert!(said.contains("Day 1 · Why tabs?"), "{said}");
    let ben = town.person("Ben");
    assert!(said.contains(&format!("by <@{ben}>")), "{said}");
    assert_eq!(post["content"], json!(""), "a name in a card calls nobody");
    town.says("Chidi", "Because of the width.").await;
    let options = vec![("search".to_owned(), json!("tabs"))];
    let choices = town.discord.autocomplete(ben, town.channel(), "question", options).await;
    assert_eq!(choices.unwrap()[0]["value"], json!("own-why-tabs"));
    let found = text(&town.runs("Ben", "/question", &[("search", json!("tabs"))]).await);
    assert!(found.contains("What a strong answer covers is not out yet"), "{found}");
    town.at("Tue 09:00").await;
    let said = text_of(&town.posts()[1]);
    assert!(said.contains(r"by the \*whole\* class \@everyone"), "{said}");
    let found = text(&town.runs("Ben", "/question", &[("search", json!("own-why-tabs"))]).await);
    assert!(found.contains("Say why.") && found.contains(&format!("by <@{ben}>")), "{found}");
    town.stop_bot().await;
    town.start_bot().await;
    town.close().await;
}

#[tokio::test]
async fn only_a_question_that_is_ready_is_asked_and_one_that_cannot_be_read_is_passed_over() {
    let town = Town::running().await;
    let unfinished = Draft { status: "draft".to_owned(), ..draft("Not finished") };
    save(&town, &[draft("Broken"), unfinished, draft("Whole")], None).await;
    let pool = town.db().pool().await;
    let broken = "update own_question set body = 'nothing' where question = 'own-broken'";
    sqlx::raw_sql(broken).execute(&pool).await.unwrap();
    pool.close().await;
    asks_only_its_own(&town).await;
    town.at("Mon 09:00").await;
    assert_eq!(town.titles(), ["Day 1 · Whole"]);
    town.close().await;
}

#[test]
fn an_id_is_made_of_the_title_and_never_empty() {
    for (title, id) in [
        ("Why tabs?", "own-why-tabs"),
        ("  C'est l’été: où ?  ", "own-cest-lete-ou"),
        ("100% of --- it", "own-100-of-it"),
    ] {
        assert_eq!(questions::own_id(title), id);
    }
    let (one, other) = (questions::own_id("なぜ？"), questions::own_id("なに？"));
    assert!(one.starts_with("own-") && one.len() == 12 && one != other, "{one} {other}");
    assert!(questions::own_id(&"long ".repeat(40)).len() < 60);
}

#[test]
fn a_draft_of_few_words_becomes_a_whole_question() {
    let draft = Draft { scenario: "## Odd\n\n```\nnever closed".to_owned(), ..draft("A \"quoted\" title") };
    let (question, text) = questions::settled(&draft).unwrap();
    assert_eq!(question.status, QuestionStatus::Ready);
    assert_eq!(question.scenario, "\\## Odd\n\n```\nnever closed\n```");
    assert_eq!(questions::own(&question.id, &text).unwrap(), question);
}
