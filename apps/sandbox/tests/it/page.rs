//! The page as a browser gets it; `tests/page/browser.py` asks a real one.

use serde_json::json;

use crate::adobe::{Client, customer};
use crate::client::{Answer, Sending};
use crate::server::{Folder, Server};

const FORM: &str = "application/x-www-form-urlencoded";

fn get(server: &Server, path: &str) -> Answer {
    server.request("GET", path).expect(200)
}

/// The token of the forms.
fn token(server: &Server) -> String {
    let page = get(server, "/").body;
    let (_, rest) = page.split_once(r#"name="form_token" value=""#).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// A form of the page, as a browser sends it.
fn form(server: &Server, path: &str, fields: &str) -> Sending {
    let fields = format!("form_token={}&{fields}", token(server));
    server
        .request("POST", &format!("/_sandbox/page/{path}"))
        .with("Content-Type", FORM)
        .bytes(fields)
}

fn place_odd(server: &Server, name: &str) -> String {
    let mut odd = customer("P1000000001");
    odd["companyProfile"]["companyName"] = json!(name);
    odd["companyProfile"]["contacts"][0]["firstName"] = json!(name);
    server.place("adobe", "dev-client-1", odd)
}

#[test]
fn b15_every_answer_of_the_page_is_protected() {
    let server = Server::memory();
    let id = place_odd(&server, "Fairmont");
    let customer = format!("/_sandbox/page/customers/adobe/{id}");
    for path in [
        "/",
        "/_sandbox",
        "/_sandbox/",
        "/_sandbox/page/outbox",
        "/_sandbox/page/calls",
        "/_sandbox/page/control",
        "/_sandbox/page/style.css",
        &customer,
    ] {
        let answer = get(&server, path);
        let header = |name| answer.header(name).unwrap_or_default().to_owned();
        assert_eq!(header("Content-Security-Policy"), "default-src 'self'", "{path}");
        assert_eq!(header("X-Content-Type-Options"), "nosniff", "{path}");
        let body = answer.body;
        for active in ["<script", "javascript:", "onclick=", "onload=", "onsubmit=", " style="] {
            assert!(!body.contains(active), "{path}: {active}");
        }
    }
    let missing = server.request("GET", "/_sandbox/page/customers/adobe/none").expect(404);
    assert!(missing.header("Content-Security-Policy").is_some());
    assert!(missing.body.contains("<h1>Not Found</h1>"));
}

#[test]
fn b15_the_page_escapes_everything() {
    let server = Server::memory();
    let name = r#"<script>alert("1")</script>&amp;'"#;
    let id = place_odd(&server, name);
    let client = Client::one(&server);
    client.patch(&id, json!({"externalReferenceId": "a&b'c"})).expect(200);
    let path = format!("/_sandbox/page/customers/adobe/{id}");
    for path in ["/", &path, "/?q=%3Cscript%3E%22"] {
        let body = get(&server, path).body;
        assert!(!body.contains("<script") && body.contains("&lt;script"), "{path}");
    }
    let body = get(&server, &path).body;
    assert!(body.contains("a&amp;b"), "{body}");
    // In a path of ours, and in the text of a problem.
    let missing = server.request("GET", "/_sandbox/page/customers/adobe/%3Cscript%3E").expect(404);
    assert!(!missing.body.contains("<script"));
}

#[test]
fn b15_forms_need_the_token_of_the_page() {
    let server = Server::memory();
    let (clock, type_) = ("/_sandbox/page/clock", "Content-Type");
    let before = server.must("GET", "/clock", None);
    for fields in [
        "advance_seconds=86400",
        "advance_seconds=86400&form_token=",
        "form_token=x&advance_seconds=86400",
    ] {
        server.request("POST", clock).with(type_, FORM).bytes(fields).expect(403);
    }
    let good = form(&server, "clock", "advance_seconds=86400");
    good.clone().with("Origin", "http://example.com").expect(403);
    good.clone().with("Sec-Fetch-Site", "cross-site").expect(403);
    good.clone().with("Host", "example.com").expect(421);
    good.clone().with(type_, "application/json").expect(415);
    good.clone().with(type_, "text/plain").expect(415);
    let day = |shown: &serde_json::Value| shown["now"].as_str().unwrap()[..10].to_owned();
    assert_eq!(day(&server.must("GET", "/clock", None)), day(&before));
    let done = good.with("Origin", format!("http://{}", server.at)).expect(303);
    assert_eq!(done.header("Location"), Some("/_sandbox/page/control"));
    assert!(day(&server.must("GET", "/clock", None)) > day(&before));
}

#[test]
fn g10_no_field_of_a_form_is_there_twice() {
    let server = Server::memory();
    let before = server.must("GET", "/config", None);
    form(&server, "knobs", "token_seconds=5&token_seconds=6").expect(400);
    assert_eq!(server.must("GET", "/config", None), before);
    form(&server, "knobs", "token_seconds=5").expect(303);
    assert_eq!(server.must("GET", "/config", None)["token_seconds"], 5);
}

#[test]
fn only_inputs_that_would_do_something_are_offered() {
    let server = Server::memory();
    server.knobs(json!({"activation_delay_ms": 600_000}));
    let id = Client::one(&server).create().expect(201).text("/customerId");
    let path = format!("/_sandbox/page/customers/adobe/{id}");
    let page = get(&server, &path).body;
    for word in [">activated<", ">inactive 1004<", ">inactive 1014<"] {
        assert!(page.contains(word), "{word}");
    }
    assert!(!page.contains(">accepted<") && !page.contains(">elapsed<"));
    let input = "input=%7B%22account%22%3A%22activated%22%7D";
    let done = form(&server, &format!("customers/adobe/{id}/input"), input).expect(303);
    assert_eq!(done.header("Location"), Some(&*path));
    assert_eq!(server.record("adobe", &id)["customer"]["status"], "1000");
    assert!(get(&server, &path).body.contains("Nothing but calls of a client."));
    // A button of a page that is old by now.
    let again = form(&server, &format!("customers/adobe/{id}/input"), input).expect(409);
    assert!(again.body.contains("role=\"alert\""), "{again:?}");
}

#[test]
fn lists_are_shown_in_parts() {
    let server = Server::memory();
    for number in 0..60 {
        place_odd(&server, &format!("Fairmont {number:02}"));
    }
    let first = get(&server, "/").body;
    assert!(first.contains("Fairmont 59<") && !first.contains("Fairmont 09<"));
    assert!(first.contains("1 to 50 of 60"));
    let second = get(&server, "/?vendor=adobe&from=50").body;
    assert!(second.contains("Fairmont 09<") && second.contains("51 to 60 of 60"));
    let found = get(&server, "/?q=MONT+07").body;
    assert!(found.contains("Fairmont 07<") && !found.contains("Fairmont 08<"));
    server.request("GET", "/?from=x").expect(400);
}

#[test]
fn the_outbox_is_shown_in_parts() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    assert!(get(&server, "/_sandbox/page/outbox").body.contains("Nothing yet."));
    let contacts: Vec<_> = (0..250)
        .map(|n| json!({"firstName": "A", "lastName": "B", "email": format!("n{n}@example.com")}))
        .collect();
    client.patch(&id, json!({"companyProfile": {"contacts": contacts}})).expect(200);
    let rows = server.outbox("adobe", &id);
    let count = |body: &str| body.matches("<li>").count() + body.matches("<li class").count();
    let (mut path, mut seen) = ("/_sandbox/page/outbox".to_owned(), 0);
    loop {
        let body = get(&server, &path).body;
        seen += count(&body);
        let Some((_, rest)) = body.split_once("/_sandbox/page/outbox?before=") else { break };
        path = format!("/_sandbox/page/outbox?before={}", rest.split('"').next().unwrap());
    }
    assert_eq!(seen, rows.len());
    let mails = get(&server, "/_sandbox/page/outbox?mails=on&before=101").body;
    assert_eq!(mails.matches("To <strong>").count(), count(&mails));
    assert!(count(&mails) > 0);
}

#[test]
fn a_search_looks_at_the_newest_and_at_the_whole_id() {
    let folder = Folder::new();
    let file = folder.file("records.jsonl");
    let line = |number: u32| {
        let customer = json!({"customerId": format!("P1{number:09}"), "resellerId": "P1000000001",
            "companyProfile": {"companyName": format!("Fairmont {number:04}")}});
        json!({"vendor": "adobe", "tenant": "dev-client-1", "customer": customer}).to_string()
    };
    std::fs::write(&file, (1..=1002).map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let server = Server::start(&["--load", file.to_str().unwrap()]);
    let searched = "the newest 1000 of 1002";
    assert!(!get(&server, "/").body.contains(searched));
    let some = get(&server, "/?q=fairmont+000").body;
    assert!(some.contains("Fairmont 0003<") && !some.contains("Fairmont 0002<"));
    assert!(some.contains(searched));
    assert!(get(&server, "/?q=P1000000002").body.contains("Fairmont 0002<"));
}
