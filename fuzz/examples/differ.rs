//! Asks the core and the model the same questions: `differ VENDOR|all COUNT [SEED]`.
//!
//! COUNT is of each vendor. Progress goes to standard error. Every kind of difference is printed
//! with the shortest question for it, then how many questions of each sort had which verdict. The
//! exit status is 1 when there was a difference, 2 when the command was not understood.

use std::io::{IsTerminal as _, stderr};
use std::process::ExitCode;
use std::time::Instant;

use customer_core_fuzz::differ::{self, SORTS, Tally, VERDICTS};
use customer_core_fuzz::generate::VENDORS;

struct Command {
    vendors: Vec<&'static str>,
    count: u64,
    seed: u64,
}

fn command() -> Option<Command> {
    let mut arguments = std::env::args().skip(1);
    let (vendor, count) = (arguments.next()?, arguments.next()?.replace('_', "").parse().ok()?);
    let seed = arguments.next().map_or(Some(1), |text| text.parse().ok())?;
    let asked = |name: &&str| vendor == "all" || vendor == *name;
    let vendors: Vec<_> = VENDORS.iter().map(|(name, _)| *name).filter(asked).collect();
    (!vendors.is_empty() && arguments.next().is_none()).then_some(Command { vendors, count, seed })
}

fn main() -> ExitCode {
    let Some(command) = command() else {
        let names: Vec<_> = VENDORS.iter().map(|(name, _)| *name).collect();
        eprintln!("differ {}|all COUNT [SEED]", names.join("|"));
        return ExitCode::from(2);
    };
    let mut differing = 0;
    for vendor in &command.vendors {
        differing += ask(vendor, &command);
    }
    if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ask(vendor: &str, command: &Command) -> u64 {
    let started = Instant::now();
    let mut told = 0;
    let mut progress = |tally: &Tally| {
        let seconds = started.elapsed().as_secs();
        let due = if stderr().is_terminal() { 1 } else { 30 };
        if seconds >= told + due {
            told = seconds;
            let (asked, differ) = (tally.asked(), tally.differing());
            eprintln!("{vendor}: {asked} of {}, {differ} differ, {seconds} s", command.count);
        }
    };
    let tally = differ::run(vendor, command.count, command.seed, &mut progress);
    for (name, kind) in &tally.kinds {
        println!("{vendor}: {} x {name}", kind.times);
        println!("  asked {}", kind.question);
        println!("  core  {}", kind.difference.core);
        println!("  model {}", kind.difference.model);
    }
    figures(vendor, command.seed, &tally, started.elapsed().as_secs_f64());
    tally.differing()
}

fn figures(vendor: &str, seed: u64, tally: &Tally, seconds: f64) {
    let row = |name: &str, cells: [String; 6]| {
        let cells: Vec<_> = cells.iter().map(|cell| format!("{cell:>11}")).collect();
        println!("  {name:<10}{}", cells.join(""));
    };
    let asked = tally.asked();
    println!("{vendor}, seed {seed}: {asked} questions, {} differ", tally.differing());
    let [one, two, three, four, five] = VERDICTS.map(str::to_owned);
    row("", [one, two, three, four, five, "all".into()]);
    for (sort, counts) in SORTS.iter().zip(&tally.counts) {
        row(sort, cells(counts));
    }
    let sum = |verdict: usize| tally.counts.iter().map(|counts| counts[verdict]).sum();
    row("all", cells(&[sum(0), sum(1), sum(2), sum(3), sum(4)]));
    println!("  {:.0} s, {:.0} questions a second", seconds, asked as f64 / seconds.max(0.001));
}

fn cells(counts: &[u64; 5]) -> [String; 6] {
    let [one, two, three, four, five] = counts.map(|count| count.to_string());
    [one, two, three, four, five, counts.iter().sum::<u64>().to_string()]
}
