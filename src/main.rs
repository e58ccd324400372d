//! The program: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;
use quotidian::cli::{self, Arguments};

#[tokio::main]
async fn main() -> ExitCode {
    match cli::perform(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One readable chain. A backtrace is for us, and a person at a terminal is not us.
            eprintln!("quotidian: {error:#}");
            ExitCode::FAILURE
        }
    }
}
