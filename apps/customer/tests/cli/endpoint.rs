//! `customer endpoint`: a request in, a reply and a write out.

use serde_json::Value;

use crate::program::{code, err, feed, file, out, quiet};
use crate::told;

const KNOWN: &str = r#"{
    "now": "2026-02-20T12:00:00",
    "fresh": {"requestId": "9d6f4d1a-0000-4000-8000-000000000001", "customerId": "P2000000001"},
    "caller": {"client": "dev-client-1",
        "resellers": [{"id": "P1000000001", "segments": ["COM"]}]},
    "record": {"revision": 4, "customer": {"customerId": "P1000000010",
        "resellerId": "P1000000001", "status": "1000"}}
}"#;

const UPDATE: &[u8] = b"PATCH /v3/customers/P1000000010?x=1 HTTP/1.1\r\nHost: localhost\r\n\
    x-api-key: dev-client-1\r\nAuthorization: Bearer t\r\nX-Correlation-Id: c-1\r\n\
    Content-Type: application/json\r\nContent-Length: 31\r\n\r\n\
    {\"externalReferenceId\":\"12345\"}";

fn written(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(name).unwrap()).unwrap()
}

#[test]
fn a_request_is_answered_and_what_it_stores_is_written() {
    let (known, write) = (file("endpoint-known.json", KNOWN), file("endpoint-write.json", ""));
    let args = ["endpoint", "--vendor", "adobe", "--known", &known, "--write", &write];
    let reply = quiet(&feed(&args, UPDATE));
    let body = r#"{"externalReferenceId":"12345","customerId":"P1000000010","resellerId":"P1000000001","status":"1000"}"#;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Request-Id: 9d6f4d1a-0000-4000-8000-000000000001\r\n\r\n",
        body.len()
    );
    assert_eq!(reply, head + body);
    let stored = written(&write);
    assert_eq!(stored["base"], 4);
    assert_eq!(stored["answer"]["status"], 200);
    assert_eq!(stored["answer"]["body"], body);
    assert_eq!(stored["event"]["decided"]["record"], "P1000000010");

    // What was stored is answered again, whatever the body, and stores nothing.
    let mut again: Value = serde_json::from_str(KNOWN).unwrap();
    again["answer"] = stored["answer"].clone();
    let known = file("endpoint-again.json", again.to_string());
    let args = ["endpoint", "--vendor", "adobe", "--known", &known, "--write", &write];
    let other = String::from_utf8(UPDATE.to_vec()).unwrap().replace("12345", "99999");
    assert!(quiet(&feed(&args, other.as_bytes())).ends_with(body));
    assert_eq!(written(&write), Value::Null);
}

#[test]
fn without_what_is_known_no_credential_is() {
    for (vendor, head, status) in [
        ("adobe", "GET /v3/customers/P1000000010", "403"),
        ("ibm", "GET /resource/customer/5", "401"),
        ("commvault", "GET /api/v1/partner/accounts", "401"),
        ("commvault", "GET /elsewhere", "404"),
    ] {
        let request = format!("{head} HTTP/1.1\nX-Api-Key: k\nAuthorization: Bearer t\n\n");
        let reply = quiet(&feed(&["endpoint", "--vendor", vendor], request.as_bytes()));
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{vendor}: {reply}");
    }
}

#[test]
fn facts_that_are_missing_are_named() {
    let known = r#"{"now": "2026-02-20T12:00:00", "caller": {"role": "VSR"},
        "record": {"customer": {"Customer": {"Id": 5, "CustomerState": "ACTIVE"}},
            "revision": 1}}"#;
    let known = file("endpoint-ibm.json", known);
    let args = ["endpoint", "--vendor", "ibm", "--known", &known];
    let output =
        feed(&args, b"DELETE /resource/customer/5 HTTP/1.1\r\nAuthorization: Basic dTpw\r\n\r\n");
    assert_eq!(code(&output), 4);
    assert!(out(&output).starts_with("HTTP/1.1 503 "), "{}", out(&output));
    assert!(err(&output).starts_with("needs activeSubscriptions "), "{}", err(&output));
}

#[test]
fn what_cant_be_read_is_said_without_quoting_it() {
    let args = ["endpoint", "--vendor", "adobe"];
    for bad in [
        "secret",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nsec",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let said = told(&feed(&args, bad.as_bytes()));
        assert!(said.contains("no HTTP/1.1 request") && !said.contains("secret"), "{said}");
    }
    let known =
        file("endpoint-bad.json", r#"{"now": "secret", "record": {"customer": {"status": 5}}}"#);
    let said = told(&feed(&["endpoint", "--vendor", "adobe", "--known", &known], UPDATE));
    assert!(said.contains("at `/now`") && said.contains("at `/record/customer/status`"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}
