//! A group whose language is French, from set-up to leaderboard, as its people's clients show it.

use super::*;

const NEWEST: &str = "[data-testid=messages] [data-message-id]:has([data-custom-id^='hint/']):last-of-type";

/// Chooses a language beside who one is.
async fn chooses(browser: &Browser, select: &str, locale: &str) {
    let select = browser.find(&format!("[data-testid={select}]")).await;
    select.select_by_value(locale).await.unwrap();
}

/// Becomes a member whose client is in French.
async fn becomes(browser: &Browser, name: &str) {
    browser.becomes(name).await;
    browser.find(&format!("[data-testid=person-{name}][aria-checked=true]")).await;
    chooses(browser, "language", "fr").await;
    browser.find("html:lang(fr)").await;
    browser.click("[data-testid=channel-daily-question]").await;
}

/// Nothing makes the page scroll sideways.
async fn fits(browser: &Browser) {
    let wide = "return document.documentElement.scrollWidth - window.innerWidth;";
    let wide = browser.client.execute(wide, vec![]).await.unwrap();
    assert!(wide.as_i64().is_some_and(|beyond| beyond <= 0), "the page scrolls sideways");
}

async fn set_up_in_french(browser: &Browser) {
    chooses(browser, "language", "fr").await;
    browser.find("html:lang(fr)").await;
    chooses(browser, "server-language", "fr").await;
    browser.click("[data-testid=channel-daily-question]").await;
    browser.find("[data-testid=composer]").await.send_keys("/").await.unwrap();
    browser.picture("french-commands.png").await;
    browser.write("composer", "configurer").await;
    browser.reads("messages", "pas encore lancée").await;
    browser.click("[data-custom-id='setup/when']").await;
    browser.find("[data-testid=modal] input").await;
    let inputs = browser.client.find_all(Locator::Css("[data-testid=modal] input")).await.unwrap();
    for (input, text) in inputs.iter().zip(["9:00", "Accra"]) {
        input.clear().await.unwrap();
        input.send_keys(text).await.unwrap();
    }
    browser.picture("french-form.png").await;
    browser.click("[data-testid=modal] button[type=submit]").await;
    browser.reads("messages", "Africa/Accra").await;
    browser.picture("french-setup.png").await;
    browser.click("[data-custom-id='setup/more']").await;
    browser.reads("messages", "Français dans le salon").await;
    browser.picture("french-more.png").await;
    browser.click("[data-custom-id='setup/back']").await;
    browser.click("[data-custom-id='setup/start']").await;
    browser.reads("messages", "C'est lancé.").await;
    browser.picture("french-started.png").await;
}

/// A hint, an answer in the thread and a private one.
async fn answer_in_french(browser: &Browser) {
    becomes(browser, "Ben").await;
    browser.reads("messages", "Jour 1 · ").await;
    browser.picture("french-post.png").await;
    browser.click(&format!("{NEWEST} [data-custom-id^='hint/']")).await;
    browser.reads("messages", "Indice").await;
    browser.picture("french-hint.png").await;
    browser.click("[data-testid=messages] [data-testid=thread-open]").await;
    browser.write("thread-composer", "Je regarderais d'abord ce qu'apporte l'image de base.").await;
    browser.reads("thread-messages", "✅").await;
    browser.picture("french-answered.png").await;
    becomes(browser, "Chidi").await;
    browser.click("[data-testid=messages] [data-custom-id$='/write']").await;
    let field = browser.find("[data-testid=modal] textarea").await;
    field.send_keys("Deux étapes, et seulement le programme dans la dernière.").await.unwrap();
    browser.picture("french-private-form.png").await;
    browser.click("[data-testid=modal] button[type=submit]").await;
    browser.reads("messages", "Deux étapes").await;
    browser.picture("french-private.png").await;
}

/// The answer in yesterday's thread, and how someone did.
async fn reveal_in_french(browser: &Browser) {
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Jour 2 · ").await;
    becomes(browser, "Ben").await;
    browser.picture("french-second-post.png").await;
    browser.click("[data-testid=messages] [data-testid=thread-open]").await;
    browser.reads("thread-messages", "Ce que contient une bonne réponse").await;
    browser.picture("french-reveal.png").await;
    browser.click("[data-testid=thread-messages] [data-custom-id^='practice/']").await;
    browser.reads("thread-messages", "Ce que fait ce bot").await;
    browser.picture("french-practice.png").await;
    browser.click("[data-testid=thread-messages] [data-custom-id^='score/']").await;
    browser.find("[data-custom-id^='scored/2/']").await;
    browser.picture("french-score.png").await;
    browser.click("[data-custom-id^='scored/2/']").await;
    browser.find("[data-custom-id^='scored/']:not([data-custom-id^='scored/2/'])").await;
    browser.picture("french-scored.png").await;
}

/// A resource by its topic's French name, and a question proposed to the organiser.
async fn look_and_propose(browser: &Browser) {
    let composer = browser.find("[data-testid=composer]").await;
    composer.send_keys("/ressources ").await.unwrap();
    composer.send_keys("réseau").await.unwrap();
    let named = Locator::XPath("//*[@role='listbox']/*[1][contains(., 'Réseau')]");
    browser.client.wait().at_most(PATIENCE).for_element(named).await.expect("its topics have French names");
    // Once for the suggestion, and once to send.
    composer.send_keys(&char::from(Key::Enter).to_string().repeat(2)).await.unwrap();
    browser.reads("messages", "En savoir plus\u{a0}: Réseau").await;
    browser.picture("french-resources.png").await;
    browser.write("composer", "/proposer").await;
    browser.find("[data-testid=modal] input").await;
    let fields = "[data-testid=modal] input, [data-testid=modal] textarea";
    let fields = browser.client.find_all(Locator::Css(fields)).await.unwrap();
    let texts = [
        "Le déploiement que personne n'a vu",
        "Un vendredi soir, une nouvelle version part sans que personne ne la regarde. Que mets-tu en place ?",
        "Une alerte sur ce que voient les gens, pas sur le processeur.",
    ];
    for (field, text) in fields.iter().zip(texts) {
        field.send_keys(text).await.unwrap();
    }
    browser.picture("french-suggest-form.png").await;
    browser.click("[data-testid=modal] button[type=submit]").await;
    browser.reads("messages", "Merci. Les personnes qui gèrent ce serveur").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_french_group_goes_from_set_up_to_leaderboard_in_a_browser() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 1_300)).await;
    set_up_in_french(&browser).await;
    browser.click("[data-testid=clock-morning]").await;
    answer_in_french(&browser).await;
    reveal_in_french(&browser).await;
    for (command, says, name) in [
        ("/série", "réponse", "streak"),
        ("/classement", "Le classement de la semaine", "leaderboard"),
        ("/progrès", "Images Docker", "progress"),
        ("/réviser", "revien", "review"),
        ("/aide", "Une bonne question par jour", "help"),
        ("/confidentialité", "Ce que je garde sur toi ici", "privacy"),
    ] {
        browser.write("composer", command).await;
        browser.reads("messages", says).await;
        browser.picture(&format!("french-{name}.png")).await;
    }
    look_and_propose(&browser).await;
    becomes(&browser, "Amina").await;
    for (command, says, name) in [
        ("/proposer", "Le déploiement que personne n'a vu", "suggestion"),
        ("/réserve", "Ce qui vient", "bank"),
        ("/diagnostic", "Horloge", "doctor"),
    ] {
        browser.write("composer", command).await;
        browser.reads("messages", says).await;
        browser.picture(&format!("french-{name}.png")).await;
    }
    let shown = browser.reads("messages", "Quinze minutes pour une couleur").await;
    assert!(!shown.contains("Fifteen minutes"), "what comes is called as it will be in the channel: {shown}");
    browser.client.set_window_size(500, 844).await.unwrap();
    fits(&browser).await;
    browser.picture("french-reveal-phone.png").await;
    browser.click("[data-go=channel]").await;
    fits(&browser).await;
    browser.picture("french-doctor-phone.png").await;
    browser.click("[data-go=side]").await;
    let select = browser.find("[data-testid=server-language]").await;
    let show = "arguments[0].scrollIntoView({ behavior: 'instant' });";
    browser.client.execute(show, vec![serde_json::to_value(&select).unwrap()]).await.unwrap();
    fits(&browser).await;
    browser.picture("french-side-phone.png").await;
    browser.close().await;
    demo.end().await;
}
