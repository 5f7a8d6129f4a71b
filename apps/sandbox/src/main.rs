//! `sandbox`: plays Adobe VIP Marketplace, IBM BSS and Commvault for clients under test.
//!
//! The core decides everything; here is what a service around it needs: sockets, one transaction
//! for each call, a clock, faults on request, and what is to be seen of it all.
//!
//! | module | is |
//! |---|---|
//! | [`store`] | the trait of a database, and SQLite and PostgreSQL behind it |
//! | [`vendor`] | what the sandbox adds to a vendor's endpoint: tenants, ids, facts |
//! | [`call`] | a vendor's call: look up, respond, store, answer |
//! | [`history`] | what one transaction keeps of something that happened |
//! | [`recent`] | records that need not be read from their text again |
//! | [`due`], [`work`] | what vendors do later by themselves; the outbox |
//! | [`fault`], [`crash`] | what goes wrong on request |
//! | [`knobs`], [`clock`] | what can be turned while it runs |
//! | [`admin`] | the routes below `/_sandbox`; its table lists the functions for other views |
//! | [`object`] | JSON and TOML objects that are nothing else |
//! | [`openapi`] | the documents of the API |
//! | [`page`] | the same for people, in a browser |
//! | [`log`] | lines on standard error |
//! | [`http`] | connections, limits, the end |
//! | [`service`] | what all of them share |
//!
//! A view of the state, such as [`page`], is a module beside [`admin`]: its handlers run
//! [`admin::request::reading`] and [`admin::request::writing`] with the functions that [`admin`]
//! lists, and its routes are added in [`admin::router`], inside the guard.

extern crate alloc;

mod admin;
mod args;
mod call;
mod clock;
mod config;
mod crash;
mod due;
mod failure;
mod fault;
mod history;
mod http;
mod journal;
mod knobs;
mod load;
mod log;
mod metrics;
mod object;
mod openapi;
mod page;
mod random;
mod recent;
mod service;
mod start;
mod store;
mod token;
mod vendor;
mod verify;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match &args.command {
        Some(Command::Verify { store }) => verify::run(store),
        None => start::run(&args),
    };
    done.unwrap_or_else(|failure| {
        log::say(failure.to_string(), std::io::stderr());
        ExitCode::from(2)
    })
}
