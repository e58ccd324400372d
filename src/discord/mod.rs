//! Discord: the only place that knows serenity and Discord's wire.

mod facts;
mod gateway;
mod limits;
mod render;
mod rest;
