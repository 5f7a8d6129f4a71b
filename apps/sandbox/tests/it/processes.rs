//! Two processes on one store: every statement holds, no update is lost, due work is done once.

use std::thread;

use serde_json::{Value, json};

use crate::adobe::{Client, customer};
use crate::client::{Answer, Sending};
use crate::crash::verify;
use crate::place::Place;
use crate::races::{at_once, statuses};
use crate::server::{Server, until};
use crate::{commvault, ibm, over_kept_stores};

/// Two servers on one store.
struct Two {
    one: Server,
    other: Server,
}

impl Two {
    fn on(place: &Place) -> Self {
        let name = place.name();
        let start = || Server::start(&["--store", &name]);
        // An empty store is made by both at once.
        thread::scope(|scope| {
            let [one, other] = [scope.spawn(start), scope.spawn(start)];
            Self { one: one.join().unwrap(), other: other.join().unwrap() }
        })
    }

    /// The server of a number: the one, the other, the one.
    fn at(&self, number: usize) -> &Server {
        if number.is_multiple_of(2) { &self.one } else { &self.other }
    }

    /// The same client at both.
    fn clients(&self) -> [Client<'_>; 2] {
        let one = Client::one(&self.one);
        let (key, token, reseller) = (one.key, one.token.clone(), one.reseller);
        [one, Client { server: &self.other, key, token, reseller }]
    }
}

fn patch(client: &Client<'_>, id: &str, name: &str, number: usize) -> Sending {
    let body = json!({"externalReferenceId": format!("{name}-{number}")});
    client.patch(id, body).with("X-Correlation-Id", format!("{name}-{number}"))
}

/// Each event on what the one before left.
fn assert_chain(history: &[Value]) {
    for pair in history[1..].windows(2) {
        assert_eq!(pair[0]["changes"][0]["after"], pair[1]["changes"][0]["before"]);
        assert!(pair[0]["at"].as_str() <= pair[1]["at"].as_str());
    }
}

over_kept_stores! {
    fn b3_two_times_fifty_patches_at_two_processes(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let id = clients[0].place();
        let patches = (0..100).map(|number| patch(&clients[number % 2], &id, "p", number));
        let answers = at_once(patches.collect());
        assert_eq!(statuses(&answers), [200; 100]);
        let history = two.one.history("adobe", &id);
        assert_eq!(history.len(), 101);
        assert_chain(&history);
        assert_eq!(two.other.history("adobe", &id), history);
        verify(place);
    }

    fn b3_two_puts_with_one_version_at_two_processes(place) {
        let two = Two::on(place);
        let id = ibm::register(&two.one, ibm::VSR1);
        let document = ibm::read(&two.other, ibm::VSR1, &id);
        let put = |number: usize| {
            let mut document = document.clone();
            let phone = json!((10_000 + number).to_string());
            document["Customer"]["Organization"]["Contact"]["WorkPhone"] = phone;
            let server = two.at(number);
            ibm::call(server, ibm::VSR1, "PUT", &format!("/{id}")).json(document.to_string())
        };
        let answers = at_once((0..8).map(put).collect());
        assert_eq!(statuses(&answers), [204, 500, 500, 500, 500, 500, 500, 500]);
        assert_eq!(two.one.history("ibm", &id).len(), 2);
    }

    fn b4_one_correlation_id_at_two_processes_is_one_event(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let id = clients[0].place();
        let body = json!({"companyProfile": {"contacts": [
            {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}});
        let call = |number: usize| {
            let client = &clients[number % 2];
            client.patch(&id, body.clone()).with("X-Correlation-Id", "one")
        };
        let answers = at_once((0..20).map(call).collect());
        assert_eq!(statuses(&answers), [200; 20]);
        assert!(answers.iter().all(|answer| answer.body == answers[0].body));
        assert_eq!(two.one.history("adobe", &id).len(), 2);
        let mails = two.other.outbox("adobe", &id);
        assert_eq!(mails.iter().filter(|row| row["effect"] == "welcome-email").count(), 1);
        // Where there is nothing to be locked yet.
        let create = |number: usize| {
            clients[number % 2].create().with("X-Correlation-Id", "two")
        };
        let answers = at_once((0..20).map(create).collect());
        assert_eq!(statuses(&answers), [201; 20]);
        assert!(answers.iter().all(|answer| answer.body == answers[0].body));
        let listed = two.one.must("GET", "/adobe/customers", None);
        assert_eq!(listed.as_array().unwrap().len(), 2);
    }

    fn a_reader_of_the_outbox_misses_no_row_of_two_processes(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let ids: Vec<_> = (0..60).map(|_| clients[0].place()).collect();
        let (mut after, mut seen) = (0, 0_usize);
        // Goes on behind the last row that was seen.
        let mut look = |server: &Server| {
            let rows = server.must("GET", &format!("/outbox?after={after}"), None);
            for row in rows.as_array().unwrap() {
                after = row["sequence"].as_u64().unwrap();
                seen += 1;
            }
            seen
        };
        for round in 0..4 {
            let mary = json!({"companyProfile": {"contacts": [{"firstName": "Mary",
                "lastName": "Somerville", "email": format!("mary{round}@example.com")}]}});
            let requests: Vec<_> = ids.iter().enumerate().map(|(number, id)| {
                let client = &clients[number % 2];
                let name = format!("{round}-{number}");
                client.patch(id, mary.clone()).with("X-Correlation-Id", name)
            }).collect();
            let sending = thread::spawn(move || at_once(requests));
            while !sending.is_finished() {
                look(&two.one);
            }
            assert_eq!(statuses(&sending.join().unwrap()), [200; 60]);
        }
        let all = two.other.must("GET", "/outbox", None).as_array().unwrap().len();
        assert!(all >= 240, "{all}");
        assert_eq!(look(&two.one), all);
    }

    fn ids_of_two_processes_are_never_given_twice(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let create = |number: usize| {
            clients[number % 2].create().with("X-Correlation-Id", number.to_string())
        };
        let answers = at_once((0..40).map(create).collect());
        assert_eq!(statuses(&answers), [201; 40]);
        let mut ids: Vec<_> = answers.iter().map(|answer| answer.text("/customerId")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    }

    fn v7_one_name_at_two_processes_is_taken_once(place) {
        let two = Two::on(place);
        two.one.knobs(json!({"settlement_delay_ms": 600_000}));
        let put = |number: usize| {
            let (server, external) = (two.at(number), format!("X{number}"));
            let id = commvault::place(server, "partner-1", &external, &external);
            let body = json!({"externalId": external, "name": "Wanted",
                "contacts": commvault::account("", "")["contacts"]});
            commvault::update(server, &id, &body)
        };
        let answers = at_once((0..8).map(put).collect());
        assert_eq!(statuses(&answers), [200, 409, 409, 409, 409, 409, 409, 409]);
    }

    fn b5_due_work_at_two_processes_is_done_once(place) {
        let two = Two::on(place);
        two.one.knobs(json!({"settlement_delay_ms": 300, "activation_delay_ms": 300}));
        let clients = two.clients();
        let update = |number: usize| {
            let (server, external) = (two.at(number), format!("X{number}"));
            let id = commvault::place(server, "partner-1", &external, &external);
            let body = json!({"externalId": external, "name": format!("N{number}"),
                "contacts": commvault::account("", "")["contacts"]});
            (commvault::update(server, &id, &body), id)
        };
        let (updates, accounts): (Vec<_>, Vec<_>) = (0..30).map(update).unzip();
        let creates = (0..30).map(|number| clients[number % 2].create()
            .with("X-Correlation-Id", number.to_string()));
        let answers = at_once(updates.into_iter().chain(creates).collect());
        let ids: Vec<_> = answers[30..].iter().map(|one| one.text("/customerId")).collect();
        // The timers of both, and calls at both.
        until("settled", || {
            let gets: Vec<Sending> = accounts.iter().enumerate().map(|(number, id)| {
                commvault::call(two.at(number), "dev-token-1", "GET", &format!("/{id}"))
            }).collect();
            at_once(gets).iter().all(|one: &Answer| one.text("/data/status") == "active")
        });
        until("active", || ids.iter().all(|id| {
            clients[1].get(id).expect(200).json()["status"] == "1000"
        }));
        for (number, id) in accounts.iter().enumerate() {
            assert_eq!(two.at(number).history("commvault", id).len(), 3);
        }
        for id in &ids {
            let history = two.one.history("adobe", id);
            let done = |event: &&Value| event["cause"] == json!({"sandbox": "activated"});
            assert_eq!(history.iter().filter(done).count(), 1, "{history:?}");
        }
        verify(place);
    }

    fn faults_and_clock_of_two_processes_lose_nothing(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let id = clients[0].place();
        two.one.fault(json!({"kind": "status", "vendor": "adobe", "status": 503, "times": 7,
            "skip": 5}));
        let gets = (0..20).map(|number| clients[number % 2].get(&id));
        let answers = at_once(gets.collect());
        let failed = answers.iter().filter(|one| one.status == 503).count();
        assert_eq!((failed, answers.len()), (7, 20));
        assert_eq!(two.other.must("GET", "/faults", None), json!([]));
        two.one.must("PUT", "/clock", Some(json!({"set": "2040-01-01T00:00:00Z"})));
        let advance = |number: usize| two.at(number)
            .request("PUT", "/_sandbox/clock")
            .with("Content-Type", "application/json")
            .with("Sec-Fetch-Site", "same-origin")
            .bytes(r#"{"advance_seconds": 86400}"#);
        assert_eq!(statuses(&at_once((0..10).map(advance).collect())), [200; 10]);
        let now = two.other.must("GET", "/clock", None)["now"].as_str().unwrap().to_owned();
        assert!(now.starts_with("2040-01-11T00:0"), "{now}");
    }

    fn a_reset_at_one_process_leaves_nothing_in_halves(place) {
        let two = Two::on(place);
        for round in 0..6 {
            let post = |number: usize| {
                let mut customer = customer("P1000000001");
                customer["customerId"] = json!(format!("P{round}{number:03}"));
                let body = json!({"tenant": "dev-client-1", "customer": customer});
                let server = two.at(number);
                server.request("POST", "/_sandbox/adobe/customers").json(body.to_string())
            };
            let posts: Vec<_> = (0..40).map(post).collect();
            let placing = thread::spawn(move || at_once(posts));
            while !placing.is_finished() {
                two.one.must("POST", "/reset", None);
            }
            assert_eq!(statuses(&placing.join().unwrap()), [201; 40]);
            // What was placed behind the last reset is whole.
            verify(place);
        }
        two.other.must("POST", "/reset", None);
        for path in ["/adobe/customers", "/outbox", "/faults"] {
            assert_eq!(two.one.must("GET", path, None), json!([]), "{path}");
        }
    }

    fn a_process_that_is_killed_leaves_the_other_one_working(place) {
        let two = Two::on(place);
        let clients = two.clients();
        let id = clients[0].place();
        let all: Vec<Vec<_>> = (0..2).map(|process| {
            (0..60).map(|number| patch(&clients[process], &id, &process.to_string(), number))
                .collect()
        }).collect();
        let senders: Vec<_> = all.into_iter().map(|requests| thread::spawn(move || {
            let sent = requests.iter().map_while(Sending::try_send);
            sent.filter(|answer| answer.status == 200).count()
        })).collect();
        thread::sleep(std::time::Duration::from_millis(60));
        two.one.kill();
        let answered: Vec<_> = senders.into_iter().map(|one| one.join().unwrap()).collect();
        assert_eq!(answered[1], 60);
        let history = two.other.history("adobe", &id);
        let events = history.len() - 1;
        // One more may have been stored than was answered.
        let all = answered[0] + answered[1];
        assert!((all..=all + 1).contains(&events), "{answered:?} answered, {events} events");
        assert_chain(&history);
        verify(place);
    }
}
