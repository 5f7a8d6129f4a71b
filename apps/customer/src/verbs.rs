//! `customer compose`, `losses` and `parse-response`: what is asked of a vendor without an input.

use std::process::ExitCode;

use customer_core::contract::{self, Record};
use customer_core::decision::Next;
use customer_core::json::{Document, Pointer, Unreadable};

use crate::answer::{Obstacle, Violation};
use crate::args::{Compose, Losses, ParseResponse};
use crate::failure::{Failure, UNREADABLE};
use crate::files::Files;
use crate::question::{Part, once, refused};
use crate::style::{BAD, FAINT, GOOD, MIDDLE, STRONG, paint};
use crate::text::{count, visible};

/// Exit status of what can't be said, of a loss, and of a refusal.
const NO: u8 = 1;

/// Exit status of a refusal because the record has moved on.
const STALE: u8 = 3;

/// Prints the update that does what two do.
pub(crate) fn compose(asked: &Compose) -> Result<ExitCode, Failure> {
    once([&asked.first, &asked.second].into_iter())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref(), &[]);
    let first = files.read("/compose/0", "FIRST", &asked.first)?;
    let second = files.read("/compose/1", "SECOND", &asked.second)?;
    let question = files.question.asking(&format!("\"compose\":[{first},{second}]"));
    let Some((answer, _)) = files.ask(&question, asked.json, &asked.to)? else {
        return Ok(ExitCode::from(UNREADABLE));
    };
    if let Some(update) = answer.update {
        if !asked.json {
            asked.to.print(&format!("{update}\n"))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !asked.json {
        let much = count(answer.obstacles.len(), "place");
        let mut out = format!("{}  {}: {much}\n", paint(BAD, "TWO STEPS"), asked.vendor);
        for Obstacle { pointer, message, rule, .. } in &answer.obstacles {
            line("the second update as a whole", pointer, None, message, rule, &mut out);
        }
        out.push_str(&format!("  next    {}: one after the other\n", paint(STRONG, "send both")));
        asked.to.print(&out)?;
    }
    Ok(ExitCode::from(NO))
}

/// Prints what an update would lose.
pub(crate) fn losses(asked: &Losses) -> Result<ExitCode, Failure> {
    once([&asked.customer, &asked.update].into_iter())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref(), &[]);
    let customer = files.read("/customer", "--customer", &asked.customer)?;
    let update = files.read("/input/update", "--update", &asked.update)?;
    let Files { question, mut faults } = files;
    let mut lost = Vec::new();
    if faults.is_empty() {
        let text = format!("\"customer\":{customer},\"input\":{{\"update\":{update}}}");
        match lost_by(&question.asking(&text)) {
            Ok(found) => lost = found,
            Err(unreadable) => {
                faults = unreadable.errors.into_iter().map(Violation::from).collect();
            }
        }
    }
    if !faults.is_empty() {
        if !asked.json {
            return Err(refused(&question, &faults));
        }
        let report = serde_json::json!({ "violations": faults });
        asked.to.print(&format!("{report}\n"))?;
        return Ok(ExitCode::from(UNREADABLE));
    }
    if asked.json {
        let lost: Vec<_> = lost.iter().map(Pointer::as_str).collect();
        asked.to.print(&format!("{}\n", serde_json::json!({ "losses": lost })))?;
    } else {
        let (style, word) = if lost.is_empty() { (GOOD, "NOTHING LOST") } else { (BAD, "LOST") };
        let much = count(lost.len(), "place");
        let mut out = format!("{}  {}: {much}\n", paint(style, word), asked.vendor);
        for place in &lost {
            out.push_str(&format!("  {} {}\n", paint(BAD, "-"), visible(place.as_str())));
        }
        asked.to.print(&out)?;
    }
    Ok(if lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

/// The members of a question about losses.
const LOSSES: &[&str] = &["vendor", "policy", "customer", "input"];

fn lost_by(question: &str) -> Result<Vec<Pointer>, Unreadable> {
    let document = Document::parse(question)?;
    let question = contract::Question::of(&document);
    // What is wrong is reported of all parts at once.
    question.check()?;
    Record::read(question, LOSSES)?.losses(question, LOSSES)
}

/// Prints what the vendor's answer says.
pub(crate) fn parse_response(asked: &ParseResponse) -> Result<ExitCode, Failure> {
    let sources = [Some(&asked.body), asked.customer.as_ref(), asked.update.as_ref()];
    once(sources.into_iter().flatten())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref(), &[]);
    let (body, fault) = Part::read("/answer/body", "--body", &asked.body)?;
    let body = match fault {
        None => body.text,
        Some(_) if body.text.trim().is_empty() => "null".to_owned(),
        // Not every answer comes from the vendor itself.
        Some(_) => serde_json::Value::from(body.text).to_string(),
    };
    let mut members = format!("\"answer\":{{\"status\":{},\"body\":{body}}}", asked.status);
    if let Some(customer) = &asked.customer {
        let text = files.read("/customer", "--customer", customer)?;
        members.push_str(&format!(",\"customer\":{text}"));
    }
    if let Some(update) = &asked.update {
        let text = files.read("/update", "--update", update)?;
        members.push_str(&format!(",\"update\":{text}"));
    }
    let question = files.question.asking(&members);
    let Some((answer, _)) = files.ask(&question, asked.json, &asked.to)? else {
        return Ok(ExitCode::from(UNREADABLE));
    };
    let is_accepted = answer.verdict == "accepted";
    let is_stale = !is_accepted && answer.next == Next::Refetch.as_str();
    if !asked.json {
        let (style, word) = match (is_accepted, is_stale) {
            (true, _) => (GOOD, "ACCEPTED"),
            (false, true) => (MIDDLE, "REFUSED (stale)"),
            (false, false) => (BAD, "REFUSED"),
        };
        let mut out = format!("{}  {}: HTTP {}\n", paint(style, word), asked.vendor, asked.status);
        for Violation { pointer, code, message, rule } in &answer.violations {
            line("the request as a whole", pointer, code.as_deref(), message, rule, &mut out);
        }
        let next = Next::ALL.iter().find(|next| next.as_str() == answer.next);
        let advice = next.map_or("", |next| next.advice());
        out.push_str(&format!("  next    {}: {advice}\n", paint(STRONG, visible(&answer.next))));
        asked.to.print(&out)?;
    }
    Ok(match (is_accepted, is_stale) {
        (true, _) => ExitCode::SUCCESS,
        (false, true) => ExitCode::from(STALE),
        (false, false) => ExitCode::from(NO),
    })
}

/// A place, what is said of it, and by which rule, where one is known.
fn line(
    whole: &str,
    pointer: &str,
    code: Option<&str>,
    message: &str,
    rule: &str,
    out: &mut String,
) {
    let place = if pointer.is_empty() { whole.into() } else { visible(pointer) };
    let code = code.map(visible);
    let code = code.map_or(String::new(), |code| format!("  {}", paint(BAD, code)));
    out.push_str(&format!("  {} {place}{code}\n", paint(BAD, "!")));
    out.push_str(&format!("      {}\n", visible(message)));
    if !rule.is_empty() {
        out.push_str(&format!("      {}\n", paint(FAINT, format!("rule  {}", visible(rule)))));
    }
}
