//! Copies of the schemas are current, and fit every case's question and answer.

use std::collections::BTreeSet;

use customer_core::contract::{VENDORS, Verdict, apply};
use jsonschema::Validator;
use serde_json::Value;

use crate::program::{quiet, run};
use crate::{cases, current};

/// A schema that the program prints.
pub(crate) fn schema(part: &str, vendor: Option<&str>) -> Validator {
    let mut args = vec!["schema", part];
    args.extend(vendor.into_iter().flat_map(|vendor| ["--vendor", vendor]));
    let schema: Value = serde_json::from_str(&quiet(&run(&args))).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Why a value does not fit.
fn misfit(schema: &Validator, value: &Value) -> Option<String> {
    let errors: Vec<_> =
        schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    (!errors.is_empty()).then(|| errors.join("; ").chars().take(600).collect())
}

#[test]
fn the_copies_are_current() {
    for part in ["question", "answer", "update", "record", "facts", "wish"] {
        current(&format!("docs/schema/{part}.json"), &quiet(&run(&["schema", part])));
    }
}

#[test]
fn every_case_fits() {
    let of = |part| -> Vec<_> {
        VENDORS.iter().map(|vendor| (vendor.name, schema(part, Some(vendor.name)))).collect()
    };
    let (questions, answers) = (of("question"), of("answer"));
    let (question, answer) = (schema("question", None), schema("answer", None));
    let [update, record, facts, wish] =
        ["update", "record", "facts", "wish"].map(|part| schema(part, None));
    let (mut wrong, mut verdicts, mut effects) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for case in cases::all() {
        let text = apply(&case.question.to_string());
        let answered = cases::read(&text).unwrap();
        let verdict = answered["verdict"].as_str().unwrap().to_owned();
        verdicts.insert(verdict.clone());
        let named = VENDORS.iter().find(|vendor| case.question["vendor"] == vendor.name);
        if case.question.get("compare").is_some() {
            wrong.extend(misfit(&answer, &answered).map(|m| format!("{} answer: {m}", case.name)));
            if verdict != "unreadable" {
                let misfit = misfit(&question, &case.question);
                wrong.extend(misfit.map(|m| format!("{} question: {m}", case.name)));
            }
            continue;
        }
        // Whom a question without a vendor is put to, nobody knows.
        let Some(vendor) = named.map(|vendor| vendor.name) else { continue };
        let own = |schemas: &'_ [(&str, Validator)], value: &Value| {
            let (_, schema) = schemas.iter().find(|(name, _)| *name == vendor).unwrap();
            misfit(schema, value)
        };
        let mut note = |what: &str, misfit: Option<String>| {
            wrong.extend(misfit.map(|misfit| format!("{} {what}: {misfit}", case.name)));
        };
        note("answer", own(&answers, &answered));
        note("answer of any", misfit(&answer, &answered));
        if verdict != "unreadable" {
            note("question", own(&questions, &case.question));
            note("question of any", misfit(&question, &case.question));
            if let Some(customer) = case.question.get("customer") {
                note("record", misfit(&record, customer));
            }
            if let Some(wished) = case.question.get("wish") {
                note("wish", misfit(&wish, wished));
            }
            if let Some(body) = case.question["input"].get("update") {
                note("update", misfit(&update, body));
            }
            if let Some(found) = case.question.get("facts") {
                note("facts", misfit(&facts, found));
            }
        }
        if let Some(after) = answered.get("customer") {
            note("record after", misfit(&record, after));
        }
        for effect in answered["effects"].as_array().into_iter().flatten() {
            effects.insert(effect["effect"].as_str().unwrap().to_owned());
        }
    }
    assert!(wrong.is_empty(), "{} misfits:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(verdicts.len(), Verdict::ALL.len(), "{verdicts:?}");
    // An effect that no answer shows is a row that nobody has tried.
    let known: usize = VENDORS.iter().map(|vendor| vendor.effects.len()).sum();
    assert_eq!(effects.len(), known, "{effects:?}");
}

#[test]
fn schemas_refuse() {
    let question = schema("question", None);
    for text in [
        r#"{"vendor": "oracle", "customer": {}, "input": {"update": {}}}"#,
        r#"{"vendor": "adobe", "customer": {}, "input": {}}"#,
        r#"{"vendor": "adobe", "customer": {}, "input": {"update": {}, "commitment": "accepted"}}"#,
        r#"{"vendor": "adobe", "customer": {}, "input": {"update": {}}, "facts": {"role": "VSR"}}"#,
        r#"{"vendor": "adobe", "customer": {}, "input": {"update": {}}, "policy": "viewer"}"#,
        r#"{"vendor": "ibm", "customer": {}, "input": {"update": {}}}"#,
        r#"{"vendor": "ibm", "customer": {"Customer": {"Version": "7"}}, "input": {"update": {}}}"#,
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        assert!(misfit(&question, &value).is_some(), "{text}");
        assert!(apply(text).contains("\"unreadable\""), "{text}");
    }
}
