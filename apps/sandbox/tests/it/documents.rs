//! B27: what the documents of the API say beside their operations.

use customer_core::vendors::VENDORS;
use serde_json::json;

use crate::openapi::Document;
use crate::server::Server;

/// A path of a document with something in place of its names.
fn filled(path: &str) -> String {
    let filled = path.replace("{vendor}.json", "sandbox.json").replace("{vendor}", "adobe");
    let parts = filled.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The names of all documents.
fn names() -> impl Iterator<Item = &'static str> {
    VENDORS.iter().map(|(vendor, _)| *vendor).chain(["sandbox"])
}

#[test]
fn b27_limits_are_in_the_documents() {
    let server = Server::memory();
    for name in names() {
        let document = Document::of(&server, name);
        let paths = document.document["paths"].as_object().unwrap();
        for (path, operations) in paths {
            for (method, operation) in operations.as_object().unwrap() {
                let method = method.to_uppercase();
                let request = server.request(&method, &filled(path));
                let long = format!("{}?{}", filled(path), "x".repeat(9000));
                document.check(&method, path, None, &request.clone().at(&long).expect(414));
                let wide = request.clone().with("X-Wide", "x".repeat(33_000));
                document.check(&method, path, None, &wide.expect(431));
                let is_token = path.starts_with("/ims");
                if is_token || (name == "sandbox" && operation.get("requestBody").is_some()) {
                    let large = request.json("x".repeat(4 * 1024 * 1024 + 1));
                    document.check(&method, path, None, &large.expect(413));
                }
            }
        }
    }
}

#[test]
fn b27_the_documents_are_good_on_any_port_and_on_loopback() {
    let server = Server::memory();
    for name in names() {
        let document = Document::of(&server, name).document;
        assert_eq!(document["servers"][0]["url"], "/", "{name}");
        let is_open = document["security"].as_array().unwrap().contains(&json!({}));
        assert_eq!(is_open, name == "sandbox", "{name}");
    }
}

#[test]
fn b27_an_input_is_one_of_the_contract() {
    let server = Server::memory();
    let document = Document::of(&server, "sandbox").document;
    let path = "/_sandbox/{vendor}/customers/{id}/input";
    let mut schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        ["schema"]
        .clone();
    schema["components"] = document["components"].clone();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for good in [
        json!({"commitment": "accepted"}),
        json!({"account": "activated"}),
        json!({"account": {"inactive": "1014"}}),
        json!({"operation": "suspendCustomer"}),
        json!({"settled": "failed"}),
    ] {
        assert!(schema.is_valid(&good), "{good}");
    }
    for bad in
        [json!({}), json!({"": []}), json!({"update": {}}), json!({"settled": "x"}), json!([])]
    {
        assert!(!schema.is_valid(&bad), "{bad}");
    }
}
