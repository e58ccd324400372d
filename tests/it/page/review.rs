//! What came back and how far someone has come, on the demo's page, wide and as a phone shows them.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_come_back_is_met_hinted_answered_and_marked_in_a_browser() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 900)).await;
    set_up(&browser).await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 1").await;
    answer(&browser, "Ben", "Two stages, and only the program in the last one.").await;
    for day in ["Day 2", "Day 3"] {
        browser.click("[data-testid=clock-morning]").await;
        browser.reads("messages", day).await;
    }
    browser.click("[data-testid=clock-week]").await;
    browser.write("composer", "/review").await;
    browser.reads("messages", "Back for you").await;
    browser.picture("review.png").await;
    browser.click("[data-custom-id*='/hints-1/']").await;
    browser.reads("messages", "Hint:").await;
    browser.picture("review-hint.png").await;
    browser.click("[data-custom-id*='/answer/']").await;
    browser.reads("messages", "How did you do?").await;
    browser.picture("review-answer.png").await;
    browser.client.set_window_size(500, 1_400).await.unwrap();
    browser.click("[data-go=channel]").await;
    let bottom = "document.querySelector('[data-testid=messages]').scrollTop = 1e6";
    browser.client.execute(bottom, vec![]).await.unwrap();
    browser.picture("review-answer-phone.png").await;
    browser.click("[data-custom-id*='/score-2/']").await;
    browser.reads("messages", "It comes back on").await;
    browser.picture("reviewed-phone.png").await;
    browser.write("composer", "/progress").await;
    browser.reads("messages", "1 mastered").await;
    let wide = "return document.documentElement.scrollWidth - window.innerWidth;";
    let wide = browser.client.execute(wide, vec![]).await.unwrap();
    assert!(wide.as_i64().is_some_and(|beyond| beyond <= 0), "the page scrolls sideways");
    browser.picture("progress-phone.png").await;
    browser.client.set_window_size(1_440, 900).await.unwrap();
    browser.picture("progress.png").await;
    browser.close().await;
    demo.end().await;
}
