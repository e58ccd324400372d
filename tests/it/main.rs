//! Every story of the product, in one binary.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod answers;
mod away;
mod bank_changes;
mod clients;
mod commands;
mod config;
mod conversation;
mod copy;
mod crash;
mod daily_question;
mod databases;
mod demo;
mod docs;
mod effects;
mod faults;
mod flows;
mod kinds;
mod migrations;
mod nine_oclock;
mod ops;
mod outages;
mod page;
mod plans;
mod postgres;
mod process;
mod questions;
mod review;
mod rules;
mod spec;
mod stalls;
mod standin;
mod store_contract;
mod tidy;
mod together;
mod town;
