//! `/privacy`: what is held about the asker, hiding from boards, and deleting everything.

use chrono::{DateTime, Utc};

use super::private::take_all_back;
use super::{Actor, Privacy};
use crate::store::Tx;
use crate::view::{Notice, PrivacyView, View};

pub(super) async fn run(
    tx: &mut Tx,
    choice: Privacy,
    actor: &Actor,
    now: DateTime<Utc>,
) -> anyhow::Result<View> {
    match choice {
        Privacy::Show => show(tx, actor, false).await,
        Privacy::AskForget => show(tx, actor, true).await,
        Privacy::Hide(hidden) => hide(tx, actor, hidden, now).await,
        Privacy::Forget => forget(tx, actor, now).await,
    }
}

async fn show(tx: &mut Tx, actor: &Actor, confirming: bool) -> anyhow::Result<View> {
    Ok(View::Privacy(PrivacyView {
        answers: tx.count_answers(&actor.community, &actor.member).await?,
        reviews: tx.reviews(&actor.community, &actor.member).await?.len(),
        hints: tx.count_hints(&actor.community, &actor.member).await? > 0,
        scores: tx.count_scores(&actor.community, &actor.member).await?,
        texts: tx.count_wordings(&actor.community, &actor.member).await?,
        proposed: proposed(tx, actor).await?,
        hidden: tx.member(&actor.community, &actor.member).await?.hidden,
        confirming,
    }))
}

/// How many questions name the asker as the one who proposed them.
async fn proposed(tx: &mut Tx, actor: &Actor) -> anyhow::Result<usize> {
    let suggested = tx.suggestions(&actor.community).await?;
    let waiting = suggested.iter().filter(|one| one.member == actor.member && !one.text.is_empty()).count();
    let own = tx.own_questions(&actor.community).await?;
    Ok(waiting + own.iter().filter(|one| one.author.as_ref() == Some(&actor.member)).count())
}

async fn hide(tx: &mut Tx, actor: &Actor, hidden: bool, now: DateTime<Utc>) -> anyhow::Result<View> {
    tx.hold_community(&actor.community).await?;
    if tx.community(&actor.community).await?.is_none() {
        return Ok(View::Notice(Notice::NotStarted));
    }
    tx.hold_member(&actor.community, &actor.member, now).await?;
    tx.put_hidden(&actor.community, &actor.member, hidden).await?;
    Ok(View::Notice(if hidden { Notice::Hidden } else { Notice::Shown }))
}

/// In every community of the platform: a person is one person there.
async fn forget(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<View> {
    let platform = actor.community.as_str().split(':').next().unwrap_or_default();
    let mut communities = tx.communities_with(&actor.member).await?;
    communities.push(actor.community.clone());
    for community in communities.iter().filter(|id| id.as_str().split(':').next() == Some(platform)) {
        take_all_back(tx, community, &actor.member, now).await?;
        tx.forget_member(community, &actor.member).await?;
    }
    Ok(View::Notice(Notice::Forgotten))
}
