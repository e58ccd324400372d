//! Discord's rules, one story for each: what the documentation says, in our words and with its page, and what the
//! pretend Discord does about it, or the bot. `faults.rs` tells the day's story with each of them at every step.

mod gateway;
mod interactions;
mod limits;
mod line;
mod messages;
mod outages;
