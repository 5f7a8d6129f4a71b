//! Plans against a complete search: `search [vendor] [wishes] [first world]`; `search vendors` says
//! which there are.
//!
//! Prints, for each vendor and preset, how many wishes were compared, how they were answered, how
//! many updates were decided for it, and of every kind of difference the shortest. The wishes of a
//! vendor are shared among its presets.

use customer_core::vendors::VENDORS;
use customer_core_fuzz::search::{ask, presets, run};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let vendor = arguments.next().unwrap_or_else(|| "all".into());
    let vendors = VENDORS.iter().map(|(name, _)| *name);
    if vendor == "vendors" {
        return vendors.for_each(|name| println!("{name}"));
    }
    let wishes: usize = arguments.next().map_or(100_000, |text| text.parse().expect("a number"));
    let first: u64 = arguments.next().map_or(0, |text| text.parse().expect("a number"));
    let mut is_wrong = false;
    for name in vendors.filter(|name| vendor == "all" || vendor == *name) {
        for policy in presets(name) {
            is_wrong |= search(name, policy, wishes.div_ceil(presets(name).len()), first);
        }
    }
    std::process::exit(i32::from(is_wrong));
}

fn search(vendor: &str, policy: &'static str, wishes: usize, first: u64) -> bool {
    let tally = run(vendor, policy, wishes, first, ask);
    println!(
        "{vendor} {policy}: {} wishes, {} updates, {} composed: {} different; {:?}",
        tally.wishes,
        tally.updates,
        tally.composed,
        tally.wrong.len(),
        tally.verdicts
    );
    for (kind, all) in tally.kinds() {
        println!("{} x {kind}\n{}\n", all.len(), all[0]);
    }
    !tally.wrong.is_empty()
}
