use insta::assert_snapshot;

use super::*;
use crate::domain::{Period, Place};
use crate::effect::{News, Part};
use crate::view::{HelpView, LeaderboardView, Mark, OpenView, PrivacyView, StreakView};

const SHARED: Frame = Frame { words: Words::English, shared: true, asked_at: None };

fn a_streak(current: i64, longest: i64) -> StreakView {
    StreakView {
        member: "42".into(),
        own: true,
        current,
        longest,
        total: longest,
        marks: vec![Mark::None, Mark::InTime, Mark::None, Mark::Late, Mark::Open],
        open: Some(OpenView {
            thread: Some("7".into()),
            closes_at: Some(at("2026-11-25T08:00:00Z")),
            answered: false,
        }),
        ready: 0,
    }
}

fn shows(streak: StreakView, frame: &Frame) -> String {
    drawn(&render(&View::Streak(streak), frame))
}

#[test]
fn a_streak_is_a_line_and_a_row_of_squares() {
    assert_snapshot!(shows(a_streak(12, 12), &ALONE), @r#"
    # Your streak
    **12** in a row. <#7> is open until <t:1795593600:F>.

    🟩⬜🟨🔲
    -# 🟩 answered · 🟨 answered later · ⬜ not answered · 🔲 still open
    -# Longest run: 12 · Answered in all: 12
    "#);
}

#[test]
fn a_streak_at_rest_is_no_reproach() {
    assert_snapshot!(shows(a_streak(0, 9), &ALONE), @r#"
    # Your streak
    Your longest run was **9**. <#7> is open until <t:1795593600:F>.

    🟩⬜🟨🔲
    -# 🟩 answered · 🟨 answered later · ⬜ not answered · 🔲 still open
    -# Longest run: 9 · Answered in all: 9
    "#);
    assert_snapshot!(shows(StreakView { marks: Vec::new(), ..a_streak(0, 0) }, &ALONE), @r#"
    # Your streak
    Your first answer starts your streak. <#7> is open until <t:1795593600:F>.
    "#);
}

#[test]
fn shared_or_of_someone_else_a_streak_names_its_owner() {
    assert_snapshot!(shows(StreakView { marks: Vec::new(), ..a_streak(12, 12) }, &SHARED), @r#"
    # Streak
    <@42>: **12** in a row.
    -# Longest run: 12 · Answered in all: 12
    "#);
    let other = StreakView { own: false, marks: Vec::new(), ..a_streak(0, 0) };
    assert_snapshot!(shows(other, &ALONE), @r#"
    # Streak
    <@42> has not started a streak yet.
    "#);
}

#[test]
fn thirty_squares_stand_in_three_rows() {
    let marks = vec![Mark::InTime; 31];
    let shown = shows(StreakView { marks, ..a_streak(30, 30) }, &ALONE);
    let rows: Vec<usize> =
        shown.lines().filter(|line| line.starts_with('🟩')).map(|row| row.chars().count()).collect();
    assert_eq!(rows, [10, 10, 10]);
}

fn a_board() -> LeaderboardView {
    let place = |place, member: &str, answered| Place { place, member: member.into(), answered };
    LeaderboardView {
        period: Period::Week,
        page: 1,
        pages: 2,
        rows: vec![place(1, "1", 5), place(1, "2", 5), place(3, "3", 4)],
        around: vec![place(11, "41", 2), place(12, "42", 1)],
        reader: "42".into(),
        reader_hidden: false,
        asked: 5,
    }
}

#[test]
fn a_board_shows_ties_and_where_the_reader_is() {
    assert_snapshot!(drawn(&render(&View::Leaderboard(a_board()), &ALONE)), @r#"
    # This week's board
    **1.** <@1> · 5
    **1.** <@2> · 5
    **3.** <@3> · 4

    -# Around you
    **11.** <@41> · 2
    **12.** <@42> · **1** (you)

    -# 5 questions asked · page 1 of 2
    [Back → board/week/0 off] [Next → board/week/2] [This month → board/month/1] [All time → board/all/1]
    "#);
}

#[test]
fn a_hidden_reader_is_told_so_and_never_shown_to_others() {
    let board = View::Leaderboard(LeaderboardView { reader_hidden: true, page: 2, ..a_board() });
    assert_snapshot!(drawn(&render(&board, &ALONE)), @r#"
    # This week's board
    **1.** <@1> · 5
    **1.** <@2> · 5
    **3.** <@3> · 4

    -# Around you
    **11.** <@41> · 2
    **12.** <@42> · **1** (you)

    -# You are hidden, so nobody else sees you here. **/privacy** changes that.
    -# 5 questions asked · page 2 of 2
    [Back → board/week/1] [Next → board/week/3 off] [This month → board/month/1] [All time → board/all/1]
    "#);
    let shared = drawn(&render(&board, &SHARED));
    assert!(!shared.contains("<@42>") && !shared.contains("hidden"), "{shared}");
}

#[test]
fn an_empty_board_is_an_invitation() {
    let board = LeaderboardView { rows: Vec::new(), around: Vec::new(), pages: 1, asked: 0, ..a_board() };
    assert_snapshot!(drawn(&render(&View::Leaderboard(board), &ALONE)), @r#"
    # This week's board
    Nobody is on this board yet. The next answer is the first name here.

    -# No question asked yet
    [This month → board/month/1] [All time → board/all/1]
    "#);
}

#[test]
fn privacy_says_what_is_kept_and_asks_twice_before_deleting() {
    let privacy = PrivacyView {
        answers: 12,
        scores: 2,
        hints: true,
        reviews: 3,
        texts: 1,
        proposed: 1,
        hidden: false,
        confirming: false,
    };
    assert_snapshot!(drawn(&render(&View::Privacy(privacy.clone()), &ALONE)), @r#"
    # What I keep about you here
    12 answers: that they are yours, when they came and which messages they are. Never what you wrote in a thread.
    One private answer with its text, for 14 days after you last changed it; at once if you take it back.
    How you say you did on 2 questions when their answers came. Nobody else sees that.
    How many hints you opened of a question whose answer is not out yet.
    How you say you did with questions that came back, 3 times. Nobody else sees that.
    One question that you suggested, and that it came from you.
    Whoever ran **/setup** last is noted too, so that I can tell them when something fails.

    I keep that until you delete it here, or until 30 days after I leave this server. It makes streaks, boards, **/review** and **/progress**, nothing else.

    Others see you on the boards.
    [Hide me from boards → hide/true] [Delete everything about me → forget/false]
    "#);
    let sure = PrivacyView { confirming: true, hidden: true, ..privacy };
    assert_snapshot!(drawn(&render(&View::Privacy(sure), &ALONE)), @r#"
    # What I keep about you here
    Delete it all? Your streak and your places go with it, and I can't bring them back. Your messages stay; those are yours. To keep it all, just close this.
    [Yes, delete everything → forget/true]
    "#);
}

#[test]
fn help_is_the_catalogue() {
    assert_snapshot!(drawn(&render(&View::Help(HelpView { organiser: true }), &ALONE)), @r#"
    # One good question a day
    Each scheduled day I post one question and open a thread under it. Write in the thread and the day counts. That is all there is to it.

    **/today** Where is today's question, and have I answered it?
    **/streak** How many questions in a row have I answered?
    **/leaderboard** Who answered most this week, this month or ever
    **/review** Meet again what you did not get to or found hard, just for you
    **/progress** How far have I come, by week and topic?
    **/question** Find a question that was asked here, and what a strong answer covers
    **/resources** Find guides and workshops by topic or word
    **/suggest** Propose a question for this group to be asked
    **/privacy** See what I keep about you, hide from boards, or delete it
    **/help** What I can do

    For those who manage this server
    **/setup** Set up the daily question: channel, time, packs
    **/bank** See what comes next, look at any question, and decide what is asked here
    **/doctor** Check that everything is ready for the next question

    -# Only you see what I reply, unless you choose to share it.
    "#);
    assert!(!drawn(&render(&View::Help(HelpView { organiser: false }), &ALONE)).contains("/setup"));
}

#[test]
fn organisers_are_told_what_happened_and_what_to_press() {
    let news = [
        News::PostFailed { part: Part::Message, why: "Missing Permissions".to_owned() },
        News::PostUncertain { channel: "7".into() },
        News::ChannelGone,
        News::FewQuestions { left: 7 },
        News::NoQuestions,
    ];
    let said = news.map(|news| drawn(&organiser_news(&news, "Study *group*", Words::English)));
    assert_snapshot!(said.join("\n"), @r#"
    I could not make today's post in **Study \*group\***. Discord said: Missing Permissions. Run **/doctor** there: it names what to change.
    I don't know whether today's question reached <#7> in **Study \*group\***: Discord broke off, and I can't read the channel to look. I never post twice, so I wait. Give my role **Read Message History** there: then I look, and go on from what I find.
    The channel of the daily question in **Study \*group\*** is gone, so I have paused. Run **/setup** there to choose another; all streaks are kept.
    7 questions are left in **Study \*group\***, then they start again. **/setup** there shows which others I have.
    There is no question left to ask in **Study \*group\***. Run **/setup** there and choose a set of questions.
    "#);
}
