//! Every question of the bank and its answer, as the demo's page shows them, wide and as a phone does.

use super::*;

/// So many questions there are, and so many answers once one more was asked.
const QUESTIONS: usize = 25;

/// Nothing in the list is wider than the list.
const FITS: &str = "const list = document.querySelector(`[data-testid=${arguments[0]}]`); \
    return [...list.querySelectorAll('*')].every((one) => one.getBoundingClientRect().right \
    <= list.getBoundingClientRect().right + 1);";

async fn fits(browser: &Browser, list: &str) {
    let fits = browser.client.execute(FITS, vec![json!(list)]).await.unwrap();
    assert_eq!(fits, json!(true), "something in {list} is too wide");
}

async fn picture(browser: &Browser, element: Element, name: &str) {
    let place = "arguments[0].scrollIntoView({ block: 'start', behavior: 'instant' });";
    browser.client.execute(place, vec![serde_json::to_value(&element).unwrap()]).await.unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), element.screenshot().await.unwrap()).unwrap();
}

/// Looks at each post and at the answer in its thread.
async fn look_around(browser: &Browser, size: &str) {
    const POST: &str = "[data-testid=messages] [data-message-id]:has([data-testid=thread-open])";
    browser.reads("messages", &format!("Day {}", QUESTIONS + 1)).await;
    fits(browser, "messages").await;
    for nth in 0..QUESTIONS {
        if size == "phone" {
            browser.click("[data-go=channel]").await;
        }
        let posts = browser.client.find_all(Locator::Css(POST)).await.unwrap();
        assert_eq!(posts.len(), QUESTIONS + 1);
        picture(browser, posts[nth].clone(), &format!("{:02}-post-{size}.png", nth + 1)).await;
        posts[nth].find(Locator::Css("[data-testid=thread-open]")).await.unwrap().click().await.unwrap();
        browser.reads("thread-title", &format!("Day {}", nth + 1)).await;
        browser.reads("thread-messages", "What a strong answer covers").await;
        fits(browser, "thread-messages").await;
        let reveal = "[data-testid=thread-messages] [data-message-id]:has([data-custom-id^='score/'])";
        picture(browser, browser.find(reveal).await, &format!("{:02}-answer-{size}.png", nth + 1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_and_its_answer_can_be_read_on_a_desk_and_on_a_phone() {
    let demo = Demo::after(36).await;
    for (size, window) in [("desk", (1_440, 2_600)), ("phone", (500, 2_600))] {
        let browser = demo.opened_by("Ben", window).await;
        if size == "desk" {
            browser.click("[data-testid=channel-daily-question]").await;
        }
        look_around(&browser, size).await;
        browser.close().await;
    }
    demo.end().await;
}
