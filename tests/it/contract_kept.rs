//! The contract piece by piece: a record that is kept between questions, a question that is only
//! checked, and what a question names.
//!
//! Goal: whoever uses the parts of the contract instead of whole questions is answered alike.
//! Method: one small example of each sentence, at each vendor where that makes a difference.

use customer_core::contract::{
    DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, Question, Record, VENDORS, Verdict, apply, intent_id,
};
use customer_core::decision::ChangeKind;
use customer_core::json::{Document, Unreadable, Writer};
use serde_json::{Value, json};

use crate::common::stored_record;
use crate::limits::{as_large, nested, subject};
use crate::plan::{adobe_record, ask, commvault_record, ibm_record};

const STORED: &[&str] = &["vendor", "customer", "internal"];
const ASKED: &[&str] = &["version", "vendor", "input", "facts", "policy"];

/// What `with` makes of a question.
fn over<T>(question: &Value, with: impl FnOnce(Question<'_, '_>) -> T) -> T {
    let text = question.to_string();
    with(Question::of(&Document::parse(&text).unwrap()))
}

fn read(question: &Value) -> Result<Record, Unreadable> {
    over(question, |question| Record::read(question, STORED))
}

fn record(vendor: &str, customer: &Value) -> Record {
    read(&json!({"vendor": vendor, "customer": customer})).unwrap()
}

fn written(write: impl FnOnce(&mut Writer<'_>)) -> Value {
    let mut text = String::new();
    write(&mut Writer::new(&mut text));
    serde_json::from_str(&text).unwrap()
}

fn places(unreadable: &Unreadable) -> Vec<&str> {
    unreadable.errors.iter().map(|one| one.pointer.as_str()).collect()
}

#[test]
fn a_record_is_read_from_its_own_members() {
    let found = record("adobe", &adobe_record());
    assert_eq!(found.vendor(), "adobe");
    assert_eq!(written(|w| found.write_customer(w)), adobe_record());
    assert_eq!(format!("{found:?}"), r#"Record { vendor: "adobe", .. }"#);
    let rows = [
        (json!([]), vec![""]),
        (json!({}), vec!["/vendor"]),
        (json!({"vendor": "sap"}), vec!["/vendor"]),
        (json!({"vendor": "ibm"}), vec!["/customer"]),
        (json!({"vendor": "ibm", "customer": []}), vec!["/customer"]),
        (json!({"vendor": "ibm", "customer": ibm_record(), "input": {}}), vec!["/input"]),
    ];
    for (question, expected) in rows {
        assert_eq!(places(&read(&question).unwrap_err()), expected, "{question}");
    }
}

#[test]
fn a_kept_record_is_asked_and_changes() {
    let mut kept = record("adobe", &adobe_record());
    let update = json!({"companyProfile": {"preferredLanguage": "de-DE"}});
    let question = json!({"vendor": "adobe", "input": {"update": update}});
    let answer = over(&question, |question| kept.ask(question, ASKED));
    assert_eq!(format!("{answer:?}"), "Answer { verdict: Applied, .. }");
    assert_eq!(answer.verdict().to_string(), "applied");
    assert!(answer.is_accepted());
    let mut changes = Vec::new();
    answer.each_change(&mut |change| changes.push(written(|w| change.write(w))));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["pointer"], "/companyProfile/preferredLanguage");
    let customer = written(|w| kept.write_customer(w));
    assert_eq!(customer["companyProfile"]["preferredLanguage"], "de-DE");
    // The same again changes nothing.
    let answer = over(&question, |question| kept.ask(question, ASKED));
    assert_eq!(answer.verdict(), Verdict::Unchanged);
    let refused = json!({"input": {"update": {"companyProfile": {"companyName": "Other"}}}});
    let answer = over(&refused, |question| kept.ask(question, ASKED));
    assert_eq!((answer.verdict(), answer.is_accepted()), (Verdict::Rejected, false));
    answer.each_change(&mut |change| panic!("{change:?}"));
    assert_eq!(written(|w| kept.write_customer(w)), customer);
}

#[test]
fn a_kept_record_names_the_effects_of_an_answer() {
    let mut kept = record("adobe", &adobe_record());
    let mut contacts = adobe_record()["companyProfile"]["contacts"].clone();
    let new = json!({"firstName": "Cy", "lastName": "New", "email": "cy@example.com"});
    contacts.as_array_mut().unwrap().push(new);
    let question = json!({"input": {"update": {"companyProfile": {"contacts": contacts}}}});
    let answer = over(&question, |question| kept.ask(question, ASKED));
    let mut effects = Vec::new();
    answer.each_effect(&kept, |effect| effects.push(written(|w| effect(w))));
    let mut whole = question;
    (whole["vendor"], whole["customer"]) = (json!("adobe"), adobe_record());
    assert_eq!(ask(&whole)["effects"], Value::Array(effects.clone()));
    assert!(!effects.is_empty());
}

/// What is wrong with a question to a kept record is said as in a whole question.
#[test]
fn a_question_to_a_kept_record_has_its_form() {
    let input = json!({"update": {}});
    let rows = [
        (json!([]), vec![""]),
        (json!({}), vec!["/input"]),
        (json!({"input": input, "vendor": "ibm"}), vec!["/vendor"]),
        (json!({"input": input, "vendor": 1}), vec!["/vendor"]),
        (json!({"input": input, "version": 2}), vec!["/version"]),
        (json!({"input": input, "customer": {}}), vec!["/customer"]),
    ];
    for (question, expected) in rows {
        let mut kept = record("adobe", &adobe_record());
        let answer = over(&question, |question| kept.ask(question, ASKED));
        assert_eq!(answer.verdict(), Verdict::Unreadable, "{question}");
        let found: Vec<&str> = answer.errors().iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(found, expected, "{question}");
    }
}

#[test]
fn two_records_of_a_vendor_differ_where_they_differ() {
    let (before, mut after) = (commvault_record(), commvault_record());
    after["name"] = json!("Other");
    let (one, two) = (record("commvault", &before), record("commvault", &after));
    let changes = one.diff(&two).unwrap();
    let found = changes.iter().map(|one| (one.path.pointer().as_str().to_owned(), one.kind()));
    let found: Vec<_> = found.collect();
    assert_eq!(found, [("/name".to_owned(), ChangeKind::Modified)]);
    let wrapped = record("commvault", &json!({"data": after}));
    let changes = one.diff(&wrapped).unwrap();
    assert_eq!(changes.first().unwrap().path.pointer().as_str(), "/data/name");
    assert!(one.diff(&one).unwrap().is_empty());
    assert!(one.diff(&record("ibm", &ibm_record())).is_none());
}

#[test]
fn the_facts_that_an_input_asks_for_are_named() {
    let kept = record("commvault", &commvault_record());
    let update = json!({"name": "Other", "externalId": "X", "contacts": [{}]});
    let question = json!({"input": {"update": update}});
    let needs = over(&question, |question| kept.needs(question, ASKED)).unwrap();
    let found: Vec<_> = needs.iter().map(|one| (one.fact, one.pointer.as_str())).collect();
    assert_eq!(found, [("nameTaken", "/name")]);
}

/// A loss is what an update takes away without a word, whatever else there is against it.
#[test]
fn losses_are_asked_of_a_kept_record() {
    let kept = record("ibm", &json!({"Customer": {"CustomerNumber": "1", "Version": 1}}));
    let known: &[&str] = &["version", "vendor", "input", "policy"];
    let losses = |question: &Value| over(question, |question| kept.losses(question, known));
    let update = json!({"Customer": {"Version": 1}});
    let found = losses(&json!({"vendor": "ibm", "input": {"update": update}})).unwrap();
    assert_eq!(
        found.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        ["/Customer/CustomerNumber"]
    );
    let rows = [
        (json!([]), vec![""]),
        (json!({}), vec!["/input"]),
        (json!({"input": {"operation": "suspendCustomer"}}), vec!["/input/operation"]),
        (json!({"input": {"update": update, "more": 1}}), vec!["/input"]),
        (json!({"vendor": "adobe", "input": {"update": update}}), vec!["/vendor"]),
        (json!({"input": {"update": update}, "facts": {}}), vec!["/facts"]),
    ];
    for (question, expected) in rows {
        assert_eq!(places(&losses(&question).unwrap_err()), expected, "{question}");
    }
}

/// A question that is only checked may lack whatever it lacks.
#[test]
fn a_question_is_checked_as_far_as_it_goes() {
    let check = |question: &Value| match over(question, |question| question.check()) {
        Ok(()) => Vec::new(),
        Err(unreadable) => places(&unreadable).into_iter().map(String::from).collect::<Vec<_>>(),
    };
    for fine in [
        json!({}),
        json!({"vendor": "ibm"}),
        json!({"customer": {}}),
        json!({"vendor": "ibm", "facts": {"role": "VSR"}}),
        json!({"vendor": "ibm", "customer": ibm_record()}),
        json!({"vendor": "commvault", "input": {"update": {"name": "n"}}, "id": "x"}),
    ] {
        assert_eq!(check(&fine), [""; 0], "{fine}");
    }
    let rows = [
        (json!([]), vec![""]),
        (json!({"vendor": "sap"}), vec!["/vendor"]),
        (json!({"version": 3, "customer": []}), vec!["/version", "/customer"]),
        (json!({"vendor": "ibm", "facts": {"rule": "VSR"}}), vec!["/facts/rule"]),
        (json!({"vendor": "ibm", "customer": []}), vec!["/customer"]),
        (json!({"vendor": "ibm", "input": {"opration": 1}}), vec!["/input/opration"]),
        (json!({"vendor": "ibm", "id": 1.5, "more": 1}), vec!["/id", "/more"]),
    ];
    for (question, expected) in rows {
        assert_eq!(check(&question), expected, "{question}");
    }
}

#[test]
fn an_id_is_a_short_text_or_an_integer() {
    let long = "x".repeat(129);
    for (id, is_echoed) in [
        (String::from("-1"), true),
        ("12345678901234567890123".into(), true),
        (format!("{:?}", &long[1..]), true),
        (format!("{long:?}"), false),
        ("1.5".into(), false),
        ("1e2".into(), false),
        ("1E2".into(), false),
        ("true".into(), false),
    ] {
        let answer = apply(&format!(r#"{{"id": {id}}}"#));
        assert_eq!(answer.starts_with(&format!(r#"{{"id":{id},"#)), is_echoed, "{id}: {answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let mut errors = answer["violations"].as_array().unwrap().iter();
        assert_eq!(errors.any(|one| one["pointer"] == "/id"), !is_echoed, "{id}");
    }
}

/// What is hashed is JSON with its commas, members by name, numbers as they are.
#[test]
fn an_intent_is_the_same_however_its_update_is_written() {
    for update in [
        r#"{"a":[1,2.50,{"c":null,"d":"x"}],"b":{}}"#,
        "{ \"b\": {},\n \"a\": [1, 2.50, {\"d\": \"\\u0078\", \"c\": null}] }",
    ] {
        let id = intent_id("ibm", "7", "9", update, "t").unwrap();
        assert_eq!(id, "2fac2e88-28ac-812d-bc47-28e87066a9e9", "{update}");
    }
    let other = intent_id("ibm", "7", "9", r#"{"a":[12,2.50,{"c":null,"d":"x"}],"b":{}}"#, "t");
    assert_ne!(other.unwrap(), "2fac2e88-28ac-812d-bc47-28e87066a9e9");
}

#[test]
fn a_preset_is_shown_with_all_its_readings() {
    for vendor in VENDORS {
        for name in vendor.presets {
            let preset: Value = serde_json::from_str(&vendor.preset(name).unwrap()).unwrap();
            let readings: Vec<&String> = preset.as_object().unwrap().keys().collect();
            let named: Vec<&str> = vendor.readings.iter().map(|one| one.name).collect();
            assert_eq!(readings, named, "{} {name}", vendor.name);
        }
        assert_eq!(vendor.preset("none of them"), None);
    }
}

/// Each document of a wish counts from its own root, and one that comes wrapped from inside.
#[test]
fn each_document_of_a_wish_has_its_own_levels() {
    for (levels, is_read) in [(DOCUMENT_DEPTH_MAX, true), (DOCUMENT_DEPTH_MAX + 1, false)] {
        let deep = json!({"z": nested(levels - 1)});
        for is_wrapped in [false, true] {
            let wrap = |one: &Value| if is_wrapped { json!({"data": one}) } else { one.clone() };
            let inside = if is_wrapped { "/data/z" } else { "/z" };
            for (wish, place) in [
                (json!({"document": wrap(&deep)}), "/wish/document"),
                (json!({"merge": wrap(&deep)}), "/wish/merge"),
                (
                    json!({"rebase": {"base": wrap(&commvault_record()), "mine": wrap(&deep)}}),
                    "/wish/rebase/mine",
                ),
                (json!({"undo": {"before": wrap(&deep)}}), "/wish/undo/before"),
            ] {
                let customer = wrap(&commvault_record());
                let answer =
                    ask(&json!({"vendor": "commvault", "customer": customer, "wish": wish}));
                assert_eq!(answer["verdict"] != "unreadable", is_read, "{place} {levels}");
                if !is_read {
                    let found = answer["violations"][0]["pointer"].as_str().unwrap();
                    assert!(found.starts_with(&format!("{place}{inside}/0/0")), "{found}");
                }
            }
        }
    }
    // A neutral customer, and a wish of no known kind, from the wish itself.
    let deep = nested(DOCUMENT_DEPTH_MAX);
    for kind in ["customer", "patch"] {
        let wish = json!({kind: {"z": deep}});
        let answer =
            ask(&json!({"vendor": "commvault", "customer": commvault_record(), "wish": wish}));
        let found = answer["violations"][0]["pointer"].as_str().unwrap();
        assert!(found.starts_with(&format!("/wish/{kind}/z/0/0")), "{found}");
    }
}

/// A flat body of IBM is one level shallower than the record that it makes.
#[test]
fn a_flat_body_makes_no_record_that_is_too_deep() {
    let customer = stored_record("ibm", "minimal");
    let mut flat = json!({"Version": customer["Customer"]["Version"]});
    for at in ["/Organization", "/Organization/AddressSet/0", "/Organization/Contact"]
        .into_iter()
        .chain(["/CustomerAccountSet/0"])
    {
        let object = customer["Customer"].pointer(at).unwrap().as_object().unwrap();
        for (name, value) in object.iter().filter(|(_, value)| value.is_string()) {
            flat[name] = value.clone();
        }
    }
    let mut asked = |levels: usize| {
        flat["extra"] = nested(levels - 1);
        let facts = json!({"role": "VSR", "sameOrganization": true});
        let input = json!({"update": flat});
        ask(&json!({"vendor": "ibm", "customer": customer, "input": input, "facts": facts}))
    };
    assert_eq!(asked(DOCUMENT_DEPTH_MAX - 1)["verdict"], "applied");
    let answer = asked(DOCUMENT_DEPTH_MAX);
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["violations"][0]["pointer"], "/input/update");
}

#[test]
fn no_update_makes_a_record_that_is_too_large() {
    let (customer, update) = subject("adobe");
    for (size, place) in [
        (DOCUMENT_SIZE_MAX - 4000, None),
        (DOCUMENT_SIZE_MAX, Some("/input/update")),
        (DOCUMENT_SIZE_MAX + 1, Some("/customer")),
    ] {
        let large = as_large("adobe", &customer, size);
        let answer =
            ask(&json!({"vendor": "adobe", "customer": large, "input": {"update": update}}));
        assert_eq!(answer["violations"][0]["pointer"].as_str(), place);
        assert_eq!(answer["verdict"] == "applied", place.is_none());
    }
}

/// The body that would bring a wish can be larger than one that can be read.
#[test]
fn a_wish_for_too_much_is_unreadable() {
    let with = |name: &str| {
        let mut record = ibm_record();
        record["Customer"][name] = json!("x".repeat(DOCUMENT_SIZE_MAX / 2));
        record
    };
    let answer = ask(&json!({
        "vendor": "ibm", "customer": with("zOne"), "wish": {"merge": with("zTwo")},
        "facts": {"role": "VSR", "sameOrganization": true},
    }));
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["violations"][0]["pointer"], "/wish");
}
