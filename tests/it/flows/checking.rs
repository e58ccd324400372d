//! `quotidian check` finds what the core would never write.

use quotidian::check::check;
use quotidian::config::Config;
use quotidian::domain::{Ordinal, Streak};
use quotidian::store::SavedStreak;

use super::group::{Group, date, here, member};

/// What `quotidian check` finds wrong.
pub(crate) async fn faults(group: &Group) -> Vec<String> {
    let variables = [("QUOTIDIAN_DATABASE_URL".to_owned(), group.db.url.clone())];
    let config =
        Config::from(None, variables, |path| std::fs::read_to_string(path)).expect("a configuration");
    check(&config, group.now).await.expect("a report").errors
}

#[tokio::test]
async fn a_streak_that_its_answers_do_not_bear_out_is_found() {
    let mut group = Group::running(10).await;
    for day in 0..3 {
        group.morning(&date(day)).await;
        group.answers("ada", &format!("a{day}"), &date(day)).await;
        group.answers("bob", &format!("b{day}"), &date(0)).await;
    }
    group.deletes(&["a1"], &date(1)).await;
    assert_eq!(faults(&group).await, Vec::<String>::new());
    let mut tx = group.store.begin().await.expect("a transaction");
    let wrong = SavedStreak { streak: Streak { run: 3, longest: 3, last: Some(Ordinal(3)) }, total: 3 };
    tx.put_streak(&here(), &member("ada"), wrong).await.expect("a wrong streak");
    tx.commit().await.expect("a commit");
    let found = faults(&group).await;
    assert!(matches!(&found[..], [one] if one.contains("ada")), "{found:?}");
}
