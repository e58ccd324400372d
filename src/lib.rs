//! Quotidian asks a study group one good question a day and helps it keep answering.

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
mod discord;
pub mod domain;
pub mod effect;
pub mod event;
pub mod metrics;
pub mod ops;
pub mod standin;
pub mod telemetry;
pub mod view;
pub mod words;
