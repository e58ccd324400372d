//! How the bot does what a question asks.

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
