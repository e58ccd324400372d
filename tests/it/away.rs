//! The bot is away for an hour or for days while people go on: what they did counts, once.

use chrono::TimeDelta;
use proptest::prelude::*;
use quotidian::domain::{CommunityId, MemberId};
use quotidian::standin::discord::{Act, Fault, FaultHandle, Phase, World};
use quotidian::store::Store;
use serde_json::{Value, json};

use crate::town::{Town, text};

const READ_MESSAGE_HISTORY: u64 = 1 << 16;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

impl Town {
    /// Writes in a thread while nobody listens, and lets a second pass.
    fn unheard(&self, name: &str, thread: u64) -> u64 {
        self.clock.push_to(self.clock.now() + TimeDelta::seconds(1));
        self.discord.say(self.person(name), thread, "unheard").unwrap()
    }

    fn community(&self) -> CommunityId {
        format!("discord:{}", self.discord.guild("Cloud Study Group").unwrap()).into()
    }

    /// Questions answered in time in a row, the longest run, and all answered, as saved.
    async fn streak_of(&self, name: &str) -> (i64, i64, i64) {
        let store = Store::open_as_is(&self.database_url()).await.unwrap();
        let member: MemberId = self.person(name).to_string().into();
        let saved = store.read().await.unwrap().streak(&self.community(), &member).await.unwrap();
        store.close().await;
        (saved.streak.run, saved.streak.longest, saved.total)
    }

    /// How many messages of a member are noted.
    async fn noted(&self, name: &str) -> i64 {
        let store = Store::open_as_is(&self.database_url()).await.unwrap();
        let member: MemberId = self.person(name).to_string().into();
        let noted = store.read().await.unwrap().count_answers(&self.community(), &member).await.unwrap();
        store.close().await;
        noted
    }

    /// Pages of these threads that were read, in order.
    fn reads(&self, threads: &[u64]) -> Vec<u64> {
        let of = |path: &str| {
            threads.iter().copied().find(|thread| path == format!("/channels/{thread}/messages"))
        };
        let requests = self.discord.requests();
        requests.iter().filter(|one| one.method == "GET").filter_map(|one| of(&one.path)).collect()
    }

    fn hold(&self, path: &str, nth: usize) -> FaultHandle {
        self.discord.fault(Fault {
            method: Some("GET".to_owned()),
            path_contains: path.to_owned(),
            nth,
            phase: Phase::After,
            act: Act::Hold,
            times: 1,
        })
    }
}

#[tokio::test]
async fn what_happened_in_an_hour_without_the_bot_counts_once() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    let taken_back = town.says("Chidi", "heard").await;
    town.says("Dora", "heard too").await;
    town.stop_bot().await;
    town.push(town.clock.now() + TimeDelta::minutes(20)).await;
    let first = town.unheard("Ben", thread);
    town.unheard("Ben", thread);
    town.discord.edit(town.person("Ben"), thread, first, "better").unwrap();
    town.discord.delete(town.person("Chidi"), thread, taken_back).unwrap();
    let never = town.unheard("Amina", thread);
    town.discord.delete(town.person("Amina"), thread, never).unwrap();
    town.push(town.clock.now() + TimeDelta::minutes(40)).await;
    town.start_bot().await;
    assert_eq!((town.streak_of("Ben").await, town.noted("Ben").await), ((1, 1, 1), 2));
    assert_eq!((town.streak_of("Chidi").await, town.noted("Chidi").await), ((0, 0, 0), 0));
    assert_eq!((town.streak_of("Dora").await, town.noted("Dora").await), ((1, 1, 1), 1));
    assert_eq!(town.noted("Amina").await, 0);
    let marked = |message: &Value| message["reactions"].as_array().is_some_and(|all| !all.is_empty());
    let marks = town.discord.messages(thread).iter().filter(|message| marked(message)).count();
    assert_eq!(marks, 1, "only Dora's: a mark half an hour later would surprise");
    town.close().await;
}

#[tokio::test]
async fn an_answer_found_while_it_is_fresh_is_marked() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.stop_bot().await;
    town.unheard("Ben", town.threads()[0]);
    town.start_bot().await;
    assert!(town.discord.messages(town.threads()[0]).iter().any(|message| !message["reactions"].is_null()));
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

#[tokio::test]
async fn whoever_was_forgotten_is_not_noted_again_for_what_still_stands_there() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "heard").await;
    let asked = town.runs("Ben", "/privacy", &[]).await;
    let sure = town.presses("Ben", &asked, "forget/false").await;
    town.presses("Ben", &sure, "forget/true").await;
    town.stop_bot().await;
    town.start_bot().await;
    let store = Store::open_as_is(&town.database_url()).await.unwrap();
    let ben: MemberId = town.person("Ben").to_string().into();
    let known = store.read().await.unwrap().communities_with(&ben).await.unwrap();
    assert_eq!(known, Vec::<CommunityId>::new());
    store.close().await;
    town.close().await;
}

#[tokio::test]
async fn three_days_away_cost_two_questions_and_no_answer() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "Monday").await;
    town.at("Tue 09:00").await;
    let (monday, tuesday) = (town.threads()[0], town.threads()[1]);
    let early = town.says("Chidi", "heard on Tuesday").await;
    town.stop_bot().await;
    town.at("Wed 10:00").await;
    town.unheard("Ben", tuesday);
    town.unheard("Dora", monday);
    town.discord.delete(town.person("Chidi"), tuesday, early).unwrap();
    town.at("Thu 18:00").await;
    town.unheard("Chidi", tuesday);
    town.at("Fri 10:30").await;
    let before = town.discord.requests().len();
    town.start_bot().await;
    assert_eq!(town.titles().len(), 3, "Wednesday and Thursday were missed, Friday came late");
    assert_eq!(town.streak_of("Ben").await, (2, 2, 2), "Tuesday's question was open until Friday's came");
    assert_eq!((town.streak_of("Chidi").await, town.noted("Chidi").await), ((1, 1, 1), 1));
    assert_eq!(town.streak_of("Dora").await, (0, 0, 1), "after the closing it is in the totals alone");
    let requests = town.discord.requests().split_off(before);
    let at = |method: &str, part: &str| {
        requests.iter().position(|one| one.method == method && one.path.contains(part)).unwrap()
    };
    let post = at("POST", &format!("/channels/{}/messages", town.channel()));
    assert!(post < at("GET", &format!("/channels/{tuesday}/messages")), "the post comes before every read");
    // Once more than that for the answer to Tuesday's question, which might stand there.
    assert!(
        at("GET", &format!("/channels/{tuesday}/messages"))
            < at("GET", &format!("/channels/{monday}/messages"))
    );
    town.unheard("Ben", *town.threads().last().unwrap());
    town.settle().await;
    assert_eq!(town.streak_of("Ben").await, (3, 3, 3), "days without a question break nothing");
    town.close().await;
}

#[tokio::test]
async fn long_threads_are_read_to_their_beginning() {
    for messages in [100, 101, 260] {
        let mut town = Town::running().await;
        town.at("Mon 09:00").await;
        let thread = town.threads()[0];
        let first = town.says("Dora", "the first of all").await;
        let kept = town.says("Amina", "kept").await;
        town.stop_bot().await;
        town.unheard("Ben", thread);
        for _ in 0..messages {
            town.unheard("Chidi", thread);
        }
        town.discord.delete(town.person("Dora"), thread, first).unwrap();
        town.start_bot().await;
        let noted = (town.noted("Ben").await, town.noted("Chidi").await, town.noted("Dora").await);
        assert_eq!(noted, (1, messages, 0), "{messages}");
        assert_eq!(town.noted("Amina").await, 1, "{kept} is there");
        let pages = town.reads(&[thread]).len();
        assert_eq!(pages, usize::try_from(messages + 3).unwrap() / 100 + 1, "{messages}");
        town.close().await;
    }
}

#[tokio::test]
async fn broken_off_in_the_middle_the_comparing_goes_on() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.stop_bot().await;
    for _ in 0..250 {
        town.unheard("Ben", thread);
    }
    for nth in 1..=3 {
        let held = town.hold(&format!("/channels/{thread}/messages"), nth);
        let bot = quotidian::run::Bot::start(town.parts()).await.unwrap();
        tokio::select! {
            () = held.reached() => {}
            ended = bot.run(tokio_util::sync::CancellationToken::new(), || {}) => ended.unwrap(),
        }
        drop(bot);
        town.discord.clear_faults();
        let gone = |world: &World| (!world.connected()).then_some(());
        town.discord.wait_for(PATIENCE, gone).await.expect("the line is cut");
    }
    town.start_bot().await;
    assert_eq!((town.noted("Ben").await, town.streak_of("Ben").await), (250, (1, 1, 1)));
    town.close().await;
}

#[tokio::test]
async fn a_message_told_while_its_page_is_read_counts_once_and_stays() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    let gone = town.says("Dora", "soon gone").await;
    town.stop_bot().await;
    town.unheard("Ben", thread);
    let held = town.hold(&format!("/channels/{thread}/messages"), 1);
    let meanwhile = async {
        held.reached().await;
        town.discord.say(town.discord.person("Chidi").unwrap(), thread, "after the page").unwrap();
        town.discord.delete(town.discord.person("Dora").unwrap(), thread, gone).unwrap();
        let asked = town.discord.command(town.person("Ben"), town.channel(), "today", Vec::new()).unwrap();
        let answer = town.discord.answered(asked, PATIENCE).await.unwrap();
        assert!(answer.done && !answer.failed, "nobody who asks waits for a comparison");
        held.release();
    };
    let parts = town.parts();
    let bot = std::sync::Arc::new(quotidian::run::Bot::start(parts).await.unwrap());
    let stop = tokio_util::sync::CancellationToken::new();
    let working = bot.run(stop.clone(), || {});
    let watching = async {
        meanwhile.await;
        let read = |world: &World| {
            let path = format!("/channels/{thread}/messages");
            world.requests().iter().any(|one| one.path == path && one.status.is_some()).then_some(())
        };
        town.discord.wait_for(PATIENCE, read).await.unwrap();
        bot.settle(|| town.discord.dispatched()).await;
        stop.cancel();
    };
    let (worked, ()) = tokio::join!(working, watching);
    worked.unwrap();
    std::sync::Arc::into_inner(bot).unwrap().close().await;
    let noted = (town.noted("Ben").await, town.noted("Chidi").await, town.noted("Dora").await);
    assert_eq!(noted, (1, 1, 0));
    town.start_bot().await;
    assert_eq!(town.noted("Chidi").await, 1);
    town.close().await;
}

#[tokio::test]
async fn nothing_is_taken_for_deleted_because_it_may_not_be_read() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.says("Dora", "there all the time").await;
    town.stop_bot().await;
    town.unheard("Ben", thread);
    let (channel, bot) = (town.channel(), town.discord.bot());
    town.discord.set_overwrite(channel, bot, 0, READ_MESSAGE_HISTORY);
    town.start_bot().await;
    assert_eq!((town.noted("Dora").await, town.noted("Ben").await), (1, 0));
    assert_eq!(town.bot().owed().await.unwrap(), ["compare_thread"], "it waits for whoever can mend it");
    town.discord.set_overwrite(channel, bot, READ_MESSAGE_HISTORY, 0);
    town.settle_patiently().await;
    assert_eq!((town.noted("Dora").await, town.noted("Ben").await), (1, 1));
    town.close().await;
}

#[tokio::test]
async fn a_thread_that_nobody_lets_the_bot_read_is_let_go_after_a_day() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Dora", "there all the time").await;
    let bot = town.discord.bot();
    town.discord.set_overwrite(town.channel(), bot, 0, READ_MESSAGE_HISTORY);
    let panel = town.runs("Amina", "/setup", &[]).await;
    town.presses("Amina", &panel, "setup/pause").await;
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(town.bot().owed().await.unwrap(), ["compare_thread"]);
    town.push(town.clock.now() + TimeDelta::hours(25)).await;
    town.settle_patiently().await;
    assert_eq!(town.noted("Dora").await, 1);
    town.close().await;
}

#[tokio::test]
async fn a_deleted_thread_keeps_its_answers_and_breaks_no_streak() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "Monday").await;
    let monday = town.threads()[0];
    town.at("Tue 09:00").await;
    town.says("Ben", "Tuesday").await;
    town.stop_bot().await;
    town.discord.delete_channel(monday);
    town.start_bot().await;
    assert_eq!(town.streak_of("Ben").await, (2, 2, 2));
    town.close().await;
}

#[tokio::test]
async fn a_deleted_channel_pauses_and_keeps_every_answer() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "Monday").await;
    town.stop_bot().await;
    town.discord.delete_channel(town.channel());
    town.start_bot().await;
    assert_eq!(town.streak_of("Ben").await, (1, 1, 1));
    assert_eq!(town.told_of_trouble().len(), 1, "organisers are told once");
    town.close().await;
}

#[tokio::test]
async fn an_archived_thread_is_read_and_stays_hidden() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.stop_bot().await;
    town.unheard("Ben", thread);
    town.push(town.clock.now() + TimeDelta::minutes(30)).await;
    town.discord.archive(thread, true);
    town.start_bot().await;
    assert_eq!(town.streak_of("Ben").await, (1, 1, 1));
    let archived = |world: &World| world.channel(thread)?.thread.as_ref().map(|inside| inside.archived);
    assert_eq!(town.discord.look(archived), Some(true));
    town.close().await;
}

#[tokio::test]
async fn a_community_that_removed_the_bot_meanwhile_is_left_alone() {
    let mut town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.stop_bot().await;
    town.unheard("Ben", thread);
    town.discord.remove_bot(town.discord.guild("Cloud Study Group").unwrap());
    town.start_bot().await;
    assert_eq!(town.reads(&[thread]), [0; 0]);
    assert_eq!(town.noted("Ben").await, 0);
    town.close().await;
}

#[tokio::test]
async fn a_session_that_is_lost_for_good_is_compared_and_one_that_is_resumed_is_not() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.drop_gateway(None);
    town.discord.say(town.person("Ben"), thread, "replayed").unwrap();
    connected_again(&town).await;
    assert_eq!((town.reads(&[thread]), town.noted("Ben").await), (Vec::new(), 1));
    town.discord.forget_sessions(None);
    town.discord.say(town.person("Chidi"), thread, "never told").unwrap();
    connected_again(&town).await;
    assert_eq!((town.reads(&[thread]), town.noted("Chidi").await), (vec![thread], 1));
    town.close().await;
}

#[tokio::test]
async fn a_server_back_from_an_outage_is_compared() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let (thread, guild) = (town.threads()[0], town.discord.guild("Cloud Study Group").unwrap());
    town.discord.set_available(guild, false);
    town.discord.set_available(guild, true);
    town.settle().await;
    assert_eq!(town.reads(&[thread]), [thread]);
    town.close().await;
}

async fn connected_again(town: &Town) {
    let connected = |world: &World| world.connected().then_some(());
    town.discord.wait_for(PATIENCE, connected).await.expect("the bot comes back");
    town.bot().connected().await;
    town.settle().await;
}

/// Something that people do, or that befalls the bot.
#[derive(Clone, Debug)]
enum Step {
    Answer { who: usize, day: usize },
    Delete { which: usize },
    Stop,
    Start,
    Morning,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..3_usize, 0..3_usize).prop_map(|(who, day)| Step::Answer { who, day }),
        3 => (0..64_usize).prop_map(|which| Step::Delete { which }),
        2 => Just(Step::Stop),
        2 => Just(Step::Start),
        2 => Just(Step::Morning),
    ];
    proptest::collection::vec(step, 10..40)
}

/// Plays the steps; a bot that is never away does not stop. Says what is in its ledger at the end: who answered what.
async fn play(steps: &[Step], goes_away: bool) -> Vec<Value> {
    let mut town = Town::running().await;
    let (names, mut days) = (["Ben", "Chidi", "Dora"], ["Mon", "Tue", "Wed", "Thu", "Fri"].iter());
    town.at(&format!("{} 09:00", days.next().unwrap())).await;
    let mut said: Vec<(usize, u64, u64)> = Vec::new();
    let mut is_away = false;
    for step in steps {
        town.clock.push_to(town.clock.now() + TimeDelta::seconds(7));
        match step {
            Step::Answer { who, day } => {
                let threads = town.threads();
                let thread = threads[day % threads.len()];
                let message = town.discord.say(town.person(names[*who]), thread, "a word").unwrap();
                said.push((*who, thread, message));
            }
            Step::Delete { which } if !said.is_empty() => {
                let (who, thread, message) = said.remove(which % said.len());
                town.discord.delete(town.person(names[who]), thread, message).unwrap();
            }
            Step::Stop if goes_away && !is_away => {
                town.stop_bot().await;
                is_away = true;
            }
            Step::Start if is_away => {
                town.start_bot().await;
                is_away = false;
            }
            // A question that comes late closes the one before later, which is another story.
            Step::Morning => {
                if is_away {
                    town.start_bot().await;
                    is_away = false;
                }
                if let Some(day) = days.next() {
                    town.at(&format!("{day} 09:00")).await;
                }
            }
            Step::Delete { .. } | Step::Stop | Step::Start => {}
        }
        if !is_away {
            town.settle().await;
        }
    }
    if is_away {
        town.start_bot().await;
    }
    let ledger = ledger(&town, &names).await;
    town.close().await;
    ledger
}

async fn ledger(town: &Town, names: &[&str]) -> Vec<Value> {
    let store = Store::open_as_is(&town.database_url()).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let here = town.community();
    let mut rows = Vec::new();
    for name in names {
        let member: MemberId = town.person(name).to_string().into();
        let answered = tx.answered(&here, &member).await.unwrap();
        let answered: Vec<_> = answered.iter().map(|(ordinal, in_time)| (ordinal.0, *in_time)).collect();
        let saved = tx.streak(&here, &member).await.unwrap();
        let count = tx.count_answers(&here, &member).await.unwrap();
        let (run, longest) = (saved.streak.run, saved.streak.longest);
        rows.push(json!([name, answered, count, run, longest, saved.total]));
    }
    drop(tx);
    store.close().await;
    rows
}

#[test]
fn whoever_was_away_knows_in_the_end_what_whoever_stayed_knows() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| {
        let (away, there) = runtime.block_on(async { (play(&steps, true).await, play(&steps, false).await) });
        prop_assert_eq!(away, there);
    });
}
