//! Adobe: a decision fits the record that it was made for, and a record keeps what it holds.
//!
//! Goal: what is delivered twice, late, or to another record changes nothing and says so; what a
//! released version stored still makes the same record; and nothing of a record is lost on the way
//! to a store and back. Method: one decision of each kind, carried out where it does not belong.

use customer_core::adobe::{
    AccountInput, CommitmentInput, Customer, Decision, EmptyContacts, Facts, Input, Policy, Update,
    VERSION, decide, decide_update, evolve, needs, preview_loss,
};
use customer_core::json::{Pointer, Reason, Stored};
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

/// Objects are compared by the members that are sent, everything else by value.
#[test]
fn links_are_held_against_what_is_stored() {
    const NULL: &str = "adobe.null.over-value";
    const EMPTY: &str = "adobe.text.empty";
    const OTHER: &str = "adobe.member.read-only";
    let uri = json!({"self": {"uri": "/a"}});
    for (stored, sent, refused) in [
        (json!(null), json!(null), None),
        (json!(null), json!(""), Some((EMPTY, "/links"))),
        (json!(null), json!({"self": null}), Some((OTHER, "/links"))),
        (json!(""), json!(null), None),
        (json!([]), json!(null), None),
        (json!([1]), json!(null), Some((NULL, "/links"))),
        (json!({"self": ""}), json!({"self": null}), None),
        (json!({"self": []}), json!({"self": null}), None),
        (json!({"self": ""}), json!({"self": []}), Some((OTHER, "/links/self"))),
        (uri.clone(), json!({"self": {"uri": null}}), Some((NULL, "/links/self/uri"))),
        (uri.clone(), json!({"self": {"uri": ""}}), Some((EMPTY, "/links/self/uri"))),
        (uri.clone(), json!({"self": {"uri": "/b"}}), Some((OTHER, "/links/self/uri"))),
        (uri.clone(), json!({"self": {}, "next": null}), None),
        (uri, json!({"next": ""}), Some((EMPTY, "/links/next"))),
    ] {
        let record = customer(&json!({"links": stored}));
        let text = json!({"links": sent}).to_string();
        let update = Update::from_json(&text).unwrap();
        let decided = decide_update(&record, &update, &Facts::unknown(Policy::documented()));
        let found = decided.err().map(|rejection| {
            let all = rejection.violations().map(|one| (one.rule.id, one.pointer.clone()));
            all.collect::<Vec<_>>()
        });
        let expected = refused.map(|(rule, at)| vec![(rule, Pointer::new(at))]);
        assert_eq!(found, expected, "{stored} {sent}");
    }
}

#[test]
fn links_that_differ_are_a_difference() {
    let (one, two) = (
        json!({"links": {"self": {"uri": "/a", "n": 1.0}}}),
        json!({"links": {
        "self": {"uri": "/b", "n": 1}}}),
    );
    let changes = customer_core::adobe::diff(&customer(&one), &customer(&two));
    let places: Vec<_> = changes.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(places, ["/links/self/uri"]);
}

/// An empty list of contacts would take all of them away where it is not passed over.
#[test]
fn an_empty_list_of_contacts_loses_all_of_them() {
    let record = json!({"companyProfile": people(&[("Ada", "1"), ("Ben", "")])});
    let update = Update::from_json(r#"{"companyProfile": {"contacts": []}}"#).unwrap();
    let lost = |policy| preview_loss(&customer(&record), &update, &policy);
    let all = ["/companyProfile/contacts/0", "/companyProfile/contacts/1"];
    let refused = Policy { empty_contacts: EmptyContacts::Refuse, ..Policy::documented() };
    assert_eq!(lost(refused), all.map(Pointer::new));
    let kept = Policy { empty_contacts: EmptyContacts::Keep, ..refused };
    assert!(lost(kept).is_empty());
}

/// What an echo says is exactly what an update may change; what must always be sent is null where
/// the record has none.
#[test]
fn an_echo_repeats_what_an_update_may_change() {
    let echo = |document: &Value| -> Value {
        serde_json::from_str(&Update::echo(&customer(document)).to_json()).unwrap()
    };
    let whole = json!({
        "externalReferenceId": "342", "globalSalesEnabled": false,
        "companyProfile": {
            "companyName": "Acme", "preferredLanguage": "en-US", "marketSegment": "EDU",
            "address": {"country": "US", "region": "CA", "city": "San Jose",
                "addressLine1": "1 Way", "addressLine2": "Apt 1", "postalCode": "95110",
                "phoneNumber": "1"},
            "contacts": [{"firstName": "Ada", "lastName": "Doe", "email": "ada@example.com",
                "phoneNumber": "2"}],
        },
    });
    assert_eq!(echo(&whole), whole);
    let mut more = whole.clone();
    for name in ["customerId", "resellerId", "status", "creationDate"] {
        more[name] = json!("1000");
    }
    more["companyProfile"]["marketSubSegments"] = json!(["K_12"]);
    more["benefits"] = json!([{"type": "NEW"}]);
    assert_eq!(echo(&more), whole);
    assert_eq!(echo(&json!({})), json!({"companyProfile": null}));
    let bare = json!({"companyProfile": {"address": {}, "contacts": [{}]}});
    let expected = json!({"companyProfile": {
        "companyName": null, "preferredLanguage": null,
        "address": {"country": null, "region": null, "city": null, "addressLine1": null,
            "postalCode": null},
        "contacts": [{"firstName": null, "lastName": null, "email": null}],
    }});
    assert_eq!(echo(&bare), expected);
}

/// A benefit comes at the end of the list, which must be as long as it was.
#[test]
fn a_new_benefit_fits_no_list_of_another_length() {
    let with = |count: usize| customer(&json!({"benefits": vec![json!({"type": "NEW"}); count]}));
    let request = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
        {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]});
    let decision = updated(&with(1), &request);
    assert_eq!(decision.changes()[0].path.pointer().as_str(), "/benefits/1");
    assert_eq!(misfit(&with(0), &decision), "/benefits");
    assert_eq!(misfit(&with(2), &decision), "/benefits/1");
    assert_eq!(evolved(&with(1), &decision).document.benefits.unwrap().len(), 2);
}

/// Contacts between two that change may be other people meanwhile, and those that change may not.
#[test]
fn a_decision_about_phones_fits_whoever_stands_between_them() {
    let before = [("Ada", "1"), ("Bea", "1"), ("Cay", "1")];
    let record = with_people("1", &before);
    let sent = people(&[("Ada", "2"), ("Bea", "1"), ("Cay", "2")]);
    let decision = updated(&record, &json!({"companyProfile": sent}));
    let between = with_people("1", &[("Ada", "1"), ("Dot", "7"), ("Cay", "1")]);
    let contacts = evolved(&between, &decision).document.contacts().to_vec();
    let phones = contacts.iter().map(|one| one.phone_number.as_deref());
    assert!(phones.eq([Some("2"), Some("7"), Some("2")]));
    for (index, name) in [(0, "Ada"), (2, "Cay")] {
        let mut others = before;
        others[index].0 = if name == "Ada" { "Eve" } else { "Fay" };
        let place = format!("/companyProfile/contacts/{index}");
        assert_eq!(misfit(&with_people("1", &others), &decision), place);
    }
    // The same where a list also grows.
    let sent = people(&[("Ada", "2"), ("Bea", "1"), ("Cay", "1"), ("Dot", "")]);
    let decision = updated(&record, &json!({"companyProfile": sent}));
    let other = with_people("1", &[("Eve", "1"), ("Bea", "1"), ("Cay", "1")]);
    assert_eq!(misfit(&other, &decision), "/companyProfile/contacts/0");
    let other = with_people("1", &[("Ada", "1"), ("Bea", "1"), ("Fay", "1")]);
    assert_eq!(evolved(&other, &decision).document.contacts().len(), 4);
}

/// Whoever has a new address is found by name, whatever the order of the names.
#[test]
fn new_addresses_are_paired_with_the_names_that_are_dropped() {
    let names = ["Bea", "Ada", "Cay"];
    let list = |host: &str| {
        let one = |name: &&str| {
            let email = format!("{}@{host}", name.to_lowercase());
            json!({"firstName": name, "lastName": "Doe", "email": email})
        };
        json!({"companyProfile": {"contacts": names.iter().map(one).collect::<Vec<_>>()}})
    };
    let record = customer(&list("old.example"));
    let changes = updated(&record, &list("new.example")).changes();
    let places = changes.iter().map(|change| change.path.pointer().as_str().to_owned());
    let expected = (0..3).map(|index| format!("/companyProfile/contacts/{index}/email"));
    assert!(places.eq(expected), "{changes:?}");
}

/// Of a type that a request names twice the larger quantity is promised, and said once.
#[test]
fn a_term_says_the_larger_quantity_of_its_request() {
    let one = |offer: &str, quantity: u32| json!({"offerType": offer, "quantity": quantity});
    let (ten, thousand) = (one("LICENSE", 10), one("CONSUMABLES", 1000));
    let most = one("CONSUMABLES", 1500);
    let term = json!({"status": "COMMITTED", "startDate": "2026-01-01", "endDate": "2028-12-31",
        "minimumQuantities": [ten]});
    let request = json!({"status": "REQUESTED", "minimumQuantities": [ten, thousand, most]});
    let mut record = customer(&json!({"cotermDate": "2026-12-31", "benefits": [
        {"type": "THREE_YEAR_COMMIT", "commitment": term, "commitmentRequest": request}]}));
    record.internal.requested_on = Some(Date::parse("2026-03-01").unwrap());
    let facts = Facts { owned: Some(Owned { license: 20, consumables: 2000 }), ..facts() };
    let decision = decide(&record, &CommitmentInput::Accepted.into(), &facts).unwrap();
    let after: Value = serde_json::from_str(&evolved(&record, &decision).to_json()).unwrap();
    let promised = &after["benefits"][0]["commitment"]["minimumQuantities"];
    assert_eq!(*promised, json!([ten, most]));
}

/// A quantity below its minimum is reported at its own place, with its own offer type.
#[test]
fn a_quantity_is_reported_where_it_is_too_small() {
    let ask = |license: u32, consumables: u32| {
        let list = json!([{"offerType": "LICENSE", "quantity": license},
            {"offerType": "CONSUMABLES", "quantity": consumables}]);
        let update = json!({"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"minimumQuantities": list}}]});
        let update = update.to_string();
        let update = Update::from_json(&update).unwrap();
        let decided = decide_update(&Customer::default(), &update, &facts());
        let row = |one: &customer_core::Violation| {
            (one.pointer.as_str().rsplit('/').nth(1).unwrap().to_owned(), one.details.clone())
        };
        decided.err().iter().flat_map(|one| one.violations()).map(row).collect::<Vec<_>>()
    };
    let row = |index: &str, offer: &str| (index.to_owned(), vec![offer.to_owned()]);
    assert_eq!(ask(10, 1000), []);
    assert_eq!(ask(9, 1000), [row("0", "LICENSE")]);
    assert_eq!(ask(10, 999), [row("1", "CONSUMABLES")]);
    assert_eq!(ask(9, 999), [row("0", "LICENSE"), row("1", "CONSUMABLES")]);
}

/// Any member of it makes a group, which is never made again; an empty object is none.
#[test]
fn a_group_is_there_as_soon_as_it_has_a_member() {
    let update = json!({"linkedMembership": {"name": "B", "type": "STANDARD"}}).to_string();
    let update = Update::from_json(&update).unwrap();
    let decided = |group: &Value| {
        decide_update(&customer(&json!({"linkedMembership": group})), &update, &facts())
    };
    for (name, value) in [
        ("id", json!("1")),
        ("name", json!("A")),
        ("type", json!("CONSORTIUM")),
        ("linkedMembershipType", json!("OWNER")),
        ("creationDate", json!("2026-01-01")),
        ("country", json!("US")),
        ("benefitTypes", json!(["NEW"])),
    ] {
        let mut group = json!({});
        group[name] = value;
        let Err(rejection) = decided(&group) else { panic!("{name}") };
        let mut rules = rejection.violations().map(|one| one.rule.id);
        assert!(rules.all(|rule| rule == "adobe.linked-membership.fixed"), "{name}");
    }
    for none in [json!({}), Value::Null, json!({"unknown": 1})] {
        assert!(decided(&none).is_ok(), "{none}");
    }
}

/// What goes without being said to go, by the matching of contacts and by what is replaced.
#[test]
fn a_preview_names_what_an_update_would_lose() {
    let lost = |record: &Value, update: &Value| -> Vec<String> {
        let (record, update) = (customer(record), update.to_string());
        let update = Update::from_json(&update).unwrap();
        let lost = preview_loss(&record, &update, &Policy::documented());
        lost.iter().map(|place| place.to_string()).collect()
    };
    let mut record = json!({"externalReferenceId": "1",
        "companyProfile": people(&[("Ada", "1"), ("Bea", "2"), ("Cay", "")])});
    record["companyProfile"]["marketSegment"] = json!("GOV");
    record["companyProfile"]["marketSubSegments"] = json!(["STATE"]);
    let mut update = json!({"companyProfile": people(&[("Ada", ""), ("Cay", "3"), ("Dot", "")])});
    let list = "/companyProfile/contacts";
    assert_eq!(lost(&record, &update), [format!("{list}/0/phoneNumber"), format!("{list}/1")]);
    update["companyProfile"]["marketSegment"] = json!("COM");
    let sub_segments = "/companyProfile/marketSubSegments".to_owned();
    assert_eq!(lost(&record, &update)[0], sub_segments);
    // What is said to go, changes or comes is no loss.
    let mut cleared = people(&[("Ada", "1"), ("Bea", "2"), ("Cay", "3")]);
    cleared["contacts"][0]["phoneNumber"] = json!("");
    let update = json!({"externalReferenceId": "", "companyProfile": cleared});
    assert_eq!(lost(&record, &update), [""; 0]);
    assert_eq!(lost(&record, &json!({"externalReferenceId": "2"})), [""; 0]);
}

/// Links are any JSON: a log tells that there are some. A benefit that moved on is shown by its
/// shape.
#[test]
fn links_and_benefits_are_shown_by_their_shape() {
    let text = r#"{"links": {"self": {"uri": "/v3/customers/ada"}}}"#;
    let record = Customer::from_json(text).unwrap();
    assert!(format!("{record:?}").starts_with("Customer { document: Resource { links: … }"));
    assert_eq!(format!("{:?}", record.document.links), "Some(…)");
    let update = Update::from_json(text).unwrap();
    assert_eq!(format!("{update:?}"), "Update { links: … }");

    let record = customer(&json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
        {"status": "REQUESTED",
         "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}));
    let decision = decide(&record, &CommitmentInput::Declined.into(), &facts()).unwrap();
    let shown = format!("{decision:?}");
    let benefit = "benefit: Some((0, Benefit { kind: ThreeYearCommit, commitment_request: ";
    assert!(shown.contains(benefit), "{shown}");
}
