//! What a program gives to an endpoint as one JSON text, and what it gets back to store.

use customer_core::decision::Event;
use customer_core::endpoint::{Due, Responded, StoredAnswer, Tenant};
use customer_core::http::Limits;
use customer_core::json::Unreadable;
use customer_core::vendors::{Adobe, Commvault, Given, Ibm, Vendor as _};
use serde_json::{Value, json};

use crate::endpoint::{Answered, Desk, NOW, Sent, ibm_document, own};
use crate::endpoint_adobe::create;

fn read<V: Desk>(given: &Value) -> Result<Given<V>, Unreadable> {
    Given::<V>::read(&given.to_string())
}

/// Place and reason of every error, by place.
#[track_caller]
fn errors<V: Desk>(mut given: Value) -> Vec<(String, String)> {
    if given.is_object() && given.get("now").is_none() {
        given["now"] = json!(NOW);
    }
    let unreadable = read::<V>(&given).unwrap_err();
    let errors = unreadable.errors.iter();
    let mut found: Vec<_> =
        errors.map(|one| (one.pointer.as_str().to_owned(), one.reason.to_string())).collect();
    found.sort();
    found
}

#[track_caller]
fn places<V: Desk>(given: Value) -> Vec<String> {
    errors::<V>(given).into_iter().map(|(place, _)| place).collect()
}

fn respond<V: Desk>(given: &Value, sent: &Sent) -> Answered<V> {
    let given = read::<V>(given).unwrap();
    sent.ask(|request| given.respond(request, &Limits::default()))
}

#[test]
fn only_the_moment_must_be_given() {
    for text in ["[]", "{}", r#"{"now":null}"#] {
        assert!(Given::<Adobe>::read(text).is_err(), "{text}");
    }
    let unreadable = Given::<Adobe>::read("{}").unwrap_err();
    assert_eq!(unreadable.errors[0].pointer.as_str(), "/now");
    let given = read::<Adobe>(&json!({"now": NOW})).unwrap();
    assert!(given.caller.is_none() && given.record.is_none() && given.answer.is_none());
    assert_eq!(format!("{given:?}"), format!("Given {{ now: {NOW}, .. }}"));
    assert_eq!(places::<Adobe>(json!({"fresh": 1})), ["/fresh"]);
    let fresh = json!({"requestId": 1, "customerId": [], "more": 1});
    let expected = ["/fresh/customerId", "/fresh/more", "/fresh/requestId"];
    assert_eq!(places::<Adobe>(json!({"fresh": fresh})), expected);
}

#[test]
fn what_is_wrong_with_a_caller_is_said_at_its_place() {
    let reseller = json!({"id": "P1", "segments": ["COM"]});
    let caller = json!({"client": "c", "resellers": [reseller, 1, {"more": 1}], "token": "mine"});
    let found = places::<Adobe>(json!({"caller": caller}));
    assert!(found.contains(&"/caller/token".into()), "{found:?}");
    assert!(found.contains(&"/caller/resellers/1".into()), "{found:?}");
    assert!(found.contains(&"/caller/resellers/2/more".into()), "{found:?}");
    assert_eq!(places::<Adobe>(json!({"caller": {}})), ["/caller/client"]);
    let found = places::<Ibm>(json!({"caller": {"role": 1, "more": 1}}));
    assert_eq!(found, ["/caller/more", "/caller/role"]);
    let found = places::<Commvault>(json!({"caller": {"partner": 1, "more": 1}}));
    assert_eq!(found, ["/caller/more", "/caller/partner"]);
}

#[test]
fn what_is_wrong_with_a_record_is_said_at_its_place() {
    let record = json!({"customer": {"status": 7}, "revision": -1, "tenant": "mine", "more": 1});
    assert_eq!(
        places::<Commvault>(json!({"record": record})),
        ["/record/customer/status", "/record/more", "/record/revision", "/record/tenant"]
    );
    let customers = json!([{"customer": {"status": 7}}, 5, {"internal": {}},
        {"customer": {}, "more": 1}]);
    assert_eq!(
        places::<Commvault>(json!({"customers": customers})),
        [
            "/customers/0/customer/status",
            "/customers/1",
            "/customers/2/customer",
            "/customers/3/more"
        ]
    );
    assert_eq!(places::<Commvault>(json!({"customers": {}})), ["/customers"]);
    // What is stored is stored on top of a revision, so none is made up.
    let record = json!({"customer": {"status": "active"}});
    assert_eq!(places::<Commvault>(json!({"record": record})), ["/record/revision"]);
}

/// Without a fresh id nothing is created, and the one who asks is told what is missing.
#[test]
fn a_customer_without_an_id_is_not_created() {
    fn lacking<V: Desk>(given: &Value, sent: &Sent) -> Option<&'static str> {
        match respond::<V>(given, sent) {
            Responded::Lookup(lookup) => lookup.fresh,
            Responded::Reply(replied) => panic!("{replied:?}"),
        }
    }
    let reseller = json!({"id": "P1000000001", "segments": ["COM"], "active": true});
    let caller = json!({"client": "c", "resellers": [reseller], "token": "own"});
    let request_id = json!({"requestId": "r"});
    for fresh in [request_id, json!({"requestId": "r", "customerId": ""})] {
        let given = json!({"now": NOW, "caller": caller, "fresh": fresh});
        assert_eq!(lacking::<Adobe>(&given, &create()), Some("customerId"));
    }
    // At this vendor every answer says the id of its request.
    let given = json!({"now": NOW, "caller": caller, "fresh": {"customerId": "P2000000001"}});
    assert_eq!(lacking::<Adobe>(&given, &create()), Some("requestId"));
    let given = json!({"now": NOW, "caller": {"role": "VSR"}});
    let register = Ibm::reading().at("/api/bss/resource/customer").by("POST");
    let register = register.json(ibm_document("1", 0, "1"));
    assert_eq!(lacking::<Ibm>(&given, &register), Some("customerId"));
}

#[test]
fn a_record_of_somebody_else_is_not_shown() {
    for (tenant, status) in [("own", 200), ("other", 403)] {
        let customer: Value = serde_json::from_str(&ibm_document("100000001", 7, "1")).unwrap();
        let record = json!({"customer": customer, "tenant": tenant, "revision": 1});
        let given = json!({"now": NOW, "caller": {"role": "VSR"}, "record": record});
        let known = read::<Ibm>(&given).unwrap();
        let expected = if status == 200 { Tenant::Own } else { Tenant::Other };
        assert_eq!(known.record.as_ref().map(|(_, _, tenant)| *tenant), Some(expected));
        let responded = respond::<Ibm>(&given, &Ibm::reading());
        assert_eq!(responded.reply().unwrap().reply.status, status, "{tenant}");
    }
}

#[test]
fn a_list_is_made_of_the_customers_that_are_given() {
    let account = |id: &str| json!({"customer": {"id": id, "name": id, "status": "active"}});
    let given = json!({"now": NOW, "caller": {"partner": "p"},
        "customers": [account("1"), account("2")]});
    let target = "/api/v1/partner/accounts?filter=name%3D2";
    let responded = respond::<Commvault>(&given, &Commvault::listing().at(target));
    let reply = &responded.reply().unwrap().reply;
    let body: Value = serde_json::from_str(reply.body.as_deref().unwrap()).unwrap();
    let listed: Vec<_> = body["data"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(listed, ["2"], "{body}");
}

/// Without the facts that it asks for there is no reply.
#[test]
fn a_call_whose_facts_are_missing_has_no_reply() {
    let account: Value = serde_json::from_str(&Commvault::to_json(&Commvault::record())).unwrap();
    let given = json!({"now": NOW, "caller": {"partner": "partner-1"},
        "record": {"customer": account, "revision": 1}});
    let responded = respond::<Commvault>(&given, &Commvault::asking());
    assert!(responded.reply().is_none() && matches!(responded, Responded::Lookup(_)));
}

/// What was stored, as serde writes it, is read again and answers again.
#[test]
fn a_stored_answer_is_given_back_and_answers_again() {
    let answer: StoredAnswer = own::<Adobe>(&create()).write.unwrap().answer.unwrap();
    let stored = serde_json::to_value(&answer).unwrap();
    let caller = json!({"client": "dev-client-1",
        "resellers": [{"id": "P1000000001", "segments": ["COM"]}]});
    let given = json!({"now": NOW, "caller": caller, "answer": stored,
        "fresh": {"requestId": "r"}, "digest": answer.body_digest.to_string()});
    assert_eq!(read::<Adobe>(&given).unwrap().answer, Some(answer.clone()));
    let Responded::Reply(again) = respond::<Adobe>(&given, &create()) else { panic!("{given}") };
    assert!(again.replayed.is_some() && again.write.is_none());
    assert_eq!(again.reply.body.as_ref(), Some(&answer.body));
}

#[test]
fn what_is_wrong_with_a_stored_answer_is_said_at_its_place() {
    let key = json!({"client": "c", "method": "POST", "path": "/p", "correlation_id": "1"});
    let good = json!({"version": 1, "key": key, "request_id": null, "body_digest": "0".repeat(64),
        "status": 201, "body": "", "stored_at": NOW});
    assert!(read::<Adobe>(&json!({"now": NOW, "answer": good})).is_ok());
    let wrong = |name: &str, value: Value| {
        let mut answer = good.clone();
        answer[name] = value;
        errors::<Adobe>(json!({"answer": answer}))
    };
    let reason = |name: &str, value: Value| match &wrong(name, value)[..] {
        [(place, reason)] => {
            assert_eq!(place, &format!("/answer/{name}"));
            reason.clone()
        }
        several => panic!("{several:?}"),
    };
    assert_eq!(reason("version", json!(2)), "must be one of 1");
    assert_eq!(reason("body_digest", json!("0")), "must be 64 hexadecimal digits");
    for status in [199, 600, -1, 70_000] {
        assert_eq!(reason("status", json!(status)), reason("status", json!(199)), "{status}");
    }
    assert_eq!(reason("stored_at", json!("today")), "must be a timestamp YYYY-MM-DDTHH:MM:SS");
    assert!(!reason("more", json!(1)).is_empty());
    let found = places::<Adobe>(json!({"answer": {"key": {"client": "c", "more": 1}}}));
    let missing = [
        "/answer/body",
        "/answer/key/correlation_id",
        "/answer/key/method",
        "/answer/key/more",
        "/answer/key/path",
        "/answer/status",
        "/answer/stored_at",
    ];
    assert_eq!(found, missing);
    assert!(places::<Adobe>(json!({"answer": {}})).contains(&"/answer/key".into()));
    assert_eq!(places::<Adobe>(json!({"digest": "12"})), ["/digest"]);
    assert_eq!(places::<Adobe>(json!({"answer": 1})), ["/answer"]);
}

/// What is to be stored has five members, always.
#[test]
fn what_is_to_be_stored_is_written_whole() {
    fn written<V: Desk>(sent: &Sent) -> Value
    where
        V::Record: serde::Serialize,
        V::Decision: serde::Serialize,
        V::Effect: serde::Serialize,
    {
        let value = serde_json::to_value(own::<V>(sent).write.unwrap()).unwrap();
        let names: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["base", "event", "effects", "answer", "due"]);
        value
    }
    let created = written::<Adobe>(&create());
    assert_eq!((&created["base"], &created["due"]), (&Value::Null, &json!("activation")));
    assert!(created["event"].get("created").is_some(), "{created}");
    assert!(created["answer"]["status"] == 201, "{created}");
    let updated = written::<Commvault>(&Commvault::updating());
    assert_eq!((&updated["base"], &updated["due"]), (&json!(3), &json!("settlement")));
    assert_eq!(updated["answer"], Value::Null);
    let updated = written::<Ibm>(&Ibm::updating());
    assert_eq!(updated["due"], Value::Null);
    let event: Event<customer_core::ibm::Customer, customer_core::ibm::Decision> =
        serde_json::from_value(updated["event"].clone()).unwrap();
    assert_eq!(Some(event), own::<Ibm>(&Ibm::updating()).write.unwrap().event);
    // The word of a column is the word of the JSON.
    for due in [Due::Activation, Due::Settlement] {
        assert_eq!(json!(due), json!(due.as_str()));
    }
}

/// A worker tells the same effect of two decisions apart, and finds one that it has seen.
#[test]
fn an_effect_has_a_key_of_its_decision() {
    let write = own::<Commvault>(&Commvault::updating()).write.unwrap();
    for effect in &write.effects {
        let key = Commvault::effect_key(effect, "42");
        assert_eq!(key, effect.key("42"));
        assert_eq!(key, format!("42:{}", effect.name()));
    }
    assert!(!write.effects.is_empty());
}
