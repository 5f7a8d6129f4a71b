//! What is the same at all three vendors.

use std::io::Write as _;

use serde_json::json;

use crate::adobe::{self, Client};
use crate::client::{Answer, Sending, connect, raw, read};
use crate::server::Server;
use crate::{commvault, ibm};

/// A good read at each vendor.
fn reads(server: &Server) -> [Sending; 3] {
    let client = Client::one(server);
    let customer = client.place();
    let organization = ibm::register(server, ibm::VSR1);
    let account = commvault::place(server, "partner-1", "X1", "Acme");
    [
        client.get(&customer),
        ibm::call(server, ibm::VSR1, "GET", &format!("/{organization}")),
        commvault::call(server, "dev-token-1", "GET", &format!("/{account}")),
    ]
}

/// A good update at each vendor.
fn updates(server: &Server) -> [Sending; 3] {
    let [adobe, ibm, commvault] = reads(server);
    let document = ibm.expect(200).body;
    let account = json!({"externalId": "X1", "name": "Two",
        "contacts": commvault::account("", "")["contacts"]});
    [
        adobe.by("PATCH").json(r#"{"externalReferenceId":"1"}"#),
        ibm.by("PUT").json(document),
        commvault.by("PUT").json(account.to_string()),
    ]
}

/// Whether an error has the vendor's form.
fn is_vendors(answer: &Answer) -> bool {
    let json = answer.json();
    json.get("code").is_some() || json.get("BSSResponse").is_some() || json.get("error").is_some()
}

#[test]
fn g1_g3_names_in_any_case_and_blanks_around_values() {
    let server = Server::memory();
    let [adobe, ..] = reads(&server);
    let token = Client::one(&server).token;
    adobe
        .without("Authorization")
        .without("X-Correlation-Id")
        .and("AUTHORIZATION", format!("Bearer {token}  "))
        .and("x-correlation-id", "  c-1\t")
        .expect(200);
}

#[test]
fn g2_a_header_that_is_there_twice_is_invalid() {
    let server = Server::memory();
    for update in updates(&server) {
        let twice = update.clone().and("Content-Type", "application/json").expect(415);
        assert!(is_vendors(&twice));
        update.and("Accept", "text/html").and("Accept", "*/*").send();
    }
    let [adobe, ..] = reads(&server);
    let twice = adobe.clone().and("X-Correlation-Id", "c").expect(400);
    assert_eq!(twice.text("/code"), "4119");
    adobe.and("Accept", "text/html").expect(200);
}

#[test]
fn g3_control_characters_are_of_another_form() {
    let server = Server::memory();
    let [adobe, ibm, commvault] = reads(&server);
    for byte in ["\u{1}", "\u{7f}", "\u{0}", "\u{e9}"] {
        let with = |request: &Sending, name: &str| request.clone().with(name, format!("a{byte}b"));
        let answer = with(&adobe, "X-Correlation-Id").expect(400);
        assert_eq!(answer.text("/code"), "4119");
        assert_eq!(with(&adobe, "X-Api-Key").expect(403).text("/code"), "4115");
        assert_eq!(with(&adobe, "Authorization").expect(401).text("/code"), "4116");
        assert!(is_vendors(&with(&ibm, "Authorization").expect(401)));
        assert!(is_vendors(&with(&commvault, "Authorization").expect(401)));
        with(&adobe, "X-Other").expect(200);
    }
    // The next request on a connection is looked at in the same way.
    let mut stream = connect(server.at).unwrap();
    for _ in 0..3 {
        stream.write_all(&adobe.clone().with("X-Correlation-Id", "\u{1}").wire()).unwrap();
        assert_eq!(read(&mut stream, false).unwrap().text("/code"), "4119");
    }
    // So is one that is sent before the first is answered.
    let update = adobe.clone().by("PATCH").json(r#"{"externalReferenceId":"1"}"#);
    let good = update.with("X-Correlation-Id", "c-1").wire();
    let marked = adobe.with("X-Correlation-Id", "\u{1}").wire();
    let answers = raw(server.at, &[&*good, &*marked, &*marked].concat());
    assert!(answers.starts_with("HTTP/1.1 200"), "{answers}");
    assert_eq!(answers.matches("4119").count(), 2, "{answers}");
}

#[test]
fn g4_paths_are_compared_exactly() {
    let server = Server::memory();
    let [adobe, ibm, commvault] = reads(&server);
    for (read, other) in [
        (adobe.clone(), "/v3/Customers"),
        (adobe.clone(), "/v3/customers/"),
        (adobe, "/v3//customers"),
        (ibm, "/api/bss/resource/customers"),
        (commvault, "/api/v1/partner/accounts/"),
    ] {
        let answer = read.at(other).expect(404);
        assert!(is_vendors(&answer), "{other}");
        assert!(answer.header("X-Sandbox").is_some());
    }
    for other in ["/v4/customers", "/api/v1", "/nowhere"] {
        let answer = server.request("GET", other).expect(404);
        assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
        assert_eq!(answer.json()["status"], 404);
    }
}

#[test]
fn g4_escapes_of_unreserved_characters_are_decoded() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let escaped = format!("/v3/%63ustomers/%{:02x}{}", id.as_bytes()[0], &id[1..]);
    client.get(&id).at(&escaped).expect(200);
}

#[test]
fn g5_other_methods_are_405_with_allow() {
    let server = Server::memory();
    let allowed = ["GET, PATCH", "DELETE, GET, POST, PUT", "GET, PATCH, PUT"];
    for (read, allow) in reads(&server).into_iter().zip(allowed) {
        for method in ["OPTIONS", "TRACE", "BREW"] {
            let answer = read.clone().by(method).expect(405);
            assert_eq!(answer.header("Allow"), Some(allow));
            assert!(is_vendors(&answer));
            assert_eq!(answer.header("Access-Control-Allow-Origin"), None);
        }
        let head = read.by("HEAD").expect(405);
        assert_eq!((head.body.as_str(), head.header("Allow")), ("", Some(allow)));
    }
}

#[test]
fn g6_g8_content_types_of_a_body_that_is_read() {
    let server = Server::memory();
    for update in updates(&server) {
        for bad in ["text/plain", "application/json; charset=latin1", ""] {
            let answer = update.clone().with("Content-Type", bad).expect(415);
            assert!(is_vendors(&answer));
        }
        update.clone().without("Content-Type").expect(415);
        update.clone().with("Content-Encoding", "gzip").expect(415);
        let good = update
            .with("Content-Type", "application/json; charset=UTF-8; x=1")
            .with("Content-Encoding", "identity")
            .send();
        assert!(good.status < 300, "{good:?}");
    }
    for read in reads(&server) {
        read.with("Content-Type", "text/plain").expect(200);
    }
}

#[test]
fn g7_accept() {
    let server = Server::memory();
    for read in reads(&server) {
        let read = read.without("Accept");
        read.expect(200);
        read.clone().with("Accept", "text/html, application/*;q=0.5").expect(200);
        // What Java's HttpURLConnection sends if nobody says otherwise.
        let java = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";
        for range in [java, "*/*;q=.2", "*/*;q=0.1234"] {
            read.clone().with("Accept", range).expect(200);
        }
        assert!(is_vendors(&read.clone().with("Accept", "text/html").expect(406)));
        read.with("Accept", "application/json;q=0").expect(406);
    }
}

#[test]
fn g10_json_is_read_strictly() {
    let server = Server::memory();
    for update in updates(&server) {
        for bad in ["", "[]", "{", "{} {}", "\u{feff}{}", r#"{"a":1,"a":2}"#, "nonsense"] {
            let answer =
                update.clone().with("X-Correlation-Id", format!("g10-{bad:?}").replace(' ', ""));
            let answer = answer.bytes(bad).expect(400);
            assert!(is_vendors(&answer), "{bad}");
        }
        let bytes = update.with("X-Correlation-Id", "g10-bytes").bytes(b"{\"a\":\"\xff\"}");
        bytes.expect(400);
    }
}

#[test]
fn g11_g12_header_fields_of_answers() {
    let server = Server::memory();
    for read in reads(&server) {
        let answer = read.with("If-None-Match", "*").with("Accept-Encoding", "gzip").expect(200);
        assert_eq!(answer.header("Content-Type"), Some("application/json"));
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        let length: usize = answer.header("Content-Length").unwrap().parse().unwrap();
        assert_eq!(length, answer.body.len());
        for none in ["ETag", "Last-Modified", "Content-Encoding"] {
            assert_eq!(answer.header(none), None);
        }
        assert_eq!(answer.header("X-Sandbox"), Some(env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn g13_g14_bodies_of_reads_and_needless_queries_do_not_count() {
    let server = Server::memory();
    for read in reads(&server) {
        read.bytes("{\"nothing\":").expect(200);
    }
    let client = Client::one(&server);
    let id = client.place();
    let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
    patch.clone().at(&format!("/v3/customers/{id}?a=1")).expect(200);
    let again = patch.at(&format!("/v3/customers/{id}?a=2")).expect(200);
    assert_eq!(again.header("X-Sandbox-Replayed"), Some("same-body"));
}

#[test]
fn g15_no_value_of_a_request_is_in_an_error() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let bad = json!({"companyProfile": {"contacts": [
        {"firstName": "Gwendolyn", "lastName": "\u{7}", "email": "not-an-address-at-all"}]}});
    let answer = client.patch(&id, bad).expect(400);
    for value in ["Gwendolyn", "not-an-address-at-all"] {
        assert!(!answer.body.contains(value), "{answer:?}");
    }
}

#[test]
fn g16_unknown_members_stay_as_they_are_stored() {
    let server = Server::memory();
    let client = Client::one(&server);
    let mut document = adobe::customer("P1000000001");
    document["tier"] = json!({"b": 1, "a": [true, null]});
    let id = server.place("adobe", "dev-client-1", document);
    let get = client.get(&id).expect(200);
    assert!(get.body.contains(r#""tier":{"b":1,"a":[true,null]}"#), "{get:?}");
}

#[test]
fn one_connection_takes_many_requests_also_at_once() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    let mut wire = client.get(&id).wire();
    wire.extend(client.patch(&id, json!({"externalReferenceId": "1"})).wire());
    wire.extend(client.get(&id).with("Connection", "close").wire());
    let got = raw(server.at, &wire);
    assert_eq!(got.matches("HTTP/1.1 200 OK").count(), 3, "{got}");
}
