//! IBM's endpoint, statement by statement: the ids are those of the tables in its module.

use customer_core::decision::Event;
use customer_core::endpoint::{Credential, Found, Tenant};
use customer_core::http::{Limits, Reply};
use customer_core::ibm::endpoint::Caller;
use customer_core::ibm::{Customer, Facts, Policy, Role};
use customer_core::vendors::{Endpoint as _, Ibm};

use crate::endpoint::{
    Desk, Sent, Shop, Whole, answered, body, ibm_document, own, respond, respond_with,
};

/// The object of an error, and that all of it is text.
fn error(reply: &Reply) -> serde_json::Map<String, serde_json::Value> {
    let parsed: serde_json::Value = serde_json::from_str(body(reply)).unwrap();
    assert_eq!(parsed.as_object().unwrap().len(), 1);
    let inside = parsed["BSSResponse"].as_object().unwrap().clone();
    assert!(inside.values().all(serde_json::Value::is_string), "{parsed}");
    assert_eq!(inside["ResponseCode"], reply.status.to_string());
    inside
}

fn code(reply: &Reply) -> Option<String> {
    error(reply).get("MessageCode").map(|code| code.as_str().unwrap().to_owned())
}

fn as_role(sent: &Sent, caller: &Caller, record: Option<&Customer>) -> Whole<Ibm> {
    respond::<Ibm>(sent, Some(caller), record)
}

pub(crate) fn register() -> Sent {
    let body = ibm_document("1", 0, "1").replacen(
        r#""Id":1,"CustomerState":"ACTIVE","Version":0,"#,
        "",
        1,
    );
    Ibm::reading().by("POST").at("/resource/customer").json(body)
}

#[test]
fn i1_i8_an_update_is_204_without_a_body() {
    let replied = own::<Ibm>(&Ibm::updating());
    assert_eq!((replied.reply.status, &replied.reply.body), (204, &None));
    assert!(replied.reply.headers.is_empty());
    assert!(matches!(replied.write.unwrap().event, Some(Event::Decided(_))));
    // I8: what was read, sent back, changes nothing.
    let text = own::<Ibm>(&Ibm::reading()).reply.body.unwrap();
    let echo = own::<Ibm>(&Ibm::updating().json(text));
    assert_eq!((echo.reply.status, echo.write), (204, None));
}

#[test]
fn i2_the_flat_form_is_read_too() {
    let flat = r#"{"OrgName":"Acme","Phone":"2","AddressLine1":"1 Way","AddressType":"BILLING",
        "City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110",
        "FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1",
        "AccountNumber":"","LocationName":"Boston","Version":7}"#;
    let replied = own::<Ibm>(&Ibm::updating().json(flat));
    assert_eq!(replied.reply.status, 204, "{}", body(&replied.reply));
    assert!(replied.write.is_some());
}

#[test]
fn i3_another_id_in_the_body() {
    let other = Ibm::updating().json(ibm_document("100000002", 7, "2"));
    let replied = own::<Ibm>(&other);
    assert_eq!(code(&replied.reply).as_deref(), Some("BZSAP1011E"));
    assert!(error(&replied.reply)["ResponseMessage"].as_str().unwrap().starts_with("[Id] "));
    let facts = Facts { policy: Policy::observed(), ..Ibm::permitting() };
    let (record, caller) = (Ibm::record(), Ibm::caller());
    let text = ibm_document("100000002", 7, "2").replace(
        r#""LocationName":"Boston""#,
        r#""LocationName":"Boston","PaymentMethodType":"INVOICE""#,
    );
    let observed = answered::<Ibm>(&Ibm::updating().json(text), &facts, |known| {
        known.caller = Some(&caller);
        known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
    });
    assert_eq!(observed.reply().unwrap().reply.status, 204);
}

#[test]
fn i4_i6_stale_has_exactly_three_members() {
    let mut shop = Shop::<Ibm>::open();
    assert_eq!(shop.serve(&Ibm::updating()).reply.status, 204);
    let stale = shop.serve(&Ibm::updating());
    let text = r#"{"BSSResponse":{"ResponseMessage":"Internalservererror","ExceptionMessage":"StaleObjectStateExceptionOccured-Rowwasupdatedordeletedbyanothertransaction.","ResponseCode":"500"}}"#;
    assert_eq!((stale.reply.status, body(&stale.reply)), (500, text));
    assert!(stale.write.is_none());
    assert_eq!(shop.events.len(), 1);
}

#[test]
fn i5_a_put_without_an_id() {
    for target in ["/resource/customer", "/api/bss/resource/customer"] {
        let reply = own::<Ibm>(&Ibm::updating().at(target)).reply;
        assert_eq!((reply.status, reply.header("Allow")), (405, Some("GET, POST")));
        error(&reply);
    }
    let reply = own::<Ibm>(&Ibm::updating().by("PATCH")).reply;
    assert_eq!((reply.status, reply.header("Allow")), (405, Some("DELETE, GET, POST, PUT")));
}

#[test]
fn g4_paths_with_and_without_the_long_beginning() {
    let status = |target: &str| own::<Ibm>(&Ibm::reading().at(target)).reply;
    for good in [
        "/resource/customer/100000001",
        "/api/bss/resource/customer/100000001",
        "/resource/subscription?x=1",
        "/api/bss/resource/subscriber",
    ] {
        assert_eq!(status(good).status, 200, "{good}");
    }
    for ours in [
        "/resource",
        "/api/bss",
        "/api/bss/customer/1",
        "/resource/customer/",
        "/resource/customer/1/2",
        "/resource/Customer",
        "/api/bss/resource/subscriber/1",
    ] {
        assert_eq!(status(ours).status, 404, "{ours}");
        error(&status(ours));
    }
    for other in ["/api", "/resources", "/api/bssx", "/"] {
        let media = status(other).header("Content-Type").unwrap().to_owned();
        assert_eq!(media, "application/problem+json", "{other}");
    }
}

#[test]
fn the_credential_is_a_user_and_a_password() {
    Ibm::reading().ask(|request| {
        let call = Ibm::call(request, &Limits::default());
        let Credential::Basic { user, password } = Ibm::wanted(&call).credential else { panic!() };
        assert_eq!((user, password), ("vsr1", "dev-password-1"));
    });
    // A password may have a colon; a user may not.
    Ibm::reading().with("authorization", "basic  YTpiOmM= ").ask(|request| {
        let call = Ibm::call(request, &Limits::default());
        let Credential::Basic { user, password } = Ibm::wanted(&call).credential else { panic!() };
        assert_eq!((user, password), ("a", "b:c"));
    });
    for bad in ["", "Basic", "Basic YQ==", "Bearer YTpi", "Basic /w==", "Basic YTpi YTpi"] {
        let reply = own::<Ibm>(&Ibm::reading().with("Authorization", bad)).reply;
        let challenge = reply.header("WWW-Authenticate");
        assert_eq!((reply.status, challenge), (401, Some(r#"Basic realm="BSS""#)), "{bad}");
        assert_eq!(code(&reply), None);
    }
    assert_eq!(own::<Ibm>(&Ibm::reading().twice("Authorization")).reply.status, 401);
}

// Rule: ibm.register.made
// Rule: ibm.register.token
#[test]
fn i7_i9_i10_registration_and_what_a_read_shows_of_it() {
    let mut shop = Shop::<Ibm>::open();
    let replied = shop.serve(&register());
    assert_eq!((replied.reply.status, body(&replied.reply)), (200, r#"{"Long":100000000}"#));
    let read = shop.serve(&Ibm::reading().at("/resource/customer/100000000")).reply;
    let parsed: serde_json::Value = serde_json::from_str(body(&read)).unwrap();
    let customer = &parsed["Customer"];
    assert_eq!(customer["Id"], 100_000_000);
    assert_eq!((&customer["CustomerState"], &customer["Version"]), (&"ACTIVE".into(), &0.into()));
    let moment = "02/20/2026 12:00:00";
    let organization = &customer["Organization"];
    assert_eq!(
        (&organization["Created"], &organization["Modified"]),
        (&moment.into(), &moment.into())
    );
    assert_eq!(organization["PartyType"], "ORGANIZATION");
    assert_eq!(organization["SecurityRealm"], "NON_FEDERATED");
    let contact = &organization["Contact"];
    assert_eq!((&contact["Created"], &contact["Modified"]), (&moment.into(), &moment.into()));
    assert_eq!(contact["SecurityRealm"], "NON_FEDERATED");
    assert_eq!(organization["AddressSet"][0]["Modified"], moment);
    // What a client sends empty has no value.
    assert_eq!(customer["CustomerAccountSet"][0]["AccountNumber"], "");

    let lower = String::from_utf8(register().body).unwrap().replace("BILLING", "billing");
    let refused = own::<Ibm>(&register().json(&lower));
    assert_eq!(code(&refused.reply).as_deref(), Some("BZSAP1011E"));
    let facts = Facts { policy: Policy::observed(), ..Ibm::permitting() };
    let caller = Ibm::caller();
    let text = lower.replace("Massachusetts", "").replace("02110", "").replace(
        r#""LocationName":"Boston""#,
        r#""LocationName":"Boston","PaymentMethodType":"INVOICE""#,
    );
    let observed =
        answered::<Ibm>(&register().json(text), &facts, |known| known.caller = Some(&caller));
    let replied = observed.reply().unwrap();
    assert_eq!(replied.reply.status, 200, "{}", body(&replied.reply));
    let Some(Event::Created(made)) = &replied.write.as_ref().unwrap().event else { panic!() };
    assert!(made.to_json().contains(r#""AddressType":"BILLING""#));

    // A lock token means nothing where there is no record.
    let with = String::from_utf8(register().body).unwrap().replacen(
        "{\"Customer\":{",
        "{\"Customer\":{\"Version\":5,",
        1,
    );
    assert_eq!(own::<Ibm>(&register().json(with)).reply.status, 200);
    let with = String::from_utf8(register().body).unwrap().replacen(
        "{\"Customer\":{",
        "{\"Customer\":{\"Id\":5,",
        1,
    );
    assert_eq!(code(&own::<Ibm>(&register().json(with)).reply).as_deref(), Some("BZSAP1011E"));
}

#[test]
fn i11_operations() {
    let mut shop = Shop::<Ibm>::open();
    let operate = |name: &str| Ibm::reading().by("POST").with("x-operation", name);
    let mut with_body = operate("suspendCustomer");
    with_body.body = b"{".to_vec();
    assert_eq!(shop.serve(&with_body).reply.status, 204);
    let wrong = shop.serve(&operate("suspendCustomer")).reply;
    assert_eq!(code(&wrong).as_deref(), Some("BZSAP1011E"));
    assert_eq!(shop.serve(&operate("unsuspendCustomer")).reply.status, 204);
    for (sent, says) in [
        (Ibm::reading().by("POST"), "BZSAP1033E"),
        (operate("suspendCustomer").twice("x-operation"), "BZSAP1033E"),
        (operate(""), "BZSAP1033E"),
        (operate("unregisterCustomer"), "BZSAP1011E"),
        (operate("SuspendCustomer"), "BZSAP1011E"),
        (operate("suspend\u{ff}"), "BZSAP1011E"),
    ] {
        let reply = shop.serve(&sent).reply;
        assert_eq!(code(&reply).as_deref(), Some(says));
        assert!(error(&reply)["ResponseMessage"].as_str().unwrap().starts_with("[x-operation] "));
    }
    assert_eq!(shop.events.len(), 2);
}

/// What can't be carried out for the record's sake is as what can't be read.
#[test]
fn i11_a_lock_token_that_can_count_no_further_has_a_code() {
    let text = Ibm::record().to_json().replace("\"Version\":7", "\"Version\":9223372036854775807");
    assert!(text.contains("9223372036854775807"));
    let record = Customer::from_json(&text).unwrap();
    let caller = Ibm::caller();
    let suspend = Ibm::reading().by("POST").with("x-operation", "suspendCustomer");
    for sent in [suspend, Ibm::reading().by("DELETE")] {
        let answered = respond_with::<Ibm>(&sent, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 2, tenant: Tenant::Own });
        });
        let reply = answered.reply;
        assert_eq!((reply.status, code(&reply).as_deref()), (400, Some("BZSAP1011E")));
        assert!(error(&reply)["ResponseMessage"].as_str().unwrap().starts_with("[Version] "));
    }
}

#[test]
fn i3_an_element_is_named_by_its_list() {
    for set in ["AddressSet", "CustomerIdentifierSet"] {
        let with = format!(
            r#"{{"Customer":{{"Version":7,"{set}":[null],"Organization":{{"AddressSet":[null]}}}}}}"#
        );
        let reply = own::<Ibm>(&Ibm::updating().json(&with)).reply;
        let error = error(&reply);
        let message = error["ResponseMessage"].as_str().unwrap();
        assert!(!message.starts_with("[0] "), "{message}");
    }
}

#[test]
fn i12_i19_unregistering() {
    let mut shop = Shop::<Ibm>::open();
    let mut delete = Ibm::reading().by("DELETE");
    delete.body = b"{}".to_vec();
    assert_eq!(shop.serve(&delete).reply.status, 204);
    for sent in [Ibm::reading(), delete, Ibm::updating()] {
        let reply = shop.serve(&sent).reply;
        assert_eq!((reply.status, code(&reply)), (404, None));
    }
    // A removed record is 403 for others.
    let (record, _) = shop.records["100000001"].clone();
    let caller = Ibm::caller();
    let foreign = respond_with::<Ibm>(&Ibm::reading(), |known| {
        known.caller = Some(&caller);
        known.record = Some(Found { record: &record, revision: 2, tenant: Tenant::Other });
    });
    assert_eq!(foreign.reply.status, 403);
}

#[test]
fn i15_i17_roles_and_organizations() {
    let record = Ibm::record();
    let (user, mine, other) = (
        Caller::new(Role::User).of("100000001"),
        Caller::new(Role::CustomerAdministrator).of("100000001"),
        Caller::new(Role::CustomerAdministrator).of("100000002"),
    );
    for sent in [Ibm::reading(), Ibm::updating(), Ibm::asking()] {
        let status = |caller: &Caller, record| as_role(&sent, caller, record).reply.status;
        assert_eq!(status(&user, Some(&record)), 403);
        assert_eq!(status(&user, None), 403);
        assert!(status(&mine, Some(&record)) < 300);
        assert_eq!(status(&other, Some(&record)), 403);
        // An id that does not exist is 404 for a permitted role.
        assert_eq!(status(&other, None), 404);
    }
    for sent in [Ibm::listing(), Ibm::reading().at("/resource/subscriber")] {
        assert_eq!(as_role(&sent, &user, None).reply.status, 403);
        assert_eq!(as_role(&sent, &mine, None).reply.status, 200);
    }
    assert_eq!(as_role(&register(), &mine, None).reply.status, 403);
}

// Rule: ibm.list.subscriber-email
// Rule: ibm.list.email-case
#[test]
fn i13_i14_i19_lists_and_named_queries() {
    let one = |id: &str, name: &str, email: &str, state: &str| {
        let text = ibm_document(id, 0, "1")
            .replace("Acme", name)
            .replace("jo@acme.example", email)
            .replace("ACTIVE", state);
        Customer::from_json(&text).unwrap()
    };
    let records = [
        one("300000000", "Beta", "b@x.example", "ACTIVE"),
        one("20000000", "Acme", "a@x.example", "SUSPENDED"),
        one("100000001", "Acme", "A@X.example", "ACTIVE"),
        one("100000009", "Acme", "a@x.example", "DEREGISTER_PENDING"),
    ];
    let ask = |query: &str, caller: &Caller| {
        let sent = Ibm::listing().at(&format!("/resource/customer{query}"));
        let (page, total) = sent.ask(|request| {
            let call = Ibm::call(request, &Limits::default());
            let list = Ibm::wanted(&call).list.cloned();
            list.map_or((Vec::new(), 0), |query| Ibm::page(&query, caller, &records))
        });
        respond_with::<Ibm>(&sent, |known| {
            known.caller = Some(caller);
            known.page = &page;
            known.total = total;
        })
        .reply
    };
    let vsr = Ibm::caller();
    let ids = |query: &str, caller: &Caller| {
        let reply = ask(query, caller);
        assert_eq!(reply.status, 200, "{query}: {}", body(&reply));
        let parsed: serde_json::Value = serde_json::from_str(body(&reply)).unwrap();
        // Elements stand without the wrapper.
        let list = parsed["List"].as_array().unwrap().iter();
        list.map(|one| one["Id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids("", &vsr), [20_000_000, 100_000_001, 300_000_000]);
    assert_eq!(ids("?_pageNumber=2&_pageSize=2", &vsr), [300_000_000]);
    assert_eq!(ids("?_pageNumber=9", &vsr), [0_u64; 0]);
    let email = "?_namedQuery=getCustomersByContactEmail&emailAddress=a%40x.example";
    assert_eq!(ids(email, &vsr), [20_000_000, 100_000_001]);
    assert_eq!(ids(&email.replace("Contact", "Subscriber"), &vsr), [20_000_000, 100_000_001]);
    let name = "?_namedQuery=getCustomerByOrgName&orgName=Beta";
    assert_eq!(ids(name, &vsr), [300_000_000]);
    let mine = Caller::new(Role::CustomerAdministrator).of("100000001");
    assert_eq!(ids("", &mine), [100_000_001]);
    assert_eq!(ask(name, &mine).status, 404);
    assert_eq!(ask(&name.replace("Beta", "beta"), &vsr).status, 404);
    for (query, says) in [
        ("?_namedQuery=getCustomerByOrgName", "BZSAP1033E"),
        ("?_namedQuery=getCustomerByOrgName&orgName=", "BZSAP1033E"),
        ("?_namedQuery=getEverybody", "BZSAP1011E"),
        ("?_namedQuery=", "BZSAP1011E"),
        ("?_namedQuery=a&_namedQuery=a", "BZSAP1011E"),
        ("?_namedQuery=getCustomerByOrgName&orgName=a&orgName=a", "BZSAP1011E"),
        ("?_pageNumber=0", "BZSAP1011E"),
        ("?_pageSize=101", "BZSAP1011E"),
        ("?_pageSize=x", "BZSAP1011E"),
    ] {
        assert_eq!(code(&ask(query, &vsr)).as_deref(), Some(says), "{query}");
    }
}

#[test]
fn i16_idempotency_headers_mean_nothing() {
    let sent = Ibm::updating().with("X-Correlation-Id", "a b").with("X-Request-Id", "\u{1}");
    let replied = own::<Ibm>(&sent);
    assert_eq!((replied.reply.status, replied.replayed), (204, None));
    sent.ask(|request| {
        let call = Ibm::call(request, &Limits::default());
        assert!(Ibm::wanted(&call).answer.is_none() && Ibm::wanted(&call).request_id.is_none());
    });
}

#[test]
fn i18_lists_that_are_always_empty() {
    for target in ["/resource/subscription?_namedQuery=x", "/api/bss/resource/subscriber"] {
        let reply = own::<Ibm>(&Ibm::reading().at(target)).reply;
        assert_eq!((reply.status, body(&reply)), (200, r#"{"List":[]}"#));
    }
}

#[test]
fn an_id_has_one_to_eighteen_digits() {
    for bad in ["x", "1e3", "-1", "+1", "1.0", &"1".repeat(19), "%31x"] {
        let reply = own::<Ibm>(&Ibm::reading().at(&format!("/resource/customer/{bad}"))).reply;
        assert_eq!((reply.status, code(&reply).as_deref()), (400, Some("BZSAP1011E")), "{bad}");
    }
    let long = format!("/resource/customer/{}", "1".repeat(18));
    assert_eq!(
        respond::<Ibm>(&Ibm::reading().at(&long), Some(&Ibm::caller()), None).reply.status,
        404
    );
}

#[test]
fn a_body_that_cant_be_read_names_the_field_and_no_value() {
    let sent = Ibm::updating().json(r#"{"Customer":{"Organization":{"OrgName":77}}}"#);
    let reply = own::<Ibm>(&sent).reply;
    let inside = error(&reply);
    assert_eq!(inside["MessageCode"], "BZSAP1011E");
    assert!(inside["ResponseMessage"].as_str().unwrap().starts_with("[OrgName] "));
    assert!(!body(&reply).contains("77"));
}
