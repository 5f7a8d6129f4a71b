//! IBM's calls.

use serde_json::{Value, json};

use crate::client::Sending;
use crate::over_all_stores;
use crate::server::Server;

/// `user:password` of the built-in users, in Base64.
pub(crate) const VSR1: &str = "Basic dnNyMTpkZXYtcGFzc3dvcmQtMQ==";
pub(crate) const ADMIN1: &str = "Basic YWRtaW4xOmRldi1wYXNzd29yZC0x";
pub(crate) const USER1: &str = "Basic dXNlcjE6ZGV2LXBhc3N3b3JkLTE=";
pub(crate) const VSR2: &str = "Basic dnNyMjpkZXYtcGFzc3dvcmQtMg==";

const BASE: &str = "/api/bss/resource/customer";

pub(crate) fn call(server: &Server, user: &str, method: &str, rest: &str) -> Sending {
    server.request(method, &format!("{BASE}{rest}")).with("Authorization", user)
}

/// A customer as it is sent.
pub(crate) fn customer() -> Value {
    json!({"Customer": {
        "Organization": {
            "OrgName": "Example Tools",
            "AddressSet": [{
                "AddressLine1": "1 Main Street", "AddressType": "MAILING", "City": "Littleton",
                "Country": "United States", "State": "Massachusetts", "PostalCode": "01460"
            }],
            "Contact": {
                "FamilyName": "Doe", "GivenName": "Jane",
                "EmailAddress": "jane.doe@example.com", "WorkPhone": "555-0101"
            }
        },
        "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Headquarters"}]
    }})
}

pub(crate) fn register(server: &Server, user: &str) -> String {
    let body = customer().to_string();
    call(server, user, "POST", "").json(body).expect(200).text("/Long")
}

/// Reads a customer.
pub(crate) fn read(server: &Server, user: &str, id: &str) -> Value {
    call(server, user, "GET", &format!("/{id}")).expect(200).json()
}

/// Sends a registration in another way.
pub(crate) fn register_with<T>(server: &Server, send: impl FnOnce(Sending) -> T) -> T {
    send(call(server, VSR1, "POST", "").json(customer().to_string()))
}

over_all_stores! {
    fn i9_i7_registering_and_reading(server) {
        let id = register(server, VSR1);
        assert_eq!(id.len(), 9);
        let read = read(server, VSR1, &id);
        let customer = &read["Customer"];
        assert_eq!(customer["Id"].to_string(), id);
        assert_eq!(customer["CustomerState"], "ACTIVE");
        assert_eq!(customer["Version"], 0);
        let organization = &customer["Organization"];
        assert_eq!(organization["PartyType"], "ORGANIZATION");
        assert_eq!(organization["SecurityRealm"], "NON_FEDERATED");
        for moment in [
            &organization["Created"],
            &organization["Modified"],
            &organization["Contact"]["Created"],
            &organization["Contact"]["Modified"],
            &organization["AddressSet"][0]["Modified"],
        ] {
            let text = moment.as_str().unwrap();
            assert!(text.len() == 19 && text.as_bytes()[2] == b'/', "{text}");
        }
        let other = call(server, ADMIN1, "POST", "").json(self::customer().to_string());
        other.expect(403);
    }

    fn i1_i6_an_update_twice_is_stale(server) {
        let id = register(server, VSR1);
        let mut document = read(server, VSR1, &id);
        document["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!("555-0199");
        let put = call(server, VSR1, "PUT", &format!("/{id}")).json(document.to_string());
        let first = put.expect(204);
        assert_eq!(first.body, "");
        assert_eq!((first.header("Content-Type"), first.header("Content-Length")), (None, None));
        let second = put.expect(500);
        let error = second.json();
        let names: Vec<_> = error["BSSResponse"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["ResponseMessage", "ExceptionMessage", "ResponseCode"]);
        assert_eq!(second.text("/BSSResponse/ResponseCode"), "500");
        assert!(second.text("/BSSResponse/ExceptionMessage").starts_with("StaleObjectState"));
        assert_eq!(read(server, VSR1, &id)["Customer"]["Version"], 1);
        assert_eq!(server.history("ibm", &id).len(), 2);
    }

    fn i8_sending_back_what_was_read_changes_nothing(server) {
        let id = register(server, VSR1);
        let document = read(server, VSR1, &id);
        let put = call(server, VSR1, "PUT", &format!("/{id}")).json(document.to_string());
        put.expect(204);
        put.expect(204);
        assert_eq!(read(server, VSR1, &id), document);
        assert_eq!(server.history("ibm", &id).len(), 1);
    }

    fn i2_the_path_is_there_without_its_beginning(server) {
        let id = register(server, VSR1);
        let short = server.request("GET", &format!("/resource/customer/{id}"));
        short.with("Authorization", VSR1).expect(200);
    }

    fn i5_a_put_without_an_id(server) {
        let put = call(server, VSR1, "PUT", "").json("{}").expect(405);
        assert_eq!(put.header("Allow"), Some("GET, POST"));
        assert_eq!(put.text("/BSSResponse/ResponseCode"), "405");
    }

    fn i11_suspending(server) {
        let id = register(server, VSR1);
        let operate = |operation: &str| {
            call(server, VSR1, "POST", &format!("/{id}")).with("x-operation", operation).json("{}")
        };
        operate("suspendCustomer").expect(204);
        assert_eq!(read(server, VSR1, &id)["Customer"]["CustomerState"], "SUSPENDED");
        operate("suspendCustomer").expect(400);
        operate("unsuspendCustomer").expect(204);
        let unknown = operate("other").expect(400);
        assert_eq!(unknown.text("/BSSResponse/MessageCode"), "BZSAP1011E");
        let missing = operate("x").without("x-operation").expect(400);
        assert_eq!(missing.text("/BSSResponse/MessageCode"), "BZSAP1033E");
    }

    fn i12_unregistering(server) {
        let id = register(server, VSR1);
        let path = format!("/{id}");
        server.must("PUT", &format!("/ibm/customers/{id}/facts"),
            Some(json!({"activeSubscriptions": 2})));
        call(server, VSR1, "DELETE", &path).json("{}").expect(409);
        server.must("PUT", &format!("/ibm/customers/{id}/facts"), Some(json!({})));
        call(server, VSR1, "DELETE", &path).json("{}").expect(204);
        let gone = call(server, VSR1, "GET", &path).expect(404);
        assert_eq!(gone.text("/BSSResponse/ResponseCode"), "404");
        // I19: it keeps its tenant.
        call(server, VSR2, "GET", &path).expect(403);
        assert_eq!(call(server, VSR1, "GET", "").expect(200).json(), json!({"List": []}));
    }

    fn i13_i14_lists_and_finders(server) {
        let id = register(server, VSR1);
        let list = |query: &str| call(server, VSR1, "GET", query);
        let ids = |answer: crate::client::Answer| -> Vec<String> {
            let list = answer.json()["List"].as_array().unwrap().clone();
            list.iter().map(|one| one["Id"].to_string()).collect()
        };
        assert_eq!(ids(list("").expect(200)), [id.as_str()]);
        assert!(ids(list("?_pageNumber=2&_pageSize=10").expect(200)).is_empty());
        let email = "?_namedQuery=getCustomersByContactEmail&emailAddress=JANE.doe@example.com";
        assert_eq!(ids(list(email).expect(200)), [id.as_str()]);
        let name = "?_namedQuery=getCustomerByOrgName&orgName=";
        assert_eq!(ids(list(&format!("{name}Example%20Tools")).expect(200)), [id.as_str()]);
        list(&format!("{name}other")).expect(404);
        list("?_namedQuery=other").expect(400);
        list("?_namedQuery=getCustomerByOrgName").expect(400);
    }

    fn i15_i17_roles(server) {
        let body = json!({"tenant": "vendor-1", "customer": {"Customer": {"Id": 100_000_001,
            "Version": 3, "CustomerState": "ACTIVE"}}});
        server.must("POST", "/ibm/customers", Some(body));
        let other = register(server, VSR1);
        call(server, ADMIN1, "GET", "/100000001").expect(200);
        call(server, ADMIN1, "GET", &format!("/{other}")).expect(403);
        call(server, USER1, "GET", "/100000001").expect(403);
        call(server, USER1, "GET", "").expect(403);
        let own = call(server, ADMIN1, "GET", "").expect(200).json();
        assert_eq!(own["List"].as_array().unwrap().len(), 1);
        call(server, VSR1, "GET", "/999999999").expect(404);
    }

    fn i18_empty_lists(server) {
        for path in ["/api/bss/resource/subscription?x=1", "/resource/subscriber?_pageSize=9"] {
            let get = server.request("GET", path).with("Authorization", VSR1).expect(200);
            assert_eq!(get.body, r#"{"List":[]}"#);
        }
    }

    fn step_3_basic_credentials(server) {
        let get = call(server, VSR1, "GET", "");
        for bad in ["Basic eHg6eXk=", "Bearer x", "Basic ???"] {
            let answer = get.clone().with("Authorization", bad).expect(401);
            assert_eq!(answer.header("WWW-Authenticate"), Some("Basic realm=\"BSS\""));
            assert_eq!(answer.text("/BSSResponse/ResponseCode"), "401");
        }
        get.without("Authorization").expect(401);
    }

    fn step_6_ids_are_digits(server) {
        let answer = call(server, VSR1, "GET", "/abc").expect(400);
        assert_eq!(answer.text("/BSSResponse/MessageCode"), "BZSAP1011E");
    }
}
