//! From the update's text to types: the core, plain serde_json, an untyped value.

use std::hint::black_box;

use customer_bench::paired::{Contender, compare, contender, report, sizes};
use customer_bench::payload::{adobe_update, commvault_update, ibm_customer, people};
use customer_bench::typed::Update;
use customer_bench::vendors::Wire;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use serde_json::Value;

fn core<W: Wire>(text: &'static str) -> Contender {
    contender("customer-core", move || {
        black_box(&W::input(black_box(text)));
    })
}

fn value(text: &'static str) -> Contender {
    contender("serde_json, untyped", move || {
        black_box(&serde_json::from_str::<Value>(black_box(text)).expect("JSON"));
    })
}

fn main() {
    let mut lines = Vec::new();
    for size in sizes(&[1, 10, 100, 1000, 4000]) {
        let text: &'static str = adobe_update("99999", &people(0, *size)).leak();
        let ours: Value = serde_json::from_str(&match Adobe::input(text) {
            customer_core::adobe::Input::Update(update) => update.to_json(),
            _ => String::new(),
        })
        .expect("JSON");
        let read: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(ours, read, "all read the same");
        let typed = contender("serde_json, typed", move || {
            black_box(&serde_json::from_slice::<Update>(black_box(text).as_bytes()).expect("it"));
        });
        let mut all = [core::<Adobe>(text), typed, value(text)];
        lines.extend(compare(&format!("adobe/{size}"), &mut all));
    }
    let ibm: &'static str = ibm_customer("555-0101", "555-0103").leak();
    lines.extend(compare("ibm/1", &mut [core::<Ibm>(ibm), value(ibm)]));
    let commvault: &'static str = commvault_update("www.acme.com", "408-555-0100").leak();
    lines.extend(compare("commvault/1", &mut [core::<Commvault>(commvault), value(commvault)]));
    report("parse", &lines);
}
