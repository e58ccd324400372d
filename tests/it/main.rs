//! Every story of the product, in one binary.

mod config;
mod docs;
mod flows;
mod ops;
mod questions;
mod standin;
mod store_contract;
mod tidy;
