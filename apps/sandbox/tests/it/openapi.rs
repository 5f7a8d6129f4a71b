//! B27: the documents of the API, compared with what the routes answer.
//!
//! Every operation of every document is asked, and what comes back must be in the document: its
//! status, its type, and its body by the schema. Bodies that are accepted must fit as well.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::adobe::{self, Client};
use crate::client::{Answer, Sending};
use crate::server::Server;
use crate::{commvault, ibm};

/// Whether a header field is of HTTP, and so not of any one operation.
fn is_general(name: &str) -> bool {
    let all = ["Allow", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Date"];
    all.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// A document, and which of its operations were asked.
pub(crate) struct Document {
    pub(crate) document: Value,
    asked: RefCell<BTreeSet<String>>,
}

impl Document {
    /// The document that is served, which is the one that is checked in.
    pub(crate) fn of(server: &Server, name: &str) -> Self {
        let path = format!("{}/openapi/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let stored: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let document = server.must("GET", &format!("/openapi/{name}.json"), None);
        assert_eq!(document, stored, "{name}");
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
        Self { document, asked: RefCell::default() }
    }

    /// Whether a value fits a schema of the document.
    fn fits(&self, what: &str, schema: &Value, value: &Value) {
        let mut whole = json!({ "allOf": [schema] });
        whole["components"] = self.document["components"].clone();
        let schema = jsonschema::draft202012::new(&whole).unwrap();
        let errors: Vec<_> = schema.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {value}");
    }

    /// Checks what came back.
    pub(crate) fn check(&self, method: &str, path: &str, sent: Option<&Value>, answer: &Answer) {
        let what = format!("{method} {path} {}", answer.status);
        self.asked.borrow_mut().insert(format!("{method} {path}"));
        let operation = &self.document["paths"][path][method.to_lowercase()];
        let mut response = &operation["responses"][answer.status.to_string()];
        if let Some(reference) = response["$ref"].as_str() {
            response = self.document.pointer(&reference[1..]).unwrap();
        }
        assert!(response["description"].is_string(), "{what} is not in the document: {answer:?}");
        for (name, _) in answer.headers.iter().filter(|(name, _)| !is_general(name)) {
            let mut fields = response["headers"].as_object().into_iter().flatten();
            let is_there = fields.any(|(field, _)| field.eq_ignore_ascii_case(name));
            assert!(is_there, "{what}: {name} is not in the document");
        }
        let media = answer.header("Content-Type").map(|media| media.split(';').next().unwrap());
        let Some(media) = media else {
            assert!(response["content"].is_null() && answer.body.is_empty(), "{what}");
            return;
        };
        let content = &response["content"][media];
        assert!(!content.is_null(), "{what}: {media} is not in the document");
        let body =
            if media == "text/plain" { Value::String(answer.body.clone()) } else { answer.json() };
        self.fits(&what, &content["schema"], &body);
        if let Some(sent) = sent.filter(|_| answer.status < 300) {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert!(schema.is_object(), "{what} has a body");
            self.fits(&format!("{what}, as sent"), schema, sent);
        }
    }

    /// Sends it, expects a status, and checks the answer.
    fn ask(
        &self,
        path: &str,
        method: &str,
        status: u16,
        request: Sending,
        sent: Option<&Value>,
    ) -> Answer {
        let request = match sent {
            Some(sent) => request.json(sent.to_string()),
            None => request,
        };
        let answer = request.expect(status);
        self.check(method, path, sent, &answer);
        answer
    }

    /// Everything that the document tells was asked.
    fn done(self) {
        let mut told = BTreeSet::new();
        for (path, operations) in self.document["paths"].as_object().unwrap() {
            for method in operations.as_object().unwrap().keys() {
                told.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        assert_eq!(self.asked.into_inner(), told);
    }
}

#[test]
fn b27_adobe_answers_as_its_document_says() {
    let server = Server::memory();
    let document = Document::of(&server, "adobe");
    for version in ["v2", "v3"] {
        let path = format!("/ims/token/{version}");
        let form = "grant_type=client_credentials&client_id=dev-client-1&client_secret=";
        for (secret, status) in [("dev-secret-1", 200), ("wrong", 400)] {
            let request = server.request("POST", &path);
            let request = request.with("Content-Type", "application/x-www-form-urlencoded");
            document.ask(&path, "POST", status, request.bytes(format!("{form}{secret}")), None);
        }
    }
    let client = Client::one(&server);
    let (all, one) = ("/v3/customers", "/v3/customers/{customer-id}");
    let create = |body: Value, status| {
        document.ask(all, "POST", status, client.request("POST", all), Some(&body))
    };
    let id = create(adobe::body("P1000000001"), 201).text("/customerId");
    create(json!({}), 400);
    create(adobe::body("P1000000002"), 404);
    let placed = client.place();
    let mut linked = adobe::customer("P1000000001");
    linked["links"] = json!([null, {"uri": 5}]);
    server.place("adobe", "dev-client-1", linked);
    let get = |request: Sending, status| document.ask(one, "GET", status, request, None);
    get(client.get(&id), 200);
    get(client.get(&placed), 200);
    get(client.get("P0000000000"), 404);
    get(client.get(&id).without("X-Api-Key"), 403);
    get(client.get(&id).with("Authorization", "Bearer x"), 401);
    get(client.get(&id).without("X-Correlation-Id"), 400);
    get(client.get(&id).with("Accept", "text/html"), 406);
    let patch = |body: Value, status| {
        let request = client.request("PATCH", &format!("/v3/customers/{placed}"));
        document.ask(one, "PATCH", status, request, Some(&body))
    };
    patch(json!({"externalReferenceId": "342"}), 200);
    patch(json!({"companyProfile": {"companyName": "x"}}), 400);
    let request = client.patch(&placed, json!({})).with("Content-Type", "text/plain");
    document.check("PATCH", one, None, &request.expect(415));
    let faults = [
        ("status", 429),
        ("status", 500),
        ("status", 502),
        ("status", 503),
        ("gateway-timeout", 504),
        ("not-json", 500),
        ("status-after-commit", 500),
    ];
    for (kind, status) in faults {
        let mut fault = json!({"kind": kind, "vendor": "adobe"});
        if kind == "status" {
            fault["status"] = json!(status);
        }
        server.fault(fault);
        patch(json!({"externalReferenceId": format!("{status}")}), status);
    }
    let list = "/v3/resellers/{reseller-id}/customers";
    for (query, status) in [
        ("P1000000001/customers?limit=1", 200),
        ("P1000000001/customers", 200),
        ("P1000000001/customers?limit=0", 400),
        ("P1000000002/customers", 404),
    ] {
        let request = client.request("GET", &format!("/v3/resellers/{query}"));
        document.ask(list, "GET", status, request, None);
    }
    document.done();
}

#[test]
fn b27_ibm_answers_as_its_document_says() {
    let server = Server::memory();
    let document = Document::of(&server, "ibm");
    for base in ["/api/bss/resource", "/resource"] {
        let (all, one) = (format!("{base}/customer"), format!("{base}/customer/{{id}}"));
        let call = |method: &str, user: &str, rest: &str| {
            server.request(method, &format!("{base}{rest}")).with("Authorization", user)
        };
        let customer = ibm::customer();
        let registered =
            document.ask(&all, "POST", 200, call("POST", ibm::VSR1, "/customer"), Some(&customer));
        document.ask(&all, "POST", 403, call("POST", ibm::USER1, "/customer"), Some(&customer));
        document.ask(&all, "POST", 400, call("POST", ibm::VSR1, "/customer"), Some(&json!({})));
        let path = format!("/customer/{}", registered.json()["Long"]);
        let get = |user: &str, path: &str, status| {
            document.ask(&one, "GET", status, call("GET", user, path), None)
        };
        let mut body = get(ibm::VSR1, &path, 200).json();
        for (user, path, status) in [
            (ibm::VSR2, &*path, 403),
            (ibm::VSR1, "/customer/99", 404),
            (ibm::VSR1, "/customer/x", 400),
            ("Basic eA==", &path, 401),
        ] {
            get(user, path, status);
        }
        let put = |body: &Value, status| {
            document.ask(&one, "PUT", status, call("PUT", ibm::VSR1, &path), Some(body))
        };
        body["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!("555-0199");
        put(&body, 204);
        body["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!("555-0200");
        put(&body, 500);
        put(&json!({"Customer": {}}), 400);
        let post = |word: &str, status| {
            let request = call("POST", ibm::VSR1, &path).with("x-operation", word);
            document.ask(&one, "POST", status, request, None)
        };
        post("suspendCustomer", 204);
        post("dance", 400);
        for query in [
            "",
            "?_pageSize=1",
            "?_namedQuery=getCustomersByContactEmail&emailAddress=jane.doe@example.com",
        ] {
            document.ask(
                &all,
                "GET",
                200,
                call("GET", ibm::VSR1, &format!("/customer{query}")),
                None,
            );
        }
        let none = "/customer?_namedQuery=getCustomerByOrgName&orgName=none";
        document.ask(&all, "GET", 404, call("GET", ibm::VSR1, none), None);
        for kind in ["subscription", "subscriber"] {
            let path = format!("{base}/{kind}");
            document.ask(&path, "GET", 200, call("GET", ibm::VSR1, &format!("/{kind}")), None);
            document.ask(&path, "GET", 403, call("GET", ibm::USER1, &format!("/{kind}")), None);
        }
        document.ask(&one, "DELETE", 204, call("DELETE", ibm::VSR1, &path), None);
        document.ask(&one, "DELETE", 404, call("DELETE", ibm::VSR1, &path), None);
        for kind in ["not-json", "gateway-timeout"] {
            server.fault(json!({"kind": kind, "vendor": "ibm"}));
            get(ibm::VSR1, &path, if kind == "not-json" { 500 } else { 504 });
        }
    }
    document.done();
}

#[test]
fn b27_commvault_answers_as_its_document_says() {
    let server = Server::memory();
    let document = Document::of(&server, "commvault");
    let (all, one) = ("/api/v1/partner/accounts", "/api/v1/partner/accounts/{id}");
    let call = |method: &str, rest: &str| commvault::call(&server, "dev-token-1", method, rest);
    for (method, external) in [("PUT", "A"), ("PATCH", "B")] {
        let id = commvault::place(&server, "partner-1", external, external);
        let id = format!("/{id}");
        let mut body = json!({"externalId": external, "name": external});
        body["contacts"] = commvault::account("", "")["contacts"].clone();
        document.ask(one, method, 200, call(method, &id), Some(&body));
        document.ask(one, method, 409, call(method, &id), Some(&body));
        document.ask(one, method, 400, call(method, &id), Some(&json!([])));
        document.ask(one, method, 404, call(method, "/none"), Some(&body));
        document.ask(one, "GET", 200, call("GET", &id), None);
        let stranger = commvault::call(&server, "none", "GET", &id);
        document.ask(one, "GET", 401, stranger, None);
    }
    document.ask(all, "GET", 200, call("GET", ""), None);
    document.ask(all, "GET", 200, call("GET", "?filter=name=A&pageSize=1"), None);
    document.ask(all, "GET", 400, call("GET", "?pageSize=0"), None);
    for (kind, status) in [("not-json", 500), ("gateway-timeout", 504)] {
        server.fault(json!({"kind": kind, "vendor": "commvault"}));
        document.ask(all, "GET", status, call("GET", ""), None);
    }
    document.done();
}

#[test]
fn b27_the_own_routes_answer_as_their_document_says() {
    let server = Server::memory();
    let document = Document::of(&server, "sandbox");
    let ask = |method: &str, template: &str, path: &str, status, body: Option<&Value>| {
        document.ask(template, method, status, server.request(method, path), body)
    };
    let all = "/_sandbox/{vendor}/customers";
    let one = format!("{all}/{{id}}");
    let placed = [
        (
            "adobe",
            "dev-client-1",
            adobe::customer("P1000000001"),
            json!({"activeSubscriptions": 1}),
            json!({"account": "activated"}),
        ),
        (
            "ibm",
            "vendor-1",
            ibm::customer(),
            json!({"activeSubscriptions": 1}),
            json!({"operation": "suspendCustomer"}),
        ),
        (
            "commvault",
            "partner-1",
            commvault::account("A", "A"),
            json!({}),
            json!({"settled": "failed"}),
        ),
    ];
    for (vendor, tenant, customer, facts, input) in placed {
        let path = format!("/_sandbox/{vendor}/customers");
        let body = json!({"tenant": tenant, "customer": customer, "facts": facts});
        let id = ask("POST", all, &path, 201, Some(&body)).text("/id");
        ask("POST", all, &path, 400, Some(&json!({"tenant": 1})));
        ask("GET", all, &path, 200, None);
        ask("GET", &one, &format!("{path}/{id}"), 200, None);
        ask("GET", &one, &format!("{path}/none"), 404, None);
        ask("PUT", &format!("{one}/facts"), &format!("{path}/{id}/facts"), 204, Some(&facts));
        ask("POST", &format!("{one}/input"), &format!("{path}/{id}/input"), 200, Some(&input));
        ask("POST", &format!("{one}/input"), &format!("{path}/{id}/input"), 400, Some(&json!({})));
        ask("GET", &format!("{one}/history"), &format!("{path}/{id}/history"), 200, None);
    }
    let client = Client::one(&server);
    let id = client.place();
    client
        .patch(
            &id,
            json!({"companyProfile": {"contacts": [
        {"firstName": "Grace", "lastName": "Hopper", "email": "grace@example.com"}]}}),
        )
        .expect(200);
    let history = format!("/_sandbox/adobe/customers/{id}/history");
    let events = ask("GET", &format!("{one}/history"), &history, 200, None).json();
    assert!(events[1]["effects"].as_array().is_some_and(|effects| effects.len() == 3), "{events}");
    let outbox = "/_sandbox/outbox";
    assert!(ask("GET", outbox, &format!("{outbox}?vendor=adobe"), 200, None).json()[0].is_object());
    ask("GET", outbox, &format!("{outbox}?after=x"), 400, None);
    let faults = "/_sandbox/faults";
    let fault = json!({"kind": "delay", "vendor": "ibm", "ms": 1, "times": 2});
    let number = ask("POST", faults, faults, 201, Some(&fault)).json()["n"].clone();
    ask("POST", faults, faults, 400, Some(&json!({"kind": "delay"})));
    ask("GET", faults, faults, 200, None);
    ask("GET", "/_sandbox/faults/{n}", &format!("{faults}/{number}"), 200, None);
    ask("GET", "/_sandbox/faults/{n}", &format!("{faults}/999"), 404, None);
    for status in [204, 404] {
        ask("DELETE", "/_sandbox/faults/{n}", &format!("{faults}/{number}"), status, None);
    }
    ask("DELETE", faults, faults, 204, None);
    let clock = "/_sandbox/clock";
    ask("PUT", clock, clock, 200, Some(&json!({"advance_seconds": 60})));
    ask("PUT", clock, clock, 400, Some(&json!({"set": "1999-01-01T00:00:00Z"})));
    ask("GET", clock, clock, 200, None);
    let config = "/_sandbox/config";
    ask("PATCH", config, config, 200, Some(&json!({"policy": {"adobe": "observed"}})));
    ask("PATCH", config, config, 400, Some(&json!({"other": 1})));
    ask("GET", config, config, 200, None);
    let openapi = "/_sandbox/openapi/{vendor}.json";
    ask("GET", openapi, "/_sandbox/openapi/sandbox.json", 200, None);
    ask("GET", openapi, "/_sandbox/openapi/other.json", 404, None);
    for path in ["/_sandbox/journal", "/_sandbox/health", "/metrics"] {
        ask("GET", path, path, 200, None);
    }
    let other = server.request("GET", clock).with("Host", "example.com");
    document.check("GET", clock, None, &other.expect(421));
    ask("POST", "/_sandbox/reset", "/_sandbox/reset", 204, None);
    document.done();
}

#[test]
fn b27_schemas_are_those_of_the_contract() {
    let server = Server::memory();
    let mut compared = 0;
    for part in ["record", "update", "facts", "answer", "question"] {
        let path = format!("{}/../../docs/schema/{part}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.replace("#/$defs/", "#/components/schemas/");
        let contract: Value = serde_json::from_str(&text).unwrap();
        for name in ["adobe", "ibm", "commvault", "sandbox"] {
            let document = Document::of(&server, name).document;
            for (name, schema) in contract["$defs"].as_object().unwrap() {
                let found = &document["components"]["schemas"][name];
                if !found.is_null() {
                    assert_eq!(found, schema, "{name}: run openapi/make.py");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 80, "{compared}");
}
