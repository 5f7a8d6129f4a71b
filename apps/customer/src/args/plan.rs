//! What is asked of a vendor with a wish.

use super::ask::{Setting, To};
use super::source::{Source, sources};
use super::vendors;

/// What `customer plan` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    /// What is wanted: `{"merge": ...}`, `{"document": ...}`, `{"customer": ...}`, and more.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) wish: Source,
    /// The vendor's words for neutral codes, with `country`, `region` and `language`.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) words: Option<Source>,
    #[command(flatten)]
    pub(crate) planned: Planned,
}

/// What `customer undo` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Undo {
    /// The record before what is to be undone.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) before: Source,
    /// The record right after it; today's record when left out.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) after: Option<Source>,
    #[command(flatten)]
    pub(crate) planned: Planned,
}

/// What `customer rebase` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Rebase {
    /// The record from which the change was made.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) base: Source,
    /// That record with the change.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) mine: Source,
    #[command(flatten)]
    pub(crate) planned: Planned,
}

/// What belongs to a plan, whatever is wished.
#[derive(Debug, clap::Args)]
pub(crate) struct Planned {
    /// The vendor.
    #[arg(long, value_parser = vendors())]
    pub(crate) vendor: String,
    /// The stored record, as the vendor's GET returns it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) customer: Source,
    /// The internal state, as an earlier answer returned it.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) internal: Option<Source>,
    /// What you looked up, for example `{"activeSubscriptions": 0}`; `customer facts` lists all.
    #[arg(long, value_name = "FILE", value_parser = sources())]
    pub(crate) facts: Option<Source>,
    /// The preset for what the vendor's page leaves open: documented, observed, ...
    #[arg(long, value_name = "PRESET")]
    pub(crate) policy: Option<String>,
    /// One reading that differs from the preset; may be given several times.
    #[arg(long = "reading", value_name = "NAME=CHOICE")]
    pub(crate) readings: Vec<Setting>,
    /// An e-mail address whose welcome e-mail is wanted again; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) resend: Vec<String>,
    /// A place of the record at or below which values may get lost; may be given several times.
    #[arg(long, value_name = "POINTER")]
    pub(crate) acknowledge: Vec<String>,
    /// Print the answer of the JSON contract; errors are an object with `error` and `todo`.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print what to send, and what the vendor answers, over several lines.
    #[arg(long, conflicts_with = "json")]
    pub(crate) pretty: bool,
    #[command(flatten)]
    pub(crate) to: To,
}

macro_rules! compare {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// What `customer compare` is asked.
        #[derive(Debug, clap::Args)]
        #[command(group = clap::ArgGroup::new("parts").required(true).multiple(true)
            .args([$( stringify!($module) ),*]))]
        pub(crate) struct Compare {
            /// What is wanted of all of them: `{"customer": {...}}`, a neutral customer.
            #[arg(long, value_name = "FILE", value_parser = sources())]
            pub(crate) wish: Source,
            $(
                #[arg(long, value_name = "FILE", value_parser = sources(),
                    help = concat!("The part of ", $name))]
                pub(crate) $module: Option<Source>,
            )*
            /// Print the answer of the JSON contract; errors are an object with `error` and `todo`.
            #[arg(long)]
            pub(crate) json: bool,
            #[command(flatten)]
            pub(crate) to: To,
        }

        impl Compare {
            /// The name of every vendor, its place in the question, its option, and its part.
            pub(crate) fn parts(
                &self,
            ) -> Vec<(&'static str, &'static str, &'static str, Option<&Source>)> {
                Vec::from([$( (
                    $name,
                    concat!("/compare/", $name),
                    concat!("--", stringify!($module)),
                    self.$module.as_ref(),
                ) ),*])
            }
        }
    };
}

customer_core::for_each_vendor!(compare);
