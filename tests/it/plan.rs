//! What a plan says, wish by wish: examples of every kind, and what only one place decides.

use customer_core::contract::apply;
use customer_core::plan::Wish;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm, neutral};
use serde_json::{Value, json};

pub(crate) fn ask(question: &Value) -> Value {
    serde_json::from_str(&apply(&question.to_string())).unwrap()
}

pub(crate) fn adobe_record() -> Value {
    json!({
        "externalReferenceId": "ref-1", "resellerId": "5", "globalSalesEnabled": false,
        "companyProfile": {
            "companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
            "marketSegment": "COM",
            "address": {"country": "US", "region": "CA", "city": "San Jose",
                "addressLine1": "1 Way", "postalCode": "95110"},
            "contacts": [
                {"firstName": "Ada", "lastName": "Sample", "email": "ada@example.com"},
                {"firstName": "Ben", "lastName": "Specimen", "email": "ben@example.com"},
            ],
        },
        "benefits": [], "status": "1000",
    })
}

pub(crate) fn ibm_record() -> Value {
    json!({"Customer": {
        "Id": 7, "CustomerState": "ACTIVE", "Version": 7,
        "Organization": {
            "OrgName": "Works", "Created": "2015",
            "AddressSet": [{"AddressLine1": "1 Street", "AddressType": "BILLING",
                "City": "Boston", "Country": "United States", "State": "Massachusetts",
                "PostalCode": "02110"}],
            "Contact": {"FamilyName": "S", "GivenName": "I", "EmailAddress": "i@example.com",
                "WorkPhone": "2", "WebSiteAddress": "w.example"},
        },
        "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Here"}],
    }})
}

pub(crate) fn commvault_record() -> Value {
    json!({"id": "7", "status": "active", "externalId": "X", "name": "Acme",
        "contacts": [{"type": "admin", "email": "j@acme.com", "firstName": "J", "lastName": "D"}]})
}

pub(crate) fn adobe_wish(wish: Value, more: Value) -> Value {
    let mut question = json!({
        "vendor": "adobe", "customer": adobe_record(), "wish": wish,
        "facts": {"today": "2026-03-01"},
    });
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    ask(&question)
}

pub(crate) fn ibm_wish(record: Value, wish: Value, more: Value) -> Value {
    let mut question = json!({
        "vendor": "ibm", "customer": record, "wish": wish,
        "facts": {"role": "VSR", "sameOrganization": true},
    });
    for (name, value) in more.as_object().unwrap() {
        question[name] = value.clone();
    }
    ask(&question)
}

/// Rule, place and way out of each obstacle.
pub(crate) fn obstacles(answer: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = answer["obstacles"].as_array().unwrap_or_else(|| panic!("{answer}"));
    list.iter().map(|o| (text(&o["rule"]), text(&o["pointer"]), text(&o["instead"]))).collect()
}

pub(crate) fn expected(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into())).collect()
}

#[test]
fn members_of_an_answer_stand_in_one_order() {
    let names =
        |answer: &Value| -> Vec<String> { answer.as_object().unwrap().keys().cloned().collect() };
    let answer = adobe_wish(json!({"customer": {"language": "de-DE"}}), json!({"id": 1}));
    let planned = [
        "id",
        "version",
        "verdict",
        "update",
        "customer",
        "internal",
        "changes",
        "effects",
        "response",
        "next",
        "losses",
        "unsupported",
    ];
    assert_eq!(names(&answer), planned);
    let wish = json!({"customer": {"language": "de-DE", "name": "Other"}});
    let answer = adobe_wish(wish, json!({}));
    let unreachable =
        ["version", "verdict", "response", "next", "obstacles", "nearest", "unsupported"];
    assert_eq!(names(&answer), unreachable);
    let nearest =
        ["update", "customer", "internal", "changes", "effects", "response", "next", "losses"];
    assert_eq!(names(&answer["nearest"]), nearest);
    assert_eq!(names(&answer["obstacles"][0]), ["rule", "pointer", "message", "instead"]);
}

#[test]
fn an_address_passes_on_in_two_steps() {
    let list = json!([{"firstName": "Ada", "lastName": "Sample", "email": "ben@example.com"}]);
    let wish =
        json!({"merge": {"companyProfile": {"preferredLanguage": "de-DE", "contacts": list}}});
    let answer = adobe_wish(wish.clone(), json!({}));
    assert_eq!(answer["next"], "fix");
    let steps = answer["obstacles"][0]["steps"].as_array().unwrap();
    let [first, then] = &steps[..] else { panic!("{answer}") };
    let question = |record: &Value, input: &Value| {
        ask(&json!({"vendor": "adobe", "customer": record, "input": input}))
    };
    let one = question(&adobe_record(), first);
    let two = question(&one["customer"], then);
    assert_eq!(two["customer"]["companyProfile"]["contacts"], list);
    assert_eq!(two["customer"]["companyProfile"]["preferredLanguage"], "de-DE");
    let again = json!({"vendor": "adobe", "customer": two["customer"], "wish": wish});
    assert_eq!(ask(&again)["verdict"], "nothing");
}

#[test]
fn a_contact_without_an_address_is_given_up_only_if_that_is_acknowledged() {
    let mut record = adobe_record();
    record["companyProfile"]["contacts"][1].as_object_mut().unwrap().remove("email");
    let more = json!({"customer": record, "resend": ["ADA@example.com"]});
    let answer = adobe_wish(json!({"merge": {}}), more.clone());
    let place = "/companyProfile/contacts/1";
    assert_eq!(obstacles(&answer), expected(&[("adobe.contact.complete", place, "acknowledge")]));
    let mut more = more;
    more["acknowledge"] = json!([place]);
    let answer = adobe_wish(json!({"merge": {}}), more);
    assert_eq!(answer["losses"], json!([place]));
    assert_eq!(answer["effects"][0]["email"], "ada@example.com");
}

#[test]
fn nobody_is_mailed_who_is_not_there() {
    let answer = adobe_wish(json!({"merge": {}}), json!({"resend": ["eve@example.com"]}));
    let row = ("adobe.plan.resend-known", "/resend/0", "other-value");
    assert_eq!(obstacles(&answer), expected(&[row]));
    assert_eq!(answer.get("nearest"), None);
}

#[test]
fn what_the_record_lacks_and_the_vendor_demands_stands_in_the_way() {
    let mut record = adobe_record();
    record["companyProfile"]["address"].as_object_mut().unwrap().remove("city");
    record["companyProfile"].as_object_mut().unwrap().remove("companyName");
    let more = json!({"customer": record, "policy": "observed"});
    let wish = json!({"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}});
    let rule = "adobe.member.required";
    assert_eq!(
        obstacles(&adobe_wish(wish, more)),
        expected(&[
            (rule, "/companyProfile/companyName", "support-ticket"),
            (rule, "/companyProfile/address/city", "other-value"),
        ])
    );
}

#[test]
fn obstacles_stand_in_the_order_of_violations() {
    let wish = json!({"merge": {
        "x": 1, "resellerId": "6", "externalReferenceId": "<", "linkedMembership": {"name": "G"},
        "companyProfile": {"companyName": "Other", "preferredLanguage": null},
    }});
    assert_eq!(
        obstacles(&adobe_wish(wish, json!({}))),
        expected(&[
            ("adobe.member.unknown", "/x", "not-at-this-vendor"),
            ("adobe.linked-membership.complete", "/linkedMembership/type", "other-value"),
            ("adobe.text.characters", "/externalReferenceId", "other-value"),
            ("adobe.null.over-value", "/companyProfile/preferredLanguage", "not-at-this-vendor"),
            ("adobe.member.read-only", "/resellerId", "other-endpoint"),
            ("adobe.company-name.fixed", "/companyProfile/companyName", "support-ticket"),
        ])
    );
}

#[test]
fn a_commitment_is_an_increase_of_what_there_is() {
    let mut record = adobe_record();
    record["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": {
        "startDate": "2024-11-15", "endDate": "2027-11-14", "status": "COMMITTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}],
    }}]);
    let more = json!({"customer": record});
    let answer = adobe_wish(json!({"customer": {"commitment": {"CONSUMABLES": 1000.0}}}), more);
    assert_eq!(
        answer["update"],
        json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {
            "minimumQuantities": [
                {"offerType": "LICENSE", "quantity": 10},
                {"offerType": "CONSUMABLES", "quantity": 1000},
            ],
        }}]})
    );
    let more = json!({"customer": record});
    let answer = adobe_wish(json!({"customer": {"commitment": {"LICENSE": null}}}), more);
    let row = ("adobe.null.over-value", "/benefits/0", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
}

#[test]
fn other_spellings_are_the_attribute_and_are_pointed_at_as_they_were_given() {
    let inside =
        |contact: Value| json!({"merge": {"Customer": {"Organization": {"Contact": contact}}}});
    let answer = ibm_wish(ibm_record(), inside(json!({"WebsiteAddress": "w.example"})), json!({}));
    assert_eq!(answer["verdict"], "nothing");
    let long = "x".repeat(256);
    let answer = ibm_wish(ibm_record(), inside(json!({"WebsiteAddress": long})), json!({}));
    let at = "/Customer/Organization/Contact/WebsiteAddress";
    assert_eq!(obstacles(&answer), expected(&[("ibm.length.maximum", at, "other-value")]));
    let both = json!({"WebsiteAddress": "a", "WebSiteAddress": "b"});
    let answer = ibm_wish(ibm_record(), inside(both), json!({}));
    assert_eq!(obstacles(&answer), expected(&[("ibm.spelling.agree", at, "other-value")]));
}

#[test]
fn an_update_and_an_operation_are_two_steps() {
    let wish =
        json!({"merge": {"Customer": {"CustomerState": "SUSPENDED", "CustomerNumber": "1"}}});
    let answer = ibm_wish(ibm_record(), wish, json!({}));
    let obstacle = &answer["obstacles"][0];
    assert_eq!(obstacle["instead"], "two-steps");
    assert_eq!(obstacle["steps"][1], json!({"operation": "suspendCustomer"}));
    assert_eq!(obstacle["steps"][0]["update"]["Customer"]["CustomerNumber"], "1");
    let wish = json!({"merge": {"Customer": {"CustomerState": "SUSPENDED"}}});
    let answer = ibm_wish(ibm_record(), wish, json!({}));
    assert_eq!(answer["obstacles"][0]["instead"], "other-endpoint");
    let wish = json!({"merge": {"Customer": {"CustomerState": "GONE"}}});
    let answer = ibm_wish(ibm_record(), wish, json!({}));
    assert_eq!(answer["obstacles"][0]["instead"], "not-at-this-vendor");
}

#[test]
fn a_caller_without_a_right_is_told_nothing_else() {
    let wish = json!({"merge": {"Customer": {"CustomerNumber": "1", "CustomerState": "X"}}});
    let more = json!({"facts": {"role": "User", "sameOrganization": false}});
    assert_eq!(
        obstacles(&ibm_wish(ibm_record(), wish.clone(), more)),
        expected(&[
            ("ibm.role.permitted", "/facts/role", "not-at-this-vendor"),
            ("ibm.organization.own", "/facts/sameOrganization", "not-at-this-vendor"),
        ])
    );
    let nothing = json!({"merge": {"Customer": {"CustomerState": "ACTIVE"}}});
    let more = json!({"facts": {"role": "User"}});
    assert_eq!(ibm_wish(ibm_record(), nothing, more)["verdict"], "nothing");
}

#[test]
fn another_token_says_that_the_wish_was_made_from_another_record() {
    let mut document = ibm_record();
    document["Customer"]["Version"] = json!(6);
    document["Customer"]["CustomerNumber"] = json!("1");
    let answer = ibm_wish(ibm_record(), json!({"document": document}), json!({}));
    let row = ("ibm.version.stale", "/Customer/Version", "other-value");
    assert_eq!(obstacles(&answer), expected(&[row]));
    assert_eq!(answer["nearest"]["update"]["Customer"]["CustomerNumber"], "1");
}

#[test]
fn a_second_element_is_given_up_only_if_that_is_acknowledged() {
    let mut record = ibm_record();
    let set = record["Customer"]["Organization"]["AddressSet"].as_array_mut().unwrap();
    set.push(set[0].clone());
    let wish = json!({"merge": {"Customer": {"CustomerNumber": "1"}}});
    let answer = ibm_wish(record.clone(), wish.clone(), json!({}));
    let place = "/Customer/Organization/AddressSet/1";
    assert_eq!(obstacles(&answer), expected(&[("ibm.set.single", place, "acknowledge")]));
    let more = json!({"acknowledge": ["/Customer/Organization"]});
    let answer = ibm_wish(record, wish, more);
    assert_eq!(answer["losses"], json!([place]));
}

#[test]
fn a_wrapped_account_is_wished_for_and_pointed_at_inside_its_wrapper() {
    let question = |wish: Value, more: Value| {
        let mut question = json!({
            "vendor": "commvault", "customer": {"data": commvault_record()}, "wish": wish,
        });
        for (name, value) in more.as_object().unwrap() {
            question[name] = value.clone();
        }
        ask(&question)
    };
    let answer = question(json!({"merge": {"data": {"name": null}}}), json!({}));
    let row = ("commvault.identity.has-value", "/data/name", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
    let answer = question(json!({"merge": {"name": null}}), json!({}));
    assert_eq!(answer["verdict"], "unreadable");
    assert_eq!(answer["violations"][0]["pointer"], "/wish/merge/name");
    let answer = question(json!({"document": commvault_record()}), json!({}));
    assert_eq!(answer["verdict"], "unreadable");
    let answer = question(json!({"merge": {"data": {"name": "B"}}}), json!({}));
    let row = ("commvault.identity.unique", "/facts/nameTaken", "facts");
    assert_eq!(obstacles(&answer), expected(&[row]));
    assert_eq!(answer["verdict"], "undecided");
}

#[test]
fn codes_are_translated_by_the_words_that_are_given() {
    let wish = json!({"customer": {"address": {"country": "DE", "region": "BE"}}});
    let words = json!({"words": {
        "country": {"DE": "Germany"}, "region": {"BE": "Bern", "DE-BE": "Berlin"},
    }});
    let answer = ibm_wish(ibm_record(), wish.clone(), words);
    let address = &answer["customer"]["Customer"]["Organization"]["AddressSet"][0];
    assert_eq!((&address["Country"], &address["State"]), (&json!("Germany"), &json!("Berlin")));
    let rule = "ibm.plan.word-unknown";
    let at = "/Customer/Organization/AddressSet/0";
    let answer = ibm_wish(ibm_record(), wish, json!({}));
    assert_eq!(
        obstacles(&answer),
        expected(&[
            (rule, &format!("{at}/Country"), "facts"),
            (rule, &format!("{at}/State"), "facts"),
        ])
    );
}

#[test]
fn a_record_seen_in_the_neutral_form_is_nothing_to_wish_for() {
    let record = adobe::Customer::from_json(&adobe_record().to_string()).unwrap();
    let policy = adobe::Policy::documented();
    let seen = neutral::view::<Adobe>(&record, &policy);
    assert_eq!(seen.contacts.as_ref().map(Vec::len), Some(2));
    let wish = Wish::customer(&neutral::sent(&seen));
    let plan = adobe::plan(&record, &wish, &adobe::Facts::unknown(policy)).unwrap();
    assert!(plan.is_nothing() && plan.unsupported.is_empty());

    let record = ibm::Customer::from_json(&ibm_record().to_string()).unwrap();
    let policy = ibm::Policy::documented();
    let seen = neutral::view::<Ibm>(&record, &policy);
    assert_eq!(seen.website.as_deref(), Some("w.example"));
    let wish = Wish::customer(&neutral::sent(&seen));
    assert!(ibm::plan(&record, &wish, &ibm::Facts::unknown(policy)).unwrap().is_nothing());

    let record = commvault::Account::from_json(&commvault_record().to_string()).unwrap();
    let policy = commvault::Policy::documented();
    let seen = neutral::view::<Commvault>(&record, &policy);
    let wish = Wish::customer(&neutral::sent(&seen));
    let facts = commvault::Facts::unknown(policy);
    assert!(commvault::plan(&record, &wish, &facts).unwrap().is_nothing());
}

#[test]
fn contacts_that_no_update_means_are_nobodys_to_wish_for() {
    let mut record = commvault_record();
    record["contacts"].as_array_mut().unwrap().push(json!({"type": "owner", "email": "o@x.com"}));
    let mut list = record["contacts"].clone();
    list[1]["email"] = json!("p@x.com");
    let wish = json!({"merge": {"contacts": list}});
    let answer = ask(&json!({"vendor": "commvault", "customer": record, "wish": wish}));
    let row = ("commvault.member.read-only", "/contacts/1/email", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
    // One fewer can't be said either.
    let wish = json!({"merge": {"contacts": [list[1]]}});
    let answer = ask(&json!({"vendor": "commvault", "customer": record, "wish": wish}));
    let row = ("commvault.contacts.exactly-one", "/contacts", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
}

#[test]
fn a_benefit_that_stands_as_it_is_stored_is_nothing_to_wish_for() {
    let term = json!({"type": "THREE_YEAR_COMMIT"});
    for benefits in [json!([{}]), json!([{"type": ""}]), json!([term, term])] {
        let mut customer = adobe_record();
        customer["benefits"] = benefits.clone();
        let mut question = json!({"vendor": "adobe", "customer": customer, "facts": {}});
        question["wish"] = json!({"document": customer});
        assert_eq!(ask(&question)["verdict"], "nothing", "{benefits}");
        // One that is not stored so is still refused.
        question["wish"]["document"]["benefits"] = json!([{"zNew": 1}, {"zNew": 1}]);
        assert_eq!(ask(&question)["verdict"], "unreachable", "{benefits}");
    }
}
