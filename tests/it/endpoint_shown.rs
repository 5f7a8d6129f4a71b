//! What the endpoints' types show: `Debug` says what is there and no value, `Display` of a reply is
//! all of it; and what code that is generic over vendors asks about a call.

use customer_core::adobe::endpoint::token;
use customer_core::endpoint::{Digest, Found, Known, Tenant};
use customer_core::http::{Limits, Reply, reason};
use customer_core::vendors::{Adobe, Commvault, Endpoint as _, Ibm};

use crate::endpoint::{Desk, FRESH, NOW, Sent, at, own};
use crate::endpoint_adobe::create;

fn wanted<V: Desk>(sent: &Sent) -> String {
    sent.ask(|request| format!("{:?}", V::wanted(&V::call(request, &Limits::default()))))
}

fn query<V: Desk>(target: &str) -> String {
    V::listing().at(target).ask(|request| {
        let call = V::call(request, &Limits::default());
        format!("{:?}", V::wanted(&call).list.unwrap_or_else(|| panic!("{target}")))
    })
}

#[test]
fn what_is_wanted_shows_what_it_is() {
    let found = wanted::<Adobe>(&Adobe::updating());
    assert_eq!(
        found,
        "Wanted { credential: ApiKey(..), customer: true, reseller: false, answer: true, \
         request_id: true, list: false }"
    );
    let found = wanted::<Adobe>(&Adobe::listing());
    assert_eq!(
        found,
        "Wanted { credential: ApiKey(..), customer: false, reseller: true, answer: false, \
         request_id: false, list: true }"
    );
    let found = wanted::<Ibm>(&Ibm::reading());
    assert_eq!(
        found,
        "Wanted { credential: Basic(..), customer: true, reseller: false, answer: false, \
         request_id: false, list: false }"
    );
    assert!(wanted::<Commvault>(&Commvault::reading()).contains("credential: Bearer(..), "));
    for nobody in [
        wanted::<Adobe>(&Adobe::reading().without("X-Api-Key")),
        wanted::<Ibm>(&Ibm::reading().without("Authorization")),
        wanted::<Commvault>(&Commvault::reading().without("Authorization")),
    ] {
        assert!(nobody.contains("credential: None, "), "{nobody}");
    }
}

#[test]
fn queries_show_which_page_and_no_name() {
    let list = "/v3/resellers/P1000000001/customers";
    assert_eq!(
        query::<Adobe>(&format!("{list}?company-name=Fairmont&offset=5")),
        "Query { company_name: true, offset: 5, limit: 20, .. }"
    );
    let list = "/api/v1/partner/accounts";
    assert_eq!(
        query::<Commvault>(&format!("{list}?filter=name%3DAcme&pageNumber=2")),
        r#"Query { filter: true, sort: "updateTs", page_number: 2, page_size: 25 }"#
    );
    let list = "/api/bss/resource/customer";
    assert_eq!(
        query::<Ibm>(&format!("{list}?_pageNumber=2&_pageSize=7")),
        "Page { number: 2, size: 7 }"
    );
    let named = |name: &str| query::<Ibm>(&format!("{list}?_namedQuery={name}"));
    assert_eq!(named("getCustomersByContactEmail&emailAddress=jo@acme.example"), "Email(..)");
    assert_eq!(named("getCustomerByOrgName&orgName=Acme"), "Name(..)");
}

#[test]
fn what_is_known_shows_what_it_is() {
    let (caller, record) = (Adobe::caller(), Adobe::record());
    let mut known = Known::nothing(at(NOW), FRESH);
    known.caller = Some(&caller);
    known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Other });
    assert_eq!(
        format!("{known:?}"),
        "Known { now: 2026-02-20T12:00:00, caller: true, record: Some(3), answer: false, \
         request_id_used: false, page: 0, total: 0, .. }"
    );
    assert_eq!(format!("{:?}", known.record), "Some(Found { revision: 3, tenant: Other, .. })");
    assert_eq!(format!("{FRESH:?} {:?}", Digest([7; 32])), "Fresh(..) Digest(..)");
    let shown = format!("{caller:?} {:?}", caller.resellers[0]);
    assert_eq!(
        shown,
        "Caller { resellers: 1, global_sales: true, large_government: false, token: Own, .. } \
         Reseller { segments: [Commercial, Education], active: true, .. }"
    );
    let shown = Ibm::reading().ask(|request| format!("{request:?}"));
    assert_eq!(shown, r#"Request { method: "GET", headers: ["Authorization", "Accept"], .. }"#);
    let form = Sent::new("POST", "/ims/token/v3");
    let mut form = form.with("Content-Type", "application/x-www-form-urlencoded");
    form.body = b"grant_type=client_credentials&client_id=c&client_secret=s&scope=openid".to_vec();
    let call = form.ask(|request| token(request, &Limits::default())).unwrap();
    assert_eq!(format!("{call:?}"), "TokenCall(..)");
}

/// As HTTP/1.1 sends it.
#[test]
fn a_reply_is_shown_whole() {
    let problem = Reply::problem(404, "no path");
    let body = r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no path"}"#;
    assert_eq!(
        problem.to_string(),
        format!(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\n\
             Content-Length: {}\r\nCache-Control: no-store\r\n\r\n{body}",
            body.len()
        )
    );
    assert_eq!(own::<Ibm>(&Ibm::updating()).reply.to_string(), "HTTP/1.1 204 No Content\r\n\r\n");
}

/// The phrases of RFC 9110 and RFC 6585.
#[test]
fn a_status_has_its_phrase() {
    let phrases = [
        (200, "OK"),
        (201, "Created"),
        (204, "No Content"),
        (400, "Bad Request"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (406, "Not Acceptable"),
        (409, "Conflict"),
        (413, "Content Too Large"),
        (414, "URI Too Long"),
        (415, "Unsupported Media Type"),
        (421, "Misdirected Request"),
        (429, "Too Many Requests"),
        (431, "Request Header Fields Too Large"),
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
        (504, "Gateway Timeout"),
        (299, "Status"),
    ];
    for (status, phrase) in phrases {
        assert_eq!(reason(status), phrase);
    }
}

/// The route of a call, and whether it is the vendor's.
fn route<V: Desk>(sent: &Sent) -> (Option<&'static str>, bool) {
    sent.ask(|request| {
        let call = V::call(request, &Limits::default());
        (V::route(&call), V::is_ours(&call))
    })
}

#[test]
fn a_route_has_names_in_place_of_ids() {
    let adobe = |target: &str| route::<Adobe>(&Adobe::reading().at(target));
    assert_eq!(adobe("/v3/customers/P1000000010?x=1"), (Some("/v3/customers/{customer-id}"), true));
    assert_eq!(route::<Adobe>(&create()), (Some("/v3/customers"), true));
    assert_eq!(adobe("/ims/token/v3"), (Some("/ims/token/{version}"), true));
    let list = "/v3/resellers/{reseller-id}/customers";
    assert_eq!(adobe("/v3/resellers/P1000000001/customers"), (Some(list), true));
    assert_eq!(adobe("/v3/orders"), (None, true));
    assert_eq!(adobe("/orders"), (None, false));
    let ibm = |target: &str| route::<Ibm>(&Ibm::reading().at(target));
    for base in ["/api/bss/resource", "/resource"] {
        for (path, route) in [
            ("customer", "/api/bss/resource/customer"),
            ("customer/100000001", "/api/bss/resource/customer/{id}"),
            ("subscription", "/api/bss/resource/subscription"),
            ("subscriber", "/api/bss/resource/subscriber"),
        ] {
            assert_eq!(ibm(&format!("{base}/{path}")), (Some(route), true));
        }
    }
    assert_eq!(ibm("/api/bss"), (None, true));
    assert_eq!(ibm("/bss"), (None, false));
    let commvault = |target: &str| route::<Commvault>(&Commvault::reading().at(target));
    let (one, ours) = commvault("/api/v1/partner/accounts/a7194");
    assert!(one.is_some_and(|one| !one.contains("a7194")) && ours, "{one:?}");
    assert_eq!(commvault("/api/v1/other").0, None);
}

/// Equal keys are of one record.
#[test]
fn ids_are_compared_as_the_vendor_compares_them() {
    assert_ne!(Adobe::key("p1"), Adobe::key("P1"));
    assert_eq!(Ibm::key("007"), Ibm::key("7"));
    assert_eq!((Ibm::key("000"), Ibm::key("")), ("0".into(), "".into()));
    assert_eq!(Commvault::key("A7194"), Commvault::key("a7194"));
    assert_ne!(Commvault::key("7194"), Commvault::key("07194"));
}

/// A call that is refused for its caller is not admitted, and no other.
#[test]
fn who_is_refused_for_the_credential_is_not_admitted() {
    fn admitted<V: Desk>(sent: &Sent, caller: Option<&V::Caller>) -> bool {
        let mut known = Known::nothing(at(NOW), FRESH);
        known.caller = caller;
        sent.ask(|request| V::admitted(&V::call(request, &Limits::default()), &known))
    }
    fn of_a_vendor<V: Desk>() {
        let caller = V::caller();
        for sent in [V::reading(), V::updating(), V::refusing(), V::listing()] {
            assert!(admitted::<V>(&sent, Some(&caller)), "{sent:?}");
            assert!(!admitted::<V>(&sent, None), "{sent:?}");
            assert!(!admitted::<V>(&sent.without("Authorization"), Some(&caller)));
        }
    }
    of_a_vendor::<Adobe>();
    of_a_vendor::<Ibm>();
    of_a_vendor::<Commvault>();
}

/// Where a path is no vendor's, nobody speaks in a vendor's name.
#[test]
fn a_service_that_fails_elsewhere_speaks_for_itself() {
    fn of_a_vendor<V: Desk>() {
        V::reading().at("/nowhere").ask(|request| {
            let call = V::call(request, &Limits::default());
            for reply in [V::failed(&call, 503, &FRESH), V::failed(&call, 429, &FRESH)] {
                assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
                assert!(!reply.body.unwrap().contains("code"));
            }
        });
        V::reading().ask(|request| {
            let reply = V::failed(&V::call(request, &Limits::default()), 503, &FRESH);
            assert_eq!(reply.header("Content-Type"), Some("application/json"));
        });
    }
    of_a_vendor::<Adobe>();
    of_a_vendor::<Ibm>();
    of_a_vendor::<Commvault>();
}

/// A head that is too large is refused before it is known whose it is.
#[test]
fn a_head_that_is_too_large_elsewhere_is_a_problem() {
    fn of_a_vendor<V: Desk>() {
        let long = "x".repeat(Limits::default().target);
        let reply = own::<V>(&V::reading().at(&format!("/nowhere/{long}"))).reply;
        assert_eq!(reply.status, 414);
        assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
    }
    of_a_vendor::<Adobe>();
    of_a_vendor::<Ibm>();
    of_a_vendor::<Commvault>();
}
