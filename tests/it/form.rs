//! The form of a record as text: what is said twice, in which order errors come, what an error and
//! a log show, and how a value is stored that only is carried.
//!
//! Goal: a record is read strictly by every reader, and nothing of a person is in an error. Method:
//! tables of texts that are wrong in one way, and records that are stored and read again.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use customer_core::adobe::{Customer, Facts, Policy, Resource, Update, decide_update, evolve};
use customer_core::contract::{DOCUMENT_SIZE_MAX, apply_bytes};
use customer_core::json::{FormError, InlineStr, Reason, Step, Stored};
use customer_core::member::Others;
use serde_json::{Value, json};

use crate::limits::{as_large, subject};

/// A document as the record's own writer writes it.
fn text_of(document: Resource) -> String {
    Customer { document, ..Customer::default() }.to_json()
}

fn errors(text: &str) -> Vec<(String, Reason)> {
    let Err(unreadable) = Customer::from_json(text) else { return Vec::new() };
    let errors = unreadable.errors.into_iter();
    errors.map(|FormError { pointer, reason, .. }| (pointer.as_str().to_owned(), reason)).collect()
}

/// In either order, and whichever of the two is null.
#[test]
fn a_member_is_there_once() {
    for (one, two) in [("1", "2"), ("null", "\"x\""), ("\"x\"", "null"), ("null", "null")] {
        for name in ["externalReferenceId", "zNew"] {
            let text = format!(r#"{{"{name}": {one}, "status": "1000", "{name}": {two}}}"#);
            let found = errors(&text);
            let expected = (format!("/{name}"), Reason::Duplicate);
            assert!(found.contains(&expected), "{text}: {found:?}");
        }
        let text =
            format!(r#"{{"companyProfile": {{"address": {{"zip": {one}, "zip": {two}}}}}}}"#);
        assert!(errors(&text).iter().any(|(_, reason)| *reason == Reason::Duplicate), "{text}");
    }
}

/// Errors come in the order of the model, whatever the order of the text.
#[test]
fn errors_are_in_the_order_of_the_model() {
    let text = r#"{"status": 1, "companyProfile": {"contacts": 2, "companyName": 3},
        "externalReferenceId": 4}"#;
    let places: Vec<String> = errors(text).into_iter().map(|(place, _)| place).collect();
    let expected = [
        "/externalReferenceId",
        "/companyProfile/companyName",
        "/companyProfile/contacts",
        "/status",
    ];
    assert_eq!(places, expected);
}

/// Readers that look at each text once are as strict as the one that reads any document.
#[test]
fn commas_are_between_members_and_elements() {
    for text in [
        r#"{, "status": "1000"}"#,
        r#"{"status": "1000" "resellerId": "5"}"#,
        r#"{"status": "1000",, "resellerId": "5"}"#,
        r#"{"status": "1000",}"#,
        r#"{"companyProfile": {"contacts": [, {}]}}"#,
        r#"{"companyProfile": {"contacts": [{} {}]}}"#,
        r#"{"companyProfile": {"contacts": [{},]}}"#,
        r#"{"benefits": [,]}"#,
    ] {
        let found = errors(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].1, Reason::Syntax, "{text}");
    }
}

/// A value takes the place of a null: the record is the one that its own text reads as.
#[test]
fn a_value_takes_the_place_of_a_null() {
    let stored = r#"{"externalReferenceId": null, "companyProfile": {"companyName": "N",
        "preferredLanguage": "en-US", "marketSegment": "COM", "address": null}}"#;
    let update =
        r#"{"externalReferenceId": "r-1", "companyProfile": {"address": {"city": "Berlin"}}}"#;
    let mut customer = Customer::from_json(stored).unwrap();
    let update = Update::from_json(update).unwrap();
    let facts = Facts::unknown(Policy::documented());
    let decision = decide_update(&customer, &update, &facts).unwrap();
    evolve(&mut customer, &decision).unwrap();
    let text = customer.to_json();
    assert!(text.contains("Berlin") && !text.contains("null"), "{text}");
    assert_eq!(customer.document, Customer::from_json(&text).unwrap().document);
}

/// Text that is carried is stored as text, unless it is spelt unusually.
#[test]
fn what_is_carried_is_stored_by_its_exact_text() {
    let text = r#"{"zA":"plain","zB":"\u0041","zC":1.50,"zD":{"b":1}}"#;
    let record = Customer::from_json(text).unwrap().document;
    let stored = serde_json::to_value(&record).unwrap();
    let expected = json!({
        "zA": "plain", "zB": {"$json": r#""\u0041""#}, "zC": {"$number": "1.50"},
        "zD": {"$json": r#"{"b":1}"#},
    });
    assert_eq!(stored, expected);
    let read: Value = serde_json::from_str(&{
        let read: Resource = serde_json::from_value(stored).unwrap();
        assert_eq!(read, record);
        text_of(read)
    })
    .unwrap();
    assert_eq!(read["zA"], "plain");
}

/// The names of escapes are names like others where the value is none of theirs.
#[test]
fn an_escape_that_says_nothing_is_an_object() {
    for (stored, read) in [
        (r#"{"zA": {"$number": "1.50"}}"#, r#"{"zA":1.50}"#),
        (r#"{"zA": {"$number": "true"}}"#, r#"{"zA":{"$number":"true"}}"#),
        (r#"{"zA": {"$number": "[1]"}}"#, r#"{"zA":{"$number":"[1]"}}"#),
        (r#"{"zA": {"$json": "[1]"}}"#, r#"{"zA":[1]}"#),
        (r#"{"zA": {"$json": "[1"}}"#, r#"{"zA":{"$json":"[1"}}"#),
    ] {
        let found: Resource = serde_json::from_str(stored).unwrap();
        assert_eq!(text_of(found), read);
    }
}

/// Errors of serde end in logs: a name that the model does not know may be that of a person.
#[test]
fn an_error_of_serde_names_no_unknown_member() {
    for text in [r#"{"zAda": 1, "zAda": 2}"#, r#"{"companyProfile": {"zAda": 1, "zAda": 2}}"#] {
        let says = serde_json::from_str::<Resource>(text).unwrap_err().to_string();
        assert!(says.contains("twice") && !says.contains("zAda"), "{says}");
    }
    let policy = serde_json::from_str::<Policy>(r#"{"zAda": 1}"#).unwrap_err().to_string();
    assert!(!policy.contains("zAda"), "{policy}");
}

#[test]
fn a_log_shows_how_much_and_not_what() {
    assert_eq!(format!("{:?}", Stored::from("Ada")), "Stored(3 bytes)");
    let others: Others = Customer::from_json(r#"{"zAda": 1, "zB": 2}"#).unwrap().document.others;
    assert_eq!(format!("{others:?}"), "Others(2)");
    let steps =
        [Step::Name("contacts"), Step::Other("status"), Step::Other("zAda"), Step::Index(7)];
    assert_eq!(format!("{steps:?}"), "[contacts, status, …, 7]");
}

#[test]
fn a_reason_names_words_if_there_are_any() {
    let none = Reason::none_of(&[]).to_string();
    assert_eq!(none, "no such member here");
    assert!(Reason::none_of(&["a", "b"]).to_string().ends_with("a, b"));
    let hash = |reason: &Reason| {
        let mut hasher = DefaultHasher::new();
        reason.hash(&mut hasher);
        hasher.finish()
    };
    let (one, two) = (Reason::one_of(&["a"]), Reason::one_of(&["b"]));
    assert_eq!(hash(&one), hash(&Reason::one_of(&["a"])));
    assert_ne!(hash(&one), hash(&two));
}

#[test]
fn a_short_text_is_compared_with_a_text() {
    for text in ["", "a", "a text that is too long to be kept in place"] {
        let inline: InlineStr = text.into();
        assert!(inline == text && inline == *text);
        assert!(inline != "b" && *"b" != *inline);
    }
}

/// Of bytes that are no text the first thing that is wrong is said.
#[test]
fn what_is_wrong_first_is_said_of_bytes() {
    for (bytes, place, says) in [
        (&b"{\"a\": x, \"b\": \"\xff\"}"[..], "/a", "not JSON"),
        (b"{\"a\": 1, \"b\": \"\xff\"}", "/b", "not UTF-8"),
        (b"[1 2 \xff]", "/0", "not JSON"),
        (b"{} \xff", "", "not UTF-8"),
    ] {
        let answer: Value = serde_json::from_str(&apply_bytes(bytes)).unwrap();
        assert_eq!(answer["verdict"], "unreadable");
        assert_eq!(answer["violations"][0]["pointer"], place, "{answer}");
        assert!(answer["violations"][0]["message"].as_str().unwrap().contains(says), "{answer}");
    }
}

/// A document of just the limit is read; one byte more is too large.
#[test]
fn a_document_is_as_large_as_the_limit() {
    let (customer, _) = subject("adobe");
    for (more, places) in [(0, vec![]), (1, vec![(String::new(), Reason::Size(DOCUMENT_SIZE_MAX))])]
    {
        let large = as_large("adobe", &customer, DOCUMENT_SIZE_MAX + more).to_string();
        assert_eq!(errors(&large), places);
    }
}
