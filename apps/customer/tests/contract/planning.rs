//! `docs/PLANNING.md`: every example is asked, and the part of the answer that is shown is the
//! answer's. `UPDATE=1` writes it anew.

use std::collections::BTreeSet;
use std::fs;

use customer_core::contract::apply;
use serde_json::{Value, json};

use crate::cases::read;
use crate::generated::{neutral, with_table};
use crate::print::pretty;
use crate::program::{quiet, run};
use crate::{current, root};

/// What of an answer is shown: of objects the members that are named.
fn shown(names: &Value, answer: &Value) -> Value {
    match (names, answer) {
        (Value::Object(names), Value::Object(answer)) => {
            let kept = answer
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), shown(names.get(name)?, value))));
            let kept: serde_json::Map<_, _> = kept.collect();
            assert_eq!(kept.len(), names.len(), "{names:?} of {answer:?}");
            kept.into()
        }
        _ => answer.clone(),
    }
}

/// One of the blocks of the page: what stands before it, its kind, its text, and the rest.
fn block(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once("```json ")?;
    let (kind, rest) = rest.split_once('\n')?;
    let (inside, rest) = rest.split_once("\n```\n")?;
    Some((before, kind, inside, rest))
}

#[test]
fn every_example_is_answered_as_shown() {
    let text = fs::read_to_string(root().join("docs/PLANNING.md")).unwrap();
    let (mut out, mut rest) = (String::new(), text.as_str());
    let (mut record, mut answer) = (json!({}), Value::Null);
    let (mut kinds, mut beside) = (BTreeSet::new(), BTreeSet::new());
    while let Some((before, kind, inside, after)) = block(rest) {
        let mut inside = read(inside).unwrap();
        match kind {
            "customer" => record = inside.clone(),
            "ask" | "compare" => {
                let mut question = if kind == "ask" { record.clone() } else { json!({}) };
                for (name, value) in inside.as_object().unwrap() {
                    beside.insert(name.clone());
                    question[name] = value.clone();
                }
                let wished = inside["wish"].as_object().into_iter().flatten();
                kinds.extend(wished.map(|(kind, _)| kind.clone()));
                assert!(answer.is_null(), "two questions, one after the other");
                answer = read(&apply(&question.to_string())).unwrap();
                assert_ne!(answer["verdict"], "unreadable", "{answer}");
            }
            "gets" => {
                inside = shown(&inside, &answer);
                answer = Value::Null;
            }
            _ => panic!("{kind}"),
        }
        out.push_str(&format!("{before}```json {kind}\n{}\n```\n", pretty(&inside)));
        rest = after;
    }
    out.push_str(rest);
    assert!(answer.is_null(), "a question without its answer");
    current("docs/PLANNING.md", &with_table(&out, "neutral", &neutral()));
    let schema = read(&quiet(&run(&["schema", "wish", "--vendor", "ibm"]))).unwrap();
    let known = schema["$defs"]["ibm.Wish"]["properties"].as_object().unwrap();
    assert!(known.keys().all(|kind| kinds.contains(kind)), "an example of each kind: {kinds:?}");
    for name in ["resend", "acknowledge", "words", "compare", "compose", "answer"] {
        assert!(beside.contains(name), "an example of {name}");
    }
}
