//! What a vendor's answer says: reading the question, and writing what it says.

use alloc::string::String;

use super::answer::{Verdict, write_response};
use super::limits::{DOCUMENT_DEPTH_MAX, holds, sized};
use super::verbs::VerbQuestion;
use crate::decision::{self, Complaint, exact_integer, unknown_members};
use crate::json::{At, Errors, FormError, Node, Reason, Unreadable, Writer, to_text};
use crate::vendors::Vendor;

/// The members of `answer`.
const MEMBERS: &[&str] = &["status", "body"];

/// What came: the HTTP status and the text of the body.
struct Came<'a> {
    status: u16,
    body: &'a str,
}

/// Answers for a vendor.
pub(super) fn answer<V: Vendor>(
    mut asked: VerbQuestion<'_, '_, '_>,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    let came = came(&mut asked);
    let record = record::<V>(&mut asked);
    let at = At::ROOT;
    let at = at.name("update");
    let update = asked.get("update");
    let update = update.map(|node| asked.update::<V>(node, &at));
    let policy = asked.policy::<V>();
    asked.close();
    let read = came.zip(record).zip(update.map_or(Some(None), |read| read.map(Some)));
    let ((came, record), update) = asked.finish(read)?;
    let known = decision::Asked { record: record.as_ref(), update: update.as_ref(), policy };
    let answer = V::answer(came.status, came.body);
    let accepted = V::is_accepted(&answer);
    let verdict = if accepted { Verdict::Accepted } else { Verdict::Refused };
    let mut w = Writer::new(out);
    asked.begin(verdict, &mut w);
    if let Some((record, wrapped)) = V::record_in(&answer) {
        let mut document = String::new();
        V::write_document(&record, false, &mut Writer::new(&mut document));
        if !holds(&document, DOCUMENT_DEPTH_MAX) {
            // It could not be sent back.
            let at = At::ROOT;
            let pointer = at.name("answer").name("body").pointer();
            return Err(FormError { pointer, reason: Reason::Beyond }.into());
        }
        w.name("customer");
        V::write_document(&record, wrapped, &mut w);
    }
    if !accepted {
        write(&V::complaints(&answer, &known), &mut w);
    }
    write_response(None, &mut w);
    w.member("next", V::next_after(&answer, &known).as_str());
    w.end_object();
    Ok(verdict)
}

/// Where the vendor is not known: what holds at every vendor.
pub(super) fn shapes(asked: &mut VerbQuestion<'_, '_, '_>) {
    came(asked);
    let at = At::ROOT;
    for name in ["customer", "update"] {
        if let Some(node) = asked.get(name) {
            node.object(&at.name(name), asked.errors());
        }
    }
}

fn came<'a>(asked: &mut VerbQuestion<'_, '_, 'a>) -> Option<Came<'a>> {
    let at = At::ROOT;
    let at = at.name("answer");
    let node = asked.get("answer")?;
    let errors = asked.errors();
    node.object(&at, errors)?;
    let status = status(node, &at, errors);
    let body = node.member("body");
    if body.is_none() {
        errors.push(&at.name("body"), Reason::Missing);
    }
    unknown_members(node, MEMBERS, &at, errors);
    Some(Came { status: status?, body: body?.raw() })
}

fn status(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<u16> {
    let at = &at.name("status");
    let Some(node) = node.member("status") else {
        errors.push(at, Reason::Missing);
        return None;
    };
    let status = exact_integer(node, at, errors)?;
    let read = u16::try_from(status).ok();
    if read.is_none() {
        errors.push(at, Reason::Range);
    }
    read
}

/// The record, if it is given; `None` after an error that is noted.
fn record<V: Vendor>(asked: &mut VerbQuestion<'_, '_, '_>) -> Option<Option<V::Record>> {
    let at = At::ROOT;
    let at = at.name("customer");
    let Some(node) = asked.get("customer") else { return Some(None) };
    let errors = asked.errors();
    let node = sized(Some(node), &at, errors)?;
    V::read_record(Some(node), None, errors).map(|(record, _)| Some(record))
}

fn write(complaints: &[Complaint], w: &mut Writer<'_>) {
    w.name("violations");
    w.begin_list();
    for complaint in complaints {
        w.begin_object();
        if let Some(rule) = complaint.rule {
            w.member("rule", rule.id);
        }
        w.member("pointer", complaint.pointer.as_str());
        if let Some(code) = &complaint.code {
            w.member("code", code);
        }
        w.member("message", &to_text(complaint));
        w.end_object();
    }
    w.end_list();
}
