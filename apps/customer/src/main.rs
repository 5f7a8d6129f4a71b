//! `customer`: asks `customer-core` what a customer update does, on the command line.
//!
//! Nothing here decides anything: files in, one question to the core, its answer shown.

extern crate alloc;

mod answer;
mod apply;
mod args;
mod batch;
mod explain;
mod failure;
mod generate;
mod lines;
mod pretty;
mod question;
mod replay;
mod rules;
mod scenes;
mod show;
mod style;
mod text;
mod tour;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// Runs one command; without one, the tour.
fn run(args: Args) -> Result<ExitCode, Failure> {
    match args.command.unwrap_or(Command::Tour) {
        Command::Tour => tour::run(),
        Command::Apply(asked) => apply::run(&asked),
        Command::Batch { file } => batch::run(file.as_deref()),
        Command::Replay(asked) => replay::run(&asked),
        Command::Rules { vendor, format } => rules::run(vendor.as_deref(), format),
        Command::Explain { name } => explain::run(&name),
        Command::Completions { shell } => generate::completions(shell),
        Command::Man { command } => generate::man(command.as_deref()),
    }
}
