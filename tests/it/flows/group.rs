//! A study group without a platform: what is owed to the world is carried out by hand, at a time set by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;
use chrono_tz::Tz;
use quotidian::app::{App, Note, Waiting};
use quotidian::commands::{Actor, Command, Setup, Start};
use quotidian::domain::{
    Bank, CommunityId, Day, Language, MemberId, MessageId, Pack, Period, Practice, Premise, Question,
    QuestionKind, QuestionStatus, Resource, ResourceKind, ResourceLevel, ResourceStatus, ThreadId, Weekdays,
};
use quotidian::effect::{ChannelKind, Effect, News, Receipt};
use quotidian::event::{Event, Message, Refusal};
use quotidian::store::{Asked, Community, Store, Trouble, Tx};
use quotidian::view::{LeaderboardView, QuestionPost, SetupView, StreakView, View};

use crate::postgres::Db;

/// Where the stories take place.
pub(crate) const HERE: &str = "discord:1";

/// The channel that is set up.
pub(crate) const CHANNEL: &str = "c1";

pub(crate) struct Group {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) bank: Arc<Bank>,
    pub(crate) now: DateTime<Utc>,
    /// Everything that was carried out, oldest first.
    pub(crate) done: Vec<Effect>,
    /// Members who are no longer there.
    pub(crate) gone: BTreeSet<&'static str>,
    pub(crate) db: Db,
}

impl Group {
    /// A group that was never set up, with a bank of so many questions, early on Monday 19 October 2026.
    pub(crate) async fn new(questions: usize) -> Self {
        Self::new_on(Db::sqlite(), questions).await
    }

    /// The same on a given database.
    pub(crate) async fn new_on(db: Db, questions: usize) -> Self {
        let store = Store::open(&db.url).await.expect("a database");
        let bank = Arc::new(bank(questions));
        let app = App::open(store.clone(), Arc::clone(&bank)).await.expect("the core");
        let now = instant(Paris, "2026-10-19 08:00");
        Self { app, store, bank, now, done: Vec::new(), gone: BTreeSet::new(), db }
    }

    /// A group that is asked at 09:00 in Paris every day, from Monday 19 October 2026 on.
    pub(crate) async fn running(questions: usize) -> Self {
        Self::running_on(Db::sqlite(), questions).await
    }

    /// The same on a given database.
    pub(crate) async fn running_on(db: Db, questions: usize) -> Self {
        let mut group = Self::new_on(db, questions).await;
        group.set_up().await;
        group.press(Setup::Start(Start::Ask)).await;
        group
    }

    pub(crate) async fn set_up(&mut self) {
        self.press(Setup::Channel(CHANNEL.into(), ChannelKind::Text)).await;
        self.press(Setup::Weekdays(Weekdays::ALL)).await;
        self.press(when("09:00", "Europe/Paris")).await;
    }

    /// Another process over the same database.
    pub(crate) async fn another_app(&self) -> App {
        let store = Store::open(&self.db.url).await.expect("a database");
        App::open(store, Arc::clone(&self.bank)).await.expect("the core")
    }

    /// Sets the clock, in Paris: `2026-10-20 09:00`.
    pub(crate) fn at(&mut self, local: &str) -> &mut Self {
        self.now = instant(Paris, local);
        self
    }

    pub(crate) async fn tell(&self, event: Event) {
        self.app.tell(event, self.now).await.expect("the core takes every event");
    }

    /// Counts an attempt; whether the effect still waits.
    pub(crate) async fn attempt(&self, waiting: &Waiting) -> bool {
        let note = Note::Attempted(waiting.id.clone());
        self.app.note(&[(note, self.now)]).await.expect("an attempt") == [true]
    }

    pub(crate) async fn tick(&self) {
        self.tell(Event::Tick).await;
    }

    /// The effects that wait.
    pub(crate) async fn waiting(&self) -> Vec<Waiting> {
        self.app.waiting(1000).await.expect("what waits")
    }

    /// The names of the effects that wait, most urgent first.
    pub(crate) async fn kinds(&self) -> Vec<&'static str> {
        self.waiting().await.iter().map(|waiting| waiting.effect.kind()).collect()
    }

    /// The one effect of a kind that waits.
    pub(crate) async fn the(&self, kind: &str) -> Waiting {
        let mut found: Vec<Waiting> =
            self.waiting().await.into_iter().filter(|waiting| waiting.effect.kind() == kind).collect();
        assert_eq!(found.len(), 1, "one {kind} waits");
        found.remove(0)
    }

    /// Carries out everything that waits, and what follows from it, as a platform does that refuses nothing.
    pub(crate) async fn carry_out(&mut self) {
        loop {
            let waiting = self.waiting().await;
            if waiting.is_empty() {
                return;
            }
            for waiting in waiting {
                if !self.attempt(&waiting).await {
                    continue;
                }
                let receipt = self.receipt(&waiting.effect);
                self.done.push(waiting.effect.clone());
                self.tell(Event::EffectDone(waiting.id, receipt)).await;
            }
        }
    }

    pub(crate) fn receipt(&self, effect: &Effect) -> Receipt {
        match effect {
            Effect::PublishQuestion { post, channel_kind, .. } => {
                let day = post.day.to_string();
                let (message, thread) = (MessageId(format!("post-{day}")), thread(&day));
                Receipt::Published { message, thread, at: self.now, kind: *channel_kind }
            }
            Effect::RevealAnswer { thread, .. } => {
                Receipt::Revealed { message: MessageId(format!("answer-{thread}")), at: self.now }
            }
            Effect::ShareAnswer { day, member, .. } => {
                Receipt::Shared(format!("shared-{day}-{member}").into())
            }
            Effect::CheckMember { member, .. } => {
                Receipt::MemberIs { present: !self.gone.contains(member.as_str()) }
            }
            Effect::OpenThread { .. }
            | Effect::CrosspostQuestion { .. }
            | Effect::PinQuestion { .. }
            | Effect::UnpinQuestion { .. }
            | Effect::MarkAnswer { .. }
            | Effect::Congratulate { .. }
            | Effect::UnshareAnswer { .. }
            | Effect::TellOrganiser { .. }
            | Effect::CompareThread { .. } => Receipt::Done,
        }
    }

    /// 09:00 in Paris on a day: the question is asked and everything is carried out.
    pub(crate) async fn morning(&mut self, day: &str) {
        self.at(&format!("{day} 09:00"));
        self.tick().await;
        self.carry_out().await;
    }

    /// An attempt at an effect that the platform refuses.
    pub(crate) async fn refuse(&self, kind: &str, refusal: Refusal) {
        let waiting = self.the(kind).await;
        assert!(self.attempt(&waiting).await);
        self.tell(Event::EffectRefused(waiting.id, refusal)).await;
    }

    /// A message in a day's thread, now.
    pub(crate) async fn answers(&self, member: &str, message: &str, day: &str) {
        self.answered_at(member, message, (day, self.now)).await;
    }

    /// A message in a day's thread at some time, told now.
    pub(crate) async fn answered_at(&self, member: &str, message: &str, (day, at): (&str, DateTime<Utc>)) {
        self.tell(Event::MessagePosted(Message {
            community: here(),
            thread: thread(day),
            author: member.into(),
            id: message.into(),
            at,
        }))
        .await;
    }

    pub(crate) async fn deletes(&self, messages: &[&str], day: &str) {
        let messages = messages.iter().map(|id| MessageId::from(*id)).collect();
        self.tell(Event::MessagesDeleted { community: here(), thread: thread(day), messages }).await;
    }

    pub(crate) async fn ask(&self, member: &str, command: Command) -> View {
        self.app.ask(command, &actor(member), self.now).await.expect("an answer")
    }

    /// The organiser does something in the panel.
    pub(crate) async fn press(&self, change: Setup) -> SetupView {
        let actor = Actor { is_organiser: true, ..actor("olga") };
        let view = self.app.ask(Command::Setup(change), &actor, self.now).await.expect("the panel");
        let View::Setup(panel) = view else { panic!("not the panel: {view:?}") };
        *panel
    }

    pub(crate) async fn streak(&self, member: &str) -> StreakView {
        let view = self.ask(member, Command::Streak(None)).await;
        let View::Streak(streak) = view else { panic!("not a streak: {view:?}") };
        streak
    }

    /// Questions in a row now, the longest run, and altogether.
    pub(crate) async fn run(&self, member: &str) -> (i64, i64, i64) {
        let streak = self.streak(member).await;
        (streak.current, streak.longest, streak.total)
    }

    pub(crate) async fn board(&self, reader: &str) -> LeaderboardView {
        let view = self.ask(reader, Command::Leaderboard(Period::AllTime, 1)).await;
        let View::Leaderboard(board) = view else { panic!("not a board: {view:?}") };
        board
    }

    /// Who is on the board, as `reader` sees it.
    pub(crate) async fn on_board(&self, reader: &str) -> Vec<String> {
        self.board(reader).await.rows.into_iter().map(|row| row.member.0).collect()
    }

    pub(crate) async fn tx(&self) -> Tx {
        self.store.read().await.expect("a transaction")
    }

    /// The questions that reached the group, oldest first.
    pub(crate) async fn asked(&self) -> Vec<Asked> {
        let mut asked = self.tx().await.latest_asked(&here(), 1000).await.expect("the questions");
        asked.reverse();
        asked
    }

    /// The days on which a question reached the group.
    pub(crate) async fn asked_days(&self) -> Vec<String> {
        self.asked().await.iter().map(|asked| asked.day.to_string()).collect()
    }

    pub(crate) async fn missed(&self) -> Vec<String> {
        let missed = self.tx().await.missed(&here()).await.expect("the days");
        missed.iter().map(Day::to_string).collect()
    }

    pub(crate) async fn community(&self) -> Community {
        self.tx().await.community(&here()).await.expect("the community").expect("it is known")
    }

    pub(crate) async fn troubles(&self) -> Vec<Trouble> {
        self.tx().await.troubles(&here()).await.expect("the troubles")
    }

    /// The posts that reached the channel.
    pub(crate) fn posts(&self) -> Vec<&QuestionPost> {
        let mut posts = Vec::new();
        for effect in &self.done {
            if let Effect::PublishQuestion { post, .. } = effect {
                posts.push(&**post);
            }
        }
        posts
    }

    /// What organisers were told, oldest first.
    pub(crate) fn news(&self) -> Vec<News> {
        let mut told = Vec::new();
        for effect in &self.done {
            if let Effect::TellOrganiser { news, .. } = effect {
                told.push(news.clone());
            }
        }
        told
    }

    /// The days whose answers were shown, oldest first.
    pub(crate) fn revealed(&self) -> Vec<String> {
        let mut days = Vec::new();
        for effect in &self.done {
            if let Effect::RevealAnswer { post, .. } = effect {
                days.push(post.day.to_string());
            }
        }
        days
    }

    /// The runs that were congratulated, oldest first.
    pub(crate) fn milestones(&self) -> Vec<i64> {
        let mut lengths = Vec::new();
        for effect in &self.done {
            if let Effect::Congratulate { length, .. } = effect {
                lengths.push(*length);
            }
        }
        lengths
    }

    /// How many effects of a kind were carried out.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.done.iter().filter(|effect| effect.kind() == kind).count()
    }
}

pub(crate) fn here() -> CommunityId {
    HERE.into()
}

pub(crate) fn actor(member: &str) -> Actor {
    Actor {
        community: here(),
        member: member.into(),
        channel: None,
        is_organiser: false,
        language: Language::English,
        community_language: Language::English,
    }
}

pub(crate) fn when(time: &str, zone: &str) -> Setup {
    Setup::When { time: time.to_owned(), zone: zone.to_owned() }
}

pub(crate) fn instant(zone: Tz, local: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a local time");
    zone.from_local_datetime(&local).earliest().expect("a time that exists").to_utc()
}

/// So many days after Monday 19 October 2026.
pub(crate) fn date(days: u64) -> String {
    let first = NaiveDate::from_ymd_opt(2026, 10, 19).expect("a date");
    (first + chrono::Days::new(days)).to_string()
}

pub(crate) fn thread(day: &str) -> ThreadId {
    ThreadId(format!("post-{day}"))
}

pub(crate) fn published(day: &str, at: DateTime<Utc>) -> Receipt {
    Receipt::Published {
        message: MessageId(format!("post-{day}")),
        thread: thread(day),
        at,
        kind: ChannelKind::Text,
    }
}

pub(crate) fn forbidden() -> Refusal {
    Refusal::Forbidden("Missing Permissions".to_owned())
}

pub(crate) fn member(id: &str) -> MemberId {
    id.into()
}

fn bank(questions: usize) -> Bank {
    let resource = |id: &str, title: &str, status| Resource {
        id: id.to_owned(),
        title: title.to_owned(),
        url: format!("https://example.org/{id}"),
        good_for: "learning".to_owned(),
        kind: ResourceKind::Guide,
        level: ResourceLevel::Beginner,
        topics: vec!["docker".to_owned()],
        status,
        checked: NaiveDate::MIN,
    };
    Bank::new(vec![Pack {
        id: "w01-first".to_owned(),
        title: "First steps".to_owned(),
        summary: String::new(),
        week: Some(1),
        questions: (1..=questions).map(question).collect(),
        resources: vec![
            resource("old", "The old playground", ResourceStatus::Retired(vec!["new".to_owned()])),
            resource("new", "The new workshop", ResourceStatus::Current),
        ],
    }])
}

fn question(number: usize) -> Question {
    Question {
        id: format!("q{number:02}").as_str().into(),
        title: format!("Question {number:02}"),
        kind: QuestionKind::Open,
        status: QuestionStatus::Ready,
        difficulty: 1,
        topic: "docker".to_owned(),
        tags: Vec::new(),
        minutes: 5,
        revision: 1,
        facts_as_of: NaiveDate::MIN,
        review_by: NaiveDate::MAX,
        premise: Premise::Current,
        scenario: format!("Scenario {number:02}"),
        hints: ["A nudge", "A push", "An example"].map(str::to_owned).to_vec(),
        must: vec![format!("Answer {number:02}")],
        plus: Vec::new(),
        wrong: Vec::new(),
        changed: Vec::new(),
        translations: Vec::new(),
        follow_up: String::new(),
        links: Vec::new(),
        resources: Vec::new(),
        shows: Vec::new(),
        practice: (number != 2).then(|| Practice {
            does: format!("Practice {number:02}"),
            why: "It is enough.".to_owned(),
            leaves_out: "The rest.".to_owned(),
        }),
    }
}
