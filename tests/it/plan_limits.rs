//! Limits of a wish: how deep and how large its documents may be, and what leads beyond.
//!
//! Goal: each document of a wish may be what a record may be, and a wish that leads beyond a limit
//! is unreadable as a whole, never undecided. Method: the limit and one more, at every vendor.

use customer_core::contract::{DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX};
use customer_core::plan::Wish;
use customer_core::{adobe, commvault, ibm, vendors};
use serde_json::{Value, json};

use crate::limits::{as_deep, as_large, subject};
use crate::plan::ask;

/// The whole answer to a wish, and how it is written.
fn wish(vendor: &str, customer: &Value, wish: Value) -> Value {
    let mut question = json!({"vendor": vendor, "customer": customer, "wish": wish});
    if vendor == "ibm" {
        question["facts"] = json!({"role": "VSR", "sameOrganization": true});
    }
    ask(&question)
}

#[track_caller]
fn beyond(answer: &Value) {
    too_large(answer, "/wish");
}

/// The only thing wrong is the size of what is there.
#[track_caller]
fn too_large(answer: &Value, place: &str) {
    let violations = answer["violations"].as_array().unwrap();
    let found: Vec<&str> = violations.iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    let told = answer.to_string();
    assert_eq!(
        (&answer["verdict"], &*found),
        (&json!("unreadable"), &[place][..]),
        "{:.300}",
        told
    );
    let message = violations[0]["message"].as_str().unwrap();
    assert!(message.contains("too large"), "{message}");
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

/// Each document of a wish may be as large as a record, as it was sent: its wrapper counts.
#[test]
fn every_document_of_a_wish_may_be_as_large_as_a_record() {
    for vendor in ["adobe", "ibm", "commvault", "wrapped"] {
        let (customer, _) = subject(if vendor == "wrapped" { "commvault" } else { vendor });
        let whole = |size: usize| match vendor {
            "wrapped" => {
                let around = r#"{"data":}"#.len();
                json!({"data": as_large("commvault", &customer, size - around)})
            }
            _ => as_large(vendor, &customer, size),
        };
        let small =
            if vendor == "wrapped" { json!({ "data": customer }) } else { customer.clone() };
        let vendor = if vendor == "wrapped" { "commvault" } else { vendor };
        for size in [DOCUMENT_SIZE_MAX, DOCUMENT_SIZE_MAX + 1] {
            let it = whole(size);
            assert_eq!(it.to_string().len(), size);
            let all = [
                (json!({"document": it}), "/wish/document"),
                (json!({"merge": it}), "/wish/merge"),
                (json!({"rebase": {"base": it, "mine": small}}), "/wish/rebase/base"),
                (json!({"rebase": {"base": small, "mine": it}}), "/wish/rebase/mine"),
                (json!({"undo": {"before": it}}), "/wish/undo/before"),
                (json!({"undo": {"before": small, "after": it}}), "/wish/undo/after"),
            ];
            for (one, place) in all {
                let answer = wish(vendor, &small, one);
                if size == DOCUMENT_SIZE_MAX {
                    assert_ne!(answer["verdict"], "unreadable", "{vendor} {place}");
                } else {
                    too_large(&answer, place);
                }
            }
        }
    }
}

/// A body that can't be read, or a record that can't be kept: no fact is asked for.
#[test]
fn a_wish_beyond_a_limit_is_unreadable() {
    let (customer, _) = subject("ibm");
    let large = as_large("ibm", &customer, DOCUMENT_SIZE_MAX / 4 * 3);
    let more = json!({"Customer": {"more": "x".repeat(DOCUMENT_SIZE_MAX / 2)}});
    beyond(&wish("ibm", &large, json!({ "merge": more })));
    let unknown = json!({"vendor": "ibm", "customer": large, "wish": {"merge": more}});
    beyond(&ask(&unknown));

    let (mut customer, _) = subject("commvault");
    let others: Value = (0..commvault::CONTACTS_MAX).map(|_| json!({"type": "other"})).collect();
    customer["contacts"] = others;
    let somebody = json!([{"givenName": "Jo", "familyName": "Doe", "email": "jo@a.com"}]);
    beyond(&wish("commvault", &customer, json!({"customer": {"contacts": somebody}})));
}

/// A list of contacts that is too long is so in every kind of wish, at every vendor that has one.
#[test]
fn a_wished_list_of_too_many_contacts_is_an_error_of_size() {
    for contact in [json!({}), json!({"email": "x"})] {
        let list = |count: usize| Value::Array(vec![contact.clone(); count]);
        for vendor in ["adobe", "ibm", "commvault", "wrapped"] {
            let (mut customer, _) = subject(if vendor == "wrapped" { "commvault" } else { vendor });
            let many = json!({"customer": {"contacts": list(adobe::CONTACTS_MAX + 1)}});
            let most = json!({"customer": {"contacts": list(adobe::CONTACTS_MAX)}});
            if vendor == "wrapped" {
                customer = json!({ "data": customer });
            }
            let word = if vendor == "wrapped" { "commvault" } else { vendor };
            too_large(&wish(word, &customer, many), "/wish/customer/contacts");
            assert_ne!(wish(word, &customer, most)["verdict"], "unreadable", "{vendor}");
            let at = match vendor {
                "adobe" => "/companyProfile/contacts",
                "commvault" => "/contacts",
                "wrapped" => "/data/contacts",
                _ => continue,
            };
            let mut whole = customer.clone();
            *whole.pointer_mut(at.rsplit_once('/').unwrap().0).unwrap() = match vendor {
                "adobe" => json!({"contacts": list(adobe::CONTACTS_MAX + 1)}),
                _ => json!({"contacts": list(commvault::CONTACTS_MAX + 1)}),
            };
            for (one, place) in [
                (json!({"document": whole}), "/wish/document"),
                (json!({"merge": whole}), "/wish/merge"),
                (json!({"rebase": {"base": customer, "mine": whole}}), "/wish/rebase/mine"),
                (json!({"undo": {"before": whole}}), "/wish/undo/before"),
            ] {
                too_large(&wish(word, &customer, one), &format!("{place}{at}"));
            }
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

/// Without the contract it is the only obstacle.
#[test]
fn a_typed_plan_beyond_a_limit_says_so() {
    let (customer, _) = subject("ibm");
    let large = as_large("ibm", &customer, DOCUMENT_SIZE_MAX / 4 * 3).to_string();
    let large = ibm::Customer::from_json(&large).unwrap();
    let more = json!({"merge": {"Customer": {"more": "x".repeat(DOCUMENT_SIZE_MAX / 2)}}});
    let wish = Wish::<vendors::Ibm>::from_json(&more.to_string()).unwrap();
    let facts = ibm::Facts::unknown(ibm::Policy::documented());
    let unreachable = ibm::plan(&large, &wish, &facts).unwrap_err();
    assert!(unreachable.is_beyond_limit() && !unreachable.undecided());
    assert_eq!(unreachable.obstacles.len(), 1);
    assert_eq!(unreachable.next(), customer_core::decision::Next::Fix);
}

/// A quantity that none can be is for the rule to judge, however it is wished for.
#[test]
fn a_document_with_no_quantity_plans_as_the_same_patch() {
    let (customer, _) = subject("adobe");
    for quantity in ["-1", "2147483648", "1.5", "1e400"] {
        let request = format!(
            r#"[{{"type":"THREE_YEAR_COMMIT","commitmentRequest":{{"minimumQuantities":
                [{{"offerType":"LICENSE","quantity":{quantity}}}]}}}}]"#
        );
        let patch = json!({ "benefits": serde_json::from_str::<Value>(&request).unwrap() });
        let mut document = customer.clone();
        document["benefits"] = patch["benefits"].clone();
        let merged = wish("adobe", &customer, json!({ "merge": patch }));
        let rule = &merged["obstacles"][0]["rule"];
        assert_eq!(rule, "adobe.commitment.quantity-whole", "{merged}");
        assert_eq!(wish("adobe", &customer, json!({ "document": document })), merged);
    }
}
