//! What a test does to the bot's line: drops it, asks for a new one, delays, reorders and repeats what comes over it.
//! It must not hold rules: those are the sessions'.

use std::time::Duration;

use serde_json::{Value, json};

use super::Discord;
use super::sessions::Out;
use super::starting::Starts;
use super::state::World;

/// How events that were held back come in the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// As they happened.
    Kept,
    /// The last first.
    Reversed,
    /// As they happened, each two times.
    Doubled,
}

impl Discord {
    /// How many DISPATCH frames went out over the sessions that are connected now.
    pub fn dispatched(&self) -> u64 {
        self.look(World::dispatched)
    }

    /// Whether a gateway session is connected.
    pub fn connected(&self) -> bool {
        self.look(World::connected)
    }

    /// Sets the heartbeat interval of connections to come, and whether heartbeats are acknowledged.
    pub fn set_heartbeat(&self, interval: Duration, acknowledged: bool) {
        self.with(|world| (world.heartbeat, world.acknowledge_heartbeats) = (interval, acknowledged));
    }

    /// Sets how many sessions may begin; the count starts anew.
    pub fn set_starts(&self, starts: Starts) {
        self.with(|world| world.put_starts(starts));
    }

    /// Closes every gateway connection with this code, or without a word. Sessions can be resumed; what happens from
    /// now on waits for that.
    pub fn drop_gateway(&self, code: Option<u16>) {
        self.with(|world| {
            for session in &mut world.sessions {
                session.close(code);
                session.connection = None;
            }
        });
    }

    /// Forgets every session, as a long outage does: a resume gets op 9.
    pub fn forget_sessions(&self, code: Option<u16>) {
        self.drop_gateway(code);
        self.with(|world| world.sessions.clear());
    }

    /// Asks every connection to reconnect (op 7).
    pub fn ask_reconnect(&self) {
        self.tell_all(&json!({ "op": 7, "s": null, "t": null, "d": null }));
    }

    /// Asks every connection for a heartbeat at once (op 1).
    pub fn ask_heartbeat(&self) {
        self.tell_all(&json!({ "op": 1, "s": null, "t": null, "d": null }));
    }

    /// Declares every session invalid (op 9), resumable or not. What happens from now on waits for a resume.
    pub fn invalidate_sessions(&self, resumable: bool) {
        self.tell_all(&json!({ "op": 9, "s": null, "t": null, "d": resumable }));
        self.with(|world| {
            world.sessions.iter_mut().for_each(|session| session.connection = None);
            if !resumable {
                world.sessions.clear();
            }
        });
    }

    /// Sends the last event of every session once more: Discord may deliver an event twice.
    pub fn repeat_last_event(&self) {
        self.with(|world| {
            for session in &mut world.sessions {
                let Some((_, frame)) = session.kept.last() else { continue };
                let Ok(frame) = serde_json::from_str::<Value>(frame) else { continue };
                let name = frame["t"].as_str().unwrap_or_default().to_owned();
                session.dispatch(&name, &frame["d"]);
            }
        });
    }

    /// Holds back what happens from now on, until [`Discord::release_events`].
    pub fn hold_events(&self) {
        self.with(|world| {
            world.held_back.get_or_insert_default();
        });
    }

    /// Tells what was held back, in this order: Discord promises neither an order nor that an event comes once.
    pub fn release_events(&self, order: Order) {
        self.with(|world| {
            let mut held = world.held_back.take().unwrap_or_default();
            if order == Order::Reversed {
                held.reverse();
            }
            for happening in held {
                for _ in 0..if order == Order::Doubled { 2 } else { 1 } {
                    world.happen(&happening);
                }
            }
        });
    }

    fn tell_all(&self, frame: &Value) {
        self.with(|world| {
            for socket in world.sessions.iter().filter_map(|session| session.connection.as_ref()) {
                // A socket that is gone needs no telling.
                drop(socket.send(Out::Text(frame.to_string())));
            }
        });
    }
}

impl World {
    /// How many gateway connections were opened so far.
    pub fn connections(&self) -> u64 {
        self.connections
    }

    /// How many heartbeats came over all connections so far.
    pub fn heartbeats(&self) -> u64 {
        self.heartbeats
    }
}
