//! An answer given in the form, shared the next day, on the demo's page: wide, and as a phone shows the form.

use super::*;

/// Opens the form under the newest question and writes in it.
async fn writes(browser: &Browser, text: &str) {
    browser.click("[data-testid=messages] [data-message-id]:last-of-type [data-custom-id$='/write']").await;
    let field = browser.find("[data-testid=modal] textarea").await;
    field.send_keys(text).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_answers_privately_and_shares_it_in_a_browser() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 900)).await;
    set_up(&browser).await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 1").await;
    browser.becomes("Ben").await;
    writes(&browser, "Two stages, and only the program in the last one.").await;
    browser.picture("private-form.png").await;
    browser.client.set_window_size(500, 844).await.unwrap();
    browser.find("[data-testid=modal] textarea").await;
    browser.picture("private-form-phone.png").await;
    browser.client.set_window_size(1440, 900).await.unwrap();
    browser.click("[data-testid=modal] button[type=submit]").await;
    let shown = browser.reads("messages", "It counts for today.").await;
    assert!(shown.contains("Two stages, and only the program in the last one."), "{shown}");
    browser.picture("private-saved.png").await;
    browser.becomes("Chidi").await;
    let shown = browser.reads("messages", "Day 1").await;
    assert!(!shown.contains("It counts for today."), "only Ben sees it: {shown}");
    browser.becomes("Ben").await;
    browser.click("[data-custom-id$='/share']").await;
    browser.reads("messages", "then I share it in the thread").await;
    browser.click("[data-testid=clock-morning]").await;
    browser.reads("messages", "Day 2").await;
    browser.click("[data-testid=messages] [data-testid=thread-open]").await;
    let thread = browser.reads("thread-messages", "answered privately, and shares it now").await;
    assert!(thread.contains("@Ben") && thread.contains("Two stages"), "{thread}");
    browser.picture("private-shared.png").await;
    browser.close().await;
    demo.end().await;
}
