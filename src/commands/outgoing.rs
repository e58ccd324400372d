//! What is owed to the world, written down in the transaction that calls for it: by a command or by a flow.

use anyhow::Context;
use chrono::{DateTime, Utc};

use crate::domain::CommunityId;
use crate::effect::{Effect, EffectId};
use crate::store::{Outgoing, Tx};

/// Adds an effect to the outbox, in the transaction that calls for it.
pub(crate) async fn enqueue(
    tx: &mut Tx,
    id: EffectId,
    community: &CommunityId,
    effect: &Effect,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    tx.insert_outgoing(&pending(id, community, effect)?, now).await?;
    Ok(())
}

/// An effect as it waits in the outbox.
pub(crate) fn pending(id: EffectId, community: &CommunityId, effect: &Effect) -> anyhow::Result<Outgoing> {
    Ok(Outgoing {
        effect: id.0,
        community: community.clone(),
        kind: effect.kind().to_owned(),
        payload: serde_json::to_string(effect).context("cannot write the effect down")?,
        priority: effect.priority(),
        about: effect.about().cloned(),
    })
}
