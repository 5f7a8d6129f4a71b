//! Asking the vendor and writing the answer.

use alloc::string::String;

use super::envelope::{Envelope, Known, only_member};
use super::{Contract, SIZE_MAX, VERSION, adobe, commvault, ibm};
use crate::decision::{Next, Rejection, Response};
use crate::json::{
    At, Document, Errors, FormError, Node, Pointer, Reason, Unreadable, Writer, shown,
};

/// Answers one question. Total: any text gets an answer, and no text makes it panic.
///
/// ```
/// let answer = customer_core::contract::apply(r#"{"vendor": "commvault"}"#);
/// assert!(answer.starts_with(r#"{"version":1,"verdict":"unreadable","#));
/// assert!(answer.contains(r#""pointer":"/customer""#));
/// ```
pub fn apply(question: &str) -> String {
    let mut out = String::new();
    if let Err(unreadable) = answer(question, &mut out) {
        out.clear();
        write_unreadable(&unreadable, &mut Writer::new(&mut out));
    }
    out
}

/// Answers one question given as bytes; bytes that are not UTF-8 are unreadable at their place.
pub fn apply_bytes(question: &[u8]) -> String {
    match core::str::from_utf8(question) {
        Ok(text) => apply(text),
        Err(error) => {
            let valid = question.get(..error.valid_up_to()).unwrap_or_default();
            let text = core::str::from_utf8(valid).unwrap_or_default();
            // What stands before may be wrong as well; else the text ends where the bytes do.
            let found = match Document::parse(text) {
                Err(found) if found.reason != Reason::Incomplete => found,
                Err(found) => FormError { pointer: found.pointer, reason: Reason::Encoding },
                Ok(_) => FormError { pointer: Pointer::default(), reason: Reason::Encoding },
            };
            let mut out = String::new();
            write_unreadable(&found.into(), &mut Writer::new(&mut out));
            out
        }
    }
}

fn answer(question: &str, out: &mut String) -> Result<(), Unreadable> {
    if question.len() > SIZE_MAX {
        return Err(FormError { pointer: Pointer::default(), reason: Reason::Size }.into());
    }
    let document = Document::parse(question)?;
    let mut errors = Errors::default();
    let Some(envelope) = Envelope::open(document.root(), &mut errors) else {
        return errors.finish(None);
    };
    match envelope.vendor(&mut errors) {
        Some(Known::Adobe) => ask::<adobe::Vendor>(&envelope, errors, out),
        Some(Known::Ibm) => ask::<ibm::Vendor>(&envelope, errors, out),
        Some(Known::Commvault) => ask::<commvault::Vendor>(&envelope, errors, out),
        None => {
            envelope.shapes(&mut errors);
            envelope.close(&mut errors);
            errors.finish(None)
        }
    }
}

/// Reads what the vendor needs, all errors of form at once, then asks it.
fn ask<C: Contract>(
    envelope: &Envelope<'_, '_>,
    mut errors: Errors,
    out: &mut String,
) -> Result<(), Unreadable> {
    // Whatever depends on what stands behind it is read first, and told where it stands.
    let mut later = Errors::default();
    let customer = envelope.need("customer", &mut errors);
    let internal = envelope.get("internal", &mut later);
    let record = C::record(customer, internal, &mut errors);
    errors.append(later);
    let input = envelope.need("input", &mut errors);
    let input = input.and_then(|input| only_input::<C>(input, &mut errors));
    let mut later = Errors::default();
    let policy = envelope.policy(C::POLICIES, &mut later);
    let facts = envelope.get("facts", &mut errors);
    let facts = C::facts(facts, policy, &mut errors);
    errors.append(later);
    envelope.close(&mut errors);
    let read = record.zip(input).zip(facts);
    let ((mut record, input), facts) = errors.finish(read)?;
    let mut w = Writer::new(out);
    match C::decide(&record, &input, &facts) {
        Ok(decision) => {
            C::evolve(&mut record, &decision);
            write_accepted::<C>(&record, &input, &decision, &mut w);
        }
        Err(rejection) => {
            if let Some(place) = C::unreadable(&rejection) {
                let pointer = Pointer::new(place);
                return Err(FormError { pointer, reason: Reason::Range }.into());
            }
            write_refused::<C>(&input, &rejection, &mut w);
        }
    }
    Ok(())
}

/// `input` is an object with exactly one member.
fn only_input<'a, C: Contract>(input: Node<'_, 'a>, errors: &mut Errors) -> Option<C::Input<'a>> {
    let at = At::ROOT;
    let at = at.name("input");
    let (name, value) = only_member(input, &at, errors)?;
    let before = errors.count();
    let at = at.other(&name);
    if value.is_null() {
        errors.push(&at, Reason::Null);
        return None;
    }
    let read = C::input(&name, value, &at, errors);
    if read.is_none() && errors.count() == before {
        errors.push(&at, Reason::Unknown);
    }
    read
}

fn begin(verdict: &str, w: &mut Writer<'_>) {
    w.begin_object();
    w.name("version");
    w.number(VERSION);
    w.member("verdict", verdict);
}

fn end(response: Option<Option<Response>>, next: Next, w: &mut Writer<'_>) {
    if let Some(response) = response {
        w.name("response");
        match response {
            None => w.null(),
            Some(response) => {
                w.begin_object();
                w.name("status");
                w.number(response.status);
                w.name("body");
                w.raw(response.body.as_deref().unwrap_or("null"));
                w.end_object();
            }
        }
    }
    w.member("next", next.as_str());
    w.end_object();
}

fn write_accepted<C: Contract>(
    after: &C::Record,
    input: &C::Input<'_>,
    decision: &C::Decision,
    w: &mut Writer<'_>,
) {
    let changes = C::changes(decision);
    begin(if changes.is_empty() { "unchanged" } else { "applied" }, w);
    w.name("customer");
    C::write_customer(after, w);
    w.name("internal");
    C::write_internal(after, w);
    w.name("changes");
    w.begin_list();
    for change in &changes {
        change.write(w);
    }
    w.end_list();
    w.name("effects");
    w.begin_list();
    C::write_effects(after, decision, w);
    w.end_list();
    end(Some(C::accepted(after, input, decision)), C::next(decision), w);
}

fn write_refused<C: Contract>(input: &C::Input<'_>, rejection: &Rejection, w: &mut Writer<'_>) {
    begin("rejected", w);
    w.name("violations");
    w.begin_list();
    for violation in rejection.violations() {
        w.begin_object();
        w.member("rule", violation.rule.id);
        w.member("pointer", violation.pointer.as_str());
        if let Some(code) = violation.code {
            w.member("code", code);
        }
        w.member("message", &shown(violation));
        w.end_object();
    }
    w.end_list();
    end(Some(C::refused(input, rejection)), rejection.next(), w);
}

/// The rule behind every error of form.
const FORM: &str = "contract.form";

fn write_unreadable(unreadable: &Unreadable, w: &mut Writer<'_>) {
    begin("unreadable", w);
    w.name("violations");
    w.begin_list();
    for error in &unreadable.errors {
        w.begin_object();
        w.member("rule", FORM);
        w.member("pointer", error.pointer.as_str());
        w.member("message", &shown(&error.reason));
        w.end_object();
    }
    w.end_list();
    end(None, Next::Fix, w);
}
