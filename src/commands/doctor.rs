//! `/doctor`: the same checks as the panel's, all of them, at any time.

use chrono::{DateTime, Utc};

use super::{Actor, setup};
use crate::domain::Bank;
use crate::store::Tx;
use crate::view::{DoctorView, SetupPage, View};

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let community = setup::load(tx, bank, actor).await?;
    let setup = setup::panel(tx, bank, &community, (SetupPage::Main, None), now).await?;
    Ok(View::Doctor(Box::new(DoctorView { setup, now, granted: Vec::new() })))
}
