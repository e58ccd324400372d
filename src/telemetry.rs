//! Where the log goes and what may never be in it.
//!
//! The log goes to standard error: standard output belongs to what a person asked for, such as the demo's
//! transcript. Nothing here may let a token, or a text that a member wrote, into a line.

use std::io::{self, IsTerminal};
use std::panic::PanicHookInfo;
use std::str::FromStr;

use anyhow::{Context, bail};
use tracing::level_filters::LevelFilter;
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, Registry, fmt};

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON otherwise.
    Auto,
    /// One readable line per event.
    Pretty,
    /// One JSON object per event.
    Json,
}

impl FromStr for LogFormat {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<LogFormat> {
        match text {
            "auto" => Ok(LogFormat::Auto),
            "pretty" => Ok(LogFormat::Pretty),
            "json" => Ok(LogFormat::Json),
            _ => bail!("{text:?} is not a log format; use auto, pretty or json"),
        }
    }
}

/// Starts the log for the whole process, panics included. To be called once.
pub fn init(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let terminal = io::stderr().is_terminal();
    let look = match format {
        LogFormat::Json => Look::Json,
        LogFormat::Auto if !terminal => Look::Json,
        LogFormat::Auto | LogFormat::Pretty => Look::Pretty { colours: terminal },
    };
    let subscriber = subscriber(parse_filter(filter)?, look, io::stderr);
    tracing::subscriber::set_global_default(subscriber).context("cannot start the log twice")?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Reads a filter such as `info` or `info,quotidian::store=debug`.
pub fn parse_filter(text: &str) -> anyhow::Result<EnvFilter> {
    for part in text.split(',').map(str::trim) {
        // A bare word that is no level would be taken for a target, and everything else go silent.
        let bare = !part.contains(['=', '[', ':']);
        if part.is_empty() || bare && part.parse::<LevelFilter>().is_err() {
            bail!("{part:?} is not a level; use error, warn, info, debug or trace, or `quotidian=debug`");
        }
    }
    EnvFilter::try_new(text).with_context(|| format!("{text:?} is not a log filter; try `info`"))
}

/// How a line is written, once we know where it goes.
#[derive(Clone, Copy)]
enum Look {
    Pretty { colours: bool },
    Json,
}

fn subscriber<W>(filter: EnvFilter, look: Look, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match look {
        Look::Pretty { colours } => fmt::layer().with_ansi(colours).with_writer(writer).boxed(),
        Look::Json => fmt::layer().json().flatten_event(true).with_writer(writer).boxed(),
    };
    let discreet = filter_fn(|metadata| is_discreet(metadata.target(), *metadata.level()));
    tracing_subscriber::registry().with(lines.with_filter(filter).with_filter(discreet))
}

/// Parts of serenity that put into lines and spans what must not be there, at any level: its HTTP side
/// request bodies and interaction tokens, its WebSocket a whole event that it could not read.
const INDISCREET: [&str; 2] = ["serenity::http", "serenity::gateway::ws"];

/// Whether lines and spans of this origin can be shown, however much detail the configuration asks for.
///
/// Below `warn` the rest of serenity prints whole events too, with what people wrote, so it has no switch.
fn is_discreet(target: &str, level: Level) -> bool {
    let within = |module: &str| {
        target.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    !INDISCREET.into_iter().any(within) && (!within("serenity") || level <= Level::WARN)
}

/// The place alone: a panic's message may quote the text it stumbled over.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    tracing::error!(panic.location = %place, "Panicked at {place}; please report this place, it is a bug");
}

#[cfg(test)]
mod tests;
