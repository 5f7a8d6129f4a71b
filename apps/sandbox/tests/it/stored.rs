//! What is stored can be read again.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::server::{Server, until};
use crate::{adobe, commvault, ibm, over_all_stores};

/// An object that is so deep.
fn nested(depth: usize) -> String {
    format!("{}{{}}{}", r#"{"a":"#.repeat(depth - 1), "}".repeat(depth - 1))
}

/// A record of each vendor that is so deep, with the tenant that owns it.
fn deep(depth: usize) -> [(&'static str, &'static str, String); 3] {
    let with = |customer: Value, open: &str| {
        let inner = nested(depth - open.matches('{').count());
        let customer = customer.to_string();
        customer.replacen(open, &format!(r#"{open}"foo":{inner},"#), 1)
    };
    let account = commvault::account(&format!("X{depth}"), &format!("N{depth}"));
    [
        ("adobe", "dev-client-1", with(adobe::customer("P1000000001"), "{")),
        ("ibm", "vendor-1", with(ibm::customer(), r#"{"Customer":{"#)),
        ("commvault", "partner-1", with(account, "{")),
    ]
}

fn place(server: &Server, vendor: &str, tenant: &str, rest: &str) -> Answer {
    let body = format!(r#"{{"tenant":"{tenant}",{rest}}}"#);
    server.request("POST", &format!("/_sandbox/{vendor}/customers")).json(body).send()
}

over_all_stores! {
    fn g10_documents_have_the_depth_of_the_contract(server) {
        for depth in [100, 101, 125, 126, 127, 128, 129, 130, 1000] {
            for (vendor, tenant, customer) in deep(depth) {
                let placed = place(server, vendor, tenant, &format!(r#""customer":{customer}"#));
                let expected = if depth > 100 { 400 } else { 201 };
                assert_eq!(placed.status, expected, "{vendor} {depth}: {placed:?}");
                if expected == 201 {
                    let path = format!("/{vendor}/customers/{}/history", placed.text("/id"));
                    server.must("GET", &path, None);
                }
            }
        }
        for (depth, expected) in [(100, 201), (101, 400), (126, 400), (129, 400)] {
            let [.., (_, _, account)] = deep(depth);
            let id = format!("wrapped-{depth}");
            let account = account.replacen('{', &format!(r#"{{"id":"{id}","#), 1);
            let wrapped = format!(r#""customer":{{"data":{account}}}"#);
            assert_eq!(place(server, "commvault", "partner-2", &wrapped).status, expected);
            let id = format!("pending-{depth}");
            let account = account.replace("wrapped-", "pending-");
            let updating = format!(r#"{{"id":"{id}","status":"updating"}}"#);
            let pending =
                format!(r#""customer":{updating},"internal":{{"pending":{account}}}"#);
            let placed = place(server, "commvault", "partner-2", &pending);
            assert_eq!(placed.status, expected, "{placed:?}");
            if expected == 201 {
                let input = format!("/commvault/customers/{id}/input");
                server.must("POST", &input, Some(json!({"settled": "succeeded"})));
                server.must("GET", &format!("/commvault/customers/{id}/history"), None);
            }
        }
    }

    fn g17_the_deepest_account_is_updated_and_settles(server) {
        server.knobs(json!({"settlement_delay_ms": 0}));
        let [.., (vendor, tenant, account)] = deep(100);
        let id = place(server, vendor, tenant, &format!(r#""customer":{account}"#)).text("/id");
        let update = json!({"externalId": "b", "name": "b", "contacts": [{}]});
        commvault::update(server, &id, &update).expect(200);
        until("it settles", || commvault::status(server, &id) == "active");
        commvault::call(server, "dev-token-1", "GET", "").expect(200);
        server.request("GET", "/").expect(200);
        assert_eq!(server.history("commvault", &id).len(), 3);
    }
}
