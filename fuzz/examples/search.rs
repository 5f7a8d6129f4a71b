//! Plans against a complete search: `search [vendor] [pairs] [first world]`.
//!
//! Prints, for each vendor and preset, how many wishes were compared, how they were answered, how
//! many updates were decided for it, and of every kind of difference the shortest.

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
    while count < pairs {
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
    for (kind, all) in sorted(&wrong) {
        println!("{} x {kind}\n{}\n", all.len(), all[0]);
    }
    !wrong.is_empty()
}

/// The differences of each kind, the shortest first: the start of what is said, and the first rule.
fn sorted(wrong: &[String]) -> BTreeMap<String, Vec<&String>> {
    let mut kinds: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for text in wrong {
        let said: String = text.lines().next().unwrap_or_default().chars().take(56).collect();
        let rule = text.split("\"rule\":").nth(1).and_then(|rest| rest.split(',').next());
        kinds.entry(format!("{said} {}", rule.unwrap_or_default())).or_default().push(text);
    }
    kinds.values_mut().for_each(|all| all.sort_by_key(|text| text.len()));
    kinds
}
