//! `customer diff`: what differs between two records, in the format of changes.

use std::process::ExitCode;

use customer_core::contract::{self, Record};
use customer_core::json::{Document, Unreadable, Writer};

use crate::answer::{Change, Violation};
use crate::args;
use crate::failure::{Failure, UNREADABLE};
use crate::question::{Part, Question, once, refused};
use crate::show::{Body, Show};
use crate::style::{GOOD, MIDDLE, paint};
use crate::text::count;

/// Exit status of records that differ.
const DIFFERENT: u8 = 1;

/// Compares two records.
pub(crate) fn run(asked: &args::Diff) -> Result<ExitCode, Failure> {
    once([&asked.before, &asked.after].into_iter())?;
    let mut records = Vec::new();
    for (option, source) in [("BEFORE", &asked.before), ("AFTER", &asked.after)] {
        let (part, fault) = Part::read("/customer", option, source)?;
        let question = Question {
            vendor: asked.vendor.clone(),
            policy: None,
            readings: Vec::new(),
            parts: vec![part],
        };
        let read = match fault {
            Some(fault) => Err(vec![Violation::from(fault)]),
            None => read(&question.text())
                .map_err(|unreadable| unreadable.errors.into_iter().map(Violation::from).collect()),
        };
        match read {
            Ok(record) => records.push(record),
            Err(violations) if asked.json => {
                let report = serde_json::json!({ "document": option, "violations": violations });
                asked.to.print(&format!("{report}\n"))?;
                return Ok(ExitCode::from(UNREADABLE));
            }
            Err(violations) => return Err(refused(&question, &violations)),
        }
    }
    let [before, after] = records.as_slice() else { return Ok(ExitCode::SUCCESS) };
    let changes = before.diff(after).unwrap_or_default();
    let mut text = String::new();
    let mut w = Writer::new(&mut text);
    w.begin_list();
    changes.iter().for_each(|change| change.write(&mut w));
    w.end_list();
    if asked.json {
        asked.to.print(&format!("{{\"changes\":{text}}}\n"))?;
    } else {
        asked.to.print(&shown(asked, &text)?)?;
    }
    Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

/// Reads a record of the contract.
fn read(question: &str) -> Result<Record, Unreadable> {
    let document = Document::parse(question)?;
    Record::read(contract::Question::of(&document), &["vendor", "customer"])
}

/// For people: one change a line.
fn shown(asked: &args::Diff, changes: &str) -> Result<String, Failure> {
    let changes: Vec<Change> = serde_json::from_str(changes).map_err(|_| Failure::bug())?;
    let (style, word) = if changes.is_empty() { (GOOD, "SAME") } else { (MIDDLE, "DIFFERENT") };
    let much = count(changes.len(), "change");
    let mut lines = vec![format!("{}  {}: {much}", paint(style, word), asked.vendor)];
    let show = Show { indent: 0, width: asked.to.columns(), body: Body::Hidden };
    show.changes(&changes, &mut lines);
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}
