//! What can be asked for on the command line.

use core::net::IpAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::crash::CrashAt;

/// Plays Adobe VIP Marketplace, IBM BSS and Commvault for clients under test.
///
/// The same rules as the vendors, real state, mails to an outbox page, faults on request, and a
/// clock that can be moved. Without a configuration it has tenants for development and listens on
/// this machine only.
#[derive(Debug, Parser)]
#[command(name = "sandbox", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Tenants, their credentials, and settings.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The address to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// The port; 0 picks one.
    #[arg(long, value_name = "N", default_value_t = 8931)]
    pub(crate) port: u16,
    /// Where the state is: `:memory:`, a file, or `postgres://USER:PASSWORD@HOST/DATABASE`.
    #[arg(long, value_name = "STORE", default_value = ":memory:")]
    pub(crate) store: String,
    /// Which readings are in force at a vendor, such as `adobe=observed`.
    #[arg(long, value_name = "VENDOR=PRESET", value_delimiter = ',')]
    pub(crate) policy: Vec<String>,
    /// How the log is written to standard error.
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Log::Text)]
    pub(crate) log: Log,
    /// Allow `--crash-at`, and faults on another address than loopback.
    #[arg(long)]
    pub(crate) allow_faults: bool,
    /// Abort at a crash point, K1 to K6, at its N-th passage.
    #[arg(long, value_name = "POINT[:N]", requires = "allow_faults")]
    pub(crate) crash_at: Option<CrashAt>,
    /// Records to begin with: a body of `POST /_sandbox/{vendor}/customers` on each line, with
    /// `vendor`.
    #[arg(long, value_name = "FILE")]
    pub(crate) load: Option<PathBuf>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// For people.
    Text,
    /// An object a line.
    Json,
}

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Fold every history of a store and compare it with the record: exit 1 on a difference.
    Verify {
        /// The file, or `postgres://...`.
        #[arg(long, value_name = "STORE")]
        store: String,
    },
}
