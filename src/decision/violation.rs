//! A violation: one rule that refuses, at one place.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Rule;
use crate::json::Pointer;

/// One instance of a rule that refuses, with its place. Holds no value of the request, so `Debug`
/// can always be logged. The place may name a member that the model does not know, and that name
/// may be personal: `Debug` hides it, the pointer and an error's `Display` show it. With serde it
/// names its rule by id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Violation {
    /// The rule that refuses.
    pub rule: &'static Rule,
    /// Where: into the update; of an event, into the request (`/input/commitment`).
    pub pointer: Pointer,
    /// The vendor's code as answered (at Adobe 1118 may stand for the rule's 1117).
    pub code: Option<&'static str>,
    /// The limit that was broken, where there is one.
    pub limit: Option<Limit>,
    /// The vendor's own words for the place, where they are not the pointer's, such as offer types.
    pub details: Vec<String>,
}

/// A limit of a text or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Limit {
    /// Not fewer than this.
    AtLeast(u64),
    /// Not more than this.
    AtMost(u64),
}

/// As in a message: `at least 10`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(n) => write!(f, "at least {n}"),
            Self::AtMost(n) => write!(f, "at most {n}"),
        }
    }
}

impl Violation {
    /// A violation of `rule` at `pointer`, with the rule's own code.
    pub fn new(rule: &'static Rule, pointer: Pointer) -> Self {
        Self { rule, pointer, code: rule.code, limit: None, details: Vec::new() }
    }

    /// The same with the limit that was broken.
    #[must_use]
    pub fn with_limit(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The same with the vendor's own word for the place.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }
}

/// The message: what the rule says, and the limit. Never a value.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule.says)?;
        self.limit.map_or(Ok(()), |limit| write!(f, " ({limit})"))
    }
}

/// Writes violations one after the other: rule and place, then what the rule says.
pub(super) fn list<'v>(
    violations: impl Iterator<Item = &'v Violation>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (i, violation) in violations.enumerate() {
        if i > 0 {
            f.write_str("; ")?;
        }
        write!(f, "{} at {}: {violation}", violation.rule.id, violation.pointer.spoken())?;
    }
    Ok(())
}
