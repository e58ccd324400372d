//! What is to be noted waits here in the order in which it was told, and what waits together is committed together.
//!
//! Nothing is put off for company: who comes alone is committed at once, and who comes meanwhile waits for the next
//! commit. Whoever told is answered after the commit that holds it, never before.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, anyhow};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::Pump;
use super::delays::pause_until;
use crate::app::Note;
use crate::effect::EffectId;
use crate::event::Event;

/// How many share a commit at most: commands that write wait for it.
const TOGETHER: usize = 64;

/// How often an event is tried by itself when the database does not answer.
const TRIES: u32 = 5;

/// What waits to be noted, and the task that notes it.
#[derive(Debug, Default)]
pub(super) struct Queue {
    // Held to add or take, never across an await.
    line: Mutex<Line>,
    tasks: TaskTracker,
}

#[derive(Debug, Default)]
struct Line {
    waiting: VecDeque<Entry>,
    is_served: bool,
}

#[derive(Debug)]
struct Entry {
    note: Note,
    /// When it was told.
    at: DateTime<Utc>,
    noted: oneshot::Sender<anyhow::Result<bool>>,
}

impl Entry {
    fn stands_alone(&self) -> bool {
        matches!(&self.note, Note::Happened(event) if event.stands_alone())
    }
}

impl Queue {
    /// What is committed together next, first told first; `None` when nothing waits, and then nobody serves.
    fn next(&self) -> Option<Vec<Entry>> {
        let mut line = self.lock();
        let alone = line.waiting.iter().take(TOGETHER).position(Entry::stands_alone);
        let together = alone.map_or(TOGETHER, |position| position.max(1)).min(line.waiting.len());
        line.is_served = together > 0;
        line.is_served.then(|| line.waiting.drain(..together).collect())
    }

    fn lock(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pump {
    /// Something happened. Tried again while the database does not answer; what is lost then is logged and counted.
    /// It returns when that is settled.
    pub async fn tell(&self, event: Event) {
        if event == Event::Tick {
            // The next one comes by itself, and everything else would wait for this one.
            let told = self.inner.app.tell(Event::Tick, self.now()).await;
            return self.count_told(&Event::Tick, told);
        }
        self.tell_all([event]).await;
    }

    /// Several things happened, in this order; none of them a [`Event::Tick`].
    pub async fn tell_all(&self, events: impl IntoIterator<Item = Event>) {
        for noted in self.line_up(events.into_iter().map(Note::Happened)) {
            // What came of it was counted, and logged if there was need.
            let _ = noted.await;
        }
    }

    /// Something happened that is no [`Event::Tick`]: whether it was noted.
    pub(super) async fn is_told(&self, event: Event) -> bool {
        let Some(noted) = self.line_up([Note::Happened(event)]).pop() else { return false };
        matches!(noted.await, Ok(Ok(true)))
    }

    /// Notes that an effect is about to be attempted; `false` when it no longer waits.
    pub(super) async fn count_attempt(&self, id: &EffectId) -> anyhow::Result<bool> {
        let noted = self.line_up([Note::Attempted(id.clone())]).pop().context("cannot count the attempt")?;
        noted.await.context("cannot count the attempt")?
    }

    /// Waits until everything that was told is settled.
    pub async fn close(&self) {
        self.inner.queue.tasks.close();
        self.inner.queue.tasks.wait().await;
    }

    fn line_up(&self, notes: impl IntoIterator<Item = Note>) -> Vec<oneshot::Receiver<anyhow::Result<bool>>> {
        let (now, mut line) = (self.now(), self.inner.queue.lock());
        let mut told = Vec::new();
        for note in notes {
            let (noted, answer) = oneshot::channel();
            line.waiting.push_back(Entry { note, at: now, noted });
            told.push(answer);
        }
        if !line.waiting.is_empty() && !std::mem::replace(&mut line.is_served, true) {
            let pump = self.clone();
            drop(self.inner.queue.tasks.spawn(async move {
                while let Some(entries) = pump.inner.queue.next() {
                    pump.settle(entries).await;
                }
            }));
        }
        told
    }

    /// Notes entries in their order. Where that fails, each half is tried by itself, so that one which can never be
    /// noted costs the others time and nothing else.
    async fn settle(&self, entries: Vec<Entry>) {
        let mut parts = vec![entries];
        while let Some(mut part) = parts.pop() {
            match self.note(&part).await {
                Ok(noted) => {
                    for (entry, noted) in part.into_iter().zip(noted) {
                        self.answer(entry, Ok(noted));
                    }
                }
                Err(error) if part.len() == 1 => {
                    let entry = part.remove(0);
                    let noted = self.note_with_patience(&entry, error).await;
                    self.answer(entry, noted);
                }
                Err(error) => {
                    let events = part.len();
                    tracing::warn!(error = format!("{error:#}"), "Trying {events} events again in halves");
                    parts.push(part.split_off(events / 2));
                    parts.push(part);
                }
            }
        }
    }

    async fn note_with_patience(&self, entry: &Entry, mut error: anyhow::Error) -> anyhow::Result<bool> {
        if matches!(entry.note, Note::Attempted(_)) {
            // It was not attempted, and comes again by itself.
            return Err(error);
        }
        let mut pause = self.inner.pace.first;
        for _ in 1..TRIES {
            tracing::warn!(error = format!("{error:#}"), "Trying an event again");
            pause_until(Instant::now() + pause).await;
            pause *= 2;
            match self.note(std::slice::from_ref(entry)).await {
                Ok(_) => return Ok(true),
                Err(again) => error = again,
            }
        }
        Err(error)
    }

    /// All of it or nothing. A panic is the fault of one of them, and must not end the others.
    async fn note(&self, entries: &[Entry]) -> anyhow::Result<Vec<bool>> {
        let noting = async {
            match entries {
                [Entry { note: Note::Happened(event), at, .. }] if event.stands_alone() => {
                    self.inner.app.tell(event.clone(), *at).await.map(|()| vec![true])
                }
                _ => {
                    let notes: Vec<_> = entries.iter().map(|entry| (entry.note.clone(), entry.at)).collect();
                    self.inner.app.note(&notes).await
                }
            }
        };
        let noted = AssertUnwindSafe(noting).catch_unwind().await;
        let noted = noted.unwrap_or_else(|_| Err(anyhow!("noting what happened panicked")))?;
        self.inner.metrics.count_commit();
        Ok(noted)
    }

    fn answer(&self, entry: Entry, noted: anyhow::Result<bool>) {
        // Whoever told may have gone; what they told is settled all the same.
        let _ = match &entry.note {
            Note::Happened(event) => {
                let is_noted = noted.is_ok();
                self.count_told(event, noted.map(|_| ()));
                entry.noted.send(Ok(is_noted))
            }
            Note::Attempted(_) => entry.noted.send(noted),
        };
    }

    fn count_told(&self, event: &Event, told: anyhow::Result<()>) {
        let outcome = if told.is_ok() { "ok" } else { "error" };
        self.inner.metrics.count_event("core", event.kind(), outcome);
        if let Err(error) = told {
            let _in_its_span = tracing::info_span!("event", event.kind = event.kind()).entered();
            self.trouble(error);
        }
    }
}
