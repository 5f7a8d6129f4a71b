//! The budgets: the one table of what is allowed.

use std::collections::BTreeMap;
use std::process::ExitCode;

use customer_core::vendors::Adobe;

use crate::peers::{Bare, InPlace, Ours, Peer, Validated};

/// What one operation of each case costs: instructions and allocations.
pub type Counts = BTreeMap<String, (f64, f64)>;

/// One budget.
pub struct Budget {
    /// What it is about.
    pub about: String,
    /// What was counted.
    pub counted: f64,
    /// What is allowed.
    pub limit: f64,
    /// Whether `limit` is the least; else it is the most.
    pub least: bool,
}

impl Budget {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        if self.least { self.counted >= self.limit } else { self.counted <= self.limit }
    }
}

/// The budgets of the replay: by time, taken side by side, and by memory.
pub fn replay_budgets(lines: &[(String, f64)]) -> Vec<Budget> {
    let measured = |name: &str| {
        let found = lines.iter().find(|line| line.0 == name);
        found.map_or(f64::NAN, |line| line.1)
    };
    let mut list = Vec::new();
    for count in [1_000, 100_000] {
        for (name, limit) in [(Validated::NAME, 10.0), (InPlace::NAME, 4.5)] {
            let counted = measured(&format!("replay/{count}/{name}"));
            let about = format!("replay of {count} customers, {name}: times ours");
            list.push(Budget { about, counted, limit, least: true });
        }
        let counted = measured(&format!("shards/{count}/two threads"));
        let about = format!("two shards of {count} customers: times one shard");
        list.push(Budget { about, counted, limit: 1.05, least: false });
    }
    let about = "memory of a customer with three contacts: bytes".into();
    list.push(Budget { about, counted: measured("memory"), limit: 3000.0, least: false });
    list
}

/// Prints what is held and what is not.
pub fn show(list: &[Budget]) {
    println!();
    for budget in list {
        let sign = if budget.least { ">=" } else { "<=" };
        let holds = if budget.holds() { "holds" } else { "FAILS" };
        let Budget { about, counted, limit, .. } = budget;
        println!("{about:76} {counted:>8.2} {sign} {limit:>8.2} {holds}");
    }
}

/// Prints and keeps what is held and what is not; fails when a budget does not hold.
pub fn verdict(bench: &str, list: &[Budget]) -> ExitCode {
    show(list);
    let mut lines = String::new();
    for budget in list {
        let Budget { about, counted, limit, least } = budget;
        let line = serde_json::json!({"about": about, "counted": counted, "limit": limit,
            "least": least, "holds": budget.holds()});
        lines += &format!("{line}\n");
    }
    crate::paired::keep(bench, &lines);
    let failed = list.iter().filter(|budget| !budget.holds()).count();
    println!("\n{} of {} budgets hold", list.len() - failed, list.len());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Every budget for what was counted. The counts of one build do not vary, so the tolerance is the
/// room between count and limit; another toolchain moves counts by a few percent.
pub fn budgets(counts: &Counts) -> Vec<Budget> {
    let ir = |name: &str| counts.get(name).map_or(f64::NAN, |count| count.0);
    let allocs = |name: &str| counts.get(name).map_or(f64::NAN, |count| count.1);
    let mut list = Vec::new();
    let mut most = |about: &str, counted: f64, limit: f64| {
        list.push(Budget { about: about.into(), counted, limit, least: false });
    };
    for (vendor, limit) in [("adobe", 1700.0), ("ibm", 2100.0), ("commvault", 1100.0)] {
        let case = format!("{vendor}/nothing/1");
        most(&format!("{vendor}, nothing changes: instructions"), ir(&case), limit);
        most(&format!("{vendor}, nothing changes: allocations"), allocs(&case), 0.0);
    }
    most("adobe, two fields change: instructions", ir("adobe/two/1"), 3000.0);
    most("adobe, two fields change: allocations", allocs("adobe/two/1"), 4.0);
    for what in ["nothing", "two"] {
        let (one, many) = (format!("adobe/{what}/1"), format!("adobe/{what}/1000"));
        let each = (ir(&many) - ir(&one)) / 999.0;
        most(&format!("each further contact, {what}: instructions"), each, 200.0);
        let each = (allocs(&many) - allocs(&one)) / 999.0;
        most(&format!("each further contact, {what}: allocations"), each, 0.0);
    }
    for order in crate::payload::ORDERS {
        let growth = ir(&format!("contacts/{order}/4000")) / ir(&format!("contacts/{order}/1000"));
        most(&format!("contacts, {order}: 4000 against 1000"), growth, 4.6);
    }
    let sparse = ir("adobe/sparse/1000") / ir("adobe/sparse/1");
    most("one field sent: 1000 contacts against 1", sparse, 1.05);
    most("one member that one rule refuses: instructions", ir("adobe/one refused/1"), 3000.0);
    // The list of violations and the pointer of the one that is in it.
    most("one member that one rule refuses: allocations", allocs("adobe/one refused/1"), 2.0);
    let more = (allocs("adobe/four refused/1") - allocs("adobe/one refused/1")) / 3.0;
    most("each further violation: allocations", more, 1.0);
    // A reply has its body and its list of header fields; at Adobe also the id of the request.
    for (vendor, reply) in [("adobe", 3.0), ("ibm", 2.0), ("commvault", 2.0)] {
        let case = format!("endpoint/{vendor}/fails at its head");
        most(
            &format!("{vendor}, a request that fails at its head: instructions"),
            ir(&case),
            2500.0,
        );
        most(
            &format!("{vendor}, a request that fails at its head: allocations"),
            allocs(&case),
            reply,
        );
    }
    for vendor in ["adobe", "ibm", "commvault"] {
        // Without the rendering of the reply, which IBM does not have.
        let reply = if vendor == "ibm" { 0.0 } else { ir(&format!("{vendor}/write/1")) };
        let served = ir(&format!("endpoint/{vendor}/two")) - reply;
        let core = ir(&format!("{vendor}/parse/1")) + ir(&format!("{vendor}/two/1"));
        most(&format!("{vendor}, an accepted request against the core"), served / core, 1.3);
    }
    for vendor in ["adobe", "ibm", "commvault"] {
        let case = |what: &str| ir(&format!("asked/{vendor}/{what}"));
        let one = case("one") / case("its update");
        most(&format!("{vendor}, one member planned against its update, asked"), one, 6.0);
        let holds = case("holds") / case("unchanged");
        most(
            &format!("{vendor}, a wish that holds against an unchanged update, asked"),
            holds,
            2.0,
        );
    }
    for order in crate::payload::ORDERS.into_iter().filter(|order| *order != "same") {
        let case = |size: usize| ir(&format!("plan/contacts, {order}/{size}"));
        let growth = case(4000) / case(1000);
        most(&format!("a plan of contacts, {order}: 4000 against 1000"), growth, 4.6);
    }
    // The body is the one copy; the others are what every reply has.
    let copies = allocs("endpoint/adobe/answered before");
    most("adobe, an answer that is sent again: allocations", copies, 3.0);
    for (size, limit) in [(1, 0.75), (100, 0.6), (1000, 0.6)] {
        let ratio = end_to_end(counts, size) / peer::<Bare>(counts, size);
        most(&format!("end to end against bare serde_json, {size}"), ratio, limit);
    }
    for (size, validated, in_place) in [(1, 4.5, 2.0), (100, 5.0, 3.5)] {
        let ours = end_to_end(counts, size);
        let mut least = |about: String, counted: f64, limit: f64| {
            list.push(Budget { about, counted, limit, least: true });
        };
        let times = peer::<Validated>(counts, size) / ours;
        least(format!("json-patch + deserialise + rules against it, {size}"), times, validated);
        let times = peer::<InPlace>(counts, size) / ours;
        least(format!("json-patch in place against it, {size}"), times, in_place);
    }
    list
}

fn end_to_end(counts: &Counts, size: usize) -> f64 {
    peer::<Ours<Adobe>>(counts, size)
}

fn peer<P: Peer>(counts: &Counts, size: usize) -> f64 {
    counts.get(&format!("end to end/{}/{size}", P::NAME)).map_or(f64::NAN, |count| count.0)
}
