//! A forum and an announcement channel on the demo's page: posts in a list with their tags, and published questions.

use super::*;

/// Amina chooses another channel on the panel.
async fn choose_channel(browser: &Browser, name: &str, then: &str) {
    browser.click("[data-custom-id='setup/channel']").await;
    browser.find("#picker .pick").await;
    let option = format!("//*[@id='picker']//span[text()='#{name}']");
    browser.client.find(Locator::XPath(&option)).await.unwrap().click().await.unwrap();
    browser.reads("messages", then).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_lists_its_posts_with_their_tags_and_a_post_is_answered() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 900)).await;
    browser.click("[data-testid=channel-question-forum]").await;
    browser.reads("messages", "No posts yet").await;
    describe(&browser).await;
    choose_channel(&browser, "question-forum", "I can open posts").await;
    for button in ["setup/more", "setup/pin", "setup/back"] {
        browser.click(&format!("[data-custom-id='{button}']")).await;
    }
    start(&browser).await;
    browser.click("[data-testid=clock-morning]").await;
    browser.becomes("Ben").await;
    browser.click("[data-testid=channel-question-forum]").await;
    let list = browser.reads("messages", "Day 1").await;
    assert!(list.contains("Docker") && list.contains("No messages yet"), "{list}");
    browser.click("[data-testid=post]").await;
    let post = browser.reads("thread-messages", "Day 1").await;
    assert!(post.contains("Docker"), "its tags stand above it: {post}");
    browser.write("thread-composer", "Two stages, and only the program in the last one.").await;
    browser.reads("thread-messages", "✅").await;
    browser.reads("messages", "1 message").await;
    browser.becomes("Amina").await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 2").await;
    browser.picture("forum.png").await;
    browser.client.set_window_size(500, 844).await.unwrap();
    browser.picture("forum-post-phone.png").await;
    browser.click("[data-go=channel]").await;
    let first = "//*[@role='listitem'][1][contains(., 'Day 2') and contains(., 'pinned')]";
    let first = browser.client.wait().at_most(PATIENCE).for_element(Locator::XPath(first)).await;
    first.expect("today's post is pinned above the others");
    let wide = "return document.documentElement.scrollWidth - window.innerWidth;";
    let wide = browser.client.execute(wide, vec![]).await.unwrap();
    assert!(wide.as_i64().is_some_and(|beyond| beyond <= 0), "the page scrolls sideways");
    browser.picture("forum-phone.png").await;
    browser.close().await;
    demo.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_followers_have_too_is_marked() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 900)).await;
    describe(&browser).await;
    choose_channel(&browser, "announcements", "I can post").await;
    for button in ["setup/more", "setup/publish", "setup/back"] {
        browser.click(&format!("[data-custom-id='{button}']")).await;
    }
    start(&browser).await;
    browser.click("[data-testid=clock-morning]").await;
    browser.click("[data-testid=channel-announcements]").await;
    browser.reads("messages", "Day 1").await;
    browser.reads("messages", "Published").await;
    browser.picture("announcements.png").await;
    browser.close().await;
    demo.end().await;
}
