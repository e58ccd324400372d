//! Quotidian asks a study group one good question a day and helps it keep answering.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod metrics;
pub mod ops;
pub mod standin;
pub mod telemetry;
