//! `quotidian check`: the bank, the configuration and the database, every fault at once, nothing changed.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;

use crate::app::compute_streak;
use crate::config::Config;
use crate::domain::{Bank, CommunityId, MemberId, QuestionId};
use crate::questions;
use crate::store::{Store, Tx};

/// What was looked at and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found in order, a line each.
    pub found: Vec<String>,
    /// What should be looked at, but stops nothing.
    pub warnings: Vec<String>,
    /// What is wrong.
    pub errors: Vec<String>,
}

impl Report {
    /// The report as it is printed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (mark, lines) in [("ok", &self.found), ("warning", &self.warnings), ("error", &self.errors)] {
            for line in lines {
                let _ = writeln!(text, "{mark}: {line}");
            }
        }
        let _ = writeln!(text, "errors: {}, warnings: {}", self.errors.len(), self.warnings.len());
        text
    }
}

/// How many members are read at once.
const PAGE: i64 = 1000;

/// Looks at everything a configuration names.
///
/// # Errors
/// When looking itself fails; what is wrong with the things looked at is in the report.
pub async fn check(config: &Config, now: DateTime<Utc>) -> anyhow::Result<Report> {
    let mut report = Report::default();
    report.found.push("the configuration is understood".to_owned());
    let bank = check_bank(config, now, &mut report);
    let url = config.database_url.expose_secret();
    match database_file(url) {
        Some(path) if !std::path::Path::new(path).exists() => {
            report.found.push(format!("no database yet: {path} is made when the bot first runs"));
        }
        Some(_) | None => match Store::open_as_is(url).await {
            Ok(store) => check_store(&store, bank.as_ref(), &mut report).await?,
            Err(error) => report.errors.push(format!("database: {error:#}")),
        },
    }
    Ok(report)
}

fn check_bank(config: &Config, now: DateTime<Utc>, report: &mut Report) -> Option<Bank> {
    match questions::open(config.questions.as_deref(), now.date_naive()) {
        Ok(loaded) => {
            let questions: usize = loaded.bank.packs.iter().map(|pack| pack.questions.len()).sum();
            let resources = loaded.bank.resources().count();
            let packs = loaded.bank.packs.len();
            report
                .found
                .push(format!("packs: {packs}, questions: {questions}, resources: {resources}, errors: 0"));
            report.warnings.extend(loaded.warnings.iter().map(ToString::to_string));
            Some(loaded.bank)
        }
        Err(faults) => {
            report.errors.extend(faults.faults.iter().map(ToString::to_string));
            report.warnings.extend(faults.warnings.iter().map(ToString::to_string));
            None
        }
    }
}

/// The file of an SQLite address.
fn database_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    Some(path.split('?').next().unwrap_or(path)).filter(|path| *path != ":memory:")
}

async fn check_store(store: &Store, bank: Option<&Bank>, report: &mut Report) -> anyhow::Result<()> {
    report.errors.extend(store.faults().await?.into_iter().map(|fault| format!("database: {fault}")));
    let mut tx = store.read().await?;
    if let Some(bank) = bank {
        for (community, question) in tx.all_questions().await? {
            if question.is_own() {
                check_own(&mut tx, (&community, &question), report).await?;
            } else if bank.question(&question).is_none() {
                report.warnings.push(format!(
                    "{community} was asked {question}, which is not in the bank any more; give it back, retired"
                ));
            }
        }
    }
    let checked = check_streaks(&mut tx, report).await?;
    report.found.push(format!("database: the streaks of {checked} members computed again and compared"));
    Ok(())
}

/// A community's own question, which only its database has.
async fn check_own(
    tx: &mut Tx,
    (community, id): (&CommunityId, &QuestionId),
    report: &mut Report,
) -> anyhow::Result<()> {
    let Some(own) = tx.own_question(community, id).await? else {
        report.warnings.push(format!(
            "{community} was asked {id}, which is not among its own questions any more; import it again, retired"
        ));
        return Ok(());
    };
    if let Err(faults) = questions::own(id, &own.text) {
        report.errors.extend(faults.faults.iter().map(|fault| format!("{community}: {fault}")));
    }
    Ok(())
}

/// Every saved streak against the answers it is computed from.
async fn check_streaks(tx: &mut Tx, report: &mut Report) -> anyhow::Result<u64> {
    let mut after = (CommunityId(String::new()), MemberId(String::new()));
    let mut published = (after.0.clone(), Vec::new());
    let mut checked = 0;
    loop {
        let members = tx.members_after((&after.0, &after.1), PAGE).await?;
        let Some(last) = members.last().cloned() else { return Ok(checked) };
        for (community, member) in &members {
            if published.0 != *community {
                published = (community.clone(), tx.published(community).await?);
            }
            let saved = tx.streak(community, member).await?;
            let computed = compute_streak(tx, community, member, &published.1).await?;
            if saved != computed {
                report.errors.push(format!(
                    "streak of {member} in {community}: saved {saved:?}, but the answers give {computed:?}"
                ));
            }
            checked += 1;
        }
        after = last;
    }
}
