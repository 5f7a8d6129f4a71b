//! What a plan costs, beside the decision of its update.

use std::hint::black_box;

use customer_core::contract;
use customer_core::vendors::{Adobe, Commvault, Ibm};

use crate::cases::{Case, Lazy, case, leak, times};
use crate::payload::{self, ORDERS};
use crate::vendors::Wire;

/// Every case.
pub(crate) fn all(cases: &mut Vec<Case>) {
    typed(cases);
    in_json(cases);
}

/// One changed member, and nothing to send; at Adobe also with many contacts.
fn typed(cases: &mut Vec<Case>) {
    use payload::{adobe_customer, commvault_account, ibm_customer, ordered, people};
    let whole = |document: String| format!(r#"{{"document": {document}}}"#);
    let record = |size: usize| -> Lazy { Box::new(move || adobe_customer(&people(0, size))) };
    let merge = || -> Lazy { Box::new(|| r#"{"merge": {"externalReferenceId": "9"}}"#.into()) };
    let body = || -> Lazy { Box::new(|| r#"{"externalReferenceId": "9"}"#.into()) };
    for size in [1, 10, 100, 1000] {
        let (times, name) = (times(size), |what: &str| format!("plan/adobe/{what}/{size}"));
        let wish = || -> Lazy { Box::new(move || whole(adobe_customer(&people(0, size)))) };
        let same: Lazy = Box::new(move || payload::adobe_update("342", &people(0, size)));
        cases.push(planned::<Adobe>(name("one"), times, (record(size), merge()), true));
        cases.push(decided_alone::<Adobe>(name("its update"), times, record(size), body()));
        cases.push(planned::<Adobe>(name("holds"), times, (record(size), wish()), false));
        cases.push(decided_alone::<Adobe>(name("unchanged"), times, record(size), same));
    }
    for order in ORDERS.into_iter().filter(|order| *order != "same") {
        for size in [1000, 4000] {
            let wish: Lazy = Box::new(move || whole(adobe_customer(&ordered(order, size))));
            let name = format!("plan/contacts, {order}/{size}");
            cases.push(planned::<Adobe>(name, 1, (record(size), wish), true));
        }
    }
    let with = |phone: &'static str| -> Lazy { Box::new(|| ibm_customer(phone, "555-0103")) };
    let wish =
        |phone: &'static str| -> Lazy { Box::new(move || whole(ibm_customer(phone, "555-0103"))) };
    let name = |what: &str| format!("plan/ibm/{what}/1");
    let (old, new) = ("555-0101", "555-0199");
    cases.push(planned::<Ibm>(name("one"), 16, (with(old), wish(new)), true));
    cases.push(decided_alone::<Ibm>(name("its update"), 16, with(old), with(new)));
    cases.push(planned::<Ibm>(name("holds"), 16, (with(old), wish(old)), false));
    cases.push(decided_alone::<Ibm>(name("unchanged"), 16, with(old), with(old)));

    let record = || -> Lazy { Box::new(commvault_account) };
    let wish = Box::new(|| r#"{"merge": {"website": "acme.com"}}"#.into());
    let held = Box::new(move || whole(commvault_account()));
    let body = |website: &str| -> Lazy {
        let name = r#"{"externalId": "XSP1234", "name": "Acme ltd""#;
        let text = format!(r#"{name}, "website": "{website}", "contacts": [{{}}]}}"#);
        Box::new(move || text.clone())
    };
    let name = |what: &str| format!("plan/commvault/{what}/1");
    cases.push(planned::<Commvault>(name("one"), 16, (record(), wish), true));
    cases.push(decided_alone::<Commvault>(name("its update"), 16, record(), body("acme.com")));
    cases.push(planned::<Commvault>(name("holds"), 16, (record(), held), false));
    let same = body("www.acme.com");
    cases.push(decided_alone::<Commvault>(name("unchanged"), 16, record(), same));
}

/// The same asked in JSON: what a plan costs beside the question that its update is.
fn in_json(cases: &mut Vec<Case>) {
    use payload::{adobe_customer, commvault_account, ibm_customer, people};
    let whole = |document: &str| format!(r#""wish": {{"document": {document}}}"#);
    let update = |body: &str| format!(r#""input": {{"update": {body}}}"#);
    let merge = |patch: &str| format!(r#""wish": {{"merge": {patch}}}"#);
    let mut all = |vendor: &str, facts: &str, record: String, asks: [(String, String); 2]| {
        let [one, held] = asks;
        for (what, ask, verdict) in [
            ("one", one.0, "planned"),
            ("its update", one.1, "applied"),
            ("holds", held.0, "nothing"),
            ("unchanged", held.1, "unchanged"),
        ] {
            // At Commvault every update runs.
            let verdict =
                if (vendor, verdict) == ("commvault", "unchanged") { "applied" } else { verdict };
            let question = format!(
                r#"{{"vendor": "{vendor}", "customer": {record}, {ask}, "facts": {facts}}}"#
            );
            let question: Lazy = Box::new(move || question.clone());
            cases.push(asked(format!("asked/{vendor}/{what}"), 16, question, verdict));
        }
    };
    let record = adobe_customer(&people(0, 1));
    let sparse = r#"{"externalReferenceId": "9"}"#;
    let echo = payload::adobe_update("342", &people(0, 1));
    let asks = [(merge(sparse), update(sparse)), (whole(&record), update(&echo))];
    all("adobe", Adobe::PERMITTING, record, asks);
    let (old, new) = (ibm_customer("555-0101", "555-0103"), ibm_customer("555-0199", "555-0103"));
    let asks = [(whole(&new), update(&new)), (whole(&old), update(&old))];
    all("ibm", Ibm::PERMITTING, old, asks);
    let record = commvault_account();
    let body =
        r#"{"externalId": "XSP1234", "name": "Acme ltd", "website": "acme.com", "contacts": [{}]}"#;
    let echo = payload::commvault_update("www.acme.com", "408-555-0100");
    let asks =
        [(merge(r#"{"website": "acme.com"}"#), update(body)), (whole(&record), update(&echo))];
    all("commvault", Commvault::PERMITTING, record, asks);
}

/// The update that a plan sends, decided: what a plan is held against.
fn decided_alone<W: Wire + 'static>(name: String, times: u64, record: Lazy, update: Lazy) -> Case {
    case(name, times, move || {
        let (record, input, facts) =
            (W::record(leak(&record)), W::input(leak(&update)), W::facts());
        drop(W::decide(&record, &input, &facts));
        Box::new(move || {
            for _ in 0..times {
                black_box(&W::decide(&record, &input, &facts).is_ok());
            }
        })
    })
}

/// Plans of a wish that is read already.
fn planned<W: Wire + 'static>(
    name: String,
    times: u64,
    (record, wish): (Lazy, Lazy),
    sends: bool,
) -> Case {
    case(name, times, move || {
        let wish = W::wish(leak(&wish)).expect("a wish");
        let (record, facts) = (W::record(leak(&record)), W::facts());
        let plan = W::plan(&record, &wish, &facts).expect("a plan");
        assert_eq!(plan.update.is_some(), sends);
        Box::new(move || {
            for _ in 0..times {
                black_box(&W::plan(&record, &wish, &facts).is_ok());
            }
        })
    })
}

/// The same question of the JSON contract again and again.
fn asked(name: String, times: u64, question: Lazy, verdict: &'static str) -> Case {
    case(name, times, move || {
        let question = question();
        let answer = contract::apply(&question);
        assert!(answer.contains(&format!(r#""verdict":"{verdict}""#)), "{answer}");
        Box::new(move || {
            for _ in 0..times {
                black_box(&contract::apply(&question));
            }
        })
    })
}
