//! What people do: talk, edit, react, use commands, press buttons. Each act is checked as Discord's own client
//! checks it, and the bot hears of it. It must not answer for the bot.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::Discord;
use super::drafts::{Allowed, Draft};
use super::forums::FORUM;
use super::interactions::Asked;
use super::invoke::{Given, Place, Question, Reason};
use super::permissions::{MANAGE_MESSAGES, VIEW_CHANNEL};
use super::state::World;
use super::threads::Opening;

impl World {
    fn person_says(
        &mut self,
        person: u64,
        channel: u64,
        text: &str,
        reply: Option<u64>,
    ) -> Result<u64, Reason> {
        let place = self.channels.get(&channel).ok_or("There is no such channel.")?;
        let locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
        if place.kind == FORUM {
            return Err("A forum has only posts: write in one of them.".to_owned());
        }
        let direct = place.guild.is_none();
        let bits = VIEW_CHANNEL | if direct { 0 } else { self.talk_bit(channel) };
        if !self.may(channel, person, bits) || locked {
            return Err("You may not write there.".to_owned());
        }
        if reply
            .is_some_and(|message| self.messages.get(&channel).is_none_or(|all| !all.contains_key(&message)))
        {
            return Err("There is no such message to reply to.".to_owned());
        }
        let body = json!({ "content": text });
        let draft = Draft::read_whole(&body, &[]).map_err(|_| "Write 1 to 2000 characters.".to_owned())?;
        let message = self.compose(channel, person, Draft { reference: reply, ..draft }, &Allowed::anyone());
        Ok(self.send(message))
    }

    fn person_edits(&mut self, person: u64, channel: u64, message: u64, text: &str) -> Result<(), Reason> {
        let known = self.message_mut(channel, message).ok_or("There is no such message.")?;
        if known.author != person {
            return Err("That is not your message.".to_owned());
        }
        let body = json!({ "content": text });
        let draft = Draft::read_whole(&body, &[]).map_err(|_| "Write 1 to 2000 characters.".to_owned())?;
        self.rewrite(channel, message, draft, &Allowed::anyone())
            .map_err(|refusal| refusal.message.to_owned())
    }

    fn person_deletes(&mut self, person: u64, channel: u64, message: u64) -> Result<(), Reason> {
        let known = self.message_mut(channel, message).ok_or("There is no such message.")?;
        if known.author != person && !self.may(channel, person, MANAGE_MESSAGES) {
            return Err("That is not your message.".to_owned());
        }
        self.erase(channel, message).map_err(|refusal| refusal.message.to_owned())
    }
}

impl Discord {
    /// A person writes in a channel, a thread or their conversation with the bot; the message's id.
    pub fn say(&self, person: u64, channel: u64, text: &str) -> Result<u64, Reason> {
        self.with(|world| world.person_says(person, channel, text, None))
    }

    /// A person replies to a message, pinging its author.
    pub fn reply(&self, person: u64, channel: u64, message: u64, text: &str) -> Result<u64, Reason> {
        self.with(|world| world.person_says(person, channel, text, Some(message)))
    }

    /// A person edits a message of theirs.
    pub fn edit(&self, person: u64, channel: u64, message: u64, text: &str) -> Result<(), Reason> {
        self.with(|world| world.person_edits(person, channel, message, text))
    }

    /// A person deletes a message: their own, or anyone's if they may manage messages there.
    pub fn delete(&self, person: u64, channel: u64, message: u64) -> Result<(), Reason> {
        self.with(|world| world.person_deletes(person, channel, message))
    }

    /// A moderator deletes many messages at once (MESSAGE_DELETE_BULK).
    pub fn delete_many(&self, channel: u64, messages: &[u64]) {
        self.with(|world| world.erase_many(channel, messages));
    }

    /// A person reacts to a message.
    pub fn react(&self, person: u64, channel: u64, message: u64, emoji: &str) -> Result<(), Reason> {
        let emoji = json!({ "id": null, "name": emoji });
        let done = self.with(|world| world.react(channel, message, person, &emoji));
        done.map(|_| ()).map_err(|refusal| refusal.message.to_owned())
    }

    /// A person takes a reaction back.
    pub fn unreact(&self, person: u64, channel: u64, message: u64, emoji: &str) -> Result<(), Reason> {
        let emoji = json!({ "id": null, "name": emoji });
        let done = self.with(|world| world.unreact(channel, message, person, &emoji));
        done.map(|_| ()).map_err(|refusal| refusal.message.to_owned())
    }

    /// A person starts a thread from a message; the thread's id, which is the message's.
    pub fn start_thread(&self, person: u64, channel: u64, message: u64, name: &str) -> Result<u64, Reason> {
        let opening = Opening { name: name.to_owned(), auto_archive: 1440, slowmode: 0 };
        let started = self.with(|world| world.start_thread(channel, message, person, &opening));
        started.map_err(|refusal| refusal.message.to_owned())
    }

    /// A person uses a command; the interaction's id. A name with a space, as in `quiz start`, names a subcommand.
    pub fn command(
        &self,
        person: u64,
        channel: u64,
        name: &str,
        options: Vec<(String, Value)>,
    ) -> Result<u64, Reason> {
        let given = |(name, value)| Given { name, value, focused: false };
        self.command_with(person, channel, name, &options.into_iter().map(given).collect::<Vec<_>>())
    }

    pub(super) fn command_with(
        &self,
        person: u64,
        channel: u64,
        name: &str,
        given: &[Given],
    ) -> Result<u64, Reason> {
        self.put(|world| world.ask_command(Asked::Command, Place { user: person, channel }, name, given))
    }

    /// A person is typing the last of these options; the bot's suggestions, within the time it has.
    pub async fn autocomplete(
        &self,
        person: u64,
        channel: u64,
        name: &str,
        options: Vec<(String, Value)>,
    ) -> Result<Vec<Value>, Reason> {
        let last = options.len();
        let number = |(index, (name, value))| Given { name, value, focused: index + 1 == last };
        let given: Vec<Given> = options.into_iter().enumerate().map(number).collect();
        self.suggest(person, channel, name, &given).await
    }

    pub(super) async fn suggest(
        &self,
        person: u64,
        channel: u64,
        name: &str,
        given: &[Given],
    ) -> Result<Vec<Value>, Reason> {
        let asked = self.put(|world| {
            world.ask_command(Asked::Autocomplete, Place { user: person, channel }, name, given)
        })?;
        // The interaction gives up by itself; this is only longer than that.
        let longest = self.look(|world| world.acknowledge_within) + Duration::from_secs(5);
        let answer = self.answered(asked, longest).await.filter(|answer| !answer.failed);
        answer.map(|answer| answer.choices).ok_or_else(|| "The bot suggested nothing in time.".to_owned())
    }

    /// A person presses a button of a message, public or private; the interaction's id.
    pub fn press(&self, person: u64, message: u64, custom_id: &str) -> Result<u64, Reason> {
        self.put(|world| world.ask_component(person, message, custom_id, None))
    }

    /// A person chooses from a menu of a message; the interaction's id.
    pub fn choose(
        &self,
        person: u64,
        message: u64,
        custom_id: &str,
        values: &[String],
    ) -> Result<u64, Reason> {
        self.put(|world| world.ask_component(person, message, custom_id, Some(values)))
    }

    /// A person sends off the window that an interaction opened; the new interaction's id.
    pub fn submit(&self, person: u64, opener: u64, fields: &BTreeMap<String, String>) -> Result<u64, Reason> {
        self.put(|world| world.ask_modal(person, opener, fields))
    }

    /// A person closes a window without sending it.
    pub fn dismiss_modal(&self, opener: u64) {
        self.with(|world| {
            if let Some(interaction) = world.interactions.get_mut(&opener) {
                interaction.modal = None;
            }
        });
    }

    /// A person hides a private message.
    pub fn dismiss(&self, person: u64, message: u64) {
        self.with(|world| world.private.retain(|id, one| *id != message || one.private_to != Some(person)));
    }

    fn put(&self, question: impl FnOnce(&World) -> Result<Question, Reason>) -> Result<u64, Reason> {
        let (asked, within) = self.with(|world| {
            let question = question(world)?;
            Ok::<_, Reason>((world.ask(question), world.acknowledge_within))
        })?;
        self.expect_answer(asked, within);
        Ok(asked)
    }
}
