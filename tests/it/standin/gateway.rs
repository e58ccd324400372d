//! serenity can read everything that the pretend Discord says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{ChannelId, Event, GatewayIntents, GuildId, HttpBuilder, RawEventHandler};
use serenity::client::{ClientBuilder, Context};
use serenity::gateway::GatewayError;

use super::scene::{COMMANDS, LONG, Scene, TOKEN};

/// Collects the names of events, and keeps what serenity could not read.
#[derive(Clone, Default)]
struct Ear {
    heard: Arc<Mutex<Vec<String>>>,
    puzzled: Arc<Mutex<Vec<String>>>,
    changed: Arc<tokio::sync::Notify>,
}

#[serenity::async_trait]
impl RawEventHandler for Ear {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::Unknown(unknown) = &event {
            self.puzzled.lock().expect("ear").push(format!("{} {}", unknown.kind, unknown.value));
        }
        self.heard.lock().expect("ear").push(event.name().unwrap_or_default());
        self.changed.notify_waiters();
    }
}

impl Ear {
    async fn hears(&self, count: u64) {
        let enough = async {
            loop {
                let changed = self.changed.notified();
                if self.heard.lock().expect("ear").len() as u64 >= count {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(LONG, enough).await.expect("events arrive");
    }
}

async fn listen(scene: &Scene, intents: GatewayIntents) -> (Ear, tokio::task::JoinHandle<()>) {
    let ear = Ear::default();
    let builder = ClientBuilder::new_with_http(
        HttpBuilder::new(TOKEN).proxy(scene.discord.origin()).ratelimiter_disabled(true).build(),
        intents,
    );
    let mut client = builder.raw_event_handler(ear.clone()).await.expect("a client");
    #[expect(clippy::disallowed_methods, reason = "a test's own client")]
    let running = tokio::spawn(async move { client.start().await.expect("the gateway") });
    scene.discord.wait_for(LONG, |world| world.connected().then_some(())).await.expect("a connection");
    (ear, running)
}

/// People and the bot talk, in a channel and in a thread; Ben's first message and the bot's.
async fn talk(scene: &Scene, channel: u64) -> (u64, u64) {
    let discord = &scene.discord;
    let (amina, ben) = (scene.person("Amina"), scene.person("Ben"));
    let first = discord.say(ben, channel, "Hello <@&1>").expect("a message");
    discord.edit(ben, channel, first, "Hello again").expect("an edit");
    let second = discord.reply(amina, channel, first, "Welcome").expect("a reply");
    discord.delete(amina, channel, second).expect("a deletion");
    discord.react(amina, channel, first, "✅").expect("a reaction");

    let question = json!({
        "content": "Question 1", "embeds": [{ "title": "Why?", "fields": [{ "name": "a", "value": "b" }] }],
        "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Answer", "custom_id": "answer" },
                                                   { "type": 2, "style": 5, "label": "Read", "url": "https://example.org" }] },
                       { "type": 1, "components": [{ "type": 3, "custom_id": "pick", "options": [{ "label": "A", "value": "a" }] }] },
                       { "type": 1, "components": [{ "type": 8, "custom_id": "where", "channel_types": [0] }] }],
    });
    let (status, posted) = scene.post(&format!("/channels/{channel}/messages"), question).await;
    assert_eq!(status, 200, "{posted}");
    let posted: u64 = posted["id"].as_str().expect("an id").parse().expect("an id");
    let threads = format!("/channels/{channel}/messages/{posted}/threads");
    assert_eq!(
        scene.post(&threads, json!({ "name": "Question 1", "auto_archive_duration": 1440 })).await.0,
        201
    );
    assert_eq!(
        scene.call(Method::PUT, &format!("/channels/{channel}/messages/pins/{posted}"), Value::Null).await.0,
        204
    );
    let answer = discord.say(ben, posted, "Because.").expect("an answer");
    let reaction = format!("/channels/{posted}/messages/{answer}/reactions/%E2%9C%85/@me");
    assert_eq!(scene.call(Method::PUT, &reaction, Value::Null).await.0, 204);
    scene.push(TimeDelta::days(2));
    discord.say(ben, posted, "Late.").expect("an answer");
    discord.archive(posted, true);
    (first, posted)
}

/// Every kind of interaction once.
async fn ask_everything(scene: &Scene, channel: u64, posted: u64) {
    let discord = &scene.discord;
    let (amina, ben) = (scene.person("Amina"), scene.person("Ben"));
    let given = vec![
        ("channel".to_owned(), json!(channel.to_string())),
        ("role".to_owned(), json!(discord.role("Learners").expect("a role").to_string())),
        ("member".to_owned(), json!(ben.to_string())),
        ("on".to_owned(), json!(true)),
        ("count".to_owned(), json!(3)),
    ];
    discord.command(amina, channel, "setup", given).expect("a command");
    discord.command(ben, channel, "quiz start", vec![("size".to_owned(), json!("4"))]).expect("a subcommand");
    let pressed = discord.press(ben, posted, "answer").expect("a button");
    discord.choose(ben, posted, "pick", &["a".to_owned()]).expect("a menu");
    discord.choose(ben, posted, "where", &[channel.to_string()]).expect("a channel menu");
    let modal = json!({ "type": 9, "data": { "custom_id": "answer:1", "title": "Your answer", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "text", "style": 2, "label": "Answer", "min_length": 3 }] }] } });
    assert_eq!(scene.post(&scene.callback(pressed), modal).await.0, 204);
    let short = BTreeMap::from([("text".to_owned(), "ab".to_owned())]);
    assert!(discord.submit(ben, pressed, &short).is_err());
    let fields = BTreeMap::from([("text".to_owned(), "Because it is".to_owned())]);
    let submitted = discord.submit(ben, pressed, &fields).expect("a window");
    let shown = json!({ "type": 4, "data": { "content": "Thank you" } });
    assert_eq!(scene.post(&scene.callback(submitted), shown).await.0, 204);
}

/// Guilds, channels and roles come, change and go.
fn change_guilds(scene: &Scene) {
    let discord = &scene.discord;
    let guild = discord.add_guild("Second");
    discord.add_channel(guild, "hall", 0);
    discord.invite_bot(guild);
    let extra = discord.add_channel(guild, "extra", 0);
    discord.rename_channel(extra, "renamed");
    discord.set_overwrite(extra, guild, 0, 1 << 11);
    discord.delete_channel(extra);
    let role = discord.add_role(guild, "Crew", 0, true);
    discord.set_role_permissions(guild, role, 1 << 13);
    discord.set_available(guild, false);
    discord.set_available(guild, true);
    discord.remove_bot(guild);
}

#[tokio::test]
async fn serenity_reads_every_event() {
    let scene = Scene::set().await;
    let discord = &scene.discord;
    let commands = serde_json::from_str(COMMANDS).expect("commands");
    let path = format!("/applications/{}/guilds/{}/commands", discord.bot(), scene.guild());
    assert_eq!(scene.call(Method::PUT, &path, commands).await.0, 200);
    let (ear, running) = listen(&scene, GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES).await;

    let channel = scene.channel("daily-question");
    let (first, posted) = talk(&scene, channel).await;
    ask_everything(&scene, channel, posted).await;
    change_guilds(&scene);
    discord.delete_channel(posted);
    discord.delete_many(channel, &[first, posted]);

    ear.hears(discord.dispatched()).await;
    assert_eq!(*ear.puzzled.lock().expect("ear"), Vec::<String>::new());
    let heard = ear.heard.lock().expect("ear").clone();
    for name in [
        "READY",
        "GUILD_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "THREAD_CREATE",
        "THREAD_UPDATE",
        "THREAD_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "CHANNEL_PINS_UPDATE",
        "GUILD_DELETE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "INTERACTION_CREATE",
        "THREAD_MEMBERS_UPDATE",
    ] {
        assert!(heard.iter().any(|one| one == name), "no {name} in {heard:?}");
    }
    assert!(heard.iter().all(|name| !name.starts_with("MESSAGE_REACTION")));
    running.abort();
    discord.stop().await;
}

#[tokio::test]
async fn serenity_reads_every_answer() {
    let scene = Scene::set().await;
    let http = scene.http();
    let guild = GuildId::new(scene.guild());
    let channel = ChannelId::new(scene.channel("daily-question"));
    assert!(http.get_current_user().await.expect("me").bot);
    http.get_bot_gateway().await.expect("a gateway");
    http.get_current_application_info().await.expect("an application");
    assert_eq!(http.get_guild(guild).await.expect("a guild").name, "Cloud Study Group");
    assert_eq!(http.get_channels(guild).await.expect("channels").len(), 3);
    assert_eq!(http.get_guild_roles(guild).await.expect("roles").len(), 3);
    http.get_member(guild, scene.person("Ben").into()).await.expect("a member");
    http.get_user(scene.person("Ben").into()).await.expect("a user");
    http.get_channel(channel).await.expect("a channel");
    let body = json!({ "content": "Hello", "components": [], "embeds": [{ "description": "World" }] });
    let message = http.send_message(channel, Vec::new(), &body).await.expect("a message");
    let thread = json!({ "name": "Talk" });
    let thread = http.create_thread_from_message(channel, message.id, &thread, None).await.expect("a thread");
    assert_eq!(thread.id.get(), message.id.get());
    http.pin_message(channel, message.id, None).await.expect("a pin");
    assert_eq!(http.get_pins(channel).await.expect("pins").len(), 1);
    let messages = http.get_messages(channel, None, Some(10)).await.expect("messages");
    assert_eq!(messages.len(), 2, "the message and the notice of the pin");
    assert!(messages[1].thread.is_some());
    assert_eq!(http.get_guild_active_threads(guild).await.expect("threads").threads.len(), 1);
    let file = serenity::all::CreateAttachment::bytes(b"not a picture".to_vec(), "streak.png");
    let body = json!({ "embeds": [{ "title": "Streak", "image": { "url": "attachment://streak.png" } }] });
    let card = http.send_message(channel, vec![file], &body).await.expect("a card");
    let picture = card.embeds[0].image.as_ref().expect("a picture").url.clone();
    let got = scene.client.get(picture).send().await.expect("a file").bytes().await.expect("bytes");
    assert_eq!(&got[..], b"not a picture");
    let direct =
        http.create_private_channel(&json!({ "recipient_id": scene.person("Ben").to_string() })).await;
    let direct = direct.expect("a conversation");
    http.send_message(direct.id, Vec::new(), &json!({ "content": "Psst" })).await.expect("a direct message");
    assert_eq!(scene.discord.directs(scene.person("Ben")).len(), 1);
    http.edit_message(channel, message.id, &json!({ "content": "Bye" }), Vec::new()).await.expect("an edit");
    http.delete_message(channel, message.id, None).await.expect("a deletion");
    scene.discord.stop().await;
}

#[tokio::test]
async fn a_lost_connection_is_resumed_with_what_was_missed() {
    let scene = Scene::set().await;
    let (ear, running) = listen(&scene, GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES).await;
    ear.hears(2).await;
    scene.discord.drop_gateway(Some(4000));
    let (channel, ben) = (scene.channel("general"), scene.person("Ben"));
    scene.discord.wait_for(LONG, |world| (!world.connected()).then_some(())).await.expect("a drop");
    scene.discord.say(ben, channel, "while you were away").expect("a message");
    ear.hears(4).await;
    assert_eq!(*ear.heard.lock().expect("ear"), ["READY", "GUILD_CREATE", "MESSAGE_CREATE", "RESUMED"]);
    running.abort();
}

#[tokio::test]
async fn a_wrong_token_or_intent_is_shown_the_door() {
    let scene = Scene::set().await;
    assert_eq!(
        scene
            .client
            .get(format!("{}/api/v10/users/@me", scene.discord.origin()))
            .send()
            .await
            .expect("an answer")
            .status(),
        401
    );
    for (intents, closing) in [
        (GatewayIntents::MESSAGE_CONTENT, GatewayError::DisallowedGatewayIntents),
        (GatewayIntents::from_bits_retain(1 << 40), GatewayError::InvalidGatewayIntents),
    ] {
        let http = HttpBuilder::new(TOKEN).proxy(scene.discord.origin()).ratelimiter_disabled(true).build();
        let mut client = ClientBuilder::new_with_http(http, intents).await.expect("a client");
        let ended = tokio::time::timeout(LONG, client.start()).await.expect("an end").expect_err("a refusal");
        assert_eq!(ended.to_string(), serenity::Error::Gateway(closing).to_string());
    }
    scene.discord.set_privileged_intents(1 << 15);
    let (ear, running) =
        listen(&scene, GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT).await;
    ear.hears(1).await;
    running.abort();
}
