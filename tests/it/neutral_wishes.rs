//! What a neutral customer says at each vendor: in its words, in its places, of its people.
//!
//! Goal: each member leads to its one place or is named as unsupported, and nothing is changed that
//! reads so already. Method: the smallest wish for each sentence, over a record that shows it.

use crate::plan::{
    adobe_record, adobe_wish, ask, commvault_record, expected, ibm_record, ibm_wish, obstacles,
};
use customer_core::contract::VENDORS;
use customer_core::plan::Wish;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm, neutral};
use serde_json::{Value, json};

fn at_ibm(customer: Value) -> Value {
    ibm_wish(ibm_record(), json!({"customer": customer}), json!({}))
}

fn at_commvault(customer: Value) -> Value {
    ask(&json!({
        "vendor": "commvault", "customer": commvault_record(), "wish": {"customer": customer},
    }))
}

#[test]
fn what_a_vendor_has_no_place_for_is_named_if_it_has_a_value() {
    for (answer, unsupported) in [
        (at_ibm(json!({"externalReference": null})), json!([])),
        (at_ibm(json!({"externalReference": "x"})), json!(["/externalReference"])),
        (at_ibm(json!({"commitment": null})), json!([])),
        (at_ibm(json!({"commitment": {}})), json!([])),
        (at_ibm(json!({"commitment": {"LICENSE": null}})), json!([])),
        (at_ibm(json!({"commitment": {"LICENSE": 20}})), json!(["/commitment"])),
        (at_ibm(json!({"contacts": [{"address": {"city": null}}]})), json!([])),
        (at_ibm(json!({"contacts": [{"address": {"city": ""}}]})), json!(["/contacts/0/address"])),
        (at_commvault(json!({"phone": null, "language": "de-DE"})), json!(["/language"])),
        (at_commvault(json!({"address": null})), json!([])),
        (at_commvault(json!({"address": {}})), json!([])),
        (at_commvault(json!({"address": {"city": null, "line1": null}})), json!([])),
        (at_commvault(json!({"commitment": {"LICENSE": null}})), json!([])),
        (at_commvault(json!({"address": {"city": "B"}})), json!(["/address"])),
    ] {
        assert_eq!(answer["verdict"], "nothing", "{answer}");
        assert_eq!(answer["unsupported"], unsupported);
    }
}

/// A language is the same in any case and with either sign between its parts.
#[test]
fn a_language_is_said_in_the_vendors_form() {
    let place = "/Customer/Organization/Contact/LanguagePreference";
    let wish = |language: Value, words: Value| {
        let mut record = ibm_record();
        *record.pointer_mut(place.rsplit_once('/').unwrap().0).unwrap() = json!({
            "FamilyName": "S", "GivenName": "I", "EmailAddress": "i@example.com",
            "WorkPhone": "2", "LanguagePreference": "en_US",
        });
        let wish = json!({"customer": {"language": language}});
        ibm_wish(record, wish, json!({"words": {"language": words}}))
    };
    for same in ["en_US", "en-US", "EN-us"] {
        assert_eq!(wish(json!(same), json!({}))["verdict"], "nothing", "{same}");
    }
    for (language, written) in [("de-DE", "de_DE"), ("fra-FR", "fra_FR"), ("en-GB", "en_GB")] {
        let answer = wish(json!(language), json!({}));
        assert_eq!(answer["customer"].pointer(place), Some(&json!(written)), "{answer}");
    }
    let answer = wish(json!("tlh"), json!({"tlh": "Klingon"}));
    assert_eq!(answer["customer"].pointer(place), Some(&json!("Klingon")), "{answer}");
    let answer = wish(Value::Null, json!({}));
    assert_eq!((&answer["verdict"], answer["customer"].pointer(place)), (&json!("planned"), None));
    let none = expected(&[("ibm.plan.word-unknown", place, "facts")]);
    for unknown in ["tlh", "e-US", "engl-US", "en-USA", "en-U", "e1-US", "en-U1", "-"] {
        let answer = wish(json!(unknown), json!({}));
        assert_eq!(answer["verdict"], "undecided", "{unknown}");
        assert_eq!(obstacles(&answer), none, "{unknown}");
    }
}

/// An empty text is no code where it is no value; elsewhere nobody knows a word for it.
#[test]
fn an_empty_text_that_is_no_value_needs_no_word() {
    let place = "/Customer/Organization/Contact/LanguagePreference";
    assert_eq!(at_ibm(json!({"language": ""}))["verdict"], "nothing");
    let mut record = ibm_record();
    record["Customer"]["Organization"]["Contact"]["LanguagePreference"] = json!("en_US");
    let answer = ibm_wish(record, json!({"customer": {"language": ""}}), json!({}));
    assert_eq!((&answer["verdict"], answer["customer"].pointer(place)), (&json!("planned"), None));
    let state = "/Customer/Organization/AddressSet/0/State";
    let answer = at_ibm(json!({"address": {"region": ""}}));
    assert_eq!(obstacles(&answer), expected(&[("ibm.plan.word-unknown", state, "facts")]));

    let mut account = commvault_record();
    account["contacts"][0]["address"] = json!({"city": "B", "country": "Ireland"});
    let wish = |policy: &str| {
        let address = json!({"country": "", "region": ""});
        ask(&json!({"vendor": "commvault", "customer": account, "policy": policy,
            "wish": {"customer": {"contacts": [{"address": address}]}}}))
    };
    let answer = wish("lenient");
    let contact = json!({"address": {"country": null}});
    assert_eq!(answer["update"], json!({"contacts": [contact]}), "{answer}");
    let at = ["state", "country"].map(|name| format!("/contacts/0/address/{name}"));
    let rows = at.each_ref().map(|at| ("commvault.plan.word-unknown", &**at, "facts"));
    assert_eq!(obstacles(&wish("documented")), expected(&rows));
}

/// A quantity is a number; which numbers are quantities is for a rule to judge.
#[test]
fn a_neutral_quantity_may_be_any_number() {
    let whole = (
        "adobe.commitment.quantity-whole",
        "/benefits/0/commitmentRequest/minimumQuantities/0/quantity",
        "other-value",
    );
    let wish = |quantity: Value| {
        adobe_wish(json!({"customer": {"commitment": {"LICENSE": quantity}}}), json!({}))
    };
    for number in ["10.5", "-1", "3e9", "1e22", "1e400", "-0.5"] {
        let answer = wish(serde_json::from_str(number).unwrap());
        assert_eq!(obstacles(&answer), expected(&[whole]), "{number}: {answer}");
    }
    let nowhere = at_ibm(json!({"commitment": {"LICENSE": 10.5}}));
    assert_eq!(nowhere["unsupported"], json!(["/commitment"]));
    for other in [json!("10"), json!(true), json!([10])] {
        assert_eq!(wish(other)["violations"][0]["pointer"], "/wish/customer/commitment/LICENSE");
    }
}

/// A wish names as many people as a record may have, and not one more.
#[test]
fn a_wished_customer_has_no_more_people_than_a_record_may_have() {
    let people = |count| at_ibm(json!({"contacts": vec![json!({}); count]}));
    assert_eq!(people(10_000)["verdict"], "nothing");
    let answer = people(10_001);
    assert_eq!(answer["violations"][0]["pointer"], "/wish/customer/contacts", "{answer}");
}

/// Case counts where a text is what it says, and not where it is a code.
#[test]
fn only_codes_are_the_same_in_any_case() {
    let answer = at_ibm(json!({"name": "WORKS"}));
    assert_eq!(answer["customer"]["Customer"]["Organization"]["OrgName"], "WORKS");
    let address = json!({"country": "UNITED states", "region": "massachusetts"});
    assert_eq!(at_ibm(json!({"address": address}))["verdict"], "nothing");
}

/// Where a vendor has one contact, it is the one with the stored address, else the first.
#[test]
fn of_several_people_the_known_one_is_meant() {
    for (people, unsupported, family, given) in [
        (
            json!([{"email": "n@x", "familyName": "N"}, {"email": "I@Example.com", "givenName": "Z"}]),
            "/contacts/0",
            "S",
            "Z",
        ),
        (
            json!([{"email": "n@example.com", "familyName": "N"}, {"email": "o@x", "givenName": "Z"}]),
            "/contacts/1",
            "N",
            "I",
        ),
        (json!([{"familyName": "N"}, {"givenName": "Z"}]), "/contacts/1", "N", "I"),
    ] {
        let answer = at_ibm(json!({"contacts": people}));
        assert_eq!(answer["verdict"], "planned", "{answer}");
        assert_eq!(answer["unsupported"], json!([unsupported]), "{people}");
        let contact = &answer["customer"]["Customer"]["Organization"]["Contact"];
        assert_eq!(
            (&contact["FamilyName"], &contact["GivenName"]),
            (&json!(family), &json!(given))
        );
    }
}

/// Known people stay where they are, with their address as it is spelt and what is not said of them.
#[test]
fn a_list_of_people_keeps_those_who_are_known() {
    let mut record = adobe_record();
    let ada = record["companyProfile"]["contacts"][0].clone();
    let ben = json!({"firstName": "Ben", "lastName": "Specimen", "email": "Ben@Example.com",
        "phoneNumber": "1"});
    record["companyProfile"]["contacts"] = json!([ada, ben]);
    let with = |phone: Value| {
        let mut ben = ben.clone();
        match phone {
            Value::Null => ben.as_object_mut().unwrap().remove("phoneNumber"),
            phone => ben.as_object_mut().unwrap().insert("phoneNumber".into(), phone),
        };
        ben
    };
    let cy = json!({"firstName": "Cy", "lastName": "New", "email": "cy@example.com"});
    for (wished, contacts) in [
        (json!([{"email": "BEN@example.com"}]), json!([ben])),
        (
            json!([{"email": "ben@example.com", "phone": "2"}, {"email": "ada@example.com"}]),
            json!([ada, with(json!("2"))]),
        ),
        (
            json!([{"email": "ben@example.com", "phone": null}, {"email": "ada@example.com"}]),
            json!([ada, with(Value::Null)]),
        ),
        (
            json!([
                {"email": "cy@example.com", "givenName": "Cy", "familyName": "New", "phone": null},
                {"email": "ben@example.com"},
            ]),
            json!([ben, cy]),
        ),
    ] {
        let wish = json!({"customer": {"contacts": wished}});
        let answer = adobe_wish(wish, json!({"customer": record}));
        assert_eq!(answer["verdict"], "planned", "{answer}");
        assert_eq!(answer["update"]["companyProfile"]["contacts"], contacts);
        assert_eq!(answer["customer"]["companyProfile"]["contacts"], contacts);
    }
}

#[test]
fn a_record_is_seen_with_what_it_has() {
    let record = adobe::Customer::from_json(&adobe_record().to_string()).unwrap();
    let seen = neutral::view::<Adobe>(&record, &adobe::Policy::documented());
    assert_eq!(seen.address.as_ref().unwrap().city.as_deref(), Some("San Jose"));
    assert_eq!(seen.contacts.as_ref().unwrap().len(), 2);
    assert_eq!(neutral::sent(&seen).name.value().map(|name| &**name), Some("Example Tools Ltd"));
    let record = ibm::Customer::from_json(r#"{"Customer": {"Version": 1}}"#).unwrap();
    let seen = neutral::view::<Ibm>(&record, &ibm::Policy::documented());
    assert_eq!(seen, neutral::Customer::default());
    let mut account = commvault_record();
    let policy = commvault::Policy::documented();
    let seen = |account: &Value| {
        let account = commvault::Account::from_json(&account.to_string()).unwrap();
        neutral::view::<Commvault>(&account, &policy).contacts.unwrap()[0].address.clone()
    };
    assert_eq!(seen(&account), None);
    account["contacts"][0]["address"] = json!({"city": "B"});
    assert_eq!(seen(&account).unwrap().city.as_deref(), Some("B"));
}

/// What a record is seen as is no wish at all, whoever its people are and wherever they are.
#[test]
fn a_record_is_wished_for_as_it_is_seen() {
    let one = |email: &str| json!({"firstName": "A", "lastName": "B", "email": email});
    let (named, none) = (json!({"firstName": "N", "lastName": "M"}), json!({}));
    let phone = json!({"firstName": "A", "lastName": "C", "email": "A@x.com", "phoneNumber": "1"});
    for list in [
        json!([one("a@x.com"), one("A@x.com"), one("c@x.com")]),
        json!([one("a@x.com"), phone, one("c@x.com"), one("a@X.com")]),
        json!([named, one("c@x.com")]),
        json!([one("c@x.com"), named, one("d@x.com"), {"lastName": "N"}, named, one("e@x.com")]),
        json!([none, one("c@x.com")]),
        json!([one(""), one("c@x.com"), one("")]),
    ] {
        let record = json!({"companyProfile": {"contacts": list}});
        let stored = adobe::Customer::from_json(&record.to_string()).unwrap();
        let seen = neutral::view::<Adobe>(&stored, &adobe::Policy::documented());
        let wish = Wish::customer(&neutral::sent(&seen));
        let facts = adobe::Facts::unknown(adobe::Policy::documented());
        let plan = adobe::plan(&stored, &wish, &facts);
        assert!(plan.as_ref().is_ok_and(|plan| plan.is_nothing()), "{list}: {plan:?}");
    }
}

/// Whom the list has twice, a wish may say twice; who is said more often is new.
#[test]
fn each_of_two_people_with_one_address_is_known_once() {
    let one = |last: &str| json!({"firstName": "A", "lastName": last, "email": "a@x.com"});
    let record = json!({"companyProfile": {"contacts": [one("B"), one("C")]}});
    let said = |last: Value| json!({"email": "A@x.com", "familyName": last});
    let answer = |list: Value| {
        let wish = json!({"customer": {"contacts": list}});
        adobe_wish(wish, json!({"customer": record}))
    };
    let again = answer(json!([said(json!("B")), {"email": "a@X.com"}]));
    assert_eq!(again["verdict"], "nothing", "{again}");
    let more = answer(json!([said(json!("B")), said(json!("C")), said(json!("D"))]));
    let places: Vec<String> = obstacles(&more).into_iter().map(|(_, place, _)| place).collect();
    assert!(places.iter().any(|place| place == "/companyProfile/contacts/2/email"), "{more}");
}

fn three_years(entry: &Value, commitment: Value) -> Value {
    let mut record = adobe_record();
    record["benefits"] = json!([entry]);
    record["benefits"][0]["type"] = json!("THREE_YEAR_COMMIT");
    adobe_wish(json!({"customer": {"commitment": commitment}}), json!({"customer": record}))
}

/// Whatever state a request is in, nobody wished it otherwise.
#[test]
fn null_over_a_quantity_is_one_obstacle() {
    let ten = json!([{"offerType": "LICENSE", "quantity": 10}]);
    let term = |status: &str| json!({"status": status, "minimumQuantities": ten});
    for entry in [
        json!({"commitmentRequest": term("ACCEPTED")}),
        json!({"commitmentRequest": term("REQUESTED")}),
        json!({"commitment": term("COMMITTED")}),
        json!({"commitment": term("COMMITTED"), "commitmentRequest": term("ACCEPTED")}),
        json!({"commitment": term("COMMITTED"), "recommitmentRequest": term("ACCEPTED")}),
        json!({"commitment": term("COMMITTED"), "commitmentRequest": term("EXPIRED")}),
    ] {
        for wish in
            [json!(null), json!({"LICENSE": null}), json!({"LICENSE": null, "CONSUMABLES": 2000})]
        {
            let answer = three_years(&entry, wish);
            let row = ("adobe.null.over-value", "/benefits/0", "not-at-this-vendor");
            assert_eq!(obstacles(&answer), expected(&[row]), "{entry}: {answer}");
        }
    }
}

/// A quantity that is not there takes none of the others away.
#[test]
fn a_commitment_is_seen_by_each_quantity_that_it_has() {
    let list = json!([{"offerType": "LICENSE"}, {"offerType": "CONSUMABLES", "quantity": 1000},
        {"quantity": 5}, {"offerType": "CONSUMABLES", "quantity": 2000}]);
    let request = json!({"commitmentRequest": {"status": "REQUESTED", "minimumQuantities": list}});
    let term = json!({"commitment": {"status": "COMMITTED", "minimumQuantities": list}});
    for entry in [request, term] {
        let answer = three_years(&entry, json!({"CONSUMABLES": 2000}));
        assert_eq!(answer["verdict"], "nothing", "{answer}");
        let answer = three_years(&entry, json!({"LICENSE": 10}));
        let asked = json!([{"offerType": "LICENSE", "quantity": 10},
            {"offerType": "CONSUMABLES", "quantity": 2000}]);
        let body = &answer["update"]["benefits"][0]["commitmentRequest"]["minimumQuantities"];
        assert_eq!(*body, asked, "{answer}");
    }
}

#[test]
fn the_table_names_each_vendors_places() {
    let place = |vendor: &str, member: &str| {
        let vendor = VENDORS.iter().find(|one| one.name == vendor).unwrap();
        vendor.neutral().into_iter().find(|one| one.member == member).unwrap().place
    };
    for (vendor, member, expected) in [
        ("adobe", "contacts/i/email", Some("companyProfile/contacts/i/email")),
        ("adobe", "address/city", Some("companyProfile/address/city")),
        ("adobe", "contacts/i/address/city", None),
        ("ibm", "contacts/i/familyName", Some("Customer/Organization/Contact/FamilyName")),
        ("ibm", "address/city", Some("Customer/Organization/AddressSet/0/City")),
        ("commvault", "contacts/i/email", Some("contacts/0/email")),
        ("commvault", "contacts/i/address/city", Some("contacts/0/address/city")),
        ("commvault", "language", None),
    ] {
        assert_eq!(place(vendor, member).as_deref(), expected, "{vendor} {member}");
    }
}
