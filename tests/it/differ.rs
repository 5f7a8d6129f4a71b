//! The core against the naive model: the same generated questions, the same answers.
//!
//! Goal: no difference, whatever is asked. Method: `fuzz/examples/differ.rs` in small;
//! `DIFFER_CASES` is the number of questions of each vendor. A difference is printed with the
//! shortest question.

use customer_core_fuzz::differ::{self, SORTS, VERDICTS};

fn agree(vendor: &str) {
    let count = std::env::var("DIFFER_CASES").ok().and_then(|text| text.parse().ok());
    let tally = differ::run(vendor, count.unwrap_or(3_000), 1, &mut |_| {});
    for (name, kind) in &tally.kinds {
        println!("{} x {name}\n  asked {}", kind.times, kind.question);
        println!("  core  {}\n  model {}", kind.difference.core, kind.difference.model);
    }
    assert!(tally.kinds.is_empty(), "{} questions differ", tally.differing());
    // A run that asks for nothing finds nothing.
    for (verdict, name) in VERDICTS.iter().enumerate() {
        let told: u64 = tally.counts.iter().filter_map(|counts| counts.get(verdict)).sum();
        assert!(told > 0, "nothing was {name}");
    }
    for (sort, counts) in SORTS.iter().zip(&tally.counts) {
        assert!(counts.iter().sum::<u64>() > 0, "no question was {sort}");
    }
}

#[test]
fn adobe() {
    agree("adobe");
}

#[test]
fn ibm() {
    agree("ibm");
}

#[test]
fn commvault() {
    agree("commvault");
}
