//! Quotidian asks a study group one good question a day and helps it keep answering.

pub mod app;
pub mod check;
pub mod cli;
pub mod clock;
pub mod commands;
mod compose;
pub mod config;
pub mod copy;
pub mod demo;
mod discord;
pub mod domain;
pub mod effect;
pub mod event;
pub mod exchange;
pub mod metrics;
pub mod ops;
pub mod preview;
pub mod pump;
pub mod questions;
pub mod run;
pub mod standin;
pub mod store;
pub mod telemetry;
pub mod view;
pub mod words;
