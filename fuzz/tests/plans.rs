//! The laws of a plan over generated records and wishes. `PLAN_CASES` is the number at each vendor.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use customer_core::generate::Source;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core_fuzz::generate::choices;
use customer_core_fuzz::laws::Lawful;
use customer_core_fuzz::plans::{Planning, hold, planning};
use customer_core_fuzz::search::ask;

fn nth<W: Lawful>(n: u64) -> Planning {
    planning::<W>(&mut Source::new(&choices(n)))
}

/// Every law holds of so many wishes; each verdict is given.
fn hold_all<W: Lawful>() {
    let count = std::env::var("PLAN_CASES").ok().and_then(|text| text.parse().ok());
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = vec![];
    for n in 0..count.unwrap_or(10_000) {
        let planning = nth::<W>(n);
        match catch_unwind(AssertUnwindSafe(|| hold(&planning, ask))) {
            Ok(verdict) => *verdicts.entry(verdict).or_default() += 1,
            Err(why) => wrong.push(why.downcast_ref::<String>().cloned().unwrap_or_default()),
        }
    }
    println!("{}: {verdicts:?}, {} wrong", W::NAME, wrong.len());
    wrong.sort_by_key(String::len);
    let mut kinds: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for text in &wrong {
        kinds.entry(text.split('{').next().unwrap_or_default()).or_default().push(text);
    }
    for (kind, all) in &kinds {
        println!("{} x {kind}\n{}\n", all.len(), all[0]);
    }
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
    for verdict in ["planned", "nothing", "unreachable", "undecided"] {
        assert!(verdicts.contains_key(verdict), "nothing was {verdict}");
    }
}

#[test]
fn plans_at_adobe() {
    hold_all::<Adobe>();
}

#[test]
fn plans_at_ibm() {
    hold_all::<Ibm>();
}

#[test]
fn plans_at_commvault() {
    hold_all::<Commvault>();
}
