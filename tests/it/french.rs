//! A French server, from set-up to leaderboard, as it stands on the wire; and an English member in it.

use quotidian::domain::Language;
use serde_json::json;

use crate::town::{Town, text, text_of};

/// A town whose organiser and first member have their Discord in French.
async fn french() -> Town {
    let town = Town::founded().await;
    for name in ["Amina", "Ben"] {
        town.discord.set_locale(town.person(name), "fr");
    }
    town
}

#[tokio::test]
async fn a_french_group_is_spoken_to_in_french_from_set_up_to_leaderboard() {
    let town = french().await;
    let panel = town.runs("Amina", "/setup", &[("city", json!(town.zone.name()))]).await;
    assert!(text(&panel).contains("Question du jour\u{a0}: pas encore lancée"), "{}", text(&panel));
    let more = town.presses("Amina", &panel, "setup/more").await;
    assert!(
        text(&more).contains("Français dans le salon"),
        "guessed from whoever set it up: {}",
        text(&more)
    );
    let panel = town.presses("Amina", &more, "setup/back").await;
    let started = town.presses("Amina", &panel, "setup/start").await;
    assert!(text(&started).contains("C'est lancé."), "{}", text(&started));
    town.at("Mon 09:00").await;
    town.settle().await;

    let post = text_of(&town.posts()[0]);
    for part in ["Jour 1 · ", "Semaine 8", "environ", "Une réponse compte, dans le fil ou en privé, jusqu'au"]
    {
        assert!(post.contains(part), "{part} is not in:\n{post}");
    }
    let bank = town.parts().bank;
    let question = bank.question(&bank.askable(&town.packs())[0]).unwrap().1.clone();
    let title = &question.told_in(Language::French).title;
    assert_ne!(title, &question.title, "the first question has a translation");
    assert!(post.contains(title.as_str()), "{post}");

    town.says("Ben", "Je regarderais d'abord les couches.").await;
    town.settle().await;
    let streak = town.runs("Ben", "/streak", &[]).await;
    assert!(text(&streak).contains("1 réponse. Avec la prochaine, c'est une série."), "{}", text(&streak));
    let board = town.runs("Ben", "/leaderboard", &[]).await;
    assert!(text(&board).contains("Le classement de la semaine"), "{}", text(&board));
    let refused = town.runs("Amina", "/setup", &[("city", json!("Atlantis"))]).await;
    assert!(text(&refused).contains("ni ville ni fuseau horaire du nom de"), "{}", text(&refused));
    town.close().await;
}

#[tokio::test]
async fn an_english_member_of_a_french_group_is_answered_in_english_but_shares_in_french() {
    let town = french().await;
    town.set_up().await;
    let private = town.runs("Dora", "/leaderboard", &[]).await;
    assert!(text(&private).contains("This week's board"), "{}", text(&private));
    let shared = town.runs("Dora", "/leaderboard", &[("share", json!(true))]).await;
    assert!(text(&shared).contains("Le classement de la semaine"), "{}", text(&shared));
    town.close().await;
}
