//! What a person calls things at a vendor: its name, where a customer's name and state are, and
//! an example to begin with.

use customer_core::vendors::{Adobe, Commvault, Ibm};
use serde_json::Value;

use crate::vendor::Played;

/// A vendor as the page shows it.
pub(super) trait Seen: Played {
    /// The vendor's own name.
    const LABEL: &'static str;
    /// Where the name of a customer is in its document.
    const TITLE: &'static str;
    /// Where its state is.
    const STATE: &'static str;
    /// States that are numbers, in words.
    const WORDS: &'static [(&'static str, &'static str)] = &[];
    /// A document to begin with, that the first tenant can own.
    const EXAMPLE: &'static str;

    /// The name of a customer.
    fn title(document: &Value) -> String {
        at(document, Self::TITLE)
    }

    /// Its state, with the word for it.
    fn state(document: &Value) -> String {
        let state = at(document, Self::STATE);
        match Self::WORDS.iter().find(|(code, _)| *code == state) {
            Some((_, word)) => format!("{state} {word}"),
            None => state,
        }
    }
}

fn at(document: &Value, pointer: &str) -> String {
    document.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Seen for Adobe {
    const LABEL: &'static str = "Adobe VIP Marketplace";
    const TITLE: &'static str = "/companyProfile/companyName";
    const STATE: &'static str = "/status";
    const WORDS: &'static [(&'static str, &'static str)] = &[
        ("1000", "active"),
        ("1002", "pending"),
        ("1004", "inactive"),
        ("1010", "inactive, address"),
        ("1012", "blocked"),
        ("1014", "inactive, duplicate"),
    ];
    const EXAMPLE: &'static str = include_str!("examples/adobe.json");
}

impl Seen for Ibm {
    const LABEL: &'static str = "IBM BSS";
    const TITLE: &'static str = "/Customer/Organization/OrgName";
    const STATE: &'static str = "/Customer/CustomerState";
    const EXAMPLE: &'static str = include_str!("examples/ibm.json");
}

impl Seen for Commvault {
    const LABEL: &'static str = "Commvault";
    const TITLE: &'static str = "/name";
    const STATE: &'static str = "/status";
    const EXAMPLE: &'static str = include_str!("examples/commvault.json");
}
