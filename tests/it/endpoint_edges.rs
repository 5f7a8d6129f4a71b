//! The endpoints where one more would be too much, and what their calls show.
//!
//! Goal: limits, parameters and facts of a call are taken exactly as the tables of the modules say.
//! Method: one call on each side of a limit.

use customer_core::adobe::{Customer, Facts, MarketSegment, Policy, evolve};
use customer_core::decision::{Event, Next};
use customer_core::endpoint::{Found, Known, Replayed, Responded, Tenant};
use customer_core::http::{Limits, Reply};
use customer_core::vendors::{Adobe, Commvault, Endpoint as _, Ibm};
use customer_core::{adobe, commvault};

use crate::endpoint::{
    Answered, Desk, FRESH, NOW, Sent, answered, at, body, digest, own, respond, respond_with,
};
use crate::endpoint_adobe::create;

/// Code and details of Adobe's error.
fn error(reply: &Reply) -> (String, Vec<String>) {
    let parsed: serde_json::Value = serde_json::from_str(body(reply)).unwrap();
    let details = parsed["additionalDetails"].as_array().unwrap().iter();
    let details = details.map(|one| one.as_str().unwrap().to_owned()).collect();
    (parsed["code"].as_str().unwrap().to_owned(), details)
}

/// Method, names of header fields and route; neither ids nor values.
#[test]
fn a_call_is_shown_by_its_method_and_route() {
    fn shown<V: Desk>(sent: &Sent) -> String
    where
        for<'c> V::Call<'c>: core::fmt::Debug,
    {
        sent.ask(|request| format!("{:?}", V::call(request, &Limits::default())))
    }
    let list =
        r#"headers: ["X-Api-Key", "Authorization", "X-Correlation-Id", "X-Request-Id", "Accept"]"#;
    assert_eq!(
        shown::<Adobe>(&Adobe::reading()),
        format!(
            r#"Call {{ request: Request {{ method: "GET", {list}, .. }}, route: Some("/v3/customers/{{customer-id}}"), .. }}"#
        )
    );
    let head =
        r#"Call { request: Request { method: "GET", headers: ["Authorization", "Accept"], .. }, "#;
    assert_eq!(
        shown::<Ibm>(&Ibm::reading()),
        format!(r#"{head}route: Some("/api/bss/resource/customer/{{id}}"), .. }}"#)
    );
    assert_eq!(
        shown::<Commvault>(&Commvault::reading()),
        format!(r#"{head}route: Some("/api/v1/partner/accounts/{{id}}"), .. }}"#)
    );
    assert_eq!(
        shown::<Commvault>(&Commvault::listing()),
        format!(r#"{head}route: Some("/api/v1/partner/accounts"), .. }}"#)
    );
    assert_eq!(
        shown::<Commvault>(&Commvault::reading().at("/nowhere")),
        format!("{head}route: None, .. }}")
    );
}

/// What a service may log of a caller, of facts to look up, and of a stored answer.
#[test]
fn callers_lookups_and_answers_are_shown_without_values() {
    let mut caller = Commvault::caller();
    assert_eq!(format!("{caller:?}"), "Caller { may_use_partner_apis: true, .. }");
    caller.may_use_partner_apis = false;
    assert_eq!(format!("{caller:?}"), "Caller { may_use_partner_apis: false, .. }");

    let asking = answered::<Commvault>(&Commvault::asking(), &Commvault::ignorant(), |known| {
        known.caller = Some(&caller);
    });
    assert_eq!(asking.reply().unwrap().reply.status, 403);
    let (caller, record) = (Commvault::caller(), Commvault::record());
    let asking = answered::<Commvault>(&Commvault::asking(), &Commvault::ignorant(), |known| {
        known.caller = Some(&caller);
        known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
    });
    let Responded::Lookup(lookup) = asking else { panic!("{asking:?}") };
    let shown = format!("{lookup:?}");
    assert!(shown.starts_with("Lookup { needs: Needs(["), "{shown}");
    assert!(shown.contains("ExternalIdTaken") && !shown.contains("X2"), "{shown}");

    let answer = own::<Adobe>(&Adobe::updating()).write.unwrap().answer.unwrap();
    assert_eq!(
        format!("{answer:?} {:?} {:?}", answer.key, answer.key.by_ref()),
        "StoredAnswer { status: 200, stored_at: 2026-02-20T12:00:00, .. } AnswerKey(..) \
         AnswerKeyRef(..)"
    );
}

/// A target of exactly the limit is read, and one byte more is not.
#[test]
fn a_target_may_be_as_long_as_its_limit() {
    fn of_a_vendor<V: Desk>() {
        let sent = V::reading();
        let status = |target: usize| -> u16 {
            let limits = Limits { target, ..Limits::default() };
            let mut known = Known::nothing(at(NOW), FRESH);
            let (caller, record) = (V::caller(), V::record());
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
            let responded: Answered<V> = sent
                .ask(|request| V::respond(&V::call(request, &limits), &known, &V::permitting()));
            responded.reply().unwrap().reply.status
        };
        assert_eq!(status(sent.target.len()), 200);
        assert_eq!(status(sent.target.len() - 1), 414);
    }
    of_a_vendor::<Adobe>();
    of_a_vendor::<Ibm>();
    of_a_vendor::<Commvault>();
}

/// A number of a query has digits and nothing else, however a program might read it.
#[test]
fn a_number_of_a_query_has_no_sign() {
    fn status<V: Desk>(query: &str) -> u16 {
        let sent = V::listing();
        let target = format!("{}?{query}", sent.target);
        respond::<V>(&sent.at(&target), Some(&V::caller()), None).reply.status
    }
    assert_eq!(status::<Adobe>("limit=5&offset=5"), 200);
    assert_eq!(status::<Adobe>("limit=%2B5"), 400);
    assert_eq!(status::<Adobe>("offset=%2B5"), 400);
    assert_eq!(status::<Ibm>("_pageSize=5&_pageNumber=5"), 200);
    assert_eq!(status::<Ibm>("_pageSize=%2B5"), 400);
    assert_eq!(status::<Ibm>("_pageNumber=%2B5"), 400);
    assert_eq!(status::<Commvault>("pageSize=5&pageNumber=5"), 200);
    assert_eq!(status::<Commvault>("pageSize=%2B5"), 400);
    assert_eq!(status::<Commvault>("pageNumber=%2B5"), 400);
}

/// What goes without saying may be said.
#[test]
fn the_order_that_a_list_has_anyway_may_be_named() {
    let list = Adobe::listing();
    for query in ["sort-by=creationDate", "order-by=desc", "sort-by=creationDate&order-by=desc"] {
        let sent = list.clone().at(&format!("{}?{query}", list.target));
        let named = own::<Adobe>(&sent).reply;
        assert_eq!((named.status, &named.body), (200, &own::<Adobe>(&list).reply.body), "{query}");
    }
}

/// By each member that a list can be sorted by, and in both directions.
#[test]
fn accounts_are_sorted_by_every_member() {
    let account = |number: u8| {
        // Each member puts the three into another order than the id does.
        let turn = |by: u8| (number + by) % 3;
        let status = ["active", "deactivated", "updating"][usize::from(turn(1))];
        let text = format!(
            r#"{{"id":"{number}","status":"{status}","insertTs":"2026-01-0{}T00:00:00",
            "updateTs":"2026-02-0{}T00:00:00","externalId":"x{}","name":"n{}","website":"w{}"}}"#,
            turn(2) + 1,
            turn(1) + 1,
            turn(2),
            turn(1),
            turn(2)
        );
        commvault::Account::from_json(&text).unwrap()
    };
    let records = [account(0), account(1), account(2)];
    let ids = |sort: &str| {
        let target = format!("/api/v1/partner/accounts?sort={sort}");
        Commvault::listing().at(&target).ask(|request| {
            let call = Commvault::call(request, &Limits::default());
            let query = Commvault::wanted(&call).list.unwrap_or_else(|| panic!("{sort}"));
            let (page, _) = Commvault::page(query, &Commvault::caller(), &records);
            page.iter().filter_map(|one| one.id()).collect::<String>()
        })
    };
    for (member, ascending) in [
        ("id", "012"),
        ("status", "201"),
        ("insertTs", "120"),
        ("updateTs", "201"),
        ("externalId", "120"),
        ("name", "201"),
        ("website", "120"),
    ] {
        assert_eq!(ids(&format!("asc:{member}")), ascending, "{member}");
        let descending: String = ascending.chars().rev().collect();
        assert_eq!(ids(&format!("desc:{member}")), descending, "{member}");
    }
}

#[test]
fn a_page_says_its_number() {
    let sent = Commvault::listing().at("/api/v1/partner/accounts?pageNumber=3&pageSize=7");
    let reply = own::<Commvault>(&sent).reply;
    let pagination = r#""pagination":{"pageNumber":3,"pageSize":7,"totalRecords":0}"#;
    assert!(body(&reply).contains(pagination), "{}", body(&reply));
}

/// A service that has too many calls says so, and one that fails says that.
#[test]
fn a_service_says_why_it_fails() {
    let message = |status| {
        Commvault::reading().ask(|request| {
            let call = Commvault::call(request, &Limits::default());
            Commvault::failed(&call, status, &FRESH).body.unwrap()
        })
    };
    let of = |code: u16, says: &str| format!(r#"{{"error":{{"code":{code},"message":"{says}"}}}}"#);
    assert_eq!(message(429), of(429, "too many calls"));
    assert_eq!(message(500), of(500, "the service failed"));
    assert_eq!(message(503), of(503, "the service failed"));
}

/// An id of another form is looked up nowhere.
#[test]
fn an_id_of_another_form_is_not_looked_up() {
    let wanted = |method: &str, target: &str| {
        Ibm::reading().by(method).at(target).ask(|request| {
            let call = Ibm::call(request, &Limits::default());
            Ibm::wanted(&call).customer.map(String::from)
        })
    };
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(wanted(method, "/resource/customer/100000001").as_deref(), Some("100000001"));
        for other in ["x", "1e3", "+1", &"1".repeat(19)] {
            let target = format!("/resource/customer/{other}");
            assert_eq!(wanted(method, &target), None, "{method} {other}");
        }
    }
    assert_eq!(wanted("GET", "/resource/customer"), None);
}

fn token_call() -> Sent {
    let mut sent = Sent::new("POST", "/ims/token/v3")
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with("X-Request-Id", "r-1");
    sent.body = b"grant_type=client_credentials&client_id=c&client_secret=s".to_vec();
    sent
}

/// A token call that comes to the wrong door is refused by its form and the limits of the call, and
/// its answer names no request.
#[test]
fn a_token_call_is_answered_without_a_request_id() {
    let sent = token_call();
    let ask = |limit: usize| {
        let limits = Limits { body: limit, ..Limits::default() };
        let known = Known::nothing(at(NOW), FRESH);
        let responded: Answered<Adobe> = sent.ask(|request| {
            Adobe::respond(&Adobe::call(request, &limits), &known, &Adobe::permitting())
        });
        responded.reply().unwrap().reply.clone()
    };
    let refused = ask(sent.body.len());
    assert_eq!(refused.status, 400);
    assert!(body(&refused).contains("invalid_client"), "{}", body(&refused));
    assert_eq!(refused.header("X-Request-Id"), None);
    assert_eq!(ask(sent.body.len() - 1).status, 413);
    sent.ask(|request| {
        let call = Adobe::call(request, &Limits::default());
        assert_eq!(Adobe::failed(&call, 503, &FRESH).header("X-Request-Id"), None);
    });
    let is_token = |sent: &Sent| sent.ask(adobe::endpoint::is_token);
    assert!(is_token(&sent) && is_token(&sent.clone().at("/ims/token/v2")));
    for other in [Adobe::reading(), Adobe::listing(), create(), sent.at("/ims/token/v1")] {
        assert!(!is_token(&other), "{}", other.target);
    }
}

/// What to do after a stored answer is what it says.
#[test]
fn an_answer_that_is_sent_again_says_what_to_do() {
    let sent = Adobe::updating();
    let caller = Adobe::caller();
    let stored = own::<Adobe>(&sent).write.unwrap().answer.unwrap();
    for (status, next) in [
        (200, Next::Done),
        (201, Next::Done),
        (299, Next::Done),
        (400, Next::Fix),
        (404, Next::Stop),
    ] {
        let mut answer = stored.clone();
        answer.status = status;
        answer.body_digest = digest(&sent.body);
        let replied = respond_with::<Adobe>(&sent, |known| {
            known.caller = Some(&caller);
            known.answer = Some(&answer);
            known.digest = digest(&sent.body);
        });
        assert_eq!((replied.reply.status, replied.next), (status, next));
        assert_eq!((replied.replayed, replied.write), (Some(Replayed::SameBody), None));
    }
}

/// What a partner and a reseller may is said of a creation by the caller, whatever the facts say;
/// of an update by the facts, and where they are silent, by the caller.
#[test]
fn the_caller_decides_about_a_creation() {
    let with = |first: &str, caller: &adobe::endpoint::Caller, facts: &Facts| {
        let text = String::from_utf8(create().body).unwrap();
        let text = text.replacen(r#""companyProfile":{"#, first, 1);
        let responded =
            answered::<Adobe>(&create().json(text), facts, |known| known.caller = Some(caller));
        let reply = responded.reply().unwrap_or_else(|| panic!("{responded:?}")).reply.clone();
        if reply.status == 201 { "201".to_owned() } else { error(&reply).0 }
    };
    let nothing = Facts::unknown(Policy::documented());
    let favour = Facts {
        partner_global_sales: Some(true),
        partner_large_government_agency: Some(true),
        reseller_market_segments: Some(vec![MarketSegment::Government]),
        ..nothing.clone()
    };
    let against = Facts {
        partner_global_sales: Some(false),
        partner_large_government_agency: Some(false),
        reseller_market_segments: Some(Vec::new()),
        ..nothing.clone()
    };
    let mut may = Adobe::caller();
    may.global_sales = true;
    may.large_government = true;
    may.resellers =
        vec![adobe::endpoint::Reseller::new("P1000000001", [MarketSegment::Commercial])];
    let mut may_not = may.clone();
    may_not.global_sales = false;
    may_not.large_government = false;
    may_not.resellers = vec![adobe::endpoint::Reseller::new("P1000000001", [])];
    let plain = r#""companyProfile":{"#;
    let sales = r#""globalSalesEnabled":true,"companyProfile":{"#;
    for facts in [&nothing, &favour, &against] {
        assert_eq!(with(plain, &may, facts), "201");
        assert_eq!(with(sales, &may, facts), "201");
        assert_eq!(with(plain, &may_not, facts), "2135");
    }
    let mut may_not_abroad = may.clone();
    may_not_abroad.global_sales = false;
    let large = r#""benefits":[{"type":"LARGE_GOVERNMENT_AGENCY"}],"companyProfile":{
        "marketSegment":"GOV","marketSubSegments":["FEDERAL"],"#;
    let mut governs = may.clone();
    governs.resellers =
        vec![adobe::endpoint::Reseller::new("P1000000001", [MarketSegment::Government])];
    let mut governs_less = governs.clone();
    governs_less.large_government = false;
    for facts in [&nothing, &favour, &against] {
        assert_eq!(with(sales, &may_not_abroad, facts), "1139");
        let (large, less) = (with(large, &governs, facts), with(large, &governs_less, facts));
        assert_ne!(large, "1164");
        assert_eq!(less, "1164", "{large}");
    }
}

#[test]
fn the_facts_decide_about_an_update_before_the_caller() {
    let sent = Adobe::updating().json(r#"{"companyProfile":{"marketSegment":"GOV"}}"#);
    let (caller, record) = (Adobe::caller(), Adobe::record());
    let ask = |segments: Option<Vec<MarketSegment>>| {
        let facts = Facts { reseller_market_segments: segments, ..Adobe::permitting() };
        let responded = answered::<Adobe>(&sent, &facts, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        });
        responded.reply().unwrap().reply.status
    };
    // The reseller of the caller is enabled for commerce and education.
    assert_eq!(ask(None), 400);
    assert_eq!(ask(Some(vec![MarketSegment::Government])), 200);
    assert_eq!(ask(Some(vec![MarketSegment::Education])), 400);
}

/// However a customer changes, the reply shows it as it is afterwards: in another order, with fewer
/// people, with an object that was not there.
#[test]
fn a50_the_body_is_the_customer_after_a_change_of_its_lists() {
    let one = |name: &str| {
        format!(r#"{{"firstName":"{name}","lastName":"A","email":"{name}@mouse.com"}}"#)
    };
    let (ada, bea, cay) = (one("Ada"), one("Bea"), one("Cay"));
    let record = |profile: &str| {
        let text = format!(
            r#"{{"customerId":"P1000000010","resellerId":"P1000000001",{profile}"status":"1000"}}"#
        );
        let mut record = Customer::from_json(&text).unwrap();
        record.internal.system_admins =
            ["Ada", "Bea", "Cay"].map(|name| format!("{name}@mouse.com")).to_vec();
        record
    };
    let caller = Adobe::caller();
    let three = format!(r#""companyProfile":{{"contacts":[{ada},{bea},{cay}]}},"#);
    for (profile, contacts) in [
        (&*three, format!("[{cay},{ada},{bea}]")),
        (&*three, format!("[{ada},{cay}]")),
        (&*three, format!("[{cay}]")),
        (r#""companyProfile":{"companyName":"Acme"},"#, format!("[{ada}]")),
        ("", format!("[{ada}]")),
    ] {
        let update = format!(r#"{{"companyProfile":{{"contacts":{contacts}}}}}"#);
        let mut after = record(profile);
        let sent = Adobe::updating().json(&update);
        let replied = respond::<Adobe>(&sent, Some(&caller), Some(&after));
        let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!() };
        evolve(&mut after, &decision).unwrap();
        assert_eq!(body(&replied.reply), after.to_json(), "{update}");
    }
    for update in [
        r#"{"companyProfile":{"preferredLanguage":"de-DE"}}"#,
        r#"{"companyProfile":{"address":{"city":"Oslo","phoneNumber":"1"}}}"#,
    ] {
        let mut after = record("");
        let sent = Adobe::updating().json(update);
        let replied = respond::<Adobe>(&sent, Some(&caller), Some(&after));
        let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!() };
        evolve(&mut after, &decision).unwrap();
        assert_eq!(body(&replied.reply), after.to_json(), "{update}");
    }
}

/// An account whose id is no segment of a path could never be asked for.
#[test]
fn an_id_of_an_account_is_one_segment() {
    use customer_core::commvault::endpoint::is_id;
    assert!(is_id("7194") && !is_id("") && !is_id("a/b"));
}
