//! Adobe's calls.

use serde_json::{Value, json};

use crate::client::Sending;
use crate::over_all_stores;
use crate::server::Server;

/// A client of Adobe's API with a token.
pub(crate) struct Client<'s> {
    pub(crate) server: &'s Server,
    pub(crate) key: &'static str,
    pub(crate) token: String,
    pub(crate) reseller: &'static str,
}

impl<'s> Client<'s> {
    pub(crate) fn one(server: &'s Server) -> Self {
        let token = server.token("dev-client-1", "dev-secret-1");
        Self { server, key: "dev-client-1", token, reseller: "P1000000001" }
    }

    pub(crate) fn two(server: &'s Server) -> Self {
        let token = server.token("dev-client-2", "dev-secret-2");
        Self { server, key: "dev-client-2", token, reseller: "P1000000002" }
    }

    /// A request of this client with a correlation id of its own.
    pub(crate) fn request(&self, method: &str, target: &str) -> Sending {
        self.server
            .request(method, target)
            .with("X-Api-Key", self.key)
            .with("Authorization", format!("Bearer {}", self.token))
            .with("X-Correlation-Id", format!("c-{}", self.server.number()))
            .with("Accept", "application/json")
    }

    pub(crate) fn get(&self, id: &str) -> Sending {
        self.request("GET", &format!("/v3/customers/{id}"))
    }

    pub(crate) fn patch(&self, id: &str, body: Value) -> Sending {
        self.request("PATCH", &format!("/v3/customers/{id}")).json(body.to_string())
    }

    pub(crate) fn create(&self) -> Sending {
        self.request("POST", "/v3/customers").json(body(self.reseller).to_string())
    }

    /// Places an active customer.
    pub(crate) fn place(&self) -> String {
        self.server.place("adobe", self.key, customer(self.reseller))
    }
}

/// The body of a creation.
pub(crate) fn body(reseller: &str) -> Value {
    json!({
        "resellerId": reseller,
        "companyProfile": {
            "companyName": "Fairmont", "preferredLanguage": "en-US",
            "address": {
                "country": "US", "region": "CA", "city": "San Jose",
                "addressLine1": "200 Fairmont Ave", "postalCode": "95110"
            },
            "contacts": [{"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]
        }
    })
}

/// A document as it is placed.
pub(crate) fn customer(reseller: &str) -> Value {
    let mut customer = body(reseller);
    customer["status"] = json!("1000");
    customer["companyProfile"]["marketSegment"] = json!("COM");
    customer["creationDate"] = json!("2026-01-02T03:04:05Z");
    customer
}

over_all_stores! {
    fn a10_a11_tokens_of_both_versions(server) {
        let form = "grant_type=client_credentials&client_id=dev-client-1\
                    &client_secret=dev-secret-1&scope=openid,AdobeID";
        let post = |path: &str| server.request("POST", path);
        let typed = |path| post(path).with("Content-Type", "application/x-www-form-urlencoded");
        let three = typed("/ims/token/v3").bytes(form).expect(200);
        assert_eq!(three.json()["expires_in"], 86399);
        assert_eq!(three.json()["token_type"], "bearer");
        let two = post(&format!("/ims/token/v2?{form}")).expect(200);
        assert_eq!(two.json()["expires_in"], 86_399_000);
        let empty = post(&format!("/ims/token/v3?{form}")).bytes("").expect(200);
        assert_ne!(empty.text("/access_token"), two.text("/access_token"));
        // Older ones stay good.
        let client = Client { token: three.text("/access_token"), ..Client::one(server) };
        let id = client.place();
        client.get(&id).expect(200);
    }

    fn a12_a13_token_calls_that_are_refused(server) {
        let call = |form: &str| {
            server
                .request("POST", "/ims/token/v3")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .bytes(form)
                .expect(400)
                .text("/error")
        };
        let grant = "grant_type=client_credentials";
        let wrong = format!("{grant}&client_id=dev-client-1&client_secret=wrong");
        assert_eq!(call(&wrong), "invalid_client");
        assert_eq!(call(&format!("{grant}&client_id=x&client_secret=y")), "invalid_client");
        assert_eq!(call(grant), "invalid_request");
        let other = call("grant_type=password&client_id=a&client_secret=b");
        assert_eq!(other, "unsupported_grant_type");
        let json = server.request("POST", "/ims/token/v3").json("{}").expect(400);
        assert_eq!(json.text("/error"), "invalid_request");
        let get = server.request("GET", "/ims/token/v3").expect(405);
        assert_eq!(get.header("Allow"), Some("POST"));
    }

    fn a14_a_token_is_good_until_its_last_second(server) {
        server.knobs(json!({"token_seconds": 100}));
        let client = Client::one(server);
        let id = client.place();
        client.get(&id).expect(200);
        server.advance(98);
        client.get(&id).expect(200);
        server.advance(2);
        assert_eq!(client.get(&id).expect(401).text("/code"), "4116");
        let seconds = server
            .request("POST", "/ims/token/v3?grant_type=client_credentials\
                              &client_id=dev-client-1&client_secret=dev-secret-1")
            .expect(200);
        assert_eq!(seconds.json()["expires_in"], 100);
    }

    fn steps_3_to_6_credentials(server) {
        let client = Client::one(server);
        let id = client.place();
        let get = client.get(&id);
        let code = |request: Sending, status| request.expect(status).text("/code");
        assert_eq!(code(get.clone().without("X-Api-Key"), 403), "4115");
        assert_eq!(code(get.clone().with("X-Api-Key", "unknown"), 403), "4115");
        assert_eq!(code(get.clone().and("X-Api-Key", client.key), 403), "4115");
        assert_eq!(code(get.clone().without("Authorization"), 403), "4117");
        assert_eq!(code(get.clone().with("Authorization", "Bearer nonsense"), 401), "4116");
        assert_eq!(code(get.clone().with("Authorization", client.token.as_str()), 401), "4116");
        // Issued to another client.
        assert_eq!(code(get.clone().with("X-Api-Key", "dev-client-2"), 403), "4115");
        get.with("Authorization", format!("bearer   {}", client.token)).expect(200);
    }

    fn step_9_correlation_ids(server) {
        let client = Client::one(server);
        let id = client.place();
        let get = client.get(&id);
        for bad in ["", "a b", &"x".repeat(129)] {
            let answer = get.clone().with("X-Correlation-Id", bad).expect(400);
            assert_eq!(answer.text("/code"), "4119", "{bad}");
        }
        assert_eq!(get.clone().without("X-Correlation-Id").expect(400).text("/code"), "4119");
        get.with("X-Correlation-Id", "x".repeat(128)).expect(200);
    }

    fn a5_a6_every_answer_says_its_request_id(server) {
        let client = Client::one(server);
        let id = client.place();
        let sent = client.get(&id).with("X-Request-Id", "r-1").expect(200);
        assert_eq!(sent.header("X-Request-Id"), Some("r-1"));
        assert_eq!(sent.header("X-Correlation-Id"), None);
        let made = client.get("P-none").expect(404);
        assert_eq!(made.header("X-Request-Id").unwrap().len(), 36);
        let refused = client.get(&id).without("X-Api-Key").with("X-Request-Id", "r-2").expect(403);
        assert_eq!(refused.header("X-Request-Id"), Some("r-2"));
    }

    fn a20_a21_a30_a31_a_creation(server) {
        server.knobs(json!({"activation_delay_ms": 600_000}));
        let client = Client::one(server);
        let created = client.create().expect(201);
        assert_eq!(created.header("Location"), None);
        let id = created.text("/customerId");
        assert!(id.starts_with('P') && id.len() == 11, "{id}");
        assert!(id[1..].bytes().all(|byte| byte.is_ascii_digit()), "{id}");
        let json = created.json();
        assert_eq!(json["status"], "1002");
        assert_eq!(json["cotermDate"], "");
        assert_eq!(json["globalSalesEnabled"], false);
        assert_eq!(json["companyProfile"]["marketSegment"], "COM");
        assert_eq!(json["discounts"], json!([{"offerType": "LICENSE", "level": "01"}]));
        assert_eq!(json["links"]["self"]["uri"], format!("/v3/customers/{id}"));
        assert!(json["creationDate"].as_str().unwrap().ends_with('Z'));
        // Until it is active, an update is refused.
        let early = client.patch(&id, json!({"externalReferenceId": "1"})).expect(400);
        assert_eq!(early.text("/code"), "1125");
        let effects: Vec<_> =
            server.outbox("adobe", &id).iter().map(|row| row["effect"].clone()).collect();
        assert_eq!(effects, ["welcome-email", "system-admin-added"]);
        server.advance(601);
        assert_eq!(client.get(&id).expect(200).text("/status"), "1000");
        client.patch(&id, json!({"externalReferenceId": "1"})).expect(200);
        let history = server.history("adobe", &id);
        assert_eq!(history[0]["cause"]["call"], "POST /v3/customers");
        assert_eq!(history[1]["cause"], json!({"sandbox": "activated"}));
    }

    fn a31_no_delay_still_answers_pending(server) {
        server.knobs(json!({"activation_delay_ms": 0}));
        let client = Client::one(server);
        let created = client.create().expect(201);
        assert_eq!(created.json()["status"], "1002");
        assert_eq!(client.get(&created.text("/customerId")).expect(200).text("/status"), "1000");
    }

    fn a27_resellers_of_others(server) {
        let client = Client::one(server);
        for reseller in ["P1000000002", "P9999999999"] {
            let create = client.create().json(body(reseller).to_string());
            assert_eq!(create.expect(404).text("/code"), "1115");
            let list = client.request("GET", &format!("/v3/resellers/{reseller}/customers"));
            assert_eq!(list.expect(404).text("/code"), "1115");
        }
    }

    fn a28_a_second_customer_of_the_same_name_is_accepted(server) {
        let client = Client::one(server);
        let one = client.create().expect(201).text("/customerId");
        let two = client.create().expect(201).text("/customerId");
        assert_ne!(one, two);
    }

    fn a40_a_read_is_byte_for_byte_what_the_update_answered(server) {
        let client = Client::one(server);
        let id = client.place();
        let updated = client.patch(&id, json!({"externalReferenceId": "342"})).expect(200);
        assert_eq!(client.get(&id).expect(200).body, updated.body);
        assert_eq!(updated.text("/externalReferenceId"), "342");
    }

    fn a41_ids_of_another_form_are_1116(server) {
        let client = Client::one(server);
        for id in ["P12", "P1_2345", &"1".repeat(41), "P%2F123"] {
            assert_eq!(client.get(id).expect(404).text("/code"), "1116", "{id}");
            let patch = client.patch(id, json!({}));
            let first = patch.expect(404);
            assert_eq!(first.text("/code"), "1116");
            assert_eq!(patch.expect(404).header("X-Sandbox-Replayed"), Some("same-body"));
        }
    }

    fn a51_a_change_of_nothing_still_mails(server) {
        let client = Client::one(server);
        let id = client.place();
        let profile = client.get(&id).expect(200).json()["companyProfile"].clone();
        // A54: the echo of clients, which mails every contact.
        let echo = client.patch(&id, json!({"companyProfile": profile})).expect(200);
        assert_eq!(echo.json()["companyProfile"], profile);
        let rows = server.outbox("adobe", &id);
        assert_eq!(rows[0]["data"], json!({"effect": "welcome-email", "email": "ada@example.com"}));
        assert_eq!(server.record("adobe", &id)["revision"], 1);
        // Neither a change nor an effect: no event.
        client.patch(&id, json!({})).expect(200);
        assert_eq!(server.record("adobe", &id)["revision"], 1);
    }

    fn a52_an_empty_update_by_the_other_preset(server) {
        let client = Client::one(server);
        let id = client.place();
        client.patch(&id, json!({})).expect(200);
        server.knobs(json!({"policy": {"adobe": "observed"}}));
        assert_eq!(client.patch(&id, json!({})).expect(400).text("/code"), "1122");
    }

    fn a55_other_methods_are_405(server) {
        let client = Client::one(server);
        let id = client.place();
        for method in ["PUT", "POST", "DELETE"] {
            let answer = client.get(&id).by(method).expect(405);
            assert_eq!(answer.header("Allow"), Some("GET, PATCH"));
            assert_eq!(answer.text("/code"), "405");
        }
    }

    fn the_list_of_a_reseller(server) {
        let client = Client::one(server);
        let ids = [client.place(), client.place(), client.place()];
        let list = |query: &str| {
            client
                .request("GET", &format!("/v3/resellers/P1000000001/customers{query}"))
                .without("X-Correlation-Id")
        };
        let all = list("").expect(200).json();
        assert_eq!((&all["totalCount"], &all["count"]), (&json!(3), &json!(3)));
        // All of them were created in one second.
        let listed = all["accounts"].as_array().unwrap().iter().rev();
        assert_eq!(listed.map(|one| one["customerId"].clone()).collect::<Vec<_>>(), ids);
        let first = &all["accounts"][0];
        assert_eq!(first["companyProfile"], json!({"companyName": "Fairmont"}));
        let page = list("?limit=1&offset=1&order-by=asc").expect(200).json();
        assert_eq!((&page["totalCount"], &page["count"]), (&json!(3), &json!(1)));
        assert_eq!(page["accounts"][0]["customerId"], ids[1]);
        assert_eq!(list("?company-name=fair*").expect(200).json()["count"], 3);
        assert_eq!(list("?company-name=other").expect(200).json()["count"], 0);
        assert_eq!(list("?status=1002").expect(200).json()["count"], 0);
        let bad = list("?limit=51").expect(400);
        assert_eq!(bad.text("/code"), "1117");
        assert_eq!(bad.json()["additionalDetails"], json!(["limit"]));
    }

    fn a80_errors_have_three_members(server) {
        let client = Client::one(server);
        let id = client.place();
        let errors = [
            client.get("none-such").expect(404),
            client.patch(&id, json!({"colour": "red"})).expect(400),
            client.patch(&id, json!({})).bytes("{").expect(400),
            client.get(&id).by("DELETE").expect(405),
            client.request("GET", "/v3/nowhere").expect(404),
        ];
        for error in errors {
            let json = error.json();
            let names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
            assert_eq!(names, ["code", "message", "additionalDetails"]);
            assert!(json["additionalDetails"].is_array());
        }
    }

    fn facts_decide_what_the_vendor_would_look_up(server) {
        let client = Client::one(server);
        let id = client.place();
        let profile = json!({"companyProfile": {"marketSegment": "EDU"}});
        let facts = |facts: Value| {
            server.must("PUT", &format!("/adobe/customers/{id}/facts"), Some(facts));
        };
        facts(json!({"activeSubscriptions": 3}));
        let refused = client.patch(&id, profile.clone()).expect(400);
        assert_eq!(refused.json()["code"].as_str().unwrap().len(), 4);
        facts(json!({}));
        client.patch(&id, profile).expect(200);
    }

    fn facts_set_by_hand_count_more_than_what_the_client_may(server) {
        let client = Client::one(server);
        let id = client.place();
        let path = format!("/adobe/customers/{id}/facts");
        let global = json!({"globalSalesEnabled": true});
        server.must("PUT", &path, Some(json!({"partnerGlobalSales": false})));
        client.patch(&id, global.clone()).expect(400);
        server.must("PUT", &path, Some(json!({})));
        client.patch(&id, global).expect(200);
    }
}
