//! What a plan says of a place, and by which rule it says no, where the answer looks right without
//! it.

use serde_json::{Value, json};

use crate::plan::{adobe_record, adobe_wish, expected, obstacles};
use crate::plan_answers::answers;

/// The whole document, with other values at these places.
fn document(changes: &[(&str, Value)]) -> Value {
    let mut document = adobe_record();
    for (pointer, value) in changes {
        *document.pointer_mut(pointer).unwrap() = value.clone();
    }
    json!({"document": document})
}

/// The vendor refuses null over a value; an empty text is what clears it.
#[test]
fn null_in_a_wished_document_is_said_as_an_empty_text() {
    let wish = document(&[("/externalReferenceId", Value::Null)]);
    let answer = adobe_wish(wish, json!({}));
    assert_eq!(answer["update"], json!({"externalReferenceId": ""}), "{answer}");
}

/// They go with the segment, so a document that keeps them beside another segment can't be had.
#[test]
fn sub_segments_that_a_document_keeps_are_dropped_with_the_segment() {
    let mut stored = adobe_record();
    stored["companyProfile"]["marketSegment"] = json!("GOV");
    stored["companyProfile"]["marketSubSegments"] = json!(["FEDERAL"]);
    let mut wished = stored.clone();
    wished["companyProfile"]["marketSegment"] = json!("COM");
    let facts = json!({"resellerMarketSegments": ["COM"], "activeSubscriptions": 0});
    let answer =
        adobe_wish(json!({"document": wished}), json!({"customer": stored, "facts": facts}));
    let place = "/companyProfile/marketSubSegments";
    let row = ("adobe.sub-segment.dropped", place, "admin-console");
    assert_eq!(obstacles(&answer), expected(&[row]), "{answer}");
}

/// An empty text is no value where a member may have none, and nowhere else.
#[test]
fn an_empty_text_is_no_value_where_a_member_may_have_none() {
    let table = json!([
        [{"/externalId": ""}, {"merge": {"externalId": null}}, {"policy": "lenient"},
         {"obstacles": [["commvault.identity.has-value", "/externalId", "not-at-this-vendor"]]}],
        [{}, {"merge": {"website": "", "name": "N"}}, {"policy": "lenient"},
         {"update": {"name": "N"}}],
    ]);
    answers("commvault", &json!({}), &table);
}

/// A value that the vendor requires can't be left out, however long it is.
#[test]
fn a_required_value_that_is_too_long_is_not_to_be_left_out() {
    let at = "/Customer/Organization/OrgName";
    let wish = json!({"merge": {"Customer": {"Organization": {"Contact": {"GivenName": "Z"}}}}});
    let row = json!({"obstacles": [["ibm.length.maximum", at, "other-value"]]});
    let table = json!([[{}, wish, {}, row], [{}, wish, {"acknowledge": [at]}, row]]);
    answers("ibm", &json!({at: "X".repeat(300)}), &table);
}

/// A customer that is gone is not found: that is said before anything that is in the body.
#[test]
fn a_state_is_in_the_way_before_any_member() {
    let wish = json!({"merge": {"Customer": {"Id": 8, "Organization": {"OrgName": "N"}}}});
    let id = json!(["ibm.read-only.same", "/Customer/Id", "not-at-this-vendor"]);
    let state = json!(["ibm.state.present", "/Customer/CustomerState", "not-at-this-vendor"]);
    let table = json!([
        [{}, wish, {}, {"obstacles": [id], "nearest": {"/Customer/Organization/OrgName": "N"}}],
        [{"/Customer/CustomerState": "DEREGISTERED"}, wish, {}, {"obstacles": [state, id]}],
    ]);
    answers("ibm", &json!({}), &table);
}

/// A set of another number of elements reads as wished attribute by attribute: what only the vendor
/// gives is not compared.
#[test]
fn a_shorter_set_reads_as_wished_whatever_the_vendor_gives() {
    let address = |line: &str| {
        json!({"AddressLine1": line, "AddressType": "BILLING", "City": "Boston",
            "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"})
    };
    let mut stored = address("1 Street");
    stored["StateCode"] = json!("MA");
    let account = json!({"AccountNumber": "", "LocationName": "Here"});
    let mut kept = account.clone();
    kept["VendorId"] = json!("V");
    let other = json!({"AccountNumber": "2", "LocationName": "There"});
    let (addresses, accounts) =
        ("/Customer/Organization/AddressSet", "/Customer/CustomerAccountSet");
    let table = json!([
        [{addresses: [stored, address("2 Street")]},
            {"merge": {"Customer": {"Organization": {"AddressSet": [address("1 Street")]}}}}, {},
         {"update": {addresses: [stored]}}],
        [{accounts: [kept, other]},
            {"merge": {"Customer": {"CustomerAccountSet": [account]}}}, {},
         {"update": {accounts: [kept]}}],
    ]);
    answers("ibm", &json!({}), &table);
}
