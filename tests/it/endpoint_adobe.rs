//! Adobe's endpoint, statement by statement: the ids are those of the tables in its module.

use customer_core::adobe::endpoint::{Caller, Reseller, Token, is_token, token};
use customer_core::adobe::{
    AccountInput, Born, Customer, Effect, Facts, MarketSegment, Policy, Status, Update, apply,
};
use customer_core::decision::{Event, Next};
use customer_core::endpoint::{Due, Found, Tenant};
use customer_core::http::{Limits, Reply};
use customer_core::vendors::{Adobe, Endpoint as _};

use crate::endpoint::{
    Answered, Desk, Sent, Shop, Whole, answered, at, body, own, respond, respond_with,
};

/// A creation that is accepted.
pub(crate) fn create() -> Sent {
    let sent = Adobe::reading().by("POST").at("/v3/customers").without("X-Request-Id");
    sent.with("X-Correlation-Id", "create-1").json(
        r#"{"resellerId":"P1000000001","companyProfile":{"companyName":"Fairmont",
        "preferredLanguage":"en-US","address":{"country":"US","region":"CA","city":"San Jose",
        "addressLine1":"200 Fairmont Ave","postalCode":"95110"},"contacts":[
        {"firstName":"Mickey","lastName":"Mouse","email":"mickey@mouse.com"},
        {"firstName":"Minnie","lastName":"Mouse","email":"minnie@mouse.com"}]}}"#,
    )
}

/// The creation with other words in its body.
fn created_with(edits: &[(&str, &str)]) -> Whole<Adobe> {
    let mut text = String::from_utf8(create().body).unwrap();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    own::<Adobe>(&create().json(text))
}

/// Code and details of an error.
fn error(reply: &Reply) -> (String, Vec<String>) {
    let parsed: serde_json::Value = serde_json::from_str(body(reply)).unwrap();
    let details = parsed["additionalDetails"].as_array().unwrap();
    let details = details.iter().map(|one| one.as_str().unwrap().to_owned());
    // A80: strings, and the list is there also when it is empty.
    assert!(parsed["message"].is_string(), "{parsed}");
    (parsed["code"].as_str().unwrap().to_owned(), details.collect())
}

fn record_of(replied: &Whole<Adobe>) -> Customer {
    match replied.write.as_ref().unwrap().event.as_ref().unwrap() {
        Event::Created(customer) => customer.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn g1_g2_g3_headers_in_any_case_once_with_blanks_around() {
    let sent = Adobe::updating().without("x-api-key").with("x-aPi-kEy", "  dev-client-1\t");
    assert_eq!(own::<Adobe>(&sent).reply.status, 200);
    let code = |sent: Sent| error(&own::<Adobe>(&sent).reply).0;
    assert_eq!(code(Adobe::updating().twice("X-Api-Key")), "4115");
    assert_eq!(code(Adobe::updating().twice("Authorization")), "4116");
    assert_eq!(code(Adobe::updating().twice("X-Correlation-Id")), "4119");
    assert_eq!(code(Adobe::updating().twice("X-Request-Id")), "400");
    assert_eq!(code(Adobe::updating().twice("Content-Type")), "415");
    assert_eq!(own::<Adobe>(&Adobe::updating().twice("Accept")).reply.status, 200);
    assert_eq!(code(Adobe::updating().with("X-Correlation-Id", [b'a', 0xE9])), "4119");
    assert_eq!(code(Adobe::updating().with("Authorization", "Bearer a\tb")), "4116");
    assert_eq!(
        own::<Adobe>(&Adobe::updating().with("Authorization", "bEARER   t")).reply.status,
        200
    );
}

#[test]
fn g4_paths_are_compared_exactly() {
    let status = |target: &str| own::<Adobe>(&Adobe::reading().at(target)).reply;
    assert_eq!(status("/v3/customers/P100%30000010").status, 200);
    for ours in [
        "/v3/customers/P1000000010/",
        "/v3/Customers/P1000000010",
        "/v3",
        "/v3/",
        "/v3//",
        "/v3/customers%2FP1000000010",
        "/v3/customers//P1000000010",
        "/v3/resellers/P1",
    ] {
        assert_eq!(error(&status(ours)).0, "404", "{ours}");
    }
    for other in
        ["/", "", "/v4/customers", "v3/customers", "/ims/token/v1", "*", "/V3/customers/P1"]
    {
        let reply = status(other);
        assert_eq!(reply.status, 404);
        assert_eq!(reply.header("Content-Type"), Some("application/problem+json"), "{other}");
        assert_eq!(reply.header("X-Request-Id"), None);
    }
}

#[test]
fn g5_a55_other_methods_are_405() {
    for method in ["PUT", "POST", "DELETE", "HEAD", "OPTIONS", "patch", "TRACE", ""] {
        let reply = own::<Adobe>(&Adobe::updating().by(method)).reply;
        assert_eq!((reply.status, reply.header("Allow")), (405, Some("GET, PATCH")), "{method}");
        assert_eq!(error(&reply).0, "405");
    }
    let list = own::<Adobe>(&Adobe::listing().by("POST")).reply;
    assert_eq!(list.header("Allow"), Some("GET"));
    let customers = own::<Adobe>(&Adobe::listing().at("/v3/customers")).reply;
    assert_eq!(customers.header("Allow"), Some("POST"));
}

#[test]
fn g13_g14_bodies_of_reads_and_queries_do_not_count() {
    let mut read = Adobe::reading();
    read.body = vec![b'x'; 5_000_000];
    assert_eq!(own::<Adobe>(&read).reply.status, 200);
    let sent = Adobe::updating().at("/v3/customers/P1000000010?x=1");
    let answer = own::<Adobe>(&sent).write.unwrap().answer.unwrap();
    assert_eq!(answer.key.path, "/v3/customers/P1000000010");
}

#[test]
fn a5_a6_every_answer_says_its_request_id() {
    let id = |sent: &Sent| {
        let reply = own::<Adobe>(sent).reply;
        assert_eq!(reply.header("X-Correlation-Id"), None);
        reply.header("X-Request-Id").map(String::from)
    };
    assert_eq!(id(&Adobe::updating()).as_deref(), Some("r-1"));
    let fresh = Some(crate::endpoint::FRESH.request_id);
    assert_eq!(id(&Adobe::updating().without("X-Request-Id")).as_deref(), fresh);
    for sent in
        [Adobe::updating().with("X-Request-Id", "a b"), Adobe::updating().twice("X-Request-Id")]
    {
        assert_eq!(id(&sent).as_deref(), fresh);
    }
    assert_eq!(id(&Adobe::updating().by("PUT")).as_deref(), Some("r-1"));
    assert_eq!(id(&Adobe::updating().without("X-Api-Key")).as_deref(), Some("r-1"));
    let long = "x".repeat(128);
    assert_eq!(id(&Adobe::updating().with("X-Request-Id", &long)), Some(long.clone()));
    assert_eq!(id(&Adobe::updating().with("X-Request-Id", long + "x")).as_deref(), fresh);
}

#[test]
fn a10_a12_a13_token_calls() {
    let form = Sent::new("POST", "/ims/token/v3")
        .with("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    let ask = |sent: &Sent, body: &str| {
        let mut sent = sent.clone();
        sent.body = body.as_bytes().to_vec();
        sent.ask(|request| {
            assert!(is_token(request));
            token(request, &Limits::default())
        })
    };
    let good = "grant_type=client_credentials&client_id=a%20b&client_secret=s%2B&scope=x,y";
    let call = ask(&form, good).unwrap();
    assert_eq!((call.client_id.as_str(), call.client_secret.as_str()), ("a b", "s+"));
    let issued = call.issued("tok", 86_399);
    let text = r#"{"access_token":"tok","token_type":"bearer","expires_in":86399}"#;
    assert_eq!((issued.status, body(&issued)), (200, text));
    assert!(
        body(&call.refused()).starts_with(r#"{"error":"invalid_client","error_description":""#)
    );
    assert_eq!(call.refused().status, 400);

    // Milliseconds, and the same four parameters in the query; the body wins.
    let query = form.clone().without("Content-Type").at(&format!("/ims/token/v2?{good}"));
    assert!(body(&ask(&query, "").unwrap().issued("t", 86_399)).contains("86399000"));
    let both = form.clone().at(&format!("/ims/token/v2?{good}"));
    assert_eq!(ask(&both, "client_id=other").unwrap().client_id, "other");

    // What holds for the charset of JSON does not hold here.
    for parameter in ["charset=ISO-8859-1", "foo=bar", "charset=\"x\"; a=b"] {
        let media = format!("application/x-www-form-urlencoded; {parameter}");
        assert!(ask(&form.clone().with("Content-Type", media), good).is_ok(), "{parameter}");
    }

    let wrong = |sent: &Sent, body: &str| {
        let reply = ask(sent, body).unwrap_err();
        assert_eq!(reply.header("X-Request-Id"), None);
        let parsed: serde_json::Value =
            serde_json::from_str(crate::endpoint::body(&reply)).unwrap();
        (reply.status, parsed["error"].as_str().unwrap_or_default().to_owned())
    };
    let invalid = (400, "invalid_request".to_owned());
    assert_eq!(wrong(&form, "grant_type=password&client_id=&client_secret=s"), invalid);
    assert_eq!(wrong(&form, &format!("{good}&client_id=c")), invalid);
    assert_eq!(wrong(&form.clone().with("Content-Type", "application/json"), good), invalid);
    assert_eq!(wrong(&form.clone().without("Content-Type"), good), invalid);
    let other = good.replace("client_credentials", "password");
    assert_eq!(wrong(&form, &other), (400, "unsupported_grant_type".to_owned()));
    let reply = ask(&form.clone().by("GET"), good).unwrap_err();
    assert_eq!((reply.status, reply.header("Allow")), (405, Some("POST")));

    // Another path, and a body without end, have the codes of every call.
    let (limits, long) = (Limits { body: good.len(), ..Limits::default() }, format!("{good}&a=b"));
    for (target, body, status) in
        [("/v3/customers", good, 404), ("/ims/token/v3", good, 200), ("/ims/token/v3", &long, 413)]
    {
        let mut sent = form.clone().at(target);
        sent.body = body.as_bytes().to_vec();
        let answered = sent.ask(|request| token(request, &limits));
        assert_eq!(answered.map_or_else(|reply| reply.status, |_| 200), status, "{target}");
    }

    // Nobody who could issue one answers as a call.
    let mut sent = form;
    sent.body = good.as_bytes().to_vec();
    assert!(body(&own::<Adobe>(&sent).reply).contains("invalid_client"));
}

// Rule: adobe.create.made
#[test]
fn a20_a21_a24_a30_a31_a_creation() {
    let replied = own::<Adobe>(&create());
    assert_eq!((replied.reply.status, replied.reply.header("Location")), (201, None));
    let customer = record_of(&replied);
    assert_eq!(body(&replied.reply), customer.to_json());
    let tail = r#""discounts":[{"offerType":"LICENSE","level":"01"}],"cotermDate":"","creationDate":"2026-02-20T12:00:00Z","status":"1002","links":{"self":{"uri":"/v3/customers/100000099","method":"GET","headers":[]}}}"#;
    assert!(customer.to_json().ends_with(tail), "{}", customer.to_json());
    assert_eq!(customer.document.global_sales_enabled, Some(false));
    assert_eq!(customer.document.segment(), &MarketSegment::Commercial);
    let write = replied.write.unwrap();
    let names: Vec<_> = write.effects.iter().map(Effect::name).collect();
    let twice = ["welcome-email", "welcome-email", "system-admin-added", "system-admin-added"];
    assert_eq!(names, twice);
    assert_eq!((write.base, write.due), (None, Some(Due::Activation)));
    assert_eq!(write.answer.unwrap().status, 201);

    // A53: until the vendor has checked it, it can't be updated.
    let update = respond::<Adobe>(&Adobe::updating(), Some(&Adobe::caller()), Some(&customer));
    assert_eq!((error(&update.reply).0.as_str(), update.next), ("1125", Next::Wait));
}

#[test]
fn a22_whatever_is_missing_is_named() {
    let missing = |text: &str| error(&own::<Adobe>(&create().json(text)).reply);
    let all = ["resellerId", "companyProfile"].map(String::from).to_vec();
    assert_eq!(missing("{}"), ("1122".to_owned(), all.clone()));
    assert_eq!(missing(r#"{"resellerId":null,"companyProfile":null}"#).1, all);
    let inside = missing(r#"{"companyProfile":{"address":{},"contacts":[]}}"#).1;
    let names = [
        "resellerId",
        "companyProfile.companyName",
        "companyProfile.preferredLanguage",
        "companyProfile.address.country",
        "companyProfile.address.region",
        "companyProfile.address.city",
        "companyProfile.address.addressLine1",
        "companyProfile.address.postalCode",
        "companyProfile.contacts",
    ];
    assert_eq!(inside, names);
    let (code, details) = error(&created_with(&[(r#""firstName":"Mickey","#, "")]).reply);
    assert_eq!(
        (code.as_str(), details),
        ("1122", vec!["companyProfile.contacts[0].firstName".into()])
    );
}

/// Of one code the members come in the order of the model, unknown ones last.
#[test]
fn a22_what_nobody_may_send_comes_before_what_nobody_knows() {
    let sent = r#""links":{},"zz":1,"status":"1000","aa":2,"customerId":"1","resellerId""#;
    let (code, details) = error(&created_with(&[(r#""resellerId""#, sent)]).reply);
    assert_eq!(code, "1121");
    assert_eq!(details, ["customerId", "status", "links", "aa", "zz"]);
}

#[test]
fn a23_values_are_those_of_an_update() {
    let (code, details) =
        error(&created_with(&[(r#""Fairmont""#, r#""Fa""#), ("en-US", "xx")]).reply);
    let places = ["companyProfile.companyName", "companyProfile.preferredLanguage"];
    assert_eq!((code.as_str(), details), ("1117", places.map(String::from).to_vec()));
    // 1118 where nothing but the address is invalid.
    let (code, details) = error(&created_with(&[(r#""US""#, r#""usa""#)]).reply);
    assert_eq!((code.as_str(), details), ("1118", vec!["companyProfile.address.country".into()]));
    // A region has 1 to 255 characters.
    for (region, status) in [("", 400), ("x".repeat(255).as_str(), 201), (&"x".repeat(256), 400)] {
        let replied = created_with(&[(r#""CA""#, &format!(r#""{region}""#))]);
        assert_eq!(replied.reply.status, status, "{region}");
    }
    let both = created_with(&[(r#""US""#, r#""usa""#), (r#""Fairmont""#, r#""F<x>""#)]);
    assert_eq!(error(&both.reply).0, "1117");
    let segment = r#""preferredLanguage":"en-US","marketSegment":"GOV""#;
    let (code, details) =
        error(&created_with(&[(r#""preferredLanguage":"en-US""#, segment)]).reply);
    assert_eq!((code.as_str(), details), ("2135", vec!["companyProfile.marketSegment".into()]));
    let edu = segment.replace("GOV", "EDU");
    assert_eq!(created_with(&[(r#""preferredLanguage":"en-US""#, &edu)]).reply.status, 201);
    let twice = created_with(&[("minnie@", "MICKEY@")]);
    assert_eq!(
        error(&twice.reply),
        ("1117".into(), vec!["companyProfile.contacts[1].email".into()])
    );
}

/// What an update of a customer asks is not asked of one that is made, whatever the preset.
#[test]
fn a24_a_creation_asks_for_the_segments_of_the_reseller_alone() {
    let segments = [MarketSegment::Commercial, MarketSegment::Education, MarketSegment::Government];
    let born = Born::new("P100", at("2026-02-20T12:00:00")).unwrap();
    let made = |text: &str, policy, segments: &[MarketSegment]| {
        let facts =
            Facts { reseller_market_segments: Some(segments.into()), ..Facts::unknown(policy) };
        customer_core::adobe::create(&Update::from_json(text).unwrap(), &facts, &born)
    };
    let text = String::from_utf8(create().body).unwrap();
    for policy in [Policy::documented(), Policy::observed()] {
        for segment in &segments {
            let asked = format!(r#""marketSegment":"{}","address""#, segment.as_str());
            let text = text.replacen(r#""address""#, &asked, 1);
            let customer = made(&text, policy, &segments).unwrap();
            assert_eq!(
                customer.document.company_profile.unwrap().market_segment.as_ref(),
                Some(segment)
            );
            // One that the reseller lacks is refused once.
            let rejection = made(&text, policy, &[]).unwrap_err();
            let found: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
            assert_eq!(found, ["/companyProfile/marketSegment"]);
        }
        // What a preset says of an update that leaves the profile or its contacts out does not count.
        for body in ["{}", r#"{"companyProfile":{"contacts":[]}}"#, r#"{"companyProfile":{}}"#] {
            let found = made(body, policy, &segments).unwrap_err();
            let listed = made(body, Policy::documented(), &segments).unwrap_err();
            assert_eq!(found, listed, "{body}");
        }
    }
}

/// Letters, numerals and marks, of any script.
#[test]
fn a23_the_characters_of_a_company_name() {
    for name in ["Acme 365 (UK)", "1234", "日本株式会社", "A-_.,&'/\"x"] {
        let name = name.replace('"', "\\\"");
        let replied = created_with(&[("Fairmont\",", &format!("{name}\","))]);
        assert_eq!(replied.reply.status, 201, "{name}");
    }
    for name in ["Acme!", "Acme\u{2603}x", "Acme#1"] {
        let replied = created_with(&[("Fairmont\",", &format!("{name}\","))]);
        assert_eq!(error(&replied.reply).1, ["companyProfile.companyName"], "{name}");
    }
}

/// Two upper-case letters.
#[test]
fn a23_the_form_of_a_country() {
    for country in ["us", "USA", "U", "U1", "Us"] {
        let replied = created_with(&[(r#""US""#, &format!(r#""{country}""#))]);
        assert_eq!(error(&replied.reply).1, ["companyProfile.address.country"], "{country}");
    }
}

#[test]
fn a23_a24_the_segment_that_goes_without_saying_is_one_of_the_resellers() {
    let mut caller = Adobe::caller();
    caller.resellers = vec![Reseller::new("P1000000001", [MarketSegment::Education])];
    let replied = respond::<Adobe>(&create(), Some(&caller), None);
    assert_eq!(error(&replied.reply).0, "2135");
}

#[test]
fn a25_read_only_members_are_1121() {
    let profile = r#"{"resellerId":"P1000000001","#;
    for (name, value) in [
        ("customerId", r#""P1""#),
        ("status", r#""1000""#),
        ("creationDate", r#""2026-01-01T00:00:00Z""#),
        ("links", "{\"self\":{\"uri\":\"/\"}}"),
        ("discounts", r#"[{"offerType":"LICENSE","level":"02"}]"#),
        ("status", r#""""#),
        ("nickname", r#""x""#),
    ] {
        let with = format!("{profile}\"{name}\":{value},");
        let (code, details) = error(&created_with(&[(profile, &with)]).reply);
        assert_eq!(code, "1121", "{name}");
        assert!(details[0].starts_with(name), "{details:?}");
    }
    let group =
        format!("{profile}{}", r#""linkedMembership":{"id":"1","name":"G","type":"STANDARD"},"#);
    let (code, details) = error(&created_with(&[(profile, &group)]).reply);
    assert_eq!((code.as_str(), details), ("1121", vec!["linkedMembership.id".into()]));
}

#[test]
fn a26_the_first_anniversary() {
    let profile = r#"{"resellerId":"P1000000001","#;
    let with = |date: &str| created_with(&[(profile, &format!("{profile}\"cotermDate\":{date},"))]);
    for good in [r#""2027-02-21""#, r#""2029-02-20""#, "null"] {
        assert_eq!(with(good).reply.status, 201, "{good}");
    }
    for bad in [r#""2027-02-20""#, r#""2029-02-21""#, r#""soon""#, r#""2028-02-30""#] {
        assert_eq!(error(&with(bad).reply), ("1117".into(), vec!["cotermDate".into()]), "{bad}");
    }
    let kept = record_of(&with(r#""2027-02-21""#));
    assert_eq!(kept.document.coterm_date.as_deref(), Some("2027-02-21"));
}

#[test]
fn a27_a45_resellers_of_others_are_unknown() {
    let mut caller = Adobe::caller();
    caller.resellers[0].id = "P2".into();
    let replied = respond::<Adobe>(&create(), Some(&caller), None);
    assert_eq!(error(&replied.reply), ("1115".into(), Vec::new()));
    assert_eq!(replied.reply.status, 404);
    // Stored, as any answer of step 15.
    assert_eq!(replied.write.unwrap().answer.unwrap().status, 404);
    let listed = respond::<Adobe>(&Adobe::listing(), Some(&caller), None);
    assert_eq!(error(&listed.reply).0, "1115");
}

// Rule: adobe.create.request
#[test]
fn a29_a31_a_request_of_the_creation_waits_for_the_activation() {
    let profile = r#"{"resellerId":"P1000000001","#;
    let asked = r#""benefits":[{"type":"THREE_YEAR_COMMIT","commitmentRequest":
        {"minimumQuantities":[{"offerType":"LICENSE","quantity":10}]}}],"#;
    let replied = created_with(&[(profile, &format!("{profile}{asked}"))]);
    let customer = record_of(&replied);
    let benefit = &customer.document.benefits.as_ref().unwrap()[0];
    assert_eq!(benefit.commitment_request.as_ref().unwrap().status, None);
    assert_eq!(customer.internal.requested_on, None);
    let effects = replied.write.unwrap().effects;
    assert!(effects.iter().all(|effect| effect.name() != "commitment-terms-presented"));

    let facts = Facts { today: Some(at("2026-02-21T00:00:00").date()), ..Adobe::ignorant() };
    let active = apply(&customer, &AccountInput::Activated.into(), &facts).unwrap();
    let benefit = &active.after.document.benefits.as_ref().unwrap()[0];
    let status = benefit.commitment_request.as_ref().unwrap().status.as_deref();
    assert_eq!(status, Some("REQUESTED"));
    assert!(active.after.internal.requested_on.is_some());
    let due: Vec<_> = active.decision.effects(&active.after).collect();
    assert!(due.iter().any(|effect| effect.name() == "commitment-terms-presented"));
    assert_eq!(active.after.document.status, Some(Status::Active));

    let few = asked.replace(":10}", ":9}");
    let (code, details) = error(&created_with(&[(profile, &format!("{profile}{few}"))]).reply);
    assert_eq!((code.as_str(), details), ("1135", vec!["LICENSE".into()]));
}

#[test]
fn a41_an_id_of_another_form_is_1116_and_stored_for_a_write() {
    for id in ["abc", "P_1000", &"x".repeat(41), "%50%201"] {
        let target = format!("/v3/customers/{id}");
        let read = own::<Adobe>(&Adobe::reading().at(&target));
        assert_eq!((error(&read.reply).0.as_str(), read.write), ("1116", None), "{id}");
        let sent = Adobe::updating().at(&target);
        let write = own::<Adobe>(&sent);
        assert_eq!(write.reply.status, 404);
        let answer = write.write.unwrap().answer.unwrap();
        assert_eq!(answer.status, 404);
        // The same again gets the same, and there is nothing else to do about it.
        let caller = Adobe::caller();
        let again = respond_with::<Adobe>(&sent, |known| {
            known.caller = Some(&caller);
            known.answer = Some(&answer);
        });
        assert_eq!(body(&again.reply), answer.body);
        assert!(again.replayed.is_some() && again.next == Next::Stop);
        Adobe::reading().at(&target).ask(|request| {
            let call = Adobe::call(request, &Limits::default());
            assert_eq!(Adobe::wanted(&call).customer, None);
        });
    }
}

// Rule: adobe.idempotency.reads
#[test]
fn a42_reads_are_never_stored_and_use_no_id_up() {
    let mut shop = Shop::<Adobe>::open();
    for _ in 0..3 {
        assert_eq!(shop.serve(&Adobe::reading()).reply.status, 200);
    }
    assert!(shop.answers.is_empty());
    assert_eq!(shop.serve(&Adobe::updating()).reply.status, 200);
    assert!(body(&shop.serve(&Adobe::reading()).reply).contains("342"));
}

/// Also where the list of its contacts differs.
#[test]
fn a50_the_body_is_the_customer_after_the_update() {
    let contacts = r#"[{"firstName":"Mickey","lastName":"Mouse","email":"mickey@mouse.com",
        "phoneNumber":"1"},{"firstName":"Ada","lastName":"A","email":"ada@mouse.com"}]"#;
    let update = format!(r#"{{"companyProfile":{{"contacts":{contacts}}}}}"#);
    let replied = own::<Adobe>(&Adobe::updating().json(&update));
    let mut after = Adobe::record();
    let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!("{update}") };
    customer_core::adobe::evolve(&mut after, &decision).unwrap();
    assert_eq!(after.document.contacts().len(), 2);
    assert_eq!(body(&replied.reply), after.to_json());
}

/// And where only a phone number of one of them does.
#[test]
fn a50_the_body_is_the_customer_after_a_change_inside_of_its_list() {
    let contacts = r#"[{"firstName":"Mickey","lastName":"Mouse","email":"mickey@mouse.com",
        "phoneNumber":"1"}]"#;
    let update = format!(r#"{{"companyProfile":{{"contacts":{contacts}}}}}"#);
    let replied = own::<Adobe>(&Adobe::updating().json(&update));
    let mut after = Adobe::record();
    let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!("{update}") };
    customer_core::adobe::evolve(&mut after, &decision).unwrap();
    assert_eq!(after.document.contacts()[0].phone_number.as_deref(), Some("1"));
    assert_eq!(body(&replied.reply), after.to_json());
}

/// And whatever else differs, alone and beside a text.
#[test]
fn a50_the_body_is_the_customer_after_any_change() {
    let request = r#""commitmentRequest":{"minimumQuantities":[{"offerType":"LICENSE",
        "quantity":10}]}"#;
    let entry = r#"[{"type":"THREE_YEAR_COMMIT"}]"#;
    let ada = r#"{"firstName":"Ada","lastName":"A","email":"ada@mouse.com"}"#;
    let changes = [
        format!(r#""benefits":[{{"type":"THREE_YEAR_COMMIT",{request}}}]"#),
        format!(r#""companyProfile":{{"contacts":[{ada}]}}"#),
        r#""linkedMembership":{"name":"Group","type":"STANDARD"}"#.to_owned(),
        r#""companyProfile":{"marketSegment":"EDU","address":{"addressLine2":"Floor 2"}}"#
            .to_owned(),
    ];
    let caller = Adobe::caller();
    for change in &changes {
        for beside in ["", r#","externalReferenceId":"342""#] {
            for benefits in ["", entry] {
                let mut document: serde_json::Value =
                    serde_json::from_str(&Adobe::record().to_json()).unwrap();
                if !benefits.is_empty() {
                    document["benefits"] = serde_json::from_str(benefits).unwrap();
                }
                let mut record = Customer::from_json(&document.to_string()).unwrap();
                let sent = Adobe::updating().json(format!("{{{change}{beside}}}"));
                let replied = respond::<Adobe>(&sent, Some(&caller), Some(&record));
                assert_eq!(replied.reply.status, 200, "{change}: {}", body(&replied.reply));
                let Some(Event::Decided(decision)) = replied.write.unwrap().event else { panic!() };
                customer_core::adobe::evolve(&mut record, &decision).unwrap();
                assert_eq!(body(&replied.reply), record.to_json(), "{change}");
            }
        }
    }
}

#[test]
fn a50_a51_the_whole_customer_and_its_mails() {
    let echo = Adobe::updating().json(
        r#"{"companyProfile":{"companyName":"Fairmont","contacts":[{"firstName":"Mickey",
        "lastName":"Mouse","email":"mickey@mouse.com"}]}}"#,
    );
    let replied = own::<Adobe>(&echo);
    assert_eq!(
        (replied.reply.status, body(&replied.reply)),
        (200, Adobe::record().to_json().as_str())
    );
    let write = replied.write.unwrap();
    assert_eq!(write.effects.len(), 1);
    // A call with an effect is an event, one with neither change nor effect is none.
    assert!(write.event.is_some());
    let nothing = own::<Adobe>(&Adobe::updating().json("{}")).write.unwrap();
    assert!(nothing.event.is_none() && nothing.answer.is_some());
    assert_eq!(nothing.base, Some(3));
}

#[test]
fn a52_an_empty_update_by_the_other_preset() {
    let facts = Facts { policy: Policy::observed(), ..Adobe::permitting() };
    let record = Adobe::record();
    let caller = Adobe::caller();
    let answered: Answered<Adobe> =
        answered::<Adobe>(&Adobe::updating().json("{}"), &facts, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        });
    assert_eq!(
        error(&answered.reply().unwrap().reply),
        ("1122".into(), vec!["companyProfile".into()])
    );
}

// Rule: adobe.idempotency.replayed
#[test]
fn a60_a72_what_is_stored_and_what_is_answered_again() {
    let mut shop = Shop::<Adobe>::open();
    // A60, A61: a refusal too, whatever happened since.
    let refused = shop.serve(&Adobe::refusing());
    assert_eq!(refused.reply.status, 400);
    let again = shop.serve(&Adobe::refusing());
    assert_eq!((&again.reply, again.write), (&refused.reply, None));
    // A62, A63: neither body nor request id is looked at.
    let other = Adobe::updating().with("X-Request-Id", "r-77");
    let again = shop.serve(&other);
    assert_eq!(again.reply.body, refused.reply.body);
    assert_eq!(again.reply.header("X-Request-Id"), Some("r-77"));
    // A65: another correlation id with a request id that has been answered is not stored.
    let used = Adobe::updating().with("X-Correlation-Id", "c-2");
    let duplicate = shop.serve(&used);
    assert_eq!((error(&duplicate.reply).0.as_str(), duplicate.write), ("4120", None));
    // A66: so with a new request id it is processed.
    let fresh = used.with("X-Request-Id", "r-2");
    assert_eq!(shop.serve(&fresh).reply.status, 200);
    // A64: the same correlation id for another path is another key.
    let elsewhere = Adobe::updating().at("/v3/customers/P1000000099").with("X-Request-Id", "r-3");
    assert_eq!(error(&shop.serve(&elsewhere).reply).0, "1116");
    // A72: the steps before the replay come before it.
    assert_eq!(error(&shop.serve(&fresh.clone().without("Authorization")).reply).0, "4117");
    assert_eq!(error(&shop.serve(&fresh.clone().with("Accept", "x/y")).reply).0, "406");
    // A70: after ten days both are gone.
    shop.now = at("2026-03-02T12:00:00");
    let processed = shop.serve(&Adobe::updating());
    assert_eq!((processed.reply.status, processed.replayed), (200, None));
}

#[test]
fn a65_a_generated_request_id_is_stored_and_used_up_as_well() {
    let replied = own::<Adobe>(&Adobe::updating().without("X-Request-Id"));
    let answer = replied.write.unwrap().answer.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some(crate::endpoint::FRESH.request_id));
}

#[test]
fn a80_a82_a84_errors_of_the_head() {
    let reply = own::<Adobe>(&Adobe::updating().without("X-Correlation-Id")).reply;
    let text = r#"{"code":"4119","message":"Correlation ID is Invalid or Missing","additionalDetails":[]}"#;
    assert_eq!((reply.status, body(&reply)), (400, text));
    let failed = |status| {
        Adobe::updating().ask(|request| {
            let call = Adobe::call(request, &Limits::default());
            Adobe::failed(&call, status, &crate::endpoint::FRESH)
        })
    };
    assert_eq!(error(&failed(429)).0, "4118");
    assert_eq!(error(&failed(500)).0, "1124");
    assert_eq!(error(&failed(503)).0, "503");
    // A83.
    assert_eq!(body(&failed(504)), r#"{"error_code":"504001","message":"Gateway Timeout"}"#);
    assert_eq!(failed(504).header("X-Request-Id"), Some("r-1"));
}

#[test]
fn steps_13_and_14_tell_no_object_from_wrong_types() {
    let of = |text: &str| error(&own::<Adobe>(&Adobe::updating().json(text)).reply);
    for bad in ["", "{", "[]", "null", "{} {}", r#"{"a":1,"a":2}"#, "\u{feff}{}", "\"x\""] {
        assert_eq!(of(bad), ("400".into(), Vec::new()), "{bad}");
    }
    let crowd = r#"{"email":"a@b.cc"},"#.repeat(10_000);
    let crowd = format!(r#"{{"companyProfile":{{"contacts":[{crowd}{{}}]}}}}"#);
    assert_eq!(of(&crowd), ("400".into(), Vec::new()));
    let mut sent = Adobe::updating();
    sent.body = b"{\"externalReferenceId\":\"\xff\"}".to_vec();
    assert_eq!(error(&own::<Adobe>(&sent).reply), ("400".into(), Vec::new()));
    let (code, details) =
        of(r#"{"status":1000,"companyProfile":{"contacts":[{"email":5}],"companyName":{}}}"#);
    assert_eq!(code, "1117");
    let places = ["companyProfile.companyName", "companyProfile.contacts[0].email", "status"];
    assert_eq!(details, places);
}

/// What only the caller's own service knows is asked for, beside what is wrong.
#[test]
fn a_creation_asks_for_what_is_not_known() {
    let born = Born::new("P100", at(crate::endpoint::NOW)).unwrap();
    let text = String::from_utf8(create().body).unwrap();
    let text = text.replacen('{', r#"{"globalSalesEnabled":true,"#, 1);
    let unknown = Facts::unknown(Policy::documented());
    let asked = |facts: &Facts| -> Vec<&'static str> {
        let update = Update::from_json(&text).unwrap();
        let rejection = customer_core::adobe::create(&update, facts, &born).unwrap_err();
        rejection.needs().iter().map(|need| need.fact.name()).collect()
    };
    assert_eq!(asked(&unknown), ["resellerMarketSegments", "partnerGlobalSales"]);
    let segments = Some(vec![MarketSegment::Commercial]);
    let facts = Facts { reseller_market_segments: segments, ..unknown };
    assert_eq!(asked(&facts), ["partnerGlobalSales"]);
    let facts = Facts { partner_global_sales: Some(true), ..facts };
    let update = Update::from_json(&text).unwrap();
    assert!(customer_core::adobe::create(&update, &facts, &born).is_ok());
}

#[test]
fn the_list_of_a_reseller() {
    let mut records: Vec<Customer> = Vec::new();
    for (id, name, made, status) in [
        ("P0000001", "Alpha Works", "2026-01-01T00:00:00Z", "1000"),
        ("P0000002", "beta", "2026-01-02T00:00:00Z", "1000"),
        ("P0000003", "Alpha Mills", "2026-01-03T23:59:59Z", "1000"),
        ("P0000004", "Gone", "2026-01-04T00:00:00Z", "1004"),
        ("P0000005", "Same", "2026-01-05T00:00:00Z", "1010"),
        ("P0000006", "Same", "2026-01-05T00:00:00Z", "1010"),
        ("P0000007", "Same", "2026-01-05T00:00:00Z", "1010"),
    ] {
        let text = format!(
            r#"{{"customerId":"{id}","resellerId":"P1000000001","companyProfile":
            {{"companyName":"{name}"}},"creationDate":"{made}","status":"{status}",
            "links":{{"self":{{"uri":"/v3/customers/{id}"}}}}}}"#
        );
        records.push(Customer::from_json(&text).unwrap());
    }
    // One of another reseller of the same client is not in the list.
    let mut other = records[0].clone();
    other.document.reseller_id = Some("P1000000009".into());
    records.push(other);
    let mut caller = Adobe::caller();
    caller.resellers.push(Reseller::new("P1000000009", []));
    let ask = |query: &str| {
        let sent = Adobe::listing().at(&format!("/v3/resellers/P1000000001/customers{query}"));
        let (page, total) = sent.ask(|request| {
            let call = Adobe::call(request, &Limits::default());
            let wanted = Adobe::wanted(&call);
            assert!(wanted.list.is_none() || wanted.reseller == Some("P1000000001"));
            wanted.list.map_or((Vec::new(), 0), |query| Adobe::page(query, &caller, &records))
        });
        let replied = respond_with::<Adobe>(&sent, |known| {
            known.caller = Some(&caller);
            known.page = &page;
            known.total = total;
        });
        replied.reply
    };
    let ids = |query: &str| {
        let reply = ask(query);
        assert_eq!(reply.status, 200, "{query}: {}", body(&reply));
        let parsed: serde_json::Value = serde_json::from_str(body(&reply)).unwrap();
        let accounts = parsed["accounts"].as_array().unwrap();
        assert_eq!(parsed["count"].as_u64().unwrap(), accounts.len() as u64);
        let ids = accounts.iter().map(|one| one["customerId"].as_str().unwrap()[7..].to_owned());
        (ids.collect::<String>(), parsed["totalCount"].as_u64().unwrap())
    };
    assert_eq!(ids(""), ("321".into(), 3));
    assert_eq!(ids("?order-by=asc&limit=2"), ("12".into(), 3));
    assert_eq!(ids("?status=1010"), ("765".into(), 3));
    assert_eq!(ids("?status=1010&order-by=asc"), ("567".into(), 3));
    assert_eq!(ids("?status=1010&sort-by=companyName"), ("765".into(), 3));
    assert_eq!(ids("?offset=2&limit=2&order-by=asc"), ("3".into(), 3));
    assert_eq!(ids("?sort-by=companyName&order-by=asc"), ("312".into(), 3));
    assert_eq!(ids("?company-name=ALPHA*&order-by=asc"), ("13".into(), 2));
    assert_eq!(ids("?company-name=*a*l*s&order-by=asc"), ("13".into(), 2));
    assert_eq!(ids("?company-name=alpha"), (String::new(), 0));
    assert_eq!(ids("?company-name=Beta"), ("2".into(), 1));
    assert_eq!(ids("?status=1004"), ("4".into(), 1));
    assert_eq!(ids("?from-created-date=2026-01-02&to-created-date=2026-01-03"), ("32".into(), 2));
    assert_eq!(ids("?to-created-date=2026-01-03T00:00:00Z"), ("21".into(), 2));
    let one = ask("?status=1004");
    let text = r#"{"totalCount":1,"count":1,"offset":0,"limit":20,"accounts":[{"customerId":"P0000004","resellerId":"P1000000001","status":"1004","companyProfile":{"companyName":"Gone"},"creationDate":"2026-01-04T00:00:00Z","links":{"self":{"uri":"/v3/customers/P0000004"}}}]}"#;
    assert_eq!(body(&one), text);
    for (query, name) in [
        ("?limit=51", "limit"),
        ("?limit=0", "limit"),
        ("?limit=1&limit=1", "limit"),
        ("?offset=-1", "offset"),
        ("?status=9", "status"),
        ("?sort-by=name", "sort-by"),
        ("?order-by=up", "order-by"),
        ("?from-created-date=x", "from-created-date"),
        ("?company-name=%ff", "company-name"),
        ("?offset=18446744073709551616", "offset"),
    ] {
        let reply = ask(query);
        assert_eq!(error(&reply), ("1117".into(), vec![name.to_owned()]), "{query}");
    }
    let all = ask("?order-by=up&limit=0&status=9&limit=1&from-created-date=x");
    let names = ["status", "from-created-date", "limit", "order-by"].map(String::from);
    assert_eq!(error(&all), ("1117".into(), names.to_vec()));
    // The page of the list names this status, and no customer is known to have it.
    assert_eq!(ids("?status=1026"), (String::new(), 0));
    assert_eq!(ids("?offset=18446744073709551615"), (String::new(), 3));
}

#[test]
fn the_caller_says_what_the_facts_do_not() {
    let record = Adobe::record();
    let on = Adobe::updating().json(r#"{"globalSalesEnabled":true}"#);
    let mut caller = Caller::new("dev-client-1");
    caller.resellers = Adobe::caller().resellers;
    let ask = |facts: &Facts| {
        let answered = answered::<Adobe>(&on, facts, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        });
        answered.reply().unwrap().reply.status
    };
    assert_eq!(ask(&Adobe::ignorant()), 400);
    let told = Facts { partner_global_sales: Some(true), ..Adobe::ignorant() };
    assert_eq!(ask(&told), 200);
    assert_eq!(Token::by_name("other"), Some(Token::Other));
}
