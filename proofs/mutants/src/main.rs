//! Every mutant of the core, one build, one process for each mutant and test binary.

mod list;
mod report;
mod run;
mod tree;
mod weave;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::list::Mutant;
use crate::run::Verdict;
use crate::tree::Tree;

const USAGE: &str = "options:
  --file WORD    only mutants of files with this in their path (several: any)
  --only WORD    only mutants with this in their name (several: any)
  --shard K/N    only every N-th mutant, from the K-th (counted from 0)
  --again        only mutants that survived when last run
  --quick        only mutants that have a switch
  --within S     only modules of tests that take no more than S seconds of the processor
  --plain        no switches: a build for each mutant
  --no-diff      names of survivors only";

#[derive(Default)]
struct Options {
    files: Vec<String>,
    names: Vec<String>,
    shard: Option<(usize, usize)>,
    again: bool,
    quick: bool,
    within: Option<f64>,
    plain: bool,
    no_diff: bool,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self::default();
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().with_context(|| format!("{arg} what?"));
            match arg.as_str() {
                "--file" => options.files.push(value()?),
                "--only" => options.names.push(value()?),
                "--shard" => {
                    let text = value()?;
                    let (k, n) = text.split_once('/').context("--shard K/N")?;
                    options.shard = Some((k.parse()?, n.parse()?));
                }
                "--again" => options.again = true,
                "--quick" => options.quick = true,
                "--within" => options.within = Some(value()?.parse()?),
                "--plain" => options.plain = true,
                "--no-diff" => options.no_diff = true,
                _ => bail!("{arg}?\n{USAGE}"),
            }
        }
        Ok(options)
    }

    fn wants(&self, index: usize, mutant: &Mutant) -> bool {
        let any = |words: &[String], text: &str| {
            words.is_empty() || words.iter().any(|word| text.contains(word.as_str()))
        };
        any(&self.files, &mutant.file)
            && any(&self.names, &mutant.name)
            && self.shard.is_none_or(|(k, n)| index % n == k)
    }
}

fn main() -> Result<()> {
    let options = Options::parse()?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = home.ancestors().nth(2).context("no repository around")?;
    let work = std::env::var_os("CARGO_TARGET_DIR").map_or(home.join("target"), PathBuf::from);
    let work = work.join("mutants");
    let (results, trace) = (work.join("survivors"), work.join("trace"));

    let mutants = list::ask(root)?;
    let last = std::fs::read_to_string(&results).unwrap_or_default();
    let last: BTreeSet<&str> = last.lines().collect();
    let ids = mutants.iter().enumerate().filter(|(id, mutant)| {
        options.wants(*id, mutant) && (!options.again || last.contains(mutant.name.as_str()))
    });
    let ids: Vec<usize> = ids.map(|(id, _)| id).collect();
    println!("{} of {} mutants", ids.len(), mutants.len());

    let tree = Tree::copy(root, &work.join("tree"), &mutants)?;
    let outcome = tree.switch(&mutants, &ids)?;
    let most = options.within.map_or(run::MOST, Duration::from_secs_f64);
    let tests = run::baseline(tree.root(), &outcome.binaries, &trace, most)?;
    let (mut verdicts, mut switched, mut left) = (BTreeMap::new(), Vec::new(), Vec::new());
    for id in ids {
        match () {
            () if outcome.unviable.contains(&id) => {
                verdicts.insert(id, Verdict::Unviable);
            }
            () if outcome.switched.contains(&id) && !options.plain => switched.push(id),
            () => left.push(id),
        }
    }
    println!("{} switched, {} to build one by one", switched.len(), left.len());
    if options.quick {
        left.clear();
    }
    // The known ones survive every test: they take longest, and say nothing new.
    let equivalent = report::Equivalent::read(&home.join("equivalent.toml"))?;
    switched.sort_by_key(|id| equivalent.has(&mutants[*id].name));
    let done = AtomicUsize::new(0);
    let tell = |id: usize, verdict: &Verdict| {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(100) {
            eprintln!("{done} done");
        }
        if !matches!(verdict, Verdict::Killed(_)) {
            eprintln!("{verdict:?}: {}", mutants[id].name);
        }
    };
    verdicts.extend(run::switched(tree.root(), &tests, &switched, tell)?);
    for id in left {
        tree.single(&mutants[id])?;
        let verdict = if tree.compiles()? {
            run::single(tree.root(), &tests, |target| tree.test(target))?
        } else {
            Verdict::Unviable
        };
        tell(id, &verdict);
        verdicts.insert(id, verdict);
    }

    let names =
        verdicts.iter().filter(|(_, v)| matches!(v, Verdict::Survived | Verdict::Unreached));
    let names: Vec<_> = names.map(|(id, _)| mutants[*id].name.as_str()).collect();
    std::fs::write(&results, names.join("\n"))?;
    if !report::tell(&mutants, &verdicts, &equivalent, !options.no_diff) {
        std::process::exit(1);
    }
    Ok(())
}
