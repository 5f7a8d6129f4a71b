//! The sandbox under load, killed again and again: nothing is lost, nothing is made twice.
//!
//! Goal: with 64 connections, kills, restarts, faults and clients that send again whatever was not
//! answered, at the end every acknowledged update is in its record's history once, every mail is
//! in the outbox and performed, and every history folds to its record. Method: each update carries
//! a value that nobody else sends, so that it can be found again; the clients know only what they
//! were answered. `SANDBOX_SOAK_SECONDS` says for how long, 2 if it does not, and at least until
//! the first kill.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::alloc_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    missing_docs
)]

#[path = "../it/client.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod client;
#[path = "../it/place.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod place;
#[path = "../it/server.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod server;

mod clients;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use clients::{Acknowledged, Line, Random, Updates, adobe, commvault, ibm};
use server::{Folder, Server, program, until};

/// Records of each vendor, and connections to each record.
const ADOBE: (usize, usize) = (10, 4);
const IBM: (usize, usize) = (8, 2);
const COMMVAULT: (usize, usize) = (8, 1);

/// Starts the server on its store; on a port of its own, or on that of the one before.
fn start(folder: &Folder, port: u16) -> Server {
    let store = folder.file("store.db");
    let port = port.to_string();
    let mut command = program(&["--store", store.to_str().unwrap(), "--port", &port]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    Server::of(command.spawn().unwrap())
}

/// Places the records and gives their ids.
fn place(server: &Server, vendor: &str, tenant: &str, count: usize) -> Vec<String> {
    let customer = |number: usize| match vendor {
        "adobe" => clients::adobe_customer(),
        "ibm" => clients::ibm_customer(600_000_000 + number),
        _ => clients::commvault_account(&format!("X{number}")),
    };
    (0..count).map(|number| server.place(vendor, tenant, customer(number))).collect()
}

/// One client of one record.
type Client = fn(&mut Line, &str, &str, &AtomicBool) -> Updates;

#[test]
fn nothing_is_lost_and_nothing_is_made_twice() {
    let seconds = std::env::var("SANDBOX_SOAK_SECONDS").ok();
    let seconds: u64 = seconds.map_or(2, |text| text.parse().unwrap());
    let folder = Folder::new();
    let mut server = start(&folder, 0);
    let at = server.at;
    server.knobs(json!({"settlement_delay_ms": 20}));
    let token = server.token("dev-client-1", "dev-secret-1");
    let vendors: [(&str, &str, (usize, usize), Client); 3] = [
        ("adobe", "dev-client-1", ADOBE, adobe),
        ("ibm", "vendor-1", IBM, ibm),
        ("commvault", "partner-1", COMMVAULT, commvault),
    ];
    let stop = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    for (vendor, tenant, (records, connections), client) in vendors {
        for id in place(&server, vendor, tenant, records) {
            for connection in 0..connections {
                let (stop, id, token) = (Arc::clone(&stop), id.clone(), token.clone());
                let name = format!("{id}-{connection}");
                let run = move || {
                    let mut line = Line::new(at, token);
                    (vendor, id.clone(), client(&mut line, &id, &name, &stop))
                };
                clients.push(thread::spawn(run));
            }
        }
    }
    assert_eq!(clients.len(), 64);
    let mut random = Random::new();
    let (until_then, mut kills) = (Instant::now() + Duration::from_secs(seconds), 0_u32);
    while Instant::now() < until_then || kills == 0 {
        thread::sleep(Duration::from_millis(300 + random.below(1500)));
        fault(&server, &mut random);
        if random.below(3) > 0 {
            server.kill();
            server = start(&folder, at.port());
            kills += 1;
        }
    }
    // What waits for a fault is not to wait for ever.
    server.must("DELETE", "/faults", None);
    stop.store(true, Ordering::SeqCst);
    let mut updates: BTreeMap<(&str, String), Updates> = BTreeMap::new();
    for client in clients {
        let (vendor, id, done) = client.join().unwrap();
        updates.entry((vendor, id)).or_default().append(done);
    }
    let acknowledged: usize = updates.values().map(|one| one.acknowledged.len()).sum();
    println!("{seconds} s, {kills} kills, {acknowledged} updates acknowledged");
    assert!(acknowledged > 64, "{acknowledged}");
    until("every effect is performed", || server.metric("sandbox_outbox_pending") < 0.5);
    for ((vendor, id), updates) in &updates {
        check(&server, vendor, id, updates);
    }
    drop(server);
    let store = folder.file("store.db");
    let verified = program(&["verify", "--store", store.to_str().unwrap()]).output().unwrap();
    print!("{}", String::from_utf8(verified.stdout).unwrap());
    assert_eq!(verified.status.code(), Some(0));
}

/// Asks for something to go wrong.
fn fault(server: &Server, random: &mut Random) {
    let vendor = ["adobe", "ibm", "commvault"][usize::try_from(random.below(3)).unwrap()];
    let fault = match random.below(5) {
        0 => json!({"kind": "status", "status": 503}),
        1 => json!({"kind": "drop"}),
        2 => json!({"kind": "drop-after-commit"}),
        3 => json!({"kind": "status-after-commit"}),
        _ => json!({"kind": "delay", "ms": 50}),
    };
    let mut fault = fault;
    fault["vendor"] = json!(vendor);
    fault["times"] = json!(1 + random.below(5));
    server.fault(fault);
}

/// Looks for every update in the history of its record.
fn check(server: &Server, vendor: &str, id: &str, updates: &Updates) {
    let history = server.history(vendor, id);
    let mut found: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for event in &history {
        for change in event["changes"].as_array().unwrap() {
            let is_ours =
                ["/externalReferenceId", "/Customer/Organization/Contact/WorkPhone", "/name"];
            if is_ours.contains(&change["pointer"].as_str().unwrap()) {
                let value = change["after"].as_str().unwrap().to_owned();
                found.entry(value).or_default().push(event);
            }
        }
    }
    let mut mails: BTreeMap<u64, usize> = BTreeMap::new();
    for row in server.outbox(vendor, id) {
        assert_eq!(row["done"], true, "{row}");
        if row["effect"] == "welcome-email" {
            *mails.entry(row["revision"].as_u64().unwrap()).or_default() += 1;
        }
    }
    for Acknowledged { value, mails: expected } in &updates.acknowledged {
        let events = found.remove(value).unwrap_or_default();
        assert_eq!(events.len(), 1, "{vendor} {id}: {value}");
        let revision = events[0]["revision"].as_u64().unwrap();
        assert_eq!(mails.remove(&revision).unwrap_or_default(), *expected, "{value}");
    }
    // What nobody knows the answer of may be there, and not twice.
    for value in &updates.unknown {
        assert!(found.remove(value).unwrap_or_default().len() <= 1, "{vendor} {id}: {value}");
    }
    assert!(found.is_empty(), "{vendor} {id}: made up {found:?}");
    assert!(mails.is_empty(), "{vendor} {id}: mails of nobody {mails:?}");
}
