//! Nobody sees what is another's.

use serde_json::{Value, json};

use crate::adobe::Client;
use crate::{commvault, ibm, over_all_stores};

/// What is in the records of the first tenant and nowhere else.
const MARK: &str = "Zanzibar";

over_all_stores! {
    fn b12_no_byte_of_another_clients_customer(server) {
        let (one, two) = (Client::one(server), Client::two(server));
        let mut document = crate::adobe::customer("P1000000001");
        document["companyProfile"]["companyName"] = json!(MARK);
        let id = server.place("adobe", "dev-client-1", document);
        one.get(&id).expect(200);
        let body = json!({"externalReferenceId": "1"});
        for (theirs, none) in [
            (two.get(&id), two.get("P0000000009")),
            (two.patch(&id, body.clone()), two.patch("P0000000009", body)),
        ] {
            let (theirs, none) = (theirs.expect(404), none.expect(404));
            assert_eq!(theirs.body, none.body);
            assert_eq!(theirs.text("/code"), "1116");
        }
        let list = two.request("GET", "/v3/resellers/P1000000002/customers").expect(200);
        assert_eq!(list.json()["totalCount"], 0);
        let other = two.request("GET", "/v3/resellers/P1000000001/customers").expect(404);
        assert!(!other.body.contains(MARK));
        assert_eq!(server.record("adobe", &id)["revision"], 0);
    }

    fn b12_a_stored_answer_is_of_its_client(server) {
        let (one, two) = (Client::one(server), Client::two(server));
        let create = one.create().with("X-Correlation-Id", "same");
        create.expect(201);
        let theirs = two.create().with("X-Correlation-Id", "same").expect(201);
        assert_eq!(theirs.header("X-Sandbox-Replayed"), None);
        assert_eq!(theirs.text("/resellerId"), "P1000000002");
    }

    fn b12_ibm_tells_403_and_no_more(server) {
        let id = ibm::register(server, ibm::VSR1);
        let document = ibm::read(server, ibm::VSR1, &id);
        let path = format!("/{id}");
        let calls = [
            ibm::call(server, ibm::VSR2, "GET", &path),
            ibm::call(server, ibm::VSR2, "PUT", &path).json(document.to_string()),
            ibm::call(server, ibm::VSR2, "DELETE", &path),
            ibm::call(server, ibm::VSR2, "POST", &path).with("x-operation", "suspendCustomer"),
        ];
        for call in calls {
            let answer = call.expect(403);
            assert!(!answer.body.contains("Example Tools"), "{answer:?}");
        }
        let list = ibm::call(server, ibm::VSR2, "GET", "").expect(200);
        assert_eq!(list.body, r#"{"List":[]}"#);
        let name = "?_namedQuery=getCustomerByOrgName&orgName=Example%20Tools";
        ibm::call(server, ibm::VSR2, "GET", name).expect(404);
        assert_eq!(ibm::read(server, ibm::VSR1, &id), document);
    }

    fn b12_commvault_tells_404(server) {
        let id = commvault::place(server, "partner-1", "X1", MARK);
        let body = json!({"externalId": "X1", "name": "Two",
            "contacts": commvault::account("", "")["contacts"]});
        let path = format!("/{id}");
        let calls = [
            commvault::call(server, "dev-token-2", "GET", &path),
            commvault::call(server, "dev-token-2", "PUT", &path).json(body.to_string()),
        ];
        for call in calls {
            let answer = call.expect(404);
            assert_eq!(answer.json()["error"]["code"], 1006);
            assert!(!answer.body.contains(MARK));
        }
        let list = commvault::call(server, "dev-token-2", "GET", "").expect(200).json();
        assert_eq!(list["data"], Value::Array(Vec::new()));
        assert_eq!(list["metadata"]["pagination"]["totalRecords"], 0);
    }
}
