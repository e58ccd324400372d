//! The program as an operator starts it, and the machine it runs on: for every figure that is taken of it.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use quotidian::standin::discord::Discord;

/// The token that the pretend Discord accepts.
pub(crate) const TOKEN: &str = "bench-token";
/// How often a starting bot is asked whether it is ready.
pub(crate) const POLL: Duration = Duration::from_millis(5);

/// The bot as a process of its own. Dropping it ends it.
pub(crate) struct Bot {
    process: Child,
    ops: SocketAddr,
    client: reqwest::Client,
}

impl Bot {
    /// Starts the program on `database_url`, with what it logs thrown away. How long it took until it was ready.
    ///
    /// # Errors
    /// When it cannot be started, or is not ready within `patience`.
    pub(crate) async fn start(
        discord: &Discord,
        database: &Path,
        patience: Duration,
    ) -> anyhow::Result<(Duration, Bot)> {
        let ops = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let client = reqwest::Client::builder().no_proxy().build()?;
        let started = Instant::now();
        let process = Command::new(env!("CARGO_BIN_EXE_quotidian"))
            .arg("run")
            .current_dir(database.parent().context("the database is in a folder")?)
            .env("QUOTIDIAN_DISCORD_TOKEN", TOKEN)
            .env("QUOTIDIAN_DISCORD_API_BASE", discord.origin())
            .env("QUOTIDIAN_DATABASE_URL", format!("sqlite://{}", database.display()))
            .env("QUOTIDIAN_OPS_ADDR", ops.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let bot = Bot { process, ops, client };
        while bot.page("readyz").await.is_err() {
            ensure!(started.elapsed() < patience, "the bot does not get ready");
            quiet(POLL).await;
        }
        Ok((started.elapsed(), bot))
    }

    /// A page for operators.
    ///
    /// # Errors
    /// When it does not answer, or not with success.
    pub(crate) async fn page(&self, name: &str) -> anyhow::Result<String> {
        let page = self.client.get(format!("http://{}/{name}", self.ops)).send().await?;
        Ok(page.error_for_status()?.text().await?)
    }

    /// SIGTERM: it ends by itself, and well.
    ///
    /// # Errors
    /// When it ends badly.
    pub(crate) fn terminate(mut self) -> anyhow::Result<()> {
        Command::new("kill").arg(self.process.id().to_string()).status()?;
        ensure!(self.process.wait()?.success(), "the bot ends well on SIGTERM");
        Ok(())
    }

    /// Its resident memory in kibibytes.
    ///
    /// # Errors
    /// When Linux does not say.
    pub(crate) fn resident(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// How long processors have worked for it, itself and in the kernel. Linux counts in hundredths of a second.
    ///
    /// # Errors
    /// When Linux does not say.
    pub(crate) fn worked(&self) -> anyhow::Result<Duration> {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let (_, fields) = status.rsplit_once(')').context("no name in /proc/PID/stat")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        Ok(Duration::from_millis((fields[11].parse::<u64>()? + fields[12].parse::<u64>()?) * 10))
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // One that has ended already needs no ending.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says on what the figures are taken.
///
/// # Errors
/// When the machine does not say how many processors it has.
pub(crate) fn print_machine(folder: &Path) -> anyhow::Result<()> {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model = processors.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split_once(": ")).map_or("unknown", |(_, model)| model);
    let mounts = read("/proc/mounts");
    let mounts = mounts.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let disk = mounts.filter(|mount| folder.starts_with(mount[1])).max_by_key(|mount| mount[1].len());
    println!(
        "Quotidian {}, {} profile\n{} processors ({model}), Linux {}, load {}, database on {}\n\
         SQLite: journal_mode = wal, synchronous = full, foreign_keys = on\n",
        env!("CARGO_PKG_VERSION"),
        if cfg!(debug_assertions) { "dev" } else { "release" },
        std::thread::available_parallelism()?,
        read("/proc/sys/kernel/osrelease").trim(),
        read("/proc/loadavg").split(' ').next().unwrap_or_default(),
        disk.map_or("unknown", |mount| mount[2]),
    );
    Ok(())
}

/// So many percent are no longer than this.
pub(crate) fn of(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent).div_ceil(100).saturating_sub(1)]
}

/// A time in milliseconds.
pub(crate) fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// Kibibytes as mebibytes.
pub(crate) fn mebibytes(kibibytes: u64) -> String {
    format!("{}.{} MiB", kibibytes / 1024, kibibytes % 1024 * 10 / 1024)
}

/// Waits.
#[expect(clippy::disallowed_methods, reason = "nothing is to happen meanwhile")]
pub(crate) async fn quiet(time: Duration) {
    tokio::time::sleep(time).await;
}
