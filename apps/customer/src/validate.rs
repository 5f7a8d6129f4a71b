//! `customer validate`: whether documents can be read, without deciding anything.

use std::process::ExitCode;

use customer_core::contract;
use customer_core::json::{Document, Unreadable};

use crate::answer::Violation;
use crate::args::Validate;
use crate::failure::{Failure, UNREADABLE};
use crate::question::{self, Question};
use crate::style::{GOOD, paint};

/// Reads what is given and tells whether it can be read.
pub(crate) fn run(asked: &Validate) -> Result<ExitCode, Failure> {
    let (question, faults) = Question::read(asked.customer.as_ref(), &asked.parts)?;
    let violations = if faults.is_empty() {
        check(&question.text())
    } else {
        faults.into_iter().map(Violation::from).collect()
    };
    if asked.json {
        let readable = violations.is_empty();
        let report = serde_json::json!({ "readable": readable, "violations": violations });
        asked.to.print(&format!("{report}\n"))?;
    } else if violations.is_empty() {
        let mut out = String::new();
        for part in &question.parts {
            out.push_str(&format!("{}  {}\n", paint(GOOD, "READABLE"), part.name));
        }
        if question.policy.is_some() || !question.readings.is_empty() {
            out.push_str(&format!("{}  the policy\n", paint(GOOD, "READABLE")));
        }
        asked.to.print(&out)?;
    } else {
        return Err(question::refused(&question, &violations));
    }
    Ok(if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(UNREADABLE) })
}

/// What can't be read of a question, of which parts may be missing.
pub(crate) fn check(question: &str) -> Vec<Violation> {
    let checked = match Document::parse(question) {
        Ok(document) => contract::Question::of(&document).check(),
        Err(error) => Err(Unreadable::from(error)),
    };
    let errors = checked.err().map(|unreadable| unreadable.errors).unwrap_or_default();
    errors.into_iter().map(Violation::from).collect()
}
