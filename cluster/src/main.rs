//! `customer-core` on several machines: writers, faults, and a verifier that can fail.
//!
//! Errors are texts here: a run that can't be made ends with one sentence.
#![forbid(unsafe_code)]

mod database;
mod engine;
mod fault;
mod jetstream;
mod measure;
mod network;
mod plan;
mod postgres;
mod random;
mod report;
mod servers;
mod table;
mod verify;
mod workload;
mod writer;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use crate::engine::Engine as _;
use crate::jetstream::JetStream;
use crate::plan::{Fault, Plan};
use crate::postgres::Postgres;
use crate::report::Notes;

/// Runs customer-core on PostgreSQL and NATS JetStream, and looks for what was lost.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Three servers, writers, the leader killed and started again, nothing lost.
    Demo(Plan),
    /// Runs with a fault in the middle.
    Fault {
        /// What happens.
        #[arg(value_enum)]
        fault: Fault,
        /// How many runs.
        #[arg(long, default_value_t = 1)]
        times: u32,
        #[command(flatten)]
        plan: Plan,
    },
    /// Exits with 0 only if a run on an old server is found to have lost something.
    Negative {
        /// How many runs at most.
        #[arg(long, default_value_t = 5)]
        times: u32,
        #[command(flatten)]
        plan: Plan,
    },
    /// Writes to servers that run already.
    Write {
        /// `nats://HOST:PORT,...` or `postgres://...`.
        #[arg(long)]
        at: String,
        #[arg(long, hide = true)]
        old: bool,
        #[command(flatten)]
        work: writer::Work,
    },
    /// Reads every log of servers that run already, and holds it against what writers noted.
    Verify {
        /// `nats://HOST:PORT,...` or `postgres://...`.
        #[arg(long)]
        at: String,
        /// The folder that the writers had.
        #[arg(long)]
        notes: PathBuf,
    },
    /// What the loop costs over the engine's own append; exits with 1 above --most.
    Overhead {
        /// Blocks of 500 updates.
        #[arg(long, default_value_t = 10)]
        blocks: u64,
        /// How many times the engine's own append it may cost.
        #[arg(long, default_value_t = 1.15)]
        most: f64,
        #[command(flatten)]
        plan: Plan,
    },
    /// How many events one core folds in a second; exits with 1 below --least.
    Fold {
        /// How many events.
        #[arg(long, default_value_t = 1_000_000)]
        events: u64,
        /// How many a second there must be.
        #[arg(long, default_value_t = 300_000.0)]
        least: f64,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    // Whoever is stopped drops what it has started: servers and hosts go with it.
    let run = async {
        tokio::select! {
            ran = run(Cli::parse().command) => ran,
            signal = stopped() => Err(signal),
        }
    };
    match run.await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Waits for Ctrl-C or `kill`.
async fn stopped() -> String {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            "stopped".into()
        }
        Err(error) => error.to_string(),
    }
}

async fn run(command: Command) -> Result<bool, String> {
    match command {
        Command::Demo(plan) => demo(&plan).await,
        Command::Fault { fault, times, plan } => faults(&plan, fault, times).await,
        Command::Negative { times, plan } => negative(Plan { old: true, ..plan }, times).await,
        Command::Write { at, old, work } => {
            write(&at, old, &work).await?;
            Ok(true)
        }
        Command::Verify { at, notes } => verify(&at, &Notes::read(&notes)?).await,
        Command::Overhead { blocks, most, plan } => {
            Ok(measure::overhead(&plan, blocks).await? <= most)
        }
        Command::Fold { events, least } => Ok(measure::fold(events)? >= least),
    }
}

fn servers(at: &str) -> Vec<String> {
    at.split(',').map(str::to_owned).collect()
}

async fn write(at: &str, old: bool, work: &writer::Work) -> Result<(), String> {
    if at.starts_with("postgres") {
        let connect = async || Postgres::connect(at).await;
        writer::run(connect, work).await
    } else {
        let urls = servers(at);
        let connect = async || JetStream::connect(&urls, old).await;
        writer::run(connect, work).await
    }
}

async fn verify(at: &str, notes: &Notes) -> Result<bool, String> {
    let entries = if at.starts_with("postgres") {
        Postgres::connect(at).await?.read_all().await?
    } else {
        JetStream::connect(&servers(at), false).await?.read_all().await?
    };
    let read = report::read(&entries, notes)?;
    println!("{}", table::found(&read));
    Ok(read.report.is_sound() && read.stale == 0)
}

async fn demo(plan: &Plan) -> Result<bool, String> {
    println!("{}", table::before(plan));
    let row = fault::run(plan, Fault::KillLeader).await?;
    println!("{}", table::story(&row));
    println!("Every fault: .ci/cluster. Rules and figures: docs/SCALE.md.");
    Ok(row.is_sound())
}

async fn faults(plan: &Plan, fault: Fault, times: u32) -> Result<bool, String> {
    let mut sum = table::Sum::new(plan, fault);
    println!("{}", table::HEAD);
    for _ in 0..times {
        match fault::run(plan, fault).await {
            Ok(row) => sum.add(&row),
            Err(error) if fault == Fault::Partition && error.starts_with("ip") => {
                println!("skipped: hosts of our own are not allowed here ({error})");
                return Ok(true);
            }
            Err(error) => return Err(error),
        }
    }
    sum.finish();
    Ok(sum.is_sound())
}

async fn negative(plan: Plan, times: u32) -> Result<bool, String> {
    println!("{}", table::HEAD);
    for _ in 0..times {
        let row = fault::run(&plan, Fault::None).await?;
        table::Sum::new(&plan, Fault::None).add(&row);
        // A writer that could not connect is no find.
        if row.reads.iter().any(|(_, read)| !read.report.is_sound()) {
            println!("found, as it must be: this server loses updates");
            return Ok(true);
        }
    }
    println!("nothing was found in {times} runs");
    Ok(false)
}
