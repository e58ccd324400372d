//! `/review` and `/progress`: what a member missed or found hard comes back to them, on its day and to nobody else.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use quotidian::domain::Bank;
use quotidian::questions;
use quotidian::standin::discord::Answer;
use serde_json::{Value, json};

use crate::town::{Town, text};

/// So many days after Monday 23 November 2026, at this local time.
fn on(town: &Town, days: u64, time: &str) -> DateTime<Utc> {
    let monday: NaiveDate = "2026-11-23".parse().unwrap();
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    let local = (monday + Days::new(days)).and_time(time);
    town.zone.from_local_datetime(&local).earliest().unwrap().with_timezone(&Utc)
}

async fn review(town: &Town, name: &str) -> Answer {
    town.runs(name, "/review", &[]).await
}

/// The buttons of a reply whose ids contain this.
fn buttons(answer: &Answer, part: &str) -> Vec<String> {
    let message = answer.message.as_ref().expect("a message was shown");
    let rows = message["components"].as_array().into_iter().flatten();
    let parts = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let ids = parts.filter_map(|part: &Value| part["custom_id"].as_str().map(str::to_owned));
    ids.filter(|id| id.contains(part)).collect()
}

async fn press(town: &Town, name: &str, answer: &Answer, part: &str) -> Answer {
    let found = buttons(answer, part);
    assert_eq!(found.len(), 1, "one button {part} among {:?}", buttons(answer, ""));
    town.presses(name, answer, &found[0]).await
}

/// Shows the answer of what came back, and marks it.
async fn mark(town: &Town, name: &str, shown: &Answer, score: u8) -> Answer {
    let answer = press(town, name, shown, "/answer/").await;
    assert!(text(&answer).contains("What a strong answer covers"), "{}", text(&answer));
    press(town, name, &answer, &format!("/score-{score}/")).await
}

/// Ben answered on Monday, missed Tuesday's question, which closed on Wednesday, and answered since.
async fn ben_missed_tuesday() -> Town {
    let town = Town::running().await;
    ben_misses_tuesday(&town).await;
    town
}

async fn ben_misses_tuesday(town: &Town) {
    for (day, answers) in [("Mon", true), ("Tue", false), ("Wed", true)] {
        town.at(&format!("{day} 09:00")).await;
        if answers {
            town.says("Ben", "an answer").await;
        }
    }
}

fn title(town: &Town, ordinal: usize) -> String {
    town.titles()[ordinal - 1].split(" · ").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_come_back_arrives_on_its_day_and_not_one_day_before() {
    // Where the community's midnight is far from everyone else's, its own day counts.
    for zone in [chrono_tz::Europe::Paris, chrono_tz::Pacific::Auckland, chrono_tz::Pacific::Honolulu] {
        let town = Town::founded_at("2026-11-23", zone).await;
        town.set_up().await;
        ben_misses_tuesday(&town).await;
        let missed = title(&town, 2);
        let said = text(&review(&town, "Ben").await);
        assert_eq!(said, "Nothing comes back today. The next one comes on 2 December 2026.");
        town.push(on(&town, 8, "23:59")).await;
        assert!(text(&review(&town, "Ben").await).contains("Nothing comes back today"), "{zone}");
        town.push(on(&town, 9, "00:01")).await;
        let shown = review(&town, "Ben").await;
        let said = text(&shown);
        assert!(said.starts_with(&missed), "{zone}: {said}");
        assert!(said.contains("Back for you · Asked on 24 November 2026 · Discussed in <#"), "{said}");
        assert!(said.contains(&format!("<#{}>", town.threads()[1])), "{said}");
        assert!(!said.contains("What a strong answer covers"), "{said}");
        assert_eq!(shown.message.as_ref().unwrap()["flags"], 64, "only Ben sees it");
        town.close().await;
    }
}

#[tokio::test]
async fn what_was_asked_before_someone_came_does_not_come_back_to_them() {
    let town = only_tuesday_comes_back().await;
    assert!(text(&review(&town, "Chidi").await).contains("your first answer starts that"));
    town.says("Chidi", "my first").await;
    town.push(on(&town, 40, "08:00")).await;
    assert!(text(&review(&town, "Chidi").await).starts_with("Nothing is waiting for you."));
    assert!(text(&town.runs("Chidi", "/progress", &[]).await).contains("1 asked · 1 answered · 0 mastered"));
    town.close().await;
}

#[tokio::test]
async fn the_one_that_waits_longest_comes_first_and_the_next_follows() {
    let town = ben_missed_tuesday().await;
    for day in ["Thu", "Fri", "Mon"] {
        town.at(&format!("{day} 09:00")).await;
    }
    town.push(on(&town, 14, "08:00")).await;
    let shown = review(&town, "Ben").await;
    assert!(text(&shown).starts_with(&title(&town, 2)), "{}", text(&shown));
    let done = mark(&town, "Ben", &shown, 3).await;
    assert!(text(&done).contains("2 more are ready, whenever you like."), "{}", text(&done));
    let next = press(&town, "Ben", &done, "review/next").await;
    assert!(text(&next).starts_with(&title(&town, 4)), "{}", text(&next));
    let done = mark(&town, "Ben", &next, 0).await;
    assert!(text(&done).contains("One more is ready, whenever you like."), "{}", text(&done));
    let streak = text(&town.runs("Ben", "/streak", &[]).await);
    assert!(streak.contains("One question is ready to come back: /review"), "{streak}");
    town.close().await;
}

/// Ben missed Tuesday's question, and no other comes after Wednesday's.
async fn only_tuesday_comes_back() -> Town {
    let town = ben_missed_tuesday().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &panel, "setup/pause").await;
    town
}

#[tokio::test]
async fn a_question_comes_back_after_7_21_and_60_days_and_then_no_more() {
    let mut town = only_tuesday_comes_back().await;
    let missed = title(&town, 2);
    for (days, back) in [(9, "23 December 2026"), (30, "21 February 2027")] {
        town.push(on(&town, days - 1, "23:59")).await;
        assert!(!text(&review(&town, "Ben").await).contains(&missed), "a day too early");
        town.push(on(&town, days, "08:00")).await;
        let shown = review(&town, "Ben").await;
        // What is on the screen is still good after a restart.
        town.stop_bot().await;
        town.start_bot().await;
        let said = text(&mark(&town, "Ben", &shown, 2).await);
        assert!(said.contains(&format!("Noted. It comes back on {back}.")), "{said}");
        assert!(said.contains("That was all for today."), "{said}");
    }
    town.push(on(&town, 90, "08:00")).await;
    let said = text(&mark(&town, "Ben", &review(&town, "Ben").await, 3).await);
    assert!(said.contains("You have it: it will not come back."), "{said}");
    town.push(on(&town, 500, "08:00")).await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    town.close().await;
}

#[tokio::test]
async fn a_low_mark_brings_it_back_in_a_week_and_an_old_button_changes_nothing() {
    let mut town = only_tuesday_comes_back().await;
    town.push(on(&town, 12, "08:00")).await;
    let shown = review(&town, "Ben").await;
    let answer = press(&town, "Ben", &shown, "/answer/").await;
    let old = buttons(&answer, "/score-");
    assert_eq!(old.len(), 4);
    // Twice at once, by a finger that slipped: it counts once.
    let message = crate::town::id(answer.message.as_ref().unwrap());
    let (one, two) =
        tokio::join!(town.presses_on("Ben", message, &old[1]), town.presses_on("Ben", message, &old[1]));
    let said = [text(&one), text(&two)];
    let counted =
        said.iter().filter(|said| said.contains("Good that you looked. It comes back on 12 December 2026."));
    assert_eq!(counted.count(), 1, "{said:?}");
    let known = said.iter().filter(|said| said.contains("noted already. It comes back on 12 December 2026."));
    assert_eq!(known.count(), 1, "{said:?}");
    assert_eq!(reviews(&town).await, 1);
    town.stop_bot().await;
    town.start_bot().await;
    town.push(on(&town, 19, "08:00")).await;
    assert!(text(&review(&town, "Ben").await).contains("Back for you"));
    town.close().await;
}

/// How many marks are kept, of anyone.
async fn reviews(town: &Town) -> i64 {
    let pool = town.db().pool().await;
    let count = sqlx::query_scalar("select count(*) from review").fetch_one(&pool).await.unwrap();
    pool.close().await;
    count
}

#[tokio::test]
async fn hints_come_one_by_one_and_a_late_answer_settles_it() {
    let town = only_tuesday_comes_back().await;
    town.push(on(&town, 9, "08:00")).await;
    let mut shown = review(&town, "Ben").await;
    let first = shown.clone();
    for hints in 1..=3 {
        shown = press(&town, "Ben", &shown, "/hints-").await;
        assert_eq!(text(&shown).matches("Hint: ").count(), hints, "{}", text(&shown));
        assert!(!text(&shown).contains("What a strong answer covers"));
    }
    assert_eq!(buttons(&shown, "/hints-"), [""; 0], "there is no fourth");
    let thread = town.threads()[1];
    town.says_in(thread, "Ben", "late, but here").await;
    let said = text(&town.presses("Ben", &first, &buttons(&first, "/answer/")[0]).await);
    assert!(said.contains("That one is noted already, and nothing has changed."), "{said}");
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    town.close().await;
}

#[tokio::test]
async fn who_asks_to_be_forgotten_has_no_come_backs_and_an_old_button_notes_nothing() {
    let town = only_tuesday_comes_back().await;
    town.push(on(&town, 9, "08:00")).await;
    let other = press(&town, "Ben", &review(&town, "Ben").await, "/answer/").await;
    mark(&town, "Ben", &review(&town, "Ben").await, 0).await;
    assert_eq!(reviews(&town).await, 1);
    let privacy = town.runs("Ben", "/privacy", &[]).await;
    let sure = town.presses("Ben", &privacy, "forget/false").await;
    town.presses("Ben", &sure, "forget/true").await;
    assert_eq!(reviews(&town).await, 0);
    let said = text(&press(&town, "Ben", &other, "/score-0/").await);
    assert!(said.contains("it will not come back"), "{said}");
    assert_eq!(reviews(&town).await, 0);
    assert!(text(&review(&town, "Ben").await).contains("your first answer starts that"));
    town.close().await;
}

/// The first three questions of the week in a folder of their own, as they are at first.
struct Folder(tempfile::TempDir);

impl Folder {
    const NAMES: [&str; 3] = ["w08-image-size", "w08-build-cache", "w08-runtime-secrets"];

    fn new() -> Folder {
        let folder = Folder(tempfile::TempDir::new().unwrap());
        let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/w08-containers");
        let to = folder.pack();
        std::fs::create_dir(&to).unwrap();
        for name in Self::NAMES {
            let file = format!("{name}.md");
            std::fs::copy(from.join(&file), to.join(&file)).unwrap();
        }
        let manifest = std::fs::read_to_string(from.join("pack.toml")).unwrap();
        let (before, rest) = manifest.split_once("order = [").unwrap();
        let (_, after) = rest.split_once("]").unwrap();
        std::fs::write(to.join("pack.toml"), format!("{before}order = {:?}{after}", Self::NAMES)).unwrap();
        folder
    }

    fn pack(&self) -> std::path::PathBuf {
        self.0.path().join("w08-containers")
    }

    /// Changes a line of a question.
    fn change(&self, name: &str, from: &str, to: &str) {
        let file = self.pack().join(format!("{name}.md"));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{name} has {from}");
        std::fs::write(file, text.replacen(from, to, 1)).unwrap();
    }

    fn bank(&self) -> Bank {
        let day = "2026-11-24".parse().unwrap();
        questions::folder(self.0.path(), day).map_err(|faults| faults.to_string()).unwrap().bank
    }
}

/// Ben answered the first of three questions and missed the second; the third is open.
async fn three_questions() -> (Town, Folder) {
    let (mut town, folder) = (Town::founded().await, Folder::new());
    town.stop_bot().await;
    town.gives(folder.bank());
    town.start_bot().await;
    town.set_up().await;
    ben_misses_tuesday(&town).await;
    (town, folder)
}

#[tokio::test]
async fn in_the_next_round_a_question_is_answered_where_it_is_asked() {
    let (town, _folder) = three_questions().await;
    let missed = title(&town, 2);
    for (day, answers) in [("Thu", true), ("Fri", false)] {
        town.at(&format!("{day} 09:00")).await;
        if answers {
            town.says("Ben", "an answer").await;
        }
    }
    assert_eq!(title(&town, 5), missed, "the second round has come to it");
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/pause").await;
    town.push(on(&town, 14, "08:00")).await;
    // It came due, and it is open in the channel: its answer is not given away.
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    town.presses("Amina", &panel, "setup/start").await;
    town.at("Mon 09:00").await;
    let said = text(&review(&town, "Ben").await);
    assert_eq!(said, "Nothing comes back today. The next one comes on 14 December 2026.", "closed once more");
    let thread = town.threads()[4];
    town.says_in(thread, "Ben", "now I have it").await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    town.close().await;
}

#[tokio::test]
async fn a_new_revision_comes_back_again_and_one_that_is_gone_does_not() {
    let (mut town, folder) = three_questions().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &panel, "setup/pause").await;
    town.push(on(&town, 9, "08:00")).await;
    mark(&town, "Ben", &review(&town, "Ben").await, 3).await;
    let said = text(&review(&town, "Ben").await);
    assert!(said.contains("The next one comes on 23 December 2026."), "{said}");
    folder.change(Folder::NAMES[1], "revision = 1", "revision = 2");
    town.stop_bot().await;
    town.gives(folder.bank());
    town.start_bot().await;
    let said = text(&review(&town, "Ben").await);
    assert!(said.contains("The next one comes on 9 December 2026."), "as after a low mark: {said}");
    town.push(on(&town, 16, "08:00")).await;
    let shown = review(&town, "Ben").await;
    assert!(text(&shown).contains("It has changed since you last met it."), "{}", text(&shown));
    folder.change(Folder::NAMES[1], "status = \"ready\"", "status = \"retired\"");
    town.stop_bot().await;
    town.gives(folder.bank());
    town.start_bot().await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    let said = text(&press(&town, "Ben", &shown, "/answer/").await);
    assert!(said.contains("it will not come back"), "{said}");
    town.close().await;
}

/// Everything a member is shown in a channel of any community.
async fn asks_in(town: &Town, channel: u64, name: &str, command: &str) -> Answer {
    let asked = town.discord.command(town.person(name), channel, command, Default::default()).unwrap();
    let answer = town.discord.answered(asked, std::time::Duration::from_secs(20)).await.expect("an answer");
    town.settle().await;
    answer
}

#[tokio::test]
async fn what_came_back_in_one_community_is_not_touched_in_another() {
    let mut town = only_tuesday_comes_back().await;
    town.stop_bot().await;
    let (guild, channel) = town.discord.found_many(1).remove(0);
    town.discord.join(guild, town.person("Ben"));
    town.start_bot().await;
    town.push(on(&town, 9, "08:00")).await;
    for command in ["review", "progress"] {
        let there = text(&asks_in(&town, channel, "Ben", command).await);
        assert!(there.contains("our first answer starts th"), "{there}");
    }
    let here = format!("discord:{}", town.discord.guild("Cloud Study Group").unwrap());
    mark(&town, "Ben", &review(&town, "Ben").await, 3).await;
    let pool = town.db().pool().await;
    let noted: Vec<String> =
        sqlx::query_scalar("select community from review").fetch_all(&pool).await.unwrap();
    pool.close().await;
    assert_eq!(noted, [here]);
    assert!(text(&asks_in(&town, channel, "Ben", "review").await).contains("our first answer starts that"));
    town.close().await;
}

#[tokio::test]
async fn a_streak_says_quietly_to_its_owner_alone_that_something_is_ready() {
    const READY: &str = "One question is ready to come back: /review";
    let town = only_tuesday_comes_back().await;
    let streak =
        async |name: &str, options: &[(&str, Value)]| text(&town.runs(name, "/streak", options).await);
    assert!(!streak("Ben", &[]).await.contains("come back"));
    town.push(on(&town, 9, "08:00")).await;
    assert!(streak("Ben", &[]).await.contains(READY));
    assert!(!streak("Ben", &[("share", json!(true))]).await.contains("come back"));
    let of_ben = [("member", json!(town.person("Ben").to_string()))];
    assert!(!streak("Chidi", &of_ben).await.contains("come back"));
    let progress = text(&town.runs("Ben", "/progress", &[]).await);
    assert!(progress.contains(READY), "{progress}");
    town.close().await;
}

#[tokio::test]
async fn progress_grows_with_what_is_answered_and_what_is_mastered() {
    let town = only_tuesday_comes_back().await;
    let progress = async |options: &[(&str, Value)]| text(&town.runs("Ben", "/progress", options).await);
    let said = progress(&[]).await;
    assert!(said.starts_with("Your progress\nWeek 8 · Containers and Kubernetes\n🟨🟨⬜\n"), "{said}");
    assert!(said.contains("3 asked · 2 answered · 0 mastered"), "{said}");
    town.push(on(&town, 9, "08:00")).await;
    mark(&town, "Ben", &review(&town, "Ben").await, 2).await;
    let said = progress(&[]).await;
    assert!(said.contains("🟩🟨🟨\n-# 3 asked · 2 answered · 1 mastered"), "{said}");
    let shared = town.runs("Ben", "/progress", &[("share", json!(true))]).await;
    assert_eq!(shared.message.as_ref().unwrap()["flags"], 0, "everyone sees it");
    assert!(
        text(&shared).starts_with(&format!("Progress\n<@{}>\n", town.person("Ben"))),
        "{}",
        text(&shared)
    );
    let newcomer = town.runs("Chidi", "/progress", &[]).await;
    assert_eq!(text(&newcomer), "Your progress\nYour first answer starts this picture. /today shows where.");
    town.close().await;
}

/// Says under the answer to a question how well it went.
async fn scores(town: &Town, name: &str, ordinal: usize, points: u8) {
    let messages = town.discord.messages(town.threads()[ordinal - 1]);
    let ask =
        |message: &Value| message["components"][0]["components"][0]["custom_id"].as_str().map(str::to_owned);
    let mut answers = messages.iter().filter_map(|message| Some((crate::town::id(message), ask(message)?)));
    let (message, ask) = answers.find(|(_, ask)| ask.starts_with("score/")).expect("the answer is there");
    let choice = town.presses_on(name, message, &ask).await;
    town.presses(name, &choice, &ask.replacen("score/", &format!("scored/{points}/"), 1)).await;
}

#[tokio::test]
async fn what_was_answered_and_found_hard_comes_back_a_week_after_it_was_said() {
    let town = Town::running().await;
    for day in ["Mon", "Tue", "Wed"] {
        town.at(&format!("{day} 09:00")).await;
        town.says("Ben", "an answer").await;
    }
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &panel, "setup/pause").await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    town.push(on(&town, 4, "12:00")).await;
    scores(&town, "Ben", 1, 1).await;
    scores(&town, "Ben", 2, 2).await;
    let said = text(&review(&town, "Ben").await);
    assert!(said.contains("The next one comes on 4 December 2026."), "{said}");
    let progress = text(&town.runs("Ben", "/progress", &[]).await);
    assert!(progress.contains("3 asked · 3 answered · 1 mastered"), "{progress}");
    town.push(on(&town, 10, "23:59")).await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing comes back today."));
    town.push(on(&town, 11, "00:01")).await;
    let shown = review(&town, "Ben").await;
    assert!(text(&shown).starts_with(&title(&town, 1)), "{}", text(&shown));
    // Who said it may think better of it, and then it is as if it had been said so at first.
    scores(&town, "Ben", 1, 3).await;
    assert!(text(&review(&town, "Ben").await).starts_with("Nothing is waiting for you."));
    let late = text(&press(&town, "Ben", &shown, "/answer/").await);
    assert!(late.contains("That one is noted already, and nothing has changed."), "{late}");
    town.close().await;
}

#[tokio::test]
async fn who_only_said_how_they_did_is_known_from_there_on() {
    let town = ben_missed_tuesday().await;
    scores(&town, "Chidi", 2, 0).await;
    let said = text(&review(&town, "Chidi").await);
    assert!(said.contains("The next one comes on 2 December 2026."), "{said}");
    assert!(text(&town.runs("Chidi", "/progress", &[]).await).contains("2 asked · 0 answered · 0 mastered"));
    town.close().await;
}
