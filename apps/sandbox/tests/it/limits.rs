//! Sizes, times, numbers of connections.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::adobe::Client;
use crate::client::{connect, read};
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
