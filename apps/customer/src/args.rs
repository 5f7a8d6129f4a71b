//! What can be asked for.

use core::convert::Infallible;
use core::num::NonZero;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser as _};
use clap::{Parser, Subcommand, ValueEnum};
use customer_core::vendors::VENDORS;

use crate::style::STRONG;

/// What a customer update means at Adobe, IBM and Commvault.
///
/// Tells exactly what a vendor does with an update: which members change and why, what follows
/// from it, or everything that is against it. Nothing is sent anywhere. Without a command it
/// shows a tour on the vendors' own sample payloads.
#[derive(Debug, Parser)]
#[command(
    name = "customer",
    version,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Start with `customer`: a tour. Then ask about your own files:\n  \
        customer apply --vendor adobe --customer customer.json --update update.json"
)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Headings of the help.
const STYLES: clap::builder::Styles =
    clap::builder::Styles::styled().header(STRONG).usage(STRONG).literal(crate::style::DUE);

/// One command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a tour over the three vendors (the default).
    Tour,
    /// Tell what one update or event does to one customer.
    ///
    /// FILE is a path, `-` for standard input (once), or the JSON itself if it begins with `{`.
    /// Exit status: 0 applied or unchanged, 1 rejected, 2 unreadable, 3 stale (read the record
    /// again, make the change again, send again).
    Apply(Apply),
    /// Answer questions, one JSON object a line, with one answer a line.
    ///
    /// Each line is a request of the JSON contract. A line that can't be read is answered
    /// `unreadable`, with its number, and the run goes on. Exit status: 0 when every line was
    /// answered, 2 when the input can't be opened or read.
    Batch {
        /// The questions; standard input when left out or `-`.
        file: Option<PathBuf>,
    },
    /// Replay requests on stored customers: millions of both, any mix of vendors.
    ///
    /// A line of STATE is `{"key", "vendor", "customer", "internal"}`, a line of UPDATES is
    /// `{"key", "input", "facts", "policy"}`; the members are those of the JSON contract. Requests
    /// for one key are taken in their order. What can't be read or is refused goes to REJECTS with
    /// its line number. What is written is the same bytes whatever the number of jobs, and takes its
    /// place when all of it is whole. After an interruption, the same command goes on behind the last
    /// checkpoint. Exit status: 0 when every line was taken, 2 when a file can't be read or written
    /// or is not what it must be, 130 or 143 after Ctrl-C or a termination.
    Replay(Replay),
    /// List every rule: id, evidence, source, the vendor's code, what each preset decides.
    Rules {
        /// Only this vendor.
        #[arg(long, value_parser = vendors())]
        vendor: Option<String>,
        /// How to write them.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Tell everything about a rule, by its id or by the vendor's error code.
    Explain {
        /// A rule's id (`adobe.contacts.at-least-one`) or a code (`1117`, `BZSAP1033E`).
        name: String,
    },
    /// Write a completion script for a shell.
    ///
    /// For example, in `.bashrc`: `eval "$(customer completions bash)"`.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual page.
    ///
    /// For example: `customer man > customer.1 && man ./customer.1`.
    Man {
        /// The page of this command; the main page when left out.
        command: Option<String>,
    },
}

/// What `customer apply` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Apply {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The stored record, as the vendor's GET returns it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Source,
    /// The update's request body, as the vendor would get it.
    #[arg(
        long,
        value_name = "FILE",
        value_parser = sources(),
        required_unless_present = "input",
        conflicts_with = "input"
    )]
    pub(crate) update: Option<Source>,
    /// Anything else that can happen, for example `{"commitment": "accepted"}`.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) input: Option<Source>,
    /// The internal state, as an earlier answer returned it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) internal: Option<Source>,
    /// What you looked up, for example `{"activeSubscriptions": 0}`; what is missing refuses.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) facts: Option<Source>,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// Print the answer of the JSON contract as it is.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the vendor's body over several lines.
    #[arg(long, conflicts_with = "json")]
    pub(crate) pretty: bool,
}

/// What `customer replay` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// The stored customers, one a line; `-` for standard input.
    #[arg(long, value_name = "STATE")]
    pub(crate) state: PathBuf,
    /// The requests, one a line; `-` for standard input.
    ///
    /// What can be read only once, as standard input or a pipe, allows no checkpoint.
    #[arg(long, value_name = "UPDATES")]
    pub(crate) updates: PathBuf,
    /// Where the customers go afterwards, in the order of the state.
    #[arg(long, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Where everything goes that can't be read or is refused.
    #[arg(long, value_name = "REJECTS")]
    pub(crate) rejects: PathBuf,
    /// Where each change and each effect goes, as a line of JSON: who changed what.
    ///
    /// A line has the key, the request's line number, and the members of the contract's changes or
    /// effects. It shows values, which the rejects never do.
    #[arg(long, value_name = "CHANGES")]
    pub(crate) changes: Option<PathBuf>,
    /// How many threads hold customers; as many as there are processors when left out.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZero<usize>>,
    /// Seconds between checkpoints, from which an interrupted run goes on.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) checkpoint: u64,
    /// Keep the customers in a database in this folder, when they don't fit into the memory.
    ///
    /// About a quarter of a gigabyte of memory is used then. The folder is made, and what is put
    /// there is removed at the end. Output, rejects and changes are the same.
    #[arg(long, value_name = "FOLDER", conflicts_with = "dry_run")]
    pub(crate) disk: Option<PathBuf>,
    /// Write nothing: only tell the numbers and digests that the run would have.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the summary, or what is wrong, as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// The argument itself.
    Inline(String),
}

/// How to write rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Table,
    /// For a document.
    Markdown,
    /// For a program: an array.
    Json,
}

/// The vendors of the list.
fn vendors() -> PossibleValuesParser {
    PossibleValuesParser::new(VENDORS.iter().map(|(name, _)| *name))
}

/// A document: a path, `-`, or the JSON itself.
fn sources() -> impl clap::builder::TypedValueParser<Value = Source> {
    OsStringValueParser::new().try_map(|given: OsString| -> Result<Source, Infallible> {
        Ok(match given.into_string() {
            Ok(text) if text == "-" => Source::Stdin,
            Ok(text) if text.starts_with('{') => Source::Inline(text),
            Ok(text) => Source::File(text.into()),
            Err(path) => Source::File(path.into()),
        })
    })
}
