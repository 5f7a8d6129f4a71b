//! The vendors' own samples, and one case for each thing that is easy to get wrong.
use customer_core_fuzz::model::answer;
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
