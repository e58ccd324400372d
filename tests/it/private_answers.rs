//! Answering privately: a form in place of the thread. It counts alike, only its author sees it, and sharing it is theirs
//! to choose.

use chrono::{Duration, TimeDelta};
use quotidian::domain::{CommunityId, MemberId, Ordinal};
use quotidian::standin::discord::{Act, Answer, Fault, Phase};
use quotidian::store::{PrivateAnswer, Store};
use serde_json::{Value, json};

use crate::town::{Town, id, text, text_of};

/// The button of a message whose id ends like this.
fn button(message: &Value, end: &str) -> String {
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.filter_map(|row| row["components"].as_array()).flatten();
    let mut ids = parts.filter_map(|part| part["custom_id"].as_str());
    ids.find(|id| id.ends_with(end)).unwrap_or_else(|| panic!("no button …{end} in {message}")).to_owned()
}

/// Opens the form under the latest question, and sends it.
async fn writes(town: &Town, name: &str, text: &str) -> Answer {
    let post = town.posts().pop().expect("a question was asked");
    let fields = [("answer", text), ("answer-to-share", text)];
    town.fills_on(name, id(&post), &button(&post, "/write"), &fields).await
}

/// Presses a button of the private panel.
async fn then(town: &Town, name: &str, panel: &Answer, end: &str) -> Answer {
    let shown = panel.message.as_ref().expect("a panel is shown");
    town.presses(name, panel, &button(shown, end)).await
}

/// What stands in the form under the latest question.
async fn in_the_form(town: &Town, name: &str) -> Value {
    let post = town.posts().pop().expect("a question was asked");
    let opened = town.presses_on(name, id(&post), &button(&post, "/write")).await;
    let form = opened.modal.unwrap_or_else(|| panic!("no form was opened: {:?}", opened.message));
    form["components"][0]["components"][0].clone()
}

/// What the bot said in a thread but for the reveal.
fn said_in(town: &Town, thread: u64) -> Vec<Value> {
    let bot = json!(town.discord.bot().to_string());
    let said = town.discord.messages(thread).into_iter().filter(|message| message["author"]["id"] == bot);
    said.filter(|message| !message["components"].to_string().contains("/show\"")).collect()
}

async fn kept(town: &Town, name: &str) -> Option<PrivateAnswer> {
    let store = Store::open_as_is(&town.database_url()).await.unwrap();
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let (here, who) = (CommunityId(format!("discord:{guild}")), MemberId(town.person(name).to_string()));
    let found = store.read().await.unwrap().private_answer(&here, Ordinal(1), &who).await.unwrap();
    store.close().await;
    found
}

fn says(answer: &Answer, part: &str) {
    assert!(text(answer).contains(part), "{part} is not in:\n{}", text(answer));
}

async fn shares_by_default(town: &Town) {
    let panel = town.runs("Amina", "/setup", &[]).await;
    let more = town.presses("Amina", &panel, "setup/more").await;
    says(&more, "stay private, unless their author shares them");
    let set = town.presses("Amina", &more, "setup/share-private").await;
    says(&set, "shared in the thread when the question closes, unless their author says no");
}

#[tokio::test]
async fn a_private_answer_counts_and_only_its_author_sees_it() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let post = town.posts().pop().unwrap();
    let form = in_the_form(&town, "Ben").await;
    assert_eq!(
        (&form["style"], &form["max_length"], &form["required"]),
        (&json!(2), &json!(1500), &json!(false))
    );
    assert_eq!((&form["label"], form.get("value")), (&json!("Your answer (only you see it)"), None));
    let saved = writes(&town, "Ben", "  Two stages, and only the **program** in the last one.  ").await;
    let until = town.next("Tue 09:00").timestamp();
    says(&saved, &format!("Saved. It counts for today. You can change it until <t:{until}:F>."));
    says(&saved, "Only you see it. Once the question is closed you can share it in the thread.");
    says(&saved, "I keep the text until");
    assert_eq!(saved.message.as_ref().unwrap()["flags"], json!(64));
    let card = &saved.message.as_ref().unwrap()["embeds"][0]["description"];
    assert_eq!(*card, json!("Two stages, and only the **program** in the last one."));
    assert_eq!(town.posts().pop().unwrap()["embeds"], post["embeds"], "the post is left as it is");
    assert_eq!(said_in(&town, town.threads()[0]), Vec::<Value>::new());
    says(&town.runs("Ben", "/today", &[]).await, "You have answered. Today counts.");
    says(&town.runs("Chidi", "/leaderboard", &[]).await, &format!("<@{}>", town.person("Ben")));
    says(&town.runs("Ben", "/privacy", &[]).await, "One private answer with its text");
    assert_eq!(in_the_form(&town, "Ben").await["value"], *card, "it opens with what is there");
    assert_eq!(in_the_form(&town, "Chidi").await.get("value"), None, "and only for its author");
    town.close().await;
}

#[tokio::test]
async fn it_is_changed_and_taken_back_until_the_question_closes() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    writes(&town, "Ben", "A first sentence.").await;
    let changed = writes(&town, "Ben", "A second sentence.").await;
    says(&changed, "A second sentence.");
    says(&town.runs("Ben", "/privacy", &[]).await, "One answer: ");
    let gone = then(&town, "Ben", &changed, "/take-back").await;
    says(&gone, "Taken back: the text is deleted");
    assert_eq!(kept(&town, "Ben").await, None);
    says(&town.runs("Ben", "/today", &[]).await, "Your answer is still to come.");
    let fields = [("answer", "A third sentence.")];
    let panel = gone.message.as_ref().unwrap();
    let third = town.fills_on("Ben", id(panel), &button(panel, "/write"), &fields).await;
    says(&third, "Saved.");
    says(&town.runs("Ben", "/today", &[]).await, "You have answered. Today counts.");
    says(&writes(&town, "Ben", "   ").await, "Taken back");
    says(&town.runs("Ben", "/today", &[]).await, "Your answer is still to come.");
    town.says("Ben", "In the thread, then.").await;
    writes(&town, "Ben", "And privately.").await;
    says(&writes(&town, "Ben", "").await, "Taken back");
    says(&town.runs("Ben", "/today", &[]).await, "You have answered. Today counts.");
    town.close().await;
}

#[tokio::test]
async fn after_an_absence_no_private_answer_is_taken_for_deleted() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    writes(&town, "Ben", "A first sentence.").await;
    town.says("Chidi", "In the thread.").await;
    town.stop_bot().await;
    town.start_bot().await;
    says(&town.runs("Ben", "/today", &[]).await, "You have answered. Today counts.");
    town.close().await;
}

#[tokio::test]
async fn what_is_sent_after_the_next_question_is_not_saved_and_not_lost() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let post = town.posts().pop().unwrap();
    let opener = town.discord.press(town.person("Ben"), id(&post), &button(&post, "/write")).unwrap();
    town.settle().await;
    town.at("Tue 09:00").await;
    let late = town.sends("Ben", opener, &[("answer", "Half an hour of typing.")]).await;
    says(&late, "The next question came first, so I did not save this.");
    says(&late, "Half an hour of typing.");
    says(&late, &format!("The talk goes on in <#{}>.", town.threads()[0]));
    assert_eq!(kept(&town, "Ben").await, None);
    let closed = town.presses_on("Ben", id(&post), &button(&post, "/write")).await;
    says(&closed, "You have no private answer to this question, and the next one is out already.");
    town.close().await;
}

#[tokio::test]
async fn its_author_shares_it_once_and_takes_it_out_again() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let chidi = town.person("Chidi");

    writes(&town, "Ben", &format!("Ask <@{chidi}>, or @everyone.\n```\nkubectl get nodes\n```")).await;
    let post = town.posts().pop().unwrap();
    town.at("Tue 09:00").await;
    let thread = town.threads()[0];
    assert_eq!(said_in(&town, thread), Vec::<Value>::new(), "nobody chose to share it");
    let other = town.presses_on("Ben", id(&post), &button(&post, "/write")).await;
    let reveal = town.discord.messages(thread).pop().expect("what a strong answer covers");
    let mine = town.presses_on("Ben", id(&reveal), &button(&reveal, "/show")).await;
    assert_eq!(mine.message.as_ref().unwrap()["flags"], json!(64));
    let closed = then(&town, "Ben", &mine, "/share").await;
    says(&closed, "It stands in the thread with your name.");
    let [shared] = said_in(&town, thread).try_into().expect("one message shares it");
    assert_eq!(
        shared["content"],
        json!(format!("<@{}> answered privately, and shares it now:", town.person("Ben")))
    );
    assert_eq!((&shared["mentions"], &shared["mention_everyone"]), (&json!([]), &json!(false)));
    let card = shared["embeds"][0]["description"].as_str().unwrap();
    assert_eq!(card, format!("Ask <@\u{200b}{chidi}>, or @\u{200b}everyone.\n```\nkubectl get nodes\n```"));
    then(&town, "Ben", &other, "/share").await;
    assert_eq!(said_in(&town, thread).len(), 1, "shared once");
    let take_out = button(&shared, &format!("/unshare-{}", town.person("Ben")));
    let refused = town.presses_on("Chidi", id(&shared), &take_out).await;
    says(&refused, "Only whoever wrote this can take it back.");
    assert_eq!(said_in(&town, thread).len(), 1);
    let out = town.presses_on("Ben", id(&shared), &take_out).await;
    assert_eq!(out.message.as_ref().unwrap()["flags"], json!(64));
    assert_eq!(said_in(&town, thread), Vec::<Value>::new());
    town.push(town.clock.now() + TimeDelta::minutes(1)).await;
    let again = town.presses_on("Ben", id(&post), &button(&post, "/write")).await;
    let again = then(&town, "Ben", &again, "/share").await;
    says(&again, "It stands in the thread");
    assert_eq!(said_in(&town, thread).len(), 1, "shared anew, within the minutes of a nonce");
    let deleted = then(&town, "Ben", &again, "/take-back").await;
    says(&deleted, "The text is deleted. That you answered still counts.");
    assert_eq!((said_in(&town, thread), kept(&town, "Ben").await), (Vec::new(), None));
    says(&town.runs("Ben", "/streak", &[]).await, "Answered in all: 1");
    town.close().await;
}

#[tokio::test]
async fn where_sharing_is_the_rule_who_says_no_or_is_hidden_stays_private() {
    let town = Town::running().await;
    shares_by_default(&town).await;
    town.at("Mon 09:00").await;
    assert_eq!(
        in_the_form(&town, "Ben").await["label"],
        json!("Your answer (shared when the question closes)")
    );
    let ben = writes(&town, "Ben", "Mine may be seen.").await;
    says(&ben, "Only you see it until the question closes; then I share it in the thread");
    let chidi = writes(&town, "Chidi", "Mine may not.").await;
    says(&then(&town, "Chidi", &chidi, "/keep").await, "Only you see it. Once the question is closed");
    let privacy = town.runs("Dora", "/privacy", &[]).await;
    town.presses("Dora", &privacy, "hide/true").await;
    says(&writes(&town, "Dora", "I am hidden.").await, "Only you see it. Once the question is closed");
    town.at("Tue 09:00").await;
    let shared: Vec<String> = said_in(&town, town.threads()[0]).iter().map(text_of).collect();
    assert_eq!(shared.len(), 1, "{shared:?}");
    assert!(shared[0].contains("Mine may be seen."), "{shared:?}");
    town.close().await;
}

#[tokio::test]
async fn who_says_yes_beforehand_is_shared_when_the_question_closes() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let saved = writes(&town, "Ben", "Share this.").await;
    let chosen = then(&town, "Ben", &saved, "/share").await;
    says(&chosen, "then I share it in the thread, with your name and no ping");
    writes(&town, "Ben", "Share this instead.").await;
    assert_eq!(said_in(&town, town.threads()[0]).len(), 0, "not before the others have answered");
    town.at("Tue 09:00").await;
    let shared = said_in(&town, town.threads()[0]);
    assert_eq!(shared.len(), 1);
    assert!(text_of(&shared[0]).ends_with("Share this instead."), "{shared:?}");
    town.close().await;
}

/// Cuts requests of one kind off, before or after they were done.
fn cut(town: &Town, (method, path): (&str, String), phase: Phase, times: usize) {
    town.discord.fault(Fault {
        method: Some(method.to_owned()),
        path_contains: path,
        nth: 1,
        phase,
        act: Act::Cut,
        times,
    });
}

#[tokio::test]
async fn whatever_breaks_off_it_is_shared_once_and_taken_out_whole() {
    for phase in [Phase::Before, Phase::After] {
        let mut town = Town::running().await;
        town.at("Mon 09:00").await;
        let saved = writes(&town, "Ben", "Share this.").await;
        let saved = then(&town, "Ben", &saved, "/share").await;
        let thread = town.threads()[0];
        cut(&town, ("POST", format!("/channels/{thread}/messages")), phase, 1);
        town.at("Tue 09:00").await;
        town.stop_bot().await;
        // Longer than Discord knows a nonce.
        town.push(town.clock.now() + TimeDelta::minutes(30)).await;
        town.start_bot().await;
        town.settle_patiently().await;
        assert_eq!(said_in(&town, thread).len(), 1, "{phase:?}");
        cut(&town, ("DELETE", format!("/channels/{thread}/messages")), phase, 1);
        then(&town, "Ben", &saved, "/keep").await;
        town.settle_patiently().await;
        assert_eq!(said_in(&town, thread).len(), 0, "{phase:?}");
        town.close().await;
    }
}

#[tokio::test]
async fn what_may_stand_there_although_nobody_knows_is_taken_out_too() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let saved = writes(&town, "Ben", "Share this.").await;
    let saved = then(&town, "Ben", &saved, "/share").await;
    let thread = town.threads()[0];
    cut(&town, ("POST", format!("/channels/{thread}/messages")), Phase::After, 1);
    cut(&town, ("GET", format!("/channels/{thread}/messages")), Phase::Before, 20);
    town.at("Tue 09:00").await;
    assert_eq!(said_in(&town, thread).len(), 1);
    let taken = then(&town, "Ben", &saved, "/keep").await;
    says(&taken, "Only you see it.");
    town.discord.clear_faults();
    town.settle_patiently().await;
    assert_eq!(said_in(&town, thread).len(), 0);
    town.close().await;
}

#[tokio::test]
async fn where_it_cannot_be_posted_it_stays_private() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let saved = writes(&town, "Ben", "Share this.").await;
    town.at("Tue 09:00").await;
    let thread = town.threads()[0];
    town.discord.delete_channel(thread);
    town.settle().await;
    then(&town, "Ben", &saved, "/share").await;
    town.settle_patiently().await;
    assert_eq!(kept(&town, "Ben").await.map(|kept| (kept.shares, kept.shared_at)), Some((Some(false), None)));
    town.close().await;
}

#[tokio::test]
async fn whoever_is_forgotten_takes_the_text_and_what_was_shared_along() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let saved = writes(&town, "Ben", "Share this.").await;
    then(&town, "Ben", &saved, "/share").await;
    town.at("Tue 09:00").await;
    let thread = town.threads()[0];
    assert_eq!(said_in(&town, thread).len(), 1);
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    let sure = town.presses("Ben", &privacy, "forget/false").await;
    town.presses("Ben", &sure, "forget/true").await;
    town.settle_patiently().await;
    assert_eq!((said_in(&town, thread), kept(&town, "Ben").await), (Vec::new(), None));
    town.close().await;
}

#[tokio::test]
async fn a_text_is_deleted_after_two_weeks_and_what_is_shared_can_still_be_taken_out() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let ben = writes(&town, "Ben", "Share this.").await;
    then(&town, "Ben", &ben, "/share").await;
    writes(&town, "Chidi", "Keep this.").await;
    town.at("Tue 09:00").await;
    town.push(town.clock.now() + Duration::days(14)).await;
    let left = kept(&town, "Ben").await.expect("a note of what is shared");
    assert_eq!((left.wording.as_str(), left.kept_until), ("", None));
    assert_eq!(kept(&town, "Chidi").await, None);
    says(&town.runs("Chidi", "/streak", &[]).await, "Answered in all: 1");
    let thread = town.threads()[0];
    let shared = said_in(&town, thread).pop().expect("it stays in the thread");
    let take_out = button(&shared, &format!("/unshare-{}", town.person("Ben")));
    town.presses_on("Ben", id(&shared), &take_out).await;
    assert_eq!(said_in(&town, thread).len(), 0);
    town.close().await;
}
