//! Why a command ends early.

use core::fmt;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;

use crate::style;

/// Exit status of a question that could not be asked or read.
pub(crate) const UNREADABLE: u8 = 2;

/// Why a command ends early. Never quotes the input.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read the output went away: nothing to say, nobody to say it to.
    Closed,
    /// Something to report on standard error.
    Reported {
        /// What is wrong, as one or more lines.
        what: String,
        /// What to do about it.
        todo: String,
    },
}

impl Failure {
    /// A failure to report: what is wrong, and what to do about it.
    pub(crate) fn new(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::Reported { what: what.into(), todo: todo.into() }
    }

    /// Something that only this program can be blamed for.
    pub(crate) fn bug() -> Self {
        Self::new(
            "the core's answer is not of its own contract: this is a bug of this program",
            "please report it, with the versions but without your data",
        )
    }

    /// Standard output that could not be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let todo = if error.kind() == ErrorKind::StorageFull {
            "free space or choose another place for the output, then run this again"
        } else {
            "choose another place for the output, then run this again"
        };
        Self::new(format!("the output can't be written: {error}"), todo)
    }

    /// Reports it, and gives the exit status. For programs it is one object on standard output.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        match self {
            Self::Closed => return ExitCode::SUCCESS,
            Self::Reported { what, todo } if json => {
                let report = serde_json::json!({ "error": what, "todo": todo });
                let _ = style::print(&format!("{report}\n"));
            }
            Self::Reported { .. } => {
                let _ = write!(anstream::stderr().lock(), "{self}");
            }
        }
        ExitCode::from(UNREADABLE)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Reported { what, todo } = self else { return Ok(()) };
        writeln!(f, "{} {what}", style::paint(style::BAD, "error:"))?;
        if !todo.is_empty() {
            writeln!(f, "{} {todo}", style::paint(style::STRONG, "to do:"))?;
        }
        Ok(())
    }
}
