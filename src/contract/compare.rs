//! One neutral wish at several vendors, side by side.

use alloc::string::String;
use alloc::vec::Vec;

use super::Record;
use super::answer::{Verdict, begin, write_response};
use super::question::{Id, Question, only_member};
use super::record::{Chosen, chosen};
use crate::decision::Next;
use crate::json::{At, Errors, FormError, Node, Pointer, Reason, Unreadable, Writer};
use crate::neutral;

/// The members of a question that compares.
const MEMBERS: &[&str] = &["version", "id", "wish", "compare"];

/// The order in which of several next steps one is least.
const LEAST: [Next; 8] = [
    Next::Stop,
    Next::Fix,
    Next::Lookup,
    Next::Wait,
    Next::Refetch,
    Next::Retry,
    Next::Poll,
    Next::Done,
];

/// Answers a question that compares.
pub(super) fn answer(
    question: Question<'_, '_>,
    id: &Id,
    out: &mut String,
) -> Result<Verdict, Unreadable> {
    let mut errors = Errors::default();
    if !question.opens(&mut errors)? {
        return errors.finish(None);
    }
    question.version(&mut errors);
    question.check_id(&mut errors);
    let wish = question.need("wish", &mut errors);
    let is_read = wish.is_some_and(|wish| is_neutral(wish, &mut errors));
    let mut parts = Vec::new();
    if let Some(node) = question.get("compare", &mut errors) {
        let at = At::ROOT;
        let at = at.name("compare");
        let asked = asked(node, &at, &mut errors);
        for (name, vendor, node) in asked {
            let place = at.name(name);
            let part = read_part(question, vendor, node, wish, &place, &mut errors)?;
            parts.extend(part.map(|part| (name, part)));
        }
    }
    question.close(MEMBERS, &mut errors);
    errors.finish(is_read.then_some(()))?;
    let mut planned = Vec::new();
    for (name, part) in parts {
        let at = At::ROOT;
        let at = at.name("compare");
        let done = part().map_err(|unreadable| placed(unreadable, &at.name(name)))?;
        planned.push((name, done));
    }
    write(id, &planned, out);
    Ok(Verdict::Compared)
}

/// Whether a wish is a neutral customer, in form.
fn is_neutral(wish: Node<'_, '_>, errors: &mut Errors) -> bool {
    let at = At::ROOT;
    let at = at.name("wish");
    let Some((name, value)) = only_member(wish, &at, errors) else { return false };
    if *name != *"customer" {
        errors.push(&at, Reason::expected("an object with the one member customer"));
        return false;
    }
    neutral::read(value, &at.name("customer"), errors).is_some()
}

/// The vendors that are asked, in the order of the list.
fn asked<'t, 'a>(
    node: Node<'t, 'a>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Vec<(&'static str, &'static dyn Chosen, Node<'t, 'a>)> {
    let mut found = Vec::new();
    let Some(members) = node.object(at, errors) else { return found };
    for name in Record::VENDORS {
        if let (Some(part), Some(vendor)) = (node.member(name), chosen(name)) {
            found.push((*name, vendor, part));
        }
    }
    let before = errors.count();
    for (name, _) in members.filter(|(name, _)| !Record::VENDORS.contains(&&**name)) {
        errors.push(&at.other(&name), Reason::none_of(Record::VENDORS));
    }
    if found.is_empty() && errors.count() == before {
        errors.push(at, Reason::expected("an object with at least one vendor"));
    }
    found
}

fn read_part(
    question: Question<'_, '_>,
    vendor: &'static dyn Chosen,
    node: Node<'_, '_>,
    wish: Option<Node<'_, '_>>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Result<Option<super::wish::Parted>, Unreadable> {
    if node.object(at, errors).is_none() {
        return Ok(None);
    }
    let part = question.part(node);
    part.depths_at(Some(vendor)).map_err(|unreadable| placed(unreadable, at))?;
    let mut found = Errors::default();
    let read = vendor.plan_part(part, wish, &mut found);
    let found = placed(found.unreadable(), at).errors;
    found.into_iter().for_each(|error| errors.push_error(error));
    Ok(read)
}

/// What is wrong with a part, in its place in the whole.
fn placed(unreadable: Unreadable, at: &At<'_>) -> Unreadable {
    let place = |error: FormError| {
        let pointer: Pointer = at.pointer().followed_by(&error.pointer);
        FormError { pointer, ..error }
    };
    Unreadable { errors: unreadable.errors.into_iter().map(place).collect() }
}

type Part = (&'static str, alloc::boxed::Box<dyn super::planned::Planned>);

fn write(id: &Id, parts: &[Part], out: &mut String) {
    let mut w = Writer::new(out);
    begin(id, Verdict::Compared, &mut w);
    for (name, planned) in parts {
        w.name(name);
        w.begin_object();
        w.member("outcome", planned.outcome());
        w.member("verdict", planned.verdict().as_str());
        planned.write(&mut w);
        w.end_object();
    }
    write_response(None, &mut w);
    let is_next = |next: &&Next| parts.iter().any(|(_, planned)| planned.next() == **next);
    let next = LEAST.iter().find(is_next).copied().unwrap_or(Next::Done);
    w.member("next", next.as_str());
    w.end_object();
}
