//! How the bot does what a question asks.

use crate::domain::{Question, QuestionId};

/// What the bot does about a question, once the answer is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeView {
    /// The question's title.
    pub title: String,
    /// What it does, Markdown.
    pub does: String,
    /// Why, Markdown.
    pub why: String,
    /// What it leaves out on purpose, Markdown.
    pub leaves_out: String,
    /// The files of the bot's repository in which that can be read, the best one first.
    pub places: Vec<String>,
    /// The address of a page with all of it, where there is one.
    pub page: Option<String>,
}

impl PracticeView {
    /// What is told of a question, if anything is.
    pub fn of(question: &Question) -> Option<Self> {
        let practice = question.practice.as_ref()?;
        let mut places: Vec<String> = question.shows.iter().map(|place| place.path.clone()).collect();
        // Several lines of one file are one place to open.
        places.dedup();
        Some(Self {
            title: question.title.clone(),
            does: practice.does.clone(),
            why: practice.why.clone(),
            leaves_out: practice.leaves_out.clone(),
            places,
            page: page(env!("CARGO_PKG_REPOSITORY"), env!("CARGO_PKG_VERSION"), &question.id),
        })
    }
}

/// Where all of it can be read as of this version; nowhere while the repository has no public address.
fn page(repository: &str, version: &str, question: &QuestionId) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/practice.md#{question}"))
}

#[cfg(test)]
mod tests;
