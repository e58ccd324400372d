//! Answering privately: the form, what stays between the author and the bot, and sharing it in the thread.
//!
//! It keeps what was written. That it counts is worked out from that by `app`, in the same transaction.

use chrono::{DateTime, Duration, Utc};

use super::outgoing::enqueue;
use super::{Actor, Private, PrivateAct};
use crate::domain::{CommunityId, Day, MemberId};
use crate::effect::{Effect, EffectId, effect_about};
use crate::store::{Asked, Community, CommunityState, PrivateAnswer, Tx};
use crate::view::{
    Field, FieldView, Form, FormView, Press, PrivatePress, PrivateSaid, PrivateView, Sharing, View,
};
use crate::words::UserError;

/// How long a text is kept after it was last changed: a week between two questions, and another to share it in.
const KEPT: Duration = Duration::days(14);

/// The longest private answer, so that it fits one message with room to spare.
const MOST: u16 = 1_500;

/// A question that was asked, and who answers it.
struct Here<'a> {
    question: Asked,
    community: Community,
    member: &'a MemberId,
    /// Who is hidden is never named without having asked for it.
    hidden: bool,
    now: DateTime<Utc>,
}

pub(super) async fn run(
    tx: &mut Tx,
    private: Private,
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let here = load(tx, &private, (actor, now)).await?;
    let answer = tx.private_answer(&here.community.id, here.question.ordinal, here.member).await?;
    match private.act {
        PrivateAct::Write if here.is_open() => Ok(form(&here, answer, private.day)),
        PrivateAct::Write | PrivateAct::Show => Ok(here.shown(answer, PrivateSaid::Here)),
        PrivateAct::Save { text, sending } => save(tx, &here, answer, (&text, &sending)).await,
        PrivateAct::TakeBack => take_back(tx, &here, answer).await,
        PrivateAct::Share(shares) => choose(tx, &here, answer, shares).await,
        PrivateAct::Unshare(author) if author != *here.member => Err(UserError::NotYours.into()),
        PrivateAct::Unshare(_) => choose(tx, &here, answer, false).await,
    }
}

/// The question, held where something is to be changed. One that does not stand in the channel cannot be answered.
async fn load<'a>(
    tx: &mut Tx,
    private: &Private,
    (actor, now): (&'a Actor, DateTime<Utc>),
) -> anyhow::Result<Here<'a>> {
    if private.community != actor.community {
        return Err(UserError::UnknownPress.into());
    }
    let question = match private.act {
        PrivateAct::Write | PrivateAct::Show => tx.asked_on(&actor.community, private.day).await?,
        PrivateAct::Save { .. } | PrivateAct::TakeBack | PrivateAct::Share(_) | PrivateAct::Unshare(_) => {
            tx.hold_asked_on(&actor.community, private.day).await?
        }
    };
    let question = question.filter(|question| question.published_at.is_some()).ok_or(UserError::NotOutYet)?;
    let community = tx.community(&actor.community).await?.ok_or(UserError::NotOutYet)?;
    let hidden = tx.member(&actor.community, &actor.member).await?.hidden;
    Ok(Here { question, community, member: &actor.member, hidden, now })
}

impl Here<'_> {
    fn is_open(&self) -> bool {
        self.question.closed_at.is_none()
    }

    /// When the next question comes, if that is known.
    fn until(&self) -> Option<DateTime<Utc>> {
        let schedule =
            self.community.schedule().filter(|_| self.community.state == CommunityState::Running)?;
        schedule.next(self.now, self.community.last_day).map(|(_, at)| at)
    }

    fn will_share(&self, chosen: Option<bool>) -> bool {
        will_share(chosen, &self.community, self.hidden)
    }

    fn shown(&self, answer: Option<PrivateAnswer>, said: PrivateSaid) -> View {
        let answer = answer.filter(|answer| answer.kept_until.is_some() || answer.shared_at.is_some());
        let sharing = match &answer {
            Some(answer) if answer.shared_at.is_some() => Sharing::Shared,
            Some(answer) if self.is_open() && self.will_share(answer.shares) => Sharing::Later,
            Some(_) | None => Sharing::No,
        };
        View::Private(Box::new(PrivateView {
            community: self.community.id.clone(),
            day: self.question.day,
            thread: self.question.open_thread(),
            said,
            kept_until: answer.as_ref().and_then(|answer| answer.kept_until),
            text: answer.map(|answer| answer.wording),
            is_open: self.is_open(),
            until: self.until(),
            sharing,
        }))
    }
}

/// Whether an answer is shared when its question closes: what its author chose, else what the community does.
fn will_share(chosen: Option<bool>, community: &Community, hidden: bool) -> bool {
    chosen.unwrap_or(community.shares_private && !hidden)
}

fn form(here: &Here<'_>, answer: Option<PrivateAnswer>, day: Day) -> View {
    let shares = here.will_share(answer.as_ref().and_then(|answer| answer.shares));
    let answer = FieldView {
        field: if shares { Field::AnswerToShare } else { Field::Answer },
        value: answer.map(|answer| answer.wording).unwrap_or_default(),
        length: (0, MOST),
        // Sent empty, it is taken back.
        required: false,
        paragraph: true,
    };
    View::Form(Box::new(FormView {
        form: Form::Private,
        submit: Press::Private(here.community.id.clone(), day, PrivatePress::Write),
        fields: vec![answer],
    }))
}

async fn save(
    tx: &mut Tx,
    here: &Here<'_>,
    before: Option<PrivateAnswer>,
    (text, sending): (&str, &str),
) -> anyhow::Result<View> {
    let (community, ordinal) = (&here.community.id, here.question.ordinal);
    let message = PrivateAnswer::message(sending);
    if tx.is_noted(community, ordinal, &message).await? {
        // Told again: what came after it stands.
        return Ok(here.shown(before, PrivateSaid::Here));
    }
    if !here.is_open() {
        return Ok(here.shown(before, PrivateSaid::TooLate(text.to_owned())));
    }
    if text.is_empty() {
        return take_back(tx, here, before).await;
    }
    tx.hold_member(community, here.member, here.now).await?;
    let answer = PrivateAnswer {
        member: here.member.clone(),
        message,
        wording: text.chars().take(MOST.into()).collect(),
        edited_at: here.now,
        kept_until: Some(here.now + KEPT),
        shares: before.and_then(|before| before.shares),
        shared_at: None,
        shared_message: None,
    };
    tx.put_private_answer((community, ordinal), &answer).await?;
    Ok(here.shown(Some(answer), PrivateSaid::Saved))
}

/// While the question is open nothing is left of the answer. Later it counts all the same, and only its text goes.
async fn take_back(tx: &mut Tx, here: &Here<'_>, answer: Option<PrivateAnswer>) -> anyhow::Result<View> {
    if let Some(answer) = answer {
        take_from_thread(tx, &here.question, &answer, here.now).await?;
    }
    tx.delete_private_answer(&here.community.id, here.question.ordinal, here.member).await?;
    Ok(here.shown(None, if here.is_open() { PrivateSaid::TakenBack } else { PrivateSaid::Deleted }))
}

async fn choose(
    tx: &mut Tx,
    here: &Here<'_>,
    answer: Option<PrivateAnswer>,
    shares: bool,
) -> anyhow::Result<View> {
    let Some(answer) = answer else { return Ok(here.shown(None, PrivateSaid::Here)) };
    let undoing = effect_id(Effect::UNSHARE_ANSWER, &here.community.id, (here.question.day, here.member));
    if shares && tx.outgoing_named(&undoing.0).await?.is_some() {
        return Err(UserError::OneMoment.into());
    }
    let answer = PrivateAnswer { shares: Some(shares), ..answer };
    let answer = match (shares, here.is_open()) {
        (true, false) => share(tx, &here.question, answer, here.now).await?,
        (false, _) => unshare(tx, &here.question, answer, here.now).await?,
        (true, true) => answer,
    };
    tx.put_private_answer((&here.community.id, here.question.ordinal), &answer).await?;
    Ok(here.shown(Some(answer), PrivateSaid::Chosen))
}

/// Shares what its author wants shared, or does not mind being shared, once the question has closed.
pub(crate) async fn share_closed(tx: &mut Tx, question: &Asked, now: DateTime<Utc>) -> anyhow::Result<()> {
    let Some(community) = tx.community(&question.community).await? else { return Ok(()) };
    for answer in tx.private_answers(&community.id, question.ordinal).await? {
        let hidden = tx.member(&community.id, &answer.member).await?.hidden;
        if will_share(answer.shares, &community, hidden) {
            let answer = share(tx, question, answer, now).await?;
            tx.put_private_answer((&community.id, question.ordinal), &answer).await?;
        }
    }
    Ok(())
}

/// Has an answer's text posted in the thread, once.
async fn share(
    tx: &mut Tx,
    question: &Asked,
    answer: PrivateAnswer,
    now: DateTime<Utc>,
) -> anyhow::Result<PrivateAnswer> {
    let (Some(thread), Some(kept_until), None) =
        (question.thread.clone(), answer.kept_until, answer.shared_at)
    else {
        return Ok(answer);
    };
    let (community, day) = (&question.community, question.day);
    let effect = Effect::ShareAnswer {
        thread,
        community: community.clone(),
        day: day.0,
        member: answer.member.clone(),
        text: answer.wording.clone(),
        at: now,
        not_after: kept_until,
        language: tx.community(community).await?.map(|community| community.language).unwrap_or_default(),
    };
    let id = effect_id(effect.kind(), community, (day, &answer.member));
    enqueue(tx, id, community, &effect, now).await?;
    Ok(PrivateAnswer { shared_at: Some(now), shared_message: None, ..answer })
}

async fn unshare(
    tx: &mut Tx,
    question: &Asked,
    answer: PrivateAnswer,
    now: DateTime<Utc>,
) -> anyhow::Result<PrivateAnswer> {
    take_from_thread(tx, question, &answer, now).await?;
    Ok(PrivateAnswer { shared_at: None, shared_message: None, ..answer })
}

/// Has the message deleted that shares an answer, if there is one or may be.
async fn take_from_thread(
    tx: &mut Tx,
    question: &Asked,
    answer: &PrivateAnswer,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (community, day) = (&question.community, question.day);
    let sharing = effect_id(Effect::SHARE_ANSWER, community, (day, &answer.member));
    let (Some(_), Some(thread)) = (answer.shared_at, question.thread.clone()) else { return Ok(()) };
    if tx.take_undone(&sharing.0).await? {
        return Ok(());
    }
    // An attempt may be under way: what it made is looked for after it.
    tx.take_outgoing(&sharing.0).await?;
    let effect = Effect::UnshareAnswer {
        thread,
        community: community.clone(),
        day: day.0,
        member: answer.member.clone(),
        message: answer.shared_message.clone(),
        since: answer.shared_at.unwrap_or(now),
    };
    enqueue(tx, effect_id(effect.kind(), community, (day, &answer.member)), community, &effect, now).await
}

/// Before a member is forgotten: the messages that share what they wrote go too.
pub(super) async fn take_all_back(
    tx: &mut Tx,
    community: &CommunityId,
    member: &MemberId,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    tx.hold_known_member(community, member).await?;
    for (day, answer) in tx.shared_answers(community, member).await? {
        if let Some(question) = tx.asked_on(community, day).await? {
            take_from_thread(tx, &question, &answer, now).await?;
        }
    }
    Ok(())
}

fn effect_id(kind: &str, community: &CommunityId, (day, member): (Day, &MemberId)) -> EffectId {
    effect_about(kind, community, format_args!("{day}/{member}"))
}
