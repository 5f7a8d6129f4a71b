//! `customer apply`: one question, its answer, an exit status that tells which.

use std::process::ExitCode;

use crate::answer::Answer;
use crate::args::Apply;
use crate::failure::{Failure, UNREADABLE};
use crate::question::{self, Question};
use crate::show::{Body, Show};

/// Exit status of a refusal.
const REJECTED: u8 = 1;

/// Exit status of a refusal because the record has moved on.
const STALE: u8 = 3;

/// Exit status of an answer that needs facts.
const UNDECIDED: u8 = 4;

/// Asks the core and shows what it says.
pub(crate) fn run(asked: &Apply) -> Result<ExitCode, Failure> {
    let (question, faults) = Question::read(Some(&asked.customer), &asked.asked.parts)?;
    let text = if faults.is_empty() {
        customer_core::contract::apply(&question.text())
    } else {
        question::unreadable(faults)
    };
    let answer = Answer::read(&text)?;
    if asked.json {
        asked.to.print(&format!("{text}\n"))?;
    } else if answer.verdict == "unreadable" {
        return Err(question::refused(&question, &answer.violations));
    } else {
        let body = if asked.pretty { Body::Pretty } else { Body::Compact };
        let show = Show { indent: 0, width: asked.to.columns(), body };
        let id = question.customer_id();
        asked.to.print(&show.answer(&question.vendor, id.as_deref(), &answer))?;
    }
    Ok(ExitCode::from(status(&answer)))
}

/// The exit status.
fn status(answer: &Answer) -> u8 {
    match answer.verdict.as_str() {
        "applied" | "unchanged" => 0,
        "rejected" if answer.is_stale() => STALE,
        "rejected" => REJECTED,
        "undecided" => UNDECIDED,
        _ => UNREADABLE,
    }
}
