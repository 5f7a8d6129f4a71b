//! Timing side by side: contenders take turns in one process, and what is told is the median of
//! their ratio to the first one, which neighbours on the machine can hardly bend.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

/// Whether this is `cargo bench` (else a small run, of `cargo test`).
pub fn is_full() -> bool {
    std::env::args().any(|word| word == "--bench")
}

/// One way to do the same thing.
pub struct Contender {
    /// Its name.
    pub name: &'static str,
    /// Does it once.
    pub run: Box<dyn FnMut()>,
}

/// A contender.
pub fn contender(name: &'static str, run: impl FnMut() + 'static) -> Contender {
    Contender { name, run: Box::new(run) }
}

/// What was measured of one contender.
pub struct Line {
    /// Subject and size, as in `end to end/100`.
    pub subject: String,
    /// The contender.
    pub name: &'static str,
    /// Median of its time over the first one's.
    pub ratio: f64,
    /// Its best time in nanoseconds.
    pub best: f64,
}

/// Measures contenders beside each other.
pub fn compare(subject: &str, contenders: &mut [Contender]) -> Vec<Line> {
    let rounds = if is_full() { 21 } else { 1 };
    let batch = batch(&mut contenders[0]);
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let at = (turn + round) % contenders.len();
            times[at].push(best_of(8, batch, &mut contenders[at]));
        }
    }
    let lines = contenders.iter().enumerate().map(|(at, contender)| {
        let ratios = times[at].iter().zip(&times[0]).map(|(time, first)| time / first);
        Line {
            subject: subject.into(),
            name: contender.name,
            ratio: median(ratios.collect()),
            best: times[at].iter().copied().fold(f64::INFINITY, f64::min),
        }
    });
    lines.collect()
}

/// How many runs take about a fifth of a millisecond.
fn batch(first: &mut Contender) -> u32 {
    if !is_full() {
        return 1;
    }
    let time = best_of(3, 1, first);
    (200_000.0 / time).clamp(1.0, 256.0) as u32
}

/// The best time of one run in nanoseconds.
fn best_of(tries: u32, batch: u32, contender: &mut Contender) -> f64 {
    let tries = if is_full() { tries } else { 1 };
    let times = (0..tries).map(|_| {
        let began = Instant::now();
        for _ in 0..batch {
            (contender.run)();
        }
        began.elapsed().as_nanos() as f64 / f64::from(batch)
    });
    times.fold(f64::INFINITY, f64::min)
}

/// The middle one.
pub fn median(mut list: Vec<f64>) -> f64 {
    list.sort_unstable_by(f64::total_cmp);
    list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints the lines; of a full run, keeps them for the pictures as well.
pub fn report(bench: &str, lines: &[Line]) {
    let mut subject = "";
    let mut kept = String::new();
    for line in lines {
        if line.subject != subject {
            println!("\n{}", line.subject);
            subject = &line.subject;
        }
        println!("  {:42} {:>8.2}x {:>12.0} ns", line.name, line.ratio, line.best);
        let text = serde_json::json!({"subject": line.subject, "name": line.name,
            "ratio": line.ratio, "best": line.best});
        let _ = writeln!(kept, "{text}");
    }
    keep(bench, &kept);
}

/// Keeps the lines of a full run.
pub fn keep(bench: &str, lines: &str) {
    if is_full() {
        let folder = results();
        std::fs::create_dir_all(&folder).expect("a folder for results");
        std::fs::write(folder.join(format!("{bench}.jsonl")), lines).expect("results");
    }
}

/// Where results are kept.
pub fn results() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("results")
}

/// The sizes of a bench: all of them in a full run, else the first two.
pub fn sizes(all: &[usize]) -> &[usize] {
    if is_full() { all } else { &all[..all.len().min(2)] }
}
