//! Who may use the sandbox's own routes.

use serde_json::json;

use crate::adobe::Client;
use crate::server::{Folder, Server, program};

#[test]
fn b16_hosts_of_other_names_are_421() {
    let server = Server::memory();
    for path in ["/_sandbox/health", "/metrics"] {
        for bad in ["example.com", "10.1.2.3:80", ""] {
            server.request("GET", path).with("Host", bad).expect(421);
        }
        for good in ["localhost", "localhost:1", "127.0.0.1", "[::1]:80"] {
            server.request("GET", path).with("Host", good).expect(200);
        }
    }
    // A vendor has many names.
    server.request("GET", "/v3/customers/P1").with("Host", "partners.example.com").expect(403);
}

#[test]
fn b16_writes_of_other_sites_are_403() {
    let server = Server::memory();
    let reset = server.request("POST", "/_sandbox/reset");
    for origin in ["http://example.com", "null", "https://127.0.0.1"] {
        reset.clone().with("Origin", origin).expect(403);
    }
    reset.clone().with("Sec-Fetch-Site", "cross-site").expect(403);
    reset.clone().with("Origin", format!("http://{}", server.at)).expect(204);
    reset.with("Sec-Fetch-Site", "same-origin").expect(204);
    let read = server.request("GET", "/_sandbox/journal").with("Origin", "http://example.com");
    assert_eq!(read.expect(200).header("Access-Control-Allow-Origin"), None);
}

#[test]
fn b16_behind_tls_the_origin_is_its_own() {
    let folder = Folder::new();
    let file = folder.file("sandbox.toml");
    std::fs::write(&file, CONFIG).unwrap();
    let server = Server::start(&["--config", file.to_str().unwrap()]);
    let reset = server.request("POST", "/_sandbox/reset");
    for host in ["sandbox.test", "sandbox.test:8443"] {
        let reset = reset.clone().with("Host", host).with("Sec-Fetch-Site", "same-origin");
        for scheme in ["https", "http", "HTTPS"] {
            reset.clone().with("Origin", format!("{scheme}://{host}")).expect(204);
        }
        for other in
            ["https://sandbox.test:1", "ftp://sandbox.test", "https://other.test", "https://"]
        {
            reset.clone().with("Origin", other).expect(403);
        }
        reset
            .with("Origin", format!("https://{host}"))
            .with("Sec-Fetch-Site", "cross-site")
            .expect(403);
    }
    let page = server.request("GET", "/").with("Host", "sandbox.test").expect(200).body;
    let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    server
        .request("POST", "/_sandbox/page/reset")
        .with("Host", "sandbox.test")
        .with("Origin", "https://sandbox.test")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Content-Type", "application/x-www-form-urlencoded")
        .bytes(format!("form_token={token}"))
        .expect(303);
}

#[test]
fn b11_g6_g8_bodies_are_json_in_utf_8() {
    let server = Server::memory();
    let requests = [
        server.request("PUT", "/_sandbox/clock").bytes(r#"{"advance_seconds":0}"#),
        server.request("POST", "/_sandbox/reset").bytes("{}"),
    ];
    for request in requests {
        let typed = |media: &str| request.clone().with("Content-Type", media);
        for bad in [
            "application/json; charset=latin1",
            "application/json;charset=utf-16",
            "application/json; charset",
            "application/jsonx",
            "",
        ] {
            typed(bad).expect(415);
        }
        for good in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json; charset=\"utf-8\"; x=1",
            // What is in quotes is no parameter.
            "application/json; x=\"1; charset=latin1\"",
        ] {
            let typed = typed(good);
            assert!(typed.send().status < 300, "{good}");
            for coding in ["gzip", "identity, br"] {
                typed.clone().with("Content-Encoding", coding).expect(415);
            }
            assert!(typed.with("Content-Encoding", "identity").send().status < 300);
        }
    }
}

#[test]
fn b16_a_simple_form_of_another_site_changes_nothing() {
    let server = Server::memory();
    for (method, path) in [("POST", "/faults"), ("POST", "/reset"), ("DELETE", "/faults")] {
        let request = server.request(method, &format!("/_sandbox{path}"));
        for media in ["application/x-www-form-urlencoded", "text/plain"] {
            request.clone().with("Content-Type", media).bytes("kind=drop").expect(415);
        }
    }
    let empty = server.request("POST", "/_sandbox/reset").with("Content-Type", "text/plain");
    empty.bytes("").expect(204);
}

const CONFIG: &str = r#"
[admin]
token = "0123456789abcdef"
hosts = ["sandbox.test"]
[sandbox]
token_seconds = 77
[[adobe.client]]
id = "own-client"
secret = "own-secret"
resellers = [{ id = "P7", segments = ["COM"] }]
"#;

#[test]
fn a27_tenants_that_are_refused_by_the_configuration() {
    let folder = Folder::new();
    let file = folder.file("sandbox.toml");
    let config = CONFIG.replace(
        r#"[{ id = "P7", segments = ["COM"] }]"#,
        r#"[{ id = "P7", segments = ["COM"], active = false }, { id = "P8", segments = ["COM"] }]"#,
    );
    let partner = "[[commvault.partner]]\nname = \"p\"\ntokens = [\"t-1\"]\npartner_apis = false\n";
    std::fs::write(&file, config + partner).unwrap();
    let server = Server::start(&["--config", file.to_str().unwrap()]);
    let token = server.token("own-client", "own-secret");
    let client = Client { server: &server, key: "own-client", token, reseller: "P7" };
    assert_eq!(client.create().expect(400).text("/code"), "1126");
    Client { reseller: "P8", ..client }.create().expect(201);
    crate::commvault::call(&server, "t-1", "GET", "").expect(403);
}

#[test]
fn b10_b14_another_address_needs_the_admin_token() {
    let folder = Folder::new();
    let file = folder.file("sandbox.toml");
    std::fs::write(&file, CONFIG).unwrap();
    let arguments = ["--config", file.to_str().unwrap(), "--listen", "0.0.0.0"];
    let server = Server::start(&arguments);
    let at = |request: crate::client::Sending| request.with("Host", "sandbox.test");
    let health = at(server.request("GET", "/_sandbox/health"));
    let refused = health.expect(401);
    assert_eq!(refused.header("WWW-Authenticate"), Some("Bearer"));
    health.clone().with("Authorization", "Bearer 0123456789abcdeX").expect(401);
    let admin = |request: crate::client::Sending| {
        at(request).with("Authorization", "Bearer 0123456789abcdef")
    };
    admin(server.request("GET", "/_sandbox/health")).expect(200);
    let knobs = admin(server.request("GET", "/_sandbox/config")).expect(200);
    assert_eq!(knobs.json()["token_seconds"], 77);
    let fault = json!({"kind": "drop", "vendor": "adobe"}).to_string();
    admin(server.request("POST", "/_sandbox/faults")).json(&fault).expect(403);
    // The tenants are those of the file.
    let client = Client {
        server: &server,
        key: "own-client",
        token: server.token("own-client", "own-secret"),
        reseller: "P7",
    };
    client.create().expect(201);
    let form = "grant_type=client_credentials&client_id=dev-client-1&client_secret=dev-secret-1";
    server.request("POST", &format!("/ims/token/v3?{form}")).expect(400);
    let printed = server.printed();
    assert!(!printed.contains("own-secret") && !printed.contains("tenants"), "{printed}");
}

#[test]
fn b11_b14_starts_that_are_refused() {
    let folder = Folder::new();
    let file = |text: &str| {
        let file = folder.file("sandbox.toml");
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let refused = |arguments: &[&str]| {
        let done = program(arguments).args(["--port", "0"]).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert!(done.stdout.is_empty());
        String::from_utf8(done.stderr).unwrap()
    };
    refused(&["--listen", "0.0.0.0"]);
    let no_token = file("[[commvault.partner]]\nname = \"p\"\ntokens = [\"t\"]\n");
    refused(&["--config", &no_token, "--listen", "0.0.0.0"]);
    refused(&["--config", &file("[admin]\ntoken = \"short\"\n")]);
    refused(&["--config", "/nowhere/at/all"]);
    let wrong = refused(&["--config", &file("[admin]\ntokne = \"very-secret-value\"\n")]);
    assert!(!wrong.contains("very-secret-value"), "{wrong}");
    refused(&["--policy", "adobe=other"]);
    refused(&["--policy", "adobe"]);
    refused(&["--crash-at", "K1"]);
    refused(&["--allow-faults", "--crash-at", "K9"]);
    refused(&["--load", "/nowhere/at/all"]);
    refused(&["--store", "/nowhere/at/all/store.db"]);
}
