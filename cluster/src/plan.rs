//! What is asked of a run: the engine, how much is done, and what happens in the middle.

use std::path::PathBuf;
use std::time::Duration;

use tokio::time::sleep;

use crate::servers::Sync;

/// What happens in the middle of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Fault {
    /// Nothing.
    None,
    /// The server that leads is killed, and comes back after 6 seconds.
    KillLeader,
    /// Two of three servers are killed, and come back after 4 seconds.
    KillTwo,
    /// Every server is killed, and comes back after 2 seconds.
    KillAll,
    /// The server that leads is stopped for 12 seconds, and then goes on as if it led.
    Pause,
    /// The server that leads is cut from the others for 12 seconds; clients reach all of them.
    Partition,
}

impl Fault {
    /// How it is called.
    pub fn name(self) -> String {
        use clap::ValueEnum as _;
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    const fn lasts(self) -> Duration {
        Duration::from_secs(match self {
            Self::None => 0,
            Self::KillLeader => 6,
            Self::KillTwo => 4,
            Self::KillAll => 2,
            Self::Pause | Self::Partition => 12,
        })
    }

    /// What happens to the server of JetStream that leads, and what ends it.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::None => ("is left alone", "as before"),
            Self::KillLeader => ("is killed", "it is started again"),
            Self::KillTwo => ("is killed, and another one", "both are started again"),
            Self::KillAll => ("is killed, and the others too", "all are started again"),
            Self::Pause => ("is stopped", "it goes on as if it led"),
            Self::Partition => ("is cut from the others", "it is joined with them again"),
        }
    }

    /// Waits as long as it lasts, and says so to whoever watches.
    pub async fn wait(self, begin: &str, end: &str) {
        eprintln!("  {begin}");
        sleep(self.lasts()).await;
        eprintln!("  {} s later: {end}", self.lasts().as_secs());
    }
}

/// The engine of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// NATS JetStream, three servers.
    Jetstream,
    /// PostgreSQL, one server.
    Postgres,
}

/// How much is done.
#[derive(Clone, Debug, clap::Args)]
pub struct Plan {
    /// The engine.
    #[arg(long, value_enum, default_value = "jetstream")]
    pub engine: Kind,
    /// The program of JetStream's server.
    #[arg(long, env = "NATS_SERVER", default_value = "nats-server")]
    pub nats_server: PathBuf,
    /// Take a server that is too old: only to see that the verifier finds what it loses.
    #[arg(long, hide = true)]
    pub old: bool,
    /// When JetStream flushes.
    #[arg(long, value_enum, default_value = "always")]
    pub sync: Sync,
    /// Writers, each a process.
    #[arg(long, default_value_t = 4)]
    pub writers: u64,
    /// Updates at the same time in each writer.
    #[arg(long, default_value_t = 8)]
    pub tasks: u64,
    /// Customers.
    #[arg(long, default_value_t = 400)]
    pub customers: u64,
    /// Updates of each writer.
    #[arg(long, default_value_t = 3000)]
    pub updates: u64,
    /// Of hundred updates so many are of customers that only one task updates.
    #[arg(long, default_value_t = 0)]
    pub sticky: u64,
    /// Folder for the log, as `customer replay` reads it, after the run.
    #[arg(long)]
    pub export: Option<PathBuf>,
}
