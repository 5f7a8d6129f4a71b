//! Calls at once.

use std::thread;

use serde_json::json;

use crate::adobe::Client;
use crate::client::{Answer, Sending};
use crate::{commvault, ibm, over_all_stores};

/// Sends all of them at once. B2: of a call that had to wait for ten seconds nothing was stored, so
/// it is sent again, as clients do; if something was, the tests see it twice.
pub(crate) fn at_once(requests: Vec<Sending>) -> Vec<Answer> {
    let answer = |request: Sending| {
        let is_late = |one: &Answer| one.status == 503 && one.header("X-Sandbox-Fault").is_none();
        let mut answers = (0..12).map(|_| request.send());
        answers.find(|one| !is_late(one)).expect("an answer other than 503")
    };
    let threads: Vec<_> =
        requests.into_iter().map(|request| thread::spawn(move || answer(request))).collect();
    threads.into_iter().map(|thread| thread.join().unwrap()).collect()
}

pub(crate) fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut all: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    all.sort_unstable();
    all
}

over_all_stores! {
    fn b3_two_times_fifty_patches_are_all_decided(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = |number: u32| {
            let body = json!({"externalReferenceId": number.to_string()});
            client.patch(&id, body)
        };
        let answers = at_once((0..100).map(patch).collect());
        assert_eq!(statuses(&answers), [200; 100]);
        let history = server.history("adobe", &id);
        assert_eq!(history.len(), 101);
        let last = history[100]["changes"][0]["after"].as_str().unwrap();
        assert_eq!(client.get(&id).expect(200).text("/externalReferenceId"), last);
        // Each on what the one before left.
        for pair in history[1..].windows(2) {
            assert_eq!(pair[0]["changes"][0]["after"], pair[1]["changes"][0]["before"]);
        }
    }

    fn b3_two_puts_with_one_version_one_is_stale(server) {
        let id = ibm::register(server, ibm::VSR1);
        let document = ibm::read(server, ibm::VSR1, &id);
        let put = |phone: u32| {
            let mut document = document.clone();
            document["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!(phone.to_string());
            ibm::call(server, ibm::VSR1, "PUT", &format!("/{id}")).json(document.to_string())
        };
        let answers = at_once((10_000..10_008).map(put).collect());
        assert_eq!(statuses(&answers), [204, 500, 500, 500, 500, 500, 500, 500]);
        assert_eq!(server.history("ibm", &id).len(), 2);
    }

    fn b3_two_updates_at_commvault_one_is_409(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let id = commvault::place(server, "partner-1", "X1", "Acme");
        let put = |name: u32| {
            let body = json!({"externalId": "X1", "name": format!("N{name}"),
                "contacts": commvault::account("", "")["contacts"]});
            commvault::update(server, &id, &body)
        };
        let answers = at_once((0..6).map(put).collect());
        assert_eq!(statuses(&answers), [200, 409, 409, 409, 409, 409]);
    }

    fn b4_a69_twenty_calls_with_one_correlation_id_are_one_event(server) {
        let client = Client::one(server);
        let id = client.place();
        let body = json!({"companyProfile": {"contacts": [
            {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}});
        let patch = client.patch(&id, body);
        let answers = at_once(vec![patch; 20]);
        assert_eq!(statuses(&answers), [200; 20]);
        assert!(answers.iter().all(|answer| answer.body == answers[0].body));
        let replayed = |one: &&Answer| one.header("X-Sandbox-Replayed") == Some("same-body");
        assert_eq!(answers.iter().filter(replayed).count(), 19);
        assert_eq!(server.history("adobe", &id).len(), 2);
        let mails = server.outbox("adobe", &id);
        assert_eq!(mails.iter().filter(|row| row["effect"] == "welcome-email").count(), 1);
    }

    fn b4_twenty_creations_with_one_correlation_id_are_one_customer(server) {
        let client = Client::one(server);
        let answers = at_once(vec![client.create(); 20]);
        assert_eq!(statuses(&answers), [201; 20]);
        assert!(answers.iter().all(|answer| answer.body == answers[0].body));
        let listed = server.must("GET", "/adobe/customers", None);
        assert_eq!(listed.as_array().unwrap().len(), 1);
    }

    fn ids_are_never_given_twice(server) {
        let client = Client::one(server);
        let answers = at_once((0..20).map(|_| client.create()).collect());
        let mut ids: Vec<_> = answers.iter().map(|answer| answer.text("/customerId")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 20);
        server.must("POST", "/reset", None);
        assert!(!ids.contains(&client.create().expect(201).text("/customerId")));
    }

    fn v7_two_accounts_cant_take_one_name_at_once(server) {
        server.knobs(json!({"settlement_delay_ms": 600_000}));
        let put = |number: u32| {
            let external = format!("X{number}");
            let id = commvault::place(server, "partner-1", &external, &external);
            let body = json!({"externalId": external, "name": "Wanted",
                "contacts": commvault::account("", "")["contacts"]});
            commvault::update(server, &id, &body)
        };
        let answers = at_once((0..5).map(put).collect());
        assert_eq!(statuses(&answers), [200, 409, 409, 409, 409]);
    }
}
