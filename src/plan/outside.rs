//! Places of obstacles that are in no document: facts, and addresses that are to be mailed.

use crate::decision::Rule;
use crate::json::{At, Pointer};

const FACTS: &str = "facts";

/// The place of a fact.
pub(super) fn fact(name: &'static str) -> Pointer {
    At::ROOT.name(FACTS).name(name).pointer()
}

/// The place of an address that is to be mailed.
pub(super) fn resend(index: usize) -> Pointer {
    At::ROOT.name("resend").index(index).pointer()
}

/// Whether what is in the way is a fact itself. A document may have a member of the same name; then
/// the rule does not rest on it.
pub(crate) fn is_fact(rule: &Rule, pointer: &Pointer) -> bool {
    rule.facts.iter().any(|name| fact(name) == *pointer)
}
