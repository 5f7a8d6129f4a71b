//! Decide + evolve of parsed updates, beside the same on a copy and beside patches without rules.

use std::hint::black_box;

use customer_bench::paired::{Contender, Line, compare, contender, report, sizes};
use customer_bench::payload;
use customer_bench::typed::{self, Customer, CustomerPatch};
use customer_bench::vendors::{Wire, document};
use customer_core::adobe;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use serde_json::Value;
use struct_patch::Patch as _;

/// The core, with two updates in turn.
fn core<W: Wire + 'static>(record: &str, updates: [&'static str; 2]) -> Contender {
    let (mut record, facts) = (W::record(record), W::facts());
    let (inputs, mut turn) = (updates.map(W::input), 0);
    contender("customer-core", move || {
        turn ^= 1;
        let decision = W::decide(&record, &inputs[turn], &facts).expect("accepted");
        W::evolve(&mut record, &decision).expect("it fits");
    })
}

fn on_a_copy(record: &str, updates: [&'static str; 2]) -> Contender {
    let (mut record, facts) = (Adobe::record(record), Adobe::facts());
    let (inputs, mut turn) = (updates.map(Adobe::input), 0);
    contender("customer-core, apply on a copy", move || {
        turn ^= 1;
        record = adobe::apply(&record, &inputs[turn], &facts).expect("accepted").after;
    })
}

fn derived(record: &str, updates: [&'static str; 2]) -> Contender {
    let mut record: Customer = serde_json::from_str(record).expect("a customer");
    let patches: [CustomerPatch; 2] =
        updates.map(|text| serde_json::from_str(text).expect("a patch"));
    let mut turn = 0;
    contender("struct-patch with its copy, no rules", move || {
        turn ^= 1;
        record.apply(patches[turn].clone());
    })
}

fn in_place(record: &str, updates: [&'static str; 2]) -> Contender {
    let mut record: Value = serde_json::from_str(record).expect("JSON");
    let patches: [Value; 2] = updates.map(|text| serde_json::from_str(text).expect("JSON"));
    let mut turn = 0;
    contender("json-patch in place, no rules", move || {
        turn ^= 1;
        json_patch::merge(&mut record, &patches[turn]);
    })
}

fn validated(record: &str, updates: [&'static str; 2]) -> Contender {
    let mut record: Value = serde_json::from_str(record).expect("JSON");
    let mut typed: Customer = serde_json::from_value(record.clone()).expect("a customer");
    let patches: [Value; 2] = updates.map(|text| serde_json::from_str(text).expect("JSON"));
    let mut turn = 0;
    contender("json-patch merge + deserialise + rules", move || {
        turn ^= 1;
        let mut merged = record.clone();
        json_patch::merge(&mut merged, &patches[turn]);
        let after: Customer = serde::Deserialize::deserialize(&merged).expect("a customer");
        assert!(typed::may_become(&typed, &after));
        (record, typed) = (merged, after);
    })
}

/// All come to the same document.
fn agree(record: &str, update: &str) {
    let (mut ours, facts) = (Adobe::record(record), Adobe::facts());
    assert!(customer_bench::vendors::apply::<Adobe>(&mut ours, update, &facts));
    let ours: Value = serde_json::from_str(&document::<Adobe>(&ours)).expect("JSON");
    let mut merged: Value = serde_json::from_str(record).expect("JSON");
    json_patch::merge(&mut merged, &serde_json::from_str(update).expect("JSON"));
    assert_eq!(ours, merged);
    let mut patched: Customer = serde_json::from_str(record).expect("a customer");
    patched.apply(serde_json::from_str(update).expect("a patch"));
    assert_eq!(ours, serde_json::to_value(&patched).expect("JSON"));
}

fn adobe(size: usize) -> Vec<Line> {
    let record = payload::adobe_customer(&payload::people(0, size));
    let one: &'static str = payload::adobe_update("99999", &payload::one_phone(size)).leak();
    let two: &'static str = payload::adobe_update("342", &payload::people(0, size)).leak();
    agree(&record, one);
    let updates = [two, one];
    let mut all = [
        core::<Adobe>(&record, updates),
        on_a_copy(&record, updates),
        derived(&record, updates),
        in_place(&record, updates),
        validated(&record, updates),
    ];
    compare(&format!("adobe, two fields/{size}"), &mut all)
}

fn main() {
    let mut lines: Vec<Line> =
        sizes(&[1, 10, 100, 1000, 4000]).iter().flat_map(|size| adobe(*size)).collect();
    for size in sizes(&[1, 1000]) {
        let record = payload::adobe_customer(&payload::people(0, *size));
        let updates = ["1", "2"].map(|text| &*payload::adobe_sparse(text).leak());
        let mut all = [core::<Adobe>(&record, updates), on_a_copy(&record, updates)];
        lines.extend(compare(&format!("adobe, one field sent/{size}"), &mut all));
    }
    let same: &'static str = payload::adobe_update("342", &payload::people(0, 1)).leak();
    let record = payload::adobe_customer(&payload::people(0, 1));
    lines.extend(compare("adobe, nothing/1", &mut [core::<Adobe>(&record, [same, same])]));
    let ibm: &'static str = payload::ibm_customer("555-0101", "555-0103").leak();
    lines.extend(compare("ibm, nothing/1", &mut [core::<Ibm>(ibm, [ibm, ibm])]));
    lines.extend(compare("commvault, update and settlement/1", &mut [commvault()]));
    report("decide", &lines);
}

/// An update, and its success: the account is as before.
fn commvault() -> Contender {
    let updates = [("acme.com", "1"), ("www.acme.com", "2")]
        .map(|(site, phone)| &*payload::commvault_update(site, phone).leak());
    let (mut account, facts) =
        (Commvault::record(&payload::commvault_account()), Commvault::facts());
    let inputs = updates.map(Commvault::input);
    let settled = customer_core::commvault::Settlement::Succeeded.into();
    let mut turn = 0;
    contender("customer-core", move || {
        use customer_core::commvault::{decide, evolve};
        turn ^= 1;
        for input in [&inputs[turn], &settled] {
            let decision = decide(&account, input, &facts).expect("accepted");
            evolve(&mut account, black_box(&decision)).expect("it fits");
        }
    })
}
