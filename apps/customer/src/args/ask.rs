//! What is asked about one customer.

use core::str::FromStr;
use std::path::PathBuf;

use super::source::{Source, sources};
use super::vendors;

/// What `customer apply` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Apply {
    /// The stored record, as the vendor's GET returns it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Source,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Print the answer of the JSON contract as it is; errors are an object with `error` and
    /// `todo`.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the vendor's body over several lines.
    #[arg(long, conflicts_with = "json")]
    pub(crate) pretty: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer needs` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Needs {
    /// The stored record, as the vendor's GET returns it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Source,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Print an object with the needs of the JSON contract.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer validate` is asked.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("documents").required(true).multiple(true)
    .args(["customer", "update", "input", "internal", "facts", "policy", "readings"]))]
pub(crate) struct Validate {
    /// A stored record.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Option<Source>,
    #[command(flatten)]
    pub(crate) parts: Parts,
    /// Print an object: whether it is `readable`, and the `violations` of the JSON contract.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer diff` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The record before.
    #[arg(value_name = "BEFORE", value_parser = sources())]
    pub(crate) before: Source,
    /// The record after.
    #[arg(value_name = "AFTER", value_parser = sources())]
    pub(crate) after: Source,
    /// Print an object with the changes of the JSON contract.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What happens to a customer, and under what circumstances.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("happens").required(true).args(["update", "input"]))]
pub(crate) struct Asked {
    #[command(flatten)]
    pub(crate) parts: Parts,
}

/// The parts of a question beside the record.
#[derive(Debug, clap::Args)]
pub(crate) struct Parts {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The update's request body, as the vendor would get it.
    #[arg(long, value_name = "FILE", value_parser = sources(), conflicts_with = "input")]
    pub(crate) update: Option<Source>,
    /// Anything else that can happen, for example `{"commitment": "accepted"}`.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) input: Option<Source>,
    /// The internal state, as an earlier answer returned it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) internal: Option<Source>,
    /// What you looked up, for example `{"activeSubscriptions": 0}`; `customer facts` lists all.
    ///
    /// What is asked for and not given leaves the answer undecided; `customer needs` tells what is
    /// asked for.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) facts: Option<Source>,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// One reading that differs from the preset; may be given several times.
    ///
    /// `customer readings` lists the names and choices.
    #[arg(long = "reading", value_name = "NAME=CHOICE")]
    pub(crate) readings: Vec<Setting>,
}

/// A reading that is set by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Its name.
    pub(crate) name: String,
    /// What is chosen.
    pub(crate) choice: String,
}

impl FromStr for Setting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, choice)) if !name.is_empty() && !choice.is_empty() => {
                Ok(Self { name: name.to_owned(), choice: choice.to_owned() })
            }
            _ => Err("write NAME=CHOICE; `customer readings` lists the names and choices"),
        }
    }
}

/// Where the output goes.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct To {
    /// Write to this file and not to standard output; it takes its place when it is whole.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
