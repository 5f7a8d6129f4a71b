//! One question, three ways to ask it: one answer.
//!
//! Goal: the JSON contract says nothing that the typed functions do not say, and a program that
//! keeps a record between questions gets what one gets that sends it each time. Method: drawn
//! questions go through `contract::apply`, through `contract::Record::ask`, and through the vendor's
//! own functions; each answer is compared member by member.

use crate::common::{Ask, Lab, answer, ask, parse, typed};
use customer_core::contract::{Question, Record, Verdict};
use customer_core::decision::{Changes, Outcome};
use customer_core::json::{Document, Pointer, Writer};
use customer_core::{for_each_vendor, vendors};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What a writer of the core makes, as a value.
fn written(write: impl FnOnce(&mut Writer<'_>)) -> Value {
    let mut out = String::new();
    write(&mut Writer::new(&mut out));
    parse(&out)
}

/// What the library's own functions say, in the form of the contract; `None` where the question
/// can't be read.
fn by_functions<W: Lab>(ask: &Ask) -> Option<Value> {
    W::try_record(&ask.customer, ask.internal.as_ref())?;
    W::try_input(&ask.input)?;
    let it = typed::<W>(ask);
    let response = |response: Option<customer_core::decision::Response>| match response {
        None => Value::Null,
        Some(one) => {
            json!({"status": one.status, "body": one.body.map_or(Value::Null, |body| parse(&body))})
        }
    };
    match W::apply(&it.record, &it.input, &it.facts) {
        Ok(Outcome { after, decision }) => {
            let wrapped = ask.customer.get("data").is_some() && W::WRAPPER == Some("data");
            let place = |at: &Pointer| match wrapped {
                true => format!("/data{}", at.as_str()),
                false => at.as_str().to_owned(),
            };
            let changes = |changes: Changes| -> Value {
                let each = changes.iter().map(|change| {
                    let mut said = written(|w| change.write(w));
                    said["pointer"] = json!(place(&change.path.pointer()));
                    said
                });
                each.collect()
            };
            let effects = W::effects(&decision, &after);
            Some(json!({
                "verdict": if W::is_unchanged(&decision) { "unchanged" } else { "applied" },
                "customer": written(|w| W::write_document(&after, wrapped, w)),
                "internal": written(|w| W::write_internal(&after, w)),
                "changes": changes(W::changes(&decision)),
                "effects": effects.iter().map(|one| written(|w| W::write_effect(one, w)))
                    .collect::<Value>(),
                "response": response(W::is_call(&it.input).then(|| W::accepted(&after))),
                "next": W::next(&decision).as_str(),
            }))
        }
        Err(rejection) => {
            let refusal = rejection.refusal();
            if refusal.is_some_and(|refusal| W::at_fault(refusal).is_some()) {
                // The contract says of such a record that it can't be read.
                return None;
            }
            let violations = rejection.violations().map(|one| {
                let mut said = json!({"rule": one.rule.id, "pointer": one.pointer.as_str()});
                if let Some(code) = one.code {
                    said["code"] = json!(code);
                }
                said["message"] = json!(one.to_string());
                said
            });
            let mut said = json!({
                "verdict": if refusal.is_some() { "rejected" } else { "undecided" },
                "violations": violations.collect::<Value>(),
                "response": response(refusal.and_then(|refusal| W::refused(&it.input, refusal))),
                "next": rejection.next().as_str(),
            });
            if refusal.is_none() {
                let needs = rejection.needs().iter().map(|need| {
                    let (fact, pointer) = (need.fact.to_string(), need.pointer.as_str());
                    json!({"fact": fact, "pointer": pointer, "rule": need.rule.id})
                });
                said["needs"] = needs.collect();
            }
            Some(said)
        }
    }
}

/// The members of `question` with these names.
fn part(question: &Value, names: &[&str]) -> String {
    let members = question.as_object().unwrap().iter();
    let named = members.filter(|(name, _)| names.contains(&name.as_str()));
    Value::Object(named.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string()
}

const STORED: &[&str] = &["vendor", "customer", "internal"];
const ASKED: &[&str] = &["input", "facts", "policy"];

/// What a kept record answers, in the form of the contract but for the rendered response, which
/// only a whole answer has.
fn by_a_kept_record(question: &Value) -> Value {
    let (stored, asked) = (part(question, STORED), part(question, ASKED));
    let stored = Document::parse(&stored).unwrap();
    let mut record = match Record::read(Question::of(&stored), STORED) {
        Ok(record) => record,
        Err(_) => return json!({"verdict": "unreadable", "next": "fix"}),
    };
    let before = shown(&record);
    let asked = Document::parse(&asked).unwrap();
    let answer = record.ask(Question::of(&asked), ASKED);
    let mut said = json!({"verdict": answer.verdict().as_str(), "next": answer.next().as_str()});
    if answer.is_accepted() {
        said["customer"] = shown(&record)["customer"].take();
        said["internal"] = shown(&record)["internal"].take();
        let (mut changes, mut effects) = (Vec::new(), Vec::new());
        answer.each_change(&mut |change| changes.push(written(|w| change.write(w))));
        answer.each_effect(&record, |effect| effects.push(written(|w| effect(w))));
        said["changes"] = changes.into();
        said["effects"] = effects.into();
    } else {
        assert_eq!(shown(&record), before, "nothing was accepted, and the record is another");
        said["violations"] = written(|w| answer.write_violations(w));
    }
    if answer.verdict() == Verdict::Undecided {
        said["needs"] = written(|w| answer.write_needs(w));
    }
    said
}

fn shown(record: &Record) -> Value {
    json!({
        "customer": written(|w| record.write_customer(w)),
        "internal": written(|w| record.write_internal(w)),
    })
}

/// The same question gets the same answer on every way. Reports the verdict.
fn the_same<W: Lab>(ask: &Ask) -> String {
    let mut said = answer(&ask.question());
    let verdict = said["verdict"].as_str().unwrap().to_owned();
    assert_eq!(said.as_object_mut().unwrap().shift_remove("version"), Some(json!(1)));
    if let Some(expected) = by_functions::<W>(ask) {
        assert_eq!(said, expected, "{ask:?}");
    } else {
        assert_eq!(verdict, "unreadable", "the functions can't read {ask:?}");
    }
    said.as_object_mut().unwrap().shift_remove("response");
    let mut kept = by_a_kept_record(&ask.value());
    if verdict == "unreadable" {
        // The record is read before anybody asks it, so its errors stand alone.
        kept = json!({"verdict": kept["verdict"], "next": kept["next"]});
        said = json!({"verdict": said["verdict"], "next": said["next"]});
    }
    assert_eq!(kept, said, "{ask:?}");
    verdict
}

macro_rules! ways {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;

            proptest! {
                #![proptest_config(crate::common::config("tests/same_answer.proptest-regressions"))]

                #[test]
                fn every_way_of_asking_gets_the_same_answer(it in ask::<vendors::$Vendor>()) {
                    the_same::<vendors::$Vendor>(&it);
                }
            }

            /// Every verdict is met, but the one for what can't be read.
            #[test]
            fn every_verdict_is_compared() {
                use proptest::strategy::ValueTree as _;
                use proptest::test_runner::TestRunner;

                let (mut runner, mut met) = (TestRunner::deterministic(), Vec::new());
                let drawn = ask::<vendors::$Vendor>();
                for _ in 0..600 {
                    let it = drawn.new_tree(&mut runner).unwrap().current();
                    met.push(the_same::<vendors::$Vendor>(&it));
                }
                for verdict in ["applied", "unchanged", "rejected", "undecided"] {
                    let expected = verdict != "unchanged" || $name != "commvault";
                    assert_eq!(met.iter().any(|one| one == verdict), expected, "{verdict}");
                }
            }
        }
    )* };
}

for_each_vendor!(ways);
