//! The law of an undo: what it plans leads back, and where it plans nothing no echo does.

use customer_core::generate::{Case, Generate, Source};
use serde_json::{Value, json};

use crate::plans::{agrees, applied, is_none, is_quiet, is_smallest, plain, reads, repeats_null};
use crate::search::{Ask, ask as core, put};

/// The question that undoes a generated update, at Commvault once it has settled; `None` if nothing
/// was changed. What an update that ran before left behind is no document of this account.
pub fn undoing<W: Generate>(source: &mut Source<'_>) -> Option<Value> {
    let case: Case<W> = W::case(source);
    let mut question = crate::json::read(&case.question).expect("a generated question");
    let before = question["customer"].clone();
    let is_update = question["input"].get("update").is_some();
    // A wish has nothing beside `Customer`.
    let is_beside = W::NAME == "ibm" && before.as_object().is_some_and(|all| all.len() > 1);
    if !is_update || is_beside || question["internal"].get("pending").is_some() {
        return None;
    }
    question.as_object_mut().expect("an object").shift_remove("id");
    let mut inputs = vec![question["input"].clone()];
    if W::NAME == "commvault" {
        inputs.push(json!({"settled": "succeeded"}));
    }
    for input in inputs {
        question["input"] = input;
        let done = core(&question);
        if done["verdict"] != "applied" {
            return None;
        }
        question["customer"] = done["customer"].clone();
        question["internal"] = done["internal"].clone();
    }
    question.as_object_mut().expect("an object").shift_remove("input");
    question["wish"] = json!({"undo": {"before": before}});
    Some(question)
}

/// Every law of an undo; the verdict. `ask` answers in place of the core.
pub fn holds(question: &Value, ask: Ask) -> String {
    let answer = ask(question);
    let before = &question["wish"]["undo"]["before"];
    let told = || format!("{question}\n{answer}");
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    match verdict {
        "planned" => {
            agrees(question, &answer, ask);
            is_smallest(question, &answer);
            is_quiet(question, &answer);
            assert_eq!(places(reads(&answer)), places(before), "not undone: {}", told());
        }
        "nothing" => assert_eq!(places(reads(question)), places(before), "kept: {}", told()),
        "unreachable" if !repeats_null(question) && !keeps_nothing(question, &answer) => {
            let echo = applied(question, &echo(question, before), core);
            let is_taken = matches!(echo["verdict"].as_str(), Some("applied" | "unchanged"));
            let is_back = is_taken && places(reads(&echo)) == places(before);
            assert!(!is_back, "an echo undoes it: {}", told());
        }
        "unreachable" | "undecided" => {}
        other => panic!("{other}: {}", told()),
    }
    verdict.to_owned()
}

/// Whether nothing else is in the way than unknown members of IBM that have nothing inside: they stay,
/// and `places` does not tell them from none.
fn keeps_nothing(question: &Value, answer: &Value) -> bool {
    answer["obstacles"].as_array().into_iter().flatten().all(|one| {
        let place = one["pointer"].as_str().unwrap_or_default();
        let stored = question["customer"].pointer(place).map(plain);
        one["rule"] == "ibm.unknown.kept" && stored.is_some_and(|stored| is_none(&stored))
    })
}

/// What can be wished for in a document. The dates of a request go with it when it is made anew, and
/// so does at IBM what only the vendor writes in an element, and the case of its words.
fn places(document: &Value) -> Value {
    let mut places = plain(document);
    for set in ["/Customer/Organization/AddressSet", "/Customer/CustomerAccountSet"] {
        let elements = places.pointer_mut(set).and_then(Value::as_array_mut);
        for one in elements.into_iter().flatten().filter_map(Value::as_object_mut) {
            one.retain(|name, _| {
                !["VendorId", "StateCode", "CountryCode", "Modified"].contains(&name.as_str())
            });
            for name in ["AddressType", "PaymentMethodType"] {
                if let Some(Value::String(word)) = one.get_mut(name) {
                    *word = word.to_ascii_uppercase();
                }
            }
        }
    }
    let entries = places.get_mut("benefits").and_then(Value::as_array_mut);
    for entry in entries.into_iter().flatten() {
        for name in ["commitmentRequest", "recommitmentRequest"] {
            if let Some(request) = entry.get_mut(name).and_then(Value::as_object_mut) {
                request.retain(|name, _| !name.ends_with("Date"));
            }
        }
    }
    places
}

/// The body that repeats a document.
fn echo(question: &Value, before: &Value) -> Value {
    match question["vendor"].as_str().unwrap_or_default() {
        "ibm" => {
            let mut body = before.clone();
            let version = "/Customer/Version";
            put(&mut body, version, question["customer"].pointer(version).cloned());
            body
        }
        "commvault" => {
            let account = before.get("data").unwrap_or(before);
            let mut body = json!({});
            for name in ["externalId", "name", "website", "contacts"] {
                body[name] = account[name].clone();
            }
            body
        }
        _ => before.clone(),
    }
}
