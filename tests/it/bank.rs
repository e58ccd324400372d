//! The organiser's bank: each act and its undo, two organisers, a restart in between, and what members may not see.

use quotidian::standin::discord::Answer;
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

const MANAGE_GUILD: u64 = 1 << 5;

/// A text is there, and shown whole when it is not.
#[track_caller]
fn says(said: &str, part: &str) {
    assert!(said.contains(part), "{part:?} is not in:\n{said}");
}

fn message(answer: &Answer) -> &Value {
    answer.message.as_ref().expect("a message was shown")
}

/// The parts of the rows of a message.
fn parts(answer: &Answer) -> Vec<Value> {
    let rows = message(answer)["components"].as_array().cloned().unwrap_or_default();
    rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default()).collect()
}

/// The options of a select, by value and label.
fn options(answer: &Answer, select: &str) -> Vec<(String, String)> {
    let part = parts(answer).into_iter().find(|part| part["custom_id"] == json!(select));
    let options = part.map(|part| part["options"].as_array().cloned().unwrap_or_default());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    options.unwrap_or_default().iter().map(|one| (text(&one["value"]), text(&one["label"]))).collect()
}

/// The id of the button that begins so.
fn button(answer: &Answer, start: &str) -> Option<String> {
    let ids = parts(answer).into_iter().filter_map(|part| Some(part["custom_id"].as_str()?.to_owned()));
    ids.into_iter().find(|id| id.starts_with(start))
}

async fn panel(town: &Town, name: &str) -> Answer {
    town.runs(name, "/bank", &[]).await
}

/// The questions that the panel says come next, by id and title.
fn coming(answer: &Answer) -> Vec<(String, String)> {
    options(answer, "bank/look")
}

fn ids(coming: &[(String, String)]) -> Vec<&str> {
    coming.iter().map(|(id, _)| id.as_str()).collect()
}

/// Looks at a question and decides about it.
async fn decides(town: &Town, name: &str, shown: &Answer, question: &str, what: &str) -> Answer {
    let card = town.chooses(name, shown, "bank/look", &[question]).await;
    let press =
        button(&card, &format!("bank/{what}/")).unwrap_or_else(|| panic!("no {what}: {}", text(&card)));
    town.presses(name, &card, &press).await
}

async fn undoes(town: &Town, name: &str, shown: &Answer) -> Answer {
    town.presses(name, shown, &button(shown, "bank/undo/").expect("an undo")).await
}

#[tokio::test]
async fn the_next_seven_stand_there_with_their_dates_and_what_is_shown_is_what_comes() {
    let town = Town::running().await;
    let shown = panel(&town, "Amina").await;
    assert_eq!(message(&shown)["flags"], json!(64), "only the asker sees it");
    let said = text(&shown);
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri"] {
        let at = town.next(&format!("{day} 09:00"));
        says(&said, &format!("<t:{}:F>", at.timestamp()));
    }
    says(&said, "no question on Sat Sun");
    assert_eq!(said.matches(":F>").count(), 7);
    let first = coming(&shown)[0].clone();
    let card = town.chooses("Amina", &shown, "bank/look", &[&first.0]).await;
    says(&text(&card), &first.1);
    let press = button(&card, "bank/preview/").unwrap();
    let preview = town.presses("Amina", &card, &press).await;
    town.at("Mon 09:00").await;
    let post = &town.posts()[0];
    assert_eq!(message(&preview)["embeds"], post["embeds"], "the preview is the post");
    assert_eq!(message(&preview)["components"], post["components"]);
    let answer = town.presses("Amina", &card, &button(&card, "bank/answer/").unwrap()).await;
    says(&text(&answer), "What a strong answer covers");
    let after = panel(&town, "Amina").await;
    says(&text(&after), &format!("Today: {}", first.1));
    let second = coming(&shown)[1].clone();
    assert_eq!(coming(&after)[0], second, "the first was asked");
    town.close().await;
}

#[tokio::test]
async fn a_skip_gives_the_place_to_the_next_and_its_undo_gives_it_back_also_after_a_restart() {
    let mut town = Town::running().await;
    let before = panel(&town, "Amina").await;
    let order = coming(&before);
    let skipped = decides(&town, "Amina", &before, &order[0].0, "skip").await;
    says(&text(&skipped), &format!("{} is left out of this round.", order[0].1));
    says(&text(&skipped), &order[1].1);
    let shown = panel(&town, "Amina").await;
    assert_eq!(coming(&shown)[0], order[1], "the next one takes its place");
    assert_eq!(options(&shown, "bank/aside")[0], order[0]);
    town.stop_bot().await;
    town.start_bot().await;
    let undone = undoes(&town, "Amina", &skipped).await;
    says(&text(&undone), "Taken back");
    assert_eq!(coming(&undone), order, "exactly as before");
    let again = decides(&town, "Amina", &undone, &order[0].0, "skip").await;
    town.at("Mon 09:00").await;
    says(&town.titles()[0], &order[1].1);
    // Taken back later, it comes in this round after all.
    let undone = undoes(&town, "Amina", &again).await;
    assert_eq!(coming(&undone)[0], order[0]);
    town.at("Tue 09:00").await;
    says(&town.titles()[1], &order[0].1);
    town.close().await;
}

#[tokio::test]
async fn what_is_put_next_comes_next_and_what_is_retired_never_comes() {
    let town = Town::running().await;
    let shown = panel(&town, "Amina").await;
    let order = coming(&shown);
    let third = decides(&town, "Amina", &shown, &order[2].0, "next").await;
    says(&text(&third), &format!("{} comes next.", order[2].1));
    says(&text(&third), "put next by an organiser");
    let shown = panel(&town, "Amina").await;
    assert_eq!(ids(&coming(&shown))[..3], [&order[2].0, &order[0].0, &order[1].0]);
    let retired = decides(&town, "Amina", &shown, &order[0].0, "retire").await;
    let shown = panel(&town, "Amina").await;
    assert!(!coming(&shown).contains(&order[0]), "{}", text(&shown));
    town.at("Mon 09:00").await;
    town.at("Tue 09:00").await;
    let titles = town.titles();
    says(&titles[0], &order[2].1);
    says(&titles[1], &order[1].1);
    let undone = undoes(&town, "Amina", &retired).await;
    assert_eq!(coming(&undone)[0], order[0], "first of the round again");
    let too_late = undoes(&town, "Amina", &third).await;
    says(&text(&too_late), "There is nothing left to take back");
    town.close().await;
}

#[tokio::test]
async fn what_is_left_out_is_found_and_brought_back() {
    let town = Town::running().await;
    let shown = panel(&town, "Amina").await;
    let order = coming(&shown);
    decides(&town, "Amina", &shown, &order[1].0, "retire").await;
    let shown = panel(&town, "Amina").await;
    let card = town.chooses("Amina", &shown, "bank/aside", &[&order[1].0]).await;
    says(&text(&card), "Retired here: it is not asked");
    assert_eq!(button(&card, "bank/skip/"), None, "only what has sense is offered");
    let back = town.presses("Amina", &card, &button(&card, "bank/restore/").unwrap()).await;
    says(&text(&back), &format!("{} is back.", order[1].1));
    assert_eq!(coming(&panel(&town, "Amina").await), order);
    let undone = undoes(&town, "Amina", &back).await;
    assert_eq!(options(&undone, "bank/aside")[0], order[1], "retired again");
    town.close().await;
}

#[tokio::test]
async fn two_organisers_at_once_lose_nothing_and_the_second_sees_what_is_true() {
    let town = Town::running().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let hosts = town.discord.add_role(guild, "Hosts", MANAGE_GUILD, false);
    town.discord.give_role(guild, town.person("Dora"), hosts);
    let shown = panel(&town, "Amina").await;
    let order = coming(&shown);
    let theirs = panel(&town, "Dora").await;
    let card = town.chooses("Dora", &theirs, "bank/look", &[&order[0].0]).await;
    let mine = decides(&town, "Amina", &shown, &order[0].0, "skip").await;
    let late = town.presses("Dora", &card, &button(&card, "bank/skip/").unwrap()).await;
    says(&text(&late), &format!("{} is left out of that round already.", order[0].1));
    assert_eq!(button(&late, "bank/undo/"), None, "there is nothing of hers to take back");
    says(&text(&late), &order[1].1);
    let other = decides(&town, "Dora", &panel(&town, "Dora").await, &order[2].0, "next").await;
    let undone = undoes(&town, "Amina", &mine).await;
    assert_eq!(ids(&coming(&undone))[..3], [&order[2].0, &order[0].0, &order[1].0], "hers stays");
    // The same button twice, both on their way at once.
    let press = button(&other, "bank/undo/").unwrap();
    let (on, dora) = (id(message(&other)), town.person("Dora"));
    let twice =
        [town.discord.press(dora, on, &press).unwrap(), town.discord.press(dora, on, &press).unwrap()];
    let mut told = Vec::new();
    for asked in twice {
        told.push(text(&town.discord.answered(asked, std::time::Duration::from_secs(20)).await.unwrap()));
    }
    town.settle().await;
    told.sort_by_key(|text| text.contains("already"));
    says(&told[0], "Taken back");
    says(&told[1], "That was taken back already, so nothing has changed.");
    assert_eq!(coming(&panel(&town, "Dora").await), order);
    town.close().await;
}

#[tokio::test]
async fn todays_question_is_asked_at_once_when_wished_and_never_twice() {
    let town = Town::running().await;
    let [shown, second] = [panel(&town, "Amina").await, panel(&town, "Amina").await];
    let order = coming(&shown);
    let asked = town.presses("Amina", &shown, "bank/now").await;
    says(&text(&asked), "Today's question is on its way.");
    says(&town.titles()[0], &order[0].1);
    assert!(!text_of(&town.posts()[0]).contains("late"), "{}", text_of(&town.posts()[0]));
    assert_eq!(button(&panel(&town, "Amina").await, "bank/now"), None);
    let stale = town.presses("Amina", &second, "bank/now").await;
    says(&text(&stale), "There is never a second one on the same day.");
    let stays = undoes(&town, "Amina", &asked).await;
    says(&text(&stays), "Today's question is there already");
    town.at("Mon 20:00").await;
    assert_eq!(town.titles().len(), 1, "not at its time again");
    town.at("Tue 09:00").await;
    says(&town.titles()[1], &order[1].1);
    town.close().await;
}

#[tokio::test]
async fn on_a_day_off_and_where_nothing_runs_there_is_nothing_to_ask_now() {
    let town = Town::running().await;
    let [early, earlier] = [panel(&town, "Amina").await, panel(&town, "Amina").await];
    town.at("Sat 10:00").await;
    assert_eq!(button(&panel(&town, "Amina").await, "bank/now"), None);
    let off = town.presses("Amina", &early, "bank/now").await;
    says(&text(&off), "No question is asked today");
    let setup = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &setup, "setup/pause").await;
    let paused = panel(&town, "Amina").await;
    says(&text(&paused), "Nothing is posted until someone presses Start");
    let stopped = town.presses("Amina", &earlier, "bank/now").await;
    says(&text(&stopped), "Nothing is asked here at the moment");
    let order = coming(&stopped);
    decides(&town, "Amina", &stopped, &order[0].0, "skip").await;
    assert_eq!(coming(&panel(&town, "Amina").await)[0], order[1], "a pause is a good time to choose");
    town.close().await;
}

#[tokio::test]
async fn a_round_ends_and_the_list_says_where_the_next_begins() {
    let town = Town::running().await;
    let mut left = Vec::new();
    loop {
        let shown = panel(&town, "Amina").await;
        let said = text(&shown);
        if said.contains("Round 2") && said.contains("One question left") {
            left = coming(&shown);
            break;
        }
        let next = coming(&shown)[0].clone();
        decides(&town, "Amina", &shown, &next.0, "skip").await;
        assert!(left.len() < 100);
    }
    let shown = panel(&town, "Amina").await;
    let last = decides(&town, "Amina", &shown, &left[0].0, "skip").await;
    says(&text(&last), "Round 2: the questions start again");
    let shown = panel(&town, "Amina").await;
    says(&text(&shown), "This round is through; the questions start again.");
    let order = coming(&shown);
    town.at("Mon 09:00").await;
    says(&town.titles()[0], &order[0].1);
    says(&text_of(&town.posts()[0]), "round 2");
    let over = undoes(&town, "Amina", &last).await;
    says(&text(&over), "There is nothing left to take back");
    town.close().await;
}

#[tokio::test]
async fn packs_are_switched_here_too_and_back() {
    let town = Town::running().await;
    let [shown, second] = [panel(&town, "Amina").await, panel(&town, "Amina").await];
    let order = coming(&shown);
    let (switch, _) = options(&shown, "bank/packs")[0].clone();
    let off = town.chooses("Amina", &shown, "bank/packs", &[&switch]).await;
    says(&text(&off), "is off: none of its questions come.");
    says(&text(&off), "No question is left to ask.");
    let found = town.runs("Amina", "/bank", &[("search", json!(order[0].0))]).await;
    says(&text(&found), "Its set of questions is off");
    let undo = button(&off, "bank/on/").expect("an undo");
    let on = town.presses("Amina", &off, &undo).await;
    says(&text(&on), "is on.");
    assert_eq!(coming(&on), order);
    let off = town.chooses("Amina", &second, "bank/packs", &[&switch]).await;
    says(&text(&off), "is off: none");
    let switched_back = town.runs("Amina", "/setup", &[]).await;
    town.chooses("Amina", &switched_back, "setup/packs", &[town.packs()[0].as_str()]).await;
    let late = town.presses("Amina", &off, &undo).await;
    says(&text(&late), "is on already");
    town.close().await;
}

#[tokio::test]
async fn any_question_is_found_by_words_and_shows_what_becomes_of_it() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let shown = panel(&town, "Amina").await;
    let order = coming(&shown);
    let words = json!(order[0].1.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    let typed = vec![("search".to_owned(), words.clone())];
    let suggested = |name: &'static str| {
        town.discord.autocomplete(town.person(name), town.channel(), "bank", typed.clone())
    };
    let choices = suggested("Amina").await.unwrap();
    assert_eq!(choices[0]["value"], json!(order[0].0), "{choices:?}");
    let card = town.runs("Amina", "/bank", &[("search", choices[0]["value"].clone())]).await;
    says(&text(&card), &format!("Comes <t:{}:F>", town.next("Tue 09:00").timestamp()));
    let found = town.runs("Amina", "/bank", &[("search", words)]).await;
    says(&text(&found), &order[0].1);
    let filled = town.fills("Amina", &shown, "bank/search", &[("search", "docker")]).await;
    says(&text(&filled), "Found: docker");
    says(&text(&filled), "Asked in this round");
    says(&text(&filled), "Last asked on 23 November 2026");
    let none = town.runs("Amina", "/bank", &[("search", json!("zebra"))]).await;
    says(&text(&none), "Nothing matches.");
    town.close().await;
}

#[tokio::test]
async fn whoever_is_no_organiser_sees_nothing_of_what_comes() {
    let town = Town::running().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let hosts = town.discord.add_role(guild, "Hosts", MANAGE_GUILD, false);
    town.discord.give_role(guild, town.person("Dora"), hosts);
    let shown = panel(&town, "Dora").await;
    let first = coming(&shown)[0].clone();
    let card = town.chooses("Dora", &shown, "bank/look", &[&first.0]).await;
    town.discord.set_role_permissions(guild, hosts, 0);
    let mut presses: Vec<String> = ["preview", "answer", "skip", "next", "retire", "coming"]
        .iter()
        .filter_map(|start| button(&card, &format!("bank/{start}")))
        .collect();
    presses.sort();
    assert!(presses.len() >= 5, "{presses:?}");
    for press in presses {
        let refused = text(&town.presses("Dora", &card, &press).await);
        assert!(
            refused.starts_with("Only people who may manage this server can do that."),
            "{press}: {refused}"
        );
    }
    assert_eq!(coming(&panel(&town, "Amina").await)[0], first, "and changed nothing");
    town.close().await;
}
