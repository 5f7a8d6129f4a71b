//! The laws of the endpoints, for every vendor of the one list.
//!
//! Goal: a service that stores what an endpoint says can rely on it whatever is sent, repeated, lost
//! or late. Method: properties over requests that are partly good and partly anything, and over
//! sequences of calls in a [`Shop`].

use customer_core::decision::Event;
use customer_core::endpoint::{Found, Replayed, Responded, StoredAnswer, Tenant};
use customer_core::for_each_vendor;
use customer_core::http::Limits;
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor as _};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::endpoint::{
    Desk, FRESH, Sent, Shop, answered, at, body, digest, ibm_document, own, respond, respond_with,
};

macro_rules! everywhere {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        $( mod $module {
            type V = customer_core::vendors::$Vendor;

            #[test]
            fn the_desk_has_what_it_says() {
                super::desk::<V>();
            }

            #[test]
            fn l1_l2_l16_any_request_gets_one_reply_that_tells_nothing() {
                super::any_request::<V>();
            }

            #[test]
            fn l8_a_read_writes_nothing_and_a_refusal_does_nothing() {
                super::nothing_happens::<V>();
            }

            #[test]
            fn a_refused_call_names_the_rules_and_no_other_does() {
                super::names_rules::<V>();
            }

            #[test]
            fn l10_another_tenants_record_is_as_good_as_none() {
                super::tenancy::<V>();
            }

            #[test]
            fn l11_order_case_and_blanks_of_headers_do_not_matter() {
                super::spelling::<V>();
            }

            #[test]
            fn l14_l15_the_endpoint_is_the_core() {
                super::is_the_core::<V>();
            }

            #[test]
            fn l17_two_rounds_are_enough() {
                super::two_rounds::<V>();
            }

            #[test]
            fn l15_events_fold_to_the_records() {
                super::folds::<V>();
            }
        } )*
    };
}

for_each_vendor!(everywhere);

fn names_rules<V: Desk>() {
    for (sent, caller) in [
        (V::reading(), true),
        (V::updating(), true),
        (V::listing(), true),
        (V::refusing(), true),
        (V::reading(), false),
        (V::updating().by("TRACE"), true),
    ] {
        let caller = caller.then(V::caller);
        let replied = respond::<V>(&sent, caller.as_ref(), Some(&V::record()));
        let status = replied.reply.status;
        assert_eq!(replied.refusal.is_some(), status >= 400, "{sent:?}");
        let refusal = replied.refusal.iter();
        for violation in refusal.flat_map(|refusal| refusal.violations()) {
            assert!(V::RULES.contains(violation.rule), "{}", violation.rule.id);
        }
    }
}

fn desk<V: Desk>() {
    assert_eq!(own::<V>(&V::reading()).reply.status, 200, "read");
    assert!(matches!(own::<V>(&V::updating()).reply.status, 200 | 204), "update");
    assert_eq!(own::<V>(&V::refusing()).reply.status, 400, "refused");
    assert_eq!(own::<V>(&V::listing()).reply.status, 200, "list");
}

/// Requests that are good in most parts.
fn requests<V: Desk>() -> impl Strategy<Value = Sent> {
    let good = prop_oneof![
        Just(V::reading()),
        Just(V::updating()),
        Just(V::refusing()),
        Just(V::listing()),
        Just(V::asking())
    ];
    let name = prop_oneof![
        Just("Authorization"),
        Just("X-Api-Key"),
        Just("X-Correlation-Id"),
        Just("X-Request-Id"),
        Just("Content-Type"),
        Just("Content-Encoding"),
        Just("Accept"),
        Just("x-operation"),
    ];
    let value = prop_oneof![
        Just(Vec::new()),
        vec(any::<u8>(), 0..40),
        Just(b"Basic dnNyMTp4".to_vec()),
        Just(b"Bearer x".to_vec()),
        Just(b"suspendCustomer".to_vec()),
        Just(b"*/*;q=0".to_vec()),
    ];
    let target = prop_oneof![
        ".{0,60}",
        "(/v3|/api/bss|/resource|/api/v1/partner|/ims)(/[a-z0-9%]{0,12}){0,4}(\\?[a-z=&%+*-]{0,30})?",
        Just("/v3/resellers/P1000000001/customers?limit=51".to_owned()),
        Just("/resource/customer?_namedQuery=getCustomerByOrgName".to_owned()),
        Just("/api/v1/partner/accounts?filter=name".to_owned()),
    ];
    let method = prop_oneof![
        Just("GET".to_owned()),
        Just("POST".to_owned()),
        Just("PATCH".to_owned()),
        Just("DELETE".to_owned()),
        ".{0,8}"
    ];
    let body = prop_oneof![vec(any::<u8>(), 0..60), Just(b"{}".to_vec()), Just(b"[]".to_vec())];
    let change = prop_oneof![
        3 => (name.clone(), value.clone()).prop_map(|(name, value)| Edit::Header(name, value)),
        1 => (name.clone(), value).prop_map(|(name, value)| Edit::More(name, value)),
        1 => name.prop_map(Edit::Less),
        1 => target.prop_map(Edit::Target),
        1 => method.prop_map(Edit::Method),
        2 => body.prop_map(Edit::Body),
    ];
    (good, vec(change, 0..3)).prop_map(|(sent, changes)| {
        changes.into_iter().fold(sent, |sent, change| change.make(sent))
    })
}

#[derive(Clone, Debug)]
enum Edit {
    Header(&'static str, Vec<u8>),
    More(&'static str, Vec<u8>),
    Less(&'static str),
    Target(String),
    Method(String),
    Body(Vec<u8>),
}

impl Edit {
    fn make(self, mut sent: Sent) -> Sent {
        match self {
            Self::Header(name, value) => sent.with(name, value),
            Self::More(name, value) => sent.and(name, value),
            Self::Less(name) => sent.without(name),
            Self::Target(target) => sent.at(&target),
            Self::Method(method) => sent.by(&method),
            Self::Body(body) => {
                sent.body = body;
                sent
            }
        }
    }
}

/// L1, L2, L16: a reply or a question, the same each time; and nothing that is shown tells what was
/// sent.
fn any_request<V: Desk>() {
    proptest!(|(sent in requests::<V>(), knows in any::<bool>(), found in any::<bool>())| {
        let (caller, record) = (V::caller(), V::record());
        let ask = |facts: &V::Facts| answered::<V>(&sent, facts, |known| {
            known.caller = knows.then_some(&caller);
            known.record = found.then_some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        });
        let first = ask(&V::permitting());
        prop_assert_eq!(&first, &ask(&V::permitting()));
        let Responded::Reply(replied) = &first else { panic!("every fact is known") };
        let reply = &replied.reply;
        prop_assert!((200..600).contains(&reply.status));
        prop_assert_eq!(reply.body.is_some(), reply.header("Content-Length").is_some());
        prop_assert_eq!(reply.body.is_some(), reply.status != 204);
        if let Some(body) = &reply.body {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(body);
            prop_assert!(parsed.is_ok(), "{}", body);
            prop_assert_eq!(reply.header("Content-Length").unwrap(), body.len().to_string());
            prop_assert_eq!(reply.header("Cache-Control"), Some("no-store"));
        }
        prop_assert!(knows || reply.status >= 400);
        let call = sent.ask(|request| format!("{request:?} {:?}", V::call(request, &Limits::default())));
        let shown = format!("{call} {reply:?} {:?}", replied.write);
        for secret in ["t0k3n", "dnNyMT", "dev-client-1", "mickey", "jo@acme", "Mouse"] {
            prop_assert!(!shown.contains(secret), "{}", shown);
        }
    });
}

fn nothing_happens<V: Desk>() {
    for sent in [V::reading(), V::listing()] {
        assert!(own::<V>(&sent).write.is_none(), "{sent:?}");
        assert!(!sent.ask(|request| V::is_write(&V::call(request, &Limits::default()))));
    }
    proptest!(|(sent in requests::<V>())| {
        let replied = own::<V>(&sent);
        if replied.reply.status >= 400
            && let Some(write) = replied.write
        {
            prop_assert!(write.event.is_none() && write.effects.is_empty() && write.due.is_none());
            // L4: only what was looked at is stored.
            let answer = write.answer.unwrap();
            prop_assert!(matches!(answer.status, 400 | 404));
        }
    });
}

/// L10: without a byte that depends on the record.
fn tenancy<V: Desk>() {
    let other = |sent: &Sent, record: &V::Record, caller: &V::Caller| {
        respond_with::<V>(sent, |known| {
            known.caller = Some(caller);
            known.record = Some(Found { record, revision: 3, tenant: Tenant::Other });
        })
    };
    let (caller, record) = (V::caller(), V::record());
    for sent in [V::reading(), V::updating(), V::refusing(), V::asking()] {
        let foreign = other(&sent, &record, &caller);
        let none = respond::<V>(&sent, Some(&caller), None);
        if V::NAME == Ibm::NAME {
            assert_eq!(foreign.reply.status, 403, "{sent:?}");
            assert_eq!(foreign, other(&sent, &V::Record::default(), &caller));
            assert!(foreign.write.is_none());
        } else {
            assert_eq!(foreign, none, "{sent:?}");
            assert_eq!(foreign.reply.status, 404);
        }
    }
}

/// L11.
fn spelling<V: Desk>() {
    let case = |name: &str, upper: bool| {
        if upper { name.to_ascii_uppercase() } else { name.to_ascii_lowercase() }
    };
    let plans = vec((any::<bool>(), " {0,2}", "[ \t]{0,2}"), 8);
    proptest!(|(sent in requests::<V>(), plans in plans, turned in any::<bool>())| {
        let mut other = sent.clone();
        for ((name, value), (upper, before, after)) in other.headers.iter_mut().zip(plans) {
            *name = case(name, upper);
            *value = [before.as_bytes(), value, after.as_bytes()].concat();
        }
        // Repeated ones keep their order.
        let names: std::collections::BTreeSet<_> =
            other.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        if turned && names.len() == other.headers.len() {
            other.headers.reverse();
        }
        prop_assert_eq!(own::<V>(&sent), own::<V>(&other));
    });
}

/// L9, L14: event, effects, status and body are what the core says.
fn is_the_core<V: Desk>() {
    for sent in [V::updating(), V::refusing()] {
        let record = V::record();
        let replied = own::<V>(&sent);
        let text = core::str::from_utf8(&sent.body).unwrap();
        let input = V::Input::from(V::update(text).unwrap());
        let facts = core_facts::<V>();
        let response = match V::decide(&record, &input, &facts) {
            Ok(decision) => {
                let mut after = record.clone();
                V::evolve(&mut after, &decision).unwrap();
                let write = replied.write.as_ref().unwrap();
                assert_eq!(write.effects, V::effects(&decision, &after));
                assert_eq!(write.event, Some(Event::Decided(decision.clone())));
                assert_eq!(write.base, Some(3));
                assert_eq!(replied.next, V::next(&decision));
                V::accepted(&after)
            }
            Err(rejection) => {
                assert_eq!(replied.next, rejection.next());
                V::refused(&input, rejection.refusal().unwrap()).unwrap()
            }
        };
        assert_eq!(replied.reply.status, response.status);
        assert_eq!(replied.reply.body, response.body);
    }
}

/// The facts that the endpoint sets for the caller of the desk, read as the contract reads them.
fn core_facts<V: Desk>() -> V::Facts {
    serde_json::from_str(&format!(r#"{{"policy":"documented","facts":{}}}"#, V::SET)).unwrap()
}

/// L17: with exactly the facts that were asked for, the second round replies.
fn two_rounds<V: Desk>() {
    let (caller, record) = (V::caller(), V::record());
    let ask = |facts: &V::Facts| {
        answered::<V>(&V::asking(), facts, |known| {
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
        })
    };
    let Responded::Lookup(lookup) = ask(&V::ignorant()) else { panic!("something is asked for") };
    let all = serde_json::to_value(V::permitting()).unwrap();
    let mut exact = serde_json::to_value(V::ignorant()).unwrap();
    for need in &lookup.needs {
        let name = customer_core::decision::FactName::name(need.fact);
        exact["facts"][name] = all["facts"][name].clone();
        assert!(!all["facts"][name].is_null(), "{name} is known to the desk");
    }
    let exact: V::Facts = serde_json::from_value(exact).unwrap();
    assert!(matches!(ask(&exact), Responded::Reply(_)));
    if V::NAME == Commvault::NAME {
        let values: Vec<_> = lookup.values.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["X2"], "the value to be looked up");
    }
    // The service's own words, and no code of the vendor.
    let reply =
        V::asking().ask(|request| V::unavailable(&V::call(request, &Limits::default()), &FRESH));
    assert_eq!(reply.status, 503);
}

/// A call in a shop: which one, on which record, with which ids.
#[derive(Clone, Copy, Debug)]
struct Step {
    which: usize,
    correlation: u8,
    request: Option<u8>,
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..7_usize, 0..4_u8, proptest::option::of(0..4_u8))
        .prop_map(|(which, correlation, request)| Step { which, correlation, request });
    vec(step, 1..most)
}

/// Calls that follow each other well: on an IBM record with the version that it has by then.
fn sent<V: Desk>(shop: &Shop<V>, step: Step) -> Sent {
    let record = shop.records.values().next().unwrap();
    let mut sent = match step.which {
        0 => V::reading(),
        1 => V::refusing(),
        2 => V::asking(),
        _ => V::updating(),
    };
    if V::NAME == Adobe::NAME {
        sent = sent.with("X-Correlation-Id", format!("c-{}", step.correlation));
        sent = match step.request {
            Some(id) => sent.with("X-Request-Id", format!("r-{id}")),
            None => sent.without("X-Request-Id"),
        };
        let values = ["342", "343", "344"];
        if let (Some(value), true) = (values.get(step.which.wrapping_sub(4)), step.which >= 4) {
            sent = sent.json(format!(r#"{{"externalReferenceId":"{value}"}}"#));
        }
        if step.which == 3 {
            sent = sent.at("/v3/customers/P1000000010").json(
                r#"{"companyProfile":{"contacts":[{"firstName":"Mickey","lastName":"Mouse",
                    "email":"mickey@mouse.com"}]}}"#,
            );
        }
    }
    if V::NAME == Ibm::NAME && step.which >= 3 {
        let text = V::to_json(&record.0);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let version = value["Customer"]["Version"].as_u64().unwrap();
        let phone = step.correlation.to_string();
        sent = sent.json(ibm_document("100000001", u32::try_from(version).unwrap(), &phone));
    }
    sent
}

/// L15: the events of a shop fold to its records; writes on one base never both apply.
fn folds<V: Desk>() {
    proptest!(|(steps in steps(12))| {
        let mut shop = Shop::<V>::open();
        for step in steps {
            let sent = sent(&shop, step);
            shop.serve(&sent);
        }
        let mut folded = Some(V::record());
        let mut revision = 1;
        for (_, event) in &shop.events {
            folded = V::fold(folded, event).unwrap();
            revision += 1;
        }
        let stored = shop.records.values().next().cloned();
        prop_assert_eq!(folded.zip(Some(revision)), stored);
        let twice = shop.events.last().map(|(_, event)| event.clone());
        if let Some(event) = twice {
            // A second writer on the old base finds another record.
            let (record, _) = shop.records.values().next().cloned().unwrap();
            let changes = match &event {
                Event::Decided(decision) => !V::is_unchanged(decision),
                Event::Created(_) | Event::Removed => true,
            };
            prop_assert!(!changes || V::fold(Some(record.clone()), &event).is_err());
            prop_assert!(V::fold(None, &event).is_err());
            prop_assert!(V::fold(Some(record.clone()), &Event::Created(record)).is_err());
        }
    });
}

// What only Adobe has: stored answers.

type A = Adobe;

/// L5: a prefix twice is a prefix once.
#[test]
fn l5_a_prefix_that_is_sent_twice_changes_nothing() {
    proptest!(|(steps in steps(10), prefix in 0..10_usize)| {
        let open = Shop::<A>::open();
        let all: Vec<Sent> = steps.iter().map(|step| sent(&open, *step)).collect();
        let mut once = open.clone();
        let first: Vec<_> = all.iter().map(|sent| once.serve(sent)).collect();
        let mut twice = open;
        let prefix = prefix.min(all.len());
        for sent in &all {
            twice.serve(sent);
        }
        for (sent, first) in all.iter().zip(&first).take(prefix) {
            let again = twice.serve(sent);
            let is_stored = first.write.is_some() || first.replayed.is_some();
            if is_stored {
                // L3: byte for byte, and nothing is stored.
                prop_assert_eq!(again.reply.status, first.reply.status);
                prop_assert_eq!(&again.reply.body, &first.reply.body);
                prop_assert!(again.replayed.is_some() && again.write.is_none());
            }
        }
        prop_assert_eq!(&once.events, &twice.events);
        prop_assert_eq!(&once.outbox, &twice.outbox);
        prop_assert_eq!(&once.records, &twice.records);
        prop_assert_eq!(&once.answers, &twice.answers);
    });
}

/// L6: answers that are lost and asked for again are those of an undisturbed run.
#[test]
fn l6_lost_answers_are_asked_for_again() {
    proptest!(|(steps in steps(10), lost in vec(any::<bool>(), 10))| {
        let open = Shop::<A>::open();
        let all: Vec<Sent> = steps.iter().map(|step| sent(&open, *step)).collect();
        let (mut calm, mut rough) = (open.clone(), open);
        for (sent, lost) in all.iter().zip(lost) {
            let answer = calm.serve(sent);
            let mut seen = rough.serve(sent);
            if lost {
                seen = rough.serve(sent);
            }
            let is_read = sent.method == "GET";
            prop_assert!(is_read || answer.reply.status == seen.reply.status);
            prop_assert!(is_read || answer.reply.body == seen.reply.body);
        }
        prop_assert_eq!(&calm.records, &rough.records);
        prop_assert_eq!(&calm.outbox, &rough.outbox);
    });
}

/// L3, L13 and A70: an entry counts up to the second, then it is as good as none.
#[test]
fn l3_l13_an_entry_counts_for_ten_days() {
    let mut shop = Shop::<A>::open();
    let first = shop.serve(&A::updating());
    let stored = shop.answers[0].clone();
    let mut other = A::updating();
    other.body = br#"{"externalReferenceId":"999"}"#.to_vec();
    let ask = |sent: &Sent, answer: &StoredAnswer, now: &str| {
        let (caller, record) = (A::caller(), A::record());
        respond_with::<A>(sent, |known| {
            known.now = at(now);
            known.caller = Some(&caller);
            known.record = Some(Found { record: &record, revision: 3, tenant: Tenant::Own });
            known.answer = Some(answer);
            known.digest = digest(&sent.body);
        })
    };
    let again = ask(&A::updating(), &stored, "2026-03-02T11:59:59");
    assert_eq!(again.reply, first.reply);
    assert_eq!((again.replayed, again.write), (Some(Replayed::SameBody), None));
    // A62: another body gets the same.
    let again = ask(&other, &stored, "2026-03-02T11:59:59");
    assert_eq!(again.reply, first.reply);
    assert_eq!(again.replayed, Some(Replayed::OtherBody));
    let gone = ask(&other, &stored, "2026-03-02T12:00:00");
    assert_eq!(gone.replayed, None);
    assert!(body(&gone.reply).contains("999"));
    assert!(gone.write.unwrap().event.is_some());
}

/// L9: what a write answers is what a read at once answers.
#[test]
fn l9_a_read_at_once_answers_the_same_bytes() {
    let mut shop = Shop::<A>::open();
    let written = shop.serve(&A::updating());
    assert_eq!(shop.serve(&A::reading()).reply.body, written.reply.body);
    let create = crate::endpoint_adobe::create();
    let created = shop.serve(&create);
    assert_eq!(created.reply.status, 201);
    let id = shop.events.last().unwrap().0.clone();
    let read = A::reading().at(&format!("/v3/customers/{id}"));
    assert_eq!(shop.serve(&read).reply.body, created.reply.body);

    let mut shop = Shop::<Commvault>::open();
    let written = shop.serve(&Commvault::updating());
    assert_eq!(shop.serve(&Commvault::reading()).reply.body, written.reply.body);
}

/// L7.
// Rule: commvault.update.repeated
#[test]
fn l7_what_is_sent_twice_without_a_key() {
    let mut shop = Shop::<Ibm>::open();
    assert_eq!(shop.serve(&Ibm::updating()).reply.status, 204);
    let second = shop.serve(&Ibm::updating());
    assert_eq!(second.reply.status, 500);
    assert!(body(&second.reply).contains("StaleObjectStateException"));
    assert_eq!(shop.events.len(), 1);

    let mut shop = Shop::<Commvault>::open();
    assert_eq!(shop.serve(&Commvault::updating()).reply.status, 200);
    assert_eq!(shop.serve(&Commvault::updating()).reply.status, 409);
    let settle = |shop: &mut Shop<Commvault>| {
        let (record, _) = shop.records.get_mut("a7194").unwrap();
        let input = customer_core::commvault::Settlement::Succeeded.into();
        let facts = Commvault::ignorant();
        *record = customer_core::commvault::apply(record, &input, &facts).unwrap().after;
        record.to_json()
    };
    let once = settle(&mut shop);
    assert_eq!(shop.serve(&Commvault::updating()).reply.status, 200);
    assert_eq!(settle(&mut shop), once);
}

/// A record is the caller's by its reseller too: a customer that has moved is lost.
#[test]
fn l10_a_customer_that_moved_to_another_reseller_is_1116() {
    let mut moved = A::record();
    moved.document.reseller_id = Some("P9".into());
    let caller = A::caller();
    let (gone, none) = (
        respond::<A>(&A::updating(), Some(&caller), Some(&moved)),
        respond::<A>(&A::updating(), Some(&caller), None),
    );
    assert_eq!(gone, none);
    assert!(body(&gone.reply).starts_with(r#"{"code":"1116""#));
}
