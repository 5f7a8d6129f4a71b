//! Vendors whose answers through the JSON contract have a bug.

use customer_core::vendors::Ibm;
use serde_json::{Value, json};

use super::canaries;
use crate::laws::Subject;

/// The true answer; no vendor has one of its own.
fn truth(question: &str) -> Value {
    <Ibm as Subject>::answer(question)
}

canaries! {
    deterministic: CountsQuestions = "the answer counts the questions" {
        fn answer(question: &str) -> Value {
            use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
            static COUNT: AtomicU64 = AtomicU64::new(0);
            let mut answer = truth(question);
            answer["count"] = json!(COUNT.fetch_add(1, Relaxed));
            answer
        }
    }
    deciding_changes_nothing: ShowsRefused = "a refusal shows a customer" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            answer["customer"] = json!({});
            answer
        }
    }
    strangers_stay: Forgets = "what nobody knows is lost" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if let Some(customer) = answer.get_mut("customer") {
                strangers(customer, &mut |_| None);
            }
            answer
        }
    }
    strangers_stay: Rounds = "what nobody knows is a number and rounded" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if let Some(customer) = answer.get_mut("customer") {
                strangers(customer, &mut |value| {
                    let number = value.is_number().then(|| value.as_f64()).flatten();
                    Some(number.map_or(value.clone(), |number| json!(number)))
                });
            }
            answer
        }
    }
    contacts_are_a_set ["adobe"]: OnlyTheFirst = "of many contacts the last is forgotten" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            let list = answer.pointer_mut("/customer/companyProfile/contacts");
            if let Some(Value::Array(list)) = list && list.len() > 1 {
                list.pop();
            }
            answer
        }
    }
    contacts_are_a_set ["adobe"]: FirstRefuses = "who stands first may be refused" {
        fn answer(question: &str) -> Value {
            let asked: Value = crate::json::answer(question);
            let first = asked.pointer("/input/update/companyProfile/contacts/0/email");
            if first.is_some_and(|first| first == "donald@duck.com") {
                return json!({"verdict": "rejected", "violations": [{}]});
            }
            truth(question)
        }
    }
    an_answer_is_of_the_contract: OneTooMany = "an answer has a member too many" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            answer["took"] = json!(1);
            answer
        }
    }
    an_answer_is_of_the_contract: WrongVerdict = "what changes is told as unchanged" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if answer["verdict"] == "applied" {
                answer["verdict"] = json!("unchanged");
                answer["changes"] = json!([]);
            }
            answer
        }
    }
    an_answer_can_be_sent_back: InAList = "the customer comes back in a list" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if let Some(customer) = answer.get_mut("customer") {
                *customer = json!([customer]);
            }
            answer
        }
    }
    spelling_is_irrelevant: FirstCounts = "the first member has to be the first" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if !question.starts_with("{\"vendor\"") {
                answer["next"] = json!("retry");
            }
            answer
        }
    }
    spelling_is_irrelevant: KeyOrder = "violations come in the order of keys" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            let input = question.find("\"input\"");
            if let Some(list) = answer.get_mut("violations").and_then(Value::as_array_mut)
                && input < question.find("\"customer\"")
            {
                list.reverse();
            }
            answer
        }
    }
    changes_are_seen: Swaps = "old and new are swapped" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            for change in answer.get_mut("changes").and_then(Value::as_array_mut).into_iter().flatten() {
                if change["kind"] == "modified" {
                    let before = change["before"].take();
                    change["before"] = change["after"].take();
                    change["after"] = before;
                }
            }
            answer
        }
    }
    changes_are_seen: Elsewhere = "what changes is told and not done" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if answer.get("customer").is_some() {
                answer["customer"] = crate::json::answer(question)["customer"].take();
            }
            answer
        }
    }
    renaming_renames: Magic = "one name is magic" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if ["Mickey", "Acme Tools", "John"].iter().any(|name| question.contains(name)) {
                answer["next"] = json!("stop");
            }
            answer
        }
    }
    four_years_later_is_four_years_later: MagicYear = "one year is magic" {
        fn answer(question: &str) -> Value {
            let mut answer = truth(question);
            if question.contains("\"2026-") {
                answer["next"] = json!("stop");
            }
            answer
        }
    }
}

/// What nobody knows, changed or dropped.
fn strangers(value: &mut Value, change: &mut dyn FnMut(&Value) -> Option<Value>) {
    let Value::Object(members) = value else { return };
    let names: Vec<_> = members.keys().cloned().collect();
    for name in names {
        if !name.starts_with('x') {
            strangers(&mut members[&name], change);
            continue;
        }
        match change(&members[&name]) {
            Some(other) => drop(members.insert(name, other)),
            None => drop(members.shift_remove(&name)),
        }
    }
}
