//! The pretend Discord keeps Discord's rules, and serenity can read everything it says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use quotidian::standin::discord::{Act, Clock, Discord, Fault, Limits, Options, Phase, Rule};
use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{ChannelId, Event, GatewayIntents, GuildId, Http, HttpBuilder, RawEventHandler};
use serenity::client::{ClientBuilder, Context};

const TOKEN: &str = "MTAw.pretend.token";
const LONG: Duration = Duration::from_secs(20);

/// A pretend Discord with a clock that only we move, and a plain client of its REST face.
struct Scene {
    discord: Discord,
    clock: Arc<Mutex<DateTime<Utc>>>,
    client: reqwest::Client,
}

impl Scene {
    async fn set() -> Scene {
        let start = "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().expect("a date");
        let clock = Arc::new(Mutex::new(start));
        let (read, write) = (Arc::clone(&clock), Arc::clone(&clock));
        let options = Options {
            port: 0,
            clock: Clock {
                now: Arc::new(move || *read.lock().expect("clock")),
                set: Some(Arc::new(move |to| *write.lock().expect("clock") = to)),
            },
            zone: chrono_tz::Africa::Douala,
            token: TOKEN.to_owned(),
        };
        let discord = Discord::start(options).await.expect("a free port");
        Scene { discord, clock, client: reqwest::Client::new() }
    }

    fn push(&self, by: TimeDelta) {
        *self.clock.lock().expect("clock") += by;
        self.discord.clock_moved();
    }

    fn channel(&self, name: &str) -> u64 {
        self.discord.channel(name).expect("a channel")
    }

    fn person(&self, name: &str) -> u64 {
        self.discord.person(name).expect("a person")
    }

    fn guild(&self) -> u64 {
        self.discord.guild("Cloud Study Group").expect("a guild")
    }

    fn request(&self, method: Method, path: &str, body: &Value) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}/api/v10{path}", self.discord.origin()));
        let request = request.header("authorization", format!("Bot {TOKEN}"));
        if body.is_null() {
            request
        } else {
            request.header("content-type", "application/json").body(body.to_string())
        }
    }

    async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let response = self.request(method, path, &body).send().await.expect("an answer");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, body).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, Value::Null).await
    }

    fn http(&self) -> Arc<Http> {
        Arc::new(HttpBuilder::new(TOKEN).proxy(self.discord.origin()).ratelimiter_disabled(true).build())
    }

    /// Registers a command and uses it as Ben; the interaction and its callback path.
    async fn ask(&self) -> (u64, String) {
        let path = format!("/applications/{}/commands", self.discord.bot());
        let command = json!([{ "name": "streak", "description": "Your streak" }]);
        assert_eq!(self.call(Method::PUT, &path, command).await.0, 200);
        let asked = self.discord.command(self.person("Ben"), self.channel("general"), "streak", Vec::new());
        let asked = asked.expect("a command");
        (asked, self.callback(asked))
    }

    fn callback(&self, asked: u64) -> String {
        format!("/interactions/{asked}/{}/callback", self.token(asked))
    }

    fn token(&self, asked: u64) -> String {
        self.discord
            .look(|world| world.interaction(asked).map(|one| one.token.clone()))
            .expect("an interaction")
    }

    fn webhook(&self, asked: u64) -> String {
        format!("/webhooks/{}/{}", self.discord.bot(), self.token(asked))
    }
}

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

const COMMANDS: &str = r#"[
  { "name": "setup", "description": "Choose a channel", "default_member_permissions": "32", "contexts": [0],
    "options": [{ "name": "channel", "description": "Where", "type": 7, "required": true },
                { "name": "role", "description": "Whom", "type": 8 },
                { "name": "member", "description": "Who", "type": 6 },
                { "name": "on", "description": "On?", "type": 5 },
                { "name": "count", "description": "How many", "type": 4, "min_value": 1, "max_value": 5 },
                { "name": "topic", "description": "Which", "type": 3, "autocomplete": true }] },
  { "name": "quiz", "description": "A quiz",
    "options": [{ "name": "start", "description": "Start", "type": 1,
                  "options": [{ "name": "size", "description": "Size", "type": 4 }] }] }
]"#;

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
async fn a_nonce_makes_one_message() {
    let scene = Scene::set().await;
    let channel = scene.channel("daily-question");
    let path = format!("/channels/{channel}/messages");
    let body = json!({ "content": "Once", "nonce": "q-1", "enforce_nonce": true });
    let (_, first) = scene.post(&path, body.clone()).await;
    let (status, second) = scene.post(&path, body.clone()).await;
    assert_eq!((status, &second["id"]), (200, &first["id"]));
    assert_eq!(scene.discord.messages(channel).len(), 1);
    let id = first["id"].as_str().expect("an id");
    assert_eq!(scene.call(Method::DELETE, &format!("{path}/{id}"), Value::Null).await.0, 204);
    let (status, refusal) = scene.post(&path, body.clone()).await;
    assert_eq!((status, &refusal["code"]), (404, &json!(10008)), "it is not made again");
    scene.push(TimeDelta::minutes(6));
    assert_eq!(scene.post(&path, body).await.0, 200, "after some minutes the nonce is forgotten");
}

#[tokio::test]
async fn a_message_has_one_thread() {
    let scene = Scene::set().await;
    let channel = scene.channel("daily-question");
    let (_, message) = scene.post(&format!("/channels/{channel}/messages"), json!({ "content": "Q" })).await;
    let path = format!("/channels/{channel}/messages/{}/threads", message["id"].as_str().expect("an id"));
    let (status, thread) = scene.post(&path, json!({ "name": "T" })).await;
    assert_eq!((status, &thread["id"]), (201, &message["id"]));
    let (status, refusal) = scene.post(&path, json!({ "name": "T" })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(160004)));
    let shown = scene.discord.messages(channel);
    assert_eq!((&shown[0]["thread"]["id"], &shown[0]["flags"]), (&message["id"], &json!(32)));
}

#[tokio::test]
async fn permissions_come_from_roles_and_overwrites() {
    let scene = Scene::set().await;
    let (channel, bot) = (scene.channel("daily-question"), scene.discord.bot());
    let path = format!("/channels/{channel}/messages");
    let code = async |method: Method, path: &str, body: Value| {
        scene.call(method, path, body).await.1["code"].clone()
    };
    let (_, message) = scene.post(&path, json!({ "content": "Q" })).await;
    let message = message["id"].as_str().expect("an id");
    scene.post(&format!("{path}/{message}/threads"), json!({ "name": "T" })).await;
    let in_thread = format!("/channels/{message}/messages");

    scene.discord.set_overwrite(channel, bot, 0, 1 << 11);
    assert_eq!(code(Method::POST, &path, json!({ "content": "x" })).await, 50013);
    assert_eq!(
        scene.post(&in_thread, json!({ "content": "x" })).await.0,
        200,
        "SEND_MESSAGES is nothing to a thread"
    );
    scene.discord.set_overwrite(channel, bot, 0, 1 << 38);
    assert_eq!(code(Method::POST, &in_thread, json!({ "content": "x" })).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 35);
    let (_, other) = scene.post(&path, json!({ "content": "x" })).await;
    let other = other["id"].as_str().expect("an id");
    assert_eq!(code(Method::POST, &format!("{path}/{other}/threads"), json!({ "name": "T" })).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 51);
    assert_eq!(code(Method::PUT, &format!("/channels/{channel}/pins/{message}"), Value::Null).await, 50013);
    scene.discord.set_overwrite(channel, bot, 0, 1 << 16);
    assert_eq!(scene.get(&path).await, (200, json!([])), "no history is an empty list");
    scene.discord.set_overwrite(channel, bot, 0, 1 << 10);
    assert_eq!(code(Method::GET, &path, Value::Null).await, 50001);
    scene.discord.remove_bot(scene.guild());
    assert_eq!(code(Method::GET, &format!("/channels/{channel}"), Value::Null).await, 50001);
    assert_eq!(code(Method::GET, "/channels/1", Value::Null).await, 10003);
}

#[tokio::test]
async fn an_unanswered_command_fails_and_its_token_dies() {
    let scene = Scene::set().await;
    scene.discord.set_acknowledge_within(Duration::ZERO);
    let (asked, callback) = scene.ask().await;
    let answer = scene.discord.answered(asked, LONG).await.expect("an end");
    assert!(answer.failed && answer.done);
    let (status, refusal) = scene.post(&callback, json!({ "type": 4, "data": { "content": "late" } })).await;
    assert_eq!((status, &refusal["code"]), (404, &json!(10062)));
    let private = scene.discord.private(scene.person("Ben"), scene.channel("general"));
    assert_eq!(private[0]["content"], "The application did not respond");
    assert_eq!(private[0]["standin"]["failed"], true);
}

#[tokio::test]
async fn an_interaction_is_answered_once_and_followed_for_fifteen_minutes() {
    let scene = Scene::set().await;
    let (asked, callback) = scene.ask().await;
    assert_eq!(scene.post(&callback, json!({ "type": 5, "data": { "flags": 64 } })).await.0, 204);
    let (status, refusal) = scene.post(&callback, json!({ "type": 4, "data": { "content": "x" } })).await;
    assert_eq!((status, &refusal["code"]), (400, &json!(40060)));
    let before = scene.discord.answered(asked, Duration::ZERO).await.expect("a deferral");
    assert!(before.deferred && !before.done);
    let original = format!("{}/messages/@original", scene.webhook(asked));
    assert_eq!(scene.call(Method::PATCH, &original, json!({ "content": "Seven days" })).await.0, 200);
    let answer = scene.discord.answered(asked, LONG).await.expect("an answer");
    let message = answer.message.expect("a message");
    assert_eq!((&message["content"], &message["flags"]), (&json!("Seven days"), &json!(64)));
    assert_eq!(scene.discord.messages(scene.channel("general")).len(), 0, "nobody else sees it");
    assert_eq!(scene.post(&scene.webhook(asked), json!({ "content": "And more" })).await.0, 200);
    scene.push(TimeDelta::minutes(15));
    let (status, refusal) = scene.call(Method::PATCH, &original, json!({ "content": "too late" })).await;
    assert_eq!((status, &refusal["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn suggestions_come_back_to_the_person() {
    let scene = Scene::set().await;
    let commands = serde_json::from_str(COMMANDS).expect("commands");
    let path = format!("/applications/{}/commands", scene.discord.bot());
    assert_eq!(scene.call(Method::PUT, &path, commands).await.0, 200);
    let options = vec![("topic".to_owned(), json!("li"))];
    let (amina, channel) = (scene.person("Amina"), scene.channel("general"));
    let typing = scene.discord.autocomplete(amina, channel, "setup", options);
    let answering = async {
        let asked = scene.discord.wait_for(LONG, |world| world.interactions().last().map(|one| one.id)).await;
        let choices = json!({ "type": 8, "data": { "choices": [{ "name": "Linux", "value": "linux" }] } });
        scene.post(&scene.callback(asked.expect("an interaction")), choices).await.0
    };
    let (choices, status) = tokio::join!(typing, answering);
    assert_eq!((choices.expect("choices")[0]["value"].clone(), status), (json!("linux"), 204));
}

#[tokio::test]
async fn words_of_others_are_withheld_without_the_intent() {
    let scene = Scene::set().await;
    let (channel, ben) = (scene.channel("general"), scene.person("Ben"));
    scene.discord.say(ben, channel, "a secret").expect("a message");
    scene.discord.say(ben, channel, &format!("<@{}> hello", scene.discord.bot())).expect("a message");
    let (_, list) = scene.get(&format!("/channels/{channel}/messages")).await;
    assert_eq!(list[1]["content"], "");
    assert!(list[0]["content"].as_str().expect("content").ends_with("hello"), "a mention is readable");
    assert_eq!(scene.discord.messages(channel)[0]["content"], "a secret");
}

#[tokio::test]
async fn a_client_that_goes_while_held_before_the_commit_changed_nothing() {
    let scene = Scene::set().await;
    let channel = scene.channel("general");
    for (phase, left) in [(Phase::Before, 0), (Phase::After, 1)] {
        let handle = scene.discord.fault(Fault {
            method: Some("POST".to_owned()),
            path_contains: "/messages".to_owned(),
            nth: 1,
            phase,
            act: Act::Hold,
            times: 1,
        });
        let path = format!("/channels/{channel}/messages");
        let sending = scene.request(Method::POST, &path, &json!({ "content": "x" })).send();
        tokio::select! {
            _ = sending => panic!("it was not held"),
            () = handle.reached() => {}
        }
        tokio::time::timeout(LONG, handle.vanished()).await.expect("the client is gone");
        handle.release();
        assert_eq!(scene.get("/users/@me").await.0, 200);
        assert_eq!(scene.discord.messages(channel).len(), left, "{phase:?}");
    }
}

#[tokio::test]
async fn a_cut_connection_answers_nothing_and_a_status_may_lie() {
    let scene = Scene::set().await;
    let channel = scene.channel("general");
    let path = format!("/channels/{channel}/messages");
    let fault = |phase, act| Fault {
        method: None,
        path_contains: "/messages".to_owned(),
        nth: 1,
        phase,
        act,
        times: 1,
    };
    scene.discord.fault(fault(Phase::After, Act::Cut));
    let sent = scene.request(Method::POST, &path, &json!({ "content": "x" })).send().await;
    assert!(sent.is_err());
    assert_eq!(scene.discord.messages(channel).len(), 1, "the ambiguous post");
    scene.discord.clear_faults();
    scene.discord.fault(fault(Phase::Before, Act::Status(503, Value::Null, Vec::new())));
    assert_eq!(scene.post(&path, json!({ "content": "y" })).await.0, 503);
    assert_eq!(scene.discord.messages(channel).len(), 1);
    assert_eq!(scene.post(&path, json!({ "content": "y" })).await.0, 200);
}

#[tokio::test]
async fn a_route_over_its_limit_is_told_to_wait() {
    let scene = Scene::set().await;
    let rule = Rule {
        method: Some("POST".to_owned()),
        ends: "/messages".to_owned(),
        most: 1,
        per: Duration::from_secs(3600),
    };
    scene.discord.set_limits(Limits { global: 50, rules: vec![rule] });
    let path = format!("/channels/{}/messages", scene.channel("general"));
    assert_eq!(scene.post(&path, json!({ "content": "x" })).await.0, 200);
    let response =
        scene.request(Method::POST, &path, &json!({ "content": "x" })).send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 429);
    assert_eq!(response.headers()["x-ratelimit-scope"], "user");
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    assert!(response.headers().contains_key("retry-after"));
    let other = format!("/channels/{}/messages", scene.channel("help"));
    assert_eq!(
        scene.post(&other, json!({ "content": "x" })).await.0,
        200,
        "another channel has its own bucket"
    );
}

#[tokio::test]
async fn malformed_bodies_are_refused_with_their_place() {
    let scene = Scene::set().await;
    let path = format!("/channels/{}/messages", scene.channel("general"));
    let button = json!({ "type": 2, "style": 1, "label": "A", "custom_id": "a" });
    let row = json!({ "type": 1, "components": [button, button] });
    let refused = [
        (json!({ "content": "" }), 50006),
        (json!({ "content": "x".repeat(2001) }), 50035),
        (json!({ "embeds": [{ "title": "x".repeat(257) }] }), 50035),
        (
            json!({ "embeds": [{ "description": "x".repeat(4000) }, { "description": "x".repeat(2001) }] }),
            50035,
        ),
        (json!({ "content": "x", "components": [row] }), 50035),
        (json!({ "content": "x", "nonce": "x".repeat(26) }), 50035),
        (json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }), 50035),
    ];
    for (body, code) in refused {
        let (status, answer) = scene.post(&path, body.clone()).await;
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{body}");
    }
    let (_, answer) = scene.post(&path, json!({ "content": "x".repeat(2001) })).await;
    assert_eq!(answer["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    assert_eq!(scene.get("/nowhere").await, (404, json!({ "message": "404: Not Found", "code": 0 })));
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
async fn the_page_sees_what_its_person_may_see() {
    let scene = Scene::set().await;
    let origin = scene.discord.origin();
    let ben = scene.person("Ben");
    let act = async |body: Value| {
        let request = scene.client.post(format!("{origin}/_standin/act")).body(body.to_string());
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        (status, serde_json::from_str::<Value>(&response.text().await.expect("a body")).expect("JSON"))
    };
    let channel = scene.channel("general").to_string();
    let said =
        act(json!({ "as": ben.to_string(), "do": "message", "channel": channel, "content": "Hi" })).await;
    assert_eq!((said.0, &said.1["ok"]), (200, &json!(true)));
    let refused =
        act(json!({ "as": ben.to_string(), "do": "command", "channel": channel, "name": "nope" })).await;
    assert_eq!((refused.0, refused.1["error"].is_string()), (400, true));
    let hidden = scene.channel("help");
    scene.discord.set_overwrite(hidden, scene.guild(), 0, 1 << 10);
    let state =
        scene.client.get(format!("{origin}/_standin/state?as={ben}")).send().await.expect("an answer");
    let state: Value = serde_json::from_str(&state.text().await.expect("a body")).expect("JSON");
    assert_eq!(state["me"], ben.to_string());
    assert_eq!(state["channels"].as_array().expect("channels").len(), 2);
    assert_eq!(state["messages"][&channel][0]["content"], "Hi");
    let pushed = scene.client.post(format!("{origin}/_standin/clock")).body(r#"{"to":"next-week"}"#);
    let pushed = pushed.send().await.expect("an answer").text().await.expect("a body");
    assert_eq!(pushed, r#"{"now":"2026-11-30T08:00:00Z"}"#);
}
