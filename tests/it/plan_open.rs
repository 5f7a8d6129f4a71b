//! Where a wish is open, and where it only seems so: verdicts, ways out and errors of form.
//!
//! Goal: one wish has one answer, however it is said, and says all at once. Method: one example of
//! each sentence.

use crate::plan::{
    adobe_record, adobe_wish, ask, commvault_record, expected, ibm_record, ibm_wish, obstacles,
};
use serde_json::{Value, json};

/// The places of an unreadable question, each with what is wrong there.
#[track_caller]
fn unreadable(question: &Value) -> Vec<(String, String)> {
    let answer = ask(question);
    assert_eq!(answer["verdict"], "unreadable", "{answer}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = answer["violations"].as_array().unwrap().iter();
    list.map(|one| (text(&one["pointer"]), text(&one["message"]))).collect()
}

#[track_caller]
fn places(question: &Value) -> Vec<String> {
    unreadable(question).into_iter().map(|(place, _)| place).collect()
}

/// A wish is undecided only if some value of what is missing brings it.
#[test]
fn where_no_fact_can_help_a_wish_is_unreachable() {
    let mut record = ibm_record();
    record["Customer"]["zNew"] = json!(1);
    let wish = json!({"merge": {"Customer": {"zNew": null}}});
    let more = json!({"facts": {"sameOrganization": true}});
    let answer = ibm_wish(record, wish, more.clone());
    assert_eq!((&answer["verdict"], &answer["next"]), (&json!("unreachable"), &json!("stop")));
    let rows = [
        ("ibm.role.known", "/facts/role", "facts"),
        ("ibm.unknown.kept", "/Customer/zNew", "not-at-this-vendor"),
    ];
    assert_eq!(obstacles(&answer), expected(&rows));
    // The token can count no further, whoever asks.
    let mut record = ibm_record();
    record["Customer"]["Version"] = json!(i64::MAX);
    let wish = json!({"merge": {"Customer": {"Organization": {"OrgName": "Other"}}}});
    let answer = ibm_wish(record, wish.clone(), more.clone());
    let rows = [
        ("ibm.role.known", "/facts/role", "facts"),
        ("ibm.version.exhausted", "/Customer/Version", "not-at-this-vendor"),
    ];
    assert_eq!(obstacles(&answer), expected(&rows));
    // And where a fact can help, it stays undecided.
    assert_eq!(ibm_wish(ibm_record(), wish, more)["verdict"], "undecided");
}

#[test]
fn a_loss_is_to_be_acknowledged_whatever_fact_is_missing() {
    let mut record = adobe_record();
    record["companyProfile"]["marketSegment"] = json!("GOV");
    record["companyProfile"]["marketSubSegments"] = json!(["FEDERAL"]);
    let wish = json!({"merge": {"companyProfile": {"marketSegment": "COM"}}});
    let facts = json!({"resellerMarketSegments": ["COM"]});
    let answer = adobe_wish(wish.clone(), json!({"customer": record, "facts": facts}));
    assert_eq!((&answer["verdict"], &answer["next"]), (&json!("unreachable"), &json!("fix")));
    let lost = "/companyProfile/marketSubSegments";
    let fact = "/facts/activeSubscriptions";
    let rows = [
        ("adobe.market-segment.no-subscription", fact, "facts"),
        ("adobe.sub-segment.dropped", lost, "acknowledge"),
    ];
    assert_eq!(obstacles(&answer), expected(&rows));
    let more = json!({"customer": record, "facts": facts, "acknowledge": [lost]});
    assert_eq!(adobe_wish(wish, more)["verdict"], "undecided");
}

#[test]
fn what_is_accepted_without_effect_needs_no_fact_to_be_so() {
    let mut record = adobe_record();
    record["globalSalesEnabled"] = json!(true);
    record["companyProfile"]["marketSegment"] = json!("EDU");
    record["companyProfile"]["marketSubSegments"] = json!(["K_12"]);
    let wish = json!({"merge": {
        "globalSalesEnabled": false, "companyProfile": {"marketSubSegments": []},
    }});
    let answer = adobe_wish(wish, json!({"customer": record, "policy": "observed"}));
    assert_eq!(answer["verdict"], "unreachable");
    let kept = ("adobe.plan.kept", "/companyProfile/marketSubSegments", "not-at-this-vendor");
    assert!(obstacles(&answer).contains(&expected(&[kept])[0]), "{answer}");
}

#[test]
fn a_loss_at_an_account_that_is_updating_needs_no_fact() {
    let mut record = commvault_record();
    record["status"] = json!("updating");
    let question = json!({
        "vendor": "commvault", "policy": "lenient", "customer": record,
        "wish": {"merge": {"externalId": "Y"}},
    });
    let answer = ask(&question);
    assert_eq!(answer["verdict"], "unreachable", "{answer}");
    let ways: Vec<String> = obstacles(&answer).into_iter().map(|(_, _, way)| way).collect();
    assert_eq!(ways, ["acknowledge", "facts"]);
}

/// What is changed from one document to another leads where the other one does.
#[test]
fn a_rebase_has_the_way_out_of_its_document() {
    let person = |first: &str, last: &str, email: &str| json!({"firstName": first, "lastName": last, "email": email});
    let lists = [
        // Two under one address.
        (
            json!([
                person("Ada", "Sample", "ben@example.com"),
                person("Ben", "Specimen", "ben@example.com")
            ]),
            json!([]),
        ),
        // Somebody is to be mailed whom the list drops.
        (json!([person("Ada", "Sample", "ben@example.com")]), json!(["ada@example.com"])),
        // An address passes on.
        (json!([person("Ada", "Sample", "ben@example.com")]), json!([])),
    ];
    for (list, resend) in lists {
        let mut mine = adobe_record();
        mine["companyProfile"]["contacts"] = list;
        let ways = |wish: Value| obstacles(&adobe_wish(wish, json!({"resend": resend})));
        let document = ways(json!({"document": mine}));
        assert_eq!(ways(json!({"rebase": {"base": adobe_record(), "mine": mine}})), document);
        assert_eq!(ways(json!({"undo": {"before": mine}})), document);
    }
}

/// An unknown member that `mine` lacks was taken away, and that is said; a document does not speak
/// of what it lacks. Neither sends a body without it.
#[test]
fn an_unknown_member_that_mine_lacks_is_kept_and_reported() {
    let mut base = ibm_record();
    base["Customer"]["zNew"] = json!(1);
    let mine = ibm_record();
    let rebase = json!({"rebase": {"base": base, "mine": mine}});
    let answer = ibm_wish(base.clone(), rebase, json!({}));
    let row = ("ibm.unknown.kept", "/Customer/zNew", "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
    let answer = ibm_wish(base, json!({"document": mine}), json!({}));
    assert_eq!(answer["verdict"], "nothing");
}

/// An element of a shorter set is kept with what no page knows of it: so the shorter set can't be
/// had where that would stay on somebody else.
#[test]
fn an_unknown_member_stays_on_the_element_of_its_place() {
    let id = |value: &str, more: Value| {
        let mut one = json!({"Value": value, "CustomerIdType": "T"});
        if !more.is_null() {
            one["zNew"] = more;
        }
        one
    };
    let with = |set: Value| {
        let mut record = ibm_record();
        record["Customer"]["CustomerIdentifierSet"] = set;
        record
    };
    let plain = |value: &str| id(value, Value::Null);
    let set = "/Customer/CustomerIdentifierSet";
    let place = "/Customer/CustomerIdentifierSet/0/zNew";
    let kept = [("ibm.unknown.kept", place, "not-at-this-vendor")];
    // What is stored, what was before it, whether the way back is barred.
    let rows = [
        (json!([id("1", json!(1)), plain("2")]), json!([plain("2")]), true),
        (json!([id("1", json!(1)), id("2", json!(2))]), json!([plain("2")]), true),
        (json!([id("1", json!(1))]), json!([plain("1"), plain("2")]), true),
        // It goes with its element, stays where it is, or is said anew.
        (json!([plain("1"), id("2", json!(1))]), json!([plain("1")]), false),
        (json!([id("1", json!(1))]), json!([]), false),
        (json!([id("1", json!(1)), plain("2")]), json!([id("1", json!(1))]), false),
        (json!([plain("1"), id("2", json!(1))]), json!([id("2", json!(1))]), false),
    ];
    for (stored, before, is_barred) in rows {
        let (stored, before) = (with(stored), with(before));
        for wish in [
            json!({"undo": {"before": before}}),
            json!({"undo": {"before": before, "after": stored}}),
            json!({"rebase": {"base": stored, "mine": before}}),
        ] {
            let answer = ibm_wish(stored.clone(), wish.clone(), json!({}));
            if is_barred {
                assert_eq!(obstacles(&answer), expected(&kept), "{wish}");
                continue;
            }
            assert_eq!(answer["verdict"], "planned", "{wish}");
            let reads = answer["customer"].pointer(set).cloned().unwrap_or_else(|| json!([]));
            assert_eq!(Some(&reads), before.pointer(set), "{wish}");
            let again = ibm_wish(answer["customer"].clone(), wish.clone(), json!({}));
            assert_eq!(again["verdict"], "nothing", "{wish}");
        }
    }
    // A document does not speak of what it lacks.
    let stored = with(json!([id("1", json!(1)), plain("2")]));
    let wish = json!({"document": with(json!([plain("2")]))});
    let answer = ibm_wish(stored, wish, json!({}));
    assert_eq!(answer["customer"].pointer(set), Some(&json!([id("2", json!(1))])));
}

/// The same wish is held while its update runs, also one that was made from a failed update.
#[test]
fn a_document_of_a_failed_update_holds_while_the_next_one_runs() {
    let mut record = commvault_record();
    record["status"] = json!("update_failure");
    let mut wished = record.clone();
    wished["name"] = json!("Other");
    let mut question = json!({
        "vendor": "commvault", "customer": record, "wish": {"document": wished},
        "facts": {"nameTaken": false},
    });
    let answer = ask(&question);
    assert_eq!(answer["verdict"], "planned", "{answer}");
    question["customer"] = answer["customer"].clone();
    question["internal"] = answer["internal"].clone();
    assert_eq!(ask(&question)["verdict"], "nothing");
    // Any other status is still another one.
    question["wish"]["document"]["status"] = json!("deactivated");
    let rows = [
        ("commvault.status.updating", "/status", "wait"),
        ("commvault.member.read-only", "/status", "other-endpoint"),
    ];
    assert_eq!(obstacles(&ask(&question)), expected(&rows));
}

/// One code and one rule answer for two states of an account; what to do next tells them apart.
#[test]
fn one_rule_says_1125_of_both_states() {
    let body = json!({"code": "1125", "message": "m", "additionalDetails": []});
    let wish = json!({"merge": {"externalReferenceId": "new"}});
    for (status, next, instead) in [("1002", "wait", "wait"), ("1012", "stop", "support-ticket")] {
        let mut record = adobe_record();
        record["status"] = json!(status);
        let update = json!({"externalReferenceId": "new"});
        let refused =
            ask(&json!({"vendor": "adobe", "customer": record, "input": {"update": update}}));
        let read = ask(&json!({
            "vendor": "adobe", "customer": record, "answer": {"status": 400, "body": body},
        }));
        for answer in [&refused, &read] {
            let violation = &answer["violations"][0];
            assert_eq!(violation["rule"], "adobe.account.blocked");
            let message = violation["message"].as_str().unwrap();
            assert!(message.contains("1002") && message.contains("1012"), "{message}");
            assert_eq!(answer["next"], next);
        }
        let answer = adobe_wish(wish.clone(), json!({"customer": record}));
        assert_eq!(obstacles(&answer), expected(&[("adobe.account.blocked", "/status", instead)]));
        assert_eq!(answer["next"], next);
    }
}

/// Everything that is wrong with a question is said at once, also where the vendor is missing.
#[test]
fn a_wish_without_a_vendor_lists_all_errors_of_form() {
    let question = json!({
        "version": 2, "customer": [], "internal": 1, "facts": 1, "policy": 1, "id": true,
        "wish": {"rebase": {"base": 1, "theirs": {}}}, "resend": [1], "acknowledge": ["a", 1],
        "words": {}, "intent": 1, "more": 1,
    });
    let found = [
        "/version",
        "/vendor",
        "/customer",
        "/internal",
        "/facts",
        "/policy",
        "/wish/rebase/base",
        "/wish/rebase/mine",
        "/wish/rebase/theirs",
        "/resend/0",
        "/acknowledge/1",
        "/acknowledge/0",
        "/words",
        "/id",
        "/intent",
        "/more",
    ];
    let mut listed = places(&question);
    let mut found = found.map(String::from);
    listed.sort();
    found.sort();
    assert_eq!(listed, found);
    let of = |wish: Value| places(&json!({"customer": {}, "wish": wish}));
    assert_eq!(of(json!({"undo": {}})), ["/vendor", "/wish/undo/before"]);
    assert_eq!(of(json!({"document": 1})), ["/vendor", "/wish/document"]);
    assert_eq!(of(json!({"merge": null})), ["/vendor", "/wish/merge"]);
    assert_eq!(of(json!({"patch": {}})), ["/vendor", "/wish/patch"]);
    assert_eq!(of(json!({})), ["/vendor", "/wish"]);
    assert_eq!(of(json!({"customer": {"phone": 1}})), ["/vendor", "/wish/customer/phone"]);
    // A comparison without a wish has parts all the same.
    let question = json!({"compare": {"adobe": {"customer": 1, "more": 1}}});
    assert_eq!(places(&question), ["/wish", "/compare/adobe/customer", "/compare/adobe/more"]);
}

/// The two updates are bodies.
#[test]
fn an_input_is_no_body_to_compose() {
    for vendor in ["adobe", "ibm", "commvault", "sap"] {
        let wrapped = json!({"update": {"name": "x"}});
        let found = unreadable(&json!({"vendor": vendor, "compose": [wrapped, wrapped]}));
        let bodies: Vec<_> =
            found.iter().filter(|(place, _)| place.starts_with("/compose")).collect();
        let places: Vec<_> = bodies.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["/compose/0", "/compose/1"]);
        assert!(bodies.iter().all(|(_, says)| says.contains("the body of an update")), "{found:?}");
    }
}

/// What does not belong to a neutral customer is told what does.
#[test]
fn errors_of_the_neutral_customer_list_its_members() {
    let question = json!({
        "vendor": "ibm", "customer": ibm_record(), "words": {"town": {}},
        "wish": {"customer": {
            "adress": {}, "address": {"street": 1}, "commitment": {"TEAMS": 1},
            "contacts": [{"name": 1, "address": {"zip": 1}}],
        }},
    });
    let found = unreadable(&question);
    let rows = [
        ("/wish/customer/address/street", "line1, line2, city, region, country, postalCode"),
        ("/wish/customer/contacts/0/address/zip", "line1, line2"),
        ("/wish/customer/contacts/0/name", "givenName, familyName, email, phone, address"),
        ("/wish/customer/commitment/TEAMS", "LICENSE, CONSUMABLES"),
        ("/wish/customer/adress", "name, externalReference, website, language, phone, address"),
        ("/words/town", "country, region, language"),
    ];
    assert_eq!(found.len(), rows.len(), "{found:?}");
    for ((place, says), (wanted, known)) in found.iter().zip(rows) {
        assert_eq!(place, wanted);
        assert!(says.contains("known are ") && says.contains(known), "{place}: {says}");
    }
}

/// Left out it is off: the composed body leaves out what the second one does.
#[test]
fn composed_global_sales_are_as_the_second_body_says() {
    let profile = json!({
        "companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
        "address": {"country": "US", "region": "CA", "city": "San Jose",
            "addressLine1": "1 Way", "postalCode": "95110"},
    });
    let bodies = [
        json!({"globalSalesEnabled": true, "companyProfile": profile}),
        json!({"companyProfile": profile}),
    ];
    let composed = ask(&json!({"vendor": "adobe", "policy": "observed", "compose": bodies}));
    assert_eq!(composed["update"], bodies[1]);
    let after = |record: &Value, update: &Value| {
        ask(&json!({
            "vendor": "adobe", "policy": "observed", "customer": record,
            "input": {"update": update},
            "facts": {"partnerGlobalSales": true, "activeSubscriptionsInDeployments": 0},
        }))["customer"]
            .clone()
    };
    let mut record = adobe_record();
    for flag in [Some(true), Some(false), None] {
        record["globalSalesEnabled"] = json!(flag);
        let in_turn = after(&after(&record, &bodies[0]), &bodies[1]);
        let at_once = after(&record, &composed["update"]);
        assert_eq!(in_turn["globalSalesEnabled"], json!(false));
        // The one difference: no body says both "stay without" and "be off".
        assert_eq!(at_once["globalSalesEnabled"], json!(flag.map(|_| false)));
    }
}

/// A group without any value is none yet: who creates it owns it, and need not say so.
/// A document says nothing of a group by an empty one; an undo takes it away, which nobody can.
#[test]
fn a_group_that_was_empty_before_can_not_be_undone() {
    let mut record = adobe_record();
    record["linkedMembership"] = json!({"name": "Group", "type": "STANDARD"});
    let mut before = record.clone();
    for empty in [json!({}), json!({"name": null}), json!(null)] {
        before["linkedMembership"] = empty;
        let more = json!({"customer": record});
        let undone = adobe_wish(json!({"undo": {"before": before}}), more.clone());
        let rule = "adobe.linked-membership.fixed";
        let row = (rule, "/linkedMembership", "not-at-this-vendor");
        assert_eq!(obstacles(&undone), expected(&[row]), "{before}");
        let document = adobe_wish(json!({"document": before}), more);
        let is_null = before["linkedMembership"].is_null();
        assert_eq!(document["verdict"], if is_null { "unreachable" } else { "nothing" });
    }
}

/// IBM keeps the web site and the language beside the one contact: they are wishes of their own.
#[test]
fn a_wish_for_no_contact_leaves_what_is_kept_beside_it() {
    let customer = json!({"website": "n.example", "language": "de-DE", "contacts": []});
    let answer = ibm_wish(ibm_record(), json!({"customer": customer}), json!({}));
    let contact = |name: &str| format!("/Customer/Organization/Contact/{name}");
    let names = ["FamilyName", "GivenName", "EmailAddress", "WorkPhone"];
    let places = names.map(contact);
    let rows = places.each_ref().map(|at| ("ibm.required.missing", &**at, "not-at-this-vendor"));
    assert_eq!(obstacles(&answer), expected(&rows));
    let mut kept = ibm_record()["Customer"]["Organization"]["Contact"].clone();
    kept["WebSiteAddress"] = json!("n.example");
    kept["LanguagePreference"] = json!("de_DE");
    let nearest = &answer["nearest"]["customer"]["Customer"]["Organization"]["Contact"];
    assert_eq!(*nearest, kept);
    let alone = json!({"customer": {"contacts": null}});
    let alone = ibm_wish(ibm_record(), alone, json!({}));
    assert_eq!(obstacles(&alone), expected(&rows));
    assert!(alone.get("nearest").is_none(), "{alone}");
}

#[test]
fn a_group_without_values_is_created() {
    let mut record = adobe_record();
    let group = json!({"name": "Group", "type": "STANDARD", "linkedMembershipType": "OWNER"});
    let wish = json!({"merge": {"linkedMembership": group}});
    let mut empty = wish.clone();
    empty["merge"]["linkedMembership"]["benefitTypes"] = json!([]);
    for stored in [json!(null), json!({}), json!({"name": null})] {
        record["linkedMembership"] = stored;
        for wish in [&wish, &empty] {
            let answer = adobe_wish(wish.clone(), json!({"customer": record}));
            assert_eq!(answer["verdict"], "planned", "{answer}");
            let said = json!({"name": "Group", "type": "STANDARD"});
            assert_eq!(answer["update"]["linkedMembership"], said);
            let again = adobe_wish(wish.clone(), json!({"customer": answer["customer"]}));
            assert_eq!(again["verdict"], "nothing", "{again}");
        }
    }
}

/// RFC 7396: an object without members changes none.
#[test]
fn an_empty_patch_of_an_unknown_member_wishes_for_nothing() {
    let more = json!({});
    let mut ibm = ibm_record();
    ibm["Customer"]["N"] = json!({"a": 1});
    ibm["Customer"]["Organization"]["Contact"]["N"] = json!({"a": {"b": 1}});
    for patch in [
        json!({"N": {}}),
        json!({"Organization": {"Contact": {"N": {}}}}),
        json!({"Organization": {"Contact": {"N": {"a": {}}}}}),
    ] {
        let wish = json!({"merge": {"Customer": patch}});
        assert_eq!(ibm_wish(ibm.clone(), wish, more.clone())["verdict"], "nothing", "{patch}");
    }
    for (vendor, mut record) in [("adobe", adobe_record()), ("commvault", commvault_record())] {
        record["n"] = json!({"a": 1});
        let wish = json!({"merge": {"n": {}}});
        let question = json!({"vendor": vendor, "customer": record, "wish": wish});
        assert_eq!(ask(&question)["verdict"], "nothing", "{vendor}");
    }
    // Over what is no object it is a value.
    ibm["Customer"]["N"] = json!([1]);
    let wish = json!({"merge": {"Customer": {"N": {}}}});
    let answer = ibm_wish(ibm, wish, more);
    assert_eq!(answer["update"]["Customer"]["N"], json!({}), "{answer}");
}

#[test]
fn a_contact_that_is_no_object_is_listed_once() {
    let wish = json!({"customer": {"contacts": [5, null]}});
    let found = unreadable(&json!({"vendor": "adobe", "customer": {}, "wish": wish}));
    let rows = [("0", "must be an object"), ("1", "must not be null")];
    let rows = rows.map(|(at, says)| (format!("/wish/customer/contacts/{at}"), says.to_owned()));
    assert_eq!(found, rows);
}

/// What `mine` changes is wished for in its spellings.
#[test]
fn two_spellings_that_differ_are_no_change() {
    let address = |record: &mut Value, name: &str, line: &str| {
        record["Customer"]["Organization"]["AddressSet"][0][name] = json!(line);
    };
    let (base, mut mine) = (ibm_record(), ibm_record());
    address(&mut mine, "AdressLine1", "2 Street");
    let rebase = |base: &Value, mine: &Value| {
        ibm_wish(ibm_record(), json!({"rebase": {"base": base, "mine": mine}}), json!({}))
    };
    let at = "/Customer/Organization/AddressSet/0/AdressLine1";
    let rows = expected(&[("ibm.spelling.agree", at, "other-value")]);
    assert_eq!(obstacles(&rebase(&base, &mine)), rows);
    let document = ibm_wish(ibm_record(), json!({"document": mine}), json!({}));
    assert_eq!(obstacles(&document), rows, "the same as a document");
    let undo = json!({"undo": {"before": mine}});
    assert_eq!(obstacles(&ibm_wish(ibm_record(), undo, json!({}))), rows);
    // What base gives in the same two ways was changed by nobody.
    assert_eq!(rebase(&mine, &mine)["verdict"], "nothing");
    let mut other = mine.clone();
    address(&mut other, "City", "Salem");
    assert_eq!(rebase(&mine, &other)["verdict"], "planned");
    // One spelling alone is the attribute, and obstacles are at it.
    let mut alone = ibm_record();
    let line = "x".repeat(1000);
    alone["Customer"]["Organization"]["AddressSet"][0] = json!({"AdressLine1": line,
        "AddressType": "BILLING", "City": "Boston", "Country": "United States",
        "State": "Massachusetts", "PostalCode": "02110"});
    let rows = expected(&[("ibm.length.maximum", at, "other-value")]);
    assert_eq!(obstacles(&rebase(&base, &alone)), rows);
}

/// Benefits are matched by type, so `mine` may have one at another index than the record.
#[test]
fn obstacles_of_a_change_point_into_what_is_wished() {
    let government = json!({"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"});
    let record = json!({"benefits": [government]});
    let request = json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]});
    let entry = json!({"type": "THREE_YEAR_COMMIT", "commitmentRequest": request});
    let mine = json!({"benefits": [entry, government]});
    for wish in [
        json!({"rebase": {"base": record, "mine": mine}}),
        json!({"undo": {"before": mine}}),
        json!({"document": mine}),
    ] {
        let more = json!({"customer": record});
        let rows =
            [("adobe.commitment.excludes", "/benefits/0/commitmentRequest", "not-at-this-vendor")];
        assert_eq!(obstacles(&adobe_wish(wish, more)), expected(&rows));
    }
}

/// The mail comes with the second step.
#[test]
fn an_address_that_passes_on_may_be_mailed() {
    let mut wished = adobe_record()["companyProfile"]["contacts"][0].clone();
    wished["email"] = json!("ben@example.com");
    let wish = json!({"merge": {"companyProfile": {"contacts": [wished]}}});
    let steps = |resend: Value| {
        let answer = adobe_wish(wish.clone(), json!({"resend": resend}));
        assert_eq!(answer["next"], "fix", "{answer}");
        answer["obstacles"][0]["steps"].clone()
    };
    let mailed = steps(json!(["ben@example.com"]));
    assert_eq!(mailed, steps(json!([])));
    assert_eq!(mailed.as_array().unwrap().len(), 2);
}

/// What excludes each other: both wished for, a request beside what stays, or what is new beside a
/// commitment, which ends.
#[test]
fn what_excludes_each_other_has_a_way_out_by_what_is_asked_for() {
    let list = json!([{"offerType": "LICENSE", "quantity": 10}]);
    let request = json!({"type": "THREE_YEAR_COMMIT",
        "commitmentRequest": {"minimumQuantities": list}});
    let group = json!({"name": "G", "type": "STANDARD"});
    let running = json!({"type": "THREE_YEAR_COMMIT", "commitment": {"status": "COMMITTED",
        "startDate": "2026-01-01", "endDate": "2028-12-31", "minimumQuantities": list}});
    let ways = |name: &str, stored: Value, wish: Value| -> Vec<String> {
        let mut record = adobe_record();
        if !name.is_empty() {
            record[name] = stored;
        }
        let answer = adobe_wish(json!({"merge": wish}), json!({"customer": record}));
        let excluded = obstacles(&answer).into_iter();
        let excluded = excluded.filter(|(rule, ..)| rule == "adobe.commitment.excludes");
        excluded.map(|(_, _, way)| way).collect()
    };
    let both = json!({"linkedMembership": group, "benefits": [request]});
    let found = ways("", Value::Null, both);
    assert!(!found.is_empty() && found.iter().all(|way| way == "other-value"), "{found:?}");
    let found = ways("linkedMembership", json!({"id": "1"}), json!({"benefits": [request]}));
    assert_eq!(found, ["not-at-this-vendor"]);
    let found = ways("benefits", json!([running]), json!({"linkedMembership": group}));
    assert_eq!(found, ["wait"]);
}

/// What is wished away, or stored under another name, is not asked for.
#[test]
fn what_is_wished_away_excludes_as_it_is_stored() {
    let list = json!([{"offerType": "LICENSE", "quantity": 10}]);
    let plain = json!({"type": "THREE_YEAR_COMMIT",
        "commitmentRequest": {"minimumQuantities": list}});
    let mut stored = plain.clone();
    stored["commitmentRequest"]["status"] = json!("REQUESTED");
    let group = json!({"name": "G", "type": "STANDARD"});
    let renamed = json!({"name": "H", "type": "STANDARD"});
    let large = json!({"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"});
    let beside = |name: &str, value: &Value| {
        let mut record = adobe_record();
        record["companyProfile"]["marketSegment"] = json!("GOV");
        record["companyProfile"]["marketSubSegments"] = json!(["STATE"]);
        record[name] = value.clone();
        record
    };
    let asked = "/benefits/0/commitmentRequest";
    let (kept, waits) = ("not-at-this-vendor", "wait");
    for (record, wish, at, way) in [
        (
            beside("benefits", &json!([stored])),
            json!({"merge": {"linkedMembership": group, "benefits": []}}),
            "/linkedMembership",
            waits,
        ),
        (
            beside("benefits", &json!([stored])),
            json!({"merge": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}),
            "/benefits/0",
            waits,
        ),
        (
            beside("benefits", &json!([stored])),
            json!({"merge": {"benefits": [stored, {"type": "LARGE_GOVERNMENT_AGENCY"}]}}),
            "/benefits/1",
            waits,
        ),
        (beside("benefits", &json!([large])), json!({"merge": {"benefits": [plain]}}), asked, kept),
        (
            beside("linkedMembership", &group),
            json!({"merge": {"linkedMembership": null, "benefits": [plain]}}),
            asked,
            kept,
        ),
        (
            beside("linkedMembership", &group),
            json!({"merge": {"linkedMembership": renamed, "benefits": [plain]}}),
            asked,
            kept,
        ),
        (
            beside("linkedMembership", &group),
            json!({"document": beside("benefits", &json!([plain]))}),
            asked,
            kept,
        ),
        (
            beside("linkedMembership", &group),
            json!({"undo": {"before": beside("benefits", &json!([plain]))}}),
            asked,
            kept,
        ),
        (
            beside("linkedMembership", &group),
            json!({"rebase": {"base": beside("linkedMembership", &group),
                "mine": beside("benefits", &json!([plain]))}}),
            asked,
            kept,
        ),
    ] {
        let facts = json!({"today": "2026-03-01", "partnerLargeGovernmentAgency": true});
        let answer = adobe_wish(wish, json!({"customer": record, "facts": facts}));
        let mut found = obstacles(&answer);
        found.retain(|(rule, ..)| rule == "adobe.commitment.excludes");
        assert_eq!(found, expected(&[("adobe.commitment.excludes", at, way)]), "{answer}");
    }
}

/// An element of which a part is wished for can't be left out, whatever is acknowledged.
#[test]
fn an_element_that_is_wished_for_in_part_is_not_left_out() {
    let with = |cities: &[&str]| {
        let mut record = ibm_record();
        let one = record["Customer"]["Organization"]["AddressSet"][0].clone();
        let set = cities.iter().map(|city| {
            let mut one = one.clone();
            one["City"] = json!(city);
            one
        });
        record["Customer"]["Organization"]["AddressSet"] = set.collect();
        record
    };
    let set = "/Customer/Organization/AddressSet";
    let (second, third) = (format!("{set}/1"), format!("{set}/2"));
    let base = with(&["B", "X", "Z"]);
    let mut mine = with(&["B", "Y", "Z"]);
    mine["Customer"]["Organization"]["OrgName"] = json!("Other");
    let rows = |rows: &[(&str, &str)]| -> Vec<(String, String, String)> {
        let rows: Vec<_> = rows.iter().map(|(at, way)| ("ibm.set.single", *at, *way)).collect();
        expected(&rows)
    };
    let rebase = |stored: &Value, acknowledge: Value| {
        let wish = json!({"rebase": {"base": base, "mine": mine}});
        ibm_wish(stored.clone(), wish, json!({"acknowledge": acknowledge}))
    };
    let answer = rebase(&base, json!([]));
    assert_eq!(obstacles(&answer), rows(&[(set, "other-value"), (&third, "acknowledge")]));
    assert!(answer.get("nearest").is_none(), "{answer}");
    let answer = rebase(&base, json!([""]));
    assert_eq!(obstacles(&answer), rows(&[(set, "other-value")]));
    // The part of it that can be had gives up both.
    let organization = &answer["nearest"]["customer"]["Customer"]["Organization"];
    assert_eq!(
        (&organization["OrgName"], &organization["AddressSet"]),
        (&json!("Other"), &with(&["B"])["Customer"]["Organization"]["AddressSet"]),
        "{answer}"
    );
    assert_eq!(answer["nearest"]["losses"], json!([second, third]));
    // Nor is one that reads as it is wished already.
    let answer = rebase(&with(&["B", "Y", "Z"]), json!([""]));
    assert_eq!(obstacles(&answer), rows(&[(set, "other-value")]));
    let undo = json!({"undo": {"before": with(&["B", "Y"])}});
    let answer = ibm_wish(with(&["B", "X"]), undo, json!({"acknowledge": [""]}));
    assert_eq!(obstacles(&answer), rows(&[(set, "other-value")]));
    // Of two that nobody wishes for, the one that is acknowledged is in nobody's way.
    let name = json!({"customer": {"name": "Other"}});
    let answer = ibm_wish(base, name, json!({"acknowledge": [second]}));
    assert_eq!(obstacles(&answer), rows(&[(&third, "acknowledge")]));
}

/// What a patch names does not depend on how much it says.
#[test]
fn a_patch_of_many_members_names_no_more_than_it_gives() {
    let mut record = adobe_record();
    record["companyProfile"]["marketSegment"] = json!("GOV");
    record["companyProfile"]["marketSubSegments"] = json!(["FEDERAL"]);
    let mut patch = json!({"marketSegment": "COM"});
    for number in 0..100 {
        let name = format!("z{number}");
        record["companyProfile"][&name] = json!(number);
        patch[&name] = json!(number);
    }
    let facts = json!({"resellerMarketSegments": ["COM"], "activeSubscriptions": 0});
    let wish = json!({"merge": {"companyProfile": patch}});
    let answer = adobe_wish(wish, json!({"customer": record, "facts": facts}));
    let at = "/companyProfile/marketSubSegments";
    let row = ("adobe.sub-segment.dropped", at, "acknowledge");
    assert_eq!(obstacles(&answer), expected(&[row]), "{answer}");
}

/// Of what only the vendor sets, benefits move by themselves, the reseller by another call, and the
/// rest not at all.
#[test]
fn what_only_the_vendor_sets_has_a_way_out_by_its_place() {
    for (wish, pointer, way) in [
        (json!({"resellerId": "6"}), "/resellerId", "other-endpoint"),
        (json!({"customerId": "6"}), "/customerId", "not-at-this-vendor"),
        (json!({"status": "1004"}), "/status", "not-at-this-vendor"),
        (json!({"cotermDate": "2027-01-01"}), "/cotermDate", "not-at-this-vendor"),
    ] {
        let answer = adobe_wish(json!({"merge": wish}), json!({}));
        let row = ("adobe.member.read-only", pointer, way);
        assert_eq!(obstacles(&answer), expected(&[row]), "{answer}");
    }
    let mut record = adobe_record();
    record["benefits"] = json!([{"type": "LARGE_GOVERNMENT_AGENCY", "status": "PENDING"}]);
    let wish = json!({"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"}]});
    let answer = adobe_wish(json!({"merge": wish}), json!({"customer": record}));
    let row = ("adobe.member.read-only", "/benefits/0/status", "wait");
    assert_eq!(obstacles(&answer), expected(&[row]), "{answer}");
}

/// Where case does not count, a word that comes back reads as it was, and is spelt as the list has
/// it: the vendor stores it so, and no body says the old spelling.
#[test]
fn a_word_that_comes_back_is_spelt_as_the_list_has_it() {
    let with = |kind: &str| {
        let mut record = ibm_record();
        record["Customer"]["Organization"]["AddressSet"][0]["AddressType"] = json!(kind);
        record["Customer"]["CustomerAccountSet"][0]["PaymentMethodType"] = json!("INVOICE");
        record
    };
    let kind =
        |record: &Value| record["Customer"]["Organization"]["AddressSet"][0]["AddressType"].clone();
    let observed = json!({"policy": "observed"});
    let wish = |customer: &Value, wish| ibm_wish(customer.clone(), wish, observed.clone());
    let first = wish(&with("Billing"), json!({"document": with("mailing")}));
    assert_eq!(kind(&first["customer"]), "MAILING");
    let undo = json!({"undo": {"before": with("Billing"), "after": with("MAILING")}});
    let undone = wish(&first["customer"], undo.clone());
    assert_eq!(undone["verdict"], "planned", "{undone}");
    assert_eq!(kind(&undone["customer"]), "BILLING");
    assert_eq!(wish(&undone["customer"], undo)["verdict"], "nothing");
    // Of two updates at once it is the word that was never another one.
    let bodies = [with("mailing"), with("billing")];
    let both = ask(&json!({"vendor": "ibm", "policy": "observed", "compose": bodies}));
    let facts = json!({"role": "VSR", "sameOrganization": true});
    let after = ask(&json!({"vendor": "ibm", "policy": "observed", "customer": with("Billing"),
        "facts": facts, "input": {"update": both["update"]}}));
    assert_eq!(after["verdict"], "unchanged", "{after}");
    assert_eq!(kind(&after["customer"]), "Billing");
}
