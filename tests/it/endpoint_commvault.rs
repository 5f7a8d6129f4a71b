//! Commvault's endpoint, statement by statement: the ids are those of the tables in its module.

use customer_core::commvault::{Account, Facts, Policy, Status, accepted, evolve};
use customer_core::decision::{Event, Next};
use customer_core::endpoint::{Due, Found, Responded, Tenant};
use customer_core::http::{Limits, Reply};
use customer_core::vendors::{Commvault, Endpoint as _};

use crate::endpoint::{Desk, Sent, Shop, answered, body, own, respond, respond_with};

/// Code and message of an error.
fn error(reply: &Reply) -> (i64, String) {
    let parsed: serde_json::Value = serde_json::from_str(body(reply)).unwrap();
    let inside = parsed["error"].as_object().unwrap();
    assert_eq!(inside.len(), 2);
    (inside["code"].as_i64().unwrap(), inside["message"].as_str().unwrap().to_owned())
}

// Rule: commvault.update.verbs
#[test]
fn v1_v2_both_verbs_start_an_update() {
    for method in ["PUT", "PATCH"] {
        let replied = own::<Commvault>(&Commvault::updating().by(method));
        let text = body(&replied.reply);
        assert_eq!(replied.reply.status, 200);
        assert!(text.starts_with(r#"{"data":{"id":"a7194","status":"updating","#), "{text}");
        // Old values, and the time is now.
        assert!(text.contains(r#""updateTs":"2026-02-20T12:00:00""#), "{text}");
        assert!(text.contains(r#""website":"acme.example""#), "{text}");
        assert_eq!(replied.next, Next::Poll);
        let write = replied.write.unwrap();
        assert_eq!((write.base, write.due), (Some(3), Some(Due::Settlement)));
        assert_eq!(write.effects.len(), 1);
        assert!(matches!(write.event, Some(Event::Decided(_))) && write.answer.is_none());
    }
    let reply = own::<Commvault>(&Commvault::updating().by("POST")).reply;
    assert_eq!((reply.status, reply.header("Allow")), (405, Some("GET, PATCH, PUT")));
}

#[test]
fn v3_v5_v10_a_second_update_meanwhile() {
    let mut shop = Shop::<Commvault>::open();
    assert_eq!(shop.serve(&Commvault::updating()).reply.status, 200);
    let again = shop.serve(&Commvault::updating());
    assert_eq!((error(&again.reply).0, again.next, again.write), (409, Next::Wait, None));
    assert!(body(&shop.serve(&Commvault::reading()).reply).contains(r#""status":"updating""#));
    let (record, _) = shop.records["a7194"].clone();
    let facts = Facts { policy: Policy::lenient(), ..Commvault::permitting() };
    let caller = Commvault::caller();
    let lenient = answered::<Commvault>(&Commvault::updating(), &facts, |known| {
        known.caller = Some(&caller);
        known.record = Some(Found { record: &record, revision: 2, tenant: Tenant::Own });
    });
    assert_eq!(lenient.reply().unwrap().reply.status, 200);
}

#[test]
fn v6_after_a_failure_it_may_be_tried_again() {
    let mut failed = Commvault::record();
    failed.document.status = Some(Status::UpdateFailure);
    let caller = Commvault::caller();
    let replied = respond::<Commvault>(&Commvault::updating(), Some(&caller), Some(&failed));
    assert_eq!(replied.reply.status, 200);
}

#[test]
fn v7_what_is_taken_is_asked_for_with_its_value() {
    let body = r#"{"externalId":"X2","name":"Northwind","contacts":[{}]}"#;
    let sent = Commvault::updating().json(body);
    let (record, caller) = (Commvault::record(), Commvault::caller());
    let ask = |facts: &Facts| {
        answered::<Commvault>(&sent, facts, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        })
    };
    let Responded::Lookup(lookup) = ask(&Commvault::ignorant()) else { panic!() };
    let values: Vec<_> =
        lookup.values.iter().map(|(fact, value)| (fact.name(), &**value)).collect();
    assert_eq!(values, [("externalIdTaken", "X2"), ("nameTaken", "Northwind")]);
    assert!(!format!("{lookup:?}").contains("Northwind"));
    let taken = Facts { name_taken: Some(true), ..Commvault::permitting() };
    let answered = ask(&taken);
    let reply = &answered.reply().unwrap().reply;
    assert_eq!(reply.status, 409);
    assert!(error(reply).1.starts_with("name: "), "{:?}", error(reply));
}

// Rule: commvault.account.id-case
#[test]
fn v8_a_read_and_an_unknown_account() {
    let read = own::<Commvault>(&Commvault::reading()).reply;
    let text = format!(r#"{{"data":{}}}"#, Commvault::record().to_json());
    assert_eq!((read.status, body(&read)), (200, text.as_str()));
    let none = respond::<Commvault>(&Commvault::reading(), Some(&Commvault::caller()), None);
    assert_eq!((none.reply.status, error(&none.reply).0), (404, 1006));
    // The id is that of the path, as it was sent: whoever looks it up ignores its case.
    Commvault::reading().at("/api/v1/partner/accounts/A7194").ask(|request| {
        let call = Commvault::call(request, &Limits::default());
        assert_eq!(Commvault::wanted(&call).customer, Some("A7194"));
    });
}

#[test]
fn v9_the_list() {
    let account = |id: &str, status: &str, ts: &str, name: &str, email: &str| {
        let text = format!(
            r#"{{"id":"{id}","status":"{status}","updateTs":"{ts}","name":"{name}",
            "contacts":[{{"email":"{email}"}}]}}"#
        );
        Account::from_json(&text).unwrap()
    };
    let records = [
        account("A1", "active", "2026-01-01T00:00:00", "Alpha", "x@one.example"),
        account("b2", "updating", "2026-01-03T00:00:00", "beta", "y@two.example"),
        account("c3", "active", "2026-01-02T00:00:00", "Gamma", "Z@ALPHA.example"),
    ];
    let caller = Commvault::caller();
    let ask = |query: &str| {
        let sent = Commvault::listing().at(&format!("/api/v1/partner/accounts{query}"));
        let (page, total) = sent.ask(|request| {
            let call = Commvault::call(request, &Limits::default());
            let list = Commvault::wanted(&call).list.cloned();
            list.map_or((Vec::new(), 0), |query| Commvault::page(&query, &caller, &records))
        });
        respond_with::<Commvault>(&sent, |known| {
            known.caller = Some(&caller);
            known.page = &page;
            known.total = total;
        })
        .reply
    };
    let ids = |query: &str| {
        let reply = ask(query);
        assert_eq!(reply.status, 200, "{query}: {}", body(&reply));
        let parsed: serde_json::Value = serde_json::from_str(body(&reply)).unwrap();
        let data = parsed["data"].as_array().unwrap().iter();
        data.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>().concat()
    };
    assert_eq!(ids(""), "b2c3A1");
    assert_eq!(ids("?sort=asc:name"), "A1c3b2");
    // By the member that it names, where time stamps say otherwise.
    let other = [
        account("A1", "active", "2026-01-02T00:00:00", "Alpha", "x@one.example"),
        account("b2", "updating", "2026-01-01T00:00:00", "Beta", "y@two.example"),
    ];
    for (sort, first) in [("name", "A1"), ("status", "A1"), ("updateTs", "b2"), ("id", "A1")] {
        let target = format!("/api/v1/partner/accounts?sort=asc:{sort}");
        Commvault::listing().at(&target).ask(|request| {
            let call = Commvault::call(request, &Limits::default());
            let wanted = Commvault::wanted(&call);
            let (page, _) = Commvault::page(wanted.list.unwrap(), &caller, &other);
            assert_eq!(page[0].id(), Some(first), "{sort}");
        });
    }
    assert_eq!((&*ids("?sort=asc:status"), &*ids("?sort=desc:status")), ("A1c3b2", "b2c3A1"));
    assert_eq!(ids("?pageSize=2&pageNumber=1"), "A1");
    assert_eq!(ids("?filter=status=active"), "c3A1");
    assert_eq!(ids("?filter=id%3Da1"), "A1");
    assert_eq!(ids("?filter=name=beta"), "b2");
    assert_eq!(ids("?filter=name=Beta"), "");
    assert_eq!(ids("?filter=searchTerm=alpha"), "c3A1");
    let reply = ask("?filter=name=beta&sort=asc:id&pageSize=7");
    let end = r#""metadata":{"filter":"name=beta","sort":"asc:id","pagination":{"pageNumber":0,"pageSize":7,"totalRecords":1}}}"#;
    assert!(body(&reply).ends_with(end), "{}", body(&reply));
    for (query, name) in [
        ("?filter=website=x", "filter"),
        ("?filter=name", "filter"),
        ("?sort=name", "sort"),
        ("?sort=up:name", "sort"),
        ("?sort=asc:contacts", "sort"),
        ("?pageNumber=-1", "pageNumber"),
        ("?pageSize=0", "pageSize"),
        ("?pageSize=101", "pageSize"),
        ("?pageSize=5&pageSize=5", "pageSize"),
    ] {
        let (code, message) = error(&ask(query));
        assert_eq!(code, 400, "{query}");
        assert!(message.starts_with(&format!("{name}: ")), "{query}: {message}");
    }
}

#[test]
fn the_message_names_each_place_in_order_and_no_value() {
    let sent = Commvault::updating().json(
        r#"{"externalId":"","name":null,"contacts":[{"email":"secret@x.example"}],"color":"red"}"#,
    );
    let (code, message) = error(&own::<Commvault>(&sent).reply);
    assert_eq!(code, 400);
    let places: Vec<_> =
        message.split("; ").map(|one| one.split(": ").next().unwrap().to_owned()).collect();
    let expected = ["externalId", "name", "contacts[0].firstName", "contacts[0].lastName", "color"];
    assert_eq!(places, expected, "{message}");
    assert!(!message.contains("secret") && !message.contains("red"));
    let sent = Commvault::updating().json(r#"{"name":7,"contacts":[{"phone":{}}]}"#);
    let (code, message) = error(&own::<Commvault>(&sent).reply);
    assert_eq!(code, 400);
    assert!(
        message.starts_with("name: ") && message.contains("; contacts[0].phone: "),
        "{message}"
    );
}

#[test]
fn a_401_says_how_to_ask() {
    for bad in ["", "Bearer", "Basic dDpw", "Bearer a b"] {
        let reply = own::<Commvault>(&Commvault::reading().with("Authorization", bad)).reply;
        assert_eq!(
            (reply.status, reply.header("WWW-Authenticate")),
            (401, Some("Bearer")),
            "{bad}"
        );
    }
    let unknown = respond::<Commvault>(&Commvault::reading(), None, Some(&Commvault::record()));
    assert_eq!(unknown.reply.status, 401);
}

#[test]
fn the_forms_of_a_service_that_fails() {
    let failed = |sent: Sent, status| {
        sent.ask(|request| {
            let call = Commvault::call(request, &Limits::default());
            Commvault::failed(&call, status, &crate::endpoint::FRESH)
        })
    };
    assert_eq!(error(&failed(Commvault::updating(), 429)).0, 429);
    assert_eq!(error(&failed(Commvault::updating(), 503)).0, 503);
    let elsewhere = failed(Commvault::updating().at("/x"), 503);
    assert_eq!(elsewhere.header("Content-Type"), Some("application/problem+json"));
}

/// A null that is stored is no value, and makes way for one.
#[test]
fn v1_the_time_takes_the_place_of_a_null() {
    let account = r#"{"id":"a7194","status":"active","updateTs":null,"externalId":"X1",
        "name":"Acme","contacts":[]}"#;
    let account = Account::from_json(account).unwrap();
    let replied =
        respond::<Commvault>(&Commvault::updating(), Some(&Commvault::caller()), Some(&account));
    let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!() };
    let mut after = account;
    evolve(&mut after, &decision).unwrap();
    assert_eq!(after.document.update_ts.as_deref(), Some("2026-02-20T12:00:00"));
    assert_eq!(Some(body(&replied.reply)), accepted(&after).body.as_deref());
}
