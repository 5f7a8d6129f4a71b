//! Sizes, times, numbers of connections.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::adobe::Client;
use crate::client::{Sending, connect, read};
use crate::server::Server;
use crate::{commvault, ibm};

#[test]
fn g9_b20_a_body_that_is_too_large_is_413() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let large = format!(r#"{{"externalReferenceId":"{}"}}"#, "x".repeat(5 * 1024 * 1024));
    let patch = client.patch(&id, json!({})).bytes(&large);
    let answer = patch.expect(413);
    assert_eq!(answer.text("/code"), "413");
    assert_eq!(answer.header("Connection"), Some("close"));
    ibm::call(&server, ibm::VSR1, "PUT", "/1").json(&large).expect(413);
    commvault::call(&server, "dev-token-1", "PUT", "/1").json(&large).expect(413);
    let own = server.request("POST", "/_sandbox/faults").json(&large).expect(413);
    assert_eq!(own.header("Content-Type"), Some("application/problem+json"));
    // The head comes first.
    patch.with("Authorization", "Bearer x").expect(401);
}

#[test]
fn g9_a_body_at_the_limit_is_read() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let mut body = String::from("{}");
    body.push_str(&" ".repeat(4 * 1024 * 1024 - 2));
    client.patch(&id, json!({})).bytes(body).expect(200);
}

// What is beyond the buffer of a head is not read, so nobody knows whose path it is.
#[test]
fn g9_a_head_or_a_target_that_is_far_too_large() {
    let server = Server::memory();
    let get = Client::one(&server).get("P1");
    let large = |length: usize| "x".repeat(length);
    for length in [66_000, 500_000] {
        let answer = get.clone().at(&format!("/v3/customers?{}", large(length))).expect(414);
        assert_eq!(answer.body, "", "{length}");
    }
    let vendors = get.clone().with("X-Filler", large(500_000)).expect(431);
    assert_eq!(vendors.text("/code"), "431");
    for request in [
        get.clone().at(&format!("/v3/customers?{}", large(1 << 20))),
        get.with("X-Filler", large(1 << 20)),
    ] {
        assert_eq!(request.expect(431).body, "");
    }
}

#[test]
fn g9_a_head_or_a_target_that_is_too_large() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let get = client.get(&id);
    let head = get.clone().with("X-Filler", "x".repeat(33 * 1024)).expect(431);
    assert_eq!(head.text("/code"), "431");
    let target = format!("/v3/customers/{id}?{}", "x".repeat(9 * 1024));
    assert_eq!(get.clone().at(&target).expect(414).text("/code"), "414");
    // Before the credentials.
    get.clone().at(&target).without("X-Api-Key").expect(414);
    let problem = get.at(&format!("/{}", "x".repeat(9 * 1024))).expect(414);
    assert_eq!(problem.header("Content-Type"), Some("application/problem+json"));
    let ibm = ibm::call(&server, ibm::VSR1, "GET", &format!("?x={}", "x".repeat(9000)));
    assert_eq!(ibm.expect(414).text("/BSSResponse/ResponseCode"), "414");
    // Many small fields are no large head.
    let mut many = client.get(&id);
    for number in 0..200 {
        many = many.and(&format!("X-Field-{number}"), "1");
    }
    many.expect(200);
}

#[test]
fn b20_an_answer_to_an_unread_body_arrives() {
    let server = Server::memory();
    let client = Client::one(&server);
    let wire = client.create().bytes(vec![b' '; 6 * 1024 * 1024]).wire();
    let mut stream = connect(server.at).unwrap();
    let mut writing = stream.try_clone().unwrap();
    let sender = std::thread::spawn(move || {
        let _ = writing.write_all(&wire);
    });
    let answer = read(&mut stream, false).expect("an answer");
    assert_eq!(answer.status, 413);
    sender.join().unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

#[test]
fn b20_a_half_open_connection_holds_nobody_up() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let idle: Vec<_> = (0..200).map(|_| connect(server.at).unwrap()).collect();
    let mut half = connect(server.at).unwrap();
    half.write_all(b"GET /v3/customers HTTP/1.1\r\nHost:").unwrap();
    let began = Instant::now();
    client.get(&id).expect(200);
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(idle);
}

#[test]
fn b20_the_257th_connection_waits_for_another_to_end() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let mut open = Vec::new();
    for _ in 0..256 {
        let mut stream = connect(server.at).unwrap();
        stream.write_all(&client.get(&id).wire()).unwrap();
        assert_eq!(read(&mut stream, false).unwrap().status, 200);
        open.push(stream);
    }
    let mut one_more = connect(server.at).unwrap();
    one_more.write_all(&client.get(&id).wire()).unwrap();
    one_more.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(one_more.read(&mut [0]).is_err());
    open.pop();
    one_more.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert_eq!(read(&mut one_more, false).unwrap().status, 200);
}

/// A request of which the body never comes.
fn head_of(request: &Sending, body: &str) -> Vec<u8> {
    let mut wire = request.wire();
    wire.truncate(wire.len() - 2);
    wire.extend_from_slice(format!("{body}\r\n\r\n").as_bytes());
    wire
}

#[test]
fn b20_what_the_head_decides_is_answered_without_the_body() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    client.patch(&id, json!({})).with("X-Request-Id", "used").expect(200);
    let adobe = client.request("PATCH", &format!("/v3/customers/{id}"));
    let adobe = adobe.with("Content-Type", "application/json");
    let typed = |request: Sending| request.with("Content-Type", "application/json");
    let ibm = |method: &str, rest: &str| typed(ibm::call(&server, ibm::VSR1, method, rest));
    let commvault = |rest| typed(commvault::call(&server, "dev-token-1", "PUT", rest));
    let requests = [
        (adobe.clone().at("/v3/nothing"), 404),
        (adobe.clone().by("PUT"), 405),
        (adobe.clone().without("X-Api-Key"), 403),
        (adobe.clone().without("Authorization"), 403),
        (adobe.clone().with("Authorization", "Bearer x"), 401),
        (adobe.clone().with("Content-Type", "text/plain"), 415),
        (adobe.clone().with("Accept", "text/plain"), 406),
        (adobe.clone().without("X-Correlation-Id"), 400),
        (adobe.clone().with("X-Request-Id", "used"), 400),
        (client.get(&id), 200),
        (server.request("PUT", "/ims/token/v3"), 405),
        (ibm("PUT", "/1").with("Authorization", ibm::VSR2).without("Content-Type"), 415),
        (ibm("PUT", "/1").without("Authorization"), 401),
        (ibm("PUT", "/x"), 400),
        (ibm("PUT", ""), 405),
        (ibm("DELETE", "/1"), 404),
        (commvault("/1").without("Authorization"), 401),
        (commvault("/1").without("Content-Type"), 415),
        (server.request("POST", "/nowhere"), 404),
        (server.request("POST", "/_sandbox/nowhere"), 404),
        (server.request("POST", "/_sandbox/faults"), 415),
        (server.request("POST", "/_sandbox/journal"), 405),
    ];
    let bodies = [
        "Content-Length: 20",
        "Content-Length: 3000000",
        "Content-Length: 3000000\r\nExpect: 100-continue",
        "Transfer-Encoding: chunked",
    ];
    for (request, status) in &requests {
        for body in bodies {
            let mut stream = connect(server.at).unwrap();
            stream.write_all(&head_of(request, body)).unwrap();
            let began = Instant::now();
            let answer = read(&mut stream, false).unwrap_or_else(|| panic!("{status} {body}"));
            assert_eq!(answer.status, *status, "{body}: {answer:?}");
            assert_eq!(answer.header("Connection"), Some("close"), "{body}: {answer:?}");
            assert!(began.elapsed() < Duration::from_secs(5));
        }
    }
    for large in [adobe, typed(server.request("POST", "/_sandbox/adobe/customers"))] {
        let mut stream = connect(server.at).unwrap();
        stream.write_all(&head_of(&large, "Content-Length: 4194305")).unwrap();
        let answer = read(&mut stream, false).unwrap();
        assert_eq!((answer.status, answer.header("Connection")), (413, Some("close")));
    }
    // Nothing of it was an update.
    assert_eq!(server.history("adobe", &id).len(), 1);
}

#[test]
fn b20_a_body_that_comes_late_is_waited_for() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let mut stream = connect(server.at).unwrap();
    let mut send = |request: &Sending, body: &str| {
        let length = format!("Content-Length: {}", body.len());
        stream.write_all(&head_of(request, &length)).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        stream.write_all(body.as_bytes()).unwrap();
        read(&mut stream, false).unwrap()
    };
    let patch = client.request("PATCH", &format!("/v3/customers/{id}"));
    let patch = patch.with("Content-Type", "application/json");
    let first = send(&patch, r#"{"externalReferenceId":"1"}"#);
    assert_eq!((first.status, first.header("Connection")), (200, None));
    let again = send(&patch, r#"{"externalReferenceId":"1"}"#);
    assert_eq!(again.header("X-Sandbox-Replayed"), Some("same-body"));
    let other = send(&patch, r#"{"externalReferenceId":"2"}"#);
    assert_eq!(other.header("X-Sandbox-Replayed"), Some("other-body"));
    let skipped = json!({"kind": "status", "vendor": "adobe", "status": 500, "skip": 2});
    server.fault(skipped);
    server.fault(json!({"kind": "delay", "vendor": "adobe", "ms": 50}));
    let patch = patch.with("X-Correlation-Id", "late");
    let delayed = send(&patch, r#"{"externalReferenceId":"3"}"#);
    assert_eq!((delayed.status, delayed.header("X-Sandbox-Fault")), (200, Some("delay")));
    let faults = server.must("GET", "/faults", None);
    assert_eq!((faults[0]["skip"].clone(), faults.as_array().unwrap().len()), (json!(1), 1));
    let token = server.request("POST", "/ims/token/v3");
    let token = token.with("Content-Type", "application/x-www-form-urlencoded");
    let form = "grant_type=client_credentials&client_id=dev-client-1&client_secret=dev-secret-1";
    assert_eq!(send(&token, form).status, 200);
    assert_eq!(server.history("adobe", &id).len(), 3);
    // Who asks first is told to go on.
    let patch = patch.with("X-Correlation-Id", "asks");
    let body = r#"{"externalReferenceId":"4"}"#;
    let asking = format!("Content-Length: {}\r\nExpect: 100-continue", body.len());
    stream.write_all(&head_of(&patch, &asking)).unwrap();
    let told = read(&mut stream, false).unwrap();
    assert_eq!((told.status, told.header("Connection")), (100, None));
    stream.write_all(body.as_bytes()).unwrap();
    assert_eq!(read(&mut stream, false).unwrap().status, 200);
    // The fault has its turn now, and waits for no body.
    stream.write_all(&head_of(&patch, "Content-Length: 2")).unwrap();
    assert_eq!(read(&mut stream, false).unwrap().status, 500);
}

/// Whoever sends chunks that are none learns it, and nothing is stored of the call.
#[test]
fn chunks_that_are_none_are_answered() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let patch = client.request("PATCH", &format!("/v3/customers/{id}"));
    let patch = patch.with("Content-Type", "application/json").with("X-Correlation-Id", "chunked");
    let own = server.request("POST", "/_sandbox/faults").with("Content-Type", "application/json");
    let chunks = ["x\r\n{}\r\n0\r\n\r\n", "2\r\n{}x", "-2\r\n{}", "fffffffffffffffff\r\n{}"];
    for request in [&patch, &own] {
        for chunk in chunks {
            let mut stream = connect(server.at).unwrap();
            stream.write_all(&head_of(request, "Transfer-Encoding: chunked")).unwrap();
            stream.write_all(chunk.as_bytes()).unwrap();
            let answer = read(&mut stream, false).unwrap_or_else(|| panic!("{chunk}"));
            assert_eq!((answer.status, answer.header("Connection")), (400, Some("close")));
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
            assert!(read(&mut stream, false).is_none());
        }
    }
    // Whoever breaks off gets no answer.
    let mut stream = connect(server.at).unwrap();
    stream.write_all(&head_of(&patch, "Transfer-Encoding: chunked")).unwrap();
    stream.write_all(b"2\r\n{").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert!(read(&mut stream, false).is_none());
    let mut stream = connect(server.at).unwrap();
    stream.write_all(&head_of(&patch, "Transfer-Encoding: Chunked")).unwrap();
    stream.write_all(b"1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n").unwrap();
    let answer = read(&mut stream, false).unwrap();
    assert_eq!((answer.status, answer.header("X-Sandbox-Replayed")), (200, None));
}

/// A body that is coded otherwise is never taken for what its chunks hold.
#[test]
fn a_transfer_coding_but_chunked_is_refused() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let patch = client.request("PATCH", &format!("/v3/customers/{id}"));
    let patch = patch.with("Content-Type", "application/json");
    let own = server.request("POST", "/_sandbox/faults").with("Content-Type", "application/json");
    for (codings, status) in [
        ("Transfer-Encoding: gzip, chunked", 501),
        ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", 501),
        ("Transfer-Encoding: x;q=\"1, chunked\" , Chunked", 501),
        ("Transfer-Encoding: identity,,chunked", 501),
        ("Transfer-Encoding: chunked, chunked", 400),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400),
        // hyper's own answer.
        ("Transfer-Encoding: chunked, gzip", 400),
    ] {
        for request in [&patch, &own, &client.get(&id)] {
            let mut stream = connect(server.at).unwrap();
            stream.write_all(&head_of(request, codings)).unwrap();
            stream.write_all(b"2\r\n{}\r\n0\r\n\r\n").unwrap();
            let answer = read(&mut stream, false).unwrap_or_else(|| panic!("{codings}"));
            assert_eq!(answer.status, status, "{codings}: {answer:?}");
            assert_eq!(answer.header("Connection"), Some("close"), "{codings}: {answer:?}");
        }
    }
    assert_eq!(server.history("adobe", &id).len(), 1);
}
