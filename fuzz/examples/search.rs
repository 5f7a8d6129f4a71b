//! Plans against a complete search: `search [vendor] [pairs] [first world]`.
//!
//! Prints, for each vendor and preset, how many wishes were compared, how they were answered, how
//! many updates were decided for it, and every difference (at most ten) with its question.

use std::collections::BTreeMap;

use customer_core_fuzz::search::{Dice, Table, VENDORS, compared, composed, presets, world};

/// Wishes of one world.
const WISHES: usize = 600;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let vendor = arguments.next().unwrap_or_else(|| "all".into());
    let pairs: usize = arguments.next().map_or(100_000, |text| text.parse().expect("a number"));
    let first: u64 = arguments.next().map_or(0, |text| text.parse().expect("a number"));
    let mut is_wrong = false;
    for name in VENDORS.iter().filter(|name| vendor == "all" || vendor == **name) {
        for policy in presets(name) {
            is_wrong |= search(name, policy, pairs / presets(name).len(), first);
        }
    }
    std::process::exit(i32::from(is_wrong));
}

fn search(vendor: &str, policy: &'static str, pairs: usize, first: u64) -> bool {
    let (mut count, mut decided, mut composes, mut n) = (0, 0, 0, first);
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = vec![];
    while count < pairs && wrong.len() < 10 {
        let world = world(vendor, policy, n);
        let mut dice = Dice::new(n + 1_000_000);
        let table = Table::new(&world, &world.facts);
        decided += table.decided;
        let mut completions = vec![];
        if !world.open.is_empty() {
            for facts in world.completions() {
                let table = Table::new(&world, &facts);
                decided += table.decided;
                completions.push(table);
            }
        }
        for _ in 0..WISHES {
            let wanted = world.wanted(&mut dice);
            match compared(&world, &wanted, &table, &completions, &mut dice) {
                Ok(verdict) => *verdicts.entry(verdict).or_default() += 1,
                Err(why) => wrong.push(why),
            }
            count += 1;
        }
        for _ in 0..WISHES / 10 {
            match composed(&world, &mut dice) {
                Ok(is_composed) => composes += usize::from(is_composed),
                Err(why) => wrong.push(why),
            }
        }
        n += 1;
    }
    println!(
        "{vendor} {policy}: {count} wishes, {decided} updates, {composes} composed: {} different; \
         {verdicts:?}",
        wrong.len()
    );
    wrong.sort_by_key(String::len);
    for why in wrong.iter().take(10) {
        println!("{why}\n");
    }
    !wrong.is_empty()
}
