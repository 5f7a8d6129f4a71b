//! What is to be seen of calls.

use serde_json::{Value, json};

use crate::adobe::{self, Client};
use crate::{ibm, over_all_stores};

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
}
