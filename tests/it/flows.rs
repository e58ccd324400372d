//! The core's rules as stories, without a platform.

mod answering;
mod asking;
mod bank;
mod checking;
mod crossing;
mod crowd;
pub(crate) mod group;
mod looking_up;
mod membership;
mod order;
mod privately;
mod refusals;
mod revealing;
mod setting_up;
