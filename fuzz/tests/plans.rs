//! The laws of a plan over generated records and wishes, and plans against a complete search of
//! small worlds. `PLAN_CASES` is the number of the ones and of the others at each vendor.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use customer_core::generate::Source;
use customer_core::{for_each_vendor, vendors};
use customer_core_fuzz::generate::choices;
use customer_core_fuzz::laws::Lawful;
use customer_core_fuzz::plans::{Planning, hold, planning};
use customer_core_fuzz::search::{ask, presets, run};
use customer_core_fuzz::undo::{holds, undoing};

fn cases() -> u64 {
    let told = std::env::var("PLAN_CASES").ok().and_then(|text| text.parse().ok());
    told.unwrap_or(1_800)
}

fn nth<W: Lawful>(n: u64) -> Planning {
    planning::<W>(&mut Source::new(&choices(n)))
}

/// Every law holds of so many wishes.
fn hold_all<W: Lawful>() {
    all::<W>(&["planned", "nothing", "unreachable"], |n| Some(hold(&nth::<W>(n), ask)));
}

/// So does every law of an undo, as far as so many numbers change a record.
fn undo_all<W: Lawful>() {
    let undone = |n| Some(holds(&undoing::<W>(&mut Source::new(&choices(n)))?, ask));
    all::<W>(&["planned", "unreachable"], undone);
}

/// What is held of so many numbers; each of these verdicts is given.
fn all<W: Lawful>(given: &[&str], held: impl Fn(u64) -> Option<String>) {
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = vec![];
    for n in 0..cases() {
        match catch_unwind(AssertUnwindSafe(|| held(n))) {
            Ok(Some(verdict)) => *verdicts.entry(verdict).or_default() += 1,
            Ok(None) => {}
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
    for verdict in given {
        assert!(verdicts.contains_key(*verdict), "nothing was {verdict}");
    }
}

/// Plans are those that a search of every update finds; each verdict is given.
fn search<W: Lawful>() {
    let mut verdicts = BTreeMap::new();
    let presets = presets(W::NAME);
    for policy in presets {
        let tally = run(W::NAME, policy, cases() as usize / presets.len(), 0, ask);
        println!("{} {policy}: {} wishes, {:?}", W::NAME, tally.wishes, tally.verdicts);
        for (kind, all) in tally.kinds() {
            println!("{} x {kind}\n{}\n", all.len(), all[0]);
        }
        assert!(tally.wrong.is_empty(), "{} of {} differ", tally.wrong.len(), tally.wishes);
        verdicts.extend(tally.verdicts);
    }
    for verdict in ["planned", "nothing", "unreachable"] {
        assert!(verdicts.contains_key(verdict), "nothing was {verdict}");
    }
}

macro_rules! vendors {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;

            #[test]
            fn laws_of_a_plan() {
                hold_all::<vendors::$Vendor>();
            }

            #[test]
            fn laws_of_an_undo() {
                undo_all::<vendors::$Vendor>();
            }

            #[test]
            fn plans_are_those_of_a_search() {
                search::<vendors::$Vendor>();
            }
        }
    )* };
}

for_each_vendor!(vendors);
