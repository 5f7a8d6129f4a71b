//! Why the program ends early.

use core::fmt;

/// Why the program ends early: what is wrong, and what to do about it. Never shows a secret.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    todo: String,
}

impl Failure {
    /// What is wrong, and what to do about it.
    pub(crate) fn new(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { what: what.into(), todo: todo.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.what)?;
        writeln!(f, "to do: {}", self.todo)
    }
}
