//! The command line: what a person can ask of the program, and which part of it answers.
//!
//! It decides nothing itself. Answers go to standard output, the log and errors to standard error.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::config::{self, Config};
use crate::domain::{CommunityId, Language};
use crate::{check, copy, demo, exchange, preview, questions, run, telemetry};

/// How long a process that is well may take to say so.
const PATIENCE: Duration = Duration::from_secs(3);

const EXAMPLES: &str = "\
Examples:
  quotidian demo                               try it in a browser, without token or account
  quotidian demo --days 5 --exit               watch a week pass, as text
  QUOTIDIAN_DISCORD_TOKEN=... quotidian run    run the bot
  quotidian check                              look for faults in questions, configuration and database
  quotidian new w08-containers w08-pod-limits  begin a question; the file explains itself
  quotidian preview w08-image-size             see a question as Discord will show it
  quotidian schema pack > pack.schema.json     let an editor check pack.toml as you type
  quotidian config --example > quotidian.toml  write a configuration to start from
  quotidian copy --from sqlite://quotidian.db --to postgres://bot@localhost/quotidian
                                               move to another database
  quotidian export --community discord:123 --format csv --to ours.csv
                                               write a community's own questions to a sheet
  quotidian import --community discord:123 ours.csv
                                               read them back
  quotidian healthcheck                        ask the bot on this machine whether it is alive";

/// Asks a study group one good question a day and helps it keep answering.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub struct Arguments {
    /// The configuration file; quotidian.toml is read if it is there and this is not given
    #[arg(long, global = true, value_name = "PATH")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Try it in a browser on this machine: no token, no account, and nothing is kept unless you say so
    Demo(Demo),
    /// Run the bot
    Run,
    /// Look for faults in questions, configuration and database; exits with 1 if there is one
    Check,
    /// Begin a question: write a file that explains itself, and list it in its pack
    ///
    /// It goes into the configured folder of questions, or into ./questions.
    New {
        /// The pack's folder, as in w08-containers
        pack: String,
        /// The question's id for ever, as in w08-pod-limits
        id: String,
    },
    /// Show a question as Discord will: post, hints and answer, and how full the limits are
    Preview {
        /// The question's id, as in w08-image-size
        id: String,
        /// What the bot says around it in this language, as in fr
        #[arg(long, default_value = "en", value_parser = read_language)]
        language: Language,
    },
    /// Print the JSON Schema of what a pack's files may say, for editors that complete and check as you type
    Schema {
        /// A question's front matter, a translation's, or pack.toml
        #[arg(value_parser = questions::SCHEMAS)]
        of: String,
    },
    /// Show what can be configured
    Config {
        /// Print a configuration file that names every key, with its default and what it is for
        #[arg(long, required = true)]
        example: bool,
    },
    /// Move everything to another database, such as from SQLite to PostgreSQL
    ///
    /// Stop the bot first. A copy that was broken off goes on when it is started again; in the end both databases are
    /// read again and compared. A PostgreSQL password need not stand on the command line: it is read from PGPASSWORD,
    /// or from ~/.pgpass.
    Copy {
        /// The database to copy from, as in sqlite://quotidian.db; nothing in it is changed
        #[arg(long, value_name = "URL")]
        from: String,
        /// The database to copy to, as in postgres://USER@HOST/DATABASE; empty, or holding a part of this copy
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Write a community's own questions to a sheet or a folder, to edit them or to keep them
    Export(Export),
    /// Read a community's own questions from a sheet or a folder: all of them, or none if anything is wrong
    ///
    /// The bot may run meanwhile, and has the questions from then on. A question whose id is there is changed; its
    /// revision grows when its meaning did. What is not in the file stays as it is.
    Import {
        /// Whose, as in discord:81384788765712384
        #[arg(long, value_name = "ID")]
        community: String,
        /// A file that ends in .csv or .md, or a folder of .md files
        path: PathBuf,
    },
    /// Ask a running bot whether it is alive; exits with 0 if it is
    Healthcheck {
        /// The page to ask; by default /healthz at the configured ops_addr
        #[arg(long)]
        url: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Export {
    /// Whose, as in discord:81384788765712384
    #[arg(long, value_name = "ID")]
    community: String,
    /// csv for a sheet, markdown for a folder with a file for each
    #[arg(long, value_parser = read_format)]
    format: questions::Format,
    /// A file or a folder that is not there yet
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
}

#[derive(Debug, Args)]
struct Demo {
    /// The page's port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// The first day, as in 2026-11-23; today if it is not given
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    from: Option<NaiveDate>,
    /// The time zone of the page's clock and of the community that plays, as in Europe/Paris
    #[arg(long, default_value_t = demo::ZONE, value_parser = read_zone)]
    zone: Tz,
    /// Let a small community play so many days by itself first
    #[arg(long, value_name = "N", default_value_t = 0)]
    days: u32,
    /// Print what the community did as a transcript, and end, instead of serving the page
    #[arg(long, requires = "days")]
    exit: bool,
    /// Keep the bot's database in this new file, to look into it or to run the bot on it
    #[arg(long, value_name = "PATH")]
    keep: Option<PathBuf>,
}

fn read_date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "that is no date; write year, month and day, as in 2026-11-23".to_owned())
}

fn read_format(text: &str) -> Result<questions::Format, String> {
    match text {
        "csv" => Ok(questions::Format::Csv),
        "markdown" => Ok(questions::Format::Markdown),
        _ => Err("write csv or markdown".to_owned()),
    }
}

fn read_language(text: &str) -> Result<Language, String> {
    let known = Language::ALL.map(Language::code).join(", ");
    Language::of_locale(text).ok_or_else(|| format!("that language is not here; there are {known}"))
}

fn read_zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| {
        "no such time zone; write continent and city, as in Europe/Paris or Africa/Douala".to_owned()
    })
}

/// Does what the arguments ask for.
pub async fn perform(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.task {
        Task::Demo(wish) => perform_demo(wish, &Config::load(arguments.config.as_deref())?).await,
        Task::Run => {
            let config = Config::load(arguments.config.as_deref())?;
            telemetry::init(&config.log, config.log_format)?;
            run::run(&config, Clock::System.now().date_naive()).await
        }
        Task::Check => {
            let config = Config::load(arguments.config.as_deref())?;
            let report = check::check(&config, Clock::System.now()).await?;
            answer(&report.text())?;
            anyhow::ensure!(
                report.errors.is_empty(),
                "there is something to mend; each line above that begins with error says what"
            );
            Ok(())
        }
        Task::New { pack, id } => {
            let config = Config::load(arguments.config.as_deref())?;
            let root = config.questions.unwrap_or_else(|| PathBuf::from("questions"));
            answer(&questions::create(&root, &pack, &id, Clock::System.now().date_naive())?)
        }
        Task::Preview { id, language } => {
            let config = Config::load(arguments.config.as_deref())?;
            answer(&preview::preview(&config, &id, language, Clock::System.now())?)
        }
        Task::Schema { of } => answer(&questions::schema(&of).context("there is no such schema")?),
        Task::Copy { from, to } => {
            let say = |text: &str| {
                // A copy that nobody watches is made all the same.
                let _ = answer(text);
            };
            copy::copy(&from, &to, say).await
        }
        Task::Export(Export { community, format, to }) => {
            let config = Config::load(arguments.config.as_deref())?;
            let url = config.database_url.expose_secret();
            answer(&exchange::export(url, &CommunityId(community), (format, &to)).await?)
        }
        Task::Import { community, path } => {
            let config = Config::load(arguments.config.as_deref())?;
            let url = config.database_url.expose_secret();
            let now = Clock::System.now();
            answer(&exchange::import(url, &CommunityId(community), &path, now).await?)
        }
        Task::Config { example: _ } => answer(config::EXAMPLE),
        Task::Healthcheck { url } => {
            let url = match url {
                Some(url) => url,
                None => health_url(Config::load(arguments.config.as_deref())?.ops_addr),
            };
            let said = check_health(&url).await?;
            answer(&format!("{said}\n"))
        }
    }
}

async fn perform_demo(wish: Demo, config: &Config) -> anyhow::Result<()> {
    // On its page the demo shows what matters; its log is for when something does not work.
    telemetry::init(if config.log == "info" { "warn" } else { &config.log }, config.log_format)?;
    let options = demo::Options {
        port: wish.port,
        from: wish.from,
        zone: wish.zone,
        days: wish.days,
        questions: config.questions.clone(),
        keep: wish.keep,
    };
    if wish.exit {
        return answer(&demo::transcript(&options).await?);
    }
    let stop = CancellationToken::new();
    let stopping = async {
        run::terminated().await?;
        stop.cancel();
        anyhow::Ok(())
    };
    let say = |text: &str| {
        // A demo that nobody can read still serves its page.
        let _ = answer(text);
    };
    tokio::try_join!(demo::serve(&options, stop.clone(), say), stopping).map(|_| ())
}

/// What a person asked for, where a pipe can pick it up. A reader who has seen enough is no error.
fn answer(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the answer")
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A bot that listens on every address is reached on this machine's own.
fn health_url(address: SocketAddr) -> String {
    let host = match address.ip() {
        single if !single.is_unspecified() => single,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    format!("http://{}/healthz", SocketAddr::new(host, address.port()))
}

/// The bot is asked directly: a proxy in between would answer for itself.
async fn check_health(url: &str) -> anyhow::Result<String> {
    let client =
        reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().context("cannot make a request")?;
    let reply = client.get(url).send().await.with_context(|| {
        format!(
            "no answer from {url}; see that the bot runs, and that ops_addr is the one it was started with"
        )
    })?;
    let status = reply.status();
    let page = reply.text().await.with_context(|| format!("cannot read the answer of {url}"))?;
    // Our own page is one line; of a stranger's, the first is plenty.
    let said = page.lines().next().unwrap_or_default();
    if !status.is_success() {
        bail!("not well: {url} says {status}, {said}; the log says more");
    }
    Ok(format!("well: {url} says {said}"))
}

#[cfg(test)]
mod tests;
