//! What a vendor's answer complains about.

use alloc::string::String;
use core::fmt;

use super::Rule;
use crate::json::{Pointer, code};

/// What an answer is the answer to, as far as it is known: the more is known, the more it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a caller says each part, or that it is not known")]
pub struct Asked<'s, R, U, P> {
    /// The record when the request was made.
    pub record: Option<&'s R>,
    /// The update that was sent.
    pub update: Option<&'s U>,
    /// The readings in force.
    pub policy: P,
}

impl<R, U, P> Asked<'_, R, U, P> {
    /// Nothing else is known.
    pub const fn unknown(policy: P) -> Self {
        Self { record: None, update: None, policy }
    }
}

/// One thing that a vendor's answer complains about. `Display` is its message, without a value.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Complaint {
    /// The rule, where code and place leave only one.
    pub rule: Option<&'static Rule>,
    /// The place in the update; the whole of it where the answer names none.
    pub pointer: Pointer,
    /// The vendor's code, as the answer has it.
    pub code: Option<String>,
    says: &'static str,
}

impl Complaint {
    /// A complaint that names its rule.
    pub(crate) const fn by(rule: &'static Rule, pointer: Pointer) -> Self {
        Self { rule: Some(rule), pointer, code: None, says: rule.says }
    }

    /// One that may be by several rules.
    pub(crate) const fn of(says: &'static str, pointer: Pointer) -> Self {
        Self { rule: None, pointer, code: None, says }
    }

    /// The same with the vendor's code.
    #[must_use]
    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.says)
    }
}

/// An answer may hold anything: shows the rule, and a code that looks like one.
impl fmt::Debug for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Complaint")
            .field("rule", &self.rule.map(|rule| rule.id))
            .field("code", &self.code.as_deref().map(code))
            .finish_non_exhaustive()
    }
}
