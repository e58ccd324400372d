//! One connection: serenity's shard manager in a thread and runtime of its own.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serenity::gateway::{ConnectionStage, GatewayError, ShardManager, ShardManagerOptions};
use serenity::model::gateway::GatewayIntents;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::plan::{Plan, end_of};
use super::{End, Forward};
use crate::discord::rest::Rest;

/// Servers, channels, threads, and that a message was posted; no privileged intent.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES);
/// How long logging off may take.
const LOGGING_OFF: Duration = Duration::from_millis(2_500);
/// How long the thread may take to end after that.
const ENDING: Duration = Duration::from_millis(500);
/// The close code that logs off.
const BYE: u16 = 1000;

/// A running connection. Dropping it ends the thread and with it all of serenity's tasks.
pub(super) struct Link {
    manager: Arc<ShardManager>,
    stop: oneshot::Sender<()>,
    gone: oneshot::Receiver<()>,
}

/// What serenity says when it gives up.
pub(super) struct GivenUp(BoxStream<'static, Result<(), GatewayError>>);

impl GivenUp {
    /// Resolves when serenity gives up.
    pub(super) async fn end(mut self) -> End {
        end_of(self.0.next().await)
    }
}

impl Link {
    /// Starts the thread and tells serenity to connect. Fails only when there can be no thread.
    pub(super) async fn start(rest: &Rest, plan: &Plan, handler: Forward) -> anyhow::Result<(Link, GivenUp)> {
        let options = ShardManagerOptions {
            data: Arc::default(),
            event_handlers: Vec::new(),
            raw_event_handlers: vec![Arc::new(handler)],
            shard_index: 0,
            shard_init: plan.shards,
            shard_total: plan.shards,
            ws_url: Arc::new(tokio::sync::Mutex::new(plan.url.clone())),
            http: Arc::new(rest.for_shards()),
            intents: INTENTS,
            presence: None,
        };
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("cannot start the gateway's runtime")?;
        let (stop, stopped) = oneshot::channel();
        let (is_gone, gone) = oneshot::channel();
        let (started, manager) = oneshot::channel();
        let run = move || {
            runtime.block_on(async move {
                let (manager, returned) = ShardManager::new(options);
                manager.initialize().expect("serenity only puts the shards into a queue");
                // Nobody listens any more when we are stopped this early; then `stopped` says so next.
                let _ = started.send((manager, returned));
                let _told_or_dropped = stopped.await;
            });
            drop(runtime);
            let _ = is_gone.send(());
        };
        std::thread::Builder::new()
            .name("discord-gateway".to_owned())
            .spawn(run)
            .context("cannot start the gateway's thread")?;
        let (manager, returned) = manager.await.context("the gateway's thread ended at once")?;
        Ok((Link { manager, stop, gone }, GivenUp(returned.boxed())))
    }

    /// How many shards are connected, by serenity's own book.
    pub(super) async fn connected_shards(&self) -> u32 {
        let runners = self.manager.runners.lock().await;
        let connected = runners.values().filter(|runner| runner.stage == ConnectionStage::Connected).count();
        u32::try_from(connected).unwrap_or(u32::MAX)
    }

    /// Logs off what is connected and ends the thread, within 3 seconds.
    pub(super) async fn end(self) {
        let _off_or_late = timeout(LOGGING_OFF, self.log_off()).await;
        let _ = self.stop.send(());
        let _gone_or_late = timeout(ENDING, self.gone).await;
    }

    /// Only connected shards: one that waits for a connection would never answer.
    async fn log_off(&self) {
        let connected: Vec<_> = {
            let runners = self.manager.runners.lock().await;
            let connected = runners.iter().filter(|(_, runner)| runner.stage == ConnectionStage::Connected);
            connected.map(|(shard, _)| *shard).collect()
        };
        for shard in connected {
            self.manager.shutdown(shard, BYE).await;
        }
    }
}
