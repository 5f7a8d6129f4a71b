//! What is asked of a vendor without an input.

use super::ask::To;
use super::source::{Source, sources};
use super::vendors;

/// What `customer compose` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Compose {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The body of the first update.
    #[arg(value_name = "FIRST", value_parser = sources())]
    pub(crate) first: Source,
    /// The body of the second update.
    #[arg(value_name = "SECOND", value_parser = sources())]
    pub(crate) second: Source,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// Print the answer of the JSON contract; errors are an object with `error` and `todo`.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer losses` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Losses {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The stored record, as the vendor's GET returns it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Source,
    /// The update's request body.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) update: Source,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// Print an object with `losses`, the places that would be lost.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer parse-response` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct ParseResponse {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The HTTP status of the answer.
    #[arg(long, value_name = "N")]
    pub(crate) status: u16,
    /// The body of the answer; an empty one and one that is no JSON are taken as well.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) body: Source,
    /// The record that was to be updated: it tells a pending account from a blocked one.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Option<Source>,
    /// The update that was sent: it tells the places that the answer only names.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) update: Option<Source>,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// Print the answer of the JSON contract; errors are an object with `error` and `todo`.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}
