//! The bot on a line that is lost, asked for, declared invalid or silent; and an hour without Discord at all.

use std::time::Duration;

use quotidian::standin::discord::{Act, Fault, Order, Phase, World};
use serde_json::Value;

use crate::town::{Town, text};

const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that ends without a close code is resumed, and what was missed is heard again
/// [events/gateway, "Resuming"].
#[tokio::test]
async fn answers_given_while_the_line_was_lost_count_when_it_is_resumed() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.drop_gateway(None);
    town.discord.say(town.person("Ben"), thread, "while nobody listened").unwrap();
    let gone = town.discord.say(town.person("Chidi"), thread, "and taken back").unwrap();
    town.discord.delete(town.person("Chidi"), thread, gone).unwrap();
    town.connected_again().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    assert!(text(&town.runs("Chidi", "/streak", &[]).await).contains("Your first answer"));
    town.close().await;
}

/// Op 7: reconnect and resume at once [topics/opcodes-and-status-codes, "Gateway Opcodes"].
#[tokio::test]
async fn a_request_to_reconnect_loses_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.ask_reconnect();
    town.discord.say(town.person("Ben"), thread, "in between").unwrap();
    town.connected_again().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

/// Op 9 with `d: false`: the session is gone, and a new one begins [events/gateway-events, "Invalid Session"].
#[tokio::test]
async fn a_session_declared_invalid_is_begun_anew_and_the_work_goes_on() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.discord.invalidate_sessions(false);
    town.connected_again().await;
    town.says("Ben", "after it").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.at("Tue 09:00").await;
    assert_eq!(town.titles().len(), 2);
    town.close().await;
}

/// Op 9 with `d: true`: the session may be resumed [events/gateway-events, "Invalid Session"].
#[tokio::test]
async fn a_session_declared_invalid_but_resumable_loses_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.invalidate_sessions(true);
    town.discord.say(town.person("Ben"), thread, "in between").unwrap();
    town.connected_again().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

/// Op 1 from Discord: a heartbeat is due at once [events/gateway, "Heartbeat Requests"].
#[tokio::test]
async fn a_heartbeat_that_is_asked_for_comes_at_once() {
    let town = Town::founded().await;
    let before = town.discord.look(World::heartbeats);
    town.discord.ask_heartbeat();
    let beaten = |world: &World| (world.heartbeats() > before).then_some(());
    town.discord.wait_for(PATIENCE, beaten).await.expect("a heartbeat, long before its interval");
    town.close().await;
}

/// A heartbeat that is not acknowledged before the next means a dead line, to be left for another
/// [events/gateway, "Heartbeat Interval"].
#[tokio::test]
async fn a_line_that_acknowledges_no_heartbeat_is_left_for_another() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.discord.set_heartbeat(Duration::from_millis(500), false);
    town.discord.drop_gateway(None);
    town.connected_again().await;
    let silent = town.discord.look(World::connections);
    let left = |world: &World| (world.connections() > silent).then_some(());
    town.discord.wait_for(PATIENCE, left).await.expect("the bot leaves the dead line");
    town.discord.set_heartbeat(Duration::from_secs(40), true);
    town.connected_again().await;
    town.says("Ben", "over the new line").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

/// An event may come never, once or many times [reference, "Consistency"].
#[tokio::test]
async fn repeated_events_change_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "one").await;
    town.discord.repeat_last_event();
    town.settle().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    town.close().await;
}

/// Events may come in another order than they happened in [reference, "Consistency"]: a deletion before its message.
#[tokio::test]
async fn events_in_the_wrong_order_change_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    let thread = town.threads()[0];
    town.discord.hold_events();
    town.discord.say(town.person("Ben"), thread, "stays").unwrap();
    let gone = town.discord.say(town.person("Chidi"), thread, "goes").unwrap();
    town.discord.delete(town.person("Chidi"), thread, gone).unwrap();
    town.discord.release_events(Order::Reversed);
    town.settle_patiently().await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("1 answered"));
    assert!(text(&town.runs("Chidi", "/streak", &[]).await).contains("Your first answer"));
    town.close().await;
}

/// An hour in which everything is answered with 503 and no line stands, across the time of a post [topics/opcodes-and-
/// status-codes, "HTTP"]: the question comes once, no answer given meanwhile is lost, and streaks are right.
#[tokio::test]
async fn an_hour_without_discord_costs_nothing() {
    let town = Town::running().await;
    town.at("Mon 09:00").await;
    town.says("Ben", "on Monday").await;
    town.at("Tue 08:30").await;
    let outage = town.discord.fault(Fault {
        method: None,
        path_contains: String::new(),
        nth: 1,
        phase: Phase::Before,
        act: Act::Status(503, Value::Null, Vec::new()),
        times: usize::MAX,
    });
    town.discord.drop_gateway(None);
    let monday = town.threads()[0];
    town.discord.say(town.person("Chidi"), monday, "unheard, and in time").unwrap();
    for time in ["Tue 09:00", "Tue 09:30"] {
        town.at(time).await;
    }
    assert_eq!(town.titles().len(), 1, "nothing can be posted");
    outage.release();
    town.connected_again().await;
    town.settle_patiently().await;
    assert_eq!((town.titles().len(), town.threads().len()), (2, 2));
    town.says("Ben", "on Tuesday").await;
    assert!(text(&town.runs("Ben", "/streak", &[]).await).contains("2 in a row"));
    let chidi = text(&town.runs("Chidi", "/streak", &[]).await);
    assert!(chidi.contains("1 answered"), "{chidi}");
    assert_eq!(town.told_of_trouble(), Vec::<String>::new(), "no organiser can mend an outage");
    town.close().await;
}
