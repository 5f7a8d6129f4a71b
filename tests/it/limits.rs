//! Every answer can be sent back, also that of a record near a limit.
//!
//! Goal: no record is accepted, changed and then too deep or too large to be read again: it could
//! never be updated or settled any more. Method: records whose depth lies around 100 levels and
//! whose size lies around 4 MiB, wrapped and bare, asked by updates and events that make them grow;
//! whatever is accepted is asked again with all that the vendor knows.

use std::collections::BTreeMap;

use crate::common::{Lab, answer, body, stored_record};
use customer_core::contract::{DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX};
use customer_core::vendors;
use serde_json::{Value, json};

/// Lists in lists, so many levels.
pub(crate) fn nested(levels: usize) -> Value {
    (1..levels).fold(json!([]), |inner, _| json!([inner]))
}

/// How deep a value is nested.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Asks, and asks what was answered again, with every event and with an echo. Reports the verdict
/// and where it was unreadable.
fn closed<W: Lab>(question: &Value) -> (String, Vec<String>) {
    let first = answer(&question.to_string());
    let places = |answer: &Value| -> Vec<String> {
        let all = answer["violations"].as_array().into_iter().flatten();
        all.map(|one| one["pointer"].as_str().unwrap().to_owned()).collect()
    };
    let verdict = first["verdict"].as_str().unwrap().to_owned();
    if first.get("customer").is_none() {
        return (verdict, places(&first));
    }
    for part in ["customer", "internal"] {
        let size = first[part].to_string().len();
        assert!(size <= DOCUMENT_SIZE_MAX, "{part} of {size} bytes was answered");
    }
    let mut again = question.clone();
    again["customer"] = first["customer"].clone();
    again["internal"] = first["internal"].clone();
    let mut inputs = W::events();
    inputs.push(json!({"update": body::<W>(&first["customer"])}));
    inputs.push(question["input"].clone());
    for input in inputs {
        again["input"] = input;
        let second = answer(&again.to_string());
        if second["verdict"] == "unreadable" {
            // The record was read, but what this input would make of it could not be.
            let name = again["input"].as_object().unwrap().keys().next().unwrap().clone();
            assert_eq!(places(&second), [format!("/input/{name}")], "{:.300}", second.to_string());
        }
    }
    (verdict, Vec::new())
}

fn question<W: Lab>(customer: &Value, input: Value) -> Value {
    json!({"vendor": W::NAME, "customer": customer, "input": input, "facts": W::generous()})
}

/// A record of this vendor, and an update that changes a little of it.
pub(crate) fn subject(vendor: &str) -> (Value, Value) {
    match vendor {
        "adobe" => (stored_record("adobe", "fairmont"), json!({"externalReferenceId": "a1b2c3"})),
        "ibm" => {
            let customer = stored_record("ibm", "full");
            let mut update = customer.clone();
            update["Customer"]["Organization"]["Phone"] = json!("+1 555 0199, extension 12");
            (customer, update)
        }
        "commvault" => {
            let update = json!({"externalId": "XSP1234", "name": "Acme ltd",
                "website": "www.acme-of-a-longer-name.com", "contacts": [{}]});
            (stored_record("commvault", "acme"), update)
        }
        other => panic!("say it of {other} as well"),
    }
}

/// Where a member that the vendor does not know may stand.
const fn inside(vendor: &str) -> &'static str {
    match vendor.as_bytes() {
        b"ibm" => "/Customer",
        _ => "",
    }
}

/// A record with such a member.
fn with_extra(customer: &Value, parent: &str, extra: Value) -> Value {
    let mut customer = customer.clone();
    customer.pointer_mut(parent).unwrap()["extra"] = extra;
    customer
}

/// The record so deep, from its own root.
pub(crate) fn as_deep(vendor: &str, customer: &Value, levels: usize) -> Value {
    let parent = inside(vendor);
    let deep = with_extra(customer, parent, nested(levels - 1 - parent.matches('/').count()));
    assert_eq!(depth(&deep), levels);
    deep
}

/// The record of so many bytes of text.
pub(crate) fn as_large(vendor: &str, customer: &Value, size: usize) -> Value {
    let parent = inside(vendor);
    let without = with_extra(customer, parent, json!("")).to_string().len();
    let large = with_extra(customer, parent, json!("x".repeat(size - without)));
    assert_eq!(large.to_string().len(), size);
    large
}

fn records_near_the_depth<W: Lab>() {
    let (customer, update) = subject(W::NAME);
    for levels in DOCUMENT_DEPTH_MAX - 2..=DOCUMENT_DEPTH_MAX + 1 {
        let deep = as_deep(W::NAME, &customer, levels);
        let echo = json!({"update": body::<W>(&deep)});
        let mut inputs = vec![json!({"update": update}), echo];
        inputs.extend(W::events());
        for input in inputs {
            let (verdict, places) = closed::<W>(&question::<W>(&deep, input));
            if levels <= DOCUMENT_DEPTH_MAX {
                assert_ne!(verdict, "unreadable", "{levels} levels: {places:?}");
            } else {
                assert_eq!(verdict, "unreadable", "{levels} levels");
                assert_eq!(places.len(), 1, "{places:?}");
                assert!(places[0].starts_with("/customer/"), "{places:?}");
                // The place of the level that is one too many.
                assert_eq!(places[0].matches('/').count(), levels, "{places:?}");
            }
        }
    }
}

#[test]
fn records_near_the_depth_limit_can_be_sent_back() {
    records_near_the_depth::<vendors::Adobe>();
    records_near_the_depth::<vendors::Ibm>();
    records_near_the_depth::<vendors::Commvault>();
}

/// The settlement of an account at the limit is read, although what is pending lies further in.
#[test]
fn an_account_at_the_depth_limit_settles() {
    type W = vendors::Commvault;
    let (customer, update) = subject("commvault");
    let deep = as_deep("commvault", &customer, DOCUMENT_DEPTH_MAX);
    for customer in [deep.clone(), json!({ "data": deep })] {
        let started = answer(&question::<W>(&customer, json!({"update": update})).to_string());
        assert_eq!(started["verdict"], "applied");
        for (settled, status) in [("succeeded", "active"), ("failed", "update_failure")] {
            let mut again = question::<W>(&started["customer"], json!({ "settled": settled }));
            again["internal"] = started["internal"].clone();
            let ended = answer(&again.to_string());
            assert_eq!(ended["verdict"], "applied", "{settled}");
            assert_eq!(body::<W>(&ended["customer"])["status"], status);
            assert_eq!(ended["internal"], json!({}));
        }
    }
    // What is pending has its own 100 levels, and no more.
    let mut question = question::<W>(&customer, json!({"settled": "succeeded"}));
    question["customer"]["status"] = json!("updating");
    let pending = as_deep("commvault", &customer, DOCUMENT_DEPTH_MAX + 1);
    question["internal"] = json!({ "pending": pending });
    let (verdict, places) = closed::<W>(&question);
    assert_eq!(verdict, "unreadable");
    assert!(places[0].starts_with("/internal/pending/extra/"), "{places:?}");
}

/// An account that comes wrapped counts its levels from inside.
#[test]
fn a_wrapped_account_has_as_many_levels_as_a_bare_one() {
    type W = vendors::Commvault;
    let (customer, update) = subject("commvault");
    for levels in DOCUMENT_DEPTH_MAX - 1..=DOCUMENT_DEPTH_MAX + 1 {
        let wrapped = json!({"data": as_deep("commvault", &customer, levels)});
        let (verdict, places) = closed::<W>(&question::<W>(&wrapped, json!({"update": update})));
        let expected = if levels <= DOCUMENT_DEPTH_MAX { "applied" } else { "unreadable" };
        assert_eq!(verdict, expected, "{levels} levels: {places:?}");
    }
}

/// A flat body of IBM is one level shallower than the record that it makes.
#[test]
fn a_flat_body_may_not_make_a_record_that_is_too_deep() {
    type W = vendors::Ibm;
    let customer = stored_record("ibm", "minimal");
    let flat = |levels: usize| {
        let mut update = json!({"Version": customer["Customer"]["Version"]});
        let objects = [
            "/Customer/Organization",
            "/Customer/Organization/AddressSet/0",
            "/Customer/Organization/Contact",
            "/Customer/CustomerAccountSet/0",
        ];
        for at in objects {
            for (name, value) in customer.pointer(at).unwrap().as_object().unwrap() {
                if value.is_string() {
                    update[name] = value.clone();
                }
            }
        }
        update["extra"] = nested(levels - 1);
        assert_eq!(depth(&update), levels);
        update
    };
    let ask = |levels| closed::<W>(&question::<W>(&customer, json!({"update": flat(levels)})));
    assert_eq!(ask(DOCUMENT_DEPTH_MAX - 1), ("applied".into(), Vec::new()));
    assert_eq!(ask(DOCUMENT_DEPTH_MAX), ("unreadable".into(), vec!["/input/update".into()]));
    let (verdict, places) = ask(DOCUMENT_DEPTH_MAX + 1);
    assert_eq!(verdict, "unreadable");
    assert!(places[0].starts_with("/input/update/extra/"), "{places:?}");
}

fn records_near_the_size<W: Lab>(wrapped: bool) {
    let (customer, update) = subject(W::NAME);
    let mut verdicts = BTreeMap::new();
    for below in [100, 12, 0] {
        let wrapper = if wrapped { r#"{"data":}"#.len() } else { 0 };
        let mut large = as_large(W::NAME, &customer, DOCUMENT_SIZE_MAX - below - wrapper);
        if wrapped {
            large = json!({ "data": large });
        }
        assert_eq!(large.to_string().len(), DOCUMENT_SIZE_MAX - below);
        let mut inputs = vec![json!({"update": body::<W>(&customer)})];
        if W::NAME != "ibm" {
            inputs.push(json!({ "update": update }));
        }
        for input in inputs {
            let (verdict, places) = closed::<W>(&question::<W>(&large, input));
            if verdict == "unreadable" {
                assert_eq!(places, ["/input/update"], "{below} bytes below the limit");
            }
            *verdicts.entry(verdict).or_insert(0) += 1;
        }
    }
    // Some fit, and some of those that grow do not.
    println!("{}: {verdicts:?}", W::NAME);
    let large = as_large(W::NAME, &customer, DOCUMENT_SIZE_MAX + 1);
    let (verdict, places) = closed::<W>(&question::<W>(&large, json!({ "update": update })));
    assert_eq!((verdict.as_str(), places), ("unreadable", vec!["/customer".to_owned()]));
    let accepted = verdicts.get("applied").max(verdicts.get("unchanged"));
    assert!(accepted.is_some(), "{verdicts:?}");
    if W::NAME != "ibm" {
        assert!(verdicts.contains_key("unreadable"), "{verdicts:?}");
    }
}

#[test]
fn records_near_the_size_limit_can_be_sent_back() {
    records_near_the_size::<vendors::Adobe>(false);
    records_near_the_size::<vendors::Ibm>(false);
    records_near_the_size::<vendors::Commvault>(false);
}

#[test]
fn a_wrapped_account_near_the_size_limit_can_be_sent_back() {
    records_near_the_size::<vendors::Commvault>(true);
}

/// A call of the life cycle makes the lock token and the state longer.
#[test]
fn an_ibm_customer_at_the_size_limit_does_not_grow_beyond_it() {
    type W = vendors::Ibm;
    let mut customer = stored_record("ibm", "full");
    customer["Customer"]["Version"] = json!(9);
    let suspend = json!({"operation": "suspendCustomer"});
    // `10` and `SUSPENDED` are four bytes more.
    for (below, expected) in [(4, "applied"), (3, "unreadable")] {
        let large = as_large("ibm", &customer, DOCUMENT_SIZE_MAX - below);
        let (verdict, places) = closed::<W>(&question::<W>(&large, suspend.clone()));
        assert_eq!(verdict, expected, "{places:?}");
        if verdict == "unreadable" {
            assert_eq!(places, ["/input/operation"]);
        }
    }
}

/// What Adobe keeps to itself has a limit as well: the administrators only grow.
#[test]
fn administrators_do_not_grow_beyond_the_size_limit() {
    type W = vendors::Adobe;
    let customer = stored_record("adobe", "fairmont");
    let mut contacts = customer["companyProfile"]["contacts"].clone();
    let new = json!({"firstName": "Jo", "lastName": "Doe", "email": "jo@acme.com"});
    contacts.as_array_mut().unwrap().push(new);
    let update = json!({"companyProfile": {"contacts": contacts}});
    // A comma and the address in quotes.
    let more = r#","jo@acme.com""#.len();
    for (below, expected) in [(more, "applied"), (more - 1, "unreadable")] {
        let mut question = question::<W>(&customer, json!({"update": update}));
        let without = json!({"systemAdmins": ["mickey@mouse.com", ""]}).to_string().len();
        let long = "x".repeat(DOCUMENT_SIZE_MAX - below - without);
        question["internal"] = json!({"systemAdmins": ["mickey@mouse.com", long]});
        let (verdict, places) = closed::<W>(&question);
        assert_eq!(verdict, expected, "{places:?}");
        if verdict == "unreadable" {
            assert_eq!(places, ["/input/update"]);
        }
    }
}

/// A list that is full takes no contact more.
#[test]
fn a_full_list_of_contacts_takes_no_more() {
    type W = vendors::Commvault;
    let (mut customer, _) = subject("commvault");
    let others: Vec<Value> =
        (0..10_000).map(|n| json!({"type": "billing", "email": n.to_string()})).collect();
    customer["contacts"] = json!(others);
    let update = json!({"externalId": "XSP1234", "name": "Acme ltd", "contacts": [
        {"firstName": "A", "lastName": "B", "email": "a@b.c"}]});
    let (verdict, places) = closed::<W>(&question::<W>(&customer, json!({ "update": update })));
    assert_eq!(verdict, "unreadable", "{places:?}");
    customer["contacts"].as_array_mut().unwrap().pop();
    let (verdict, _) = closed::<W>(&question::<W>(&customer, json!({ "update": update })));
    assert_eq!(verdict, "applied");
}

/// The wrapper belongs to the text that is sent, so it counts.
#[test]
fn a_wrapped_account_does_not_grow_beyond_the_size_limit() {
    type W = vendors::Commvault;
    let (mut customer, _) = subject("commvault");
    customer["status"] = json!("updating");
    let failed = json!({"settled": "failed"});
    // `update_failure` is six bytes more than `updating`.
    for (below, expected) in [(6, "applied"), (5, "unreadable")] {
        let inside = DOCUMENT_SIZE_MAX - below - r#"{"data":}"#.len();
        let wrapped = json!({"data": as_large("commvault", &customer, inside)});
        let (verdict, places) = closed::<W>(&question::<W>(&wrapped, failed.clone()));
        assert_eq!(verdict, expected, "{below} bytes below the limit: {places:?}");
    }
}
