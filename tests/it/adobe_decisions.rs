//! Adobe: a decision fits the record that it was made for, and a record keeps what it holds.
//!
//! Goal: what is delivered twice, late, or to another record changes nothing and says so; what a
//! released version stored still makes the same record; and nothing of a record is lost on the way
//! to a store and back. Method: one decision of each kind, carried out where it does not belong.

use customer_core::adobe::{
    AccountInput, CommitmentInput, Customer, Decision, Facts, Input, Policy, Update, VERSION,
    decide, decide_update, evolve, needs,
};
use customer_core::json::{Reason, Stored};
use customer_core::member::Field;
use customer_core::value::{Date, Owned};
use serde_json::{Value, json};

fn customer(document: &Value) -> Customer {
    Customer::from_json(&document.to_string()).unwrap()
}

fn people(list: &[(&str, &str)]) -> Value {
    let one = |(name, phone): &(&str, &str)| {
        let email = format!("{}@example.com", name.to_lowercase());
        let mut one = json!({"firstName": name, "lastName": "Doe", "email": email});
        if !phone.is_empty() {
            one["phoneNumber"] = json!(phone);
        }
        one
    };
    json!({"contacts": list.iter().map(one).collect::<Vec<_>>()})
}

fn with_people(id: &str, list: &[(&str, &str)]) -> Customer {
    customer(&json!({"customerId": id, "companyProfile": people(list)}))
}

fn facts() -> Facts {
    Facts {
        today: Some(Date::parse("2026-03-03").unwrap()),
        owned: Some(Owned { license: 20, consumables: 0 }),
        ..Facts::unknown(Policy::documented())
    }
}

fn updated(record: &Customer, update: &Value) -> Decision {
    let text = update.to_string();
    decide_update(record, &Update::from_json(&text).unwrap(), &facts()).unwrap()
}

/// The place of the misfit; the record stays as it is.
#[track_caller]
fn misfit(record: &Customer, decision: &Decision) -> String {
    let mut after = record.clone();
    let misfit = evolve(&mut after, decision).unwrap_err();
    assert_eq!(after, *record, "a misfit changes nothing");
    misfit.pointer.as_str().to_owned()
}

#[track_caller]
fn evolved(record: &Customer, decision: &Decision) -> Customer {
    let mut after = record.clone();
    evolve(&mut after, decision).unwrap();
    after
}

#[test]
fn a_decision_about_contacts_delivered_twice_loses_nobody() {
    let list = "/companyProfile/contacts";
    let two = with_people("1", &[("Ada", ""), ("Bea", "")]);
    let one = with_people("1", &[("Ada", "")]);
    for (record, sent) in [
        (&two, &[("Bea", "")][..]),
        (&one, &[("Bea", ""), ("Ada", "")]),
        (&two, &[("Bea", ""), ("Ada", "")]),
        (&two, &[("Ada", ""), ("Cay", "")]),
    ] {
        let decision = updated(record, &json!({"companyProfile": people(sent)}));
        let after = evolved(record, &decision);
        assert!(misfit(&after, &decision).starts_with(list), "{sent:?}");
    }
}

#[test]
fn a_decision_about_contacts_fits_no_other_list() {
    let record = with_people("1", &[("Ada", "1"), ("Bea", "1"), ("Cay", "1")]);
    let place = |index: usize| format!("/companyProfile/contacts/{index}");
    // Bea goes, so Cay moves: both are compared, and Ada, who only stays, is not.
    let decision =
        updated(&record, &json!({"companyProfile": people(&[("Ada", "1"), ("Cay", "1")])}));
    for (other, at) in [
        (&[("Ada", "1"), ("Bea", "1")][..], "/companyProfile/contacts".to_owned()),
        (&[("Ada", "1"), ("Bea", "2"), ("Cay", "1")], place(1)),
        (&[("Ada", "1"), ("Bea", "1"), ("Dee", "1")], place(2)),
    ] {
        assert_eq!(misfit(&with_people("1", other), &decision), at);
    }
    let other = with_people("1", &[("Eve", "9"), ("Bea", "1"), ("Cay", "1")]);
    let expected = with_people("1", &[("Eve", "9"), ("Cay", "1")]);
    assert_eq!(evolved(&other, &decision).document, expected.document);
    // The phone of one who stays: who it is counts as well as the number.
    let sent = people(&[("Ada", "1"), ("Bea", "2"), ("Cay", "1")]);
    let decision = updated(&record, &json!({"companyProfile": sent}));
    for (other, at) in [
        (&[("Ada", "1"), ("Cay", "1"), ("Bea", "1")][..], place(1)),
        (&[("Ada", "1"), ("Bea", "3"), ("Cay", "1")], format!("{}/phoneNumber", place(1))),
        (&[("Ada", "1"), ("Bea", "1")], "/companyProfile/contacts".to_owned()),
    ] {
        assert_eq!(misfit(&with_people("1", other), &decision), at);
    }
}

/// The first released versions did not store which contacts a decision had found. What they stored
/// is held against the length of the list, and against what it changes.
#[test]
fn a_decision_that_names_no_contacts_fits_no_list_that_differs_where_it_changes() {
    let record = with_people("1", &[("Ada", "1"), ("Bea", "1")]);
    let sent = people(&[("Bea", "2"), ("Ada", "1"), ("Cay", "")]);
    let stored = serde_json::to_value(updated(&record, &json!({"companyProfile": sent}))).unwrap();
    let old = |edit: &dyn Fn(&mut Value)| -> Decision {
        let mut stored = stored.clone();
        assert!(stored.as_object_mut().unwrap().remove("contacts_found").is_some(), "{stored}");
        edit(&mut stored["contacts"]);
        serde_json::from_value(stored).unwrap()
    };
    let decision = old(&|_| ());
    let expected = with_people("1", &[("Bea", "2"), ("Ada", "1"), ("Cay", "")]);
    assert_eq!(evolved(&record, &decision).document, expected.document);
    let list = "/companyProfile/contacts";
    assert_eq!(misfit(&with_people("1", &[("Ada", "1")]), &decision), list);
    let other = with_people("1", &[("Ada", "1"), ("Bea", "3")]);
    assert_eq!(misfit(&other, &decision), format!("{list}/1"));
    // A value for somebody new, or for the list as a whole: no decision was ever made so.
    let edits = "/edits/0/path";
    for path in [
        json!(["companyProfile", "contacts", 2, "phoneNumber"]),
        json!(["companyProfile", "contacts"]),
    ] {
        let decision = old(&|contacts| *contacts.pointer_mut(edits).unwrap() = path.clone());
        assert_eq!(misfit(&record, &decision), list, "{path}");
    }
}

#[test]
fn a_decision_fits_no_other_customer() {
    let record = with_people("1", &[("Ada", "")]);
    let sent = json!({"externalReferenceId": "A", "companyProfile": people(&[("Ada", "")])});
    let decision = updated(&record, &sent);
    assert_eq!(decision.record(), Some("1"));
    assert_eq!(misfit(&with_people("2", &[("Ada", "")]), &decision), "/customerId");
    // One that changes nothing fits every record of its id.
    let nothing = updated(&record, &json!({}));
    assert!(nothing.is_unchanged());
    assert_eq!(misfit(&with_people("2", &[]), &nothing), "/customerId");
    let other = with_people("1", &[("Bea", "")]);
    assert_eq!(evolved(&other, &nothing), other);
    // Where the record had no id, none is compared.
    let unnamed = customer(&json!({"companyProfile": people(&[("Ada", "")])}));
    let decision = updated(&unnamed, &sent);
    assert_eq!(decision.record(), None);
    assert!(!evolved(&record, &decision).document.external_reference_id.unwrap().is_empty());
}

/// One decision of each kind, with the place at which it does not fit a second time.
#[test]
fn every_kind_of_decision_fits_once() {
    let request = json!({"status": "REQUESTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]});
    let ask = json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]});
    let benefit = json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": request}]);
    let asked = json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": ask}]);
    let update =
        |body: &Value| Input::from(Update::from_json(&body.to_string()).unwrap().into_owned());
    let cases = [
        (
            json!({"externalReferenceId": "1"}),
            update(&json!({"externalReferenceId": "2"})),
            "/externalReferenceId",
        ),
        (json!({}), update(&json!({"externalReferenceId": "2"})), "/externalReferenceId"),
        (
            json!({"globalSalesEnabled": null}),
            update(&json!({"globalSalesEnabled": false})),
            "/globalSalesEnabled",
        ),
        (
            json!({}),
            update(&json!({"linkedMembership": {"name": "G", "type": "STANDARD"}})),
            "/linkedMembership/name",
        ),
        (json!({}), update(&json!({"benefits": asked})), "/benefits/0"),
        (json!({"benefits": []}), update(&json!({"benefits": asked})), "/benefits/0"),
        (json!({"benefits": benefit}), CommitmentInput::Accepted.into(), "/benefits/0"),
        (json!({"benefits": benefit}), CommitmentInput::Declined.into(), "/benefits/0"),
        (json!({"cotermDate": "2026-03-03"}), CommitmentInput::Renewed.into(), "/cotermDate"),
        (json!({"status": "1002"}), AccountInput::Activated.into(), "/status"),
    ];
    for (document, input, place) in cases {
        let record = customer(&document);
        let decision = decide(&record, &input, &facts()).unwrap();
        let after = evolved(&record, &decision);
        let at = misfit(&after, &decision);
        assert!(at.starts_with(place), "{document} {input:?}: {at}");
        let text = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&text).unwrap(), decision, "{text}");
    }
}

/// The dates and the administrators are compared as well: a request that repeats the last one moves
/// nothing else.
#[test]
fn what_the_document_does_not_show_is_compared_too() {
    let request = json!({"status": "REQUESTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]});
    let benefits = json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": request}]);
    let record = customer(&json!({"benefits": benefits}));
    let again = json!({"benefits": [{"type": "THREE_YEAR_COMMIT",
        "commitmentRequest": {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]});
    let decision = updated(&record, &again);
    assert!(decision.is_unchanged());
    assert_eq!(misfit(&evolved(&record, &decision), &decision), "/internal");

    let mut record = with_people("1", &[("Ada", "")]);
    record.internal.system_admins.clear();
    let decision = updated(&record, &json!({"companyProfile": people(&[("Ada", "")])}));
    assert!(decision.is_unchanged());
    assert_eq!(misfit(&evolved(&record, &decision), &decision), "/internal/systemAdmins");
}

/// A benefit that moved on is replaced whole, so nothing of it may have changed meanwhile.
#[test]
fn a_benefit_is_compared_whole() {
    let benefit = |note: i64| {
        json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "note": note, "commitmentRequest":
            {"status": "REQUESTED",
             "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]})
    };
    let record = customer(&benefit(1));
    let decision = decide(&record, &CommitmentInput::Declined.into(), &facts()).unwrap();
    assert_eq!(misfit(&customer(&benefit(2)), &decision), "/benefits/0");
}

/// Decisions that a released version stored are read, and make the same record.
#[test]
fn decisions_of_version_1_still_make_the_same_record() {
    let text = include_str!("../golden/0.1.0/adobe.json");
    let mut entries: Vec<Value> = serde_json::from_str(text).unwrap();
    entries.retain(|entry| entry["decision"]["version"] == json!(1));
    assert!(entries.len() > 10);
    for entry in entries {
        let parts = |shown: &Value| {
            let internal = shown.get("internal").cloned().unwrap_or(json!({}));
            let parts = json!({"version": 1, "customer": shown["customer"], "internal": internal});
            Customer::from_stored(&Stored::new(parts.to_string())).unwrap()
        };
        let decision: Decision = serde_json::from_value(entry["decision"].clone()).unwrap();
        assert_eq!(decision.record(), None);
        let after = evolved(&parts(&entry["question"]), &decision);
        assert_eq!(after, parts(&entry["after"]), "{}", entry["name"]);
        // What is written anew is of this version.
        let written = serde_json::to_value(&decision).unwrap();
        assert_eq!(written["version"], json!(VERSION));
    }
}

#[test]
fn a_decision_that_changes_nothing_is_stored_in_few_words() {
    let decision = updated(&customer(&json!({"customerId": "1"})), &json!({}));
    let text = serde_json::to_string(&decision).unwrap();
    assert_eq!(text, format!(r#"{{"version":{VERSION},"record":"1"}}"#));
    assert!(serde_json::from_str::<Decision>(&text.replace("2,", "3,")).is_err());
}

/// Nothing of a record is lost on the way to a store and back, numbers to the last digit.
#[test]
fn a_record_is_stored_whole() {
    let text = r#"{"customerId":"1","score":1.50,"id":12345678901234567890123,"tags":null}"#;
    let mut record = Customer::from_json(text).unwrap();
    record.internal.requested_on = Some(Date::parse("2026-03-01").unwrap());
    record.internal.system_admins = vec!["gone@example.com".into()];
    let stored = record.to_stored();
    assert_eq!(Customer::from_stored(&stored).unwrap(), record);
    assert_eq!(
        stored.as_str(),
        concat!(
            r#"{"version":1,"vendor":"adobe","customer":{"customerId":"1","tags":null,"#,
            r#""id":12345678901234567890123,"score":1.50},"internal":"#,
            r#"{"requestedOn":"2026-03-01","systemAdmins":["gone@example.com"]}}"#
        )
    );
    // What serde wrote before there was this form is read as well.
    let document = serde_json::to_string(&record.document).unwrap();
    let old = |internal: &str| {
        serde_json::from_str::<Customer>(&format!(
            r#"{{"document":{document},"internal":{internal}}}"#
        ))
    };
    let internal = r#"{"requested_on":"2026-03-01","system_admins":["gone@example.com"]}"#;
    assert_eq!(old(internal).unwrap(), record);
    for broken in [
        r#"{"requested_on":"2026-03-01"}"#,
        r#"{"requested_on":"x","system_admins":[]}"#,
        r#"{"system_admins":[],"more":1}"#,
        "1",
    ] {
        assert!(old(broken).is_err(), "{broken}");
    }
    for (text, pointer) in [
        (r#"{"customer":{},"internal":{}}"#, "/version"),
        (r#"{"version":2,"customer":{},"internal":{}}"#, "/version"),
        (r#"{"version":1,"internal":{}}"#, "/customer"),
        (r#"{"version":1,"customer":{}}"#, "/internal"),
        (r#"{"version":1,"customer":{},"internal":{},"x":1}"#, "/x"),
        (r#"{"version":1,"customer":{"status":1},"internal":{}}"#, "/customer/status"),
        (r#"{"version":1,"customer":{},"internal":{"requestedOn":"x"}}"#, "/internal/requestedOn"),
        (r#"{"version":1,"customer":{},"internal":{"x":1}}"#, "/internal/x"),
        (r#"{"version":1,"customer":null,"internal":{}}"#, "/customer"),
        ("[]", ""),
        ("{", ""),
    ] {
        let found = Customer::from_stored(&Stored::new(text)).unwrap_err();
        assert_eq!(found.errors[0].pointer.as_str(), pointer, "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_unreadable_at_their_place() {
    assert!(Customer::from_slice(br#"{"status": "1000"}"#).is_ok());
    let update = Update::from_slice(br#"{"externalReferenceId": "1"}"#).unwrap();
    assert_eq!(update.external_reference_id, Field::Value("1".into()));
    let bytes = b"{\"companyProfile\": {\"companyName\": \"Caf\xe9\"}}";
    for found in [Customer::from_slice(bytes).unwrap_err(), Update::from_slice(bytes).unwrap_err()]
    {
        let [error] = &found.errors[..] else { panic!("{found}") };
        assert_eq!(error.reason, Reason::Encoding);
        assert_eq!(error.pointer.as_str(), "/companyProfile/companyName");
    }
}

/// An echo is accepted under every preset, whatever the record lacks, and changes nothing.
#[test]
fn an_echo_changes_nothing() {
    for document in [
        json!({}),
        json!({"companyProfile": {}}),
        json!({"companyProfile": {"address": {}, "marketSegment": "", "contacts": []}}),
        json!({"globalSalesEnabled": true, "externalReferenceId": "<",
            "companyProfile": {"companyName": "A", "preferredLanguage": "xx",
                "marketSegment": "NEW", "marketSubSegments": ["X"],
                "address": {"country": "US", "postalCode": "?", "city": ""},
                "contacts": [{"email": "x", "lastName": ""}, {"firstName": "A", "lastName": "B",
                    "email": "a@b.c", "phoneNumber": "", "note": 1}]},
            "benefits": [{"type": "NEW"}, {"type": "NEW"}], "links": [], "note": 1}),
    ] {
        let record = customer(&document);
        for policy in [Policy::documented(), Policy::observed()] {
            let update = Update::echo(&record);
            let decision = decide_update(&record, &update, &Facts::unknown(policy))
                .unwrap_or_else(|rejection| panic!("{document}: {rejection}"));
            assert!(decision.is_unchanged(), "{document}");
        }
    }
}

/// What is missing is what is needed and was not given, and no other fact has a say.
#[test]
fn what_is_missing_is_what_is_needed() {
    let record = customer(&json!({"globalSalesEnabled": true, "companyProfile":
        {"marketSegment": "COM", "address": {"country": "US"}}}));
    let policy = Policy::documented();
    let body = json!({"globalSalesEnabled": false,
        "companyProfile": {"marketSegment": "GOV", "marketSubSegments": ["FEDERAL"]},
        "benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]});
    let input = Input::from(Update::from_json(&body.to_string()).unwrap().into_owned());
    let asked = needs(&record, &input, &policy);
    let names: Vec<_> =
        asked.iter().map(|need| (need.fact.name(), need.pointer.as_str())).collect();
    assert_eq!(
        names,
        [
            ("activeSubscriptions", "/companyProfile/marketSegment"),
            ("activeSubscriptionsInDeployments", "/globalSalesEnabled"),
            ("resellerMarketSegments", "/companyProfile/marketSegment"),
            ("partnerLargeGovernmentAgency", "/benefits/0"),
        ]
    );
    let mut facts = Facts::unknown(policy);
    let rejection = decide(&record, &input, &facts).unwrap_err();
    assert_eq!(rejection.needs(), asked.as_slice());
    assert!(rejection.refusal().is_none());
    facts.active_subscriptions = Some(0);
    facts.active_subscriptions_in_deployments = Some(0);
    facts.partner_large_government_agency = Some(true);
    let rejection = decide(&record, &input, &facts).unwrap_err();
    assert_eq!(rejection.needs().len(), 1);
    assert_eq!(rejection.needs()[0].fact.name(), "resellerMarketSegments");
}
