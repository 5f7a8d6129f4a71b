//! One request, three vendors: the same words side by side.
//!
//! Goal: the first page to read. It says what an absent member, null, a value, an empty list, an
//! unknown member, a busy or stale record and a repeated request mean at Adobe (a partial update),
//! IBM (a full replacement) and Commvault (absent keeps, null clears, and it settles later).
//! Method: one customer, Acme, is stored at all three; every test sends each the same wish and says
//! what each answers. Presets are the default ones.

use serde_json::{Value, json};

/// Acme at Adobe: the optional phone is the one of the address.
fn adobe() -> Value {
    json!({
        "externalReferenceId": "342",
        "companyProfile": {
            "companyName": "Acme", "preferredLanguage": "en-US",
            "address": {"country": "US", "region": "CA", "city": "San Jose",
                "addressLine1": "1 Way", "postalCode": "95110", "phoneNumber": "1"},
            "contacts": [{"firstName": "Jo", "lastName": "Doe", "email": "jo@acme.com"}],
        },
        "status": "1000",
    })
}

/// Acme at IBM: the optional phone is the organization's.
fn ibm() -> Value {
    json!({"Customer": {
        "CustomerState": "ACTIVE", "Version": 7,
        "Organization": {
            "OrgName": "Acme", "Phone": "1",
            "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "San Jose",
                "Country": "United States", "State": "California", "PostalCode": "95110"}],
            "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.com",
                "WorkPhone": "2"},
        },
        "CustomerAccountSet": [{"AccountNumber": "A-1", "LocationName": "San Jose"}],
        "CustomerIdentifierSet": [{"Value": "9"}],
    }})
}

/// Acme at Commvault: the optional phone is the contact's.
fn commvault() -> Value {
    json!({
        "status": "active", "externalId": "X", "name": "Acme",
        "contacts": [{"type": "admin", "firstName": "Jo", "lastName": "Doe", "email": "jo@acme.com",
            "phone": "1"}],
    })
}

const ADOBE_PHONE: &str = "/companyProfile/address/phoneNumber";
const IBM_PHONE: &str = "/Customer/Organization/Phone";
const COMMVAULT_PHONE: &str = "/contacts/0/phone";

/// Asks one vendor.
#[track_caller]
fn ask(vendor: &str, customer: &Value, internal: &Value, input: &Value) -> Value {
    let facts = match vendor {
        "adobe" => json!({"activeSubscriptions": 0, "partnerGlobalSales": true}),
        "ibm" => json!({"role": "CustomerAdministrator", "sameOrganization": true}),
        "commvault" => json!({"externalIdTaken": false, "nameTaken": false}),
        other => panic!("say it of {other} as well"),
    };
    let mut question = json!({
        "vendor": vendor, "customer": customer, "input": input, "facts": facts,
    });
    if !internal.is_null() {
        question["internal"] = internal.clone();
    }
    serde_json::from_str(&customer_core::contract::apply(&question.to_string())).unwrap()
}

#[track_caller]
fn update(vendor: &str, customer: &Value, update: &Value) -> Value {
    ask(vendor, customer, &Value::Null, &json!({ "update": update }))
}

/// `document` with another value at `pointer`; with `None` the member is not there.
#[track_caller]
fn with(mut document: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => drop(parent.insert(name.into(), value)),
        None => drop(parent.shift_remove(name)),
    }
    document
}

/// What each vendor stores under the phone after this was sent for it, everything else repeated.
/// At Commvault: once it has settled. `Err`: where and with which code it is refused.
fn phone(sent: Option<Value>) -> [Result<Option<String>, String>; 3] {
    let told = |answer: &Value, customer: &Value, pointer: &str| match &answer["violations"][0] {
        Value::Null => Ok(customer.pointer(pointer).and_then(Value::as_str).map(str::to_owned)),
        violation => Err(format!(
            "{} at {}",
            violation["code"].as_str().unwrap_or("no code"),
            violation["pointer"].as_str().unwrap()
        )),
    };
    let one = update("adobe", &adobe(), &with(adobe(), ADOBE_PHONE, sent.clone()));
    let two = update("ibm", &ibm(), &with(ibm(), IBM_PHONE, sent.clone()));
    let three = update("commvault", &commvault(), &with(commvault(), COMMVAULT_PHONE, sent));
    [
        told(&one, &one["customer"], ADOBE_PHONE),
        told(&two, &two["customer"], IBM_PHONE),
        told(&three, &three["internal"]["pending"], COMMVAULT_PHONE),
    ]
}

fn ok(phone: Option<&str>) -> Result<Option<String>, String> {
    Ok(phone.map(str::to_owned))
}

fn refused(how: &str) -> Result<Option<String>, String> {
    Err(how.to_owned())
}

#[test]
fn an_absent_member_is_kept_or_deleted() {
    // Adobe keeps it, IBM deletes it, Commvault keeps it.
    assert_eq!(phone(None), [ok(Some("1")), ok(None), ok(Some("1"))]);
}

#[test]
fn null_is_refused_or_clears() {
    let at = |code: &str, place: &str| refused(&format!("{code} at {place}"));
    assert_eq!(
        phone(Some(Value::Null)),
        [at("1118", ADOBE_PHONE), at("BZSAP1011E", IBM_PHONE), ok(None)]
    );
}

#[test]
fn a_value_is_set_everywhere() {
    assert_eq!(phone(Some(json!("2"))), [ok(Some("2")), ok(Some("2")), ok(Some("2"))]);
}

#[test]
fn an_empty_text_is_no_value_or_a_value() {
    assert_eq!(phone(Some(json!(""))), [ok(None), ok(None), ok(Some(""))]);
}

#[test]
fn a_required_member_may_be_left_out_only_where_what_is_absent_stays() {
    let renamed = |customer: Value, pointer: &str| with(customer, pointer, None);
    let name = "/companyProfile/companyName";
    assert_eq!(update("adobe", &adobe(), &renamed(adobe(), name))["verdict"], "unchanged");
    let name = "/Customer/Organization/OrgName";
    let answer = update("ibm", &ibm(), &renamed(ibm(), name));
    assert_eq!(answer["violations"][0]["pointer"], name);
    assert_eq!(answer["violations"][0]["code"], "BZSAP1033E");
    // Commvault keeps what is absent, and yet asks for three members every time.
    let answer = update("commvault", &commvault(), &json!({}));
    let places: Vec<_> =
        answer["violations"].as_array().unwrap().iter().map(|v| v["pointer"].clone()).collect();
    assert_eq!(places, ["/externalId", "/name", "/contacts"]);
}

#[test]
fn an_empty_request_is_nothing_or_everything() {
    assert_eq!(update("adobe", &adobe(), &json!({}))["verdict"], "unchanged");
    // Of a full replacement it is the demand to delete everything.
    let answer = update("ibm", &ibm(), &json!({"Customer": {}}));
    assert_eq!(answer["verdict"], "rejected");
    assert!(answer["violations"].as_array().unwrap().len() > 5);
    assert_eq!(update("commvault", &commvault(), &json!({}))["verdict"], "rejected");
}

#[test]
fn an_empty_list_is_refused_or_empties_the_list() {
    let none = Some(json!([]));
    let contacts = "/companyProfile/contacts";
    let answer = update("adobe", &adobe(), &with(adobe(), contacts, none.clone()));
    assert_eq!(answer["violations"][0]["code"], "1117");
    // A list that may be empty is empty afterwards; one that needs an element refuses.
    let identifiers = "/Customer/CustomerIdentifierSet";
    let answer = update("ibm", &ibm(), &with(ibm(), identifiers, none.clone()));
    assert_eq!(answer["customer"].pointer(identifiers), Some(&json!([])));
    let accounts = "/Customer/CustomerAccountSet";
    let answer = update("ibm", &ibm(), &with(ibm(), accounts, none.clone()));
    assert_eq!(answer["violations"][0]["pointer"], accounts);
    let answer = update("commvault", &commvault(), &with(commvault(), "/contacts", none));
    assert_eq!(answer["violations"][0]["pointer"], "/contacts");
}

#[test]
fn a_list_is_replaced_whole_or_its_one_element_merged() {
    // Adobe: whoever is not in the new list is gone, though an administrator they remain.
    let ann = json!([{"firstName": "Ann", "lastName": "Lee", "email": "ann@acme.com"}]);
    let sent = json!({"companyProfile": {"contacts": ann}});
    let answer = update("adobe", &adobe(), &sent);
    assert_eq!(answer["customer"]["companyProfile"]["contacts"], ann);
    let effects: Vec<_> = answer["effects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["effect"].as_str().unwrap(), one["email"].as_str().unwrap()))
        .collect();
    assert_eq!(
        effects,
        [
            ("welcome-email", "ann@acme.com"),
            ("system-admin-added", "ann@acme.com"),
            ("system-admin-remains", "jo@acme.com"),
        ]
    );
    // IBM: an account without its number is no account, whatever was stored.
    let accounts = "/Customer/CustomerAccountSet";
    let sent = with(ibm(), accounts, Some(json!([{"LocationName": "Salem"}])));
    let answer = update("ibm", &ibm(), &sent);
    let place = format!("{accounts}/0/AccountNumber");
    assert_eq!(answer["violations"][0]["pointer"], json!(place));
    // Commvault: what the contact's element does not say, stays.
    let sent = with(commvault(), "/contacts", Some(json!([{"phone": "2"}])));
    let answer = update("commvault", &commvault(), &sent);
    let contact = &answer["internal"]["pending"]["contacts"][0];
    assert_eq!((&contact["phone"], &contact["email"]), (&json!("2"), &json!("jo@acme.com")));
}

#[test]
fn an_unknown_member_is_refused_or_kept() {
    let exact: Value = serde_json::from_str(r#"{"a":1.50}"#).unwrap();
    let nick = |customer: Value, pointer: &str| with(customer, pointer, Some(exact.clone()));
    let answer = update("adobe", &adobe(), &nick(adobe(), "/nickname"));
    assert_eq!(answer["violations"][0]["code"], "1121");
    let answer = update("ibm", &ibm(), &nick(ibm(), "/Customer/nickname"));
    assert_eq!(answer["verdict"], "applied");
    assert_eq!(answer["customer"]["Customer"]["nickname"].to_string(), r#"{"a":1.50}"#);
    // A full replacement must not delete what it does not know.
    let answer = update("ibm", &nick(ibm(), "/Customer/nickname"), &ibm());
    assert_eq!(answer["customer"]["Customer"]["nickname"].to_string(), r#"{"a":1.50}"#);
    let answer = update("commvault", &commvault(), &nick(commvault(), "/nickname"));
    assert_eq!(answer["violations"][0]["pointer"], "/nickname");
}

#[test]
fn a_record_that_may_not_be_updated_now() {
    // Adobe: pending, wait. Blocked, stop.
    let pending = with(adobe(), "/status", Some(json!("1002")));
    let answer = update("adobe", &pending, &json!({}));
    assert_eq!(
        (&answer["violations"][0]["code"], &answer["next"]),
        (&json!("1125"), &json!("wait"))
    );
    let blocked = with(adobe(), "/status", Some(json!("1012")));
    assert_eq!(update("adobe", &blocked, &json!({}))["next"], "stop");
    // IBM: somebody else was faster. Read, make the change again, send again.
    let stale = with(ibm(), "/Customer/Version", Some(json!(6)));
    let answer = update("ibm", &ibm(), &stale);
    assert_eq!((&answer["response"]["status"], &answer["next"]), (&json!(500), &json!("refetch")));
    // Commvault: the last update still runs.
    let busy = with(commvault(), "/status", Some(json!("updating")));
    let answer = update("commvault", &busy, &commvault());
    assert_eq!((&answer["response"]["status"], &answer["next"]), (&json!(409), &json!("wait")));
}

#[test]
fn when_it_is_over() {
    let answer = update("adobe", &adobe(), &json!({"externalReferenceId": "9"}));
    assert_eq!(answer["customer"]["externalReferenceId"], "9");
    assert_eq!((&answer["response"]["status"], &answer["next"]), (&json!(200), &json!("done")));
    let answer = update("ibm", &ibm(), &with(ibm(), IBM_PHONE, Some(json!("2"))));
    assert_eq!((&answer["response"]["status"], &answer["next"]), (&json!(204), &json!("done")));
    assert_eq!(answer["customer"]["Customer"]["Version"], 8);
    // Commvault shows the old values and the status `updating` until it settles.
    let answer =
        update("commvault", &commvault(), &with(commvault(), COMMVAULT_PHONE, Some(json!("2"))));
    assert_eq!(answer["customer"].pointer(COMMVAULT_PHONE), Some(&json!("1")));
    assert_eq!(
        (&answer["customer"]["status"], &answer["next"]),
        (&json!("updating"), &json!("poll"))
    );
    for (settled, phone, status) in
        [("succeeded", "2", "active"), ("failed", "1", "update_failure")]
    {
        let event = json!({ "settled": settled });
        let after = ask("commvault", &answer["customer"], &answer["internal"], &event);
        assert_eq!(after["customer"].pointer(COMMVAULT_PHONE), Some(&json!(phone)));
        assert_eq!(after["customer"]["status"], status);
        assert_eq!(after["internal"], json!({}));
    }
}

#[test]
fn the_same_request_again() {
    // Adobe: nothing changes, and yet everybody named gets another mail.
    let sent = json!({"companyProfile": {"contacts": adobe()["companyProfile"]["contacts"]}});
    let answer = update("adobe", &adobe(), &sent);
    assert_eq!(answer["verdict"], "unchanged");
    assert_eq!(answer["effects"], json!([{"effect": "welcome-email", "email": "jo@acme.com"}]));
    // IBM: after a change the token is old; with the new one nothing changes, the token included.
    let sent = with(ibm(), IBM_PHONE, Some(json!("2")));
    let after = update("ibm", &ibm(), &sent)["customer"].clone();
    assert_eq!(update("ibm", &after, &sent)["next"], "refetch");
    let again = update("ibm", &after, &with(sent, "/Customer/Version", Some(json!(8))));
    assert_eq!((&again["verdict"], &again["customer"]), (&json!("unchanged"), &after));
    // Commvault: it runs all the same, and ends in the same values.
    let again = update("commvault", &commvault(), &commvault());
    assert_eq!((&again["verdict"], &again["next"]), (&json!("applied"), &json!("poll")));
    assert_eq!(again["internal"]["pending"], commvault());
}

#[test]
fn nothing_was_looked_up() {
    // What was not looked up leaves it undecided where it matters, and only there.
    let bare = |vendor: &str, customer: Value, sent: Value| -> Value {
        let question = json!({"vendor": vendor, "customer": customer, "input": {"update": sent}});
        serde_json::from_str(&customer_core::contract::apply(&question.to_string())).unwrap()
    };
    let segment = json!({"companyProfile": {"marketSegment": "EDU"}});
    let answer = bare("adobe", adobe(), segment);
    let asked = |answer: &Value| -> Vec<(String, String)> {
        assert_eq!((&answer["verdict"], &answer["next"]), (&json!("undecided"), &json!("lookup")));
        assert_eq!((&answer["violations"], &answer["response"]), (&json!([]), &Value::Null));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let needs = answer["needs"].as_array().unwrap().iter();
        needs.map(|need| (text(&need["fact"]), text(&need["pointer"]))).collect()
    };
    let needs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(fact, at)| ((*fact).into(), (*at).into())).collect()
    };
    let at = "/companyProfile/marketSegment";
    let both = [("activeSubscriptions", at), ("resellerMarketSegments", at)];
    assert_eq!(asked(&answer), needs(&both));
    assert_eq!(bare("adobe", adobe(), json!({"externalReferenceId": "9"}))["verdict"], "applied");
    let answer = bare("ibm", ibm(), ibm());
    assert_eq!(asked(&answer), needs(&[("role", ""), ("sameOrganization", "")]));
    let renamed = with(commvault(), "/name", Some(json!("Acme Ltd")));
    let answer = bare("commvault", commvault(), renamed);
    assert_eq!(asked(&answer), needs(&[("nameTaken", "/name")]));
    assert_eq!(bare("commvault", commvault(), commvault())["verdict"], "applied");
}
