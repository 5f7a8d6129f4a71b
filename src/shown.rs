//! `Debug` of places: the names of the models, and nothing of a name that a person may have.
//!
//! It is here because `json` knows no model.

use core::fmt::{self, Write as _};

use crate::json::{PathStep, Pointer, Step};
use crate::vendors::NAMES;

/// What is around a document in a question of the JSON contract.
const AROUND: &[&str] = &["customer", "internal", "input", "update", "facts", "wish", "vendor"];

/// More digits than an index has may be a number of a person.
const DIGITS_MAX: usize = 5;

fn is_known(step: &str) -> bool {
    let is_index = step.len() <= DIGITS_MAX && step.bytes().all(|byte| byte.is_ascii_digit());
    // Texts, not lists: a list of names has an address for each.
    let mut names = NAMES.iter().flat_map(|vendor| *vendor).flat_map(|names| names.split(['/']));
    is_index || AROUND.contains(&step) || names.any(|name| name == step)
}

fn shown(name: &str) -> &str {
    if is_known(name) { name } else { "…" }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        // No known name needs an escape.
        for step in self.as_str().split(['/']).skip(1) {
            write!(f, "/{}", shown(step))?;
        }
        f.write_char('`')
    }
}

impl fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Other(name) => f.write_str(shown(name)),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

impl fmt::Debug for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(shown(name)),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}
