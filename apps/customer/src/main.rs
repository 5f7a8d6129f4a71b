//! `customer`: asks `customer-core` what a customer update does, on the command line.
//!
//! Nothing here decides anything: files in, one question to the core, its answer shown.

extern crate alloc;

mod answer;
mod apply;
mod args;
mod batch;
mod diff;
mod endpoint;
mod explain;
mod facts;
mod failure;
mod generate;
mod lines;
mod needs;
mod output;
mod pretty;
mod question;
mod replay;
mod rules;
mod scenes;
mod schema;
mod show;
mod style;
mod table;
mod text;
mod tour;
mod validate;
mod verbs;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use failure::Failure;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.use_stderr() && std::env::args_os().any(|arg| arg == "--json") => {
            return misused(&error).report(true);
        }
        Err(error) => error.exit(),
    };
    style::choose(args.color);
    let json = args.command.as_ref().is_some_and(Command::is_json);
    match run(args) {
        Ok(code) => code,
        Err(failure) => failure.report(json),
    }
}

/// Arguments that can't be understood, for a program: the first paragraph says what is wrong.
fn misused(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let what = first.strip_prefix("error: ").unwrap_or(first).trim();
    Failure::new(what, "`customer help` lists the commands, `customer help COMMAND` the options")
}

/// Runs one command; without one, the tour.
fn run(args: Args) -> Result<ExitCode, Failure> {
    match args.command.unwrap_or(Command::Tour) {
        Command::Tour => tour::run(),
        Command::Apply(asked) => apply::run(&asked),
        Command::Needs(asked) => needs::run(&asked),
        Command::Validate(asked) => validate::run(&asked),
        Command::Diff(asked) => diff::run(&asked),
        Command::Endpoint(asked) => endpoint::run(&asked),
        Command::Compose(asked) => verbs::compose(&asked),
        Command::Losses(asked) => verbs::losses(&asked),
        Command::ParseResponse(asked) => verbs::parse_response(&asked),
        Command::Batch(asked) => batch::run(&asked, args.quiet),
        Command::Replay(asked) => replay::run(&asked),
        Command::Schema { part, vendor, to } => schema::run(part, vendor.as_deref(), &to),
        Command::Facts(list) => facts::facts(&list),
        Command::Readings(list) => facts::readings(&list),
        Command::Rules(list) => rules::run(&list),
        Command::Explain { name, to } => explain::run(&name, &to),
        Command::Completions { shell } => generate::completions(shell),
        Command::Man { command } => generate::man(command.as_deref()),
    }
}
