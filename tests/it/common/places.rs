//! The places of each vendor's document and what is drawn for them.
//!
//! The first `sound` values of a pool can be stored so that an echo is accepted under every preset.

use super::{Lab, Place};
use proptest::prelude::*;
use serde_json::{Value, json};

fn place(pointer: &'static str, sound: usize, optional: bool, pool: Value) -> Place {
    let Value::Array(pool) = pool else { panic!("a pool is a list") };
    assert!(sound <= pool.len() && !pool.is_empty(), "{pointer}");
    Place { pointer, pool, sound, optional }
}

/// A text of this many characters, two bytes each.
fn long(characters: usize) -> String {
    "é".repeat(characters)
}

/// Members of records and requests that no model knows, where a vendor refuses them.
const UNKNOWN: [&str; 6] = ["industry", "title", "county", "nickname", "alias", "Alias"];

/// Whether a place is such a member's.
pub fn is_unknown(pointer: &str) -> bool {
    UNKNOWN.iter().any(|name| pointer.ends_with(&format!("/{name}")))
}

/// Drops members that the model does not know, where the vendor refuses to be told of them.
pub fn without_unknown<W: Lab>(update: &mut Value) {
    if W::NAME == "ibm" {
        return;
    }
    match update {
        Value::Object(members) => {
            members.retain(|name, _| !UNKNOWN.contains(&name.as_str()));
            members.values_mut().for_each(without_unknown::<W>);
        }
        Value::Array(list) => list.iter_mut().for_each(without_unknown::<W>),
        _ => {}
    }
}

/// A list of Adobe's contacts: few people, so that they meet again under another spelling, name,
/// phone or place.
pub fn contact_list() -> BoxedStrategy<Value> {
    let people = vec![
        ("Mickey", "Mouse", "mickey@mouse.com"),
        ("Mickey", "Mouse", "MICKEY@Mouse.com"),
        ("Mickey", "Mouse", "mm@mouse.com"),
        ("Donald", "Duck", "donald@duck.com"),
        ("Donald", "Duck", "dd@duck.com"),
        ("Minnie", "Mouse", "minnie@mouse.com"),
        ("Minnie", "Mouse", "mickey@mouse.com"),
        ("", "Mouse", "minnie@mouse.com"),
        ("Daisy", "Duck", "daisy"),
    ];
    let weights = [6, 2, 3, 6, 2, 5, 1, 1, 1];
    let person = prop::strategy::Union::new_weighted(
        weights.into_iter().zip(people.into_iter().map(Just)).collect(),
    );
    let phone = prop_oneof![
        4 => Just(None),
        3 => Just(Some(json!("408-123-4567"))),
        2 => Just(Some(json!("1"))),
        1 => Just(Some(json!(""))),
        1 => Just(Some(Value::Null)),
    ];
    let missing = prop_oneof![
        20 => Just(None),
        1 => Just(Some("firstName")),
        1 => Just(Some("email")),
    ];
    let contact = (person, phone, missing).prop_map(|((first, last, email), phone, missing)| {
        let mut contact = json!({"firstName": first, "lastName": last, "email": email});
        if let Some(phone) = phone {
            contact["phoneNumber"] = phone;
        }
        if let Some(missing) = missing {
            contact.as_object_mut().unwrap().shift_remove(missing);
        }
        contact
    });
    proptest::collection::vec(contact, 0..5).prop_map(Value::Array).boxed()
}

fn request(kind: &str, quantities: &Value) -> Value {
    let mut benefit = json!({"type": "THREE_YEAR_COMMIT"});
    benefit[kind] = json!({"minimumQuantities": quantities});
    benefit
}

pub fn adobe() -> Vec<Place> {
    let license = |n: i64| json!([{"offerType": "LICENSE", "quantity": n}]);
    let both = |l: i64, c: i64| json!([{"offerType": "LICENSE", "quantity": l}, {"offerType": "CONSUMABLES", "quantity": c}]);
    let group = json!({"type": "STANDARD", "name": "Group"});
    let stored_group = json!({"id": "51001315", "name": "Group", "type": "STANDARD",
        "linkedMembershipType": "OWNER", "creationDate": "2024-07-17T03:47:35"});
    let large = json!({"type": "LARGE_GOVERNMENT_AGENCY"});
    vec![
        place(
            "/externalReferenceId",
            4,
            true,
            json!(["342", "99999", long(35), long(36), "", "a<b"]),
        ),
        place("/customerId", 2, true, json!(["9876543210", "1", ""])),
        place("/resellerId", 1, true, json!(["5556667778", "1"])),
        place("/globalSalesEnabled", 2, true, json!([false, true])),
        place("/tags", 2, true, json!([["a", "b"], [], ["b", "a"]])),
        place(
            "/linkedMembership",
            1,
            true,
            json!([stored_group, group,
            {"type": "STANDARD", "name": "Group", "id": "1"}, {}, {"name": "Group"},
            {"type": "CLUB", "name": "Group"}, {"type": "CONSORTIUM", "name": long(81)}]),
        ),
        place("/linkedMembership/name", 0, false, json!(["Group", long(80), ""])),
        place("/companyProfile", 0, false, json!([{}])),
        place(
            "/companyProfile/companyName",
            4,
            false,
            json!(["Fairmont", "Acme", long(81), "abc", "", long(250)]),
        ),
        place("/companyProfile/preferredLanguage", 3, false, json!(["en-US", "de-DE", "xx", ""])),
        place("/companyProfile/marketSegment", 0, false, json!(["COM", "EDU", "GOV", "XXX", ""])),
        place(
            "/companyProfile/marketSubSegments",
            0,
            false,
            json!([[], ["K_12"], ["FEDERAL"], ["STATE"], ["K_12", "HIGHER_ED"]]),
        ),
        place("/companyProfile/address", 0, false, json!([{}])),
        place("/companyProfile/address/country", 2, false, json!(["US", "DE", ""])),
        place("/companyProfile/address/region", 2, false, json!(["CA", "NY", ""])),
        place(
            "/companyProfile/address/city",
            3,
            false,
            json!(["San Jose", long(40), long(41), "", "a\"b"]),
        ),
        place(
            "/companyProfile/address/addressLine1",
            3,
            false,
            json!(["200 Fairmont Ave", long(60), long(61), ""]),
        ),
        place(
            "/companyProfile/address/addressLine2",
            2,
            true,
            json!(["Apt 123", "x", "", long(61)]),
        ),
        place(
            "/companyProfile/address/postalCode",
            3,
            false,
            json!(["95110-1234", "95110", "nonsense", "", long(41)]),
        ),
        place(
            "/companyProfile/address/phoneNumber",
            2,
            true,
            json!(["800-123-4567", "1", "", "<"]),
        ),
        place("/companyProfile/contacts", 0, false, json!([[]])),
        place(
            "/companyProfile/contacts/0/phoneNumber",
            2,
            true,
            json!(["1", long(40), "", long(41)]),
        ),
        place(
            "/companyProfile/contacts/0/firstName",
            2,
            false,
            json!(["Mickey", "Minnie", "", long(36)]),
        ),
        place(
            "/discounts",
            1,
            true,
            json!([[{"offerType": "LICENSE", "level": "02"}], [], [{"level": "03"}]]),
        ),
        place(
            "/benefits",
            1,
            true,
            json!([
                [], [large],
                [request("commitmentRequest", &license(20))],
                [request("commitmentRequest", &license(10))],
                [request("commitmentRequest", &license(9))],
                [request("commitmentRequest", &both(25, 2000))],
                [request("commitmentRequest", &both(25, 999))],
                [request("commitmentRequest", &json!([]))],
                [request("recommitmentRequest", &license(20))],
                [request("recommitmentRequest", &both(10, 1000))],
                [large, request("commitmentRequest", &license(20))],
                [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {}, "recommitmentRequest": {}}],
                [{"type": "NONE"}], [{}],
            ]),
        ),
        place(
            "/benefits/0/commitmentRequest",
            0,
            false,
            json!([{"minimumQuantities": license(40)}, {"status": "REQUESTED", "minimumQuantities": license(40)}, {}]),
        ),
        place(
            "/benefits/0/commitment/status",
            0,
            false,
            json!(["COMMITTED", "EXPIRED", "ACTIVE", "NONCOMPLIANT", "HELD"]),
        ),
        place(
            "/benefits/0/commitment/endDate",
            0,
            false,
            json!(["2026-03-02", "2026-03-03", "2028-05-01", "soon"]),
        ),
        place(
            "/cotermDate",
            4,
            true,
            json!(["2026-05-02", "2026-03-03", "2026-04-02", "2028-02-29", "soon"]),
        ),
        place("/creationDate", 2, true, json!(["2019-05-02T22:49:52Z", "x"])),
        place("/status", 2, true, json!(["1000", "1004", "1002", "1012", "1", ""])),
        place(
            "/links",
            1,
            true,
            json!([{"self": {"uri": "/v3", "method": "GET", "headers": []}}, {}]),
        ),
        place("/links/self/headers", 0, false, json!([[{"a": 1}], []])),
        place("/nickname", 2, true, json!(["Fi", {"a": [1, null]}, null])),
        place("/alias", 1, true, json!(["Al", {"b": 1, "a": 2}])),
        place("/Alias", 1, true, json!([1])),
        place("/companyProfile/alias", 1, true, json!(["Al"])),
        place("/companyProfile/nickname", 1, true, json!([true, "Fi"])),
        place("/companyProfile/address/county", 1, true, json!(["Cork", 1])),
    ]
}

pub fn ibm() -> Vec<Place> {
    let address = json!({"AddressLine1": "2 Mill Road", "AddressType": "MAILING", "City": "Dublin",
        "Country": "Ireland", "State": "Leinster", "PostalCode": "D02"});
    let account =
        json!({"AccountNumber": "", "LocationName": "Dublin", "PaymentMethodType": "NONE"});
    let mut all = vec![
        place("/Customer", 0, false, json!([{}])),
        place("/Customer/Version", 3, true, json!([1, 7, i64::MAX - 1, 0, i64::MAX, -1])),
        place("/Customer/Id", 1, true, json!([204000117, 5])),
        place(
            "/Customer/CustomerState",
            2,
            true,
            json!(["ACTIVE", "SUSPENDED", "DEREGISTER_PENDING", "GONE"]),
        ),
        place("/Customer/SuspensionDate", 1, true, json!(["05/30/2015 08:00:00", "x"])),
        place("/Customer/IsGuest", 2, true, json!([false, "no", true])),
        place("/Customer/CustomerNumber", 2, true, json!(["CN-0001", long(50), "", long(51)])),
        place("/Customer/Organization", 0, false, json!([{}])),
        place(
            "/Customer/Organization/OrgName",
            2,
            false,
            json!(["Acme Tools", "Bolt Ltd", "", long(300)]),
        ),
        place("/Customer/Organization/Phone", 2, true, json!(["+1 555 0100", "1", "", long(300)])),
        place(
            "/Customer/Organization/AddressSet",
            1,
            false,
            json!([[address], [], [address, address], [{}]]),
        ),
        place(
            "/Customer/Organization/AddressSet/0/AddressLine2",
            1,
            true,
            json!(["Suite 204", ""]),
        ),
        place(
            "/Customer/Organization/AddressSet/0/AdressLine2",
            0,
            false,
            json!(["Suite 204", "x", ""]),
        ),
        place(
            "/Customer/Organization/AddressSet/0/AddressType",
            2,
            false,
            json!(["BILLING", "MAILING", "billing", "HOME", ""]),
        ),
        place("/Customer/Organization/AddressSet/0/City", 1, false, json!(["Boston", ""])),
        place("/Customer/Organization/AddressSet/0/State", 1, false, json!(["Massachusetts", ""])),
        place("/Customer/Organization/AddressSet/0/StateCode", 1, true, json!(["MA", "NY"])),
        place("/Customer/Organization/AddressSet/0/Verified", 2, true, json!([true, 1, null])),
        place("/Customer/Organization/Contact", 0, false, json!([{}])),
        place("/Customer/Organization/Contact/GivenName", 1, false, json!(["John", "", long(300)])),
        place("/Customer/Organization/Contact/WorkPhone", 1, false, json!(["+1 555 0101", ""])),
        place(
            "/Customer/Organization/Contact/WebSiteAddress",
            1,
            true,
            json!(["www.acme.example", ""]),
        ),
        place(
            "/Customer/Organization/Contact/WebsiteAddress",
            0,
            false,
            json!(["www.acme.example", "x"]),
        ),
        place("/Customer/Organization/Contact/DN", 1, true, json!(["cn=aoife", "cn=x"])),
        place(
            "/Customer/Organization/Contact/Nickname",
            2,
            true,
            json!(["Fi", {"a": 1, "b": [2]}, {"a": 2}]),
        ),
        place("/Customer/Organization/Owner", 1, true, json!([100000001, 1])),
        place("/Customer/CustomerAccountSet", 1, false, json!([[account], [], [account, account]])),
        place(
            "/Customer/CustomerAccountSet/0/AccountNumber",
            2,
            false,
            json!(["AC-100", "", long(300)]),
        ),
        place(
            "/Customer/CustomerAccountSet/0/PaymentMethodType",
            2,
            false,
            json!(["INVOICE", "NONE", "cash", ""]),
        ),
        place("/Customer/CustomerAccountSet/0/CurrencyType", 1, true, json!(["USD", ""])),
        place("/Customer/CustomerAccountSet/0/CreditLimit", 2, true, json!([5000, 1])),
        place(
            "/Customer/CustomerIdentifierSet",
            3,
            true,
            json!([
                [{"Value": "0007001", "CustomerIdType": "IBM_CUSTOMER_NUMBER"}],
                [], [{"Value": "a"}, {"Value": "b", "Source": "crm"}], [{"Value": long(51)}], [{}, {}],
            ]),
        ),
        place("/Customer/CustomerIdentifierSet/0/Value", 1, true, json!(["x", ""])),
        place("/Customer/Area", 2, true, json!(["west", {"b": 1, "a": [2]}])),
        place("/Customer/Organization/Contact/Alias", 1, true, json!(["Al", 1])),
        place("/Customer/Tier", 2, true, json!(["gold", {"of": [1, {"a": null}]}, null])),
    ];
    for pointer in ["NamePrefix", "LanguagePreference", "HomePhone", "TimeZone"] {
        let pointer: &'static str =
            Box::leak(format!("/Customer/Organization/Contact/{pointer}").into_boxed_str());
        all.push(place(pointer, 1, true, json!(["x", "", long(300)])));
    }
    all
}

pub fn commvault() -> Vec<Place> {
    let john = json!({"type": "admin", "firstName": "John", "lastName": "Doe", "email": "john.doe@acme.com"});
    let mut all = vec![
        place("/id", 1, true, json!(["7194af6f-1285-4295-94aa-ceed7ea2d792", "1"])),
        place(
            "/status",
            2,
            false,
            json!([
                "active",
                "update_failure",
                "updating",
                "deactivated",
                "activating",
                "deactivating",
                "paused",
                ""
            ]),
        ),
        place("/insertTs", 1, true, json!(["2021-06-07T21:16:48", "x"])),
        place("/updateTs", 2, true, json!(["2021-06-07T21:16:48", "2021-06-07T21:16:48Z", "x"])),
        place("/externalId", 2, false, json!(["XSP1234", "X", ""])),
        place("/name", 2, false, json!(["Acme ltd", "Bolt", ""])),
        place("/website", 2, true, json!(["www.acme.com", "x", ""])),
        place("/provisionCountry", 1, true, json!(["United States", "Ireland"])),
        place(
            "/contacts",
            1,
            false,
            json!([[john], [], [{}], [john, john], [null],
            [{"firstName": "Jo", "lastName": "Do", "email": "jo@do.com", "phone": "1"}],
            [{"phone": "2"}], [{"address": {"city": "Cork"}}], [{"type": "owner"}]]),
        ),
        place("/contacts/0/type", 1, true, json!(["admin", "owner", ""])),
        place("/contacts/0/firstName", 1, false, json!(["John", "Jo", ""])),
        place("/contacts/0/lastName", 1, false, json!(["Doe", ""])),
        place("/contacts/0/email", 1, false, json!(["john.doe@acme.com", "j@x.com", ""])),
        place("/contacts/0/phone", 2, true, json!(["1", "2", ""])),
        place("/contacts/0/title", 1, true, json!(["Ms", 1])),
        place(
            "/contacts/0/address",
            1,
            true,
            json!([{"city": "Cork"}, {}, {"city": null, "state": "x"}]),
        ),
        place("/contacts/0/address/county", 1, true, json!(["Cork", null, 2])),
        place("/services", 2, true, json!([[], [{"sku": "CV-M365", "n": 1.0}], [{}]])),
        place("/deactivatedOptions", 1, true, json!([{"disableLogin": true}, {}])),
        place("/type", 2, true, json!(["Production", "POC", ""])),
        place("/alias", 1, true, json!(["Al", {"b": 1, "a": 2}])),
        place("/contacts/0/alias", 1, true, json!(["Al"])),
        place("/industry", 2, true, json!(["retail", {"a": [1, {"b": 1.50}]}, null])),
    ];
    for name in ["addressLine1", "addressLine2", "city", "state", "country", "postalCode"] {
        let pointer: &'static str =
            Box::leak(format!("/contacts/0/address/{name}").into_boxed_str());
        all.push(place(pointer, 1, true, json!(["Cork", "1 Ave", ""])));
    }
    all
}
