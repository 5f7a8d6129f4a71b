//! The comparison of core and model sees every single change of an answer.
//!
//! Goal: `core = model` must not hold because the comparison looks away. Method: answers of the core
//! to generated questions, with each leaf altered and each member and element left out in turn; the
//! comparison has to tell them from the answer as it was. The control: what is left aside on purpose
//! (`src/oracle.rs`) is not told apart, and nothing else is left aside.

use customer_core::generate::Source;
use customer_core_fuzz::generate::{VENDORS, choices};
use customer_core_fuzz::{json, oracle};
use serde_json::{Value, json};

/// Questions to each vendor.
const QUESTIONS: u64 = 300;

/// Sentences of the vendors' error bodies.
const SENTENCES: [&str; 5] = [
    "/response/body/message",
    "/response/body/error/message",
    "/response/body/BSSResponse/ResponseMessage",
    "/response/body/BSSResponse/ExceptionMessage",
    "/response/body/BSSResponse/Useraction",
];

/// Every place in a document, the outermost last.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut inside = |step: &str, value: &Value| {
        let step = step.replace('~', "~0").replace('/', "~1");
        places(value, &format!("{at}/{step}"), found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inside(name, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| inside(&at.to_string(), value));
        }
        _ => {}
    }
    found.push(at.to_owned());
}

fn altered(answer: &Value, place: &str) -> Value {
    let mut answer = answer.clone();
    let value = answer.pointer_mut(place).expect("a place of this answer");
    *value = match &*value {
        Value::String(text) => json!(format!("{text}x")),
        Value::Number(_) => json!(-77),
        Value::Bool(said) => json!(!*said),
        _ => json!("x"),
    };
    answer
}

fn without(answer: &Value, place: &str) -> Value {
    let mut answer = answer.clone();
    let (around, step) = place.rsplit_once('/').expect("a place inside");
    match answer.pointer_mut(around) {
        Some(Value::Object(members)) => {
            members.shift_remove(&step.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(list)) => drop(list.remove(step.parse().expect("an index"))),
        _ => unreachable!("{place} is inside of something"),
    }
    answer
}

/// Prose of a violation, and the id of a rule.
fn is_word_of_a_violation(place: &str) -> bool {
    let id = place.ends_with("/rule");
    place.starts_with("/violations/") && (place.ends_with("/message") || id)
        || place.starts_with("/needs/") && id
}

#[test]
fn every_change_of_an_answer_is_seen() {
    let (mut seen, mut aside, mut verdicts) = (0, 0, std::collections::BTreeSet::new());
    for (vendor, question) in VENDORS {
        for n in 0..QUESTIONS {
            let question = question(&mut Source::new(&choices(n)));
            let answer = json::answer(&customer_core::contract::apply(&question));
            assert_eq!(oracle::differs(&answer, &answer), None);
            let refused = answer["response"]["status"].as_u64().is_some_and(|one| one >= 400);
            verdicts.insert((vendor, answer["verdict"].to_string()));
            let mut found = vec![];
            places(&answer, "", &mut found);
            found.pop();
            for place in found {
                let is_sentence = refused && SENTENCES.contains(&&*place);
                let spared = is_sentence || is_word_of_a_violation(&place);
                let member = oracle::differs(&answer, &altered(&answer, &place)).is_some();
                assert_ne!(member, spared, "{place} altered in {answer}");
                let unknown = place.ends_with("/code") && answer.pointer(&place).unwrap().is_null();
                let spared = is_word_of_a_violation(&place) || unknown;
                let member = oracle::differs(&answer, &without(&answer, &place)).is_some();
                assert_ne!(member, spared, "{place} left out of {answer}");
                seen += 1;
                aside += u32::from(is_sentence);
            }
        }
    }
    println!("{seen} places, {aside} sentences aside, {verdicts:?}");
    assert!(seen > 10_000 && aside > 100, "{seen} places, {aside} sentences");
    // Applied, unchanged, rejected and undecided at each vendor.
    verdicts.retain(|(_, verdict)| verdict != "\"unreadable\"");
    assert_eq!(verdicts.len(), 4 * VENDORS.len(), "{verdicts:?}");
}

/// The order of changes, violations, contacts and any other list is compared.
#[test]
fn every_order_is_seen() {
    let mut turned = 0;
    for (_, question) in VENDORS {
        for n in 0..QUESTIONS {
            let question = question(&mut Source::new(&choices(n)));
            let answer = json::answer(&customer_core::contract::apply(&question));
            let mut found = vec![];
            places(&answer, "", &mut found);
            for place in found {
                let mut other = answer.clone();
                let Some(Value::Array(list)) = other.pointer_mut(&place) else { continue };
                list.reverse();
                let is_symmetric = other == answer;
                let seen = oracle::differs(&answer, &other).is_some();
                // Violations that differ in words only are one to the comparison.
                assert!(seen || is_symmetric || place == "/violations", "{place} of {answer}");
                turned += u32::from(seen);
            }
        }
    }
    assert!(turned > 500, "{turned} lists");
}
