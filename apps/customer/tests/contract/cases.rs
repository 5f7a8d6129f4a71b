//! The questions of `tests/cases`.

use std::fs;

use serde::Deserialize as _;
use serde_json::{Map, Value, json};

use crate::root;

/// Reads JSON, however deep.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader)
}

/// A question and the name of its case.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) question: Value,
}

/// The question of every case, in each preset that it speaks of; literal ones that are no JSON are
/// left out.
pub(crate) fn all() -> Vec<Case> {
    let vendors = customer_core::contract::VENDORS.iter();
    let cases: Vec<_> = vendors.flat_map(|vendor| of(vendor.name)).collect();
    assert!(cases.len() > 300, "{} cases", cases.len());
    cases
}

fn of(vendor: &str) -> Vec<Case> {
    let (mut records, mut files) = (Map::new(), Vec::new());
    for entry in fs::read_dir(root().join("tests/cases").join(vendor)).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let file = read(&text).unwrap();
        records.extend(file["records"].as_object().cloned().unwrap_or_default());
        files.push(file);
    }
    let mut cases = Vec::new();
    for case in files.iter().flat_map(|file| file["cases"].as_array().into_iter().flatten()) {
        for policy in case["policies"].as_array().unwrap() {
            let name = format!("{vendor}/{} ({policy})", case["name"].as_str().unwrap());
            let question = match case.get("raw") {
                Some(raw) => read(raw.as_str().unwrap()).ok(),
                None => Some(question(vendor, &records, case, policy)),
            };
            cases.extend(question.map(|question| Case { name, question }));
        }
    }
    cases
}

fn question(vendor: &str, records: &Map<String, Value>, case: &Value, policy: &Value) -> Value {
    let mut before = match case.get("base") {
        Some(base) => records[base.as_str().unwrap()].clone(),
        None => case["customer"].clone(),
    };
    if let Some(with) = case.get("with") {
        merge(&mut before, with);
    }
    let mut input = case["input"].clone();
    if let Some(patch) = input.get("echo") {
        let mut update = before.clone();
        merge(&mut update, patch);
        input = json!({ "update": update });
    }
    let mut question = json!({ "vendor": vendor, "policy": policy, "customer": before });
    question["input"] = input;
    for name in ["internal", "facts"] {
        if let Some(part) = case.get(name) {
            question[name] = part.clone();
        }
    }
    question
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, value) in patch {
        if value.is_null() {
            target.as_object_mut().unwrap().shift_remove(name);
        } else {
            merge(&mut target[name.as_str()], value);
        }
    }
}
