//! The organiser's bank on the page, wide and as a phone shows it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_is_calm_on_a_desk_and_on_a_phone() {
    let demo = Demo::start().await;
    let browser = demo.opened_by("Amina", (1440, 1_300)).await;
    set_up(&browser).await;
    browser.write("composer", "/bank").await;
    browser.reads("messages", "What comes next").await;
    browser.find("[data-custom-id='bank/look']").await;
    browser.picture("bank.png").await;
    browser.click("[data-custom-id='bank/look']").await;
    browser.click("#picker .pick").await;
    browser.click("[data-custom-id^='bank/preview/']").await;
    browser.reads("messages", "Only you see this.").await;
    browser.click("[data-custom-id^='bank/skip/']").await;
    browser.reads("messages", "is left out of this round.").await;
    browser.picture("bank-skipped.png").await;
    browser.client.set_window_size(500, 1_400).await.unwrap();
    let wide = "return document.documentElement.scrollWidth - window.innerWidth;";
    assert!(browser.client.execute(wide, Vec::new()).await.unwrap().as_i64().unwrap() <= 0);
    browser.picture("bank-skipped-phone.png").await;
    browser.click("[data-custom-id^='bank/undo/']").await;
    browser.reads("messages", "Taken back").await;
    assert!(browser.client.execute(wide, Vec::new()).await.unwrap().as_i64().unwrap() <= 0);
    browser.picture("bank-phone.png").await;
    browser.close().await;
    demo.end().await;
}
