//! Every law fails on bugs that were planted for it.
//!
//! Goal: a law that holds of everything says nothing. Method: vendors with one bug each
//! (`src/canary`) are put to the law that has to see it, over the same generated cases as the true
//! vendor: the bug has to be found within [`CASES`] cases, and none of them may accuse the vendor.
//! `UPDATE=1` writes how many it took into the README.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use customer_core::for_each_vendor;
use customer_core::generate::Source;
use customer_core::vendors::{self, Adobe, Commvault};
use customer_core_fuzz::canary::{self, Breakable};
use customer_core_fuzz::generate::choices;
use customer_core_fuzz::search::{self, Ask};
use customer_core_fuzz::{laws, machine, plans, targets, undo};

/// Within so many cases a bug is found.
const CASES: usize = 10_000;

/// So many cases are put to the true vendor, under every law.
const HEALTHY: usize = 1_000;

/// What `check` says when it panics.
fn said(check: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(check)).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
}

/// Whether `check` panics.
fn fails(check: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(check)).is_err()
}

/// The first case at which it fails, counted from one.
fn found(fails_at: impl Fn(usize) -> bool) -> Option<usize> {
    (0..CASES).find(|n| fails_at(*n)).map(|n| n + 1)
}

/// So many small worlds are searched.
const WORLDS: u64 = 12;

type Row = (&'static str, &'static str);
type Found = BTreeMap<Row, Vec<(&'static str, usize)>>;

fn vendor<W: Breakable>(found_in: &mut Found, missed: &mut Vec<String>) {
    for canary in canary::table::<W>() {
        if !canary.only.is_empty() && !canary.only.contains(&W::NAME) {
            continue;
        }
        let sings = |n: usize| {
            let bytes = choices(n as u64);
            let mut source = Source::new(&bytes);
            let case = W::case(&mut source);
            fails(|| (canary.holds)(&case, &mut source))
        };
        match found(sings) {
            Some(count) => {
                found_in.entry((canary.law, canary.bug)).or_default().push((W::NAME, count));
            }
            None => missed.push(format!("{}: {} at {}", canary.law, canary.bug, W::NAME)),
        }
    }
    for n in 0..HEALTHY {
        let bytes = choices(n as u64);
        let mut source = Source::new(&bytes);
        let case = W::case(&mut source);
        for law in laws::table::<W>() {
            if let Some(said) = said(|| (law.holds)(&case, &mut source.clone())) {
                missed.push(format!("{} accuses {}: {said}", law.name, W::NAME));
            }
        }
    }
}

fn clockwork(found_in: &mut Found, missed: &mut Vec<String>) {
    let moment = |n: usize, holds: fn(&machine::Moment, &mut Source<'_>)| {
        let bytes = choices(n as u64);
        let mut source = Source::new(&bytes);
        let moment = machine::moment(&mut source);
        fails(|| holds(&moment, &mut source))
    };
    for canary in canary::clockworks() {
        match found(|n| moment(n, canary.holds)) {
            Some(count) => {
                found_in.entry((canary.law, canary.bug)).or_default().push(("machine", count));
            }
            None => missed.push(format!("{}: {}", canary.law, canary.bug)),
        }
    }
    for law in machine::table::<machine::Machine>() {
        if let Some(n) = found(|n| moment(n, law.holds)) {
            missed.push(format!("{} accuses the machine in case {n}", law.name));
        }
    }
}

#[test]
fn every_canary_sings_and_the_true_wings_do_not() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let (mut found_in, mut missed) = (Found::new(), vec![]);
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            $( vendor::<vendors::$Vendor>(&mut found_in, &mut missed); )*
        };
    }
    for_each_vendor!(each);
    clockwork(&mut found_in, &mut missed);
    std::panic::set_hook(hook);
    let table = table(&found_in);
    println!("{table}");
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    compare(&table);
}

/// Planners with a bug are found by the laws of a plan or else by the search. That neither accuses the
/// core is what `plans.rs` asks, in the same cases and worlds.
#[test]
fn every_planner_with_a_bug_is_found() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            &[$( planners::<vendors::$Vendor> ),*]
        };
    }
    let all: &[fn() -> Vec<String>] = for_each_vendor!(each);
    let missed: Vec<String> = std::thread::scope(|scope| {
        let all: Vec<_> = all.iter().map(|one| scope.spawn(one)).collect();
        all.into_iter().flat_map(|one| one.join().expect("a list")).collect()
    });
    std::panic::set_hook(hook);
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

/// The planners of a vendor that nothing finds.
fn planners<W: Breakable>() -> Vec<String> {
    let holds = |n: usize, ask: Ask| {
        let planning = plans::planning::<W>(&mut Source::new(&choices(n as u64)));
        !fails(|| drop(plans::hold(&planning, ask)))
    };
    // A world has 600 wishes.
    let agrees = |n: &u64, ask: Ask| {
        let policy = search::presets(W::NAME)[0];
        search::run(W::NAME, policy, 1, *n, ask).wrong.is_empty()
    };
    let mut missed = vec![];
    for planner in canary::PLANNERS {
        if !planner.only.is_empty() && !planner.only.contains(&W::NAME) {
            continue;
        }
        let by_law = (0..HEALTHY).find(|n| !holds(*n, planner.ask));
        let by_law = by_law.map(|n| format!("a law, case {n}"));
        let found = by_law.or_else(|| {
            let world = (0..WORLDS).find(|n| !agrees(n, planner.ask));
            world.map(|n| format!("the search, world {n}"))
        });
        println!("{} at {}: {found:?}", planner.bug, W::NAME);
        if found.is_none() {
            missed.push(format!("{} at {}", planner.bug, W::NAME));
        }
    }
    missed
}

/// The laws of an undo find the first of them on their own.
#[test]
fn an_undo_with_a_bug_is_found() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let asked = |n: usize| undo::undoing::<Commvault>(&mut Source::new(&choices(n as u64)));
    let found = |ask: Ask| {
        let fail = |question| fails(|| drop(undo::holds(&question, ask)));
        (0..HEALTHY).filter_map(asked).any(fail)
    };
    let bugs = ["what can be had is called unreachable", "a plan is called nothing"];
    let missed: Vec<&str> = canary::PLANNERS
        .iter()
        .filter(|planner| bugs.contains(&planner.bug) && !found(planner.ask))
        .map(|planner| planner.bug)
        .collect();
    std::panic::set_hook(hook);
    assert!(missed.is_empty(), "{missed:?}");
}

fn table(found_in: &Found) -> String {
    let mut table = String::from("| law | bug | found after cases |\n|---|---|---|\n");
    for ((law, bug), counts) in found_in {
        let counts: Vec<_> = counts.iter().map(|(who, n)| format!("{who} {n}")).collect();
        table.push_str(&format!("| `{law}` | {bug} | {} |\n", counts.join(", ")));
    }
    table
}

/// The table in the README names the same bugs. How long one took is as it was when it was written:
/// it changes with every generator.
fn compare(table: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("a README");
    let (start, end) = ("<!-- canaries -->\n", "<!-- end of canaries -->");
    let (before, rest) = readme.split_once(start).expect("where the table begins");
    let (there, after) = rest.split_once(end).expect("where the table ends");
    if std::env::var_os("UPDATE").is_some() {
        let text = format!("{before}{start}\n{table}\n{end}{after}");
        return std::fs::write(path, text).expect("a README that can be written");
    }
    let rows = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        rows.filter_map(|row| row.rsplit_once(" | ").map(|(row, _)| row.to_owned())).collect()
    };
    assert_eq!(rows(there), rows(table), "UPDATE=1 writes the table of fuzz/README.md anew");
}

/// No law without a canary: neither one of the vendors, at any vendor of whom it speaks, nor one of
/// the machine.
/// The law of the targets that read any text.
#[test]
fn a_text_that_is_written_otherwise_is_seen() {
    let text = r#"{"a":1.0}"#;
    targets::written_and_read(text, |text| Some(text.to_owned()));
    assert!(fails(|| targets::written_and_read(text, |_| Some(r#"{"a":1}"#.to_owned()))));
    assert!(fails(|| targets::written_and_read(text, |_| None)));
}

#[test]
fn every_law_has_a_canary() {
    let vendors: Vec<_> = canary::table::<Adobe>().iter().map(|canary| canary.law).collect();
    let clocks: Vec<_> = canary::clockworks().iter().map(|canary| canary.law).collect();
    for name in laws::NAMES {
        assert!(vendors.contains(name), "{name} has no canary");
    }
    for name in machine::NAMES {
        assert!(clocks.contains(name), "{name} has no canary");
    }
}

/// Every law stands in the table of the README, and every row there is a law.
#[test]
fn every_law_is_told() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let readme = readme.expect("a README");
    let (laws_told, _) = readme.split_once("<!-- canaries -->").expect("a table of canaries");
    for name in laws::NAMES.iter().chain(machine::NAMES) {
        assert!(laws_told.contains(&format!("| `{name}` |")), "{name} is not told");
    }
}
