//! The catalogue on Discord, and `/help`.

use serde_json::json;

use super::{as_the_bot, commands_path, open_commands_to_everyone};
use crate::town::{Town, text};

/// How often the bot told Discord its commands.
fn registrations(town: &Town) -> usize {
    let path = commands_path(town);
    town.discord.requests().iter().filter(|one| one.method == "PUT" && one.path == path).count()
}

#[tokio::test]
async fn a_restart_registers_nothing_and_a_stranger_among_the_commands_is_replaced_once() {
    let mut town = Town::founded().await;
    assert_eq!(registrations(&town), 1);
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(registrations(&town), 1, "nothing has changed");
    let ours = town.discord.commands(None);
    let old = json!({ "name": "quote", "description": "An older version could do this", "type": 1 });
    as_the_bot(&town, "POST", &commands_path(&town), &old).await;
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(registrations(&town), 2);
    let names = |commands: &[serde_json::Value]| -> Vec<String> {
        commands.iter().map(|command| command["name"].to_string()).collect()
    };
    assert_eq!(names(&town.discord.commands(None)), names(&ours));
    town.stop_bot().await;
    town.start_bot().await;
    assert_eq!(registrations(&town), 2, "what Discord adds to a command is no difference");
    town.close().await;
}

#[tokio::test]
async fn help_lists_the_catalogue_and_hides_from_members_what_is_not_theirs() {
    let town = Town::founded().await;
    let (member, organiser) =
        (text(&town.runs("Ben", "/help", &[]).await), text(&town.runs("Amina", "/help", &[]).await));
    for command in quotidian::commands::CATALOG {
        let line = format!("/{} ", command.name);
        assert!(organiser.contains(&line), "{line} is not in:\n{organiser}");
        assert_eq!(member.contains(&line), !command.organisers, "{line} in:\n{member}");
    }
    town.close().await;
}

#[tokio::test]
async fn organisers_commands_are_refused_to_members_whatever_the_server_lets_them_run() {
    let town = Town::founded().await;
    open_commands_to_everyone(&town).await;
    for command in ["/setup", "/doctor"] {
        let refused = town.runs("Ben", command, &[]).await;
        assert!(text(&refused).contains("Only people who may manage this server"), "{}", text(&refused));
        assert!(super::is_private(&refused));
    }
    let panel = text(&town.runs("Amina", "/setup", &[]).await);
    assert!(panel.contains("not started yet"), "{panel}");
    town.close().await;
}
