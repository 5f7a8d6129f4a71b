//! Limits of a wish: how deep and how large its documents may be, and what leads beyond.
//!
//! Goal: each document of a wish may be what a record may be, and a wish that leads beyond a limit
//! is unreadable as a whole, never undecided. Method: the limit and one more, at every vendor.

use customer_core::commvault;
use customer_core::contract::DOCUMENT_DEPTH_MAX;
use serde_json::{Value, json};

use crate::limits::{as_deep, subject};
use crate::plan::ask;

/// The whole answer to a wish, and how it is written.
fn wish(vendor: &str, customer: &Value, wish: Value) -> Value {
    let mut question = json!({"vendor": vendor, "customer": customer, "wish": wish});
    if vendor == "ibm" {
        question["facts"] = json!({"role": "VSR", "sameOrganization": true});
    }
    ask(&question)
}

/// Documents inside of a wish count from their own root, and wrapped ones from inside.
#[test]
fn every_document_of_a_wish_has_as_many_levels_as_a_record() {
    for vendor in ["adobe", "ibm", "commvault", "wrapped"] {
        let (customer, _) = subject(if vendor == "wrapped" { "commvault" } else { vendor });
        let whole = |levels: usize| match vendor {
            "wrapped" => json!({"data": as_deep("commvault", &customer, levels)}),
            _ => as_deep(vendor, &customer, levels),
        };
        let vendor = if vendor == "wrapped" { "commvault" } else { vendor };
        let deep = whole(DOCUMENT_DEPTH_MAX);
        let all = |it: &Value| {
            [
                json!({"document": it}),
                json!({"merge": it}),
                json!({"rebase": {"base": it, "mine": deep}}),
                json!({"rebase": {"base": deep, "mine": it}}),
                json!({"undo": {"before": it}}),
                json!({"undo": {"before": deep, "after": it}}),
            ]
        };
        for one in all(&deep) {
            let answer = wish(vendor, &deep, one);
            assert_eq!(answer["verdict"], "nothing", "{answer}");
        }
        for one in all(&whole(DOCUMENT_DEPTH_MAX + 1)) {
            let answer = wish(vendor, &deep, one);
            assert_eq!(answer["verdict"], "unreadable");
            let pointer = answer["violations"][0]["pointer"].as_str().unwrap();
            assert!(pointer.starts_with("/wish/") && pointer.contains("extra"), "{pointer}");
        }
    }
}

/// The same of an update says that it is too large.
#[test]
fn one_contact_too_many_is_an_error_of_size() {
    let (mut customer, _) = subject("commvault");
    let others: Value = (0..commvault::CONTACTS_MAX).map(|_| json!({"type": "other"})).collect();
    customer["contacts"] = others;
    let somebody = json!([{"firstName": "Jo", "lastName": "Doe", "email": "jo@a.com"}]);
    let update = json!({"externalId": customer["externalId"], "name": customer["name"],
        "contacts": somebody});
    let question =
        json!({"vendor": "commvault", "customer": customer, "input": {"update": update}});
    let answer = ask(&question);
    assert_eq!(answer["violations"][0]["pointer"], "/input/update");
    let message = answer["violations"][0]["message"].as_str().unwrap();
    assert!(message.contains("too large"), "{message}");
}
