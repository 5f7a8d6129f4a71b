//! What is asked of a vendor without an input, in the contract: one update for two, what an answer
//! says, the id of an intent.
//!
//! Goal: each sentence of the contract about them holds. Method: one example each. What holds for
//! every record and update is in `verb_laws`.

use customer_core::contract::{DOCUMENT_SIZE_MAX, apply, intent_id};
use serde_json::{Value, json};

fn answer(question: Value) -> Value {
    serde_json::from_str(&apply(&question.to_string())).unwrap()
}

/// The places of an unreadable question.
#[track_caller]
fn unreadable(question: Value) -> Vec<String> {
    let answer = answer(question);
    assert_eq!((&answer["verdict"], &answer["next"]), (&json!("unreadable"), &json!("fix")));
    let places = answer["violations"].as_array().unwrap().iter();
    places.map(|one| one["pointer"].as_str().unwrap().to_owned()).collect()
}

/// What does not belong to a question is unreadable where it is.
#[test]
fn what_may_be_asked_together() {
    let compose = |extra: Value| {
        let mut question = json!({"vendor": "adobe", "compose": [{}, {}]});
        question.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        unreadable(question)
    };
    assert_eq!(compose(json!({"customer": {}, "facts": {}})), ["/customer", "/facts"]);
    assert_eq!(compose(json!({"intent": {"revision": ""}, "answer": {}})), ["/answer", "/intent"]);
    assert_eq!(compose(json!({"compose": {}})), ["/compose"]);
    assert_eq!(compose(json!({"compose": [{}, {}, {}]})), ["/compose"]);
    assert_eq!(
        compose(json!({"compose": [null, {"companyProfile": 1}]})),
        ["/compose/0", "/compose/1/companyProfile"]
    );
    assert_eq!(compose(json!({"policy": "viewer", "id": true})), ["/policy", "/id"]);
    assert_eq!(compose(json!({"vendor": "sap", "compose": [1, {}]})), ["/vendor", "/compose/0"]);
    // An input is what was asked before, and stays so.
    assert_eq!(compose(json!({"customer": {}, "input": {"update": {}}})), ["/compose"]);

    let read = |extra: Value| {
        let mut question = json!({"vendor": "ibm", "answer": {"status": 204, "body": null}});
        question.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        unreadable(question)
    };
    assert_eq!(read(json!({"internal": {}, "facts": {}})), ["/facts", "/internal"]);
    assert_eq!(read(json!({"answer": {"status": 204.0}})), ["/answer/status", "/answer/body"]);
    assert_eq!(
        read(json!({"answer": {"body": 1, "status": 70000, "head": {}}})),
        ["/answer/status", "/answer/head"]
    );
    assert_eq!(read(json!({"answer": []})), ["/answer"]);
    assert_eq!(
        read(json!({"customer": {}, "update": null, "policy": 1})),
        ["/customer/Customer", "/update", "/policy"]
    );
    assert_eq!(
        read(json!({"vendor": 1, "update": 2, "answer": {"status": 1, "body": 2}})),
        ["/vendor", "/update"]
    );
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let question = format!(r#"{{"vendor": "adobe", "compose": [{{}}, {{"a": {deep}}}]}}"#);
    let answer: Value = serde_json::from_str(&apply(&question)).unwrap();
    assert!(answer["violations"][0]["pointer"].as_str().unwrap().starts_with("/compose/1/a/0"));
}

/// A customer that an answer shows is a record that could be sent back: one beyond a limit is not
/// shown, or if only its own spelling is beyond it, the answer is unreadable.
#[test]
fn a_customer_beyond_a_limit_is_not_taken_from_an_answer() {
    let ask = |body: String| {
        apply(&format!(r#"{{"vendor":"adobe","answer":{{"status":200,"body":{body}}}}}"#))
    };
    for (levels, is_shown) in [(99, true), (100, false)] {
        let inside = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let text = ask(format!(r#"{{"new": {inside}}}"#));
        assert!(text.contains(r#""verdict":"accepted""#), "{text}");
        assert_eq!(text.contains(r#""customer":{"new":[["#), is_shown, "{text}");
    }
    let list = |count: usize| {
        let list = vec![r#"{"quantity":1e9}"#; count].join(",");
        let term = format!(r#"{{"minimumQuantities":[{list}]}}"#);
        ask(format!(r#"{{"benefits":[{{"commitment":{term}}}]}}"#))
    };
    assert!(list(2).contains(r#""quantity":1000000000"#));
    let text = list(DOCUMENT_SIZE_MAX / 18);
    assert!(text.contains(r#""pointer":"/answer/body""#), "{:.200}", text);
}

/// Both bodies are given back as steps, and the `id` is echoed.
#[test]
fn what_no_update_says_is_two_steps() {
    let first = json!({"companyProfile": {"marketSegment": "EDU"}, "unknown": 1.50});
    let second = json!({"companyProfile": {"marketSegment": "COM"}});
    let found = answer(json!({"id": "a", "vendor": "adobe", "compose": [first, second]}));
    let obstacle = json!({
        "rule": "adobe.plan.compose", "pointer": "/companyProfile/marketSegment",
        "message": found["obstacles"][0]["message"], "instead": "two-steps",
        "steps": [{"update": first}, {"update": second}],
    });
    assert_eq!(
        found,
        json!({
            "id": "a", "version": 1, "verdict": "unreachable", "response": null, "next": "fix",
            "obstacles": [obstacle],
        })
    );
}

/// No phone number in the second list clears the one of the first; who has no address is refused.
#[test]
fn a_list_after_a_list_says_what_each_of_them_has() {
    let person = json!({"firstName": "Jo", "lastName": "Lee", "email": "jo@a.example"});
    let with = |phone: Value| {
        let mut person = person.clone();
        person["phoneNumber"] = phone;
        person
    };
    let list = |people: Value| json!({"companyProfile": {"contacts": people}});
    let compose = |first: &Value, second: &Value| {
        answer(json!({"vendor": "adobe", "compose": [first, second]}))["update"].clone()
    };
    let first = list(json!([with(json!("1"))]));
    assert_eq!(compose(&first, &list(json!([with(Value::Null)]))), list(json!([person])));
    let nobody = list(json!([person, {"firstName": "Jo"}]));
    assert_eq!(compose(&list(json!([person])), &nobody), nobody);
}

/// A composed body has the size of a document.
#[test]
fn two_updates_that_are_too_large_together_are_an_error_of_size() {
    let half = |name: &str| json!({name: "x".repeat(DOCUMENT_SIZE_MAX / 4 * 3)});
    let question = json!({"vendor": "adobe", "compose": [half("a"), half("b")]});
    assert_eq!(unreadable(question), ["/compose"]);
}

/// A request is no request of the other kind, and an empty list or request says nothing.
#[test]
fn requests_of_both_kinds_are_two_steps() {
    let quantities = json!([{"offerType": "LICENSE", "quantity": 10}]);
    let asks = |name: &str| {
        let mut benefit = json!({"type": "THREE_YEAR_COMMIT"});
        benefit[name] = json!({"minimumQuantities": quantities});
        json!({"benefits": [benefit]})
    };
    let compose = |first: &Value, second: &Value| {
        answer(json!({"vendor": "adobe", "compose": [first, second]}))
    };
    let (one, other) = (asks("commitmentRequest"), asks("recommitmentRequest"));
    for (first, second, name) in
        [(&one, &other, "recommitmentRequest"), (&other, &one, "commitmentRequest")]
    {
        let found = compose(first, second);
        assert_eq!(found["verdict"], "unreachable");
        assert_eq!(found["obstacles"][0]["pointer"], format!("/benefits/0/{name}"));
    }
    // One that repeats what is stored has its dates.
    let stored = json!({"status": "REQUESTED", "startDate": "2026-01-01", "endDate": "2029-01-01",
        "minimumQuantities": quantities});
    let stored = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": stored}]});
    assert_eq!(compose(&stored, &stored)["update"], stored);
    let empty = json!({"benefits": []});
    assert_eq!(compose(&one, &empty)["update"], one);
    let blank = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {}}]});
    assert_eq!(compose(&one, &blank)["update"], one);
    let kind = json!({"benefits": [{"type": "OTHER"}]});
    let both = json!([one["benefits"][0], kind["benefits"][0]]);
    assert_eq!(compose(&one, &kind)["update"]["benefits"], both);
}

/// A contact that goes may be the one that a record knows under the name of another.
#[test]
fn a_namesake_is_not_taken_for_another() {
    let person =
        |name: &str, email: &str| json!({"firstName": name, "lastName": "Lee", "email": email});
    let list = |people: Vec<Value>| json!({"companyProfile": {"contacts": people}});
    let compose = |first: &Value, second: &Value| {
        answer(json!({"vendor": "adobe", "compose": [first, second]}))["verdict"].clone()
    };
    let both = list(vec![person("Jo", "jo@a.example"), person("Jo", "jo@b.example")]);
    assert_eq!(compose(&both, &list(vec![person("Jo", "JO@b.example")])), "unreachable");
    let both = list(vec![person("Jo", "jo@a.example"), person("Al", "jo@b.example")]);
    assert_eq!(compose(&both, &list(vec![person("Al", "JO@b.example")])), "composed");
    assert_eq!(compose(&list(vec![]), &both), "composed");
    assert_eq!(compose(&both, &list(vec![])), "composed");
}

/// Whatever a body of success is, it was accepted; the customer is shown if the body shows it.
#[test]
fn a_success_shows_the_customer_in_the_form_of_the_body() {
    let read = |vendor: &str, body: Value| {
        answer(json!({"vendor": vendor, "answer": {"status": 200, "body": body}}))
    };
    let bodies = [
        ("adobe", json!({"customerId": "1"})),
        ("ibm", json!({"Customer": {"Id": 1}})),
        ("commvault", json!({"data": {"id": "1"}})),
        ("commvault", json!({"id": "1"})),
    ];
    for (vendor, body) in bodies {
        let found = read(vendor, body.clone());
        let expected = json!({
            "version": 1, "verdict": "accepted", "customer": body, "response": null, "next": "done",
        });
        assert_eq!(found, expected);
    }
    for vendor in ["adobe", "ibm", "commvault"] {
        for body in [json!(null), json!([]), json!("ok"), json!({"error": {"code": 1}})] {
            let found = read(vendor, body.clone());
            assert_eq!(found["verdict"], "accepted", "{vendor} {body}");
            // Adobe keeps members that it does not know.
            let shows = vendor == "adobe" && body.is_object();
            assert_eq!(found.get("customer").is_some(), shows, "{vendor} {body}");
        }
    }
}

/// A stale answer is told by its exception, and leads to a new reading of the record.
#[test]
fn a_stale_answer_is_read_again() {
    let body = json!({"BSSResponse": {"ResponseCode": "500",
        "ExceptionMessage": "StaleObjectStateExceptionOccured"}});
    let found = answer(json!({"vendor": "ibm", "answer": {"status": 500, "body": body}}));
    let violation = &found["violations"][0];
    assert_eq!(
        (&violation["rule"], &violation["pointer"], &found["next"]),
        (&json!("ibm.version.stale"), &json!("/Customer/Version"), &json!("refetch"))
    );
}

/// An id is of what is said, and not of how it is written.
#[test]
fn an_intent_is_what_is_said() {
    let id = |update: &str, tag: &str| intent_id("ibm", "", "r", update, tag).unwrap();
    let one = id(r#"{"a": "\u00e4\/", "b": [1.0, {}]}"#, "");
    assert_eq!(one, id("{\"b\":[1.0,{ }],\r\"a\":\"ä/\"}", ""));
    assert_ne!(one, id(r#"{"a": "ä/", "b": [1, {}]}"#, ""));
    assert_ne!(one, id(r#"{"a": "ä/", "b": [1.0, {}]}"#, "again"));
    assert!(intent_id("ibm", "", "", "{", "").is_err());
    // A text has the shortest escapes, however it came: as Python's `json.dumps` writes it, whose
    // SHA-256 this is.
    let expected = "2ce86acd-56ac-827f-829f-f3763ef9f0ad";
    for text in [
        r#"{"a":"\"\\\b\f\n\r\t\u001f"}"#,
        r#"{"a":"\u0022\u005C\u0008\u000c\u000A\u000d\u0009\u001F"}"#,
    ] {
        assert_eq!(id(text, ""), expected);
    }
    let (version, variant) = (one.as_bytes()[14], one.as_bytes()[19]);
    assert!(version == b'8' && b"89ab".contains(&variant), "{one}");

    let question = |input: Value| {
        json!({"vendor": "adobe", "customer": {"customerId": "1"}, "input": input,
            "intent": {"revision": "r"}})
    };
    let update = json!({"externalReferenceId": "x"});
    let accepted = answer(question(json!({"update": update})));
    let expected = intent_id("adobe", "1", "r", &update.to_string(), "").unwrap();
    assert_eq!(accepted["intentId"], json!(expected));
    assert_eq!(accepted.as_object().unwrap().keys().next_back().unwrap(), "intentId");
    let refused = answer(question(json!({"update": {"customerId": "2"}})));
    assert!(refused["verdict"] == "rejected" && refused.get("intentId").is_none());
    let planned = answer(json!({"vendor": "adobe", "customer": {"customerId": "1"},
        "wish": {"merge": update}, "intent": {"revision": "r"}}));
    assert_eq!(planned["intentId"], json!(expected));
    assert_eq!(unreadable(question(json!({"commitment": "accepted"}))), ["/intent"]);
    let mut without = question(json!({"update": update}));
    without["intent"] = json!({"tag": 1});
    assert_eq!(unreadable(without), ["/intent/revision", "/intent/tag"]);
}
