//! The same in a forum, where no nonce guards a post: one post, one pin, whenever the bot is killed.

use super::*;

/// What pins a post, and the flag of one that is pinned.
const MANAGE_THREADS: u64 = 1 << 34;
const PINNED: u64 = 1 << 1;

/// A scene whose question goes to a forum; the panel with *Ask now*.
async fn set() -> (Scene, u64, Value) {
    let mut scene = Scene::new().await;
    let guild = scene.discord.guild("Cloud Study Group").unwrap();
    let forum = scene.discord.add_channel(guild, "question-forum", 15);
    scene.discord.set_tags(forum, &[("Docker", false), ("Week 8", false)], true);
    scene.discord.set_overwrite(forum, scene.discord.bot(), MANAGE_THREADS, 0);
    scene.start().await;
    let panel = scene.choose_days().await;
    let amina = scene.discord.person("Amina").unwrap();
    let asked = scene.discord.choose(amina, id(&panel), "setup/channel", &[forum.to_string()]).unwrap();
    let panel = scene.reply(asked).await;
    let panel = scene.press(&panel, "setup/start").await;
    (scene, forum, panel)
}

/// Waits until today's post is pinned, and the organiser was told that few questions are left.
async fn whole(scene: &Scene, forum: u64) {
    let direct = scene.discord.direct_channel(scene.discord.person("Amina").unwrap());
    let whole = scene.discord.wait_for(PATIENCE, |world| {
        world.messages(direct).next()?;
        world.threads(forum).any(|post| post.flags & PINNED != 0).then_some(())
    });
    whole.await.expect("the post stands there with its pin");
}

async fn assert_once(scene: &mut Scene, forum: u64, when: &str) {
    scene.finish().await;
    let posts = scene.discord.threads(forum);
    let names: Vec<&Value> = posts.iter().map(|post| &post["name"]).collect();
    assert_eq!(posts.len(), 1, "{when}: {names:?}");
    assert_eq!(posts[0]["applied_tags"].as_array().map(Vec::len), Some(2), "{when}");
    assert_eq!(scene.discord.messages(id(&posts[0])).len(), 1, "{when}");
    scene.assert_kept(id(&posts[0]), when).await;
}

/// The looks among a guild's threads, and everything about channels, posts and the organiser's conversation.
const ABOUT: [&str; 2] = ["/threads/active", "/channels/"];

/// How many requests of each kind an undisturbed posting makes.
async fn requests_of_a_posting() -> [usize; 2] {
    let (mut scene, forum, panel) = set().await;
    let count = |scene: &Scene, about: &str| {
        scene.discord.requests().iter().filter(|one| one.path.contains(about)).count()
    };
    let before = ABOUT.map(|about| count(&scene, about));
    scene.ask_now(&panel);
    whole(&scene, forum).await;
    let after = ABOUT.map(|about| count(&scene, about));
    assert_once(&mut scene, forum, "undisturbed").await;
    [after[0] - before[0], after[1] - before[1]]
}

/// Kills the bot at a request of a posting, starts it again, and looks.
async fn killed_at(about: &str, nth: usize, phase: Phase) {
    let (mut scene, forum, panel) = set().await;
    let path_contains = about.to_owned();
    let fault = Fault { method: None, path_contains, nth, phase, act: Act::Hold, times: 1 };
    let held = scene.discord.fault(fault);
    scene.ask_now(&panel);
    held.reached().await;
    scene.kill();
    held.vanished().await;
    held.release();
    scene.start().await;
    whole(&scene, forum).await;
    assert_once(&mut scene, forum, &format!("request {nth} about {about}, {phase:?}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_the_bot_makes_one_post_in_a_forum() {
    let requests = requests_of_a_posting().await;
    assert!(
        requests[0] >= 1 && requests[1] >= 5,
        "looks, reads the tags, posts, reads flags, pins: {requests:?}"
    );
    // The panel looks at the channel before the press is committed: killed there, the bot was asked for nothing.
    let firsts = [1, 2];
    for ((about, first), requests) in ABOUT.into_iter().zip(firsts).zip(requests) {
        for nth in first..=requests {
            for phase in [Phase::Before, Phase::After] {
                killed_at(about, nth, phase).await;
            }
        }
    }
}
