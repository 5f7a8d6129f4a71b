//! Every case of `tests/cases`: what the vendors' pages and the readings say, as data.
//!
//! Goal: one readable case for each sentence, in each preset that it speaks of. Method: the case is
//! put as a question of the JSON contract, and only what the case expects is compared. `CASE=word`
//! runs the cases whose name or rule has the word and prints question and answer.
//!
//! A case has a `name`, the `policies` in which it is asked, a record (`base` is one of `records`,
//! `customer` its own, `with` is merged into it), `internal`, `facts`, an `input` (`echo` repeats the
//! record with these edits), and what to `expect`. `raw` is a question as it is, in place of these.
//!
//! `rule` is the id of the rule that it is about. A rule that refuses is met, or the fact that it
//! rests on is missing; if neither, `unmet` says why. A case about form, or about anything else that
//! no row of the tables says, has a `topic` instead.

use crate::common::is_of_a_call;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use customer_core::decision::{Rule, RuleKind};
use customer_core::vendors::VENDORS;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The members of a file of cases, of a case, of what it expects, and of an expected response.
const FILE: &[&str] = &["about", "records", "cases"];
const CASE: &[&str] = &[
    "name", "rule", "unmet", "topic", "policies", "raw", "base", "customer", "with", "internal",
    "facts", "input", "expect",
];
const EXPECT: &[&str] = &[
    "verdict",
    "violations",
    "needs",
    "customer",
    "after",
    "internal",
    "changes",
    "effects",
    "response",
    "next",
];
const RESPONSE: &[&str] = &["status", "code", "details", "body"];

/// A member that nobody reads says nothing: it is misspelt.
fn has_only(value: &Value, known: &[&str], place: &str) {
    for (name, _) in value.as_object().into_iter().flatten() {
        assert!(known.contains(&name.as_str()), "{place}: nobody reads {name}");
    }
}

/// Whether a case has the members that it needs, and no two that exclude each other.
fn is_well_formed(case: &Value) {
    let name = case["name"].as_str().expect("a name");
    has_only(case, CASE, name);
    has_only(&case["expect"], EXPECT, name);
    has_only(&case["expect"]["response"], RESPONSE, name);
    let count = |names: &[&str]| names.iter().filter(|name| case.get(**name).is_some()).count();
    assert_eq!(count(&["rule", "topic"]), 1, "{name} has a rule or a topic");
    assert!(count(&["unmet", "topic"]) < 2, "{name}: a topic is never met");
    let parts = ["base", "customer", "with", "internal", "facts", "input"];
    match count(&["raw"]) {
        0 => assert_eq!(count(&parts[..2]), 1, "{name} has a record"),
        _ => assert_eq!(count(&parts), 0, "{name} is whole as it is"),
    }
    assert_eq!(count(&["raw", "input"]), 1, "{name} asks something");
    assert!(!case["policies"].as_array().expect("policies").is_empty(), "{name} is never asked");
    assert!(case["expect"].get("verdict").is_some(), "{name} expects a verdict");
}

fn rules_of(vendor: &str) -> &'static [Rule] {
    VENDORS.iter().find(|(name, _)| *name == vendor).unwrap().1
}

struct Vendor {
    name: &'static str,
    records: Map<String, Value>,
    cases: Vec<(String, Value)>,
}

fn load(name: &'static str) -> Vendor {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let (mut records, mut cases, mut names) = (Map::new(), Vec::new(), BTreeSet::new());
    for file in files {
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let mut read: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{stem}: {e}"));
        has_only(&read, FILE, &stem);
        if let Some(Value::Object(found)) = read.get_mut("records").map(Value::take) {
            records.extend(found);
        }
        for case in read.get_mut("cases").map(Value::take).into_iter().flat_map(into_list) {
            is_well_formed(&case);
            let case_name = case["name"].as_str().unwrap().to_owned();
            assert!(names.insert(case_name.clone()), "{case_name} is there twice");
            cases.push((stem.clone(), case));
        }
    }
    Vendor { name, records, cases }
}

/// An answer may be deeper than the question: it shows the record inside of the vendor's body.
fn read(answer: &str) -> Value {
    let mut reader = serde_json::Deserializer::from_str(answer);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).expect("an answer is JSON")
}

fn into_list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        _ => Vec::new(),
    }
}

/// RFC 7396, to write records and expectations briefly.
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

impl Vendor {
    fn before(&self, case: &Value) -> Value {
        let mut before = match case.get("base") {
            Some(base) => self.records.get(base.as_str().unwrap()).expect("a known base").clone(),
            None => case["customer"].clone(),
        };
        if let Some(with) = case.get("with") {
            merge(&mut before, with);
        }
        before
    }

    fn question(&self, case: &Value, policy: &str) -> String {
        if let Some(raw) = case.get("raw") {
            return raw.as_str().unwrap().to_owned();
        }
        let before = self.before(case);
        let mut input = case["input"].clone();
        if let Some(patch) = input.get("echo") {
            let mut update = before.clone();
            merge(&mut update, patch);
            input = json!({ "update": update });
        }
        let mut question = json!({ "vendor": self.name, "policy": policy, "customer": before });
        question["input"] = input;
        for name in ["internal", "facts"] {
            if let Some(part) = case.get(name) {
                question[name] = part.clone();
            }
        }
        question.to_string()
    }

    /// What the answer says otherwise than expected.
    fn differences(&self, case: &Value, answer: &Value) -> Vec<String> {
        let (expect, mut found) = (&case["expect"], Vec::new());
        let mut check = |what: &str, expected: Value, got: Value| {
            if expected != got {
                found.push(format!("{what}: expected {expected}\n        got {got}"));
            }
        };
        for name in ["verdict", "next", "internal", "effects", "changes", "customer"] {
            if let Some(expected) = expect.get(name) {
                check(name, expected.clone(), answer[name].clone());
            }
        }
        if let Some(patch) = expect.get("after") {
            let mut after = self.before(case);
            merge(&mut after, patch);
            check("customer", after, answer["customer"].clone());
        }
        if let Some(expected) = expect.get("needs") {
            let got = answer["needs"].as_array().into_iter().flatten();
            let got = got.map(|need| json!({"fact": need["fact"], "pointer": need["pointer"]}));
            check("needs", expected.clone(), got.collect());
        }
        if let Some(expected) = expect.get("violations") {
            let with_code = |v: &Value| v.get("code").is_some();
            let got: Vec<Value> = answer["violations"]
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
                .map(|(i, v)| match expected.get(i).is_none_or(with_code) {
                    true => json!({"pointer": v["pointer"], "code": v["code"]}),
                    false => json!({"pointer": v["pointer"]}),
                })
                .collect();
            check("violations", expected.clone(), Value::Array(got));
        }
        if let Some(response) = expect.get("response") {
            let got = &answer["response"];
            if response.is_null() {
                check("response", Value::Null, got.clone());
            }
            if let Some(status) = response.get("status") {
                check("status", status.clone(), got["status"].clone());
            }
            let body = &got["body"];
            if let Some(expected) = response.get("body") {
                check("body", expected.clone(), body.clone());
            }
            if let Some(code) = response.get("code") {
                let code_got = match self.name {
                    "adobe" => &body["code"],
                    "ibm" => &body["BSSResponse"]["MessageCode"],
                    _ => &body["error"]["code"],
                };
                check("code", code.clone(), code_got.clone());
            }
            if let Some(details) = response.get("details") {
                check("details", details.clone(), body["additionalDetails"].clone());
            }
        }
        found
    }

    /// What the case says of its rule otherwise than the answer, which names these rules.
    fn misnamed(&self, case: &Value, named: &BTreeSet<&str>) -> Option<String> {
        let rules = rules_of(self.name);
        let Some(id) = case.get("rule").map(|id| id.as_str().unwrap()) else {
            let met = rules.iter().find(|rule| named.contains(rule.id));
            return met.map(|rule| format!("topic: this is about the rule {}", rule.id));
        };
        let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
            return Some(format!("rule: {id} is no id"));
        };
        let is_unmet = rule.kind == RuleKind::Refuses && !named.contains(id);
        match (is_unmet, case.get("unmet").map(|why| why.as_str().unwrap())) {
            (true, None | Some("")) => Some(format!("unmet: it does not say why {id} is not met")),
            (false, Some(_)) => Some(format!("unmet: {id} is met, or never is")),
            _ => None,
        }
    }
}

/// The rules that an answer names, as violated or as resting on a fact that is missing.
fn named(answer: &Value) -> BTreeSet<&str> {
    let lists = ["violations", "needs"].map(|list| answer[list].as_array());
    lists.into_iter().flatten().flatten().map(|one| one["rule"].as_str().unwrap()).collect()
}

fn run(name: &'static str) {
    let vendor = load(name);
    let only = std::env::var("CASE").ok();
    let (mut runs, mut failed) = (0, BTreeMap::<String, String>::new());
    let mut reached = BTreeSet::new();
    for (file, case) in &vendor.cases {
        let case_name = case["name"].as_str().unwrap();
        let rule = case["rule"].as_str().unwrap_or_default();
        if only.as_deref().is_some_and(|only| !case_name.contains(only) && !rule.contains(only)) {
            continue;
        }
        for policy in
            case["policies"].as_array().expect("policies").iter().map(|p| p.as_str().unwrap())
        {
            runs += 1;
            let question = vendor.question(case, policy);
            let answer = customer_core::contract::apply(&question);
            if only.is_some() {
                println!("{case_name} ({policy})\n  asked {question}\n  answered {answer}");
            }
            let answer = read(&answer);
            for violation in answer["violations"].as_array().into_iter().flatten() {
                reached.insert(violation["rule"].as_str().unwrap().to_owned());
            }
            let mut differences = vendor.differences(case, &answer);
            differences.extend(vendor.misnamed(case, &named(&answer)));
            if !differences.is_empty() {
                let id = format!("{file}/{case_name} ({policy})");
                failed.insert(id, differences.join("\n    "));
            }
        }
    }
    for (id, differences) in &failed {
        println!("{id}\n    {differences}");
    }
    assert!(failed.is_empty(), "{} of {runs} runs differ", failed.len());
    assert!(runs > 0, "no case ran");
    if only.is_none() {
        every_refusal_is_reached(name, &reached);
    }
}

/// A rule that no case reaches is a rule that nobody has tried.
fn every_refusal_is_reached(name: &str, reached: &BTreeSet<String>) {
    // The core is always given a record, so nothing is ever not found; a version that can't be
    // counted up, a list that is too long, a member that is too deep and a pending account of
    // another id are unreadable.
    let never = [
        "adobe.account.not-found",
        "adobe.contacts.at-most",
        "ibm.version.exhausted",
        "commvault.contacts.at-most",
        "commvault.settled.same-account",
        "commvault.settled.at-most",
        "ibm.unknown.size",
    ];
    let refusing =
        rules_of(name).iter().filter(|rule| !rule.hint.is_empty() && !never.contains(&rule.id));
    let (missing, others): (Vec<_>, Vec<_>) =
        refusing.partition(|rule| !is_of_a_call(rule) && !reached.contains(rule.id));
    assert!(missing.is_empty(), "no case reaches {missing:?}");
    let calls = others.iter().filter(|rule| is_of_a_call(rule));
    let met: Vec<_> = calls.filter(|rule| reached.contains(rule.id)).collect();
    assert!(met.is_empty(), "these are about calls, and a case reaches them: {met:?}");
}

#[test]
fn adobe() {
    run("adobe");
}

#[test]
fn ibm() {
    run("ibm");
}

#[test]
fn commvault() {
    run("commvault");
}

/// What a wish's case says of its rule; whether it is answered so, the program's tests ask.
#[test]
fn wishes() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/wishes");
    let ids: BTreeSet<_> =
        VENDORS.iter().flat_map(|(_, rules)| rules.iter()).map(|r| r.id).collect();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        has_only(&read, FILE, "wishes");
        for case in read["cases"].as_array().into_iter().flatten() {
            let name = case["name"].as_str().expect("a name");
            has_only(case, &["name", "rule", "question", "answer"], name);
            if let Some(id) = case.get("rule").map(|id| id.as_str().unwrap()) {
                assert!(ids.contains(id), "{name}: {id} is no id");
            }
        }
    }
}
