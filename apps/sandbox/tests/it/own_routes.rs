//! The sandbox's own routes.

use serde_json::{Value, json};

use crate::adobe::{Client, customer};
use crate::server::until;
use crate::{commvault, ibm, over_all_stores};

over_all_stores! {
    fn records_are_listed_and_shown(server) {
        let id = server.place("adobe", "dev-client-1", customer("P1000000001"));
        let listed = server.must("GET", "/adobe/customers", None);
        assert_eq!(listed, json!([{"id": id, "tenant": "dev-client-1", "revision": 0}]));
        let shown = server.record("adobe", &id);
        let names: Vec<_> = shown.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["customer", "internal", "facts", "revision"]);
        assert_eq!(shown["customer"]["customerId"], id);
        assert_eq!(shown["internal"], json!({"systemAdmins": ["ada@example.com"]}));
        let facts = json!({"activeSubscriptions": 0, "activeSubscriptionsInDeployments": 0,
            "resellerMarketSegments": ["COM", "EDU", "GOV"], "partnerGlobalSales": true,
            "partnerLargeGovernmentAgency": true, "owned": {}});
        assert_eq!(shown["facts"], facts);
        for path in ["/adobe/customers/none", "/other/customers", "/other/customers/1"] {
            assert_eq!(server.own("GET", path, None).status, 404, "{path}");
        }
    }

    fn records_are_placed_as_they_stand(server) {
        let place = |vendor: &str, body: Value| {
            server.own("POST", &format!("/{vendor}/customers"), Some(body))
        };
        let one = json!({"tenant": "dev-client-1", "customer": {"customerId": "P123456789",
            "status": "1012"}, "internal": {"systemAdmins": ["a@b.example"]},
            "facts": {"activeSubscriptions": 5}});
        let placed = place("adobe", one.clone());
        assert_eq!((placed.status, placed.json()["id"].clone()), (201, json!("P123456789")));
        let shown = server.record("adobe", "P123456789");
        assert_eq!(shown["internal"], one["internal"]);
        assert_eq!(shown["facts"]["activeSubscriptions"], 5);
        assert_eq!(place("adobe", one).status, 409);
        let history = server.history("adobe", "P123456789");
        assert_eq!(history[0]["cause"], json!({"sandbox": "placed"}));
        assert_eq!(history[0]["revision"], 0);
        assert_eq!(history[0]["changes"], json!([]));
        assert_eq!(history[0]["document"]["status"], "1012");
        let account = json!({"tenant": "partner-1", "customer": {"id": "A", "status": "updating",
            "name": "Acme"}, "internal": {"pending": {"id": "A", "name": "Two",
            "status": "active"}}});
        assert_eq!(place("commvault", account).status, 201);
        let number = json!({"tenant": "vendor-1", "customer": {"Customer": {"Id": 123_456_789}}});
        let placed = place("ibm", number);
        assert_eq!(placed.json()["id"], "123456789");
        for (vendor, bad) in [
            ("adobe", json!({"customer": {}})),
            ("adobe", json!({"tenant": "dev-client-1"})),
            ("adobe", json!({"tenant": "none", "customer": {}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": []})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"status": 7}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"resellerId": "P1000000002"}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {},
                "facts": {"today": "2026-01-01"}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {}, "facts": {"x": 1}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {}, "colour": 1})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"customerId": ""}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"customerId": "a/b1"}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"customerId": "P12"}})),
            ("adobe", json!({"tenant": "dev-client-1", "customer": {"customerId": "1".repeat(41)}})),
            ("ibm", json!({"tenant": "vendor-1", "customer": {"Customer": {"Id": -5}}})),
            ("ibm", json!({"tenant": "vendor-1",
                "customer": {"Customer": {"Id": 1_000_000_000_000_000_000_u64}}})),
            ("commvault", json!({"tenant": "partner-1", "customer": {"id": "a/b"}})),
            ("ibm", json!({"tenant": "vendor-1", "customer": {}})),
            ("ibm", json!({"tenant": "vendor-1", "customer": {"Customer": {}},
                "facts": {"role": "VSR"}})),
            ("commvault", json!({"tenant": "partner-1", "customer": {},
                "facts": {"nameTaken": true}})),
        ] {
            let answer = place(vendor, bad.clone());
            assert_eq!(answer.status, 400, "{vendor} {bad}: {answer:?}");
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
        }
    }

    fn the_id_of_a_removed_record_stays_in_use(server) {
        let id = ibm::register(server, ibm::VSR1);
        ibm::call(server, ibm::VSR1, "DELETE", &format!("/{id}")).expect(204);
        let mut customer = ibm::customer();
        customer["Customer"]["Id"] = json!(id.parse::<u64>().unwrap());
        let body = json!({"tenant": "vendor-1", "customer": customer});
        let place = || server.own("POST", "/ibm/customers", Some(body.clone()));
        assert_eq!(place().status, 409);
        assert_eq!(server.history("ibm", &id).len(), 2);
        server.own("POST", "/reset", None);
        assert_eq!(place().status, 201);
        assert_eq!(server.history("ibm", &id).len(), 1);
    }

    fn facts_replace_what_was_set_before(server) {
        let client = Client::one(server);
        let id = client.place();
        let put = |facts: Value| {
            server.own("PUT", &format!("/adobe/customers/{id}/facts"), Some(facts))
        };
        let owned = json!({"owned": {"LICENSE": 20}});
        assert_eq!(put(owned).status, 204);
        assert_eq!(put(json!({"activeSubscriptions": 2})).status, 204);
        let facts = server.record("adobe", &id)["facts"].clone();
        assert_eq!((&facts["owned"], &facts["activeSubscriptions"]), (&json!({}), &json!(2)));
        for bad in [json!({"activeSubscriptions": -1}), json!({"today": "2026-01-01"}),
            json!({"x": 1}), json!([]), json!({"activeSubscriptions": null})] {
            assert_eq!(put(bad.clone()).status, 400, "{bad}");
        }
        assert_eq!(server.record("adobe", &id)["facts"], facts);
        assert_eq!(server.own("PUT", "/adobe/customers/none/facts", Some(json!({}))).status, 404);
    }

    fn inputs_get_the_contracts_answer(server) {
        let client = Client::one(server);
        let id = client.place();
        let put = |input: Value| {
            server.own("POST", &format!("/adobe/customers/{id}/input"), Some(input))
        };
        let rejected = put(json!({"commitment": "accepted"}));
        assert_eq!((rejected.status, rejected.json()["verdict"].clone()), (200, json!("rejected")));
        let request = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
            {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]});
        client.patch(&id, request).expect(200);
        let accepted = put(json!({"commitment": "accepted"}));
        assert_eq!(accepted.json()["verdict"], "applied", "{accepted:?}");
        assert_eq!(accepted.json()["customer"], client.get(&id).expect(200).json());
        let history = server.history("adobe", &id);
        assert_eq!(history[2]["cause"], json!({"sandbox": "input"}));
        assert_eq!(history[2]["changes"], accepted.json()["changes"]);
        for bad in [
            json!({}),
            json!({"update": {}}),
            json!({"settled": "failed"}),
            json!({"commitment": "other"}),
            json!({"commitment": "elapsed", "account": "activated"}),
            json!([]),
            json!("commitment"),
        ] {
            assert_eq!(put(bad.clone()).status, 400, "{bad}");
        }
        let missing = server.own("POST", "/adobe/customers/none/input",
            Some(json!({"commitment": "elapsed"})));
        assert_eq!(missing.status, 404);
    }

    fn an_input_at_ibm_is_the_vendors_own(server) {
        let id = ibm::register(server, ibm::VSR1);
        let path = format!("/ibm/customers/{id}/input");
        let answer = server.must("POST", &path, Some(json!({"operation": "suspendCustomer"})));
        assert_eq!(answer["verdict"], "applied");
        assert_eq!(ibm::read(server, ibm::VSR1, &id)["Customer"]["CustomerState"], "SUSPENDED");
    }

    fn histories_name_causes_places_and_effects(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"companyProfile": {"contacts": [
            {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}}));
        patch.with("X-Correlation-Id", "c").with("X-Request-Id", "r").expect(200);
        let entry = server.history("adobe", &id)[1].clone();
        let names: Vec<_> = entry.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["revision", "at", "cause", "changes", "effects"]);
        let cause = json!({"call": "PATCH /v3/customers/{customer-id}", "client": "dev-client-1",
            "requestId": "r", "correlationId": "c"});
        assert_eq!(entry["cause"], cause);
        assert_eq!(entry["changes"][0]["pointer"], "/companyProfile/contacts/0");
        let effects = json!([
            {"effect": "welcome-email", "email": "mary@example.com"},
            {"effect": "system-admin-added", "email": "mary@example.com"},
            {"effect": "system-admin-remains", "email": "ada@example.com"}
        ]);
        assert_eq!(entry["effects"], effects);
    }

    fn the_outbox_is_filtered_and_performed(server) {
        let client = Client::one(server);
        let (one, two) = (client.place(), client.place());
        for id in [&one, &two] {
            let profile = client.get(id).expect(200).json()["companyProfile"].clone();
            client.patch(id, json!({"companyProfile": profile})).expect(200);
        }
        let rows = server.outbox("adobe", &two);
        let names: Vec<_> = rows[0].as_object().unwrap().keys().cloned().collect();
        let expected = ["sequence", "vendor", "id", "revision", "effect", "data", "at", "done"];
        assert_eq!(names, expected);
        assert_eq!(rows[0]["id"], two);
        let all = |query: &str| server.must("GET", &format!("/outbox{query}"), None);
        let count = |query: &str| all(query).as_array().unwrap().len();
        assert_eq!(count(""), 2);
        assert_eq!(count("?effect=welcome-email"), 2);
        assert_eq!(count("?effect=other"), 0);
        assert_eq!(count("?vendor=ibm"), 0);
        assert_eq!(count(&format!("?id={one}")), 1);
        let first = all("")[0]["sequence"].clone();
        assert_eq!(count(&format!("?after={first}")), 1);
        assert_eq!(count("?limit=1"), 1);
        assert_eq!(server.own("GET", "/outbox?after=x", None).status, 400);
        until("performed", || all("").as_array().unwrap().iter().all(|row| row["done"] == true));
        assert!(server.metric("sandbox_outbox_pending") < 0.5);
    }

    fn knobs_are_shown_and_turned(server) {
        let start = json!({"activation_delay_ms": 1000, "settlement_delay_ms": 2000,
            "token_seconds": 86399,
            "policy": {"adobe": "documented", "ibm": "documented", "commvault": "documented"}});
        assert_eq!(server.must("GET", "/config", None), start);
        let turn = json!({"token_seconds": 60, "policy": {"ibm": "viewer"}});
        let turned = server.must("PATCH", "/config", Some(turn));
        assert_eq!((&turned["token_seconds"], &turned["policy"]["ibm"]),
            (&json!(60), &json!("viewer")));
        assert_eq!(turned["policy"]["adobe"], "documented");
        for bad in [
            json!({"token_seconds": -1}),
            json!({"token_seconds": "60"}),
            json!({"token_seconds": 1.5}),
            json!({"settlement_delay_ms": 1, "colour": 1}),
            json!({"settlement_delay_ms": 1, "policy": {"ibm": "lenient"}}),
            json!({"policy": "documented"}),
            json!({"policy": {"other": "documented"}}),
            json!([]),
        ] {
            let answer = server.own("PATCH", "/config", Some(bad.clone()));
            assert_eq!(answer.status, 400, "{bad}");
        }
        assert_eq!(server.must("GET", "/config", None), turned);
    }

    fn a_reset_empties_everything_but_tokens(server) {
        let client = Client::one(server);
        let patch = client.patch(&client.place(), json!({}));
        patch.expect(200);
        ibm::register(server, ibm::VSR1);
        server.fault(json!({"kind": "drop", "vendor": "commvault"}));
        server.knobs(json!({"token_seconds": 60}));
        server.must("PUT", "/clock", Some(json!({"set": "2031-05-06T07:08:09Z"})));
        let reset = server.own("POST", "/reset", None);
        assert_eq!((reset.status, reset.body.as_str()), (204, ""));
        for path in ["/adobe/customers", "/ibm/customers", "/outbox", "/faults", "/journal"] {
            assert_eq!(server.must("GET", path, None), json!([]), "{path}");
        }
        assert_eq!(server.must("GET", "/config", None)["token_seconds"], 86399);
        let now = server.must("GET", "/clock", None)["now"].as_str().unwrap().to_owned();
        assert!(now.as_str() < "2031", "{now}");
        // The token is still good; the stored answer is gone, and so is the customer.
        patch.expect(404);
        client.get(&client.place()).expect(200);
    }

    fn the_journal_tells_of_calls_without_what_they_say(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"colour": "secret-value"}));
        patch.at(&format!("/v3/customers/{id}?secret=query")).expect(400);
        let journal = server.journal();
        let last = journal.last().unwrap();
        let names: Vec<_> = last.as_object().unwrap().keys().cloned().collect();
        let expected = ["at", "method", "route", "status", "code", "id", "requestId",
            "correlationId", "revision"];
        assert_eq!(names, expected);
        assert_eq!(last["route"], "/v3/customers/{customer-id}");
        assert_eq!((&last["status"], &last["code"]), (&json!(400), &json!("1121")));
        assert_eq!(last["id"], id);
        let text = serde_json::to_string(&journal).unwrap();
        assert!(!text.contains("secret"), "{text}");
    }

    fn b23_health(server) {
        let health = server.must("GET", "/health", None);
        assert_eq!((&health["status"], &health["version"]),
            (&json!("ok"), &json!(env!("CARGO_PKG_VERSION"))));
        let store = health["store"].as_str().unwrap();
        assert!(["memory", "sqlite", "postgres"].contains(&store));
    }

    fn b21_metrics_have_closed_labels(server) {
        let client = Client::one(server);
        let id = client.place();
        client.patch(&id, json!({"externalReferenceId": "1"})).expect(200);
        client.patch(&id, json!({"colour": "red"})).expect(400);
        client.get(&id).by("BREW").expect(405);
        commvault::call(server, "dev-token-1", "GET", "/none").expect(404);
        let text = server.metrics();
        let request = |code: &str, status: u16| {
            let labels = r#"method="PATCH",route="/v3/customers/{customer-id}""#;
            format!(r#"sandbox_requests_total{{code="{code}",{labels},status="{status}","#)
                + r#"vendor="adobe"} 1"#
        };
        for line in [
            &request("", 200),
            &request("1121", 400),
            r#"sandbox_decisions_total{vendor="adobe",verdict="applied"} 1"#,
            r#"sandbox_decisions_total{vendor="adobe",verdict="rejected"} 1"#,
            r#"sandbox_violations_total{rule="adobe.member.unknown"} 1"#,
            r#"code="1006""#,
            r#"method="other""#,
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        for name in ["sandbox_request_seconds_bucket", "sandbox_conflicts_total",
            "sandbox_outbox_pending"] {
            assert!(text.contains(name), "{name}");
        }
        assert!(!text.contains(&id) && !text.contains("dev-client"), "{text}");
    }

    fn other_paths_and_methods_are_problems(server) {
        for (method, path, status) in [
            ("GET", "/nothing", 404),
            ("DELETE", "/clock", 405),
            ("POST", "/journal", 405),
            ("GET", "/adobe/customers/", 404),
        ] {
            let answer = server.own(method, path, None);
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
            let problem = answer.json();
            for member in ["type", "title", "status", "detail"] {
                assert!(problem.get(member).is_some(), "{member}: {problem}");
            }
        }
        for (method, path) in [("POST", "/metrics"), ("POST", "/"), ("DELETE", "/_sandbox/page/outbox")] {
            let answer = server.request(method, path).expect(405);
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
            assert!(answer.header("Allow").is_some(), "{path}");
        }
        let clock = server.request("DELETE", "/_sandbox/clock").expect(405);
        assert_eq!(clock.header("Allow"), Some("GET, HEAD, PUT"));
        let faults = server.request("PUT", "/_sandbox/faults").expect(405);
        assert_eq!(faults.header("Allow"), Some("DELETE, GET, HEAD, POST"));
        let typed = server.request("PUT", "/_sandbox/clock").with("Content-Type", "text/plain");
        typed.bytes("{}").expect(415);
        server.request("PUT", "/_sandbox/clock").bytes("{}").expect(415);
    }

    fn g15_problems_hold_no_value_of_the_request(server) {
        let secret = "Sesame";
        for (method, path, body) in [
            ("POST", "/faults", json!({"kind": "status", "vendor": "adobe", "status": secret})),
            ("POST", "/faults", json!({"kind": secret, "vendor": "adobe"})),
            ("POST", "/faults", json!({"kind": "drop", "vendor": secret})),
            ("PUT", "/clock", json!({"advance_seconds": secret})),
            ("PUT", "/clock", json!({secret: 1})),
            ("PUT", "/clock", json!({"set": secret})),
            ("PATCH", "/config", json!(secret)),
            ("PATCH", "/config", json!({secret: 1})),
            ("PATCH", "/config", json!({"settlement_delay_ms": secret})),
            ("POST", "/adobe/customers", json!({"customer": 1, "facts": secret})),
            ("POST", "/adobe/customers", json!({secret: 1})),
        ] {
            let answer = server.own(method, path, Some(body.clone()));
            assert_eq!(answer.status, 400, "{method} {path} {body}");
            assert!(!answer.json().to_string().contains(secret), "{body}: {}", answer.json());
        }
    }

    fn g9_b20_long_heads_are_refused_here_too(server) {
        let long = format!("/clock?{}", "x".repeat(9000));
        assert_eq!(server.own("GET", &long, None).status, 414);
        let wide = server.request("GET", "/_sandbox/clock").with("X-Wide", "x".repeat(33_000));
        let answer = wide.expect(431);
        assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
    }
}
