//! What can happen to the gateway's line, at every act of the story.

use futures_util::{FutureExt, StreamExt, stream};
use quotidian::standin::discord::Order;

use super::story::{Act, STORY, outcome, play};
use super::{AT_ONCE, differs, the_day};
use crate::town::Town;

/// What happens to the line just before an act.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    /// Op 7.
    AskedToReconnect,
    /// Op 9, resumable or not.
    Invalid(bool),
    /// The connection is gone without a word, or closed with this code.
    Dropped(Option<u16>),
    /// What happens in the act is told in another way.
    Told(Order),
}

impl Mishap {
    /// Whether the act can be played under it: a reply is waited for, so its question cannot be held back.
    fn befalls(self, act: Act) -> bool {
        let converses = matches!(act, Act::SetUp | Act::Runs(_, _));
        !(converses && matches!(self, Mishap::Told(_)))
    }

    async fn around(self, town: &Town, act: Act) {
        match self {
            Mishap::AskedToReconnect => town.discord.ask_reconnect(),
            Mishap::Invalid(resumable) => town.discord.invalidate_sessions(resumable),
            Mishap::Dropped(code) => town.discord.drop_gateway(code),
            Mishap::Told(_) => town.discord.hold_events(),
        }
        if matches!(self, Mishap::Invalid(false)) {
            // What happens while there is no session at all is told to nobody: that is not this story.
            town.connected_again().await;
        }
        play(town, act).await;
        if let Mishap::Told(order) = self {
            town.discord.release_events(order);
        }
        town.connected_again().await;
        town.settle_patiently().await;
    }
}

async fn the_same_with(mishap: Mishap) {
    let day = the_day().await;
    let cases: Vec<usize> = (0..STORY.len()).filter(|at| mishap.befalls(STORY[*at])).collect();
    let told = stream::iter(cases).map(|at| async move {
        let case = async {
            let town = Town::founded().await;
            for (nth, act) in STORY.into_iter().enumerate() {
                if nth == at {
                    mishap.around(&town, act).await;
                } else {
                    play(&town, act).await;
                }
            }
            outcome(town).await
        };
        let ended = std::panic::AssertUnwindSafe(case).catch_unwind().await;
        (format!("{mishap:?} at {:?}", STORY[at]), ended)
    });
    let told: Vec<_> = told.buffer_unordered(AT_ONCE).collect().await;
    let differing: Vec<String> =
        told.into_iter().filter_map(|(name, ended)| differs(&name, ended.ok(), &day.outcome)).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[tokio::test]
async fn a_request_to_reconnect_before_any_act() {
    the_same_with(Mishap::AskedToReconnect).await;
}

#[tokio::test]
async fn a_session_declared_invalid_but_resumable_before_any_act() {
    the_same_with(Mishap::Invalid(true)).await;
}

#[tokio::test]
async fn a_session_declared_invalid_for_good_before_any_act() {
    the_same_with(Mishap::Invalid(false)).await;
}

#[tokio::test]
async fn a_line_that_breaks_before_any_act() {
    the_same_with(Mishap::Dropped(None)).await;
}

#[tokio::test]
async fn a_line_closed_with_a_code_before_any_act() {
    the_same_with(Mishap::Dropped(Some(4000))).await;
}

#[tokio::test]
async fn events_that_come_two_times_in_any_act() {
    the_same_with(Mishap::Told(Order::Doubled)).await;
}

#[tokio::test]
async fn events_in_the_wrong_order_in_any_act() {
    the_same_with(Mishap::Told(Order::Reversed)).await;
}
