//! The table of runs, as Markdown.

use crate::fault::Row;
use crate::plan::{Fault, Kind, Plan};
use crate::report::Read;
use crate::servers::Sync;

/// Its head.
pub const HEAD: &str = "\
| engine, fault | acknowledged | stored | lost | misplaced | twice | wrong base | stale caches, \
outbox | longest, s | p50 / p95 / p99, ms | a second | conflicts an update | unclear, found | \
same digest |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

/// Acknowledged, stored, lost, misplaced, twice, wrong base, stale caches and outbox: what the worst
/// reading of the log found.
fn cells(row: &Row) -> [u64; 7] {
    let of = |cell: fn(&Read) -> u64| row.reads.iter().map(|(_, read)| cell(read)).max();
    [
        of(|read| read.report.acknowledged),
        of(|read| read.report.stored),
        of(|read| read.report.lost),
        of(|read| read.report.misplaced),
        of(|read| read.report.twice),
        of(|read| read.report.wrong_base),
        of(|read| read.stale).map(|stale| stale + row.outbox),
    ]
    .map(|cell| cell.unwrap_or(0))
}

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
        let cells = cells(row);
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

/// What a run does, for a reader who has seen none.
pub fn before(plan: &Plan) -> String {
    let servers = match plan.engine {
        Kind::Jetstream => "Three servers of NATS JetStream",
        Kind::Postgres => "The processes of PostgreSQL",
    };
    format!(
        "{servers} on this machine keep a log for each of {} customers.\n\
         {} writers, each a process with {} updates at a time, make {} updates\n\
         of customers of Adobe, IBM and Commvault.",
        plan.customers,
        plan.writers,
        plan.tasks,
        plan.writers * plan.updates
    )
}

/// What a run found, for a reader who has seen none.
pub fn story(row: &Row) -> String {
    let [acknowledged, stored, lost, misplaced, twice, wrong_base, stale] = cells(row);
    let mut lines = vec!["What the logs have, against what the writers were answered:".into()];
    for (number, what) in [
        (acknowledged, "acknowledged, the creation of each customer among them"),
        (stored, "stored"),
        (row.counts.found, "of them without an answer: found by looking, and so not done again"),
        (lost, "lost: acknowledged, and not in the log"),
        (misplaced, "misplaced: acknowledged, and in the log at another revision"),
        (twice, "stored twice"),
        (wrong_base, "with a wrong base: decided on a record that was not the latest"),
        (stale, "stale: a writer's record, or work that is due, not as the log says"),
    ] {
        lines.push(format!("{number:>8}  {what}"));
    }
    let longest = row.notes.millis(1000) / 1000.0;
    lines.push(format!("The longest update took {longest:.1} s, the fault included."));
    lines
        .push("sha256 of all records, as each has them; a server first becomes the leader:".into());
    for (name, read) in &row.reads {
        lines.push(format!("  {name:9} {}", read.digest));
    }
    lines.extend(row.stopped.iter().map(|why| format!("stopped too early: {why}")));
    lines.push(if row.is_sound() {
        "Nothing was lost, and all have the same.".into()
    } else {
        "SOMETHING IS WRONG: see above.".into()
    });
    lines.join("\n")
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::engine::Counts;
    use crate::report::Notes;
    use crate::verify::Report;

    fn row(lost: u64, digests: [&str; 2]) -> Row {
        let report = Report { acknowledged: 7, stored: 8, lost, ..Report::default() };
        let read = |digest: &str| Read { report, digest: digest.into(), ..Read::default() };
        Row {
            counts: Counts { conflicts: 3, unclear: 2, found: 1 },
            notes: Notes::default(),
            seconds: 1.0,
            reads: digests.map(|digest| (format!("n{digest}"), read(digest))).into(),
            verified: Duration::ZERO,
            outbox: 0,
            stopped: Vec::new(),
        }
    }

    /// A reader of the last line alone is not misled.
    #[test]
    fn a_story_ends_well_only_if_nothing_is_wrong() {
        let good = story(&row(0, ["a", "a"]));
        assert!(good.ends_with("Nothing was lost, and all have the same."), "{good}");
        assert!(good.contains("\n       8  stored\n       1  of them"), "{good}");
        for bad in [row(1, ["a", "a"]), row(0, ["a", "b"])] {
            let bad = story(&bad);
            assert!(bad.ends_with("SOMETHING IS WRONG: see above."), "{bad}");
        }
    }
}
