//! How decide + evolve grows with contacts, in every order in which they can come.

use std::hint::black_box;

use customer_bench::paired::{compare, contender, report, sizes};
use customer_bench::payload::{ORDERS, adobe_customer, adobe_update, ordered, people};
use customer_bench::vendors::{Wire, document};
use customer_core::vendors::{Adobe, Vendor as _};
use serde_json::Value;

fn main() {
    let mut lines = Vec::new();
    for order in ORDERS {
        for size in sizes(&[1, 10, 100, 1000, 4000]) {
            let record = Adobe::record(&adobe_customer(&people(0, *size)));
            let sent = ordered(order, *size);
            if sent.is_empty() {
                continue;
            }
            let text: &'static str = adobe_update("342", &sent).leak();
            let (input, facts) = (Adobe::input(text), Adobe::facts());
            let decision = Adobe::decide(&record, &input, &facts).expect("accepted");
            let mut after = record.clone();
            Adobe::evolve(&mut after, &decision).expect("it fits");
            let after: Value = serde_json::from_str(&document::<Adobe>(&after)).expect("JSON");
            let update: Value = serde_json::from_str(text).expect("JSON");
            let list = "/companyProfile/contacts";
            assert_eq!(after.pointer(list), update.pointer(list), "the list is as it was sent");
            let decide = contender("customer-core, decide", move || {
                black_box(&Adobe::decide(&record, &input, &facts).expect("accepted"));
            });
            lines.extend(compare(&format!("{order}/{size}"), &mut [decide]));
        }
    }
    report("contacts", &lines);
}
