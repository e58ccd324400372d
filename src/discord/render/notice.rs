//! One thing to say.

use super::text::{channel, date, jump, list, plain, topic, with_distance};
use crate::view::Notice;
use crate::words::Words;

/// The sentence of a notice.
pub(super) fn notice(notice: &Notice, words: Words) -> String {
    match notice {
        Notice::NotStarted => words.notice_not_started(),
        Notice::NothingAsked(Some(first)) => words.notice_nothing_asked_until(&with_distance(*first)),
        Notice::NothingAsked(None) => words.notice_nothing_asked(),
        Notice::OnItsWay => words.notice_on_its_way(),
        Notice::NoQuestionFound(typed) => words.notice_no_question_found(&plain(typed)),
        Notice::QuestionGone { title, day, thread: None } => {
            words.notice_question_gone(&plain(title), &date(words, day.0))
        }
        Notice::QuestionGone { title, day, thread: Some(thread) } => {
            words.notice_question_gone_thread(&plain(title), &date(words, day.0), &channel(thread))
        }
        Notice::NoSuchQuestion => words.notice_no_such_question(),
        Notice::NoHints => words.notice_no_hints(),
        Notice::HintsToCome => words.notice_hints_to_come(),
        Notice::AnswerIsOut(community, Some((thread, message))) => {
            words.notice_answer_is_out(&jump(community, thread, message.as_ref()))
        }
        Notice::AnswerIsOut(_, None) => words.notice_answer_is_out_alone(),
        Notice::NoPractice => words.notice_no_practice(),
        Notice::AnswerToCome => words.question_not_out(),
        Notice::NoResourceFound(typed, topics) if topics.is_empty() => {
            words.notice_no_resource_found_alone(&plain(typed))
        }
        Notice::NoResourceFound(typed, topics) => {
            let topics: Vec<String> = topics.iter().take(10).map(|slug| topic(slug, words)).collect();
            words.notice_no_resource_found(
                &plain(typed),
                &list(&topics, |first, last| words.list_and(first, last)),
            )
        }
        Notice::Hidden => words.notice_hidden(),
        Notice::Shown => words.notice_shown(),
        Notice::KeptPrivate => words.notice_kept_private(),
        Notice::NothingMet => words.notice_nothing_met(),
        Notice::NothingBack(None) => words.notice_nothing_back(),
        Notice::NothingBack(Some(day)) => words.notice_nothing_back_until(&date(words, day.0)),
        Notice::Forgotten => words.notice_forgotten(),
    }
}
