//! `/suggest`: proposed, changed, taken or kindly declined, each once; and nobody is flooded.

use chrono::Duration;
use quotidian::standin::discord::Answer;

use crate::own::here;
use crate::town::{Town, id, text, text_of};

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

const FIELDS: [(&str, &str); 5] = [
    ("title", "The deploy nobody saw @everyone"),
    ("scenario", "It went out at noon.\n\n**What would you look at first, <@1>?**"),
    ("points", "- Say what changed.\n2. Say who was told."),
    ("link", "https://example.org/deploys"),
    ("nudge", "Begin with the log."),
];

/// Sends the form that an interaction opens.
async fn sends(town: &Town, name: &str, opener: u64, fields: &[(&str, &str)]) -> Answer {
    let opened = town.discord.answered(opener, PATIENCE).await.unwrap();
    assert!(opened.modal.is_some(), "no form: {}", text(&opened));
    town.sends(name, opener, fields).await
}

/// Opens the form by the command and sends it.
async fn suggests(town: &Town, name: &str, fields: &[(&str, &str)]) -> Answer {
    let opener = town.discord.command(town.person(name), town.channel(), "suggest", Vec::new()).unwrap();
    sends(town, name, opener, fields).await
}

fn told(town: &Town, name: &str) -> Vec<String> {
    town.discord.directs(town.person(name)).iter().map(text_of).collect()
}

/// The id of a button or select that begins so.
fn button(answer: &Answer, begins: &str) -> String {
    let message = answer.message.as_ref().expect("a page");
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = parts.filter_map(|part| part["custom_id"].as_str());
    let found = ids.filter(|id| id.starts_with(begins)).map(str::to_owned).next();
    found.unwrap_or_else(|| panic!("no button {begins} in {message}"))
}

async fn own_title(town: &Town) -> Vec<(String, i64)> {
    let store = quotidian::store::Store::open_as_is(&town.database_url()).await.unwrap();
    let own = store.read().await.unwrap().own_questions(&here(town)).await.unwrap();
    store.close().await;
    let read = |own: quotidian::store::OwnQuestion| {
        (quotidian::questions::own(&own.id, &own.text).unwrap().title, own.revision)
    };
    own.into_iter().map(read).collect()
}

#[tokio::test]
async fn a_suggestion_is_changed_taken_asked_and_credited() {
    let mut town = Town::running().await;
    let sent = suggests(&town, "Ben", &FIELDS).await;
    assert!(text(&sent).contains("Thank you. The people who run this server look at it"), "{}", text(&sent));
    let news: Vec<String> = told(&town, "Amina");
    assert!(
        news.iter().any(|news| news.contains("Someone suggested a question in Cloud Study Group")),
        "{news:?}"
    );
    town.stop_bot().await;
    town.start_bot().await;
    let page = town.runs("Amina", "/suggest", &[]).await;
    let said = text(&page);
    assert!(said.contains("It went out at noon.") && said.contains("- Say who was told."), "{said}");
    assert!(!said.contains("@everyone") && !said.contains("<@1>"), "{said}");
    let edit = button(&page, "suggest/edit/");
    let changed = [("title", "The deploy that nobody saw"), FIELDS[1], FIELDS[2], FIELDS[3], FIELDS[4]];
    let page = town.fills("Amina", &page, &edit, &changed).await;
    assert!(text(&page).contains("Saved."), "{}", text(&page));
    let approve = button(&page, "suggest/approve/");
    let beside = town.runs("Amina", "/suggest", &[]).await;
    town.stop_bot().await;
    town.start_bot().await;
    let done = town.presses("Amina", &page, &approve).await;
    assert!(text(&done).contains("Taken. It is among your own questions now"), "{}", text(&done));
    let again = town.presses("Amina", &beside, &approve).await;
    assert!(text(&again).contains("Someone has just taken this one."), "{}", text(&again));
    let told = told(&town, "Ben");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("“The deploy that nobody saw” was taken"), "{told:?}");
    assert_eq!(own_title(&town).await, [("The deploy that nobody saw".to_owned(), 1)]);
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.chooses("Amina", &panel, "setup/packs", &["own"]).await;
    town.at("Mon 09:00").await;
    let post = text_of(&town.posts()[0]);
    assert!(post.contains("The deploy that nobody saw"), "{post}");
    assert!(post.contains(&format!("by <@{}>", town.person("Ben"))), "{post}");
    town.close().await;
}

#[tokio::test]
async fn one_of_its_own_questions_is_changed_later_and_a_new_meaning_is_a_new_revision() {
    let town = Town::running().await;
    crate::own::save(&town, &[crate::own::draft("Why tabs?")], Some("Ben")).await;
    for (scenario, revision) in [("What would you say about “Why tabs?”?", 1), ("And why spaces?", 2)] {
        let page = town.runs("Amina", "/suggest", &[]).await;
        let chosen = ["suggest/edit-own/own-why-tabs".to_owned()];
        let page = id(page.message.as_ref().unwrap());
        let opener = town.discord.choose(town.person("Amina"), page, "suggest/own", &chosen).unwrap();
        let fields = [
            ("title", "Why tabs now?"),
            ("scenario", scenario),
            ("points", "Say why."),
            ("link", ""),
            ("nudge", ""),
        ];
        let saved = sends(&town, "Amina", opener, &fields).await;
        assert!(text(&saved).contains("Saved."), "{}", text(&saved));
        assert_eq!(own_title(&town).await, [("Why tabs now?".to_owned(), revision)]);
    }
    town.close().await;
}

#[tokio::test]
async fn a_declined_suggestion_reaches_its_author_once_also_when_messages_are_closed() {
    let town = Town::running().await;
    for closed in [false, true] {
        town.discord.close_directs(town.person("Ben"), closed);
        suggests(&town, "Ben", &FIELDS).await;
        let page = town.runs("Amina", "/suggest", &[]).await;
        let decline = button(&page, "suggest/decline/");
        let done = town.fills("Amina", &page, &decline, &[("note", "Asked last\nweek already.")]).await;
        assert!(text(&done).contains("Declined. Its author hears of it"), "{}", text(&done));
    }
    let told = told(&town, "Ben");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("was not taken this time") && told[0].contains("> week already."), "{told:?}");
    let page = town.runs("Ben", "/suggest", &[]).await;
    assert!(text(&page).contains("was not taken this time"), "{}", text(&page));
    assert!(town.runs("Ben", "/suggest", &[]).await.modal.is_some(), "told once");
    let store = quotidian::store::Store::open_as_is(&town.database_url()).await.unwrap();
    let kept = store.read().await.unwrap().suggestions(&here(&town)).await.unwrap();
    assert!(kept.iter().all(|one| one.text.is_empty() && one.note.is_empty()), "{kept:?}");
    store.close().await;
    town.close().await;
}

#[tokio::test]
async fn a_slip_is_told_kindly_and_nobody_can_flood() {
    let town = Town::running().await;
    let long = "x".repeat(241);
    for (field, value, said) in [
        ("points", long.as_str(), "Give one to eight points"),
        ("link", "http://example.org", "I can't read the link."),
        ("link", "https://not a link", "I can't read the link."),
    ] {
        let fields = FIELDS.map(|(name, text)| if name == field { (name, value) } else { (name, text) });
        let slip = suggests(&town, "Ben", &fields).await;
        assert!(text(&slip).contains(said), "{}", text(&slip));
    }
    for _ in 0..3 {
        suggests(&town, "Ben", &FIELDS).await;
    }
    let full = text(&town.runs("Ben", "/suggest", &[]).await);
    assert!(full.contains("3 of your suggestions are waiting to be read"), "{full}");
    for count in 3..5 {
        let page = town.runs("Amina", "/suggest", &[]).await;
        town.presses("Amina", &page, &button(&page, "suggest/approve/")).await;
        assert_eq!(own_title(&town).await.len(), count - 2);
        suggests(&town, "Ben", &FIELDS).await;
    }
    let page = town.runs("Amina", "/suggest", &[]).await;
    town.presses("Amina", &page, &button(&page, "suggest/approve/")).await;
    let enough = text(&town.runs("Ben", "/suggest", &[]).await);
    assert!(enough.contains("That is 5 suggestions within a day"), "{enough}");
    town.push(town.clock.now() + Duration::days(1) + Duration::minutes(1)).await;
    assert!(town.runs("Ben", "/suggest", &[]).await.modal.is_some());
    town.close().await;
}

#[tokio::test]
async fn forgetting_takes_what_waits_and_the_thanks_but_not_the_question() {
    let town = Town::running().await;
    suggests(&town, "Ben", &FIELDS).await;
    let page = town.runs("Amina", "/suggest", &[]).await;
    town.presses("Amina", &page, &button(&page, "suggest/approve/")).await;
    suggests(&town, "Ben", &FIELDS).await;
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    assert!(text(&privacy).contains("2 questions that you suggested"), "{}", text(&privacy));
    let sure = town.presses("Ben", &privacy, "forget/false").await;
    town.presses("Ben", &sure, "forget/true").await;
    let page = town.runs("Amina", "/suggest", &[]).await;
    assert!(text(&page).contains("No suggestion is waiting."), "{}", text(&page));
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.chooses("Amina", &panel, "setup/packs", &["own"]).await;
    town.at("Mon 09:00").await;
    let post = text_of(&town.posts()[0]);
    assert!(post.contains("The deploy nobody saw") && !post.contains("by <@"), "{post}");
    town.close().await;
}
