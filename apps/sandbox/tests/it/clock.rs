//! The clock, and what is due by it.

use serde_json::{Value, json};

use crate::adobe::{Client, body};
use crate::server::until;
use crate::{commvault, over_all_stores};

over_all_stores! {
    fn the_clock_moves_forward_only(server) {
        let put = |body: Value| server.own("PUT", "/clock", Some(body));
        // What is shown can be set, while the second lasts.
        until("what is shown is set", || {
            let now = server.must("GET", "/clock", None)["now"].clone();
            assert_eq!(now.as_str().unwrap().len(), 20);
            put(json!({"set": now})).status == 200
        });
        let moved = put(json!({"set": "2031-05-06T07:08:09Z"}));
        assert_eq!(moved.json(), json!({"now": "2031-05-06T07:08:09Z"}));
        let advanced = put(json!({"advance_seconds": 86_400})).json()["now"].clone();
        assert!(advanced.as_str().unwrap().starts_with("2031-05-07T07:08:"), "{advanced}");
        for bad in [
            json!({"set": "2031-05-06T07:08:09Z"}),
            json!({"set": "10000-01-01T00:00:00Z"}),
            json!({"set": "tomorrow"}),
            json!({"set": 5}),
            json!({"advance_seconds": -1}),
            json!({"advance_seconds": 1.5}),
            json!({"advance_seconds": 300_000_000_000_u64}),
            json!({"advance_seconds": 1, "set": "2032-05-06T07:08:09Z"}),
            json!({}),
            json!([]),
            json!({"other": 1}),
        ] {
            assert_eq!(put(bad.clone()).status, 400, "{bad}");
        }
        let after = server.must("GET", "/clock", None)["now"].clone();
        assert!(after.as_str().unwrap().starts_with("2031-05-07T07:08:"), "{after}");
        put(json!({"set": "9999-12-31T23:59:59Z"}));
        assert_eq!(put(json!({"advance_seconds": 1})).status, 400);
    }

    fn what_is_created_is_created_by_the_sandboxs_clock(server) {
        server.must("PUT", "/clock", Some(json!({"set": "2031-05-06T07:08:00Z"})));
        let client = Client::one(server);
        let created = client.create().expect(201);
        assert!(created.text("/creationDate").starts_with("2031-05-06T07:08:"));
        let id = created.text("/customerId");
        let at = server.history("adobe", &id)[0]["at"].clone();
        assert!(at.as_str().unwrap().starts_with("2031-05-06T07:08:"), "{at}");
    }

    // The timer would do it within moments: every one of several looks must come after the work.
    fn a31_b5_what_is_due_is_done_before_anybody_looks(server) {
        let client = Client::one(server);
        let create = || client.create().expect(201).text("/customerId");
        let listed = |id: &str| {
            let all = server.must("GET", "/adobe/customers", None);
            let found = all.as_array().unwrap().iter().find(|one| one["id"] == id).cloned();
            found.unwrap()["revision"].clone()
        };
        server.knobs(json!({"activation_delay_ms": 0}));
        for _ in 0..5 {
            let id = create();
            assert_eq!(listed(&id), 1);
            let id = create();
            let row = format!("<code>{id}</code></td><td>dev-client-1</td><td class=\"number\">1<");
            let page = server.request("GET", "/").expect(200).body;
            assert!(page.contains(&row), "{row}\n{page}");
        }
        server.knobs(json!({"activation_delay_ms": 3_600_000, "settlement_delay_ms": 3_600_000}));
        let account = commvault::place(server, "partner-1", "X1", "Acme");
        for round in 0..5 {
            let id = create();
            server.advance(3600);
            assert_eq!(listed(&id), 1);
            let body = json!({"externalId": "X1", "name": format!("N{round}"),
                "contacts": commvault::account("", "")["contacts"]});
            commvault::update(server, &account, &body).expect(200);
            server.advance(3600);
            let all = server.must("GET", "/commvault/customers", None);
            assert_eq!(all[0]["revision"], 2 * round + 2, "{all}");
            // A fault is used up by what was due, and only what is due later meets a new one.
            server.fault(json!({"kind": "inactivate", "vendor": "adobe", "code": "1014"}));
            let id = create();
            server.advance(3600);
            assert_eq!(server.must("GET", "/faults", None), json!([]));
            assert_eq!(server.record("adobe", &id)["customer"]["status"], "1014");
            server.fault(json!({"kind": "inactivate", "vendor": "adobe", "code": "1014"}));
            let id = create();
            server.advance(3600);
            server.must("DELETE", "/faults", None);
            assert_eq!(server.record("adobe", &id)["customer"]["status"], "1014");
        }
    }

    fn b5_the_timer_does_what_is_due_without_a_call(server) {
        server.knobs(json!({"settlement_delay_ms": 100, "activation_delay_ms": 100}));
        let client = Client::one(server);
        let customer = client.create().expect(201).text("/customerId");
        let account = commvault::place(server, "partner-1", "X1", "Acme");
        let body = json!({"externalId": "X1", "name": "Two",
            "contacts": commvault::account("", "")["contacts"]});
        commvault::update(server, &account, &body).expect(200);
        // The list of the sandbox looks at no record.
        let revision = |vendor: &str| {
            let listed = server.must("GET", &format!("/{vendor}/customers"), None);
            listed[0]["revision"].as_u64().unwrap()
        };
        until("activated", || revision("adobe") == 1);
        until("settled", || revision("commvault") == 2);
        assert_eq!(server.record("adobe", &customer)["customer"]["status"], "1000");
    }

    fn b5_moving_the_clock_makes_work_due(server) {
        server.knobs(json!({"activation_delay_ms": 3_600_000}));
        let client = Client::one(server);
        let id = client.create().expect(201).text("/customerId");
        assert_eq!(client.get(&id).expect(200).text("/status"), "1002");
        server.advance(3_600);
        assert_eq!(client.get(&id).expect(200).text("/status"), "1000");
    }

    fn b5_an_activation_by_hand_leaves_nothing_due(server) {
        server.knobs(json!({"activation_delay_ms": 600_000}));
        let client = Client::one(server);
        let id = client.create().expect(201).text("/customerId");
        let path = format!("/adobe/customers/{id}/input");
        let input = json!({"account": {"inactive": "1010"}});
        assert_eq!(server.must("POST", &path, Some(input))["verdict"], "applied");
        server.advance(700);
        assert_eq!(client.get(&id).expect(200).text("/status"), "1010");
        assert_eq!(server.history("adobe", &id).len(), 2);
    }

    fn a29_a_commitment_of_a_creation_is_asked_for_with_the_activation(server) {
        server.knobs(json!({"activation_delay_ms": 0}));
        let client = Client::one(server);
        let mut body = body("P1000000001");
        body["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
            {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]);
        let created = client.create().json(body.to_string()).expect(201);
        let id = created.text("/customerId");
        let request = "/benefits/0/commitmentRequest/status";
        assert_eq!(client.get(&id).expect(200).text(request), "REQUESTED");
        let rows = server.outbox("adobe", &id);
        assert!(rows.iter().any(|row| row["effect"] == "commitment-terms-presented"), "{rows:?}");
        let path = format!("/adobe/customers/{id}/input");
        let accepted = server.must("POST", &path, Some(json!({"commitment": "accepted"})));
        assert_eq!(accepted["verdict"], "applied", "{accepted}");
    }
}
