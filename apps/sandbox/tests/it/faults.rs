//! Faults.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::adobe::Client;
use crate::client::Sending;
use crate::server::Server;
use crate::{commvault, ibm, over_all_stores};

fn reads(server: &Server) -> [(&'static str, Sending); 3] {
    let client = Client::one(server);
    let customer = client.place();
    let organization = ibm::register(server, ibm::VSR1);
    let account = commvault::place(server, "partner-1", "X1", "Acme");
    [
        ("adobe", client.get(&customer)),
        ("ibm", ibm::call(server, ibm::VSR1, "GET", &format!("/{organization}"))),
        ("commvault", commvault::call(server, "dev-token-1", "GET", &format!("/{account}"))),
    ]
}

over_all_stores! {
    fn status_faults_have_the_vendors_form(server) {
        for (vendor, read) in reads(server) {
            for status in [429, 500, 502, 503] {
                server.fault(json!({"kind": "status", "vendor": vendor, "status": status,
                    "retry_after": 7}));
                let answer = read.expect(status);
                assert_eq!(answer.header("X-Sandbox-Fault"), Some("status"));
                assert_eq!(answer.header("Retry-After"), Some("7"));
                let json = answer.json();
                let code = json.get("code").or(json.pointer("/BSSResponse/ResponseCode"));
                assert!(code.or(json.pointer("/error/code")).is_some(), "{answer:?}");
                read.expect(200);
            }
        }
    }

    fn adobe_codes_of_status_faults(server) {
        let client = Client::one(server);
        let id = client.place();
        for (status, code) in [(429, "4118"), (500, "1124"), (503, "503")] {
            server.fault(json!({"kind": "status", "vendor": "adobe", "status": status}));
            assert_eq!(client.get(&id).expect(status).text("/code"), code);
        }
    }

    fn a83_gateway_timeout_not_json_and_drop(server) {
        for (vendor, read) in reads(server) {
            server.fault(json!({"kind": "gateway-timeout", "vendor": vendor}));
            let gateway = read.expect(504);
            if vendor == "adobe" {
                let body = r#"{"error_code":"504001","message":"Gateway Timeout"}"#;
                assert_eq!(gateway.body, body);
            }
            server.fault(json!({"kind": "not-json", "vendor": vendor}));
            let text = read.expect(500);
            assert_eq!(text.body, "Internal Server Error");
            assert_eq!(text.header("Content-Type"), Some("text/plain"));
            assert_eq!(text.header("X-Request-Id").is_some(), vendor == "adobe");
            server.fault(json!({"kind": "drop", "vendor": vendor}));
            assert_eq!(read.try_send(), None);
            read.expect(200);
        }
    }

    fn a5_every_answer_of_a_fault_has_the_request_id(server) {
        let client = Client::one(server);
        let id = client.place();
        for (number, fault) in [
            json!({"kind": "status", "status": 503}),
            json!({"kind": "gateway-timeout"}),
            json!({"kind": "not-json"}),
            json!({"kind": "status-after-commit"}),
        ].into_iter().enumerate() {
            let mut fault = fault;
            fault["vendor"] = json!("adobe");
            server.fault(fault);
            let sent = format!("r-{number}");
            let patch = client.patch(&id, json!({"externalReferenceId": sent}));
            let answer = patch.with("X-Request-Id", &sent).send();
            assert!(answer.status >= 500, "{answer:?}");
            assert_eq!(answer.header("X-Request-Id"), Some(&*sent), "{answer:?}");
            let names = answer.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
            assert_eq!(names.filter(|name| name == "content-length").count(), 1, "{answer:?}");
            assert_eq!(server.journal().pop().unwrap()["requestId"], sent);
        }
    }

    fn b11_a_method_that_no_call_has_is_no_fault(server) {
        for method in ["patch", "FOO", "HEAD", "OPTIONS", ""] {
            let fault = json!({"kind": "drop", "vendor": "adobe", "method": method});
            assert_eq!(server.own("POST", "/faults", Some(fault)).status, 400, "{method}");
        }
        assert_eq!(server.must("GET", "/faults", None), json!([]));
        for method in ["DELETE", "GET", "PATCH", "POST", "PUT"] {
            server.fault(json!({"kind": "drop", "vendor": "ibm", "method": method}));
        }
    }

    fn one_fault_is_shown_by_its_number(server) {
        server.fault(json!({"kind": "drop", "vendor": "ibm"}));
        server.fault(json!({"kind": "drop", "vendor": "adobe", "times": 3}));
        for fault in server.must("GET", "/faults", None).as_array().unwrap() {
            assert_eq!(server.must("GET", &format!("/faults/{}", fault["n"]), None), *fault);
        }
        for none in ["0", "999", "-1", "x", "1x"] {
            assert_eq!(server.own("GET", &format!("/faults/{none}"), None).status, 404, "{none}");
        }
        let other = server.request("PUT", "/_sandbox/faults/1").expect(405);
        assert_eq!(other.header("Allow"), Some("DELETE, GET, HEAD"));
    }

    fn times_and_skip_count_down(server) {
        let client = Client::one(server);
        let id = client.place();
        server.fault(json!({"kind": "status", "vendor": "adobe", "status": 503,
            "times": 2, "skip": 1}));
        let listed = server.must("GET", "/faults", None);
        assert_eq!((&listed[0]["times"], &listed[0]["skip"]), (&json!(2), &json!(1)));
        client.get(&id).expect(200);
        assert_eq!(server.must("GET", "/faults", None)[0]["skip"], 0);
        client.get(&id).expect(503);
        assert_eq!(server.must("GET", "/faults", None)[0]["times"], 1);
        client.get(&id).expect(503);
        assert_eq!(server.must("GET", "/faults", None), json!([]));
        client.get(&id).expect(200);
    }

    fn faults_match_method_and_customer_in_order(server) {
        let client = Client::one(server);
        let (one, two) = (client.place(), client.place());
        server.fault(json!({"kind": "status", "vendor": "adobe", "status": 502,
            "method": "PATCH", "customer": one}));
        server.fault(json!({"kind": "status", "vendor": "adobe", "status": 503, "times": 9}));
        client.get(&one).expect(503);
        client.patch(&two, json!({})).expect(503);
        client.patch(&one, json!({})).expect(502);
        client.patch(&one, json!({})).expect(503);
    }

    fn only_a_call_that_reaches_the_step_uses_a_fault_up(server) {
        let client = Client::one(server);
        let id = client.place();
        server.fault(json!({"kind": "status", "vendor": "adobe", "status": 503}));
        client.get(&id).with("Authorization", "Bearer x").expect(401);
        client.get(&id).by("DELETE").expect(405);
        server.token("dev-client-1", "dev-secret-1");
        server.record("adobe", &id);
        // Before the size and the types are looked at.
        client.patch(&id, json!({})).with("Content-Type", "text/plain").expect(503);
    }

    fn after_commit_kinds_wait_for_a_call_that_commits(server) {
        let client = Client::one(server);
        let id = client.place();
        server.fault(json!({"kind": "status-after-commit", "vendor": "adobe"}));
        client.get(&id).expect(200);
        // A stored refusal is a commit.
        let patch = client.patch(&id, json!({"colour": 1}));
        assert_eq!(patch.expect(500).header("X-Sandbox-Fault"), Some("status-after-commit"));
        assert_eq!(patch.expect(400).header("X-Sandbox-Replayed"), Some("same-body"));
        server.fault(json!({"kind": "drop-after-commit", "vendor": "ibm"}));
        let organization = ibm::register_with(server, |request| request.try_send().is_none());
        assert!(organization);
        let listed = server.must("GET", "/ibm/customers", None);
        assert_eq!(listed.as_array().unwrap().len(), 1);
    }

    fn a_delay_is_a_late_answer(server) {
        let client = Client::one(server);
        let id = client.place();
        server.fault(json!({"kind": "delay", "vendor": "adobe", "ms": 300}));
        let began = Instant::now();
        let answer = client.patch(&id, json!({"externalReferenceId": "1"})).expect(200);
        assert!(began.elapsed() >= Duration::from_millis(300));
        assert_eq!(answer.header("X-Sandbox-Fault"), Some("delay"));
        let began = Instant::now();
        client.get(&id).expect(200);
        assert!(began.elapsed() < Duration::from_millis(300));
    }

    fn inactivate_decides_the_next_activation(server) {
        server.knobs(json!({"activation_delay_ms": 0}));
        let client = Client::one(server);
        server.fault(json!({"kind": "inactivate", "vendor": "adobe", "code": "1014"}));
        let id = client.create().expect(201).text("/customerId");
        assert_eq!(client.get(&id).expect(200).text("/status"), "1014");
        assert_eq!(server.history("adobe", &id)[1]["cause"], json!({"sandbox": "inactive"}));
        let other = client.create().expect(201).text("/customerId");
        assert_eq!(client.get(&other).expect(200).text("/status"), "1000");
    }

    fn faults_are_listed_and_removed(server) {
        let add = |status: u16| {
            let fault = json!({"kind": "status", "vendor": "ibm", "status": status});
            let added = server.own("POST", "/faults", Some(fault));
            assert_eq!(added.status, 201);
            added.json()["n"].as_i64().unwrap()
        };
        let (one, two) = (add(500), add(503));
        assert_ne!(one, two);
        assert_eq!(server.own("DELETE", &format!("/faults/{one}"), None).status, 204);
        assert_eq!(server.own("DELETE", &format!("/faults/{one}"), None).status, 404);
        let listed = server.must("GET", "/faults", None);
        let expected = json!([{"n": two, "kind": "status", "vendor": "ibm", "status": 503,
            "times": 1, "skip": 0}]);
        assert_eq!(listed, expected);
        assert_eq!(server.own("DELETE", "/faults", None).status, 204);
        assert_eq!(server.must("GET", "/faults", None), json!([]));
    }

    fn bad_faults_are_400_and_nothing_is_done(server) {
        let bad: [Value; 16] = [
            json!({}),
            json!([]),
            json!({"kind": "drop"}),
            json!({"kind": "other", "vendor": "adobe"}),
            json!({"kind": "drop", "vendor": "other"}),
            json!({"kind": "drop", "vendor": "adobe", "times": 0}),
            json!({"kind": "drop", "vendor": "adobe", "times": -1}),
            json!({"kind": "drop", "vendor": "adobe", "skip": -1}),
            json!({"kind": "drop", "vendor": "adobe", "colour": 1}),
            json!({"kind": "status", "vendor": "adobe"}),
            json!({"kind": "status", "vendor": "adobe", "status": 200}),
            json!({"kind": "delay", "vendor": "adobe"}),
            json!({"kind": "delay", "vendor": "adobe", "ms": 60_001}),
            json!({"kind": "inactivate", "vendor": "adobe", "code": "1000"}),
            json!({"kind": "inactivate", "vendor": "ibm", "code": "1004"}),
            json!({"kind": "settle-fail", "vendor": "adobe"}),
        ];
        for fault in bad {
            let answer = server.own("POST", "/faults", Some(fault.clone()));
            assert_eq!(answer.status, 400, "{fault}");
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
        }
        assert_eq!(server.must("GET", "/faults", None), json!([]));
    }
}
