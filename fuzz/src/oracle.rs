//! The core against the model: two opinions about one question, and the only comparison of them.

use customer_core::json::Document;
use serde_json::{Map, Value};

use crate::{json, model};

/// What both answered, if it is not the same.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The first member of the answers that differs.
    pub member: String,
    /// The core's answer.
    pub core: Value,
    /// The model's answer.
    pub model: Value,
}

/// What is left aside of a violation: its prose, and the id of its rule, which the contract calls
/// stable but does not name. That every id is one of the vendor's rules is a law.
const OF_A_VIOLATION: [&str; 2] = ["message", "rule"];

/// What is left aside of a vendor's error body: sentences. That they are there is compared.
const OF_AN_ERROR: [&str; 5] = [
    "/message",
    "/error/message",
    "/BSSResponse/ResponseMessage",
    "/BSSResponse/ExceptionMessage",
    "/BSSResponse/Useraction",
];

/// Asks both: the core's answer, and the difference if there is one.
///
/// Everything of an answer is compared but sentences and ids of rules; nothing of a record ever is
/// left aside. The order of members is not compared, the order of everything else is. The model
/// knows inputs: a question of another kind is asked of the core alone.
pub fn ask(question: &str) -> (Value, Option<Difference>) {
    let core = json::answer(&customer_core::contract::apply(question));
    if is_of_another_kind(question) {
        return (core, None);
    }
    let model = model::answer(question);
    let difference = differs(&core, &model).map(|member| {
        let (member, core) = (member.to_owned(), core.clone());
        Difference { member, core, model: model.clone() }
    });
    (core, difference)
}

/// Whether a question has no input, and is a wish, two updates, or an answer of the vendor.
fn is_of_another_kind(question: &str) -> bool {
    let Ok(document) = Document::parse(question) else { return false };
    let has = |name: &str| document.root().member(name).is_some();
    !has("input") && ["wish", "compare", "compose", "answer"].into_iter().any(has)
}

/// The first member in which two answers differ.
pub fn differs<'v>(core: &'v Value, model: &'v Value) -> Option<&'v str> {
    let named = |answer: &'v Value| answer.as_object().into_iter().flat_map(Map::keys);
    let others = named(model).filter(|name| core.get(name).is_none());
    let mut members = named(core).chain(others);
    members.find(|name| !same(name, core.get(name), model.get(name))).map(String::as_str)
}

/// `core(question) = model(question)`; what the core answers.
pub fn agree(question: &str) -> Value {
    let (answer, difference) = ask(question);
    if let Some(Difference { member, core, model }) = difference {
        panic!("they differ in {member}\nasked {question}\ncore  {core}\nmodel {model}");
    }
    answer
}

/// Whether both say the same in one member of the answer.
fn same(name: &str, core: Option<&Value>, model: Option<&Value>) -> bool {
    let (Some(core), Some(model)) = (core, model) else { return core == model };
    match name {
        "violations" | "needs" if core.is_array() && model.is_array() => {
            violations(core) == violations(model)
        }
        "response" => core == model || error(core) == error(model),
        _ => core == model,
    }
}

/// Violations without their words; a code that is not known may be left out or null.
fn violations(list: &Value) -> Vec<Map<String, Value>> {
    let bare = |violation: &Value| {
        let mut members = violation.as_object().cloned().unwrap_or_default();
        let aside = |name: &str| OF_A_VIOLATION.contains(&name);
        members.retain(|name, value| !aside(name) && (name != "code" || !value.is_null()));
        members
    };
    list.as_array().into_iter().flatten().map(bare).collect()
}

/// An error without its sentences; of a stale one the exception's name is kept.
fn error(response: &Value) -> Value {
    let mut response = response.clone();
    if response["status"].as_u64().is_none_or(|status| status < 400) {
        return response;
    }
    for place in OF_AN_ERROR {
        if let Some(Value::String(sentence)) = response.pointer_mut(&format!("/body{place}")) {
            let name =
                if place.ends_with("ExceptionMessage") { "StaleObjectStateException" } else { "" };
            if sentence.starts_with(name) {
                name.clone_into(sentence);
            }
        }
    }
    response
}
