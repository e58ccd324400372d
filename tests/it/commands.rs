//! Every command as people meet it: what each says in each situation, and what it never says.

use std::time::Duration;

use quotidian::standin::discord::Answer;
use serde_json::{Value, json};

use crate::town::{TOKEN, Town};

mod boards;
mod doctor;
mod looking_up;
mod registration;
mod setup;
mod today;

/// Sends a request as the bot itself would, for what no person can do.
async fn as_the_bot(town: &Town, method: &str, path: &str, body: &Value) -> Value {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().unwrap();
    let request = client
        .request(method.parse().unwrap(), format!("{}/api/v10{path}", town.discord.origin()))
        .header("authorization", format!("Bot {TOKEN}"))
        .header("content-type", "application/json")
        .body(body.to_string());
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default()
}

/// Where the bot's commands are registered.
fn commands_path(town: &Town) -> String {
    format!("/applications/{}/commands", town.discord.bot())
}

/// An organiser lets everyone use every command, as the server's settings allow.
async fn open_commands_to_everyone(town: &Town) {
    let mut commands = town.discord.commands(None);
    for command in &mut commands {
        command["default_member_permissions"] = Value::Null;
        let command = command.as_object_mut().unwrap();
        // What Discord adds to a command is not sent back to it.
        command.retain(|name, _| {
            !["application_id", "dm_permission", "nsfw", "version"].contains(&name.as_str())
        });
    }
    as_the_bot(town, "PUT", &commands_path(town), &json!(commands)).await;
}

/// Whether only the asker sees a reply.
fn is_private(answer: &Answer) -> bool {
    answer.message.iter().chain(&answer.followups).all(|message| message["flags"] == json!(64))
}

/// A mention of someone.
fn mention(town: &Town, name: &str) -> String {
    format!("<@{}>", town.person(name))
}
