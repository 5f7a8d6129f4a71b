//! Names that are taken, where the account that has one has work that is due.

use serde_json::{Value, json};

use crate::commvault::{account, place, update};
use crate::over_all_stores;
use crate::races::{at_once, statuses};

fn named(external: &str, name: &str) -> Value {
    json!({"externalId": external, "name": name, "contacts": account("", "")["contacts"]})
}

// The timer would do it within moments: every one of several calls must come after the work.
over_all_stores! {
    fn v7_b5_a_name_that_was_given_up_is_free(server) {
        server.knobs(json!({"settlement_delay_ms": 0}));
        for round in 0..5 {
            let old = |what: &str| format!("{what}{round}");
            let one = place(server, "partner-1", &old("X"), &old("Old"));
            let two = place(server, "partner-1", &old("Y"), &old("Other"));
            update(server, &one, &named(&old("NX"), &old("New"))).expect(200);
            update(server, &two, &named(&old("X"), &old("Old"))).expect(200);
        }
    }

    fn v7_b5_a_name_is_free_once_the_clock_was_moved(server) {
        server.knobs(json!({"settlement_delay_ms": 3_600_000}));
        for round in 0..5 {
            let of = |what: &str| format!("{what}{round}");
            let [one, two, three] = ["A", "B", "C"].map(|name| {
                place(server, "partner-1", &of(name), &of(name))
            });
            update(server, &one, &named(&of("A"), &of("A2"))).expect(200);
            update(server, &two, &named(&of("B2"), &of("B"))).expect(200);
            // Neither is due yet.
            update(server, &three, &named(&of("B"), &of("A"))).expect(409);
            server.advance(3600);
            // One account gives up the name, another one the external id.
            update(server, &three, &named(&of("B"), &of("A"))).expect(200);
            for id in [&one, &two] {
                let history = server.history("commvault", id);
                assert_eq!(history.len(), 3);
                assert_eq!(history[2]["cause"], json!({"sandbox": "settled"}));
            }
        }
    }

    fn v7_b5_a_name_of_a_failed_update_is_free(server) {
        server.knobs(json!({"settlement_delay_ms": 0}));
        for round in 0..5 {
            let of = |what: &str| format!("{what}{round}");
            let one = place(server, "partner-1", &of("X"), &of("Old"));
            let two = place(server, "partner-1", &of("Y"), &of("Other"));
            server.fault(json!({"kind": "settle-fail", "vendor": "commvault"}));
            update(server, &one, &named(&of("NX"), &of("New"))).expect(200);
            // What failed leaves the old name taken.
            update(server, &two, &named(&of("Y"), &of("Old"))).expect(409);
            assert_eq!(server.must("GET", "/faults", None), json!([]));
            server.fault(json!({"kind": "settle-fail", "vendor": "commvault"}));
            update(server, &one, &named(&of("NX"), &of("New"))).expect(200);
            update(server, &two, &named(&of("NX"), &of("New"))).expect(200);
        }
    }

    fn v7_b5_what_cannot_be_settled_keeps_its_name(server) {
        server.knobs(json!({"settlement_delay_ms": 0}));
        let one = place(server, "partner-1", "X", "Old");
        let two = place(server, "partner-1", "Y", "Other");
        update(server, &one, &named("X", "Old")).expect(200);
        update(server, &two, &named("Y", "Old")).expect(409);
        update(server, &two, &named("Y", "Other")).expect(200);
    }

    // Each waits for what is due at the other, and neither for the other's call.
    fn v7_b5_two_accounts_take_each_others_names(server) {
        server.knobs(json!({"settlement_delay_ms": 3_600_000}));
        for round in 0..10 {
            let of = |what: &str| format!("{what}{round}");
            let [one, two] =
                ["A", "B"].map(|name| place(server, "partner-1", &of(name), &of(name)));
            update(server, &one, &named(&of("A2"), &of("A2"))).expect(200);
            update(server, &two, &named(&of("B2"), &of("B2"))).expect(200);
            server.advance(3600);
            let answers = at_once(vec![
                update(server, &one, &named(&of("B"), &of("B"))),
                update(server, &two, &named(&of("A"), &of("A"))),
            ]);
            assert_eq!(statuses(&answers), [200, 200]);
        }
    }
}
