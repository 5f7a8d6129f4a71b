//! Many updates on a store of many customers: parse + decide + evolve, nothing written.
//!
//! Told is the processor's time of the thread, which neighbours on the machine can hardly bend.

use std::process::ExitCode;

use customer_bench::budgets::{replay_budgets, verdict};
use customer_bench::paired::{is_full, keep, median};
use customer_bench::payload::{adobe_customer, people};
use customer_bench::peers::{InPlace, Ours, Peer, Validated};
use customer_bench::store::Store;
use customer_core::vendors::Adobe;

/// Updates prepared; they are taken again and again.
fn updates() -> usize {
    if is_full() { 20_000 } else { 200 }
}

/// Takes the whole log once; the processor's time of one update in nanoseconds.
fn turn<P: Peer>(store: &mut Store<P>) -> f64 {
    let began = processor_time();
    store.take(store.len());
    (processor_time() - began) / store.len() as f64
}

/// The processor's time of this thread in nanoseconds; the clock's where nobody tells it.
fn processor_time() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    told.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0.0, |now| now.as_nanos() as f64)
    })
}

/// Bytes in memory, where the system tells it.
fn resident() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0)
}

/// Bytes of memory per customer; first of all, while the heap is untouched.
fn memory(count: usize) -> Option<f64> {
    let document = adobe_customer(&people(0, 3));
    let mut customers = Vec::with_capacity(count);
    customers.push(<Ours<Adobe> as Peer>::load(&document).0);
    let before = resident()?;
    for _ in 1..count {
        customers.push(<Ours<Adobe> as Peer>::load(&document).0);
    }
    Some((resident()? - before) / (count - 1) as f64)
}

/// Updates on a store: ours, and the two peers where they fit into memory.
fn compare(count: usize, lines: &mut String) {
    let rounds = if is_full() { 9 } else { 1 };
    let mut ours = Store::<Ours<Adobe>>::new(count, updates());
    let small = count <= 100_000;
    let mut validated = Store::<Validated>::new(if small { count } else { 1 }, updates());
    let mut in_place = Store::<InPlace>::new(if small { count } else { 1 }, updates());
    let mut times = [vec![], vec![], vec![]];
    for _ in 0..rounds {
        times[0].push(turn(&mut ours));
        if small {
            times[1].push(turn(&mut validated));
            times[2].push(turn(&mut in_place));
        }
    }
    println!("\n{count} customers");
    let names = [<Ours<Adobe> as Peer>::NAME, Validated::NAME, InPlace::NAME];
    for (name, list) in names.into_iter().zip(&times).filter(|(_, list)| !list.is_empty()) {
        let ratios = list.iter().zip(&times[0]).map(|(time, ours)| time / ours).collect();
        tell(lines, &format!("replay/{count}"), name, median(ratios), median(list.clone()));
    }
}

fn tell(lines: &mut String, subject: &str, name: &str, ratio: f64, best: f64) {
    println!("  {name:42} {ratio:>8.2}x {best:>12.0} ns");
    let line = serde_json::json!({"subject": subject, "name": name, "ratio": ratio, "best": best});
    *lines += &format!("{line}\n");
}

/// Two shards on two threads against one: processor's time per update.
fn shards(count: usize, lines: &mut String) {
    let rounds = if is_full() { 9 } else { 1 };
    let (mut one, mut two) =
        (Store::<Ours<Adobe>>::new(count, updates()), Store::<Ours<Adobe>>::new(count, updates()));
    let (mut ratios, mut times) = (vec![], vec![]);
    for _ in 0..rounds {
        let alone = turn(&mut one);
        let both = std::thread::scope(|scope| {
            let other = scope.spawn(|| turn(&mut two));
            let here = turn(&mut one);
            (here + other.join().expect("a shard")) / 2.0
        });
        ratios.push(both / alone);
        times.push(both);
    }
    println!("\ntwo shards of {count} customers against one");
    tell(lines, &format!("shards/{count}"), "two threads", median(ratios), median(times));
}

fn main() -> ExitCode {
    let mut lines = String::new();
    if let Some(bytes) = memory(if is_full() { 100_000 } else { 100 }) {
        println!("memory per customer with 3 contacts: {bytes:.0} B");
        lines += &format!("{}\n", serde_json::json!({"subject": "memory", "best": bytes}));
    }
    let sizes: &[usize] = if is_full() { &[1_000, 100_000, 1_000_000] } else { &[10, 100] };
    for count in sizes {
        compare(*count, &mut lines);
    }
    shards(if is_full() { 1_000 } else { 10 }, &mut lines);
    shards(if is_full() { 100_000 } else { 100 }, &mut lines);
    keep("replay", &lines);
    if !is_full() {
        return ExitCode::SUCCESS;
    }
    let told: Vec<Told> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line")).collect();
    let measured = told.into_iter().map(|line| match line.name {
        Some(name) => (format!("{}/{name}", line.subject), line.ratio),
        None => (line.subject, line.best),
    });
    verdict("budgets_replay", &replay_budgets(&measured.collect::<Vec<_>>()))
}

/// A line that was kept.
#[derive(serde::Deserialize)]
struct Told {
    subject: String,
    name: Option<String>,
    #[serde(default)]
    ratio: f64,
    best: f64,
}
