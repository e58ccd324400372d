//! What the operator can decide, and what they are told when it cannot be.

use std::io;
use std::path::Path;

use insta::assert_snapshot;
use quotidian::config::{self, Config};
use quotidian::telemetry::LogFormat;
use secrecy::ExposeSecret;

/// The only files there are.
fn secret_file(path: &Path) -> io::Result<String> {
    match path.to_str() {
        Some("/run/secrets/token") => Ok("token-from-a-file\n".to_owned()),
        Some("/run/secrets/empty") => Ok("\n".to_owned()),
        Some("/run/secrets/pasted") => Ok(" \tthe-token \r\n\n".to_owned()),
        Some("/run/secrets/two-lines") => Ok("hush\nhush\n".to_owned()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    }
}

fn read(toml: &str, variables: &[(&str, &str)]) -> anyhow::Result<Config> {
    let variables = variables.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
    Config::from(Some(toml), variables, secret_file)
}

fn complaint(toml: &str, variables: &[(&str, &str)]) -> String {
    format!("{:#}", read(toml, variables).expect_err("it should be refused"))
}

#[test]
fn nothing_given_is_enough_for_the_demo_but_not_to_run() {
    let config = Config::from(None, [], secret_file).unwrap();

    assert_eq!(config.database_url.expose_secret(), "sqlite://quotidian.db");
    assert_eq!(config.ops_addr.to_string(), "127.0.0.1:9464");
    assert_eq!(config.log, "info");
    assert_eq!(config.log_format, LogFormat::Auto);
    assert!(config.questions.is_none() && config.discord_api_base.is_none());
    assert_snapshot!(config.discord_token().unwrap_err(), @"there is no Discord token; set QUOTIDIAN_DISCORD_TOKEN, or QUOTIDIAN_DISCORD_TOKEN_FILE to a file that holds it (the README says where to get one), or try `quotidian demo`, which needs none");
}

#[test]
fn variables_win_over_the_file_key_by_key() {
    let toml = "log = 'warn'\nlog_format = 'json'\ndiscord_token_file = '/nowhere'";
    let variables = [("QUOTIDIAN_LOG", "debug"), ("QUOTIDIAN_QUESTIONS", "my-packs"), ("HOME", "/root")];

    let config = read(&toml.replace("/nowhere", "/run/secrets/token"), &variables).unwrap();

    assert_eq!(config.log, "debug");
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.questions.as_deref(), Some(Path::new("my-packs")));
}

#[test]
fn a_secret_given_one_way_replaces_the_same_secret_given_another_way_in_the_file() {
    let toml = "discord_token = 'token-from-the-configuration'";

    let config = read(toml, &[("QUOTIDIAN_DISCORD_TOKEN_FILE", "/run/secrets/token")]).unwrap();

    assert_eq!(config.discord_token().unwrap().expose_secret(), "token-from-a-file");
}

#[test]
fn all_problems_are_told_at_once_each_with_its_remedy() {
    let toml = "
        ops_adr = '127.0.0.1:1'
        log = 3
    ";
    let variables = [
        ("QUOTIDIAN_DISCORD_TOKN", "x"),
        ("QUOTIDIAN_COLOUR", "blue"),
        ("QUOTIDIAN_OPS_ADDR", "nine"),
        ("QUOTIDIAN_LOG_FORMAT", "xml"),
        ("QUOTIDIAN_QUESTIONS", ""),
        ("QUOTIDIAN_DATABASE_URL_FILE", "/run/secrets/nothing"),
    ];

    assert_snapshot!(complaint(toml, &variables), @r#"
    the configuration is not right:
      - `log` in the configuration file is of type integer; write it as text, in quotes
      - `ops_adr` in the configuration file is unknown; did you mean ops_addr?
      - the variable QUOTIDIAN_DISCORD_TOKN is unknown; did you mean QUOTIDIAN_DISCORD_TOKEN?
      - the variable QUOTIDIAN_COLOUR is unknown; remove it, or look in `quotidian config --example` for the right name
      - QUOTIDIAN_DATABASE_URL_FILE: cannot read the file "/run/secrets/nothing" (entity not found); check that it is there and that the bot may read it
      - QUOTIDIAN_QUESTIONS is empty; give it a value or remove it
      - QUOTIDIAN_OPS_ADDR: "nine" is not an address; give an IP address and a port, such as 127.0.0.1:9464
      - QUOTIDIAN_LOG_FORMAT: "xml" is not a log format; use auto, pretty or json
    "#);
}

#[test]
fn a_secret_set_twice_in_one_place_is_refused() {
    let variables =
        [("QUOTIDIAN_DISCORD_TOKEN", "one"), ("QUOTIDIAN_DISCORD_TOKEN_FILE", "/run/secrets/token")];
    assert_snapshot!(complaint("", &variables), @"the configuration is not right: QUOTIDIAN_DISCORD_TOKEN and QUOTIDIAN_DISCORD_TOKEN_FILE are both set; remove one of them");

    let toml = "database_url = 'sqlite://a.db'\ndatabase_url_file = '/run/secrets/token'";
    assert_snapshot!(complaint(toml, &[]), @"the configuration is not right: `database_url` in the configuration file and `database_url_file` in the configuration file are both set; remove one of them");
}

#[test]
fn an_empty_secret_is_refused() {
    assert_snapshot!(complaint("", &[("QUOTIDIAN_DISCORD_TOKEN", " ")]), @"the configuration is not right: QUOTIDIAN_DISCORD_TOKEN is empty; give it a value or remove it");
    assert_snapshot!(complaint("discord_token_file = '/run/secrets/empty'", &[]), @r#"the configuration is not right: `discord_token_file` in the configuration file (the file "/run/secrets/empty") is empty; give it a value or remove it"#);
}

#[test]
fn what_stands_around_a_secret_when_it_is_pasted_is_left_out() {
    let given = [
        ("discord_token = '  the-token '", ("HOME", "/root")),
        ("", ("QUOTIDIAN_DISCORD_TOKEN", "the-token\r\n")),
        ("", ("QUOTIDIAN_DISCORD_TOKEN", "\tthe-token \n\n")),
        ("", ("QUOTIDIAN_DISCORD_TOKEN_FILE", "/run/secrets/pasted")),
    ];
    for (toml, variable) in given {
        let config = read(toml, &[variable]).unwrap();
        assert_eq!(config.discord_token().unwrap().expose_secret(), "the-token", "{toml} {variable:?}");
    }
    let config = read("", &[("QUOTIDIAN_DATABASE_URL", "postgres://bot@db/quotidian\n")]).unwrap();
    assert_eq!(config.database_url.expose_secret(), "postgres://bot@db/quotidian");
}

#[test]
fn a_token_with_something_else_beside_it_is_refused_with_what_to_do() {
    assert_snapshot!(complaint("", &[("QUOTIDIAN_DISCORD_TOKEN", "Bot hush")]), @"the configuration is not right: QUOTIDIAN_DISCORD_TOKEN: there are blanks or line breaks within the token; give the token alone, on one line, without `Bot `");
    assert_snapshot!(complaint("discord_token_file = '/run/secrets/two-lines'", &[]), @r#"the configuration is not right: `discord_token_file` in the configuration file (the file "/run/secrets/two-lines"): there are blanks or line breaks within the token; give the token alone, on one line, without `Bot `"#);
}

#[test]
fn no_message_quotes_a_secret_even_a_wrong_one() {
    let read_back = read("discord_token = 'hush'\ndatabase_url = 'sqlite://hush'", &[]).unwrap();
    let said = [
        format!("{read_back:?}"),
        complaint("discord_token = 'hush hush'", &[]),
        complaint("discord_token_file = '/run/secrets/two-lines'", &[]),
        complaint("database_url = 'mysql://bot:hush@db'", &[]),
        complaint("database_url = 'postgres://bot:hush#@db'", &[]),
        complaint("database_url = 'postgres://db?pass=hush'", &[]),
        complaint("discord_token = \"hush", &[]),
        complaint("discord_token = hush", &[]),
        complaint("discord_token = ['hush']", &[]),
        complaint(
            "",
            &[("QUOTIDIAN_DISCORD_TOKN", "hush"), ("QUOTIDIAN_DISCORD_API_BASE", "https://bot:hush@host")],
        ),
    ];

    for line in said {
        assert!(!line.contains("hush"), "{line}");
    }
}

#[test]
fn state_is_kept_in_sqlite_or_in_postgresql() {
    for url in [
        "sqlite://quotidian.db",
        "postgres://bot:hush@db.example/quotidian",
        "postgresql://bot@db.example:5433/quotidian?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "postgres:///quotidian?host=/run/postgresql&user=bot",
    ] {
        let config = read(&format!("database_url = '{url}'"), &[]).unwrap();
        assert_eq!(config.database_url.expose_secret(), url);
    }
    let about = |url: &str| complaint(&format!("database_url = '{url}'"), &[]);
    assert_snapshot!(about("mysql://bot:hush@db/quotidian"), @"the configuration is not right: `database_url` in the configuration file: this is neither a SQLite nor a PostgreSQL address; give one such as sqlite://quotidian.db or postgres://USER:PASSWORD@HOST/DATABASE");
    assert_snapshot!(about("postgres://bot:hu#sh@db/quotidian"), @"the configuration is not right: `database_url` in the configuration file: this is not a PostgreSQL address; give one such as postgres://USER:PASSWORD@HOST/DATABASE, and write characters of a password that mean something in an address by their code, such as %23 for #");
    assert_snapshot!(about("postgres://bot@db/quotidian?passwort=hush"), @r#"the configuration is not right: `database_url` in the configuration file: "passwort" is not a parameter; those are application_name, dbname, host, options, password, port, sslcert, sslkey, sslmode, sslrootcert, user"#);
}

#[test]
fn a_file_that_is_not_toml_is_told_with_its_line() {
    assert_snapshot!(complaint("log = 'info'\nops_addr = \"127", &[]), @r#"the configuration is not right: the configuration file is not TOML: line 2: invalid basic string, expected `"`; mend that line"#);
}

#[test]
fn the_links_kubernetes_sets_for_a_service_are_passed_over() {
    let variables = [
        ("QUOTIDIAN_PORT", "tcp://10.0.0.1:9464"),
        ("QUOTIDIAN_PORT_9464_TCP_ADDR", "10.0.0.1"),
        ("QUOTIDIAN_SERVICE_HOST", "10.0.0.1"),
        ("QUOTIDIAN_SERVICE_PORT_OPS", "9464"),
    ];

    assert!(read("", &variables).is_ok());
}

#[test]
fn another_server_is_named_by_its_origin_alone() {
    for (given, kept) in [
        ("http://127.0.0.1:8788", "http://127.0.0.1:8788"),
        ("https://chat.example/", "https://chat.example"),
        ("HTTP://[::1]:80", "http://[::1]"),
    ] {
        let config = read("", &[("QUOTIDIAN_DISCORD_API_BASE", given)]).unwrap();
        assert_eq!(config.discord_api_base.as_deref(), Some(kept));
    }
    for wrong in
        ["127.0.0.1:8788", "localhost:1", "ftp://host", "http://", "http://h/?x", "http://u@h", "http:///"]
    {
        assert!(
            complaint("", &[("QUOTIDIAN_DISCORD_API_BASE", wrong)]).contains("scheme, host and port"),
            "{wrong}"
        );
    }
    assert_snapshot!(complaint("discord_api_base = 'https://chat.example/api/v10'", &[]), @r#"the configuration is not right: `discord_api_base` in the configuration file: "https://chat.example/api/v10" goes on behind the host, where the bot puts Discord's own paths; give scheme, host and port alone, such as http://127.0.0.1:8788"#);
}

#[test]
fn the_example_is_all_comments_and_names_every_key_with_its_default() {
    assert!(config::EXAMPLE.parse::<toml::Table>().unwrap().is_empty());

    let settings: Vec<&str> = config::EXAMPLE
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| is_setting(line))
        .collect();
    let named = settings.iter().map(|line| format!("QUOTIDIAN_{}", key(line).to_uppercase()));
    assert_eq!(named.collect::<Vec<_>>(), Config::variable_names());

    let defaults = shown(&Config::from(None, [], secret_file).unwrap());
    for line in settings.into_iter().filter(|line| !key(line).ends_with("_file")) {
        let config = read(&line.replace("paste the token here", "t"), &[]).unwrap();
        let has_no_default = ["discord_token", "questions", "discord_api_base"].contains(&key(line));
        assert_eq!(shown(&config) != defaults, has_no_default, "{line}");
    }
}

/// A commented-out setting, not a sentence.
fn is_setting(line: &str) -> bool {
    line.contains(" = ") && key(line).chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

fn key(line: &str) -> &str {
    line.split(" = ").next().unwrap_or_default()
}

/// Everything, the database's address included.
fn shown(config: &Config) -> String {
    format!("{config:?} {}", config.database_url.expose_secret())
}
