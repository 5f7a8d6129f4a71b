//! What is answered to small wishes, vendor by vendor: the update, or what is in the way and the
//! nearest plan.
//!
//! Goal: what a body says, what it leaves out and why something can't be had is the same tomorrow.
//! Method: tables. Each row has what differs from the record of `plan`, the wish, what else is
//! asked with it, and the answer. Every fact is known but the one that a row calls `unknown`;
//! `edited` wishes for the stored document with these values, `rebased` for what was changed
//! between two such documents. The body of IBM is the whole document, so it is shown by what
//! differs from the stored one.

use crate::plan::{adobe_record, ask, commvault_record, ibm_record};
use serde_json::{Map, Value, json};

/// Takes a member away.
const GONE: &str = "(gone)";

fn record(vendor: &str) -> Value {
    match vendor {
        "adobe" => adobe_record(),
        "ibm" => ibm_record(),
        _ => commvault_record(),
    }
}

fn facts(vendor: &str) -> Value {
    match vendor {
        "adobe" => json!({
            "today": "2026-03-01", "activeSubscriptions": 0,
            "activeSubscriptionsInDeployments": 0, "resellerMarketSegments": ["COM", "EDU", "GOV"],
            "partnerGlobalSales": true, "partnerLargeGovernmentAgency": true,
        }),
        "ibm" => json!({"role": "VSR", "sameOrganization": true}),
        _ => {
            json!({"nameTaken": false, "externalIdTaken": false, "now": "2026-03-01T00:00:00"})
        }
    }
}

/// A document with other values at these places.
fn edited(document: &Value, edits: &Value) -> Value {
    let mut document = document.clone();
    for (place, value) in edits.as_object().unwrap() {
        let (around, name) = place.rsplit_once('/').unwrap();
        match document.pointer_mut(around).unwrap() {
            Value::Array(list) if name == list.len().to_string() => list.push(value.clone()),
            Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
            object => {
                let object = object.as_object_mut().unwrap();
                let name = name.replace("~1", "/").replace("~0", "~");
                match value == GONE {
                    true => drop(object.shift_remove(&name)),
                    false => drop(object.insert(name, value.clone())),
                }
            }
        }
    }
    document
}

fn wished(stored: &Value, wish: &Value) -> Value {
    if let Some(edits) = wish.get("edited") {
        return json!({"document": edited(stored, edits)});
    }
    let Some(rebased) = wish.get("rebased") else { return wish.clone() };
    let base = edited(stored, &rebased[0]);
    json!({"rebase": {"mine": edited(&base, &rebased[1]), "base": base}})
}

/// Notes what differs between two documents, by place.
fn differing(one: &Value, two: &Value, at: &str, found: &mut Map<String, Value>) {
    match (one, two) {
        (Value::Object(one), Value::Object(two)) => {
            let names = one.keys().chain(two.keys().filter(|name| !one.contains_key(*name)));
            for name in names {
                let at = format!("{at}/{name}");
                match (one.get(name), two.get(name)) {
                    (Some(one), Some(two)) => differing(one, two, &at, found),
                    (_, two) => drop(found.insert(at, two.cloned().unwrap_or(json!(GONE)))),
                }
            }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            for (index, (one, two)) in one.iter().zip(two).enumerate() {
                differing(one, two, &format!("{at}/{index}"), found);
            }
        }
        _ if one == two => {}
        _ => drop(found.insert(at.to_owned(), two.clone())),
    }
}

fn body(vendor: &str, stored: &Value, update: &Value) -> Value {
    let mut found = Map::new();
    differing(stored, update, "", &mut found);
    if vendor == "ibm" { Value::Object(found) } else { update.clone() }
}

/// What is looked at of an answer.
fn seen(vendor: &str, stored: &Value, answer: &Value) -> Value {
    let each = |list: &Value, of: &dyn Fn(&Value) -> Value| -> Value {
        list.as_array().unwrap().iter().map(of).collect()
    };
    // Only what is neutral can have no place.
    assert_eq!(answer.get("unsupported"), None);
    match answer["verdict"].as_str().unwrap() {
        "nothing" => json!("nothing"),
        "planned" => json!({"update": body(vendor, stored, &answer["update"])}),
        "unreadable" => {
            json!({"unreadable": each(&answer["violations"], &|one| one["pointer"].clone())})
        }
        _ => {
            let obstacles = &answer["obstacles"];
            let said = |one: &Value| json!([one["rule"], one["pointer"], one["instead"]]);
            let mut seen = json!({"obstacles": each(obstacles, &said)});
            let step = |step: &Value| match step.get("update") {
                Some(update) => json!({"update": body(vendor, stored, update)}),
                None => step.clone(),
            };
            let list = obstacles.as_array().unwrap().iter();
            if let Some(steps) = list.clone().find_map(|one| one.get("steps")) {
                seen["steps"] = each(steps, &step);
            }
            let is_side = |name: &str| ["base", "mine", "theirs"].contains(&name);
            let sides = |one: &Value| -> Map<String, Value> {
                let members = one.as_object().unwrap().clone().into_iter();
                members.filter(|(name, _)| is_side(name)).collect()
            };
            if let Some(sides) = list.map(sides).find(|sides| !sides.is_empty()) {
                seen["sides"] = Value::Object(sides);
            }
            if let Some(nearest) = answer.get("nearest") {
                seen["nearest"] = body(vendor, stored, &nearest["update"]);
            }
            seen
        }
    }
}

/// Asks each row of a table, over the vendor's record with `edits`.
#[track_caller]
pub(crate) fn answers(vendor: &str, edits: &Value, table: &Value) {
    for row in table.as_array().unwrap() {
        let stored = edited(&edited(&record(vendor), edits), &row[0]);
        let mut question = json!({
            "vendor": vendor, "customer": stored, "wish": wished(&stored, &row[1]),
            "facts": facts(vendor),
        });
        for (name, value) in row[2].as_object().unwrap() {
            if name == "unknown" {
                let facts = question["facts"].as_object_mut().unwrap();
                assert!(facts.shift_remove(value.as_str().unwrap()).is_some());
            } else {
                question[name] = value.clone();
            }
        }
        let answer = ask(&question);
        assert_eq!(seen(vendor, &stored, &answer), row[3], "{} {} {}", row[0], row[1], row[2]);
    }
}

/// Where leaving them out switches them off, they are said to stay, and left out to go.
#[test]
fn adobe_global_sales_are_said_where_they_would_go() {
    let table = json!([
        [{"/globalSalesEnabled": true},
            {"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}}, {},
         {"update": {"companyProfile": {"preferredLanguage": "de-DE"}}}],
        [{"/globalSalesEnabled": true},
            {"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}}, {"policy": "observed"},
         {"update": {"globalSalesEnabled": true,
             "companyProfile": {"companyName": "Example Tools Ltd", "preferredLanguage": "de-DE",
             "address": {"country": "US", "region": "CA", "city": "San Jose",
             "addressLine1": "1 Way", "postalCode": "95110"}}}}],
        [{"/globalSalesEnabled": true}, {"merge": {"globalSalesEnabled": false}},
            {"policy": "observed"},
         {"update": {"companyProfile": {"companyName": "Example Tools Ltd",
             "preferredLanguage": "en-US", "address": {"country": "US", "region": "CA",
             "city": "San Jose", "addressLine1": "1 Way", "postalCode": "95110"}}}}],
        [{"/globalSalesEnabled": true}, {"merge": {"globalSalesEnabled": null}},
            {"policy": "observed"},
         {"obstacles": [["adobe.null.over-value", "/globalSalesEnabled", "not-at-this-vendor"]]}],
        [{}, {"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}},
            {"policy": "observed"},
         {"update": {"companyProfile": {"companyName": "Example Tools Ltd",
             "preferredLanguage": "de-DE", "address": {"country": "US", "region": "CA",
             "city": "San Jose", "addressLine1": "1 Way", "postalCode": "95110"}}}}],
        [{}, {"merge": {"globalSalesEnabled": true}}, {"policy": "observed"},
         {"update": {"globalSalesEnabled": true,
             "companyProfile": {"companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
             "address": {"country": "US", "region": "CA", "city": "San Jose",
             "addressLine1": "1 Way", "postalCode": "95110"}}}}],
        [{"/globalSalesEnabled": "(gone)"}, {"merge": {"globalSalesEnabled": false}},
            {"policy": "observed"},
         {"update": {"globalSalesEnabled": false,
             "companyProfile": {"companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
             "address": {"country": "US", "region": "CA", "city": "San Jose",
             "addressLine1": "1 Way", "postalCode": "95110"}}}}],
        [{}, {"merge": {"companyProfile": {"companyName": ""}}}, {},
         {"obstacles": [["adobe.text.empty", "/companyProfile/companyName",
             "not-at-this-vendor"]]}],
    ]);
    answers("adobe", &json!({}), &table);
}

#[test]
fn adobe_an_owner_follows_from_a_new_group() {
    let table = json!([
        [{}, {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}, {},
         {"update": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{}, {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD",
            "linkedMembershipType": "OWNER"}}}, {},
         {"update": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{}, {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD",
            "linkedMembershipType": "MEMBER"}}}, {},
         {"obstacles": [["adobe.linked-membership.fixed",
             "/linkedMembership/linkedMembershipType", "not-at-this-vendor"]]}],
        [{}, {"merge": {"linkedMembership": {"name": "G", "type": "OWNER"}}}, {},
         {"obstacles": [["adobe.linked-membership.kind", "/linkedMembership/type",
             "other-value"]]}],
        [{"/linkedMembership": {"name": null}}, {"merge": {"linkedMembership": {"name": "G",
            "type": "STANDARD", "linkedMembershipType": "OWNER"}}}, {},
         {"update": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{"/linkedMembership": {"name": "H", "type": "CONSORTIUM"}},
            {"merge": {"linkedMembership": {"linkedMembershipType": "OWNER"}}}, {},
         {"obstacles": [["adobe.linked-membership.fixed",
             "/linkedMembership/linkedMembershipType", "not-at-this-vendor"]]}],
    ]);
    answers("adobe", &json!({}), &table);
}

#[test]
fn adobe_sub_segments_go_with_their_segment() {
    let stored = json!(
        {"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]});
    let table = json!([
        [{}, {"merge": {"companyProfile": {"marketSegment": "COM", "marketSubSegments": []}}}, {},
         {"update": {"companyProfile": {"marketSegment": "COM"}}}],
        [{}, {"merge": {"companyProfile": {"marketSegment": "COM", "marketSubSegments": null}}},
            {},
         {"update": {"companyProfile": {"marketSegment": "COM"}}}],
        [{}, {"merge": {"companyProfile": {"marketSegment": "COM"}}}, {},
         {"obstacles": [["adobe.sub-segment.dropped", "/companyProfile/marketSubSegments",
             "acknowledge"]]}],
        [{}, {"merge": {"companyProfile": {"marketSegment": "EDU",
            "marketSubSegments": ["K_12"]}}}, {},
         {"obstacles": [["adobe.sub-segment.fixed", "/companyProfile/marketSubSegments",
             "admin-console"]]}],
        [{}, {"merge": {"companyProfile": {"marketSubSegments": []}}}, {},
         {"obstacles": [["adobe.plan.kept", "/companyProfile/marketSubSegments",
             "not-at-this-vendor"]]}],
        [{}, {"merge": {"companyProfile": {"marketSubSegments": null}}}, {},
         {"obstacles": [["adobe.plan.kept", "/companyProfile/marketSubSegments",
             "not-at-this-vendor"]]}],
        [{"/companyProfile/marketSegment": "EDU"},
            {"merge": {"companyProfile": {"marketSubSegments": ["K_12"]}}}, {},
         {"obstacles": [["adobe.sub-segment.fixed", "/companyProfile/marketSubSegments",
             "admin-console"]]}],
    ]);
    answers("adobe", &stored, &table);
}

#[test]
fn adobe_quantities_are_asked_for_in_one_order() {
    let table = json!([
        [{}, {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "CONSUMABLES", "quantity": 1000},
            {"offerType": "LICENSE", "quantity": 20}]}}]}}, {},
         {"update": {"benefits": [{"type": "THREE_YEAR_COMMIT",
             "commitmentRequest": {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20},
             {"offerType": "CONSUMABLES", "quantity": 1000}]}}]}}],
        [{}, {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "OTHER", "quantity": 1},
            {"offerType": "CONSUMABLES", "quantity": 1000}]}}]}}, {},
         {"obstacles": [["adobe.commitment.offer-known",
             "/benefits/0/commitmentRequest/minimumQuantities/0/offerType", "other-value"]]}],
        [{}, {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": null}]}}]}}, {},
         {"obstacles": [["adobe.commitment.quantities-required",
             "/benefits/0/commitmentRequest/minimumQuantities/0/quantity", "other-value"]]}],
        [{}, {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED", "minimumQuantities": [{"offerType": null,
            "quantity": 20}]}}]}}, {},
         {"obstacles": [["adobe.commitment.quantities-required",
             "/benefits/0/commitmentRequest/minimumQuantities/0/offerType", "other-value"]]}],
    ]);
    answers("adobe", &json!({}), &table);
}

/// But a conversion brings its own state.
#[test]
fn adobe_what_only_the_vendor_gives_is_not_wished_for() {
    let stored = json!(
        {"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]});
    let table = json!([
        [{}, {"edited": {"/companyProfile/contacts/0/zNew": 1}}, {},
         {"obstacles": [["adobe.member.unknown", "/companyProfile/contacts/0/zNew",
             "not-at-this-vendor"]]}],
        [{"/companyProfile/contacts/0/zNew": 1},
            {"edited": {"/companyProfile/contacts/0/zNew": 2}}, {},
         {"obstacles": [["adobe.member.unknown", "/companyProfile/contacts/0/zNew",
             "not-at-this-vendor"]]}],
        [{"/companyProfile/contacts/0/zNew": 1},
            {"edited": {"/companyProfile/preferredLanguage": "de-DE"}}, {},
         {"update": {"companyProfile": {"preferredLanguage": "de-DE"}}}],
        [{}, {"edited": {"/benefits": [{"type": "LARGE_GOVERNMENT_AGENCY",
            "status": "PENDING_UPGRADE"}]}}, {},
         {"update": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}],
        [{}, {"edited": {"/benefits": [{"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"}]}},
            {},
         {"obstacles": [["adobe.member.read-only", "/benefits/0/status", "wait"]],
             "nearest": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}],
        [{}, {"edited": {"/benefits": [{"type": "THREE_YEAR_COMMIT",
            "status": "PENDING_UPGRADE"}]}}, {},
         {"obstacles": [["adobe.member.read-only", "/benefits/0/status", "wait"]]}],
        [{"/benefits": [{"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"}]},
            {"edited": {"/benefits/0/status": "PENDING_UPGRADE"}}, {},
         {"obstacles": [["adobe.member.read-only", "/benefits/0/status", "wait"]]}],
        [{"/benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}, {"edited": {"/benefits": []}}, {},
         {"obstacles": [["adobe.benefits.kept", "/benefits/0", "not-at-this-vendor"]]}],
        [{"/links": {"self": {"uri": "/a"}}}, {"edited": {"/links": {"self": {"uri": "/b"}}}}, {},
         {"obstacles": [["adobe.member.read-only", "/links/self/uri", "not-at-this-vendor"]]}],
        [{"/links": {"self": {"uri": "/a"}}}, {"edited": {"/links": {"self": {}}}}, {},
         "nothing"],
        [{"/links": {"self": {"uri": "/a"}}}, {"merge": {"links": {"self": {"uri": null}}}}, {},
         {"obstacles": [["adobe.member.read-only", "/links/self/uri", "not-at-this-vendor"]]}],
        [{"/links": {"self": {"uri": "/a"}}}, {"edited": {"/links": {"self": {"uri": ""}}}}, {},
         {"obstacles": [["adobe.member.read-only", "/links/self/uri", "not-at-this-vendor"]]}],
        [{"/links": {"self": {"uri": "/a"}}}, {"edited": {"/links": {"self": "/a"}}}, {},
         {"obstacles": [["adobe.member.read-only", "/links/self", "not-at-this-vendor"]]}],
        [{"/links": {"self": ""}}, {"edited": {"/links": {"self": []}}}, {}, "nothing"],
        [{"/discounts": []}, {"edited": {"/discounts": "(gone)"}}, {}, "nothing"],
        [{}, {"edited": {"/discounts": []}}, {}, "nothing"],
        [{}, {"edited": {"/zNew": 1, "/status": "1002"}}, {"resend": ["x@example.com"]},
         {"obstacles": [["adobe.member.unknown", "/zNew", "not-at-this-vendor"],
             ["adobe.member.read-only", "/status", "not-at-this-vendor"],
             ["adobe.plan.resend-known", "/resend/0", "other-value"]]}],
    ]);
    answers("adobe", &stored, &table);
}

#[test]
fn adobe_quantities_of_a_commitment_are_the_same_in_any_order() {
    let stored = json!(
        {"/benefits": [{"type": "THREE_YEAR_COMMIT", "commitment": {"status": "COMMITTED",
            "startDate": "2025-06-01", "endDate": "2028-05-31",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20},
            {"offerType": "CONSUMABLES", "quantity": 1000}]}}]});
    let table = json!([
        [{}, {"edited": {"/benefits/0/commitment/minimumQuantities": [{"offerType": "CONSUMABLES",
            "quantity": 1000}, {"offerType": "LICENSE", "quantity": 20}]}}, {},
         "nothing"],
        [{}, {"edited": {"/benefits/0/commitment/minimumQuantities": [{"offerType": "LICENSE",
            "quantity": 20}]}}, {},
         {"obstacles": [["adobe.member.read-only", "/benefits/0/commitment/minimumQuantities",
             "wait"]]}],
        [{}, {"edited": {"/benefits/0/commitment/minimumQuantities": [{"offerType": "LICENSE",
            "quantity": 20}, {"offerType": "CONSUMABLES", "quantity": 2}]}}, {},
         {"obstacles": [["adobe.member.read-only",
             "/benefits/0/commitment/minimumQuantities/1/quantity", "wait"]]}],
        [{}, {"edited": {"/benefits/0/commitment/minimumQuantities": [{"offerType": "LICENSE",
            "quantity": 20}, {"offerType": "LICENSE", "quantity": 20}]}}, {},
         {"obstacles": [["adobe.member.read-only",
             "/benefits/0/commitment/minimumQuantities/1/offerType", "wait"],
             ["adobe.member.read-only", "/benefits/0/commitment/minimumQuantities/1/quantity",
             "wait"]]}],
    ]);
    answers("adobe", &stored, &table);
}

/// Somebody incomplete is left out if that is acknowledged, and not who is to be mailed.
#[test]
fn adobe_a_mail_needs_a_list_that_can_be_sent() {
    let table = json!([
        [{"/companyProfile/contacts/0/email": "(gone)"}, {"merge": {}},
            {"resend": ["ben@example.com"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/0",
             "acknowledge"]]}],
        [{"/companyProfile/contacts/0/email": "(gone)"}, {"merge": {}},
            {"resend": ["ben@example.com"], "acknowledge": ["/companyProfile/contacts/0"]},
         {"update": {"companyProfile": {"contacts": [{"firstName": "Ben", "lastName": "Specimen",
             "email": "ben@example.com"}]}}}],
        [{"/companyProfile/contacts/0/email": "(gone)"}, {"merge": {}},
            {"resend": ["ada@example.com"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/0", "acknowledge"],
             ["adobe.plan.resend-known", "/resend/0", "other-value"]]}],
        [{"/companyProfile/contacts/1": {"email": "ben@example.com"}}, {"merge": {}},
            {"resend": ["BEN@example.com"], "acknowledge": ["/companyProfile/contacts/1"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/1/firstName",
             "other-value"], ["adobe.contact.complete", "/companyProfile/contacts/1/lastName",
             "other-value"]]}],
        [{"/companyProfile/contacts/1": {"email": "ben@example.com"}}, {"merge": {}},
            {"resend": ["ada@example.com"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/1",
             "acknowledge"]]}],
        [{"/companyProfile/contacts": [{"firstName": "Ada"}]}, {"merge": {}},
            {"resend": ["ada@example.com"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/0/lastName",
             "other-value"], ["adobe.contact.complete", "/companyProfile/contacts/0/email",
             "other-value"], ["adobe.plan.resend-known", "/resend/0", "other-value"]]}],
        [{"/companyProfile/contacts/1/email": "ada@example.com"}, {"merge": {}},
            {"resend": ["ada@example.com"]},
         {"obstacles": [["adobe.contacts.once", "/companyProfile/contacts/1", "acknowledge"]]}],
        [{"/companyProfile/contacts/1/email": "ada@example.com"}, {"merge": {}},
            {"resend": ["ada@example.com"], "acknowledge": ["/companyProfile/contacts/1"]},
         {"update": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
             "email": "ada@example.com"}]}}}],
        [{"/companyProfile/contacts/0/email": "(gone)"},
            {"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}},
            {"resend": ["ada@example.com"]},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/0", "acknowledge"],
             ["adobe.plan.resend-known", "/resend/0", "other-value"]],
             "nearest": {"companyProfile": {"preferredLanguage": "de-DE"}}}],
    ]);
    answers("adobe", &json!({}), &table);
}

#[test]
fn adobe_of_a_list_and_its_mails_the_most_is_brought() {
    let table = json!([
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ada@example.com"}]}}}, {"resend": ["ben@example.com"]},
         {"obstacles": [["adobe.plan.resend-known", "/resend/0", "other-value"]],
             "nearest": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}]}}}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ada@example.com"}, {"firstName": "Cy", "lastName": "New",
            "email": "cy@example.com"}]}}}, {"resend": ["ben@example.com", "ada@example.com"]},
         {"obstacles": [["adobe.plan.resend-known", "/resend/0", "other-value"]],
             "nearest": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}, {"firstName": "Cy",
             "lastName": "New", "email": "cy@example.com"}]}}}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ada@example.com"}]}}}, {"resend": ["ben@example.com", "BEN@example.com",
            "x@example.com"]},
         {"obstacles": [["adobe.plan.resend-known", "/resend/0", "other-value"],
             ["adobe.plan.resend-known", "/resend/1", "other-value"], ["adobe.plan.resend-known",
             "/resend/2", "other-value"]],
             "nearest": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}, {"firstName": "Ben",
             "lastName": "Specimen", "email": "ben@example.com"}]}}}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ada@example.com"}, {"firstName": "Cy", "lastName": "New",
            "email": "cy@example.com"}], "preferredLanguage": "de-DE"}}},
            {"resend": ["ben@example.com", "cy@example.com"]},
         {"obstacles": [["adobe.plan.resend-known", "/resend/0", "other-value"]],
             "nearest": {"companyProfile": {"preferredLanguage": "de-DE",
             "contacts": [{"firstName": "Ada", "lastName": "Sample", "email": "ada@example.com"},
             {"firstName": "Cy", "lastName": "New", "email": "cy@example.com"}]}}}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ben",
            "lastName": "Specimen", "email": "ben@example.com"}, {"firstName": "X",
            "lastName": "Sample", "email": "ada@example.com"}]}}},
            {"resend": ["ben@example.com"]},
         {"obstacles": [["adobe.contact.name-fixed", "/companyProfile/contacts/1/firstName",
             "support-ticket"]], "nearest": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}, {"firstName": "Ben",
             "lastName": "Specimen", "email": "ben@example.com"}]}}}],
        [{}, {"merge": {}}, {"resend": ["x@example.com", "ada@example.com"]},
         {"obstacles": [["adobe.plan.resend-known", "/resend/0", "other-value"]],
             "nearest": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}, {"firstName": "Ben",
             "lastName": "Specimen", "email": "ben@example.com"}]}}}],
    ]);
    answers("adobe", &json!({}), &table);
}

#[test]
fn adobe_contacts_are_known_by_their_address() {
    let table = json!([
        [{"/companyProfile/contacts/0/email": "(gone)"},
            {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
            "email": "ben@example.com"}]}}}, {},
         {"update": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
             "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
             "email": "ben@example.com"}]}}}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada",
            "lastName": "Sample"}, {"firstName": "Ben", "lastName": "Specimen",
            "email": "ben@example.com"}]}}}, {},
         {"obstacles": [["adobe.contact.complete", "/companyProfile/contacts/0/email",
             "other-value"]]}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ADA@example.com", "phoneNumber": ""}, {"firstName": "Ben",
            "lastName": "Specimen", "email": "ben@example.com"}]}}}, {},
         "nothing"],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Zed", "lastName": "Sample",
            "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
            "email": "ben@example.com"}]}}}, {},
         {"obstacles": [["adobe.contact.name-fixed", "/companyProfile/contacts/0/firstName",
             "support-ticket"]]}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ben@example.com"}]}}}, {},
         {"obstacles": [["adobe.contact.name-fixed", "/companyProfile/contacts/0/firstName",
             "two-steps"], ["adobe.contact.name-fixed", "/companyProfile/contacts/0/lastName",
             "two-steps"]],
             "steps": [{"update": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ada@example.com"}]}}},
             {"update": {"companyProfile": {"contacts": [{"firstName": "Ada",
             "lastName": "Sample", "email": "ben@example.com"}]}}}]}],
        [{}, {"merge": {"companyProfile": {"contacts": [{"firstName": "Ada", "lastName": "Sample",
            "email": "ben@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
            "email": "ada@example.com"}]}}}, {},
         {"obstacles": [["adobe.contact.name-fixed", "/companyProfile/contacts/0/firstName",
             "support-ticket"], ["adobe.contact.name-fixed",
             "/companyProfile/contacts/0/lastName", "support-ticket"],
             ["adobe.contact.name-fixed", "/companyProfile/contacts/1/firstName",
             "support-ticket"], ["adobe.contact.name-fixed",
             "/companyProfile/contacts/1/lastName", "support-ticket"]]}],
        [{}, {"rebased": [{"/companyProfile/contacts/0/firstName": "Eve"},
            {"/companyProfile/contacts/0/firstName": "Zed"}]}, {},
         {"obstacles": [["adobe.plan.conflict", "/companyProfile/contacts", "other-value"]],
             "sides": {"base": [{"firstName": "Eve", "lastName": "Sample",
             "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
             "email": "ben@example.com"}], "mine": [{"firstName": "Zed", "lastName": "Sample",
             "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
             "email": "ben@example.com"}], "theirs": [{"firstName": "Ada", "lastName": "Sample",
             "email": "ada@example.com"}, {"firstName": "Ben", "lastName": "Specimen",
             "email": "ben@example.com"}]}}],
    ]);
    answers("adobe", &json!({}), &table);
}

#[test]
fn adobe_what_no_fact_can_help_is_said_beside_the_fact() {
    let stored = json!(
        {"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]});
    let table = json!([
        [{}, {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}],
            "companyProfile": {"marketSegment": "COM"}}}, {"unknown": "today"},
         {"obstacles": [["adobe.sub-segment.dropped", "/companyProfile/marketSubSegments",
             "acknowledge"], ["adobe.commitment.request-needs-today", "/facts/today", "facts"]]}],
        [{}, {"merge": {"companyProfile": {"marketSegment": "COM"}}},
            {"unknown": "resellerMarketSegments"},
         {"obstacles": [["adobe.market-segment.reseller-enabled", "/facts/resellerMarketSegments",
             "facts"], ["adobe.sub-segment.dropped", "/companyProfile/marketSubSegments",
             "acknowledge"]]}],
        [{}, {"merge": {"globalSalesEnabled": true, "companyProfile": {"marketSegment": "COM"}}},
            {"unknown": "partnerGlobalSales"},
         {"obstacles": [["adobe.global-sales.partner-enabled", "/facts/partnerGlobalSales",
             "facts"], ["adobe.sub-segment.dropped", "/companyProfile/marketSubSegments",
             "acknowledge"]]}],
        [{}, {"merge": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}],
            "companyProfile": {"marketSubSegments": []}}},
            {"unknown": "partnerLargeGovernmentAgency"},
         {"obstacles": [["adobe.large-government.partner-enabled",
             "/facts/partnerLargeGovernmentAgency", "facts"], ["adobe.plan.kept",
             "/companyProfile/marketSubSegments", "not-at-this-vendor"]]}],
        [{}, {"merge": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}],
            "companyProfile": {"marketSubSegments": []}}}, {},
         {"obstacles": [["adobe.plan.kept", "/companyProfile/marketSubSegments",
             "not-at-this-vendor"]],
             "nearest": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}],
    ]);
    answers("adobe", &stored, &table);
}

#[test]
fn adobe_of_what_excludes_each_other_one_is_brought() {
    let table = json!([
        [{}, {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"},
            "benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}}, {},
         {"obstacles": [["adobe.commitment.excludes", "/linkedMembership", "other-value"],
             ["adobe.commitment.excludes", "/benefits/0/commitmentRequest", "other-value"]],
             "nearest": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]},
            {"merge": {"benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"},
            {"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}}, {},
         {"obstacles": [["adobe.commitment.excludes", "/benefits/0", "other-value"],
             ["adobe.commitment.excludes", "/benefits/1/commitmentRequest", "other-value"]],
             "nearest": {"benefits": [{"type": "THREE_YEAR_COMMIT",
             "commitmentRequest": {"minimumQuantities": [{"offerType": "LICENSE",
             "quantity": 20}]}}]}}],
        [{"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]},
            {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"},
            "globalSalesEnabled": true}}, {},
         {"obstacles": [["adobe.global-sales.commercial", "/globalSalesEnabled", "other-value"]],
             "nearest": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]},
            {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"},
            "globalSalesEnabled": true, "benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}}, {},
         {"obstacles": [["adobe.global-sales.commercial", "/globalSalesEnabled", "other-value"],
             ["adobe.commitment.excludes", "/linkedMembership", "other-value"],
             ["adobe.commitment.excludes", "/benefits/0/commitmentRequest", "other-value"]],
             "nearest": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}],
        [{"/companyProfile/marketSegment": "GOV",
            "/companyProfile/marketSubSegments": ["FEDERAL"]},
            {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"},
            "benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}, {},
         {"update": {"linkedMembership": {"name": "G", "type": "STANDARD"},
             "benefits": [{"type": "LARGE_GOVERNMENT_AGENCY"}]}}],
        [{"/linkedMembership": {"name": "G", "type": "STANDARD"}},
            {"merge": {"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}}, {},
         {"obstacles": [["adobe.commitment.excludes", "/benefits/0/commitmentRequest",
             "not-at-this-vendor"]]}],
        [{"/benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"status": "REQUESTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]},
            {"merge": {"linkedMembership": {"name": "G", "type": "STANDARD"}}}, {},
         {"obstacles": [["adobe.commitment.excludes", "/linkedMembership", "wait"]]}],
    ]);
    answers("adobe", &json!({}), &table);
}

/// Objects of many members are looked up in another way, and answer alike.
#[test]
fn objects_of_many_members_are_like_those_of_few() {
    for count in [2, 31, 32, 33, 34, 40] {
        let names: Vec<String> = (0..count).map(|number| format!("m{number:02}")).collect();
        let many: Value = names.iter().map(|name| (name.clone(), json!(1))).collect();
        let turned: Value = names.iter().rev().map(|name| (name.clone(), json!(1))).collect();
        let last = names.last().unwrap();
        let mut stored = ibm_record();
        stored["Customer"]["zMany"] = many.clone();
        let wish = |merge: Value| {
            let question = json!({
                "vendor": "ibm", "customer": stored, "facts": facts("ibm"),
                "wish": {"merge": {"Customer": merge}},
            });
            let answer = ask(&question);
            match answer["verdict"].as_str().unwrap() {
                "planned" => body("ibm", &stored, &answer["update"]),
                verdict => json!(verdict),
            }
        };
        let at = |name: &str| format!("/Customer/zMany/{name}");
        let rows = [
            (json!({"zMany": many}), json!("nothing")),
            (json!({"zMany": turned}), json!("nothing")),
            (json!({"zMany": {last: 1}}), json!("nothing")),
            (json!({"zMany": {}}), json!("nothing")),
            (json!({"zMany": {last: 2}}), json!({at(last): 2})),
            (json!({"zMany": {"m00": 2}}), json!({at("m00"): 2})),
            (json!({"zMany": {"new": 2}}), json!({at("new"): 2})),
            (json!({"zMany": {"m00": null, "new": 2}}), json!({at("m00"): GONE, at("new"): 2})),
            (json!({"zMany": null}), json!("unreachable")),
            (json!({"zNew": many}), json!({"/Customer/zNew": many})),
        ];
        for (merge, expected) in rows {
            assert_eq!(wish(merge.clone()), expected, "{count}: {merge}");
        }
        // The same beside members of the model, of which there are fewer.
        let mut stored = ibm_record();
        let members = stored["Customer"].as_object_mut().unwrap();
        members.extend(names.iter().map(|name| (name.clone(), json!(1))));
        let wish = |edits: Value| {
            let document = edited(&stored, &edits);
            let wish = json!({"rebase": {"base": stored, "mine": document}});
            ask(&json!({"vendor": "ibm", "customer": stored, "wish": wish, "facts": facts("ibm")}))
        };
        let place = format!("/Customer/{last}");
        let answer = wish(json!({&place: 2}));
        assert_eq!(body("ibm", &stored, &answer["update"]), json!({&place: 2}));
        let answer = wish(json!({&place: GONE, "/Customer/m00": 2}));
        assert_eq!(answer["obstacles"][0]["pointer"], json!(place));
        assert_eq!(body("ibm", &stored, &answer["nearest"]["update"]), json!({"/Customer/m00": 2}));
    }
}

/// Of a limit its number is said, where it is what is refused and where it may be left out.
#[test]
fn an_obstacle_says_its_limit() {
    let place = "/Customer/Organization/Contact/NamePrefix";
    let long = "X".repeat(21);
    let wish = json!({"merge": {"Customer": {"Organization": {"Contact": {"NamePrefix": long}}}}});
    let other = json!({"merge": {"Customer": {"CustomerNumber": "9"}}});
    for (stored, wish) in
        [(ibm_record(), wish), (edited(&ibm_record(), &json!({place: long})), other)]
    {
        let question =
            json!({"vendor": "ibm", "customer": stored, "wish": wish, "facts": facts("ibm")});
        let answer = ask(&question);
        let obstacle = &answer["obstacles"][0];
        assert_eq!(obstacle["pointer"], place, "{answer}");
        let message = obstacle["message"].as_str().unwrap();
        assert!(message.contains("too long") || message.contains("longer"), "{message}");
        assert!(message.contains(" (at most "), "{message}");
    }
}

/// What is wrong with the form of a wish is said once, also where no vendor is known.
#[test]
fn the_form_of_a_wish_is_looked_at_once() {
    let places = |question: Value| -> Vec<String> {
        let answer = ask(&question);
        assert_eq!(answer["verdict"], "unreadable", "{answer}");
        let errors = answer["violations"].as_array().unwrap().iter();
        errors.map(|one| one["pointer"].as_str().unwrap().to_owned()).collect()
    };
    for wish in [
        json!({"document": {}}),
        json!({"merge": {}}),
        json!({"rebase": {"base": {}, "mine": {}}}),
        json!({"undo": {"before": {}}}),
    ] {
        assert_eq!(places(json!({"customer": {}, "wish": wish})), ["/vendor"], "{wish}");
        let question = json!({"customer": {}, "wish": wish, "words": {}});
        assert_eq!(places(question), ["/vendor", "/words"], "{wish}");
    }
    for wish in [json!({"customer": {}}), json!({"customr": {}}), json!({})] {
        let question = json!({"customer": {}, "wish": wish, "words": {}});
        assert!(!places(question).contains(&String::from("/words")), "{wish}");
    }
    let account = json!({"data": commvault_record()});
    let wrapped = |wish: Value| json!({"vendor": "commvault", "customer": account, "wish": wish});
    let merge = "/wish/merge";
    assert_eq!(places(wrapped(json!({"merge": {"website": 1}}))), [format!("{merge}/website")]);
    let both = json!({"merge": {"data": {"website": 1}, "website": 1}});
    assert_eq!(places(wrapped(both)), [format!("{merge}/website")]);
    let inner = json!({"merge": {"data": {"website": 1}}});
    assert_eq!(places(wrapped(inner)), [format!("{merge}/data/website")]);
}
