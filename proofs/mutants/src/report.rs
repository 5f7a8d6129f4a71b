//! What came out: a table by file, the survivors, and whether each of them is known to be equal.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::list::Mutant;
use crate::run::Verdict;

/// Mutants that no test can tell from the core, each with the reason.
#[derive(Default, Deserialize)]
pub struct Equivalent {
    #[serde(default)]
    mutant: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    name: String,
    reason: String,
}

impl Equivalent {
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let read: Self = toml::from_str(&text)?;
        for known in &read.mutant {
            anyhow::ensure!(!known.reason.trim().is_empty(), "no reason: {}", known.name);
        }
        Ok(read)
    }

    pub fn has(&self, name: &str) -> bool {
        self.mutant.iter().any(|known| known.name == name)
    }
}

#[derive(Default)]
struct Row {
    mutants: usize,
    unviable: usize,
    killed: usize,
    timed_out: usize,
    equivalent: usize,
    survived: usize,
}

/// Prints everything; whether all is well.
pub fn tell(
    mutants: &[Mutant],
    verdicts: &BTreeMap<usize, Verdict>,
    equivalent: &Equivalent,
    diffs: bool,
) -> bool {
    let mut rows = BTreeMap::<&str, Row>::new();
    let mut total = Row::default();
    let (mut survivors, mut late, mut dead) = (Vec::new(), Vec::new(), Vec::new());
    for (id, verdict) in verdicts {
        let mutant = &mutants[*id];
        let known = equivalent.has(&mutant.name);
        for row in [rows.entry(&mutant.file).or_default(), &mut total] {
            row.mutants += 1;
            match verdict {
                Verdict::Unviable => row.unviable += 1,
                Verdict::Killed(_) => row.killed += 1,
                Verdict::TimedOut(_) => row.timed_out += 1,
                Verdict::Survived | Verdict::Unreached if known => row.equivalent += 1,
                Verdict::Survived | Verdict::Unreached => row.survived += 1,
            }
        }
        match verdict {
            Verdict::Survived | Verdict::Unreached if !known => survivors.push((mutant, verdict)),
            Verdict::Killed(_) | Verdict::Unviable if known => dead.push(mutant),
            Verdict::TimedOut(test) => late.push((mutant, test)),
            _ => {}
        }
    }
    println!("| file | mutants | unviable | killed | timed out | equivalent | survived |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (file, row) in &rows {
        println!("{}", row.line(&format!("`{file}`")));
    }
    println!("{}", total.line("**all**"));
    for (mutant, test) in late {
        println!("\ntimed out in {test}: {} (line {})", mutant.name, mutant.line);
    }
    for (mutant, verdict) in &survivors {
        println!("\n{verdict:?}: {}:{}: {}", mutant.file, mutant.line, mutant.name);
        if diffs {
            print!("{}", mutant.diff);
        }
    }
    for mutant in &dead {
        println!("\nnot equivalent, strike it from the list: {}", mutant.name);
    }
    let all: BTreeSet<_> = mutants.iter().map(|mutant| mutant.name.as_str()).collect();
    let gone: Vec<_> = equivalent.mutant.iter().filter(|k| !all.contains(&*k.name)).collect();
    for known in &gone {
        println!("\nno such mutant, strike it from the list: {}", known.name);
    }
    survivors.is_empty() && dead.is_empty() && gone.is_empty()
}

impl Row {
    fn line(&self, name: &str) -> String {
        let Self { mutants, unviable, killed, timed_out, equivalent, survived } = self;
        format!(
            "| {name} | {mutants} | {unviable} | {killed} | {timed_out} | {equivalent} | {survived} |"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Genre;

    /// Whether all is well if the one mutant `a` had this verdict, with these names as known.
    fn well(verdict: Verdict, known: &[&str]) -> bool {
        let mutant = Mutant {
            name: "a".into(),
            file: "src/lib.rs".into(),
            line: 1,
            genre: Genre::FnValue,
            span: 0..1,
            replacement: String::new(),
            opaque: false,
            diff: String::new(),
        };
        let known = known.iter().map(|name| Known { name: (*name).into(), reason: "so".into() });
        let equivalent = Equivalent { mutant: known.collect() };
        tell(&[mutant], &BTreeMap::from([(0, verdict)]), &equivalent, false)
    }

    #[test]
    fn a_survivor_is_known_or_fails() {
        assert!(!well(Verdict::Survived, &[]));
        assert!(!well(Verdict::Unreached, &[]));
        assert!(well(Verdict::Survived, &["a"]));
        assert!(well(Verdict::Unreached, &["a"]));
    }

    #[test]
    fn a_name_that_is_killed_or_gone_fails() {
        let killed = || Verdict::Killed("it".into());
        assert!(well(killed(), &[]));
        assert!(!well(killed(), &["a"]), "not equivalent");
        assert!(!well(killed(), &["b"]), "no such mutant");
        assert!(!well(Verdict::Unviable, &["a"]));
        assert!(well(Verdict::TimedOut("it".into()), &["a"]), "told apart, and looked at");
    }
}
