//! Documents as values, and what the changes of an answer say of them.

use customer_core::generate::{Case, Source};
use serde_json::Value;

use super::subject::{Lawful, Subject};
use crate::json;

/// Every change of an answer is there to be seen: the old value in the customer that was sent, the
/// new one in the customer that comes back. Where an element of a list moved, its old place is
/// another.
pub fn changes_are_seen<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let answer = S::answer(&case.question);
    let Some(changes) = answer.get("changes").and_then(Value::as_array) else { return };
    // As it is read: a stored attribute may have another spelling.
    let (stored, shown) = (document::<S::W>(&case.record), &answer["customer"]);
    let (before, after) = (body(&stored), body(shown));
    let wrapped = if std::ptr::eq(after, shown) { "" } else { "/data" };
    for change in changes {
        let pointer = change["pointer"].as_str().unwrap_or_default();
        let at = pointer.strip_prefix(wrapped).unwrap_or_else(|| panic!("{pointer}: {case:?}"));
        let listed = at.split('/').any(|step| step.parse::<usize>().is_ok());
        let (old, new) = (before.pointer(at), after.pointer(at));
        if !listed || change["kind"] == "removed" {
            let told = change.get("before");
            let known = told.is_none_or(|told| old == Some(told));
            assert!(known, "{at} was not that: {case:?}\n{answer}");
            assert!(told.is_some() || old.is_none_or(empty), "{at} was there: {case:?}\n{answer}");
        }
        if let Some(told) = change.get("after") {
            assert!(new == Some(told), "{at} is not that: {case:?}\n{answer}");
        } else if !listed {
            assert!(new.is_none_or(empty), "{at} is still there: {case:?}\n{answer}");
        }
    }
}

fn empty(value: &Value) -> bool {
    without_nulls(value) == Value::Null || value.as_object().is_some_and(|o| o.is_empty())
}

/// The document of a record as a value.
pub(super) fn document<W: Lawful>(record: &W::Record) -> Value {
    json::answer(&W::document(record))
}

/// The question of a case as a value.
pub(super) fn asked<W: Lawful>(case: &Case<W>) -> Value {
    json::answer(&case.question)
}

/// The body that an update sends to repeat this document.
pub(super) fn body(document: &Value) -> &Value {
    match document.get("data") {
        Some(data) if document.get("contacts").is_none() => data,
        _ => document,
    }
}

/// Null counts as no value, and so does an object without any.
pub(super) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .filter(|(_, value)| {
                !value.is_null() && value.as_object().is_none_or(|o| !o.is_empty())
            })
            .collect(),
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// The values of a document, without what a vendor derives while an update runs.
pub(super) fn values<W: Lawful>(document: &Value) -> Value {
    let mut values = without_nulls(body(document));
    if W::NAME == "commvault" {
        for derived in ["status", "updateTs"] {
            if let Some(members) = values.as_object_mut() {
                members.shift_remove(derived);
            }
        }
    }
    values
}
