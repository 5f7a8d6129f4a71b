//! The sandbox's own routes take what is meant, and say what is wrong with anything else.

use serde_json::{Value, json};

use crate::adobe::{Client, customer};
use crate::openapi::Document;
use crate::server::{Folder, Server, program};
use crate::{commvault, ibm};

/// An answer that is a problem with this status, and its text.
fn problem(answer: &crate::client::Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("Content-Type"), Some("application/problem+json"), "{answer:?}");
    let body = answer.json();
    assert_eq!(body["status"], status);
    body["detail"].as_str().unwrap().to_owned()
}

#[test]
fn errors_of_paths_and_queries_are_problems() {
    let server = Server::memory();
    for (method, path, body) in [
        ("GET", "/adobe/customers/%ff", None),
        ("GET", "/%ff/customers", None),
        ("GET", "/adobe/customers/%ff/history", None),
        ("PUT", "/adobe/customers/%ff/facts", Some(json!({}))),
        ("POST", "/adobe/customers/%ff/input", Some(json!({}))),
        ("DELETE", "/faults/%ff", None),
        ("GET", "/openapi/%ff", None),
        ("GET", "/page/customers/adobe/%ff", None),
    ] {
        problem(&server.own(method, path, body), 400);
    }
    for (query, text) in [
        ("vendor=adobe&vendor=ibm", "vendor is there twice"),
        ("id=1&id=1", "id is there twice"),
        ("after=x", "after is no integer, or beyond its limits"),
        ("limit=-1", "limit is no integer, or beyond its limits"),
    ] {
        assert_eq!(problem(&server.own("GET", &format!("/outbox?{query}"), None), 400), text);
    }
    for path in ["/?q=a&q=b", "/?from=x", "/_sandbox/page/outbox?mails=on&mails=on"] {
        let page = server.request("GET", path).expect(400);
        assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"), "{path}");
    }
}

/// The own routes that take a body, for a customer of Adobe: each method, the path in the document,
/// and the path of a call. By the document, so that no route is left out.
fn with_bodies(server: &Server, id: &str) -> Vec<[String; 3]> {
    let document = Document::of(server, "sandbox").document;
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if !operation["requestBody"].is_null() {
                let target = path.replace("{vendor}", "adobe").replace("{id}", id);
                routes.push([method.to_uppercase(), path.clone(), target]);
            }
        }
    }
    routes
}

#[test]
fn only_objects_are_bodies() {
    let server = Server::memory();
    let id = Client::one(&server).place();
    let routes = with_bodies(&server, &id);
    for [method, _, target] in &routes {
        let lists = [
            json!([]),
            json!(null),
            json!([null, "dev-client-1", {"resellerId": "P1000000001"}, null, null]),
            json!([null, 5]),
            json!(["status", "adobe", null, null, null, null, 429, null, null, null]),
            json!([{"commitment": "accepted"}]),
        ];
        for list in lists {
            problem(&server.request(method, target).json(list.to_string()).send(), 400);
        }
    }
    assert!(routes.len() >= 6, "{routes:?}");
    assert_eq!(server.must("GET", "/faults", None), json!([]));
    assert_eq!(server.must("GET", "/adobe/customers", None).as_array().unwrap().len(), 1);
}

/// A body in which the object that begins there has its members twice.
fn doubled(body: &str, at: usize) -> String {
    let mut depth = 0;
    let inner: String = body[at + 1..]
        .chars()
        .take_while(|one| {
            depth += i32::from(*one == '{') - i32::from(*one == '}');
            depth >= 0
        })
        .collect();
    format!("{}{inner},{}", &body[..=at], &body[at + 1..])
}

#[test]
fn g10_no_member_is_there_twice() {
    let server = Server::memory();
    let id = Client::one(&server).place();
    let record = r#"{"tenant":"dev-client-1","customer":{"resellerId":"P1000000001"}}"#;
    let bodies = [
        ("/_sandbox/{vendor}/customers", record),
        ("/_sandbox/{vendor}/customers/{id}/facts", r#"{"activeSubscriptions":1}"#),
        ("/_sandbox/{vendor}/customers/{id}/input", r#"{"account":"activated"}"#),
        ("/_sandbox/faults", r#"{"kind":"drop","vendor":"adobe"}"#),
        ("/_sandbox/clock", r#"{"advance_seconds":1}"#),
        ("/_sandbox/config", r#"{"token_seconds":5}"#),
        ("/_sandbox/config", r#"{"policy":{"adobe":"observed"}}"#),
    ];
    let before = server.must("GET", "/config", None);
    let mut asked = 0;
    for [method, path, target] in with_bodies(&server, &id) {
        for (_, body) in bodies.iter().filter(|(of, _)| *of == path) {
            for (at, _) in body.match_indices('{') {
                problem(&server.request(&method, &target).json(doubled(body, at)).send(), 400);
            }
            asked += 1;
        }
    }
    assert_eq!(asked, bodies.len());
    assert_eq!(server.must("GET", "/config", None), before);
    assert_eq!(server.must("GET", "/faults", None), json!([]));
    assert_eq!(server.must("GET", "/adobe/customers", None).as_array().unwrap().len(), 1);
}

#[test]
fn what_may_be_left_out_is_not_null() {
    let server = Server::memory();
    let place = json!({"tenant": "dev-client-1", "customer": customer("P1000000001")});
    let drop = json!({"kind": "drop", "vendor": "adobe"});
    for (method, path, whole, members) in [
        ("POST", "/adobe/customers", place, &["vendor", "internal", "facts"][..]),
        (
            "POST",
            "/faults",
            drop,
            &["method", "customer", "status", "retry_after", "ms", "code", "times", "skip"],
        ),
        ("PUT", "/clock", json!({"advance_seconds": 1}), &["set"]),
        ("PUT", "/clock", json!({"set": "2099-01-01T00:00:00Z"}), &["advance_seconds"]),
    ] {
        for member in members {
            let mut body = whole.clone();
            body[*member] = Value::Null;
            problem(&server.own(method, path, Some(body)), 400);
        }
        assert!(server.own(method, path, Some(whole)).status < 300);
    }
}

#[test]
fn errors_name_the_members() {
    let server = Server::memory();
    let text = |method: &str, path: &str, body: &str| {
        let request = server.request(method, &format!("/_sandbox{path}")).json(body);
        problem(&request.send(), 400)
    };
    let place = |body: &str| text("POST", "/adobe/customers", body);
    let unknown = r#"{"tenant": "dev-client-1", "customer": {}, "colour": 1}"#;
    let known = "a member is none of vendor, tenant, customer, internal, facts: line 1, column ";
    assert!(place(unknown).starts_with(known), "{}", place(unknown));
    assert!(place(r#"{"customer": {}}"#).starts_with("tenant is missing: "));
    assert!(place(r#"{"tenant": "a", "tenant": "b"}"#).starts_with("tenant is there twice: "));
    let other = text("PUT", "/clock", r#"{"set": 123456}"#);
    assert_eq!(other, "a value is not as expected: a string: line 1, column 14");
    assert!(text("PUT", "/clock", "[]").contains("not as expected: an object"));
    let kind = text("POST", "/faults", r#"{"kind": "Sesame", "vendor": "adobe"}"#);
    assert!(kind.contains("expected: one of status, gateway-timeout,"), "{kind}");
}

#[test]
fn what_does_not_narrow_a_fault_is_refused() {
    let server = Server::memory();
    for (kind, vendor, more) in
        [("settle-fail", "commvault", json!({})), ("inactivate", "adobe", json!({"code": "1014"}))]
    {
        let mut fault = json!({"kind": kind, "vendor": vendor, "customer": "P123"});
        fault.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(server.own("POST", "/faults", Some(fault.clone())).status, 201);
        fault["method"] = json!("PUT");
        let text = problem(&server.own("POST", "/faults", Some(fault)), 400);
        assert!(text.contains("method") && text.contains("customer narrows"), "{text}");
    }
}

#[test]
fn ids_are_those_that_calls_can_name() {
    let server = Server::memory();
    let place = |vendor: &str, tenant: &str, customer: Value| {
        let body = json!({"tenant": tenant, "customer": customer});
        server.own("POST", &format!("/{vendor}/customers"), Some(body))
    };
    for id in [".", "..", "a?b", "a#b", "a%41", "a b", "\u{e4}"] {
        let text = problem(&place("commvault", "partner-1", json!({"id": id})), 400);
        assert_eq!(text, "no call can name this id", "{id}");
    }
    // One number, however it is written.
    for (sent, id) in [
        ("300000001.0", "300000001"),
        ("3.00000002e8", "300000002"),
        ("1e2", "100"),
        ("300000003.00", "300000003"),
    ] {
        let body = format!(r#"{{"tenant":"vendor-1","customer":{{"Customer":{{"Id":{sent}}}}}}}"#);
        let placed = server.request("POST", "/_sandbox/ibm/customers").json(body).expect(201);
        assert_eq!(placed.json()["id"], id);
        assert_eq!(server.record("ibm", id)["customer"]["Customer"]["Id"].to_string(), id);
    }
    for sent in ["1.5", "-1", "1e30", "100000000000000000.5"] {
        let body = format!(r#"{{"tenant":"vendor-1","customer":{{"Customer":{{"Id":{sent}}}}}}}"#);
        let refused = server.request("POST", "/_sandbox/ibm/customers").json(body).send();
        problem(&refused, 400);
    }
}

#[test]
fn the_outbox_compares_ids_as_the_vendor_does() {
    let server = Server::memory();
    let account = json!({"id": "Acme-1", "status": "active", "externalId": "X", "name": "N"});
    server.place("commvault", "partner-1", account);
    let body = json!({"externalId": "X", "name": "Two",
        "contacts": commvault::account("", "")["contacts"]});
    commvault::update(&server, "acme-1", &body).expect(200);
    let id = ibm::register(&server, ibm::VSR1);
    Client::one(&server).create().expect(201);
    let all = server.must("GET", "/outbox", None);
    let count = |query: &str| {
        let rows = server.must("GET", &format!("/outbox?{query}"), None);
        rows.as_array().unwrap().len()
    };
    assert!(all.as_array().unwrap().len() > count("id=Acme-1"));
    for query in ["id=Acme-1", "id=ACME-1", "vendor=commvault&id=acme-1", "id=acme-1&limit=1"] {
        assert_eq!(count(query), 1, "{query}");
    }
    for query in
        ["vendor=adobe&id=acme-1", "id=acme", "vendor=other&id=acme-1", &format!("id={id}0")]
    {
        assert_eq!(count(query), 0, "{query}");
    }
}

#[test]
fn b28_lines_that_cannot_be_loaded() {
    let folder = Folder::new();
    let file = folder.file("records.jsonl");
    let refused = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let done = program(&["--load", file.to_str().unwrap(), "--port", "0"]).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{text}");
        String::from_utf8(done.stderr).unwrap()
    };
    let line = |id: &str| {
        format!(r#"{{"vendor":"commvault","tenant":"partner-1","customer":{{"id":"{id}"}}}}"#)
    };
    let said = refused(&format!("{}\n\n{}\n{}\n", line("a-1"), line("b"), line("A-1")));
    assert!(said.contains("line 4: line 1 has the same id"), "{said}");
    let said = refused(&format!("\u{feff}{}\n", line("a-1")));
    assert!(said.contains("byte order mark"), "{said}");
    let said = refused(&format!("{}\n[\"commvault\",\"partner-1\",{{}}]\n", line("a-1")));
    assert!(said.contains("line 2: ") && !said.contains("line 1"), "{said}");
    let said = refused(r#"{"vendor":"commvault","colour":"blue"}"#);
    assert!(
        said.contains("line 1: a member is none of vendor, tenant, ")
            && said.contains(": column 30"),
        "{said}"
    );
}
