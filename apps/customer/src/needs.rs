//! `customer needs`: which facts must be looked up before something can be decided.

use std::process::ExitCode;

use customer_core::contract::{self, FactId, Record};
use customer_core::json::{Document, Unreadable};

use crate::answer::{Need, Violation};
use crate::args;
use crate::failure::{Failure, UNREADABLE};
use crate::question::{self, Question};
use crate::show::{Body, Show};
use crate::style::{GOOD, MIDDLE, paint};
use crate::text::count;
use crate::validate::check;

/// The members of a question.
const MEMBERS: &[&str] = &["vendor", "customer", "internal", "input", "facts", "policy"];

/// Tells what is asked for and not given.
pub(crate) fn run(asked: &args::Needs) -> Result<ExitCode, Failure> {
    let (question, faults) = Question::read(Some(&asked.customer), &asked.asked.parts)?;
    let text = question.text();
    let mut violations: Vec<_> = faults.into_iter().map(Violation::from).collect();
    if violations.is_empty() {
        violations = check(&text);
    }
    if !violations.is_empty() {
        if !asked.json {
            return Err(question::refused(&question, &violations));
        }
        let report = serde_json::json!({ "violations": violations });
        asked.to.print(&format!("{report}\n"))?;
        return Ok(ExitCode::from(UNREADABLE));
    }
    let needs = look(&text).map_err(|unreadable| {
        let violations: Vec<_> = unreadable.errors.into_iter().map(Violation::from).collect();
        question::refused(&question, &violations)
    })?;
    if asked.json {
        let report = serde_json::json!({ "needs": needs });
        asked.to.print(&format!("{report}\n"))?;
    } else {
        let show = Show { indent: 0, width: asked.to.columns(), body: Body::Hidden };
        asked.to.print(&shown(&question, &needs, show))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked for and not among the facts of the question.
fn look(question: &str) -> Result<Vec<Need>, Unreadable> {
    let document = Document::parse(question)?;
    let asked = contract::Question::of(&document);
    let needs = Record::read(asked, MEMBERS)?.needs(asked, MEMBERS)?;
    let facts = document.root().member("facts");
    let is_given = |need: &FactId| facts.is_some_and(|facts| facts.member(need.fact).is_some());
    Ok(needs.iter().filter(|need| !is_given(need)).map(Need::from).collect())
}

/// For people: each fact with its type, what asks for it, and how to give it.
fn shown(question: &Question, needs: &[Need], show: Show) -> String {
    let who = question.customer_id().map_or(String::new(), |id| format!(" {id}"));
    let mut facts: Vec<_> = needs.iter().map(|need| need.fact.as_str()).collect();
    facts.dedup();
    let (style, much) = match facts.len() {
        0 => (GOOD, "nothing to look up".to_owned()),
        number => (MIDDLE, format!("{} to look up", count(number, "fact"))),
    };
    let first = format!("{}  {}{who}: {much}", paint(style, "NEEDS"), question.vendor);
    let mut lines = vec![first];
    show.needs(&question.vendor, needs, &mut lines);
    lines.into_iter().map(|line| line + "\n").collect()
}
