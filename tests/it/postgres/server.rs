//! A PostgreSQL server of our own. It stops when this process ends, however that happens: the shell that started it
//! waits for the end of a pipe that this process holds.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// The password of the server's owner, so that it is worth keeping out of logs.
const PASSWORD: &str = "open sesame%";

/// The same as an address spells it.
const SPELT: &str = "open%20sesame%25";

/// A server that ends with this process.
pub(crate) struct Server {
    port: u16,
    /// Its input is the pipe; nothing is ever written to it.
    _shell: Child,
}

/// Makes a cluster in `$1`, runs a server of it on port `$3` until the pipe ends, and removes it.
const LIFE: &str = r#"
set -u
umask 077
live() {
    mkdir "$1/data" && printf '%s' "$PGPASSWORD" >"$1/password" &&
        "$2/initdb" --pgdata="$1/data" --username=quotidian --pwfile="$1/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync >"$1/log" 2>&1 &&
        "$2/pg_ctl" start --wait --silent --pgdata="$1/data" --log="$1/log" --options="-c port=$3 \
            -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 $4" >>"$1/log" 2>&1
}
if live "$@"; then
    echo ready
    read -r _
    "$2/pg_ctl" stop --mode=immediate --silent --pgdata="$1/data" >/dev/null 2>&1
else
    cat "$1/log"
fi
rm -rf "$1"
"#;

impl Server {
    /// Starts one with its files in a new folder of `place`, and with settings such as `-c fsync=off`.
    pub(crate) fn start(place: &Path, settings: &str) -> Server {
        // Between looking for a free port and taking it, another may take it.
        let mut said = String::new();
        for _ in 0..3 {
            match Self::try_start(place, settings) {
                Ok(server) => return server,
                Err(error) => said = error,
            }
        }
        panic!(
            "PostgreSQL does not start; scripts/install-test-tools installs one that does. It says:\n{said}"
        );
    }

    fn try_start(place: &Path, settings: &str) -> Result<Server, String> {
        let programs = programs();
        let folder = TempDir::with_prefix_in("postgres-", place).unwrap().keep();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut shell = as_somebody(&folder);
        shell.args(["sh", "-c", LIFE, "sh"]).arg(&folder).arg(programs).args([&port.to_string(), settings]);
        shell.env("PGPASSWORD", PASSWORD).current_dir("/").process_group(0);
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(shell.stdout.take().unwrap());
        let mut said = String::new();
        output.read_line(&mut said).unwrap();
        if said == "ready\n" {
            return Ok(Server { port, _shell: shell });
        }
        output.read_to_string(&mut said).unwrap();
        shell.wait().unwrap();
        Err(said)
    }

    /// Makes a database; its address.
    pub(crate) async fn database(&self, name: &str) -> String {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let statement = AssertSqlSafe(format!("create database {name}"));
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.url(name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://quotidian:{SPELT}@127.0.0.1:{}/{database}", self.port)
    }
}

/// Where the newest server's programs are.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    found.sort_by_key(|bin| {
        bin.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok())
    });
    found.splice(
        0..0,
        std::env::split_paths(&path)
            .filter_map(|bin| Some(std::fs::canonicalize(bin.join("initdb")).ok()?.parent()?.to_owned())),
    );
    found.retain(|bin| ["initdb", "pg_ctl", "postgres"].iter().all(|program| bin.join(program).exists()));
    found.pop().expect(
        "these stories need a PostgreSQL server; run scripts/install-test-tools, or install your system's package \
         postgresql, and try again",
    )
}

/// PostgreSQL refuses to run as root: then everything is done as the user that Debian makes for it, who gets the folder.
fn as_somebody(folder: &Path) -> Command {
    let owner = std::fs::metadata(folder).unwrap().uid();
    if owner != 0 {
        return Command::new("env");
    }
    let id = |of: &str| {
        let said = Command::new("id").args([of, "postgres"]).output().unwrap();
        let text = String::from_utf8(said.stdout).unwrap();
        text.trim()
            .parse::<u32>()
            .expect("PostgreSQL refuses root, and there is no user postgres to be; make one")
    };
    let (user, group) = (id("-u"), id("-g"));
    chown(folder, Some(user), Some(group)).unwrap();
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
    command
}
