//! The vendors' own samples, and one case for each thing that is easy to get wrong.
use customer_core_fuzz::model::{answer, text_of};
use serde_json::{Value, json};

fn ask(vendor: &str, customer: &Value, input: Value, more: Value) -> Value {
    let mut request = json!({"vendor": vendor, "customer": customer, "input": input});
    for (k, v) in more.as_object().into_iter().flatten() {
        request[k] = v.clone();
    }
    answer(&request.to_string())
}

fn places(a: &Value) -> Vec<(String, String)> {
    let word = |v: &Value| v.as_str().unwrap_or("-").to_string();
    let list = a["violations"].as_array().cloned().unwrap_or_default();
    list.iter().map(|v| (word(&v["code"]), word(&v["pointer"]))).collect()
}

/// What an undecided answer asks for.
fn needs(a: &Value) -> Vec<(String, String)> {
    assert_eq!((&a["verdict"], &a["next"]), (&json!("undecided"), &json!("lookup")), "{a}");
    assert_eq!(a.get("response"), Some(&Value::Null));
    let word = |v: &Value| v.as_str().unwrap_or("-").to_string();
    let list = a["needs"].as_array().cloned().unwrap_or_default();
    list.iter().map(|n| (word(&n["fact"]), word(&n["pointer"]))).collect()
}

/// Pointer, kind and cause of each change.
fn told(a: &Value) -> Vec<String> {
    let line =
        |c: &Value| format!("{} {} {}", c["pointer"], c["kind"], c["cause"]).replace('"', "");
    a["changes"].as_array().into_iter().flatten().map(line).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

fn fairmont() -> Value {
    json!({
        "externalReferenceId": "342", "customerId": "9876543210", "resellerId": "5556667778",
        "globalSalesEnabled": false,
        "companyProfile": {
            "companyName": "Fairmont", "preferredLanguage": "en-US", "marketSegment": "EDU",
            "marketSubSegments": ["K_12"],
            "address": {"country": "US", "region": "CA", "city": "San Jose",
                "addressLine1": "200 Fairmont Ave", "addressLine2": "Apt 123",
                "postalCode": "95110-1234", "phoneNumber": "800-123-4567"},
            "contacts": [{"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com",
                "phoneNumber": "408-123-4567"}],
        },
        "discounts": [{"offerType": "LICENSE", "level": "02"}],
        "cotermDate": "2020-05-02", "creationDate": "2019-05-02T22:49:52Z", "status": "1000",
        "links": {"self": {"uri": "/v3/customers/9876543210", "method": "GET", "headers": []}},
    })
}

fn facts() -> Value {
    json!({"facts": {"activeSubscriptions": 0, "activeSubscriptionsInDeployments": 0,
        "resellerMarketSegments": ["COM"], "partnerGlobalSales": true, "today": "2020-04-20"}})
}

#[test]
fn adobe_sample() {
    let mut body = fairmont();
    body["externalReferenceId"] = json!("99999");
    body["globalSalesEnabled"] = json!(true);
    body["linkedMembership"] = json!({"type": "STANDARD", "name": "The Group"});
    body["companyProfile"]["marketSegment"] = json!("COM");
    let a = ask("adobe", &fairmont(), json!({"update": body.clone()}), facts());
    assert_eq!(a["verdict"], "applied", "{a}");
    assert_eq!(a["customer"]["linkedMembership"]["linkedMembershipType"], "OWNER");
    assert_eq!(a["response"]["body"], a["customer"]);
    assert_eq!(
        told(&a),
        [
            "/externalReferenceId modified set",
            "/globalSalesEnabled modified set",
            "/linkedMembership/name added set",
            "/linkedMembership/type added set",
            "/linkedMembership/linkedMembershipType added derived",
            "/companyProfile/marketSegment modified set",
            "/companyProfile/marketSubSegments removed derived",
        ]
    );
    let effects: Vec<_> = a["effects"].as_array().unwrap().iter().map(|e| &e["effect"]).collect();
    assert_eq!(effects, ["welcome-email", "linked-membership-terms-presented"]);
    let a = ask("adobe", &fairmont(), json!({"update": body}), json!({}));
    assert_eq!(
        needs(&a),
        pairs(&[
            ("activeSubscriptions", "/companyProfile/marketSegment"),
            ("resellerMarketSegments", "/companyProfile/marketSegment"),
            ("partnerGlobalSales", "/globalSalesEnabled"),
        ])
    );
    assert_eq!(places(&a), []);
}

#[test]
fn adobe_codes() {
    let update = |u: Value| ask("adobe", &fairmont(), json!({"update": u}), facts());
    let a = update(json!({"companyProfile": {"address": {"city": "", "postalCode": null}}}));
    let address =
        [("1118", "/companyProfile/address/city"), ("1118", "/companyProfile/address/postalCode")];
    assert_eq!(places(&a), pairs(&address));
    let a = update(
        json!({"companyProfile": {"preferredLanguage": "xx", "address": {"city": "", "country": "DE"}}, "zz": 1}),
    );
    assert_eq!(
        places(&a),
        pairs(&[
            ("1121", "/zz"),
            ("1117", "/companyProfile/preferredLanguage"),
            ("1117", "/companyProfile/address/city"),
            ("1119", "/companyProfile/address/country"),
        ])
    );
    let a = update(json!({"companyProfile": {"contacts": []}}));
    assert_eq!(places(&a), pairs(&[("1117", "/companyProfile/contacts")]));
    let a =
        update(json!({"companyProfile": {"contacts": [{"email": 5}], "address": []}, "status": 1}));
    assert_eq!(a["verdict"], "unreadable");
    assert_eq!(
        places(&a),
        pairs(&[
            ("-", "/input/update/companyProfile/address"),
            ("-", "/input/update/companyProfile/contacts/0/email"),
            ("-", "/input/update/status"),
        ])
    );
}

#[test]
fn adobe_contacts() {
    let contact = |f: &str, l: &str, e: &str| json!({"firstName": f, "lastName": l, "email": e});
    let list = json!([contact("A", "B", "new@x.org"), contact("Mickey", "Mouse", "m@mouse.com")]);
    let a = ask(
        "adobe",
        &fairmont(),
        json!({"update": {"companyProfile": {"contacts": list}}}),
        facts(),
    );
    assert_eq!(
        told(&a),
        [
            "/companyProfile/contacts/0 added replaced",
            "/companyProfile/contacts/0/phoneNumber removed omitted",
            "/companyProfile/contacts/1/email modified set",
        ]
    );
    let effects: Vec<_> = a["effects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| format!("{} {}", e["effect"], e["email"]).replace('"', ""))
        .collect();
    assert_eq!(
        effects,
        [
            "welcome-email new@x.org",
            "welcome-email m@mouse.com",
            "system-admin-added new@x.org",
            "system-admin-added m@mouse.com",
            "system-admin-remains mickey@mouse.com",
        ]
    );
    assert_eq!(
        a["internal"]["systemAdmins"],
        json!(["mickey@mouse.com", "new@x.org", "m@mouse.com"])
    );
}

#[test]
fn adobe_commitment() {
    let request = json!({"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"minimumQuantities": [
        {"offerType": "LICENSE", "quantity": 10}, {"offerType": "CONSUMABLES", "quantity": 1000}]}});
    let a = ask("adobe", &fairmont(), json!({"update": {"benefits": [request]}}), facts());
    assert_eq!(a["effects"][0]["kind"], "commitment", "{a}");
    assert_eq!(a["internal"]["requestedOn"], "2020-04-20");
    let on = |a: &Value, event: &str, day: &str, owned: Value| {
        let more = json!({"internal": a["internal"], "facts": {"today": day, "owned": owned}});
        ask("adobe", &a["customer"], json!({"commitment": event}), more)
    };
    assert_eq!(
        places(&on(&a, "accepted", "2020-04-28", json!({}))),
        pairs(&[("-", "/input/commitment")])
    );
    let late = on(&a, "elapsed", "2020-04-28", json!({}));
    assert_eq!(late["customer"]["benefits"][0]["commitmentRequest"]["status"], "EXPIRED");
    assert_eq!(on(&a, "elapsed", "2020-04-27", json!({}))["verdict"], "unchanged");
    let split = on(&a, "accepted", "2020-04-27", json!({"LICENSE": 10}));
    let entry = &split["customer"]["benefits"][0];
    assert_eq!(
        entry["commitment"],
        json!({"status": "COMMITTED", "startDate": "2020-04-27",
        "endDate": "2023-05-01", "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]})
    );
    assert_eq!(entry["commitmentRequest"]["status"], "ACCEPTED");
    assert_eq!(split["internal"]["acceptedOn"], "2020-04-27");
    let whole = on(&split, "ordered", "2020-05-01", json!({"LICENSE": 10, "CONSUMABLES": 1000}));
    assert_eq!(whole["customer"]["benefits"][0]["commitmentRequest"], Value::Null);
    assert_eq!(whole["internal"].get("acceptedOn"), None);
    let over = on(&whole, "elapsed", "2023-05-02", json!({}));
    assert_eq!(over["customer"]["benefits"][0]["commitment"]["status"], "EXPIRED");
    let short = on(&whole, "renewed", "2021-05-02", json!({"LICENSE": 10}));
    assert_eq!(short["customer"]["benefits"][0]["commitment"]["status"], "NONCOMPLIANT");
    assert_eq!(short["customer"]["cotermDate"], "2021-05-02");
}

fn ibm() -> Value {
    json!({"Customer": {"Id": 123456789, "CustomerState": "ACTIVE", "Version": 4, "X": 1.50,
        "Organization": {"OrgName": "Acme", "Phone": "1", "AddressSet": [{"AddressLine1": "1 Ave",
            "AddressLine2": "a", "AddressType": "BILLING", "City": "C", "Country": "United States",
            "State": "MA", "PostalCode": "01"}], "Contact": {"FamilyName": "F", "GivenName": "G",
            "EmailAddress": "e@x", "WorkPhone": "2"}},
        "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "L"}],
        "CustomerIdentifierSet": [{"Value": "v", "CustomerIdType": "SIEBEL_ID"}]}})
}

#[test]
fn ibm_update() {
    let facts =
        json!({"facts": {"role": "VSR", "sameOrganization": true, "activeSubscriptions": 0}});
    let mut body = ibm();
    body["Customer"]["Organization"].as_object_mut().unwrap().shift_remove("Phone");
    body["Customer"]["X"] = json!(1.5);
    let a = ask("ibm", &ibm(), json!({"update": body}), facts.clone());
    assert_eq!(a["customer"]["Customer"]["Version"], json!(5), "{a}");
    assert_eq!(a["customer"]["Customer"]["X"].to_string(), "1.5");
    assert_eq!(a["response"], json!({"status": 204, "body": null}));
    assert_eq!(a["changes"].as_array().unwrap().len(), 2);
    let a = ask("ibm", &ibm(), json!({"update": ibm()}), facts.clone());
    assert_eq!(a["verdict"], "unchanged");
    let flat =
        json!({"OrgName": "Acme", "AdressLine1": "", "AddressType": "billing", "Version": 3});
    let a = ask("ibm", &ibm(), json!({"update": flat}), facts.clone());
    assert_eq!(
        places(&a)[..3],
        pairs(&[
            ("BZSAP1033E", "/AdressLine1"),
            ("BZSAP1011E", "/AddressType"),
            ("BZSAP1033E", "/City")
        ])
    );
    assert_eq!(places(&a).last(), pairs(&[("-", "/Version")]).last());
    let a = ask("ibm", &ibm(), json!({"operation": "suspendCustomer"}), facts.clone());
    assert_eq!(a["customer"]["Customer"]["CustomerState"], "SUSPENDED");
    let a = ask("ibm", &ibm(), json!({"operation": "unsuspendCustomer"}), facts);
    assert_eq!((a["response"]["status"].to_string().as_str(), &a["next"]), ("400", &json!("stop")));
    let a = ask("ibm", &ibm(), json!({"update": {"Customer": {"Version": 3}}}), json!({}));
    assert_eq!(needs(&a), pairs(&[("role", ""), ("sameOrganization", "")]));
    assert_eq!(
        places(&a),
        pairs(&[
            ("BZSAP1033E", "/Customer/Organization/OrgName"),
            ("BZSAP1033E", "/Customer/Organization/AddressSet"),
            ("BZSAP1033E", "/Customer/Organization/Contact/FamilyName"),
            ("BZSAP1033E", "/Customer/Organization/Contact/GivenName"),
            ("BZSAP1033E", "/Customer/Organization/Contact/EmailAddress"),
            ("BZSAP1033E", "/Customer/Organization/Contact/WorkPhone"),
            ("BZSAP1033E", "/Customer/CustomerAccountSet"),
            ("-", "/Customer/Version"),
        ])
    );
}

fn acme() -> Value {
    json!({"id": "7194af6f", "status": "active", "insertTs": "2021-06-07T21:16:48",
        "updateTs": "2021-06-07T21:16:48", "externalId": "XSP1234", "name": "Acme ltd",
        "website": "www.acme.com", "provisionCountry": "United States",
        "contacts": [{"type": "admin", "email": "john.doe@acme.com", "firstName": "John",
            "lastName": "Doe", "address": {"city": "Sunnyvale"}}], "type": "Production"})
}

#[test]
fn commvault_update() {
    let record = json!({"data": acme()});
    let body = json!({"externalId": "XSP1234", "name": "Acme", "website": null,
        "contacts": [{"phone": "1", "address": {"city": null}}]});
    let more = json!({"facts": {"nameTaken": false, "now": "2022-01-01T00:00:00"}});
    let a = ask("commvault", &record, json!({"update": body}), more);
    assert_eq!((&a["verdict"], &a["next"]), (&json!("applied"), &json!("poll")), "{a}");
    assert_eq!(a["changes"][0]["pointer"], "/data/status");
    let pending = &a["internal"]["pending"];
    assert_eq!((pending.get("website"), pending["contacts"][0].get("address")), (None, None));
    let b = ask(
        "commvault",
        &a["customer"],
        json!({"settled": "succeeded"}),
        json!({"internal": a["internal"]}),
    );
    assert_eq!(b["customer"]["data"], *pending);
    assert_eq!((b["internal"].clone(), b["response"].clone()), (json!({}), Value::Null));
    let bad = json!({"externalId": "N", "name": "", "status": "active", "contacts": [{"email": "x"}], "q": 1});
    let a = ask("commvault", &acme(), json!({"update": bad}), json!({}));
    let at: Vec<_> = places(&a).into_iter().map(|p| p.1).collect();
    assert_eq!(at, ["/name", "/contacts/0/firstName", "/contacts/0/lastName", "/q"]);
    assert_eq!(needs(&a), pairs(&[("externalIdTaken", "/externalId")]));
}

#[test]
fn strict_reading() {
    let place = |text: &str| places(&answer(text)).first().map(|p| p.1.clone()).unwrap_or_default();
    assert_eq!(place(r#"{"customer":{"a":[{"b":1,"b":2}]}}"#), "/customer/a/0/b");
    assert_eq!(place(""), "");
    assert_eq!(place("{} x"), "");
    let deep =
        |name: &str, n: usize| place(&format!("{{\"{name}\":{}{}}}", "[".repeat(n), "]".repeat(n)));
    assert_eq!((deep("customer", 100).as_str(), deep("x", 127).as_str()), ("/vendor", "/vendor"));
    assert_eq!(deep("customer", 101), format!("/customer{}", "/0".repeat(100)));
    assert_eq!(deep("x", 128), format!("/x{}", "/0".repeat(127)));
    let a = answer(
        r#"{"version":1.0,"vendor":"ibm","customer":{"Customer":{"Version":1e-3},"y":1},"facts":{"today":"x"},"z":1,"input":{}}"#,
    );
    let at: Vec<_> = places(&a).into_iter().map(|p| p.1).collect();
    assert_eq!(at, ["/version", "/customer/Customer/Version", "/input", "/facts/today", "/z"]);
}

/// A question about a record: what it was answered.
fn event(record: &Value, input: Value, facts: Value, internal: Value) -> Value {
    ask("adobe", record, input, json!({"facts": facts, "internal": internal}))
}

fn places_only(a: &Value) -> Vec<String> {
    places(a).into_iter().map(|p| p.1).collect()
}

#[test]
fn an_id_comes_back_first() {
    let with = |id: Value, input: Value| ask("ibm", &ibm(), input, json!({"id": id}));
    let first = |a: &Value| a.as_object().and_then(|o| o.keys().next().cloned());
    let a = with(json!("r1"), json!({"operation": "suspendCustomer"}));
    assert_eq!((&a["id"], first(&a).as_deref()), (&json!("r1"), Some("id")));
    let a = with(json!(-7), json!({}));
    assert_eq!((&a["id"], &a["verdict"]), (&json!(-7), &json!("unreadable")));
    for bad in [json!(1.0), json!(null), json!("x".repeat(129)), json!([])] {
        let a = with(bad, json!({"operation": "suspendCustomer"}));
        assert_eq!((places_only(&a), a.get("id")), (vec!["/id".to_string()], None));
    }
    assert_eq!(answer(r#"{"id":1,"id":1}"#).get("id"), None);
}

#[test]
fn a_policy_is_a_preset_with_readings() {
    let mut record = fairmont();
    record["globalSalesEnabled"] = json!(true);
    let update = json!({"update": {"externalReferenceId": "1"}});
    let under = |policy: Value| ask("adobe", &record, update.clone(), json!({"policy": policy}));
    assert_eq!(under(json!({}))["customer"]["globalSalesEnabled"], true);
    assert_eq!(places_only(&under(json!({"preset": "observed"}))), ["/companyProfile"]);
    let a = under(json!({"preset": "documented", "omitted-global-sales": "false"}));
    assert_eq!(needs(&a), pairs(&[("activeSubscriptionsInDeployments", "/globalSalesEnabled")]));
    let a = under(json!({"full-term-years": 0, "recommitment-window-days": "any"}));
    assert_eq!(a["verdict"], "applied");
    let bad = json!({"zz": "x", "other-name": "x", "preset": "lenient", "omitted-profile": null,
        "full-term-years": "any", "rest-term-years": 65536, "least-licenses": 1.0});
    let wrong = [
        "preset",
        "omitted-profile",
        "other-name",
        "full-term-years",
        "rest-term-years",
        "least-licenses",
        "zz",
    ]
    .map(|name| format!("/policy/{name}"));
    assert_eq!(places_only(&under(bad)), wrong);
}

#[test]
fn documents_have_limits() {
    let nested = |n: usize| (0..n).fold(json!(1), |v, _| json!([v]));
    let mut record = acme();
    record["x"] = nested(99);
    let update = |a: &Value| {
        let body = json!({"externalId": "XSP1234", "name": "Acme ltd", "contacts": [{}]});
        ask("commvault", a, json!({"update": body}), json!({}))
    };
    let a = update(&record);
    let more = json!({"internal": a["internal"]});
    let b = ask("commvault", &a["customer"], json!({"settled": "succeeded"}), more);
    assert_eq!((&a["verdict"], &b["verdict"]), (&json!("applied"), &json!("applied")));
    assert_eq!(update(&json!({"data": record}))["verdict"], "applied");
    record["x"] = nested(100);
    assert_eq!(places_only(&update(&record)), [format!("/customer/x{}", "/0".repeat(99))]);
    assert!(places_only(&update(&json!({"data": record})))[0].starts_with("/customer/data/x/0"));
    // An unknown member of a flat body is one deeper in the record.
    let mut flat = json!({"Version": 4, "OrgName": "A", "AddressLine1": "1", "City": "C",
        "AddressType": "BILLING", "Country": "U", "State": "M", "PostalCode": "0",
        "FamilyName": "F", "GivenName": "G", "EmailAddress": "e", "WorkPhone": "2",
        "AccountNumber": "", "LocationName": "L"});
    let facts = json!({"facts": {"role": "VSR", "sameOrganization": true}});
    for (deep, verdict) in [(98, "applied"), (99, "unreadable")] {
        flat["Y"] = nested(deep);
        let a = ask("ibm", &ibm(), json!({"update": flat}), facts.clone());
        assert_eq!(a["verdict"], verdict);
        assert!(verdict == "applied" || places_only(&a) == ["/input/update"]);
    }
    // Sizes, in bytes of the text.
    let mut record = acme();
    record["x"] = json!("");
    let rest = record.to_string().len();
    record["x"] = json!("x".repeat((4 << 20) - rest));
    assert_eq!(places_only(&update(&record)), ["/input/update"]);
    record["x"] = json!("x".repeat((4 << 20) - rest + 20));
    record["name"] = json!(5);
    assert_eq!(places_only(&update(&record)), ["/customer"]);
    let line = json!({"vendor": "commvault", "customer": acme(), "input": {"settled": "failed"}});
    let line = line.to_string();
    let filled = |n: usize| line.clone() + &" ".repeat(n - line.len());
    assert_eq!(answer(&filled(16 << 20))["verdict"], "rejected");
    assert_eq!(places_only(&answer(&filled((16 << 20) + 1))), [""]);
    let mut record = fairmont();
    let one = json!({"firstName": "A", "lastName": "B", "email": 5});
    record["companyProfile"]["contacts"] = json!(vec![one; 10_001]);
    let a = ask("adobe", &record, json!({"update": {}}), json!({}));
    assert_eq!(places_only(&a), ["/customer/companyProfile/contacts"]);
}

#[test]
fn numbers_are_compared_by_value_and_keep_their_text() {
    let text = r#"{"vendor":"ibm","customer":{"Customer":{"CustomerState":"ACTIVE","Version":7.0,
        "N":1e400}},"input":{"operation":"suspendCustomer"},
        "facts":{"role":"VSR","sameOrganization":true}}"#;
    let a = text_of(text);
    assert!(a.contains(r#""N":1e400"#) && a.contains(r#""Version":8"#), "{a}");
    // A number with a meaning is shown as what it is.
    assert!(a.contains(r#""before":7,"#), "{a}");
    let place = |from: &str, to: &str| places_only(&answer(&text.replace(from, to)));
    assert_eq!(place("7.0", "7.5"), ["/customer/Customer/Version"]);
    assert_eq!(place("7.0", "1e19"), ["/customer/Customer/Version"]);
    assert_eq!(place("7.0", "9223372036854775807"), ["/customer/Customer/Version"]);
}

#[test]
fn adobe_no_value_over_no_value() {
    let mut record = fairmont();
    record["cotermDate"] = json!("");
    record["discounts"] = json!([]);
    record["zeta"] = json!({"a": 1});
    let profile = &mut record["companyProfile"];
    profile["marketSubSegments"] = json!([]);
    profile["address"]["addressLine2"] = json!("");
    profile["contacts"][0]["phoneNumber"] = json!("");
    profile["contacts"][0]["x"] = json!(1.0);
    let contact = json!({"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com",
        "phoneNumber": null, "x": 1});
    let body = json!({"cotermDate": null, "discounts": null, "tags": [], "benefits": [],
        "zeta": {"a": 1.0}, "distributorId": null, "linkedMembership": null,
        "companyProfile": {"marketSubSegments": null, "contacts": [contact],
            "address": {"addressLine2": null}}});
    let a = ask("adobe", &record, json!({"update": body}), json!({}));
    assert_eq!((&a["verdict"], &a["customer"]), (&json!("unchanged"), &record), "{a}");
    let other = json!({"zeta": {"a": 2}, "eta": null, "cotermDate": "", "distributorId": "1",
        "companyProfile": {"address": {"city": null}, "contacts": [{"firstName": "Mickey",
            "lastName": "Mouse", "email": "other@mouse.com", "x": 1}]}});
    record["cotermDate"] = json!(null);
    let a = ask("adobe", &record, json!({"update": other}), json!({}));
    let wrong = [
        ("1121", "/companyProfile/contacts/0/x"),
        ("1121", "/eta"),
        ("1121", "/zeta"),
        ("1117", "/companyProfile/address/city"),
        ("1117", "/cotermDate"),
        ("1119", "/distributorId"),
    ];
    assert_eq!(places(&a), pairs(&wrong));
    // The second of two equal addresses is compared with nobody.
    let twice = json!([{"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"},
        {"firstName": "Donald", "lastName": "", "email": "MICKEY@mouse.com"}]);
    let update = json!({"update": {"companyProfile": {"contacts": twice}}});
    let contacts = "/companyProfile/contacts/1";
    let wrong = [format!("{contacts}/lastName"), format!("{contacts}/email")];
    assert_eq!(places_only(&ask("adobe", &fairmont(), update, json!({}))), wrong);
}

#[test]
fn adobe_links_are_any_json() {
    let with = |stored: Value, sent: Value| {
        let mut record = fairmont();
        record["links"] = stored;
        places(&ask("adobe", &record, json!({"update": {"links": sent}}), json!({})))
    };
    assert_eq!(with(json!([1.0]), json!([1])), []);
    assert_eq!(with(json!([1]), json!([2])), pairs(&[("1119", "/links")]));
    assert_eq!(with(json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 1}})), []);
    let wrong = with(json!({"a": {"b": 1}}), json!({"a": {"b": 2, "x": 1}}));
    assert_eq!(wrong, pairs(&[("1119", "/links/a/b"), ("1119", "/links/a/x")]));
}

fn committed(commitment: Value, request: Value, recommitment: Value) -> Value {
    let mut record = fairmont();
    record["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": commitment,
        "commitmentRequest": request, "recommitmentRequest": recommitment}]);
    record
}

fn term(status: &str, dates: Option<(&str, &str)>, quantities: &[i64]) -> Value {
    let one = |n: &i64| json!({"offerType": "LICENSE", "quantity": n});
    let list: Vec<_> = quantities.iter().map(one).collect();
    let mut term = json!({"status": status, "minimumQuantities": list});
    if let Some((start, end)) = dates {
        term["startDate"] = json!(start);
        term["endDate"] = json!(end);
    }
    term
}

#[test]
fn a_term_that_is_over_is_not_led_back_into() {
    let dates = Some(("2023-01-01", "2025-12-31"));
    let none = Value::Null;
    let told = |record: &Value, word: &str, today: &str, internal: Value| {
        let facts = json!({"today": today, "owned": {"LICENSE": 20}});
        event(record, json!({"commitment": word}), facts, internal)
    };
    let states = |a: &Value| {
        let entry = &a["customer"]["benefits"][0];
        let state = |name: &str| entry[name]["status"].as_str().unwrap_or("-").to_string();
        [state("commitment"), state("commitmentRequest"), state("recommitmentRequest")]
    };
    // An increase that is accepted after the end of its term.
    let asked =
        committed(term("COMMITTED", dates, &[10]), term("REQUESTED", None, &[20]), none.clone());
    assert_eq!(
        places_only(&told(&asked, "accepted", "2026-01-02", json!({}))),
        ["/input/commitment"]
    );
    // One that was accepted before ends with it, and an order does not revive the term.
    let accepted =
        committed(term("COMMITTED", dates, &[10]), term("ACCEPTED", dates, &[20]), none.clone());
    let late = json!({"acceptedOn": "2025-12-25"});
    let a = told(&accepted, "elapsed", "2026-01-02", late.clone());
    assert_eq!(states(&a), ["EXPIRED", "EXPIRED", "-"]);
    let expired =
        committed(term("EXPIRED", dates, &[10]), term("ACCEPTED", dates, &[20]), none.clone());
    assert_eq!(told(&expired, "ordered", "2026-01-15", late)["verdict"], "unchanged");
    let own = Some(("2025-12-20", "2028-12-31"));
    let own = committed(term("EXPIRED", dates, &[10]), term("ACCEPTED", own, &[20]), none.clone());
    assert_eq!(states(&told(&own, "ordered", "2026-01-15", json!({}))), ["COMMITTED", "-", "-"]);
    // The compliance window: before the end of the term, and on the same day.
    let ran_out = |on: &str| {
        let a = told(&accepted, "elapsed", "2026-03-01", json!({"acceptedOn": on}));
        states(&a)[1].clone()
    };
    assert_eq!(
        (ran_out("2025-11-30").as_str(), ran_out("2025-12-01").as_str()),
        ("NONCOMPLIANT", "EXPIRED")
    );
    // A recommitment takes over from whatever was there.
    for old in ["NONCOMPLIANT", "INACTIVE", "EXPIRED"] {
        let next = Some(("2026-01-01", "2028-12-31"));
        let record =
            committed(term(old, dates, &[10]), none.clone(), term("ACCEPTED", next, &[30]));
        let a = told(&record, "elapsed", "2026-01-01", json!({}));
        assert_eq!(states(&a), ["COMMITTED", "-", "-"], "{old}");
    }
}

#[test]
fn an_anniversary_that_has_passed_counts_as_the_next() {
    let end = |coterm: &str, today: &str| {
        let mut record = committed(Value::Null, term("REQUESTED", None, &[20]), Value::Null);
        record["cotermDate"] = json!(coterm);
        let facts = json!({"today": today, "owned": {}});
        let a = event(&record, json!({"commitment": "accepted"}), facts, json!({}));
        let end = &a["customer"]["benefits"][0]["commitmentRequest"]["endDate"];
        end.as_str().unwrap_or("refused").to_string()
    };
    assert_eq!(end("2020-05-02", "2026-01-02"), "2028-05-01");
    assert_eq!(end("2026-01-01", "2026-01-02"), "2028-12-31");
    assert_eq!(end("2026-02-30", "2026-01-02"), "2029-01-01");
    assert_eq!(end("", "9996-12-31"), "9999-12-30");
    assert_eq!(end("", "9997-12-31"), "refused");
    let mut record = fairmont();
    record["cotermDate"] = json!("2026-05-02");
    let renewed = |today: &str| {
        let facts = json!({"today": today, "owned": {}});
        event(&record, json!({"commitment": "renewed"}), facts, json!({}))
    };
    assert_eq!(places_only(&renewed("2026-04-01")), ["/input/commitment"]);
    assert_eq!(renewed("2026-04-02")["customer"]["cotermDate"], "2027-05-02");
    let a = event(&record, json!({"commitment": "renewed"}), json!({}), json!({}));
    assert_eq!(needs(&a), pairs(&[("today", "/input/commitment"), ("owned", "/input/commitment")]));
}

#[test]
fn of_a_type_that_is_listed_twice_the_larger_binds() {
    let dates = Some(("2026-01-01", "2028-12-31"));
    let record = committed(term("COMMITTED", dates, &[10, 50]), Value::Null, Value::Null);
    let ask_for = |list: Value| {
        let request =
            json!({"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"minimumQuantities": list}});
        let facts = json!({"today": "2026-02-01"});
        event(&record, json!({"update": {"benefits": [request]}}), facts, json!({}))
    };
    let at = "/benefits/0/commitmentRequest/minimumQuantities";
    let a = ask_for(json!([{"offerType": "LICENSE", "quantity": 20}]));
    assert_eq!(places(&a), pairs(&[("1135", &format!("{at}/0/quantity"))]));
    let a = ask_for(json!([]));
    assert_eq!(places(&a), pairs(&[("1122", at), ("1135", at)]));
    let a = ask_for(json!([{"offerType": "LICENSE", "quantity": 60.0}]));
    let facts = json!({"today": "2026-02-02", "owned": {"LICENSE": 60}});
    let a = event(&a["customer"], json!({"commitment": "accepted"}), facts, a["internal"].clone());
    let list = &a["customer"]["benefits"][0]["commitment"]["minimumQuantities"];
    assert_eq!(list.as_array().map(Vec::len), Some(2), "{a}");
    assert_eq!((list[0]["quantity"].as_f64(), &list[1]["quantity"]), (Some(60.0), &json!(50)));
}

#[test]
fn an_account_is_checked() {
    let quantities = json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]});
    let mut record = committed(Value::Null, quantities, Value::Null);
    record["status"] = json!("1002");
    let told =
        |input: Value, facts: Value| event(&record, json!({"account": input}), facts, json!({}));
    assert_eq!(needs(&told(json!("activated"), json!({}))), pairs(&[("today", "/input/account")]));
    let a = told(json!("activated"), json!({"today": "2026-02-01"}));
    let entry = &a["customer"]["benefits"][0];
    assert_eq!((&a["customer"]["status"], &a["response"]), (&json!("1000"), &Value::Null));
    assert_eq!(entry["commitmentRequest"]["status"], "REQUESTED");
    assert_eq!(a["internal"]["requestedOn"], "2026-02-01");
    let a = told(json!({"inactive": "1014"}), json!({}));
    assert_eq!(self::told(&a), ["/status modified derived"]);
    assert_eq!(
        places_only(&told(json!({"inactive": "1000"}), json!({}))),
        ["/input/account/inactive"]
    );
    let a = event(
        &a["customer"],
        json!({"account": "activated"}),
        json!({"today": "2026-02-01"}),
        json!({}),
    );
    assert_eq!((places_only(&a), &a["next"]), (vec!["/input/account".to_string()], &json!("stop")));
}

#[test]
fn ibm_tells_a_stranger_nothing() {
    let mut old = ibm();
    old["Customer"]["Version"] = json!(3);
    old["Customer"]["Id"] = json!(1);
    let update = |facts: Value| ask("ibm", &ibm(), json!({"update": old}), json!({"facts": facts}));
    let a = update(json!({"role": "User"}));
    assert_eq!(
        (places_only(&a), &a["response"]["status"]),
        (vec!["/facts/role".into()], &json!(403))
    );
    let a = update(json!({"role": "User", "sameOrganization": false}));
    assert_eq!(places_only(&a), ["/facts/role", "/facts/sameOrganization"]);
    // Whatever differs in an old copy says that it is old.
    let a = update(json!({"role": "VSR"}));
    assert_eq!(needs(&a), pairs(&[("sameOrganization", "")]));
    assert_eq!(places_only(&a), ["/Customer/Version"]);
    let a = update(json!({"role": "VSR", "sameOrganization": true}));
    let body = &a["response"]["body"]["BSSResponse"];
    assert_eq!(
        (&body["ResponseMessage"], &a["next"]),
        (&json!("Internalservererror"), &json!("refetch"))
    );
    let mut stateless = ibm();
    stateless["Customer"]["CustomerState"] = Value::Null;
    let facts =
        json!({"facts": {"role": "VSR", "sameOrganization": true, "activeSubscriptions": 2}});
    let a = ask("ibm", &stateless, json!({"operation": "unregisterCustomer"}), facts);
    assert_eq!(places_only(&a), ["/Customer/CustomerState", "/input/operation"]);
    assert_eq!((&a["response"]["status"], &a["next"]), (&json!(400), &json!("stop")));
}

#[test]
fn ibm_echoes() {
    let facts = json!({"role": "VSR", "sameOrganization": true});
    let mut record = ibm();
    record["Customer"]["Organization"]["Phone"] = json!("");
    record["Customer"]["CustomerNumber"] = Value::Null;
    record["Customer"]["Organization"]["AddressSet"][0]["AddressType"] = json!("billing");
    record["Customer"]["CustomerAccountSet"][0]["PaymentMethodType"] = json!("Cash");
    let mut body = record.clone();
    body["Customer"]["CustomerNumber"] = json!("");
    body["Customer"]["Organization"]["AddressSet"][0]["AddressType"] = json!("Billing");
    let update = |body: &Value, policy: &str| {
        let more = json!({"facts": facts, "policy": policy});
        ask("ibm", &record, json!({"update": body}), more)
    };
    let a = update(&body, "observed");
    assert_eq!((&a["verdict"], &a["customer"]), (&json!("unchanged"), &record), "{a}");
    body["Customer"]["Organization"].as_object_mut().unwrap().shift_remove("Phone");
    assert_eq!(update(&body, "observed")["verdict"], "unchanged");
    body["Customer"]["CustomerAccountSet"][0]["PaymentMethodType"] = json!("CASH");
    let wrong = ["/Customer/CustomerAccountSet/0/PaymentMethodType"];
    assert_eq!(places_only(&update(&body, "observed")), wrong);
    assert_eq!(update(&body, "documented")["violations"].as_array().map(Vec::len), Some(2));
}

#[test]
fn commvault_means_the_admin() {
    let names = json!({"externalId": "XSP1234", "name": "Acme ltd"});
    let body = |contacts: Value| {
        let mut update = names.clone();
        update["contacts"] = contacts;
        json!({"update": update})
    };
    let with = |contacts: Value, input: Value, policy: &str| {
        let mut record = acme();
        record["contacts"] = contacts;
        let a = ask("commvault", &record, input, json!({"policy": policy}));
        (places_only(&a), a["internal"]["pending"]["contacts"].clone())
    };
    let phones = |list: &Value| {
        let one = |c: &Value| c["phone"].as_str().unwrap_or("-").to_string();
        list.as_array().into_iter().flatten().map(one).collect::<Vec<_>>()
    };
    let phone = body(json!([{"phone": "1"}]));
    let billing = json!({"type": "billing"});
    let (wrong, list) =
        with(json!([billing, {"type": ""}, {"type": "admin"}]), phone.clone(), "lenient");
    assert_eq!((wrong, phones(&list)), (vec![], vec!["-".into(), "-".into(), "1".into()]));
    let (_, list) = with(json!([billing, {"type": ""}]), phone.clone(), "lenient");
    assert_eq!(phones(&list), ["-", "1"]);
    let names = ["/contacts/0/email", "/contacts/0/firstName", "/contacts/0/lastName"];
    assert_eq!(with(json!([billing, {"type": ""}]), phone, "documented").0, names);
    assert_eq!(with(json!([billing]), body(json!([{"address": {}}])), "documented").0, names);
    assert_eq!(with(json!([]), body(json!([{}])), "documented"), (vec![], json!([])));
    let new = json!([{"email": "a@b", "firstName": "A", "lastName": "B", "phone": ""}]);
    let (_, list) = with(json!([billing]), body(new), "lenient");
    assert_eq!(
        (&list[0], &list[1]["type"], list[1].get("phone")),
        (&billing, &json!("admin"), None)
    );
    let two = body(json!([{"type": "x"}, {"email": "a@b"}, null]));
    let all = [
        "/contacts",
        "/contacts/0/type",
        "/contacts/1/firstName",
        "/contacts/1/lastName",
        "/contacts/2",
    ];
    assert_eq!(with(json!([]), two, "documented").0, all);
}

#[test]
fn commvault_pending_and_status_before() {
    let mut record = acme();
    record["status"] = json!("updating");
    let settle = |internal: Value, word: &str, policy: &str| {
        let more = json!({"internal": internal, "policy": policy});
        ask("commvault", &record, json!({"settled": word}), more)
    };
    let pending = json!({"id": "other"});
    for wrong in [pending, json!({})] {
        let a = settle(json!({"pending": wrong}), "succeeded", "documented");
        assert_eq!(places_only(&a), ["/internal/pending/id"]);
    }
    let internal = json!({"pending": {"id": "7194af6f"}, "statusBefore": "deactivated"});
    let a = settle(internal.clone(), "failed", "lenient");
    assert_eq!(a["internal"], json!({"statusBefore": "deactivated"}));
    assert_eq!(settle(internal.clone(), "failed", "documented")["internal"], json!({}));
    let a = settle(internal.clone(), "succeeded", "lenient");
    assert_eq!((&a["customer"]["status"], &a["internal"]), (&json!("deactivated"), &json!({})));
    let a = settle(internal, "succeeded", "documented");
    assert_eq!(a["customer"]["status"], "active");
}

/// Puts small oddities into well-formed requests: never a panic, and answers that hang together.
#[test]
fn survives_oddities() {
    fn places(v: &Value, at: &str, out: &mut Vec<String>) {
        out.push(at.to_string());
        for (k, v) in v.as_object().into_iter().flatten() {
            places(v, &format!("{at}/{k}"), out);
        }
        for (i, v) in v.as_array().into_iter().flatten().enumerate() {
            places(v, &format!("{at}/{i}"), out);
        }
    }
    let term = json!({"status": "COMMITTED", "startDate": "2019-05-02", "endDate": "2020-05-10",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]});
    let entry = |c: Value, q: Value, r: Value| {
        json!([{"type": "THREE_YEAR_COMMIT", "commitment": c,
        "commitmentRequest": q, "recommitmentRequest": r}])
    };
    let quantities = json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": 30}]});
    let mut pending = quantities.clone();
    pending["status"] = json!("REQUESTED");
    let with = |b: Value| {
        let mut c = fairmont();
        c["benefits"] = b;
        c
    };
    let mut adobe_facts = facts()["facts"].clone();
    adobe_facts["owned"] = json!({"LICENSE": 30});
    let ibm_facts = json!({"role": "VSR", "sameOrganization": true, "activeSubscriptions": 0});
    let one = |customer: Value, input: Value, facts: Value| (customer, input, facts);
    let mut seeds = vec![
        ("adobe", one(fairmont(), json!({"update": fairmont()}), adobe_facts.clone())),
        ("ibm", one(ibm(), json!({"update": ibm()}), ibm_facts.clone())),
        ("ibm", one(ibm(), json!({"operation": "unregisterCustomer"}), ibm_facts)),
        (
            "commvault",
            one(acme(), json!({"update": acme()}), json!({"now": "2022-01-01T00:00:00"})),
        ),
    ];
    let none = Value::Null;
    let asked = entry(none.clone(), quantities.clone(), none.clone());
    let again = entry(none.clone(), none.clone(), quantities);
    let running = with(entry(term.clone(), none.clone(), none.clone()));
    seeds.push((
        "adobe",
        one(running.clone(), json!({"update": {"benefits": asked}}), adobe_facts.clone()),
    ));
    seeds
        .push(("adobe", one(running, json!({"update": {"benefits": again}}), adobe_facts.clone())));
    for event in ["accepted", "declined", "elapsed", "ordered", "renewed"] {
        for b in [
            entry(term.clone(), pending.clone(), none.clone()),
            entry(term.clone(), none.clone(), pending.clone()),
        ] {
            seeds.push(("adobe", one(with(b), json!({"commitment": event}), adobe_facts.clone())));
        }
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % n
    };
    let odd = [
        json!(null),
        json!(""),
        json!("x"),
        json!(5),
        json!([]),
        json!({}),
        json!(true),
        json!([null]),
        json!({"q": {}}),
    ];
    let mut seen = std::collections::BTreeMap::new();
    for round in 0..3_000 {
        let (vendor, (customer, input, facts)) = seeds[round % seeds.len()].clone();
        let policy = if random(2) == 0 {
            "documented"
        } else if vendor == "commvault" {
            "lenient"
        } else {
            "observed"
        };
        let mut request = json!({"vendor": vendor, "customer": customer, "input": input, "facts": facts, "policy": policy});
        for _ in 0..random(3) {
            let mut all = vec![];
            places(&request, "", &mut all);
            let place = &all[random(all.len())];
            if let Some(v) = request.pointer_mut(place).filter(|_| place.len() > 8) {
                *v = odd[random(odd.len())].clone();
            }
        }
        let a = answer(&request.to_string());
        let verdict = a["verdict"].as_str().unwrap().to_string();
        *seen.entry(format!("{vendor} {verdict}")).or_insert(0) += 1;
        let wrong = a["violations"].as_array().map_or(0, Vec::len);
        let changes = a["changes"].as_array().map_or(0, Vec::len);
        let refused = verdict == "rejected" || verdict == "unreadable";
        assert!(refused == (wrong > 0) || verdict == "undecided", "{request}\n{a}");
        let asked = a["needs"].as_array().map_or(0, Vec::len);
        assert_eq!(asked > 0, verdict == "undecided", "{request}\n{a}");
        assert_eq!(changes > 0, verdict == "applied", "{request}\n{a}");
        for v in a["violations"].as_array().into_iter().flatten() {
            assert!(v["pointer"].is_string());
        }
        for c in a["changes"].as_array().into_iter().flatten() {
            let at = c["pointer"].as_str().unwrap();
            let (old, new) = (request["customer"].pointer(at), a["customer"].pointer(at));
            assert!(
                c.get("before").is_none_or(|b| c["kind"] == "modified" || old == Some(b)),
                "{request}\n{a}"
            );
            assert!(c.get("after").is_none_or(|b| new == Some(b)), "{request}\n{a}");
        }
        if verdict == "applied" {
            request["customer"] = a["customer"].clone();
            request["internal"] = a["internal"].clone();
            assert_ne!(answer(&request.to_string())["verdict"], "unreadable", "{request}");
        }
    }
    println!("{seen:?}");
}
