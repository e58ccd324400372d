//! `/suggest`: a member proposes a question; an organiser takes it, changes it, or says kindly why not.

mod forms;

use chrono::{DateTime, Duration, Utc};

use super::Actor;
use super::outgoing::enqueue;
use crate::compose::{Flaw, Proposal, change_own, find, own, proposed, take_in};
use crate::domain::{Bank, CommunityId, MemberId, QuestionId};
use crate::effect::{Effect, News, effect_about};
use crate::store::{Community, Suggestion, SuggestionState, Tx};
use crate::view::{Decided, Field, Notice, SuggestPress, SuggestSaid, SuggestView, SuggestedQuestion, View};
use crate::words::UserError;
use forms::{note_form, proposal_form};

/// So many of one member's may wait: organisers read them in their free time.
const MOST_WAITING: usize = 3;

/// So many may one member send within [`A_DAY`], decided or not: a good question takes its time.
const MOST_A_DAY: usize = 5;
const A_DAY: Duration = Duration::days(1);

/// So many of the community's own questions can be chosen to be changed.
const MOST_OWN: usize = 25;

/// What is done about suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggest {
    /// The form; or what there is to see first.
    Open,
    /// The empty form.
    Ask,
    /// A question, under the platform's id for the sending.
    Send(Proposal, String),
    /// What waits.
    List,
    /// Take it.
    Approve(String),
    /// The form, with what the suggestion says.
    AskEdit(String),
    /// Change it.
    Edit(String, Proposal),
    /// The form for a note.
    AskDecline(String),
    /// Do not take it, and say so.
    Decline(String, String),
    /// The form, with what one of the community's own questions says.
    AskEditOwn(QuestionId),
    /// Change one of the community's own questions.
    EditOwn(QuestionId, Proposal),
}

impl Suggest {
    pub(super) fn pressed(press: &SuggestPress) -> Option<Self> {
        Some(match press {
            SuggestPress::New => Self::Ask,
            SuggestPress::List => Self::List,
            SuggestPress::Own => return None,
            SuggestPress::Approve(id) => Self::Approve(id.clone()),
            SuggestPress::Edit(id) => Self::AskEdit(id.clone()),
            SuggestPress::Decline(id) => Self::AskDecline(id.clone()),
            SuggestPress::EditOwn(id) => Self::AskEditOwn(id.clone()),
        })
    }

    pub(super) fn sent(press: &SuggestPress, text: impl Fn(Field) -> String, sending: &str) -> Option<Self> {
        let proposal = || Proposal {
            title: text(Field::Title),
            scenario: text(Field::Scenario),
            points: text(Field::Points),
            link: text(Field::Link),
            hint: text(Field::Nudge),
        };
        Some(match press {
            SuggestPress::New => Self::Send(proposal(), sending.to_owned()),
            SuggestPress::Edit(id) => Self::Edit(id.clone(), proposal()),
            SuggestPress::Decline(id) => Self::Decline(id.clone(), text(Field::Note)),
            SuggestPress::EditOwn(id) => Self::EditOwn(id.clone(), proposal()),
            SuggestPress::List | SuggestPress::Own | SuggestPress::Approve(_) => return None,
        })
    }

    fn is_for_all(&self) -> bool {
        matches!(self, Self::Open | Self::Ask | Self::Send(..))
    }

    /// Whether it may write. Looking does too: what could not be told by a message is told with the page, once.
    pub(super) fn writes(&self) -> bool {
        !matches!(self, Self::Ask | Self::AskEdit(_) | Self::AskDecline(_) | Self::AskEditOwn(_))
    }
}

pub(super) async fn run(
    tx: &mut Tx,
    bank: &Bank,
    suggest: Suggest,
    by: (&Actor, DateTime<Utc>),
) -> anyhow::Result<View> {
    let (actor, now) = by;
    if !suggest.is_for_all() && !actor.is_organiser {
        return Err(UserError::NotOrganiser.into());
    }
    let Some(community) = tx.community(&actor.community).await? else {
        return Ok(View::Notice(Notice::NotStarted));
    };
    let said = match suggest {
        Suggest::Open => return open(tx, by).await,
        Suggest::Ask => {
            may_send(tx, actor, now).await?;
            return Ok(proposal_form(SuggestPress::New, Proposal::default()));
        }
        Suggest::AskDecline(id) => return Ok(note_form(SuggestPress::Decline(id))),
        Suggest::AskEdit(id) => match waiting(tx, &community.id, &id).await? {
            Ok(suggestion) => {
                let said = proposed(&suggestion.text).map(|question| Proposal::of(&question));
                return Ok(proposal_form(SuggestPress::Edit(id), said.unwrap_or_default()));
            }
            Err(said) => Some(said),
        },
        Suggest::AskEditOwn(id) => match find(tx, bank, &community.id, &id).await? {
            Some(found) if id.is_own() => {
                return Ok(proposal_form(SuggestPress::EditOwn(id), Proposal::of(&found.question)));
            }
            Some(_) | None => Some(SuggestSaid::Gone),
        },
        Suggest::List => None,
        Suggest::Send(proposal, sending) => Some(send(tx, &community, (&proposal, sending), by).await?),
        Suggest::Approve(id) => Some(approve(tx, &community, &id, now).await?),
        Suggest::Edit(id, proposal) => Some(edit(tx, &community.id, (&id, &proposal), now).await?),
        Suggest::Decline(id, note) => Some(decline(tx, &community, (&id, note), now).await?),
        Suggest::EditOwn(id, proposal) => {
            tx.hold_community(&community.id).await?;
            let today = now.date_naive();
            let changed = change_own(tx, &community.id, (&id, &proposal, today), now).await?.map_err(flaw)?;
            Some(if changed { SuggestSaid::Saved } else { SuggestSaid::Gone })
        }
    };
    show(tx, actor, said).await
}

/// The form at once, for whoever has nothing to read or decide first.
async fn open(tx: &mut Tx, (actor, now): (&Actor, DateTime<Utc>)) -> anyhow::Result<View> {
    let page = page(tx, actor, None).await?;
    let has_something = page.waiting.is_some() || !page.decided.is_empty() || !page.own.is_empty();
    if has_something {
        told(tx, actor).await?;
        return Ok(View::Suggest(Box::new(page)));
    }
    may_send(tx, actor, now).await?;
    Ok(proposal_form(SuggestPress::New, Proposal::default()))
}

async fn show(tx: &mut Tx, actor: &Actor, said: Option<SuggestSaid>) -> anyhow::Result<View> {
    let page = page(tx, actor, said).await?;
    told(tx, actor).await?;
    Ok(View::Suggest(Box::new(page)))
}

async fn page(tx: &mut Tx, actor: &Actor, said: Option<SuggestSaid>) -> anyhow::Result<SuggestView> {
    let all = tx.suggestions(&actor.community).await?;
    let mut waiting: Vec<&Suggestion> = Vec::new();
    let mut decided = Vec::new();
    for suggestion in &all {
        match suggestion.state {
            SuggestionState::Waiting => waiting.push(suggestion),
            SuggestionState::Approved | SuggestionState::Declined if suggestion.member == actor.member => {
                decided.extend(became(suggestion));
            }
            SuggestionState::Approved | SuggestionState::Declined => {}
        }
    }
    let mut own_titles = Vec::new();
    if actor.is_organiser {
        let own = own(tx, &actor.community).await?;
        let latest = own.into_iter().rev().take(MOST_OWN);
        own_titles = latest.map(|own| (own.question.id.clone(), own.question.title.clone())).collect();
    } else {
        waiting.clear();
    }
    Ok(SuggestView {
        said,
        decided,
        more: waiting.len().saturating_sub(1),
        waiting: waiting.first().and_then(|suggestion| to_decide(suggestion)),
        own: own_titles,
        organiser: actor.is_organiser,
    })
}

/// What the reader's decided suggestions became is on the page: their words go.
async fn told(tx: &mut Tx, actor: &Actor) -> anyhow::Result<()> {
    for suggestion in tx.suggestions(&actor.community).await? {
        let is_read = suggestion.member == actor.member && became(&suggestion).is_some();
        if is_read {
            tx.put_told(&actor.community, &suggestion.id).await?;
            tx.take_outgoing(&effect_about("tell_organiser", &actor.community, decided_id(&suggestion.id)).0)
                .await?;
        }
    }
    Ok(())
}

fn became(suggestion: &Suggestion) -> Option<Decided> {
    if suggestion.state == SuggestionState::Waiting {
        return None;
    }
    let question = proposed(&suggestion.text)?;
    let approved = suggestion.state == SuggestionState::Approved;
    Some(Decided { title: question.title, approved, note: suggestion.note.clone() })
}

fn to_decide(suggestion: &Suggestion) -> Option<SuggestedQuestion> {
    let question = proposed(&suggestion.text)?;
    Some(SuggestedQuestion {
        id: suggestion.id.clone(),
        member: suggestion.member.clone(),
        title: question.title,
        scenario: question.scenario,
        must: question.must,
        hint: question.hints.into_iter().next(),
        link: question.links.into_iter().next().map(|link| link.url),
    })
}

async fn may_send(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>) -> anyhow::Result<()> {
    let all = tx.suggestions(&actor.community).await?;
    let own = || all.iter().filter(|suggestion| suggestion.member == actor.member);
    if own().filter(|one| one.state == SuggestionState::Waiting).count() >= MOST_WAITING {
        return Err(UserError::SuggestionsWait(MOST_WAITING).into());
    }
    if own().filter(|one| one.at > now - A_DAY).count() >= MOST_A_DAY {
        return Err(UserError::SuggestedEnough(MOST_A_DAY).into());
    }
    Ok(())
}

async fn send(
    tx: &mut Tx,
    community: &Community,
    (proposal, sending): (&Proposal, String),
    (actor, now): (&Actor, DateTime<Utc>),
) -> anyhow::Result<SuggestSaid> {
    // Whoever is forgotten is found by their row; and two forms sent at once are counted one after the other.
    tx.hold_member(&community.id, &actor.member, now).await?;
    if tx.suggestion(&community.id, &sending).await?.is_some() {
        return Ok(SuggestSaid::Sent);
    }
    may_send(tx, actor, now).await?;
    let (_, text) = proposal.question(None, now.date_naive()).map_err(flaw)?;
    tx.clear_suggestions(&community.id, now - A_DAY).await?;
    let suggestion = Suggestion {
        id: sending,
        member: actor.member.clone(),
        state: SuggestionState::Waiting,
        text,
        note: String::new(),
        at: now,
    };
    tx.put_suggestion(&community.id, &suggestion).await?;
    if let Some(organiser) = community.organiser.clone().filter(|organiser| *organiser != actor.member) {
        let news = News::Suggested { suggestion: suggestion.id.clone() };
        let id = effect_about("tell_organiser", &community.id, format_args!("suggested/{}", suggestion.id));
        tell(tx, community, (organiser, news, id), now).await?;
    }
    Ok(SuggestSaid::Sent)
}

/// A suggestion that nobody decided yet; or what to say of it.
async fn waiting(
    tx: &mut Tx,
    community: &CommunityId,
    id: &str,
) -> anyhow::Result<Result<Suggestion, SuggestSaid>> {
    let suggestion = tx.suggestion(community, id).await?;
    Ok(suggestion.ok_or(SuggestSaid::Gone).and_then(|suggestion| match suggestion.state {
        SuggestionState::Waiting => Ok(suggestion),
        SuggestionState::Approved => Err(SuggestSaid::Already(true)),
        SuggestionState::Declined => Err(SuggestSaid::Already(false)),
    }))
}

async fn approve(
    tx: &mut Tx,
    community: &Community,
    id: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<SuggestSaid> {
    tx.hold_community(&community.id).await?;
    let suggestion = match waiting(tx, &community.id, id).await? {
        Ok(suggestion) => suggestion,
        Err(said) => return Ok(said),
    };
    let Some(question) = proposed(&suggestion.text) else { return Ok(SuggestSaid::Gone) };
    let title = question.title.clone();
    if !take_in(tx, &community.id, (question, suggestion.member.clone()), now).await? {
        return Err(UserError::OwnFull.into());
    }
    let decided = Suggestion { state: SuggestionState::Approved, ..suggestion };
    tx.put_suggestion(&community.id, &decided).await?;
    tell_author(tx, community, (&decided, title), now).await?;
    Ok(SuggestSaid::Approved)
}

async fn edit(
    tx: &mut Tx,
    community: &CommunityId,
    (id, proposal): (&str, &Proposal),
    now: DateTime<Utc>,
) -> anyhow::Result<SuggestSaid> {
    tx.hold_community(community).await?;
    let suggestion = match waiting(tx, community, id).await? {
        Ok(suggestion) => suggestion,
        Err(said) => return Ok(said),
    };
    let before = proposed(&suggestion.text);
    let (_, text) = proposal.question(before.as_ref(), now.date_naive()).map_err(flaw)?;
    tx.put_suggestion(community, &Suggestion { text, ..suggestion }).await?;
    Ok(SuggestSaid::Saved)
}

async fn decline(
    tx: &mut Tx,
    community: &Community,
    (id, note): (&str, String),
    now: DateTime<Utc>,
) -> anyhow::Result<SuggestSaid> {
    tx.hold_community(&community.id).await?;
    let suggestion = match waiting(tx, &community.id, id).await? {
        Ok(suggestion) => suggestion,
        Err(said) => return Ok(said),
    };
    let title = proposed(&suggestion.text).map(|question| question.title).unwrap_or_default();
    let decided =
        Suggestion { state: SuggestionState::Declined, note: crate::compose::quiet(&note), ..suggestion };
    tx.put_suggestion(&community.id, &decided).await?;
    tell_author(tx, community, (&decided, title), now).await?;
    Ok(SuggestSaid::Declined)
}

fn decided_id(suggestion: &str) -> String {
    format!("decided/{suggestion}")
}

async fn tell_author(
    tx: &mut Tx,
    community: &Community,
    (decided, title): (&Suggestion, String),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let news = News::Decided {
        suggestion: decided.id.clone(),
        title,
        approved: decided.state == SuggestionState::Approved,
        note: decided.note.clone(),
    };
    let id = effect_about("tell_organiser", &community.id, decided_id(&decided.id));
    tell(tx, community, (decided.member.clone(), news, id), now).await
}

async fn tell(
    tx: &mut Tx,
    community: &Community,
    (member, news, id): (MemberId, News, crate::effect::EffectId),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let (at, language) = (community.id.clone(), community.language);
    let effect = Effect::TellOrganiser { member, community: at, news, language };
    enqueue(tx, id, &community.id, &effect, now).await
}

fn flaw(flaw: Flaw) -> UserError {
    match flaw {
        Flaw::Points => UserError::SuggestionPoints,
        Flaw::Link => UserError::SuggestionLink,
        Flaw::Other => UserError::SuggestionUnreadable,
    }
}
