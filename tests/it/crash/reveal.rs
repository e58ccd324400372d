//! The answer to a question: once in its thread, whenever the bot is killed, and while its own commit waits.

use super::*;

/// A question of today, whose answer came due while the bot was stopped; its thread.
async fn due(db: Db) -> (Scene, u64) {
    let mut scene = Scene::new_on(db).await;
    scene.start().await;
    let panel = scene.set_up().await;
    scene.ask_now(&panel);
    scene.whole().await;
    scene.finish().await;
    let store = Store::open_as_is(&scene.db.url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let asked = tx.latest_asked(&community(&scene), 1).await.unwrap().remove(0);
    tx.put_reveal_due(&asked.community, asked.day, asked.published_at).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    let thread = id(&scene.discord.threads(scene.channel())[0]);
    (scene, thread)
}

fn community(scene: &Scene) -> CommunityId {
    format!("discord:{}", scene.discord.guild("Cloud Study Group").unwrap()).into()
}

/// Holds the posting of the answer.
fn hold(scene: &Scene, thread: u64, phase: Phase) -> FaultHandle {
    let (method, path_contains) = (Some("POST".to_owned()), format!("/channels/{thread}/messages"));
    scene.discord.fault(Fault { method, path_contains, nth: 1, phase, act: Act::Hold, times: 1 })
}

/// Waits until an answer is shown, and until nothing is owed: it is there once, and known.
async fn assert_once(scene: &mut Scene, thread: u64, when: &str) {
    let bot = scene.discord.bot();
    let shown = scene.discord.wait_for(PATIENCE, |world| {
        world.messages(thread).any(|message| message.author == bot && message.kind == 0).then_some(())
    });
    shown.await.unwrap_or_else(|| panic!("{when}: no answer is shown"));
    scene.finish().await;
    let bot = json!(bot.to_string());
    let mut answers = scene.discord.messages(thread);
    answers.retain(|message| message["author"]["id"] == bot && message["type"] == json!(0));
    assert_eq!(answers.len(), 1, "{when}");
    let store = Store::open_as_is(&scene.db.url).await.unwrap();
    let asked = store.read().await.unwrap().latest_asked(&community(scene), 1).await.unwrap().remove(0);
    assert_eq!(asked.reveal_message.unwrap().0, id(&answers[0]).to_string(), "{when}");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_shows_an_answer_the_bot_shows_it_once() {
    for phase in [Phase::Before, Phase::After] {
        for db in Db::both().await {
            let (mut scene, thread) = due(db).await;
            let held = hold(&scene, thread, phase);
            scene.start().await;
            held.reached().await;
            scene.kill();
            held.vanished().await;
            held.release();
            scene.start().await;
            assert_once(&mut scene, thread, &format!("{phase:?}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_it_can_commit_the_answer_that_discord_took_the_bot_shows_it_once() {
    let (mut scene, thread) = due(Db::sqlite()).await;
    let held = hold(&scene, thread, Phase::After);
    scene.start().await;
    held.reached().await;
    // The answer comes through, but the bot cannot write it down.
    let store = Store::open_as_is(&scene.db.url).await.unwrap();
    let lock = store.begin().await.unwrap();
    held.release();
    let path = format!("/channels/{thread}/messages");
    let answered = scene.discord.wait_for(PATIENCE, |world| {
        let posted = |one: &&standin::Request| one.method == "POST" && one.path.ends_with(&path);
        world.requests().iter().find(posted)?.status.map(|_| ())
    });
    answered.await.expect("the request is answered");
    scene.kill();
    drop(lock);
    store.close().await;
    scene.start().await;
    assert_once(&mut scene, thread, "the commit").await;
}
