//! What was wrong once, each by itself in plain words.
//!
//! Goal: a fault that was found by trying to break the core stays mended. Method: the smallest
//! question that showed it. Those that only a program around the core can show are tested with it:
//! what a replay keeps of a record at the depth limit, and what formats keep (`stored`, and
//! `tests/plain-json`); depth and size of what is sent back are in `limits`.

use crate::common::{Lab, answer, stored_record};
use customer_core::vendors::{self, Vendor};
use customer_core::{adobe, commvault, ibm};
use serde_json::{Value, json};

#[track_caller]
fn ask(question: Value) -> Value {
    answer(&question.to_string())
}

#[track_caller]
fn verdict(answer: &Value, expected: &str) {
    assert_eq!(answer["verdict"], expected, "{answer}");
}

/// Rule ids and places of the violations.
fn violations(answer: &Value) -> Vec<(&str, &str)> {
    let all = answer["violations"].as_array().into_iter().flatten();
    all.map(|one| (one["rule"].as_str().unwrap(), one["pointer"].as_str().unwrap())).collect()
}

/// Rule ids of the violations.
fn rules(answer: &Value) -> Vec<&str> {
    violations(answer).into_iter().map(|(rule, _)| rule).collect()
}

fn account() -> Value {
    json!({"id": "7194", "status": "active", "updateTs": "2021-06-07T21:16:48",
        "externalId": "XSP1234", "name": "Acme ltd", "website": "www.acme.com",
        "contacts": [{"type": "admin", "firstName": "John", "lastName": "Doe",
            "email": "john.doe@acme.com"}]})
}

fn update_account(customer: Value, contact: Value, policy: &str) -> Value {
    let update = json!({"externalId": "XSP1234", "name": "Acme ltd", "contacts": [contact]});
    ask(json!({"vendor": "commvault", "policy": policy, "customer": customer,
        "input": {"update": update}}))
}

#[test]
fn the_contact_of_type_admin_is_meant_wherever_it_is() {
    let billing = json!({"type": "billing", "email": "b@example.com"});
    let mut customer = account();
    let admin = customer["contacts"][0].clone();
    customer["contacts"] = json!([billing, admin]);
    let sent = json!({"type": "admin", "firstName": "A", "lastName": "B", "email": "a@b.c"});
    let contacts = |answer: &Value| answer["internal"]["pending"]["contacts"].clone();
    let answer = update_account(customer.clone(), sent.clone(), "documented");
    assert_eq!(contacts(&answer), json!([billing, sent]));
    let answer = update_account(customer.clone(), json!({"phone": "1"}), "documented");
    assert_eq!(contacts(&answer)[0], billing);
    assert_eq!(contacts(&answer)[1]["phone"], "1");
    // With no such contact a new one comes, and the billing contact stays what it is.
    customer["contacts"] = json!([billing]);
    let answer = update_account(customer, sent.clone(), "documented");
    assert_eq!(contacts(&answer), json!([billing, sent]));
}

/// An Adobe customer with these terms, asked by an event of the commitment.
fn event(terms: Value, internal: Value, coterm: Option<&str>, event: &str, facts: Value) -> Value {
    let mut customer = stored_record("adobe", "fairmont");
    customer.as_object_mut().unwrap().shift_remove("cotermDate");
    if let Some(coterm) = coterm {
        customer["cotermDate"] = json!(coterm);
    }
    let mut benefit = terms;
    benefit["type"] = json!("THREE_YEAR_COMMIT");
    customer["benefits"] = json!([benefit]);
    ask(json!({"vendor": "adobe", "customer": customer, "internal": internal,
        "input": {"commitment": event}, "facts": facts}))
}

fn quantities() -> Value {
    json!([{"offerType": "LICENSE", "quantity": 10}])
}

fn requested() -> Value {
    json!({"status": "REQUESTED", "minimumQuantities": quantities()})
}

fn term(status: &str, start: &str, end: &str) -> Value {
    json!({"status": status, "startDate": start, "endDate": end, "minimumQuantities": quantities()})
}

#[test]
fn a_term_never_ends_before_it_begins() {
    let accepted = |coterm| {
        let (terms, facts) = (
            json!({"commitmentRequest": requested()}),
            json!({"today": "2026-01-02", "owned": {"LICENSE": 10}}),
        );
        let internal = json!({"requestedOn": "2026-01-01"});
        let answer = event(terms, internal, Some(coterm), "accepted", facts);
        verdict(&answer, "applied");
        let term = &answer["customer"]["benefits"][0]["commitment"];
        assert_eq!(
            (&term["status"], &term["startDate"]),
            (&json!("COMMITTED"), &json!("2026-01-02"))
        );
        term["endDate"].as_str().unwrap().to_owned()
    };
    // An anniversary that has passed counts as its next one: 2 May 2026, and 1 January 2027.
    assert_eq!(accepted("2020-05-02"), "2028-05-01");
    assert_eq!(accepted("2026-01-01"), "2028-12-31");
}

#[test]
fn an_increase_accepted_after_its_term_is_refused() {
    for request in ["commitmentRequest", "recommitmentRequest"] {
        let mut terms = json!({"commitment": term("COMMITTED", "2023-01-01", "2025-12-31")});
        terms[request] = requested();
        let internal = json!({"requestedOn": "2025-12-30"});
        let facts = json!({"today": "2026-01-02", "owned": {}});
        let answer = event(terms, internal, Some("2026-01-01"), "accepted", facts);
        verdict(&answer, "rejected");
        assert_eq!(answer["next"], "stop");
    }
}

#[test]
fn an_order_brings_no_ended_commitment_back() {
    for status in ["EXPIRED", "NONCOMPLIANT"] {
        let terms = json!({"commitment": term(status, "2023-01-01", "2025-12-31"),
            "commitmentRequest": term("ACCEPTED", "2023-01-01", "2025-12-31")});
        let internal = json!({"acceptedOn": "2025-12-25"});
        let facts = json!({"today": "2026-01-15", "owned": {"LICENSE": 10}});
        let answer = event(terms, internal, Some("2026-01-01"), "ordered", facts);
        verdict(&answer, "unchanged");
    }
}

#[test]
fn a_deactivated_account_stays_so_through_a_failure_and_a_retry() {
    let mut customer = account();
    customer["status"] = json!("deactivated");
    let mut question = json!({"vendor": "commvault", "policy": "lenient", "customer": customer});
    let update = json!({"update": {"website": "new.example"}});
    let inputs =
        [update.clone(), json!({"settled": "failed"}), update, json!({"settled": "succeeded"})];
    for input in inputs {
        question["input"] = input;
        let answer = ask(question.clone());
        verdict(&answer, "applied");
        question["customer"] = answer["customer"].clone();
        question["internal"] = answer["internal"].clone();
    }
    assert_eq!(question["customer"]["status"], "deactivated");
    assert_eq!(question["customer"]["website"], "new.example");
}

#[test]
fn a_settlement_takes_no_account_of_another_id() {
    let mut customer = account();
    customer["status"] = json!("updating");
    let mut pending = account();
    pending["id"] = json!("other");
    let answer = ask(json!({"vendor": "commvault", "customer": customer,
        "internal": {"pending": pending}, "input": {"settled": "succeeded"}}));
    verdict(&answer, "unreadable");
    assert_eq!(violations(&answer), [("contract.form", "/internal/pending/id")]);
}

fn update_adobe(customer: &Value, update: Value, facts: Value) -> Value {
    ask(json!({"vendor": "adobe", "customer": customer, "input": {"update": update},
        "facts": facts}))
}

fn benefits(request: Value) -> Value {
    json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": request}]})
}

#[test]
fn of_an_offer_that_is_stored_twice_the_larger_quantity_binds() {
    let mut customer = stored_record("adobe", "fairmont");
    let mut running = term("COMMITTED", "2026-01-01", "2028-12-31");
    running["minimumQuantities"] = json!([{"offerType": "LICENSE", "quantity": 10},
        {"offerType": "LICENSE", "quantity": 50, "note": "kept"}]);
    customer["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": running}]);
    let ask = |quantity: u32| {
        let request =
            json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": quantity}]});
        update_adobe(&customer, benefits(request), json!({"today": "2026-03-01"}))
    };
    let answer = ask(20);
    verdict(&answer, "rejected");
    assert_eq!(rules(&answer), ["adobe.commitment.committed-quantity"]);
    let answer = ask(50);
    verdict(&answer, "applied");
    let kept = &answer["customer"]["benefits"][0]["commitment"]["minimumQuantities"];
    assert_eq!(*kept, running["minimumQuantities"]);
}

#[test]
fn where_no_quantity_was_sent_no_offer_is_named() {
    let customer = stored_record("adobe", "fairmont");
    let request = benefits(json!({"minimumQuantities": []}));
    let answer = update_adobe(&customer, request, json!({"today": "2026-03-01"}));
    verdict(&answer, "rejected");
    assert_eq!(answer["response"]["body"]["code"], "1135");
    assert_eq!(answer["response"]["body"]["additionalDetails"], json!([]));
}

#[test]
fn a_stored_date_that_is_no_day_stays_until_a_rule_sets_it() {
    let mut customer = stored_record("adobe", "fairmont");
    customer["cotermDate"] = json!("2026-02-30");
    let answer = update_adobe(&customer, json!({"externalReferenceId": "9"}), json!({}));
    assert_eq!(answer["customer"]["cotermDate"], "2026-02-30");
    let facts = json!({"today": "2026-01-02", "owned": {"LICENSE": 10}});
    let (terms, internal) =
        (json!({"commitmentRequest": requested()}), json!({"requestedOn": "2026-01-01"}));
    let answer = event(terms, internal, Some("2026-02-30"), "accepted", facts);
    assert_eq!(answer["customer"]["cotermDate"], "2027-01-02");
    let change = answer["changes"].as_array().unwrap().iter();
    let change = change.clone().find(|one| one["pointer"] == "/cotermDate").unwrap();
    assert_eq!((&change["before"], &change["cause"]), (&json!("2026-02-30"), &json!("derived")));
}

#[test]
fn a_quantity_is_echoed_by_its_value() {
    let mut customer = stored_record("adobe", "fairmont");
    let running = term("COMMITTED", "2026-01-01", "2028-12-31");
    customer["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": running}]);
    let text = json!({"vendor": "adobe", "customer": customer,
        "input": {"update": {"benefits": customer["benefits"]}}})
    .to_string();
    let at = text.rfind(r#""quantity":10"#).unwrap();
    let text = format!("{}{}", &text[..at], text[at..].replacen("10", "10.0", 1));
    verdict(&answer(&text), "unchanged");
}

#[test]
fn an_element_of_a_set_keeps_what_its_place_had() {
    // A reading, not an accident: elements match by index, so this is what the place had.
    let mut customer = stored_record("ibm", "full");
    let set = customer.pointer_mut("/Customer/Organization/AddressSet").unwrap();
    let (mut first, mut second) = (set[0].clone(), set[0].clone());
    first["StateCode"] = json!("MA");
    second["City"] = json!("Salem");
    *set = json!([first, second]);
    let mut update = customer.clone();
    let set = update.pointer_mut("/Customer/Organization/AddressSet").unwrap();
    set.as_array_mut().unwrap().remove(0);
    let answer = ask(json!({"vendor": "ibm", "policy": "observed", "customer": customer,
        "input": {"update": update}, "facts": {"role": "VSR", "sameOrganization": true}}));
    let set = &answer["customer"]["Customer"]["Organization"]["AddressSet"];
    assert_eq!((&set[0]["City"], &set[0]["StateCode"]), (&json!("Salem"), &json!("MA")));
    assert_eq!(set.as_array().unwrap().len(), 1);
}

#[test]
fn a_day_beyond_the_calendar_is_refused_and_not_cut_off() {
    let facts = json!({"today": "9999-12-31", "owned": {"LICENSE": 10}});
    let (terms, internal) =
        (json!({"commitmentRequest": requested()}), json!({"requestedOn": "9999-12-30"}));
    let answer = event(terms, internal, None, "accepted", facts);
    verdict(&answer, "rejected");
    assert_eq!(rules(&answer), ["commitment.day.beyond"]);
    let terms = json!({"commitment": term("COMMITTED", "9997-01-01", "9999-12-31"),
        "recommitmentRequest": requested()});
    let facts = json!({"today": "9999-12-30", "owned": {"LICENSE": 10}});
    let answer =
        event(terms, json!({"requestedOn": "9999-12-29"}), Some("9999-12-31"), "accepted", facts);
    verdict(&answer, "rejected");
    assert_eq!(rules(&answer), ["commitment.day.beyond"]);
}

#[test]
fn an_echo_of_stored_empty_texts_changes_nothing_at_ibm() {
    let mut customer = stored_record("ibm", "full");
    let organization = customer.pointer_mut("/Customer/Organization").unwrap();
    organization["AddressSet"][0]["AddressLine2"] = json!("");
    organization["Contact"]["Photo"] = json!("");
    organization["Contact"]["LanguagePreference"] = json!("");
    for policy in ibm::Policy::NAMES {
        let question = |update: &Value| {
            json!({"vendor": "ibm", "policy": policy, "customer": customer,
                "input": {"update": update}, "facts": {"role": "VSR", "sameOrganization": true}})
        };
        let answer = ask(question(&customer));
        verdict(&answer, "unchanged");
        assert_eq!(answer["customer"], customer, "{policy}");
        // Two phones changed are two changes and the lock token.
        let mut update = customer.clone();
        let contact = update.pointer_mut("/Customer/Organization/Contact").unwrap();
        contact["WorkPhone"] = json!("+1 555 0191");
        contact["HomePhone"] = json!("+1 555 0192");
        assert_eq!(ask(question(&update))["changes"].as_array().unwrap().len(), 3, "{policy}");
    }
}

#[test]
fn a_market_segment_without_a_word_counts_as_commercial() {
    let mut customer = stored_record("adobe", "fairmont");
    customer["companyProfile"]["marketSegment"] = json!("");
    let facts = json!({"partnerGlobalSales": true});
    verdict(&update_adobe(&customer, json!({"globalSalesEnabled": true}), facts), "applied");
    let update = json!({"companyProfile": {"marketSegment": "COM"}});
    let facts = json!({"activeSubscriptions": 2, "resellerMarketSegments": ["COM"]});
    verdict(&update_adobe(&customer, update, facts), "applied");
}

#[test]
fn null_over_a_stored_empty_text_is_an_echo() {
    let places = [
        "/externalReferenceId",
        "/cotermDate",
        "/companyProfile/address/addressLine2",
        "/companyProfile/address/phoneNumber",
        "/companyProfile/contacts/0/phoneNumber",
    ];
    for place in places {
        let mut customer = stored_record("adobe", "fairmont");
        let (parent, name) = place.rsplit_once('/').unwrap();
        customer.pointer_mut(parent).unwrap()[name] = json!("");
        let mut update = match parent {
            "" => json!({}),
            "/companyProfile/address" => json!({"companyProfile": {"address": {}}}),
            _ => json!({"companyProfile": {"contacts": customer["companyProfile"]["contacts"]}}),
        };
        update.pointer_mut(parent).unwrap()[name] = Value::Null;
        let answer = update_adobe(&customer, update, json!({}));
        verdict(&answer, "unchanged");
        assert_eq!(answer["customer"], customer, "{place}");
    }
}

#[test]
fn an_empty_list_over_a_missing_one_is_an_echo() {
    let mut customer = stored_record("adobe", "fairmont");
    for list in ["discounts", "tags", "benefits"] {
        customer.as_object_mut().unwrap().shift_remove(list);
    }
    for list in ["discounts", "tags", "benefits"] {
        let answer = update_adobe(&customer, json!({list: []}), json!({}));
        verdict(&answer, "unchanged");
        assert_eq!(answer["customer"], customer, "{list}");
    }
}

/// What one vendor's decision does to a record, once and again.
fn evolved<V: Vendor>(record: &V::Record, decision: &V::Decision) -> Option<V::Record> {
    let mut after = record.clone();
    let done = V::evolve(&mut after, decision);
    assert!(done.is_ok() || after == *record, "a misfit changes something");
    done.ok().map(|()| after)
}

fn people(names: &[&str]) -> Value {
    let each = names.iter().map(|name| {
        json!({"firstName": name, "lastName": "Doe", "email": format!("{name}@example.com")})
    });
    json!({"companyProfile": {"contacts": each.collect::<Value>()}})
}

#[test]
fn a_decision_about_contacts_is_carried_out_once_and_on_its_own_record() {
    type V = vendors::Adobe;
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    for (stored, sent) in [(&["a", "b"][..], &["b"][..]), (&["a"], &["b", "a"])] {
        let record = V::record(&people(stored), None);
        let input = V::input(&json!({"update": people(sent)}));
        let decision = V::decide(&record, &input, &facts).unwrap();
        let once = evolved::<V>(&record, &decision).unwrap();
        let emails = |record: &adobe::Customer| -> Vec<_> {
            record.document.contacts().iter().map(|one| one.first_name.clone().unwrap()).collect()
        };
        assert_eq!(emails(&once), sent);
        assert_eq!(evolved::<V>(&once, &decision), None, "twice");
        let other = V::record(&people(&["c", "d"]), None);
        assert_eq!(evolved::<V>(&other, &decision), None, "another customer");
    }
}

#[test]
fn the_lock_token_never_runs_backwards() {
    type V = vendors::Ibm;
    let facts = V::facts(&V::generous(), "documented");
    let mut customer = stored_record("ibm", "full");
    let record = V::record(&customer, None);
    let input = V::input(&json!({"operation": "suspendCustomer"}));
    let decision = V::decide(&record, &input, &facts).unwrap();
    customer["Customer"]["Version"] = json!(9);
    assert_eq!(evolved::<V>(&V::record(&customer, None), &decision), None);
    let once = evolved::<V>(&record, &decision).unwrap();
    assert_eq!(evolved::<V>(&once, &decision), None);
}

#[test]
fn what_was_not_looked_up_is_never_said_in_the_name_of_a_vendor() {
    fn undecided<V: Lab>(customer: &Value, input: &Value) {
        let facts = V::facts(&json!({}), "documented");
        let rejection =
            V::decide(&V::record(customer, None), &V::input(input), &facts).err().unwrap();
        assert!(rejection.refusal().is_none() && !rejection.needs().is_empty());
        let answer = ask(json!({"vendor": V::NAME, "customer": customer, "input": input}));
        verdict(&answer, "undecided");
        assert_eq!((&answer["next"], &answer["response"]), (&json!("lookup"), &Value::Null));
    }
    let mut customer = stored_record("adobe", "fairmont");
    customer["companyProfile"]["marketSegment"] = json!("EDU");
    let input = json!({"update": {"companyProfile": {"marketSegment": "COM"}}});
    undecided::<vendors::Adobe>(&customer, &input);
    let input = json!({"operation": "suspendCustomer"});
    undecided::<vendors::Ibm>(&stored_record("ibm", "full"), &input);
    let update = json!({"externalId": "XSP1234", "name": "Other", "contacts": [{}]});
    undecided::<vendors::Commvault>(&account(), &json!({ "update": update }));
}

/// Bugs that were planted and that nothing noticed.
mod unnoticed_once {
    use super::*;

    fn contact(first: &str, last: &str, email: &str) -> Value {
        json!({"firstName": first, "lastName": last, "email": email})
    }

    #[test]
    fn a_namesake_by_first_name_alone_is_another_person() {
        let mut customer = stored_record("adobe", "fairmont");
        customer["companyProfile"]["contacts"] = json!([contact("Mickey", "Mouse", "mouse@a.com")]);
        let rat = contact("Mickey", "Rat", "rat@a.com");
        let update = json!({"companyProfile": {"contacts": [rat]}});
        let answer = update_adobe(&customer, update, json!({}));
        verdict(&answer, "applied");
        assert_eq!(answer["customer"]["companyProfile"]["contacts"], json!([rat]));
        let changes = answer["changes"].as_array().unwrap().iter();
        let kinds: Vec<_> = changes.map(|one| (&one["kind"], &one["pointer"])).collect();
        let place = json!("/companyProfile/contacts/0");
        assert_eq!(kinds, [(&json!("removed"), &place), (&json!("added"), &place)]);
    }

    #[test]
    fn a_code_for_the_address_needs_all_places_in_the_address() {
        let customer = stored_record("adobe", "fairmont");
        let address = json!({"companyProfile": {"address": {"city": ""}}});
        let answer = update_adobe(&customer, address.clone(), json!({}));
        assert_eq!(answer["response"]["body"]["code"], "1118");
        // The first of the three is in the address, and the others are not.
        let mut three = address;
        three["companyProfile"]["contacts"] = json!([contact("", "Doe", "jo@a.com")]);
        three["benefits"] = json!([{"type": "NONE"}]);
        let answer = update_adobe(&customer, three, json!({}));
        assert_eq!(answer["response"]["body"]["code"], "1117");
        let places: Vec<_> = violations(&answer).into_iter().map(|(_, place)| place).collect();
        let expected = [
            "/companyProfile/address/city",
            "/companyProfile/contacts/0/firstName",
            "/benefits/0/type",
        ];
        assert_eq!(places, expected);
        assert_eq!(answer["response"]["body"]["additionalDetails"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn a_reference_is_as_long_as_it_has_characters() {
        let customer = stored_record("adobe", "fairmont");
        for (count, expected) in [(30, "applied"), (35, "applied"), (36, "rejected")] {
            let update = json!({"externalReferenceId": "é".repeat(count)});
            verdict(&update_adobe(&customer, update, json!({})), expected);
        }
    }

    #[test]
    fn an_administrator_is_known_in_any_case_and_order() {
        let mut customer = stored_record("adobe", "fairmont");
        let (jo, al) = (contact("Jo", "Doe", "jo@a.com"), contact("Al", "Doe", "al@a.com"));
        customer["companyProfile"]["contacts"] = json!([jo, al]);
        let sent = json!([al, contact("Jo", "Doe", "JO@A.COM")]);
        let answer =
            update_adobe(&customer, json!({"companyProfile": {"contacts": sent}}), json!({}));
        verdict(&answer, "applied");
        let effects = answer["effects"].as_array().unwrap().iter();
        let names: Vec<_> = effects.map(|one| one["effect"].as_str().unwrap()).collect();
        assert_eq!(names, ["welcome-email", "welcome-email"]);
        assert_eq!(answer["internal"]["systemAdmins"], json!(["jo@a.com", "al@a.com"]));
    }

    #[test]
    fn an_empty_address_is_no_administrator() {
        let mut customer = stored_record("adobe", "fairmont");
        let contacts = json!([contact("Jo", "Doe", ""), contact("Al", "Doe", "al@a.com")]);
        customer["companyProfile"]["contacts"] = contacts;
        let answer = update_adobe(&customer, json!({"externalReferenceId": "7"}), json!({}));
        verdict(&answer, "applied");
        assert_eq!(answer["internal"]["systemAdmins"], json!(["al@a.com"]));
    }

    #[test]
    fn an_empty_text_of_a_contact_that_is_created_is_none_where_it_reads_as_null() {
        let mut customer = account();
        customer["contacts"] = json!([]);
        let sent = json!({"firstName": "A", "lastName": "B", "email": "a@b.c", "phone": "",
            "address": {"city": "", "state": "MA"}});
        let created = |policy: &str| -> Value {
            let answer = update_account(customer.clone(), sent.clone(), policy);
            verdict(&answer, "applied");
            answer["internal"]["pending"]["contacts"][0].clone()
        };
        let lenient = created("lenient");
        assert_eq!(lenient.get("phone"), None, "{lenient}");
        assert_eq!(lenient["address"], json!({"state": "MA"}));
        let documented = created("documented");
        assert_eq!(
            (&documented["phone"], &documented["address"]["city"]),
            (&json!(""), &json!(""))
        );
    }
}

#[test]
fn a_settlement_that_comes_twice_finds_nothing_that_runs() {
    type V = vendors::Commvault;
    let facts = commvault::Facts::unknown(commvault::Policy::documented());
    let record = V::record(&account(), None);
    let input = V::input(&json!({"update": {"externalId": "XSP1234", "name": "Acme ltd",
        "website": "new.example", "contacts": [{}]}}));
    let started = V::decide(&record, &input, &facts).unwrap();
    let running = evolved::<V>(&record, &started).unwrap();
    assert_eq!(evolved::<V>(&running, &started), None);
    let input = V::input(&json!({"settled": "succeeded"}));
    let ended = V::decide(&running, &input, &facts).unwrap();
    let after = evolved::<V>(&running, &ended).unwrap();
    assert_eq!(evolved::<V>(&after, &ended), None);
}
