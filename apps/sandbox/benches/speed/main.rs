//! Updates a second of the sandbox beside a bare service over the same store, in one run:
//!
//! ```sh
//! cargo bench -p sandbox --bench speed            # prints tables
//! cargo bench -p sandbox --bench speed -- memory  # only that of a store: memory or file
//! cargo bench -p sandbox --bench speed -- memory 64  # only with so many connections
//! cargo bench -p sandbox --bench speed -- --plot docs/plots/sandbox.svg
//! ```
//!
//! All are processes of their own. The bare one is axum with a handler that reads and writes the
//! same rows as the sandbox in one transaction (settings, faults, due work, token, record, stored
//! answer; record, event, effect, answer) and sends a stored document: only the core's `respond`
//! is missing. The lean one is the same without settings, faults and due work, which only a sandbox
//! has. The sandbox is there twice: without a log, as the bare services are, and with the log that
//! it has by default. They take turns, and the ratios of a round are of runs that follow each
//! other.

#[path = "../../src/clock.rs"]
#[allow(dead_code, unused_imports, reason = "the bare service needs a part of it")]
mod clock;
#[path = "../../src/store/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the bare service needs a part of it")]
mod store;

extern crate alloc;

mod bare;
mod load;
mod plot;

use core::error::Error;
use core::net::SocketAddr;
use core::time::Duration;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use load::Run;

/// What can go wrong here.
type Failed = Box<dyn Error + Send + Sync>;

/// How many connections send at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// How often each is measured.
const ROUNDS: usize = 9;

/// How long one measurement takes.
const LENGTH: Duration = Duration::from_secs(1);

/// A service in a process of its own, which ends with this.
struct Process {
    child: Child,
    at: SocketAddr,
    token: String,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self, Failed> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let at = line.trim().strip_prefix("listening on http://").ok_or("no address")?.parse()?;
        let mut process = Self { child, at, token: String::new() };
        process.token = load::prepare(at)?;
        Ok(process)
    }

    /// A sandbox that logs nothing but warnings, or what it logs by default, to where it is thrown
    /// away.
    fn sandbox(store: &Path, logs: bool) -> Result<Self, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
        command.args(["--port", "0", "--store"]).arg(store);
        match logs {
            true => command.env_remove("RUST_LOG"),
            false => command.env("RUST_LOG", "warn"),
        };
        Self::start(&mut command)
    }

    /// How long the cores have worked for it, in microseconds.
    fn worked(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<f64>().ok();
        // A tick is a hundredth of a second wherever Linux runs.
        Some((ticks()? + ticks()?) * 10_000.0)
    }

    /// The most memory that it had, in MiB.
    fn peak(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One measurement of a service.
fn measured(of: &Process, connections: usize) -> Result<Run, Failed> {
    let before = of.worked().ok_or("no times of a process")?;
    let mut run = load::run(of.at, &of.token, connections, LENGTH)?;
    run.worked = (of.worked().ok_or("no times of a process")? - before) / run.count;
    Ok(run)
}

/// What was measured at one number of connections.
struct Row {
    connections: usize,
    sandbox: Run,
    bare: Run,
    /// The sandbox's updates a second by the bare service's, in the middle round.
    speed: f64,
    /// The same of the 99th percentile.
    late: f64,
    /// The sandbox's updates a second by the lean service's.
    lean: f64,
    /// Its updates a second with a log by those without.
    logged: f64,
    /// The work for an update with a log by that without.
    log_work: f64,
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn print(store: &str, rows: &[Row]) {
    println!("\nstore: {store}; the middle of {ROUNDS} rounds of {} s each\n", LENGTH.as_secs());
    let (speed, late) = ("sandbox, updates/s | bare | ratio", "sandbox p99, ms | bare | ratio");
    let work = "sandbox, µs of a core for an update | bare";
    println!("| connections | {speed} | {late} | updates/s by those of lean | {work} |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for Row { connections, sandbox, bare, speed, late, lean, .. } in rows {
        let (ours, theirs) = (sandbox.per_second, bare.per_second);
        print!("| {connections} | {ours:.0} | {theirs:.0} | {speed:.2} ");
        print!("| {:.2} | {:.2} | {late:.2} | {lean:.2} ", sandbox.p99, bare.p99);
        println!("| {:.0} | {:.0} |", sandbox.worked, bare.worked);
    }
    println!("\nthe sandbox with the log that it has by default, by itself without\n");
    println!("| connections | updates/s | µs of a core for an update |");
    println!("|---|---|---|");
    for Row { connections, logged, log_work, .. } in rows {
        println!("| {connections} | {logged:.2} | {log_work:.2} |");
    }
}

fn measure(name: &str, numbers: &[usize], folder: &Path) -> Result<Vec<Row>, Failed> {
    let in_memory = name == "memory";
    let place = |file: &str| if in_memory { ":memory:".into() } else { folder.join(file) };
    let sandbox = Process::sandbox(&place("sandbox.db"), false)?;
    let logging = Process::sandbox(&place("logging.db"), true)?;
    let start = |how: &str, file: &str| {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(how).arg(folder.join("seed.db")).arg(place(file));
        Process::start(&mut command)
    };
    let (bare, lean) = (start("--bare", "bare.db")?, start("--lean", "lean.db")?);
    let mut rows = Vec::new();
    for &connections in numbers {
        let (mut ours, mut theirs, mut least) = (Vec::new(), Vec::new(), Vec::new());
        let mut logged = Vec::new();
        for _ in 0..ROUNDS {
            logged.push(measured(&logging, connections)?);
            ours.push(measured(&sandbox, connections)?);
            theirs.push(measured(&bare, connections)?);
            least.push(measured(&lean, connections)?);
        }
        let ratios = |runs: &[Run], others: &[Run], of: fn(&Run) -> f64| {
            middle(runs.iter().zip(others).map(|(one, other)| of(one) / of(other)).collect())
        };
        let run = |runs: &[Run]| {
            let of = |of: fn(&Run) -> f64| middle(runs.iter().map(of).collect());
            Run {
                count: of(|run| run.count),
                per_second: of(|run| run.per_second),
                p99: of(|run| run.p99),
                worked: of(|run| run.worked),
            }
        };
        rows.push(Row {
            connections,
            sandbox: run(&ours),
            bare: run(&theirs),
            speed: ratios(&ours, &theirs, |run| run.per_second),
            late: ratios(&ours, &theirs, |run| run.p99),
            lean: ratios(&ours, &least, |run| run.per_second),
            logged: ratios(&logged, &ours, |run| run.per_second),
            log_work: ratios(&logged, &ours, |run| run.worked),
        });
    }
    print(name, &rows);
    let peak = |process: &Process| process.peak().unwrap_or(f64::NAN);
    println!("\nmost memory: sandbox {:.0} MiB, bare {:.0} MiB", peak(&sandbox), peak(&bare));
    Ok(rows)
}

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut numbers = CONNECTIONS.to_vec();
    let (plot, stores): (_, &[&str]) = match *words {
        ["--bare", seed, store] => return bare::serve(seed, store, false),
        ["--lean", seed, store] => return bare::serve(seed, store, true),
        ["--plot", file] => {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
            (Some(file), &["file", "memory"])
        }
        [] => (None, &["file", "memory"]),
        ["memory"] => (None, &["memory"]),
        ["file"] => (None, &["file"]),
        ["memory", number] => {
            numbers = vec![number.parse()?];
            (None, &["memory"])
        }
        _ => return Err("say nothing, memory, memory NUMBER, file, or --plot FILE".into()),
    };
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = all(&folder, stores, &numbers, plot.as_deref());
    std::fs::remove_dir_all(&folder)?;
    done
}

fn all(
    folder: &Path,
    stores: &[&str],
    numbers: &[usize],
    plot: Option<&Path>,
) -> Result<(), Failed> {
    // What an update stores is taken from a sandbox that made one.
    let seed = Process::sandbox(&folder.join("seed.db"), false)?;
    load::run(seed.at, &seed.token, 1, Duration::from_millis(1))?;
    drop(seed);
    let cores = std::thread::available_parallelism()?;
    println!("{cores} cores, shared by clients and service; no log but warnings where not said");
    let mut measured = Vec::new();
    for store in stores {
        measured.push((*store, measure(store, numbers, folder)?));
    }
    if let Some(file) = plot {
        std::fs::write(file, plot::draw(&measured))?;
    }
    Ok(())
}
