//! The table of runs, as Markdown.

use crate::fault::{Fault, Kind, Plan, Row};
use crate::report::Read;
use crate::servers::Sync;

/// Its head.
pub const HEAD: &str = "\
| engine, fault | acknowledged | stored | lost | misplaced | twice | wrong base | stale caches, \
outbox | longest, s | p50 / p95 / p99, ms | a second | conflicts an update | unclear, found | \
same digest |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

/// Runs of one kind, added up.
pub struct Sum {
    name: String,
    runs: u64,
    sound: u64,
    cells: [u64; 7],
    longest: f64,
}

fn name(plan: &Plan, fault: Fault) -> String {
    let engine = match (plan.engine, plan.sync) {
        (Kind::Postgres, _) => "PostgreSQL",
        (Kind::Jetstream, Sync::Always) => "JetStream",
        (Kind::Jetstream, Sync::Default) => "JetStream, default flush",
    };
    let many = format!("{} x {}, {} customers", plan.writers, plan.tasks, plan.customers);
    let sticky = if plan.sticky > 0 { format!(", {} % sticky", plan.sticky) } else { "".into() };
    let old = if plan.old { ", old server" } else { "" };
    format!("{engine}{old}, {}, {many}{sticky}", fault.name())
}

impl Sum {
    /// None yet.
    pub fn new(plan: &Plan, fault: Fault) -> Self {
        Self { name: name(plan, fault), runs: 0, sound: 0, cells: [0; 7], longest: 0.0 }
    }

    /// Adds a run, and prints its row.
    #[expect(clippy::cast_precision_loss, reason = "shown with few digits")]
    pub fn add(&mut self, row: &Row) {
        let of = |cell: fn(&Read) -> u64| row.reads.iter().map(|(_, read)| cell(read)).max();
        let cells = [
            of(|read| read.report.acknowledged),
            of(|read| read.report.stored),
            of(|read| read.report.lost),
            of(|read| read.report.misplaced),
            of(|read| read.report.twice),
            of(|read| read.report.wrong_base),
            of(|read| read.stale).map(|stale| stale + row.outbox),
        ]
        .map(|cell| cell.unwrap_or(0));
        let longest = row.notes.millis(1000) / 1000.0;
        let updates = row.notes.micros.len() as f64;
        let digests = row.reads.iter().map(|(_, read)| read.digest.get(..12).unwrap_or_default());
        let digests: std::collections::BTreeSet<_> = digests.collect();
        let same = match (digests.len(), row.reads.len()) {
            (1, nodes) => {
                let one = digests.into_iter().next().unwrap_or_default();
                format!("{one}, {nodes} reads")
            }
            (different, _) => format!("{different} different"),
        };
        println!(
            "| {} | {} | {longest:.1} | {:.1} / {:.1} / {:.1} | {:.0} | {:.2} | {}, {} | {same} |",
            self.name,
            cells.map(|cell| cell.to_string()).join(" | "),
            row.notes.millis(500),
            row.notes.millis(950),
            row.notes.millis(990),
            updates / row.seconds,
            row.counts.conflicts as f64 / updates.max(1.0),
            row.counts.unclear,
            row.counts.found,
        );
        row.stopped.iter().for_each(|stopped| println!("  {stopped}"));
        let read = row.reads.first().map_or(0, |(_, read)| read.report.stored);
        let rate = read as f64 / row.verified.as_secs_f64();
        println!("  read and verified: {read} entries, {rate:.0} a second");
        for (name, read) in &row.reads {
            println!("  {name}: sha256 {}", read.digest);
        }
        for (sum, cell) in self.cells.iter_mut().zip(cells) {
            *sum += cell;
        }
        self.longest = self.longest.max(longest);
        self.runs += 1;
        self.sound += u64::from(row.is_sound());
    }

    /// Prints the sum.
    pub fn finish(&self) {
        println!(
            "sum of {} runs, {} sound: | {} | {} | {:.1} |",
            self.runs,
            self.sound,
            self.name,
            self.cells.map(|cell| cell.to_string()).join(" | "),
            self.longest,
        );
    }

    /// Whether every run was sound.
    pub const fn is_sound(&self) -> bool {
        self.runs == self.sound
    }
}

/// What one reading found.
pub fn found(read: &Read) -> String {
    let report = read.report;
    format!(
        "{} acknowledged, {} stored, {} lost, {} misplaced, {} twice, {} wrong base, {} stale \
         caches; sha256 {}",
        report.acknowledged,
        report.stored,
        report.lost,
        report.misplaced,
        report.twice,
        report.wrong_base,
        read.stale,
        read.digest
    )
}
