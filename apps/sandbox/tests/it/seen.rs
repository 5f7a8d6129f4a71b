//! What is to be seen of calls: journal and metrics.

use serde_json::{Value, json};

use crate::adobe::{self, Client};
use crate::{commvault, ibm, over_all_stores};

/// What the journal says of the last call.
fn last(server: &crate::server::Server) -> Value {
    server.journal().pop().unwrap()
}

over_all_stores! {
    fn journal_reads_have_their_correlation_id(server) {
        let client = Client::one(server);
        let id = client.place();
        client.get(&id).with("X-Correlation-Id", "read-1").expect(200);
        let read = last(server);
        assert_eq!((&read["correlationId"], &read["id"]), (&json!("read-1"), &json!(id)));
        let calls = server.request("GET", "/_sandbox/page/calls").expect(200).body;
        assert!(calls.contains("read-1"), "{calls}");
        // One of another form is none.
        client.get(&id).with("X-Correlation-Id", "read 2").expect(400);
        assert_eq!(last(server)["correlationId"], Value::Null);
        let list = client.request("GET", "/v3/resellers/P1000000001/customers");
        list.with("X-Correlation-Id", "list-1").expect(200);
        assert_eq!(last(server)["correlationId"], "list-1");
        client.patch(&id, json!({})).with("X-Correlation-Id", "write-1").expect(200);
        assert_eq!(last(server)["correlationId"], "write-1");
        // To others it is a header like any other.
        let id = ibm::register(server, ibm::VSR1);
        let read = ibm::call(server, ibm::VSR1, "GET", &format!("/{id}"));
        read.with("X-Correlation-Id", "read-3").expect(200);
        assert_eq!(last(server)["correlationId"], Value::Null);
    }

    fn journal_creations_have_their_id(server) {
        let client = Client::one(server);
        let id = client.create().expect(201).text("/customerId");
        let created = last(server);
        assert_eq!((&created["id"], &created["revision"]), (&json!(id), &json!(0)));
        let id = ibm::register(server, ibm::VSR1);
        let created = last(server);
        assert_eq!((&created["id"], &created["revision"]), (&json!(id), &json!(0)));
        // Nothing was created.
        client.request("POST", "/v3/customers").json("{}").expect(400);
        assert_eq!(last(server)["id"], Value::Null);
        // The answer is lost, and the customer is there.
        server.fault(json!({"kind": "status-after-commit", "vendor": "adobe"}));
        client.create().expect(500);
        let newest = server.must("GET", "/adobe/customers", None);
        assert_eq!(last(server)["id"], newest.as_array().unwrap().last().unwrap()["id"]);
        client.request("POST", "/v3/customers").json(adobe::body("P9").to_string()).expect(404);
        assert_eq!(last(server)["id"], Value::Null);
    }

    fn b21_metrics_are_there_before_they_are_used(server) {
        let text = server.metrics();
        for (name, kind) in [
            ("sandbox_requests_total", "counter"),
            ("sandbox_request_seconds", "histogram"),
            ("sandbox_decisions_total", "counter"),
            ("sandbox_violations_total", "counter"),
            ("sandbox_replays_total", "counter"),
            ("sandbox_conflicts_total", "counter"),
            ("sandbox_faults_total", "counter"),
            ("sandbox_settlements_total", "counter"),
            ("sandbox_outbox_pending", "gauge"),
            ("sandbox_log_lines_dropped_total", "counter"),
        ] {
            for line in [format!("# HELP {name} "), format!("# TYPE {name} {kind}")] {
                assert_eq!(text.matches(&line).count(), 1, "{line}\n{text}");
            }
        }
        for vendor in ["adobe", "ibm", "commvault"] {
            for verdict in ["applied", "unchanged", "rejected"] {
                let labels = format!(r#"vendor="{vendor}",verdict="{verdict}""#);
                let line = format!("sandbox_decisions_total{{{labels}}} 0");
                assert!(text.contains(&line), "{line}\n{text}");
            }
        }
        for (vendor, method, route, status) in [
            ("adobe", "PATCH", "/v3/customers/{customer-id}", 200),
            ("adobe", "POST", "/ims/token/{version}", 200),
            ("ibm", "PUT", "/api/bss/resource/customer/{id}", 204),
            ("commvault", "GET", "/api/v1/partner/accounts", 200),
        ] {
            let labels = format!(r#"code="",method="{method}",route="{route}",status="{status}""#);
            let line = format!(r#"sandbox_requests_total{{{labels},vendor="{vendor}"}} 0"#);
            assert!(text.contains(&line), "{line}\n{text}");
        }
        for line in [
            r#"sandbox_request_seconds_count{route="/v3/customers",vendor="adobe"} 0"#,
            r#"sandbox_replays_total{body="same-body"} 0"#,
            r#"sandbox_replays_total{body="other-body"} 0"#,
            r#"sandbox_faults_total{kind="drop-after-commit"} 0"#,
            r#"sandbox_faults_total{kind="inactivate"} 0"#,
            r#"sandbox_settlements_total{outcome="succeeded"} 0"#,
            r#"sandbox_settlements_total{outcome="failed"} 0"#,
            r#"sandbox_violations_total{rule="adobe.member.unknown"} 0"#,
            r#"sandbox_violations_total{rule="ibm.version.stale"} 0"#,
            r#"sandbox_violations_total{rule="commvault.identity.unique"} 0"#,
            "sandbox_conflicts_total 0",
            "sandbox_outbox_pending 0",
            "sandbox_log_lines_dropped_total 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let id = commvault::place(server, "partner-1", "X1", "Acme");
        commvault::call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200);
        let text = server.metrics();
        for name in ["sandbox_requests_total", "sandbox_request_seconds"] {
            assert_eq!(text.matches(&format!("# TYPE {name} ")).count(), 1, "{text}");
        }
    }
}
