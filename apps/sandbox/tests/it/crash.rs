//! Crash points: the process is killed there, and started again.

use serde_json::json;

use crate::adobe::Client;
use crate::client::Sending;
use crate::place::Place;
use crate::server::{Server, program, until};
use crate::{commvault, ibm, over_kept_stores};

/// A server on a store, which aborts at a point.
fn start(place: &Place, crash_at: Option<&str>) -> Server {
    let name = place.name();
    let mut arguments = vec!["--store", &name];
    if let Some(point) = crash_at {
        arguments.extend(["--allow-faults", "--crash-at", point]);
    }
    Server::start(&arguments)
}

/// Whether every history is its record.
pub(crate) fn verify(place: &Place) {
    let done = program(&["verify", "--store", &place.name()]).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{done:?}");
}

/// The same request to another server.
fn to(server: &Server, client: &Client<'_>, id: &str) -> Sending {
    let body = json!({"companyProfile": {"contacts": [
        {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}});
    let client = Client { server, key: client.key, token: client.token.clone(), ..*client };
    client.patch(id, body).with("X-Correlation-Id", "the-intent")
}

/// Kills an update of Adobe at a point; gives what the same call gets afterwards.
fn killed_at(place: &Place, point: &str) -> (Option<&'static str>, usize, usize) {
    let server = start(place, Some(point));
    let client = Client::one(&server);
    let id = client.place();
    client.get(&id).expect(200);
    assert_eq!(to(&server, &client, &id).try_send(), None);
    assert!(!server.ended().success());
    let token = client.token.clone();
    let again = start(place, None);
    let client = Client { token, ..Client::one(&again) };
    let answer = to(&again, &client, &id).expect(200);
    assert_eq!(client.get(&id).expect(200).body, answer.body);
    let replayed = answer.header("X-Sandbox-Replayed").map(|_| "same-body");
    let events = again.history("adobe", &id).len();
    let mails = again.outbox("adobe", &id);
    let mails = mails.iter().filter(|row| row["effect"] == "welcome-email").count();
    drop(again);
    verify(place);
    (replayed, events, mails)
}

over_kept_stores! {
    fn k1_before_the_decision_nothing_happened(place) {
        assert_eq!(killed_at(place, "K1"), (None, 2, 1));
    }

    fn k2_before_the_commit_nothing_happened(place) {
        assert_eq!(killed_at(place, "K2"), (None, 2, 1));
    }

    fn k3_after_the_commit_the_answer_is_stored(place) {
        assert_eq!(killed_at(place, "K3"), (Some("same-body"), 2, 1));
    }

    fn k4_in_the_middle_of_the_answer_it_is_stored(place) {
        assert_eq!(killed_at(place, "K4"), (Some("same-body"), 2, 1));
    }

    fn k4_an_answer_without_a_body_is_not_sent(place) {
        let server = start(place, None);
        let id = ibm::register(&server, ibm::VSR1);
        let mut document = ibm::read(&server, ibm::VSR1, &id);
        document["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!("555-0199");
        let put = |server: &Server| {
            ibm::call(server, ibm::VSR1, "PUT", &format!("/{id}")).json(document.to_string())
        };
        drop(server);
        let server = start(place, Some("K4"));
        assert_eq!(put(&server).try_send(), None);
        assert!(!server.ended().success());
        let server = start(place, None);
        put(&server).expect(500);
        assert_eq!(server.history("ibm", &id).len(), 2);
        drop(server);
        verify(place);
    }

    fn k4_is_passed_where_a_fault_takes_the_answer(place) {
        let server = start(place, Some("K4"));
        server.fault(json!({"kind": "drop-after-commit", "vendor": "ibm"}));
        let register = ibm::register_with(&server, |request| request.try_send());
        assert_eq!(register, None);
        assert!(!server.ended().success());
        let server = start(place, None);
        assert_eq!(server.must("GET", "/ibm/customers", None).as_array().unwrap().len(), 1);
    }

    fn k3_at_ibm_the_same_call_is_stale_and_at_commvault_409(place) {
        let server = start(place, Some("K3:2"));
        let id = ibm::register(&server, ibm::VSR1);
        let mut document = ibm::read(&server, ibm::VSR1, &id);
        document["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!("555-0199");
        let put = |server: &Server| {
            ibm::call(server, ibm::VSR1, "PUT", &format!("/{id}")).json(document.to_string())
        };
        assert_eq!(put(&server).try_send(), None);
        server.ended();
        let server = start(place, Some("K3"));
        put(&server).expect(500);
        assert_eq!(server.history("ibm", &id).len(), 2);
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let account = commvault::place(&server, "partner-1", "X1", "Acme");
        let body = json!({"externalId": "X1", "name": "Two",
            "contacts": commvault::account("", "")["contacts"]});
        assert_eq!(commvault::update(&server, &account, &body).try_send(), None);
        server.ended();
        let server = start(place, None);
        commvault::update(&server, &account, &body).expect(409);
        assert_eq!(server.history("commvault", &account).len(), 2);
        drop(server);
        verify(place);
    }

    fn k5_an_effect_that_was_not_marked_is_performed_again_and_shown_once(place) {
        let server = start(place, Some("K5"));
        let client = Client::one(&server);
        let id = client.create().expect(201).text("/customerId");
        assert!(!server.ended().success());
        let server = start(place, None);
        until("performed", || {
            let rows = server.outbox("adobe", &id);
            rows.iter().all(|row| row["done"] == true)
        });
        assert_eq!(server.outbox("adobe", &id).len(), 2);
    }

    fn k6_a_settlement_that_was_not_committed_is_made_once(place) {
        let server = start(place, Some("K6"));
        server.knobs(json!({"settlement_delay_ms": 200}));
        let account = commvault::place(&server, "partner-1", "X1", "Acme");
        let body = json!({"externalId": "X1", "name": "Two",
            "contacts": commvault::account("", "")["contacts"]});
        commvault::update(&server, &account, &body).expect(200);
        assert!(!server.ended().success());
        let server = start(place, None);
        until("settled", || commvault::status(&server, &account) == "active");
        assert_eq!(server.history("commvault", &account).len(), 3);
        drop(server);
        verify(place);
    }

    fn a_kill_at_any_time_loses_no_answered_update(place) {
        let mut server = start(place, None);
        let id = Client::one(&server).place();
        let mut answered = 0_u32;
        for round in 0..5_u32 {
            let client = Client::one(&server);
            let requests: Vec<_> = (0..40_u32)
                .map(|number| {
                    let body = json!({"externalReferenceId": format!("{round}-{number}")});
                    client.patch(&id, body).with("X-Correlation-Id", format!("{round}-{number}"))
                })
                .collect();
            let sender = std::thread::spawn(move || {
                let sent = requests.iter().map_while(Sending::try_send);
                u32::try_from(sent.filter(|answer| answer.status == 200).count()).unwrap()
            });
            std::thread::sleep(std::time::Duration::from_millis(30 + u64::from(round) * 15));
            server.kill();
            answered += sender.join().unwrap();
            server = start(place, None);
        }
        let events = u32::try_from(server.history("adobe", &id).len()).unwrap() - 1;
        // Of each round one more may have been stored than was answered.
        let all = answered..=answered + 5;
        assert!(all.contains(&events), "{answered} answered, {events} events");
        drop(server);
        verify(place);
    }
}
