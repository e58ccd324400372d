//! The stand-in's own rules about forums and announcement channels, each as Discord's documentation has it.

use super::*;
use crate::town::TOKEN;

struct Scene {
    town: Town,
    forum: u64,
    tags: Vec<u64>,
}

impl Scene {
    async fn new(tags: &[(&str, bool)], required: bool) -> Scene {
        let town = Town::founded().await;
        let guild = town.discord.guild("Cloud Study Group").unwrap();
        let forum = town.discord.add_channel(guild, "ideas", FORUM);
        let tags = town.discord.set_tags(forum, tags, required);
        Scene { town, forum, tags }
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/api/v10{path}", self.town.discord.origin());
        let request = reqwest::Client::new()
            .request(method.parse().unwrap(), url)
            .header("authorization", format!("Bot {TOKEN}"));
        let request = match body.is_null() {
            true => request,
            false => request.header("content-type", "application/json").body(body.to_string()),
        };
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    async fn post(&self, tags: &[u64]) -> (u16, Value) {
        let tags: Vec<String> = tags.iter().map(u64::to_string).collect();
        let body = json!({ "name": "An idea", "message": { "content": "hello" }, "applied_tags": tags });
        self.send("POST", &format!("/channels/{}/threads", self.forum), body).await
    }
}

#[tokio::test]
async fn a_post_is_a_thread_and_its_first_message_in_one() {
    // threads.mdx: "The thread's id is the same as its first message's"; the answer nests `message`.
    let scene = Scene::new(&[("Docker", false)], false).await;
    let (status, post) = scene.post(&scene.tags).await;
    assert_eq!((status, &post["type"], &post["message"]["id"]), (201, &json!(11), &post["id"]));
    assert_eq!(post["message"]["channel_id"], post["id"]);
    assert_eq!(post["applied_tags"], json!([scene.tags[0].to_string()]));
    assert_eq!((&post["message_count"], &post["parent_id"]), (&json!(0), &json!(scene.forum.to_string())));
    scene.town.settle().await;
    scene.town.close().await;
}

#[tokio::test]
async fn nothing_is_said_in_a_forum_itself() {
    let scene = Scene::new(&[], false).await;
    let path = format!("/channels/{}/messages", scene.forum);
    let (status, refused) = scene.send("POST", &path, json!({ "content": "hello" })).await;
    assert_eq!((status, &refused["code"]), (400, &json!(40_058)));
    assert!(scene.town.discord.say(scene.town.person("Ben"), scene.forum, "hello").is_err());
    let bare = json!({ "name": "An idea" });
    let (status, refused) = scene.send("POST", &format!("/channels/{}/threads", scene.forum), bare).await;
    assert_eq!((status, &refused["code"]), (400, &json!(50_035)));
    scene.town.close().await;
}

#[tokio::test]
async fn tags_are_at_most_five_known_and_required_where_the_forum_says_so() {
    let six: Vec<(&str, bool)> = ["a", "b", "c", "d", "e", "f"].map(|name| (name, false)).into();
    let scene = Scene::new(&six, true).await;
    assert_eq!(scene.post(&[]).await.1["code"], json!(40_067));
    assert_eq!(scene.post(&scene.tags).await.1["code"], json!(50_035));
    let violations = scene.town.discord.violations();
    assert!(violations.len() == 1 && violations[0].contains("more than 5 items"), "{violations:?}");
    assert_eq!(scene.post(&[7]).await.1["code"], json!(10_087));
    assert_eq!(scene.post(&scene.tags[..5]).await.0, 201);
    let strict = Scene::new(&[("Featured", true)], true).await;
    assert_eq!(strict.post(&[]).await.1["code"], json!(40_066));
    assert_eq!(strict.post(&strict.tags).await.1["code"], json!(50_013));
    strict.town.discord.set_overwrite(strict.forum, strict.town.discord.bot(), 1 << 34, 0);
    assert_eq!(strict.post(&strict.tags).await.0, 201);
    for scene in [scene, strict] {
        scene.town.settle().await;
        scene.town.close().await;
    }
}

#[tokio::test]
async fn one_post_is_pinned_and_an_archived_one_is_changed_only_as_it_comes_back() {
    let scene = Scene::new(&[], false).await;
    let (first, second) = (scene.post(&[]).await.1, scene.post(&[]).await.1);
    let path = |post: &Value| format!("/channels/{}", post["id"].as_str().unwrap());
    let pin = || json!({ "flags": 2 });
    assert_eq!(scene.send("PATCH", &path(&first), pin()).await.1["code"], json!(50_013));
    scene.town.discord.set_overwrite(scene.forum, scene.town.discord.bot(), 1 << 34, 0);
    assert_eq!(scene.send("PATCH", &path(&first), pin()).await.1["flags"], json!(2));
    assert_eq!(scene.send("PATCH", &path(&second), pin()).await.1["code"], json!(30_047));
    scene.town.discord.archive(id(&first), false);
    assert_eq!(scene.send("PATCH", &path(&first), json!({ "flags": 0 })).await.1["code"], json!(50_083));
    let back = json!({ "flags": 0, "archived": false });
    assert_eq!(scene.send("PATCH", &path(&first), back).await.1["flags"], json!(0));
    assert_eq!(scene.send("PATCH", &path(&second), pin()).await.0, 200);
    scene.town.settle().await;
    scene.town.close().await;
}

#[tokio::test]
async fn archived_posts_come_in_pages_newest_first() {
    let scene = Scene::new(&[], false).await;
    for _ in 0..3 {
        let post = scene.post(&[]).await.1;
        scene.town.clock.push_to(scene.town.clock.now() + chrono::TimeDelta::seconds(1));
        scene.town.discord.archive(id(&post), false);
    }
    let path = format!("/channels/{}/threads/archived/public?limit=2", scene.forum);
    let (_, page) = scene.send("GET", &path, Value::Null).await;
    assert_eq!((page["threads"].as_array().map(Vec::len), &page["has_more"]), (Some(2), &json!(true)));
    let before = page["threads"][1]["thread_metadata"]["archive_timestamp"].as_str().unwrap();
    let path = format!("{path}&before={}", before.replace('+', "%2B"));
    let (_, page) = scene.send("GET", &path, Value::Null).await;
    assert_eq!((page["threads"].as_array().map(Vec::len), &page["has_more"]), (Some(1), &json!(false)));
    scene.town.settle().await;
    scene.town.close().await;
}

#[tokio::test]
async fn a_message_is_published_once_in_an_announcement_channel_alone_and_ten_times_an_hour() {
    let scene = Scene::new(&[], false).await;
    let channel = scene.town.channel();
    let messages = format!("/channels/{channel}/messages");
    let message = scene.send("POST", &messages, json!({ "content": "news" })).await.1;
    let path = format!("{messages}/{}/crosspost", message["id"].as_str().unwrap());
    assert_eq!(scene.send("POST", &path, Value::Null).await.1["code"], json!(50_024));
    scene.town.discord.convert_channel(channel, ANNOUNCEMENT);
    assert_eq!(scene.send("POST", &path, Value::Null).await.1["flags"], json!(1));
    for _ in 2..10 {
        assert_eq!(scene.send("POST", &path, Value::Null).await.1["code"], json!(40_033));
    }
    assert_eq!(scene.send("POST", &path, Value::Null).await.0, 429);
    scene.town.settle().await;
    scene.town.close().await;
}
