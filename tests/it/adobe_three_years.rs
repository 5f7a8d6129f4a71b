//! Adobe's three-year commitment in the document: what is one, what asks for one, and how the
//! document shows what the machine decided.
//!
//! Goal: a stored part that is sent back whole is an echo, and anything less asks for something
//! new; what only moves on stays as it was written. Method: every subset of a request's members,
//! and documents of a form that the machine does not write itself.

use customer_core::adobe::{Commitment, Customer, Facts, Policy, Update, apply};
use customer_core::value::{Date, Owned};
use serde_json::{Value, json};

fn facts() -> Facts {
    let owned = Some(Owned { license: 20, consumables: 2_000 });
    let today = Some(Date::parse("2026-03-03").unwrap());
    Facts { today, owned, ..Facts::unknown(Policy::documented()) }
}

fn record(benefit: &Value) -> Customer {
    Customer::from_json(&json!({"cotermDate": "2026-05-02", "benefits": [benefit]}).to_string())
        .unwrap()
}

#[test]
fn a_part_has_a_value_when_it_says_anything() {
    let has_value = |text: &str| serde_json::from_str::<Commitment>(text).unwrap().has_value();
    for text in [
        r#"{"status": "REQUESTED"}"#,
        r#"{"startDate": "2026-03-03"}"#,
        r#"{"endDate": "2026-03-03"}"#,
        r#"{"minimumQuantities": []}"#,
    ] {
        assert!(has_value(text), "{text}");
    }
    for text in ["{}", r#"{"status": null, "minimumQuantities": null}"#, r#"{"note": 1}"#] {
        assert!(!has_value(text), "{text}");
    }
}

/// Of 256 ways to say a part of what is stored, one is an echo: the whole. Saying nothing asks for
/// nothing, and every other asks for something new, which is refused or presents its terms.
#[test]
fn nothing_less_than_the_whole_is_an_echo() {
    for name in ["commitmentRequest", "recommitmentRequest"] {
        let whole = json!({"startDate": "2026-03-03", "endDate": "2029-03-02",
            "status": "DECLINED", "minimumQuantities": [
                {"offerType": "LICENSE", "quantity": 20},
                {"offerType": "CONSUMABLES", "quantity": 2000}]});
        let record = record(&json!({"type": "THREE_YEAR_COMMIT", name: whole}));
        let leaves = [
            "/startDate",
            "/endDate",
            "/status",
            "/minimumQuantities",
            "/minimumQuantities/0/offerType",
            "/minimumQuantities/0/quantity",
            "/minimumQuantities/1/offerType",
            "/minimumQuantities/1/quantity",
        ];
        let mut silent = Vec::new();
        for subset in 0..1_usize << leaves.len() {
            let mut part = whole.clone();
            let left_out = leaves.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1);
            for (parent, member) in left_out.map(|(_, leaf)| leaf.rsplit_once('/').unwrap()) {
                if let Some(parent) = part.pointer_mut(parent).and_then(Value::as_object_mut) {
                    parent.remove(member);
                }
            }
            let update = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", name: part}]});
            let update = Update::from_json(&update.to_string()).unwrap().into_owned();
            let answer = apply(&record, &update.into(), &facts());
            if let Ok(outcome) = answer
                && outcome.decision.effects(&outcome.after).next().is_none()
            {
                assert!(outcome.decision.is_unchanged(), "{part}");
                silent.push(part);
            }
        }
        silent.dedup();
        assert_eq!(silent, [whole, json!({})], "{name}");
    }
}
