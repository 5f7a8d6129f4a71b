//! What a request does not name stays.

use customer_core::decision::Cause;
use customer_core::generate::{Case, Source};
use serde_json::Value;

use super::subject::{Lawful as _, Subject};
use super::values::{asked, body, document, values};

/// What a request does not name stays; at IBM what may be left out goes, and all else stays.
pub fn what_is_not_named_stays<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let question = asked::<S::W>(case);
    let Some(update) = question["input"].get("update") else { return };
    let Ok((after, decision)) = S::apply(&case.record, &case.input, &case.facts) else { return };
    if !S::W::PATCHES {
        return what_is_left_out_goes(&question, update, &document::<S::W>(&after));
    }
    let observed = is_off_when_omitted(&question["policy"]);
    for change in S::changes(&decision) {
        let pointer = change.path.pointer();
        let read_as_false =
            observed && pointer.as_str() == "/globalSalesEnabled" && change.cause == Cause::Omitted;
        let derived = change.cause == Cause::Derived;
        assert!(
            derived || read_as_false || names(update, pointer.as_str(), false),
            "{pointer} was not named: {case:?}"
        );
    }
    let Some(pending) = S::W::pending(&after) else { return };
    let pending = values::<S::W>(&crate::json::answer(&pending));
    let before = values::<S::W>(&document::<S::W>(&case.record));
    let mut differ = vec![];
    differences(&before, &pending, "", &mut differ);
    for pointer in differ {
        assert!(names(update, &pointer, true), "{pointer} was not named: {case:?}");
    }
}

/// Whether a policy reads global sales as switched off when the flag is left out.
fn is_off_when_omitted(policy: &Value) -> bool {
    let preset = if policy.is_string() { policy } else { &policy["preset"] };
    match policy["omitted-global-sales"].as_str() {
        Some(choice) => choice == "false",
        None => preset == "observed",
    }
}

/// The places where two documents differ.
fn differences(before: &Value, after: &Value, at: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(one), Value::Object(two)) => {
            for name in one.keys().chain(two.keys().filter(|name| !one.contains_key(*name))) {
                differences(&before[name], &after[name], &format!("{at}/{name}"), found);
            }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            for (i, (one, two)) in one.iter().zip(two).enumerate() {
                differences(one, two, &format!("{at}/{i}"), found);
            }
        }
        _ if before != after => found.push(at.to_owned()),
        _ => {}
    }
}

/// Whether a request names this place, or a list around it that does not merge.
fn names(update: &Value, pointer: &str, merges: bool) -> bool {
    let mut at = update;
    for step in pointer.split('/').skip(1) {
        match at {
            Value::Object(members) => match members.get(step) {
                Some(value) => at = value,
                None => return false,
            },
            Value::Array(list) => match step.parse().ok().and_then(|i: usize| list.get(i)) {
                Some(value) if merges => at = value,
                _ => return true,
            },
            _ => return true,
        }
    }
    true
}

/// IBM: of the members that a request may set, those left out have no value afterwards; ids, dates,
/// the state and unknown members stay as they were.
fn what_is_left_out_goes(question: &Value, update: &Value, after: &Value) {
    let Some(sent) = update.get("Customer") else { return };
    let contact = [
        "FamilyName",
        "GivenName",
        "NamePrefix",
        "NameSuffix",
        "EmployeeNumber",
        "LanguagePreference",
        "WorkPhone",
        "HomePhone",
        "MobilePhone",
        "Fax",
        "JobTitle",
        "TimeZone",
        "Photo",
    ];
    let mutable = [
        ("", &["CustomerNumber"][..]),
        ("/Organization", &["OrgName", "Phone"][..]),
        ("/Organization/Contact", &contact[..]),
    ];
    let (before, after) = (&question["customer"]["Customer"], &after["Customer"]);
    for (place, members) in mutable {
        let inside = |value: &Value| value.pointer(place).cloned().unwrap_or_default();
        let (old, new, said) = (inside(before), inside(after), inside(sent));
        for name in members.iter().filter(|name| said.get(*name).is_none()) {
            assert!(new.get(name).is_none_or(Value::is_null), "{name} stays: {question}");
        }
        for (name, value) in old.as_object().into_iter().flatten() {
            let carried = ["Created", "Owner", "Modified", "DN", "Nickname", "Segment", "Tier"];
            let kept = carried.contains(&name.as_str()) || is_stranger(name);
            if kept && said.get(name).is_none() {
                assert_eq!(Some(value), new.get(name), "{name} is lost: {question}");
            }
        }
    }
}

/// A member that no model knows stays as it is, number for number and member for member, whatever
/// a request says of other members.
pub fn strangers_stay<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let answer = S::answer(&case.question);
    let Some(after) = answer.get("customer").map(body) else { return };
    let question = asked::<S::W>(case);
    let mut strangers = vec![];
    // Where an update has ended, what was pending is the record, whoever made it.
    let pending = &question["internal"]["pending"];
    let ended = question["input"]["settled"] == "succeeded" && pending.is_object();
    let before = if ended { pending } else { body(&question["customer"]) };
    find(before, "", &mut strangers);
    let said = question["input"].to_string();
    for (pointer, value) in strangers {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let name = name.replace("~1", "/").replace("~0", "~");
        if !said.contains(&format!("\"{name}\"")) {
            assert_eq!(after.pointer(&pointer), Some(value), "{pointer} is lost: {case:?}");
        }
    }
}

/// Strangers outside of lists: an element may go as a whole.
fn find<'v>(value: &'v Value, at: &str, found: &mut Vec<(String, &'v Value)>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        match is_stranger(name) {
            true => found.push((pointer, value)),
            false => find(value, &pointer, found),
        }
    }
}

/// Takes away what no model knows.
pub(super) fn without_strangers(update: &mut Value) {
    match update {
        Value::Object(members) => {
            members.retain(|name, _| !is_stranger(name));
            members.values_mut().for_each(without_strangers);
        }
        Value::Array(list) => list.iter_mut().for_each(without_strangers),
        _ => {}
    }
}

/// Members that no model knows, as the generators and the stored records have them.
fn is_stranger(name: &str) -> bool {
    let known = ["industry", "title", "county", "nickname", "alias", "Alias", "Area", "Tier"];
    known.contains(&name) || name.starts_with('x')
}
