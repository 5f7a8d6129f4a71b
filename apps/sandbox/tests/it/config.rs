//! The configuration: what nobody can mean is refused, with its place.

use std::process::{Command, Stdio};

use crate::server::{Folder, Server, program};

/// A start with this file.
fn start(folder: &Folder, text: &str, port: u16) -> Command {
    let file = folder.file("sandbox.toml");
    std::fs::write(&file, text).unwrap();
    program(&["--port", &port.to_string(), "--config", file.to_str().unwrap()])
}

fn refused(text: &str) -> String {
    let folder = Folder::new();
    // Should it start, it ends by itself: the port is in use.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let done = start(&folder, text, taken.local_addr().unwrap().port()).output().unwrap();
    assert_eq!(done.status.code(), Some(2), "{text}");
    String::from_utf8(done.stderr).unwrap()
}

const GOOD: &str = r#"# A comment.
[admin]
token = "0123456789abcdef"
hosts = ["sandbox.test", "10.0.0.1", "fe80::1"]
[sandbox]
token_seconds = 77
[[adobe.client]]
id = "own-client"
secret = "own secret"
resellers = [{ id = "P7", segments = ["COM"] }]
[[ibm.user]]
name = "admin"
password = "pass:word \u00e4"
role = "CustomerAdministrator"
customer = "100000001"
vendor = "vendor-1"
[[commvault.partner]]
name = "partner-1"
tokens = ["token-1"]
"#;

/// What is wrong in place of what is good, and the line where that is.
const WRONG: &[(&str, &str, usize)] = &[
    ("token = \"0123456789abcdef\"", "token = \"0123456789abcde\"", 3),
    ("token = \"0123456789abcdef\"", "token = \"0123456789 abcdef\"", 3),
    ("token = \"0123456789abcdef\"", "token = \"0123456789abcde\\u00e4\"", 3),
    ("\"sandbox.test\"", "\"sandbox test\"", 4),
    ("\"sandbox.test\"", "\"http://sandbox.test\"", 4),
    ("\"sandbox.test\"", "\"sandbox.test:8931\"", 4),
    ("\"sandbox.test\"", "\"\"", 4),
    ("token_seconds = 77", "token_seconds = \"77\"", 6),
    ("token_seconds = 77", "token_second = 77", 6),
    ("id = \"own-client\"", "id = \"\"", 8),
    ("id = \"own-client\"", "id = \"own client\"", 8),
    ("id = \"own-client\"", "id = \"own-cli\\u00ebnt\"", 8),
    ("id = \"own-client\"", "idd = \"own-client\"", 8),
    ("secret = \"own secret\"", "secret = \"\"", 9),
    ("secret = \"own secret\"", "secret = 5", 9),
    ("id = \"P7\"", "id = \"\"", 10),
    ("id = \"P7\"", "id = \"a/b\"", 10),
    ("id = \"P7\"", "id = \"..\"", 10),
    ("\"COM\"", "\"XXX\"", 10),
    ("{ id = \"P7\", segments = [\"COM\"] }", "[\"P7\", [\"COM\"]]", 10),
    ("name = \"admin\"", "name = \"ad:min\"", 12),
    ("name = \"admin\"", "name = \"\"", 12),
    ("password = \"pass", "password = \"\" # \"", 13),
    ("role = \"CustomerAdministrator\"", "role = \"\"", 14),
    ("customer = \"100000001\"", "customer = \"acme\"", 15),
    ("customer = \"100000001\"\n", "\n", 11),
    ("vendor = \"vendor-1\"", "vendor = \"\"", 16),
    ("name = \"partner-1\"", "name = \"\"", 18),
    ("\"token-1\"", "\"\"", 19),
    ("[\"token-1\"]", "[]", 19),
    ("\"token-1\"", "\"token 1\"", 19),
    ("\"token-1\"", "\"tok\\u00ebn\"", 19),
    ("[[commvault.partner]]", "[[commvolt.partner]]", 17),
    ("[sandbox]", "[sandbocks]", 5),
    ("[[ibm.user]]", "[[ibm.users]]", 11),
];

#[test]
fn b10_what_nobody_can_mean_is_refused_with_its_line() {
    let folder = Folder::new();
    let mut command = start(&folder, GOOD, 0);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let server = Server::of(child);
    let form = "grant_type=client_credentials&client_id=own-client&client_secret=own%20secret";
    server.request("POST", &format!("/ims/token/v3?{form}")).expect(200);
    drop(server);
    for (good, wrong, line) in WRONG {
        assert_eq!(GOOD.matches(good).count(), 1, "{good}");
        let said = refused(&GOOD.replace(good, wrong));
        assert!(said.contains(&format!("sandbox.toml, line {line}: ")), "{wrong}: {said}");
        for secret in ["0123456789", "own secret", "pass:word", "token-1"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[test]
fn b14_an_empty_variable_is_none_and_both_tokens_count() {
    let folder = Folder::new();
    let on = |token: &str| {
        let mut command = start(&folder, GOOD, 0);
        command.args(["--listen", "0.0.0.0"]).env("SANDBOX_ADMIN_TOKEN", token);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    for (variable, good, bad) in [
        ("", &["0123456789abcdef"][..], &["", "fedcba9876543210"][..]),
        ("fedcba9876543210", &["0123456789abcdef", "fedcba9876543210"], &["", "0123"]),
    ] {
        let server = Server::of(on(variable).spawn().unwrap());
        let with = |token: &str| {
            let health = server.request("GET", "/_sandbox/health").with("Host", "sandbox.test");
            health.with("Authorization", format!("Bearer {token}")).send().status
        };
        good.iter().for_each(|token| assert_eq!(with(token), 200, "{token}"));
        bad.iter().for_each(|token| assert_eq!(with(token), 401, "{token}"));
    }
    for wrong in ["short", "0123456789 abcdef"] {
        let done = on(wrong).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(said.contains("SANDBOX_ADMIN_TOKEN") && !said.contains(wrong), "{said}");
    }
    // On loopback, too.
    let mut command = program(&["--port", "0"]);
    command.env("SANDBOX_ADMIN_TOKEN", "").stdout(Stdio::piped()).stderr(Stdio::null());
    drop(Server::of(command.spawn().unwrap()));
}

#[test]
fn b28_a_policy_is_given_once_for_each_vendor() {
    for twice in [
        &["--policy", "adobe=observed,adobe=documented"][..],
        &["--policy", "adobe=observed", "--policy", "adobe=observed"],
    ] {
        let done = program(&["--port", "0"]).args(twice).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        assert!(String::from_utf8(done.stderr).unwrap().contains("two policies"));
    }
}
