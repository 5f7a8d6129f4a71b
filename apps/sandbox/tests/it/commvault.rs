//! Commvault's calls.

use serde_json::{Value, json};

use crate::client::Sending;
use crate::over_all_stores;
use crate::server::Server;

pub(crate) fn call(server: &Server, token: &str, method: &str, rest: &str) -> Sending {
    let target = format!("/api/v1/partner/accounts{rest}");
    server.request(method, &target).with("Authorization", format!("Bearer {token}"))
}

pub(crate) fn account(external: &str, name: &str) -> Value {
    json!({
        "status": "active", "externalId": external, "name": name, "website": "www.acme.com",
        "contacts": [
            {"type": "admin", "email": "john@acme.com", "firstName": "John", "lastName": "Doe"}
        ]
    })
}

pub(crate) fn place(server: &Server, partner: &str, external: &str, name: &str) -> String {
    server.place("commvault", partner, account(external, name))
}

pub(crate) fn update(server: &Server, id: &str, body: &Value) -> Sending {
    call(server, "dev-token-1", "PUT", &format!("/{id}")).json(body.to_string())
}

fn body(external: &str, name: &str) -> Value {
    let contacts = account("", "")["contacts"].clone();
    json!({"externalId": external, "name": name, "contacts": contacts})
}

pub(crate) fn status(server: &Server, id: &str) -> String {
    call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200).text("/data/status")
}

over_all_stores! {
    fn v1_v2_v3_an_update_settles(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        for method in ["PUT", "PATCH"] {
            let id = place(server, "partner-1", method, method);
            let new = format!("{method}-2");
            let put = update(server, &id, &body(method, &new)).by(method).expect(200);
            assert_eq!(put.text("/data/status"), "updating");
            assert_eq!(put.text("/data/name"), method);
            assert_eq!(status(server, &id), "updating");
            server.advance(601);
            assert_eq!(status(server, &id), "active");
            let get = call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200);
            assert_eq!(get.text("/data/name"), new);
            let history = server.history("commvault", &id);
            assert_eq!(history.len(), 3);
            assert_eq!(history[2]["cause"], json!({"sandbox": "settled"}));
        }
    }

    fn v5_v10_a_second_update_meanwhile(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let id = place(server, "partner-1", "X1", "Acme");
        update(server, &id, &body("X1", "Two")).expect(200);
        let second = update(server, &id, &body("X1", "Three")).expect(409);
        assert!(second.json()["error"]["code"].is_i64());
        assert_eq!(server.record("commvault", &id)["revision"], 1);
        server.knobs(json!({"policy": {"commvault": "lenient"}}));
        update(server, &id, &body("X1", "Three")).expect(200);
        server.advance(601);
        let get = call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200);
        assert_eq!((get.text("/data/status"), get.text("/data/name")),
            ("active".to_owned(), "Three".to_owned()));
        assert_eq!(server.history("commvault", &id).len(), 4);
    }

    fn v4_v6_a_failure_told_in_advance(server) {
        server.knobs(json!({"settlement_delay_ms": 0}));
        let id = place(server, "partner-1", "X1", "Acme");
        server.fault(json!({"kind": "settle-fail", "vendor": "commvault"}));
        update(server, &id, &body("X1", "Two")).expect(200);
        assert_eq!(status(server, &id), "update_failure");
        let get = call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200);
        assert_eq!(get.text("/data/name"), "Acme");
        update(server, &id, &body("X1", "Two")).expect(200);
        assert_eq!(status(server, &id), "active");
        assert_eq!(server.must("GET", "/faults", None), json!([]));
    }

    fn v4_a_fault_is_for_what_comes(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        for round in 0..5 {
            let name = format!("N{round}");
            let id = place(server, "partner-1", &name, &name);
            update(server, &id, &body(&name, &format!("Two{round}"))).expect(200);
            server.advance(601);
            // The settlement was due before there was a fault.
            server.fault(json!({"kind": "settle-fail", "vendor": "commvault"}));
            assert_eq!(status(server, &id), "active");
            server.must("DELETE", "/faults", None);
        }
    }

    fn v4_settled_by_hand(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let id = place(server, "partner-1", "X1", "Acme");
        update(server, &id, &body("X1", "Two")).expect(200);
        let path = format!("/commvault/customers/{id}/input");
        let answer = server.must("POST", &path, Some(json!({"settled": "failed"})));
        assert_eq!(answer["verdict"], "applied");
        assert_eq!(status(server, &id), "update_failure");
        // B5: nothing is due any more.
        server.advance(700);
        assert_eq!(status(server, &id), "update_failure");
        assert_eq!(server.history("commvault", &id).len(), 3);
    }

    fn v7_names_are_unique_also_against_what_is_pending(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let one = place(server, "partner-1", "X1", "One");
        let two = place(server, "partner-1", "X2", "Two");
        let theirs = place(server, "partner-2", "X3", "Three");
        update(server, &one, &body("X1", "New")).expect(200);
        for (external, name) in [("X1", "Two"), ("X2", "One"), ("X2", "New")] {
            update(server, &two, &body(external, name)).expect(409);
        }
        // What is another partner's is not taken.
        assert!(!theirs.is_empty());
        update(server, &two, &body("X3", "Three")).expect(200);
    }

    fn v8_reading_in_any_case(server) {
        let mut document = account("X1", "Acme");
        document["id"] = json!("7194AF6F");
        server.place("commvault", "partner-1", document);
        for id in ["7194AF6F", "7194af6f"] {
            let get = call(server, "dev-token-1", "GET", &format!("/{id}")).expect(200);
            assert_eq!(get.text("/data/id"), "7194AF6F");
        }
        let missing = call(server, "dev-token-1", "GET", "/none").expect(404);
        assert_eq!(missing.json()["error"]["code"], 1006);
    }

    fn v9_the_list(server) {
        for number in 0..3 {
            place(server, "partner-1", &format!("X{number}"), &format!("N{number}"));
        }
        let list = |query: &str| call(server, "dev-token-1", "GET", query);
        let all = list("").expect(200).json();
        assert_eq!(all["data"].as_array().unwrap().len(), 3);
        assert_eq!(all["metadata"]["pagination"]["totalRecords"], 3);
        let page = list("?pageSize=2&pageNumber=1&sort=asc:name").expect(200).json();
        assert_eq!(page["data"][0]["name"], "N2");
        assert_eq!(list("?filter=name=N1").expect(200).json()["data"][0]["externalId"], "X1");
        list("?filter=other=1").expect(400);
    }

    fn steps_2_and_3_tokens(server) {
        let get = call(server, "dev-token-1", "GET", "");
        let answer = get.clone().with("Authorization", "Bearer x").expect(401);
        assert_eq!(answer.header("WWW-Authenticate"), Some("Bearer"));
        get.without("Authorization").expect(401);
    }

    fn a_message_names_places_in_order_and_no_value(server) {
        let id = place(server, "partner-1", "X1", "Acme");
        let bad = json!({"externalId": "X1", "name": "", "contacts": [{"email": "secret"}]});
        let answer = update(server, &id, &bad).expect(400);
        let message = answer.text("/error/message");
        assert!(message.contains("name: "), "{message}");
        assert!(!answer.body.contains("secret"));
    }

    fn names_of_any_text_are_taken_once(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        // Longer than an index takes, and not to be made shorter.
        let digits = |n: u32| n.wrapping_mul(2_654_435_761).to_string();
        let long: String = (0..600).map(digits).collect();
        for (number, name) in ["nul \0 and \u{1}", &long].into_iter().enumerate() {
            let externals = [format!("A{number}"), format!("B{number}")];
            let [one, two] = externals.each_ref().map(|one| place(server, "partner-1", one, one));
            let first = update(server, &one, &body(&externals[0], name));
            assert_eq!(first.send().status, 200, "{number}");
            assert_eq!(update(server, &two, &body(&externals[1], name)).send().status, 409);
            server.advance(601);
            let get = call(server, "dev-token-1", "GET", &format!("/{one}")).expect(200);
            assert_eq!(get.text("/data/name"), name);
        }
    }
}
