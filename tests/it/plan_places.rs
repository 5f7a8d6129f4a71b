//! What a wish says of single places: of those that nobody has, of those that the model does not
//! know, and of lists of which one value counts.
//!
//! Goal: no place is taken for wished that is not, and none that is stands aside. Method: the smallest
//! wish of each kind.

use customer_core::contract::DOCUMENT_SIZE_MAX;
use serde_json::{Value, json};

use crate::limits::{as_large, subject};
use crate::plan::{
    adobe_record, adobe_wish, ask, commvault_record, expected, ibm_record, ibm_wish, obstacles,
};

fn commvault_wish(customer: &Value, wish: Value, more: Value) -> Value {
    let mut question = json!({"vendor": "commvault", "customer": customer, "wish": wish});
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    ask(&question)
}

#[test]
fn a_benefit_that_is_gone_already_is_not_taken_away() {
    let with = |benefits: Value| {
        let mut record = adobe_record();
        record["benefits"] = benefits;
        record
    };
    let request = json!({"status": "REQUESTED", "startDate": "2026-01-01",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]});
    for gone in [
        json!({"type": "LARGE_GOVERNMENT_AGENCY"}),
        json!({"type": "THREE_YEAR_COMMIT", "commitmentRequest": request}),
    ] {
        let wish = json!({"rebase": {"base": with(json!([gone])), "mine": with(json!([]))}});
        assert_eq!(adobe_wish(wish, json!({}))["verdict"], "nothing", "{gone}");
    }
}

/// Of several benefits the one that is wished away is the one that is kept.
#[test]
fn a_benefit_among_others_is_wished_away_alone() {
    let term = json!({"startDate": "2025-06-01", "endDate": "2028-05-31", "status": "COMMITTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]});
    let years = json!({"type": "THREE_YEAR_COMMIT", "commitment": term});
    let mut record = adobe_record();
    record["benefits"] = json!([{"type": "LARGE_GOVERNMENT_AGENCY"}, years]);
    let mut mine = record.clone();
    mine["benefits"] = json!([years]);
    let wish = json!({"rebase": {"base": record, "mine": mine}});
    let answer = adobe_wish(wish, json!({"customer": record}));
    let row = ("adobe.benefits.kept", "/benefits/0", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]), "{answer}");
}

/// What nothing can say is pointed at where the wish has it, whatever is stored before it.
#[test]
fn what_can_not_be_said_is_pointed_at_in_the_wish() {
    let request = json!({"type": "THREE_YEAR_COMMIT", "commitmentRequest": {
        "status": "REQUESTED", "startDate": "2026-01-01",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}});
    let mut record = adobe_record();
    record["benefits"] = json!([{"type": "LARGE_GOVERNMENT_AGENCY"}, request]);
    let mut base = record.clone();
    base["benefits"] = json!([request]);
    let mut mine = base.clone();
    mine["benefits"][0]["commitmentRequest"]["status"] = json!("ACCEPTED");
    let wish = json!({"rebase": {"base": base, "mine": mine}});
    let found = obstacles(&adobe_wish(wish, json!({"customer": record})));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "/benefits/0/commitmentRequest/status");
}

#[test]
fn a_wrapped_account_is_wished_for_in_its_wrapper() {
    let customer = json!({"data": commvault_record()});
    let answer = commvault_wish(&customer, json!({"document": {}}), json!({}));
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["violations"][0]["pointer"], "/wish/document/data");
    assert_eq!(answer["violations"].as_array().unwrap().len(), 1, "{answer}");
}

/// What the model does not know of an element is wished for with it.
#[test]
fn an_unknown_member_of_an_element_is_brought_with_it() {
    let mut set = ibm_record()["Customer"]["Organization"]["AddressSet"].clone();
    set[0]["zNew"] = json!(1);
    let wish = json!({"merge": {"Customer": {"Organization": {"AddressSet": set}}}});
    let answer = ibm_wish(ibm_record(), wish.clone(), json!({}));
    assert_eq!(answer["verdict"], "planned", "{answer}");
    assert_eq!(answer["customer"]["Customer"]["Organization"]["AddressSet"], set);
    let again = ibm_wish(answer["customer"].clone(), wish, json!({}));
    assert_eq!(again["verdict"], "nothing", "{again}");
}

/// However many members an object has, one more is one more.
#[test]
fn a_member_more_of_a_large_object_is_wished_for() {
    let mut record = ibm_record();
    for number in 0..40 {
        record["Customer"]["Organization"][format!("z{number}")] = json!(number);
    }
    let wish = json!({"merge": {"Customer": {"Organization": {"zNew": 1}}}});
    let answer = ibm_wish(record.clone(), wish, json!({}));
    record["Customer"]["Organization"]["zNew"] = json!(1);
    assert_eq!(answer["verdict"], "planned", "{answer}");
    let organization = &answer["customer"]["Customer"]["Organization"];
    assert_eq!(*organization, record["Customer"]["Organization"]);
}

#[test]
fn null_is_nobody_among_the_contacts() {
    let wish = json!({"merge": {"companyProfile": {"contacts": [null]}}});
    let row = ("adobe.null.over-value", "/companyProfile/contacts/0", "not-at-this-vendor");
    assert_eq!(obstacles(&adobe_wish(wish, json!({}))), expected(&[row]));
}

/// A wished quantity is one that can be asked for.
#[test]
fn a_quantity_that_no_request_can_have_stands_in_the_way() {
    let mut record = adobe_record();
    let request = |quantities: Value| {
        json!([{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED", "minimumQuantities": quantities}}])
    };
    record["benefits"] = request(json!([{"offerType": "LICENSE", "quantity": 20}]));
    let list = "/benefits/0/commitmentRequest/minimumQuantities/0";
    for (quantity, rule, place) in [
        (json!({"offerType": "LICENSE", "quantity": 1.5}), "quantity-whole", "quantity"),
        (json!({"offerType": "LICENSE"}), "quantities-required", "quantity"),
        (json!({"quantity": 20}), "quantities-required", "offerType"),
    ] {
        let wish = json!({"merge": {"benefits": request(json!([quantity]))}});
        let answer = adobe_wish(wish, json!({"customer": record}));
        let (rule, place) = (format!("adobe.commitment.{rule}"), format!("{list}/{place}"));
        assert_eq!(obstacles(&answer), expected(&[(&rule, &place, "other-value")]), "{quantity}");
    }
}

/// A document does not speak of what it lacks; null in a merge patch does.
#[test]
fn an_unknown_member_is_taken_away_only_by_null() {
    let adobe = |wish: Value| {
        let mut record = adobe_record();
        record["zOld"] = json!(1);
        adobe_wish(wish, json!({"customer": record}))
    };
    let commvault = |wish: Value| {
        let mut record = commvault_record();
        record["zOld"] = json!(1);
        commvault_wish(&record, wish, json!({}))
    };
    let (mut one, mut two) = (adobe_record(), commvault_record());
    for document in [&mut one, &mut two] {
        document["zNull"] = Value::Null;
    }
    let (one, two) = (json!({"document": one}), json!({"document": two}));
    assert_eq!(adobe(one)["verdict"], "nothing");
    assert_eq!(commvault(two)["verdict"], "nothing");
    let wish = json!({"merge": {"zOld": null, "zNull": null}});
    let row = ("adobe.member.unknown", "/zOld", "not-at-this-vendor");
    assert_eq!(obstacles(&adobe(wish.clone())), expected(&[row]));
    let row = ("commvault.member.unknown", "/zOld", "not-at-this-vendor");
    assert_eq!(obstacles(&commvault(wish)), expected(&[row]));
}

/// What is lost whatever is sent is said beside what is refused.
#[test]
fn a_loss_is_said_beside_a_refusal() {
    let mut record = commvault_record();
    record["status"] = json!("updating");
    let wish = json!({"merge": {"website": "a.example", "name": ""}});
    let more = json!({"policy": "lenient", "facts": {"now": "2026-03-01T00:00:00"}});
    let answer = commvault_wish(&record, wish.clone(), more.clone());
    let rows = [
        ("commvault.updating.starts-from-old-values", "", "acknowledge"),
        ("commvault.identity.has-value", "/name", "not-at-this-vendor"),
    ];
    assert_eq!(obstacles(&answer), expected(&rows));
    let mut more = more;
    more["acknowledge"] = json!([""]);
    let answer = commvault_wish(&record, wish, more);
    assert_eq!(obstacles(&answer), expected(&rows[1..]));
}

/// A plan is made, and what it leads to could not be read again.
#[test]
fn a_wish_that_leads_to_a_record_beyond_a_limit_is_unreadable() {
    let (customer, _) = subject("commvault");
    let large = as_large("commvault", &customer, DOCUMENT_SIZE_MAX - 100);
    let wish = json!({"merge": {"website": "w".repeat(200)}});
    let answer = commvault_wish(&large, wish, json!({}));
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["violations"][0]["pointer"], "/wish");
}

/// Contacts that are compared as a whole differ in any value: a name, a phone, a line of an address.
#[test]
fn a_contact_that_lacks_a_value_is_another_contact() {
    let first = commvault_record()["contacts"][0].clone();
    let second = json!({"type": "tech", "email": "k@acme.com", "firstName": "K", "lastName": "E",
        "phone": "1", "address": {"city": "B"}});
    let with = |contacts: Value| {
        let mut record = commvault_record();
        record["contacts"] = contacts;
        record
    };
    let (base, mine) = (with(json!([first])), with(json!([first, second])));
    let wish = json!({"rebase": {"base": base, "mine": mine}});
    assert_eq!(commvault_wish(&mine, wish.clone(), json!({}))["verdict"], "nothing");
    for place in ["lastName", "phone", "address/city"] {
        let mut theirs = second.clone();
        match place.split_once('/') {
            None => theirs.as_object_mut().unwrap().remove(place),
            Some((outer, inner)) => theirs[outer].as_object_mut().unwrap().remove(inner),
        };
        let answer = commvault_wish(&with(json!([first, theirs])), wish.clone(), json!({}));
        let rules: Vec<String> = obstacles(&answer).into_iter().map(|one| one.0).collect();
        assert!(rules.contains(&"commvault.plan.conflict".into()), "{place}: {answer}");
    }
}

/// A name that the vendor keeps to itself is not brought, and the place of it is named.
#[test]
fn a_name_that_stays_without_a_word_is_not_brought() {
    let mut contacts = adobe_record()["companyProfile"]["contacts"].clone();
    contacts[1]["lastName"] = json!("Other");
    let wish = json!({"merge": {"companyProfile": {"contacts": contacts}}});
    let more = json!({"policy": {"other-name": "ignore"}});
    let row = ("adobe.contact.name-fixed", "/companyProfile/contacts/1/lastName", "support-ticket");
    assert_eq!(obstacles(&adobe_wish(wish, more)), expected(&[row]));
}

/// Sets that are compared as a whole differ in what the model does not know, too.
#[test]
fn an_element_with_another_unknown_member_is_another_element() {
    let with = |addresses: Value| {
        let mut record = ibm_record();
        record["Customer"]["Organization"]["AddressSet"] = addresses;
        record
    };
    let first = ibm_record()["Customer"]["Organization"]["AddressSet"][0].clone();
    let mut second = first.clone();
    second["zNew"] = json!(1);
    let (base, mine) = (with(json!([first])), with(json!([first, second])));
    let wish = json!({"rebase": {"base": base, "mine": mine}});
    let conflicts = |record: Value| {
        let answer = ibm_wish(record, wish.clone(), json!({"policy": {"sets": "some"}}));
        let rules = answer["obstacles"].as_array().into_iter().flatten();
        rules.filter(|one| one["rule"] == "ibm.plan.conflict").count()
    };
    assert_eq!(conflicts(mine), 0);
    assert_eq!(conflicts(with(json!([first, first]))), 1);
    second["zNew"] = json!(2);
    assert_eq!(conflicts(with(json!([first, second]))), 1);
}

/// Only a stored contact can be given up; a wished one is to be complete.
#[test]
fn a_new_contact_that_is_incomplete_is_not_to_be_acknowledged() {
    let mut contacts = adobe_record()["companyProfile"]["contacts"].clone();
    contacts.as_array_mut().unwrap().push(json!({"firstName": "Cay", "email": "c@example.com"}));
    let wish = json!({"merge": {"companyProfile": {"contacts": contacts}}});
    let place = "/companyProfile/contacts/2/lastName";
    let row = ("adobe.contact.complete", place, "other-value");
    let more = json!({"acknowledge": ["/companyProfile/contacts"]});
    assert_eq!(obstacles(&adobe_wish(wish, more)), expected(&[row]));
}

/// Where case does not count, a word is wished for in any, and stays as it is spelt.
#[test]
fn a_word_in_another_case_is_the_stored_one() {
    let with = |kind: &str, more: &[Value]| {
        let mut record = ibm_record();
        let organization = &mut record["Customer"]["Organization"];
        organization["AddressSet"][0]["AddressType"] = json!(kind);
        organization["AddressSet"].as_array_mut().unwrap().extend_from_slice(more);
        record["Customer"]["CustomerAccountSet"][0]["PaymentMethodType"] = json!("Invoice");
        record
    };
    let mut second = with("MAILING", &[])["Customer"]["Organization"]["AddressSet"][0].clone();
    second["City"] = json!("Salem");
    let observed = json!({"policy": "observed"});
    // One that is in no list, too: it was there.
    for kind in ["Billing", "Home"] {
        let stored = with(kind, &[]);
        for other in [kind.to_lowercase(), kind.to_uppercase()] {
            let wish = json!({"document": with(&other, &[])});
            assert_eq!(ibm_wish(stored.clone(), wish, observed.clone())["verdict"], "nothing");
            // Of a set that gets longer the first element is the stored one as well.
            let mut longer = with(&other, &[second.clone()]);
            longer["Customer"].as_object_mut().unwrap().remove("Version");
            let wish = json!({ "document": longer });
            let answer = ibm_wish(stored.clone(), wish.clone(), observed.clone());
            assert_eq!(answer["verdict"], "planned", "{answer}");
            let mut after = with(kind, &[second.clone()]);
            assert_eq!(answer["update"], after, "{other}");
            after["Customer"]["Version"] = json!(8);
            assert_eq!(answer["customer"], after, "{other}");
            let again = ibm_wish(answer["customer"].clone(), wish, observed.clone());
            assert_eq!(again["verdict"], "nothing", "{again}");
        }
    }
}

/// The same of an address: whoever stays in a list that changes is named as stored.
#[test]
fn an_address_in_another_case_is_the_stored_one() {
    let mut people = adobe_record()["companyProfile"]["contacts"].clone();
    people[0]["email"] = json!("ADA@Example.com");
    let new = json!({"firstName": "Cy", "lastName": "New", "email": "Cy@Example.com"});
    people.as_array_mut().unwrap().push(new.clone());
    let wish = json!({"merge": {"companyProfile": {"contacts": people}}});
    let answer = adobe_wish(wish, json!({}));
    assert_eq!(answer["verdict"], "planned", "{answer}");
    let sent = &answer["update"]["companyProfile"]["contacts"];
    assert_eq!(sent[0]["email"], "ada@example.com", "{answer}");
    assert_eq!(sent[2], new, "{answer}");
}
