//! Many wishes of many worlds.

use std::collections::BTreeMap;

use super::{Ask, Dice, Table, World, compared, composed, world};

/// Wishes of one world.
const WISHES: usize = 600;

/// What a search has seen.
#[derive(Default)]
pub struct Tally {
    /// Wishes that were compared.
    pub wishes: usize,
    /// Updates that were decided for it.
    pub updates: usize,
    /// Pairs of updates that were composed.
    pub composed: usize,
    /// How the wishes were answered.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// What differs, with its question.
    pub wrong: Vec<String>,
}

/// Compares at least so many wishes, from the `first` world on; `ask` answers them.
pub fn run(vendor: &str, policy: &'static str, wishes: usize, first: u64, ask: Ask) -> Tally {
    let mut tally = Tally::default();
    let mut n = first;
    while tally.wishes < wishes {
        tally.compare(&world(vendor, policy, n), &mut Dice::new(n + 1_000_000), ask);
        n += 1;
    }
    tally
}

impl Tally {
    fn compare(&mut self, world: &World, dice: &mut Dice, ask: Ask) {
        let table = Table::new(world, &world.facts);
        let mut completions = vec![];
        if !world.open.is_empty() {
            let all = world.completions();
            completions.extend(all.iter().map(|facts| Table::new(world, facts)));
        }
        self.updates += table.decided + completions.iter().map(|one| one.decided).sum::<usize>();
        for _ in 0..WISHES {
            let wanted = world.wanted(dice);
            match compared(world, &wanted, &table, &completions, dice, ask) {
                Ok(verdict) => *self.verdicts.entry(verdict).or_default() += 1,
                Err(why) => self.wrong.push(why),
            }
            self.wishes += 1;
        }
        for _ in 0..WISHES / 10 {
            match composed(world, dice, ask) {
                Ok(is_composed) => self.composed += usize::from(is_composed),
                Err(why) => self.wrong.push(why),
            }
        }
    }

    /// The differences of each kind, the shortest first: the start of what is said, and the first
    /// rule.
    pub fn kinds(&self) -> BTreeMap<String, Vec<&String>> {
        let mut kinds: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for text in &self.wrong {
            let said: String = text.lines().next().unwrap_or_default().chars().take(56).collect();
            let rule = text.split("\"rule\":").nth(1).and_then(|rest| rest.split(',').next());
            kinds.entry(format!("{said} {}", rule.unwrap_or_default())).or_default().push(text);
        }
        kinds.values_mut().for_each(|all| all.sort_by_key(|text| text.len()));
        kinds
    }
}
