//! The program: its lines, its end, its files.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use crate::adobe::Client;
use crate::place::Place;
use crate::server::{Folder, Server, program, until};
use crate::{commvault, ibm, over_kept_stores};

#[test]
fn b26_what_is_printed() {
    let server = Server::memory();
    let at = server.at;
    let printed = server.printed();
    for line in [
        format!("http://{at}/v3"),
        format!("http://{at}/ims/token/v3"),
        format!("http://{at}/api/bss/resource"),
        format!("http://{at}/api/v1/partner"),
        "dev-secret-1".to_owned(),
        "vsr1 / dev-password-1".to_owned(),
        "dev-token-2".to_owned(),
    ] {
        assert!(printed.contains(&line), "{line}\n{printed}");
    }
}

#[test]
fn b25_a_signal_ends_it_in_good_order() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::file();
        let client = Client::one(&server);
        let id = client.place();
        server.fault(json!({"kind": "delay", "vendor": "adobe", "ms": 400}));
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let running = std::thread::spawn(move || patch.expect(200));
        until("the call runs", || server.must("GET", "/faults", None) == json!([]));
        server.signal(signal);
        // The call that runs is answered.
        running.join().unwrap();
        assert_eq!(server.ended().code(), Some(0));
    }
}

#[test]
fn b25_a_second_signal_ends_it_at_once() {
    let server = Server::memory();
    let client = Client::one(&server);
    let id = client.place();
    server.fault(json!({"kind": "delay", "vendor": "adobe", "ms": 9000}));
    let get = client.get(&id);
    let running = std::thread::spawn(move || get.try_send());
    until("the call runs", || server.must("GET", "/faults", None) == json!([]));
    server.signal("-TERM");
    std::thread::sleep(Duration::from_millis(200));
    server.signal("-TERM");
    assert_eq!(server.ended().code(), Some(1));
    assert_eq!(running.join().unwrap(), None);
}

over_kept_stores! {
    // Records, answers, tokens, faults, knobs, clock, due work: a restart changes nothing.
    fn b7_a_restart_changes_nothing(place) {
        let name = place.name();
        let arguments = ["--store", name.as_str()];
        let server = Server::start(&arguments);
        server.must("PUT", "/clock", Some(json!({"set": "2031-05-06T07:08:09Z"})));
        server.knobs(json!({"settlement_delay_ms": 3_600_000, "policy": {"commvault": "lenient"}}));
        let client = Client::one(&server);
        let token = client.token.clone();
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let first = patch.expect(200);
        let account = commvault::place(&server, "partner-1", "X1", "Acme");
        let body = json!({"externalId": "X1", "name": "Two",
            "contacts": commvault::account("", "")["contacts"]});
        commvault::update(&server, &account, &body).expect(200);
        let organization = ibm::register(&server, ibm::VSR1);
        server.fault(json!({"kind": "status", "vendor": "ibm", "status": 503, "times": 3}));
        let paths = ["/faults", "/config", "/outbox", "/adobe/customers", "/commvault/customers"];
        until("performed", || {
            let rows = server.must("GET", "/outbox", None);
            rows.as_array().unwrap().iter().all(|row| row["done"] == true)
        });
        let before: Vec<_> = paths.iter().map(|path| server.must("GET", path, None)).collect();
        drop(server);

        let server = Server::start(&arguments);
        let after: Vec<_> = paths.iter().map(|path| server.must("GET", path, None)).collect();
        assert_eq!(after, before);
        let client = Client { token, ..Client::one(&server) };
        let patch = patch.without("Host").and("Host", server.at.to_string());
        let again = client.patch(&id, json!({"externalReferenceId": "1"}));
        let again = again.with("X-Correlation-Id", correlation(&patch)).expect(200);
        assert_eq!(again.body, first.body);
        assert_eq!(again.header("X-Sandbox-Replayed"), Some("same-body"));
        ibm::call(&server, ibm::VSR1, "GET", &format!("/{organization}")).expect(503);
        let now = server.must("GET", "/clock", None)["now"].as_str().unwrap().to_owned();
        assert!(now.starts_with("2031-05-06T07:"), "{now}");
        assert_eq!(commvault::status(&server, &account), "updating");
        server.advance(3_600);
        assert_eq!(commvault::status(&server, &account), "active");
    }

    fn b5_due_work_that_cannot_be_done_is_in_nobodys_way(place) {
        let store = place.name();
        let server = Server::start(&["--store", &store]);
        server.knobs(json!({"settlement_delay_ms": 3_600_000, "activation_delay_ms": 3_600_000}));
        let bad = commvault::place(&server, "partner-1", "X1", "Bad");
        let good = commvault::place(&server, "partner-2", "X2", "Good");
        let update = json!({"externalId": "b", "name": "b", "contacts": [{}]});
        commvault::update(&server, &bad, &update).expect(200);
        let other = commvault::update(&server, &good, &update);
        other.with("Authorization", "Bearer dev-token-2").expect(200);
        let new = Client::one(&server).create().expect(201).text("/customerId");
        server.kill();
        place.run(&format!("UPDATE record SET document = '{{\"x' WHERE key = '{bad}'"));

        let folder = Folder::new();
        let log = folder.file("log");
        let mut command = program(&["--store", &store, "--port", "0", "--log", "json"]);
        command.stdout(Stdio::piped()).stderr(std::fs::File::create(&log).unwrap());
        let server = Server::of(command.spawn().unwrap());
        let client = Client::one(&server);
        server.advance(3700);
        until("the others are done", || {
            let get = commvault::call(&server, "dev-token-2", "GET", &format!("/{good}"));
            get.expect(200).text("/data/status") == "active"
                && client.get(&new).expect(200).text("/status") == "1000"
        });
        until("effects are performed", || server.metric("sandbox_outbox_pending") == 0.0);
        commvault::call(&server, "dev-token-2", "GET", "").expect(200);
        server.fault(json!({"kind": "settle-fail", "vendor": "commvault"}));
        let page = server.request("GET", "/").expect(200).body;
        assert!(page.contains(&bad) && page.contains(&good), "{page}");
        commvault::call(&server, "dev-token-1", "GET", &format!("/{bad}")).expect(500);
        std::thread::sleep(Duration::from_millis(500));
        server.signal("-TERM");
        server.ended();
        let log = std::fs::read_to_string(log).unwrap();
        let lines: Vec<_> = log.lines().filter(|line| line.contains("can't be done")).collect();
        assert!((1..=2).contains(&lines.len()), "{} lines: {log}", lines.len());
        assert!(lines[0].contains(&bad) && !log.contains("Bad"), "{log}");
        let done = program(&["verify", "--store", &store]).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{done:?}");
    }
}

// Whatever SQLite would take for more than a name.
#[test]
fn b7_a_file_name_is_a_file_name() {
    let names = [
        "file:x.db",
        "file::memory:",
        "file:y.db?mode=memory&cache=shared",
        "file:z.db?mode=ro",
        "a?b.db",
        "a#b.db",
        "%41.db",
        "./:colon",
    ];
    for name in names {
        let folder = Folder::new();
        let path = folder.file("");
        let start = || {
            let mut command = program(&["--store", name, "--port", "0"]);
            command.current_dir(&path).stdout(Stdio::piped()).stderr(Stdio::null());
            Server::of(command.spawn().unwrap())
        };
        let server = start();
        let id = Client::one(&server).place();
        for _ in 0..10 {
            assert_eq!(server.must("GET", "/adobe/customers", None)[0]["id"], id, "{name}");
        }
        assert_eq!(server.must("GET", "/health", None)["store"], "sqlite");
        server.signal("-TERM");
        server.ended();
        let bare = name.trim_start_matches("./");
        assert!(path.join(bare).is_file(), "{name}");
        assert_eq!(start().must("GET", "/adobe/customers", None)[0]["id"], id, "{name}");
    }
}

/// The correlation id of a request.
fn correlation(request: &crate::client::Sending) -> String {
    let wire = String::from_utf8(request.wire()).unwrap();
    let line = wire.lines().find_map(|line| line.strip_prefix("X-Correlation-Id: "));
    line.unwrap().to_owned()
}

#[test]
fn b7_a_store_without_a_name_is_refused() {
    let folder = Folder::new();
    for name in ["", " ", ":memory", ":MEMORY:", ":file:", ":"] {
        for before in [&["--port", "0"][..], &["verify"][..]] {
            let mut command = program(before);
            let mut child = command
                .args(["--store", name])
                .current_dir(folder.file(""))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let end = std::time::Instant::now() + Duration::from_secs(10);
            while child.try_wait().unwrap().is_none() && std::time::Instant::now() < end {
                std::thread::sleep(Duration::from_millis(10));
            }
            let _ = child.kill();
            let done = child.wait_with_output().unwrap();
            assert_eq!(done.status.code(), Some(2), "{name:?} {before:?} {done:?}");
            let said = String::from_utf8(done.stderr).unwrap();
            assert!(said.contains("--store") && said.contains(":memory:"), "{said}");
            assert_eq!(std::fs::read_dir(folder.file("")).unwrap().count(), 0, "{name:?}");
        }
    }
}

#[test]
fn b8_a_store_of_another_version_is_refused() {
    let folder = Folder::new();
    let store = folder.file("store.db");
    let name = store.to_str().unwrap();
    drop(Server::start(&["--store", name]));
    let sql = rusqlite::Connection::open(&store).unwrap();
    sql.pragma_update(None, "user_version", 99).unwrap();
    drop(sql);
    let done = program(&["--store", name, "--port", "0"]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("version 99"));
    // A database of something else is left alone.
    let other = folder.file("other.db");
    let sql = rusqlite::Connection::open(&other).unwrap();
    sql.execute_batch("CREATE TABLE mine (x)").unwrap();
    drop(sql);
    let done = program(&["--store", other.to_str().unwrap(), "--port", "0"]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
}

#[test]
fn b8_a_database_of_another_version_is_refused() {
    let Some(place) = Place::postgres() else { return };
    let name = place.name();
    let refused = || {
        let done = program(&["--store", &name, "--port", "0"]).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8(done.stderr).unwrap()
    };
    // A database of something else is left alone.
    place.run("CREATE TABLE mine (x bigint)");
    assert!(refused().contains("version 0"));
    place.run("DROP TABLE mine");
    drop(Server::start(&["--store", &name]));
    place.run("UPDATE version SET version = 99");
    assert!(refused().contains("version 99"));
}

#[test]
fn b23_the_url_is_never_printed() {
    // Nobody listens there; the last is no URL.
    for rest in ["me:s3cret@127.0.0.1:1/db", "me:s3cret@127.0.0.1:port/db"] {
        let name = format!("postgres://{rest}");
        let mut ways = [program(&["--store", &name]), program(&["verify", "--store", &name])];
        for way in &mut ways {
            let done = way.output().unwrap();
            assert_eq!(done.status.code(), Some(2));
            let said = String::from_utf8(done.stderr).unwrap();
            assert!(said.contains("PostgreSQL") && !said.contains("s3cret"), "{said}");
        }
    }
}

#[test]
fn b28_load_places_records_before_it_listens() {
    let folder = Folder::new();
    let file = folder.file("records.jsonl");
    let lines = [
        json!({"vendor": "adobe", "tenant": "dev-client-1",
            "customer": {"customerId": "P123", "status": "1000"}}),
        json!({"vendor": "ibm", "tenant": "vendor-1",
            "customer": {"Customer": {"Id": 5, "CustomerState": "ACTIVE"}}}),
    ];
    std::fs::write(&file, format!("{}\n\n{}\n", lines[0], lines[1])).unwrap();
    let store = folder.file("store.db");
    let (file, store) = (file.to_str().unwrap(), store.to_str().unwrap());
    for _ in 0..2 {
        let server = Server::start(&["--load", file, "--store", store]);
        assert_eq!(server.record("adobe", "P123")["revision"], 0);
        assert_eq!(server.record("ibm", "5")["revision"], 0);
    }
    std::fs::write(file, "{\"vendor\":\"adobe\"}\n").unwrap();
    let done = program(&["--load", file, "--port", "0"]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8(done.stderr).unwrap().contains("line 1"));
}

#[test]
fn b28_policies_of_the_start() {
    let server = Server::start(&["--policy", "adobe=observed", "--policy", "commvault=lenient"]);
    let policy = server.must("GET", "/config", None)["policy"].clone();
    let expected = json!({"adobe": "observed", "ibm": "documented", "commvault": "lenient"});
    assert_eq!(policy, expected);
    server.knobs(json!({"policy": {"adobe": "documented"}}));
    server.must("POST", "/reset", None);
    assert_eq!(server.must("GET", "/config", None)["policy"], expected);
}

#[test]
fn b13_b22_the_log_has_ids_and_no_secrets() {
    let mut command = program(&["--log", "json", "--port", "0"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stderr = child.stderr.take().unwrap();
    let server = Server::of(child);
    let client = Client::one(&server);
    let id = client.create().expect(201).text("/customerId");
    let get = client.get(&id).with("X-Request-Id", "r-77");
    get.clone().at(&format!("/v3/customers/{id}?secret=query")).expect(200);
    ibm::register(&server, ibm::VSR1);
    let token = client.token.clone();
    server.signal("-TERM");
    let log = std::io::read_to_string(stderr).unwrap();
    let mut spans = Vec::new();
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line.get("level").is_some(), "{line}");
        if line["message"] == "answered" {
            assert_eq!(line["span"]["name"], "call", "{line}");
            spans.push(line["span"].clone());
        }
    }
    let read = spans.iter().find(|span| span["request_id"] == "r-77").unwrap();
    let expected = json!({"name": "call", "vendor": "adobe", "method": "GET", "status": 200,
        "route": "/v3/customers/{customer-id}", "path": format!("/v3/customers/{id}"),
        "request_id": "r-77", "correlation_id": correlation(&get), "revision": 0});
    assert_eq!(*read, expected);
    let created = spans.iter().find(|span| span["status"] == 201).unwrap();
    assert_eq!(created["correlation_id"].as_str().map(|id| id.starts_with("c-")), Some(true));
    assert!(log.contains("r-77") && log.contains("/v3/customers/{customer-id}"), "{log}");
    let secrets = [
        token.as_str(),
        "dev-secret-1",
        "dev-password-1",
        "ada@example.com",
        "Byron",
        "Fairmont",
        "Doe",
        "secret=query",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret}\n{log}");
    }
}

#[test]
fn b13_tokens_are_stored_as_digests() {
    let folder = Folder::new();
    let store = folder.file("store.db");
    let server = Server::start(&["--store", store.to_str().unwrap()]);
    let token = server.token("dev-client-1", "dev-secret-1");
    assert_eq!(token.len(), 64);
    drop(server);
    for name in ["store.db", "store.db-wal"] {
        let bytes = std::fs::read(folder.file(name)).unwrap_or_default();
        let found = bytes.windows(token.len()).any(|window| window == token.as_bytes());
        assert!(!found, "{name}");
    }
}
