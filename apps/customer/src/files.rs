//! Documents read from files for one question, and its answer.

use customer_core::contract::{Verdict, apply};

use crate::answer::{Answer, Violation};
use crate::args::{Setting, Source, To};
use crate::failure::Failure;
use crate::question::{Part, Question, refused, unreadable_by};

/// What is read from files for one question.
pub(crate) struct Files {
    pub(crate) question: Question,
    pub(crate) faults: Vec<Violation>,
}

impl Files {
    /// Nothing was read so far.
    pub(crate) fn new(vendor: &str, policy: Option<&str>, readings: &[Setting]) -> Self {
        let policy = policy.map(str::to_owned);
        let (vendor, readings) = (vendor.to_owned(), readings.to_vec());
        Self { question: Question { vendor, policy, readings, parts: Vec::new() }, faults: vec![] }
    }

    /// Reads a document and gives its text.
    pub(crate) fn read(
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

    /// The same as a member of the question, if there is such a document.
    pub(crate) fn member(
        &mut self,
        place: &'static str,
        option: &str,
        source: Option<&Source>,
    ) -> Result<String, Failure> {
        let Some(source) = source else { return Ok(String::new()) };
        let text = self.read(place, option, source)?;
        Ok(format!(",\"{}\":{text}", place.trim_start_matches('/')))
    }

    /// The answer of the contract to a question, and its text, which is printed for a program;
    /// `None` after it was printed that something can't be read.
    pub(crate) fn ask(
        &mut self,
        question: &str,
        json: bool,
        to: &To,
    ) -> Result<Option<(Answer, String)>, Failure> {
        if !self.faults.is_empty() {
            let faults = core::mem::take(&mut self.faults);
            if json {
                to.print(&format!("{}\n", unreadable_by(faults)))?;
                return Ok(None);
            }
            return Err(refused(&self.question, &faults));
        }
        let text = apply(question);
        let answer = Answer::read(&text)?;
        if json {
            to.print(&format!("{text}\n"))?;
        }
        if answer.verdict != Verdict::Unreadable.as_str() {
            return Ok(Some((answer, text)));
        }
        if json { Ok(None) } else { Err(refused(&self.question, &answer.violations)) }
    }
}
