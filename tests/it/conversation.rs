//! What people run, press and type, and what they see: the panel above all.

use std::time::Duration;

use quotidian::store::Store;
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

/// The bits of Discord that the stories take away.
const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;

/// The ids of everything that can be pressed or chosen on a message.
fn controls(message: &Value) -> Vec<String> {
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    parts.filter_map(|part| part["custom_id"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn commands_are_registered_once() {
    let mut town = Town::founded().await;
    let names: Vec<Value> =
        town.discord.commands(None).iter().map(|command| command["name"].clone()).collect();
    assert_eq!(names.len(), quotidian::commands::CATALOG.len(), "{names:?}");
    town.stop_bot().await;
    town.start_bot().await;
    let puts = town.discord.requests().iter().filter(|request| request.method == "PUT").count();
    assert_eq!(puts, 1, "a second start finds them as they should be");
    town.close().await;
}

#[tokio::test]
async fn the_panel_sets_everything_and_changes_in_place() {
    let town = Town::founded().await;
    let (general, learners) =
        (town.discord.channel("general").unwrap(), town.discord.role("Learners").unwrap());
    let panel = town.runs("Amina", "/setup", &[]).await;
    assert!(
        text(&panel).contains("not started yet") && text(&panel).contains("Tell me the city"),
        "{}",
        text(&panel)
    );
    let panel = town.chooses("Amina", &panel, "setup/channel", &[&general.to_string()]).await;
    assert!(text(&panel).contains(&format!("<#{general}>")));
    town.chooses("Amina", &panel, "setup/role", &[&learners.to_string()]).await;
    town.chooses("Amina", &panel, "setup/weekdays", &["6", "7"]).await;
    let filled = town.fills("Amina", &panel, "setup/when", &[("time", "18.30"), ("zone", "douala")]).await;
    let said = text(&filled);
    for part in ["18:30, Africa/Douala · Sat Sun", &format!("<@&{learners}>"), "Saved."] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    assert_eq!(filled.followups, Vec::<Value>::new());
    let more = town.presses("Amina", &panel, "setup/more").await;
    let more = town.chooses("Amina", &more, "setup/order", &["shuffled"]).await;
    let more = town.presses("Amina", &more, "setup/pin").await;
    assert!(text(&more).contains("Shuffled") && text(&more).contains("is pinned"), "{}", text(&more));
    let back = town.presses("Amina", &more, "setup/back").await;
    assert!(controls(back.message.as_ref().unwrap()).contains(&"setup/start".to_owned()));
    assert_eq!(
        town.discord.private(town.person("Amina"), town.channel()).len(),
        1,
        "it is one message throughout"
    );
    town.close().await;
}

#[tokio::test]
async fn a_typing_slip_in_the_form_is_told_beside_the_panel() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let slip = town.fills("Amina", &panel, "setup/when", &[("time", "noonish"), ("zone", "Douala")]).await;
    assert!(text(&slip).contains("I can't read “noonish” as a time"), "{}", text(&slip));
    let private = town.discord.private(town.person("Amina"), town.channel());
    assert!(text_of(&private[0]).contains("not started yet"), "the panel is as it was");
    town.close().await;
}

#[tokio::test]
async fn nothing_starts_while_something_stands_in_the_way() {
    let town = Town::founded().await;
    let bot = town.discord.bot();
    town.discord.set_overwrite(town.channel(), bot, 0, SEND_MESSAGES);
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let refused = town.presses("Amina", &panel, "setup/start").await;
    let said = text(&refused);
    assert!(said.contains("Not started yet") && said.contains("I can't post in"), "{said}");
    assert!(said.contains("Send Messages"), "{said}");
    let doctor = town.runs("Amina", "/doctor", &[]).await;
    assert!(text(&doctor).contains("❌ Send Messages"), "{}", text(&doctor));
    town.discord.set_overwrite(town.channel(), bot, 0, 0);
    let checked = town.presses("Amina", &panel, "setup/check").await;
    assert!(text(&checked).contains("I can post, open threads and react here"), "{}", text(&checked));
    let started = town.presses("Amina", &panel, "setup/start").await;
    assert!(text(&started).contains("Started. The first question comes"), "{}", text(&started));
    town.discord.set_overwrite(town.channel(), bot, 0, VIEW_CHANNEL);
    let blind = town.runs("Amina", "/doctor", &[]).await;
    assert!(text(&blind).contains("I can't see"), "{}", text(&blind));
    town.close().await;
}

#[tokio::test]
async fn the_preview_is_what_is_posted() {
    let town = Town::running().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let preview = town.presses("Amina", &panel, "setup/preview").await.message.unwrap();
    assert_eq!(preview["flags"], json!(64), "only Amina sees it");
    town.at("Mon 09:00").await;
    assert_eq!(town.posts()[0]["embeds"], preview["embeds"]);
    town.close().await;
}

#[tokio::test]
async fn a_first_day_whose_time_has_passed_is_asked_about() {
    let town = Town::founded().await;
    town.at("Mon 10:00").await;
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    let asked = town.presses("Amina", &panel, "setup/start").await;
    assert!(
        controls(asked.message.as_ref().unwrap()).contains(&"setup/start-now".to_owned()),
        "{}",
        text(&asked)
    );
    let started = town.presses("Amina", &panel, "setup/start-now").await;
    assert!(text(&started).contains("on its way"), "{}", text(&started));
    assert_eq!(town.posts().len(), 1);
    town.close().await;
}

#[tokio::test]
async fn members_cannot_set_up_even_when_the_server_lets_them_run_the_command() {
    let town = Town::founded().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let message = id(panel.message.as_ref().unwrap());
    assert!(
        town.discord.press(town.person("Ben"), message, "setup/start").is_err(),
        "it is not even shown to Ben"
    );
    let refused = town.discord.command(town.person("Ben"), town.channel(), "setup", Vec::new());
    assert!(refused.is_err(), "hidden from members by default");
    town.close().await;
}

#[tokio::test]
async fn replies_are_private_unless_shared() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    assert_eq!(town.runs("Ben", "/streak", &[]).await.message.unwrap()["flags"], json!(64));
    let shared = town.runs("Ben", "/leaderboard", &[("share", json!(true))]).await.message.unwrap();
    assert_eq!(shared["flags"], json!(0));
    let before = town.discord.messages(town.channel());
    let own = town.presses_on("Chidi", id(&shared), "board/month/1").await.message.unwrap();
    assert_eq!(own["flags"], json!(64), "Chidi's press changes nothing for the others");
    assert_eq!(town.discord.messages(town.channel()), before);
    town.close().await;
}

#[tokio::test]
async fn the_posts_button_shows_the_streak_of_whoever_presses_it() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "an answer").await;
    let post = town.posts().remove(0);
    let button = controls(&post).into_iter().find(|id| id.starts_with("streak/")).unwrap();
    let seen = town.presses_on("Ben", id(&post), &button).await;
    assert!(text(&seen).contains("🟩") && text(&seen).contains("Today is answered"), "{}", text(&seen));
    let seen = town.presses_on("Dora", id(&post), &button).await;
    assert!(text(&seen).contains("Your first answer starts your streak"), "{}", text(&seen));
    assert_eq!(seen.message.unwrap()["flags"], json!(64));
    town.close().await;
}

#[tokio::test]
async fn typing_is_answered_with_suggestions_that_do_not_look_ahead() {
    let town = Town::running().await;
    let typed = |text: &str| vec![("search".to_owned(), json!(text))];
    let suggest = async |name: &str, text: &str| {
        town.discord.autocomplete(town.person("Ben"), town.channel(), name, typed(text)).await.unwrap()
    };
    assert_eq!(suggest("question", "").await, Vec::<Value>::new(), "nothing was asked yet");
    assert_ne!(suggest("resources", "eks").await, Vec::<Value>::new());
    town.at("Mon 09:00").await;
    assert_eq!(suggest("question", "").await.len(), 1);
    let cities = vec![("city".to_owned(), json!("doua"))];
    let cities =
        town.discord.autocomplete(town.person("Amina"), town.channel(), "setup", cities).await.unwrap();
    assert_eq!(cities[0], json!({ "name": "Africa/Douala", "value": "Africa/Douala" }));
    town.close().await;
}

#[tokio::test]
async fn while_the_database_stalls_everyone_is_acknowledged_in_time() {
    let town = Town::running().await;
    town.discord.set_acknowledge_within(Duration::from_secs(3));
    let panel = town.runs("Amina", "/setup", &[]).await.message.unwrap();
    let privacy = town.runs("Ben", "/privacy", &[]).await.message.unwrap();
    let stalled = Store::open_as_is(&town.database_url()).await.unwrap();
    let lock = stalled.begin().await.unwrap();
    let hiding = town.discord.press(town.person("Ben"), id(&privacy), "hide/true").unwrap();
    let turning = town.discord.press(town.person("Amina"), id(&panel), "setup/more").unwrap();
    let form = town.discord.press(town.person("Amina"), id(&panel), "setup/when").unwrap();
    let form = town.discord.answered(form, Duration::from_secs(2)).await.unwrap();
    assert!(form.modal.is_some() && form.acknowledged_after < Duration::from_secs(1), "{form:?}");
    let typed = vec![("search".to_owned(), json!("e"))];
    let started = std::time::Instant::now();
    town.discord.autocomplete(town.person("Ben"), town.channel(), "resources", typed).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    let put_off = |asked: u64| {
        move |world: &quotidian::standin::discord::World| {
            world.interaction(asked).and_then(|one| one.callback).filter(|callback| *callback == 6)
        }
    };
    for asked in [hiding, turning] {
        let callback = town.discord.wait_for(Duration::from_secs(3), put_off(asked)).await;
        assert_eq!(callback, Some(6), "put off, on the message that was pressed");
    }
    drop(lock);
    for asked in [hiding, turning] {
        let answer = town.discord.answered(asked, Duration::from_secs(10)).await.unwrap();
        assert!(answer.done && answer.deferred && !answer.failed, "{answer:?}");
        assert!(answer.acknowledged_after < Duration::from_secs(3), "{answer:?}");
    }
    stalled.close().await;
    town.close().await;
}
