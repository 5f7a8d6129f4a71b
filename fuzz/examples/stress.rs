//! Runs a target on pseudo-random bytes, without a fuzzer: `stress TARGET SECONDS [SEED]`.
//!
//! Prints each kind of failure once, with the smallest input seen, and how much of what was asked.
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use customer_core_fuzz::targets::TARGETS;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let name = arguments.get(1).expect("a target");
    let seconds = arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(10);
    let mut state: u64 = arguments.get(3).and_then(|text| text.parse().ok()).unwrap_or(1);
    let target = TARGETS.iter().find(|(other, _)| other == name).expect("a known target").1;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    std::panic::set_hook(Box::new(|_| {}));
    let mut kinds: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let (started, mut count) = (Instant::now(), 0_u64);
    while started.elapsed() < Duration::from_secs(seconds) {
        let length = next() % 300;
        let data: Vec<u8> = (0..length).map(|_| (next() >> 5) as u8).collect();
        count += 1;
        let Err(panic) = std::panic::catch_unwind(|| target(&data)) else { continue };
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        let cut = message.find([':', '\n', '[']).unwrap_or(message.len());
        let kind = kinds.entry(message[..cut].to_owned()).or_insert_with(|| (0, message.clone()));
        kind.0 += 1;
        if message.len() < kind.1.len() {
            kind.1 = message;
        }
    }
    for (kind, (times, example)) in &kinds {
        println!("{times} x {kind}\n  {example}");
    }
    println!("{name}: {count} inputs, {} kinds of failure", kinds.len());
}
