//! `customer compose`, `losses` and `parse-response`: what is asked of a vendor without an input.

use std::process::ExitCode;

use customer_core::contract::{self, Record, apply};
use customer_core::decision::Next;
use customer_core::json::{Document, Pointer, Unreadable};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Violation;
use crate::args::{Compose, Losses, ParseResponse, Source};
use crate::failure::{Failure, UNREADABLE};
use crate::question::{Part, Question, once, told, unreadable_by};
use crate::style::{BAD, FAINT, GOOD, MIDDLE, STRONG, paint};
use crate::text::{count, visible};

/// Exit status of what can't be said, of a loss, and of a refusal.
const NO: u8 = 1;

/// Exit status of a refusal because the record has moved on.
const STALE: u8 = 3;

/// What these commands read of the contract's answers.
#[derive(Deserialize)]
struct Answer {
    verdict: String,
    #[serde(default)]
    update: Option<Box<RawValue>>,
    #[serde(default)]
    obstacles: Vec<Said>,
    #[serde(default)]
    violations: Vec<Said>,
    next: String,
}

/// A place and what is said of it.
#[derive(Deserialize)]
struct Said {
    rule: Option<String>,
    pointer: String,
    code: Option<String>,
    message: String,
}

impl From<Said> for Violation {
    fn from(said: Said) -> Self {
        Self {
            rule: said.rule.unwrap_or_default(),
            pointer: said.pointer,
            code: said.code,
            message: said.message,
        }
    }
}

/// What is read from files for one question.
struct Files {
    question: Question,
    faults: Vec<Violation>,
}

impl Files {
    fn new(vendor: &str, policy: Option<&str>) -> Self {
        let policy = policy.map(str::to_owned);
        let vendor = vendor.to_owned();
        let question = Question { vendor, policy, readings: Vec::new(), parts: Vec::new() };
        Self { question, faults: Vec::new() }
    }

    /// Reads a document and gives its text.
    fn read(
        &mut self,
        place: &'static str,
        option: &str,
        source: &Source,
    ) -> Result<String, Failure> {
        let (part, fault) = Part::read(place, option, source)?;
        self.faults.extend(fault.map(Violation::from));
        let text = part.text.clone();
        self.question.parts.push(part);
        Ok(text)
    }

    /// The answer of the contract to a question with these members, which is printed for a program;
    /// `None` after it was printed that something can't be read.
    fn ask(
        mut self,
        members: &str,
        json: bool,
        print: impl Fn(&str) -> Result<(), Failure>,
    ) -> Result<Option<Answer>, Failure> {
        if !self.faults.is_empty() {
            if json {
                print(&format!("{}\n", unreadable_by(self.faults)))?;
                return Ok(None);
            }
            return Err(told(&self.question, &self.faults));
        }
        let text = apply(&self.question.asking(members));
        let answer: Answer = serde_json::from_str(&text).map_err(|_| Failure::bug())?;
        if json {
            print(&format!("{text}\n"))?;
        }
        if answer.verdict != "unreadable" {
            return Ok(Some(answer));
        }
        if json {
            return Ok(None);
        }
        self.faults = answer.violations.into_iter().map(Violation::from).collect();
        Err(told(&self.question, &self.faults))
    }
}

/// Prints the update that does what two do.
pub(crate) fn compose(asked: &Compose) -> Result<ExitCode, Failure> {
    once([&asked.first, &asked.second].into_iter())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref());
    let first = files.read("/compose/0", "FIRST", &asked.first)?;
    let second = files.read("/compose/1", "SECOND", &asked.second)?;
    let members = format!("\"compose\":[{first},{second}]");
    let print = |text: &str| asked.to.print(text);
    let Some(answer) = files.ask(&members, asked.json, print)? else {
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
        answer.obstacles.iter().for_each(|one| line(one, "the second update as a whole", &mut out));
        out.push_str(&format!("  next    {}: one after the other\n", paint(STRONG, "send both")));
        asked.to.print(&out)?;
    }
    Ok(ExitCode::from(NO))
}

/// Prints what an update would lose.
pub(crate) fn losses(asked: &Losses) -> Result<ExitCode, Failure> {
    once([&asked.customer, &asked.update].into_iter())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref());
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
            return Err(told(&question, &faults));
        }
        let told = serde_json::json!({ "violations": faults });
        asked.to.print(&format!("{told}\n"))?;
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
    // What is wrong is told of all parts at once.
    question.check()?;
    Record::read(question, LOSSES)?.losses(question, LOSSES)
}

/// Prints what the vendor's answer says.
pub(crate) fn parse_response(asked: &ParseResponse) -> Result<ExitCode, Failure> {
    let sources = [Some(&asked.body), asked.customer.as_ref(), asked.update.as_ref()];
    once(sources.into_iter().flatten())?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref());
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
    let print = |text: &str| asked.to.print(text);
    let Some(answer) = files.ask(&members, asked.json, print)? else {
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
        answer.violations.iter().for_each(|one| line(one, "the request as a whole", &mut out));
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

/// A place, what is said of it, and by which rule.
fn line(said: &Said, whole: &str, out: &mut String) {
    let place = if said.pointer.is_empty() { whole.into() } else { visible(&said.pointer) };
    let code = said.code.as_deref().map(visible);
    let code = code.map_or(String::new(), |code| format!("  {}", paint(BAD, code)));
    out.push_str(&format!("  {} {place}{code}\n", paint(BAD, "!")));
    out.push_str(&format!("      {}\n", visible(&said.message)));
    if let Some(rule) = &said.rule {
        out.push_str(&format!("      {}\n", paint(FAINT, format!("rule  {}", visible(rule)))));
    }
}
