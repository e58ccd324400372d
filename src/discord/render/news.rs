//! What organisers are told privately, and the one line for a long run.

use super::suggest::decided;
use super::text::{channel, member, plain};
use super::{Calls, Shown};
use crate::domain::MemberId;
use crate::effect::{News, Part};
use crate::view::Decided;
use crate::words::Words;

/// News for an organiser; `community` is the server's name.
pub(crate) fn organiser_news(news: &News, community: &str, words: Words) -> Shown {
    let community = format!("**{}**", plain(community));
    Shown::line(match news {
        News::PostFailed { part, why } => {
            words.news_post_failed(&self::part(*part, words), &community, &plain(why))
        }
        News::PostUncertain { channel: place } => words.news_post_uncertain(&channel(place), &community),
        News::ChannelGone => words.news_channel_gone(&community),
        News::FewQuestions { left } => words.news_few_questions(&community, *left),
        News::NoQuestions => words.news_no_questions(&community),
        News::Suggested { .. } => words.news_suggested(&community),
        News::Decided { title, approved, note, .. } => {
            let told = Decided { title: title.clone(), approved: *approved, note: note.clone() };
            format!("{community}: {}", decided(&told, words))
        }
    })
}

fn part(part: Part, words: Words) -> String {
    match part {
        Part::Message => words.part_message(),
        Part::Thread => words.part_thread(),
        Part::Crosspost => words.part_crosspost(),
        Part::Pin => words.part_pin(),
        Part::Mark => words.part_mark(),
        Part::Reveal => words.part_reveal(),
    }
}

/// One line for a long run; it calls that member and nobody else.
pub(crate) fn congratulation(who: &MemberId, length: i64, words: Words) -> Shown {
    let calls = Calls::Member(who.as_str().to_owned());
    Shown { calls, ..Shown::line(words.congratulate(&member(who), length)) }
}
