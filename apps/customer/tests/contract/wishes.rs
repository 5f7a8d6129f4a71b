//! `tests/cases/wishes`: what must be sent, what stands against it, and what an answer says.

use customer_core::contract::apply;
use customer_core_fuzz::cases::Cases;
use serde_json::Value;

use crate::cases::read;

/// Where an answer says otherwise than expected. Of objects the expected members count; what is
/// sent, what changes and what a record is must be that and nothing else.
fn differences(expected: &Value, answered: &Value, at: &str, found: &mut Vec<String>) {
    let is_part = |at: &str| {
        let last = at.rsplit('/').next().unwrap_or_default();
        let listed = last.parse::<usize>().is_ok();
        at.is_empty() || listed || matches!(last, "nearest" | "adobe" | "ibm" | "commvault")
    };
    match (expected, answered) {
        (Value::Object(expected), Value::Object(_)) if is_part(at) => {
            for (name, expected) in expected {
                differences(expected, &answered[name.as_str()], &format!("{at}/{name}"), found);
            }
        }
        (Value::Array(one), Value::Array(two))
            if one.len() == two.len() && (at.ends_with("/obstacles") || at == "/violations") =>
        {
            for (index, (one, two)) in one.iter().zip(two).enumerate() {
                differences(one, two, &format!("{at}/{index}"), found);
            }
        }
        _ if expected == answered => {}
        _ => found.push(format!("{at}: expected {expected}\n        got {answered}")),
    }
}

#[test]
fn every_wish_is_answered_as_written_down() {
    let cases = Cases::wishes();
    let mut wrong = Vec::new();
    for (name, question, expected) in &cases {
        let mut found = Vec::new();
        let answered = read(&apply(&question.to_string())).unwrap();
        differences(expected, &answered, "", &mut found);
        wrong.extend(found.into_iter().map(|found| format!("{name} {found}")));
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.len() > 150, "{} cases", cases.len());
}
