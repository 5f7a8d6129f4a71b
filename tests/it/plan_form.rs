//! The form of a wish: its documents are read as a record is.
//!
//! Goal: no damaged document is taken for a wish. Method: every value of a record becomes one of
//! another type, in the record itself and in each document of a wish; the errors are the same.

use serde_json::{Value, json};

use crate::plan::{adobe_record, ask, commvault_record, ibm_record};

/// Records with something at every kind of place.
fn records() -> [(&'static str, Value); 3] {
    let mut adobe = adobe_record();
    adobe["linkedMembership"] = json!({"name": "G", "type": "STANDARD"});
    adobe["companyProfile"]["marketSubSegments"] = json!(["A"]);
    adobe["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {
        "status": "REQUESTED", "startDate": "2026-01-01",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}}]);
    let mut ibm = ibm_record();
    ibm["Customer"]["CustomerIdentifierSet"] = json!([{"Value": "1", "CustomerIdType": "T"}]);
    let mut commvault = commvault_record();
    commvault["website"] = json!("w.example");
    commvault["contacts"][0]["address"] = json!({"city": "Salem"});
    [("adobe", adobe), ("ibm", ibm), ("commvault", commvault)]
}

/// The places of all values in a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, one)| places(one, &format!("{at}/{n}"), found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| places(one, &format!("{at}/{name}"), found));
        }
        _ => {}
    }
}

/// What is wrong with a question's form below `at`, each with its place there.
fn wrong(question: &Value, at: &str) -> Vec<(String, String)> {
    let answer = ask(question);
    if answer["verdict"] != "unreadable" {
        return Vec::new();
    }
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let below = |one: &Value| {
        let place = text(&one["pointer"]);
        let place = place.strip_prefix(at).unwrap_or_else(|| panic!("{answer}"));
        (place.to_owned(), text(&one["message"]))
    };
    answer["violations"].as_array().unwrap().iter().map(below).collect()
}

#[test]
fn a_document_of_a_wish_is_read_as_a_record_is() {
    let others = [json!(5), json!("x"), json!(true), json!([]), json!({}), json!([5]), json!(null)];
    let mut damaged = 0;
    for (vendor, record) in records() {
        let mut all = Vec::new();
        places(&record, "", &mut all);
        // The document as a whole is an object, or none.
        for (place, other) in
            all.iter().skip(1).flat_map(|at| others.iter().map(move |one| (at, one)))
        {
            let mut document = record.clone();
            *document.pointer_mut(place).unwrap() = other.clone();
            let mut question =
                json!({"vendor": vendor, "customer": document, "wish": {"merge": {}}});
            let expected = wrong(&question, "/customer");
            damaged += expected.len();
            question["customer"] = record.clone();
            for (wish, at) in [
                (json!({"document": document}), "/wish/document"),
                (json!({"rebase": {"base": record, "mine": document}}), "/wish/rebase/mine"),
                (json!({"rebase": {"base": document, "mine": record}}), "/wish/rebase/base"),
                (json!({"undo": {"before": document}}), "/wish/undo/before"),
                (json!({"undo": {"before": record, "after": document}}), "/wish/undo/after"),
                (json!({"merge": document}), "/wish/merge"),
            ] {
                question["wish"] = wish;
                let found = wrong(&question, at);
                // A patch may say null anywhere.
                if at != "/wish/merge" || !other.is_null() {
                    assert_eq!(found, expected, "{vendor}: {other} at {place} in {at}");
                }
            }
        }
    }
    assert!(damaged > 300, "{damaged}");
}
