//! `/progress`: what the asker was asked, answered and has, by pack and topic. Only their own.

use chrono::{DateTime, Utc};

use super::{Actor, met};
use crate::domain::{Bank, Tally};
use crate::store::Tx;
use crate::view::{PackProgress, ProgressView, TopicProgress, View};

pub(super) async fn run(tx: &mut Tx, bank: &Bank, by: (&Actor, DateTime<Utc>)) -> anyhow::Result<View> {
    let story = met::read(tx, bank, by).await?;
    let mut packs: Vec<(&str, PackProgress)> = Vec::new();
    for known in &story.questions {
        let mut tally = Tally::default();
        tally.add(&known.met, known.question.revision);
        let at = packs.iter().position(|(id, _)| *id == known.pack.id).unwrap_or_else(|| {
            let pack = PackProgress {
                title: known.pack.title.clone(),
                week: known.pack.week,
                tally: Tally::default(),
                topics: Vec::new(),
            };
            packs.push((&known.pack.id, pack));
            packs.len() - 1
        });
        let (_, pack) = &mut packs[at];
        pack.tally.join(tally);
        match pack.topics.iter_mut().find(|topic| topic.topic == known.question.topic) {
            Some(topic) => topic.tally.join(tally),
            None => pack.topics.push(TopicProgress { topic: known.question.topic.clone(), tally }),
        }
    }
    Ok(View::Progress(ProgressView {
        member: by.0.member.clone(),
        packs: packs.into_iter().map(|(_, pack)| pack).collect(),
        ready: story.ready().len(),
    }))
}
