//! Lists of another length, and what is wrong inside of them.
//!
//! Goal: that a list is another one hides nothing that is wrong in its elements: all of it is in the
//! way at once. Method: a wish for what an update says meets, rule by rule and place by place, what
//! the update is refused for.

use crate::plan::{adobe_record, ask, commvault_record, ibm_record};
use serde_json::{Value, json};

fn facts(vendor: &str) -> Value {
    match vendor {
        "adobe" => json!({"today": "2026-03-01"}),
        "ibm" => json!({"role": "VSR", "sameOrganization": true}),
        _ => json!({"externalIdTaken": false, "nameTaken": false}),
    }
}

/// Rule and place of each of these.
fn places(list: &Value) -> Vec<[&str; 2]> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| ["rule", "pointer"].map(|name| one[name].as_str().unwrap())).collect()
}

/// A wish as a merge patch meets what the same update does: exactly this.
fn hides_nothing(vendor: &str, record: &Value, update: &Value, expected: &[[&str; 2]]) {
    let mut question = json!({"vendor": vendor, "customer": record, "facts": facts(vendor)});
    question["input"] = json!({"update": update});
    let refused = ask(&question);
    assert_eq!(places(&refused["violations"]), expected, "{refused}");
    question.as_object_mut().unwrap().shift_remove("input");
    question["wish"] = json!({"merge": update});
    let unreachable = ask(&question);
    assert_eq!(places(&unreachable["obstacles"]), expected, "{unreachable}");
}

#[test]
fn adobe_a_longer_list_hides_nothing() {
    let mut record = adobe_record();
    record["discounts"] = json!([{"offerType": "LICENSE", "level": "01", "zOld": 1}]);
    record["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": {
        "status": "COMMITTED", "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}}]);
    let unknown = "adobe.member.unknown";
    let fixed = "adobe.member.read-only";
    let same = json!({"offerType": "LICENSE", "level": "01", "zOld": 1.0, "zNew": 1});
    let other = json!({"offerType": "LICENSE", "level": "02", "zOld": 2});
    hides_nothing(
        "adobe",
        &record,
        &json!({"discounts": [other]}),
        &[[unknown, "/discounts/0/zOld"], [fixed, "/discounts/0/level"]],
    );
    hides_nothing(
        "adobe",
        &record,
        &json!({"discounts": [same, {"zMore": 1}]}),
        &[[unknown, "/discounts/0/zNew"], [unknown, "/discounts/1/zMore"], [fixed, "/discounts"]],
    );
    let list = "/benefits/0/commitment/minimumQuantities";
    let (first, second) = (format!("{list}/0/zNew"), format!("{list}/1/zNew"));
    let license = |quantity: i64| json!({"offerType": "LICENSE", "quantity": quantity, "zNew": 1});
    let consumables = json!({"offerType": "CONSUMABLES", "quantity": 1000, "zNew": 1});
    let benefit = |list: Value| {
        json!({"benefits": [{"type": "THREE_YEAR_COMMIT",
            "commitment": {"status": "COMMITTED", "minimumQuantities": list}}]})
    };
    hides_nothing(
        "adobe",
        &record,
        &benefit(json!([license(10), consumables])),
        &[[unknown, &first], [unknown, &second], [fixed, list]],
    );
    hides_nothing(
        "adobe",
        &record,
        &benefit(json!([license(11)])),
        &[[unknown, &first], [fixed, &format!("{list}/0/quantity")]],
    );
    let people = json!([
        {"firstName": "Ada", "lastName": "S".repeat(40), "email": "ada@example.com", "zNew": 1},
        {"firstName": "", "lastName": "New", "email": "new"},
        {"email": "ada@example.com"},
    ]);
    let at = |end: &str| format!("/companyProfile/contacts/{end}");
    hides_nothing(
        "adobe",
        &record,
        &json!({"companyProfile": {"contacts": people}}),
        &[
            [unknown, &at("0/zNew")],
            ["adobe.contact.complete", &at("2/firstName")],
            ["adobe.contact.complete", &at("2/lastName")],
            ["adobe.text.empty", &at("1/firstName")],
            ["adobe.email.form", &at("1/email")],
            ["adobe.contacts.once", &at("2/email")],
            ["adobe.contact.name-fixed", &at("0/lastName")],
        ],
    );
}

#[test]
fn ibm_a_longer_list_hides_nothing() {
    let mut record = ibm_record();
    record["Customer"]["CustomerIdentifierSet"] = json!([{"Value": "1", "CustomerIdType": "a"}]);
    let mut update = record.clone();
    let long = json!({"Value": "1".repeat(51), "CustomerIdType": "a".repeat(26)});
    update["Customer"]["CustomerIdentifierSet"] = json!([long, {"Value": "1".repeat(51)}]);
    let set = &mut update["Customer"]["Organization"]["AddressSet"];
    set[0]["City"] = json!("x".repeat(300));
    set[0]["StateCode"] = json!("MA");
    set.as_array_mut().unwrap().push(json!({"AddressType": "NONE", "CountryCode": "US"}));
    let at = |end: &str| format!("/Customer/Organization/AddressSet/{end}");
    let id = |end: &str| format!("/Customer/CustomerIdentifierSet/{end}");
    let (long, missing) = ("ibm.length.maximum", "ibm.required.missing");
    hides_nothing(
        "ibm",
        &record,
        &update,
        &[
            ["ibm.set.single", "/Customer/Organization/AddressSet"],
            [long, &at("0/City")],
            ["ibm.read-only.same", &at("0/StateCode")],
            [missing, &at("1/AddressLine1")],
            ["ibm.word.listed", &at("1/AddressType")],
            [missing, &at("1/City")],
            [missing, &at("1/Country")],
            [missing, &at("1/State")],
            [missing, &at("1/PostalCode")],
            ["ibm.read-only.same", &at("1/CountryCode")],
            [long, &id("0/Value")],
            [long, &id("0/CustomerIdType")],
            [long, &id("1/Value")],
        ],
    );
}

#[test]
fn commvault_a_longer_list_hides_nothing() {
    let mut record = commvault_record();
    record["contacts"][0]["zOld"] = json!(1);
    let (kind, empty) = ("commvault.contact.type", "commvault.contact.has-value");
    let unknown = "commvault.member.unknown";
    let contact = |old: i64| {
        json!({"type": "owner", "email": "j@acme.com", "firstName": "", "lastName": "D",
            "address": {"zNew": 1}, "zOld": old})
    };
    let body = |list: Value| json!({"externalId": "X", "name": "Acme", "contacts": list});
    hides_nothing(
        "commvault",
        &record,
        &body(json!([contact(2), contact(3)])),
        &[
            ["commvault.contacts.exactly-one", "/contacts"],
            [kind, "/contacts/0/type"],
            [empty, "/contacts/0/firstName"],
            [unknown, "/contacts/0/address/zNew"],
            [unknown, "/contacts/0/zOld"],
            [kind, "/contacts/1/type"],
            [empty, "/contacts/1/firstName"],
            [unknown, "/contacts/1/address/zNew"],
            [unknown, "/contacts/1/zOld"],
        ],
    );
}

/// A list with a null in the place of a value is another list.
#[test]
fn a_null_in_a_list_that_nobody_may_change_is_in_the_way() {
    let wish = |vendor: &str, customer: Value, patch: Value| {
        let question = json!({"vendor": vendor, "customer": customer, "facts": facts(vendor),
            "wish": {"merge": patch}});
        let answer = ask(&question);
        assert_eq!(answer["verdict"], "unreachable", "{answer}");
        answer["obstacles"][0]["pointer"].as_str().unwrap().to_owned()
    };
    let mut adobe = adobe_record();
    adobe["tags"] = json!(["t", "u"]);
    assert_eq!(wish("adobe", adobe, json!({"tags": ["t", null]})), "/tags/1");
    let mut commvault = commvault_record();
    commvault["services"] = json!([{"sku": "1"}]);
    assert_eq!(wish("commvault", commvault, json!({"services": [null]})), "/services/0");
}
