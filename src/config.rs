//! What the operator decides: a TOML file and `QUOTIDIAN_*` variables, read once at the start.
//!
//! This is the only reader of the environment. It checks everything it can without touching a network or a
//! database, and reports all problems at once. It must never print a secret, not even a wrong one.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use secrecy::SecretString;

use crate::telemetry::{self, LogFormat};

mod settings;

use settings::{KEYS, PREFIX, Settings};

/// A configuration file that names every key, with its default and what it is for.
pub const EXAMPLE: &str = include_str!("../config.example.toml");

/// Where the configuration file is looked for when nobody names one.
pub const DEFAULT_PATH: &str = "quotidian.toml";

/// Everything the operator can decide.
#[derive(Clone, Debug)]
pub struct Config {
    /// The bot's token, without the word `Bot`. Only `run` needs it: see [`Config::discord_token`].
    pub discord_token: Option<SecretString>,
    /// Where state is kept. Secret, since it may hold a password.
    pub database_url: SecretString,
    /// A folder of packs that replaces the embedded ones.
    pub questions: Option<PathBuf>,
    /// Where health and metrics are served.
    pub ops_addr: SocketAddr,
    /// The origin of another server that speaks Discord's protocol, such as `http://127.0.0.1:8788`.
    pub discord_api_base: Option<String>,
    /// The log's filter, already checked.
    pub log: String,
    /// How a log line looks.
    pub log_format: LogFormat,
}

impl Config {
    /// Reads the file at `path`, or [`DEFAULT_PATH`] if there is one, and the environment.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Config> {
        let toml = match path {
            Some(path) => Some(std::fs::read_to_string(path).with_context(|| cannot_read(path))?),
            None => default_file()?,
        };
        Config::from(toml.as_deref(), variables()?, |path| std::fs::read_to_string(path))
    }

    /// Makes a configuration of the file's text and the environment's variables, which win.
    ///
    /// Variables of other programs are passed over. `read_file` reads the files that hold secrets.
    pub fn from(
        toml: Option<&str>,
        variables: impl IntoIterator<Item = (String, String)>,
        read_file: impl Fn(&Path) -> io::Result<String>,
    ) -> anyhow::Result<Config> {
        let mut settings = Settings::gather(toml, variables, read_file);
        let config = Config {
            discord_token: settings.take("discord_token", parse_token),
            database_url: settings.take_or("database_url", "sqlite://quotidian.db", parse_database_url),
            questions: settings.take("questions", |folder| Ok(PathBuf::from(folder))),
            ops_addr: settings.take_or("ops_addr", "127.0.0.1:9464", parse_address),
            discord_api_base: settings.take("discord_api_base", parse_origin),
            log: settings.take_or("log", "info", parse_log),
            log_format: settings.take_or("log_format", "auto", str::parse),
        };
        settings.finish()?;
        Ok(config)
    }

    /// The bot's token, for what cannot do without one.
    pub fn discord_token(&self) -> anyhow::Result<&SecretString> {
        self.discord_token.as_ref().context(
            "there is no Discord token; set QUOTIDIAN_DISCORD_TOKEN, or QUOTIDIAN_DISCORD_TOKEN_FILE to a \
             file that holds it (the README says where to get one), or try `quotidian demo`, which needs none",
        )
    }

    /// The name of every variable the bot knows, for its documentation.
    pub fn variable_names() -> Vec<String> {
        KEYS.iter()
            .flat_map(|key| key.names())
            .map(|name| format!("{PREFIX}{}", name.to_uppercase()))
            .collect()
    }
}

fn default_file() -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(DEFAULT_PATH) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| cannot_read(Path::new(DEFAULT_PATH))),
    }
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read the configuration file {}", path.display())
}

/// Our variables only: a stranger's may hold bytes that are not text, and are none of our business.
fn variables() -> anyhow::Result<Vec<(String, String)>> {
    let mut ours = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        let Ok(value) = value.into_string() else { bail!("{name} is not UTF-8 text; set it again") };
        ours.push((name.to_owned(), value));
    }
    Ok(ours)
}

fn parse_token(text: &str) -> anyhow::Result<SecretString> {
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        bail!(
            "there are blanks or line breaks within the token; give the token alone, on one line, without `Bot `"
        );
    }
    Ok(SecretString::from(text))
}

fn parse_database_url(text: &str) -> anyhow::Result<SecretString> {
    match text.split_once(':').map(|(scheme, _)| scheme) {
        Some("sqlite") => {}
        Some("postgres" | "postgresql") => check_postgres_url(text)?,
        _ => bail!(
            "this is neither a SQLite nor a PostgreSQL address; give one such as sqlite://quotidian.db or \
             {POSTGRES_URL}"
        ),
    }
    Ok(SecretString::from(text))
}

const POSTGRES_URL: &str = "postgres://USER:PASSWORD@HOST/DATABASE";

/// What may stand behind the `?` of a PostgreSQL address.
const POSTGRES_PARAMETERS: [&str; 11] = [
    "application_name",
    "dbname",
    "host",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];

/// The driver would write a parameter that it does not know into the log with its value, which may be a secret.
fn check_postgres_url(text: &str) -> anyhow::Result<()> {
    let url = reqwest::Url::parse(text).ok().filter(|url| url.fragment().is_none());
    let Some(url) = url else {
        bail!(
            "this is not a PostgreSQL address; give one such as {POSTGRES_URL}, and write characters of a password \
             that mean something in an address by their code, such as %23 for #"
        );
    };
    match url.query_pairs().find(|(name, _)| !POSTGRES_PARAMETERS.contains(&name.as_ref())) {
        Some((name, _)) => bail!("{name:?} is not a parameter; those are {}", POSTGRES_PARAMETERS.join(", ")),
        None => Ok(()),
    }
}

fn parse_address(text: &str) -> anyhow::Result<SocketAddr> {
    text.parse().map_err(|_| {
        anyhow!("{text:?} is not an address; give an IP address and a port, such as 127.0.0.1:9464")
    })
}

/// An origin, because Discord's own paths are added behind it: a path would end up in there twice.
fn parse_origin(text: &str) -> anyhow::Result<String> {
    let advice = "give scheme, host and port alone, such as http://127.0.0.1:8788";
    let Ok(url) = reqwest::Url::parse(text) else { bail!("this is not an address; {advice}") };
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        bail!("this is not an http:// or https:// address; {advice}");
    }
    if !url.username().is_empty() || url.password().is_some() {
        bail!("a name or password does not belong here; {advice}");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        bail!("{text:?} goes on behind the host, where the bot puts Discord's own paths; {advice}");
    }
    Ok(url.origin().ascii_serialization())
}

fn parse_log(text: &str) -> anyhow::Result<String> {
    telemetry::parse_filter(text)?;
    Ok(text.to_owned())
}
