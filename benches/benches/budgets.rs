//! The gate: counts instructions (callgrind) and allocations of every case and holds them against
//! the budgets. Fails when one does not hold; without valgrind it says so and checks nothing.
//!
//! `cargo bench --bench budgets -- end` counts only the cases whose names begin with `end`, and
//! shows the budgets that are about these alone.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use customer_bench::budgets::{Counts, budgets, show, verdict};
use customer_bench::cases::{self, Case};
use customer_bench::count::{Counting, allocations};
use customer_bench::paired::{is_full, keep};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let wanted = |case: &Case| words.is_empty() || words.iter().any(|w| case.name.starts_with(w));
    let cases: Vec<Case> = cases::all().into_iter().filter(wanted).collect();
    if !is_full() {
        let small = cases.iter().filter(|case| !case.name.contains("000"));
        small.for_each(|case| assert!(allocated(case) >= 0.0));
        return ExitCode::SUCCESS;
    }
    if !has_valgrind() {
        println!("no valgrind here: instructions are not counted, no budget is checked");
        return ExitCode::SUCCESS;
    }
    let mut counts = Counts::new();
    let mut lines = String::new();
    for case in &cases {
        let (ir, allocs) = (instructions(case), allocated(case));
        println!("{:58} {ir:>12.0} instructions {allocs:>9.2} allocations", case.name);
        let line =
            serde_json::json!({"case": case.name, "instructions": ir, "allocations": allocs});
        let _ = writeln!(lines, "{line}");
        counts.insert(case.name.clone(), (ir, allocs));
    }
    if !words.is_empty() {
        let counted = budgets(&counts).into_iter().filter(|budget| !budget.counted.is_nan());
        show(&counted.collect::<Vec<_>>());
        return ExitCode::SUCCESS;
    }
    keep("counts", &lines);
    verdict("budgets", &budgets(&counts))
}

/// Allocations of one operation.
fn allocated(case: &Case) -> f64 {
    let mut work = (case.ready)();
    let before = allocations();
    work();
    (allocations() - before) as f64 / case.times as f64
}

fn has_valgrind() -> bool {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Instructions of one operation, counted in a process of its own.
fn instructions(case: &Case) -> f64 {
    let file = std::env::temp_dir().join(format!("callgrind-{}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["-q", "--tool=callgrind", "--toggle-collect=*count::measured*"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .args([Path::new(env!("CARGO_BIN_EXE_case")), Path::new(&case.name)])
        .status()
        .expect("valgrind");
    assert!(status.success(), "callgrind failed on {}", case.name);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(file);
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let total: f64 = total.and_then(|total| total.trim().parse().ok()).expect("a total");
    total / case.times as f64
}
