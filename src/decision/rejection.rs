//! A refusal: every violation of one call, in order.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Next, Rule};
use crate::json::Pointer;

/// One instance of a rule that refuses, with its place. Holds no value of the request, so it can
/// always be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule that refuses.
    pub rule: &'static Rule,
    /// Where: into the update, or `/facts/...` for a fact that is missing.
    pub pointer: Pointer,
    /// The vendor's code as answered (at Adobe 1118 may stand for the rule's 1117).
    pub code: Option<&'static str>,
    /// The limit that was broken, where there is one.
    pub limit: Option<Limit>,
    /// The vendor's own words for the place, where they are not the pointer's: the member that
    /// needed a missing fact, or an offer type.
    pub details: Vec<String>,
}

/// A limit of a text or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Not fewer than this.
    AtLeast(u64),
    /// Not more than this.
    AtMost(u64),
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

    /// Whether this is about a fact that the caller did not look up.
    pub fn is_missing_fact(&self) -> bool {
        self.pointer.as_str().starts_with("/facts/")
    }
}

/// The message: what the rule says, and the limit. Never a value.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule.says)?;
        match self.limit {
            None => Ok(()),
            Some(Limit::AtLeast(n)) => write!(f, " (at least {n})"),
            Some(Limit::AtMost(n)) => write!(f, " (at most {n})"),
        }
    }
}

/// Why nothing happened: all violations of one call, in order of precedence, then of the
/// document. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    first: Violation,
    rest: Vec<Violation>,
    next: Next,
}

impl Rejection {
    /// A rejection for these violations, or `None` when there are none.
    pub fn new(violations: Vec<Violation>, next: Next) -> Option<Self> {
        let mut violations = violations.into_iter();
        let first = violations.next()?;
        Some(Self { first, rest: violations.collect(), next })
    }

    /// The violation that answers: the first in order.
    pub const fn first(&self) -> &Violation {
        &self.first
    }

    /// All violations, in order.
    pub fn violations(&self) -> impl Iterator<Item = &Violation> {
        core::iter::once(&self.first).chain(&self.rest)
    }

    /// What to do next.
    pub const fn next(&self) -> Next {
        self.next
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, violation) in self.violations().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{} at `{}`: {violation}", violation.rule.id, violation.pointer)?;
        }
        Ok(())
    }
}

impl core::error::Error for Rejection {}
