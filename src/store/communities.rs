//! Communities, their settings, and when each is next due.

use anyhow::Context;
use chrono::{DateTime, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Tx, instant, millis};
use crate::domain::{
    ChannelId, CommunityId, Day, Language, MemberId, Order, RevealTime, RoleId, Schedule, Weekdays,
};

/// A community and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Community {
    /// Its id.
    pub id: CommunityId,
    /// Where questions are posted.
    pub channel: Option<ChannelId>,
    /// What kind of channel that is, by the adapter's name for it.
    pub channel_kind: String,
    /// Its time zone.
    pub zone: Option<Tz>,
    /// Local posting time.
    pub time: NaiveTime,
    /// On which days.
    pub weekdays: Weekdays,
    /// Whom to ping.
    pub role: Option<RoleId>,
    /// Whether today's question is pinned.
    pub pins: bool,
    /// Whether it is published to those who follow the channel, where others can.
    pub publishes: bool,
    /// Whether private answers are shared when their question closes, unless their author says no.
    pub shares_private: bool,
    /// When the answer to a question is shown.
    pub reveal: RevealTime,
    /// The packs that are on, in order.
    pub packs: Vec<String>,
    /// In which order questions come.
    pub order: Order,
    /// In which language everyone is spoken to.
    pub language: Language,
    /// What the shuffle starts from.
    pub seed: i64,
    /// Whether it runs.
    pub state: CommunityState,
    /// Who ran `/setup` last.
    pub organiser: Option<MemberId>,
    /// The last day dealt with.
    pub last_day: Option<Day>,
    /// How often the packs have been gone through, from 1.
    pub round: i64,
    /// The last round in which organisers were told that few questions are left; 0 for none.
    pub round_warned: i64,
    /// When the bot was removed.
    pub left_at: Option<DateTime<Utc>>,
}

/// Whether a community runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunityState {
    /// Never started.
    New,
    /// Questions come.
    Running,
    /// Stopped by an organiser.
    Paused,
    /// Stopped because the channel is gone.
    ChannelGone,
    /// Stopped because the bot was removed; its rows go after a while.
    Left,
}

const STATES: [(CommunityState, &str); 5] = [
    (CommunityState::New, "new"),
    (CommunityState::Running, "running"),
    (CommunityState::Paused, "paused"),
    (CommunityState::ChannelGone, "channel_gone"),
    (CommunityState::Left, "left"),
];

impl Community {
    /// A community that was never set up, with sensible guesses.
    pub fn new(id: CommunityId, packs: Vec<String>) -> Self {
        let seed = id
            .as_str()
            .bytes()
            .fold(17_i64, |seed, byte| seed.wrapping_mul(31).wrapping_add(i64::from(byte)));
        Self {
            id,
            channel: None,
            channel_kind: "text".to_owned(),
            zone: None,
            time: NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default(),
            weekdays: Weekdays::WORKING,
            role: None,
            pins: false,
            publishes: false,
            shares_private: false,
            reveal: RevealTime::WithNext,
            packs,
            order: Order::Curriculum,
            language: Language::English,
            seed,
            state: CommunityState::New,
            organiser: None,
            last_day: None,
            round: 1,
            round_warned: 0,
            left_at: None,
        }
    }

    /// When it is asked; `None` without a zone.
    pub fn schedule(&self) -> Option<Schedule> {
        Some(Schedule { zone: self.zone?, time: self.time, weekdays: self.weekdays })
    }
}

fn community(row: &AnyRow) -> anyhow::Result<Community> {
    let minute: i64 = row.try_get("posting_minute")?;
    let minute = u32::try_from(minute).unwrap_or(540);
    let zone: Option<String> = row.try_get("zone")?;
    let state: String = row.try_get("state")?;
    let order: String = row.try_get("question_order")?;
    let packs: String = row.try_get("packs")?;
    Ok(Community {
        id: row.try_get::<String, _>("community")?.into(),
        channel: row.try_get::<Option<String>, _>("channel")?.map(ChannelId),
        channel_kind: row.try_get("channel_kind")?,
        zone: zone.map(|zone| zone.parse()).transpose().context("cannot read the stored time zone")?,
        time: NaiveTime::from_hms_opt(minute / 60 % 24, minute % 60, 0).unwrap_or_default(),
        weekdays: Weekdays::from_bits(row.try_get("weekdays")?),
        role: row.try_get::<Option<String>, _>("role")?.map(RoleId),
        pins: row.try_get::<i64, _>("pins")? != 0,
        publishes: row.try_get::<i64, _>("publishes")? != 0,
        shares_private: row.try_get::<i64, _>("shares_private")? != 0,
        reveal: RevealTime::from_hours(row.try_get("reveal_hours")?),
        packs: packs.split_whitespace().map(str::to_owned).collect(),
        order: if order == "shuffled" { Order::Shuffled } else { Order::Curriculum },
        language: row.try_get::<String, _>("language")?.into(),
        seed: row.try_get("seed")?,
        state: STATES
            .iter()
            .find(|(_, name)| *name == state)
            .map(|(state, _)| *state)
            .context("cannot read the stored state")?,
        organiser: row.try_get::<Option<String>, _>("organiser")?.map(MemberId),
        last_day: row.try_get::<Option<String>, _>("last_day")?.as_deref().and_then(Day::parse),
        round: row.try_get("round")?,
        round_warned: row.try_get("round_warned")?,
        left_at: row.try_get::<Option<i64>, _>("left_at")?.map(instant),
    })
}

impl Tx {
    /// A community's settings.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn community(&mut self, id: &CommunityId) -> anyhow::Result<Option<Community>> {
        let row = sqlx::query(
            "select community, channel, channel_kind, zone, posting_minute, weekdays, role, pins, publishes, packs, \
             question_order, seed, state, organiser, last_day, round, round_warned, left_at, shares_private, \
             language, reveal_hours from community where community = $1",
        )
        .bind(id.as_str())
        .fetch_optional(&mut *self.inner)
        .await;
        row.context("cannot read the community")?.as_ref().map(community).transpose()
    }

    /// In which language each community is spoken to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn languages(&mut self) -> anyhow::Result<Vec<(CommunityId, Language)>> {
        let rows = sqlx::query("select community, language from community")
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the communities' languages")?;
        rows.iter()
            .map(|row| Ok((row.try_get::<String, _>(0)?.into(), row.try_get::<String, _>(1)?.into())))
            .collect()
    }

    /// Locks a community's row until the transaction ends, so that what is read next is not changed by another.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_community(&mut self, id: &CommunityId) -> anyhow::Result<()> {
        sqlx::query("update community set community = community where community = $1")
            .bind(id.as_str())
            .execute(&mut *self.inner)
            .await
            .context("cannot hold the community")?;
        Ok(())
    }

    /// Saves a community's settings.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_community(&mut self, community: &Community) -> anyhow::Result<()> {
        let state =
            STATES.iter().find(|(state, _)| *state == community.state).map_or("new", |(_, name)| name);
        let order = match community.order {
            Order::Curriculum => "curriculum",
            Order::Shuffled => "shuffled",
        };
        sqlx::query(
            "insert into community (community, channel, channel_kind, zone, posting_minute, weekdays, role, pins, \
             publishes, packs, question_order, seed, state, organiser, last_day, round, round_warned, left_at, \
             shares_private, language, reveal_hours) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
             on conflict (community) do update set channel = excluded.channel, \
             channel_kind = excluded.channel_kind, zone = excluded.zone, \
             posting_minute = excluded.posting_minute, weekdays = excluded.weekdays, role = excluded.role, \
             pins = excluded.pins, publishes = excluded.publishes, packs = excluded.packs, question_order = excluded.question_order, \
             seed = excluded.seed, state = excluded.state, organiser = excluded.organiser, \
             last_day = excluded.last_day, round = excluded.round, round_warned = excluded.round_warned, \
             left_at = excluded.left_at, shares_private = excluded.shares_private, language = excluded.language, \
             reveal_hours = excluded.reveal_hours",
        )
        .bind(community.id.as_str())
        .bind(community.channel.as_ref().map(|id| id.0.clone()))
        .bind(&community.channel_kind)
        .bind(community.zone.map(|zone| zone.name().to_owned()))
        .bind(i64::from(community.time.num_seconds_from_midnight() / 60))
        .bind(community.weekdays.bits())
        .bind(community.role.as_ref().map(|id| id.0.clone()))
        .bind(i64::from(community.pins))
        .bind(i64::from(community.publishes))
        .bind(community.packs.join(" "))
        .bind(order)
        .bind(community.seed)
        .bind(state)
        .bind(community.organiser.as_ref().map(|id| id.0.clone()))
        .bind(community.last_day.map(|day| day.to_string()))
        .bind(community.round)
        .bind(community.round_warned)
        .bind(community.left_at.map(millis))
        .bind(i64::from(community.shares_private))
        .bind(community.language.code())
        .bind(community.reveal.hours())
        .execute(&mut *self.inner)
        .await
        .context("cannot save the community")?;
        Ok(())
    }

    /// Sets when a community is next looked at; `None` for never.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_due(&mut self, id: &CommunityId, due_at: Option<DateTime<Utc>>) -> anyhow::Result<()> {
        let query = match due_at {
            Some(due_at) => sqlx::query(
                "insert into due (community, due_at) values ($1, $2) \
                 on conflict (community) do update set due_at = excluded.due_at",
            )
            .bind(id.as_str())
            .bind(millis(due_at)),
            None => sqlx::query("delete from due where community = $1").bind(id.as_str()),
        };
        query.execute(&mut *self.inner).await.context("cannot save when the community is due")?;
        Ok(())
    }

    /// Whether a community's time has come, and the tick has not dealt with it yet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_due(&mut self, id: &CommunityId, now: DateTime<Utc>) -> anyhow::Result<bool> {
        let row = sqlx::query("select 1 from due where community = $1 and due_at <= $2")
            .bind(id.as_str())
            .bind(millis(now))
            .fetch_optional(&mut *self.inner)
            .await
            .context("cannot read when the community is due")?;
        Ok(row.is_some())
    }

    /// Communities whose time has come and when that was, longest overdue first; costs by what is due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn due_communities(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> anyhow::Result<Vec<(CommunityId, DateTime<Utc>)>> {
        let rows =
            sqlx::query("select community, due_at from due where due_at <= $1 order by due_at limit $2")
                .bind(millis(now))
                .bind(limit)
                .fetch_all(&mut *self.inner)
                .await
                .context("cannot read which communities are due")?;
        rows.iter().map(|row| Ok((row.try_get::<String, _>(0)?.into(), instant(row.try_get(1)?)))).collect()
    }

    /// Every community of a platform, by the beginning of its id, that has not left.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn communities_of(&mut self, platform: &str) -> anyhow::Result<Vec<CommunityId>> {
        let rows = sqlx::query("select community from community where community like $1 and state <> 'left'")
            .bind(format!("{platform}:%"))
            .fetch_all(&mut *self.inner)
            .await
            .context("cannot read the communities")?;
        rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?.into())).collect()
    }

    /// Removes a community and everything known about it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_community(&mut self, id: &CommunityId) -> anyhow::Result<()> {
        sqlx::query("delete from community where community = $1")
            .bind(id.as_str())
            .execute(&mut *self.inner)
            .await
            .context("cannot delete the community")?;
        Ok(())
    }
}
