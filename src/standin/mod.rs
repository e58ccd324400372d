//! A pretend platform on loopback, for the demo and the tests. It knows nothing of our bot: it is *them*.
//!
//! It must not name any other module of this crate, and it must not be kinder than the real thing: a bot that
//! works here should have no surprise waiting there.

pub mod discord;
