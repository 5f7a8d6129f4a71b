//! What can be asked for.

mod ask;
mod plan;
mod source;
mod verbs;

use core::num::NonZero;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};
use customer_core::contract::VENDORS;

use crate::style::STRONG;

pub(crate) use ask::{Apply, Diff, Needs, Parts, Setting, To, Validate};
pub(crate) use plan::{Compare, Plan, Planned, Rebase, Undo};
pub(crate) use source::Source;
pub(crate) use verbs::{Compose, Losses, ParseResponse};

/// What a customer update means at Adobe, IBM and Commvault.
///
/// Tells exactly what a vendor does with an update: which members change and why, what follows
/// from it, or everything that is against it. Nothing is sent anywhere. Without a command it
/// shows a tour on the vendors' own sample payloads.
#[derive(Debug, Parser)]
#[command(
    name = "customer",
    version = VERSION,
    styles = STYLES,
    max_term_width = 100,
    after_help = "Start with `customer`: a tour. Then ask about your own files:\n  \
        customer apply --vendor adobe --customer customer.json --update update.json\n\n\
        Programs in any language ask through `customer batch`; docs/CONTRACT.md tells how."
)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// When to write in colours: `always`, `never`, or `auto`: on a terminal, unless NO_COLOR is
    /// set.
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t = Color::Auto,
        hide_possible_values = true,
        global = true
    )]
    pub(crate) color: Color,
    /// Write nothing to standard error but what is wrong: no progress, summary or hint.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// The version, the commit, the contract, and since when the presets are what they are.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (commit ",
    env!("CUSTOMER_COMMIT"),
    ", contract 1, presets of ",
    env!("CUSTOMER_PRESETS"),
    ")"
);

// `concat!` takes no constants.
const _: () = assert!(customer_core::contract::VERSION == 1, "the version that is printed");

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
    /// again, make the change again, send again), 4 undecided (look the needed facts up, then ask
    /// again).
    Apply(Box<Apply>),
    /// Tell which facts must be looked up before an update or event can be decided.
    ///
    /// Facts that are given with `--facts` are left out. Exit status: 0, or 2 when something can't
    /// be read.
    Needs(Box<Needs>),
    /// Tell whether documents can be read, without deciding anything.
    ///
    /// Give any of them; each is checked by itself. Exit status: 0 when all can be read, 2 when one
    /// can't.
    Validate(Box<Validate>),
    /// Tell what differs between two records, as changes of the contract.
    ///
    /// Compared is what the vendor shows, not the internal state. Exit status: 0 when they read the
    /// same, 1 when they differ, 2 when one can't be read.
    Diff(Diff),
    /// Tell what to send so that a customer reads as wished: the smallest update that does it.
    ///
    /// Shown is what to send, what it changes, who is mailed and what is lost; or everything that
    /// is in its way, what would do it instead, and the plan for the largest part of it.
    /// docs/PLANNING.md has an example of each kind of wish. Exit status: 0 planned, or nothing to
    /// do; 1 unreachable; 2 unreadable; 4 undecided (look the facts up, then ask again).
    Plan(Box<Plan>),
    /// Plan one wish at several vendors, side by side.
    ///
    /// The part of a vendor is an object with `customer`, and `internal`, `facts`, `policy`,
    /// `resend`, `acknowledge` and `words` as far as they are needed.
    ///
    /// Exit status: 0 when each vendor can do all or a part of it, 1 when one can't do any of it,
    /// 2 when something can't be read, 4 when one needs facts.
    Compare(Compare),
    /// Plan the way back to a record before a change, as far as nobody changed it since.
    ///
    /// Exit status: as of `plan`.
    Undo(Box<Undo>),
    /// Plan a change that was made on an older record, on the record of today.
    ///
    /// What was changed on both sides is a conflict. Exit status: as of `plan`.
    Rebase(Box<Rebase>),
    /// Print the one update that does what two do, one after the other.
    ///
    /// Exit status: 0, 1 when no single update says it, 2 when something can't be read.
    Compose(Compose),
    /// Tell what an update would take away without saying so, whatever the vendor has against it.
    ///
    /// Exit status: 0 when nothing is lost, 1 when something is, 2 when something can't be read.
    Losses(Losses),
    /// Tell what the vendor's answer says: what it complains about, and what to do next.
    ///
    /// Exit status: 0 accepted, 1 refused, 2 unreadable, 3 stale (read the record again, make the
    /// change again, send again).
    ParseResponse(ParseResponse),
    /// Answer questions, one JSON object a line, with one answer a line.
    ///
    /// Each line is a question of the JSON contract (docs/CONTRACT.md), for example
    /// {"vendor": "commvault", "customer": {"status": "updating"}, "input": {"settled": "failed"}}.
    /// A line that can't be read is answered `unreadable`, with its number, and the run goes on.
    /// Each answer is written before the next line is waited for. A summary goes to standard error.
    /// Exit status: 0 when every line was answered, 1 when an answer is as bad as `--fail-on` says,
    /// 2 when the input can't be read or the output can't be written.
    Batch(Batch),
    /// Replay requests on stored customers: millions of both, any mix of vendors.
    ///
    /// A line of STATE is `{"key", "vendor", "customer", "internal"}`, a line of UPDATES is
    /// `{"key", "input", "facts", "policy"}`; the members are those of the JSON contract. Requests
    /// for one key are taken in their order. What can't be read or is refused goes to REJECTS with
    /// its line number. What is written is the same bytes whatever the number of jobs, and takes
    /// its place when all of it is whole. After an interruption, the same command goes on behind
    /// the last checkpoint. Exit status: 0 when every line was taken, 2 when a file can't be read
    /// or written or is not what it must be, 130 or 143 after Ctrl-C or a termination.
    Replay(Replay),
    /// Answer one HTTP request on standard input as the vendor would.
    ///
    /// The request is raw HTTP/1.1, and so is the reply on standard output. What a service would
    /// have looked up is given with `--known`; without it nothing is known, so no credential is.
    /// Exit status: 0 when there is a reply, whatever its status; 2 when something can't be read;
    /// 4 when facts must be looked up first (they are named, and the reply is a 503).
    Endpoint(Endpoint),
    /// Print the JSON Schema (2020-12) of a part of the JSON contract.
    ///
    /// Made from the tables that the readers use. Limits of size and depth are not part of it.
    Schema {
        /// Which part.
        #[arg(value_enum)]
        part: SchemaPart,
        /// Only this vendor.
        #[arg(long, value_parser = vendors())]
        vendor: Option<String>,
        #[command(flatten)]
        to: To,
    },
    /// List the facts that can be asked for: name, type, what asks for it.
    Facts(List),
    /// List the readings of the policy: name, choices, what each preset chooses.
    Readings(List),
    /// List every rule: id, evidence, source, code, status, what each preset decides.
    Rules(List),
    /// Tell everything about a rule: by its id, the vendor's error code, or the HTTP status.
    Explain {
        /// A rule's id (`adobe.contacts.at-least-one`), a code (`1117`, `BZSAP1033E`), a status
        /// (`409`), or the name of a fact or reading.
        name: String,
        #[command(flatten)]
        to: To,
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

impl Command {
    /// Whether a program reads what the command prints.
    pub(crate) const fn is_json(&self) -> bool {
        match self {
            Self::Apply(asked) => asked.json,
            Self::Needs(asked) => asked.json,
            Self::Validate(asked) => asked.json,
            Self::Diff(asked) => asked.json,
            Self::Plan(asked) => asked.planned.json,
            Self::Compare(asked) => asked.json,
            Self::Undo(asked) => asked.planned.json,
            Self::Rebase(asked) => asked.planned.json,
            Self::Compose(asked) => asked.json,
            Self::Losses(asked) => asked.json,
            Self::ParseResponse(asked) => asked.json,
            Self::Replay(asked) => asked.json,
            _ => false,
        }
    }
}

/// What `customer batch` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Batch {
    /// The questions; standard input when left out or `-`.
    pub(crate) file: Option<PathBuf>,
    /// How many threads answer; the answers keep the order of the questions.
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) jobs: NonZero<usize>,
    /// End with status 1 if an answer has this verdict, or one further to the right.
    #[arg(long, value_name = "VERDICT", value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    #[command(flatten)]
    pub(crate) to: To,
}

/// What `customer endpoint` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Endpoint {
    /// Who answers.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// What was looked up: a JSON object with `now` and, as far as there is one, `fresh`, `caller`,
    /// `record` (`customer`, `internal`, `revision`), `customers` (for a list), `answer`, `facts`
    /// and `policy`.
    #[arg(long, value_name = "FILE")]
    pub(crate) known: Option<PathBuf>,
    /// Where everything goes that one transaction stores, as JSON; `null` if it stores nothing.
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
}

/// What is listed, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only this vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: Option<String>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) to: To,
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

/// A part of the contract that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaPart {
    /// A question: what `customer batch` reads, one a line.
    Question,
    /// An answer: what it writes.
    Answer,
    /// The request body of an update.
    Update,
    /// The stored record: `customer` of questions and answers.
    Record,
    /// The facts.
    Facts,
    /// What is wanted of a customer.
    Wish,
}

/// The verdicts that can make a run fail, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A rule refused.
    Rejected,
    /// A fact was missing.
    Undecided,
    /// The question can't be read.
    Unreadable,
}

/// When to write in colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to write a list.
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
    PossibleValuesParser::new(VENDORS.iter().map(|vendor| vendor.name))
}
