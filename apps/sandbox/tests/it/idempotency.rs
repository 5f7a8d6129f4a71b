//! Adobe's idempotency: stored answers.

use serde_json::json;

use crate::adobe::Client;
use crate::over_all_stores;

over_all_stores! {
    fn a60_a61_the_same_call_gets_the_stored_answer(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let first = patch.expect(200);
        client.patch(&id, json!({"externalReferenceId": "2"})).expect(200);
        let again = patch.expect(200);
        assert_eq!(again.body, first.body);
        assert_eq!(again.header("X-Sandbox-Replayed"), Some("same-body"));
        assert_eq!(client.get(&id).expect(200).text("/externalReferenceId"), "2");
        assert_eq!(server.record("adobe", &id)["revision"], 2);
    }

    fn a60_refusals_are_stored_as_well(server) {
        let client = Client::one(server);
        let id = client.place();
        for (body, status) in [(r#"{"colour":1}"#, 400), ("[", 400), (r#"{"status":7}"#, 400)] {
            let patch = client.patch(&id, json!({})).bytes(body);
            let first = patch.expect(status);
            assert_eq!(first.header("X-Sandbox-Replayed"), None);
            let again = patch.clone().bytes("{}").expect(status);
            assert_eq!(again.header("X-Sandbox-Replayed"), Some("other-body"));
            assert_eq!(again.body, first.body);
        }
        let missing = client.patch("P0000000000", json!({}));
        missing.expect(404);
        assert_eq!(missing.expect(404).header("X-Sandbox-Replayed"), Some("same-body"));
    }

    fn a60_ids_of_any_length_and_with_nul(server) {
        let client = Client::one(server);
        let digits = |n: u32| n.wrapping_mul(2_654_435_761).to_string();
        let long: String = (0..600).map(digits).collect();
        for id in [long.as_str(), "P%00", "%01"] {
            client.get(id).expect(404);
            let missing = client.patch(id, json!({}));
            missing.expect(404);
            assert_eq!(missing.expect(404).header("X-Sandbox-Replayed"), Some("same-body"));
        }
    }

    fn a61_a_creation_is_made_once(server) {
        let client = Client::one(server);
        let create = client.create();
        let first = create.expect(201);
        let again = create.expect(201);
        assert_eq!(again.body, first.body);
        let listed = server.must("GET", "/adobe/customers", None);
        assert_eq!(listed.as_array().unwrap().len(), 1);
        assert_eq!(server.outbox("adobe", &first.text("/customerId")).len(), 2);
    }

    fn a62_another_body_is_not_looked_at(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let first = patch.expect(200);
        let other = patch.json(json!({"externalReferenceId": "2"}).to_string()).expect(200);
        assert_eq!(other.body, first.body);
        assert_eq!(other.header("X-Sandbox-Replayed"), Some("other-body"));
        let line = r#"sandbox_replays_total{body="other-body"}"#;
        assert!((server.metric(line) - 1.0).abs() < 0.1);
    }

    fn a63_the_request_id_of_a_resend_does_not_count(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let first = patch.clone().with("X-Request-Id", "r-1").expect(200);
        client.patch(&id, json!({})).with("X-Request-Id", "r-2").expect(200);
        for request_id in ["r-1", "r-2", "r-3"] {
            let again = patch.clone().with("X-Request-Id", request_id).expect(200);
            assert_eq!(again.body, first.body);
            assert_eq!(again.header("X-Request-Id"), Some(request_id));
        }
    }

    fn a64_one_correlation_id_on_two_paths_is_two_intents(server) {
        let client = Client::one(server);
        let (one, two) = (client.place(), client.place());
        for id in [&one, &two] {
            let patch = client.patch(id, json!({"externalReferenceId": "1"}));
            let answer = patch.with("X-Correlation-Id", "same").expect(200);
            assert_eq!(answer.header("X-Sandbox-Replayed"), None);
            assert_eq!(&answer.text("/customerId"), id);
        }
    }

    fn a65_a_used_request_id_is_4120_and_not_stored(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        patch.with("X-Request-Id", "r-1").expect(200);
        let other = client.patch(&id, json!({"externalReferenceId": "2"}));
        let refused = other.clone().with("X-Request-Id", "r-1").expect(400);
        assert_eq!(refused.text("/code"), "4120");
        let then = other.with("X-Request-Id", "r-2").expect(200);
        assert_eq!(then.text("/externalReferenceId"), "2");
        // Reads use none up (A42), and other clients have their own.
        client.get(&id).with("X-Request-Id", "r-1").expect(200);
        let two = Client::two(server);
        let theirs = two.place();
        two.patch(&theirs, json!({})).with("X-Request-Id", "r-1").expect(200);
    }

    fn a66_what_the_head_refuses_leaves_nothing(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        patch.clone().with("Authorization", "Bearer x").expect(401);
        patch.clone().with("Content-Type", "text/plain").expect(415);
        patch.clone().with("Accept", "text/html").expect(406);
        patch.clone().with("X-Request-Id", "a b").expect(400);
        assert_eq!(patch.expect(200).header("X-Sandbox-Replayed"), None);
    }

    fn a67_a_fault_before_the_commit_leaves_nothing(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let patch = patch.with("X-Request-Id", "r-1");
        for status in [429, 500, 503] {
            server.fault(json!({"kind": "status", "vendor": "adobe", "status": status}));
            patch.expect(status);
        }
        assert_eq!(patch.expect(200).header("X-Sandbox-Replayed"), None);
        assert_eq!(server.record("adobe", &id)["revision"], 1);
    }

    fn a68_an_answer_that_was_lost_is_sent_again(server) {
        let client = Client::one(server);
        let id = client.place();
        for kind in ["drop-after-commit", "status-after-commit"] {
            server.fault(json!({"kind": kind, "vendor": "adobe"}));
            let patch = client.patch(&id, json!({"externalReferenceId": kind}));
            let lost = patch.try_send();
            assert!(lost.is_none_or(|answer| answer.status == 500));
            let again = patch.expect(200);
            assert_eq!(again.header("X-Sandbox-Replayed"), Some("same-body"));
            assert_eq!(again.text("/externalReferenceId"), kind);
        }
        assert_eq!(server.record("adobe", &id)["revision"], 2);
    }

    fn a70_a71_an_answer_counts_for_ten_days_to_the_second(server) {
        let client = Client::one(server);
        server.knobs(json!({"token_seconds": 10_000_000}));
        let client = Client { token: server.token("dev-client-1", "dev-secret-1"), ..client };
        let id = client.place();
        let patch = client.patch(&id, json!({"externalReferenceId": "1"}));
        let patch = patch.with("X-Request-Id", "r-1");
        patch.expect(200);
        server.advance(864_000 - 5);
        assert_eq!(patch.expect(200).header("X-Sandbox-Replayed"), Some("same-body"));
        server.advance(5);
        assert_eq!(patch.expect(200).header("X-Sandbox-Replayed"), None);
        assert_eq!(patch.expect(200).header("X-Sandbox-Replayed"), Some("same-body"));
    }

    fn a72_a_revoked_token_gets_no_stored_answer(server) {
        let client = Client::one(server);
        let id = client.place();
        let patch = client.patch(&id, json!({}));
        patch.expect(200);
        server.advance(86_400);
        patch.expect(401);
    }

    fn a42_reads_are_never_replayed(server) {
        server.knobs(json!({"activation_delay_ms": 600_000}));
        let client = Client::one(server);
        let created = client.create().expect(201);
        let get = client.get(&created.text("/customerId")).with("X-Request-Id", "r");
        assert_eq!(get.expect(200).text("/status"), "1002");
        server.advance(601);
        let active = get.expect(200);
        assert_eq!((active.text("/status"), active.header("X-Sandbox-Replayed")),
            ("1000".to_owned(), None));
    }
}
