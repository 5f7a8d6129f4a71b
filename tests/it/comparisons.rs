//! One neutral wish at several vendors: the word for each of them, and what is wrong with a part.
//!
//! Goal: a comparison says of each vendor what became of the wish there, and of all together what
//! to do next. Method: the smallest wishes with each outcome, side by side; every error of form.

use crate::plan::{adobe_record, ask, commvault_record, expected, ibm_record};
use serde_json::{Value, json};

fn parts() -> Value {
    json!({
        "commvault": {"customer": commvault_record(), "facts": {"nameTaken": false}},
        "ibm": {"customer": ibm_record(), "facts": {"role": "VSR", "sameOrganization": true}},
        "adobe": {"customer": adobe_record(), "facts": {"today": "2026-03-01"}},
    })
}

fn compared(wish: Value, parts: &Value) -> Value {
    let answer = ask(&json!({"id": 7, "wish": {"customer": wish}, "compare": parts}));
    assert_eq!((&answer["verdict"], &answer["id"]), (&json!("compared"), &json!(7)), "{answer}");
    answer
}

/// Each vendor of the answer with its word and its verdict, in the order in which they are there.
fn outcomes(answer: &Value) -> Vec<(String, String, String)> {
    let text = |value: &'_ Value| value.as_str().unwrap().to_owned();
    let members = answer.as_object().unwrap().iter().filter(|(_, one)| one.is_object());
    members
        .map(|(name, one)| (name.clone(), text(&one["outcome"]), text(&one["verdict"])))
        .collect()
}

/// The vendors are in the order of the list, whatever the order of the question.
#[test]
fn each_vendor_has_its_own_outcome() {
    let answer = compared(json!({"name": "Other", "website": "a.example"}), &parts());
    let found = [
        ("adobe", "unreachable", "unreachable"),
        ("ibm", "accepted", "planned"),
        ("commvault", "accepted", "planned"),
    ];
    assert_eq!(outcomes(&answer), expected(&found));
    assert_eq!(answer["adobe"]["unsupported"], json!(["/website"]));
    assert_eq!(answer["ibm"]["update"]["Customer"]["Organization"]["OrgName"], "Other");
    assert_eq!(answer["ibm"]["unsupported"], json!([]));
    assert_eq!((&answer["response"], &answer["next"]), (&Value::Null, &json!("stop")));
}

/// A part of a wish is brought where the vendor has no place for the rest, or refuses it.
#[test]
fn a_part_of_a_wish_is_partly_accepted() {
    let mut all = parts();
    all.as_object_mut().unwrap().remove("ibm");
    let answer = compared(json!({"phone": "1", "website": "a.example"}), &all);
    let found = [("adobe", "partly", "planned"), ("commvault", "partly", "planned")];
    assert_eq!(outcomes(&answer), expected(&found));
    assert_eq!(answer["next"], "poll");
    let answer = compared(json!({"externalReference": "Z", "name": "New"}), &parts());
    let found = [
        ("adobe", "partly", "unreachable"),
        ("ibm", "partly", "planned"),
        ("commvault", "undecided", "undecided"),
    ];
    assert_eq!(outcomes(&answer), expected(&found));
}

/// Of several next steps the one is said that leaves least.
#[test]
fn what_to_do_next_is_the_least_of_all() {
    let wish = json!({"name": "Other"});
    let mut some = parts();
    some.as_object_mut().unwrap().remove("adobe");
    assert_eq!(compared(wish.clone(), &some)["next"], "poll");
    some["commvault"]["facts"] = json!({});
    let answer = compared(wish.clone(), &some);
    let found = [("ibm", "accepted", "planned"), ("commvault", "undecided", "undecided")];
    assert_eq!((outcomes(&answer), &answer["next"]), (expected(&found), &json!("lookup")));
    assert_eq!(compared(wish, &json!({"ibm": some["ibm"]}))["next"], "done");
}

#[test]
fn errors_of_a_comparison_are_in_their_places() {
    let wish = json!({"customer": {"name": "Other"}});
    let ibm = json!({"ibm": parts()["ibm"]});
    let rows = [
        (json!({"document": {}}), ibm.clone(), vec!["/wish"]),
        (json!({}), ibm.clone(), vec!["/wish"]),
        (json!({"customer": {"nam": 1}}), ibm.clone(), vec!["/wish/customer/nam"]),
        (wish.clone(), json!({}), vec!["/compare"]),
        (wish.clone(), json!([]), vec!["/compare"]),
        (wish.clone(), json!({"sap": {}}), vec!["/compare/sap"]),
        (wish.clone(), json!({"sap": {}, "ibm": ibm["ibm"]}), vec!["/compare/sap"]),
        (wish.clone(), json!({"ibm": []}), vec!["/compare/ibm"]),
        (wish.clone(), json!({"ibm": {}}), vec!["/compare/ibm/customer"]),
        (
            wish.clone(),
            json!({"ibm": {"customer": ibm_record(), "vendor": "ibm"}}),
            vec!["/compare/ibm/vendor"],
        ),
        (
            wish.clone(),
            json!({
                "ibm": {"customer": ibm_record(), "facts": {"rule": "VSR"}},
                "adobe": {"customer": []},
            }),
            vec!["/compare/adobe/customer", "/compare/ibm/facts/rule"],
        ),
    ];
    for (wish, compare, places) in rows {
        let answer = ask(&json!({"wish": wish, "compare": compare}));
        assert_eq!(answer["verdict"], "unreadable", "{wish} {compare}");
        let errors = answer["violations"].as_array().unwrap().iter();
        let found: Vec<&str> = errors.map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!(found, places, "{wish} {compare}");
    }
}
