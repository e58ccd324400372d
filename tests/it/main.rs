//! Every story of the product, in one binary.

mod config;
mod docs;
mod effects;
mod flows;
mod migrations;
mod ops;
mod questions;
mod standin;
mod store_contract;
mod tidy;
