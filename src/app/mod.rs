//! What happens when. A flow loads, decides, saves, and says what is to be done, in one transaction; flows that wait at
//! the same time share one.
//!
//! Two doors: [`App::tell`] for what happened, [`App::ask`] for who wants to know. It names no platform.

mod answers;
mod away;
mod daily;
mod known;
mod membership;
mod private;
mod receipts;
mod reveals;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tracing::Instrument;

use crate::commands::outgoing::{enqueue, pending};
use crate::commands::{self, Actor, Choice, Command};
use crate::compose::{self, Found};
use crate::domain::{Bank, CommunityId, Language, QuestionId, ThreadId};
use crate::effect::{Effect, EffectId, Receipt};
use crate::event::Event;
use crate::store::{Asked, Store, Tx, is_conflict};
use crate::view::View;

pub(crate) use answers::compute_streak;
use known::Known;

/// The product, without a platform.
#[derive(Clone, Debug)]
pub struct App {
    store: Store,
    bank: Arc<Bank>,
    known: Known,
}

/// Something to be noted, with whatever else waits to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// It happened; not one that [stands alone](Event::stands_alone).
    Happened(Event),
    /// An effect is about to be attempted.
    Attempted(EffectId),
}

/// An effect that waits to be carried out.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Names it for ever.
    pub id: EffectId,
    /// For which community.
    pub community: CommunityId,
    /// What.
    pub effect: Effect,
    /// Above 0 it may have been carried out.
    pub attempts: i64,
}

impl App {
    /// The product over a store and a bank; reads which threads are its own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(store: Store, bank: Arc<Bank>) -> anyhow::Result<Self> {
        let mut tx = store.read().await?;
        let known = Known::from(tx.all_threads().await?);
        for (community, language) in tx.languages().await? {
            known.speak(community, language);
        }
        Ok(Self { store, bank, known })
    }

    /// Something happened. Commits the new state and the effects it calls for, together.
    ///
    /// # Errors
    /// When the database does not answer; then nothing was kept.
    pub async fn tell(&self, event: Event, now: DateTime<Utc>) -> anyhow::Result<()> {
        match event {
            Event::Tick => again(|| self.tick(now)).await,
            Event::CommunitiesSeen { platform, communities } => {
                again(|| membership::communities_seen(&self.store, platform, &communities, now)).await
            }
            Event::MessagePosted(_)
            | Event::MessagesDeleted { .. }
            | Event::ChannelDeleted { .. }
            | Event::ChannelsSeen { .. }
            | Event::ChannelChanged { .. }
            | Event::CommunityLeft(_)
            | Event::CommunityJoined(_)
            | Event::HearingBegan(_)
            | Event::HeardUntil { .. }
            | Event::EffectDone(..)
            | Event::EffectRefused(..)
            | Event::EffectUncertain(_) => self.note(&[(Note::Happened(event), now)]).await.map(|_| ()),
        }
    }

    async fn tick(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        self.catch_up(now).await?;
        daily::tick(&self.store, &self.bank, now).await?;
        // After the day's questions were claimed: an answer that goes with one of them waits for it.
        reveals::tick(&self.store, &self.bank, now).await?;
        private::delete_old(&self.store, now).await?;
        for (community, members) in self.known.take_shown() {
            membership::look_for(&self.store, &community, &members, now).await?;
        }
        Ok(())
    }

    /// Notes several things in their order, each at its time, and commits once: all of it is kept, with the effects it
    /// calls for, or nothing. Says of each attempt whether its effect still waits, and of an event `true`.
    ///
    /// # Errors
    /// When the database does not answer, or one of them cannot be noted; then nothing was kept.
    pub async fn note(&self, notes: &[(Note, DateTime<Utc>)]) -> anyhow::Result<Vec<bool>> {
        let (noted, posted) = again(|| self.commit(notes)).await?;
        for post in posted {
            match post {
                Post::Ours(asked, thread) => {
                    say_posted(&asked);
                    self.known.add((asked.community, asked.question, thread));
                }
                Post::Elsewhere(now) => {
                    // What was noted stands. What another process posted is looked for with every tick too.
                    if let Err(error) = self.catch_up(now).await {
                        tracing::warn!(
                            error = format!("{error:#}"),
                            "Looking for posts of another process again"
                        );
                    }
                }
            }
        }
        Ok(noted)
    }

    async fn commit(&self, notes: &[(Note, DateTime<Utc>)]) -> anyhow::Result<(Vec<bool>, Vec<Post>)> {
        let mut tx = self.store.begin().await?;
        let (mut noted, mut posted) = (Vec::with_capacity(notes.len()), Vec::new());
        for (note, now) in notes {
            noted.push(match note {
                Note::Attempted(id) => tx.count_attempt(&id.0).await?,
                Note::Happened(event) => {
                    let span = tracing::info_span!("event", event.kind = event.kind());
                    posted.extend(tell_one(&mut tx, &self.bank, event.clone(), *now).instrument(span).await?);
                    true
                }
            });
        }
        tx.commit().await?;
        Ok((noted, posted))
    }

    /// Learns what another process of ours posted: while one takes over from the other, answers come to both. Those
    /// that came before this was known are looked for.
    async fn catch_up(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let rows = self.store.read().await?.threads_since(self.known.caught_up(now)).await?;
        let found: Vec<&ThreadId> =
            rows.iter().map(|(_, _, thread)| thread).filter(|thread| !self.known.knows(thread)).collect();
        if !found.is_empty() {
            let mut tx = self.store.begin().await?;
            for thread in found {
                away::thread_found(&mut tx, thread, now).await?;
            }
            tx.commit().await?;
        }
        self.known.catch_up(rows, now);
        Ok(())
    }

    /// Someone asked. Returns what they should see.
    ///
    /// # Errors
    /// A [`crate::words::UserError`] when the asker can mend it; else when the database does not answer.
    pub async fn ask(&self, command: Command, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<View> {
        if let Some(view) = commands::run_from_memory(&command, actor)? {
            return Ok(view);
        }
        let view = again(|| self.run(command.clone(), actor, now)).await?;
        if let View::Leaderboard(board) = &view {
            // Whether they are still there is looked into with the next tick: nobody waits for it here.
            self.known.show(&actor.community, board.rows.iter().map(|place| &place.member));
        }
        if let View::Setup(setup) = &view {
            self.known.speak(setup.community.clone(), setup.language);
        }
        Ok(view)
    }

    async fn run(&self, command: Command, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<View> {
        let mut tx = match commands::writes(&command) {
            true => self.store.begin().await?,
            false => self.store.read().await?,
        };
        let answered = commands::answered_privately(&command);
        let view = commands::run(&mut tx, &self.bank, command, (actor, now)).await?;
        if let Some(day) = answered {
            private::count(&mut tx, day, actor, now).await?;
        }
        tx.commit().await?;
        Ok(view)
    }

    /// Suggestions for what is being typed, from memory; only a community's own questions are read.
    pub async fn complete(
        &self,
        community: &CommunityId,
        into: (&str, &str),
        typed: (&str, Language),
    ) -> Vec<Choice> {
        let asked = match into.0 {
            "question" => self.asked_in(community).await,
            "bank" => self.everything_in(community).await,
            _ => Vec::new(),
        };
        commands::complete(&self.bank, &asked, into, typed)
    }

    /// What a community was asked. Without its database it is still offered what is in memory.
    async fn asked_in(&self, community: &CommunityId) -> Vec<Found<'_>> {
        let mut asked = self.known.asked_in(community);
        if asked.iter().any(QuestionId::is_own) {
            let read = async || {
                let mut tx = self.store.read().await?;
                compose::find_all(&mut tx, &self.bank, community, &asked).await
            };
            match read().await {
                Ok(found) => return found,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "Suggesting without what is in the database")
                }
            }
            asked.retain(|id| !id.is_own());
        }
        compose::in_bank_all(&self.bank, &asked)
    }

    /// What a community can be asked. Without its database it is still offered what is in memory.
    async fn everything_in(&self, community: &CommunityId) -> Vec<Found<'_>> {
        let read = async || {
            let mut tx = self.store.read().await?;
            compose::everything(&mut tx, &self.bank, community).await
        };
        read().await.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "Suggesting without what is in the database");
            compose::in_bank_all(&self.bank, &compose::in_whole_bank(&self.bank))
        })
    }

    /// In which language a community is spoken to, once it was set up; from memory alone.
    pub fn language(&self, community: &CommunityId) -> Option<Language> {
        self.known.language(community)
    }

    /// Whether a thread is one of ours, from memory alone.
    pub fn knows_thread(&self, thread: &ThreadId) -> bool {
        self.known.knows(thread)
    }

    /// The effects that wait, most urgent first; nothing is posted where an organiser stopped it. One that this
    /// version cannot read is left for a newer one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting(&self, limit: i64) -> anyhow::Result<Vec<Waiting>> {
        let rows = self.store.read().await?.outgoing(Effect::PUBLISH_QUESTION, limit).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let effect = serde_json::from_str(&row.payload)
                    .inspect_err(|error| tracing::warn!(effect.id = %row.effect, %error, "Cannot read a waiting effect"))
                    .ok()?;
                Some(Waiting { id: EffectId(row.effect), community: row.community, effect, attempts: row.attempts })
            })
            .collect())
    }

    /// Waits until one more effect waits.
    pub async fn more_waits(&self) {
        self.store.added().await;
    }

    /// How many effects wait.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_waiting(&self) -> anyhow::Result<i64> {
        self.store.read().await?.count_outgoing().await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> anyhow::Result<()> {
        self.store.ping().await
    }

    /// Lets the database go.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// How often work is begun that another transaction stood in the way of.
const TURNS: u32 = 4;

/// Does work that ends in a commit, and does it again when the database chose it to give way to another transaction: with
/// rows held in every order, two may wait for each other.
async fn again<T, W: Future<Output = anyhow::Result<T>>>(work: impl Fn() -> W) -> anyhow::Result<T> {
    for _ in 1..TURNS {
        match work().await {
            Err(error) if is_conflict(&error) => {
                tracing::info!(
                    error = format!("{error:#}"),
                    "Doing again what gave way to another transaction"
                );
            }
            done => return done,
        }
    }
    work().await
}

/// A post that stands in its channel.
enum Post {
    /// Noted by this process, and its thread.
    Ours(Box<Asked>, ThreadId),
    /// Noted by another process of ours, or for nothing, at this time.
    Elsewhere(DateTime<Utc>),
}

/// Says that a question stands in its channel, posted just now or found there. Only once that is committed: alarms count
/// this line, and raise when there is none.
fn say_posted(asked: &Asked) {
    tracing::info!(
        community.id = %asked.community,
        question.day = %asked.day.0,
        question.ordinal = asked.ordinal.0,
        question.id = %asked.question,
        "Posted question {}",
        asked.ordinal.0
    );
}

async fn tell_one(
    tx: &mut Tx,
    bank: &Bank,
    event: Event,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Post>> {
    match event {
        Event::MessagePosted(message) => answers::message_posted(tx, message, now).await,
        Event::MessagesDeleted { thread, messages, .. } => {
            answers::messages_deleted(tx, &thread, &messages, now).await
        }
        Event::ChannelDeleted { community, channel } => {
            membership::channel_deleted(tx, &community, &channel, now).await
        }
        Event::ChannelsSeen { community, channels } => {
            membership::channels_seen(tx, &community, &channels, now).await
        }
        Event::ChannelChanged { community, channel, kind } => {
            membership::channel_changed(tx, &community, (&channel, kind)).await
        }
        Event::CommunityLeft(community) => membership::left(tx, &community, now).await,
        Event::CommunityJoined(community) => membership::joined(tx, &community, now).await,
        Event::EffectDone(id, Receipt::Published { message, thread, at, kind }) => {
            let published = receipts::published(tx, bank, &id, (message, thread, at, kind), now).await?;
            return Ok(Some(match published {
                Some((asked, thread)) => Post::Ours(Box::new(asked), thread),
                None => Post::Elsewhere(now),
            }));
        }
        Event::HearingBegan(community) => away::hearing_began(tx, &community, now).await,
        Event::HeardUntil { platform, at } => tx.put_heard(platform, at).await,
        Event::EffectDone(id, receipt) => receipts::done(tx, &id, receipt, now).await,
        Event::EffectRefused(id, refusal) => receipts::refused(tx, &id, refusal, now).await,
        Event::EffectUncertain(id) => receipts::uncertain(tx, &id, now).await,
        Event::Tick | Event::CommunitiesSeen { .. } => {
            anyhow::bail!("an event that stands alone is told by itself")
        }
    }?;
    Ok(None)
}
