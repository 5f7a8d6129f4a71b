//! The locks of two processes on one database of PostgreSQL, seen from a third connection, which
//! holds what they want.

use std::thread;

use serde_json::json;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

use crate::adobe;
use crate::client::Sending;
use crate::commvault;
use crate::crash::verify;
use crate::place::Place;
use crate::races::{at_once, statuses};
use crate::server::{Server, until};

/// A transaction that holds something until it ends.
struct Held {
    runtime: Runtime,
    client: Client,
}

impl Held {
    /// Holds the row of a record, as a call on it would.
    fn record(place: &Place, id: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (client, connection) =
            runtime.block_on(tokio_postgres::connect(&place.name(), NoTls)).unwrap();
        runtime.spawn(connection);
        let held = Self { runtime, client };
        held.run("BEGIN");
        assert_eq!(held.count(&format!("FROM record WHERE id = '{id}'")), 1);
        held.run(&format!("SELECT 1 FROM record WHERE id = '{id}' FOR UPDATE"));
        held
    }

    fn run(&self, sql: &str) {
        self.runtime.block_on(self.client.batch_execute(sql)).unwrap();
    }

    fn count(&self, from: &str) -> i64 {
        let sql = format!("SELECT count(*) {from}");
        self.runtime.block_on(self.client.query_one(&sql, &[])).unwrap().get(0)
    }

    /// How many locks of this kind are waited for by sessions that wait for this one, or for one
    /// that waits for it. Not by `pg_stat_activity`, of which a transaction sees one state only.
    fn waiting(&self, for_what: &str) -> i64 {
        self.count(&format!(
            "FROM (WITH RECURSIVE waits AS (
                SELECT pg_backend_pid() AS pid
                UNION SELECT locked.pid FROM pg_locks locked
                    JOIN waits ON waits.pid = ANY (pg_blocking_pids(locked.pid))
                    WHERE NOT locked.granted
             ) SELECT 1 FROM waits JOIN pg_locks USING (pid)
                WHERE NOT granted AND {for_what}) found"
        ))
    }

    /// Lets it go.
    fn end(&self) {
        self.run("COMMIT");
    }
}

/// What a call waits for whose record is in use: the end of a transaction, or its turn to wait.
const A_ROW: &str = "locktype IN ('transactionid', 'tuple')";
/// What a reset waits for.
const ALL: &str = "locktype = 'advisory' AND mode = 'ExclusiveLock'";

/// Two servers on one database.
fn two(place: &Place) -> [Server; 2] {
    [(); 2].map(|()| Server::start(&["--store", &place.name()]))
}

fn clients(servers: &[Server; 2]) -> [adobe::Client<'_>; 2] {
    let one = adobe::Client::one(&servers[0]);
    let (key, token, reseller) = (one.key, one.token.clone(), one.reseller);
    [one, adobe::Client { server: &servers[1], key, token, reseller }]
}

fn patch(client: &adobe::Client<'_>, id: &str, name: &str) -> Sending {
    let body = json!({"externalReferenceId": name});
    client.patch(id, body).with("X-Correlation-Id", name)
}

/// Calls on one record wait for it, at whichever process; calls on others do not.
#[test]
fn postgres_holds_the_row_of_a_record() {
    let Some(place) = Place::postgres() else { return };
    let servers = two(&place);
    let clients = clients(&servers);
    let [id, other] = [clients[0].place(), clients[0].place()];
    let held = Held::record(&place, &id);
    let calls = vec![patch(&clients[0], &id, "a"), patch(&clients[1], &id, "b")];
    let calls = thread::spawn(move || at_once(calls));
    until("both wait", || held.waiting(A_ROW) == 2);
    patch(&clients[1], &other, "c").expect(200);
    assert!(!calls.is_finished());
    held.end();
    assert_eq!(statuses(&calls.join().unwrap()), [200, 200]);
    let history = servers[0].history("adobe", &id);
    assert_eq!(history[1]["changes"][0]["after"], history[2]["changes"][0]["before"]);
    assert_eq!(history.len(), 3);
    verify(&place);
}

/// The timers of both pass over due work whose record is in use, and do all other work meanwhile.
#[test]
fn postgres_skips_due_work_whose_record_is_in_use() {
    let Some(place) = Place::postgres() else { return };
    let servers = two(&place);
    servers[0].knobs(json!({"settlement_delay_ms": 600_000}));
    let ids = ["X1", "X2", "X3"].map(|name| {
        let id = commvault::place(&servers[0], "partner-1", name, name);
        let body = json!({"externalId": name, "name": format!("New {name}"),
            "contacts": commvault::account("", "")["contacts"]});
        commvault::update(&servers[1], &id, &body).expect(200);
        id
    });
    let held = Held::record(&place, &ids[0]);
    assert_eq!(held.count("FROM due"), 3);
    servers[0].advance(601);
    until("two are done", || held.count("FROM due") == 1);
    let left = format!("FROM due JOIN record USING (vendor, key) WHERE id = '{}'", ids[0]);
    assert_eq!((held.count(&left), held.waiting("true")), (1, 0));
    held.end();
    until("the last is done", || held.count("FROM due") == 0);
    for id in &ids {
        assert_eq!(servers[1].history("commvault", id).len(), 3);
        assert_eq!(commvault::status(&servers[0], id), "active");
    }
    drop(held);
    verify(&place);
}

/// B5: who looks at what is due in a record that is in use waits for it: whoever asks for a name
/// that it may give up, and a list.
#[test]
fn postgres_waits_for_due_work_that_a_call_depends_on() {
    let Some(place) = Place::postgres() else { return };
    let servers = two(&place);
    servers[0].knobs(json!({"settlement_delay_ms": 600_000}));
    let body = |external: &str, name: &str| {
        json!({"externalId": external, "name": name,
            "contacts": commvault::account("", "")["contacts"]})
    };
    let [one, two] =
        ["X1", "X2"].map(|name| commvault::place(&servers[0], "partner-1", name, name));
    commvault::update(&servers[0], &one, &body("New", "New")).expect(200);
    let held = Held::record(&place, &one);
    servers[0].advance(601);
    let calls = vec![
        commvault::update(&servers[1], &two, &body("X1", "X1")),
        commvault::call(&servers[0], "dev-token-1", "GET", "?filter=name=New"),
    ];
    let calls = thread::spawn(move || at_once(calls));
    until("both wait", || held.waiting(A_ROW) == 2);
    held.end();
    let answers = calls.join().unwrap();
    assert_eq!(statuses(&answers), [200, 200]);
    assert_eq!(answers[1].json()["data"][0]["status"], "active");
    drop(held);
    verify(&place);
}

/// A reset waits for the calls that run, at whichever process, and what comes behind it waits for
/// the reset.
#[test]
fn postgres_resets_between_two_calls() {
    let Some(place) = Place::postgres() else { return };
    let servers = two(&place);
    let clients = clients(&servers);
    let [id, other] = [clients[0].place(), clients[0].place()];
    let held = Held::record(&place, &id);
    thread::scope(|scope| {
        let first = scope.spawn(|| patch(&clients[0], &id, "a").send().status);
        until("the call waits", || held.waiting(A_ROW) == 1);
        let reset = scope.spawn(|| servers[1].own("POST", "/reset", None).status);
        until("the reset waits", || held.waiting(ALL) == 1);
        let last = scope.spawn(|| patch(&clients[0], &other, "b").send().status);
        until("the next call waits", || {
            held.waiting("locktype = 'advisory' AND mode = 'ShareLock'") > 0
        });
        held.end();
        assert_eq!(first.join().unwrap(), 200);
        assert!(reset.join().unwrap() < 300);
        // There is no such customer any more.
        assert_eq!(last.join().unwrap(), 404);
    });
    for path in ["/adobe/customers", "/outbox"] {
        assert_eq!(servers[0].must("GET", path, None), json!([]), "{path}");
    }
    verify(&place);
}
