//! `tests/cases/wishes`: what must be sent, what is in its way, and what an answer says.

use std::collections::BTreeSet;
use std::process::Command;

use customer_core::contract::apply;
use customer_core::vendors::VENDORS;
use customer_core_fuzz::cases::Cases;
use serde_json::Value;

use crate::cases::read;

fn is_vendor(name: &str) -> bool {
    VENDORS.iter().any(|(vendor, _)| *vendor == name)
}

/// Where an answer says otherwise than expected. Of objects the expected members count; what is
/// sent, what changes and what a record is must be that and nothing else.
fn differences(expected: &Value, answered: &Value, at: &str, found: &mut Vec<String>) {
    let is_part = |at: &str| {
        let last = at.rsplit('/').next().unwrap_or_default();
        let listed = last.parse::<usize>().is_ok();
        at.is_empty() || listed || last == "nearest" || is_vendor(last)
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

/// What `customer explain` names as a way out is the way out of a case, and the other way round;
/// of all other rules it says that no plan meets them.
#[test]
fn every_way_out_has_a_case() {
    // Every two updates can be said as one at Commvault, no body of a plan has a null at IBM, and
    // what is beyond a limit is too long for a case.
    const NEVER: [&str; 3] = ["commvault.plan.compose", "ibm.unknown.null", "plan.beyond-limit"];
    let mut met = BTreeSet::new();
    for (_, _, expected) in Cases::wishes() {
        note(&expected, &mut met);
    }
    let mut listed = Command::new(env!("CARGO_BIN_EXE_customer"));
    let out = listed.args(["rules", "--format", "json"]).output().unwrap();
    let rules: Value = serde_json::from_slice(&out.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut named = BTreeSet::new();
    for rule in rules.as_array().unwrap() {
        for way in rule["instead"].as_array().unwrap() {
            named.insert((text(&rule["id"]), text(way)));
        }
    }
    named.retain(|(rule, _)| !NEVER.contains(&rule.as_str()));
    let only = |one: &BTreeSet<_>, two: &BTreeSet<_>| -> Vec<(String, String)> {
        one.difference(two).cloned().collect()
    };
    assert_eq!(only(&named, &met), [], "without a case");
    assert_eq!(only(&met, &named), [], "not named by the rule");
}

/// Rule and way out of every obstacle in an expected answer.
fn note(expected: &Value, met: &mut BTreeSet<(String, String)>) {
    for obstacle in expected["obstacles"].as_array().into_iter().flatten() {
        if let (Some(rule), Some(way)) = (obstacle["rule"].as_str(), obstacle["instead"].as_str()) {
            met.insert((rule.to_owned(), way.to_owned()));
        }
    }
    for (part, _) in VENDORS {
        if expected[part].is_object() {
            note(&expected[part], met);
        }
    }
}
