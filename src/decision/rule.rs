//! A rule: one named decision, with its evidence and its source.

use core::fmt;

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The vendor's page says so.
    Documented,
    /// Seen in a public client of the vendor.
    Observed,
    /// Follows from what is documented or observed.
    Inferred,
    /// Nobody says; this crate chose the reading that cannot lose data.
    Chosen,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
            Self::Chosen => "chosen",
        })
    }
}

/// What one preset decides at a point that the vendor leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Name of the preset, as in the JSON contract's `policy`.
    pub preset: &'static str,
    /// What it decides, in a few words.
    pub decides: &'static str,
}

/// One named rule of a vendor.
///
/// Rules are data: `customer rules` prints them, a [`Violation`](super::Violation) points at one.
/// Ids are never reused.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Stable id: vendor, subject, what it says. For example `adobe.contacts.at-least-one`.
    pub id: &'static str,
    /// How sure it is.
    pub evidence: Evidence,
    /// Where that comes from: page title and section, or a public client.
    pub source: &'static str,
    /// The vendor's error code for a refusal by this rule, where one is known.
    pub code: Option<&'static str>,
    /// What the rule says, as one sentence without personal data.
    pub says: &'static str,
    /// The way forward after a refusal; empty for a rule that never refuses.
    pub hint: &'static str,
    /// What each preset decides.
    pub readings: &'static [Reading],
}
