//! What a plan says, wish by wish: examples of every kind, and what only one place decides.

use customer_core::contract::apply;
use customer_core::plan::Wish;
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor as _};
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
    let said = &then["update"]["companyProfile"];
    assert_eq!(said.get("preferredLanguage"), None, "the first step has brought it");
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

/// They are the same at every such place, so no more than twelve have them.
#[test]
fn two_steps_are_written_out_twelve_times_at_most() {
    const COUNT: usize = 8;
    let people = |first: usize, count: usize| -> Vec<Value> {
        let each = |n: usize| {
            json!({"firstName": format!("Jo{n}"), "lastName": format!("Doe{n}"),
                "email": format!("{}@a.com", n + first)})
        };
        (0..count).map(each).collect()
    };
    let mut record = adobe_record();
    record["companyProfile"]["contacts"] = json!(people(0, 2 * COUNT));
    let wish = json!({"merge": {"companyProfile": {"contacts": people(COUNT, COUNT)}}});
    let answer = adobe_wish(wish, json!({"customer": record}));
    // First and last name of each.
    let all = answer["obstacles"].as_array().unwrap();
    assert_eq!(all.len(), 2 * COUNT);
    for (number, one) in all.iter().enumerate() {
        assert_eq!(one["instead"], "two-steps");
        assert_eq!(one.get("steps"), all[0].get("steps").filter(|_| number < 12), "{number}");
    }
    assert_eq!(all[0]["steps"].as_array().unwrap().len(), 2);
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
    // To unregister is to be allowed as well.
    let gone = json!({"CustomerState": "DEREGISTER_PENDING", "CustomerNumber": "1"});
    let wish = json!({"merge": {"Customer": gone}});
    for (active, instead) in [(0, "two-steps"), (1, "other-endpoint")] {
        let facts = json!({"role": "VSR", "sameOrganization": true, "activeSubscriptions": active});
        let answer = ibm_wish(ibm_record(), wish.clone(), json!({"facts": facts}));
        assert_eq!(answer["obstacles"][0]["instead"], instead, "{answer}");
        if active == 0 {
            let then = json!({"operation": "unregisterCustomer"});
            assert_eq!(answer["obstacles"][0]["steps"][1], then);
        }
    }
    for wished in [json!({"CustomerState": "GONE"}), json!({"CustomerState": "GONE", "Tier": "a"})]
    {
        let wish = json!({"merge": {"Customer": wished}});
        let answer = ibm_wish(ibm_record(), wish, json!({}));
        assert_eq!(answer["obstacles"][0]["instead"], "not-at-this-vendor");
    }
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

/// A contact without any value is nobody, however it says so.
#[test]
fn a_first_contact_without_any_value_is_none() {
    let empty = [
        json!({}),
        json!({"phone": null}),
        json!({"email": null, "firstName": null}),
        json!({"address": {}}),
        json!({"address": null}),
        json!({"address": {"city": null, "zz": null}}),
        json!({"zz": null}),
        json!({"type": null}),
    ];
    let blank = [json!({"phone": ""}), json!({"address": {"city": ""}})];
    let mut record = commvault_record();
    record["contacts"] = json!([]);
    let verdict = |contact: &Value, policy: &str| {
        let contacts = json!({"contacts": [contact]});
        let mut whole = record.clone();
        whole["contacts"] = contacts["contacts"].clone();
        let ask = |wish: Value| {
            ask(&json!({"vendor": "commvault", "customer": record, "policy": policy,
                "wish": wish}))["verdict"]
                .clone()
        };
        let merge = ask(json!({"merge": contacts}));
        assert_eq!(ask(json!({"document": whole})), merge, "{contact}");
        assert_eq!(ask(json!({"rebase": {"base": record, "mine": whole}})), merge, "{contact}");
        merge
    };
    for policy in ["documented", "lenient"] {
        for contact in &empty {
            assert_eq!(verdict(contact, policy), "nothing", "{policy} {contact}");
        }
    }
    for contact in &blank {
        assert_eq!(verdict(contact, "lenient"), "nothing", "{contact}");
        assert_eq!(verdict(contact, "documented"), "unreachable", "{contact}");
    }
    for contact in [json!({"firstName": ""}), json!({"zz": 1}), json!({"address": {"zz": 1}})] {
        assert_eq!(verdict(&contact, "lenient"), "unreachable", "{contact}");
    }
}

/// Somebody new is said with all that has a value; an `admin` goes without saying.
#[test]
fn a_first_contact_is_wished_for_with_its_address() {
    let mut record = commvault_record();
    record["contacts"] = json!([]);
    let wish = |contacts: Value, policy: &str| {
        let wish = json!({"merge": {"contacts": contacts}});
        let facts = json!({"now": "2026-03-01T00:00:00"});
        ask(&json!({"vendor": "commvault", "customer": record, "wish": wish, "facts": facts,
            "policy": policy}))
    };
    let mut contact = json!({"type": "admin", "email": "j@acme.com", "firstName": "J",
        "lastName": "D", "address": {"city": "B", "state": ""}});
    let mut said = contact.clone();
    said.as_object_mut().unwrap().remove("type");
    let answer = wish(json!([contact]), "documented");
    assert_eq!(answer["update"]["contacts"], json!([said]), "{answer}");
    contact["x"] = json!(1);
    contact["address"]["y"] = json!(1);
    let rule = "commvault.member.unknown";
    assert_eq!(
        obstacles(&wish(json!([contact]), "documented")),
        expected(&[
            (rule, "/contacts/0/address/y", "not-at-this-vendor"),
            (rule, "/contacts/0/x", "not-at-this-vendor"),
        ])
    );
}

/// The obstacles in a sentence each, and of a wish its kind and nothing of its document.
#[test]
fn what_is_in_the_way_is_said_and_a_wish_shows_no_document() {
    let record = adobe::Customer::from_json(&adobe_record().to_string()).unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let text = json!({"merge": {"x": 1, "resellerId": "6"}}).to_string();
    let wish = Wish::<Adobe>::from_json(&text).unwrap();
    let unreachable = adobe::plan(&record, &wish, &facts).unwrap_err();
    let [one, two] = &unreachable.obstacles[..] else { panic!("{unreachable}") };
    assert_eq!(
        unreachable.to_string(),
        format!(
            "adobe.member.unknown at `/x`: {one}; adobe.member.read-only at `/resellerId`: {two}"
        )
    );
    // A copy wishes for the same.
    assert_eq!(adobe::plan(&record, &wish.clone(), &facts).unwrap_err(), unreachable);
    let document = adobe_record();
    for (kind, value) in [
        ("document", document.clone()),
        ("merge", document.clone()),
        ("customer", json!({"name": "Example Tools Ltd"})),
        ("rebase", json!({"base": document, "mine": document})),
        ("undo", json!({"before": document})),
    ] {
        let wish = Wish::<Adobe>::from_json(&json!({kind: value}).to_string()).unwrap();
        assert_eq!(format!("{wish:?}"), format!("Wish {{ kind: {kind:?}, .. }}"));
    }
}

/// Null wishes something gone, also inside what nobody can change; what is left out stays.
#[test]
fn what_nobody_can_change_is_not_wished_gone() {
    let mut record = adobe_record();
    record["links"] = json!({"self": {"uri": "/a"}, "next": {"uri": "/b"}});
    let wish =
        |links: Value| adobe_wish(json!({"merge": {"links": links}}), json!({"customer": record}));
    let rule = "adobe.member.read-only";
    let row = |place| expected(&[(rule, place, "other-endpoint")]);
    for (links, place) in [(Value::Null, "/links"), (json!({"next": null}), "/links/next")] {
        let answer = wish(links);
        let mut found = obstacles(&answer);
        found[0].2 = "other-endpoint".into();
        assert_eq!(found, row(place), "{answer}");
    }
    assert_eq!(wish(json!({"self": {"uri": "/a"}}))["verdict"], "nothing");
    let mut document = record.clone();
    document.as_object_mut().unwrap().remove("links");
    let answer = adobe_wish(json!({"document": document}), json!({"customer": record}));
    assert_eq!(answer["verdict"], "nothing");
}

/// What the neutral form has and a vendor has not is reported, and what both have is seen.
#[test]
fn an_address_of_a_contact_and_a_commitment_are_seen_where_they_are() {
    let person = json!({"givenName": "Ada", "familyName": "Sample", "email": "ada@example.com",
        "address": {"city": "B"}});
    let answer = adobe_wish(json!({"customer": {"contacts": [person]}}), json!({}));
    let unsupported = answer["unsupported"].as_array().unwrap();
    assert!(unsupported.contains(&json!("/contacts/0/address")), "{answer}");

    let mut record = commvault_record();
    record["contacts"][0]["address"] = json!({"city": "B"});
    let record = commvault::Account::from_json(&record.to_string()).unwrap();
    let seen = neutral::view::<Commvault>(&record, &commvault::Policy::documented());
    let contact = &seen.contacts.unwrap()[0];
    assert_eq!(contact.address.as_ref().unwrap().city.as_deref(), Some("B"));

    let mut record = adobe_record();
    record["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": {
        "startDate": "2024-11-15", "endDate": "2027-11-14", "status": "COMMITTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}],
    }}]);
    let record = adobe::Customer::from_json(&record.to_string()).unwrap();
    let policy = adobe::Policy::documented();
    let seen = neutral::view::<Adobe>(&record, &policy);
    assert!(seen.commitment.is_some());
    let wish = Wish::customer(&neutral::sent(&seen));
    assert!(adobe::plan(&record, &wish, &adobe::Facts::unknown(policy)).unwrap().is_nothing());
}

/// Code that is generic over vendors plans as the vendor's module does.
#[test]
fn a_vendor_plans_as_its_module() {
    let record = adobe::Customer::from_json(&adobe_record().to_string()).unwrap();
    let facts = Adobe::unknown(adobe::Policy::documented());
    assert_eq!(facts, adobe::Facts::unknown(adobe::Policy::documented()));
    for patch in [json!({"x": 1}), json!({"externalReferenceId": "r2"})] {
        let wish = Wish::<Adobe>::from_json(&json!({"merge": patch}).to_string()).unwrap();
        assert_eq!(Adobe::plan(&record, &wish, &facts), adobe::plan(&record, &wish, &facts));
    }
    assert!(Wish::<Adobe>::from_json(r#"{"undo": {}}"#).is_err());
}

/// Slashes and tildes in a name are part of the name, in every direction.
#[test]
fn names_with_slashes_are_pointed_at_escaped() {
    let wish = json!({"merge": {"a/b": 1, "c~d": 1, "companyProfile": {"e~1f": 1}}});
    let rule = ("adobe.member.unknown", "not-at-this-vendor");
    let places = ["/companyProfile/e~01f", "/a~1b", "/c~0d"];
    let rows = places.map(|place| (rule.0, place, rule.1));
    assert_eq!(obstacles(&adobe_wish(wish, json!({}))), expected(&rows));
}

/// However many members a document has, each is found.
#[test]
fn a_member_among_many_is_changed_and_cleared() {
    let mut record = adobe_record();
    record["companyProfile"]["address"]["phoneNumber"] = json!("1");
    for number in 0..60 {
        record[format!("x{number}")] = json!(number);
        record["companyProfile"]["address"][format!("x{number}")] = json!(number);
    }
    let more = json!({"customer": record});
    let answer = adobe_wish(json!({"customer": {"phone": null, "language": "de-DE"}}), more);
    let profile = &answer["customer"]["companyProfile"];
    assert_eq!(profile["preferredLanguage"], "de-DE", "{answer}");
    let phone = profile["address"].get("phoneNumber").and_then(Value::as_str);
    assert_eq!(phone.unwrap_or_default(), "");
    assert_eq!(profile["address"]["x59"], 59);
}

/// A first address is made of what is wished for; what the neutral form can't say is missing in it.
#[test]
fn a_first_address_is_wished_for_in_the_neutral_form() {
    let mut record = ibm_record();
    let address = json!({"line1": "1 Street", "city": "Boston", "postalCode": "02110"});
    for none in [Value::Null, json!([])] {
        record["Customer"]["Organization"]["AddressSet"] = none;
        let wish = json!({"customer": {"address": address}});
        let found = obstacles(&ibm_wish(record.clone(), wish, json!({})));
        let set = "/Customer/Organization/AddressSet/0";
        let missing = |name: &str| {
            found.contains(&(
                "ibm.required.missing".into(),
                format!("{set}/{name}"),
                "other-value".into(),
            ))
        };
        assert!(missing("AddressType") && !missing("City"), "{found:?}");
        // One that is not there is cleared already.
        let answer = ibm_wish(record.clone(), json!({"customer": {"address": null}}), json!({}));
        assert_ne!(answer["verdict"], "planned", "{answer}");
    }
}

/// What is lost of all of a wrapped account is acknowledged by no name in it.
#[test]
fn a_loss_of_a_wrapped_account_is_acknowledged_as_a_whole() {
    let mut record = commvault_record();
    record["status"] = json!("updating");
    let wish = |acknowledge: Value| {
        ask(&json!({
            "vendor": "commvault", "policy": "lenient", "customer": {"data": record},
            "wish": {"merge": {"data": {"website": "a.example"}}}, "acknowledge": acknowledge,
            "facts": {"now": "2026-03-01T00:00:00"},
        }))
    };
    let ways = |answer: &Value| obstacles(answer).into_iter().map(|(_, _, way)| way).collect();
    let found: Vec<String> = ways(&wish(json!([])));
    assert_eq!(found, ["acknowledge"]);
    let found: Vec<String> = ways(&wish(json!(["/dat", "/database", "/data"])));
    assert_eq!(found, ["acknowledge"]);
    let answer = wish(json!([""]));
    assert_eq!(answer["verdict"], "planned", "{answer}");
}
