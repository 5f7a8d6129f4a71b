//! The JSON contract: one question in, one answer out, for programs in any language.
//!
//! [`apply`] is total: any text gets an answer. It is a thin layer over the vendors: it reads the
//! question, asks the vendor, and writes what the vendor says.
//!
//! [`Record`] is the same in parts, for programs that keep records between questions: read a record
//! once, [ask](Record::ask) it, write it. There is one reader of the contract, and it is here.

mod answer;
mod asked;
mod compare;
mod describe;
mod intent;
mod limits;
mod losses;
mod parsed;
mod planned;
mod question;
mod record;
mod verbs;
mod wish;

use alloc::string::String;

use crate::json::chunk::holds;
use crate::json::{Document, FormError, Pointer, Reason, Unreadable, Writer, utf8};

pub use answer::{Answer, FactId, Verdict};
pub use describe::{Described, VENDORS};
pub use intent::intent_id;
pub use limits::{DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX};
pub use question::{ID_MAX, Question};
pub use record::Record;

use question::Id;

/// The largest question in bytes.
pub const SIZE_MAX: usize = 16 * 1024 * 1024;

/// Version of this contract.
pub const VERSION: i64 = 1;

/// Answers one question. Total: any text gets an answer, and no text makes it panic.
///
/// ```
/// let answer = customer_core::contract::apply(
///     r#"{"vendor": "commvault", "customer": {"status": "updating"},
///         "input": {"settled": "failed"}}"#,
/// );
/// assert!(answer.starts_with(r#"{"version":1,"verdict":"applied","#));
/// assert!(answer.contains(r#""status":"update_failure""#));
///
/// let answer = customer_core::contract::apply(r#"{"vendor": "commvault"}"#);
/// assert!(answer.contains(r#""verdict":"unreadable""#));
/// assert!(answer.contains(r#""pointer":"/customer""#));
/// ```
pub fn apply(question: &str) -> String {
    let mut out = String::new();
    apply_into(question.as_bytes(), &mut out);
    out
}

/// Answers one question given as bytes; bytes that are not UTF-8 are unreadable at their place.
///
/// ```
/// let answer = customer_core::contract::apply_bytes(b"{\"vendor\": \"\xff\"}");
/// assert!(answer.contains(r#""pointer":"/vendor""#));
/// ```
pub fn apply_bytes(question: &[u8]) -> String {
    let mut out = String::new();
    apply_into(question, &mut out);
    out
}

/// Answers one question given as bytes into `out`, which is emptied first, and gives the verdict:
/// for programs that answer many. An answer is one line, also where the question has several.
///
/// ```
/// use customer_core::contract::{Verdict, apply_into};
///
/// let mut out = String::new();
/// assert_eq!(apply_into(b"{\"vendor\": 1}", &mut out), Verdict::Unreadable);
/// assert!(out.contains("\"pointer\":\"/vendor\""));
/// ```
pub fn apply_into(question: &[u8], out: &mut String) -> Verdict {
    out.clear();
    let found = match utf8(question) {
        Ok(text) => answer_to(text, out),
        Err(unreadable) => Err((Id::NONE, unreadable)),
    };
    let verdict = found.unwrap_or_else(|(id, unreadable)| {
        out.clear();
        Answer::from(unreadable).write_alone(&id, &mut Writer::new(out));
        Verdict::Unreadable
    });
    // Strings escape line breaks: these are white space of what is carried as it came.
    if holds(out, *b"\n\r") {
        out.retain(|c| !matches!(c, '\n' | '\r'));
    }
    verdict
}

fn answer_to(text: &str, out: &mut String) -> Result<Verdict, (Id, Unreadable)> {
    if text.len() > SIZE_MAX {
        let error = FormError { pointer: Pointer::default(), reason: Reason::Size(SIZE_MAX) };
        return Err((Id::NONE, error.into()));
    }
    let document = Document::parse(text).map_err(|error| (Id::NONE, error.into()))?;
    let question = Question::of(&document);
    let id = question.id();
    if question.is_comparison() {
        return compare::answer(question, &id, out).map_err(|found| (id, found));
    }
    if question.is_wish() {
        return wish::answer(question, &id, out).map_err(|found| (id, found));
    }
    if let Some(verb) = question.verb() {
        return verbs::answer(verb, question, &id, out).map_err(|found| (id, found));
    }
    let (record, answer) = question.answer().map_err(|found| (id.clone(), found))?;
    let intent = question.intent_id(record.vendor(), record.id());
    answer.write(&id, &record, intent.as_deref(), &mut Writer::new(out));
    Ok(answer.verdict())
}
